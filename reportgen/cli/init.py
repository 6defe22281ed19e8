"""`reportgen init`: a blank form to fill in, as a workbook or as commented YAML."""

from __future__ import annotations

from pathlib import Path

import typer

_HELP = """写一份空白的填报表：每张表、每一栏都照版式来，有说明、下拉表和示例。

例如：

  reportgen init --region 秦皇岛市山海关区 --year 2023 -o 2023.xlsx

  reportgen init --from 2023.xlsx -o 2024.xlsx
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("init", help=_HELP)(init)


def init(
    form: str = typer.Option("", "--format", metavar="版式", help="用指定的版式。"),
    region: str = typer.Option("", "--region", metavar="地区", help="按地区和年度挑版式。"),
    year: int = typer.Option(0, "--year", metavar="年度", help="预算年度。", show_default=False),
    last: Path | None = typer.Option(
        None, "--from", metavar="上年数据", help="从上年的数据带来单位、项目名称、文字等。"
    ),
    out: Path | None = typer.Option(
        None,
        "-o",
        "--out",
        metavar="文件",
        help="写到哪里：.xlsx 是工作簿，.yaml 是带说明的 YAML。不写就是 <年度>.xlsx。",
    ),
    unit: str = typer.Option(
        "", "--unit", metavar="单位", help="金额按什么单位填：元、千元、万元、亿元；不写就是万元。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    force: bool = typer.Option(False, "--force", help="已有同名文件时覆盖它。"),
) -> None:
    """Exit status 0 written, 1 no such format, 2 the call is wrong, 4 nothing could be written."""
    from reportgen.cli import showing, writing
    from reportgen.cli.opening import library
    from reportgen.model.common import MONEY_UNITS
    from reportgen.studio.fill_in import WORKBOOK_SUFFIX, YAML_SUFFIXES, Wish, fill_in

    if not (form or last or (region and year)):
        raise showing.fail(
            "请写明版式（--format），或地区和年度（--region、--year），或上年数据（--from）。", 2
        )
    if unit and unit not in MONEY_UNITS:
        raise showing.fail(f"--unit 只能是{'、'.join(MONEY_UNITS)}。", 2)
    if year and not 1900 <= year <= 2099:
        raise showing.fail("--year 要写四位年份，例如 2024。", 2)
    target = out or Path(f"{year}.xlsx" if year else "填报表.xlsx")
    if target.suffix.lower() not in {WORKBOOK_SUFFIX, *YAML_SUFFIXES}:
        raise showing.fail(f"“{target.name}”的后缀要是 .xlsx 或 .yaml。", 2)
    writing.refuse_to_overwrite([target], force=force)
    wish = Wish(target, form, region.strip(), year, unit, last)
    data, findings = fill_in(wish, library(templates))
    showing.show_findings(findings)
    if data is None:
        raise showing.fail("没有写填报表。", 1)
    writing.write(target, data)
    typer.echo(f"已写好 {target}。填好后检查：reportgen check {target}")
