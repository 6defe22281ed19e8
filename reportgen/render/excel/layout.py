"""Where every template row was printed, and where a reference to template rows points afterwards.

The rules are those of docs/design/excel-rows.md. Template rows are named by their number in the
template, printed rows by their index in print order ("emission") or by their final row number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain, groupby
from typing import TYPE_CHECKING

from reportgen.render.excel.references import Area, Box, box_of
from reportgen.render.excel.template import LAST_ROW
from reportgen.render.excel.values import RowValues

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.render.excel.references import Piece
    from reportgen.render.excel.rows import Body
    from reportgen.render.excel.series import Series
    from reportgen.render.excel.values import Block


class TooManyRowsError(ValueError):
    """More rows than a sheet has; the argument is their number."""


class Layout:
    """The printed rows of one sheet: from what template rows, and what their tags gave.

    `passed` are tuples of a position in the body, then of what the row's source passes; the values
    are there once `evaluate` was called.
    """

    def __init__(
        self, body: Body, passed: list[tuple[object, ...]], begins: list[list[int]]
    ) -> None:
        self.body = body
        self.positions: list[int] = [row[0] for row in passed]  # type: ignore[misc]
        self.finals = _finals(body, self.positions)
        self.last = self.finals[-1] if self.finals else 0
        if self.last > LAST_ROW:
            raise TooManyRowsError(self.last)
        self.copies, self._ordered = _copies(len(body.rows), self.positions)
        """For each position of the body the emissions made from it; whether they follow each other."""
        self._passed = passed
        self._values: dict[int, RowValues] = {}
        self._begins = begins
        self._numbers = [row.number for row in body.rows]
        self._iterations: dict[int, tuple[Sequence[int], list[int]]] = {}
        self._whole: dict[tuple[int, int], tuple[int, int] | None] = {}
        self._boxes: dict[Area, Box | None] = {}
        """What references point to from outside all loops."""
        self._stretches: dict[tuple[int, int], tuple[int, int, int, int]] = {}

    def evaluate(self, reach: Callable[[object, str], object]) -> None:
        """Work out the values of all rows, a column at a time; raises what their tags raise."""
        passed = self._passed
        for position, row in enumerate(self.body.rows):
            copies = self.copies[position]
            if copies and row.passing is not None and row.passing.sources:
                if type(copies) is range:
                    own = passed[copies.start : copies.stop]
                else:
                    own = [passed[emission] for emission in copies]
                self._values[position] = RowValues(row.passing, own, reach)
        self._passed = []

    def value(self, emission: int, place: int) -> object:
        """A value as the tag of its cell gives it."""
        return self._values[self.positions[emission]].value(self._copy(emission), place)

    def values(self, emission: int) -> list[object]:
        """The values of a printed row from left to right, as the tags give them."""
        found = self._values.get(self.positions[emission])
        return [] if found is None else found.values(self._copy(emission))

    def put(self, emission: int, place: int, value: object) -> None:
        """Another value in place of a text that waited for its numbers."""
        self._values[self.positions[emission]].put(self._copy(emission), place, value)

    def blocks(self, position: int) -> Sequence[Block]:
        """The figures of a template row's copies that are printed alike."""
        found = self._values.get(position)
        return () if found is None else found.blocks

    def series(self, position: int, place: int) -> Series:
        """What one place among a template row's values holds in all its copies, one at least."""
        return self._values[position].series(place)

    def column(self, position: int, place: int) -> Sequence[object]:
        """The texts and the like of one place in all copies, if any; nothing for a column of figures."""
        found = self._values.get(position)
        return () if found is None else found.column(place)

    def _copy(self, emission: int) -> int:
        """Which copy of its template row an emission is."""
        copies = self.copies[self.positions[emission]]
        return emission - copies[0] if type(copies) is range else bisect_left(copies, emission)

    def forget(self) -> None:
        """Let go of what was gathered from the values: they are written."""
        for values in self._values.values():
            values.forget()

    def stretch(self, rows: tuple[int, int]) -> tuple[int, int, int, int]:
        """The emissions first … end − 1 of printed rows from … to, and what they are copies of.

        That is their position, and which of its copies is the first of them; −1 where they come from
        several positions, or from none.
        """
        found = self._stretches.get(rows)
        if found is None:
            first, end = self.emission_from(rows[0]), self.emission_from(rows[1] + 1)
            positions = set(self.positions[first:end])
            position = positions.pop() if len(positions) == 1 else -1
            start = -1 if position < 0 else bisect_left(self.copies[position], first)
            found = self._stretches[rows] = (first, end, position, start)
        return found

    def emission_at(self, final: int) -> int:
        """The emission printed in that row, or −1 for a row that is not stored."""
        index = bisect_left(self.finals, final)
        return index if index < len(self.finals) and self.finals[index] == final else -1

    def emission_from(self, final: int) -> int:
        """The first emission that is printed in that row or below."""
        if type(self.finals) is range:
            return min(max(final - 1, 0), len(self.finals))
        return bisect_left(self.finals, final)

    def iterations(self, loop: int) -> list[tuple[int, int]]:
        """The emissions of each iteration of a loop: from, and up to but not including."""
        return list(zip(*self._bounds(loop), strict=True))

    def span(
        self,
        top: int,
        bottom: int,
        origin: int | None = None,
        *,
        top_fixed: bool = False,
        bottom_fixed: bool = False,
    ) -> tuple[int, int] | None:
        """The final rows of template rows top…bottom, seen from an emission; None where none is.

        Without `origin`, or with both ends fixed, the whole sheet is looked at.
        """
        if origin is None or not self.body.rows[self.positions[origin]].path:
            key = (top, bottom)
            if key not in self._whole:
                self._whole[key] = self._everywhere(top, bottom)
            return self._whole[key]
        everything = (0, len(self.positions))
        first = everything if top_fixed else self._window(origin, top)
        last = everything if bottom_fixed else self._window(origin, bottom)
        return self._hull(top, bottom, first, last)

    def within(self, top: int, bottom: int, begin: int, end: int) -> tuple[int, int] | None:
        """The final rows of template rows top…bottom among the emissions begin … end − 1."""
        return self._hull(top, bottom, (begin, end), (begin, end))

    def box(self, area: Area, origin: int | None = None) -> Box | None:
        """Where a reference to this sheet points; None where nothing of it was printed."""
        whole = origin is None or not self.body.rows[self.positions[origin]].path
        if whole and area in self._boxes:
            return self._boxes[area]
        box = self._box(area, origin)
        if whole:
            self._boxes[area] = box
        return box

    def _box(self, area: Area, origin: int | None) -> Box | None:
        box = box_of(area)
        if not box.top:
            return box
        found = self.span(
            box.top,
            box.bottom,
            origin,
            top_fixed=area.top.fixed,
            bottom_fixed=area.bottom.fixed,
        )
        if found is None:
            return None
        bottom = found[0] if area.single else found[1]
        return Box(box.left, found[0], box.right, bottom)

    def moved(self, box: Box) -> Box | None:
        """Where a box of the template stands after all, whole sheet seen."""
        if not box.top:
            return box
        found = self.span(box.top, box.bottom)
        return None if found is None else Box(box.left, found[0], box.right, found[1])

    def _everywhere(self, top: int, bottom: int) -> tuple[int, int] | None:
        """The final rows of all copies of template rows top…bottom."""
        between = self.body.between(top, bottom)
        if between is None:
            everything = (0, len(self.positions))
            return self._hull(top, bottom, everything, everything)
        # Nothing but the first and the last copy of any of the rows: most references by far.
        if self._ordered:
            begin = bisect_left(self.positions, between[0])
            end = bisect_left(self.positions, between[1])
            return (self.finals[begin], self.finals[end - 1]) if begin < end else None
        copies = [item for item in self.copies[slice(*between)] if item]
        if not copies:
            return None
        head, tail = min([item[0] for item in copies]), max([item[-1] for item in copies])
        return self.finals[head], self.finals[tail]

    def _hull(
        self, top: int, bottom: int, first: tuple[int, int], last: tuple[int, int]
    ) -> tuple[int, int] | None:
        numbers, rows = self._numbers, self.body.rows
        low = bisect_left(numbers, top)
        high = bisect_right(numbers, bottom) - 1
        starts: list[int] = []
        ends: list[int] = []
        for position in range(low, high + 1):
            head = min(numbers[position] - top, rows[position].gap) if position == low else 0
            starts += self._first(position, first, head)
            ends += self._last(position, last, 0)
        if high + 1 < len(numbers):
            below = numbers[high + 1] - bottom
            if below <= rows[high + 1].gap:
                # The lower end stands in the gap before the next stored row.
                ends += self._last(high + 1, last, below)
                if high < low:
                    starts += self._first(low, first, numbers[low] - top)
        elif not numbers or bottom > numbers[-1]:
            ends.append(self._behind(bottom))
            if low > high:
                starts.append(self._behind(top))
        if not starts or not ends or min(starts) > max(ends):
            return None
        return min(starts), max(ends)

    def _first(self, position: int, window: tuple[int, int], back: int) -> list[int]:
        copies = self.copies[position]
        index = bisect_left(copies, window[0])
        if index < len(copies) and copies[index] < window[1]:
            return [self.finals[copies[index]] - back]
        return []

    def _last(self, position: int, window: tuple[int, int], back: int) -> list[int]:
        copies = self.copies[position]
        index = bisect_left(copies, window[1]) - 1
        if index >= 0 and copies[index] >= window[0]:
            return [self.finals[copies[index]] - back]
        return []

    def _behind(self, number: int) -> int:
        """The final row of a template row behind the last printed one."""
        last = self._numbers[-1] if self._numbers else 0
        stored = self.body.numbers
        dropped = bisect_right(stored, number) - bisect_right(stored, last)
        return min(self.last + max(number - last - dropped, 0), LAST_ROW)

    def _window(self, origin: int, number: int) -> tuple[int, int]:
        """The emissions that a relative reference to a template row looks at from `origin`."""
        own = self.body.rows[self.positions[origin]].path
        index = bisect_left(self.body.numbers, number)
        other = self.body.paths[index] if index < len(self.body.paths) else ()
        common = -1
        for mine, theirs in zip(own, other, strict=False):
            if mine != theirs:
                break
            common = mine
        if common < 0:
            return 0, len(self.positions)
        begins, ends = self._bounds(common)
        index = bisect_right(begins, origin) - 1
        return begins[index], ends[index]

    def _bounds(self, loop: int) -> tuple[Sequence[int], list[int]]:
        if loop not in self._iterations:
            first = self.body.loops[loop].first
            begins = self.copies[first] if first >= 0 else self._begins[loop]
            count = len(self.positions)
            inside = [loop in row.path for row in self.body.rows]
            leaves = [count] * (count + 1)
            for emission in range(count - 1, -1, -1):
                within = inside[self.positions[emission]]
                leaves[emission] = leaves[emission + 1] if within else emission
            following = [*begins[1:], count]
            ends = [min(leaves[begin], end) for begin, end in zip(begins, following, strict=False)]
            self._iterations[loop] = (begins, ends)
        return self._iterations[loop]


