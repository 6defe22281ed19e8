"""Reads the cells of one worksheet part, row by row, without styles or formulas.

Only rows that hold something are given; formatted blank cells cost nothing. What the rows mean is
decided by `workbook`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from reportgen.cell_names import column_letters, column_number
from reportgen.figure import round_half_up
from reportgen.sources import kinds
from reportgen.sources.tree import BOOL, DATE, ERROR, NUMBER, TEXT
from reportgen.sources.xlsx_package import (
    Attributes,
    RefusedError,
    damaged,
    decode_escapes,
    tag_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.sources.xlsx_package import Package

UNCALCULATED: Final = "uncalculated"
"""Kind of a formula cell that has no cached result."""
PERCENTAGE: Final = "percentage"
"""Kind of a number that its cell shows a hundredfold, with a percent sign."""
UNREADABLE: Final = "unreadable"
"""Kind of a cell that breaks the rules; its text says why."""
MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
MAX_MERGES: Final = 200_000
MAX_CELL_TEXT: Final = 5_000_000
_MANY_PIECES: Final = 60
"""Text comes in pieces no longer than what is parsed at once, so fewer need not be added up."""
SIGNIFICANT: Final = 15
"""Digits that Excel keeps of a number; what the file holds beyond them is binary noise."""

_NAMES: Final = tag_names("row", "c", "v", "f", "t", "rPh", "col", "mergeCell")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_SETTLED = re.compile(r"-?[1-9][0-9]*(?:\.[0-9]*[1-9])?|0")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")
_TRUE: Final = frozenset({"1", "true"})
_LAST_SERIAL: Final = 2_958_466


class Cell(NamedTuple):
    """A cell that holds something: column from 1, reference such as F12, text, kind."""

    column: int
    reference: str
    text: str
    kind: str


class Row(NamedTuple):
    """A row that holds something: number from 1, whether it is hidden, its cells in file order."""

    number: int
    hidden: bool
    cells: list[Cell]


class Merge(NamedTuple):
    """A merged range: its reference and its corners, columns and rows from 1."""

    reference: str
    left: int
    top: int
    right: int
    bottom: int


def _column(letters: str) -> int:
    """The number of a column; refused beyond XFD."""
    number = column_number(letters)
    if number > MAX_COLUMN:
        raise damaged(f"没有 {letters} 这样的列")
    return number


def number_text(written: str) -> str | None:
    """A cell's number as Excel shows it in full: 15 significant digits, no exponent, no noise.

    None where it is not a finite number of Excel's range (below 1E+308).
    """
    if len(written) <= SIGNIFICANT and _SETTLED.fullmatch(written):
        return written
    if len(written) > 400 or not _NUMBER.fullmatch(written):
        return None
    value = Decimal(written)
    if value and abs(value.adjusted()) > 308:
        return None
    if len(value.as_tuple().digits) > SIGNIFICANT:
        value = round_half_up(value, SIGNIFICANT - 1 - value.adjusted())
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def date_text(written: str, date1904: bool) -> str | None:
    """A date serial as ISO text (2022-12-31, 2022-12-31 08:30:00, 08:30:00); None out of range.

    In the 1900 system day 60 is 1900-02-29, which never was (ECMA-376 part 1, 18.17.4.1).
    """
    if len(written) > 40 or not _NUMBER.fullmatch(written):
        return None
    serial = Decimal(written)
    if not 0 <= serial < _LAST_SERIAL:
        return None
    seconds = int(round_half_up(serial * 86400, 0))
    days, seconds = divmod(seconds, 86400)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if date1904:
        base = date(1904, 1, 1)
    elif days == 0:
        return clock
    elif days == 60:
        return None
    else:
        base = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    try:
        day = (base + timedelta(days)).isoformat()
    except OverflowError:
        return None
    return f"{day} {clock}" if seconds else day


class SheetReader:
    """Reads one worksheet; `hidden_columns` and `merges` are known when all rows were taken."""

    def __init__(
        self,
        package: Package,
        part: str,
        strings: list[str],
        styles: tuple[frozenset[str], frozenset[str]],
    ) -> None:
        self._package = package
        self._part = part
        self._strings = strings
        self._dates, self._percents = styles
        self._columns: dict[str, int] = {}
        self.hidden_columns: list[tuple[int, int]] = []
        self.merges: list[Merge] = []

    def rows(self) -> Iterator[Row]:
        """The rows that hold something, in file order; raises RefusedError."""
        ready: list[Row] = []
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        pieces: list[str] = []
        self._connect(parser, ready, pieces)
        for _ in self._package.feed(self._part, parser):
            yield from ready
            ready.clear()
            if len(pieces) > _MANY_PIECES and sum(map(len, pieces)) > MAX_CELL_TEXT:
                raise RefusedError(kinds.INFLATED, why="有一格的文字多得不正常")

    def _connect(self, parser: expat.XMLParserType, ready: list[Row], pieces: list[str]) -> None:
        """Set the handlers. Closures, because they run a million times for 20,000 rows."""
        cells: list[Cell] = []
        cell: Attributes = {}
        row: Attributes = {}
        value = ""
        formula = phonetic = False
        number = column = 0
        columns, names, content = self._columns, _NAMES, self._content

        def start(tag: str, attrs: Attributes) -> None:
            nonlocal cell, row, value, formula, phonetic, number, column
            name = names.get(tag)
            if name is None:
                return
            if name == "c":
                cell, value, formula = attrs, "", False
            elif name in {"v", "t"}:
                pieces.clear()
            elif name == "f":
                formula = True
            elif name == "row":
                row, column = attrs, 0
                pieces.clear()
                number = int(attrs.get("r", number + 1))
                if not 1 <= number <= MAX_ROW:
                    raise damaged(f"没有第 {number} 行这样的行")
            elif name == "rPh":
                phonetic = True
            elif name == "col":
                if attrs.get("hidden") in _TRUE:
                    self.hidden_columns.append((int(attrs["min"]), int(attrs["max"])))
            elif name == "mergeCell":
                self._merge(attrs.get("ref", ""))

        def end(tag: str) -> None:
            nonlocal cells, value, phonetic, column
            name = names.get(tag)
            if name is None:
                return
            if name == "v":
                value = "".join(pieces)
            elif name == "c":
                reference = cell.get("r")
                if reference is None:
                    column += 1
                    reference = f"{column_letters(column)}{number}"
                else:
                    letters = reference.rstrip("0123456789")
                    column = columns.get(letters) or self._new_column(letters, reference)
                if value:
                    text, kind = content(cell, value)
                    if kind != TEXT or not text.isspace():
                        cells.append(Cell(column, reference, text, kind))
                elif formula and cell.get("t") != "str":
                    cells.append(Cell(column, reference, "", UNCALCULATED))
            elif name == "t":
                if not phonetic:
                    value += "".join(pieces)
            elif name == "row":
                if cells:
                    ready.append(Row(number, row.get("hidden") in _TRUE, cells))
                    cells = []
            elif name == "rPh":
                phonetic = False

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = pieces.append

    def _new_column(self, letters: str, reference: str) -> int:
        if not _REFERENCE.fullmatch(reference):
            raise damaged(f"没有 {reference[:20]} 这样的单元格")
        number = self._columns[letters] = _column(letters)
        return number

    def _merge(self, reference: str) -> None:
        if match := _RANGE.fullmatch(reference):
            left, right = _column(match[1]), _column(match[3])
            self.merges.append(Merge(reference, left, int(match[2]), right, int(match[4])))
            if len(self.merges) > MAX_MERGES:
                raise RefusedError(kinds.INFLATED, why=f"合并单元格超过 {MAX_MERGES} 处")

    def _content(self, cell: Attributes, value: str) -> tuple[str, str]:
        """The text and kind of a cell's value by the cell's type (ECMA-376 part 1, 18.18.11)."""
        cell_type = cell.get("t", "n")
        if cell_type == "s":
            index = int(value)
            if not 0 <= index < len(self._strings):
                return "它指向的文字不存在", UNREADABLE
            return self._strings[index] or " ", TEXT
        if cell_type == "n":
            if cell.get("s") in self._dates:
                day = date_text(value, self._package.date1904)
                return ("日期超出了范围", UNREADABLE) if day is None else (day, DATE)
            number = number_text(value)
            if number is None:
                return "不是一个有效的数", UNREADABLE
            return number, PERCENTAGE if cell.get("s") in self._percents else NUMBER
        if cell_type == "b":
            return ("TRUE" if value.strip() in _TRUE else "FALSE"), BOOL
        if cell_type == "e":
            return value, ERROR
        if cell_type == "d":
            return value.removesuffix("T00:00:00").replace("T", " "), DATE
        return decode_escapes(value), TEXT
