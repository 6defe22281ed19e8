"""Scores a whole department by the framework (整体) of its format's scoring.yaml.

For each indicator: the score the department gave itself, and what the rule gives over the data,
both as figures with their origin. What is wrong with them is said by `reportgen.checks.evaluation`;
nothing is printed here. Points are in 分.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from reportgen.compute.execution import grade_of
from reportgen.figure import EXACT, RATIO, Derived, Figure, blank, figure, round_half_up, total
from reportgen.frozen import frozen
from reportgen.language.environment import compile_expression
from reportgen.language.errors import NotANumberError, describe
from reportgen.language.views import Record as NamesView
from reportgen.model.evaluation import EVALUATION
from reportgen.model.projects import POINTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.finding import Finding
    from reportgen.formats import Format
    from reportgen.formats.evaluation import (
        Bound,
        FrameworkDeclaration,
        IndicatorDeclaration,
        PartDeclaration,
    )
    from reportgen.formats.scoring import ScoringDeclaration
    from reportgen.language.environment import Environment
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.place import Place

NAME: Final = "整体评价"
_HOLDS: Final = {
    "≥": lambda value, bound: value >= bound,
    "≤": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound,
    "<": lambda value, bound: value < bound,
    "=": lambda value, bound: value == bound,
}


@frozen
class PartScore:
    """One part of a rule: the figure it looks at (None where it is judged), and its points.

    `points` is blank where the figure is; `assumed` says that a judged part has no score of its
    own and was counted in full.
    """

    declaration: PartDeclaration
    value: Figure | None
    points: Figure
    assumed: bool = False


@frozen
class IndicatorScore:
    """One indicator: `given` by the department, `computed` by the rule, `score` as it is printed.

    `record` is the row of 整体自评 with the department's score, where there is one.
    """

    declaration: IndicatorDeclaration
    record: Record | None
    weight: Figure
    given: Figure
    computed: Figure
    score: Figure
    parts: tuple[PartScore, ...]

    @property
    def ground(self) -> str:
        """依据, as typed."""
        return self.record.text("依据").strip() if self.record else ""


@frozen
class Evaluation:
    """A department's year scored: the indicators in the order of the form, and their totals."""

    indicators: tuple[IndicatorScore, ...]
    full: Figure
    score: Figure
    given: Figure
    computed: Figure
    grade: str


_NOTHING: Final = blank(unit=POINTS, key=NAME)
NOT_EVALUATED: Final = Evaluation((), _NOTHING, _NOTHING, _NOTHING, _NOTHING, "")
"""What 整体评价 is where the format has no framework: no indicators, so that one template serves both."""


def evaluate_department(
    year: DepartmentYear,
    form: Format,
    names: Mapping[str, object],
    environment: Environment,
    *,
    use_computed: bool = False,
) -> tuple[Evaluation | None, list[Finding]]:
    """The department scored, and which rules could not be computed; None without a framework.

    A department's own score stands; with `use_computed` the rule's stands where it gives one.
    """
    scoring = form.scoring
    framework = scoring.framework if scoring else None
    if scoring is None or framework is None:
        return None, []
    findings: list[Finding] = []
    indicators = []
    for declared in framework.indicators:
        place = form.indicator_places.get(declared.name)
        scorer = _Scorer(declared, framework, names, environment, place, findings)
        indicators.append(scorer.score(year, use_computed=use_computed))
    return _evaluation(tuple(indicators), framework, scoring), findings


def _evaluation(
    indicators: tuple[IndicatorScore, ...],
    framework: FrameworkDeclaration,
    scoring: ScoringDeclaration,
) -> Evaluation:
    score = total((item.score for item in indicators), f"{NAME}/总分", POINTS)
    by_rule = (item.given if item.computed.is_blank else item.computed for item in indicators)
    return Evaluation(
        indicators,
        Figure(framework.full, POINTS, key=f"{NAME}/满分"),
        score,
        total((item.given for item in indicators), f"{NAME}/自评总分", POINTS),
        total(by_rule, f"{NAME}/规则总分", POINTS),
        grade_of(score, scoring),
    )


