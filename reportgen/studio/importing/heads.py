"""Finds the head of a table in a grid of cells: not always the first row, nor only one.

A column's head is the joined text of the cells stacked above it: 本年收入/财政拨款收入. Which block of
rows is the head is decided by what the mapping file asks for: the block in which most is found.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.sources.tree import TEXT, split_unit
from reportgen.studio.importing.labels import UNIT_NOTE, unit_of
from reportgen.studio.importing.patterns import comparable
from reportgen.studio.importing.raw import MERGED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.sources.sheet_xml import Cell
    from reportgen.studio.importing.patterns import Synonym
    from reportgen.studio.importing.raw import RawSheet

FIRST_ROWS: Final = 40
"""The head of a table stands among the first so many rows that hold something."""
HIGHEST: Final = 4
_FULL, _ENDING = 2, 1
_NOTE: Final = re.compile(r"[^（(]{1,14}[:：].+", re.DOTALL)
_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_COUNTING: Final = re.compile(r"栏次|行次|序号|[0-9]{1,2}|[A-Z甲乙]|[0-9]{1,2}[=＝].*")


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column of a table: its number and letters, what stands above it, its unit where it has one."""

    column: int
    letters: str
    path: tuple[str, ...]
    shown: str
    unit: str

    def fits(self, synonyms: Iterable[Synonym]) -> int:
        """How well it is one of the names: 2 the whole head, 1 its last parts, 0 not at all."""
        texts = self.endings
        best = 0
        for item in synonyms:
            for index, text in enumerate(texts):
                if item.fits(text):
                    best = max(best, _ENDING if index else _FULL)
                    break
        return best

    def preference(self, synonyms: Sequence[Synonym]) -> int:
        """The place of the first name that it is, in whole or by its last parts."""
        return next(
            (at for at, item in enumerate(synonyms) if any(map(item.fits, self.endings))),
            len(synonyms),
        )

    @property
    def endings(self) -> tuple[str, ...]:
        """The joined head, and what is left of it when parts are taken from the front."""
        return tuple("/".join(self.path[start:]) for start in range(len(self.path)))


@dataclass(frozen=True, slots=True)
class Heads:
    """The head of a table: its rows, its columns, the unit named above it (empty: none)."""

    top: int
    bottom: int
    columns: tuple[HeadColumn, ...]
    unit: str
    found: int


def find_heads(
    sheet: RawSheet, wanted: Sequence[tuple[Synonym, ...]], at_least: int = 1
) -> Heads | None:
    """The block of rows in which most of what is wanted stands as heads; None below `at_least`."""
    numbers = [number for number in sorted(sheet.rows) if sheet.rows[number]][:FIRST_ROWS]
    best: tuple[int, int, int] = (0, 0, 0)
    block: tuple[int, int, tuple[HeadColumn, ...]] | None = None
    for index, top in enumerate(numbers):
        if _is_note_row(sheet, top):
            continue
        for height in range(1, HIGHEST + 1):
            rows = numbers[index : index + height]
            if len(rows) < height or any(_is_note_row(sheet, row) for row in rows):
                break
            columns = _columns(sheet, rows)
            ranks = [max((c.fits(group) for c in columns), default=0) for group in wanted]
            score = (sum(map(bool, ranks)), sum(ranks), -height)
            if score > best:
                best, block = score, (top, rows[-1], columns)
    if block is None or best[0] < at_least:
        return None
    top, bottom, columns = block
    rows = _whole_head(sheet, numbers, top, bottom)
    if (rows[0], rows[-1]) != (top, bottom):
        top, bottom, columns = rows[0], rows[-1], _columns(sheet, rows)
    return Heads(top, bottom, columns, _unit_above(sheet, top), best[0])


