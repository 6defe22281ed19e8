"""Proof-reads changes in running text: 比上年增加 12.30 万元，增长 4.5%, and the figure that changed.

A change belongs to the figure its words name, in the sentence or shortly before it; where they name
none, to the figure right before. What belongs to no figure that stands in the text is left alone.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.finding import Severity
from reportgen.proof import kinds, text_kinds
from reportgen.proof.clauses import bare, sentences, shown
from reportgen.proof.numbers import half_step, may_give, printed_equal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.clauses import Said, Sentence
    from reportgen.proof.document import Paragraph
    from reportgen.proof.numbers import Amount

_UP: Final = re.compile(r"增|上升|提高|调增")
_CHANGE: Final = re.compile(
    r"(增加|增长|上升|提高|调增|减少|下降|降低|调减|压减|压缩|[增减][收支])(?:了|额|数)?(?:为|约)?\s*$"
)
_RATE: Final = re.compile(
    r"(增加|增长|上升|提高|调增|增幅|减少|下降|降低|调减|降幅|增减幅|幅度)(?:率|幅度|比例)?(?:了|为|约|达|是)?\s*$"
)
_AGAINST: Final = re.compile(
    r"(?:相?[较比与同])\s*(?:上年|去年|上一年|同期|20\d\d\s*年|年初|全年|调整|预算)[^，。；]{0,16}?"
    r"(?:相比|比较|同期|年度?|[决预]算数?|执行数|支出数|数)?(?:实际|总体|各|分别|均)?$"
)
"""The words that say against what a figure is compared, right before 增加."""
_OPENS: Final = re.compile(
    r"^[^，。；\d]{0,6}(?:与|同|比|较)?(?:上年|去年|20\d\d\s*年)[^，。；]{0,10}相?比?[，,]|^\s*[比较](?:上年|去年|20\d\d)"
)
"""A sentence that tells how the figure of the sentence before has changed."""
_END: Final = re.compile(r"(?:支出)?(?:[决预]算)?(?:总?数|总额|金额|合计)?$")
_KIND: Final = re.compile(r"(?:支出|费用?|经费)$")
_NO_NAME: Final = re.compile(
    r"^(?:其中|实际|总体|总额|合计|共计|支出|收入|经费|决算数?|预算数?|全年|本年|总数|金额|经?比较|相比|因此|故|主要|同比|环比|上年|也|又|均|各|分别|[较比与同].*)*$"
)
_RATES: Final = re.compile(
    r"(?:分别|各)(增加|增长|上升|减少|下降|降低)\s*[\d.]+\s*[%％][、和，]\s*[\d.]+\s*[%％]"
)
_OTHER_BASE: Final = re.compile("同口径|可比|剔除|扣除")
_EARLIER: Final = 6
"""So many paragraphs before, a figure may stand that is named again."""
_SHORTEST: Final = 4
_FAR: Final = 16
NEARLY: Final = 6
FULL: Final = Decimal(100)


class _Change(NamedTuple):
    """A change in its sentence: the figures it may be of, best first, and whether it is surely theirs."""

    said: Said
    up: bool
    figures: Sequence[Said]
    sure: bool


def check_growth(paragraphs: Iterable[Paragraph]) -> Iterator[Finding]:
    """The changes and rates of a document's text that the figures do not give."""
    known: deque[list[Said]] = deque(maxlen=_EARLIER)
    for item in paragraphs:
        here: list[Said] = []
        known.append(here)
        for sentence in sentences(item.text):
            yield from _respectively(sentence, here, item.place)
            for part in _parts(sentence):
                yield from _part(sentence, part, here, known, item.place)
                here += [s for s in part if s.is_this and s.amount.money]


def _respectively(sentence: Sentence, here: list[Said], place: Place) -> Iterator[Finding]:
    """收入减少 84.55、支出减少 99.60 万元，分别下降 18%、21.6%: each rate with its change and its figure."""
    match = _RATES.search(sentence.text)
    if match is None:
        return
    changes = [s for s in sentence.said if s.role == "change" and s.amount.end <= match.start()]
    rates = [s for s in sentence.said if match.start() <= s.amount.start < match.end()]
    figures = here[-2:]
    if not len(changes) == len(rates) == len(figures) == 2:
        return
    for this, said, rate in zip(figures, changes, rates, strict=True):
        up = bool(_UP.match(match[1]))
        change = _Change(said, up, [this], True)
        yield from _judged(sentence, change, None, rate, match[1], place)


def _parts(sentence: Sentence) -> Iterator[list[Said]]:
    """The amounts of a sentence, parted at ；."""
    bounds = [m.start() for m in re.finditer("；", sentence.text)] + [len(sentence.text)]
    start = 0
    for bound in bounds:
        yield [s for s in sentence.said if start <= s.amount.start < bound]
        start = bound


