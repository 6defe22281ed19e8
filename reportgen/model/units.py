"""A department's year from its own data set and those of its units (部门预算 = 本级 + 所属单位).

Lines are put together with 单位 filled in; tables are put one below the other, or added up by their
主键 where they hold nothing but numbers. Files are read by `reportgen.pack.units`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.figure import Figure, total
from reportgen.frozen import frozen
from reportgen.model.fields import NUMBERS, FieldType, SectionKind
from reportgen.model.ledger import DIMENSIONS, BudgetLine, Ledger
from reportgen.model.unit_kinds import (
    IN_OWN_LINES,
    NO_DATA,
    NOT_LISTED,
    OWN_NAME,
    SAME_RECORD,
    UNIT_TWICE,
)
from reportgen.model.values import nearest, shown, stripped
from reportgen.model.year import Record
from reportgen.sources.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.model.fields import Section
    from reportgen.model.values import FieldValue
    from reportgen.model.year import DepartmentYear
    from reportgen.place import Place
    from reportgen.sources.tree import Node

UNITS: Final = "下属"
"""The section that lists the data sets of the units."""
LISTED: Final = "单位"
"""The section that lists the units by name, and the field of a line or record that names one."""
OWN: Final = "本级"
_OWN_TABLES: Final = frozenset({UNITS, LISTED})
_COMMENTS: Final = frozenset({"增减原因", "上年数", "声明数"})
"""What is said of the whole department: the units' own stay with the units."""


@frozen
class Unit:
    """A unit that was read: its name in the department, its year, and where it is listed."""

    name: str
    year: DepartmentYear
    place: Place


def with_unit_rows(tree: Mapping) -> Mapping:
    """The tree with 下属 as a table where it is a list of paths: `下属: [./lgb-2024.yaml]`."""
    node = tree.entries.get(UNITS)
    items: list[Node]
    if isinstance(node, Scalar) and stripped(node.text):
        items = [node]
    elif isinstance(node, Sequence) and any(isinstance(item, Scalar) for item in node.items):
        items = node.items
    else:
        return tree
    rows: list[Node] = [
        Mapping({"数据": item}, {"数据": item.place}, item.place)
        if isinstance(item, Scalar)
        else item
        for item in items
    ]
    place = node.place
    return Mapping({**tree.entries, UNITS: Sequence(rows, place)}, tree.key_places, tree.place)


def own_part(department: DepartmentYear, units: list[Unit]) -> tuple[DepartmentYear, list[Finding]]:
    """What is the department's own (本级): lines without a 单位 get its name."""
    name = _own_name(department, units)
    findings: list[Finding] = []
    blank = [line for line in department.expenditure.lines if not line.unit]
    if blank and len(_listed(department)) > 1 and name not in _listed(department):
        findings.append(
            OWN_NAME.at(department.department.place("名称"), count=len(blank), name=name)
        )
    others = {unit.name: unit for unit in units}
    ledgers = []
    for section, ledger in (
        ("支出明细", department.expenditure),
        ("收入明细", department.income),
    ):
        lines = [line if line.unit else _of_unit(section, line, name) for line in ledger.lines]
        findings += _report_own(section, lines, others)
        kept = tuple(line for line in lines if line.unit not in others)
        ledgers.append(replace(ledger, lines=kept))
    return replace(department, expenditure=ledgers[0], income=ledgers[1]), findings


def merge_units(own: DepartmentYear, units: list[Unit]) -> tuple[DepartmentYear, list[Finding]]:
    """The whole department: its own part and each unit once."""
    findings: list[Finding] = []
    expenditure = [own.expenditure]
    income = [own.income]
    for unit in units:
        expenditure.append(_filled(unit.year.expenditure, "支出明细", unit.name))
        income.append(_filled(unit.year.income, "收入明细", unit.name))
    tables = dict(own.tables)
    for name, section in own.contract.sections.items():
        if section.kind is SectionKind.TABLE and name not in _OWN_TABLES | _COMMENTS:
            parts = [(OWN, own.tables.get(name, ()))]
            parts += [(u.name, _named(u.year.tables.get(name, ()), u.name)) for u in units]
            if any(records for _, records in parts[1:]):
                tables[name] = _table(section, parts, findings)
    if not tables.get(LISTED):
        tables[LISTED] = _listing(own, units)
    else:
        findings += _report_listing(own, units)
    merged = replace(
        own,
        expenditure=_joined(expenditure),
        income=_joined(income),
        tables=tables,
    )
    return merged, findings


