"""What a second import changed: rows added, rows dropped, amounts changed with old and new.

Rows are told apart by the identity of their section; amounts are compared in 元, so that another
money unit is no change.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from reportgen.model.fields import Field, FieldType, Section, SectionKind
from reportgen.model.ledger import DIMENSIONS
from reportgen.model.values import Reading, read_value, stripped
from reportgen.sources.amounts import parse_number
from reportgen.sources.tree import Mapping, Scalar, Sequence
from reportgen.studio.grid import money_unit
from reportgen.studio.importing.facts import in_unit, in_yuan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.fields import Contract
    from reportgen.place import Place
    from reportgen.sources.tree import Node


class Happened(Enum):
    """What became of a row."""

    ADDED = "新增"
    DROPPED = "去掉"
    CHANGED = "改变"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: section, the row's names, the field, old and new as printed, both places."""

    section: str
    label: str
    happened: Happened
    field: str = ""
    old: str = ""
    new: str = ""
    old_place: Place | None = None
    new_place: Place | None = None

    def as_dict(self) -> dict[str, str]:
        """As it is written to JSON."""
        return {
            "节": self.section,
            "行": self.label,
            "变化": self.happened.value,
            "栏": self.field,
            "原": self.old,
            "新": self.new,
            "原位置": str(self.old_place or ""),
            "新位置": str(self.new_place or ""),
        }


@dataclass(slots=True)
class _Row:
    """A row with its values as they are compared."""

    node: Mapping
    identity: tuple[str, ...]
    values: dict[str, str]


def changes(old: Mapping, new: Mapping, contract: Contract, names: Iterable[str]) -> list[Change]:
    """The differences of the sections named, in the order of the new data set, dropped rows last."""
    found: list[Change] = []
    for name in names:
        section = contract.sections.get(name)
        if section is not None and section.kind is SectionKind.TABLE:
            before = _rows(section, old.entries.get(name), money_unit(old, contract))
            after = _rows(section, new.entries.get(name), money_unit(new, contract))
            found += _compare(section, before, after)
    return found


def _compare(section: Section, before: list[_Row], after: list[_Row]) -> list[Change]:
    waiting: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for row in before:
        waiting[row.identity].append(row)
    found: list[Change] = []
    for row in after:
        same = waiting.get(row.identity)
        if not same:
            found.append(
                Change(
                    section.name,
                    _label(row),
                    Happened.ADDED,
                    new=_shown_amounts(section, row),
                    new_place=row.node.place,
                )
            )
            continue
        earlier = next((r for r in same if r.values == row.values), same[0])
        same.remove(earlier)
        found += _fields(section, earlier, row)
    for rest in waiting.values():
        found += [
            Change(
                section.name,
                _label(row),
                Happened.DROPPED,
                old=_shown_amounts(section, row),
                old_place=row.node.place,
            )
            for row in rest
        ]
    return found


def _fields(section: Section, old: _Row, new: _Row) -> list[Change]:
    found = []
    for spec in section.fields:
        before, after = old.values.get(spec.name, ""), new.values.get(spec.name, "")
        if before == after or spec.name in {"假定", "说明"} or spec.name.endswith("名称"):
            continue
        found.append(
            Change(
                section.name,
                _label(new),
                Happened.CHANGED,
                spec.name,
                _printed(spec, before),
                _printed(spec, after),
                _place(old, spec.name),
                _place(new, spec.name),
            )
        )
    return found


def _rows(section: Section, node: Node | None, unit: str) -> list[_Row]:
    rows = []
    for item in node.items if isinstance(node, Sequence) else ():
        if not isinstance(item, Mapping):
            continue
        values = {}
        for spec in section.fields:
            entry = item.entries.get(spec.name)
            scalar = entry if isinstance(entry, Scalar) else None
            values[spec.name] = _comparable(spec, scalar, unit)
        identity = section.identity or tuple(
            spec.name for spec in section.fields if spec.type is not FieldType.AMOUNT
        )
        rows.append(_Row(item, tuple(values.get(name, "") for name in identity), values))
    return rows


def _comparable(spec: Field, entry: Scalar | None, unit: str) -> str:
    text = stripped(entry.text) if entry else ""
    if not text:
        return spec.default
    if spec.type is FieldType.AMOUNT and entry is not None:
        number = parse_number(text)
        if isinstance(number, Decimal):
            return f"{in_unit(in_yuan(number, entry.unit or unit), '元'):f}"
        return text
    if entry is not None and spec.type is FieldType.CODE:
        value = read_value(spec, entry, "", Reading())
        return value if isinstance(value, str) else text
    quantity = parse_number(text) if spec.type is FieldType.QUANTITY else None
    return f"{in_unit(quantity, '元'):f}" if isinstance(quantity, Decimal) else text


def _label(row: _Row) -> str:
    parts = [row.values[name] for name in row.values if name in DIMENSIONS and row.values[name]]
    return " ".join(parts) or " ".join(part for part in row.identity if part)


def _printed(spec: Field, text: str) -> str:
    return f"{text}元" if spec.type is FieldType.AMOUNT and text else text


def _shown_amounts(section: Section, row: _Row) -> str:
    shown = [
        _printed(spec, row.values[spec.name])
        for spec in section.fields
        if spec.type is FieldType.AMOUNT and row.values.get(spec.name)
    ]
    return "、".join(shown[:3])


def _place(row: _Row, name: str) -> Place:
    entry = row.node.entries.get(name)
    return entry.place if entry is not None else row.node.place
