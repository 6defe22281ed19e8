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
_WIDEST = 6
"""Cells that the name of a severity takes: 须说明."""
_SHOWN_RELATED = 6
_SHOWN_OF_A_KIND = 60
"""So many findings of one kind are read in a terminal; JSON and the check report hold them all."""


def show_findings(findings: Sequence[Finding], *, err: bool = False) -> None:
    """The findings one below the other: what and where, then what is told of it, indented.

    Lines are not broken: a place can be copied whole, and each console wraps at its own width.
    """
    for finding in _shown(findings):
        typer.echo("\n".join(_lines(finding)), err=err)
    for code, count in Counter(finding.code for finding in findings).items():
        if count > _SHOWN_OF_A_KIND:
            more = count - _SHOWN_OF_A_KIND
            sentence = f"{code} 另有 {more} 条，这里不再列出；全部见校验报告或 --json。"
            typer.echo(sentence, err=err)


def _lines(finding: Finding) -> Iterator[str]:
    name = finding.severity.value
    place = f"  {typer.style(str(finding.place), bold=True)}" if finding.place else ""
    blanks = " " * (_WIDEST - 2 * len(name))
    yield f"{typer.style(name, fg=_COLOURS[finding.severity])}{blanks} {finding.code}{place}"
    for line in finding.message.splitlines():
        yield f"  {line}"
    for line in finding.hint.splitlines():
        yield typer.style(f"  {line}", dim=True)
    if finding.related:
        shown = "；".join(str(place) for place in finding.related[:_SHOWN_RELATED])
        yield typer.style(f"  另见：{shown}", dim=True)


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