def once(units: list[Unit]) -> tuple[list[Unit], list[Finding]]:
    """Each unit once: one that is listed twice would be counted twice."""
    found: dict[str, Unit] = {}
    findings: list[Finding] = []
    for unit in units:
        first = found.setdefault(unit.name, unit)
        if first is not unit:
            findings.append(UNIT_TWICE.at(unit.place, name=unit.name, related=[first.place]))
    return list(found.values()), findings


def unit_name(department: DepartmentYear, given: str, year: DepartmentYear) -> str:
    """What a unit is called in the department: as 下属 says, else as 单位 lists it, else its own name."""
    if given:
        return given
    names = (year.name, year.department.text("全称"))
    listed = _listed(department)
    return next((name for name in names if name and name in listed), year.name)


def relabelled(tree: Mapping, label: str) -> Mapping:
    """The tree with its places in a file called `label`: units may have files of one name."""
    places: dict[int, dict[str, Place]] = {}

    def moved(node: Node) -> Node:
        place = node.place._replace(file=label)
        if isinstance(node, Scalar):
            return Scalar(node.text, place, node.kind, node.unit)
        if isinstance(node, Sequence):
            return Sequence([moved(item) for item in node.items], place)
        keys = places.get(id(node.key_places))
        if keys is None:
            keys = {name: p._replace(file=label) for name, p in node.key_places.items()}
            places[id(node.key_places)] = keys
        return Mapping({name: moved(item) for name, item in node.entries.items()}, keys, place)

    result = moved(tree)
    return result if isinstance(result, Mapping) else tree


def _listed(department: DepartmentYear) -> list[str]:
    return [record.text("名称") for record in department.tables.get(LISTED, ())]


def _own_name(department: DepartmentYear, units: list[Unit]) -> str:
    """The name in 单位 that is left for the department itself; else its own name with 本级."""
    names = {unit.name for unit in units}
    rest = [name for name in _listed(department) if name and name not in names]
    own = [name for name in rest if name.endswith(OWN)]
    if len(own) == 1:
        return own[0]
    if len(rest) == 1 and department.name in rest[0]:
        return rest[0]
    return next(
        (n for n in (department.name, department.department.text("全称")) if n in rest),
        f"{department.name}{OWN}",
    )


def _of_unit(section: str, line: BudgetLine, name: str) -> BudgetLine:
    values = {attribute: getattr(line, attribute) for attribute in DIMENSIONS.values()}
    values["unit"] = name
    key = f"{section}/{'/'.join(v for v in values.values() if v)}"
    _, hash_sign, number = line.amount.key.partition("#")
    return replace(line, unit=name, amount=line.amount.named(key + hash_sign + number))


def _filled(ledger: Ledger, section: str, name: str) -> Ledger:
    """The unit's lines under its name; a unit with units of its own keeps theirs apart."""
    lines = tuple(_of_unit(section, line, name) for line in ledger.lines)
    return replace(ledger, lines=lines)


def _joined(ledgers: list[Ledger]) -> Ledger:
    names: dict[str, dict[str, tuple[str, Place]]] = {}
    for ledger in ledgers:
        for dimension, named in (ledger.names or {}).items():
            known = names.setdefault(dimension, {})
            for code, name in named.items():
                known.setdefault(code, name)
    lines = tuple(line for ledger in ledgers for line in ledger.lines)
    return Ledger(ledgers[0].name, lines, names, ledgers[0].options)


def _report_own(section: str, lines: list[BudgetLine], units: dict[str, Unit]) -> list[Finding]:
    """Lines that the department holds for a unit whose data set is merged: counted once, told."""
    findings = []
    for name, unit in units.items():
        own = [line for line in lines if line.unit == name]
        if not own:
            continue
        ledger = unit.year.expenditure if section == "支出明细" else unit.year.income
        mine = total((line.amount for line in own), "本级")
        theirs = total((line.amount for line in ledger.lines), "单位")
        findings.append(
            IN_OWN_LINES.at(
                own[0].place,
                section=section,
                name=name,
                count=len(own),
                mine=f"{mine.number.normalize():f}元",
                theirs=f"{theirs.number.normalize():f}元",
                related=[unit.place],
            )
        )
    return findings


