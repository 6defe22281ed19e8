"""`reportgen changes`: what differs between two data sets or packs; last year beside this year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.pack.comparing import Side
    from reportgen.pack.prepare import Prepared
    from reportgen.pack.year_on_year import Line


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("changes", help="比较两份数据或两个报告包；两个年度的数据则列出增减表。")(changes)


def changes(
    one: Path = typer.Argument(
        ..., metavar="原来的", help="数据文件或报告包文件夹；只写一个数据文件，就与它的上年比较。"
    ),
    other: Path | None = typer.Argument(None, metavar="[现在的]", help="数据文件或报告包文件夹。"),
    form: str = typer.Option(
        "", "--format", metavar="版式", help="不按地区和年度挑，用指定的版式。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    everything: bool = typer.Option(False, "--all", help="全部列出，不省略。"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 compared, 1 one of the two cannot be read."""
    from reportgen.cli.opening import library

    formats = library(templates)
    old, new, findings = _sides(one, other, formats, form)
    if new is None or (old is None and (other is not None or new.prepared is None)):
        _fail(findings, as_json=as_json)
    elif new.prepared is not None and (old is None or _years_apart(old, new)):
        _year_on_year(old.prepared if old else None, new.prepared, findings, as_json=as_json)
    elif old is not None:
        _differences(old, new, findings, everything=everything, as_json=as_json)


def _differences(
    old: Side, new: Side, findings: list[Finding], *, everything: bool, as_json: bool
) -> None:
    from reportgen.cli import showing
    from reportgen.cli.change_table import show_changes
    from reportgen.pack.comparing import compare

    found, told = compare(old, new)
    findings += told
    if as_json:
        showing.show_json({"findings": [f.as_dict() for f in findings], **found.as_dict()})
        return
    showing.show_findings(findings)
    show_changes(found, rest="用 --all 或 --json 看全部", everything=everything)
    typer.echo(
        f"数据变动 {len(found.inputs)} 个，数变动 {len(found.figures)} 个"
        + (f"，文档变动 {len(found.documents)} 份" if found.documents else "")
        + "。"
    )


def _sides(
    one: Path, other: Path | None, formats: Library, form: str
) -> tuple[Side | None, Side | None, list[Finding]]:
    """The earlier and the later; with one path, last year's data set as it names it."""
    from reportgen.pack.comparing import open_side

    first, findings = open_side(one, formats, form)
    if other is None:
        before = first.prepared.year.last_year if first and first.prepared else None
        if before is None or first is None or first.prepared is None:
            return None, first, findings
        second, faults = open_side(before.source, formats, first.prepared.context.format.id)
        return second, first, [*findings, *faults]
    second, faults = open_side(other, formats, form)
    return first, second, [*findings, *faults]


def _years_apart(old: Side, new: Side) -> bool:
    both = old.prepared is not None and new.prepared is not None
    return both and old.year > 0 and new.year > 0 and old.year != new.year


def _fail(findings: list[Finding], *, as_json: bool) -> None:
    from reportgen.cli import showing

    if as_json:
        showing.show_json({"findings": [finding.as_dict() for finding in findings]})
    else:
        showing.show_findings(findings)
    raise typer.Exit(1)


def _year_on_year(
    old: Prepared | None, new: Prepared, findings: list[Finding], *, as_json: bool
) -> None:
    from reportgen.cli import showing
    from reportgen.pack.change_kinds import NO_LAST_YEAR
    from reportgen.pack.year_on_year import table
    from reportgen.place import Place

    this = new.context
    last = old.context if old else None
    if last is None and not new.year.given_last_year:
        place = Place(new.year.source.name)
        _fail([*findings, NO_LAST_YEAR.at(place, name=new.year.source.name)], as_json=as_json)
    lines = table(this, last)
    if as_json:
        found = [line.as_dict() for line in lines]
        showing.show_json({"findings": [f.as_dict() for f in findings], "lines": found})
        return
    showing.show_findings(findings)
    _show_lines(lines, new.year.money_unit)
    before = last.year.year if last else new.year.year - 1
    source = f"{before} 年的数据" if last else "填报的上年数，没有填的不列"
    typer.echo(f"{new.year.name}：{new.year.year} 年比 {before} 年（{source}）。")


def _show_lines(lines: list[Line], unit: str) -> None:
    from reportgen.checks.wording import wording
    from reportgen.cli.change_table import show_table
    from reportgen.figure import Figure, round_half_up

    def amount(value: Figure | None) -> str:
        return "" if value is None or value.is_blank else wording(value, unit).removesuffix(unit)

    heads = ("代码", "名称", "本年", "上年", "增减", "增减率", "原因")
    section = ""
    rows: list[tuple[str, ...]] = []
    for line in [*lines, None]:
        if line is None or line.section != section:
            if rows:
                typer.echo(f"{section}（{unit}）")
                show_table(heads, rows, right=heads[2:6])
            section, rows = (line.section, []) if line else ("", [])
        if line is None:
            continue
        difference, rate = line.difference, line.rate
        rows.append(
            (
                line.code,
                f"{'　' * max(line.depth - 1, 0)}{line.name}",
                amount(line.this),
                amount(line.last),
                "" if difference is None else wording(difference, unit).removesuffix(unit),
                "" if rate is None else f"{round_half_up(rate * 100, 2)}%",
                line.reason,
            )
        )
