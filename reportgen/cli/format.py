"""`reportgen format …`: the commands for those who make and adapt formats, one module each."""

from __future__ import annotations

import typer

from reportgen.cli import format_check


def register(app: typer.Typer) -> None:
    """Adds the group and its commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    format_check.register(group)
    app.add_typer(group, name="format", help="做版式的人用的命令：检查版式等。")
