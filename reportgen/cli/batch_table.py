"""How far a run over many departments is: a live table in a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.table import Table

    from reportgen.pack.batch.results import Result
    from reportgen.pack.batch.run import Tally

_LAST: Final = 5
_EVERY: Final = 0.1
"""Seconds between two drawings: the table must not cost what it tells of."""


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Callable[[Tally, Result | None], None]]:
    """A function to be told how far the run is, and each result as it comes."""
    import sys

    if quiet:
        yield lambda _tally, _result: None
    elif sys.stdout.isatty():
        with _table() as tell:
            yield tell
    else:
        yield _line


def _line(tally: Tally, result: Result | None) -> None:
    if result is not None:
        typer.echo(f"[{tally.done}/{tally.total}] {told(result)}")


def told(result: Result) -> str:
    """A result in a line."""
    name = f"{result.name} {result.year}" if result.name else Path(result.data).name
    if result.standing:
        return f"{result.outcome.value}  {name}  与上次相同，没有重做"
    return (
        f"{result.outcome.value}  {name}  文档 {result.documents}  错误 {result.errors}，"
        f"须说明 {result.open_explanations}，提示 {result.hints}  {result.seconds:.1f} 秒"
    )


@contextmanager
def _table() -> Iterator[Callable[[Tally, Result | None], None]]:
    from rich.live import Live

    start, drawn = time.monotonic(), 0.0
    last: list[str] = []
    # It draws when it is told to, not from a thread: processes are forked from this one.
    with Live(auto_refresh=False, transient=True) as live:

        def tell(tally: Tally, result: Result | None) -> None:
            nonlocal drawn
            if result is not None:
                last.append(told(result))
                del last[:-_LAST]
            now = time.monotonic()
            if now - drawn >= _EVERY or tally.done == tally.total:
                drawn = now
                live.update(_drawn(tally, last, now - start), refresh=True)

        yield tell


def _drawn(tally: Tally, last: list[str], seconds: float) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="ellipsis", no_wrap=True)
    rest = (tally.total - tally.done) * seconds / tally.done if tally.done else 0.0
    table.add_row(
        "进度", f"{tally.done}/{tally.total}  已用 {seconds:.0f} 秒，约还要 {rest:.0f} 秒"
    )
    states = "，".join(f"{outcome.value} {count}" for outcome, count in tally.outcomes.items())
    table.add_row("结果", f"{states or '—'}；其中与上次相同 {tally.standing}")
    table.add_row(
        "问题",
        f"错误 {tally.errors}，须说明 {tally.open_explanations}，提示 {tally.hints}；"
        f"文档 {tally.documents} 份",
    )
    now = time.monotonic()
    for path, since in list(tally.working.items())[:16]:
        table.add_row("正在做", Text(f"{path.name}  {now - since:.0f} 秒"))
    for line in last:
        table.add_row("做好", Text(line))
    return table
