"""Sums of one column of numbers that were all printed in one format: what nearly every total is.

They are added before they are scaled, all at once. Not for what a formula is: `formulas`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.figure import Derived, Figure
from reportgen.language.formula_values import common_unit, derived
from reportgen.render.excel.series import Series

if TYPE_CHECKING:
    from reportgen.language.printing import NumberFormat
    from reportgen.render.excel.formula_plans import Slots
    from reportgen.render.excel.layout import Layout

_ZERO: Final = Decimal(0)
_NOTHING: Final = ("value", None)


class Sum:
    """A sum of figures: the amount, and the same scaled as a cell holds it."""

    __slots__ = ("_form", "_series", "_span", "amount", "scaled")

    def __init__(self, form: NumberFormat, series: Series, start: int, stop: int) -> None:
        amounts: list[Decimal] = series.amounts  # type: ignore[assignment]
        if stop - start != len(amounts):
            amounts = amounts[start:stop]
        if not series.whole:
            amounts = [amount for amount in amounts if type(amount) is Decimal]
        # The context is the exact one: see `Writer.bodies`.
        self.amount = sum(amounts, _ZERO)
        self.scaled: Decimal = form.scaled(self.amount)  # type: ignore[assignment]
        self._form = form
        self._series = series
        self._span = (start, stop)

    def figure(self) -> Figure:
        """The sum as the cell holds it, resting on what was added up."""
        figures = self._series.figures[slice(*self._span)]
        whole = derived("SUM", self.amount, tuple(figures), common_unit(figures))
        if self.scaled is self.amount:
            return whole
        return Figure(self.scaled, self._form.unit, Derived("折算", (whole,)), whole.key)


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
    return Sum(series.form, series, start, start + end - first)


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
