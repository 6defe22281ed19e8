"""Numbers without a money unit in authored text: percentages, counts in known units, lone amounts.

Passed over: titles of documents and their numbers, 第…, years and dates, numbers of headings and
lists, and whatever has no unit and no decimals. Not for judging.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.checks.residue import without_tags
from reportgen.checks.text_numbers import BARE, PERCENT, SURE_DIGITS, Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPARED: Final = re.compile(
    r"《[^》]*》|[〔\[（(][^〕\]）)]{0,12}[〕\]）)]\s*\d+\s*号|第\s*\d+|No\.?\s*\d+|\d+\s*号"
)
_NUMBER: Final = r"(?<![\d.,第])(?<!\d，)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
_PERCENTAGE: Final = re.compile(rf"{_NUMBER}\s*[%％](?![%％])")
_LONE: Final = re.compile(
    r"(?<![\d.,第A-Za-z])(?<!\d，)(\d{1,3}(?:,\d{3})+|\d+)(\.\d{2,6})(?=\s*(?:[，。；、）)：:\0]|$))"
)
_TIMES: Final = frozenset({"年", "月", "日", "天", "时", "分钟", "个月"})
"""Units of dates and terms, whose numbers mean something else."""


def bare_numbers(text: str, units: frozenset[str]) -> Iterator[Amount]:
    """The percentages, counts in one of the units, and lone decimals of a text, outside of tags."""
    plain = _SPARED.sub(lambda match: "\1" * len(match[0]), without_tags(text))
    for match in _PERCENTAGE.finditer(plain):
        yield _amount(match, PERCENT)
    counts = _counts(units - _TIMES)
    for match in counts.finditer(plain) if counts else ():
        yield _amount(match, match[3])
    for match in _LONE.finditer(plain):
        amount = _amount(match, BARE)
        if len(amount.digits) >= SURE_DIGITS:
            yield amount


@lru_cache(maxsize=16)
def _counts(units: frozenset[str]) -> re.Pattern[str] | None:
    if not units:
        return None
    words = "|".join(re.escape(unit) for unit in sorted(units, key=lambda unit: (-len(unit), unit)))
    return re.compile(rf"{_NUMBER}\s*({words})(?!次|民|均|员|月|百分点|以上|以下|以内)")


def _amount(match: re.Match[str], unit: str) -> Amount:
    number = Decimal(match[1].replace(",", "") + (match[2] or ""))
    return Amount(match[0], number, unit, match.start())
