"""From the tree of located values to a `DepartmentYear`, by the format's data contract.

Every problem is a finding at the place where the clerk typed; reading goes on after each.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.figure import Blank, Figure, Read
from reportgen.model import kinds
from reportgen.model.fields import NUMBERS, Contract, Field, FieldType, Section, SectionKind
from reportgen.model.lines import read_ledger
from reportgen.model.values import (
    FieldValue,
    Reading,
    nearest,
    read_value,
    shown,
    stripped,
    wrong_shape,
)
from reportgen.model.year import Claim, DepartmentYear, Record
from reportgen.sources.tree import TEXT, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.sources.tree import Node

_LEDGERS = {"支出明细": "支出", "收入明细": "收入"}
_STATED = ("声明数", "上年数")
_WITH_TOTALS = frozenset({*_STATED, "项目资金"})
"""Sections whose rows may be totals: they are what the data set states itself."""
_TOTALS = ("合计", "总计", "小计", "共计")
_LONGEST_TOTAL = 20
EXPLANATIONS: Final = "说明"
"""The sheet that may hold the explanations of findings: not a section, see checks.explanations."""


def read_year(
    tree: Mapping, contract: Contract, source: Path
) -> tuple[DepartmentYear, list[Finding]]:
    """The department's year in the tree, as far as it can be read, and every problem in it."""
    reading = Reading()
    for name, place in tree.key_places.items():
        if name not in contract.sections and not (name == EXPLANATIONS and place.sheet):
            reading.findings.append(
                kinds.UNKNOWN_SECTION.at(
                    place, section=shown(name), nearest=nearest(name, contract.sections)
                )
            )
    year = DepartmentYear(source, contract)
    department = contract.sections["部门"]
    year.records["部门"] = _record(department, tree.entries.get("部门"), tree, reading)
    reading.money_unit = year.money_unit
    for section in contract.sections.values():
        node = tree.entries.get(section.name)
        if section.name == "部门":
            continue
        if section.kind is SectionKind.RECORD:
            year.records[section.name] = _record(section, node, tree, reading)
            continue
        rows = _rows(section, node, tree, reading)
        if section.name in _LEDGERS:
            ledger = read_ledger(_LEDGERS[section.name], section, rows, reading)
            if section.name == "支出明细":
                year = replace(year, expenditure=ledger)
            else:
                year = replace(year, income=ledger)
            continue
        records = tuple(_table_record(section, row, reading) for row in rows)
        _report_duplicates(section, records, reading)
        year.tables[section.name] = records
    if reading.finer:
        place, field, text = reading.finer[0]
        related = [other for other, _, _ in reading.finer[1:10]]
        reading.findings.append(
            kinds.TOO_FINE.at(
                place, related=related, count=len(reading.finer), field=field, text=shown(text)
            )
        )
    year = replace(
        year,
        claims=_stated(year.tables.pop("声明数", ())),
        given_last_year=_stated(year.tables.pop("上年数", ())),
    )
    return year, reading.findings


def region_and_year(tree: Mapping) -> tuple[str, int]:
    """What the choice of the format needs, before anything else is read; blank when not there."""
    department = tree.entries.get("部门")
    if not isinstance(department, Mapping):
        return "", 0
    texts = {
        name: stripped(entry.text)
        for name, entry in department.entries.items()
        if isinstance(entry, Scalar)
    }
    reading = Reading()
    spec, node = Field("年度", FieldType.YEAR), department.entries.get("年度")
    year = read_value(spec, node, "", reading) if isinstance(node, Scalar) else None
    return texts.get("地区", ""), year if isinstance(year, int) else 0


def _record(section: Section, node: Node | None, tree: Mapping, reading: Reading) -> Record:
    if node is None or (isinstance(node, Scalar) and not stripped(node.text)):
        if section.required:
            reading.findings.append(kinds.MISSING_SECTION.at(tree.place, section=section.name))
        node = Mapping({}, {}, node.place if node else tree.place)
        return Record(section, _values(section, node, section.name, reading, required=False), node)
    if not isinstance(node, Mapping):
        reading.findings.append(wrong_shape(section.name, "一项一行（名称: 内容）", node))
        node = Mapping({}, {}, node.place)
        return Record(section, _values(section, node, section.name, reading, required=False), node)
    # A sheet of blanks is there for an optional section too: nothing is missing in it.
    filled = section.required or any(
        not isinstance(entry, Scalar) or stripped(entry.text) for entry in node.entries.values()
    )
    values = _values(section, node, section.name, reading, required=filled)
    return Record(section, values, node)


def _rows(section: Section, node: Node | None, tree: Mapping, reading: Reading) -> list[Mapping]:
    if node is None or (isinstance(node, Scalar) and not stripped(node.text)):
        if section.required and node is None:
            reading.findings.append(kinds.MISSING_SECTION.at(tree.place, section=section.name))
        return []
    if not isinstance(node, Sequence):
        reading.findings.append(
            wrong_shape(section.name, "列表（YAML 中每行以 - 开头，工作表中一行一条）", node)
        )
        return []
    rows: list[Mapping] = []
    for item in node.items:
        if isinstance(item, Mapping):
            label = "" if section.name in _WITH_TOTALS else _total_label(item, section)
            if label:
                reading.findings.append(
                    kinds.TOTAL_ROW.at(item.place, section=section.name, label=label)
                )
            else:
                rows.append(item)
        else:
            reading.findings.append(wrong_shape(section.name, "一组“名称: 内容”", item))
    _report_unknown_fields(section, rows, reading)
    return rows


