"""Proof-reads what a text says about its figures: 大于, 持平, 增加 and the reasons given for them.

The words are held against the figures of the same sentence, and a reason against the direction of
its change. Not for whether a change is computed rightly: `sentences`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.reasons import contradiction
from reportgen.proof import kinds, text_kinds
from reportgen.proof.clauses import UP, of_budget, sentences, shown
from reportgen.proof.numbers import printed_equal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.clauses import Said, Sentence
    from reportgen.proof.document import Paragraph

_COMPARED: Final = re.compile(
    r"决算数?(大于|高于|多于|小于|低于|少于|等于|与)(?:年初|全年|调整)?预算数?"
)
_DONE_AGAINST: Final = re.compile(
    r"完成(?:了)?(?:年初|全年|调整)?预算数?的?(?:为)?\s*(?P<rate>\d+(?:\.\d+)?)\s*[%％][，；]\s*"
    r"决算数?(?P<word>大于|高于|多于|小于|低于|少于)(?:年初|全年|调整)?预算数?\s*"
)
HUNDRED: Final = Decimal(100)
_LEVEL: Final = re.compile(r"持平|无增减变化|没有变化|无变化")
_REASON: Final = re.compile(
    r"(?:主要)?(?:原因(?:主要)?(?:是由于|是因为|是|为|系|：|:)|是由于|主要是(?:由于|因为|因)?|是因为)\s*[:：]?(?P<why>[^。；]+)"
)
_NOTHING: Final = re.compile(
    r"无变化|没有变化|未发生|未安排|没有安排|不变|一致|相同|无此项|按(?:照)?[^，。]{0,12}安排|均为"
)
_MOVED: Final = re.compile(r"增加|减少|压减|压缩|新增|取消|下降|上涨|提高|降低|调增|调减|追加|核减")
_LAST_YEAR: Final = re.compile(r"上年|去年|上一年|20\d\d年|以前年度")
_MISSING: Final = re.compile(
    r"(?:共|共计|合计|总计|增加|减少|增长|下降|上升|完成率为?|占|为|资金)(?:个|项|家|辆|台|人|万元|元|%|％)(?=[，。；、）]|$)"
    r"|(?<=\d万元)(?:增加|减少|增长|下降)(?=[。；，])"
)


def check_statements(item: Paragraph) -> Iterator[Finding]:
    """The findings of one paragraph."""
    for match in _MISSING.finditer(item.text):
        around = item.text[max(0, match.start() - 16) : match.end() + 8]
        yield text_kinds.NUMBER_MISSING.at(item.place, around=around)
    before: Sentence | None = None
    for sentence in sentences(item.text):
        yield from _compared(sentence, before, item.place)
        yield from _completed(sentence, item.place)
        yield from _stated(sentence, item.place)
        yield from _rest(sentence, item.place)
        for part in _spans(sentence):
            yield from _level(part, item.place)
            yield from _reasons(part, item.place)
        if before is not None and re.match(r"\s*(?:增减变动的?)?主要(?:原因)?是", sentence.text):
            yield from _reasons(f"{_spans(before)[-1].rstrip('。')}，{sentence.text}", item.place)
        before = sentence


def check_directions(paragraphs: Iterable[Paragraph]) -> Iterator[Finding]:
    """One change of one figure, called 增加 in one place and 减少 in another."""
    known: dict[tuple[Decimal, Decimal, str], tuple[bool, Place]] = {}
    for item in paragraphs:
        for sentence in sentences(item.text):
            for this, change in _pairs(sentence):
                if not change.amount.value or len(str(change.amount.value)) < 3:
                    continue
                up = bool(UP.search(sentence.text[: change.amount.start][-4:]))
                key = (this.amount.value, change.amount.value, change.amount.unit)
                first, place = known.setdefault(key, (up, item.place))
                if first is not up:
                    yield text_kinds.DIRECTIONS.at(
                        item.place,
                        related=[place],
                        sentence=shown(sentence.text[max(0, this.amount.start - 30) :]),
                        one="减少" if first else "增加",
                        other="增加" if first else "减少",
                        amount=f"{change.amount.value:f}{change.amount.unit}",
                    )


def _pairs(sentence: Sentence) -> Iterator[tuple[Said, Said]]:
    """Each change with the figure of this year right before it."""
    this: Said | None = None
    for said in sentence.said:
        if said.is_this and said.amount.money:
            this = said
        elif said.role == "change" and said.amount.money and this is not None:
            yield this, said


def _spans(sentence: Sentence) -> list[str]:
    return re.split("；", sentence.text)


def _rest(sentence: Sentence, place: Place) -> Iterator[Finding]:
    """预算 260 万元，支出 247 万元，结余 13 万元: what is left is the budget less what was spent."""
    items = [s for s in sentence.of_money() if s.is_this]
    for budget, spent, rest in zip(items, items[1:], items[2:], strict=False):
        words = sentence.text[max(0, rest.amount.start - 6) : rest.amount.start]
        if not re.search(r"(?:结余|剩余|节约)(?:资金)?(?:为)?\s*$", words):
            continue
        called = [_around(sentence, item) for item in (budget, spent)]
        if not of_budget(called[0]) or not re.search("支出|执行|支付|使用", called[1]):
            continue
        left = budget.amount.value - spent.amount.value
        if (
            left != rest.amount.value
            and budget.amount.unit == spent.amount.unit == rest.amount.unit
        ):
            yield kinds.CHANGE.at(
                place,
                sentence=shown(sentence.text[max(0, budget.amount.start - 20) :]),
                why=f"{budget.amount.value:f} 减 {spent.amount.value:f} 是 {left:f}，写的是 {rest.amount.value:f}",
            )


def _compared(sentence: Sentence, before: Sentence | None, place: Place) -> Iterator[Finding]:
    """决算数大于年初预算数: the two figures of the sentence, or of the one before, say the same."""
    for match in _COMPARED.finditer(sentence.text):
        holder = sentence
        earlier = [s for s in sentence.of_money() if s.amount.end <= match.start() and s.is_this]
        if not earlier and before is not None:
            holder, earlier = before, [s for s in before.of_money() if s.is_this]
        if len(earlier) < 2 or earlier[-1].amount.unit != earlier[-2].amount.unit:
            continue
        budget, done = earlier[-2], earlier[-1]
        if not of_budget(budget.label + _around(holder, budget)):
            continue
        apart = done.amount.value - budget.amount.value
        said = match[1]
        if said == "与" and not _LEVEL.search(sentence.text[match.end() :][:12]):
            continue
        right = (
            apart > 0 if said[0] in "大高多" else apart < 0 if said[0] in "小低少" else not apart
        )
        if not right:
            truth = "大于" if apart > 0 else "小于" if apart < 0 else "等于"
            yield text_kinds.COMPARED.at(
                place,
                sentence=shown(holder.text[max(0, budget.amount.start - 20) :]),
                done=f"{done.amount.value:f}",
                budget=f"{budget.amount.value:f}",
                truth=truth,
            )


def _completed(sentence: Sentence, place: Place) -> Iterator[Finding]:
    """完成年初预算的 98%，决算数大于预算数: more than the budget is more than 100 %."""
    for match in _DONE_AGAINST.finditer(sentence.text):
        rate, more = Decimal(match["rate"]), match["word"][0] in "大高多"
        exact = rate
        stated = next((s for s in sentence.said if s.amount.start == match.end()), None)
        earlier = [s for s in sentence.of_money() if s.is_this and s.amount.end <= match.start()]
        if stated is not None and stated.amount.money and earlier:
            done = earlier[0].amount.value
            budget = done - stated.amount.value if more else done + stated.amount.value
            if budget > 0 and earlier[0].amount.unit == stated.amount.unit:
                exact = done / budget * 100
        wrong = (rate < HUNDRED if more else rate > HUNDRED) or not printed_equal(
            exact, rate, max(0, -int(rate.as_tuple().exponent))
        )
        if wrong:
            truth = f"，算来是 {exact:.2f}%" if exact != rate else ""
            yield kinds.CHANGE.at(
                place,
                sentence=shown(sentence.text[max(0, match.start() - 20) :]),
                why=f"既然决算数{match['word']}预算数，完成的比例就不是 {rate:f}%{truth}",
            )


def _stated(sentence: Sentence, place: Place) -> Iterator[Finding]:
    """本年 12 万元，比上年 10 万元增加 2 万元: the three agree exactly."""
    items = sentence.of_money()
    for at in range(1, len(items) - 1):
        last, change = items[at], items[at + 1]
        if last.role != "last" or change.role != "change":
            continue
        if not re.fullmatch(r"[，,]?(?:增加|减少)(?:了)?", sentence.between(last, change)):
            continue
        this = next((s for s in reversed(items[:at]) if s.is_this), None)
        if this is None or len({s.amount.unit for s in (this, last, change)}) != 1:
            continue
        apart = this.amount.value - last.amount.value
        up = bool(UP.search(sentence.between(last, change)))
        if apart != (change.amount.value if up else -change.amount.value):
            yield kinds.CHANGE.at(
                place,
                sentence=shown(sentence.text[max(0, this.amount.start - 20) :]),
                why=f"{this.amount.value:f} 减 {last.amount.value:f} 是 {apart:f}，"
                f"写的是{'增加' if up else '减少'} {change.amount.value:f}",
            )


def _around(sentence: Sentence, said: Said) -> str:
    return re.split(r"[，。；：、]", sentence.text[: said.amount.start])[-1]


def _level(part: str, place: Place) -> Iterator[Finding]:
    """持平, and then a reason why it changed."""
    level = _LEVEL.search(part)
    if level is None:
        return
    moved = re.match(
        r"[，,]?(增长|下降|增加|减少)(?:了)?\s*(?!0(?:\.0+)?[%％])[\d.,]+", part[level.end() :]
    )
    if moved:
        yield text_kinds.LEVEL_REASON.at(place, sentence=shown(part), reason=moved[0].strip("，,"))
        return
    reason = _REASON.search(part, level.end())
    if (
        reason is None
        or re.search(r"\d", part[level.end() : reason.start()])
        or _NOTHING.search(reason["why"])
        or not _MOVED.search(reason["why"])
    ):
        return
    if re.search(r"增加|减少|增长|下降", part[: level.start()]):
        return
    yield text_kinds.LEVEL_REASON.at(place, sentence=shown(part), reason=reason["why"].strip())


def _reasons(part: str, place: Place) -> Iterator[Finding]:
    """A reason that speaks of the other direction."""
    for reason in _REASON.finditer(part):
        before = part[: reason.start()]
        changes = list(re.finditer(r"(增加|增长|上升|减少|下降|降低)(?:了)?\s*[\d,.]+", before))
        if not changes or len(before) - changes[-1].end() > 24:
            continue
        up = bool(UP.search(changes[-1][1]))
        why = reason["why"]
        word = contradiction(why, up=up)
        if word and not _LAST_YEAR.search(why):
            yield text_kinds.REASON.at(
                place,
                sentence=shown(part),
                direction="增加" if up else "减少",
                word=word,
            )
