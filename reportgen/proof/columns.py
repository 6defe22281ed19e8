"""Holds the columns of a table against each other, row by row: sums across, changes, rates.

Which columns belong together is told by their heads where these say so (执行率, 增减额, 合计), and
otherwise by what most rows follow; the rows that do not are reported.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reportgen.proof import kinds
from reportgen.proof.numbers import printed_equal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportgen.finding import Finding
    from reportgen.proof.layout import Column, Entry, Layout

MOST_COLUMNS: Final = 16
_TOTAL: Final = re.compile(
    r"^(?:合计|总计|小计|总额|金额合计|预算金额|.{0,6}合计)(?:[（(].*[)）])?$"
)
_CHANGE: Final = re.compile(r"差异|差额|增减|变动|变化|比较|增加额|增减额|偏差$|增（减）")
_RATE: Final = re.compile(
    r"执行率|完成率|支出进度|支付进度|比率|占比|比重|[%％]|幅度|(?:增长|下降|增减|变动|变化|完成|支出)率"
)
_OF_RATES: Final = re.compile(r"[%％]|(?:率|比例|比重|幅度)$")
"""A row of rates below rows of amounts: 增减%."""
_POINTS: Final = re.compile(r"^(?:得分|分值|自评得分|评分|权重)")
_GROWTH: Final = re.compile(r"增减|增长|幅度|变动|变化|下降")
_GRAND: Final = re.compile(r"(?:总计|总额)$")
_BUDGET: Final = re.compile(r"全年预算|调整后?预算|预算数|预算金额|年初预算|预算|计划")
_DONE: Final = re.compile(r"执行数|实际支出|支出数|决算数|决算|完成数|实际|支付|支出")
HELD: Final = Decimal("0.6")
"""So large a part of the rows must follow a relation that no head names."""


class Cells(NamedTuple):
    """The entries of one row under the columns of a relation, the result first."""

    result: Entry
    operands: tuple[Entry, ...]


def check_columns(layout: Layout) -> Iterator[Finding]:
    """A finding for each row that does not follow its table's relations between columns."""
    for group in sorted({column.group for column in layout.columns}):
        columns = [column for column in layout.columns if column.group == group]
        if 2 <= len(columns) <= MOST_COLUMNS:
            yield from _sums(columns)
            yield from _changes(columns)
            yield from _rates(columns)


def check_sides(layout: Layout) -> Iterator[Finding]:
    """收入总计 and 支出总计, in one row of a table of two sides, are the same."""
    firsts = {column.group: column for column in reversed(layout.columns)}
    if len(firsts) != 2:
        return
    left, right = (firsts[group] for group in sorted(firsts))
    for entry in left.entries:
        other = right.at(entry.row)
        if other is None or entry.number is None or other.number is None:
            continue
        if not (_GRAND.search(entry.label) and _GRAND.search(other.label)):
            continue
        if entry.number.value != other.number.value:
            yield kinds.SIDES.at(
                other.place,
                related=[entry.place],
                left=entry.label,
                one=entry.text,
                right=other.label,
                other=other.text,
                difference=f"{abs(entry.number.value - other.number.value):f}",
            )


def name(column: Column) -> str:
    """What a column is called: the last of its heads."""
    return column.head.rpartition("/")[2] or f"第{column.index + 1}列"


def _rows(result: Column, operands: Sequence[Column]) -> list[Cells]:
    """The rows in which the result and some operand hold a number."""
    tables = [{entry.row: entry for entry in column.entries} for column in operands]
    found = []
    for entry in result.entries:
        others = [table.get(entry.row) for table in tables]
        present = tuple(other for other in others if other is not None)
        if entry.number is not None and len(present) == len(others):
            found.append(Cells(entry, present))
    return found


def _value(entry: Entry) -> Decimal:
    return entry.number.value if entry.number else Decimal(0)


def _sums(columns: list[Column]) -> Iterator[Finding]:
    for at, column in enumerate(columns):
        named = bool(_TOTAL.match(name(column)))
        if _RATE.search(name(column)) or _CHANGE.search(name(column)):
            continue
        best: tuple[int, int, Sequence[Column], list[Cells]] | None = None
        for operands in _candidates(columns, at, named=named):
            rows = [
                r
                for r in _rows(column, operands)
                if (any(map(_value, r.operands)) or _value(r.result))
                and not _OF_RATES.search(r.result.label)
            ]
            held = [r for r in rows if _value(r.result) == sum(map(_value, r.operands))]
            telling = [r for r in held if sum(1 for o in r.operands if _value(o)) > 1]
            if not telling or (not named and len(telling) < 2) or len(held) < HELD * len(rows):
                continue
            if best is None or (len(held), len(telling)) > best[:2]:
                best = (len(held), len(telling), operands, [r for r in rows if r not in held])
        if best is None:
            continue
        for row in best[3]:
            yield _row_sum(column, row, best[2])


