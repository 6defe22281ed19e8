"""Numbers as finished documents print them: in cells, and with their units in sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.text_amounts import one_slip
from reportgen.sources import AmountProblem, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIKE: Final = re.compile(r"[-+−－—]?\s*[\d０-９][\d０-９,，.．\s]*[%％]?")
_IN_TEXT: Final = re.compile(
    r"(?<![\d.,，〔\[第〕-])([-−－]?)(\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(亿元|万元|千元|元|个百分点|百分点|[%％])?"
)
_GROUPED: Final = re.compile(r"(?<![\d,，.])-?\d{1,3}(?:[,，]\d+)+(?:\.\d+)?(?!\d)")
_COUNT: Final = re.compile(
    r"(?<![\d.,，〔\[第])(\d{1,3}(?:,\d{3})+|\d+)\s*"
    r"(人次|辆|台|名|人|家|个|项|件|份|户|批|套|所|条|张|宗|场|篇|篇次)(?![\d月年])"
)
LONGEST: Final = 17
"""Longer digits are the code of a project, or an account."""
BLANKS: Final = frozenset({"", "-", "—", "－", "--", "——", "/", "／", "\\", "无"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is printed: its value (12.3% is 12.3), its decimals, and its % sign."""

    value: Decimal
    decimals: int
    percent: bool = False


def cell_number(text: str) -> Number | None:
    """The number a cell holds; None where it holds none."""
    written = text.strip().translate(str.maketrans("，％．−－", ",%.--"))
    percent = written.endswith("%")
    bare = written.rstrip("%").strip()
    if not bare or not _LIKE.fullmatch(bare):
        return None
    value = parse_number(bare)
    if isinstance(value, AmountProblem) or len(bare) > LONGEST:
        return None
    return Number(value, max(0, -int(value.as_tuple().exponent)), percent)


def malformed(text: str) -> AmountProblem | None:
    """Why a cell that means a number holds none (-1,1893.17); None where it is well or no number."""
    written = text.strip()
    if not re.fullmatch(r"[-+−－]?\s*\d[\d,，.．\s]*", written) or cell_number(written):
        return None
    if re.fullmatch(r"\d+(?:[.．]\d+){2,}", written):  # 1.2.3, 2022.4.26
        return None
    problem = parse_number(written.replace("，", ","))
    return problem if isinstance(problem, AmountProblem) else None


def is_blank(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return text.strip() in BLANKS


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a sentence: value, decimals, unit as written, where it begins and ends."""

    value: Decimal
    decimals: int
    unit: str
    start: int
    end: int

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit in {"%", "％"}

    @property
    def money(self) -> bool:
        """Whether it has a money unit."""
        return self.unit.endswith("元")


def amounts(text: str) -> Iterator[Amount]:
    """The numbers of a sentence with their units, in order; years and document numbers left out."""
    for match in _IN_TEXT.finditer(text):
        digits = match[2].replace(",", "").replace("，", "")
        after = text[match.end() : match.end() + 1]
        if not match[3] and text[: match.start()].endswith(("（", "(")):  # （1）
            continue
        if not match[3] and (after in {"年", "月", "日", "号", "〕"} or len(digits) > 15):
            continue
        if not match[3] and after == "、" and ("." not in digits or not match.start()):  # 1、 1.2、
            continue
        value = Decimal(digits)
        decimals = max(0, -int(value.as_tuple().exponent))
        signed = -value if match[1] else value
        yield Amount(signed, decimals, match[3] or "", match.start(), match.end())


def counts(text: str) -> Iterator[Amount]:
    """The counts of a sentence (3 辆, 56 人), in order; the unit is the counting word."""
    for match in _COUNT.finditer(text):
        digits = match[1].replace(",", "")
        yield Amount(Decimal(digits), 0, match[2], match.start(), match.end())


def ill_grouped(text: str) -> Iterator[tuple[str, int]]:
    """Numbers in a sentence whose thousands commas stand wrong, and where."""
    for match in _GROUPED.finditer(text):
        digits = match[0].lstrip("-")
        groups = re.split("[,，]", digits.partition(".")[0])
        if all(len(group) == 3 for group in groups[1:]):
            continue
        if any(len(group) <= 2 for group in groups[1:]) and not re.search(r"\.\d", digits):
            continue  # 1,2 is a list
        if any(char == "，" for char in match[0]) and "." not in digits:
            continue
        yield match[0], match.start()


def digits_of(value: Decimal) -> str:
    """The digits of a number without its point, sign and outer zeros."""
    return format(abs(value).normalize(), "f").replace(".", "").strip("0")


def slipped(one: Decimal, other: Decimal, fewest: int = 2) -> bool:
    """Whether two numbers are one slip of the hand apart: a digit, two neighbours, or the point."""
    if one == other:
        return False
    first, second = digits_of(one), digits_of(other)
    if min(len(first), len(second)) >= fewest and (first == second or one_slip(first, second)):
        return True
    # 1400.00 and 1440.00: the zeros at the end were printed as well
    decimals = max(0, -int(one.as_tuple().exponent), -int(other.as_tuple().exponent))
    first, second = (f"{abs(value):.{decimals}f}".replace(".", "") for value in (one, other))
    return min(len(first), len(second)) > fewest and one_slip(first, second)


def exchanged(one: Decimal, other: Decimal) -> bool:
    """Whether two neighbouring digits were exchanged, all else the same."""
    first, second = digits_of(one), digits_of(other)
    wrong = [at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]]
    return len(first) == len(second) and len(wrong) == 2 and one_slip(first, second)


def printed_equal(exact: Decimal, printed: Decimal, decimals: int) -> bool:
    """Whether a value rounds (or is cut) to what is printed."""
    unit = Decimal(1).scaleb(-decimals)
    return abs(exact - printed) < unit


def half_step(amount: Amount) -> Decimal:
    """By how much an amount may have been rounded when it was printed.

    万元 and 元 are counted to two decimals at least: 12.50 is printed as 12.5 as well.
    """
    exact = max(amount.decimals, 0 if amount.unit == "亿元" else 2)
    return Decimal("0.5").scaleb(-exact)


def may_give(
    part: tuple[Decimal, Decimal], whole: tuple[Decimal, Decimal], printed: Decimal, decimals: int
) -> bool:
    """Whether part ÷ whole may be a percentage; each is a value and by how much it may be off."""
    low, high = part[0] - part[1], part[0] + part[1]
    narrow, wide = whole[0] - whole[1], whole[0] + whole[1]
    if low < 0 or narrow <= 0:
        return False
    step = Decimal("0.5").scaleb(-decimals)
    return low / wide * 100 - step <= printed <= high / narrow * 100 + step
