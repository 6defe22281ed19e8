"""`reportgen format try`: renders a format while it is being edited, at every save."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reportgen.finding import summary

if TYPE_CHECKING:
    from reportgen.studio.trying import Result

INTERVAL = 0.1
SETTLED = 0.1
"""Seconds: a save is seen, and over, well before she has changed to the other window."""

_HELP = """边改边看：守着版式，模板或 YAML 一保存，就重新生成，并列出问题。

例如：

  reportgen format try yunnan-xishan --data 2024.xlsx

  reportgen format try yunnan-xishan --document 自评表

生成的放在 out/试排 里；不写 --data，用编的样例数据。按 Ctrl-C 结束。
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("try", help=_HELP)(try_format)


def try_format(
    form: str = typer.Argument(..., metavar="版式", help="版式的名称。"),
    data: Path | None = typer.Option(
        None, "--data", metavar="数据文件", help="用这份数据；不写就用编的样例。"
    ),
    document: str = typer.Option(
        "", "--document", metavar="文档", help="只生成名称里有这几个字的文档。"
    ),
    every: bool = typer.Option(
        False, "--all", help="一个项目一份的，每个项目都生成；不写只生成第一个。"
    ),
    once: bool = typer.Option(False, "--once", help="生成一次就结束，不守着。"),
    out: Path = typer.Option(
        Path("out"), "-o", "--out", metavar="文件夹", help="放在哪里的“试排”里。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
) -> None:
    """Exit status 0 ended by Ctrl-C, or with --once without an error; 1 there is something wrong."""
    from reportgen.cli.opening import library
    from reportgen.cli.watching import states, wait_for_change
    from reportgen.finding import Severity, worst
    from reportgen.studio.trying import Trial

    trial = Trial(
        library(templates),
        form,
        out / "试排",
        data=data,
        wanted=document,
        most=1_000 if every else 1,
    )
    before = states(trial.watched())
    started = time.perf_counter()
    result = trial.begin()
    _show(result, started)
    wrong = worst(result.findings) is Severity.ERROR or bool(result.refused)
    if once or trial.library.path(form) is None:
        raise typer.Exit(1 if wrong else 0)
    try:
        while True:
            typer.echo("守候中：改好后保存，就重新生成；按 Ctrl-C 结束。", err=True)
            watched = trial.watched()
            wait_for_change(watched, before, interval=INTERVAL, settled_after=SETTLED)
            now = states(watched)
            changed = sorted({path for path, _ in {*before.items()} ^ {*now.items()}})
            before = now
            started = time.perf_counter()
            typer.echo(f"已保存：{'、'.join(path.name for path in changed[:5])}。", err=True)
            _show(trial.saved(changed), started)
    except KeyboardInterrupt:
        typer.echo("不再守候。", err=True)


def _show(result: Result, started: float) -> None:
    from reportgen.cli import showing

    seconds = time.perf_counter() - started
    showing.show_findings(result.findings)
    for sentence in result.refused:
        typer.echo(sentence)
    for path in result.written:
        typer.echo(f"已生成  {path}")
    done = f"{len(result.written)} 份，{seconds:.2f} 秒" if result.written else "没有生成"
    typer.echo(f"{done}。{summary(result.findings)}。")