def _copies(count: int, positions: list[int]) -> tuple[list[Sequence[int]], bool]:
    """The emissions of each position, those that follow each other as a range.

    And whether the positions only grow: no loop prints several template rows in turn.
    """
    runs: list[list[range]] = [[] for _ in range(count)]
    begin = last = 0
    ordered = True
    for position, run in groupby(positions):
        end = begin + len(list(run))
        runs[position].append(range(begin, end))
        ordered = ordered and position >= last
        begin, last = end, position
    copies: list[Sequence[int]] = [
        item[0] if len(item) == 1 else list(chain.from_iterable(item)) for item in runs
    ]
    return copies, ordered


def _finals(body: Body, positions: list[int]) -> Sequence[int]:
    gaps = [row.gap for row in body.rows]
    if not any(gaps):
        return range(1, len(positions) + 1)
    finals = []
    final = 0
    for position in positions:
        final += 1 + gaps[position]
        finals.append(final)
    return finals


def resolve(
    pieces: tuple[Piece, ...], layouts: dict[str, Layout], title: str, origin: int | None
) -> tuple[Piece | None, ...]:
    """The pieces of a formula with references where they point now; None for one to nothing."""
    return tuple(
        piece if isinstance(piece, str) else _resolved(piece, layouts, title, origin)
        for piece in pieces
    )


