"""Proof-reads running text: changes and rates that do not compute, parts that do not add up, leftovers.

Each sentence is looked at alone. What is near and not equal is a slip; what is far apart is most
likely not meant to be equal, and is left alone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.kinds import PLACEHOLDER
from reportgen.checks.residue import faults
from reportgen.proof import kinds, text_kinds
from reportgen.proof.numbers import Amount, amounts, ill_grouped, printed_equal, slipped
from reportgen.sources import AmountProblem, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.document import Paragraph

_SENTENCE: Final = re.compile(r"[^。；！？\n]+[。；！？]?")
_UP: Final = re.compile(r"增加|增长|上升|提高|调增|追加|增幅|多")
_DOWN: Final = re.compile(r"减少|下降|降低|调减|压减|降幅|少")
_CHANGE: Final = re.compile(
    r"(增加|增长|上升|提高|调增|减少|下降|降低|调减|压减|压缩)(?:了|额|数)?(?:为|约)?\s*$"
)
_GROWTH: Final = re.compile(
    r"(增加|增长|上升|提高|调增|增幅|减少|下降|降低|调减|降幅|增减幅|幅度)(?:率|幅度|比例)?(?:了|为|约|达|是)?\s*$"
)
_LAST: Final = re.compile(r"(?:上年|去年|20\d\d年度?)[^，。；]{0,12}$")
_RATIO: Final = re.compile(r"率|比例|比重|完成|执行|进度|满意度")
_OTHER: Final = re.compile(r"占[^，。；]*$|完成[^，。；]*预算[^，。；]*$")
"""Shares and completed budgets are the affair of `reportgen.proof.shares`."""
_BASE: Final = re.compile(r"(?:[比较与同]\s*)?(?:上年|去年|20\d\d\s*年)[^，。；：\d]{0,20}$")
_DATE: Final = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_OPENS: Final = re.compile(
    r"(?:与|同|比|较)?(?:上年|去年|20\d\d\s*年)[^，。；]{0,10}相?比?[，,]|[比较](?:上年|去年|20\d\d)"
)
"""A sentence that tells how the figure of the sentence before has changed."""
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
    for match in _DATE.finditer(item.text):
        if not (1 <= int(match[2]) <= MONTHS and 1 <= int(match[3]) <= DAYS):
            yield kinds.MALFORMED.at(
                item.place, reason=f"没有“{match[0]}”这一天", suggestion="核对日期后改正"
            )
    above: list[Amount] = []
    for match in _SENTENCE.finditer(item.text):
        sentence = match[0].strip()
        numbers = list(amounts(sentence))
        if 2 <= len(numbers) <= MOST:
            yield from _changes(sentence, numbers, item.place, above)
            yield from _ratios(sentence, numbers, item.place)
        above = [n for n in numbers if n.money and not _is_change_of(sentence, n)]


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


def _changes(
    sentence: str, numbers: list[Amount], place: Place, above: list[Amount]
) -> Iterator[Finding]:
    """The changes of a sentence; `above`: the amounts of the sentence before, which may be what changed."""
    for at, change in enumerate(numbers):
        if not change.money:
            continue
        said = _CHANGE.search(sentence[: change.start])
        if said is None:
            continue
        up = bool(_UP.match(said[1]))
        before = [n for n in numbers[:at] if n.money and n.unit == change.unit]
        if not before and _OPENS.match(sentence):
            before = [n for n in above if n.unit == change.unit][-1:]
        rate = _rate_after(sentence, numbers, at)
        if change.value < 0:
            yield _told(place, sentence, f"写了“{said[1]}”，数又是负的")
        if rate is not None:
            yield from _rate(sentence, place, up, change, before, *rate)
        if len(before) >= 2 and not any(_is_change_of(sentence, n) for n in before[-2:]):
            yield from _difference(sentence, place, up, change, before[-2:])


def _is_change_of(sentence: str, number: Amount) -> bool:
    return bool(_CHANGE.search(sentence[: number.start]))


def _rate_after(sentence: str, numbers: list[Amount], at: int) -> tuple[Amount, str] | None:
    """The percentage that goes with a change: 增加 12.30 万元，增长 4.5%."""
    if at + 1 >= len(numbers) or not numbers[at + 1].percent:
        return None
    between = sentence[numbers[at].end : numbers[at + 1].start]
    if len(between) > 16:
        return None
    said = _GROWTH.search(between)
    return (numbers[at + 1], said[1]) if said else None


def _rate(
    sentence: str,
    place: Place,
    up: bool,
    change: Amount,
    before: list[Amount],
    rate: Amount,
    said: str,
) -> Iterator[Finding]:
    if said not in {"增减幅", "幅度"} and bool(_UP.match(said)) is not up:
        yield _told(place, sentence, f"先说{'增加' if up else '减少'}，后说“{said}”")
        return
    if not before or not change.value:
        return
    base = before[-1]
    if _BASE.search(sentence[: base.start]) and len(before) > 1:  # last year's figure is stated
        lasts, this = [base.value], base.value
    else:
        this = base.value
        lasts = [b.value - change.value if up else b.value + change.value for b in before[-3:]]
    printed = abs(rate.value)
    if not lasts[-1]:
        yield _told(place, sentence, f"上年是 0，算不出“{said}”的幅度")
        return
    computed = [abs(change.value) / last * 100 for last in lasts if last > 0]
    if any(printed_equal(value, printed, rate.decimals) for value in computed) or lasts[-1] < 0:
        return
    exact = abs(change.value) / lasts[-1] * 100
    on_this = [n.value for n in before[-3:] if n.value > 0]
    wrong = next(
        (v for v in on_this if printed_equal(abs(change.value) / v * 100, printed, rate.decimals)),
        None,
    )
    if wrong is not None and wrong != lasts[-1]:
        yield text_kinds.GROWTH_BASE.at(
            place,
            sentence=_short(sentence),
            change=f"{change.value:f}",
            this=f"{wrong:f}",
            printed=f"{printed:f}%",
            last=f"{lasts[-1]:f}",
            computed=f"{exact:.{max(2, rate.decimals)}f}%",
        )
        return
    if abs(exact - printed) <= max(NEARLY * 4, exact / 2) or len(before) == 1 or len(lasts) == 1:
        verb = "增加" if up else "减少"
        stated = f"本年 {this:f}{base.unit}，" if len(lasts) > 1 or len(before) == 1 else ""
        yield _told(
            place,
            sentence,
            f"{stated}{verb} {change.value:f}{change.unit}，上年是 {lasts[-1]:f}{base.unit}，"
            f"幅度应是 {exact:.{max(2, rate.decimals)}f}%，写的是 {printed:f}%",
        )


def _difference(
    sentence: str, place: Place, up: bool, change: Amount, pair: list[Amount]
) -> Iterator[Finding]:
    """Two amounts and their change in one sentence."""
    first, second = pair
    apart = first.value - second.value
    if _LAST.search(sentence[: first.start]) and not _LAST.search(sentence[: second.start]):
        apart = -apart
    wanted = change.value if up else -change.value
    if apart == wanted or not apart:
        return
    if _BASE.search(sentence[: second.start]):  # `statements` holds what is stated so exactly
        return
    if abs(apart) == abs(wanted):
        if _LAST.search(sentence[: second.start]) or _LAST.search(sentence[: first.start]):
            verb = "增加" if apart > 0 else "减少"
            yield _told(place, sentence, f"由两个数看应是{verb} {abs(apart):f}{change.unit}")
        return
    if abs(abs(apart) - abs(wanted)) <= max(abs(apart), abs(wanted)) / 20:
        yield _told(
            place,
            sentence,
            f"{first.value:f} 与 {second.value:f} 相差 {abs(apart):f}，写的是 {change.value:f}",
        )


def _told(place: Place, sentence: str, why: str) -> Finding:
    return kinds.CHANGE.at(place, sentence=_short(sentence), why=why)


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
