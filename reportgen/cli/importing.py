"""`reportgen import`: a data set from an export of the budget platform or from published tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reportgen.finding import summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.studio.importing.changes import Change

BACKUP = "导入前"
_SHOWN_CHANGES = 200


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        "import", help="从一体化系统导出的工作簿、或已公开的表（Excel、Word），得到数据文件。"
    )(import_)


def import_(
    export: Path = typer.Argument(
        ..., metavar="导出的工作簿", help="导出的 .xlsx 文件，或已公开的 Word 文档（.docx）。"
    ),
    mapping: Path | None = typer.Option(
        None, "-m", "--mapping", metavar="映射文件", help="各表各列的叫法；不写就用版式带的。"
    ),
    into: Path | None = typer.Option(
        None, "--into", metavar="数据文件", help="并入已有的 YAML 数据文件，手填的各节不动。"
    ),
    out: Path | None = typer.Option(
        None, "-o", "--out", metavar="文件", help="写到哪里；不写就放在导出文件旁边。"
    ),
    name: str = typer.Option("", "--name", metavar="名称", help="部门名称。"),
    region: str = typer.Option("", "--region", metavar="地区", help="地区，决定用哪个版式。"),
    year: str = typer.Option("", "--year", metavar="年度", help="预算年度。"),
    form: str = typer.Option("", "--format", metavar="版式", help="用指定的版式。"),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="只看结果和变化，不写文件。"),
    force: bool = typer.Option(False, "--force", help="已有同名文件也覆盖。"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 done, 1 something is to be mended (the file is written all the same), 4 no file."""
    from reportgen.cli import showing
    from reportgen.cli.opening import library
    from reportgen.finding import Severity
    from reportgen.place import Place
    from reportgen.studio.importing.assemble import Header
    from reportgen.studio.importing.run import run_import
    from reportgen.studio.kinds import TARGET_EXISTS

    target = out or into or export.with_suffix(".yaml")
    imported, findings = run_import(
        export,
        library(templates),
        mapping_file=mapping,
        into=into,
        header=Header(name, region, year),
        format_id=form,
    )
    written: Path | None = None
    if imported is not None and not dry_run:
        if target.exists() and target != into and not force:
            findings.append(TARGET_EXISTS.at(Place(target.name), name=str(target)))
        else:
            _write(target, imported.text, backup=target == into)
            written = target
    failed = imported is None or any(f.severity is Severity.ERROR for f in findings)
    if as_json:
        showing.show_json(
            {
                "file": str(written) if written else None,
                "sections": list(imported.sections) if imported else [],
                "changes": [change.as_dict() for change in (imported.changes if imported else ())],
                "findings": [finding.as_dict() for finding in findings],
            }
        )
    else:
        showing.show_findings(findings)
        if imported is not None:
            typer.echo(f"导入的各节：{'、'.join(imported.sections) or '一节也没有'}。")
            if into is not None:
                _show_changes(imported.changes)
        if written is not None:
            typer.echo(f"已写入 {written}。检查：reportgen check {written}")
        elif imported is None or not dry_run:
            typer.echo("没有写入文件。", err=True)
        typer.echo(f"{summary(findings)}。")
    if failed:
        raise typer.Exit(4 if imported is None else 1)


def _write(target: Path, text: str, *, backup: bool) -> None:
    """Writes the data set; what stood there before is kept beside it."""
    from reportgen.cli import showing
    from reportgen.writer import WriteError, write_atomic

    try:
        if backup:
            kept = target.with_name(f"{target.stem}.{BACKUP}{target.suffix}")
            write_atomic(kept, target.read_bytes())
            typer.echo(f"原来的内容另存为 {kept}。", err=True)
        write_atomic(target, text.encode())
    except (WriteError, OSError) as error:
        raise showing.fail(f"写不进去：{error}", 4) from None


def _show_changes(changes: Sequence[Change]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not changes:
        typer.echo("与原来的数据相同，没有变化。")
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for head in ("节", "变化", "行", "栏", "原", "新"):
        table.add_column(head, overflow="fold")
    for change in changes[:_SHOWN_CHANGES]:
        table.add_row(
            *map(
                Text,
                (
                    change.section,
                    change.happened.value,
                    change.label,
                    change.field,
                    change.old,
                    change.new,
                ),
            )
        )
    Console(highlight=False).print(table)
    more = len(changes) - _SHOWN_CHANGES
    typer.echo(f"共 {len(changes)} 处变化" + (f"，另有 {more} 处没有列出。" if more > 0 else "。"))
