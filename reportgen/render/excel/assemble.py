"""The parts of one document written out: sheets, what hangs on them, and the workbook's names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.language.numerals import has_numerals
from reportgen.language.printing import strip_marks
from reportgen.office.package import Member
from reportgen.office.tree import Element, document, serialise
from reportgen.render import kinds
from reportgen.render.excel import related
from reportgen.render.excel.charts import filled
from reportgen.render.excel.emit import UnprintableCellError, fit_text
from reportgen.render.excel.figures import marked
from reportgen.render.excel.heights import grown
from reportgen.render.excel.merges import merged
from reportgen.render.excel.numerals import NumeralFoundError
from reportgen.render.excel.parts import Moves, Moving, merge_element
from reportgen.render.excel.prepare import AMPERSAND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.language.numerals import Numerals
    from reportgen.language.printing import Marks
    from reportgen.render.excel.emit import Writer
    from reportgen.render.excel.formulas import Calculator
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.prepare import Prepared
    from reportgen.render.excel.workbook import Workbook
    from reportgen.render.rendered import Printing

HEADING: Final = "页眉页脚"
LONGEST_HEADING: Final = 255
"""Characters that a header or footer of Excel can have, its codes included."""

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class State:
    """What the sheets of one document share while it is written."""

    names: Mapping[str, object]
    marks: Marks
    writer: Writer
    layouts: dict[str, Layout]
    given: Mapping[str, Mapping[str, object]]
    numerals: Numerals | None = None
    """What numbers headers and footers, once the cells were numbered."""
    extra: list[Printing] = field(default_factory=list)


def sheet_parts(
    item: Prepared, book: Workbook, state: State, calculator: Calculator
) -> dict[str, Member]:
    """The part of a sheet and the parts that follow it; raises where a value cannot be written."""
    title = item.title
    layout = state.layouts[title]
    moves = Moves(title, state.layouts)
    opening = "".join([_DECLARATION, item.sheet.root, *_written(item.head, item, moves, state)])
    chunks = [f"{opening}<sheetData>".encode()]
    formulas = calculator.bodies(title) if item.formulas else {}
    boxes = merged(item.merges, layout, state.writer.plain)
    heights = grown(item.heights, layout, boxes, state.writer.plain)
    chunks += state.writer.rows(item.plans, layout, formulas, heights)
    merges = merge_element(boxes)
    closing = [
        "</sheetData>",
        *_written(item.before, item, moves, state),
        merges,
        *_written(item.after, item, moves, state),
        "</worksheet>",
    ]
    chunks.append("".join(closing).encode())
    parts = {item.sheet.part: Member(item.sheet.part, tuple(chunks))}
    if item.moving or book.widened:
        for other in book.related[title]:
            parts[other.part] = Member(other.part, (_related(other, moves),))
    return parts


def workbook_parts(
    book: Workbook, layouts: dict[str, Layout], calculator: Calculator
) -> dict[str, Member]:
    """The workbook part with its names where their cells are, and the charts."""
    if book.frame is None:
        book.frame = related.Frame(book.root)
    parts = {book.part: Member(book.part, (book.frame.written(layouts),))}
    for item in book.charts:
        if item.tree is not None:
            content = document(filled(item.tree, layouts, calculator))
            parts[item.part] = Member(item.part, (content,))
    return parts


def _related(other: related.Related, moves: Moves) -> bytes:
    if other.tree is None:
        return related.comment_shapes(other.text, moves).encode()
    change = {
        "drawing": related.anchors,
        "comments": related.comments,
        "table": related.table,
    }[other.kind]
    return document(change(other.tree, moves))


def _written(
    items: list[str | Moving | Element], sheet: Prepared, moves: Moves, state: State
) -> list[str]:
    written = []
    for item in items:
        if isinstance(item, str):
            written.append(item)
        elif isinstance(item, Moving):
            written.append(item.written(moves))
        else:
            written.append(serialise(_headings(item, sheet, state)))
    return written


def _headings(element: Element, sheet: Prepared, state: State) -> Element:
    """Headers and footers with their tags filled in."""
    templates = {item.tag: item for item in sheet.furniture}
    copy = Element(element.tag, dict(element.attributes))
    for child in element.elements():
        made = Element(child.tag, dict(child.attributes))
        if child.tag in templates:
            names = {**state.names, **state.given.get(sheet.title, {})}
            text = templates[child.tag].template.render(names, state.marks)
            state.extra.extend(marked(sheet.title, HEADING, text, state.marks))
            text = strip_marks(text, state.marks)[0]
            if state.numerals is not None:
                text = state.numerals.late(text)
            elif has_numerals(text):
                raise NumeralFoundError
            text = fit_text(text.replace("&", "&&").replace(AMPERSAND, "&"))
            if len(text) > LONGEST_HEADING:
                raise UnprintableCellError(
                    kinds.TEXT_TOO_LONG, length=len(text), limit=LONGEST_HEADING
                )
            made.children = [text]
        else:
            made.children = list(child.children)
        copy.children.append(made)
    return copy
