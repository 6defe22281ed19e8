"""Keeps what a clerk added by hand to imported rows when the same rows are imported again.

A row is the same where all that the new export says of it was said before and its amount has not
changed, and only one row is so.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.model.fields import FieldType, SectionKind
from reportgen.model.values import stripped
from reportgen.sources.amounts import parse_number
from reportgen.sources.tree import Mapping, Scalar, Sequence
from reportgen.studio.grid import money_unit
from reportgen.studio.importing import kinds
from reportgen.studio.importing.facts import LEDGERS, in_yuan

USUAL_STAGE = "年初"

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.model.fields import Contract
    from reportgen.sources.tree import Node


def with_hand_fields(
    old: Mapping, new: Mapping, contract: Contract
) -> tuple[Mapping, list[Finding]]:
    """The new data set with the fields of the old one's rows that the export knows nothing of."""
    entries = dict(new.entries)
    findings: list[Finding] = []
    for name in LEDGERS:
        before, after = old.entries.get(name), entries.get(name)
        section = contract.sections.get(name)
        if section is None or section.kind is not SectionKind.TABLE:
            continue
        if not isinstance(before, Sequence) or not isinstance(after, Sequence):
            continue
        known = {field for item in after.items for field in _filled(item)}
        extra = [
            spec.name
            for spec in section.fields
            if spec.name not in known and spec.type is not FieldType.AMOUNT
        ]
        units = (money_unit(old, contract), money_unit(new, contract))
        items, kept, fields = _keep(before.items, after.items, extra, units)
        if kept:
            entries[name] = Sequence(items, after.place)
            findings.append(
                kinds.KEPT_FIELDS.at(
                    before.place, section=name, count=kept, fields="、".join(fields)
                )
            )
    return Mapping(entries, new.key_places, new.place), findings


def with_other_stages(old: Mapping, new: Mapping) -> Mapping:
    """The new data set with the old one's lines of the stages that the export says nothing of.

    Final accounts (执行) that are imported into a budget (年初) stand beside it, and a budget beside
    what was imported of its execution.
    """
    entries = dict(new.entries)
    for name in LEDGERS:
        before, after = old.entries.get(name), entries.get(name)
        if not isinstance(before, Sequence) or not isinstance(after, Sequence):
            continue
        told = stages_of(new)
        kept = [item for item in before.items if _stage(item) not in told]
        entries[name] = Sequence([*kept, *after.items], after.place)
    return Mapping(entries, new.key_places, new.place)


def stages_of(tree: Mapping) -> set[str]:
    """The stages that the lines of a data set are of."""
    ledgers = (tree.entries.get(name) for name in LEDGERS)
    return {_stage(item) for node in ledgers if isinstance(node, Sequence) for item in node.items}


def _stage(item: Node) -> str:
    entry = item.entries.get("阶段") if isinstance(item, Mapping) else None
    return (stripped(entry.text) if isinstance(entry, Scalar) else "") or USUAL_STAGE


def _keep(
    before: list[Node], after: list[Node], extra: list[str], units: tuple[str, str]
) -> tuple[list[Node], int, list[str]]:
    by_key: dict[tuple[str, ...], list[Mapping]] = defaultdict(list)
    compared = sorted({field for item in after for field in _filled(item)} - {"金额", "假定"})
    for item in before:
        if isinstance(item, Mapping):
            by_key[_key(item, compared, units[0])].append(item)
    new_keys = defaultdict(int)  # type: ignore[var-annotated]
    for item in after:
        if isinstance(item, Mapping):
            new_keys[_key(item, compared, units[1])] += 1
    items: list[Node] = []
    kept = 0
    fields: dict[str, None] = {}
    for item in after:
        if not isinstance(item, Mapping):
            items.append(item)
            continue
        key = _key(item, compared, units[1])
        same = by_key.get(key, [])
        added = {
            name: entry
            for name in extra
            if len(same) == 1 == new_keys[key]
            and isinstance(entry := same[0].entries.get(name), Scalar)
            and stripped(entry.text)
        }
        if added:
            kept += 1
            fields.update(dict.fromkeys(added))
            places = {name: entry.place for name, entry in added.items()}
            item = Mapping({**item.entries, **added}, {**item.key_places, **places}, item.place)  # noqa: PLW2901
        items.append(item)
    return items, kept, list(fields)


def _filled(item: Node) -> list[str]:
    if not isinstance(item, Mapping):
        return []
    return [n for n, e in item.entries.items() if isinstance(e, Scalar) and stripped(e.text)]


def _key(item: Mapping, compared: list[str], unit: str) -> tuple[str, ...]:
    texts = []
    for name in compared:
        entry = item.entries.get(name)
        texts.append(stripped(entry.text) if isinstance(entry, Scalar) else "")
    entry = item.entries.get("金额")
    amount = ""
    if isinstance(entry, Scalar):
        number = parse_number(stripped(entry.text))
        if isinstance(number, Decimal):
            amount = f"{in_yuan(number, entry.unit or unit).normalize():f}"
    return (*texts, amount)
