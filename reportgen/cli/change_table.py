"""Prints what changed: inputs, figures and where they stand, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.pack.changes import Changes

SHOWN = 30
"""Rows of a kind in the terminal; 变更清单.xlsx and `--json` hold them all."""


def show_changes(changes: Changes, *, rest: str, everything: bool = False) -> None:
    """The changes as short tables; `rest` says where the ones not shown can be read."""
    most = max(len(changes.inputs), len(changes.figures)) if everything else SHOWN
    _show(
        "变动的数据",
        ("位置", "名称", "原值", "现值"),
        [(i.place, i.key, i.old or "（无）", i.new or "（无）") for i in changes.inputs],
        most,
        rest,
    )
    placed = any(f.document for f in changes.figures)
    _show(
        "变动的数",
        ("文档", "位置", "名称", "原值", "现值") if placed else ("名称", "原值", "现值"),
        [
            (
                *((f.document, f.where) if placed else ()),
                f.key,
                f.old or "（无）",
                f.new or "（无）",
            )
            for f in changes.figures
        ],
        most,
        rest,
    )
    for document in changes.documents:
        typer.echo(f"{document.what}  {document.name}")


def _show(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], most: int, rest: str
) -> None:
    if not rows:
        return
    typer.echo(f"{title}（{len(rows)} 个）：")
    show_table(heads, rows[:most])
    if len(rows) > most:
        typer.echo(f"另有 {len(rows) - most} 个没有列出，{rest}。")


def show_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[str] = ("原值", "现值")
) -> None:
    """A plain table; the columns named in `right` hold numbers."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    for head in heads:
        table.add_column(head, overflow="fold", justify="right" if head in right else "left")
    for row in rows:
        table.add_row(*(Text(item) for item in row))
    Console(highlight=False).print(table)
