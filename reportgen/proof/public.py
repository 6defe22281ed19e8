"""Holds the figures of “三公”经费 against each other: in their table, in the text, and above the basic lines.

The table may have its items as rows or as columns, several periods side by side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.proof import table_kinds
from reportgen.proof.clauses import sentences, shown
from reportgen.proof.facts import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.finding import Finding
    from reportgen.proof.document import Paragraph
    from reportgen.proof.layout import Entry, Layout

ABROAD, VEHICLES, BOUGHT, RUN, RECEPTION, TOTAL = (
    "因公出国（境）费",
    "公务用车购置及运行费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
    "合计",
)
_CAR: Final = r"(?:公务用车|公务车辆?|公车)"
_RUNNING: Final = r"运[行维营](?:[及和与]?维护)?(?:费用?|经费|支出)?"
_ITEMS: Final = (
    (ABROAD, re.compile(r"因公出国(?:[（(]境[)）])?(?:费用?|经费)?")),
    (VEHICLES, re.compile(rf"{_CAR}购置[及和与、]{_RUNNING}")),
    (BOUGHT, re.compile(rf"{_CAR}购置(?:费用?|支出)?")),
    (RUN, re.compile(rf"{_CAR}{_RUNNING}")),
    (RECEPTION, re.compile(r"公务接待(?:费用?|支出)?")),
)
_BASIC: Final = {"30212": ABROAD, "30217": RECEPTION, "30231": RUN, "31013": BOUGHT}
_PUBLIC: Final = re.compile(r"[“\"”]?三公[“\"”]?")
_NOT_A_PERIOD: Final = re.compile(r"增减|差额|差异|变动|变化|比较|率|[%％]|占")
FARTHEST: Final = 30
"""So many characters may stand between an item's name and its amount."""


def check_public(paragraphs: Sequence[Paragraph], layouts: Sequence[Layout]) -> Iterator[Finding]:
    """The findings about 三公 of a whole document."""
    known: dict[str, list[Entry]] = defaultdict(list)
    last: dict[str, tuple[Entry, Decimal]] = {}
    printed: dict[str, set[Decimal]] = defaultdict(set)
    for layout in layouts:
        scale = MONEY.get(layout.table.unit, MONEY["万元"])
        periods = [found for found in periods_of(layout) if len(found[1]) >= 3]
        newest = max(_newness(head) for head, _ in periods) if periods else (0, 0)
        headed = {_item(head) for head in layout.heads}
        for head, items in periods:
            yield from _sums(items, headed)
            for item, entry in items.items():
                known[item].append(entry)
                if entry.number:
                    printed[item].add(entry.number.value * scale)
                    if _newness(head) == newest:
                        last[item] = (entry, entry.number.value * scale)
                else:
                    printed[item].add(Decimal(0))
    if last:
        yield from _basic(layouts, last, printed)
        yield from _text(paragraphs, printed, known)


def _newness(head: str) -> tuple[int, int]:
    """How new the period of a head is: its year, and 决算 after 预算, 本年 after 上年."""
    years = [int(year) for year in re.findall(r"20\d\d", head)]
    return (max(years, default=0), 2 * ("决算" in head or "执行" in head) - ("上年" in head))


def _across(layout: Layout) -> bool:
    """Whether the items are columns, which `columns` cannot add up in a single row."""
    return sum(1 for column in layout.columns if _item(column.head)) >= 3


def _item(head: str) -> str:
    """Which item a head or label names; empty for none."""
    parts = [part for part in head.split("/") if part]
    if not parts:
        return ""
    name = parts[-1]
    above = next((part for part in reversed(parts[:-1]) if re.search(_CAR, part)), "")
    if name in {"小计", "合计"} and above:
        return VEHICLES
    if name in {"小计", "合计"} and any("公务接待" in part for part in parts[:-1]):
        return RECEPTION
    if above and re.fullmatch(rf"(?:{_CAR}|车辆)?购置(?:费用?|支出)?", name):
        return BOUGHT
    if above and re.fullmatch(rf"(?:{_CAR}|车辆)?{_RUNNING}", name):
        return RUN
    if re.fullmatch(r"(?:“?三公”?经费)?(?:合计|总计|总额)", name):
        return TOTAL
    plain = re.sub(
        r"^(?:其中[:：])?(?:[一二三四五六七八九十]+、|[（(].{1,2}[)）]|\d+[、.．])?", "", name
    )
    return next((item for item, pattern in _ITEMS if pattern.fullmatch(plain)), "")


