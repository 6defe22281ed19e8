"""Compares two figures that ought to agree, and tells rounding (尾差) from error.

Exact in 元. A difference counts as 尾差 only where the figures rest on numbers that were written
rounded, where it is no more than one unit of their last digit, and where rounding each of the
addends can explain it.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from reportgen.figure import EXACT, YUAN, Figure, Read, leaves

if TYPE_CHECKING:
    from collections.abc import Callable

CENT = Decimal("0.01")
"""Amounts exact to the 分 leave no room for rounding."""


class Status(Enum):
    """How a relation turned out."""

    HOLDS = "成立"
    ROUNDING = "尾差"
    FAILS = "不成立"
    SKIPPED = "不适用"


_RELATIONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda difference, tolerance: abs(difference) <= tolerance,
    "≠": lambda difference, tolerance: abs(difference) > tolerance,
    "≤": lambda difference, tolerance: difference <= tolerance,
    "≥": lambda difference, tolerance: -difference <= tolerance,
    "<": lambda difference, tolerance: difference < -tolerance or (difference < 0 == tolerance),
    ">": lambda difference, tolerance: difference > tolerance,
}


def compare(left: Figure, relation: str, right: Figure, tolerance: Decimal) -> Status:
    """Whether `left relation right` holds within a tolerance in the figures' unit; blank = 0."""
    difference = EXACT.subtract(left.number, right.number)
    if _RELATIONS[relation](difference, tolerance):
        return Status.HOLDS
    if relation in {"=", "≤", "≥"} and _is_rounding(abs(difference), left, right):
        return Status.ROUNDING
    return Status.FAILS


def _is_rounding(difference: Decimal, left: Figure, right: Figure) -> bool:
    quanta = [
        leaf.origin.quantum
        for side in (left, right)
        for leaf in leaves(side)
        if isinstance(leaf.origin, Read) and leaf.origin.quantum is not None
    ]
    if not quanta:
        return False
    coarsest = max(quanta)
    if left.unit == YUAN and coarsest <= CENT:
        return False
    return difference <= coarsest and difference <= sum(quanta) / 2