def _whole_head(sheet: RawSheet, numbers: list[int], top: int, bottom: int) -> list[int]:
    """All rows of a head of which some already say what is wanted.

    Rows above belong to it where a merged cell reaches down from them; rows below as far as a cell
    of the head reaches into them, or where they hold texts alone and begin further right.
    """
    down = [m for m in sheet.merges if m.top < top <= m.bottom and not _is_note_row(sheet, m.top)]
    top = min((m.top for m in down if bottom - m.top < HIGHEST), default=top)
    rows = [number for number in numbers if top <= number <= bottom]
    reach = max((m.bottom for m in sheet.merges if m.top in rows), default=bottom)
    first = min((column for row in rows for column in sheet.rows[row]), default=0)
    for number in numbers:
        if number <= bottom or len(rows) >= HIGHEST:
            continue
        cells = sheet.rows[number]
        texts_only = all(cell.kind in {TEXT, MERGED} for cell in cells.values())
        if not texts_only or any(_NUMBER.fullmatch(cell.text.strip()) for cell in cells.values()):
            break
        if number > reach and min(cells) <= first:
            break
        rows.append(number)
    return rows


def data_rows(sheet: RawSheet, heads: Heads) -> list[int]:
    """The rows below the head, without those that only number the columns (栏次 1 2 3)."""
    below = [number for number in sorted(sheet.rows) if number > heads.bottom]
    while below and _only_counts(sheet, below[0]):
        below.pop(0)
    return below


def notes_above(sheet: RawSheet, bottom: int) -> list[tuple[int, int, str]]:
    """The cells above a row, in order: (row, column, text)."""
    return [
        (row, column, cell.text)
        for row in sorted(sheet.rows)
        if row < bottom
        for column, cell in sorted(sheet.rows[row].items())
        if cell.kind == TEXT
    ]


def titles(sheet: RawSheet) -> list[str]:
    """What a sheet may be known by: its tab, and the first rows that hold a single text."""
    found = [sheet.title]
    for number in sorted(sheet.rows)[:3]:
        texts = {cell.text.strip() for cell in sheet.rows[number].values() if cell.kind == TEXT}
        if len(texts) == 1:
            found.append(texts.pop())
    return found


def _columns(sheet: RawSheet, rows: list[int]) -> tuple[HeadColumn, ...]:
    stacked: dict[int, list[str]] = {}
    for index, row in enumerate(rows):
        cells = sheet.rows[row]
        texts = {column: cell.text for column, cell in cells.items()}
        if index + 1 < len(rows) and not _merged_across(sheet, row):
            _carry(texts, sheet.rows[rows[index + 1]])
        for column, text in texts.items():
            stacked.setdefault(column, []).append(text)
    found = []
    for column in sorted(stacked):
        parts: list[str] = []
        unit = ""
        for text in stacked[column]:
            name, own = split_unit(text)
            if not own and (match := UNIT_NOTE.search(text)):
                own = match[1]
                name = re.sub(r"[（(][^（）()]*[）)]\s*$", "", text)
            unit = own or unit
            bare = comparable(name)
            if bare and bare not in parts[-1:]:
                parts.append(bare)
        if parts:
            shown = "/".join(parts)
            found.append(HeadColumn(column, column_letters(column), tuple(parts), shown, unit))
    return tuple(found)


def _carry(texts: dict[int, str], below: dict[int, Cell]) -> None:
    """An upper head that was not merged stands for the blank cells to its right that have a lower head."""
    if not texts:
        return
    current = ""
    for column in range(min(texts), max(below, default=0) + 1):
        if column in texts:
            current = texts[column] if column in below else ""
        elif current and column in below:
            texts[column] = current
        else:
            current = ""


def _merged_across(sheet: RawSheet, row: int) -> bool:
    return any(m.top <= row <= m.bottom and m.right > m.left for m in sheet.merges)


def _is_note_row(sheet: RawSheet, row: int) -> bool:
    """单位名称：…, 预算年度：2023, 单位：万元 stand above a head, not in it."""
    return any(
        cell.kind in {TEXT, MERGED} and _NOTE.fullmatch(cell.text.strip())
        for cell in sheet.rows[row].values()
    )


def _only_counts(sheet: RawSheet, row: int) -> bool:
    texts = [cell.text.strip() for cell in sheet.rows[row].values()]
    if not all(_COUNTING.fullmatch(text) for text in texts):
        return False
    numbers = [int(text) for text in texts if text.isdecimal()]
    rising = all(a < b for a, b in itertools.pairwise(numbers))
    return rising and (len(numbers) >= 3 or any(t in {"栏次", "行次"} for t in texts))


def _unit_above(sheet: RawSheet, top: int) -> str:
    unit = ""
    for _, _, text in notes_above(sheet, top):
        unit = unit_of(text) or unit
    return unit or unit_of(sheet.title)
