"""Cell references in text: found in formulas, names and range lists, and written again.

Not for where they move: that is known to the layout of the rows and of the columns. References are
found by their spelling alone, so that a formula moves even where nothing here can compute it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from reportgen.cell_names import column_letters, column_number

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN: Final = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    r"|\[[^\]]*\]"  # columns of a table, other workbooks
    r"|[\w.]+:[\w.]+![$A-Za-z0-9:]+"  # the same cell of several sheets: stays as it is
    r"|(?P<sheet>(?:'(?:[^']|'')+'|(?<![\w.])[\w.]+)!)?"
    r"(?<![\w.$])(?:"
    r"(?P<c1>\$?[A-Za-z]{1,3})(?P<r1>\$?[1-9][0-9]{0,6})"
    r"(?::(?P<c2>\$?[A-Za-z]{1,3})(?P<r2>\$?[1-9][0-9]{0,6}))?"
    r"|(?P<c3>\$?[A-Za-z]{1,3}):(?P<c4>\$?[A-Za-z]{1,3})"
    r"|(?P<r3>\$?[1-9][0-9]{0,6}):(?P<r4>\$?[1-9][0-9]{0,6})"
    r")(?![\w.(!\[])"
)
_LAST_COLUMN: Final = 16_384
_LAST_ROW: Final = 1_048_576


class Corner(NamedTuple):
    """A column or row number of a reference and whether it has a `$`; 0 where it is unbounded."""

    number: int
    fixed: bool


class Area(NamedTuple):
    """A reference: the sheet as spelt (`'收支 总表'!` or empty), its corners, whether it is one cell."""

    sheet: str
    left: Corner
    top: Corner
    right: Corner
    bottom: Corner
    single: bool

    @property
    def title(self) -> str:
        """The name of the sheet, or empty for the own sheet."""
        name = self.sheet[:-1]
        return name[1:-1].replace("''", "'") if name.startswith("'") else name

    def spelt(self) -> str:
        """The reference as it is typed."""
        first = _letters(self.left) + _digits(self.top)
        if self.single:
            return self.sheet + first
        return f"{self.sheet}{first}:{_letters(self.right)}{_digits(self.bottom)}"

    def moved(self, box: Box) -> Area:
        """The same reference, with the same `$`, to another box."""
        return Area(
            self.sheet,
            Corner(box.left, self.left.fixed),
            Corner(box.top, self.top.fixed),
            Corner(box.right, self.right.fixed),
            Corner(box.bottom, self.bottom.fixed),
            self.single,
        )


class Box(NamedTuple):
    """Columns and rows from … to, both included; 0 where unbounded."""

    left: int
    top: int
    right: int
    bottom: int

    def spelt(self) -> str:
        """`A1` or `A1:C3`."""
        first = f"{column_letters(self.left)}{self.top}"
        if self[:2] == self[2:]:
            return first
        return f"{first}:{column_letters(self.right)}{self.bottom}"


def spelt_at(area: Area, box: Box) -> str:
    """A reference to rows of the own sheet as it is typed when it has moved to a box."""
    if area.left.fixed or area.right.fixed or area.top.fixed or area.bottom.fixed:
        return area.moved(box).spelt()
    first = f"{column_letters(box.left)}{box.top}"
    return first if area.single else f"{first}:{column_letters(box.right)}{box.bottom}"


Piece: TypeAlias = str | Area


@lru_cache(maxsize=4096)
def split_formula(formula: str) -> tuple[Piece, ...]:
    """A formula as pieces of text and references, in order; nothing is lost."""
    pieces: list[Piece] = []
    text = ""
    at = 0
    for found in _TOKEN.finditer(formula):
        area = _area(found)
        if area is None:
            continue
        text += formula[at : found.start()]
        if text:
            pieces.append(text)
            text = ""
        pieces.append(area)
        at = found.end()
    if formula[at:]:
        pieces.append(formula[at:])
    return tuple(pieces)


def join_formula(pieces: Iterable[Piece]) -> str:
    """The formula that the pieces make."""
    return "".join(piece if isinstance(piece, str) else piece.spelt() for piece in pieces)


def translated(pieces: tuple[Piece, ...], rows: int, columns: int) -> tuple[Piece, ...]:
    """The formula as if copied so many rows down and columns to the right."""
    return tuple(
        piece if isinstance(piece, str) else _copied(piece, rows, columns) for piece in pieces
    )


def boxes(text: str) -> list[Box]:
    """The boxes of a range list (`A1:B2 D4`), as sqref and ref attributes hold it."""
    found = []
    for item in text.split():
        pieces = split_formula(item)
        if len(pieces) == 1 and isinstance(pieces[0], Area):
            found.append(box_of(pieces[0]))
    return found


def box_of(area: Area) -> Box:
    """The box that a reference names."""
    return Box(area.left.number, area.top.number, area.right.number, area.bottom.number)


def _area(found: re.Match[str]) -> Area | None:
    sheet = found["sheet"] or ""
    if found["c1"]:
        left, top = _corner(found["c1"]), _corner(found["r1"])
        single = found["c2"] is None
        right = left if single else _corner(found["c2"])
        bottom = top if single else _corner(found["r2"])
    elif found["c3"]:
        left, right, single = _corner(found["c3"]), _corner(found["c4"]), False
        top = bottom = Corner(0, fixed=False)
    elif found["r3"]:
        top, bottom, single = _corner(found["r3"]), _corner(found["r4"]), False
        left = right = Corner(0, fixed=False)
    else:
        return None
    if left.number > right.number:
        left, right = right, left
    if top.number > bottom.number:
        top, bottom = bottom, top
    if right.number > _LAST_COLUMN or bottom.number > _LAST_ROW:
        return None
    return Area(sheet, left, top, right, bottom, single)


def _corner(text: str) -> Corner:
    plain = text.lstrip("$")
    number = int(plain) if plain.isdigit() else column_number(plain)
    return Corner(number, plain != text)


def _copied(area: Area, rows: int, columns: int) -> Area:
    left, right = (_shifted(corner, columns, _LAST_COLUMN) for corner in (area.left, area.right))
    top, bottom = (_shifted(corner, rows, _LAST_ROW) for corner in (area.top, area.bottom))
    return Area(area.sheet, left, top, right, bottom, area.single)


def _shifted(corner: Corner, by: int, limit: int) -> Corner:
    if corner.fixed or not corner.number:
        return corner
    return Corner((corner.number + by - 1) % limit + 1, fixed=False)


def _letters(corner: Corner) -> str:
    if not corner.number:
        return ""
    return ("$" if corner.fixed else "") + column_letters(corner.number)


def _digits(corner: Corner) -> str:
    if not corner.number:
        return ""
    return f"${corner.number}" if corner.fixed else str(corner.number)
