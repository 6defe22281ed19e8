"""The numbers of a text: amounts with a money unit, percentages, counts in known units, lone amounts.

Of those without a money unit are passed over: titles of documents and their numbers, 第…, years and
dates, numbers of headings and lists, and whatever has no unit and no decimals. Not for judging.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.checks.residue import without_tags
from reportgen.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

SURE_DIGITS: Final = 5
"""From so many digits on, one that differs is a slip; with one fewer, the figure must be named."""
PERCENT: Final = "%"
BARE: Final = ""
"""The unit of a number without any: it stands in a list of amounts in 万元."""
_AMOUNT: Final = re.compile(
    r"(?<![\d.,])(?<!\d，)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(亿元|万元|千元|元)(?!/|每)"
)
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


@frozen
class Amount:
    """An amount in a text: the words, its digits, decimals, unit and where it begins."""

    words: str
    number: Decimal
    unit: str
    start: int

    @property
    def decimals(self) -> int:
        """Decimals as written."""
        return -int(self.number.as_tuple().exponent)

    @property
    def digits(self) -> str:
        """The digits without point and leading zeros."""
        return digits_of(self.number)


def amounts(text: str) -> Iterator[Amount]:
    """The amounts with a money unit that stand outside of tags."""
    for match in _AMOUNT.finditer(without_tags(text)):
        yield _amount(match, match[3])


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


def one_slip(typed: str, known: str) -> bool:
    """Whether one digit is wrong, missing or too many, or two neighbours are exchanged."""
    if typed == known or abs(len(typed) - len(known)) > 1:
        return False
    if len(typed) == len(known):
        wrong = [at for at, pair in enumerate(zip(typed, known, strict=True)) if pair[0] != pair[1]]
        if len(wrong) == 1:
            return True
        first, second = wrong[0], wrong[-1]
        return (
            len(wrong) == 2
            and second == first + 1
            and typed[first] == known[second]
            and (typed[second] == known[first])
        )
    short, long = sorted((typed, known), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def digits_of(number: Decimal) -> str:
    """The digits of a number without point and leading zeros."""
    return format(number, "f").replace(".", "").lstrip("0")
