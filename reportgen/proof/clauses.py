"""Sentences of running text, and what each amount in them is: this year's, last year's, a change, a rate.

Told from the words before an amount. Nothing is judged here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.proof.numbers import Amount, amounts, counts

if TYPE_CHECKING:
    from collections.abc import Iterable

_SENTENCE: Final = re.compile(r"[^。！？\n]+[。！？]?")
CHANGED: Final = re.compile(
    r"(增加|增长|上升|提高|调增|追加|减少|下降|降低|调减|压减|压缩|节约)(?:了|额|数|金额)?(?:为|约|共)?\s*$"
)
UP: Final = re.compile(r"增|上升|提高|追加")
_LAST: Final = re.compile(
    r"(?:[比较与同]\s*(?:上年|去年|上一年|20\d\d\s*年)|^(?:上年|去年)(?!结[转余]))[^，。；：\d]{0,24}$"
)
_SEPARATOR: Final = re.compile(r"[，。；：、,;:（(）)]")
_DROPPED: Final = re.compile(r"^(?:其中|分别|包括)|[“”\"\"‘’《》]|\s+")
_YEAR: Final = re.compile(r"^(?:\d{1,2}[.．、])?\s*(?:20\d\d\s*年(?:度)?|本年度?|当年|全年)?")
_SUBJECT: Final = re.compile(
    r"([\u4e00-\u9fff]{2,24})[（(]项[)）][。，]?(?:支出)?(?:20\d\d\s*年(?:度)?)?(?:年初|本年)?"
    r"(?:支出)?(?:预算|决算)?(?:数|金额)?(?:为|是)?\s*$"
)
"""教育支出（类）普通教育（款）小学教育（项）2024年预算数为: the 项 is what the amount is of."""
_TAIL: Final = re.compile(
    r"(?:(?:科目|安排|预算|决算|支出决算|财政拨款)?(?:金额|总额|数)?(?:合计|共计|总计)?"
    r"(?:为|是|共|约|达|达到|有|了|计|：|:)?)$"
)


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


def sentences(text: str) -> list[Sentence]:
    """The sentences of a paragraph, in order; a list parted by ； stays in one sentence."""
    found = []
    for match in _SENTENCE.finditer(text):
        words = match[0]
        both = {item.start: item for item in counts(words)}
        both |= {item.start: item for item in amounts(words) if item.unit}
        said = tuple(_said(words, both[start]) for start in sorted(both))
        found.append(Sentence(words, match.start(), said))
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
