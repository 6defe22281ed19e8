"""The tables of a Word document as sheets: published tables are as often in Word as in Excel.

A table takes its name and its money unit from the words above it; a table right below another of the
same width, with no words between, goes on with it (a page ended). Nested tables are not read.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.cell_names import column_letters
from reportgen.place import Place
from reportgen.sources import kinds as source_kinds
from reportgen.sources.sheet_xml import Cell, Merge
from reportgen.sources.tree import TEXT
from reportgen.studio.importing.raw import MERGED, RawSheet
from reportgen.studio.word_blocks import PARAGRAPH, W, blocks, reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding

DOCUMENT: Final = "word/document.xml"
LARGEST: Final = 256 * 2**20
_NAME: Final = re.compile(r"表(?:[（(][^（）()]{0,12}[)）])?$")
_FORM: Final = re.compile(r"^(?:部门|决算|预算)?(?:公开|附|财决|预算)*\s*\d{1,3}(?:-\d+)?\s*表$")
"""公开06表: a number, and no name."""
_NUMBER: Final = re.compile(r"[-+−－]?[\d.,，．]+\s*[%％]?")
ABOVE: Final = 4
"""So many paragraphs above a table may name it and its unit."""
WIDEST: Final = 60
LONGEST_NAME: Final = 60


@dataclass(slots=True)
class WordSheet(RawSheet):
    """A table of a document: the words above it are its first rows."""

    number: int = 1
    above: int = 0

    def place(self, column: int = 0, row: int = 0) -> Place:
        """A cell of the table, or the table itself."""
        detail = f"表{self.number}"
        if column and row > self.above:
            detail += f" 第{row - self.above}行第{column}格"
        return Place(self.file, detail=detail)


def is_word(data: bytes) -> bool:
    """Whether the bytes are a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return DOCUMENT in opened.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read_tables(data: bytes, name: str) -> tuple[list[RawSheet], list[Finding]]:
    """Every table of a document as a sheet; no exception leaves here because of the file."""
    import docx

    sheets: list[RawSheet] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            if sum(item.file_size for item in opened.infolist()) > LARGEST:
                return [], [source_kinds.INFLATED.at(Place(name), name=name, why="解开后太大")]
        for table in _tables(docx.Document(io.BytesIO(data)).element.body):
            _add(sheets, table, name)
    except (ValueError, KeyError, zipfile.BadZipFile, SyntaxError, OSError):
        return [], [source_kinds.DAMAGED.at(Place(name), name=name, why="内容读不出来")]
    return sheets, []


@dataclass(slots=True)
class Span:
    """A merged range: columns from 1, rows from 0."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class _Table:
    rows: list[list[Cell]]
    spans: list[Span]
    width: int
    above: list[str]
    number: int


def _tables(body: Any) -> Iterator[_Table]:
    """The tables from top to bottom, with the paragraphs right above each."""
    above: list[str] = []
    number = 0
    for element in blocks(body):
        if element.tag == PARAGRAPH:
            text = _text(element)
            if text:
                above.append(text)
            continue
        number += 1
        rows, spans = _rows(element)
        width = max((row[-1].column for row in rows if row), default=0)
        yield _Table(rows, spans, width, above[-ABOVE:], number)
        above = []


def _add(sheets: list[RawSheet], table: _Table, name: str) -> None:
    last = sheets[-1] if sheets else None
    if last is not None and not table.above and table.width == _width(last):
        first = max(last.rows) + 1
    else:
        last = WordSheet(name, _title(table, sheets), number=table.number)
        words = [last.title, *(text for text in table.above if not _is_title(text))]
        for row, text in enumerate(words, 1):
            last.rows[row] = {1: Cell(1, f"A{row}", text, TEXT)}
        last.above = len(words)
        sheets.append(last)
        first = last.above + 1
    for row, cells in enumerate(table.rows, first):
        last.rows[row] = {
            cell.column: cell._replace(reference=f"{column_letters(cell.column)}{row}")
            for cell in cells
        }
    for span in table.spans:
        top, bottom = span.top + first, span.bottom + first
        corners = f"{column_letters(span.left)}{top}:{column_letters(span.right)}{bottom}"
        last.merges.append(Merge(corners, span.left, top, span.right, bottom))


def _width(sheet: RawSheet) -> int:
    return max((max(cells, default=0) for cells in sheet.rows.values()), default=0)


def _is_title(text: str) -> bool:
    plain = re.sub(r"\s+", "", text)
    return len(plain) <= LONGEST_NAME and bool(_NAME.search(plain)) and not _FORM.search(plain)


def _title(table: _Table, sheets: list[RawSheet]) -> str:
    """What the table is called: above it, or in its own first row."""
    inside = [cell.text for row in table.rows[:1] for cell in row[:1]]
    called = [text for text in (*reversed(table.above), *inside) if _is_title(text)]
    title = re.sub(r"\s+", "", called[0]) if called else f"表{table.number}"
    return f"{title}（{table.number}）" if any(s.title == title for s in sheets) else title


def _text(element: Any) -> str:
    """The text of a paragraph or a cell, without text deleted in tracked changes."""
    pieces: list[str] = []
    for item in element.iter(f"{W}t", f"{W}p"):
        if item.tag == f"{W}t":
            pieces.append(item.text or "")
        elif pieces:
            pieces.append("\n")
    return "".join(pieces).strip()


def _rows(table: Any) -> tuple[list[list[Cell]], list[Span]]:
    """The rows of a table as a grid; a merged text stands in each cell, a merged amount in the first."""
    rows: list[list[Cell]] = []
    spread: dict[int, str] = {}
    spans: list[Span] = []
    begun: dict[int, Span] = {}
    for number, row in enumerate(table.iterchildren(f"{W}tr")):
        cells: list[Cell] = []
        column = 1
        for cell in row.iterchildren(f"{W}tc"):
            span, down = reach(cell)
            if down and column in begun:
                begun[column].bottom = number
            else:
                begun[column] = Span(column, number, column + max(span, 1) - 1, number)
                spans.append(begun[column])
            text = spread.get(column, "") if down else _text(cell)
            if _NUMBER.fullmatch(text) and down:
                text = ""
            for at in range(min(max(span, 1), WIDEST)):
                kind = MERGED if at or down else TEXT
                if text and not (at and _NUMBER.fullmatch(text)):
                    cells.append(Cell(column + at, "", text, kind))
                spread[column + at] = text
            column += max(span, 1)
        rows.append(cells)
    return rows, [s for s in spans if s.right > s.left or s.bottom > s.top]
