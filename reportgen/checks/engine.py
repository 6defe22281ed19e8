"""Runs the relations of a format's checks.yaml over a Context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.checks.comparing import Status, compare, precision
from reportgen.checks.outcome import Outcome
from reportgen.checks.wording import merged, wording
from reportgen.compute import kinds
from reportgen.compute.context import evaluate
from reportgen.figure import EXACT, Figure, figure, places
from reportgen.finding import Severity
from reportgen.formats import Expression
from reportgen.language.environment import compile_block
from reportgen.language.errors import describe
from reportgen.language.views import View

if TYPE_CHECKING:
    from decimal import Decimal

    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.formats import Rule

_WORDS = {"=": "等于", "≠": "不等于", "≤": "不大于", "≥": "不小于", "<": "小于", ">": "大于"}


def run_rules(context: Context) -> tuple[list[Outcome], list[Finding]]:
    """Every relation for every row it is asked for, and what could not be evaluated.

    A relation that fails carries its finding in its outcome.
    """
    outcomes: list[Outcome] = []
    findings: list[Finding] = []
    for rule in context.format.rules:
        found, faults = _run(rule, context)
        outcomes += found
        findings += faults
    return outcomes, findings


def _run(rule: Rule, context: Context) -> tuple[list[Outcome], list[Finding]]:
    declared = rule.declaration
    if not declared.each:
        return _run_once(rule, context, context.names)
    rows, findings = evaluate(context, Expression(declared.each, rule.place))
    outcomes: list[Outcome] = []
    for row in rows or ():
        found, faults = _run_once(rule, context, {**context.names, "行": row})
        outcomes += found
        findings += faults
        if faults:
            break
    return outcomes, findings


def _run_once(
    rule: Rule, context: Context, names: dict[str, object]
) -> tuple[list[Outcome], list[Finding]]:
    declared = rule.declaration
    if declared.condition:
        applies, faults = evaluate(context, Expression(declared.condition, rule.place), names)
        if faults:
            return [], faults
        if not applies:
            return [_outcome(rule, "", None, None, Status.SKIPPED)], []
    subject, faults = _subject(rule, context, names)
    left, left_faults = _side(declared.left, rule, context, names)
    right, right_faults = _side(declared.right, rule, context, names)
    faults = [*faults, *left_faults, *right_faults]
    if left is None or right is None:
        return [], faults
    quantum = precision([left]) if declared.rounded else None
    status = compare(left, declared.relation, right, declared.tolerance, quantum)
    finding = None
    if status in {Status.FAILS, Status.ROUNDING}:
        finding = _finding(rule, subject, left, right, status, context.year.money_unit)
    return [_outcome(rule, subject, left, right, status, finding)], faults


def _side(
    source: str, rule: Rule, context: Context, names: dict[str, object]
) -> tuple[Figure | None, list[Finding]]:
    value, faults = evaluate(context, Expression(source, rule.place), names)
    if faults:
        return None, faults
    number = _number(value)
    if number is None:
        from reportgen.language.errors import NotANumberError

        error = NotANumberError(filter=rule.declaration.number, got=str(value)[:40])
        return None, [describe(error, source).at(rule.place)]
    return number, []


def _number(value: Any) -> Figure | None:
    if isinstance(value, Figure):
        return value
    if isinstance(value, bool | str | View):
        return None
    try:
        return figure(value)
    except (TypeError, ValueError, ArithmeticError):
        return None


def _subject(rule: Rule, context: Context, names: dict[str, object]) -> tuple[str, list[Finding]]:
    """What the row is called: the rule's 对象, else the code and name of a ledger's row."""
    declared = rule.declaration
    if declared.subject:
        try:
            return compile_block(context.environment, declared.subject).render(names), []
        except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
            return "", [describe(error, declared.subject).at(rule.place)]
    row = names.get("行")
    if isinstance(row, View):
        known = set(row.names())
        return " ".join(str(row.get(n)) for n in ("代码", "名称") if n in known), []
    return "", []


def _outcome(
    rule: Rule,
    subject: str,
    left: Figure | None,
    right: Figure | None,
    status: Status,
    finding: Finding | None = None,
) -> Outcome:
    declared = rule.declaration
    return Outcome(
        declared.number,
        declared.name,
        subject,
        declared.left_name or declared.left,
        declared.relation,
        declared.right_name or declared.right,
        left,
        right,
        status,
        finding,
        rule.place,
    )


def _finding(
    rule: Rule, subject: str, left: Figure, right: Figure, status: Status, unit: str
) -> Finding:
    declared = rule.declaration
    difference: Decimal = EXACT.abs(EXACT.subtract(left.number, right.number))
    label = f"{declared.number} {declared.name}" + (f"（{subject}）" if subject else "")
    left_places, right_places = places(left, 20), places(right, 20)
    measure = left.unit or right.unit
    related = merged(left_places, right_places)
    values: dict[str, Any] = {
        "label": label,
        "left_name": declared.left_name or declared.left,
        "right_name": declared.right_name or declared.right,
        "left": wording(left, unit, measure),
        "right": wording(right, unit, measure),
        "difference": wording(difference, unit, measure),
    }
    key = f"{declared.number}/{subject}" if subject else declared.number
    figures = [("左", str(left.value)), ("右", str(right.value))]
    place = _narrowest(left_places, right_places) or rule.place
    if status is Status.ROUNDING:
        return kinds.ROUNDING.at(place, related=related, key=key, figures=figures, **values)
    return kinds.RELATION_FAILS.at(
        place,
        related=related,
        key=key,
        figures=figures,
        severity=Severity(declared.severity),
        relation=_WORDS[declared.relation],
        remark=declared.remark,
        **values,
    )


def _narrowest(left: tuple[Any, ...], right: tuple[Any, ...]) -> Any:
    """The side that rests on fewer cells tells more about where to look first."""
    sides = sorted((side for side in (left, right) if side), key=len)
    return sides[0][0] if sides else None
