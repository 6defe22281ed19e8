"""`reportgen format names`: what the templates of a format can name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from reportgen.studio.vocabulary.page import Row

_HELP = """列出模板里能写的名称：意思、单位、例子、用在哪里。

例如：

  reportgen format names shenzhen-luohu 执行率

  reportgen format names shenzhen-luohu --data 2024.xlsx -o 名称表.xlsx
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("names", help=_HELP)(names)


def names(
    form: str = typer.Argument(..., metavar="版式", help="版式的名称。"),
    word: str = typer.Argument("", metavar="[找什么]", help="只列含有这几个字的。"),
    data: Path | None = typer.Option(
        None, "--data", metavar="数据文件", help="例子从这份数据取；不写就用编的样例。"
    ),
    out: Path | None = typer.Option(
        None, "-o", "--out", metavar="文件", help="写成 .xlsx、.docx 或 .md，从里面复制标签。"
    ),
    year: int = typer.Option(0, "--year", metavar="年度", help="哪一年的。", show_default=False),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    force: bool = typer.Option(False, "--force", help="已有同名文件时覆盖它。"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 listed, 1 no such format or the data cannot be read, 4 nothing written."""
    from reportgen.cli import showing, writing
    from reportgen.cli.opening import library
    from reportgen.studio.vocabulary.making import vocabulary
    from reportgen.studio.vocabulary.page import SUFFIXES, page

    if out is not None:
        if out.suffix.lower() not in SUFFIXES:
            raise showing.fail(f"“{out.name}”的后缀要是 {'、'.join(SUFFIXES)}。", 2)
        writing.refuse_to_overwrite([out], force=force)
    found, findings = vocabulary(library(templates), form, year, data)
    if as_json:
        chosen = [row.as_dict() for row in found.rows if word in _text(row)] if found else None
        showing.show_json({"names": chosen, "findings": [f.as_dict() for f in findings]})
    else:
        showing.show_findings(findings, err=True)
    if found is None:
        raise typer.Exit(1)
    rows = [row for row in found.rows if word in _text(row)]
    if out is not None:
        writing.write(out, page(rows, f"{found.name}：能写的名称", out.suffix.lower()))
        typer.echo(f"已写好 {out}，{len(rows)} 个名称。", err=as_json)
    elif not as_json:
        _show(rows)
        if not rows:
            raise showing.fail(f"没有含“{word[:40]}”的名称。", 1)


def _text(row: Row) -> str:
    entry = row.entry
    return f"{entry.group} {entry.tag} {entry.meaning}"


def _show(rows: list[Row]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from reportgen.studio.vocabulary.page import HEADS, in_groups

    console = Console(highlight=False, markup=False)
    for group, members in in_groups(rows):
        console.print(group, style="bold")
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for head in HEADS:
            table.add_column(head, overflow="fold")
        for row in members:
            table.add_row(*row.cells)
        console.print(table)
        console.print()
