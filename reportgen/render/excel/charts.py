"""Charts of a produced workbook: their references where the cells are now, their caches from these.

The caches are what is drawn before anything is computed (previews, protected view, LibreOffice), so
they hold what the cells hold. Not for what a chart looks like.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.figure import Blank, Figure
from reportgen.office.tree import Element
from reportgen.render import chart_parts
from reportgen.render.excel.digits import decimal_text
from reportgen.render.excel.formulas import NOT_READY
from reportgen.render.excel.layout import join_resolved, resolve
from reportgen.render.excel.references import Area, box_of, split_formula

if TYPE_CHECKING:
    from reportgen.render.excel.formulas import Calculator, Content
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.references import Box, Piece

MOST_BLANK: Final = 1_000
"""So many cells behind the last stored one are points of a chart."""
_NUMBERS: Final = "numRef"
_TEXTS: Final = "strRef"
_CATEGORIES: Final = "cat"
_CACHES: Final = frozenset({"numCache", "strCache", "multiLvlStrCache", "c15:dlblRangeCache"})
_REFERENCES: Final = ("f", "c15:f", "c15:sqref")


def filled(
    root: Element, layouts: dict[str, Layout], calculator: Calculator, inside: str = ""
) -> Element:
    """A chart over the rows that were printed, with their numbers and texts.

    `inside` is the tag of the element around this one.
    """
    copy = Element(root.tag, dict(root.attributes))
    copy.children = [
        child if isinstance(child, str) else filled(child, layouts, calculator, root.tag)
        for child in root.children
        if isinstance(child, str) or child.tag not in _CACHES
    ]
    reference = next((item for tag in _REFERENCES if (item := copy.find(tag)) is not None), None)
    if reference is None:
        return copy
    # A series over one loop row is spelt as one cell and means all its copies.
    pieces = tuple(
        piece if isinstance(piece, str) else piece._replace(single=False)
        for piece in split_formula(reference.text())
    )
    resolved = resolve(pieces, layouts, "", None)
    moved = tuple(piece._replace(single=_one(piece)) if isinstance(piece, Area) else piece for piece in resolved)  # fmt: skip
    reference.children = [join_resolved(moved, pieces)]
    contents = _contents(moved, calculator) if copy.tag in {_NUMBERS, _TEXTS} else None
    if contents is None:
        return copy
    if inside == _CATEGORIES and any(map(_text_alone, contents)):
        # openpyxl and some versions of Excel refer to names as to numbers.
        copy.tag = _TEXTS
    cache = _cache(copy.tag, root, contents)
    copy.children.insert(copy.children.index(reference) + 1, cache)
    return copy


def _one(area: Area) -> bool:
    return bool(area.top.number) and area.left == area.right and area.top == area.bottom


def _contents(pieces: tuple[Piece | None, ...], calculator: Calculator) -> list[Content] | None:
    """The cells of a reference; None where one is left to Excel."""
    contents: list[Content] = []
    for piece in pieces:
        if isinstance(piece, Area):
            found = _cells(calculator, piece.title, box_of(piece))
            if found is None:
                return None
            contents += found
    return contents


def _cells(calculator: Calculator, title: str, box: Box) -> list[Content] | None:
    """What the cells of a box hold, row by row; None where one is left to Excel."""
    layout = calculator.layouts.get(title)
    if layout is None:
        return None
    rows = (box.top or 1, box.bottom or layout.last)
    columns = (box.left or 1, box.right or calculator.width(title))
    try:
        cells = [item for row in calculator.cells(title, layout, rows, columns) for item in row]
    except NOT_READY:
        return None
    # Cells beyond what the sheet stores are blank, and still points of a chart.
    missing = (columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1) - len(cells)
    return [*cells, *[None] * min(missing, MOST_BLANK)]


def _cache(tag: str, drawn: Element, contents: list[Content]) -> Element:
    if tag == _TEXTS:
        return chart_parts.texts_cache(_text(item) for item in contents)
    code = next(
        (item.text() for item in drawn.walk() if item.tag == "formatCode"), chart_parts.GENERAL
    )
    points = [
        (index, decimal_text(number))
        for index, item in enumerate(contents)
        if (number := _number(item)) is not None
    ]
    return chart_parts.numbers_cache(points, len(contents), code)


def _text_alone(content: Content) -> bool:
    return isinstance(content, str) and bool(content)


def _number(content: Content) -> Decimal | None:
    value = content.value if isinstance(content, Figure) else content
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return None
    return Decimal(value)


def _text(content: Content) -> str:
    number = _number(content)
    if number is not None:
        return decimal_text(number)
    value = content.value if isinstance(content, Figure) else content
    if isinstance(value, Blank):
        return value.value
    return value if isinstance(value, str) else ""
