"""The values that one tag of a template row left in all its copies, looked at together.

Their types, formats and amounts are found for a whole column at once, in loops that run in C. Not for
what a single value becomes: `emit`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.language.printing import Printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.figure import Figure, Value
    from reportgen.language.printing import NumberFormat


class Series:
    """One column of a template row's copies.

    `form` is the format where every value is a number printed in that one, and then `figures` and
    `amounts` are theirs, else both are empty. `whole`: no amount is a kind of blank.
    """

    __slots__ = ("amounts", "figures", "form", "values", "whole")

    def __init__(self, values: Sequence[object]) -> None:
        self.values = values
        self.form: NumberFormat | None = None
        self.figures: list[Figure] = []
        self.amounts: list[Value] = []
        self.whole = False
        if set(map(type, values)) != {Printed}:
            return
        # Attributes are read by comprehensions: they are faster there than by `attrgetter`.
        form: NumberFormat = values[0].format  # type: ignore[attr-defined]
        if not all([item.format is form for item in values]):  # type: ignore[attr-defined]  # noqa: C419 - a list is twice as fast
            return
        self.form = form
        self.figures = [item.figure for item in values]  # type: ignore[attr-defined]
        self.amounts = [item.value for item in self.figures]
        # What is no Decimal is a kind of blank.
        self.whole = set(map(type, self.amounts)) == {Decimal}