def _candidates(columns: list[Column], at: int, *, named: bool) -> Iterator[Sequence[Column]]:
    """The columns that may make a sum: those beside it, and where it is called one, any few after it."""
    usable = [c for c in columns if not _RATE.search(name(c)) and not _CHANGE.search(name(c))]
    after = [c for c in usable if c.index > columns[at].index]
    before = [c for c in usable if c.index < columns[at].index]
    for length in range(2, len(after) + 1):
        yield after[:length]
    for length in range(2, len(before) + 1):
        yield before[-length:]
    if named and len(after) <= 10:
        for size in (2, 3):
            yield from combinations(after, size)


def _row_sum(column: Column, row: Cells, operands: Sequence[Column]) -> Finding:
    summed = sum(map(_value, row.operands), Decimal(0))
    difference = abs(summed - _value(row.result))
    number = row.result.number
    assert number is not None
    if 0 < difference <= Decimal(1).scaleb(-number.decimals):
        return kinds.ROUNDING.at(
            row.result.place,
            column=name(column),
            label=row.result.label,
            total=row.result.text,
            parts="、".join(map(name, operands)),
            summed=f"{summed:f}",
            difference=f"{difference:f}",
        )
    return kinds.ROW_SUM.at(
        row.result.place,
        label=row.result.label or f"第{row.result.row + 1}行",
        column=name(column),
        total=row.result.text,
        parts="、".join(map(name, operands)),
        summed=f"{summed:f}",
        difference=f"{difference:f}",
    )


def _changes(columns: list[Column]) -> Iterator[Finding]:
    for at, column in enumerate(columns):
        if not _CHANGE.search(name(column)) or _RATE.search(name(column)) or at < 2:
            continue
        pairs = list(combinations(columns[:at], 2))
        scored = [(sum(_is_change(r) for r in _rows(column, pair)), pair) for pair in pairs]
        most, pair = max(scored, key=lambda item: item[0], default=(0, None))
        if pair is None or not most:
            continue
        if _newer_first(pair):
            pair = (pair[1], pair[0])
        rows = [r for r in _rows(column, pair) if any(o.number for o in r.operands)]
        reversed_rows = [r for r in rows if _apart(r) and _value(r.result) == -_apart(r)]
        forward = [r for r in rows if _apart(r) and _value(r.result) == _apart(r)]
        later_first = not forward and _later_first(pair) and len(reversed_rows) > 0
        for row in rows:
            apart, printed = _apart(row), _value(row.result)
            if printed == apart or (later_first and printed == -apart):
                continue
            words: dict[str, Any] = {
                "label": row.result.label or f"第{row.result.row + 1}行",
                "column": name(column),
                "printed": row.result.text,
                "later": name(pair[1]),
                "earlier": name(pair[0]),
            }
            if printed == -apart and apart < 0:
                yield kinds.LOST_SIGN.at(row.result.place, amount=f"{-apart:f}", **words)
            else:
                yield kinds.DIFFERENCE.at(row.result.place, computed=f"{apart:f}", **words)


def _newer_first(pair: Sequence[Column]) -> bool:
    """Whether the heads say that the first column is of a later year: 2016年预算数, 上年完成数."""
    first, second = (column.head for column in pair)
    past = [bool(re.search("上年|去年|上一年", head)) for head in (first, second)]
    if any(past):
        return past == [False, True]
    years = [max(map(int, re.findall(r"20\d\d", head)), default=0) for head in (first, second)]
    return all(years) and years[0] > years[1]


def _later_first(pair: Sequence[Column]) -> bool:
    """Whether this year's column stands before last year's, so that first minus second is meant."""
    first, second = (column.head for column in pair)
    return bool(
        re.search(r"本年|决算|实际|执行|当年", first) and re.search(r"上年|去年|预算|计划", second)
    )


def _apart(row: Cells) -> Decimal:
    return _value(row.operands[1]) - _value(row.operands[0])


def _is_change(row: Cells) -> bool:
    apart = _apart(row)
    return bool(apart) and abs(_value(row.result)) == abs(apart)


