"""What stands below the heads of a table: its rows as fields and amounts, totals told from leaves.

Nothing is added up into a data set here: see `assemble`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.model.ledger import CODED
from reportgen.model.values import SIGNS, shown, stripped
from reportgen.sources.amounts import parse_number
from reportgen.sources.sheet_xml import UNCALCULATED, UNREADABLE
from reportgen.sources.tree import ERROR, NUMBER, TEXT, Scalar
from reportgen.studio.importing import kinds
from reportgen.studio.importing.heads import data_rows
from reportgen.studio.importing.labels import code_and_name, joined_code
from reportgen.studio.importing.raw import MERGED

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.studio.importing.heads import HeadColumn, Heads
    from reportgen.studio.importing.mapping import AmountColumn, ImportMap, TableRule
    from reportgen.studio.importing.patterns import Synonym
    from reportgen.studio.importing.raw import RawSheet

PARTS: Final = (".类", ".款", ".项")


@dataclass(slots=True)
class Amount:
    """One amount of a row: as it stands, its number and unit, and the column it stands in.

    `value` is None for a blank: in a table of sums a blank is nothing, not unknown.
    """

    rule: AmountColumn
    value: Decimal | None
    unit: str
    place: Place

    def scalar(self) -> Scalar:
        """As a value of a data set, with the unit it was written in."""
        text = "" if self.value is None else f"{self.value:f}"
        return Scalar(text, self.place, NUMBER, self.unit)


@dataclass(slots=True)
class TableRow:
    """One row: its fields, its amounts, the text it is called by, and whether it is a total."""

    number: int
    place: Place
    fields: dict[str, Scalar] = field(default_factory=dict)
    amounts: list[Amount] = field(default_factory=list)
    label: str = ""
    is_total: bool = False

    def text(self, name: str) -> str:
        """A field's text, empty where it is blank."""
        entry = self.fields.get(name)
        return entry.text if entry else ""


@dataclass(slots=True)
class Columns:
    """Which column is what: fields by name, and the columns of amounts."""

    fields: dict[str, HeadColumn]
    amounts: list[tuple[AmountColumn, HeadColumn]]


