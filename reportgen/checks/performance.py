"""What is wrong with a department's projects: names, money, weights, totals.

The indicators one by one are `reportgen.checks.performance_indicators`, the tables of targets and
the names in the text `reportgen.checks.target_tables`. Relations that a format
states itself stand in its checks.yaml.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from reportgen.checks import performance_kinds as kinds
from reportgen.checks.comparing import Status, compare, precision
from reportgen.checks.performance_indicators import check_indicators, inner, points
from reportgen.checks.target_tables import check_target_tables
from reportgen.checks.wording import merged, wording
from reportgen.compute.kinds import ROUNDING
from reportgen.compute.scoring import nearest_group
from reportgen.figure import EXACT, Figure, places
from reportgen.formats.scoring import general_scoring
from reportgen.model.fields import FieldType
from reportgen.model.values import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.compute.context import Context
    from reportgen.compute.project_funds import TypedAmount
    from reportgen.compute.scoring import Project
    from reportgen.finding import Finding
    from reportgen.formats.scoring import ScoringDeclaration
    from reportgen.model.year import DepartmentYear
    from reportgen.place import Place

_OF_PROJECTS: Final = ("项目资金", "绩效目标", "绩效指标")
MOST_NAMES: Final = 60
"""So many names of units are held against each other; a department has fewer."""
LETTERS_APART: Final = 2
"""Names that differ by no more letters left out are taken for one unit."""


def check_projects(context: Context) -> list[Finding]:
    """Every finding about the projects of a data set; none where it has no projects."""
    year, scoring = context.year, context.format.scoring or general_scoring()
    findings = [*_names(year)]
    for project in context.projects:
        findings += _money(project, scoring, year.money_unit)
        findings += _weights(project, scoring)
        findings += _claims(project)
        findings += check_indicators(project, scoring)
    return [*findings, *check_target_tables(context)]


def _names(year: DepartmentYear) -> Iterable[Finding]:
    known = {record.text("名称") for record in year.tables.get("项目", ())}
    for section in _OF_PROJECTS:
        seen: set[str] = set()
        for record in year.tables.get(section, ()):
            name = record.text("项目")
            if name and name not in known and name not in seen:
                seen.add(name)
                yield kinds.UNKNOWN_PROJECT.at(
                    record.place("项目"),
                    section=section,
                    name=inner(name),
                    nearest=nearest(name, known),
                )
    yield from _own_lists(year, known)
    if known:
        unlisted = {
            line.project: line.place
            for line in reversed(year.expenditure.lines)
            if line.project and line.project not in known
        }
        for name, place in unlisted.items():
            yield kinds.PROJECT_NOT_LISTED.at(place, name=inner(name), nearest=nearest(name, known))
    yield from _unit_names(year)


def _own_lists(year: DepartmentYear, known: set[str]) -> Iterable[Finding]:
    """Rows of a format's own lists that name a project which is not there, where others name one that is."""
    for section, records in year.tables.items():
        if section in _OF_PROJECTS or not records or "项目" not in records[0].section.by_name:
            continue
        unknown = {r.text("项目"): r for r in records if r.text("项目") not in {"", *known}}
        if len({record.text("项目") for record in records} & known) == 0:
            continue
        for name, record in unknown.items():
            yield kinds.ROW_OF_NO_PROJECT.at(
                record.place("项目"),
                section=section,
                name=inner(name),
                nearest=nearest(name, known),
            )


def _unit_names(year: DepartmentYear) -> Iterable[Finding]:
    found: dict[str, Place] = {}
    for record in year.tables.get("项目", ()):
        for spec in record.section.fields:
            if spec.type is FieldType.TEXT and spec.name.endswith(("单位", "部门")):
                name = record.text(spec.name)
                if name:
                    found.setdefault(name, record.place(spec.name))
    for one, other in combinations(list(found)[:MOST_NAMES], 2):
        shorter, longer = sorted((one, other), key=len)
        if len(longer) - len(shorter) in range(1, LETTERS_APART + 1) and _within(shorter, longer):
            yield kinds.NAMES_DIFFER.at(
                found[other],
                one=inner(one),
                other=inner(other),
                related=[found[one]],
                key=f"单位名称/{one}/{other}",
                figures=[("甲", one), ("乙", other)],
            )


def _within(shorter: str, longer: str) -> bool:
    """Whether the shorter is the longer with letters left out."""
    letters = iter(longer)
    return all(letter in letters for letter in shorter)


