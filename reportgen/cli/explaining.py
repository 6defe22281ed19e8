"""`reportgen check --explain`: asks for the explanation of each open 须说明, and saves what is typed."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.checks.explanations import Explanation
    from reportgen.finding import Finding

STOP: Final = "."
_SHOWN_FIGURES: Final = 12


def explain(data: Path, findings: Sequence[Finding]) -> int:
    """Asks for and saves explanations; how many were saved.

    Raises:
        typer.Exit: 2 where nobody can answer, 4 where they could not be saved.
    """
    from reportgen.checks.explanations import outdated, read_explanations, to_ask
    from reportgen.studio.explaining import explanation

    asked = to_ask(findings)
    if not asked:
        typer.echo("没有要说明的问题。")
        return 0
    known, _ = read_explanations(data)
    typer.echo(
        f"有 {len(asked)} 条要说明。核对无误的，写上原因再回车；直接回车跳过；只写一个“{STOP}”就停，已写的照存。"
    )
    answers = _Answers()
    typed: list[Explanation] = []
    with suppress(KeyboardInterrupt):  # what was typed before is saved
        for number, finding in enumerate(asked, 1):
            _show(number, len(asked), finding, outdated(finding, known))
            text = answers.next()
            if text is None or text == STOP:
                break
            if text:
                typed.append(explanation(finding, text))
    if not answers.any:
        from reportgen.cli import showing

        raise showing.fail("这里没有人能回答：要在终端里运行，或者把答案一行一条从管道送进来。", 2)
    if not typed:
        typer.echo("没有写说明，什么也没有改。")
        return 0
    _save(data, typed)
    return len(typed)


class _Answers:
    """Lines from a terminal or a pipe; `any` says whether there was one at all."""

    def __init__(self) -> None:
        self.any = sys.stdin is not None and sys.stdin.isatty()
        if self.any:
            with suppress(ImportError):
                import readline  # noqa: F401 - lets her correct a line, Chinese too

    def next(self) -> str | None:
        """The next line without what surrounds it; None where there is no more."""
        from reportgen.sources.characters import FORBIDDEN

        try:
            line = input("说明：")
        except (EOFError, RuntimeError):
            typer.echo()
            return None
        self.any = True
        return FORBIDDEN.sub("", line).strip()


def _show(number: int, count: int, finding: Finding, before: str) -> None:
    place = f"{finding.place}  " if finding.place else ""
    typer.echo(f"\n[{number}/{count}] {finding.code}  {place}")
    typer.echo(f"  {finding.message}")
    if finding.hint:
        typer.echo(f"  {finding.hint}")
    for name, value in finding.figures[:_SHOWN_FIGURES]:
        typer.echo(f"  {name} = {value}")
    if before:
        typer.echo(f"  数变以前写的是：{before}")


def _save(data: Path, typed: list[Explanation]) -> None:
    from reportgen.cli import showing
    from reportgen.pack.plan import is_open
    from reportgen.studio.explaining import with_explanations
    from reportgen.writer import WriteError, write_atomic

    made, findings = with_explanations(data, typed, beside="它正打开着" if is_open(data) else "")
    if made is not None and made[0] == data:
        try:
            write_atomic(*made)
        except WriteError as error:
            made, findings = with_explanations(data, typed, beside=str(error).rstrip("。"))
        else:
            typer.echo(f"已存 {len(typed)} 条说明：{data} 的工作表“说明”。")
            return
    showing.show_findings(findings)
    if made is None:
        _lament(typed)
    path, content = made if made is not None else (data, b"")
    try:
        write_atomic(path, content)
    except WriteError as error:
        typer.echo(str(error), err=True)
        _lament(typed)
    typer.echo(f"已存 {len(typed)} 条说明：{path}。")


def _lament(typed: list[Explanation]) -> None:
    """Says what was typed once more, so that it is not lost, and ends."""
    from reportgen.cli import showing

    for item in typed:
        typer.echo(f"{item.code} {item.key}：{item.text}", err=True)
    raise showing.fail("说明没有存下来，写的都在上面，请抄下来。", 4)
