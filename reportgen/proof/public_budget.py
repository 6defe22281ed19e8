"""Holds what the text says of 三公 against its budget to the table that prints budget and final figure.

“公务接待费支出 5.2 万元，与预算相比无变化”, and the table has a budget of 14.9. Only where the text states
the table's own final figure, and one table prints both.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.proof import kinds, text_kinds
from reportgen.proof.clauses import UP, evened, sentences, shown
from reportgen.proof.facts import MONEY
from reportgen.proof.public import periods_of, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.finding import Finding
    from reportgen.proof.clauses import Said, Sentence
    from reportgen.proof.document import Paragraph
    from reportgen.proof.layout import Entry, Layout

_COMPARED: Final = re.compile(
    r"(?:支出)?，?\s*[与较比和]\s*(?P<year>20\d\d)?\s*年?(?:度|初|本年|全年)*预算数?(?:相比|比较|相较)?\s*，?\s*"
    r"(?:(?P<level>无变化|无增减|没有变化|没有增减|持平|一致|相同)"
    r"|(?P<way>增加|增长|上升|提高|减少|下降|降低)(?:了)?\s*(?P<change>\d+(?:\.\d+)?)\s*(?P<unit>[亿万千]?元))"
)
_YEAR: Final = re.compile(r"(20\d\d)\s*年度?[^。，]{0,40}决算")


class Pair(NamedTuple):
    """A budget and a final figure of one item of one table."""

    budget: Entry
    done: Entry
    scale: Decimal
    initial: bool


def check_against_budget(
    paragraphs: Sequence[Paragraph], layouts: Sequence[Layout]
) -> Iterator[Finding]:
    """The findings of a document; none where no table prints budget and final figure of 三公."""
    pairs = _pairs(layouts)
    if not pairs:
        return
    years = Counter(year for item in paragraphs for year in _YEAR.findall(item.text))
    year = years.most_common(1)[0][0] if years else ""
    for item in paragraphs:
        text = evened(item.text)
        for sentence in sentences(text):
            for said in sentence.said:
                if not said.is_this or not said.amount.money:
                    continue
                pair = pairs.get(told_of(text[: sentence.start + said.amount.start]))
                match = _COMPARED.match(sentence.text, said.amount.end)
                if pair is None or match is None:
                    continue
                if match["year"] not in {None, year} or ("年初" in match[0] and not pair.initial):
                    continue
                yield from _held(sentence, said, match, pair, item)


def _pairs(layouts: Sequence[Layout]) -> dict[str, Pair]:
    found = []
    for layout in layouts:
        periods = [period for period in periods_of(layout) if len(period[1]) >= 3]
        budgets = [p for p in periods if "预算" in p[0] and "决算" not in p[0]]
        done = [p for p in periods if re.search("决算|执行", p[0]) and "预算" not in p[0]]
        scale = MONEY.get(layout.table.unit)
        if len(periods) == 2 and len(budgets) == 1 and len(done) == 1 and scale is not None:
            initial = "年初" in budgets[0][0] or not re.search("全年|调整", budgets[0][0])
            both = budgets[0][1].keys() & done[0][1].keys()
            found.append({n: Pair(budgets[0][1][n], done[0][1][n], scale, initial) for n in both})
    return found[0] if len(found) == 1 else {}


def _held(
    sentence: Sentence, said: Said, match: re.Match[str], pair: Pair, item: Paragraph
) -> Iterator[Finding]:
    if pair.budget.number is None or pair.done.number is None:
        return
    budget, done = pair.budget.number.value * pair.scale, pair.done.number.value * pair.scale
    unit = MONEY[said.amount.unit]
    step = Decimal(1).scaleb(-said.amount.decimals) * unit
    if abs(done - said.amount.value * unit) >= step:
        return
    words = shown(sentence.text[max(0, said.amount.start - 24) : match.end()])
    if match["level"]:
        if abs(done - budget) >= step:
            yield text_kinds.COMPARED.at(
                item.place,
                related=[pair.budget.place],
                sentence=words,
                done=pair.done.text,
                budget=f"（表里）{pair.budget.text}",
                truth="大于" if done > budget else "小于",
            )
        return
    change = Decimal(match["change"]) * MONEY[match["unit"]]
    signed = change if UP.search(match["way"]) else -change
    if abs(done - budget - signed) >= max(step, MONEY[match["unit"]] / 10):
        yield kinds.CHANGE.at(
            item.place,
            related=[pair.budget.place],
            sentence=words,
            why=f"表里预算是 {pair.budget.text}，决算是 {pair.done.text}，"
            f"{'增加' if done > budget else '减少'}的是 {abs(done - budget) / unit:f}{said.amount.unit}，"
            f"写的是{match['way']} {match['change']}{match['unit']}",
        )
