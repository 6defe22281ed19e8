"""Proof-reads percentages in running text that two amounts give: shares, completion of a budget.

占…的 12% is held against the amount before it and the whole it names; 完成年初预算的 98% against the
budget and the final figure of its sentence. Not for growth: `sentences`.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.proof import kinds, text_kinds
from reportgen.proof.clauses import bare, of_budget, sentences, shown
from reportgen.proof.numbers import half_step, may_give, printed_equal, slipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.finding import Finding
    from reportgen.proof.clauses import Said, Sentence
    from reportgen.proof.document import Paragraph

_SHARE: Final = re.compile(
    r"占(?:到|了)?(?P<name>[^，。；%％]{0,30}?)(?:的?(?:比例|比重|比)?(?:为|是|约|达)?)$"
)
_COMPLETED: Final = re.compile(
    r"(?:完成|为|占(?=年初|全年|调整))(?:了)?[^，。；\d]{0,6}预算(?:数|总额)?的?(?:比例|百分比)?(?:为|是)?$|预算(?:完成|执行)率(?:为|是|达)?$"
)
_LISTED: Final = re.compile(
    r"(?P<parts>(?:[\d.,]+\s*(?:[亿万千]?元)?\s*[、，和及]+\s*)+[\d.,]+\s*[亿万千]?元)\s*[，、]?\s*(?:分别|各)?"
    r"占(?P<name>[^，。；%％\d]{0,30}?)(?:的?(?:比例|比重|比)?(?:分别|各)?(?:为|是|约|达)?)\s*"
    r"(?P<rates>(?:[\d.]+\s*[%％]\s*[、，和及]+\s*)+[\d.]+\s*[%％])"
)
"""甲、乙和丙分别为 A、B 和 C，占全部的 a%、b% 和 c%: each share is of the amount in its place."""
_DONE: Final = re.compile(r"决算|执行|实际|支出")
_DONE_ONLY: Final = re.compile(r"决算")
NEARLY: Final = Decimal("1.5")
FULL: Final = Decimal(100)


class Share(NamedTuple):
    """A percentage called a share: of which part, of which whole by name, in which sentence."""

    rate: Said
    part: Said
    name: str
    wholes: tuple[Decimal, ...]
    sentence: Sentence


def check_shares(item: Paragraph, figures: Mapping[str, Iterable[Decimal]]) -> Iterator[Finding]:
    """The shares and completions of a paragraph; `figures`: what the tables print, by name, in 元."""
    before: list[Said] = []
    shares: list[Share] = []
    for sentence in sentences(item.text):
        listed: dict[int, Said | None] = dict(_listed(sentence))
        for at, said in enumerate(sentence.said):
            if at in listed:
                part = listed[at]
                if part is not None:
                    shares.append(_listed_share(sentence, said, part, before, listed))
                continue
            if said.role != "rate":
                continue
            words = _words_before(sentence, at)
            if _COMPLETED.search(words):
                yield from _completion(sentence, at, item)
            elif match := _SHARE.search(words):
                share = _share(sentence, at, match["name"], before, figures)
                if share is not None:
                    shares.append(share)
        before += sentence.said
    yield from _judged(shares, item)


def _listed(sentence: Sentence) -> Iterator[tuple[int, Said | None]]:
    """The shares given in a row, by where they stand, each with its part; None where unclear."""
    for match in _LISTED.finditer(sentence.text):
        parts, rates = (
            [
                at
                for at, said in enumerate(sentence.said)
                if match.start(group) <= said.amount.start < match.end(group)
            ]
            for group in ("parts", "rates")
        )
        units = {sentence.said[at].amount.unit for at in parts} - {""}
        clear = len(parts) == len(rates) and len(units) == 1
        for place, rate in enumerate(rates):
            yield rate, sentence.said[parts[place]] if clear else None


def _listed_share(
    sentence: Sentence,
    rate: Said,
    part: Said,
    before: Sequence[Said],
    listed: Mapping[int, Said | None],
) -> Share:
    row = [other for other in listed.values() if other is not None]
    stated = (*before, *(s for s in sentence.said if s.amount.end <= part.amount.start))
    wholes = tuple(
        s.amount.value
        for s in stated
        if s.is_this and s not in row and s.amount.unit == row[-1].amount.unit
    )
    return Share(rate, part, "", wholes, sentence)


def _words_before(sentence: Sentence, at: int) -> str:
    return sentence.text[: sentence.said[at].amount.start]


def _completion(sentence: Sentence, at: int, item: Paragraph) -> Iterator[Finding]:
    rate = sentence.said[at].amount
    earlier = [s for s in sentence.said[:at] if s.is_this and s.amount.money]
    if len(earlier) < 2:
        return
    budgets = [
        s
        for s in earlier
        if of_budget(_clause(sentence, s)) and not _DONE_ONLY.search(_clause(sentence, s))
    ]
    done = [s for s in earlier if s not in budgets and _DONE.search(_clause(sentence, s))]
    if not budgets or not done or not budgets[-1].amount.value:
        return
    part, whole = done[-1].amount, budgets[-1].amount
    exact = part.value / whole.value * 100
    if part.unit != whole.unit:
        if printed_equal(exact, rate.value, rate.decimals):
            yield kinds.CHANGE.at(
                item.place,
                sentence=shown(sentence.text[max(0, whole.start - 20) :]),
                why=f"一个数的单位是{whole.unit}，一个是{part.unit}，像是写错了",
            )
        return
    halves = [(amount.value, half_step(amount)) for amount in (part, whole)]
    fits = printed_equal(exact, rate.value, rate.decimals)
    if not fits and not may_give(halves[0], halves[1], rate.value, rate.decimals):
        yield text_kinds.COMPLETION.at(
            item.place,
            sentence=shown(sentence.text[max(0, whole.start - 20) :]),
            part=f"{part.value:f}",
            whole=f"{whole.value:f}",
            computed=f"{exact:.{max(2, rate.decimals)}f}%",
            printed=f"{rate.value:f}%",
        )


def _clause(sentence: Sentence, said: Said) -> str:
    """The words right before an amount, which name it."""
    return re.split(r"[，。；：]", sentence.text[: said.amount.start])[-1]


def _share(
    sentence: Sentence,
    at: int,
    name: str,
    before: list[Said],
    figures: Mapping[str, Iterable[Decimal]],
) -> Share | None:
    rate = sentence.said[at]
    start = sentence.text.rfind("占", 0, rate.amount.start)
    parts = [
        s
        for s in sentence.said[:at]
        if s.role != "rate" and s.amount.end <= start and s.role != "last"
    ]
    if not parts:
        return None
    part = next((s for s in reversed(parts) if s.is_this), parts[-1])
    inside = [s for s in sentence.said[:at] if s.amount.start > start]
    if inside:
        unit = inside[-1].amount.unit
        same = [s for s in parts if s.amount.unit == unit]
        if not same:
            return None
        return Share(rate, same[-1], "", (inside[-1].amount.value,), sentence)
    earlier = [
        s
        for s in (*before, *_unshared(sentence.said[:at]))
        if s.is_this and s.amount.unit == part.amount.unit and s is not part
    ]
    called = bare(name)
    if called:
        stated = [s for s in (*before, *sentence.said[:at]) if s.is_this and s is not part]
        named = tuple(
            s.amount.value
            for s in stated
            if s.amount.unit == part.amount.unit and s.label and s.label.endswith(called)
        )
        if not named and part.amount.money:
            scale = _SCALE[part.amount.unit]
            named = tuple(value / scale for value in figures.get(called, ()))
        if named:
            return Share(rate, part, called, named, sentence)
    return Share(rate, part, "", tuple(s.amount.value for s in earlier), sentence)


def _unshared(items: Sequence[Said]) -> list[Said]:
    """The amounts that are not themselves called a share of something."""
    following = [*items[1:], None]
    return [
        item
        for item, after in zip(items, following, strict=True)
        if after is None or after.role != "rate"
    ]


_SCALE: Final = {
    "亿元": Decimal(10**8),
    "万元": Decimal(10**4),
    "千元": Decimal(10**3),
    "元": Decimal(1),
}


def _fits(share: Share, whole: Decimal) -> bool:
    part, rate = share.part.amount, share.rate.amount
    if printed_equal(part.value / whole * 100, rate.value, rate.decimals):
        return True
    half = half_step(part)
    return part.money and may_give((part.value, half), (whole, half), rate.value, rate.decimals)


def _judged(shares: list[Share], item: Paragraph) -> Iterator[Finding]:
    common: Counter[Decimal] = Counter()
    for share in shares:
        common.update({whole for whole in share.wholes if whole and _fits(share, whole)})
    unfit = [s for s in shares if not any(whole and _fits(s, whole) for whole in s.wholes)]
    for share in unfit:
        wholes = [whole for whole in share.wholes if whole > 0]
        if not wholes:
            continue
        shared = [whole for whole in wholes if common[whole]]
        whole = (
            max(shared, key=lambda value: common[value])
            if shared
            else min(wholes, key=lambda value: abs(_exact(share, value) - share.rate.amount.value))
        )
        sure = bool(share.name) or bool(shared) or len(wholes) == 1
        exact = _exact(share, whole)
        printed = share.rate.amount
        rounded = exact.quantize(Decimal(1).scaleb(-printed.decimals))
        near = abs(exact - printed.value) <= NEARLY or slipped(rounded, printed.value)
        if not near and not (sure and exact <= FULL):
            continue
        kind = text_kinds.SHARE if sure else kinds.SENTENCE_RATE
        yield kind.at(
            item.place,
            sentence=shown(share.sentence.text[max(0, share.part.amount.start - 30) :]),
            part=f"{share.part.amount.value:f}",
            whole=f"{whole:f}",
            computed=f"{exact:.{max(2, printed.decimals)}f}%",
            printed=f"{printed.value:f}%",
        )
    yield from _of_one_whole([s for s in shares if not any(s.wholes)], item)
    if not unfit:
        yield from _whole_shares(shares, item)


def _exact(share: Share, whole: Decimal) -> Decimal:
    return share.part.amount.value / whole * 100


def _of_one_whole(shares: list[Share], item: Paragraph) -> Iterator[Finding]:
    """Shares of a whole that is not stated: the one that most of them give is meant by all."""
    shares = [s for s in shares if s.rate.amount.value > 0 and s.part.amount.value > 0]
    if len(shares) < 3:
        return
    by_size = sorted(shares, key=lambda s: s.rate.amount.value, reverse=True)
    for leading in by_size[:2]:
        rate = leading.rate.amount
        half = Decimal(1).scaleb(-rate.decimals)
        low, high = (leading.part.amount.value / (rate.value + way) * 100 for way in (half, -half))
        unfit = [s for s in shares if not _between(s, low, high)]
        if len(unfit) * 2 < len(shares):
            break
    else:
        return
    for share in unfit:
        printed = share.rate.amount
        exact = _exact(share, (low + high) / 2)
        yield text_kinds.SHARE.at(
            item.place,
            sentence=shown(share.sentence.text[max(0, share.part.amount.start - 30) :]),
            part=f"{share.part.amount.value:f}",
            whole=f"{(low + high) / 2:.2f}（由其他各项的占比算出）",
            computed=f"{exact:.{max(2, printed.decimals)}f}%",
            printed=f"{printed.value:f}%",
        )


def _between(share: Share, low: Decimal, high: Decimal) -> bool:
    printed = share.rate.amount
    unit = Decimal(1).scaleb(-printed.decimals)
    return _exact(share, high) - unit < printed.value < _exact(share, low) + unit


def _whole_shares(shares: list[Share], item: Paragraph) -> Iterator[Finding]:
    """Three and more shares of one sentence, of a whole that is not stated, make 100 %."""
    by_sentence: dict[int, list[Share]] = {}
    for share in shares:
        if not share.wholes:
            by_sentence.setdefault(share.sentence.start, []).append(share)
    for found in by_sentence.values():
        if len(found) < 3:
            continue
        rates = [share.rate.amount for share in found]
        summed = sum((rate.value for rate in rates), Decimal(0))
        allowed = Decimal(1).scaleb(-min(rate.decimals for rate in rates)) * len(rates)
        if allowed < abs(summed - FULL) <= 10:
            yield text_kinds.SHARES.at(
                item.place, sentence=shown(found[0].sentence.text), summed=f"{summed:f}%"
            )
