"""Holds the amounts and rates of the text against what the tables print, by name and by digits.

A text in 万元 may round what a table prints in 元. An amount that its own sentence confirms (this year
less last year is the change) is left alone. Not for 三公: `public`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.finding import Severity
from reportgen.proof import kinds, text_kinds
from reportgen.proof.clauses import bare, sentences
from reportgen.proof.columns import name
from reportgen.proof.document import squeezed
from reportgen.proof.layout import Entry
from reportgen.proof.numbers import cell_number, digits_of, exchanged, slipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.clauses import Said, Sentence
    from reportgen.proof.document import Paragraph, Table
    from reportgen.proof.layout import Layout

MONEY: Final = {
    "亿元": Decimal(10**8),
    "万元": Decimal(10**4),
    "千元": Decimal(10**3),
    "元": Decimal(1),
}
ONE_DIGIT: Final = "，只差一位数字"
NEAR_POINTS: Final = 5
"""Rates of one name so many points apart are meant to be one."""
SHORTEST_NAME: Final = 4
LONGEST_NAME: Final = 20
SURE_DIGITS: Final = 5
_NUMBERED: Final = re.compile(
    r"^(?:其中[:：])?(?:[一二三四五六七八九十]+、|[（(].{1,3}[)）]|\d+[、.．])?"
)
_SAME: Final = {
    "收入总计": ("收入预算", "收入合计"),
    "支出总计": ("支出预算", "支出合计"),
    "收入合计": ("收入预算",),
    "支出合计": ("支出预算",),
    "机关运行经费预算数": ("机关运行经费",),
}


_GRAND: Final = re.compile(
    r"(财政拨款)?(?:收入支出|收支|收、支)(?:决算|预算)?总计(?:数|各|均|分别)?(?:为|是)?\s*$"
)
_GRAND_TABLE: Final = re.compile(r"(?:收入支出|收支)[决预]?算?(?:总体)?(?:总表|情况表)")


@dataclass
class Figures:
    """What the tables print: by name (in 元, or in percent), and all amounts in order."""

    named: dict[str, dict[Decimal, Entry]] = field(default_factory=lambda: defaultdict(dict))
    rates: dict[str, dict[Decimal, Entry]] = field(default_factory=lambda: defaultdict(dict))
    amounts: dict[Decimal, Entry] = field(default_factory=dict)
    plain: dict[Decimal, tuple[Entry, str]] = field(default_factory=dict)
    order: list[Decimal] = field(default_factory=list)
    totals: list[tuple[str, Decimal, Entry]] = field(default_factory=list)

    def has(self, value: Decimal, step: Decimal) -> bool:
        """Whether a table prints this amount, or one that rounds to it."""
        at = bisect_left(self.order, value - step)
        return any(abs(known - value) < step for known in self.order[at : at + 3]) or (
            value in self.amounts
        )

    def values(self, label: str) -> set[Decimal]:
        """What is printed under a name."""
        return set(self.named.get(label, ()))


def printed_figures(layouts: Sequence[Layout], tables: Sequence[Table] = ()) -> Figures:
    """The figures of all tables whose unit is known, and all their percentages."""
    found = Figures()
    for layout in layouts:
        scale = MONEY.get(layout.table.unit)
        for column in layout.columns:
            single = len(column.entries) == 1
            for entry in column.entries:
                if entry.number is None:
                    continue
                names = _names(entry, name(column), total=entry.is_total or single)
                if entry.number.percent or "率" in name(column):
                    for label in names:
                        found.rates[label].setdefault(entry.number.value, entry)
                elif scale is not None:
                    value = abs(entry.number.value) * scale
                    found.amounts.setdefault(value, entry)
                    if entry.is_total or entry.label.endswith(("总额", "总值")):
                        found.totals.append((layout.table.title, value, entry))
                    found.plain.setdefault(abs(entry.number.value), (entry, layout.table.unit))
                    for label in names:
                        found.named[label].setdefault(value, entry)
    for table in tables:
        _rates_of_rows(table, found)
    found.order = sorted(found.amounts)
    return found


def _rates_of_rows(table: Table, found: Figures) -> None:
    """Percentages beside a name in a row whose columns are no numbers: 控制率 | ≤100% | 88.57%."""
    for at, row in enumerate(table.rows):
        names = [bare(squeezed(cell.text)) for cell in row if not cell.copy]
        names = [
            item for item in names if SHORTEST_NAME <= len(item) <= LONGEST_NAME and "率" in item
        ]
        for cell in row:
            number = None if cell.copy else cell_number(cell.text)
            if number is None or not number.percent:
                continue
            entry = Entry(
                at, names[-1] if names else "", "", 0, number, cell.text.strip(), cell.place
            )
            for label in names:
                found.rates[label].setdefault(number.value, entry)


def _names(entry: Entry, column: str, *, total: bool) -> list[str]:
    """What a cell may be called in text: its row, and in a row of totals its column."""
    label = bare(_NUMBERED.sub("", entry.label))
    found = [entry.label, label, *_SAME.get(label, ())]
    if total:
        found += [bare(column), *_SAME.get(column, ()), *_SAME.get(bare(column), ())]
    return [item for item in dict.fromkeys(found) if len(item) >= 3]


def check_facts(paragraphs: Sequence[Paragraph], figures: Figures) -> Iterator[Finding]:
    """Amounts and rates of the text that the tables print otherwise."""
    told: set[Decimal] = set()
    said_before: dict[str, dict[Decimal, tuple[str, Place]]] = defaultdict(dict)
    for item in paragraphs:
        for sentence in sentences(item.text):
            confirmed = _confirmed(sentence)
            for said in sentence.said:
                if said.role == "rate":
                    yield from _rate(said, item, figures)
                    continue
                if not said.amount.money:
                    continue
                sure = said.amount.value in confirmed
                findings = [] if sure else list(_amount(said, item, figures, told))
                findings = findings or list(_grand(said, sentence, item, figures))
                yield from findings
                if said.is_this and not findings:
                    yield from _twice(said, item, said_before, figures)


def _confirmed(sentence: Sentence) -> set[Decimal]:
    """The amounts that a change in the same sentence proves: this year less last year is it."""
    found: set[Decimal] = set()
    items = sentence.of_money()
    for first, second, third in zip(items, items[1:], items[2:], strict=False):
        if "change" not in {first.role, second.role, third.role}:
            continue
        values = [abs(item.amount.value) for item in (first, second, third)]
        largest = max(values)
        if sum(values) == 2 * largest and all(values):
            found.update(item.amount.value for item in (first, second, third))
    return found


def _amount(said: Said, item: Paragraph, figures: Figures, told: set[Decimal]) -> Iterator[Finding]:
    amount = said.amount
    scale = MONEY[amount.unit]
    value = abs(amount.value) * scale
    step = Decimal(1).scaleb(-amount.decimals) * scale
    if not value or value in told or not figures.amounts:
        return
    if figures.has(value, step):
        yield from _named_once(said, value, step, item, figures)
        return
    other = figures.plain.get(abs(amount.value))
    if other is not None and other[1] != amount.unit and len(digits_of(value)) >= SURE_DIGITS:
        told.add(value)
        yield text_kinds.UNIT_SLIP.at(
            item.place,
            related=[other[0].place],
            text=item_text(said),
            label=other[0].label,
            known=other[0].text,
            unit=other[1],
        )
        return
    slip = _slipped(value, step, said, figures)
    if slip is not None:
        told.add(value)
        yield kinds.NEAR_TABLE.at(
            item.place,
            related=[slip.place],
            text=item_text(said),
            label=slip.label or "合计",
            known=slip.text,
            how=ONE_DIGIT,
        )


def _grand(said: Said, sentence: Sentence, item: Paragraph, figures: Figures) -> Iterator[Finding]:
    """收入支出总计 of the text, against the 总计 of the table of 收支."""
    match = _GRAND.search(sentence.text[: said.amount.start])
    if match is None or not said.is_this:
        return
    financed = bool(match[1])
    known = [
        (value, entry)
        for title, value, entry in figures.totals
        if _GRAND_TABLE.search(title)
        and ("财政拨款" in title) is financed
        and entry.label.endswith("总计")
    ]
    scale = MONEY[said.amount.unit]
    step = Decimal(1).scaleb(-said.amount.decimals) * scale
    value = abs(said.amount.value) * scale
    if known and all(abs(other - value) >= step for other, _ in known):
        entry = known[0][1]
        yield kinds.NEAR_TABLE.at(
            item.place,
            related=[entry.place],
            text=item_text(said),
            label=entry.label,
            known=entry.text,
            how="",
        )


def _named_once(
    said: Said, value: Decimal, step: Decimal, item: Paragraph, figures: Figures
) -> Iterator[Finding]:
    """An amount that stands elsewhere, but not where the one figure of its name does."""
    label = said.label
    longest = range(len(label) - SHORTEST_NAME) if said.is_this else range(0)
    known = next((figures.named[label[at:]] for at in longest if label[at:] in figures.named), {})
    if len(known) != 1:
        return
    ((other, entry),) = known.items()
    rounded = (other / step).quantize(Decimal(1)) * step
    if abs(other - value) >= step and slipped(rounded, value, SURE_DIGITS - 1):
        yield kinds.NEAR_TABLE.at(
            item.place,
            related=[entry.place],
            text=item_text(said),
            label=entry.label or said.label,
            known=entry.text,
            how=ONE_DIGIT,
        )


def item_text(said: Said) -> str:
    """An amount as a message shows it."""
    return f"{said.amount.value:f}{said.amount.unit}"


def _slipped(value: Decimal, step: Decimal, said: Said, figures: Figures) -> Entry | None:
    """The cell that an amount most likely means: one its label names, or any by its digits."""
    if said.role == "this":
        for label in (said.label, f"{said.label}支出"):
            for at in range(len(label) - SHORTEST_NAME + 1):
                for known, entry in figures.named.get(label[at:], {}).items():
                    rounded = (known / step).quantize(Decimal(1)) * step
                    if slipped(rounded, value, 3) and _same_size(rounded, value):
                        return entry
    if said.label.endswith("机关运行经费"):  # the 公用经费, where all units are 行政
        for known, entry in figures.named.get("公用经费", {}).items():
            if slipped((known / step).quantize(Decimal(1)) * step, value, 3):
                return entry
    for title, known, entry in figures.totals if said.role != "change" else ():
        named = any(said.label[at : at + 4] in title for at in range(len(said.label) - 3))
        if named and slipped(known, value, 4) and _same_size(known, value):
            return entry
    if len(digits_of(value)) == SURE_DIGITS and said.is_this:
        return next((e for known, e in figures.amounts.items() if exchanged(known, value)), None)
    if len(digits_of(value)) <= SURE_DIGITS:
        return None
    return next(
        (
            entry
            for known, entry in figures.amounts.items()
            if len(digits_of(known)) == len(digits_of(value)) and slipped(known, value, 6)
        ),
        None,
    )


def _same_size(one: Decimal, other: Decimal) -> bool:
    """Whether two slipped figures are of one size, or tenfold by a digit left out."""
    large, small = max(one, other), min(one, other)
    return bool(small) and large / small < 12


def _rate(said: Said, item: Paragraph, figures: Figures) -> Iterator[Finding]:
    value = said.amount.value
    label = said.label
    for at in range(max(0, len(label) - 2)):
        known = figures.rates.get(label[at:])
        if not known:
            continue
        if any(abs(rate - value) < Decimal(1).scaleb(-said.amount.decimals) for rate in known):
            return
        entry = next((e for rate, e in known.items() if slipped(abs(rate), abs(value), 3)), None)
        severity = None
        if entry is None and len(known) == 1:  # one rate of this name, and another one here
            ((rate, only),) = known.items()
            if abs(rate - value) <= NEAR_POINTS:
                entry, severity = only, Severity.HINT
        if entry is not None:
            yield kinds.NEAR_TABLE.at(
                item.place,
                severity=severity,
                related=[entry.place],
                text=item_text(said),
                label=entry.label or label,
                known=entry.text,
                how="" if severity else ONE_DIGIT,
            )
        return


def _twice(
    said: Said,
    item: Paragraph,
    before: dict[str, dict[Decimal, tuple[str, Place]]],
    figures: Figures,
) -> Iterator[Finding]:
    """One name with two amounts a digit apart, in the text alone."""
    amount, label = said.amount, said.label
    value = abs(amount.value) * MONEY[amount.unit]
    if len(label) < SHORTEST_NAME or len(digits_of(value)) < SURE_DIGITS:
        return
    for at in range(len(label) - SHORTEST_NAME + 1):
        known = before.get(label[at:], {})
        if value in known:
            break
        near = next((k for k in known if slipped(k, value, SURE_DIGITS)), None)
        if near is not None and not (near in figures.amounts and value in figures.amounts):
            words, place = known[near]
            yield text_kinds.TEXT_TWICE.at(
                item.place, related=[place], label=label[at:], one=item_text(said), other=words
            )
            break
    before[label].setdefault(value, (item_text(said), item.place))
