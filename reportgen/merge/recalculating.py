"""Computes the formulas of a merged workbook anew, as far as they rest on something that changed.

What only Excel computes loses its stored value, so that no old one is shown; Excel fills it in when
it opens the file.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.figure import Figure
from reportgen.language import formula
from reportgen.language.errors import LanguageError, LimitExceeded
from reportgen.language.formula import FormulaError, UnsupportedFormula
from reportgen.merge.book import BLANK, Cell, number
from reportgen.merge.shifting import NOWHERE, spelt
from reportgen.render.excel.references import Area, box_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from reportgen.language.formula import CellContent, Result

    At: TypeAlias = tuple[str, int, int]
    """Sheet (case folded), row, column."""

MOST_READ: Final = 20_000_000


class _NeededError(Exception):
    def __init__(self, cells: list[At]) -> None:
        super().__init__()
        self.cells = cells


class Recalculation:
    """The cells of all sheets by title (case folded), and what of them is not up to date."""

    def __init__(
        self,
        sheets: Mapping[str, dict[tuple[int, int], Cell]],
        changed: Iterable[At],
        moved: Iterable[str],
    ) -> None:
        self.sheets = sheets
        self.changed = set(changed)
        self.moved = set(moved)
        self.left: list[At] = []
        """Formulas that are left to Excel."""
        self.renewed: list[At] = []
        """Formulas whose value is another now."""
        self._read = 0
        self._last = {
            title: (max((r for r, _ in cells), default=0), max((c for _, c in cells), default=0))
            for title, cells in sheets.items()
        }

    def run(self) -> None:
        """Computes every formula that rests on a change; the cells are replaced in their sheets."""
        formulas = {
            (title, *place): cell
            for title, cells in self.sheets.items()
            for place, cell in cells.items()
            if cell.formula
        }
        self.stale = self._resting(formulas)
        done: set[At] = set()
        for start in list(self.stale):
            stack: list[At] = [start]
            waiting: set[At] = set()
            while stack:
                at = stack[-1]
                if at in done:
                    stack.pop()
                    continue
                try:
                    value = self._value(at, done)
                except _NeededError as needed:
                    waiting.add(at)
                    if any(cell in waiting for cell in needed.cells):
                        self._leave(at)
                        done.add(at)
                    else:
                        stack += needed.cells
                    continue
                if value is None:
                    self._leave(at)
                else:
                    self._store(at, value)
                done.add(at)

    def _resting(self, formulas: Mapping[At, Cell]) -> dict[At, None]:
        """The formulas that rest on a change, directly or by others; in the order of the cells."""
        areas = {at: list(self._areas(at, cell)) for at, cell in formulas.items()}
        points: dict[str, set[tuple[int, int]]] = {}
        for title, row, column in self.changed:
            points.setdefault(title, set()).add((row, column))
        stale: set[At] = set()
        for at, cell in formulas.items():
            # Some programs save formulas without what they gave.
            if not cell.kind:
                stale.add(at)
                points.setdefault(at[0], set()).add(at[1:])
        again = True
        while again:
            again = False
            for at, boxes in areas.items():
                if at in stale:
                    continue
                if at in self.changed or any(self._touched(box, points) for box in boxes):
                    stale.add(at)
                    points.setdefault(at[0], set()).add(at[1:])
                    again = True
        return {at: None for at in formulas if at in stale}

    def _areas(self, at: At, cell: Cell) -> Iterator[tuple[str, int, int, int, int]]:
        for piece in cell.formula:
            if isinstance(piece, Area):
                box = box_of(piece)
                title = (piece.title or at[0]).casefold()
                rows, columns = self._last.get(title, (0, 0))
                top, bottom = (box.top, box.bottom) if box.top else (1, rows)
                left, right = (box.left, box.right) if box.left else (1, columns)
                yield title, top, left, min(bottom, rows), min(right, columns)

    def _touched(
        self, box: tuple[str, int, int, int, int], points: Mapping[str, set[tuple[int, int]]]
    ) -> bool:
        title, top, left, bottom, right = box
        if title in self.moved and bottom > top:
            return True
        found = points.get(title)
        if not found:
            return False
        if (bottom - top + 1) * (right - left + 1) <= len(found):
            return any(
                (row, column) in found
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            )
        return any(top <= row <= bottom and left <= column <= right for row, column in found)

    def _value(self, at: At, done: set[At]) -> Result | None:
        """The value of a formula; None where only Excel computes it."""
        cell = self.sheets[at[0]][at[1:]]
        if cell.array or NOWHERE in cell.formula:
            return FormulaError(NOWHERE) if NOWHERE in cell.formula else None

        def look(
            sheet: str | None, top: int, left: int, bottom: int, right: int
        ) -> Sequence[Sequence[CellContent]]:
            title = at[0] if sheet is None else sheet.casefold()
            if title not in self.sheets:
                raise UnsupportedFormula(f"工作表“{sheet}”")
            rows, columns = self._last[title]
            bottom, right = min(bottom, rows), min(right, columns)
            self._read += max(bottom - top + 1, 0) * max(right - left + 1, 0)
            if self._read > MOST_READ:
                raise LimitExceeded(limit="公式引用的单元格", maximum=MOST_READ)
            needed = [
                (title, row, column)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
                if (title, row, column) in self.stale and (title, row, column) not in done
            ]
            if needed:
                raise _NeededError(needed)
            cells = self.sheets[title]
            return [
                [_content(cells.get((row, column), BLANK)) for column in range(left, right + 1)]
                for row in range(top, bottom + 1)
            ]

        try:
            return formula.parse(spelt(cell.formula)).evaluate(look)
        except _UnknownError:
            return None
        except (UnsupportedFormula, LanguageError, LimitExceeded):
            return None

    def _store(self, at: At, value: Result) -> None:
        cells = self.sheets[at[0]]
        kind, content = _stored(value)
        cell = cells[at[1:]]
        if (kind, content) != cell.content:
            self.renewed.append(at)
            cells[at[1:]] = replace(cell, kind=kind, value=content)

    def _leave(self, at: At) -> None:
        self.left.append(at)
        cells = self.sheets[at[0]]
        cells[at[1:]] = replace(cells[at[1:]], kind="", value=None)


class _UnknownError(Exception):
    """A cell whose formula is left to Excel."""


def _content(cell: Cell) -> CellContent:
    if not cell.kind:
        if cell.formula:
            raise _UnknownError
        return None
    if cell.kind == "b":
        return cell.value == "1"
    if cell.kind == "e":
        return FormulaError(str(cell.value))
    return cell.value


def _stored(value: Result) -> tuple[str, Decimal | str | None]:
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, FormulaError):
        return "e", value.code
    if isinstance(value, Figure):
        if isinstance(value.value, Decimal):
            return "n", number(format(value.value, "f"))
        value = value.value.value
    return ("s", value) if value else ("", None)