@frozen(slots=False)
class _Scorer:
    """Scores one indicator."""

    declared: IndicatorDeclaration
    framework: FrameworkDeclaration
    names: Mapping[str, object]
    environment: Environment
    place: Place | None
    findings: list[Finding]

    def score(self, year: DepartmentYear, *, use_computed: bool) -> IndicatorScore:
        """The indicator's scores."""
        declared, key = self.declared, f"{NAME}/{self.declared.name}"
        rows = {
            record.text("分项"): record
            for record in year.tables.get(EVALUATION.name, ())
            if record.text("三级指标") == declared.name
        }
        own = {name: _own(record) for name, record in rows.items()}
        parts = tuple(self._part(part, own, f"{key}/{part.name}") for part in declared.parts)
        given = own.get("", blank(unit=POINTS))
        if given.is_blank and own:
            given = total(own.values(), "", POINTS)
        given = given.named(f"{key}/自评得分")
        computed = self._computed(parts, f"{key}/规则得分")
        first, second = (computed, given) if use_computed else (given, computed)
        score = second if first.is_blank else first
        return IndicatorScore(
            declared,
            rows.get("") or next(iter(rows.values()), None),
            Figure(declared.points, POINTS, key=f"{key}/分值"),
            given,
            computed,
            score.named(f"{key}/得分"),
            parts,
        )

    def _computed(self, parts: tuple[PartScore, ...], key: str) -> Figure:
        """What the rule gives, rounded once; blank where nothing can be computed."""
        if not self.declared.computed or any(part.points.is_blank for part in parts):
            return blank(unit=POINTS, key=key)
        if self.declared.veto:
            reason = self._value(self.declared.veto, number=False)
            if reason:
                operands = (reason,) if isinstance(reason, Figure) else ()
                return Figure(Decimal(0), POINTS, Derived("得零分", operands), key)
            if not parts:
                return Figure(self.declared.points, POINTS, Derived("没有得零分的情形", ()), key)
        summed = total((part.points for part in parts), f"{key}（取位前）", POINTS)
        rounded = round_half_up(summed.number, self.framework.round_to)
        return Figure(rounded, POINTS, Derived("取位", (summed,)), key)

    def _part(self, part: PartDeclaration, own: dict[str, Figure], key: str) -> PartScore:
        if part.judged:
            judged = own.get(part.name) if part.name else None
            if judged is not None:
                return PartScore(part, None, judged.named(key))
            full = Figure(part.points, POINTS, Derived("未单独评分，按满分计", ()), key)
            return PartScore(part, None, full, assumed=True)
        source = part.ratio or part.value or part.count or part.score
        value = self._value(source)
        if value is None or value.is_blank:
            return PartScore(part, value, blank(unit=POINTS, key=key))
        operation, earned = _earned(part, value.number)
        return PartScore(
            part,
            value,
            Figure(
                min(max(earned, Decimal(0)), part.points), POINTS, Derived(operation, (value,)), key
            ),
        )

    def _value(self, source: str, *, number: bool = True) -> Any:
        """The value of an expression; None, and a finding, where there is none."""
        try:
            value = compile_expression(self.environment, source).evaluate(self.names)
            return _number(value, self.declared.name) if number else value
        except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
            self.findings.append(describe(error, source).at(self.place))
            return None


def _number(value: Any, rule: str) -> Figure:
    if isinstance(value, Figure):
        return value
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return figure(value)
    raise NotANumberError(filter=rule, got=str(value)[:40])


def _own(record: Record) -> Figure:
    value = record.values.get("得分")
    return value if isinstance(value, Figure) else blank(unit=POINTS)


def _earned(part: PartDeclaration, value: Decimal) -> tuple[str, Decimal]:
    """What a part's figure earns before it is kept between 0 and the part's points."""
    if part.ratio:
        if part.zero_above and value > 1:
            return "超过得零分", Decimal(0)
        return "分值×比例", EXACT.multiply(part.points, value)
    if part.value:
        fitting = (band.points for band in part.bands if _fits(band.bounds, value))
        return "分档", next(fitting, Decimal(0))
    if part.count:
        return "扣分", EXACT.subtract(part.points, EXACT.multiply(part.each, value))
    return "得分算式", value


def _fits(bounds: tuple[Bound, ...], value: Decimal) -> bool:
    return all(_HOLDS[sign](value, bound) for sign, bound in bounds)


_EVALUATION: Final = {
    "指标": "整体评价的各三级指标，一行一个",
    "总分": "各指标得分加起来",
    "自评总分": "部门自己给的分加起来",
    "规则总分": "按规则算出来的分加起来",
    "满分": "评分办法规定的满分",
    "等级": "总分属于哪一等",
}
_INDICATOR: Final = {
    "一级指标": "一级指标的名称",
    "二级指标": "二级指标的名称",
    "三级指标": "三级指标的名称",
    "分值": "这个指标的分值",
    "指标说明": "评分办法里的指标说明",
    "评分标准": "评分办法里的评分标准",
    "得分": "这个指标的得分",
    "自评得分": "部门自己给的分",
    "规则得分": "按规则算出来的分",
    "差异": "自评得分减规则得分",
    "依据": "得分的依据",
    "算法": "规则怎样算出这个分",
}


def evaluation_view(evaluation: Evaluation) -> NamesView:
    """The name 整体评价 of the Context."""
    rows = [_indicator_view(item) for item in evaluation.indicators]
    return NamesView(
        {
            "指标": rows,
            "总分": evaluation.score,
            "自评总分": evaluation.given,
            "规则总分": evaluation.computed,
            "满分": evaluation.full,
            "等级": evaluation.grade,
        },
        _EVALUATION,
    )


def _indicator_view(item: IndicatorScore) -> NamesView:
    declared, key = item.declaration, f"{NAME}/{item.declaration.name}"
    known = not (item.given.is_blank or item.computed.is_blank)
    apart = item.given - item.computed if known else blank(unit=POINTS)
    return NamesView(
        {
            "一级指标": declared.first,
            "二级指标": declared.second,
            "三级指标": declared.name,
            "分值": item.weight,
            "指标说明": declared.meaning,
            "评分标准": declared.standard,
            "得分": item.score,
            "自评得分": item.given,
            "规则得分": item.computed,
            "差异": apart.named(f"{key}/差异"),
            "依据": item.ground,
            "算法": working(item),
        },
        _INDICATOR,
    )


def working(item: IndicatorScore) -> str:
    """How the rule came to its points, in words: 采购执行率 99.86%，得 1.00 分；…"""
    if not item.declaration.computed:
        return ""
    return "；".join(_words(part) for part in item.parts)


def _words(part: PartScore) -> str:
    name = part.declaration.name or "得分"
    points = f"{round_half_up(part.points.number, 4).normalize():f} 分"
    if part.value is None:
        how = "未单独评分，按满分计" if part.assumed else "部门评"
        return f"{name}：{how} {points}"
    if part.points.is_blank:
        return f"{name}：没有数，算不出"
    number = part.value.number
    shown = (
        f"{round_half_up(number * 100, 4).normalize():f}%"
        if part.value.unit == RATIO
        else f"{round_half_up(number, 4).normalize():f}"
    )
    return f"{name}：{shown}，得 {points}"
