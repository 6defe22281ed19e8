"""`reportgen proof`: what does not agree in finished documents, without a data set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reportgen.finding import summary

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.proof.document import Document


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("proof", help="校对现成的 Word、Excel 或文字稿：不用数据，直接找对不上的数。")(
        proof
    )


def proof(
    files: list[Path] = typer.Argument(
        ..., metavar="文件…", help="要校对的文件：.docx、.xlsx、.txt、.md；PDF 只看文字。"
    ),
    annotate: bool = typer.Option(
        False, "--annotate", help="另存一份副本，每个问题批注在它的段落、单元格上。"
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 without 错误 and 须说明, else 1."""
    from reportgen.cli import showing
    from reportgen.cli.marking import write_marked_copy
    from reportgen.finding import Severity
    from reportgen.proof import proofread
    from reportgen.proof.marking import marked_copy

    grave = False
    told: list[dict[str, object]] = []
    for path in files:
        document, findings = proofread(path)
        grave |= any(finding.severity is not Severity.HINT for finding in findings)
        if as_json:
            told.append({"file": str(path), "findings": [f.as_dict() for f in findings]})
        else:
            _show(path, document, findings)
        if annotate and document is not None and findings:
            write_marked_copy(path, findings, None, shown=not as_json, annotate=marked_copy)
    if as_json:
        showing.show_json({"files": told})
    if grave:
        raise typer.Exit(1)


def _show(path: Path, document: Document | None, findings: list[Finding]) -> None:
    from reportgen.cli import showing

    showing.show_findings(findings)
    if document is not None:
        counts = f"{len(document.tables)} 张表，{len(document.paragraphs)} 段文字"
        only_text = "PDF 只看了文字，没有看表。" if path.suffix.lower() == ".pdf" else ""
        typer.echo(f"{path.name}：{counts}。{only_text}{summary(findings)}。")
