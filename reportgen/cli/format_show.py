"""`reportgen format show`: which formats there are, and where everything in one comes from."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from reportgen.formats import Library
    from reportgen.formats.library import Folder
    from reportgen.studio.origins import Item, Origins

_HELP = """看版式：不写名称，列出全部；写了名称，列出每一项从哪个文件夹、哪一行来。

例如：

  reportgen format show

  reportgen format show shenzhen-luohu --year 2024
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("show", help=_HELP)(show)


def show(
    form: str = typer.Argument("", metavar="[版式]", help="版式的名称，就是它的文件夹名。"),
    year: int = typer.Option(0, "--year", metavar="年度", help="哪一年的。", show_default=False),
    listing: bool = typer.Option(
        False, "--listing", help="再把每个模板列成文字：标签、样式、合并。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 shown, 1 there is something wrong with the format."""
    from reportgen.cli import showing
    from reportgen.cli.opening import library
    from reportgen.finding import Severity, worst
    from reportgen.studio import origins

    formats = library(templates)
    if not form:
        _list(formats, as_json=as_json)
        return
    found, findings = origins.show(formats, form, year)
    if as_json:
        shown = _as_dict(found) if found else None
        showing.show_json({"format": shown, "findings": [f.as_dict() for f in findings]})
    else:
        if found is not None:
            _show(found)
        showing.show_findings(findings)
        if found is not None and listing:
            _listings(found)
    if found is None or worst(findings) is Severity.ERROR:
        raise typer.Exit(1)


def _list(formats: Library, *, as_json: bool) -> None:
    from reportgen.cli import showing
    from reportgen.formats.library import built_in
    from reportgen.studio.origins import listed, years_in_words

    found, findings = listed(formats)

    def words(folder: Folder) -> tuple[str, str]:
        own = folder.declaration
        inner = folder.id.rpartition("/")[2] if "/" in folder.id and not own.years else ""
        return "、".join(own.regions), inner or years_in_words(own.years)

    if as_json:
        rows = [
            {
                "id": format_id,
                "name": folder.declaration.name,
                "regions": folder.declaration.regions,
                "years": words(folder)[1],
                "parent": folder.declaration.parent or format_id.rpartition("/")[0],
                "folder": str(folder.path),
            }
            for format_id, folder, _ in found
        ]
        showing.show_json({"formats": rows, "findings": [f.as_dict() for f in findings]})
        return
    table = _table("版式", "名称", "继承", "适用地区", "适用年度", "在哪里")
    for format_id, folder, root in found:
        above = folder.declaration.parent or format_id.rpartition("/")[0]
        where = "程序自带" if root == built_in().resolve() else str(root)
        table.add_row(format_id, folder.declaration.name, above, *words(folder), where)
    _print(table)
    showing.show_findings(findings)
    typer.echo("看其中一个：reportgen format show 版式")


def _show(found: Origins) -> None:
    from reportgen.studio.origins import years_in_words

    own = found.chain[0].declaration
    typer.echo(f"{found.id}  {found.name}")
    if own.remark:
        typer.echo(f"说明：{own.remark}")
    regions = next((f.declaration.regions for f in found.chain if f.declaration.regions), [])
    typer.echo(f"适用：{'、'.join(regions) or '没有自己版式的地区'}，{years_in_words(own.years)}")
    typer.echo(f"继承：{' → '.join(folder.id for folder in found.chain)}")
    for folder in found.chain:
        typer.echo(f"  {folder.id}  {folder.path}")
    table = _table("文件", "从哪里来（写在前面的盖住后面的）")
    for name, owners in found.files.items():
        table.add_row(name, " ← ".join(owners))
    _print(table)
    table = _table("文档", "模板", "从哪里来", "怎样生成")
    for template in found.templates:
        hidden = f"（盖住 {'、'.join(template.hidden)} 的）" if template.hidden else ""
        table.add_row(template.document, template.file, template.folder + hidden, template.lane)
    _print(table)
    for group, items in groupby(found.items, key=lambda item: item.group):
        _show_items(group, list(items))


def _show_items(group: str, items: list[Item]) -> None:
    table = _table(group, "内容", "从哪里来")
    for item in items:
        where = _where(str(item.place))
        for name, place in item.changes:
            where += f"\n{name}：{_where(str(place))}"
        table.add_row(item.name, item.says, where)
    _print(table)


def _where(place: str) -> str:
    """A place without its column: the line is what she goes to."""
    file, _, rest = place.partition(".yaml:")
    return f"{file}.yaml:{rest.partition(':')[0]}" if rest else place


def _as_dict(found: Origins) -> dict[str, object]:
    return {
        "id": found.id,
        "name": found.name,
        "chain": [{"id": folder.id, "folder": str(folder.path)} for folder in found.chain],
        "files": {name: list(owners) for name, owners in found.files.items()},
        "documents": [
            {"name": t.document, "template": t.file, "from": t.folder, "lane": t.lane}
            for t in found.templates
        ],
        "items": [item.as_dict() for item in found.items],
    }


def _listings(found: Origins) -> None:
    from reportgen.studio.listing import UnlistableError, listing

    folders = {folder.id: folder.path for folder in found.chain}
    for template in {t.file: t for t in found.templates}.values():
        typer.echo(f"\n=== {template.file}（{template.folder}）")
        try:
            typer.echo("\n".join(listing(folders[template.folder] / template.file)))
        except UnlistableError as error:
            typer.echo(f"列不出来：{error}。")


def _table(*heads: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _print(table: Table) -> None:
    from rich.console import Console

    Console(highlight=False, markup=False).print(table)
    typer.echo()