def periods_of(layout: Layout) -> Iterator[tuple[str, dict[str, Entry]]]:
    """The items of each period of a table by their names, with a head of the period."""
    if _across(layout):
        for row in sorted({entry.row for column in layout.columns for entry in column.entries}):
            items: dict[str, Entry] = {}
            head = ""
            for column in layout.columns:
                item, entry = _item(column.head), column.at(row)
                if not item or entry is None:
                    continue
                if item in items:
                    yield head, items
                    items = {}
                if _NOT_A_PERIOD.search(entry.label):
                    break
                items[item] = entry
                head = column.head
            yield head, items
        return
    for column in layout.columns:
        if _NOT_A_PERIOD.search(column.head):
            continue
        rows = {_item(entry.label): entry for entry in column.entries}
        rows.pop("", None)
        if len(rows) >= 3 and RECEPTION in rows:
            yield column.head, rows


def _value(items: dict[str, Entry], *names: str) -> Decimal:
    numbers = (items[n].number for n in names if n in items)
    return sum((number.value for number in numbers if number), Decimal(0))


def _sums(items: dict[str, Entry], headed: set[str]) -> Iterator[Finding]:
    """The wholes of a period; `headed`: items that have a column, be it blank."""
    cars = (VEHICLES,) if VEHICLES in items else (BOUGHT, RUN)
    for whole, parts in ((TOTAL, (ABROAD, *cars, RECEPTION)), (VEHICLES, (BOUGHT, RUN))):
        entry = items.get(whole)
        present = [part for part in parts if part in items or part in headed]
        if entry is None or entry.number is None or len(present) < len(parts):
            continue
        summed = _value(items, *parts)
        if summed != entry.number.value and (whole == TOTAL or summed):
            yield table_kinds.PUBLIC_SUM.at(
                entry.place,
                whole=whole,
                printed=entry.text,
                parts="、".join(present),
                summed=f"{summed:f}",
                difference=f"{abs(summed - entry.number.value):f}",
            )


def _basic(
    layouts: Sequence[Layout],
    last: dict[str, tuple[Entry, Decimal]],
    printed: dict[str, set[Decimal]],
) -> Iterator[Finding]:
    """三公 holds basic and project money, so an item is never below its line of basic expenditure."""
    for layout in layouts:
        scale = MONEY.get(layout.table.unit)
        if scale is None:
            continue
        for column in layout.columns:
            for line in column.entries:
                item = _BASIC.get(line.code)
                if item is None or line.number is None or item not in last:
                    continue
                entry, value = last[item]
                basic = line.number.value * scale
                if max(printed[item]) < basic or value < basic:
                    yield table_kinds.BELOW_BASIC.at(
                        entry.place,
                        related=[line.place],
                        item=item,
                        printed=entry.text,
                        code=line.code,
                        basic=line.text,
                        unit=layout.table.unit,
                    )
                    return


def _text(
    paragraphs: Sequence[Paragraph],
    printed: dict[str, set[Decimal]],
    known: dict[str, list[Entry]],
) -> Iterator[Finding]:
    for paragraph in paragraphs:
        for sentence in sentences(paragraph.text):
            for said in sentence.said:
                if not said.is_this or not said.amount.money:
                    continue
                item = told_of(paragraph.text[: sentence.start + said.amount.start])
                values = printed.get(item)
                if not item or not values:
                    continue
                scale = MONEY[said.amount.unit]
                step = Decimal(1).scaleb(-said.amount.decimals) * scale
                value = said.amount.value * scale
                if not any(abs(value - other) < step for other in values):
                    yield table_kinds.PUBLIC_TEXT.at(
                        paragraph.place,
                        related=[known[item][-1].place],
                        sentence=shown(sentence.text[max(0, said.amount.start - 40) :]),
                        item="“三公”经费" if item == TOTAL else item,
                        said=f"{said.amount.value:f}{said.amount.unit}",
                        printed="、".join(
                            dict.fromkeys(entry.text or "空白" for entry in known[item])
                        ),
                    )


def told_of(before: str) -> str:
    """The item named last before an amount, no other amount between them."""
    best, end = "", -1
    for item, pattern in (*_ITEMS, (TOTAL, _PUBLIC)):
        found = list(pattern.finditer(before))
        if found and (found[-1].end() > end):
            best, end = item, found[-1].end()
    between = before[end:] if end >= 0 else ""
    if (
        end < 0
        or len(between) > FARTHEST
        or re.search(r"\d\s*[万千亿]?元|[、；]|政府采购|运行经费预算", between)
    ):
        return ""
    if best == TOTAL and re.search("其中|控制|占|人均", between):
        return ""
    return "" if re.search(r"外宾|外事|人均|占|率|其中", between) else best
