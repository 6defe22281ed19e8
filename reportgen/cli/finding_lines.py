"""The table of findings as rich draws it, where that is simple: without loading rich.

rich is a fifth of the time of a check. It still draws for consoles that need more than a line of
text, in narrow windows, and where a character may take another width than it seems to.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEADS: Final = ("级别", "编号", "位置", "问题")
WIDEST_PLACE: Final = 38

_BOLD: Final = "1"
_DIM: Final = "2"
_GAP: Final = "   "
_WIDE: Final = "\u3000"
"""Of the characters that are simple, those from here on take two cells."""
_SIMPLE: Final = re.compile(r"[\n -~·×÷±“”‘’…—→≤≥\u3000-\u3020\u4e00-\u9fff\uff01-\uff5e]*")
_WORD: Final = re.compile(r"\s*\S+\s*")
_SETTINGS: Final = frozenset({"FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"})
_USUAL_WIDTH: Final = 80


class Row(NamedTuple):
    """One finding: its severity with the code of its colour, code, place, and what is told of it."""

    severity: str
    colour: str
    code: str
    place: str
    message: str
    more: str = ""


def lines(rows: Sequence[Row], *, err: bool) -> list[str] | None:
    """The lines of the table, styles in them; None where rich has to draw it."""
    stream = sys.stderr if err else sys.stdout
    if sys.platform == "win32" or _SETTINGS & os.environ.keys() or not _is_utf(stream):
        return None
    if os.environ.get("TERM", "").lower() in {"dumb", "unknown"}:
        return None
    if not all(_SIMPLE.fullmatch(text) for row in rows for text in row):
        return None
    return _table(rows, _window())


def _is_utf(stream: object) -> bool:
    return str(getattr(stream, "encoding", "") or "").lower().startswith("utf")


def _window() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return int(columns) or _USUAL_WIDTH
    for number in range(3):
        try:
            return os.get_terminal_size(number).columns or _USUAL_WIDTH
        except (AttributeError, ValueError, OSError):  # this one is no terminal
            continue
    return _USUAL_WIDTH


def _table(rows: Sequence[Row], window: int) -> list[str] | None:
    short = [
        max(_width(text) for text in (head, *column))
        for head, column in zip(
            HEADS,
            (
                [row.severity for row in rows],
                [row.code for row in rows],
                [row.place for row in rows],
            ),
            strict=False,
        )
    ]
    short[2] = min(short[2], WIDEST_PLACE)
    texts = [f"{row.message}\n{row.more}" for row in rows] + [HEADS[3]]
    longest = max(_width(line) for text in texts for line in text.split("\n"))
    rest = window - sum(short) - len(_GAP) * 3
    if longest > rest and rest < short[2] + 1:
        return None
    widths = [*short, min(longest, rest)]
    made = [_line([(head, _BOLD) for head in HEADS], widths), "─" * (sum(widths) + len(_GAP) * 3)]
    for row in rows:
        made += _row(row, widths)
    return made


def _row(row: Row, widths: list[int]) -> Iterator[str]:
    columns = [
        [(row.severity, row.colour)],
        [(row.code, "")],
        [(line, "") for line in _wrapped(row.place, widths[2])],
        [(line, "") for line in _wrapped(row.message, widths[3])]
        + ([(line, _DIM) for line in _wrapped(row.more, widths[3])] if row.more else []),
    ]
    for number in range(max(map(len, columns))):
        yield _line(
            [column[number] if number < len(column) else ("", "") for column in columns], widths
        )


def _line(cells: list[tuple[str, str]], widths: list[int]) -> str:
    return _GAP.join(
        (f"\x1b[{style}m{text}\x1b[0m" if style and text else text) + " " * (width - _width(text))
        for (text, style), width in zip(cells, widths, strict=True)
    )


def _wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text in a column: broken between words, and in words that are too long."""
    for line in text.split("\n"):
        start = 0
        for stop in [*_breaks(line, width), len(line)]:
            yield _cut(line[start:stop], width)
            start = stop


def _breaks(line: str, width: int) -> Iterator[int]:
    if _width(line) <= width:
        return
    used = 0
    for match in _WORD.finditer(line):
        word, start = match[0], match.start()
        length = _width(word.rstrip())
        if length <= width - used:
            used += _width(word)
        elif length <= width:
            if start:
                yield start
            used = _width(word)
        else:
            if start:
                yield start
            used = 0
            for number, char in enumerate(word, start):
                size = _width(char)
                if used + size > width:
                    yield number
                    used = 0
                used += size


def _cut(piece: str, width: int) -> str:
    """A line of a column without the blanks for which it has no room."""
    while _width(piece) > width and piece[-1].isspace():
        piece = piece[:-1]
    return piece


def _width(text: str) -> int:
    return len(text) + sum(char >= _WIDE for char in text)
