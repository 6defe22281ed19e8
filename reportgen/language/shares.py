"""Shares of a whole, and counts, as figures: what 其中 lists and name lists are made of.

Not for printing: a share is a plain ratio, 四舍五入 stays with its number filter.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from reportgen.figure import EXACT, RATIO, Blank, Derived, Figure
from reportgen.language.errors import BadCallError

if TYPE_CHECKING:
    from collections.abc import Sequence

DECIMALS = 2


def shares(
    parts: Sequence[Figure], whole: Figure, *, exact_sum: bool, decimals: int
) -> list[Figure]:
    """Each part's share of the whole, 不适用 where the whole is nothing.

    With `exact_sum` the shares, as percentages of so many decimals, add up to exactly 100 where the
    parts make up the whole: what rounding down leaves over goes to the largest remainders.
    """
    if not 0 <= decimals <= 10:
        raise BadCallError(name="占比", problem="位数要写 0 到 10 的整数")
    plain = [_share(part, whole) for part in parts]
    amounts = [item.value for item in plain]
    total = sum((part.number for part in parts), Decimal(0))
    if not exact_sum or total != whole.number or not whole.number:
        return plain
    step = Decimal(1).scaleb(-decimals - 2)
    floors = [
        item.quantize(step, rounding=ROUND_FLOOR, context=EXACT)
        if isinstance(item, Decimal)
        else item
        for item in amounts
    ]
    known = [at for at, item in enumerate(floors) if isinstance(item, Decimal)]
    left = int((1 - sum((_number(floors[at]) for at in known), Decimal(0))) / step)
    by_remainder = sorted(known, key=lambda at: (_number(floors[at]) - _number(amounts[at]), at))
    raised = set(by_remainder[:left])
    return [
        Figure(
            _number(floor) + (step if at in raised else 0) if isinstance(floor, Decimal) else floor,
            RATIO,
            Derived("占比凑整", (parts[at], whole)),
            plain[at].key,
        )
        for at, floor in enumerate(floors)
    ]


def count(length: int, name: str, unit: str) -> Figure:
    """So many of something as a figure; its key is the name and 个数."""
    return Figure(Decimal(length), unit, Derived("计数", ()), f"{name}/个数" if name else "个数")


def _share(part: Figure, whole: Figure) -> Figure:
    item = part / whole
    return Figure(item.value, RATIO, item.origin, f"{part.key}/占比")


def _number(value: Decimal | Blank) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)
