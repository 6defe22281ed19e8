"""The table of findings looks as rich draws it, whatever is in it and however wide the window."""

import io
import random
import sys

import pytest
from rich.ansi import AnsiDecoder
from rich.console import Console

from reportgen.cli import finding_lines, showing
from reportgen.cli.finding_lines import Row

WORDS = [
    "支出",
    "明细",
    "12.50",
    "万元",
    "“三公”经费",
    "《办法》",
    "abc",
    "2023.yaml:12:3",
    "，",
    "。",
    "（一）",
    "≥90%",
    "C:\\a",
    "：；",
    "行政运行经费情况说明书",
]
SEVERITIES = [("错误", "31"), ("须说明", "33"), ("提示", "36")]


@pytest.fixture(autouse=True)
def usual(monkeypatch):
    for name in (*finding_lines._SETTINGS, "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


def words(chance, most):
    joint = lambda: chance.choice(["", "", " ", "  ", "\n" if chance.random() < 0.1 else ""])  # noqa: E731
    return "".join(chance.choice(WORDS) + joint() for _ in range(chance.randint(1, most))).strip()


def rows(seed):
    chance = random.Random(seed)
    return [
        Row(
            *chance.choice(SEVERITIES),
            f"C{chance.randint(100, 999)}",
            chance.choice(["", "2023.yaml:1:2", words(chance, 12).replace("\n", "")]),
            words(chance, 40),
            chance.choice(["", words(chance, 30)]),
        )
        for _ in range(chance.randint(1, 4))
    ]


def drawn(rows, monkeypatch, *, terminal=False):
    """What rich prints."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    if terminal:
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    showing._draw(rows, err=False)
    monkeypatch.undo()
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 63, 80, 97, 200, 400])
@pytest.mark.parametrize("seed", range(40))
def test_it_looks_as_rich_draws_it(seed, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    table = finding_lines._table(rows(seed), width)
    if table is None:
        assert width <= 80
        return
    mine = "".join(f"{AnsiDecoder().decode_line(line).plain}\n" for line in table)
    assert mine == drawn(rows(seed), monkeypatch)


def test_a_narrow_window_is_left_to_rich():
    assert finding_lines._table(rows(3), 20) is None


def test_its_styles_are_those_of_rich():
    row = Row("错误", "31", "C610", "2023.yaml:1:2", "收入不等于支出。", "请核对。")
    head, rule, first, second = map(AnsiDecoder().decode_line, finding_lines._table([row], 80))
    assert [str(span.style) for span in head.spans] == ["bold"] * 4
    assert not rule.spans
    assert [(first.plain[s.start : s.end], str(s.style)) for s in first.spans] == [
        ("错误", "color(1)")
    ]
    assert [(second.plain[s.start : s.end], str(s.style)) for s in second.spans] == [
        ("请核对。", "dim")
    ]


def test_whatever_is_not_simple_is_left_to_rich(monkeypatch):
    def lines(message="支出。"):
        return finding_lines.lines([Row("错误", "31", "C610", "", message)], err=False)

    class Stream(io.StringIO):
        encoding = "utf-8"

    monkeypatch.setattr(sys, "stdout", Stream())
    assert lines()
    for message in ("制表\t符", "表情😀", "é", "한", "\x1b[31m红", "\u200b"):
        assert lines(message) is None
    for name in ("FORCE_COLOR", "NO_COLOR"):
        with monkeypatch.context() as patched:
            patched.setenv(name, "1")
            assert lines() is None
    with monkeypatch.context() as patched:
        patched.setenv("TERM", "dumb")
        assert lines() is None
    with monkeypatch.context() as patched:
        patched.setattr(sys, "platform", "win32")
        assert lines() is None
    monkeypatch.setattr(Stream, "encoding", "gbk")
    assert lines() is None


def test_every_simple_character_is_as_wide_as_rich_says():
    from rich.cells import cell_len

    for number in range(0x10000):
        char = chr(number)
        if char != "\n" and finding_lines._SIMPLE.fullmatch(char):
            assert finding_lines._width(char) == cell_len(char), hex(number)


def test_the_window_is_as_wide_as_rich_says(monkeypatch):
    for columns in ("", "7", "120", "x"):
        monkeypatch.setenv("COLUMNS", columns)
        assert finding_lines._window() == Console().width
