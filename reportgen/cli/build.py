"""`reportgen build`: the report pack of a data set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reportgen.cli.editions import Asked, after_build, check_asked, pdfs_as_dict, show_pdfs
from reportgen.finding import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.model.year import DepartmentYear
    from reportgen.pack.install import PackReport
    from reportgen.pack.pdf import PdfReport
    from reportgen.pack.prepare import Prepared


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
    pdf: bool = typer.Option(
        False, "--pdf", help="再把文档转成 PDF，放在报告包的 PDF 文件夹里（要装有 LibreOffice）。"
    ),
    pages: bool = typer.Option(
        False, "--pages", help="把 Word 目录的条目和页码填好（要装有 LibreOffice）。"
    ),
    edition: str = typer.Option(
        "",
        "--edition",
        metavar="版别",
        help="报送版（留盖章、签字处）或公开版（不列电话和涉密项目，附公开检查表），各放一处。",
    ),
    computed_scores: bool = typer.Option(
        False, "--computed-scores", help="整体评分表印按评分标准算出的得分，不印部门自评的得分。"
    ),
    discard_edits: bool = typer.Option(
        False,
        "--discard-edits",
        help="不要手工修改，换成新生成的；改过的那份收好，可用 restore 取回。",
    ),
    tracked: bool = typer.Option(
        False, "--tracked", help="并入改过的 Word 文档时，新内容写成修订，由您逐条接受。"
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
    watch: bool = typer.Option(
        False, "--watch", help="一直守着：数据、说明或模板一保存就重新生成，按 Ctrl-C 结束。"
    ),
) -> None:
    """Exit status 0 done, 1 refused, 3 不一致 or PDFs missing, 4 nothing could be written."""
    from reportgen.cli.opening import library

    formats = library(templates)
    asked = check_asked(Asked(pdf, pages, edition, computed_scores, discard_edits, tracked))
    if watch and discard_edits:
        raise typer.BadParameter("不能和 --watch 一起用", param_hint="--discard-edits")
    if watch:
        _watch(data, out, formats, form, asked, draft=draft, as_json=as_json)
        return
    status, _ = _once(data, out, formats, form, asked, draft=draft, as_json=as_json)
    if status:
        raise typer.Exit(status)


def _once(
    data: Path, out: Path, formats: Library, form: str, asked: Asked, *, draft: bool, as_json: bool
) -> tuple[int, Prepared | None]:
    """One build, shown; its exit status and the data set as far as it could be read."""
    from reportgen.cli import showing
    from reportgen.cli.progress import progress
    from reportgen.pack.build import HandEdits
    from reportgen.pack.build import build as build_pack
    from reportgen.pack.editions import Edition
    from reportgen.pack.prepare import prepare

    prepared, findings = prepare(data, formats, form, computed_scores=asked.computed_scores)
    report: PackReport | None = None
    if prepared is not None:
        with progress() as tell:
            report, faults = build_pack(
                prepared,
                out,
                draft=draft,
                edition=Edition(asked.edition),
                pages=asked.pages,
                hand_edits=HandEdits(asked.discard_edits, asked.tracked, _now()),
                progress=tell,
            )
        # One template makes many documents: what is wrong in it is told once.
        findings = list(dict.fromkeys([*findings, *faults]))
    pdfs, faults = after_build(report, asked, prepared)
    findings += faults
    if as_json:
        showing.show_json(
            {"findings": [f.as_dict() for f in findings], **_as_dict(report), **pdfs_as_dict(pdfs)}
        )
    else:
        _show(report, findings, pdfs, draft=draft)
    return _status(report, pdfs), prepared


def _now() -> str:
    """The time that stands at comments and tracked changes, to the minute."""
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:00Z")


def _watch(
    data: Path, out: Path, formats: Library, form: str, asked: Asked, *, draft: bool, as_json: bool
) -> None:
    """Builds at every save until Ctrl-C; what is wrong with the data is told, and waited for."""
    from reportgen.cli.watching import states, wait_for_change

    watched = set(_own_files(data))
    try:
        while True:
            before = states(watched)
            _, prepared = _once(data, out, formats, form, asked, draft=draft, as_json=as_json)
            if prepared is not None:
                known = watched | set(_files(prepared))
                before |= states(known - watched)
                watched = known
            typer.echo("守候中：改好后保存，就重新生成；按 Ctrl-C 结束。", err=True)
            changed = wait_for_change(watched, before)
            typer.echo(f"已保存：{'、'.join(path.name for path in changed[:5])}。", err=True)
    except KeyboardInterrupt:
        typer.echo("不再守候。", err=True)


def _own_files(data: Path) -> Iterator[Path]:
    """A data file and what belongs to it: its explanations and its folder of texts."""
    from reportgen.checks.explanations import explanations_file

    yield from (data, explanations_file(data), data.with_suffix(""))


def _files(prepared: Prepared) -> Iterator[Path]:
    """Everything that a pack is made from: data sets, last year's too, and the format's folders."""
    year: DepartmentYear | None = prepared.year
    while year is not None:
        yield from _own_files(year.source)
        year = year.last_year
    yield from prepared.context.format.folders


def _show(
    report: PackReport | None, findings: list[Finding], pdfs: PdfReport | None, *, draft: bool
) -> None:
    from reportgen.cli import showing

    showing.show_findings(findings)
    if report is None or report.state is None:
        typer.echo(f"没有生成，原来的报告包没有改动。{summary(findings)}。", err=True)
        if report is None and not draft:
            typer.echo("改正错误、写好说明后再来；要先看样子，用 --draft。", err=True)
        return
    lines = [
        (name, label)
        for names, label in (
            (report.written, "已写入"),
            (report.merged, "已并入"),
            (report.unchanged, "没有变化"),
            (report.kept, "保留未动"),
            (report.removed, "已移走"),
        )
        for name in names
    ]
    if report.changes:
        from reportgen.cli.change_table import show_changes

        show_changes(
            replace(report.changes, documents=()), rest="全部见报告包里的变更清单.xlsx，或用 --json"
        )
    for name, label in lines:
        typer.echo(f"{label}  {name}")
    if report.edits:
        from reportgen.cli.edits import show_edits

        show_edits(report.edits)
    show_pdfs(pdfs)
    typer.echo(f"报告包：{report.folder}（{report.state.value}）。{summary(findings)}。")


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
        "merged": report.merged,
        "edits": [edited.as_dict() for edited in report.edits],
        "changes": report.changes.as_dict() if report.changes is not None else None,
    }


def _status(report: PackReport | None, pdfs: PdfReport | None) -> int:
    from reportgen.pack.manifest import State

    if report is None:
        return 1
    if report.state is None:
        return 4
    incomplete = pdfs is not None and not pdfs.complete
    return 3 if report.state is State.INCONSISTENT or incomplete else 0
