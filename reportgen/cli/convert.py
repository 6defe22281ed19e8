"""`reportgen convert`: a data set from YAML to workbook, or back."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("convert", help="数据在 YAML 和 Excel 工作簿之间互换，内容一样。")(convert)


def convert(
    source: Path = typer.Argument(..., metavar="数据文件", help="YAML 或 Excel 数据文件。"),
    target: Path = typer.Argument(..., metavar="新文件", help="另一种形式：.xlsx 或 .yaml。"),
    form: str = typer.Option(
        "", "--format", metavar="版式", help="不按地区和年度挑，用指定的版式。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    force: bool = typer.Option(False, "--force", help="已有同名文件时覆盖它。"),
) -> None:
    """Exit status 0 written, 1 not everything would come along, 2 wrong call, 4 not writable."""
    from reportgen.checks.explanations import explanations_file
    from reportgen.cli import showing, writing
    from reportgen.cli.opening import library
    from reportgen.sources import is_workbook
    from reportgen.studio.convert import convert as converted
    from reportgen.studio.fill_in import WORKBOOK_SUFFIX, YAML_SUFFIXES

    suffix = target.suffix.lower()
    if suffix not in {WORKBOOK_SUFFIX, *YAML_SUFFIXES}:
        raise showing.fail(f"“{target.name}”的后缀要是 .xlsx 或 .yaml。", 2)
    if source.is_file() and is_workbook(source) == (suffix == WORKBOOK_SUFFIX):
        raise showing.fail(f"“{source.name}”和“{target.name}”是同一种形式，不用转换。", 2)
    writing.refuse_to_overwrite([target], force=force)
    result, findings = converted(source, target, library(templates), form)
    showing.show_findings(findings)
    if result is None:
        raise showing.fail("没有转换，没有写任何文件。", 1)
    beside = explanations_file(target)
    if result.explanations is not None:
        writing.refuse_to_overwrite([beside], force=force)
        writing.write(beside, result.explanations)
    writing.write(target, result.data)
    typer.echo(f"已写好 {target}" + (f" 和 {beside.name}。" if result.explanations else "。"))
