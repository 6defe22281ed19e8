"""A data set laid out as sections of rows and columns, by the format's data contract.

Both writers (workbook and YAML) work from this. Values stay the texts they were typed as: nothing
is judged here except what a sheet cannot hold. What the contract does not know is kept, behind
what it knows, so that nothing is lost on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.figure import EXACT
from reportgen.model.fields import Field, FieldType, Section, SectionKind
from reportgen.model.reading import EXPLANATIONS, field_value
from reportgen.model.values import MONEY, Reading, half_width, read_value, stripped
from reportgen.sources.amounts import parse_number
from reportgen.sources.tree import NUMBER, TEXT, Mapping, Scalar, Sequence
from reportgen.studio import kinds

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.model.fields import Contract
    from reportgen.sources.tree import Node

DEPARTMENT = "部门"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a section; `unit` is the money unit that the texts of an amount stand in.

    `usual` says whether that unit is the one the program takes where nothing is said.
    """

    spec: Field
    unit: str = ""
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """One section: its columns, and a row of texts for each record ("" = blank).

    A record section has exactly one row.
    """

    section: Section
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_record(self) -> bool:
        """Whether the section holds one value a field."""
        return self.section.kind is SectionKind.RECORD

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been filled in."""
        return not any(any(row) for row in self.rows)


def lay_out(
    tree: Mapping, contract: Contract, *, everything: bool = True
) -> tuple[list[Grid], list[Finding]]:
    """The sections in the order of the contract; with `everything`, those not written as well."""
    layout = _Layout(money_unit(tree, contract))
    grids: list[Grid] = []
    for section in contract.sections.values():
        node = tree.entries.get(section.name)
        if node is None and not everything:
            continue
        grids.append(layout.section(section, node))
    for name, node in tree.entries.items():
        if name in contract.sections or (name == EXPLANATIONS and node.place.sheet):
            continue
        record = isinstance(node, Mapping)
        kind = SectionKind.RECORD if record else SectionKind.TABLE
        grids.append(layout.section(Section(name, kind), node))
    return [grid for grid in grids if grid.columns], layout.findings


def money_unit(tree: Mapping, contract: Contract) -> str:
    """The unit amounts are typed in where nothing else is said: 金额单位 of 部门, else 元."""
    node = tree.entries.get(DEPARTMENT)
    spec = contract.sections[DEPARTMENT].by_name["金额单位"]
    if not isinstance(node, Mapping):
        node = Mapping({}, {}, tree.place)
    entry = node.entries.get(spec.name)
    value = field_value(spec, entry if isinstance(entry, Scalar) else None, "", node, Reading())
    return value if isinstance(value, str) and value in MONEY else "元"


class _Layout:
    """Lays sections out and gathers what cannot be."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.findings: list[Finding] = []

    def section(self, section: Section, node: Node | None) -> Grid:
        rows = self._rows(section, node)
        if isinstance(node, Mapping) and section.kind is SectionKind.TABLE:
            section = _as(section, SectionKind.RECORD)
        elif isinstance(node, Sequence) and section.kind is SectionKind.RECORD:
            section = _as(section, SectionKind.TABLE)
        if section.kind is SectionKind.RECORD:
            rows = rows or [{}]
        else:
            self._report_empty(section, node, rows)
            rows = [row for row in rows if any(map(_filled, row.values()))]
        names = dict.fromkeys(section.by_name)
        for row in rows:
            names.update(dict.fromkeys(row))
        columns = []
        texts = []
        for name in names:
            spec = section.by_name.get(name) or Field(name)
            column, values = self._column(section, spec, [row.get(name) for row in rows])
            columns.append(column)
            texts.append(values)
        return Grid(section, tuple(columns), tuple(zip(*texts, strict=True)) if columns else ())

    def _rows(self, section: Section, node: Node | None) -> list[dict[str, Node]]:
        if isinstance(node, Mapping):
            return [node.entries]
        if isinstance(node, Sequence):
            first = section.fields[0].name if section.fields else "名称"
            rows: list[dict[str, Node]] = []
            for item in node.items:
                if isinstance(item, Sequence):
                    self._refuse(section, first, "是一个列表", item)
                else:
                    rows.append(item.entries if isinstance(item, Mapping) else {first: item})
            return rows
        if node is not None and stripped(node.text):
            self._refuse(section, section.name, "只有一个值，没有分栏", node)
        return []

    def _report_empty(
        self, section: Section, node: Node | None, rows: list[dict[str, Node]]
    ) -> None:
        if node is not None and not all(any(map(_filled, row.values())) for row in rows):
            self.findings.append(kinds.EMPTY_ROW.at(node.place, section=section.name))

    def _column(
        self, section: Section, spec: Field, entries: list[Node | None]
    ) -> tuple[Column, tuple[str, ...]]:
        scalars = [self._scalar(section, spec, entry) for entry in entries]
        usual = spec.unit if spec.unit in MONEY else self.unit
        if spec.type is not FieldType.AMOUNT:
            units = {item.unit for item in scalars if item and item.unit in MONEY}
            unknown = spec.name not in section.by_name and units - {self.unit}
            unit = str(units.pop()) if unknown and len(units) == 1 else ""
            return Column(spec, unit, not unit), tuple(
                item.text if item else "" for item in scalars
            )
        units = {_unit(item, usual) for item in scalars if item}
        unit = units.pop() if len(units) == 1 else usual
        texts = tuple(
            self._rescaled(section, spec, item, _unit(item, usual), unit) if item else ""
            for item in scalars
        )
        return Column(spec, unit, unit == usual), texts

    def _scalar(self, section: Section, spec: Field, entry: Node | None) -> Scalar | None:
        """What is filled in, None for blank."""
        if entry is None or (isinstance(entry, Scalar) and not stripped(entry.text)):
            return None
        if not isinstance(entry, Scalar):
            if entry.entries if isinstance(entry, Mapping) else entry.items:
                self._refuse(section, spec.name, "不是单个的值", entry)
            return None
        if entry.kind not in {TEXT, NUMBER} or (entry.unit and entry.unit not in MONEY):
            # What only a cell can be (a date, an error, a percentage) must mean the same as text.
            reading = Reading()
            read_value(spec, entry, "", reading)
            self.findings += reading.findings
        return entry

    def _rescaled(self, section: Section, spec: Field, item: Scalar, have: str, want: str) -> str:
        """An amount in the unit of its column, exactly; what is no number as it is."""
        if have == want:
            return item.text
        number = parse_number(stripped(item.text))
        if not isinstance(number, Decimal):
            return item.text
        shift = MONEY[have].adjusted() - MONEY[want].adjusted()
        text = f"{number.scaleb(shift, EXACT):f}"
        if not isinstance(parse_number(text), Decimal):
            self._refuse(section, spec.name, f"换成{want}后位数太多", item)
        return text

    def _refuse(self, section: Section, field: str, why: str, node: Node) -> None:
        self.findings.append(
            kinds.NO_ROOM.at(node.place, section=section.name, field=field, why=why)
        )


def _as(section: Section, kind: SectionKind) -> Section:
    return Section(section.name, kind, section.fields, section.required, (), section.meaning)


def _unit(item: Scalar, usual: str) -> str:
    return item.unit if item.unit in MONEY else usual


def _filled(entry: Node) -> bool:
    return not isinstance(entry, Scalar) or bool(stripped(entry.text))


def number(spec: Field, text: str) -> Decimal | None:
    """The number in the text of a field of numbers; None where it is a sign or cannot be read."""
    written = stripped(text)
    if spec.type is FieldType.RATIO and half_width(written).endswith("%"):
        parsed = parse_number(half_width(written)[:-1])
        return parsed.scaleb(-2, EXACT) if isinstance(parsed, Decimal) else None
    parsed = parse_number(written)
    return parsed if isinstance(parsed, Decimal) else None
