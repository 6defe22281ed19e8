"""`reportgen check`: everything that is wrong with a data set, at once."""

from __future__ import annotations

from pathlib import Path

import typer

from reportgen.finding import summary


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("check", help="检查数据：一次列出全部问题，每条都有位置。")(check)


def check(
    data: Path = typer.Argument(..., metavar="数据文件", help="YAML 或 Excel 数据文件。"),
    form: str = typer.Option(
        "", "--format", metavar="版式", help="不按地区和年度挑，用指定的版式。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
    write_explanations: bool = typer.Option(
        False, "--write-explanations", help="把须说明的问题写进数据旁边的说明文件，待填写。"
    ),
    explain: bool = typer.Option(
        False, "--explain", help="逐条问须说明的问题，写的说明存到数据的说明里。"
    ),
    explain_targets: bool = typer.Option(
        False, "--explain-targets", help="列出每个绩效目标被理解成什么、是否达到、建议得多少分。"
    ),
    annotate: bool = typer.Option(
        False, "--annotate", help="另存一份副本，每个问题批注在它的单元格（或那一行）上。"
    ),
    out: Path | None = typer.Option(
        None, "-o", "--out", metavar="文件", help="批注副本写到哪里；不写就放在数据文件旁边。"
    ),
) -> None:
    """Exit status 0 without 错误 and open 须说明, else 1."""
    from collections import Counter

    from reportgen.checks import Status
    from reportgen.cli import showing
    from reportgen.cli.opening import library
    from reportgen.pack.prepare import prepare

    if explain and as_json:
        raise typer.BadParameter("不能与 --json 同用", param_hint="--explain")
    formats = library(templates)
    prepared, findings = prepare(data, formats, form)
    projects = prepared.context.projects if prepared and explain_targets else ()
    if as_json:
        from reportgen.cli.targets import targets_as_dicts

        showing.show_json(
            {
                **({"targets": targets_as_dicts(projects)} if explain_targets else {}),
                "findings": [finding.as_dict() for finding in findings],
                "explained": [
                    {**finding.as_dict(), "explanation": text}
                    for finding, text in (prepared.explained if prepared else ())
                ],
            }
        )
    else:
        showing.show_findings(findings)
        if prepared is not None:
            counts = Counter(outcome.status.value for outcome in prepared.outcomes)
            typer.echo(
                f"{prepared.year.name} {prepared.year.year} 年，版式：{prepared.context.format.name}。"
                f"核对关系 {len(prepared.outcomes)} 条："
                + "，".join(f"{s.value} {counts[s.value]}" for s in Status if counts[s.value])
                + "。"
            )
        typer.echo(f"{summary(findings)}。")
        if explain_targets:
            from reportgen.cli.targets import show_targets

            show_targets(projects)
    if explain and prepared is not None:
        from reportgen.cli.explaining import explain as ask

        if ask(data, findings):
            prepared, findings = prepare(data, formats, form)
            typer.echo(f"现在：{summary(findings)}。")
    if write_explanations and prepared is not None:
        _write_explanations(data, findings)
    if annotate or out is not None:
        from reportgen.cli.marking import write_marked_copy

        write_marked_copy(data, findings, out, shown=not as_json)
    if prepared is None or prepared.blocks:
        raise typer.Exit(1)


def _write_explanations(data: Path, findings: list) -> None:  # type: ignore[type-arg]
    from reportgen.checks.explanations import explanations_file, template
    from reportgen.cli import showing
    from reportgen.writer import WriteError, write_atomic

    text = template(findings)
    path = explanations_file(data)
    if not text:
        typer.echo("没有要说明的问题。")
        return
    try:
        before = path.read_text("utf-8") if path.is_file() else "说明:\n"
        write_atomic(path, (before.rstrip("\n") + "\n" + text).encode())
    except (WriteError, OSError, UnicodeDecodeError) as error:
        raise showing.fail(f"说明文件写不进去：{error}", 4) from None
    typer.echo(f"已写入 {path}，请填写各条的“说明”。")
