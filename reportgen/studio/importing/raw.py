"""The sheets of a workbook as grids of cells, merged cells filled in: before anything is understood.

Not for fill-in workbooks, whose sheets are sections: see `reportgen.sources.workbook`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.place import Place
from reportgen.sources import kinds as source_kinds
from reportgen.sources import read
from reportgen.sources.characters import FORBIDDEN, clean
from reportgen.sources.collector import Collector
from reportgen.sources.files import MAX_WORKBOOK_BYTES
from reportgen.sources.sheet_xml import Cell, Merge, SheetReader
from reportgen.sources.tree import TEXT
from reportgen.sources.xlsx_package import Package, RefusedError
from reportgen.studio.importing import kinds

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding

MAX_CELLS: Final = 2_000_000
MERGED: Final = "merged"
"""Kind of a cell that shows the text of the merged range it belongs to."""
_MOST_FILLED: Final = 20_000
"""Cells that one merged range may fill: a merge over whole columns is no head."""


@dataclass(slots=True)
class RawSheet:
    """One sheet: rows by number, cells by column number; `merges` as they stand."""

    file: str
    title: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False

    def place(self, column: int = 0, row: int = 0) -> Place:
        """A cell of the sheet, or the sheet itself."""
        return Place(self.file, self.title, f"{column_letters(column)}{row}" if column else "")

    def text(self, row: int, column: int) -> str:
        """The text of a cell, empty where nothing stands."""
        cell = self.rows.get(row, {}).get(column)
        return cell.text if cell else ""


def read_sheets(path: Path) -> tuple[list[RawSheet], list[Finding]]:
    """Every sheet of a workbook that can be read; no exception leaves here because of the file."""
    try:
        usable = path.is_file() and path.stat().st_size <= MAX_WORKBOOK_BYTES
        data = path.read_bytes() if usable else b""
    except (OSError, ValueError):
        data = b""
    if not data.startswith(b"PK\x03\x04") or path.name.startswith("~$"):
        tree, findings = read(path)
        if tree is not None:
            findings = [kinds.NOT_A_WORKBOOK.at(Place(path.name), name=path.name)]
        return [], findings
    from reportgen.studio.importing.word import is_word, read_tables

    if is_word(data):
        return read_tables(data, path.name)
    collector = Collector(Place(path.name))
    sheets: list[RawSheet] = []
    try:
        package = Package(data)
        strings, styles = package.shared_strings(), package.number_styles()
        room = MAX_CELLS
        for entry in package.sheets:
            sheet = RawSheet(path.name, entry.title.strip(), hidden=entry.hidden)
            if entry.part is None:
                collector.add(source_kinds.DAMAGED, sheet.place(), name=path.name, why="缺少内容")
                continue
            room = _fill(sheet, SheetReader(package, entry.part, strings, styles), room, collector)
            sheets.append(sheet)
    except RefusedError as error:
        collector.add(error.kind, Place(path.name), name=path.name, **error.values)
    return sheets, collector.findings()


def _fill(sheet: RawSheet, reader: SheetReader, room: int, collector: Collector) -> int:
    hidden: list[int] = []
    for row in reader.rows():
        room -= len(row.cells)
        if room < 0:
            raise RefusedError(source_kinds.INFLATED, why=f"超过 {MAX_CELLS} 个单元格")
        if row.hidden:
            hidden.append(row.number)
        cells = sheet.rows.setdefault(row.number, {})
        for cell in row.cells:
            if cell.kind == TEXT and FORBIDDEN.search(cell.text):
                place = sheet.place(cell.column, row.number)
                cell = cell._replace(text=clean(cell.text, place, collector))  # noqa: PLW2901
            cells[cell.column] = cell
    sheet.merges = reader.merges
    for merge in reader.merges:
        _spread(sheet, merge)
    if hidden:
        collector.add(
            source_kinds.HIDDEN_ROWS,
            sheet.place(1, hidden[0]),
            sheet=sheet.title,
            count=len(hidden),
            rows="、".join(map(str, hidden[:10])) + ("……" if len(hidden) > 10 else ""),
        )
    return room


def _spread(sheet: RawSheet, merge: Merge) -> None:
    """A text stands in every cell of its merged range; amounts are taken from the first cell only."""
    first = sheet.rows.get(merge.top, {}).get(merge.left)
    size = (merge.right - merge.left + 1) * (merge.bottom - merge.top + 1)
    if first is None or first.kind != TEXT or size > _MOST_FILLED:
        return
    for row in range(merge.top, merge.bottom + 1):
        cells = sheet.rows.setdefault(row, {})
        for column in range(merge.left, merge.right + 1):
            if column not in cells:
                cells[column] = Cell(column, f"{column_letters(column)}{row}", first.text, MERGED)
