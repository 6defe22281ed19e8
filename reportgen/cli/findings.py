"""`reportgen findings`: what a finding's code means and what to do about it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.finding import Kind


_PLACE = re.compile(r"\{[a-z_0-9]+\}")
"""Where a sentence takes in its figures and names."""


def register(app: typer.Typer) -> None:
    """Add the command to the program's commands."""
    app.command("findings", help="查问题代码的意思和处理办法；不写代码就列出全部。")(findings)


def findings(
    code: Annotated[str, typer.Argument(help="问题代码，例如 K301。", metavar="[代码]")] = "",
) -> None:
    """Explain one code, or list all of them."""
    from reportgen.finding_catalogue import load_all

    known = load_all()
    wanted = unicodedata.normalize("NFKC", code).strip().upper()
    if not wanted:
        _list(known.values())
        return
    if wanted in known:
        _explain(known[wanted])
        return
    starting = [kind for kind in known.values() if kind.code.startswith(wanted)]
    if starting:
        _list(starting)
        return
    near = _nearest(wanted, known)
    typer.echo(f"没有问题代码“{code[:40]}”。" + (f"相近的有：{'、'.join(near)}。" if near else ""))
    typer.echo("列出全部代码：reportgen findings")
    raise typer.Exit(1)


def _explain(kind: Kind) -> None:
    typer.echo(f"{kind.code} {kind.title}（{kind.severity.value}）")
    typer.echo(f"提示的话：{_PLACE.sub('…', kind.sentence)}")
    typer.echo(f"意思：{kind.meaning}")
    typer.echo(f"怎么办：{kind.remedy}")


def _list(kinds: Iterable[Kind]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("代码", "级别", "问题")
    for kind in kinds:
        table.add_row(kind.code, kind.severity.value, kind.title)
    Console().print(table)


def _nearest(wanted: str, known: dict[str, Kind]) -> list[str]:
    import difflib

    close = difflib.get_close_matches(wanted[:20], known, n=3, cutoff=0.5)
    return [f"{code} {known[code].title}" for code in close]
