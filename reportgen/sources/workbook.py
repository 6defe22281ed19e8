"""Reads an .xlsx workbook into the tree of values: a sheet is a section, a row a record or field.

Formula cells give their cached value. Not for writing workbooks, and not for templates.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.cell_names import column_letters
from reportgen.finding import Severity
from reportgen.place import Place
from reportgen.sources import kinds
from reportgen.sources.characters import FORBIDDEN, MAX_TEXT, REPLACEMENT, clean
from reportgen.sources.collector import Collector
from reportgen.sources.row_words import is_note, row_ranges, unit_note
from reportgen.sources.sheet_xml import (
    PERCENTAGE,
    UNCALCULATED,
    UNREADABLE,
    Cell,
    Merge,
    Row,
    SheetReader,
)
from reportgen.sources.tree import (
    BLANK,
    NUMBER,
    PERCENT,
    TEXT,
    Mapping,
    Node,
    Scalar,
    Sequence,
    split_unit,
)
from reportgen.sources.xlsx_package import Package, RefusedError, SheetEntry

if TYPE_CHECKING:
    from reportgen.finding import Finding

MAX_VALUES: Final = 2_000_000
"""Values of one workbook, blank cells of its records counted: a ledger of 200,000 lines has 1.6 million."""
MAX_HEADS: Final = 1_000
"""Columns of one sheet; the widest published form has about forty."""
MAX_NAME: Final = 300
"""Characters of a head or sheet title that are looked at; no known name is nearly as long."""
RECORD_HEADS: Final = ("项目", "内容")
RECORD_NOTE: Final = "说明"
GUIDE_SHEET: Final = "填报说明"
MARKS_SHEET: Final = "问题清单"
"""The list of findings in a marked copy: whoever goes on working in the copy has it there."""
NOT_READ: Final = ("#", "＃")
"""How the names of sheets, and the heads of columns, begin that are the clerk's own affair."""
EXAMPLE: Final = ("示例：", "示例:")
"""How the first filled cell of a row begins that only shows how to fill in the sheet."""

_SPACE_IN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])[\s\u3000]+(?=[^\x00-\x7f])|\s*\n\s*")


def read_workbook(data: bytes, name: str, only: str = "") -> tuple[Mapping | None, list[Finding]]:
    """The tree of a workbook's bytes; None where no sheet could be read.

    A damaged sheet does not keep the others from being read. With `only`, no other section is read.
    """
    file = Place(name)
    collector = Collector(file)
    root = Mapping({}, {}, file)
    try:
        package = Package(data)
        strings, styles = package.shared_strings(), package.number_styles()
    except RefusedError as error:
        collector.add(error.kind, file, name=name, **error.values)
        return None, collector.findings()
    if package.has_macros:
        collector.add(kinds.MACROS, file, name=name)
    values = 0
    for entry in package.sheets:
        title = clean(entry.title.strip(), file, collector)
        if title.startswith(NOT_READ) or title in {GUIDE_SHEET, MARKS_SHEET}:
            continue
        if only and split_unit(head_text(title))[0] != only:
            continue
        sheet = _Sheet(name, title, collector, MAX_VALUES - values)
        try:
            node = _read_sheet(sheet, entry, package, strings, styles)
        except RefusedError as error:
            collector.add(error.kind, Place(name, title), name=name, **error.values)
            if error.kind is kinds.INFLATED:
                break
            continue
        values += sheet.values
        if node is not None:
            _add_section(root, sheet, node, collector)
    if not root.entries:
        if not any(f.severity is Severity.ERROR for f in collector.findings()):
            collector.add(kinds.NO_SHEET, file, name=name)
        return None, collector.findings()
    return root, collector.findings()


def head_text(text: str) -> str:
    """A head or sheet title without outer space, line breaks, and space between Chinese characters."""
    return _SPACE_IN_CHINESE.sub("", text.strip().strip(REPLACEMENT)[:MAX_NAME])


def _read_sheet(
    sheet: _Sheet,
    entry: SheetEntry,
    package: Package,
    strings: list[str],
    styles: tuple[frozenset[str], frozenset[str]],
) -> Node | None:
    if entry.part is None:
        raise RefusedError(kinds.DAMAGED, why=f"缺少工作表「{sheet.title}」的内容")
    reader = SheetReader(package, entry.part, strings, styles)
    for row in reader.rows():
        sheet.take(row)
    return sheet.finish(reader, hidden=entry.hidden)


def _add_section(root: Mapping, sheet: _Sheet, node: Node, collector: Collector) -> None:
    if sheet.name in root.entries:
        first = root.key_places[sheet.name]
        collector.add(kinds.DUPLICATE_SHEET, sheet.place, related=(first,), name=sheet.name)
        return
    root.entries[sheet.name] = node
    root.key_places[sheet.name] = sheet.place


