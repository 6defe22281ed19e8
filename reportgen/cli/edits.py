"""Shows what became of documents that were edited by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.pack.merging import Edited

SHOWN = 8
"""So many things that wait for her are named in the terminal; 变更清单.xlsx holds them all."""


def show_edits(edits: Sequence[Edited]) -> None:
    """One table of the documents that she edited, and what in them needs her eye."""
    from reportgen.cli.change_table import show_table

    if not edits:
        return
    typer.echo("手工改过的文档（您的修改都在）：")
    rows = [
        (
            edited.name,
            str(edited.count("保留")),
            str(edited.count("更新")),
            str(edited.waits or edited.count("冲突")),
            str(len(edited.unmerged)),
        )
        for edited in edits
    ]
    heads = ("文档", "保留您的", "更新", "有冲突，待处理", "没有位置")
    show_table(heads, rows, right=heads[1:])
    waiting = [(e.name, t) for e in edits for t in e.told if t.kind == "冲突"]
    for name, told in waiting[:SHOWN]:
        typer.echo(f"冲突  {name} {told.spot}：您的“{told.hers}”，新生成的“{told.new}”")
    if len(waiting) > SHOWN:
        typer.echo(f"另有 {len(waiting) - SHOWN} 处，见变更清单.xlsx 的“手工修改”。")
