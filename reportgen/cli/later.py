"""Commands that are loaded when they are called, and arguments that are taken as they were typed.

A group lists what it can do without importing what does it. Texts and files need no converting, nor
does what was not typed: for these the library need not load pydantic. All else is left to it.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import typer
import typer.core
import typer.main

if TYPE_CHECKING:
    from collections.abc import Callable

_AS_TYPED: Final[dict[object, type]] = {
    str: str,
    list[str]: str,
    Path: Path,
    Path | None: Path,
    list[Path]: Path,
}


def add_later(app: typer.Typer, name: str, module: str, summary: str) -> None:
    """Lists a command; it is the one that `register` of a module adds, imported when it is called."""

    def place() -> str:
        return module

    app.command(name, help=summary, cls=_Later)(place)


class _Later(typer.core.TyperCommand):
    """A name and a summary; as soon as it is called, the command itself takes its place."""

    def make_context(
        self, info_name: Any, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """The context of the command itself, which invokes it."""
        assert self.callback is not None
        command = _loaded(self.callback(), str(self.name))
        return command.make_context(info_name, args, parent=parent, **extra)


def _loaded(module: str, name: str) -> Any:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.callback()(lambda: None)  # with it the one command is part of a group, as it was declared
    import_module(module).register(app)
    group: Any = typer.main.get_command(app)
    command = group.commands[name]
    for each in (command, *getattr(command, "commands", {}).values()):
        take_as_typed(each)
    return command


def take_as_typed(command: Any) -> None:
    """What needs no converting is taken as it is: texts, files, and what was not typed.

    The library is asked for the rest. It could be asked to check files as well; no command does.
    """
    hints = get_type_hints(command.callback) if command.callback else {}
    for parameter in command.params:
        _take(parameter, _AS_TYPED.get(hints.get(parameter.name)))
    made = command.get_help_option

    def help_option(context: Any) -> Any:
        option = made(context)
        if option is not None:
            _take(option, None)
        return option

    command.get_help_option = help_option


def _take(parameter: Any, kind: type | None) -> None:
    if not isinstance(parameter.process_value, partial):
        parameter.process_value = partial(_taken, parameter, kind, parameter.process_value)


def _taken(
    parameter: Any,
    kind: type | None,
    convert: Callable[[Any, Any], Any],
    context: Any,
    value: Any,
) -> Any:
    """The value of an argument, given to its callback where it has one, as the library would do."""
    several = parameter.multiple or parameter.nargs != 1
    if parameter.required and not value:
        return convert(context, value)
    if several and kind is not None:
        value = tuple(map(kind, value or ()))
    elif not several and kind is not None and isinstance(value, str):
        value = kind(value)
    elif several or value is not parameter.default:
        return convert(context, value)
    return value if parameter.callback is None else parameter.callback(context, parameter, value)
