"""How a table is laid out: where its heads end, which columns hold numbers, what each row is called.

Decided from the cells alone, since the tables of districts differ in everything else.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reportgen.proof.document import squeezed
from reportgen.proof.numbers import Number, cell_number, is_blank

if TYPE_CHECKING:
    from reportgen.place import Place
    from reportgen.proof.document import Cell, Table

TOTAL: Final = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[、.．])?"
    r"(?:.{0,12}(?:合计|总计|小计|共计)|总额|.{0,4}(?:资金|预算)总额|累计|总分)(?:[（(].*[)）])?[:：]?"
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
_CODE_PARTS: Final = frozenset({"类", "款", "项"})
"""What the columns of a code in three cells are called."""
_LISTED: Final = re.compile(r"[:：]\s*(?=[（(](?:1|一)[)）]|[①1][、.．])")
_COUNTED: Final = frozenset({"栏次", "行次", "列次", "栏目"})
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
    detail: bool = False
    """Goes on with a list that 其中 began in a row above."""

    @property
    def is_total(self) -> bool:
        """Whether the row is called a total."""
        return bool(TOTAL.fullmatch(self.label))

    @property
    def partly(self) -> bool:
        """Whether the row is one of which: 其中, or goes on with such rows."""
        return self.detail or bool(PARTLY.match(self.label))

    @property
    def begins_list(self) -> bool:
        """Whether the label names what is listed and its first item: 1、资金来源：（1）政府预算资金."""
        return bool(_LISTED.search(self.label))


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

    @property
    def heads(self) -> list[str]:
        """The joined heads of all columns, those without numbers as well."""
        return [_head(self.table, index, self.body) for index in range(self.table.width)]


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
        elif columns and not last_was_text and _is_empty(table, index, body):
            continue  # a kind of money without amounts does not part the columns beside it
        elif not _NOT_MEASURED.search(head) or not columns:
            if not last_was_text:
                texts = []
            texts = [*texts, index]
            last_was_text = True
    return Layout(table, body, _with_details(columns))


def _is_empty(table: Table, index: int, body: int) -> bool:
    return all(is_blank(row[index].text) or row[index].copy for row in table.rows[body:])


def _with_details(columns: list[Column]) -> list[Column]:
    """The columns, the rows marked that go on with a list begun by 其中.

    Such rows are told by their sum: with the row of 其中 they make the row above it, in most columns.
    """
    rows: set[int] = set()
    for group in {column.group for column in columns}:
        beside = [column for column in columns if column.group == group]
        starts = {e.row for column in beside for e in column.entries if PARTLY.match(e.label)}
        for start in starts:
            rows |= _list_of(start, beside)
    if not rows:
        return columns
    return [
        replace(
            column,
            entries=[replace(e, detail=True) if e.row in rows else e for e in column.entries],
        )
        for column in columns
    ]


def _list_of(start: int, columns: list[Column]) -> set[int]:
    """The rows that end the list begun in a row, where most columns say that they do."""
    ends: Counter[int] = Counter()
    for column in columns:
        at = next((i for i, entry in enumerate(column.entries) if entry.row == start), 0)
        above = column.entries[at - 1] if at else None
        if above is None or above.number is None or not above.number.value:
            continue
        left = above.number.value
        for entry in column.entries[at:]:
            if entry.is_total or (entry.row != start and (entry.code or entry.partly)):
                break
            left -= entry.number.value if entry.number else 0
            if not left:
                ends[entry.row] += 1
                break
    if not ends:
        return set()
    end, held = ends.most_common(1)[0]
    return set(range(start + 1, end + 1)) if held * 2 >= len(columns) - 1 else set()


def _body(table: Table) -> int:
    """The first row that holds numbers under heads; rows that only count columns are heads."""
    counts = [
        sum(1 for row in table.rows if cell_number(row[index].text)) for index in range(table.width)
    ]
    for at, row in enumerate(table.rows):
        numbers = [cell_number(cell.text) for cell in row]
        filled = [number for number in numbers if number]
        said = sum(1 for cell in row if cell.text.strip() and not cell.copy)
        mostly = len(filled) > 1 and len(filled) * 2 >= said  # the one row of a table of 三公
        found = [
            number
            for index, number in enumerate(numbers)
            if number and (mostly or counts[index] * 3 >= len(table.rows) or counts[index] > 1)
        ]
        if found and not _counts_columns(found):
            return at
    return len(table.rows)


def _is_counting(row: list[Cell]) -> bool:
    """A row that counts the columns (栏次 1 2 3, 1=2+3): no head of theirs."""
    texts = [squeezed(cell.text) for cell in row if squeezed(cell.text)]
    rest = [text for text in texts if text not in _COUNTED]
    if rest != texts:  # 栏次 1 2 3, but not the head 项目 行次 决算数
        return all(re.fullmatch(r"\d{1,2}|[甲乙丙A-Z]|.*[=＝].*", text) for text in rest)
    numbers = [cell_number(text) for text in texts]
    return len(texts) > 1 and _counts_columns([n for n in numbers if n]) and None not in numbers


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
        if _is_counting(row):
            continue
        if text and (not parts or parts[-1] != text) and len(text) <= _LONGEST_LABEL:
            parts.append(text)
    return "/".join(parts)


def _holds_numbers(table: Table, index: int, body: int, head: str) -> bool:
    last = head.rpartition("/")[2]
    if _NOT_MEASURED.search(last) or last in _CODE_PARTS:
        return False
    numbers, others = [], 0
    words: list[str] = []
    for row in table.rows[body:]:
        text = row[index].text
        if row[index].copy or is_blank(text):
            continue
        words.append(text.strip())
        number = cell_number(text)
        if number is None:
            others += 1
        else:
            numbers.append(number)
    if not numbers or len(numbers) * 2 < others or _are_parts(words):
        return False
    return not _are_codes([item for item in numbers if not item.decimals], len(numbers))


def _are_parts(words: list[str]) -> bool:
    """The 款 or 项 of codes: 05, 01, 11."""
    numbered = [word for word in words if word not in _CODE_PARTS]
    return all(re.fullmatch(r"\d\d", word) for word in numbered) and any(
        word.startswith("0") for word in numbered
    )


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
        if any(word in _COUNTED for word in words):
            continue
        code = _code_in_columns(words)
        code = code or next((word for word in words if _CODE.fullmatch(word)), "")
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
    for at, word in enumerate(words):
        if re.fullmatch(r"\d{3}", word):
            parts = [word]
            for following in words[at + 1 : at + 3]:
                if not re.fullmatch(r"\d{2}", following):
                    break
                parts.append(following)
            return "".join(parts)
    return ""


def _level(label: str) -> int:
    if len(label) > _LONGEST_NAME:
        return 0
    bare = re.sub(r"^其中[:：]", "", label)
    if listed := _LISTED.search(bare):
        bare = bare[listed.end() :]
    return next((at for at, pattern in enumerate(_LEVELS, 1) if pattern.match(bare)), 0)
