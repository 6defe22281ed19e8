"""Holds the totals of a table against the rows they sum, down each column of numbers.

A total is told by its label, by codes (类, 款, 项) or by numbering (一、 1、). Districts put totals above
or below, with or without subtotals: a total stands where one of the usual readings gives it; the
nearest reading is reported otherwise, and only where it is near or the other columns follow it.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.proof import kinds
from reportgen.proof.layout import PARTLY
from reportgen.proof.numbers import slipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.finding import Finding
    from reportgen.proof.layout import Column, Entry, Layout

NEAR: Final = Decimal("0.3")
"""A total this much apart from its parts, relatively, is still meant to be their sum."""


_THIS_YEAR: Final = re.compile(r"^(?:[一二三四五六七八九十]+、)?本年(?:收入|支出)")
_CARRIED: Final = re.compile(r"结转|结余")
_NOT_ADDED: Final = re.compile(r"率|系数|占比|比重|幅度|[%％]|分值|权重|得分|评分|总分|平均")
"""Rates are not added; points are the affair of `reportgen.proof.scores`."""


class Reading(NamedTuple):
    """One way of reading a total: its name, the parts, and whether the layout leaves no other."""

    name: str
    parts: list[Entry]
    sure: bool = False


class Broken(NamedTuple):
    """A total that its parts do not give."""

    column: Column
    total: Entry
    reading: Reading
    summed: Decimal


def check_sums(layout: Layout) -> Iterator[Finding]:
    """A finding for each total that is not its parts."""
    held: Counter[tuple[int, str]] = Counter()
    broken: list[tuple[Column, Entry, list[Reading]]] = []
    for column in layout.columns:
        if _NOT_ADDED.search(column.head):
            continue
        for total, readings in _totals(column):
            if total.number is None or total.number.percent:
                continue
            fitting = [r for r in readings if _gives(total, r.parts)]
            if _empty_above(total) and any(_filled(r.parts) for r in readings):
                fitting = [r for r in fitting if _filled(r.parts)]
            held.update((total.row, reading.name) for reading in fitting if _filled(reading.parts))
            if not fitting:
                broken.append((column, total, readings))
    for column, total, readings in broken:
        followed = [r for r in readings if held[total.row, r.name]]
        fewest = 1 if _empty_above(total) else 2
        reading = _nearest(total, followed, fewest=0) or _nearest(total, readings, fewest)
        if reading is None:
            continue
        item = Broken(column, total, reading, _sum(reading.parts))
        near = _is_near(item)
        if not column.head and not near:
            continue  # without heads it may go on with a table of the page before, whose rows it sums too
        if reading.sure or followed or near:
            sure = reading.sure or fewest == 1
            yield _finding(item, certain=bool(followed) or (near and sure))


def _totals(column: Column) -> Iterator[tuple[Entry, list[Reading]]]:
    entries = column.entries
    yield from _by_code(entries)
    yield from _by_numbering(entries)
    for at, entry in enumerate(entries):
        if at and PARTLY.match(entry.label):
            listed = _listed(entries, at)
            if len(listed) > 1 and not entries[at - 1].partly:
                yield entries[at - 1], [Reading("其中各行", listed)]
        runs = _runs(entries[at + 1 :]) if entry.is_total else []
        for run in runs:
            yield entry, [Reading(f"“{run[0].label.partition('：')[0]}”各项", run, sure=True)]
        if runs:
            continue
        if entry.is_total and not entry.partly:
            yield entry, [r for r in _readings(entries, at) if r.parts]
        elif at == 0 and not entry.label and len(entries) > 2:
            rest = [item for item in entries[1:] if not item.is_total]
            yield entry, [Reading("下列各行", rest)]


def _listed(entries: list[Entry], at: int) -> list[Entry]:
    """The row of 其中 and those that go on with it."""
    end = next((i for i in range(at + 1, len(entries)) if not entries[i].detail), len(entries))
    return entries[at:end]


def _runs(below: list[Entry]) -> list[list[Entry]]:
    """The lists that labels begin (1、资金来源：（1）…), each of which makes the total above them."""
    runs: list[list[Entry]] = []
    for entry in below:
        if entry.begins_list:
            runs.append([entry])
        elif runs and entry.level == runs[-1][0].level:
            runs[-1].append(entry)
        else:
            break
    return [run for run in runs if len(run) > 1]


def _by_code(entries: list[Entry]) -> Iterator[tuple[Entry, list[Reading]]]:
    coded = [entry for entry in entries if entry.code]
    if len({entry.code for entry in coded}) != len(coded):
        return
    for entry in coded:
        below = [e for e in coded if e.code.startswith(entry.code) and e.code != entry.code]
        if below:
            depth = min(len(item.code) for item in below)
            parts = [item for item in below if len(item.code) == depth]
            yield entry, [Reading("下级科目", parts, sure=True)]


def _by_numbering(entries: list[Entry]) -> Iterator[tuple[Entry, list[Reading]]]:
    for at, entry in enumerate(entries):
        if not entry.level or entry.code or entry.begins_list:
            continue
        below: list[Entry] = []
        for item in entries[at + 1 :]:
            if item.is_total or (item.level and item.level <= entry.level):
                break
            below.append(item)
        numbered = [item for item in below if item.level]
        if numbered:
            depth = min(item.level for item in numbered)
            parts = [item for item in numbered if item.level == depth]
            if not any(item.partly for item in parts):
                yield entry, [Reading("下列各项", parts, sure=True)]
        elif below and not any(item.partly or item.code for item in below):
            readings = [Reading("下列各行", below)]
            inner = _without_detail(below)
            if inner != below:
                readings.append(Reading("下列各行（不计明细）", inner))
            yield entry, readings


def _without_detail(rows: list[Entry]) -> list[Entry]:
    """Rows that are not themselves the sum of the two rows after them (购置费, 运行费 below 公务用车)."""
    kept: list[Entry] = []
    skip = 0
    for at, row in enumerate(rows):
        if skip:
            skip -= 1
            continue
        kept.append(row)
        pair = rows[at + 1 : at + 3]
        if row.number and row.number.value and _gives(row, pair[:1]) and not pair[0].level:
            skip = 1  # the only kind of it, on a row of its own
        elif len(pair) == 2 and row.number and _gives(row, pair):
            skip = 2
    return kept


def _readings(entries: list[Entry], at: int) -> list[Reading]:
    """The usual ways of reading a total in its place."""
    above, below = entries[:at], entries[at + 1 :]
    last = max((i for i, item in enumerate(above) if item.is_total), default=-1)
    since = above[last + 1 :]
    following = next((i for i, item in enumerate(below) if item.is_total), len(below))
    until = below[:following]
    single = not any(item.is_total for item in (*above, *below))
    flat = single and not any(item.level or item.code or item.partly for item in entries)
    totals_below = [item for item in below if item.is_total]
    this_year = [item for item in above if _THIS_YEAR.search(item.label)]
    carried = [item for item in above if _CARRIED.search(item.label)]
    readings = [
        Reading("本年数加结转", [*this_year[-1:], *carried]),
        Reading("上面各行", since, sure=flat and not below),
        Reading("上面各级合计", [item for item in above if item.is_total]),
        Reading("下面各行", until, sure=flat and not above),
        Reading("下面各级合计", totals_below if len(totals_below) > 1 else []),
        Reading("全部各行", [e for e in (*above, *below) if not e.is_total and not e.partly]),
    ]
    if last >= 0:
        readings.append(Reading("上一个合计加其后各行", [above[last], *since]))
        before = [item for item in above[:last] if item.is_total]
        readings.append(Reading("前几个合计加其后各行", [*before, above[last], *_tops(since)]))
        readings.append(Reading("上一个合计加其后各项", [above[last], *_tops(since)]))
        whole = [row for row in since if not row.partly]
        detailed = [above[last], *_without_detail(whole)]
        readings.append(Reading("上一个合计加其后各行（不计明细）", detailed))
    for name, rows in (("上面", since), ("下面", until), ("上面全部", above), ("下面全部", below)):
        tops = _tops([row for row in rows if not row.is_total])
        if tops and len(tops) < len(rows):
            readings.append(Reading(f"{name}各项", tops, sure=single and len(tops) > 1))
        inner = _without_detail([row for row in rows if not row.is_total])
        if len(inner) < len(rows):
            readings.append(Reading(f"{name}各行（不计明细）", inner))
    return readings


def _tops(rows: Sequence[Entry]) -> list[Entry]:
    """The rows of the highest level: the shortest codes, or the first numbering."""
    coded = [row for row in rows if row.code]
    if coded:
        shortest = min(len(row.code) for row in coded)
        return [row for row in coded if len(row.code) == shortest]
    levels = [row.level for row in rows if row.level]
    if not levels:
        return [row for row in rows if not row.partly]
    return [row for row in rows if row.level == min(levels)]


def _filled(rows: Sequence[Entry]) -> list[Entry]:
    return [row for row in rows if row.number is not None]


def _sum(rows: Sequence[Entry]) -> Decimal:
    return sum((row.number.value for row in rows if row.number), Decimal(0))


def _gives(total: Entry, parts: Sequence[Entry]) -> bool:
    return total.number is not None and _sum(parts) == total.number.value and bool(parts)


def _nearest(total: Entry, readings: list[Reading], fewest: int = 2) -> Reading | None:
    """The reading whose sum is nearest; one of several sure ones before the others.

    One with fewer filled parts than `fewest` is none, save where the layout leaves no other.
    """
    assert total.number is not None
    value = total.number.value
    possible = [
        r for r in readings if len(_filled(r.parts)) >= fewest or (r.sure and _filled(r.parts))
    ]
    return min(possible, key=lambda r: (abs(_sum(r.parts) - value), not r.sure), default=None)


def _is_near(item: Broken) -> bool:
    assert item.total.number is not None
    value = item.total.number.value
    if not item.summed:
        return False
    if not value:
        return True  # 0 above parts that are not
    near = abs(item.summed - value) <= NEAR * max(abs(item.summed), abs(value))
    return near or slipped(item.summed, value, 3)


def _empty_above(total: Entry) -> bool:
    """资金总额 0, above money of one kind and more."""
    return total.number is not None and not total.number.value and "总额" in total.label


def _finding(item: Broken, *, certain: bool) -> Finding:
    total = item.total
    assert total.number is not None
    digits = max(
        [total.number.decimals, *(p.number.decimals for p in item.reading.parts if p.number)]
    )
    unit = Decimal(1).scaleb(-total.number.decimals)
    difference = abs(item.summed - total.number.value)
    filled = len(_filled(item.reading.parts))
    rounding = difference <= unit * max(1, filled // 8)
    kind = kinds.ROUNDING if rounding else kinds.TOTAL if certain else kinds.TOTAL_DOUBTFUL
    return kind.at(
        total.place,
        related=[part.place for part in _filled(item.reading.parts)[:4]],
        column=item.column.head.rpartition("/")[2] or f"第{item.column.index + 1}列",
        label=total.label or "第一行",
        total=total.text,
        parts=item.reading.name,
        summed=f"{item.summed:.{digits}f}",
        difference=f"{difference:.{digits}f}",
    )