def _money(project: Project, scoring: ScoringDeclaration, unit: str) -> Iterable[Finding]:
    funds = project.funds
    for claim in funds.claims:
        quantum = precision((claim.stated, claim.computed))
        # whole 元 are not rounded: sums of them are exact
        rounded = quantum if quantum is not None and quantum > 1 else None
        status = compare(claim.stated, "=", claim.computed, Decimal(0), rounded)
        if status is not Status.HOLDS:
            yield _amount_differs(project, claim, status, unit)
    if funds.only_total:
        yield kinds.ONLY_TOTAL.at(
            funds.place, project=inner(project.name), columns="、".join(funds.only_total)
        )
    if project.evaluated and project.rate_weight.number:
        yield from _rate(project, scoring, unit)


def _amount_differs(project: Project, claim: TypedAmount, status: Status, unit: str) -> Finding:
    difference = EXACT.abs(EXACT.subtract(claim.stated.number, claim.computed.number))
    words: dict[str, Any] = {
        "difference": wording(difference, unit),
        "related": merged(places(claim.computed, 20)),
    }
    stated, computed = wording(claim.stated, unit), wording(claim.computed, unit)
    if status is Status.ROUNDING:
        return ROUNDING.at(
            claim.place,
            label=f"“{inner(project.name)}”的{claim.row}，{claim.column}",
            left_name="填写",
            left=stated,
            right_name="算出",
            right=computed,
            **words,
        )
    return kinds.AMOUNT_DIFFERS.at(
        claim.place,
        project=inner(project.name),
        row=claim.row,
        column=claim.column,
        stated=stated,
        computed=computed,
        key=f"{project.key}/{claim.row}/{claim.column}",
        figures=[("填写", points(claim.stated)), ("算出", points(claim.computed))],
        **words,
    )


def _rate(project: Project, scoring: ScoringDeclaration, unit: str) -> Iterable[Finding]:
    funds, column = project.funds, scoring.rate.denominator
    budget, executed = funds.budget(scoring), funds.total.executed
    place = funds.place or project.record.place("名称")
    missing = [
        name for name, figure in ((column, budget), ("全年执行数", executed)) if figure.is_blank
    ]
    for name in missing:
        yield kinds.NO_BUDGET.at(place, project=inner(project.name), column=name)
    if missing:
        return
    where = next(iter(places(budget, 1)), place)
    if budget.number <= 0:
        yield kinds.ZERO_BUDGET.at(
            where,
            project=inner(project.name),
            column=column,
            amount=wording(budget, unit),
            policy=scoring.rate.zero_budget if not budget.number else "不计分",
            key=project.rate.key,
            figures=[("预算", points(budget)), ("执行", points(executed))],
        )
    if executed.number > budget.number:
        yield kinds.OVERSPENT.at(
            next(iter(places(executed, 1)), place),
            project=inner(project.name),
            executed=wording(executed, unit),
            column=column,
            budget=wording(budget, unit),
            rate=wording(project.rate, unit),
            key=project.rate.key,
            figures=[("预算", points(budget)), ("执行", points(executed))],
        )


def _weights(project: Project, scoring: ScoringDeclaration) -> Iterable[Finding]:
    place = project.record.place("名称")
    if not project.indicators:
        yield kinds.NO_INDICATORS.at(place, project=inner(project.name), key=f"{project.key}/指标")
        return
    for group in project.groups:
        if not group.known:
            yield kinds.UNKNOWN_GROUP.at(
                group.indicators[0].source.place("一级指标"),
                project=inner(project.name),
                group=group.name,
                nearest=nearest_group(group.name, scoring),
            )
    if all(item.weight.is_blank for item in project.indicators):
        return
    first = project.indicators[0].source.place("权重")
    if project.weight.number != scoring.full:
        added = f"加上执行率的 {points(project.rate_weight)} 分，" if project.rate_apart else ""
        yield kinds.WEIGHTS.at(
            first,
            project=inner(project.name),
            rate=added,
            weights=points(project.weight),
            full=f"{scoring.full:f}",
        )
    for group in project.groups:
        if not group.points.is_blank and group.points != group.weight:
            where = group.indicators[0].source.place("权重") if group.indicators else place
            yield kinds.GROUP_WEIGHT.at(
                where,
                project=inner(project.name),
                group=group.name,
                weights=points(group.weight),
                points=points(group.points),
                key=f"{project.key}/{group.name}/分值",
                figures=[("权重", points(group.weight)), ("规定", points(group.points))],
            )


def _claims(project: Project) -> Iterable[Finding]:
    record = project.record
    for name, computed in (("执行率得分", project.rate_score), ("总分", project.score)):
        stated = record.values.get(name)
        if isinstance(stated, Figure) and not stated.is_blank and stated != computed:
            yield kinds.SCORE_CLAIM.at(
                record.place(name),
                project=inner(project.name),
                name=name,
                stated=points(stated),
                computed=points(computed),
                key=f"{project.key}/{name}",
                figures=[("写明", points(stated)), ("算出", points(computed))],
            )
