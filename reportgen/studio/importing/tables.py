"""One sheet of an export by its rule: leaf lines, facts, and records of other sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.figure import EXACT
from reportgen.model.fields import NUMBERS, FieldType
from reportgen.model.ledger import CODED, DIMENSIONS
from reportgen.model.values import shown
from reportgen.sources.tree import Scalar
from reportgen.studio.importing import kinds
from reportgen.studio.importing.facts import LEDGERS, Fact, Line, said
from reportgen.studio.importing.heads import find_heads
from reportgen.studio.importing.labels import without_number
from reportgen.studio.importing.mapping import Manner
from reportgen.studio.importing.rows import TableReader
from reportgen.studio.importing.sides import split_sides
from reportgen.studio.importing.subjects import Words
from reportgen.studio.importing.totals import mark_totals

if TYPE_CHECKING:
    from reportgen.catalogue import Catalogue
    from reportgen.finding import Finding
    from reportgen.model.fields import Contract, Section
    from reportgen.studio.importing.heads import Heads
    from reportgen.studio.importing.mapping import AmountColumn, ImportMap, TableRule, Values
    from reportgen.studio.importing.raw import RawSheet
    from reportgen.studio.importing.rows import Amount, TableRow


@dataclass(slots=True)
class Taken:
    """What was taken from the sheets: lines, facts in order of tables, records by section."""

    lines: list[Line] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    records: dict[str, list[dict[str, Scalar]]] = field(default_factory=dict)
    columns: dict[int, list[Values]] = field(default_factory=dict)
    """Tables of sums and what their columns are: a subject they do not list has nothing in them."""


@dataclass(slots=True)
class Desk:
    """What every table is read with."""

    mapping: ImportMap
    catalogue: Catalogue
    contract: Contract
    default_unit: str
    findings: list[Finding]
    taken: Taken
    year: int = 0


def take_sheet(sheet: RawSheet, rule: TableRule, table: int, desk: Desk) -> bool:
    """Takes what stands on a sheet; False where its head is not found (a finding)."""
    if rule.manner is Manner.LABELS:
        from reportgen.studio.importing.labelled import take_labels

        return take_labels(sheet, rule, table, desk)
    amounts = [column.heads for column in rule.amounts]
    heads = find_heads(sheet, [*rule.heads.values(), *amounts], at_least=2)
    if heads is None:
        if any(sheet.rows.values()):
            _no_heads(sheet, rule, desk)
        return False
    sides = split_sides(sheet, rule, heads) if rule.manner is Manner.SUMS else []
    if sides:
        taken = [_take_table(side, rule, table, desk, own, heads.unit) for side, own in sides]
        return all(taken)
    return _take_table(sheet, rule, table, desk, heads, "")


def _take_table(
    sheet: RawSheet, rule: TableRule, table: int, desk: Desk, heads: Heads, side_unit: str
) -> bool:
    """Takes the rows below a head; `side_unit`: of a table that stands beside another on its sheet."""
    reader = TableReader(sheet, rule, desk.mapping, desk.findings)
    columns = reader.columns(heads)
    if not columns.fields or (rule.amounts and not columns.amounts):
        _no_heads(sheet, rule, desk)
        return False
    unit = side_unit or reader.unit(heads, columns, desk.default_unit)
    rows = reader.rows(heads, columns, unit)
    if side_unit:  # 人员经费合计 below one side is no total of the table
        rows = [row for row in rows if not row.is_total]
    words = Words(rule, desk.mapping, desk.catalogue, desk.contract, desk.findings)
    for row in rows:
        words.settle(row)
    if rule.manner is Manner.SUMS:
        _take_sums(rows, [amount for amount, _ in columns.amounts], rule, table, desk)
    elif rule.section in LEDGERS:
        for row in rows:
            if not row.is_total:
                words.fixed(row)
        _take_details(rows, sheet, rule, table, desk)
    else:
        for row in rows:
            words.fixed(row)
        _take_records(rows, rule, unit, desk)
    return True


def _no_heads(sheet: RawSheet, rule: TableRule, desk: Desk) -> None:
    wanted = [names[0].text for names in (*rule.heads.values(), *(c.heads for c in rule.amounts))]
    desk.findings.append(
        kinds.NO_HEADS.at(sheet.place(), sheet=sheet.title, what="要找的有" + "、".join(wanted[:8]))
    )


def _take_details(
    rows: list[TableRow], sheet: RawSheet, rule: TableRule, table: int, desk: Desk
) -> None:
    rows = [row for row in rows if any(amount.value is not None for amount in row.amounts)]
    desk.findings += mark_totals(rows, sheet.title)
    for row in rows:
        values = _values(row)
        if row.is_total:
            _take_total(row, values, rule, table, desk)
            continue
        if not values.get("功能科目") and rule.section == "支出明细":
            _unknown_row(row, sheet, "没有功能科目", desk)
            continue
        parts = [amount for amount in row.amounts if not amount.rule.whole]
        whole = next((amount for amount in row.amounts if amount.rule.whole), None)
        if whole is not None and parts:
            _check_row(row, whole, parts, sheet, desk)
        for amount in parts or row.amounts:
            if amount.value:
                own = {**values, **{name: v[0] for name, v in amount.rule.values if len(v) == 1}}
                desk.taken.lines.append(
                    Line(rule.section, own, amount.value, amount.unit, amount.place)
                )


def _values(row: TableRow) -> dict[str, str]:
    return {name: entry.text for name, entry in row.fields.items() if entry.text}


def _check_row(
    row: TableRow, whole: Amount, parts: list[Amount], sheet: RawSheet, desk: Desk
) -> None:
    added = sum((a.value for a in parts if a.value is not None), Decimal(0))
    if whole.value is not None and EXACT.subtract(whole.value, added):
        desk.findings.append(
            kinds.ROW_SUM.at(
                whole.place,
                sheet=sheet.title,
                row=row.number,
                label=shown(row.label),
                total=said(whole.value, whole.unit),
                sum=said(added, whole.unit),
            )
        )


def _unknown_row(row: TableRow, sheet: RawSheet, why: str, desk: Desk) -> None:
    amount = next((a for a in row.amounts if a.value), None)
    if amount is not None:
        desk.findings.append(
            kinds.UNKNOWN_ROW.at(
                row.place,
                sheet=sheet.title,
                row=row.number,
                label=shown(row.label),
                why=why,
                amount=said(amount.value, amount.unit),
            )
        )


def _take_total(
    row: TableRow, values: dict[str, str], rule: TableRule, table: int, desk: Desk
) -> None:
    """A total row's amounts as facts; the words 合计, 小计 are no values."""
    kept = tuple(
        (name, (text,))
        for name, text in values.items()
        if name in DIMENSIONS and not desk.mapping.is_total(text)
    )
    codes = tuple(pair for pair in kept if pair[0] in {*CODED, "单位"})
    for amount in row.amounts:
        asked = _combined(codes if row.is_total else kept, (*rule.fixed, *amount.rule.values))
        desk.taken.facts.append(_fact(rule.section, asked, amount, table))


