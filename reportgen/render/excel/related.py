"""Parts beside a sheet that name its cells: drawings, comments, tables, and the names.

Not for what they show, and not for charts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.cell_names import column_letters
from reportgen.office.tree import Element, escape, open_tag, serialise
from reportgen.render.excel.layout import join_resolved, resolve
from reportgen.render.excel.references import box_of, boxes, split_formula

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.parts import RowCarrier
    from reportgen.render.excel.references import Area, Piece

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ROW: Final = re.compile(r"(<(?:\w+:)?Row>)\s*(\d+)\s*(</)")
_COLUMN: Final = re.compile(r"(<(?:\w+:)?Column>)\s*(\d+)\s*(</)")
_ANCHOR: Final = re.compile(r"(<(?:\w+:)?Anchor>)([^<]*)(</)")
_SHAPE: Final = re.compile(r"<(\w+):shape\b.*?</\1:shape>", re.DOTALL)
_PRINT_NAMES: Final = frozenset({"_xlnm.Print_Area", "_xlnm.Print_Titles"})


@dataclass(frozen=True, slots=True)
class Related:
    """A part that follows a sheet: its name, what it is, and its content."""

    part: str
    kind: str
    tree: Element | None
    text: str = ""


class Frame:
    """The workbook part: fixed text around the defined names, each of which goes where its cells are."""

    def __init__(self, root: Element) -> None:
        before = [_DECLARATION, open_tag(root)]
        after: list[str] = []
        self._opening = ""
        self._names: list[tuple[str, tuple[Piece, ...], list[Spelling] | None]] = []
        for child in root.children:
            if isinstance(child, Element) and child.tag == "definedNames":
                self._opening = open_tag(child)
                self._names = [_name(item) for item in child.elements()]
            else:
                text = escape(child) if isinstance(child, str) else serialise(child)
                (after if self._opening else before).append(text)
        self._before = "".join(before)
        self._after = f"{''.join(after)}</{root.tag}>"

    def written(self, layouts: dict[str, Layout]) -> bytes:
        """The part with the names of one document."""
        texts = []
        for opening, pieces, spellings in self._names:
            if spellings is None:
                text = join_resolved(resolve(pieces, layouts, "", None), pieces)
            else:
                found = [item.at(layouts.get(item.title)) for item in spellings]
                text = ",".join(filter(None, found)) if len(found) != 1 else found[0]
            if text:
                texts.append(f"{opening}{escape(text)}</definedName>")
        names = f"{self._opening}{''.join(texts)}</definedNames>" if texts else ""
        return f"{self._before}{names}{self._after}".encode()


class Spelling(NamedTuple):
    """A reference from outside all sheets: its text up to the first row, between the rows, and its rows.

    `rows` is None where it is the same in every document.
    """

    title: str
    head: str
    middle: str
    rows: tuple[int, int] | None
    single: bool

    def at(self, layout: Layout | None) -> str:
        """The reference where its cells are now; nothing where none of them was printed."""
        if self.rows is None or layout is None:
            return self.head if self.rows is None else self._at(self.rows)
        found = layout.span(*self.rows)
        return "" if found is None else self._at(found)

    def _at(self, rows: tuple[int, int]) -> str:
        first = f"{self.head}{rows[0]}"
        return first if self.single else f"{first}{self.middle}{rows[1]}"


def _name(item: Element) -> tuple[str, tuple[Piece, ...], list[Spelling] | None]:
    pieces = split_formula(item.text())
    spellings = None
    if item.attributes.get("name") in _PRINT_NAMES:
        spellings = [_spelling(piece) for piece in pieces if not isinstance(piece, str)]
    return open_tag(item), pieces, spellings


def _spelling(area: Area) -> Spelling:
    box = box_of(area)
    if not box.top:
        return Spelling(area.title, area.spelt(), "", None, area.single)
    head, middle = area.sheet, ":"
    if box.left:
        head += ("$" if area.left.fixed else "") + column_letters(box.left)
        middle += ("$" if area.right.fixed else "") + column_letters(box.right)
    head += "$" if area.top.fixed else ""
    middle += "$" if area.bottom.fixed else ""
    return Spelling(area.title, head, middle, (box.top, box.bottom), area.single)


def anchors(root: Element, moves: RowCarrier) -> Element:
    """A drawing whose anchors keep to their rows; one on a row that is gone stays in its place."""
    copy = _copy(root)
    for anchor in copy.elements():
        start, end = anchor.find("from"), anchor.find("to")
        if start is None:
            continue
        before = _row(start)
        after = _move(start, moves, last=False)
        if end is not None and _move(end, moves, last=True) < after:
            _set_row(end, after + max(_row(end) - before, 0))
    return copy


def comments(root: Element, moves: RowCarrier) -> Element:
    """Comments at the first copy of their row; those on control rows are the author's and go."""
    copy = Element(root.tag, dict(root.attributes))
    for child in root.children:
        if not isinstance(child, Element) or child.tag != "commentList":
            copy.children.append(child)
            continue
        kept = Element(child.tag, dict(child.attributes))
        for comment in child.elements():
            box = boxes(comment.attributes.get("ref", ""))
            moved = moves.moved(box[0]) if box else None
            if moved is not None:
                item = Element(comment.tag, dict(comment.attributes))
                item.attributes["ref"] = moved._replace(right=moved.left, bottom=moved.top).spelt()
                item.children = comment.children
                kept.children.append(item)
        copy.children.append(kept)
    return copy


