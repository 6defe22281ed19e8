"""Commands are imported when they are called, and are then just what their modules declare."""

import subprocess
import sys
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest
import typer
from typer.main import get_command
from typer.models import ParameterInfo
from typer.testing import CliRunner

from reportgen.cli import format as formats
from reportgen.cli.later import add_later
from reportgen.cli.main import app

LISTED = [
    (listing, name, command)
    for listing in (app, formats.app)
    for name, command in get_command(listing).commands.items()
]
IDS = [name for _, name, _ in LISTED]


def declared(command):
    """The command that a module declares, by itself."""
    alone = typer.Typer()
    alone.callback()(lambda: None)
    import_module(command.callback()).register(alone)
    return get_command(alone).commands[command.name]


@pytest.mark.parametrize(("listing", "name", "command"), LISTED, ids=IDS)
def test_a_command_is_listed_with_what_it_says_of_itself(listing, name, command):
    assert declared(command).get_short_help_str(500) == command.get_short_help_str(500)


@pytest.mark.parametrize(("listing", "name", "command"), LISTED, ids=IDS)
def test_a_listed_command_helps_as_the_command_itself(listing, name, command):
    shown = CliRunner().invoke(listing, [name, "--help"], prog_name="reportgen")
    alone = typer.Typer(rich_markup_mode=None)
    alone.callback()(lambda: None)
    import_module(command.callback()).register(alone)
    wanted = CliRunner().invoke(alone, [name, "--help"], prog_name="reportgen")
    assert shown.exit_code == wanted.exit_code == 0
    assert shown.output == wanted.output


def functions():
    for _, _, command in LISTED:
        own = declared(command)
        for each in (own, *getattr(own, "commands", {}).values()):
            if each.callback is not None and not hasattr(each, "commands"):
                yield pytest.param(each.callback, id=f"{own.name} {each.name}")


@pytest.mark.parametrize("function", list(functions()))
def test_no_command_leaves_the_checking_of_texts_and_files_to_the_library(function):
    """They are taken as typed: what typer were asked to check of them, nobody would."""
    hints = get_type_hints(function, include_extras=True)
    for parameter in signature(function).parameters.values():
        hint = hints[parameter.name]
        marks = [*(get_args(hint) if get_origin(hint) is Annotated else ()), parameter.default]
        for info in marks:
            if isinstance(info, ParameterInfo):
                assert not any((info.exists, info.resolve_path, info.allow_dash, info.writable))
                assert info.file_okay
                assert info.dir_okay
                assert info.parser is None
                assert info.envvar is None


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Calls a command with arguments of every kind; what it was given."""
    (tmp_path / "trial_command.py").write_text(
        "from pathlib import Path\n"
        "import typer\n"
        "def register(app):\n"
        "    app.command('trial', help='trial')(trial)\n"
        "def trial(\n"
        "    first: Path = typer.Argument(...),\n"
        "    rest: list[str] = typer.Argument(None),\n"
        "    text: str = typer.Option('usual'),\n"
        "    folder: Path | None = typer.Option(None),\n"
        "    files: list[Path] = typer.Option([], '--file'),\n"
        "    count: int = typer.Option(3, min=1),\n"
        "    flag: bool = typer.Option(False, '--flag'),\n"
        ") -> None:\n"
        "    typer.echo(repr((first, rest, text, folder, files, count, flag)))\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)

    def told(*words):
        listing = typer.Typer(rich_markup_mode=None)
        listing.callback()(lambda: None)
        add_later(listing, "trial", "trial_command", "trial")
        done = CliRunner().invoke(listing, ["trial", *words])
        names = {"PosixPath": Path, "WindowsPath": Path}
        return eval(done.output, names) if done.exit_code == 0 else done.exit_code

    yield told
    sys.modules.pop("trial_command", None)


def test_arguments_are_what_the_library_would_make_of_them(told):
    assert told("a") == (Path("a"), None, "usual", None, [], 3, False)
    given = ("a", "b", "c", "--text", "t", "--folder", "d", "--file", "e", "--file", "f")
    assert told(*given, "--count", "7", "--flag") == (
        Path("a"), ["b", "c"], "t", Path("d"), [Path("e"), Path("f")], 7, True,
    )  # fmt: skip


def test_what_is_missing_or_no_number_is_still_refused(told):
    assert told() == 2
    assert told("a", "--count", "x") == 2
    assert told("a", "--count", "0") == 2


def test_a_command_loads_neither_pydantic_nor_the_other_commands():
    code = (
        "import sys; sys.argv = ['reportgen', 'catalogue', '2013201']\n"
        "from reportgen.cli.main import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'reportgen.cli.build', 'reportgen.cli.check'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "行政运行" in done.stdout
