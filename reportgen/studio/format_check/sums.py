"""Whether the sums of an Excel template add up what they should: every row of a loop, each once.

A range over the rows of a loop covers all their copies (docs/design/excel-rows.md), so that what a
sum leaves out or adds twice can be told from the template alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.compute.views import RowView
from reportgen.render.excel.references import Area, Box, box_of
from reportgen.studio import format_check_kinds as kinds
from reportgen.studio.format_check.excel_lint import label, place_of
from reportgen.studio.format_check.walker import UNKNOWN

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.render.excel.template import Cell, Row
    from reportgen.studio.format_check.excel_names import ExcelSheet
    from reportgen.studio.format_check.walker import Walker

_SUM: Final = re.compile(r"(?<![\w.])SUM\s*\(", re.IGNORECASE)
_OTHER: Final = re.compile(r"(?<![\w.])(?!SUM\s*\()[A-Z][A-Z0-9.]*\s*\(", re.IGNORECASE)
_TOTAL: Final = re.compile(r"合\s*计|总\s*计|小\s*计|共\s*计")
_TEXT_NUMBER: Final = re.compile(r"\s*[-+−]?[\d,，]+(?:\.\d+)?\s*")
_LEVELS: Final = re.compile(r"末级|级次|深度|代码")


@dataclass(frozen=True, slots=True)
class _Sum:
    row: Row
    cell: Cell
    box: Box


def lint_sums(item: ExcelSheet, walker: Walker) -> list[Finding]:
    """What the formulas of a sheet leave out, add twice or cannot add."""
    check = _Check(item, walker)
    findings: list[Finding] = []
    for row in item.body.rows:
        for cell in row.cells:
            if cell.kind == "formula":
                findings += check.formula(row, cell)
    return list(dict.fromkeys(findings))


class _Check:
    def __init__(self, item: ExcelSheet, walker: Walker) -> None:
        self.item = item
        self.walker = walker
        self.rows = item.body.rows
        self.cells = {
            (row.number, cell.column): (row, cell) for row in self.rows for cell in row.cells
        }
        self.sums = [
            _Sum(row, cell, box)
            for row in self.rows
            for cell in row.cells
            if cell.kind == "formula" and _SUM.search(cell.typed)
            for box in _own(cell)
        ]

    def formula(self, row: Row, cell: Cell) -> list[Finding]:
        findings = self._texts(row, cell)
        if _SUM.search(cell.typed) and not _OTHER.search(cell.typed):
            boxes = _own(cell)
            for box in boxes:
                if box.top and box.left and (box.top != box.bottom or self._looped(box)):
                    findings += self._range(row, cell, box, boxes)
        findings += self._first_only(row, cell)
        return findings[:1]

    def _looped(self, box: Box) -> bool:
        return any(row.path for row in self.rows if box.top <= row.number <= box.bottom)

    def _range(self, row: Row, cell: Cell, box: Box, boxes: list[Box]) -> list[Finding]:
        column = box.left
        covered = [
            other
            for other in self.rows
            if box.top <= other.number <= box.bottom and self._is_number(other, column)
        ]
        if not covered or row in covered:
            return []
        place = place_of(self.item, row, cell, cell.typed)
        for other in self._missing(row, column, covered, box):
            if not any(b.top <= other.number <= b.bottom and b.left == column for b in boxes):
                return [kinds.LEFT_OUT.at(place, formula=cell.typed, row=other.number)]
        what = self._twice(covered, column, box, row)
        return [kinds.DOUBLE_COUNT.at(place, formula=cell.typed, what=what)] if what else []

    def _missing(self, own: Row, column: int, covered: list[Row], box: Box) -> list[Row]:
        """Rows that the range should hold: of the same loops, or between it and the formula."""
        found = []
        loops = {loop for row in covered for loop in row.path} - set(own.path)
        for row in self.rows:
            if row is own or row in covered or not self._is_number(row, column):
                continue
            if loops & set(row.path):
                found.append(row)
        return found or self._between(own, column, covered, box)

    def _between(self, own: Row, column: int, covered: list[Row], box: Box) -> list[Row]:
        """Rows of numbers without a gap from the range on towards the formula."""
        below = own.number > box.bottom
        rows = [
            row
            for row in (self.rows if below else reversed(self.rows))
            if (box.bottom < row.number < own.number) or (own.number < row.number < box.top)
        ]
        found = []
        for row in rows:
            if not self._is_number(row, column) or _TOTAL.search(label(row)):
                break
            if self._is_sum(row, column):
                break
            if (row.path != own.path and (row.path or any(other.path for other in covered))) or any(
                other.path != own.path for other in covered
            ):
                found.append(row)
            else:
                break
        return found

    def _is_number(self, row: Row, column: int) -> bool:
        _, cell = self.cells.get((row.number, column), (None, None))
        if cell is None:
            return False
        if cell.kind in {"value", "formula"}:
            return True
        return cell.kind == "static" and cell.value is not None and not isinstance(cell.value, str)

    def _is_sum(self, row: Row, column: int) -> bool:
        _, cell = self.cells.get((row.number, column), (None, None))
        return cell is not None and cell.kind == "formula" and bool(_SUM.search(cell.typed))

    def _twice(self, covered: list[Row], column: int, box: Box, own: Row) -> str:
        """What is added more than once, in words; empty where nothing is."""
        for item in self.sums:
            inside = item.row in covered and item.cell.column == column and item.row is not own
            if inside and any(
                item.box.top <= row.number <= item.box.bottom and row is not item.row
                for row in covered
            ):
                return f"第 {item.row.number} 行的小计和它所加的行"
        details = [row for row in covered if not _TOTAL.search(label(row))]
        for row in covered:
            if details and _TOTAL.search(label(row)) and not row.path:
                return f"第 {row.number} 行的“{label(row)}”和它前后的行"
        for loop in dict.fromkeys(row.path[-1] for row in covered if row.path):
            if self._has_levels(loop, [row for row in covered if loop in row.path], column):
                control = self.item.body.loops[loop].control
                return f"循环 {control.typed} 的各级科目"
        del box
        return ""

    def _has_levels(self, loop: int, rows: list[Row], column: int) -> bool:
        """Whether the loop lists rows of a ledger at several levels, each with its amount."""
        source = self.item.body.loops[loop].control.source.removeprefix("for")
        items = source.partition(" in ")[2]
        if not items or " if " in items or self._conditional(rows):
            return False
        cells = [self.cells[row.number, column][1] for row in rows]
        if any(_LEVELS.search(cell.source) for cell in cells):
            return False
        before = len(self.walker.seen.findings)
        value = self.walker.expression(items, self.item.problems.place(self.item.sheet.title))
        del self.walker.seen.findings[before:]
        if value is UNKNOWN or not isinstance(value, list):
            return False
        depths = {row.get("深度") for row in value if isinstance(row, RowView)}
        return len(depths) > 1

    def _conditional(self, rows: list[Row]) -> bool:
        """Whether the rows stand under conditions on their level."""
        wanted = {id(row) for row in rows}
        opened: list[str] = []
        for step in self.item.body.steps:
            if isinstance(step, int):
                if id(self.rows[step]) in wanted and any(map(_LEVELS.search, opened)):
                    return True
            elif step[0].keyword == "if":
                opened.append(step[0].source)
            elif step[0].keyword == "endif" and opened:
                opened.pop()
        return False

    def _texts(self, row: Row, cell: Cell) -> list[Finding]:
        """Cells among those a formula adds that hold or print text."""
        if _OTHER.search(cell.typed):
            return []
        place = place_of(self.item, row, cell, cell.typed)
        adds = any(sign in cell.typed for sign in "+-*/") or _SUM.search(cell.typed)
        for box in _own(cell) if adds else ():
            for (number, column), (_, other) in sorted(self.cells.items()):
                if not (box.top <= number <= box.bottom and box.left <= column <= box.right):
                    continue
                at = f"{column_letters(column)}{number}"
                if other.kind == "text" and "{{" in other.typed:
                    found = kinds.ADDS_TEXT
                    return [found.at(place, formula=cell.typed, cell=at, tag=other.typed)]
                if isinstance(other.value, str) and _TEXT_NUMBER.fullmatch(other.value):
                    there = place._replace(cell=at, detail="")
                    return [
                        kinds.TEXT_NUMBER.at(there, cell=at, text=other.value, formula=cell.typed)
                    ]
        return []

    def _first_only(self, row: Row, cell: Cell) -> list[Finding]:
        """A single reference from outside into a loop means the first of its rows only."""
        for piece in cell.formula:
            if not isinstance(piece, Area) or piece.sheet or not piece.single:
                continue
            found = next((r for r in self.rows if r.number == piece.top.number), None)
            if found is None or not set(found.path) - set(row.path):
                continue
            if self._is_number(found, piece.left.number):
                place = place_of(self.item, row, cell, cell.typed)
                return [kinds.FIRST_ONLY.at(place, formula=cell.typed, cell=piece.spelt())]
        return []


def _own(cell: Cell) -> list[Box]:
    """The boxes of the own sheet that a formula names."""
    return [box_of(p) for p in cell.formula if isinstance(p, Area) and not p.sheet]