def comment_shapes(text: str, moves: RowCarrier) -> str:
    """The old drawing of comments (VML), moved with them."""

    def moved(found: re.Match[str]) -> str:
        shape = found[0]
        row = _ROW.search(shape)
        if row is None:
            return shape
        old = int(row[2])
        span = moves.span(old + 1, old + 1)
        if span is None:
            return ""
        new = span[0] - 1
        shape = _ROW.sub(rf"\g<1>{new}\g<3>", shape)
        return _ANCHOR.sub(lambda anchor: _shift_anchor(anchor, new - old, (2, 6)), shape)

    return _SHAPE.sub(moved, text)


def table(root: Element, moves: RowCarrier) -> Element:
    """A table whose range covers what was printed of it; Excel refuses one without a data row."""
    copy = _copy(root)
    for element in copy.walk():
        if "ref" in element.attributes:
            text = moves.ranges(element.attributes["ref"])
            box = boxes(text)
            if box:
                element.attributes["ref"] = text
    return copy


def drawing_columns(root: Element, column: Callable[[int], int | None]) -> Element:
    """A drawing whose anchors keep to their columns, which are counted from 0."""
    copy = _copy(root)
    for element in copy.walk():
        if element.tag == "col" and element.text().isdigit():
            new = column(int(element.text()))
            if new is not None:
                element.children = [str(new)]
    return copy


def comment_columns(text: str, column: Callable[[int], int | None]) -> str:
    """The old drawing of comments (VML) with its columns moved."""

    def moved(found: re.Match[str]) -> str:
        at = _COLUMN.search(found[0])
        if at is None:
            return found[0]
        new = column(int(at[2]))
        if new is None:
            return ""
        by = new - int(at[2])
        shape = _COLUMN.sub(rf"\g<1>{new}\g<3>", found[0])
        return _ANCHOR.sub(lambda anchor: _shift_anchor(anchor, by, (0, 4)), shape)

    return _SHAPE.sub(moved, text)


def _copy(root: Element) -> Element:
    copy = Element(root.tag, dict(root.attributes))
    copy.children = [child if isinstance(child, str) else _copy(child) for child in root.children]
    return copy


def _row(corner: Element) -> int:
    element = corner.find("row")
    text = "" if element is None else element.text()
    return int(text) if text.isdigit() else 0


def _set_row(corner: Element, row: int) -> None:
    element = corner.find("row")
    if element is not None:
        element.children = [str(row)]


def _move(corner: Element, moves: RowCarrier, *, last: bool) -> int:
    row = _row(corner)
    # The row that it touches, or the one above where that row was not printed.
    span = moves.span(row + 1, row + 1) or moves.span(1, row + 1)
    new = row if span is None else (span[1] if last else span[0]) - 1
    if span is not None and moves.span(row + 1, row + 1) is None:
        new = span[1]
    _set_row(corner, new)
    return new


def _shift_anchor(found: re.Match[str], by: int, places: tuple[int, ...]) -> str:
    numbers = [item.strip() for item in found[2].split(",")]
    for index in places:
        if index < len(numbers) and numbers[index].isdigit():
            numbers[index] = str(max(int(numbers[index]) + by, 0))
    return f"{found[1]}{', '.join(numbers)}{found[3]}"