class TableReader:
    """Reads the rows of one sheet by one rule."""

    def __init__(
        self, sheet: RawSheet, rule: TableRule, mapping: ImportMap, findings: list[Finding]
    ) -> None:
        self.sheet = sheet
        self.rule = rule
        self.mapping = mapping
        self.findings = findings

    def columns(self, heads: Heads) -> Columns:
        """The columns by what they are; those that are nothing are reported."""
        taken: dict[int, str] = {}
        fields: dict[str, HeadColumn] = {}
        for name, synonyms in self.rule.heads.items():
            column = self._best(heads, synonyms, name, taken)
            if column is not None:
                fields[name] = column
                taken[column.column] = name
        amounts = []
        for rule in self.rule.amounts:
            name = "、".join(item.text for item in rule.heads[:1])
            column = self._best(heads, rule.heads, name, taken)
            if column is not None:
                amounts.append((rule, column))
                taken[column.column] = name
        self._report_rest(heads, taken)
        return Columns(fields, amounts)

    def _best(
        self, heads: Heads, synonyms: tuple[Synonym, ...], name: str, taken: dict[int, str]
    ) -> HeadColumn | None:
        ranked = [(c.fits(synonyms), c) for c in heads.columns if c.column not in taken]
        best = max((rank for rank, _ in ranked), default=0)
        fitting = [c for rank, c in ranked if rank == best] if best else []
        if len(fitting) > 1:  # the synonym that stands first says best what is meant
            first = min(c.preference(synonyms) for c in fitting)
            fitting = [c for c in fitting if c.preference(synonyms) == first]
        if len(fitting) > 1:
            self.findings.append(
                kinds.AMBIGUOUS_COLUMN.at(
                    self.sheet.place(fitting[1].column, heads.bottom),
                    sheet=self.sheet.title,
                    field=name,
                    head=fitting[0].shown,
                    other=fitting[1].shown,
                )
            )
        return fitting[0] if fitting else None

    def _report_rest(self, heads: Heads, taken: dict[int, str]) -> None:
        numbers = data_rows(self.sheet, heads)
        for column in heads.columns:
            if column.column in taken or column.fits(self.rule.ignored):
                continue
            if any(column.column in self.sheet.rows[number] for number in numbers):
                self.findings.append(
                    kinds.UNKNOWN_COLUMN.at(
                        self.sheet.place(column.column, heads.bottom),
                        sheet=self.sheet.title,
                        head=shown(column.shown),
                    )
                )

    def unit(self, heads: Heads, columns: Columns, default: str) -> str:
        """The unit of the sheet's amounts where their own heads name none."""
        unit = heads.unit or self.rule.unit or self.mapping.unit
        if unit or all(column.unit for _, column in columns.amounts):
            return unit or default
        self.findings.append(
            kinds.NO_UNIT.at(self.sheet.place(1, heads.top), sheet=self.sheet.title, unit=default)
        )
        return default

    def rows(self, heads: Heads, columns: Columns, unit: str) -> list[TableRow]:
        """The rows that hold something, in order."""
        found = []
        last: dict[str, str] = {}
        for number in data_rows(self.sheet, heads):
            row = self._row(number, columns, unit, last)
            if row.amounts or row.fields:
                found.append(row)
        return found

    def _row(self, number: int, columns: Columns, unit: str, last: dict[str, str]) -> TableRow:
        cells = self.sheet.rows[number]
        first = min(cells, default=1)
        row = TableRow(number, self.sheet.place(first, number))
        for name, column in columns.fields.items():
            cell = cells.get(column.column)
            if cell is None or not stripped(cell.text) or cell.kind in {UNCALCULATED, UNREADABLE}:
                continue
            text = stripped(cell.text)
            place = self.sheet.place(column.column, number)
            kind = TEXT if cell.kind == MERGED else cell.kind
            row.fields[name] = Scalar(text, place, kind, column.unit or None)
        row.label = self._label(row) or self._leading(number)
        row.is_total = self.mapping.is_total(row.label) or any(
            self.mapping.is_total(entry.text) for entry in row.fields.values()
        )
        self._join_codes(row, last)
        for rule, column in columns.amounts:
            amount = self.amount(number, rule, column, unit)
            if amount is not None:
                row.amounts.append(amount)
        return row

    def _label(self, row: TableRow) -> str:
        texts = [entry.text for entry in row.fields.values()]
        named = [e.text for name, e in row.fields.items() if name.endswith("名称")]
        return (named or texts or [""])[0]

    def _leading(self, number: int) -> str:
        """The first text of a row in none of the columns that are taken: 合计 below 项目分类."""
        cells = self.sheet.rows[number]
        texts = (cells[at] for at in sorted(cells) if cells[at].kind == TEXT)
        return next((stripped(cell.text) for cell in texts if stripped(cell.text)), "")

    def _join_codes(self, row: TableRow, last: dict[str, str]) -> None:
        """One code from three columns; a blank 类 or 款 is the one above where a 项 stands."""
        for dimension in CODED:
            names = [dimension + part for part in PARTS]
            entries = [row.fields.pop(name, None) for name in names]
            filled = [entry for entry in entries if entry is not None]
            if not filled:
                continue
            texts = [code_and_name(e.text)[0] if e else "" for e in entries]
            deepest = max(i for i, text in enumerate(texts) if text) if any(texts) else -1
            for index in range(deepest):
                texts[index] = texts[index] or last.get(names[index], "")
            for index, name in enumerate(names):
                last[name] = texts[index]
            code = joined_code((texts[0], texts[1], texts[2]))
            if code:
                row.fields[dimension] = Scalar(code, filled[-1].place)

    def amount(
        self, number: int, rule: AmountColumn, column: HeadColumn, unit: str
    ) -> Amount | None:
        """The amount of a cell; None where it cannot be read, which is reported."""
        place = self.sheet.place(column.column, number)
        cell = self.sheet.rows[number].get(column.column)
        unit = column.unit or unit
        if cell is None or cell.kind == MERGED or not stripped(cell.text):
            if cell is not None and cell.kind == UNCALCULATED:
                self._skipped(place, column, "的公式没有保存结果")
                return None
            return Amount(rule, None, unit, place)
        if cell.kind in {ERROR, UNREADABLE}:
            self._skipped(place, column, f"是错误值 {shown(cell.text)}")
            return None
        text = stripped(cell.text)
        if text in SIGNS:
            return Amount(rule, None, unit, place)
        value = parse_number(text)
        if isinstance(value, Decimal):
            return Amount(rule, value, unit, place)
        self.findings.append(
            kinds.BAD_AMOUNT.at(
                place, head=shown(column.shown), text=shown(text), reason=value.reason
            )
        )
        return None

    def _skipped(self, place: Place, column: HeadColumn, why: str) -> None:
        self.findings.append(kinds.SKIPPED_CELL.at(place, head=shown(column.shown), why=why))
