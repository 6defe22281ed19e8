"""Writes the fill-in workbook: one sheet a section, as an official form that Excel helps to fill in.

Laid out by `grid`, read back by `reportgen.sources.workbook`. Used for blank forms and for data
sets converted from YAML alike. Bytes out; the caller writes them to disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.cell_names import column_letters
from reportgen.model.fields import FieldType
from reportgen.model.reading import EXPLANATIONS
from reportgen.sources.workbook import EXAMPLE, RECORD_HEADS, RECORD_NOTE
from reportgen.studio.cells import OWN_COLUMN, cell_text, cell_value, head, needs_own_column
from reportgen.studio.drop_downs import Lists, rule
from reportgen.studio.notes import describe, example, how, width
from reportgen.studio.palette import RED, TINT, Palette, frame, print_setup, protect

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from reportgen.catalogue import Catalogue
    from reportgen.studio.grid import Column, Grid

SPARE_ROWS: Final = 18
"""Framed rows for typing below what is filled in; rows further down frame themselves."""
_RULED_ROWS: Final = 10_000
_ROW: Final = 18
_NARROWEST: Final = 76
_WIDEST: Final = 46
_LOCKED: Final = frozenset({"金额单位"})
"""Fields that the heads of all sheets depend on: changed in one place alone they would mislead."""
_EXPLANATION_HEADS: Final = (("问题", 12), ("键", 36), ("数", 44), ("说明", 60))


@dataclass(frozen=True, slots=True)
class Form:
    """A fill-in workbook to be written.

    `carried` says that what is filled in comes from last year and is to be looked at;
    `explanations` are the rows of the sheet 说明 (问题, 键, 数, 说明).
    """

    title: str
    format_name: str
    file_name: str
    grids: tuple[Grid, ...]
    catalogue: Catalogue | None = None
    carried: bool = False
    explanations: tuple[tuple[str, ...], ...] = ()


def workbook_bytes(form: Form) -> bytes:
    """The workbook of a form; the same form always gives the same bytes."""
    from io import BytesIO

    from openpyxl import Workbook

    from reportgen.studio.guide import write_guide

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    palette = Palette(workbook)
    write_guide(workbook.create_sheet("填报说明"), form, palette)
    lists = Lists(workbook, form.grids, form.catalogue)
    for grid in form.grids:
        sheet = workbook.create_sheet(grid.section.name)
        writer = _SheetWriter(sheet, grid, palette, lists, carried=form.carried)
        if grid.is_record:
            writer.write_record()
        else:
            writer.write_table()
    if form.explanations:
        _write_explanations(workbook.create_sheet(EXPLANATIONS), form, palette)
    lists.finish()
    palette.close()
    workbook.active = 0
    workbook.properties.title = form.title
    stream = BytesIO()
    workbook.save(stream)
    return settled(stream.getvalue())


class _SheetWriter:
    """Writes one section."""

    def __init__(
        self, sheet: Any, grid: Grid, palette: Palette, lists: Lists, *, carried: bool
    ) -> None:
        self.sheet = sheet
        self.grid = grid
        self.palette = palette
        self.lists = lists
        self.carried = carried

    def write_table(self) -> None:
        """Heads in a row, a row a record, an example where there is none."""
        grid, sheet = self.grid, self.sheet
        heads = [head(column) for column in grid.columns]
        if needs_own_column(grid):
            heads.append(OWN_COLUMN)
        top = self._title(len(heads))
        shown = [f"{c.spec.name}\n（{c.unit}）" if c.unit else c.spec.name for c in grid.columns]
        shown += heads[len(grid.columns) :]
        for index, text in enumerate(shown, 1):
            required = index <= len(grid.columns) and grid.columns[index - 1].spec.required
            self._put(top, index, text, "required" if required else "head")
        sheet.row_dimensions[top].height = 34 if any("\n" in text for text in shown) else 24
        first = top + 1
        sample = example(grid.section) if not grid.rows else {}
        if sample:
            self._example(first, sample)
            first += 1
        for number, row in enumerate(grid.rows, first):
            for index, (column, text) in enumerate(zip(grid.columns, row, strict=True), 1):
                self._entry(number, index, column, text)
        last = first + len(grid.rows) + SPARE_ROWS - 1
        for number in range(first + len(grid.rows), last + 1):
            for index, column in enumerate(grid.columns, 1):
                self._entry(number, index, column, "")
        self._columns(heads, sample)
        below = first + len(grid.rows) + _RULED_ROWS
        self._heights(first)
        self._rules(first, below)
        self.lists.stand(grid.section.name, f"$A${first}", f"$A${below}")
        sheet.freeze_panes = f"{'B' if len(heads) > 8 else 'A'}{top + 1}"
        sheet.auto_filter.ref = f"A{top}:{column_letters(len(grid.columns))}{last}"
        self._finish(top, landscape=len(heads) > 4)

    def write_record(self) -> None:
        """A row a field: its name, what is filled in, and what it means."""
        sheet = self.sheet
        top = self._title(3)
        for index, text in enumerate((*RECORD_HEADS, RECORD_NOTE), 1):
            self._put(top, index, text, "head")
        sheet.row_dimensions[top].height = 24
        row = self.grid.rows[0]
        for number, (column, text) in enumerate(zip(self.grid.columns, row, strict=True), top + 1):
            spec = column.spec
            self._put(number, 1, head(column), "required" if spec.required else "head")
            self._entry(number, 2, column, text, locked=spec.name in _LOCKED)
            remark = ("必填。" if spec.required else "") + how(column)
            if text := describe(spec):
                remark += f"。{text}"
            self._put(number, 3, remark, "remark")
            lines = max(
                -(-width(remark) // 66), -(-width(str(sheet.cell(number, 2).value or "")) // 44)
            )
            sheet.row_dimensions[number].height = max(24, 14 * lines + 8)
            if spec.name not in _LOCKED:
                checked = rule(column, self.grid.section, self.lists, f"B{number}")
                checked.add(f"B{number}")
                sheet.add_data_validation(checked)
            if spec.required:
                self._tint(f"B{number}", f"ISBLANK(B{number})")
        for letter, wide in zip("ABC", (24, 46, 68), strict=True):
            sheet.column_dimensions[letter].width = wide
        sheet.freeze_panes = f"A{top + 1}"
        self._finish(top, landscape=True)

    def _title(self, columns: int) -> int:
        """Title, meaning and unit above the heads, each alone in its row; gives the head row."""
        section = self.grid.section
        units = {c.unit for c in self.grid.columns if c.unit}
        lines = [(section.name, "title", 30)]
        if section.meaning:
            lines.append((f"{section.meaning.rstrip('。')}。红底的栏必填。", "note", 20))
        if len(units) == 1 and not self.grid.is_record:
            lines.append((f"单位：{units.pop()}", "unit", 18))
        for row, (text, look, height) in enumerate(lines, 1):
            self._put(row, 1, text, look)
            if columns > 1:
                self.sheet.merge_cells(
                    start_row=row, end_row=row, start_column=1, end_column=columns
                )
            self.sheet.row_dimensions[row].height = height
        return len(lines) + 1

    def _put(self, row: int, column: int, value: str, look: str) -> Any:
        cell = self.sheet.cell(row, column)
        self.palette.paint(cell, look)
        if value:
            cell.value, cell.data_type = cell_text(value), "s"
        return cell

    def _entry(
        self, row: int, index: int, column: Column, text: str, *, locked: bool = False
    ) -> None:
        cell = self.sheet.cell(row, index)
        look = self.palette.entry(
            column.spec.type, carried=self.carried and bool(text), left=self.grid.is_record
        )
        self.palette.paint(cell, "cell" if locked else look)
        if not text:
            return
        value: Decimal | date | str = cell_value(column.spec, text)
        if isinstance(value, str):
            cell.value, cell.data_type = cell_text(value), "s"
        else:
            cell.value = value

    def _example(self, row: int, sample: dict[str, str]) -> None:
        """All text, so that no sum of a column takes it in."""
        for index, column in enumerate(self.grid.columns, 1):
            text = sample.get(column.spec.name, "")
            text = self._picked(column, text)
            self._put(row, index, f"{EXAMPLE[0]}{text}" if index == 1 else text, "example")

    def _picked(self, column: Column, text: str) -> str:
        """An example of a code as the drop-down offers it."""
        name = self.lists.subject(column.spec.catalogue, text) if column.spec.catalogue else ""
        return f"{text} {name}" if name else text

    def _columns(self, heads: list[str], sample: dict[str, str]) -> None:
        grid, sheet = self.grid, self.sheet
        widths = []
        for index, text in enumerate(heads):
            wide = max(map(width, text.replace("（", "\n（").split("\n"))) + 4
            if index < len(grid.columns):
                spec = grid.columns[index].spec
                filled = [width(row[index]) for row in grid.rows]
                shown = width(sample.get(spec.name, "")) + (6 if sample and index == 0 else 0)
                floor = {FieldType.LONG_TEXT: 40, FieldType.AMOUNT: 14}.get(spec.type, 9)
                if spec.catalogue:
                    floor = 22
                wide = min(_WIDEST, max(wide, floor, shown + 2, *(filled or [0])) + 1)
            widths.append(wide)
        short = max(0, _NARROWEST - sum(widths))
        for index, wide in enumerate(widths, 1):
            dimension = sheet.column_dimensions[column_letters(index)]
            dimension.width = wide + short // len(widths)
            kind = (
                grid.columns[index - 1].spec.type if index <= len(grid.columns) else FieldType.TEXT
            )
            self.palette.paint(dimension, self.palette.entry(kind, column=True))
        self._free_rest(len(widths) + 1)

    def _heights(self, first: int) -> None:
        """Rows whose text wraps are made as high as it needs: not every program does so itself."""
        self.sheet.sheet_format.defaultRowHeight = _ROW
        self.sheet.sheet_format.customHeight = True
        wides = [
            self.sheet.column_dimensions[column_letters(i + 1)].width
            for i in range(len(self.grid.columns))
        ]
        for number, row in enumerate(self.grid.rows, first):
            lines = max(
                sum(max(1, -(-width(part) // int(wide - 1))) for part in text.split("\n"))
                if text
                else 1
                for text, wide in zip(row, wides, strict=True)
            )
            if lines > 1:
                self.sheet.row_dimensions[number].height = min(400, 14 * lines + 4)

    def _free_rest(self, index: int) -> None:
        """Columns beyond the form are free too: a row with a locked cell cannot be deleted."""
        dimension = self.sheet.column_dimensions[column_letters(index)]
        dimension.min, dimension.max, dimension.width = index, 16_384, 9
        self.palette.paint(dimension, self.palette.entry(FieldType.TEXT, column=True))

    def _rules(self, first: int, last: int) -> None:
        end = column_letters(len(self.grid.columns))
        filled = f"COUNTA($A{first}:${end}{first})>0"
        for index, column in enumerate(self.grid.columns, 1):
            letter = column_letters(index)
            checked = rule(column, self.grid.section, self.lists, f"{letter}{first}")
            checked.add(f"{letter}{first}:{letter}{last}")
            self.sheet.add_data_validation(checked)
            if column.spec.required:
                where = f"{letter}{first}:{letter}{last}"
                self._tint(where, f"AND({filled},ISBLANK({letter}{first}))")
        self._paint_where(f"A{first}:{end}{last}", filled, border=frame())

    def _tint(self, where: str, formula: str) -> None:
        from openpyxl.styles import PatternFill

        self._paint_where(where, formula, fill=PatternFill(bgColor=TINT, fill_type="solid"))

    def _paint_where(self, where: str, formula: str, **look: Any) -> None:
        from openpyxl.formatting import rule as rules

        make: Any = rules.FormulaRule
        self.sheet.conditional_formatting.add(where, make(formula=[formula], **look))

    def _finish(self, top: int, *, landscape: bool) -> None:
        sheet = self.sheet
        protect(sheet)
        print_setup(sheet, landscape=landscape)
        sheet.print_title_rows = f"{top}:{top}"
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = RED if self.grid.section.required else "8EA9DB"


def _write_explanations(sheet: Any, form: Form, palette: Palette) -> None:
    for index, (name, wide) in enumerate(_EXPLANATION_HEADS, 1):
        cell = sheet.cell(1, index)
        palette.paint(cell, "required" if name == "说明" else "head")
        cell.value = name
        sheet.column_dimensions[column_letters(index)].width = wide
    look = palette.entry(FieldType.TEXT)
    for number, row in enumerate(form.explanations, 2):
        for index, text in enumerate(row, 1):
            cell = sheet.cell(number, index)
            palette.paint(cell, look)
            if text:
                cell.value, cell.data_type = cell_text(text), "s"
    sheet.row_dimensions[1].height = 24
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.tabColor = "8EA9DB"
    protect(sheet)
    print_setup(sheet, landscape=True)


_FONT: Final = re.compile(rb"<font>(.*?)</font>", re.DOTALL)
_FONT_PART: Final = re.compile(rb"<(\w+)[^>]*/>")
_FONT_ORDER: Final = (b"b", b"i", b"u", b"sz", b"color", b"name", b"family", b"charset", b"scheme")


def settled(data: bytes) -> bytes:
    """The file without dates of its making, and with fonts in the order the standard asks for."""
    from reportgen.office.core import CORE_PART, fixed_core
    from reportgen.office.package import Member, read, write

    members = []
    for member in read(data):
        content = member.content
        if member.name == CORE_PART:
            content = fixed_core(content)
        elif member.name == "xl/styles.xml":
            content = _FONT.sub(_sorted_font, content)
        members.append(Member(member.name, (content,)))
    return write(members)


def _sorted_font(match: re.Match[bytes]) -> bytes:
    parts = sorted(
        _FONT_PART.finditer(match[1]), key=lambda part: (*_FONT_ORDER, part[1]).index(part[1])
    )
    return b"<font>" + b"".join(part[0] for part in parts) + b"</font>"