def _named(records: tuple[Record, ...], name: str) -> tuple[Record, ...]:
    """Records that have a field 单位 and leave it blank belong to the unit they come from."""
    return tuple(
        replace(record, values={**record.values, LISTED: name})
        if LISTED in record.section.by_name and not record.text(LISTED)
        else record
        for record in records
    )


def adds_up(section: Section) -> bool:
    """Whether records of several units with the same 主键 are added up: all else is numbers or 是否."""
    rest = [spec for spec in section.fields if spec.name not in section.identity]
    return bool(section.identity and rest) and all(
        spec.type in NUMBERS or spec.type is FieldType.FLAG for spec in rest
    )


def _table(
    section: Section, parts: list[tuple[str, tuple[Record, ...]]], findings: list[Finding]
) -> tuple[Record, ...]:
    if not section.identity:
        return tuple(record for _, records in parts for record in records)
    groups: dict[tuple[FieldValue, ...], list[tuple[str, Record]]] = {}
    for name, records in parts:
        for record in records:
            identity = tuple(record.values.get(field) for field in section.identity)
            groups.setdefault(identity, []).append((name, record))
    if adds_up(section):
        return tuple(_sum(section, [record for _, record in group]) for group in groups.values())
    for identity, group in groups.items():
        owners = list(dict.fromkeys(name for name, _ in group))
        if len(owners) > 1 and section.name == "项目":
            label = "、".join(shown(str(part)) for part in identity if part)
            findings.append(
                SAME_RECORD.at(
                    group[1][1].place(section.identity[0]),
                    section=section.name,
                    label=label,
                    names="、".join(owners),
                    related=[group[0][1].place(section.identity[0])],
                    key=f"{UNITS}/{section.name}/{label}",
                )
            )
    return tuple(record for _, records in parts for record in records)


def _sum(section: Section, records: list[Record]) -> Record:
    first = records[0]
    if len(records) == 1:
        return first
    values = dict(first.values)
    for spec in section.fields:
        figures = [v for r in records if isinstance(v := r.values.get(spec.name), Figure)]
        if spec.type in NUMBERS and figures:
            values[spec.name] = total(figures, figures[0].key, figures[0].unit)
    return replace(first, values=values)


def _listing(own: DepartmentYear, units: list[Unit]) -> tuple[Record, ...]:
    """The section 单位 where the department has none: what the units say of themselves."""
    section = own.contract.sections.get(LISTED)
    if section is None:
        return ()
    found: list[Record] = []
    for name, year, place in (
        (_own_name(own, units), None, own.department.place()),
        *((unit.name, unit.year, unit.place) for unit in units),
    ):
        told = [r for r in (year.tables.get(LISTED, ()) if year else ()) if r.text("名称") == name]
        blank: dict[str, FieldValue] = dict.fromkeys(section.by_name)
        node = Mapping({"名称": Scalar(name, place)}, {"名称": place}, place)
        found.append(told[0] if told else Record(section, {**blank, "名称": name}, node))
    return tuple(found)


def _report_listing(own: DepartmentYear, units: list[Unit]) -> list[Finding]:
    """Units that are listed and have no data, and units with data that are not listed."""
    listed = _listed(own)
    names = {unit.name for unit in units}
    there = {line.unit for ledger in (own.expenditure, own.income) for line in ledger.lines}
    there.add(_own_name(own, units))
    findings = [
        NO_DATA.at(record.place("名称"), name=shown(name), key=f"{UNITS}/{name}")
        for record in own.tables[LISTED]
        if (name := record.text("名称")) and name not in names | there
    ]
    findings += [
        NOT_LISTED.at(unit.place, name=shown(unit.name), nearest=nearest(unit.name, listed))
        for unit in units
        if unit.name not in listed
    ]
    return findings
