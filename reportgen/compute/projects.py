"""What templates and rules see of scored projects: `项目`, a list, and `项目汇总`.

Each view has the fields of its record, those that a format adds included, and the computed names.
Everything is computed in `reportgen.compute.scoring`.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final

from reportgen.compute.execution import execution_rate, grade_of
from reportgen.figure import EXACT, RATIO, Blank, Derived, Figure, blank, total
from reportgen.language.views import Record as NamesView
from reportgen.language.views import UnknownNameError, View
from reportgen.model.fields import NUMBERS
from reportgen.model.projects import AMOUNTS, POINTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.compute.project_funds import FundLine
    from reportgen.compute.scoring import Group, Indicator, Project
    from reportgen.compute.targets import Target
    from reportgen.formats.scoring import ScoringDeclaration
    from reportgen.model.fields import Contract
    from reportgen.model.year import Record


class _Computed(View):
    """Computed names over the fields of a record; a computed name hides a field.

    `others` are values of fields that only another section has (绩效目标 beside 绩效指标).
    """

    __slots__ = ("_computed", "_others", "_record")

    def __init__(
        self,
        record: Record | None,
        computed: dict[str, object],
        others: Mapping[str, object] | None = None,
    ) -> None:
        self._record = record
        self._computed = computed
        self._others = others or {}

    def names(self) -> Iterable[str]:
        fields = self._record.values if self._record else ()
        return dict.fromkeys((*self._computed, *fields, *self._others))

    def get(self, name: str) -> object:
        if name in self._computed:
            return self._computed[name]
        if self._record is not None and name in self._record.values:
            value = self._record.values[name]
            return "" if value is None else value
        if name in self._others:
            other = self._others[name]
            return "" if other is None else other
        raise UnknownNameError(name, self.names())

    def meaning(self, name: str) -> str:
        if name in self.meanings or self._record is None:
            return self.meanings.get(name, "")
        declared = self._record.section.by_name.get(name)
        return declared.meaning if declared else ""


class IndicatorView(_Computed):
    """One row of indicators: 一级指标 二级指标 三级指标 指标值 实际完成值 权重 得分 建议得分 偏差原因 …"""

    __slots__ = ()
    meanings: ClassVar = {
        "一级指标": "一级指标的名称，不带分值",
        "一级分值": "这一组一级指标的分值",
        "二级指标": "二级指标的名称",
        "三级指标": "三级指标的名称",
        "指标值": "目标，写成一格",
        "目标": "目标，分三栏",
        "实际完成值": "年末实际完成的数或情况",
        "权重": "这个指标的分值",
        "得分": "自评得分",
        "建议得分": "按评分办法算出来的得分",
        "得分系数": "得分除以分值",
        "完成率": "实际完成值除以目标",
        "达标": "是、否；看不出来的空着",
        "适用": "这个项目有没有这个指标",
        "偏差原因": "扣分或偏差的原因及改进措施",
    }


class ProjectView(_Computed):
    """One project: its fields, 资金, 总额, 执行率, 指标, 总分, 等级 …"""

    __slots__ = ()
    meanings: ClassVar = {
        "标题": "表头上的名称，没有另写的就是项目名称",
        "年度": "预算年度",
        "资金": "资金各行，总额在最前",
        "总额": "资金的总额那一行",
        "资金分项": "资金各行，不含总额",
        "执行率": "全年执行数除以预算数",
        "执行率分值": "执行率占几分",
        "执行率得分": "执行率得几分",
        "指标": "全部指标，一行一个，按一级指标排",
        "一级指标": "各组一级指标，每组有自己的指标",
        "满分": "评分办法规定的满分",
        "分值合计": "各指标和执行率的分值加起来",
        "总分": "各项得分加起来",
        "等级": "总分属于哪一等",
        "已自评": "有没有填过完成情况",
        "涉密": "是不是涉密项目",
    }


_LINE: Final = {
    "名称": "资金来源的名称",
    "打印": "表上印的名称",
    "是总额": "是不是总额那一行",
    **{name: f"这种资金的{name}" for name in AMOUNTS},
    "分值": "执行率占几分；只有总额那一行有",
    "执行率": "执行数除以预算数",
    "得分": "执行率得几分；只有总额那一行有",
}
_GROUP: Final = {
    "名称": "一级指标的名称",
    "分值": "这一组的分值",
    "指标分值": "这一组各指标的分值加起来",
    "得分": "这一组的得分",
    "指标": "这一组的指标",
}
_TARGET: Final = {
    "性质": "≥、≤、＝；不是数的是“定性”",
    "数值": "目标的数；不是数的就是目标的文字",
    "单位": "目标的计量单位",
    "方向": "正向或反向",
}
_SUMMARY: Final = {
    "项目": "全部项目",
    "个数": "项目有几个",
    "已自评个数": "自评了几个",
    **{name: f"各项目{name}的和" for name in AMOUNTS},
    "执行率": "各项目合起来的执行率",
    "平均分": "自评了的项目总分的平均数",
    "等级": "平均分属于哪一等",
    "各等级": "每一等有几个项目",
}


def project_names(
    projects: Sequence[Project],
    scoring: ScoringDeclaration,
    year: int,
    contract: Contract | None = None,
) -> dict[str, object]:
    """The names `项目` and `项目汇总` of the Context.

    A row of indicators has the fields that the contract gives 绩效目标 and 绩效指标, whichever of the
    two it was made from.
    """
    blanks = _blanks(contract) if contract else {}
    views = [_project_view(project, scoring, year, blanks) for project in projects]
    return {"项目": views, "项目汇总": _summary(projects, views, scoring)}


def _blanks(contract: Contract) -> dict[str, object]:
    """The fields of indicators, as a row has them that was made from the other section."""
    return {
        spec.name: blank(unit=spec.unit, key=f"{name}/{spec.name}") if spec.type in NUMBERS else ""
        for name in ("绩效指标", "绩效目标")
        for spec in contract.sections[name].fields
    }


def _project_view(
    project: Project, scoring: ScoringDeclaration, year: int, blanks: Mapping[str, object]
) -> ProjectView:
    record = project.record
    by_group = [_indicator_views(group, blanks) for group in project.groups]
    groups = list(map(_group_view, project.groups, by_group))
    rows = [row for views in by_group for row in views]
    parts = [_part_view(project, part, scoring) for part in project.funds.parts]
    first = _total_view(project)
    return ProjectView(
        record,
        {
            "标题": record.text("标题") or project.name,
            "年度": year,
            "资金": [first, *parts],
            "总额": first,
            "资金分项": parts,
            "执行率": project.rate,
            "执行率分值": project.rate_weight,
            "执行率得分": project.rate_score,
            "指标": rows,
            "一级指标": groups,
            "满分": Figure(scoring.full, POINTS, key=f"{project.key}/满分"),
            "分值合计": project.weight,
            "总分": project.score,
            "等级": project.grade,
            "已自评": project.evaluated,
            "涉密": bool(record.values.get("涉密")),
        },
    )


def _line(
    line: FundLine, weight: Figure, rate: Figure, score: Figure, *, is_total: bool
) -> NamesView:
    return NamesView(
        {
            "名称": line.name,
            "打印": line.label,
            "是总额": is_total,
            **{column: line.amount(column) for column in AMOUNTS},
            "分值": weight,
            "执行率": rate,
            "得分": score,
        },
        _LINE,
    )


def _total_view(project: Project) -> NamesView:
    return _line(
        project.funds.total, project.rate_weight, project.rate, project.rate_score, is_total=True
    )


def _part_view(project: Project, part: FundLine, scoring: ScoringDeclaration) -> NamesView:
    """A part of the money is not scored: — stands there, save its own rate where forms print it."""
    key = f"{project.key}/{part.name}"
    rate = blank(Blank.DASH, RATIO, f"{key}/执行率")
    if scoring.rate.every_row:
        budget = part.amount(scoring.rate.denominator)
        rate = execution_rate(part.executed, budget, scoring, f"{key}/执行率")
    return _line(
        part,
        blank(Blank.DASH, POINTS, f"{key}/分值"),
        rate,
        blank(Blank.DASH, POINTS, f"{key}/得分"),
        is_total=False,
    )


def _group_view(group: Group, rows: list[IndicatorView]) -> NamesView:
    return NamesView(
        {
            "名称": group.name,
            "分值": group.weight if group.points.is_blank else group.points,
            "指标分值": group.weight,
            "得分": group.score,
            "指标": rows,
        },
        _GROUP,
    )


def _indicator_views(group: Group, blanks: Mapping[str, object]) -> list[IndicatorView]:
    points = group.weight if group.points.is_blank else group.points
    return [_indicator_view(item, points, blanks) for item in group.indicators]


def _indicator_view(
    item: Indicator, group_points: Figure, blanks: Mapping[str, object]
) -> IndicatorView:
    record = item.source
    others = {**blanks, **item.agreed.values} if item.agreed else blanks
    return IndicatorView(
        record,
        {
            "一级指标": item.levels[0],
            "一级分值": group_points,
            "二级指标": item.levels[1],
            "三级指标": item.levels[2],
            "指标值": item.text,
            "目标": _target_view(item.target),
            "实际完成值": record.values.get("实际完成值") or "",
            "权重": item.weight,
            "得分": item.score,
            "建议得分": item.suggested,
            "得分系数": _share(item.score, item.weight, f"{item.key}/得分系数"),
            "完成率": _completion(item),
            "达标": {True: "是", False: "否", None: ""}[item.comparison.met],
            "适用": item.applies,
            "偏差原因": record.values.get("偏差原因") or "",
        },
        others,
    )


def _target_view(target: Target) -> NamesView:
    """The target in three columns, for forms that print it so; 定性 where it is a text."""
    if target.is_measured and target.digits:
        fields = (target.comparator or "=", target.digits, target.unit)
    else:
        fields = ("定性" if target.text else "", target.text, "")
    return NamesView(
        {**dict(zip(("性质", "数值", "单位"), fields, strict=True)), "方向": target.direction},
        _TARGET,
    )


def _share(part: Figure, whole: Figure, key: str) -> Figure:
    if part.is_blank or not whole.number:
        return blank(unit=RATIO, key=key)
    return (part / whole).named(key)


def _completion(item: Indicator) -> Figure:
    key = f"{item.key}/完成率"
    ratio = item.comparison.ratio
    if ratio is None:
        return blank(unit=RATIO, key=key)
    return Figure(ratio, RATIO, Derived("实际÷目标", ()), key)


def _summary(
    projects: Sequence[Project], views: list[ProjectView], scoring: ScoringDeclaration
) -> NamesView:
    """All projects together; the mean is over those that have a total."""
    key = "项目汇总"
    money: dict[str, Any] = {
        column: total((p.funds.total.amount(column) for p in projects), f"{key}/{column}")
        for column in AMOUNTS
    }
    rate = execution_rate(
        money["全年执行数"], money[scoring.rate.denominator], scoring, f"{key}/执行率"
    )
    scores = [p.score for p in projects if not p.score.is_blank]
    mean = blank(unit=POINTS, key=f"{key}/平均分")
    if scores:
        summed = total(scores, f"{key}/总分之和", POINTS)
        value = EXACT.divide(summed.number, Decimal(len(scores)))
        mean = Figure(value, POINTS, Derived("平均", tuple(scores)), mean.key)
    grades = Counter(p.grade for p in projects if p.grade)
    return NamesView(
        {
            "项目": views,
            "个数": len(projects),
            "已自评个数": len(scores),
            **money,
            "执行率": rate,
            "平均分": mean,
            "等级": grade_of(mean, scoring),
            "各等级": [
                NamesView(
                    {
                        "名称": grade.name,
                        "个数": grades[grade.name],
                    },
                    {"名称": "等级的名称", "个数": "这一等有几个项目"},
                )
                for grade in scoring.grades
            ],
        },
        _SUMMARY,
    )
