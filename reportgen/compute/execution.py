"""执行率: executed money over the budget of the year, the points it earns, and the grade of a total.

财预〔2020〕10号: weight × rate, never above the weight. What is done without a budget (0 ÷ 0) is the
format's to say.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.figure import EXACT, RATIO, Blank, Derived, Figure, blank, round_half_up
from reportgen.model.projects import POINTS

if TYPE_CHECKING:
    from reportgen.compute.project_funds import Funds
    from reportgen.formats.scoring import ScoringDeclaration


def execution_rate(
    executed: Figure, budget: Figure, scoring: ScoringDeclaration, key: str
) -> Figure:
    """执行率 as a ratio, rounded (取位) where the format says so; blank or 不适用 without a budget."""
    if budget.is_blank or executed.is_blank:
        return Figure(Blank.EMPTY, RATIO, Derived("÷", (executed, budget)), key)
    exact = executed / budget
    if exact.is_blank or budget.number < 0:
        return Figure(Blank.NOT_APPLICABLE, RATIO, Derived("÷", (executed, budget)), key)
    if scoring.rate.round_to is None:
        return exact.named(key)
    rounded = round_half_up(exact.number, scoring.rate.round_to + 2)
    return Figure(rounded, RATIO, Derived("取位", (exact,)), key)


def rate_points(rate: Figure, weight: Figure, funds: Funds, scoring: ScoringDeclaration) -> Figure:
    """The points of the execution rate, never above its weight nor below 0."""
    key = f"{funds.key}/执行率得分"
    if not weight.number:
        return blank(unit=POINTS, key=key)
    if rate.value is Blank.NOT_APPLICABLE:
        policy = scoring.rate.zero_budget
        if policy == "不计分" or funds.budget(scoring).number < 0:
            return blank(Blank.NOT_APPLICABLE, POINTS, key)
        full = policy == "满分" and not funds.total.executed.number
        return Figure(
            weight.number if full else Decimal(0), POINTS, Derived(policy, (weight,)), key
        )
    if rate.is_blank:
        return blank(unit=POINTS, key=key)
    used = rate
    if not scoring.rate.rounded_first and isinstance(rate.origin, Derived):
        used = rate.origin.operands[0] if rate.origin.operation == "取位" else rate
    points = round_half_up(EXACT.multiply(weight.number, used.number), scoring.score.round_to)
    points = min(max(points, Decimal(0)), weight.number)
    return Figure(points, POINTS, Derived("分值×执行率", (weight, used)), key)


def grade_of(score: Figure, scoring: ScoringDeclaration) -> str:
    """The grade of a total; empty where there is no total or no grade is declared."""
    if score.is_blank:
        return ""
    ordered = sorted(scoring.grades, key=lambda grade: grade.lower, reverse=True)
    return next((grade.name for grade in ordered if score.number >= grade.lower), "")
