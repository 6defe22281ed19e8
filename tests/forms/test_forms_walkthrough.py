"""The walk-through of docs/做一个新版式.md stays true to the format that it makes."""

import re
from pathlib import Path

from typer.main import get_command

from reportgen.cli.main import app

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "做一个新版式.md").read_text("utf-8")
FORMAT = ROOT / "templates" / "example-district"
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TEXT, re.DOTALL)


def test_every_line_of_yaml_stands_in_the_format():
    lines = {
        line for path in FORMAT.glob("*.yaml") for line in path.read_text("utf-8").splitlines()
    }
    shown = [line for kind, text in BLOCKS if kind == "yaml" for line in text.splitlines()]
    assert shown
    assert [line for line in shown if line not in lines] == []


def test_every_command_and_option_exists():
    commands = get_command(app).commands
    calls = [
        line for _, text in BLOCKS for line in text.splitlines() if line.startswith("reportgen ")
    ]
    assert calls
    for call in calls:
        name, *words = call.split()[1:]
        command = commands[name]
        if name == "format":
            command = command.commands[words.pop(0)]
        options = {option for item in command.params for option in item.opts}
        assert {word for word in words if word.startswith("-")} <= options, call


def test_the_list_of_formats_names_each_folder():
    text = (ROOT / "templates" / "README.md").read_text("utf-8")
    folders = sorted(item.parent.name for item in (ROOT / "templates").glob("*/format.yaml"))
    assert [name for name in folders if f"`{name}`" not in text] == []
