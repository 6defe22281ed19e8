"""`reportgen build`: the report pack of a data set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.pack.install import PackReport


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("build", help="生成报告包：先检查，没有错误才写文件。")(build)


def build(
    data: Path = typer.Argument(..., metavar="数据文件", help="YAML 或 Excel 数据文件。"),
    out: Path = typer.Option(Path("out"), "-o", "--out", metavar="文件夹", help="报告包放在哪里。"),
    draft: bool = typer.Option(False, "--draft", help="有问题也生成，另放一处并标明“草稿”。"),
    form: str = typer.Option(
        "", "--format", metavar="版式", help="不按地区和年度挑，用指定的版式。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 done, 1 refused, 3 built but 不一致, 4 nothing could be written."""
    from reportgen.cli import showing
    from reportgen.cli.opening import library
    from reportgen.cli.progress import progress
    from reportgen.pack.build import build as build_pack
    from reportgen.pack.prepare import prepare

    prepared, findings = prepare(data, library(templates), form)
    report: PackReport | None = None
    if prepared is not None:
        with progress() as tell:
            report, faults = build_pack(prepared, out, draft=draft, progress=tell)
        # One template makes many documents: what is wrong in it is told once.
        findings = list(dict.fromkeys([*findings, *faults]))
    if as_json:
        showing.show_json({"findings": [f.as_dict() for f in findings], **_as_dict(report)})
    else:
        _show(report, findings, draft=draft)
    status = _status(report)
    if status:
        raise typer.Exit(status)


def _show(report: PackReport | None, findings: list[Finding], *, draft: bool) -> None:
    from reportgen.cli import showing

    showing.show_findings(findings)
    if report is None or report.state is None:
        typer.echo(f"没有生成，原来的报告包没有改动。{showing.summary(findings)}。", err=True)
        if report is None and not draft:
            typer.echo("改正错误、写好说明后再来；要先看样子，用 --draft。", err=True)
        return
    lines = [
        (name, label)
        for names, label in (
            (report.written, "已写入"),
            (report.unchanged, "没有变化"),
            (report.kept, "保留未动"),
            (report.removed, "已移走"),
        )
        for name in names
    ]
    for name, label in lines:
        typer.echo(f"{label}  {name}")
    typer.echo(f"报告包：{report.folder}（{report.state.value}）。{showing.summary(findings)}。")


def _as_dict(report: PackReport | None) -> dict[str, object]:
    if report is None:
        return {"folder": None, "state": None}
    return {
        "folder": str(report.folder),
        "state": report.state.value if report.state else None,
        "written": report.written,
        "unchanged": report.unchanged,
        "kept": report.kept,
        "removed": report.removed,
    }


def _status(report: PackReport | None) -> int:
    from reportgen.pack.manifest import State

    if report is None:
        return 1
    if report.state is None:
        return 4
    return 3 if report.state is State.INCONSISTENT else 0
