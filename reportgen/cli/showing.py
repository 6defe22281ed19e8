"""Prints findings and reports in the terminal, or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import typer

from reportgen.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.finding import Finding

_COLOURS = {Severity.ERROR: "red", Severity.EXPLAIN: "yellow", Severity.HINT: "cyan"}
_SHOWN_RELATED = 6
_SHOWN_OF_A_KIND = 60
"""So many findings of one kind are read in a terminal; JSON and the check report hold them all."""


def show_findings(findings: Sequence[Finding], *, err: bool = False) -> None:
    """The findings as a readable table, the gravest first; nothing for none."""
    if not findings:
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(stderr=err, highlight=False)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    table.add_column("级别", no_wrap=True)
    table.add_column("编号", no_wrap=True)
    table.add_column("位置", overflow="fold", max_width=38)
    table.add_column("问题", overflow="fold", ratio=1)
    for finding in _shown(findings):
        text = Text(finding.message)
        if finding.hint:
            text.append(f"\n{finding.hint}", style="dim")
        if finding.related:
            shown = "；".join(str(place) for place in finding.related[:_SHOWN_RELATED])
            text.append(f"\n另见：{shown}", style="dim")
        table.add_row(
            Text(finding.severity.value, style=_COLOURS[finding.severity]),
            finding.code,
            str(finding.place) if finding.place else "",
            text,
        )
    console.print(table)
    for code, count in Counter(finding.code for finding in findings).items():
        if count > _SHOWN_OF_A_KIND:
            more = count - _SHOWN_OF_A_KIND
            console.print(f"{code} 另有 {more} 条，这里不再列出；全部见校验报告或 --json。")


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
