"""How checks print figures: in the unit that the clerk types, as exactly as it was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.figure import EXACT, RATIO, YUAN, Blank, Figure, round_half_up
from reportgen.model.values import MONEY

if TYPE_CHECKING:
    from decimal import Decimal

    from reportgen.place import Place

DECIMALS = 2
SHOWN_PLACES = 6
"""So many places are named with a failed relation; the report lists them all."""


def wording(value: Figure | Decimal, money_unit: str, unit: str = YUAN) -> str:
    """A figure with its unit, never rounded to where a difference could hide.

    `unit` is that of a number without one (a count, a constant); what is neither money nor a share
    is shown without decimals it does not have.
    """
    if isinstance(value, Figure):
        unit = value.unit or unit
        if isinstance(value.value, Blank):
            return value.value.value or "空"
        number = value.value
    else:
        number = value
    if unit == YUAN:
        return f"{_exact(EXACT.divide(number, MONEY[money_unit]))}{money_unit}"
    if unit == RATIO:
        return f"{_exact(number * 100)}%"
    return f"{_exact(number, 0)}{unit}"


def _exact(number: Decimal, least: int = DECIMALS) -> str:
    """At least so many decimals, more where the number has them, no more than ten."""
    rounded = round_half_up(number, 10).normalize(EXACT)
    decimals = max(least, -int(rounded.as_tuple().exponent))
    return format(round_half_up(rounded, decimals), "f")


def merged(*groups: tuple[Place, ...]) -> tuple[Place, ...]:
    """Places of several figures, each once, no more than are shown."""
    found = dict.fromkeys(place for group in groups for place in group)
    return tuple(found)[:SHOWN_PLACES]
