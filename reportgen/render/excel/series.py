"""The values that one tag of a template row left in all its copies, looked at together.

Their types, formats and amounts are found for a whole column at once, in loops that run in C. Not for
what a single value becomes: `emit`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.language.printing import Printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.figure import Figure, Value
    from reportgen.language.printing import NumberFormat

ZERO: Final = Decimal(0)


class Series:
    """One column of a template row's copies.

    `form` is the format where every value is a number printed in that one, and then `figures` and
    `amounts` are theirs, else both are empty. `whole`: no amount is a kind of blank.
    """

    __slots__ = ("amounts", "figures", "form", "values", "whole")

    def __init__(self, values: Sequence[object]) -> None:
        self.values = values
        self.form: NumberFormat | None = None
        self.figures: Sequence[Figure] = ()
        self.amounts: list[Value] = []
        self.whole = False
        if type(values[0]) is not Printed:
            return
        form = values[0].format
        try:
            # One pass: a text has another `format`, whatever else is no printed number has none.
            figures = [item.figure for item in values if item.format is form]  # type: ignore[attr-defined]
        except AttributeError:
            return
        if len(figures) == len(values):
            self._print(form, figures, [item.value for item in figures])

    @classmethod
    def of(cls, figures: Sequence[Figure], amounts: list[Value], form: NumberFormat) -> Series:
        """The column of figures that are all printed in a format; `amounts` are theirs."""
        found = cls.__new__(cls)
        found.values = figures
        found._print(form, figures, amounts)  # noqa: SLF001 - its own
        return found

    def _print(self, form: NumberFormat, figures: Sequence[Figure], amounts: list[Value]) -> None:
        self.form = form
        self.figures = figures
        self.amounts = amounts
        # What is no Decimal is a kind of blank.
        self.whole = set(map(type, amounts)) == {Decimal}


def added(amounts: Sequence[Value], so_far: Decimal = ZERO) -> Decimal:
    """The sum of amounts, kinds of blank left out; the context must be the exact one."""
    try:
        return sum(amounts, so_far)  # type: ignore[type-var, return-value]
    except TypeError:  # a kind of blank
        return sum([item for item in amounts if type(item) is Decimal], so_far)
