"""The figures a data set states itself, held against what its leaf lines give."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportgen.checks.comparing import Status, compare, precision
from reportgen.checks.outcome import Outcome
from reportgen.checks.wording import merged, wording
from reportgen.compute import kinds
from reportgen.figure import EXACT, Figure, places

if TYPE_CHECKING:
    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.model.year import Claim

NUMBER = "声明数"


def check_claims(context: Context) -> list[Outcome]:
    """One outcome a claim; a claim that differs by more than rounding is to be explained."""
    outcomes = []
    quantum = precision(claim.amount for claim, _ in context.claims)
    for claim, computed in context.claims:
        status = compare(claim.amount, "=", computed, Decimal(0), quantum)
        finding = None
        if status is not Status.HOLDS:
            finding = _finding(claim, computed, status, context.year.money_unit)
        outcomes.append(
            Outcome(
                NUMBER,
                claim.name,
                "",
                "声明",
                "=",
                "算出",
                claim.amount,
                computed,
                status,
                finding,
                claim.place,
            )
        )
    return outcomes


def _finding(claim: Claim, computed: Figure, status: Status, unit: str) -> Finding:
    difference = EXACT.abs(EXACT.subtract(claim.amount.number, computed.number))
    words: dict[str, Any] = {
        "stated": wording(claim.amount, unit),
        "computed": wording(computed, unit),
        "difference": wording(difference, unit),
    }
    related = merged(places(computed))
    if status is Status.ROUNDING:
        return kinds.ROUNDING.at(
            claim.place,
            label=claim.name,
            left_name="声明",
            left=words["stated"],
            right_name="算出",
            right=words["computed"],
            difference=words["difference"],
            related=related,
        )
    return kinds.CLAIM_DIFFERS.at(
        claim.place,
        name=claim.name,
        related=related,
        key=f"{NUMBER}/{claim.name}",
        figures=[("声明", str(claim.amount.value)), ("算出", str(computed.value))],
        **words,
    )
