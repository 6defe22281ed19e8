"""What can only be judged once the documents are rendered: what stands in them, reasons asked in vain.

Runs in every build, after rendering and before anything is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.checks.explanations import read_explanations, settle
from reportgen.checks.reasons import missing_reasons
from reportgen.finding import Severity
from reportgen.pack.totals import check_totals
from reportgen.render.readback import read_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.finding import Finding
    from reportgen.pack.plan import Document
    from reportgen.pack.prepare import Prepared


def verify(prepared: Prepared, documents: Sequence[Document]) -> list[Finding]:
    """The findings about rendered documents, without those 须说明 that are explained."""
    findings = read_back(
        ((item.name, item.data, item.figures) for item in documents),
        (item.reading for item in documents),
    )
    context = prepared.context
    findings += check_totals(context, documents)
    known = {change.this.key for change in context.reasons.changes if change.wanted}
    asked = [change for key, change in context.reasons.asked.items() if key not in known]
    findings += missing_reasons(asked, prepared.year.money_unit)
    if any(finding.severity is Severity.EXPLAIN for finding in findings):
        explanations, _ = read_explanations(prepared.year.source)
        findings, _ = settle(findings, explanations)
    return findings
