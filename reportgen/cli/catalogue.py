"""`reportgen catalogue`: looks subjects up, imports a bureau's list, lists and removes imports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
import typer.core

from reportgen.cli.showing import show_findings

if TYPE_CHECKING:
    from reportgen.catalogue import Catalogue, Subject

_MOST: Final = 40
_LOOK_UP: Final = "find"

_KINDS: Final = {
    "功能分类": "functional",
    "部门经济分类": "economic",
    "政府经济分类": "gov_economic",
}

_HELP: Final = """查政府收支分类科目，导入财政局当年的科目表。

例如：

  reportgen catalogue 组织事务

  reportgen catalogue 2013201 --year 2023

  reportgen catalogue import 科目表.xlsx --year 2025
"""

Year = Annotated[int, typer.Option("--year", help="年度，例如 2025。", metavar="年度")]


class _LookUpGroup(typer.core.TyperGroup):
    """A group whose first argument, where it names no command, is what to look up."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the look-up command in front of what is no command."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [_LOOK_UP, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_LookUpGroup,
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    subcommand_metavar="代码或名称 | 命令",
)


def register(parent: typer.Typer) -> None:
    """Add the commands to the program's commands."""
    parent.add_typer(app, name="catalogue")


@app.command(_LOOK_UP, help="按代码或名称查科目（“find”可以不写）。")
def look_up(
    words: Annotated[
        list[str], typer.Argument(help="代码或名称，可以只写一部分。", metavar="代码或名称")
    ],
    year: Annotated[
        int,
        typer.Option("--year", help="年度；不写就用最新的。", metavar="年度", show_default=False),
    ] = 0,
) -> None:
    """Print the subjects that fit, best first; exit status 1 where there are none."""
    from reportgen.catalogue import load, newest_year

    text = " ".join(words)
    catalogue, problems = load(year or newest_year())
    show_findings(problems)
    found = [(part.title, s) for part in catalogue.classifications for s in part.search(text)]
    if found:
        _show(catalogue, found)
    doubts = _doubts(catalogue, text)
    for line in doubts:
        typer.echo(line)
    if found or doubts:
        return
    near = [s for part in catalogue.classifications for s in part.similar(text)][:5]
    typer.echo(f"{catalogue.year}年的科目表里没有“{text[:40]}”。")
    if near:
        typer.echo("相近的有：" + "、".join(f"{s.code} {s.name}" for s in near) + "。")
    raise typer.Exit(1)


@app.command("import", help="导入财政局当年的科目表（.xlsx、.csv、.txt），代替程序自带的。")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="科目表文件，要有“科目编码”和“科目名称”两列。", metavar="文件")
    ],
    year: Year,
    kind: Annotated[
        str,
        typer.Option("--kind", help=f"只导入一种：{'、'.join(_KINDS)}。", metavar="种类"),
    ] = "",
) -> None:
    """Import a list; exit status 1 where it holds an error and nothing was changed."""
    from reportgen.catalogue.importing import import_list
    from reportgen.catalogue.lists import TITLES

    if kind and kind not in _KINDS:
        typer.echo(f"没有“{kind[:40]}”这种科目表，可以写：{'、'.join(_KINDS)}。")
        raise typer.Exit(1)
    report, problems = import_list(file, year, _KINDS.get(kind))
    show_findings(problems)
    if not report.written:
        typer.echo("没有导入，原来的科目表不变。")
        raise typer.Exit(1)
    counts = "、".join(f"{TITLES[key]} {count} 个" for key, count in report.counts.items())
    typer.echo(f"已导入{year}年科目表：{counts}。")
    if report.kept:
        typer.echo("以前导入的还在用：" + "、".join(TITLES[key] for key in report.kept) + "。")


@app.command("remove", help="撤掉导入的科目表，恢复用程序自带的。")
def remove(year: Year) -> None:
    """Remove the imported list of a year; exit status 1 where there is none."""
    from reportgen.catalogue.importing import remove_list

    removed, problems = remove_list(year)
    show_findings(problems)
    if removed:
        typer.echo(f"已撤掉{year}年导入的科目表。")
        return
    if not problems:
        typer.echo(f"{year}年没有导入过科目表。")
    raise typer.Exit(1)


@app.command("list", help="列出导入过哪些年度的科目表。")
def list_years() -> None:
    """Print the imported years with what they hold."""
    from reportgen.catalogue.lists import TITLES, imported_file, imported_years, read_imported

    years = imported_years()
    if not years:
        typer.echo("没有导入过科目表，各年度都用程序自带的。")
    for year in years:
        found, reason = read_imported(year)
        counts = "、".join(f"{TITLES[kind]} {len(rows)} 个" for kind, rows in found.items())
        typer.echo(f"{year}年：{counts or f'读不出来（{reason}）'}  {imported_file(year)}")


def _show(catalogue: Catalogue, found: list[tuple[str, Subject]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=f"{catalogue.year}年科目")
    for head in ("代码", "名称", "级次", "上级", "依据"):
        table.add_column(head, overflow="fold")
    names: dict[str, str] = {}
    for part in catalogue.classifications:
        names |= {s.parent: part.name(s.parent) for _, s in found if part.find(s.parent)}
    for title, subject in found[:_MOST]:
        above = f"{subject.parent} {names.get(subject.parent, '')}" if subject.parent else title
        table.add_row(
            subject.code, escape(subject.name), subject.level, escape(above), subject.evidence
        )
    Console().print(table)
    if len(found) > _MOST:
        typer.echo(f"还有 {len(found) - _MOST} 个没有列出，请把代码或名称写得长一些。")


def _doubts(catalogue: Catalogue, text: str) -> list[str]:
    """What to say of a code that is in doubt, and of one that is not of this year."""
    from reportgen.catalogue.names import bare_code

    code = bare_code(text)
    lines = []
    for part in catalogue.classifications:
        if doubt := part.doubt(code):
            lines.append(f"{doubt.code} {doubt.name} 存疑：{doubt.note}。请对照本年科目表。")
        if (change := part.change(code)) and part.find(code):
            lines.append(f"{code} 在{catalogue.year}年可能不能用：{change.note}。")
    return lines