def _total_label(row: Mapping, section: Section) -> str:
    """What a row of totals among the records calls itself; empty where the row is a record.

    A ledger line is known by any of its words; elsewhere only the first may give a row away,
    since an indicator may be called 培训人次合计.
    """
    for entry in row.entries.values():
        if type(entry) is not Scalar or not entry.text:
            continue
        label = _total_word(entry.text)
        if section.name in _LEDGERS:
            if label:
                return label
        else:
            return label if label in _TOTALS else ""
    return ""


@lru_cache(maxsize=4096)
def _total_word(text: str) -> str:
    if len(text) > _LONGEST_TOTAL or text.isascii():
        return ""
    label = "".join(stripped(text).split()).rstrip(":：")
    return label if label.endswith(_TOTALS) else ""


def _report_unknown_fields(section: Section, rows: list[Mapping], reading: Reading) -> None:
    """A wrong key is reported once, at its first place, however many rows repeat it."""
    seen: set[str] = set()
    for row in rows:
        unknown = row.entries.keys() - section.by_name.keys() - seen
        for name in filter(unknown.__contains__, row.entries) if unknown else ():
            seen.add(name)
            reading.findings.append(
                kinds.UNKNOWN_FIELD.at(
                    row.key_places.get(name, row.place),
                    section=section.name,
                    field=shown(name),
                    nearest=nearest(name, section.by_name),
                )
            )


def _table_record(section: Section, row: Mapping, reading: Reading) -> Record:
    label = "/".join(
        stripped(entry.text)
        for name in section.identity or tuple(section.by_name)[:1]
        if isinstance(entry := row.entries.get(name), Scalar) and stripped(entry.text)
    )
    return Record(section, _values(section, row, f"{section.name}/{label}", reading), row)


def _values(
    section: Section, node: Mapping, key: str, reading: Reading, *, required: bool = True
) -> dict[str, FieldValue]:
    if section.kind is SectionKind.RECORD:
        _report_unknown_fields(section, [node], reading)
    values: dict[str, FieldValue] = {}
    entries = node.entries
    for spec in section.fields:
        name = spec.name
        entry = entries.get(name)
        if entry is None:
            if not spec.default and not (required and spec.required):
                if spec.type in NUMBERS:
                    origin = Read(node.place)
                    values[name] = Figure(Blank.EMPTY, spec.unit, origin, f"{key}/{name}")
                else:
                    values[name] = None
                continue
        elif not isinstance(entry, Scalar):
            reading.findings.append(wrong_shape(name, "一个值", entry))
            entry = None
        elif spec.type is FieldType.TEXT and entry.kind == TEXT and (text := stripped(entry.text)):
            values[name] = text
            continue
        elif required and spec.required and not stripped(entry.text):
            reading.findings.append(
                kinds.MISSING_FIELD.at(entry.place, section=section.name, field=name)
            )
        if entry is None and required and spec.required and name not in entries:
            reading.findings.append(
                kinds.MISSING_FIELD.at(node.place, section=section.name, field=name)
            )
        values[name] = field_value(spec, entry, f"{key}/{name}", node, reading)
    return values


def field_value(
    spec: Field, entry: Scalar | None, key: str, node: Mapping, reading: Reading
) -> FieldValue:
    """The value of a field or of its default; a blank number is a blank Figure with its place."""
    place = entry.place if entry else node.place
    if spec.default and (entry is None or not stripped(entry.text)):
        entry = Scalar(spec.default, place)
    value = read_value(spec, entry, key, reading) if entry else None
    if value is None and spec.type in NUMBERS:
        return Figure(Blank.EMPTY, spec.unit, Read(place), key)
    return value


def _report_duplicates(section: Section, records: tuple[Record, ...], reading: Reading) -> None:
    if not section.identity:
        return
    first: dict[tuple[FieldValue, ...], Record] = {}
    for record in records:
        identity = tuple(record.values.get(name) for name in section.identity)
        if not any(identity):
            continue
        known = first.setdefault(identity, record)
        if known is not record:
            label = "、".join(shown(str(part)) for part in identity if part)
            reading.findings.append(
                kinds.DUPLICATE_RECORD.at(
                    record.place(section.identity[0]),
                    section=section.name,
                    label=label,
                    related=[known.place(section.identity[0])],
                )
            )


def _stated(records: tuple[Record, ...]) -> tuple[Claim, ...]:
    return tuple(
        Claim(record.text("名称"), amount, record.place("金额"), record.text("说明"))
        for record in records
        if record.text("名称") and isinstance(amount := record.values["金额"], Figure)
    )
