"""Carries references from any version of a workbook into the merged one.

A formula of the last generated, her and the new workbook can so be compared and taken over. The
rules for ranges that grow and shrink are Excel's, and a range over rows of one kind takes new rows
of that kind in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.render.excel.references import (
    Area,
    Box,
    box_of,
    boxes,
    split_formula,
    translated,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.merge.axis import Axis
    from reportgen.render.excel.references import Piece

BASE: Final = 0
HERS: Final = 1
NEW: Final = 2
NOWHERE: Final = "#REF!"
_PLAIN_TITLE: Final = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL: Final = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")
_TEXTS: Final = re.compile(r'"(?:[^"]|"")*"')
_BLANKS: Final = re.compile(r"\s+")


@dataclass(slots=True)
class Merge:
    """How one sheet is put together: its title in the merged workbook, its rows and its columns."""

    title: str
    rows: Axis
    columns: Axis
    new_of: dict[int, int] = field(default_factory=dict)
    """The new row of each base row that is still made, whether she has it or not."""

    @property
    def is_still(self) -> bool:
        """Whether every cell of hers stands where it stood."""
        return self.rows.is_still and self.columns.is_still

    def box(self, side: int, box: Box, *, grows: bool = True) -> Box | None:
        """Where a box of a version is; None where nothing of it is left."""
        left, right, top, bottom = box.left, box.right, box.top, box.bottom
        if top:
            top, bottom = self.rows.span(side, top, bottom, grows=grows)
            if not top:
                return None
        if left:
            left, right = self.columns.span(side, left, right, grows=grows)
            if not left:
                return None
        return Box(left, top, right, bottom)

    def at(self, side: int, row: int, column: int) -> tuple[int, int] | None:
        """Where a cell of a version is."""
        found = self.rows.place(side, row), self.columns.place(side, column)
        return found if all(found) else None


@dataclass(slots=True)
class Sheets:
    """The merges of all sheets, found by the title that a version gives them."""

    by_title: tuple[dict[str, Merge], dict[str, Merge], dict[str, Merge]] = field(
        default_factory=lambda: ({}, {}, {})
    )
    gone: tuple[set[str], set[str], set[str]] = field(default_factory=lambda: (set(), set(), set()))
    """Titles of sheets that are not in the merged workbook."""

    def find(self, side: int, title: str) -> Merge | None:
        """The merge of a sheet."""
        return self.by_title[side].get(title.casefold())

    @property
    def are_still(self) -> bool:
        """Whether no reference of hers changes anywhere."""
        merges = self.by_title[HERS]
        return not self.gone[HERS] and all(
            m.is_still and m.title.casefold() == t for t, m in merges.items()
        )

    def pieces(self, pieces: Iterable[Piece], side: int, own: Merge) -> tuple[Piece, ...]:
        """A formula of a version as it reads in the merged workbook."""
        return tuple(p if isinstance(p, str) else self._area(p, side, own) for p in pieces)

    def _area(self, area: Area, side: int, own: Merge | None) -> Piece:
        merge = self.find(side, area.title) if area.sheet else own
        if merge is None:
            return NOWHERE if area.title.casefold() in self.gone[side] else area
        box = merge.box(side, box_of(area), grows=not area.single)
        if box is None:
            return NOWHERE
        moved = area.moved(box)
        if area.sheet and merge.title != area.title:
            moved = moved._replace(sheet=f"{spelt_title(merge.title)}!")
        return moved

    def formula(self, text: str, side: int, own: Merge | None) -> str:
        """A formula without a cell of its own: in a name, a chart, a link."""
        if own is None and side == HERS and self.are_still:
            return text
        moved = [p if isinstance(p, str) else self._area(p, side, own) for p in split_formula(text)]
        return spelt(moved)


@dataclass(frozen=True, slots=True)
class Carry:
    """Carries what stands around the cells of one of her sheets; see `render.excel.parts`."""

    sheets: Sheets
    merge: Merge
    side: int = HERS

    def moved(self, box: Box) -> Box | None:
        return self.merge.box(self.side, box)

    def ranges(self, text: str) -> str:
        found = (self.moved(box) for box in boxes(text))
        return " ".join(dict.fromkeys(box.spelt() for box in found if box is not None))

    def formula(self, text: str, box: Box | None) -> str:
        """A formula relative to the top left cell of `box`, or to none."""
        pieces = split_formula(text)
        if box is not None and box.top:
            rows, columns = self.merge.rows, self.merge.columns
            pieces = translated(
                pieces, _first(rows, self.side, box.top, box.bottom) - box.top,
                _first(columns, self.side, box.left, box.right) - box.left if box.left else 0,
            )  # fmt: skip
        return spelt(self.sheets.pieces(pieces, self.side, self.merge))

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        found = self.merge.rows.span(self.side, first, last, grows=False)
        return found if found[0] else None


def _first(axis: Axis, side: int, first: int, last: int) -> int:
    return next((n for n in range(first, last + 1) if axis.place(side, n)), first)


def spelt(pieces: Iterable[Piece]) -> str:
    """The text of a formula."""
    return "".join(p if isinstance(p, str) else p.spelt() for p in pieces)


def spelt_title(title: str) -> str:
    """A sheet's title as a formula spells it."""
    if _PLAIN_TITLE.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return "'{}'".format(title.replace("'", "''"))


def canonical(pieces: Iterable[Piece], own: str) -> tuple[object, ...]:
    """What two formulas are compared by: spelling of blanks, case and sheet names aside."""
    found: list[object] = []
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        found += (_plain(text), (piece.title or own).casefold(), piece[1:5])
        text = ""
    return (*found, _plain(text))


def _plain(text: str) -> str:
    if '"' not in text:
        return _BLANKS.sub("", text).upper()
    kept = _TEXTS.findall(text)
    outside = [_BLANKS.sub("", part).upper() for part in _TEXTS.split(text)]
    return "".join(a + b for a, b in zip(outside, [*kept, ""], strict=True))
