"""`reportgen format`: for those who make formats. Each command stands in a module of its own."""

from __future__ import annotations

import typer

from reportgen.cli import (
    format_check,
    format_compare,
    format_listing,
    format_names,
    format_new,
    format_show,
    format_try,
)

app = typer.Typer(
    help="版式：看、做、查、比，边改边看。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
for command in (
    format_show,
    format_new,
    format_names,
    format_check,
    format_try,
    format_compare,
    format_listing,
):
    command.register(app)


def register(parent: typer.Typer) -> None:
    """Adds the commands to the program's commands."""
    parent.add_typer(app, name="format")