def _fact(
    section: str,
    values: Values,
    amount: Amount,
    table: int,
    *,
    leaf: bool = False,
    stated: str = "",
) -> Fact:
    return Fact(
        section,
        _known(values),
        amount.value,
        amount.unit,
        amount.place,
        table,
        leaf=leaf,
        stated=stated,
    )


def _known(values: Values) -> Values:
    return tuple(pair for pair in values if pair[0] in DIMENSIONS)


def _combined(first: Values, second: Values) -> Values:
    return tuple({**dict(first), **dict(second)}.items())


def _take_sums(
    rows: list[TableRow], found: list[AmountColumn], rule: TableRule, table: int, desk: Desk
) -> None:
    """Rows by subject: the lowest level is leaves, all above it totals."""
    coded = [d for d in CODED if d in rule.heads or any(f"{d}{p}" in rule.heads for p in _PARTS)]
    rows = [row for row in rows if row.is_total or any(row.text(d) for d in coded)]
    leaves = [row for row in rows if not row.is_total]
    listed = any(row.text("功能科目") for row in rows)
    empty = not any(amount.value for row in rows for amount in row.amounts)
    if "功能科目" in coded and rule.section == "支出明细" and (listed or empty):
        # a table by units alone says nothing of the subjects that it does not list
        desk.taken.columns[table] = [
            _known(_combined(rule.fixed, amount.values)) for amount in found if not amount.stated
        ]
    prefixes = {
        (row.text("单位"), d, row.text(d)[:length])
        for row in leaves
        for d in coded
        for length in (3, 5)
        if length < len(row.text(d))
    }
    of_any_unit = {(d, code) for _, d, code in prefixes}  # 类, 款 above the units' own rows
    for row in rows:
        values = tuple(
            (name, (row.text(name),))
            for name in ("单位", *coded)
            if row.text(name) and not desk.mapping.is_total(row.text(name))
        )
        unit = row.text("单位")
        above = any(
            (unit, d, row.text(d)) in prefixes or (not unit and (d, row.text(d)) in of_any_unit)
            for d in coded
        )
        grand = not any(name in CODED for name, _ in values)
        leaf = not row.is_total and not above
        for amount in row.amounts:
            asked = _combined(values, (*rule.fixed, *amount.rule.values))
            if amount.rule.stated:
                if grand and amount.value is not None:
                    desk.taken.facts.append(
                        _fact(rule.section, asked, amount, table, stated=amount.rule.stated)
                    )
                continue
            desk.taken.facts.append(_fact(rule.section, asked, amount, table, leaf=leaf))
            if grand and rule.grand_to:
                desk.taken.facts.append(_fact(rule.grand_to, asked, amount, table, leaf=True))


def _bare_name(fields: dict[str, Scalar], section: Section | None, row: TableRow) -> None:
    """1、房屋 is 房屋; 其中：办公用房 is 办公用房 where the section has a field that says so."""
    name = section.identity[0] if section and section.identity else ""
    entry = fields.get(name)
    if section is None or entry is None or section.by_name[name].type is not FieldType.TEXT:
        return
    bare = without_number(entry.text)
    among = section.by_name.get("其中")
    if entry.text.lstrip().startswith("其中") and among and among.type is FieldType.FLAG:
        fields["其中"] = Scalar("是", row.place)
    fields[name] = Scalar(bare, entry.place)


_PARTS = (".类", ".款", ".项")


def _take_records(rows: list[TableRow], rule: TableRule, unit: str, desk: Desk) -> None:
    """Rows of a section that is no ledger, as they stand; totals left out."""
    section = desk.contract.sections.get(rule.section)
    known = section.by_name if section else {}
    records = desk.taken.records.setdefault(rule.section, [])
    for row in rows:
        fields = {name: entry for name, entry in row.fields.items() if not section or name in known}
        for amount in row.amounts:
            for name, values in amount.rule.values:
                if name == "栏" and amount.value is not None:
                    fields[values[0]] = amount.scalar()
        written = {entry.text for entry in row.fields.values()}
        if row.is_total or not fields or (len(row.fields) > 1 and len(written) == 1):
            continue
        _bare_name(fields, section, row)
        for name, entry in fields.items():
            spec = known.get(name)
            if spec and spec.type in NUMBERS and entry.unit is None:
                fields[name] = Scalar(entry.text, entry.place, entry.kind, unit)
        records.append(fields)
