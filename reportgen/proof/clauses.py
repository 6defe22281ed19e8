"""Sentences of running text, and what each amount in them is: this year's, last year's, a change, a rate.

Told from the words before an amount. Nothing is judged here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.proof.numbers import Amount, amounts, counts

if TYPE_CHECKING:
    from collections.abc import Iterable

_SENTENCE: Final = re.compile(r"[^。！？\n]+[。！？]?")
CHANGED: Final = re.compile(
    r"(增加|增长|上升|提高|调增|追加|减少|下降|降低|调减|压减|压缩|节约|[增减][收支])(?:了|额|数|金额)?(?:为|约|共)?\s*$"
)
UP: Final = re.compile(r"增|上升|提高|追加")
_LAST: Final = re.compile(
    r"(?:(?<!经)(?<!经比)[比较与同]\s*(?:上年|去年|上一年|20\d\d\s*年)|^(?:上年|去年)(?!结[转余]))[^，。；：\d]{0,24}$"
)
_SEPARATOR: Final = re.compile(r"[，。；：、,;:（(）)]")
_DROPPED: Final = re.compile(r"^(?:其中|分别|包括)|[“”\"\"‘’《》]|\s+")
_YEAR: Final = re.compile(r"^(?:\d{1,2}[.．、])?\s*(?:20\d\d\s*年(?:度)?|本年度?|当年|全年)?")
_SUBJECT: Final = re.compile(
    r"([\u4e00-\u9fff]{2,24})[（(]项[)）][。，]?(?:支出)?(?:20\d\d\s*年(?:度)?)?(?:年初|本年)?"
    r"(?:支出)?(?:预算|决算)?(?:数|金额)?(?:为|是)?\s*$"
)
"""教育支出（类）普通教育（款）小学教育（项）2024年预算数为: the 项 is what the amount is of."""
_FUND: Final = re.compile(
    r"(?:一般公共|公共财政|政府性?基金|国有资本经营|社会保险基金)预算|预算(?:财政拨款|单位|内|外)"
)
"""Names of money that hold the word 预算."""
_TAIL: Final = re.compile(
    r"(?:(?:科目|安排|预算|决算|支出决算|财政拨款)?(?:金额|总额|数)?(?:合计|共计|总计)?"
    r"(?:为|是|共|约|达|达到|有|了|计|：|:)?)$"
)


_LISTED: Final = re.compile(r"[、，](?:支出?|支出?总计)?(?:总计)?(?:增加|减少)?\s*")
_MONEY: Final = frozenset({"亿元", "万元", "千元", "元"})
_HALF: Final = re.compile(r",(?!(?<=\d,)\d{3}(?!\d))|;|(?<!\d):|[()]")
_FULL: Final = dict(zip(",;:()", "，；：（）", strict=True))


@dataclass(frozen=True, slots=True)
class Said:
    """An amount in its sentence: `role` is this, last, change or rate; `label` the words before it."""

    amount: Amount
    role: str
    label: str

    @property
    def is_this(self) -> bool:
        """Whether it is a figure itself, of the year told of."""
        return self.role == "this"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence up to its full stop, where it begins in its paragraph, and its amounts in order."""

    text: str
    start: int
    said: tuple[Said, ...]

    def of_money(self) -> list[Said]:
        """The amounts of money."""
        return [item for item in self.said if item.amount.money]

    def between(self, first: Said, second: Said) -> str:
        """The words between two amounts."""
        return self.text[first.amount.end : second.amount.start]


def evened(text: str) -> str:
    """A text with Chinese punctuation where half-width was typed, every character where it was.

    Commas of thousands and the colon of a time stay.
    """
    if not _HALF.search(text):
        return text
    return _HALF.sub(lambda match: _FULL[match[0]], text)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a paragraph, in order; a list parted by ； stays in one sentence."""
    found = []
    for start, words in _whole(text):
        both = {item.start: item for item in counts(words)}
        both |= {item.start: item for item in _with_units(words)}
        said = tuple(_said(words, both[start]) for start in sorted(both))
        found.append(Sentence(words, start, said))
    return found


def _with_units(words: str) -> list[Amount]:
    """The amounts that have a unit: their own, or that of the next in a list (12.50、13.60 万元)."""
    found: list[Amount] = []
    for item in reversed(list(amounts(words))):
        following = found[-1] if found else None
        if item.unit:
            found.append(item)
        elif (
            following is not None
            and item.decimals
            and following.unit in _MONEY
            and _LISTED.fullmatch(words[item.end : following.start])
        ):
            found.append(replace(item, unit=following.unit))
    return found


def _whole(text: str) -> list[tuple[int, str]]:
    """The sentences and where they begin; a full stop within brackets ends none."""
    found: list[tuple[int, str]] = []
    for match in _SENTENCE.finditer(text):
        start, last = found[-1] if found else (0, "")
        if last and last.count("（") - last.count("）") > 0 and "）" in match[0]:
            found[-1] = (start, text[start : match.end()])
        else:
            found.append((match.start(), match[0]))
    return found


def _said(words: str, amount: Amount) -> Said:
    before = words[: amount.start]
    if amount.percent:
        role = "rate"
    elif CHANGED.search(before):
        role = "change"
    elif _LAST.search(_clause(before)) or _continues_last(before):
        role = "last"
    else:
        role = "this"
    return Said(amount, role, label_of(before))


def _clause(before: str) -> str:
    return re.split(r"[，。；：]", before)[-1]


def _continues_last(before: str) -> bool:
    """上年预算为 12 万元: the clause speaks of last year without comparing."""
    return bool(re.search(r"(?:上年|去年|上一年)(?!结[转余])[^，。；：\d]{0,12}$", _clause(before)))


def label_of(before: str) -> str:
    """What an amount is called by the words before it: 2024年公务接待费预算数为 → 公务接待费."""
    subject = _SUBJECT.search(before)
    if subject:
        return bare(subject[1])
    clause = _SEPARATOR.split(re.sub(r"[（(][^（）()]{1,8}[)）]", "", before))[-1]
    return bare(clause)


def of_budget(words: str) -> bool:
    """Whether words call a figure a budget, not only by the name of its fund: 一般公共预算支出."""
    return bool(re.search("预算(?!稳定)", _FUND.sub("", words)))


def bare(words: str) -> str:
    """A name without year, quotes and the words that only lead to its number."""
    name = _DROPPED.sub("", words)
    name = _YEAR.sub("", name)
    for _ in range(3):
        name = _TAIL.sub("", name)
    return name


def shown(text: str) -> str:
    """A sentence as a message shows it, cut where it is long."""
    words = text.strip()
    return words if len(words) <= 70 else f"{words[:68]}……"


def around(sentence: Sentence, items: Iterable[Said]) -> str:
    """The part of a sentence from the first to the last of some amounts, with the words before."""
    found = list(items)
    first, last = min(i.amount.start for i in found), max(i.amount.end for i in found)
    begin = max(sentence.text.rfind(mark, 0, first) for mark in "。；：\n")
    return shown(sentence.text[max(begin + 1, first - 30) : last])
