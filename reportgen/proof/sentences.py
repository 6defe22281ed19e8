"""Proof-reads running text: rates that do not compute, malformed numbers, leftovers.

Each sentence is looked at alone. What is near and not equal is a slip; what is far apart is most
likely not meant to be equal, and is left alone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.kinds import PLACEHOLDER
from reportgen.checks.residue import faults
from reportgen.proof import kinds
from reportgen.proof.clauses import evened
from reportgen.proof.numbers import Amount, amounts, ill_grouped, printed_equal, slipped
from reportgen.sources import AmountProblem, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.document import Paragraph

_SENTENCE: Final = re.compile(r"[^。；！？\n]+[。；！？]?")
_GROWTH: Final = re.compile(
    r"(增加|增长|上升|提高|调增|增幅|减少|下降|降低|调减|降幅|增减幅|幅度)(?:率|幅度|比例)?(?:了|为|约|达|是)?\s*$"
)
_RATIO: Final = re.compile(r"率|比例|比重|完成|执行|进度|满意度")
_OTHER: Final = re.compile(r"占[^，。；]*$|完成[^，。；]*预算[^，。；]*$")
"""Shares and completed budgets are the affair of `reportgen.proof.shares`."""
_NO_UNIT: Final = re.compile(
    r"元\s*[,，]?\s*(?:(?:同口径)?(?:同比|环比|与|较|比)[^,，。；;！？\n]{0,14}?[,，]?\s*)?"
    r"((?:增加|增长|上升|提高|减少|下降|降低)(?:了|约)?)\s*"
    r"((?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?)\s*(?=[。；;]|[,，](?!\d)|$)"
)
_NO_HEAD: Final = re.compile(r"[\u4e00-\u9fff][,，](\d{3}\.\d+)\s*(?=亿元|万元|千元|元)")
"""A number that begins with its thousands comma: 总计,867.48万元."""
_DATE: Final = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
MONTHS: Final = 12
DAYS: Final = 31
FULL: Final = Decimal(100)
NEARLY: Final = Decimal("1.5")
"""Percentages this many points apart are taken for a slip."""
MOST: Final = 60


def check_paragraph(item: Paragraph) -> Iterator[Finding]:
    """The findings of one paragraph."""
    for fault in faults(item.text):
        yield kinds.LEFT_OVER.at(
            item.place, title=fault.kind.title, fragment=fault.fragment, around=fault.around
        )
    yield from check_grouping(item.text, item.place)
    yield from check_units(item.text, item.place)
    for match in _DATE.finditer(item.text):
        if not (1 <= int(match[2]) <= MONTHS and 1 <= int(match[3]) <= DAYS):
            yield kinds.MALFORMED.at(
                item.place, reason=f"没有“{match[0]}”这一天", suggestion="核对日期后改正"
            )
    for match in _SENTENCE.finditer(evened(item.text)):
        sentence = match[0].strip()
        numbers = list(amounts(sentence))
        if 2 <= len(numbers) <= MOST:
            yield from _ratios(sentence, numbers, item.place)


def check_short(text: str, place: Place) -> Iterator[Finding]:
    """Dates that are none, and places left to be filled in, of a cell."""
    for match in _DATE.finditer(text):
        if not (1 <= int(match[2]) <= MONTHS and 1 <= int(match[3]) <= DAYS):
            yield kinds.MALFORMED.at(
                place, reason=f"没有“{match[0]}”这一天", suggestion="核对日期后改正"
            )
    for fault in faults(text):
        if fault.kind is PLACEHOLDER:
            yield kinds.LEFT_OVER.at(
                place, title=fault.kind.title, fragment=fault.fragment, around=fault.around
            )


def check_grouping(text: str, place: Place) -> Iterator[Finding]:
    """Numbers whose thousands commas stand wrong."""
    for words, _ in ill_grouped(text):
        problem = parse_number(words.replace("，", ","))
        if isinstance(problem, AmountProblem):
            yield kinds.MALFORMED.at(place, reason=problem.reason, suggestion=problem.suggestion)
    for match in _NO_HEAD.finditer(text):
        whole = re.search(rf"\d{{1,3}}[,，]{re.escape(match[1])}(?!\d)", text)
        if whole is not None:
            yield kinds.MALFORMED.at(
                place,
                reason=f"“{match[0].strip()}”的千分位逗号前面没有数",
                suggestion=f"同一段里写作 {whole[0]}，核对后改正",
            )


def check_units(text: str, place: Place) -> Iterator[Finding]:
    """Changes of an amount without % and without a unit."""
    for match in _NO_UNIT.finditer(text):
        yield kinds.MALFORMED.at(
            place,
            reason=f"“{match[1]}{match[2]}”后面没有单位，看不出是百分比还是金额",
            suggestion="补上“%”或金额的单位",
        )


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 70 else f"{sentence[:68]}……"


def _ratios(sentence: str, numbers: list[Amount], place: Place) -> Iterator[Finding]:
    """A percentage called a rate, near to the quotient of two numbers before it and not equal."""
    for at, rate in enumerate(numbers):
        if not rate.percent or at < 2:
            continue
        clause = sentence[numbers[at - 1].end : rate.start]
        if (
            not _RATIO.search(clause)
            or _OTHER.search(clause)
            or _GROWTH.search(sentence[: rate.start])
        ):
            continue
        before = [n for n in numbers[max(0, at - 3) : at] if not n.percent and n.value > 0]
        pairs = [
            (a, b)
            for a in before
            for b in before
            if a is not b and a.unit == b.unit and a.value <= b.value
        ]
        exact = [(a.value / b.value * 100, a, b) for a, b in pairs]
        exact += [(b.value / a.value * 100, b, a) for a, b in pairs if rate.value > FULL]
        if not exact or any(
            printed_equal(value, rate.value, rate.decimals) for value, _, _ in exact
        ):
            continue
        value, part, whole = min(exact, key=lambda item: abs(item[0] - rate.value))
        rounded = value.quantize(Decimal(1).scaleb(-rate.decimals))
        if abs(value - rate.value) <= NEARLY or slipped(rounded, rate.value):
            yield kinds.SENTENCE_RATE.at(
                place,
                sentence=_short(sentence),
                part=f"{part.value:f}",
                whole=f"{whole.value:f}",
                computed=f"{value:.{max(2, rate.decimals)}f}%",
                printed=f"{rate.value:f}%",
            )
