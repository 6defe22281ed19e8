"""Makes the vocabulary of a format: from a data set that was given, else from a made-up one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.finding import Severity
from reportgen.formats import load
from reportgen.pack.prepare import prepare
from reportgen.studio.origins import of_year
from reportgen.studio.sample import sample
from reportgen.studio.vocabulary.page import Row, rows
from reportgen.studio.vocabulary.uses import uses_in

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Library


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The rows of a format's page, and what the format is called."""

    name: str
    rows: list[Row]


def vocabulary(
    library: Library, format_id: str, year: int = 0, data: Path | None = None
) -> tuple[Vocabulary | None, list[Finding]]:
    """The vocabulary; None where there is no such format, or the data cannot be read.

    Of the data set only what stops it from being read is told: its mistakes are for `check`.
    """
    findings: list[Finding] = []
    if year:
        format_id, findings = of_year(library, format_id, year)
    form, faults = load(library, format_id)
    findings += faults
    if form is None:
        return None, findings
    if data is not None:
        prepared, faults = prepare(data, library, format_id)
        if prepared is None:
            return None, [*findings, *(f for f in faults if f.severity is Severity.ERROR)]
    else:
        prepared, faults = sample(form, year)
        findings += [f for f in faults if f.severity is Severity.ERROR]
    context = prepared.context
    return Vocabulary(form.name, rows(context, uses_in(form, context.environment))), findings
