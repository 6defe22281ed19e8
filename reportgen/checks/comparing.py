"""Compares two figures that ought to agree, and tells rounding (尾差) from error.

Sums of leaf lines are exact: any difference between them is an error. Only a figure that was stated
rounded can be off by rounding, and by no more than one unit of its last digit.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from reportgen.figure import EXACT, Figure, Read, leaves, round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal


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


def compare(
    left: Figure, relation: str, right: Figure, tolerance: Decimal, quantum: Decimal | None = None
) -> Status:
    """Whether `left relation right` holds within a tolerance in the figures' unit; blank = 0.

    `quantum` is what one unit of the last digit is worth where the left side was stated rounded (a
    claim, a printed total): it holds where the right side rounds to it, and one unit is 尾差.
    """
    difference = EXACT.subtract(left.number, right.number)
    if _RELATIONS[relation](difference, tolerance):
        return Status.HOLDS
    if quantum is None or relation != "=" or abs(difference) > quantum:
        return Status.FAILS
    return Status.HOLDS if _rounds_to(right.number, left.number, quantum) else Status.ROUNDING


def precision(stated: Iterable[Figure]) -> Decimal | None:
    """What one unit of the last digit is worth in figures that were stated together.

    The finest counts: beside 128.50 a plain 99 stands for 99.00.
    """
    quanta = [
        leaf.origin.quantum
        for figure in stated
        for leaf in leaves(figure)
        if isinstance(leaf.origin, Read) and leaf.origin.quantum is not None
    ]
    return min(quanta, default=None)


def _rounds_to(exact: Decimal, stated: Decimal, quantum: Decimal) -> bool:
    return round_half_up(EXACT.divide(exact, quantum), 0) == EXACT.divide(stated, quantum)
