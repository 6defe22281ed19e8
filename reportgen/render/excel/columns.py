"""Columns that repeat: a template sheet widened before its rows are laid out.

`{%tc for %}` and `{%tc endfor %}` mark two columns that are taken out; those between stand once for each
item of a list. References to the sheet move by the rules that hold for rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from reportgen.office.tree import Element
from reportgen.render import kinds
from reportgen.render.excel.parts import carried
from reportgen.render.excel.references import (
    Area,
    Box,
    Corner,
    box_of,
    boxes,
    join_formula,
    split_formula,
)
from reportgen.render.excel.rows import control_place
from reportgen.render.excel.template import LAST_COLUMN, Cell, Row

if TYPE_CHECKING:
    from reportgen.render.excel.references import Piece
    from reportgen.render.excel.template import Control, Problems, Sheet


class ColumnLoop(NamedTuple):
    """The columns `first` … `last` (the marks stand outside), the loop's targets and its list."""

    first: int
    last: int
    targets: str
    items: str
    control: Control

    @property
    def width(self) -> int:
        return self.last - self.first + 1


def column_loops(sheet: Sheet, problems: Problems) -> list[ColumnLoop]:
    """The column loops of a sheet from left to right; what does not pair is reported."""
    found: list[ColumnLoop] = []
    opened: Control | None = None
    for control in sorted(sheet.columns, key=lambda item: (item.row, item.column)):
        reason = ""
        if control.keyword == "for":
            if opened is not None:
                reason = "里面又有列循环，或者缺少 {%tc endfor %}"
            opened = control
        elif opened is None or opened.row != control.row:
            reason = "前面没有对应的 {%tc for … %}，两个标签要在同一行"
        elif control.column - opened.column < 2:
            reason = "和结束标签之间没有要重复的列"
        else:
            targets, _, items = opened.source.removeprefix("for").partition(" in ")
            first, last = opened.column + 1, control.column - 1
            if not items.strip():
                reason = "要写成 {%tc for 列 in 列表 %}"
            if any(first - 1 <= other.last + 1 and other.first - 1 <= last + 1 for other in found):
                reason = "和别的列循环重叠"
            found.append(ColumnLoop(first, last, targets.strip(), items.strip(), opened))
            opened = None
        if reason:
            place = control_place(problems, sheet, control)
            problems.add(kinds.COLUMN_LOOP, place, tag=control.typed, reason=reason)
    if opened is not None:
        place = control_place(problems, sheet, opened)
        reason = "缺少 {%tc endfor %}"
        problems.add(kinds.COLUMN_LOOP, place, tag=opened.typed, reason=reason)
    return sorted(found, key=lambda item: item.first)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where the columns of a template sheet go, given how often each loop repeats."""

    loops: tuple[ColumnLoop, ...]
    counts: tuple[int, ...]

    @property
    def growth(self) -> int:
        """Columns that the sheet gains, or loses."""
        return sum(
            loop.width * (count - 1) - 2
            for loop, count in zip(self.loops, self.counts, strict=True)
        )

    def loop_of(self, column: int) -> int:
        """The number of the loop that repeats a column, or −1."""
        for number, loop in enumerate(self.loops):
            if loop.first <= column <= loop.last:
                return number
        return -1

    def copies(self, column: int) -> list[int]:
        """The new columns of a template column; none for a mark."""
        shift = 0
        for loop, count in zip(self.loops, self.counts, strict=True):
            if column < loop.first - 1:
                break
            if column in {loop.first - 1, loop.last + 1}:
                return []
            if column <= loop.last:
                start = column + shift - 1
                return [start + loop.width * copy for copy in range(count)]
            shift += loop.width * (count - 1) - 2
        return [column + shift] if column + shift <= LAST_COLUMN else []

    def span(self, left: Corner, right: Corner, origin: tuple[int, int]) -> tuple[int, int] | None:
        """The new columns left…right, seen from a copy (loop, number) or from outside (−1, 0)."""
        if not left.number:
            return 0, 0
        beyond = max((loop.last + 1 for loop in self.loops), default=0)
        columns = [*range(left.number, min(right.number, beyond) + 1)]
        columns += sorted(
            {max(left.number, beyond + 1), right.number} if right.number > beyond else ()
        )
        inside = self.loop_of(left.number) == self.loop_of(right.number) == origin[0] >= 0
        bound = inside and not (left.fixed and right.fixed)
        starts: list[int] = []
        ends: list[int] = []
        for column in columns:
            copies = self.copies(column)
            own = copies[origin[1] : origin[1] + 1] if bound else copies
            starts += (copies if left.fixed else own)[:1]
            ends += (copies if right.fixed and not left.fixed else own)[-1:]
        if not starts or not ends or min(starts) > max(ends):
            return None
        return min(starts), max(ends)


@dataclass(frozen=True, slots=True)
class ColumnMoves:
    """The moves of columns in the form in which parts are carried."""

    title: str
    maps: dict[str, ColumnMap]

    def moved(self, box: Box) -> Box | None:
        return _moved(box, self.maps.get(self.title))

    def ranges(self, text: str) -> str:
        moved = (self.moved(box) for box in boxes(text))
        return " ".join(dict.fromkeys(box.spelt() for box in moved if box is not None))

    def formula(self, text: str, box: Box | None) -> str:
        own = self.maps.get(self.title)
        loop = own.loop_of(box.left) if own is not None and box is not None else -1
        return join_formula(self.pieces(split_formula(text), (loop, 0)))

    def pieces(self, pieces: tuple[Piece, ...], origin: tuple[int, int]) -> tuple[Piece, ...]:
        """A formula as it stands in a copy of its column."""
        return tuple(
            piece if isinstance(piece, str) else self._area(piece, origin) for piece in pieces
        )

    def _area(self, area: Area, origin: tuple[int, int]) -> Area:
        own = not area.sheet or area.title == self.title
        columns = self.maps.get(self.title if own else area.title)
        if columns is None or not area.left.number:
            return area
        found = columns.span(area.left, area.right, origin if own else (-1, 0))
        # A reference to no column at all: the last one, which is always empty.
        left, right = found or (LAST_COLUMN, LAST_COLUMN)
        box = box_of(area)
        return area.moved(Box(left, box.top, left if area.single else right, box.bottom))


def widened(sheet: Sheet, moves: ColumnMoves) -> Sheet:
    """The sheet with its columns repeated and every formula where its columns are now."""
    columns = moves.maps.get(sheet.title)
    rows = [_row(row, columns, moves) for row in sheet.rows]
    head = [_head(element, columns, moves) for element in sheet.head]
    tail = [_tail(element, columns, moves) for element in sheet.tail]
    return replace(
        sheet,
        rows=rows,
        head=[element for element in head if element is not None],
        tail=[element for element in tail if element is not None],
        columns=[],
    )


def merge_problems(sheet: Sheet, loops: list[ColumnLoop], problems: Problems) -> None:
    """Report merges that cross the edge of a column loop."""
    columns = ColumnMap(tuple(loops), tuple(1 for _ in loops))
    for element in sheet.tail:
        for item in element.elements() if element.tag == "mergeCells" else ():
            for box in boxes(item.attributes.get("ref", "")):
                if columns.loop_of(box.left) != columns.loop_of(box.right):
                    place = problems.place(sheet.title, box.spelt())
                    problems.add(kinds.CROSSING_MERGE, place, merge=box.spelt())


def _row(row: Row, columns: ColumnMap | None, moves: ColumnMoves) -> Row:
    cells: list[Cell] = []
    for cell in row.cells:
        loop = -1 if columns is None else columns.loop_of(cell.column)
        copies = [cell.column] if columns is None else columns.copies(cell.column)
        for number, column in enumerate(copies):
            bound = cell.bound
            if columns is not None and loop >= 0:
                bound = (f"{columns.loops[loop].targets}@{loop}", number)
            pieces = moves.pieces(cell.formula, (loop, number)) if cell.formula else ()
            array = moves.ranges(cell.array) if cell.array else ""
            cells.append(replace(cell, column=column, formula=pieces, array=array, bound=bound))
    cells.sort(key=lambda cell: cell.column)
    return replace(row, cells=cells)


def _head(element: Element, columns: ColumnMap | None, moves: ColumnMoves) -> Element | None:
    if columns is None:
        return element
    if element.tag == "cols":
        return _widths(element, columns)
    if element.tag != "sheetViews":
        return carried(element, moves)
    copy = Element(element.tag, dict(element.attributes))
    for view in element.elements():
        kept = carried(view, moves) or view
        for pane in kept.elements():
            split = pane.attributes.get("xSplit", "")
            if pane.attributes.get("state", "").startswith("frozen") and split.isdigit():
                _freeze(pane, int(split), columns)
        copy.children.append(kept)
    return copy


def _freeze(pane: Element, split: int, columns: ColumnMap) -> None:
    found = columns.span(Corner(1, fixed=False), Corner(split, fixed=False), (-1, 0))
    if found is not None:
        pane.attributes["xSplit"] = str(found[1])


def _tail(element: Element, columns: ColumnMap | None, moves: ColumnMoves) -> Element | None:
    if element.tag == "mergeCells" and columns is not None:
        copy = Element(element.tag)
        for item in element.elements():
            for box in boxes(item.attributes.get("ref", "")):
                copy.children += [
                    Element("mergeCell", {"ref": moved.spelt()}) for moved in _merges(box, columns)
                ]
        return copy
    if element.tag in {"rowBreaks", "headerFooter"}:
        return element
    if element.tag == "colBreaks" and columns is not None:
        return _breaks(element, columns)
    return carried(element, moves)


def _breaks(element: Element, columns: ColumnMap) -> Element:
    """Page breaks after the last copy of their column."""
    copy = Element(element.tag, dict(element.attributes))
    for item in element.elements():
        column = int(item.attributes.get("id", "0"))
        found = columns.span(Corner(1, fixed=False), Corner(column, fixed=False), (-1, 0))
        if found is not None:
            copy.children.append(Element(item.tag, {**item.attributes, "id": str(found[1])}))
    return copy


def _merges(box: Box, columns: ColumnMap) -> list[Box]:
    loop = columns.loop_of(box.left)
    origins = [(loop, number) for number in range(columns.counts[loop])] if loop >= 0 else [(-1, 0)]
    found = []
    for origin in origins:
        span = columns.span(Corner(box.left, fixed=False), Corner(box.right, fixed=False), origin)
        if span is not None and (span[0] < span[1] or box.top < box.bottom):
            found.append(Box(span[0], box.top, span[1], box.bottom))
    return found


def _widths(element: Element, columns: ColumnMap) -> Element:
    """The widths of columns: each copy has its column's."""
    beyond = max(loop.last + 1 for loop in columns.loops)
    runs: list[tuple[int, int, dict[str, str]]] = []
    for item in element.elements():
        low, high = int(item.attributes["min"]), int(item.attributes["max"])
        for column in range(low, min(high, beyond) + 1):
            runs += [(copy, copy, item.attributes) for copy in columns.copies(column)]
        low = max(low, beyond + 1)
        if low <= high:
            last = min(high + columns.growth, LAST_COLUMN)
            if low + columns.growth <= last:
                runs.append((low + columns.growth, last, item.attributes))
    copy = Element(element.tag)
    copy.children = [
        Element("col", {**attributes, "min": str(low), "max": str(high)})
        for low, high, attributes in sorted(runs, key=lambda run: run[0])
    ]
    return copy


def _moved(box: Box, columns: ColumnMap | None) -> Box | None:
    if columns is None or not box.left:
        return box
    span = columns.span(Corner(box.left, fixed=False), Corner(box.right, fixed=False), (-1, 0))
    return None if span is None else Box(span[0], box.top, span[1], box.bottom)
