"""How a table is laid out: where its heads end, which columns hold numbers, what each row is called.

Decided from the cells alone, since the tables of districts differ in everything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.proof.document import squeezed
from reportgen.proof.numbers import Number, cell_number, is_blank

if TYPE_CHECKING:
    from reportgen.place import Place
    from reportgen.proof.document import Table

TOTAL: Final = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[、.．])?"
    r"(?:.{0,12}(?:合计|总计|小计|共计)|总额|年度资金总额|累计|总分)(?:[（(].*[)）])?[:：]?"
)
"""A row that sums others."""
PARTLY: Final = re.compile(r"其中[:：]?|^[（(]?其中")
_NOT_MEASURED: Final = re.compile(
    r"代码|编码|序号|行次|栏次|编号|电话|日期|时间|年份|文号|目录|备注|说明|指标值|目标值|完成值|单价|标准$"
)
_CODE: Final = re.compile(r"\d{3}(?:\d{2}){0,2}")
_LEVELS: Final = (
    re.compile(r"[一二三四五六七八九十]+[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]+[)）]"),
    re.compile(r"\d{1,2}\s*[、.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[)）]"),
)
_LONGEST_LABEL: Final = 60
_LONGEST_NAME: Final = 25
"""A longer text is what a row is about, not what it is called."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A number in its row: what the row is called, its code and its level of numbering (1 to 4)."""

    row: int
    label: str
    code: str
    level: int
    number: Number | None
    text: str
    place: Place

    @property
    def is_total(self) -> bool:
        """Whether the row is called a total."""
        return bool(TOTAL.fullmatch(self.label))

    @property
    def partly(self) -> bool:
        """Whether the row is one of which: 其中."""
        return bool(PARTLY.match(self.label))


@dataclass(frozen=True)
class Column:
    """A column of numbers: its joined heads, its entries, and which columns share its labels."""

    index: int
    head: str
    entries: list[Entry]
    group: int

    def at(self, row: int) -> Entry | None:
        """The entry of a row of the table."""
        return next((entry for entry in self.entries if entry.row == row), None)


@dataclass(frozen=True)
class Layout:
    """A table's columns of numbers; `body` is the row at which the heads end."""

    table: Table
    body: int
    columns: list[Column] = field(default_factory=list)


def lay_out(table: Table) -> Layout:
    """The layout of a table; without columns where it holds no numbers."""
    body = _body(table)
    columns: list[Column] = []
    texts: list[int] = []
    group = -1
    last_was_text = True
    for index in range(table.width):
        head = _head(table, index, body)
        if _holds_numbers(table, index, body, head):
            if last_was_text:
                group += 1
            columns.append(Column(index, head, _entries(table, index, body, texts), group))
            last_was_text = False
        elif not _NOT_MEASURED.search(head) or not columns:
            if not last_was_text:
                texts = []
            texts = [*texts, index]
            last_was_text = True
    return Layout(table, body, columns)


def _body(table: Table) -> int:
    """The first row that holds numbers under heads; rows that only count columns are heads."""
    counts = [
        sum(1 for row in table.rows if cell_number(row[index].text)) for index in range(table.width)
    ]
    for at, row in enumerate(table.rows):
        found = [
            number
            for index, cell in enumerate(row)
            if counts[index] * 3 >= len(table.rows) or counts[index] > 1
            if (number := cell_number(cell.text)) is not None
        ]
        if found and not _counts_columns(found):
            return at
    return len(table.rows)


def _counts_columns(numbers: list[Number]) -> bool:
    """栏次: 1 2 3 4 …"""
    values = [int(item.value) for item in numbers if not item.decimals]
    return (
        len(values) == len(numbers) > 1
        and values[0] in {1, 2}
        and values == list(range(values[0], values[0] + len(values)))
    )


def _head(table: Table, index: int, body: int) -> str:
    parts: list[str] = []
    for row in table.rows[:body]:
        text = squeezed(row[index].text)
        if text and (not parts or parts[-1] != text) and len(text) <= _LONGEST_LABEL:
            parts.append(text)
    return "/".join(parts)


def _holds_numbers(table: Table, index: int, body: int, head: str) -> bool:
    last = head.rpartition("/")[2]
    if _NOT_MEASURED.search(last):
        return False
    numbers, others = [], 0
    for row in table.rows[body:]:
        text = row[index].text
        if row[index].copy or is_blank(text):
            continue
        number = cell_number(text)
        if number is None:
            others += 1
        else:
            numbers.append(number)
    if not numbers or len(numbers) * 2 < others:
        return False
    return not _are_codes([item for item in numbers if not item.decimals], len(numbers))


def _are_codes(whole: list[Number], count: int) -> bool:
    """Codes of subjects, or row numbers."""
    if len(whole) < count or count < 2:
        return False
    values = [int(item.value) for item in whole]
    if values == list(range(values[0], values[0] + count)) and count > 2:
        return True
    coded = [value for value in values if _CODE.fullmatch(str(value)) and value > 200]
    return len(coded) == count and len(set(values)) == count and count > 3


def _entries(table: Table, index: int, body: int, texts: list[int]) -> list[Entry]:
    entries: list[Entry] = []
    for at, row in enumerate(table.rows[body:], body):
        cell = row[index]
        if cell.copy:
            continue
        words = [squeezed(row[column].text) for column in texts]
        if any(word in {"栏次", "行次"} for word in words):
            continue
        code = next((word for word in words if _CODE.fullmatch(word)), "")
        code = code or _code_in_columns(words)
        names = [word for word in words if word and not word.isdigit()]
        short = [word for word in names if len(word) <= _LONGEST_NAME]
        label = (short or names or [""])[-1]
        if any(TOTAL.fullmatch(word) for word in names):
            label = next(word for word in names if TOTAL.fullmatch(word))
        if not code and (led := re.match(r"(\d{3}(?:\d{2}){0,2})(?!\d)", label)):
            code, label = led[1], label[len(led[1]) :].lstrip("-—_ ")
        entries.append(
            Entry(
                at,
                label[:_LONGEST_LABEL],
                code,
                _level(label),
                cell_number(cell.text),
                cell.text.strip(),
                cell.place,
            )
        )
    return entries


def _code_in_columns(words: list[str]) -> str:
    """A code in three columns: 201 | 32 | 01."""
    parts = [word for word in words[:3] if word.isdigit()]
    if not parts or len(parts[0]) != 3 or any(len(part) != 2 for part in parts[1:]):
        return ""
    return "".join(parts)


def _level(label: str) -> int:
    if len(label) > _LONGEST_NAME:
        return 0
    bare = re.sub(r"^其中[:：]", "", label)
    return next((at for at, pattern in enumerate(_LEVELS, 1) if pattern.match(bare)), 0)