def join_resolved(pieces: tuple[Piece | None, ...], original: tuple[Piece, ...]) -> str:
    """The formula's text; what points to nothing becomes an always empty cell, or `SUM(0)`."""
    texts = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            texts.append(piece)
        elif piece is not None:
            texts.append(piece.spelt())
        elif _sole_summand(original, index):
            texts.append("0")
        else:
            area = original[index]
            assert isinstance(area, Area)
            texts.append(area.moved(nowhere(area)).spelt())
    return "".join(texts)


def nowhere(area: Area) -> Box:
    """The same columns in the last row of a sheet, which is always empty."""
    return Box(area.left.number, LAST_ROW, area.right.number, LAST_ROW)


def _resolved(
    area: Area, layouts: dict[str, Layout], title: str, origin: int | None
) -> Piece | None:
    own = not area.sheet or area.title == title
    layout = layouts.get(title if own else area.title)
    if layout is None:
        return area
    box = layout.box(area, origin if own else None)
    return None if box is None else area.moved(box)


def _sole_summand(pieces: tuple[Piece, ...], index: int) -> bool:
    before = pieces[index - 1] if index else ""
    behind = pieces[index + 1] if index + 1 < len(pieces) else ""
    if not isinstance(before, str) or not isinstance(behind, str):
        return False
    return before.upper().endswith("SUM(") and behind.startswith(")")
