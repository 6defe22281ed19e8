"""`reportgen format new`: begins a format from another one, or from the bureau's own form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reportgen.finding import summary

if TYPE_CHECKING:
    from reportgen.studio.starting.new import Made

_HELP = """做一个新版式：照另一个版式，只写要改的；有区里发的空表（或上年填好的表），照它起头。

例如：

  reportgen format new yunnan-xishan --from national --region 昆明市西山区

  reportgen format new shenzhen-luohu --from shenzhen-luohu --year 2025 --copy 项目支出绩效自评表.docx

  reportgen format new yunnan-xishan --from-document 2024年项目支出绩效自评表.xlsx
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("new", help=_HELP)(new)


def new(
    name: str = typer.Argument(..., metavar="名称", help="新版式的名称，就是文件夹名。"),
    base: str = typer.Option("national", "--from", metavar="版式", help="照哪个版式做，继承它。"),
    year: int = typer.Option(
        0,
        "--year",
        metavar="年度",
        help="为哪一年做：已有的版式，建一个年度文件夹。",
        show_default=False,
    ),
    region: str = typer.Option(
        "", "--region", metavar="地区", help="适用地区，与数据里的一字不差。"
    ),
    title: str = typer.Option("", "--title", metavar="文字", help="版式的叫法，不写就用名称。"),
    copies: list[str] = typer.Option(
        [], "--copy", metavar="文件", help="把上级的这个文件复制过来改；可以写几次。"
    ),
    forms: list[Path] = typer.Option(
        [], "--from-document", metavar="表样", help="照这份 Word、Excel 表样起头；可以写几次。"
    ),
    templates: Path = typer.Option(
        Path("templates"), "--templates", metavar="文件夹", help="放自己版式的文件夹。"
    ),
) -> None:
    """Exit status 0 made, 1 made but something is wrong with it, 2 refused, 4 nothing written."""
    from reportgen.cli import showing, writing
    from reportgen.finding import Severity, worst
    from reportgen.formats import Library
    from reportgen.studio.starting.new import Wish, begin, tried

    if year and not 1900 <= year <= 2099:
        raise showing.fail("--year 要写四位年份，例如 2025。", 2)
    wish = Wish(name, base, year, region.strip(), title, tuple(copies), tuple(forms))
    made, findings = begin(wish, Library(templates))
    if made is None:
        showing.show_findings(findings)
        raise showing.fail("没有建版式。", 2)
    folder = templates / made.id
    writing.refuse_to_overwrite([folder / file for file in made.files], force=False)
    for file, data in made.files.items():
        writing.write(folder / file, data)
    findings += tried(Library(templates), made)
    _show(folder, made)
    showing.show_findings(findings)
    if worst(findings) is Severity.ERROR:
        raise showing.fail(f"版式建好了，但还有错。{summary(findings)}。", 1)
    typer.echo(
        f"版式“{made.id}”可以用了：用样例数据生成过一遍。边改边看：reportgen format try {made.id}"
    )


def _show(folder: Path, made: Made) -> None:
    for file in made.files:
        typer.echo(f"已写好  {folder / file}")
    for begun in made.documents:
        found = begun.found
        typer.echo(
            f"{begun.template}：写了 {len(found.proposed)} 处标签，{len(found.pending)} 处待定。"
        )
        for note in found.guessed[:20]:
            text = " ".join(note.text.split())[:30]
            typer.echo(f"  请核对  {note.where}“{text}”：{note.says}")
        if len(found.guessed) > 20:
            typer.echo(f"  还有 {len(found.guessed) - 20} 处请核对，见待定.md。")
        for note in found.pending[:20]:
            text = " ".join(note.text.split())[:30]
            typer.echo(f"  待定  {note.where}“{text}”：{note.says}")
        if len(found.pending) > 20:
            typer.echo(f"  还有 {len(found.pending) - 20} 处，见待定.md。")