def _part(
    sentence: Sentence,
    part: list[Said],
    above: list[Said],
    known: Iterable[list[Said]],
    place: Place,
) -> Iterator[Finding]:
    for at, said in enumerate(part):
        if said.role == "rate":
            yield from _against_last(sentence, part[:at], said, place)
        if not said.amount.money:
            continue
        word = _CHANGE.search(sentence.text[: said.amount.start])
        if word is None:
            continue
        up = bool(_UP.match(word[1]))
        if said.amount.value < 0:
            yield _told(place, sentence, said, f"写了“{word[1]}”，数又是负的")
            continue
        change = _figures(sentence, part[:at], said, word.start(), above, known)._replace(up=up)
        last = part[at - 1] if at and part[at - 1].role == "last" else None
        rate = _rate_after(sentence, part, at) or _rate_before(sentence, part, at)
        if rate is not None:
            yield from _judged(sentence, change, last, *rate, place)
        yield from _difference(sentence, part[:at], change, place)


def _against_last(
    sentence: Sentence, before: list[Said], rate: Said, place: Place
) -> Iterator[Finding]:
    """2 万元，较上年 1.50 万元增长 33.33%: the rate of two figures, no change between them."""
    if len(before) < 2 or before[-1].role != "last" or not before[-2].is_this:
        return
    last, this = before[-1].amount, before[-2].amount
    word = re.fullmatch(
        r"[，]?(?:同比)?(增加|增长|上升|提高|减少|下降|降低)(?:了|约)?",
        sentence.between(before[-1], rate),
    )
    if word is None or last.unit != this.unit or not last.value or this.value < 0:
        return
    exact = (this.value - last.value) / last.value * 100
    up = bool(_UP.match(word[1]))
    printed = rate.amount
    if exact and (exact > 0) is not up:
        yield _told(
            place,
            sentence,
            before[-1],
            f"由两个数看是{'增加' if exact > 0 else '减少'}，写的是“{word[1]}”",
        )
    elif not printed_equal(abs(exact), printed.value, printed.decimals):
        yield _told(
            place,
            sentence,
            before[-1],
            f"{this.value:f} 比 {last.value:f} {'增加' if up else '减少'}"
            f" {abs(exact):.{max(2, printed.decimals)}f}%，写的是 {printed.value:f}%",
        )


def _figures(
    sentence: Sentence,
    before: list[Said],
    said: Said,
    word: int,
    above: list[Said],
    known: Iterable[list[Said]],
) -> _Change:
    """Which figures a change may be of."""
    unit = said.amount.unit
    stated = [s for s in before if s.is_this and s.amount.unit == unit]
    name = _name(sentence.text[:word])
    if name:
        named = [s for s in stated if _alike(s.label, name)]
        if not named:
            earlier = [s for items in known for s in items if s.amount.unit == unit]
            named = [s for s in earlier if _alike(s.label, name)]
        if not named and len(stated) == 1 and stated[0] is before[-1]:
            named = [] if _END.sub("", name) else stated
        return _Change(said, True, named[::-1], len({s.amount.value for s in named}) == 1)
    if stated:
        between = sentence.text[stated[-1].amount.end : word]
        if re.search("其中|包括", between):
            return _Change(said, True, stated[::-1], False)
        return _Change(said, True, stated[:-4:-1], len(stated) == 1 or not re.search("、", between))
    if not before and _OPENS.match(sentence.text):
        usable = [s for s in above if s.amount.unit == unit]
        return _Change(said, True, usable[::-1], len(usable) == 1)
    return _Change(said, True, (), False)


def _name(before: str) -> str:
    """What is said to change, by the words right before 增加; empty where they name nothing."""
    clause = re.split(r"[，。；：、（）]", before)[-1]
    clause = re.split("其中|包括", clause)[-1]
    words = bare(_AGAINST.sub("", clause))
    return "" if _NO_NAME.match(words) or len(words) < 2 or re.search(r"\d", words) else words


def _alike(label: str, name: str) -> bool:
    """Whether a figure's label and the name of what changed are one, but for 支出 and 预算数."""
    one, other = (_END.sub("", words) for words in (label, name))
    if not one or not other:
        return False
    if _KIND.sub("", one) == _KIND.sub("", other):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and long.endswith(short)


def _rate_after(sentence: Sentence, part: list[Said], at: int) -> tuple[Said, str] | None:
    """The percentage that goes with a change: 增加 12.30 万元，增长 4.5%."""
    if at + 1 >= len(part) or part[at + 1].role != "rate":
        return None
    between = sentence.between(part[at], part[at + 1])
    if between.strip() == "（" and sentence.text[part[at + 1].amount.end :].startswith("）"):
        return part[at + 1], "幅度"
    word = _RATE.search(between)
    return (part[at + 1], word[1]) if word and len(between) <= _FAR else None


def _rate_before(sentence: Sentence, part: list[Said], at: int) -> tuple[Said, str] | None:
    """The percentage that a change follows: 增长 10.85%，增收 2,798 万元; not of 同口径, another base."""
    if not at or part[at - 1].role != "rate":
        return None
    rate = part[at - 1]
    between = sentence.between(rate, part[at])
    before = sentence.text[: rate.amount.start]
    word = _RATE.search(before)
    if word is None or not re.fullmatch(r"[，,](?:同比)?[增减](?:加|少|收|支)(?:了)?", between):
        return None
    clause = re.split(r"[。；]", before)[-1]
    return None if _OTHER_BASE.search(clause) else (rate, word[1])


