"""The values that the tags of a template row gave in all its copies, kept by column.

Names of the loop's rows are asked of many rows together, figures that are printed alike are kept and
looked at together, in loops that run in C. Not for what becomes of a value: `emit`.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Final

from reportgen.figure import Figure
from reportgen.language.printing import Printed
from reportgen.language.views import fields
from reportgen.render.excel.series import ZERO, Series, added

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.figure import Value
    from reportgen.language.printing import NumberFormat
    from reportgen.render.excel.lifting import Fetch, Lifted, Passing

TOGETHER: Final = 256
"""So many copies are looked at together: what they hold stays near the processor meanwhile."""


class Block:
    """Figures of several columns that are printed in one format, copy by copy from left to right.

    `places` are those of the columns among the row's values. `whole`: no amount is a kind of blank.
    """

    __slots__ = ("_amounts", "_sums", "figures", "form", "places", "whole", "width")

    def __init__(
        self, places: tuple[int, ...], form: NumberFormat, *, summed: bool = False
    ) -> None:
        self.places = places
        self.width = len(places)
        self.form = form
        self.figures: list[Figure] = []
        self.whole = True
        self._amounts: list[Value] = []
        self._sums: list[Decimal] = [ZERO] * self.width if summed else []

    def take(self, found: list[object]) -> bool:
        """The values of some more copies; False where the format does not take one as it is."""
        if set(map(type, found)) != {Figure}:
            return False
        figures: list[Figure] = found  # type: ignore[assignment]
        accepts, unit = self.form.accepts, figures[0].unit
        amounts = [item.value for item in figures if item.unit == unit]
        if len(amounts) == len(figures):
            if not accepts(unit):
                return False
        elif all(map(accepts, {item.unit for item in figures})):
            amounts = [item.value for item in figures]
        else:
            return False
        self.figures += figures
        self._amounts += amounts
        self._look_at(amounts)
        return True

    def _look_at(self, amounts: list[Value]) -> None:
        """Whether all are numbers, and their sums: what is no Decimal is a kind of blank."""
        if not self._sums:
            self.whole = self.whole and set(map(type, amounts)) == {Decimal}
            return
        columns = [amounts[at :: self.width] for at in range(self.width)]
        try:
            self._sums = list(map(sum, columns, self._sums))  # type: ignore[arg-type]
        except TypeError:
            self.whole = False
            self._sums = list(map(added, columns, self._sums))

    @property
    def amounts(self) -> list[Value]:
        """The amounts of the figures."""
        if not self._amounts:
            self._amounts = [item.value for item in self.figures]
        return self._amounts

    def sums(self, start: int, stop: int) -> list[Decimal]:
        """The sums of all columns over the copies from … up to; the context must be the exact one."""
        width = self.width
        if self._sums and stop - start == len(self.figures) // width:
            return self._sums
        amounts = self.amounts[start * width : stop * width]
        return [added(amounts[at::width]) for at in range(width)]

    def series(self, at: int) -> Series:
        """One of the columns."""
        width = self.width
        return Series.of(self.figures[at::width], self.amounts[at::width], self.form)

    def forget(self) -> None:
        """Let go of what can be had again."""
        self._amounts = []


class RowValues:
    """The values of all copies of one template row, by place among the row's tags from 1 on."""

    __slots__ = ("_columns", "_passing", "_series", "blocks")

    def __init__(
        self,
        passing: Passing,
        passed: Sequence[tuple[object, ...]],
        reach: Callable[[object, str], object],
    ) -> None:
        """`passed` is what the source passed for each copy; raises what its tags raise."""
        self._passing = passing
        self._columns: dict[int, Sequence[object]] = {}
        self._series: dict[int, Series] = {}
        self.blocks: list[Block] = []
        given = list(zip(*passed, strict=True))
        for place, index in passing.direct:
            self._columns[place] = given[index]
        for fetch in passing.fetches:
            self._fetch(fetch, given[fetch.at], reach)
        for form, places in passing.alike:
            self._gather(form, places)
        for place, lifted in passing.lifted.items():
            if place in self._columns:
                self._convert(place, lifted)

    def _fetch(
        self, fetch: Fetch, things: Sequence[object], reach: Callable[[object, str], object]
    ) -> None:
        """Ask the things for their names; what is printed in one format becomes a block."""
        block = None
        if fetch.form is not None:
            block = Block(fetch.places, fetch.form, summed=self._passing.summed)
        found: list[object] = []
        for begin in range(0, len(things), TOGETHER):
            values = fields(things[begin : begin + TOGETHER], fetch.names, reach)
            if block is not None and not block.take(values):
                found += block.figures
                block = None
            if block is None:
                found += values
        if block is not None:
            self.blocks.append(block)
            return
        for at, place in enumerate(fetch.places):
            self._columns[place] = found[at :: len(fetch.places)]

    def _gather(self, form: NumberFormat, places: tuple[int, ...]) -> None:
        """Make a block of columns that are printed in one format, if it takes their values."""
        block = Block(places, form, summed=self._passing.summed)
        rows = list(zip(*[self._columns[place] for place in places], strict=True))
        for begin in range(0, len(rows), TOGETHER):
            if not block.take(list(chain.from_iterable(rows[begin : begin + TOGETHER]))):
                return
        self.blocks.append(block)
        for place in places:
            del self._columns[place]

    def _convert(self, place: int, lifted: Lifted) -> None:
        """Let the format of a column take its values."""
        self._gather(lifted.form, (place,))
        column = self._columns.get(place)
        if column is None:
            return
        accepts = lifted.form.accepts
        self._columns[place] = [
            value if type(value) is Figure and accepts(value.unit) else lifted.convert(value)
            for value in column
        ]

    def _blocked(self, place: int) -> tuple[Block, int]:
        """The block that a place is in, and which of its columns it is."""
        return next(
            (block, block.places.index(place)) for block in self.blocks if place in block.places
        )

    def value(self, copy: int, place: int) -> object:
        """A value as the tag of its cell gives it."""
        column = self._columns.get(place)
        if column is None:
            block, at = self._blocked(place)
            return Printed(block.figures[copy * block.width + at], block.form)
        value = column[copy]
        lifted = self._passing.lifted.get(place)
        return value if lifted is None or type(value) is not Figure else Printed(value, lifted.form)

    def values(self, copy: int) -> list[object]:
        """The values of one copy from left to right."""
        count = len(self._columns) + sum([block.width for block in self.blocks])
        found: list[object] = [None] * count
        for place in self._columns:
            found[place - 1] = self.value(copy, place)
        for block in self.blocks:
            figures = block.figures[copy * block.width : (copy + 1) * block.width]
            for place, figure in zip(block.places, figures, strict=True):
                found[place - 1] = Printed(figure, block.form)
        return found

    def column(self, place: int) -> Sequence[object]:
        """The values of one place as they are; none where it is in a block."""
        return self._columns.get(place, ())

    def series(self, place: int) -> Series:
        """What one place holds in all copies."""
        found = self._series.get(place)
        if found is None:
            if place not in self._columns:
                block, at = self._blocked(place)
                found = block.series(at)
            elif place in self._passing.lifted:
                copies = range(len(self._columns[place]))
                found = Series([self.value(copy, place) for copy in copies])
            else:
                found = Series(self._columns[place])
            self._series[place] = found
        return found

    def put(self, copy: int, place: int, value: object) -> None:
        """Another value in a cell that no block holds."""
        column = self._columns[place] = list(self._columns[place])
        column[copy] = value
        self._series.pop(place, None)

    def forget(self) -> None:
        """Let go of what was gathered from the values: they are written."""
        self._series.clear()
        for block in self.blocks:
            block.forget()
