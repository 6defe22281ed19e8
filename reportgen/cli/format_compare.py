"""`reportgen format compare`: what differs between two formats, or two years of one."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from reportgen.studio.format_comparing import Comparison

_HELP = """比两个版式（或两个年度）：栏目、标签、分值、核对关系增减了什么，移到了哪里。

例如：

  reportgen format compare shenzhen-luohu shenzhen-luohu/2025

  reportgen format compare national yunnan-xishan --data 2024.xlsx
"""
_SHOWN = 40


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("compare", help=_HELP)(compare)


def compare(
    old: str = typer.Argument(..., metavar="版式甲", help="前一个。"),
    new: str = typer.Argument(..., metavar="版式乙", help="后一个。"),
    data: Path | None = typer.Option(
        None, "--data", metavar="数据文件", help="这份数据用两个版式各算一遍，合计并排列出。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 compared, 1 a format or the data set cannot be read."""
    from reportgen.cli import showing
    from reportgen.cli.opening import library
    from reportgen.studio.format_comparing import compare as compare_formats

    found, findings = compare_formats(library(templates), old, new, data)
    if as_json:
        showing.show_json(
            {
                "differences": [d.as_dict() for d in found.differences] if found else None,
                "totals": [t.as_dict() for t in found.totals] if found else None,
                "findings": [f.as_dict() for f in findings],
            }
        )
    else:
        showing.show_findings(findings)
        if found is not None:
            _show(found)
    if found is None:
        raise typer.Exit(1)


def _show(found: Comparison) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    for group, members in groupby(found.differences, key=lambda d: d.group):
        rows = list(members)
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for head in (group, "怎样", found.old, found.new):
            table.add_column(head, overflow="fold")
        for row in rows[:_SHOWN]:
            table.add_row(row.name, row.kind, row.old, row.new)
        console.print(table)
        if len(rows) > _SHOWN:
            console.print(f"另有 {len(rows) - _SHOWN} 处，全部用 --json 看。")
        console.print()
    if not found.differences:
        typer.echo("两个版式没有不同。")
    if found.totals:
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        table.add_column("合计", overflow="fold")
        for head in (found.old, found.new):
            table.add_column(head, justify="right")
        table.add_column("")
        for total in found.totals:
            table.add_row(total.name, total.old, total.new, "≠" if total.differs else "")
        console.print(table)
    counts = len(found.differences)
    typer.echo(
        f"不同 {counts} 处" + (f"，合计不同 {_differing(found)} 个。" if found.totals else "。")
    )


def _differing(found: Comparison) -> int:
    return sum(total.differs for total in found.totals)
