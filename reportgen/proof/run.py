"""Proof-reads a file: reads it, looks at each table and paragraph, then at the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.finding import Severity
from reportgen.proof import kinds
from reportgen.proof.agreement import check_agreement
from reportgen.proof.clauses import evened
from reportgen.proof.columns import check_columns, check_sides
from reportgen.proof.contents import check_contents
from reportgen.proof.document import Paragraph, sections
from reportgen.proof.facts import check_facts, printed_figures
from reportgen.proof.growth import check_growth
from reportgen.proof.indicators import check_indicators
from reportgen.proof.kinds import NEAR_TABLE, TOTAL, TOTAL_DOUBTFUL
from reportgen.proof.layout import lay_out
from reportgen.proof.naming import check_names, check_years, main_year
from reportgen.proof.notes import check_notes
from reportgen.proof.numbers import malformed
from reportgen.proof.parts import check_below, check_lists, check_parts
from reportgen.proof.public import check_public
from reportgen.proof.public_budget import check_against_budget
from reportgen.proof.reading import read_document
from reportgen.proof.scores import check_scores
from reportgen.proof.sentences import check_grouping, check_paragraph, check_short
from reportgen.proof.shares import check_shares
from reportgen.proof.statements import check_directions, check_statements
from reportgen.proof.subjects import check_subjects
from reportgen.proof.sums import check_sums
from reportgen.proof.table_kinds import PUBLIC_SUM, PUBLIC_TEXT
from reportgen.proof.text_scores import check_text_scores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.proof.document import Document, Table

LONG_CELL = 40
"""From so many characters on a cell is read like a paragraph."""


def proofread(path: Path) -> tuple[Document | None, list[Finding]]:
    """Everything doubtful in a finished document, the gravest first, each once."""
    document, findings = read_document(path)
    if document is None:
        return None, findings
    return document, [*findings, *look_over(document)]


def look_over(document: Document) -> list[Finding]:
    """The findings about a document that was read."""
    findings: list[Finding] = []
    paragraphs = [Paragraph(evened(p.text), p.place) for p in document.paragraphs]
    layouts = [lay_out(part) for table in document.tables for part in sections(table)]
    figures = printed_figures(layouts, document.tables)
    for paragraph in document.paragraphs:
        findings += check_paragraph(paragraph)
    for paragraph in paragraphs:
        findings += check_parts(paragraph)
        findings += check_shares(paragraph, figures.named)
        findings += check_statements(paragraph)
    findings += check_growth(paragraphs)
    findings += check_directions(paragraphs)
    findings += check_below(paragraphs)
    findings += check_lists(paragraphs)
    findings += check_text_scores(document)
    for table in document.tables:
        findings += _cells(table)
    findings += check_scores(document.tables)
    for layout in layouts:
        findings += check_sums(layout)
        findings += check_columns(layout)
        findings += check_sides(layout)
    findings += check_indicators(document.tables)
    findings += check_public(paragraphs, layouts)
    findings += check_against_budget(paragraphs, layouts)
    findings += check_agreement(document.paragraphs, layouts)
    findings += check_facts(paragraphs, figures)
    findings += check_subjects(paragraphs, layouts, main_year(document))
    findings += check_names(document)
    findings += check_years(document)
    findings += check_notes(document)
    findings += check_contents(document)
    findings = _once(findings)
    order = list(Severity)
    return sorted(dict.fromkeys(findings), key=lambda f: order.index(f.severity))


def _once(findings: list[Finding]) -> list[Finding]:
    """The findings without those that tell again, more generally, what another tells at that place."""
    totals = {f.place for f in findings if f.code in {TOTAL.code, TOTAL_DOUBTFUL.code}}
    public = {f.place for f in findings if f.code == PUBLIC_TEXT.code}
    return [
        finding
        for finding in findings
        if not (finding.code == PUBLIC_SUM.code and finding.place in totals)
        and not (finding.code == NEAR_TABLE.code and finding.place in public)
    ]


def _cells(table: Table) -> Iterator[Finding]:
    for row in table.rows:
        for cell in row:
            if cell.copy:
                continue
            problem = malformed(cell.text)
            if problem is not None:
                yield kinds.MALFORMED.at(
                    cell.place, reason=problem.reason, suggestion=problem.suggestion
                )
            elif len(cell.text) >= LONG_CELL:
                yield from check_paragraph(Paragraph(cell.text, cell.place))
                yield from check_growth([Paragraph(evened(cell.text), cell.place)])
            else:
                yield from check_grouping(cell.text, cell.place)
                yield from check_short(cell.text, cell.place)
