"""Figures as cells hold them, and sums of columns of them: what nearly every total is.

Those that were all printed in one format are added before they are scaled, all at once. Not for what a formula is: `formulas`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.figure import Derived, Figure
from reportgen.language.formula_values import common_unit, derived
from reportgen.render.excel.digits import digits
from reportgen.render.excel.series import Series, added

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from reportgen.language.printing import NumberFormat, Printed
    from reportgen.render.excel.formula_plans import Slots, TotalLine
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.values import Block

_NOTHING: Final = ("value", None)


class Sum:
    """A sum of figures: the amount, and the same scaled as a cell holds it."""

    __slots__ = ("_form", "_series", "_span", "amount", "scaled")

    def __init__(
        self, form: NumberFormat, series: Series, span: tuple[int, int], amount: Decimal
    ) -> None:
        self.amount = amount
        self.scaled: Decimal = form.scaled(amount)  # type: ignore[assignment]
        self._form = form
        self._series = series
        self._span = span

    def figure(self) -> Figure:
        """The sum as the cell holds it, resting on what was added up."""
        figures = self._series.figures[slice(*self._span)]
        whole = derived("SUM", self.amount, tuple(figures), common_unit(figures))
        if self.scaled is self.amount:
            return whole
        return Figure(self.scaled, self._form.unit, Derived("折算", (whole,)), whole.key)


class Line:
    """A row of sums over the same copies of one template row, printed in one format."""

    __slots__ = ("_ats", "_block", "_span", "amounts")

    def __init__(self, block: Block, ats: Sequence[int], start: int, stop: int) -> None:
        self._block = block
        self._ats = ats
        self._span = (start, stop)
        sums = block.sums(start, stop)
        self.amounts = [sums[at] for at in ats]

    def texts(self) -> list[str]:
        """The sums as cells hold them."""
        return digits(self._block.form, self.amounts)

    def total(self, index: int) -> Sum:
        """One of the sums, with what it rests on."""
        series = self._block.series(self._ats[index])
        return Sum(self._block.form, series, self._span, self.amounts[index])


def shown_figure(printed: Printed) -> Figure:
    """The figure as the cell holds it: scaled, resting on the figure that was printed."""
    item = printed.figure
    form = printed.format
    scaled = form.scaled(item.value)
    if scaled is item.value:
        return item
    return Figure(scaled, form.unit, Derived("折算", (item,)), item.key)


def line(layout: Layout, rows: tuple[int, int], plan: TotalLine) -> Line | None:
    """The sums of columns in printed rows from … to, all at once.

    None where not all of them are figures of one block, rounded only for the eye.
    """
    first, end, position, start = layout.stretch(rows)
    places = plan.places.get(position)
    if places is None:
        return None
    for block in layout.blocks(position):
        if block.form.round_to is None:
            ats: Sequence[int] = range(block.width)
            if block.places != places:
                ats = [block.places.index(place) for place in places if place in block.places]
            if len(ats) == len(places):
                return Line(block, ats, start, start + end - first)
    return None


def summed(slots: list[Slots], layout: Layout, rows: tuple[int, int], column: int) -> Sum | None:
    """The sum of a column's cells in printed rows from … to.

    None where not every cell holds a number of one format, rounded only for the eye.
    """
    first, end, position, start = layout.stretch(rows)
    if position < 0:
        series, start = _mixed(slots, layout, (first, end), column), 0
    else:
        kind, place = slots[position].cells.get(column, _NOTHING)
        series = layout.series(position, place) if kind == "argument" else None  # type: ignore[arg-type]
    if series is None or series.form is None or series.form.round_to is not None:
        return None
    span = start, start + end - first
    return Sum(series.form, series, span, added(series.amounts[slice(*span)]))


def _mixed(slots: list[Slots], layout: Layout, span: tuple[int, int], column: int) -> Series | None:
    """The values that expressions of several template rows printed in a column."""
    first, end = span
    places = [item.cells.get(column, _NOTHING) for item in slots]
    positions = layout.positions[first:end]
    if not positions or any(places[item][0] != "argument" for item in set(positions)):
        return None
    return Series(
        [
            layout.value(emission, places[position][1])  # type: ignore[arg-type]
            for emission, position in zip(range(first, end), positions, strict=True)
        ]
    )