def _rates(columns: list[Column]) -> Iterator[Finding]:
    for at, column in enumerate(columns):
        head = name(column)
        if not _RATE.search(head) or _POINTS.search(head):
            continue
        others = [c for i, c in enumerate(columns) if i != at and not _RATE.search(name(c))]
        chosen = _rate_columns(column, others)
        if chosen is None:
            continue
        part, whole, compute = chosen
        for row in _rows(column, (part, whole)):
            computed = compute(_value(row.operands[0]), _value(row.operands[1]))
            printed = _percentage(row.result, head)
            if computed is None or row.result.number is None or not row.operands[1].number:
                continue
            decimals = min(2, row.result.number.decimals)  # 84.2500 is 84.25, shown longer
            if not printed_equal(computed, printed, decimals):
                yield kinds.RATE.at(
                    row.result.place,
                    label=row.result.label or f"第{row.result.row + 1}行",
                    column=head,
                    printed=row.result.text,
                    part=name(part),
                    whole=name(whole),
                    computed=f"{computed:.{max(2, row.result.number.decimals)}f}%",
                )
        yield from _without_sign(column, part, whole, compute)
        if "执行率" in head:
            yield from _blank_rates(column, part, whole)


def _percentage(entry: Entry, head: str) -> Decimal:
    """The rate in percent: 0.95 under a head without % may be a ratio."""
    assert entry.number is not None
    value = entry.number.value
    if not entry.number.percent and "%" not in head and "％" not in head and 0 < abs(value) <= 1:
        return value * 100
    return value


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole * 100 if whole else None


def _growth(later: Decimal, earlier: Decimal) -> Decimal | None:
    return (later - earlier) / earlier * 100 if earlier else None


def _rate_columns(
    column: Column, others: list[Column]
) -> tuple[Column, Column, Callable[[Decimal, Decimal], Decimal | None]] | None:
    """The two columns that a rate is of: as the heads say for 执行率, else those most rows follow."""
    head = name(column)
    if "执行率" in head or "进度" in head:
        done = [
            c
            for c in others
            if _DONE.search(name(c)) and "预算" not in name(c).replace("预算执行", "")
        ]
        budget = [c for c in others if _BUDGET.search(name(c)) and c not in done]
        exact = [c for c in budget if re.search("全年预算|调整", name(c))] or budget[-1:]
        if done and exact:
            return done[-1], exact[-1], _share
    best = None
    for part in others:
        for whole in others:
            if part is whole:
                continue
            for compute in (_share, _growth) if _GROWTH.search(head) else (_share,):
                rows = [r for r in _rows(column, (part, whole)) if r.operands[1].number]
                held = sum(1 for r in rows if _follows(r, compute, head))
                if held >= 2 and held >= HELD * len(rows) and (best is None or held > best[0]):
                    best = (held, part, whole, compute)
    return best[1:] if best else None


def _follows(row: Cells, compute: Callable[[Decimal, Decimal], Decimal | None], head: str) -> bool:
    computed = compute(_value(row.operands[0]), _value(row.operands[1]))
    if computed is None or row.result.number is None or not computed:
        return False
    return printed_equal(computed, _percentage(row.result, head), row.result.number.decimals)


def _without_sign(
    column: Column,
    part: Column,
    whole: Column,
    compute: Callable[[Decimal, Decimal], Decimal | None],
) -> Iterator[Finding]:
    """A rate without % among rates that have it."""
    rates = [entry for entry in column.entries if entry.number and entry.number.value]
    bare = [entry for entry in rates if entry.number and not entry.number.percent]
    if not bare or len(bare) * 3 > len(rates):
        return
    for row in _rows(column, (part, whole)):
        computed = compute(_value(row.operands[0]), _value(row.operands[1]))
        if row.result in bare and computed is not None:
            yield kinds.RATE.at(
                row.result.place,
                label=row.result.label or f"第{row.result.row + 1}行",
                column=name(column),
                printed=f"{row.result.text}（没有 % 号）",
                part=name(part),
                whole=name(whole),
                computed=f"{computed:.2f}%",
            )


def _blank_rates(column: Column, part: Column, whole: Column) -> Iterator[Finding]:
    """A budget and money spent, and no rate beside them."""
    for entry in column.entries:
        done, budget = part.at(entry.row), whole.at(entry.row)
        if entry.number is not None or entry.text.strip():  # — and / say that none is given here
            continue
        if entry.partly and not any(e.partly and e.number for e in column.entries):
            continue  # the form asks for the rate of the whole only
        if done and budget and done.number and budget.number and budget.number.value:
            computed = done.number.value / budget.number.value * 100
            yield kinds.RATE_BLANK.at(
                entry.place,
                label=entry.label or f"第{entry.row + 1}行",
                budget=budget.text,
                executed=done.text,
                column=name(column),
                printed=entry.text,
                computed=f"{computed:.2f}%",
            )
