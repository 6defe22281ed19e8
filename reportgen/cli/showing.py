"""Prints findings and reports in the terminal, or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import typer

from reportgen.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.cli.finding_lines import Row
    from reportgen.finding import Finding

_COLOURS = {Severity.ERROR: "31", Severity.EXPLAIN: "33", Severity.HINT: "36"}
_RICH = {"31": "red", "33": "yellow", "36": "cyan"}
_SHOWN_RELATED = 6
_SHOWN_OF_A_KIND = 60
"""So many findings of one kind are read in a terminal; JSON and the check report hold them all."""


def show_findings(findings: Sequence[Finding], *, err: bool = False) -> None:
    """The findings as a readable table, the gravest first; nothing for none."""
    if not findings:
        return
    from reportgen.cli import finding_lines

    rows = [_row(finding) for finding in _shown(findings)]
    lines = finding_lines.lines(rows, err=err)
    if lines is None:
        _draw(rows, err=err)
    else:
        typer.echo("\n".join(lines), err=err)
    for code, count in Counter(finding.code for finding in findings).items():
        if count > _SHOWN_OF_A_KIND:
            more = count - _SHOWN_OF_A_KIND
            sentence = f"{code} 另有 {more} 条，这里不再列出；全部见校验报告或 --json。"
            typer.echo(sentence, err=err)


def _row(finding: Finding) -> Row:
    from reportgen.cli.finding_lines import Row

    more = [finding.hint] if finding.hint else []
    if finding.related:
        shown = "；".join(str(place) for place in finding.related[:_SHOWN_RELATED])
        more.append(f"另见：{shown}")
    return Row(
        finding.severity.value,
        _COLOURS[finding.severity],
        finding.code,
        str(finding.place) if finding.place else "",
        finding.message,
        "\n".join(more),
    )


def _draw(rows: Sequence[Row], *, err: bool) -> None:
    """The table drawn by rich, which knows every console."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from reportgen.cli.finding_lines import HEADS, WIDEST_PLACE

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    table.add_column(HEADS[0], no_wrap=True)
    table.add_column(HEADS[1], no_wrap=True)
    table.add_column(HEADS[2], overflow="fold", max_width=WIDEST_PLACE)
    table.add_column(HEADS[3], overflow="fold", ratio=1)
    for row in rows:
        text = Text(row.message)
        if row.more:
            text.append(f"\n{row.more}", style="dim")
        severity = Text(row.severity, style=_RICH[row.colour])
        table.add_row(severity, row.code, Text(row.place), text)
    Console(stderr=err, highlight=False).print(table)


def _shown(findings: Sequence[Finding]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= _SHOWN_OF_A_KIND:
            yield finding


def show_json(content: object) -> None:
    """Anything as JSON on standard output."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def fail(sentence: str, status: int) -> typer.Exit:
    """Says one sentence on standard error; the caller raises what this gives."""
    typer.echo(sentence, err=True)
    return typer.Exit(status)
