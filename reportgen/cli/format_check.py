"""`reportgen format check`: everything that is wrong with a format, at once and at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reportgen.finding import summary

KEPT = ".原件"
"""What the name of a template gets that was mended: the file as it was."""

if TYPE_CHECKING:
    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.studio.format_check.run import Checked


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("check", help="检查版式：模板、取数、规则里的全部问题，并用造出来的数据试着生成。")(
        check
    )


def check(
    form: str = typer.Argument(..., metavar="版式", help="版式的名称，或者它的文件夹。"),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    data: Path | None = typer.Option(
        None, "--data", metavar="数据文件", help="再用这份真实的数据试一遍。"
    ),
    annotate: Path | None = typer.Option(
        None,
        "--annotate",
        metavar="文件夹",
        help="把模板另存到这个文件夹，每个问题批注在它的段落或单元格上。",
    ),
    fix: bool = typer.Option(
        False, "--fix", help="接好拆开的标签，改正全角的花括号；原文件留作“….原件”。"
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 without 错误, else 1; 2 where there is no such format; 4 where writing failed."""
    from reportgen.cli import showing
    from reportgen.finding import Severity
    from reportgen.studio.format_check.run import check_format

    library, format_id = _opened(form, templates)
    fixed = _fix(library, format_id) if fix else []
    given, faults = _given(data, library, format_id)
    checked = check_format(library, format_id, given)
    findings = [*fixed, *faults, *checked.findings]
    if as_json:
        showing.show_json({"format": format_id, "findings": [f.as_dict() for f in findings]})
    else:
        showing.show_findings(findings)
        name = checked.form.name if checked.form else format_id
        typer.echo(f"{name}：模板 {len(checked.templates)} 个。{summary(findings)}。")
    if annotate is not None:
        _annotate(checked, findings, annotate, shown=not as_json)
    if any(f.severity is Severity.ERROR for f in findings):
        raise typer.Exit(1)


def _opened(form: str, templates: Path | None) -> tuple[Library, str]:
    """The formats within reach, and the id of the one that is meant."""
    from reportgen.cli.opening import library
    from reportgen.formats import Library

    folder = Path(form)
    if folder.is_dir() and (folder / "format.yaml").is_file():
        whole = folder.resolve()
        year = whole.name.isdigit() and (whole.parent / "format.yaml").is_file()
        root = whole.parent.parent if year else whole.parent
        return Library(root), whole.relative_to(root).as_posix()
    return library(templates), form.strip("/")


def _given(
    data: Path | None, library: Library, format_id: str
) -> tuple[Context | None, list[Finding]]:
    if data is None:
        return None, []
    from reportgen.finding import Severity
    from reportgen.pack.prepare import prepare

    prepared, findings = prepare(data, library, format_id)
    if prepared is None:
        return None, [f for f in findings if f.severity is Severity.ERROR]
    return prepared.context, []


def _fix(library: Library, format_id: str) -> list[Finding]:
    """Mends what can be mended for certain in the format's own templates."""
    from reportgen.cli import showing
    from reportgen.studio.format_check.fix import fixed_template
    from reportgen.writer import WriteError, write_atomic

    findings: list[Finding] = []
    folder = library.path(format_id)
    for path in sorted(folder.iterdir()) if folder else ():
        if path.suffix.lower() not in {".docx", ".xlsx"} or path.name.startswith(("~$", ".")):
            continue
        if KEPT in path.stem:
            continue
        data = path.read_bytes()
        mended, faults = fixed_template(data, path.name)
        findings += faults
        if mended is None:
            continue
        kept = path.with_name(f"{path.stem}{KEPT}{path.suffix}")
        number = 2
        while kept.exists():
            kept = path.with_name(f"{path.stem}{KEPT}{number}{path.suffix}")
            number += 1
        try:
            write_atomic(kept, data)
            write_atomic(path, mended)
        except WriteError as error:
            raise showing.fail(str(error), 4) from None
        typer.echo(f"已改好：{path}（原来的在 {kept.name}）。", err=True)
    return findings


def _annotate(checked: Checked, findings: list[Finding], folder: Path, *, shown: bool) -> None:
    from reportgen.cli import showing
    from reportgen.studio.format_check.annotate import annotated_template
    from reportgen.writer import WriteError, write_atomic

    for name, path in checked.templates.items():
        marked, faults = annotated_template(path.read_bytes(), name, findings)
        showing.show_findings(faults, err=True)
        if marked is None:
            continue
        target = folder / f"{path.stem}.批注{path.suffix}"
        try:
            write_atomic(target, marked)
        except WriteError as error:
            raise showing.fail(str(error), 4) from None
        if shown:
            typer.echo(f"批注副本：{target}（原模板没有改动）。")
