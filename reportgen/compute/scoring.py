"""Scores a department's projects as the format's scoring.yaml declares it.

From the sections 项目, 项目资金, 绩效目标, 绩效指标 and the ledger to scored projects: money by row,
执行率 and its points, suggested and given scores, group sums, total, grade. A score the clerk gave
stands. What is wrong with them is said by `reportgen.checks.performance`; nothing is printed here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.compute.execution import execution_rate, grade_of, rate_points
from reportgen.compute.project_funds import Funds, fund_lines
from reportgen.compute.scoring_rules import Comparison, compare, suggested
from reportgen.compute.targets import Target, composed, parse_actual, parse_target
from reportgen.figure import (
    CONSTANT,
    EXACT,
    Derived,
    Figure,
    blank,
    round_half_up,
    total,
)
from reportgen.frozen import frozen
from reportgen.model.projects import POINTS
from reportgen.model.values import nearest

if TYPE_CHECKING:
    from reportgen.formats.scoring import BandDeclaration, ScoringDeclaration
    from reportgen.model.year import DepartmentYear, Record

_POINTS_BEHIND: Final = re.compile(r"\s*[（(]\s*[0-9.]+\s*分?\s*[)）]\s*$")
NO_INDICATOR: Final = frozenset({"", "无", "/", "-", "—"})


@frozen
class Indicator:
    """One row of the form: what it asks, what was reached, and its points (分).

    `record` is the row of 绩效指标, `agreed` that of 绩效目标; one of them is always there.
    `score` is the given score, or the suggested one where none was given.
    """

    record: Record | None
    agreed: Record | None
    key: str
    levels: tuple[str, str, str]
    text: str
    target: Target
    actual: Target
    comparison: Comparison
    applies: bool
    is_rate: bool
    weight: Figure
    given: Figure
    suggested: Figure
    score: Figure
    band: BandDeclaration | None

    @property
    def source(self) -> Record:
        """The row that the clerk would mend."""
        record = self.record or self.agreed
        assert record is not None
        return record

    @property
    def label(self) -> str:
        """What the indicator is called in a sentence."""
        return next((level for level in reversed(self.levels) if level not in NO_INDICATOR), "")

    @property
    def reason(self) -> str:
        """偏差原因, as typed."""
        return self.record.text("偏差原因").strip() if self.record else ""


@frozen
class Group:
    """The indicators of one level-1 group; `points` are those the format prescribes, if any."""

    name: str
    known: bool
    points: Figure
    weight: Figure
    score: Figure
    indicators: tuple[Indicator, ...]


@frozen
class Project:
    """One project, scored. `rate` is a plain ratio, points are in 分, money in 元."""

    record: Record
    name: str
    funds: Funds
    rate: Figure
    rate_weight: Figure
    rate_score: Figure
    rate_apart: bool
    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    weight: Figure
    score: Figure
    grade: str
    evaluated: bool

    @property
    def key(self) -> str:
        """The beginning of the keys of its figures."""
        return f"项目/{self.name}"


def score_projects(year: DepartmentYear, scoring: ScoringDeclaration) -> tuple[Project, ...]:
    """The projects in the order of the data set; rows that name none of them are left out."""
    rows: dict[str, dict[str, list[Record]]] = {}
    for section in ("项目资金", "绩效目标", "绩效指标"):
        by_project = rows[section] = defaultdict(list)
        for record in year.tables.get(section, ()):
            by_project[record.text("项目")].append(record)
    money = fund_lines(year, scoring.funds, rows["项目资金"])
    scored: list[Project] = []
    for record in year.tables.get("项目", ()):
        name = record.text("名称")
        if name:
            agreed, own = rows["绩效目标"][name], rows["绩效指标"][name]
            scored.append(_project(record, money(name), agreed, own, scoring, year.year))
    return tuple(scored)


@lru_cache(maxsize=1024)
def level_one(text: str) -> str:
    """The name of a level-1 group without points behind it: 产出指标（50分） → 产出指标."""
    return _POINTS_BEHIND.sub("", text)


def group_name(text: str, scoring: ScoringDeclaration) -> str:
    """The name the format has for a level-1 group, also under another name; as written if none."""
    written = level_one(text)
    for group in scoring.groups:
        if written == group.name or written in group.aliases:
            return group.name
    names = {name for scheme in scoring.schemes for name in scheme.points}
    if written in names:
        return written
    longer = [g.name for g in scoring.groups if g.name.removesuffix("指标") == written]
    return longer[0] if longer else written


def nearest_group(text: str, scoring: ScoringDeclaration) -> str:
    """Half a sentence that names the group nearest to a wrong name."""
    return nearest(level_one(text), [group.name for group in scoring.groups])


def _project(
    record: Record,
    funds: Funds,
    agreed: list[Record],
    own: list[Record],
    scoring: ScoringDeclaration,
    year: int,
) -> Project:
    name = record.text("名称")
    key = f"项目/{name}"
    paired = _paired(agreed, own)
    names = {group_name(name[0], scoring) for name in paired}
    scheme = next((s for s in scoring.schemes if names.intersection(s.when)), None)
    points = {group.name: group.points for group in scoring.groups}
    rate_weight_value = scoring.rate.weight
    if scheme:
        points = dict(scheme.points)
        rate_weight_value = scheme.rate if scheme.rate is not None else rate_weight_value
    rate = execution_rate(funds.total.executed, funds.budget(scoring), scoring, f"{key}/执行率")
    indicators = tuple(
        _indicator(f"{key}/指标", indicator, pair, rate, funds, scoring, year)
        for indicator, pair in paired.items()
    )
    rows_of_rate = [item for item in indicators if item.is_rate]
    rate_weight = Figure(rate_weight_value, POINTS, CONSTANT, f"{key}/执行率分值")
    rate_score = rate_points(rate, rate_weight, funds, scoring)
    if rows_of_rate:
        rate_weight, rate_score = rows_of_rate[0].weight, rows_of_rate[0].score
    apart = not scoring.rate.inside and not rows_of_rate and bool(rate_weight.number)
    added = (rate_weight, rate_score) if scoring.rate.inside and not rows_of_rate else None
    groups = _groups(key, indicators, points, scoring, added)
    evaluated = (
        funds.executed_typed
        or bool(record.text("实际完成情况"))
        or any(not i.given.is_blank or i.actual.text for i in indicators)
    )
    outside = (rate_score,) if apart else ()
    score = blank(unit=POINTS, key=f"{key}/总分")
    if evaluated and any(not group.score.is_blank for group in groups):
        score = total((*outside, *(g.score for g in groups)), f"{key}/总分", POINTS)
    weights = ((rate_weight,) if apart else ()) + tuple(g.weight for g in groups)
    return Project(
        record,
        name,
        funds,
        rate,
        rate_weight,
        rate_score,
        apart,
        groups,
        indicators,
        total(weights, f"{key}/分值合计", POINTS),
        score,
        grade_of(score, scoring),
        evaluated,
    )


_Pair = tuple["Record | None", "Record | None"]
_LEVELS: Final = ("一级指标", "二级指标", "三级指标")


def _paired(agreed: list[Record], own: list[Record]) -> dict[tuple[str, ...], _Pair]:
    """Each indicator with its row of 绩效目标; those agreed but not evaluated come last."""
    by_name = {_indicator_name(record): record for record in agreed}
    paired: dict[tuple[str, ...], _Pair] = {}
    for record in own:
        name = _indicator_name(record)
        paired.setdefault(name, (record, by_name.get(name)))
    for name, record in by_name.items():
        paired.setdefault(name, (None, record))
    return paired


def _indicator_name(record: Record) -> tuple[str, ...]:
    """What tells an indicator from the others of its project: its levels, and what 主键 adds to them."""
    one, two, three = (record.text(name) for name in _LEVELS)
    added = (n for n in record.section.identity if n != "项目" and n not in _LEVELS)
    return level_one(one), two, three, *map(record.text, added)


def _indicator(
    prefix: str,
    name: tuple[str, ...],
    pair: _Pair,
    rate: Figure,
    funds: Funds,
    scoring: ScoringDeclaration,
    year: int,
) -> Indicator:
    record, agreed = pair
    key = "/".join((prefix, *filter(None, name)))
    levels = (name[0], name[1], name[2])
    text, target = target_of(record, year)
    if not text:
        text, target = target_of(agreed, year)
    actual_text = record.text("实际完成值") if record else ""
    actual = parse_actual(actual_text, year=year)
    weight = _points(record, "权重", f"{key}/权重")
    if weight.is_blank and agreed:
        weight = _points(agreed, "权重", f"{key}/权重")
    given = _points(record, "得分", f"{key}/得分")
    applies = not any(word in actual_text for word in scoring.not_applicable.words) and (
        levels[2] not in NO_INDICATOR or bool(text or actual_text)
    )
    is_rate = bool({levels[1], levels[2]}.intersection(scoring.rate.indicators))
    comparison = compare(target, actual, scoring.quantitative) if applies else Comparison()
    degree = record.text("完成程度") if record else ""
    band = next((b for b in scoring.bands if b.name == degree), None)
    proposal = blank(unit=POINTS, key=f"{key}/建议得分")
    if is_rate:
        proposal = rate_points(rate, weight, funds, scoring).named(f"{key}/建议得分")
    elif applies and not weight.is_blank:
        proposal = _proposal(weight, comparison, band, scoring, f"{key}/建议得分")
    score = given if not given.is_blank else proposal.named(f"{key}/得分")
    if not applies and not is_rate:
        score = _inapplicable(given, weight, scoring, f"{key}/得分")
    return Indicator(
        record,
        agreed,
        key,
        levels,
        text,
        target,
        actual,
        comparison,
        applies,
        is_rate,
        weight,
        given,
        proposal,
        score,
        band,
    )


def target_of(record: Record | None, year: int) -> tuple[str, Target]:
    """The target of a row as it is printed and as it is understood; blank where there is none."""
    if record is None:
        return "", parse_target("")
    text, nature = record.text("指标值"), record.text("性质")
    value, unit = record.text("目标值"), record.text("计量单位")
    direction = record.text("方向")
    target = parse_target(
        text, nature=nature, value=value, unit=unit, direction=direction, year=year
    )
    return text or (composed(nature, value, unit) if value else ""), target


def _proposal(
    weight: Figure,
    comparison: Comparison,
    band: BandDeclaration | None,
    scoring: ScoringDeclaration,
    key: str,
) -> Figure:
    points = suggested(weight.number, comparison, scoring.quantitative, scoring.score.round_to)
    if points is not None:
        return Figure(points, POINTS, Derived("定量评分", (weight,)), key)
    if band is None or weight.number < 0:
        return blank(unit=POINTS, key=key)
    points = round_half_up(EXACT.multiply(weight.number, band.upper), scoring.score.round_to)
    points = min(points, weight.number)
    return Figure(points, POINTS, Derived(f"定性评分：{band.name}", (weight,)), key)


def _inapplicable(given: Figure, weight: Figure, scoring: ScoringDeclaration, key: str) -> Figure:
    policy = scoring.not_applicable.score
    if not given.is_blank or not weight.number:
        return given
    if policy == "零分":
        return Figure(Decimal(0), POINTS, Derived("不适用，不得分", (weight,)), key)
    if policy == "满分":
        return Figure(weight.value, POINTS, Derived("不适用，得满分", (weight,)), key)
    return given


def _points(record: Record | None, name: str, key: str) -> Figure:
    value = record.values.get(name) if record else None
    return value.named(key) if isinstance(value, Figure) else blank(unit=POINTS, key=key)


def _groups(
    key: str,
    indicators: tuple[Indicator, ...],
    points: dict[str, Decimal | None],
    scoring: ScoringDeclaration,
    rate: tuple[Figure, Figure] | None,
) -> tuple[Group, ...]:
    members: dict[str, list[Indicator]] = defaultdict(list)
    for item in indicators:
        members[group_name(item.levels[0], scoring)].append(item)
    if rate is not None:
        members.setdefault(scoring.rate.inside, [])
    groups: list[Group] = []
    for name, items in members.items():
        own = f"{key}/{name}"
        more = (rate,) if rate is not None and name == scoring.rate.inside else ()
        prescribed = points.get(name)
        groups.append(
            Group(
                name,
                not points or name in points,
                blank(unit=POINTS, key=f"{own}/规定分值")
                if prescribed is None
                else Figure(prescribed, POINTS, CONSTANT, f"{own}/规定分值"),
                total((*(i.weight for i in items), *(w for w, _ in more)), f"{own}/分值", POINTS),
                total((*(i.score for i in items), *(s for _, s in more)), f"{own}/得分", POINTS),
                tuple(items),
            )
        )
    return tuple(groups)
