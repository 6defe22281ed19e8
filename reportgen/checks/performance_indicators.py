"""What is wrong with the indicators of a project: targets, actual values, scores, reasons.

A score the clerk gave is never changed: what speaks against it is a finding at her cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.checks import performance_kinds as kinds
from reportgen.compute import targets
from reportgen.compute.scoring import target_of
from reportgen.compute.scoring_rules import Problem
from reportgen.compute.targets import folded
from reportgen.figure import EXACT, Blank, Figure, round_half_up
from reportgen.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.compute.scoring import Indicator, Project
    from reportgen.finding import Finding, Kind
    from reportgen.formats.scoring import ScoringDeclaration

_PROBLEMS = {
    Problem.OTHER_UNIT: "两边的单位不同，没法比较",
    Problem.AMBIGUOUS: "没有单位，大小又与目标相差太远，没法比较",
}
_AGAINST = {"正向": frozenset({"≤", "<"}), "反向": frozenset({"≥", ">"})}


def check_indicators(project: Project, scoring: ScoringDeclaration) -> Iterable[Finding]:
    """The findings about each indicator; scores only where the project has been evaluated."""
    weighted = any(not item.weight.is_blank for item in project.indicators)
    for item in project.indicators:
        yield from _Check(project, item, scoring).findings(weighted=weighted)


def points(figure: Figure) -> str:
    """Points as a sentence names them: 5.00 → 5."""
    value = figure.value
    if isinstance(value, Blank):
        return value.value or "空"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def inner(name: str) -> str:
    """A name as it stands within quotation marks: its own become single."""
    return name.replace("“", "‘").replace("”", "’")


class _Check:
    """One indicator of one project, and the words that all its findings share."""

    def __init__(self, project: Project, item: Indicator, scoring: ScoringDeclaration) -> None:
        self.project = project
        self.item = item
        self.scoring = scoring
        self.label = f"“{inner(project.name)}”的“{inner(item.label)}”"
        self.target = item.text.strip()
        self.actual = item.actual.text.strip()
        self.has_reason = bool(item.reason) and folded(item.reason).rstrip("。") not in {
            folded(word) for word in scoring.no_reason
        }

    def findings(self, *, weighted: bool) -> Iterable[Finding]:
        item = self.item
        for name, figure in (("权重", item.weight), ("得分", item.given)):
            if figure.number < 0:
                yield self._at(kinds.NEGATIVE, name, field=name, number=points(figure))
        yield from self._target(weighted=weighted)
        if item.record is None:
            if self.project.evaluated:
                yield self._at(kinds.NOT_EVALUATED, "三级指标", figures=[("目标", self.target)])
            return
        yield from self._agreed()
        if self.project.evaluated:
            if item.applies:
                yield from self._actual()
                yield from self._score()
            else:
                yield from self._inapplicable()

    def _at(
        self,
        kind: Kind,
        spot: str,
        *,
        severity: Severity | None = None,
        figures: list[tuple[str, str]] | None = None,
        **words: Any,
    ) -> Finding:
        return kind.at(
            self.item.source.place(spot),
            severity=severity,
            label=self.label,
            key=self.item.key,
            figures=figures or (),
            **words,
        )

    def _target(self, *, weighted: bool) -> Iterable[Finding]:
        item = self.item
        if not item.applies:
            return
        if weighted and item.weight.is_blank:
            yield self._at(kinds.NO_WEIGHT, "权重")
        if not self.target and not item.is_rate:
            yield self._at(kinds.NO_TARGET, "指标值")
        comparator = item.target.comparator
        words = self.scoring.cost_words
        # 时效, 质量 … are no cost, whatever word for it their name holds
        cost = any(word in level for word in words for level in item.levels[:2])
        if cost and comparator in _AGAINST["反向"]:
            yield self._at(kinds.ODD_COMPARATOR, self._target_field, target=self.target)
        if comparator in _AGAINST.get(item.target.direction, ()):
            yield self._at(
                kinds.ODD_DIRECTION,
                "方向",
                direction=item.target.direction,
                target=self.target,
            )

    @property
    def _target_field(self) -> str:
        return "指标值" if self.item.source.text("指标值") else "目标值"

    def _agreed(self) -> Iterable[Finding]:
        item = self.item
        if item.record is None or item.agreed is None:
            return
        own, _ = target_of(item.record, 0)
        before, _ = target_of(item.agreed, 0)
        pairs = [("指标值", self._target_field, before, own)]
        weight, agreed_weight = item.record.values.get("权重"), item.agreed.values.get("权重")
        if isinstance(weight, Figure) and isinstance(agreed_weight, Figure):
            same = weight == agreed_weight or weight.is_blank or agreed_weight.is_blank
            if not same:
                pairs.append(("权重", "权重", points(agreed_weight), points(weight)))
        for name, spot, agreed, target in pairs:
            if agreed and target and folded(agreed) != folded(target):
                yield self._at(
                    kinds.TARGET_CHANGED,
                    spot,
                    field=name,
                    agreed=agreed,
                    target=target,
                    figures=[("批复", agreed), ("自评", target)],
                )

    def _actual(self) -> Iterable[Finding]:
        item, comparison = self.item, self.item.comparison
        both = [("目标", self.target), ("实际", self.actual)]
        words: dict[str, Any] = {"target": self.target, "actual": self.actual, "figures": both}
        if not self.actual:
            if item.given.number and not item.is_rate:
                yield self._at(
                    kinds.NO_ACTUAL,
                    "实际完成值",
                    score=points(item.given),
                    figures=[("得分", points(item.given))],
                )
            return
        if self._is_copy():
            kind = kinds.COPIED if item.target.comparator else kinds.COPIED_TEXT
            yield self._at(kind, "实际完成值", target=self.target, figures=both)
        if comparison.problem is Problem.UNREADABLE:
            yield self._at(kinds.UNREADABLE, "实际完成值", **words)
        elif comparison.problem is Problem.OTHER_SCALE:
            problem = f"没有写单位，照 {comparison.taken_as} 比较"
            yield self._at(kinds.UNIT_DIFFERS, "实际完成值", problem=problem, **words)
        elif comparison.problem in _PROBLEMS:
            problem = _PROBLEMS[comparison.problem]
            yield self._at(kinds.UNIT_DIFFERS, "实际完成值", problem=problem, **words)
        yield from self._excess(words)

    def _is_copy(self) -> bool:
        """Whether nothing but the target stands as the actual value; 100% may well be just reached."""
        if not self.target or folded(self.target) != folded(self.actual):
            return False
        target = self.item.target
        return bool(target.comparator) or target.kind in {targets.Kind.TEXT, targets.Kind.DATE}

    def _excess(self, words: dict[str, Any]) -> Iterable[Finding]:
        rule, ratio = self.scoring.quantitative, self.item.comparison.ratio
        target = self.item.target
        if (
            rule.excess is None
            or ratio is None
            or self.has_reason
            or target.kind is not targets.Kind.NUMBER
        ):
            return
        # far less than a ceiling is no excess: money saved, days not needed
        if target.comparator in _AGAINST["正向"] or ratio <= 1 + rule.excess:
            return
        excess = round_half_up(EXACT.multiply(ratio - 1, EXACT.create_decimal(100)), 0)
        yield self._at(
            kinds.EXCESS,
            "实际完成值",
            severity=Severity(rule.excess_level),
            excess=f"{excess:f}%",
            **words,
        )

    def _score(self) -> Iterable[Finding]:
        item = self.item
        if item.weight.is_blank:
            return
        if item.given.is_blank:
            if item.weight.number and item.score.is_blank:
                yield self._at(kinds.NO_SCORE, "得分", weight=points(item.weight))
            elif item.weight.number and not item.is_rate:
                yield self._at(kinds.SCORED_BY_RULE, "得分", score=points(item.score))
            return
        score, weight = item.given.number, item.weight.number
        figures = [("权重", points(item.weight)), ("得分", points(item.given))]
        if score > weight:
            yield self._at(
                kinds.ABOVE_WEIGHT, "得分", score=points(item.given), weight=points(item.weight)
            )
            return
        missed = item.comparison.met is False and (
            item.suggested.is_blank or item.suggested.number < weight
        )
        if missed and score == weight and weight:
            by_rule = f"（按评分办法得 {points(item.suggested)} 分）"
            yield self._at(
                kinds.FULL_BELOW_TARGET,
                "得分",
                target=self.target,
                actual=self.actual,
                score=points(item.given),
                suggested="" if item.suggested.is_blank else by_rule,
                figures=[*figures, ("目标", self.target), ("实际", self.actual)],
            )
            return
        if score < weight and not self.has_reason:
            yield self._at(
                kinds.NO_REASON,
                "偏差原因",
                weight=points(item.weight),
                score=points(item.given),
                written=f"（写的是“{item.reason}”）" if item.reason else "",
                figures=figures,
            )
        if self._differs():
            yield self._at(
                kinds.SCORE_DIFFERS,
                "得分",
                target=self.target,
                actual=self.actual or item.source.text("完成程度"),
                suggested=self._suggestion(),
                score=points(item.given),
            )

    def _differs(self) -> bool:
        """Whether the given score is not what the rule gives, or not within its band."""
        item = self.item
        if item.suggested.is_blank:
            return False
        if item.band is None or item.comparison.met is not None:
            return item.given != item.suggested
        return not self._lowest() <= item.given.number <= item.suggested.number

    def _lowest(self) -> Any:
        band = self.item.band
        return EXACT.multiply(self.item.weight.number, band.lower) if band else None

    def _suggestion(self) -> str:
        item = self.item
        if item.band is None or item.comparison.met is not None:
            return points(item.suggested)
        lowest = Figure(self._lowest())
        return f"{points(lowest)} 到 {points(item.suggested)}"

    def _inapplicable(self) -> Iterable[Finding]:
        item = self.item
        if item.score.number:
            allowed = self.scoring.not_applicable.score == "满分" and item.score == item.weight
            yield self._at(
                kinds.INAPPLICABLE_SCORED,
                "得分",
                score=points(item.score),
                severity=Severity.HINT if allowed else Severity.EXPLAIN,
                figures=[("权重", points(item.weight)), ("得分", points(item.score))],
            )
