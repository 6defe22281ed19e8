"""What is wrong with indicators, projects and tasks beside each other: repeats, two spellings, sums in texts.

Single targets are `reportgen.checks.target_rows`. The relations of a form's own figures stand in its
checks.yaml.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from reportgen.checks import target_kinds as kinds
from reportgen.checks.comparing import Status, compare, precision
from reportgen.checks.performance_indicators import inner
from reportgen.checks.target_rows import (
    NOT_APPLICABLE,
    YEAR,
    Row,
    above_all,
    check_row,
    has_no_unit,
    lost_percent,
)
from reportgen.checks.wording import merged, wording
from reportgen.compute.targets import folded
from reportgen.figure import EXACT, YUAN, Derived, Figure, total
from reportgen.finding import Severity
from reportgen.formats.scoring import general_scoring
from reportgen.model.fields import FieldType
from reportgen.model.values import MONEY
from reportgen.sources.amounts import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.model.year import Record

MOST_NAMES: Final = 300
"""So many names of indicators are held against each other."""
SHORTEST_NAMES: Final = {1: 6, 2: 8}
"""Names of level 2 and 3 shorter than this are often a word apart and yet two things."""
LETTERS_APART: Final = 2
_AMOUNT: Final = re.compile(r"(?<![\d.,])(\d[\d,]{0,20}(?:\.\d{1,6})?)\s*(亿元|万元|千元|元)")
_BRACKETS: Final = str.maketrans("", "", "()（）")


def check_targets(context: Context, indicators: Mapping[str, list[Row]]) -> list[Finding]:
    """Every finding about the wording of indicators (by section), goals and tasks of a data set."""
    year, scoring = context.year, context.format.scoring or general_scoring()
    findings: list[Finding] = []
    for rows in indicators.values():
        for row in rows:
            findings += check_row(row, year.year, scoring)
        findings += _not_set(rows)
        findings += _repeated(rows)
        findings += _no_units(rows)
        findings += _above_all(rows)
        for level in SHORTEST_NAMES:
            findings += _spellings(rows, level)
    findings += _goals(context)
    findings += _old_projects(year.tables.get("项目", ()), year.year)
    for name, records in year.tables.items():
        if {"主要内容", "财政拨款"} <= year.contract.sections[name].by_name.keys():
            for record in records:
                findings += _task(record, year.money_unit)
    return findings


def _not_set(rows: list[Row]) -> Iterable[Finding]:
    """不适用 in one cell of the two, where the form elsewhere has it in both."""
    idle = [row for row in rows if row.name == NOT_APPLICABLE]
    if any(row.text == NOT_APPLICABLE for row in idle):
        for row in idle:
            if not row.text:
                label = "／".join(f"“{level}”" for level in row.levels[:2] if level)
                yield kinds.NOT_SET.at(row.spot, label=label, field="目标值", key=row.key)


def _repeated(rows: list[Row]) -> Iterable[Finding]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.is_set:
            groups[row.project, folded(row.name)].append(row)
    for group in groups.values():
        for one, other in pairwise(group):
            told_apart = list(one.described) != list(other.described)
            same = folded(one.text) == folded(other.text) and not told_apart
            yield kinds.REPEATED.at(
                other.record.place("三级指标"),
                related=[one.record.place("三级指标")],
                severity=Severity.EXPLAIN if same else Severity.HINT,
                label=other.label,
                one=inner(one.text),
                other=inner(other.text),
                key=other.key,
                figures=[("甲", one.text), ("乙", other.text)],
            )


def _no_units(rows: list[Row]) -> Iterable[Finding]:
    """One finding for them all: many forms leave units out throughout."""
    found = [row for row in rows if has_no_unit(row) and not lost_percent(row)]
    if found:
        yield kinds.NO_UNITS.at(
            found[0].spot,
            related=merged(tuple(row.spot for row in found[1:])),
            label=found[0].label,
            more=_more(found),
            target=inner(found[0].text),
            key=found[0].record.section.name,
        )


def _more(rows: list[Row]) -> str:
    return f"等 {len(rows)} 个指标" if len(rows) > 1 else ""


def _above_all(rows: list[Row]) -> Iterable[Finding]:
    found = [row for row in rows if above_all(row)]
    if found:
        yield kinds.ABOVE_ALL.at(
            found[0].spot,
            related=merged(tuple(row.spot for row in found[1:])),
            label=found[0].label,
            more=_more(found),
            key=found[0].record.section.name,
        )


def _spellings(rows: list[Row], level: int) -> Iterable[Finding]:
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.levels[level], row)
    names = [
        (name, spelt, len(spelt))
        for name in list(first)[:MOST_NAMES]
        if len(name) >= SHORTEST_NAMES[level]
        for spelt in (folded(name).translate(_BRACKETS),)
    ]
    for (one, left, size), (other, right, room) in combinations(names, 2):
        if not 1 <= abs(room - size) <= LETTERS_APART:
            continue
        if _within(left, right) if size < room else _within(right, left):
            field = ("一级指标", "二级指标", "三级指标")[level]
            yield kinds.TWO_SPELLINGS.at(
                first[other].record.place(field),
                related=[first[one].record.place(field)],
                one=inner(one),
                other=inner(other),
                key=f"{field}/{one}/{other}",
            )


def _within(shorter: str, longer: str) -> bool:
    """Whether the shorter is the longer with letters left out."""
    letters = iter(longer)
    return all(letter in letters for letter in shorter)


def _goals(context: Context) -> Iterable[Finding]:
    seen: dict[str, tuple[str, Record, Figure]] = {}
    for project in context.projects:
        goal = folded(project.record.text("预期目标"))
        money = project.funds.total.initial
        if not goal:
            continue
        if goal in seen:
            name, record, amount = seen[goal]
            equal = not money.is_blank and money == amount
            unit = context.year.money_unit
            yield kinds.SAME_GOAL.at(
                project.record.place("预期目标"),
                related=[record.place("预期目标")],
                one=inner(name),
                other=inner(project.name),
                money=f"，预算也都是 {wording(money, unit)}" if equal else "",
                key=f"总体目标/{name}/{project.name}",
                figures=[("甲", str(amount.value)), ("乙", str(money.value))],
            )
        else:
            seen[goal] = (project.name, project.record, money)


def _old_projects(records: Iterable[Record], year: int) -> Iterable[Finding]:
    for record in records:
        name = record.text("名称")
        for found in dict.fromkeys(map(int, YEAR.findall(folded(name)))):
            if year and found < year:
                yield kinds.OLD_YEAR.at(
                    record.place("名称"),
                    severity=Severity.HINT,
                    label=f"项目“{inner(name)}”",
                    found=found,
                    year=year,
                    key=f"项目/{name}",
                    figures=[("年份", str(found))],
                )


def _task(record: Record, unit: str) -> Iterable[Finding]:
    """The amounts named in a task's text, held against its budget, which may be a rounded number."""
    place = record.place("主要内容")
    named: list[Figure] = []
    for match in _AMOUNT.finditer(record.text("主要内容")):
        number = parse_number(match[1])
        if isinstance(number, Decimal):
            named.append(Figure(EXACT.multiply(number, MONEY[match[2]]), YUAN, Derived("文字", ())))
    parts = [
        value
        for spec in record.section.fields
        if spec.type is FieldType.AMOUNT
        and spec.name != "总额"
        and isinstance(value := record.values.get(spec.name), Figure)
    ]
    budget = total(parts, "预算金额")
    if len(named) < 2 or budget.is_blank:
        return
    listed = total(named, "内容里的金额")
    status = compare(budget, "=", listed, Decimal(0), precision(parts))
    if status in {Status.HOLDS, Status.ROUNDING}:
        return
    task = next((record.text(name) for name in record.section.identity), "")
    yield kinds.TASK_AMOUNTS.at(
        place,
        related=merged((record.place("财政拨款"),)),
        task=inner(task),
        count=len(named),
        parts=wording(listed, unit),
        amount=wording(budget, unit),
        difference=wording(abs(listed - budget), unit),
        key=f"{record.section.name}/{task}/主要内容",
        figures=[("内容", str(listed.value)), ("预算", str(budget.value))],
    )
