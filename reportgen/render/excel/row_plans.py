"""What is fixed in the XML of a template row, and how its copies are joined from that and their values.

Not for the values: `emit`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.render.excel.rows import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.render.excel.template import Cell, Row

NUMBER: Final = "n"
TEXT: Final = "t"
WHOLE: Final = "w"
AROUND: Final = {
    NUMBER: ("><v>", "</v></c>"),
    TEXT: (' t="inlineStr"><is><t>', "</t></is></c>"),
    WHOLE: ("", ""),
}
"""What is around the bodies of a column where that is the same for all, and left to the fixed parts."""

KEPT: Final = 16
"""So many ways in which the columns of one row were filled are kept."""
_HOLE: Final = "\0"
_BODY: Final = "\1"
_HOLES: Final = re.compile("([\0\1])")


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A row's text (`narrow`), split at its number, with `%s` for each value and formula.

    `formulas` are the formula cells with their place among values and formulas together. For many
    copies at once: the fixed `parts` and what stands between them, `holes`: 0 is the row's number, a
    positive number the place of a value in a printed row, a negative one a formula, counted from −1.
    `bodies` are the holes without the numbers.
    """

    pieces: tuple[str, ...]
    values: int
    formulas: tuple[tuple[int, Cell], ...]
    parts: tuple[str, ...] = ()
    holes: tuple[int, ...] = ()
    bodies: tuple[int, ...] = ()
    _frames: dict[str, list[Iterable[str]]] = field(default_factory=dict)

    def joined(
        self, numbers: Sequence[str], bodies: Sequence[Sequence[str]], kinds: str
    ) -> Iterator[str]:
        """The texts of copies; `bodies` column by column, `kinds` what each lacks (`AROUND`)."""
        known = self._frames.get(kinds)
        if known is None:
            if len(self._frames) >= KEPT:
                self._frames.clear()
            known = self._frames[kinds] = self._frame(kinds)
        columns = known.copy()
        found = iter(bodies)
        for at, hole in enumerate(self.holes):
            columns[2 * at + 1] = next(found) if hole else numbers
        # The fixed parts have no end of their own.
        return map("".join, zip(*columns, strict=False))

    def _frame(self, kinds: str) -> list[Iterable[str]]:
        """The fixed parts with what the bodies lack, and room for the holes between them."""
        parts = list(self.parts)
        found = iter(kinds)
        for at, hole in enumerate(self.holes):
            if hole:
                opening, closing = AROUND[next(found)]
                parts[at] += opening
                parts[at + 1] = closing + parts[at + 1]
        frame: list[Iterable[str]] = []
        for part in parts:
            frame += (repeat(part), ())
        return frame[:-1]


def narrow(text: str) -> str:
    """The bytes of a text's UTF-8, a character each, as rows are made of.

    A string with one character beyond Latin 1 takes two bytes for each, and every piece that joins it is
    copied a character at a time; so rows stay narrow until they are bytes.
    """
    return text if text.isascii() else text.encode().decode("latin-1")


def plan(row: Row) -> RowPlan:
    """The plan of a template row; a row that stores nothing gives no text."""
    if not row.cells and not row.attributes:
        return RowPlan(("",), 0, ())
    cells = [cell for cell in row.cells if cell.kind != "static"]
    pieces = [f'<row r="{_HOLE}"{row.attributes}>']
    for cell in row.cells:
        body = _BODY if cell.kind != "static" else cell.body
        pieces.append(f'<c r="{column_letters(cell.column)}{_HOLE}"{cell.style}{body}')
    pieces.append("</row>")
    text = narrow("".join(pieces))
    parts = _HOLES.split(text)
    if cells:
        text = text.replace("%", "%%").replace(_BODY, "%s")
    formulas = tuple((index, cell) for index, cell in enumerate(cells) if cell.kind == "formula")
    bodies = tuple(_places(cells))
    found = iter(bodies)
    return RowPlan(
        tuple(text.split(_HOLE)),
        len(arguments(row)),
        formulas,
        tuple(parts[::2]),
        tuple(0 if hole == _HOLE else next(found) for hole in parts[1::2]),
        bodies,
    )


def _places(cells: list[Cell]) -> Iterator[int]:
    """Where the contents of a row's cells come from, in order; see `RowPlan.holes`."""
    values = formulas = 0
    for cell in cells:
        if cell.kind == "formula":
            formulas += 1
            yield -formulas
        else:
            values += 1
            yield values