def _judged(
    sentence: Sentence, change: _Change, last: Said | None, rate: Said, word: str, place: Place
) -> Iterator[Finding]:
    if word not in {"增减幅", "幅度"} and bool(_UP.match(word)) is not change.up:
        verb = "增加" if change.up else "减少"
        yield _told(place, sentence, change.said, f"先说{verb}，后说“{word}”")
        return
    amount = change.said.amount
    if not amount.value:
        return
    grown = amount.value if change.up else -amount.value
    if last is not None and last.amount.unit == amount.unit:
        bases = [last.amount.value]
    else:
        bases = [figure.amount.value - grown for figure in change.figures]
    if not bases:
        return
    printed = abs(rate.amount.value)
    decimals = rate.amount.decimals
    if not bases[0]:
        if printed and (change.sure or last is not None):
            told = _told(
                place, sentence, change.said, f"{_base(sentence, change)}是 0，算不出“{word}”的幅度"
            )
            # some districts print 100 % on purpose
            yield replace(told, severity=Severity.HINT) if printed == FULL else told
        return
    if any(base > 0 and _gives(amount, base, printed, decimals) for base in bases):
        return
    if bases[0] < 0:
        return
    exact = amount.value / bases[0] * 100
    this = change.figures[0].amount if change.figures else None
    shown_rate = f"{exact:.{max(2, decimals)}f}%"
    if (
        this is not None
        and this.value
        and printed_equal(amount.value / this.value * 100, printed, decimals)
    ):
        yield text_kinds.GROWTH_BASE.at(
            place,
            sentence=_clause(sentence, change.said),
            change=f"{amount.value:f}",
            this=f"{this.value:f}",
            printed=f"{printed:f}%",
            last=f"{bases[0]:f}",
            computed=shown_rate,
        )
        return
    if not change.sure and last is None and abs(exact - printed) > NEARLY:
        return
    stated = f"本年 {this.value:f}{this.unit}，" if this is not None and last is None else ""
    verb = "增加" if change.up else "减少"
    yield _told(
        place,
        sentence,
        change.said,
        f"{stated}{verb} {amount.value:f}{amount.unit}，{_base(sentence, change)}是"
        f" {bases[0]:f}{amount.unit}，幅度应是 {shown_rate}，写的是 {printed:f}%",
    )


def _gives(change: Amount, base: Decimal, printed: Decimal, decimals: int) -> bool:
    """Whether a change and its base, each rounded as they are printed, may give a rate."""
    if printed_equal(change.value / base * 100, printed, decimals):
        return True
    half = half_step(change)
    return may_give((change.value, half), (base, 2 * half), printed, decimals)


def _base(sentence: Sentence, change: _Change) -> str:
    """What a change is against, as a message calls it."""
    before = re.split(r"[，。；]", sentence.text[: change.said.amount.start])
    return "预算" if re.search(r"[较比与同][^，。；]*预算", "，".join(before[-2:])) else "上年"


def _difference(
    sentence: Sentence, before: list[Said], change: _Change, place: Place
) -> Iterator[Finding]:
    """Two amounts and their change in one sentence."""
    amount = change.said.amount
    pair = [s for s in before if s.amount.unit == amount.unit][-2:]
    if len(pair) < 2 or any(s.role == "change" for s in pair):
        return
    first, second = pair
    apart: Decimal = first.amount.value - second.amount.value
    if first.role == "last" and second.role != "last":
        apart = -apart
    wanted = amount.value if change.up else -amount.value
    if apart == wanted or not apart or (second.role == "last" and second is before[-1]):
        return  # `statements` holds what is stated so exactly
    if abs(apart) == abs(wanted):
        if "last" in {first.role, second.role}:
            verb = "增加" if apart > 0 else "减少"
            yield _told(
                place, sentence, change.said, f"由两个数看应是{verb} {abs(apart):f}{amount.unit}"
            )
        return
    if abs(abs(apart) - abs(wanted)) <= max(abs(apart), abs(wanted)) / 20:
        yield _told(
            place,
            sentence,
            change.said,
            f"{first.amount.value:f} 与 {second.amount.value:f} 相差 {abs(apart):f}，写的是 {amount.value:f}",
        )


def _told(place: Place, sentence: Sentence, said: Said, why: str) -> Finding:
    return kinds.CHANGE.at(place, sentence=_clause(sentence, said), why=why)


def _clause(sentence: Sentence, said: Said) -> str:
    """The part of a sentence that a change stands in, as a message shows it."""
    start = sentence.text.rfind("；", 0, said.amount.start) + 1
    words = sentence.text[start:]
    if said.amount.start - start > 50:
        words = "……" + sentence.text[said.amount.start - 40 :]
    return shown(words)
