"""How far an actual value reaches its target, and the points that the rule gives for it.

财预〔2020〕10号: reached gives full points, not reached by ratio (正向 actual ÷ target, 反向 target ÷
actual), never above the points assigned. Reading the texts is `reportgen.compute.targets`.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Final

from reportgen.compute.measures import PERCENT
from reportgen.compute.targets import Kind, Target
from reportgen.figure import EXACT, round_half_up
from reportgen.frozen import frozen

if TYPE_CHECKING:
    from reportgen.formats.scoring import QuantitativeDeclaration

NEAR: Final = 10
"""A bare number is taken in a scale only where it comes within so many times the target."""
LARGEST_FRACTION: Final = 2
"""Above this a bare number beside a percentage is a percentage, not a fraction (0.73)."""

_FORWARD: Final = frozenset({"≥", ">"})
_REVERSE: Final = frozenset({"≤", "<"})


class Problem(Enum):
    """Why an actual value can hardly be held against its target."""

    NONE = ""
    UNREADABLE = "看不出数"
    OTHER_UNIT = "单位不同"
    OTHER_SCALE = "没有写单位"
    AMBIGUOUS = "大小对不上"


@frozen
class Comparison:
    """Whether a target is met (None: cannot be said) and the completion ratio, 1 = just met.

    With `Problem.OTHER_SCALE` the actual value was still compared, `taken_as` says how.
    """

    met: bool | None = None
    ratio: Decimal | None = None
    problem: Problem = Problem.NONE
    taken_as: str = ""


def compare(target: Target, actual: Target, rule: QuantitativeDeclaration) -> Comparison:
    """Hold an actual value against its target; texts are never compared."""
    if not target.is_measured or actual.kind is Kind.BLANK:
        return Comparison()
    if target.kind is Kind.DATE:
        return _compare_dates(target, actual)
    if actual.kind not in {Kind.NUMBER, Kind.RANGE}:
        return Comparison(problem=Problem.UNREADABLE)
    factor, problem, taken_as = _factor(target, actual)
    if factor is None:
        return Comparison(problem=problem)
    number = actual.number or Decimal(0)
    low = EXACT.multiply(number, factor)
    high = EXACT.multiply(actual.upper, factor) if actual.upper is not None else low
    return replace(_compare_numbers(target, low, high, rule), problem=problem, taken_as=taken_as)


def suggested(
    weight: Decimal, comparison: Comparison, rule: QuantitativeDeclaration, round_to: int
) -> Decimal | None:
    """The points by the rule, between 0 and the weight; None where the rule cannot tell."""
    if comparison.met is None or weight < 0:
        return None
    if comparison.met:
        return weight
    if rule.rule == "达标得满分":
        return Decimal(0)
    if comparison.ratio is None:
        return None
    # what is not met has a ratio of at most 1; only rounding could lift the points above the weight
    if comparison.ratio < rule.floor:
        return Decimal(0)
    return min(round_half_up(EXACT.multiply(weight, comparison.ratio), round_to), weight)


def is_reverse(target: Target) -> bool:
    """Whether less is better; the comparator says it more surely than the field 方向."""
    if target.comparator in _FORWARD:
        return False
    return target.comparator in _REVERSE or target.direction == "反向"


def _compare_dates(target: Target, actual: Target) -> Comparison:
    if actual.kind in {Kind.NUMBER, Kind.RANGE}:
        return Comparison(problem=Problem.UNREADABLE)
    if not (actual.first and actual.last and target.last):
        return Comparison()
    if actual.last <= target.last:
        return Comparison(met=True)
    return Comparison(met=False if actual.first > target.last else None)


def _compare_numbers(
    target: Target, low: Decimal, high: Decimal, rule: QuantitativeDeclaration
) -> Comparison:
    aim = target.number or Decimal(0)
    if target.kind is Kind.RANGE and target.upper is not None:
        if low < aim:
            return Comparison(met=False, ratio=_ratio(low, aim))
        if high > target.upper:
            return Comparison(met=False, ratio=_ratio(target.upper, high))
        return Comparison(met=True, ratio=Decimal(1))
    reverse = is_reverse(target)
    value = high if reverse else low
    if target.comparator == "≈":
        slack = EXACT.multiply(abs(aim), rule.about)
        met = value <= aim + slack if reverse else value >= aim - slack
    elif target.comparator == ">":
        met = value > aim
    elif target.comparator == "<":
        met = value < aim
    else:
        met = value <= aim if reverse else value >= aim
    return Comparison(met=met, ratio=_ratio(aim, value) if reverse else _ratio(value, aim))


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    if whole <= 0 or part < 0:
        return None
    return EXACT.divide(part, whole)


def _factor(target: Target, actual: Target) -> tuple[Decimal | None, Problem, str]:
    """What the actual number is multiplied with to stand in the unit of the target."""
    one = Decimal(1)
    wanted, given = target.measure, actual.measure
    if target.unit and actual.unit:
        if not wanted.fits(given):
            return None, Problem.OTHER_UNIT, ""
        return EXACT.divide(given.factor, wanted.factor), Problem.NONE, ""
    if target.unit == actual.unit:
        return one, Problem.NONE, ""
    other = _other_scale(target, actual)
    value, aim = abs(actual.number or Decimal(0)), abs(target.number or Decimal(0))
    if other == 1 or not value or not aim or _near(value, aim):
        return one, Problem.NONE, ""
    if wanted.base == PERCENT and value > LARGEST_FRACTION:
        return one, Problem.NONE, ""
    if not _near(EXACT.multiply(value, other), aim):
        return None, Problem.AMBIGUOUS, ""
    number = f"{EXACT.multiply(value, other):f}"
    taken_as = (number.rstrip("0").rstrip(".") if "." in number else number) + target.unit
    return other, Problem.OTHER_SCALE if not actual.unit else Problem.NONE, taken_as


def _other_scale(target: Target, actual: Target) -> Decimal:
    """The factor, where the one without unit is meant as a plain number (0.73, 149573)."""
    measure = target.measure if target.unit else actual.measure
    factor = Decimal("0.01") if measure.base == PERCENT else measure.factor
    return EXACT.divide(Decimal(1), factor) if target.unit else factor


def _near(value: Decimal, aim: Decimal) -> bool:
    return aim <= value * NEAR and value <= aim * NEAR