class _Head(NamedTuple):
    """A column that is read: its number and letters, name, unit and the place of its head."""

    column: int
    letters: str
    name: str
    unit: str | None
    place: Place


class _Sheet:
    """One sheet on its way from rows to a section."""

    def __init__(self, file: str, title: str, collector: Collector, room: int) -> None:
        self.title = title
        self.place = Place(file, title)
        self.name, self._unit = split_unit(head_text(title))
        self.values = 0
        self._room = room
        self._file = file
        self._collector = collector
        self._head_row = 0
        self._heads: list[_Head] = []
        self._ignored: set[int] = set()
        self._record: Mapping | None = None
        self._table = Sequence([], self.place)
        self._key_places: dict[str, Place] = {}
        self._preamble: Place | None = None
        self._data_rows: list[int] = []
        self._hidden_rows: list[int] = []
        self._repeated_heads: list[int] = []
        self._key_texts: dict[int, str] = {}
        self._uncalculated: list[str] = []
        self._headless: dict[int, tuple[str, int]] = {}

    def take(self, row: Row) -> None:
        """Read one row: title or unit note, head row, or data."""
        if self._heads:
            self._take_data(row)
            return
        units = [unit for cell in row.cells if (unit := unit_note(cell.text))]
        if units:
            self._unit = units[0]
        elif len(row.cells) >= 2:
            self._take_head(row)
        else:
            self._preamble = self._preamble or self._at(row.cells[0].reference)

    def _at(self, reference: str) -> Place:
        return Place(self._file, self.title, reference)

    def _take_head(self, row: Row) -> None:
        if len(row.cells) > MAX_HEADS:
            raise RefusedError(kinds.INFLATED, why=f"表头超过 {MAX_HEADS} 列")
        self._head_row = row.number
        with_notes = False
        for cell in sorted(row.cells):
            scalar = self._scalar(cell, None)
            name, unit = split_unit(head_text(scalar.text))
            if not name:
                continue
            if name.startswith(NOT_READ):
                self._ignored.add(cell.column)
                with_notes = True
                continue
            if name in self._key_places:
                first = self._key_places[name]
                self._collector.add(
                    kinds.DUPLICATE_HEAD,
                    scalar.place,
                    related=(first,),
                    name=name,
                    first=first.cell,
                )
                self._ignored.add(cell.column)
                continue
            self._key_places[name] = scalar.place
            self._key_texts[cell.column] = head_text(scalar.text)
            letters = column_letters(cell.column)
            self._heads.append(_Head(cell.column, letters, name, unit or self._unit, scalar.place))
        names = tuple(head.name for head in self._heads)
        if names[:2] == RECORD_HEADS and names[2:] in {(), (RECORD_NOTE,)} and not with_notes:
            self._record = Mapping({}, {}, self.place)
            self._ignored.update(head.column for head in self._heads[2:])
            del self._heads[2:]

    def _take_data(self, row: Row) -> None:
        cells = {cell.column: cell for cell in row.cells}
        self.values += len(self._heads)
        if self.values > self._room:
            raise RefusedError(kinds.INFLATED, why=f"超过 {MAX_VALUES} 个单元格")
        number = row.number
        found = [cells.pop(head.column, None) for head in self._heads]
        for column, cell in cells.items():
            if column not in self._ignored:
                first, count = self._headless.get(column, (cell.reference, 0))
                self._headless[column] = (first, count + 1)
        leading = next(filter(None, found), None)
        if leading is None or (leading.kind == TEXT and leading.text.startswith(EXAMPLE)):
            return
        if self._is_beside_the_data(found, number):
            return
        self._data_rows.append(number)
        if row.hidden:
            self._hidden_rows.append(number)
        if self._record is not None:
            self._add_field(self._record, found, number)
            return
        entries: dict[str, Node] = {}
        for head, filled in zip(self._heads, found, strict=True):
            if filled is None:
                place = Place(self._file, self.title, f"{head.letters}{number}")
                entries[head.name] = Scalar("", place, BLANK, head.unit)
            else:
                entries[head.name] = self._scalar(filled, head.unit)
        place = self._at(f"{self._heads[0].letters}{number}")
        self._table.items.append(Mapping(entries, self._key_places, place))

    def _is_beside_the_data(self, found: list[Cell | None], number: int) -> bool:
        """Whether a row is a note to the table, or its head once more; recorded, but not read."""
        filled = [(head, cell) for head, cell in zip(self._heads, found, strict=True) if cell]
        head, cell = filled[0]
        if cell.kind != TEXT:
            return False
        if len(filled) == 1:
            if not is_note(cell.text):
                return False
            place, text = self._at(cell.reference), cell.text.strip()[:30]
            self._collector.add(
                kinds.NOTE_ROW, place, sheet=self.title, row=number, text=FORBIDDEN.sub("", text)
            )
            return True
        if head_text(cell.text) != self._key_texts[head.column]:
            return False
        if any(head_text(cell.text) != self._key_texts[head.column] for head, cell in filled):
            return False
        self._repeated_heads.append(number)
        return True

    def _add_field(self, record: Mapping, found: list[Cell | None], number: int) -> None:
        name_cell, value_cell = found[0], found[1]
        head = self._heads[1]
        if value_cell is None:
            value = Scalar("", self._at(f"{head.letters}{number}"), BLANK, head.unit)
        else:
            value = self._scalar(value_cell, head.unit)
        if name_cell is None:
            place = self._at(f"{self._heads[0].letters}{number}")
            self._collector.add(kinds.NO_NAME, place, text=value.text[:30])
            return
        key = self._scalar(name_cell, None)
        name, unit = split_unit(head_text(key.text))
        if name in record.entries:
            first = record.key_places[name]
            self._collector.add(
                kinds.DUPLICATE_KEY, key.place, related=(first,), name=name, first=f" {first.cell}"
            )
            return
        if unit is not None:
            value = Scalar(value.text, value.place, value.kind, unit)
        record.entries[name] = value
        record.key_places[name] = key.place

    def _scalar(self, cell: Cell, unit: str | None) -> Scalar:
        place = Place(self._file, self.title, cell.reference)
        kind, text = cell.kind, cell.text
        if kind == TEXT:
            if FORBIDDEN.search(text) or len(text) > MAX_TEXT:
                text = clean(text, place, self._collector)
        elif kind == PERCENTAGE:
            kind, unit = NUMBER, PERCENT
        elif kind == UNCALCULATED:
            self._uncalculated.append(cell.reference)
            kind = BLANK
        elif kind == UNREADABLE:
            self._collector.add(kinds.UNREADABLE_CELL, place, why=text)
            kind, text = BLANK, ""
        return Scalar(text, place, kind, unit)

    def finish(self, reader: SheetReader, *, hidden: bool) -> Node | None:
        """The section, when all rows were taken; None where the sheet holds none."""
        if not self._heads:
            if self._preamble is not None:
                severity = Severity.HINT if hidden else None
                self._collector.add(
                    kinds.NO_HEAD_ROW, self._preamble, severity=severity, sheet=self.title
                )
            return None
        if hidden:
            self._collector.add(kinds.HIDDEN_SHEET, self.place, sheet=self.title)
        self._report_hidden(reader)
        if rows := self._repeated_heads:
            place = self._at(f"{self._heads[0].letters}{rows[0]}")
            self._collector.add(
                kinds.REPEATED_HEAD, place, sheet=self.title, count=len(rows), rows=row_ranges(rows)
            )
        self._report_headless()
        self._report_uncalculated()
        for merge in reader.merges:
            self._report_merge(merge)
        return self._table if self._record is None else self._record

    def _report_hidden(self, reader: SheetReader) -> None:
        if rows := self._hidden_rows:
            self._collector.add(
                kinds.HIDDEN_ROWS,
                self._at(f"{self._heads[0].letters}{rows[0]}"),
                sheet=self.title,
                count=len(rows),
                rows=row_ranges(rows),
            )
        columns = [
            head
            for head in self._heads
            if any(low <= head.column <= high for low, high in reader.hidden_columns)
        ]
        if columns:
            shown = "、".join(f" {head.letters}（{head.name}）" for head in columns[:10])
            self._collector.add(
                kinds.HIDDEN_COLUMNS, columns[0].place, sheet=self.title, columns=shown
            )

    def _report_headless(self) -> None:
        for column, (first, count) in sorted(self._headless.items()):
            self._collector.add(
                kinds.NO_HEAD_ABOVE,
                self._at(first),
                column=column_letters(column),
                count=count,
                cell=first,
            )

    def _report_uncalculated(self) -> None:
        if cells := self._uncalculated:
            shown = "、".join(cells[:10]) + ("……" if len(cells) > 10 else "")
            self._collector.add(
                kinds.NOT_CALCULATED,
                self._at(cells[0]),
                related=[self._at(cell) for cell in cells[1:10]],
                sheet=self.title,
                count=len(cells),
                cells=shown,
            )

    def _report_merge(self, merge: Merge) -> None:
        """A merge matters where it covers two or more cells that are read."""
        columns = sum(merge.left <= head.column <= merge.right for head in self._heads)
        if not columns or merge.bottom < self._head_row:
            return
        first = f"{column_letters(merge.left)}{merge.top}"
        if merge.top <= self._head_row:
            if merge.bottom > self._head_row:
                self._collector.add(kinds.MERGED_HEAD, self._at(first), range=merge.reference)
            return
        rows = bisect_right(self._data_rows, merge.bottom) - bisect_left(self._data_rows, merge.top)
        if columns * rows >= 2:
            self._collector.add(kinds.MERGED, self._at(first), range=merge.reference, first=first)
