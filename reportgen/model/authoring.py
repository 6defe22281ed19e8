"""Gathers a department's authored texts: section 文字说明, files 文字/*.md, and last year's data set.

What may come from a file or from last year is not asked for while the data set is read
(`reading_contract`), only once all three have been looked at (`with_texts`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.model import kinds
from reportgen.model.fields import Contract, FieldType, Section, SectionKind
from reportgen.model.texts import Text, parse
from reportgen.model.values import nearest, stripped
from reportgen.sources.prose import text_files
from reportgen.sources.tree import Mapping, Scalar

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.place import Place

TEXTS: Final = "文字说明"
"""The section whose 长文本 fields are the authored texts."""


def reading_contract(contract: Contract) -> Contract:
    """The contract with nothing required that may stand elsewhere than in the data set."""
    return Contract({name: _lenient(section) for name, section in contract.sections.items()})


def _lenient(section: Section) -> Section:
    if section.name != TEXTS:
        return replace(section, required=False) if section.carried else section
    fields = tuple(replace(item, required=False) for item in section.fields)
    return replace(section, required=False, fields=fields)


def with_texts(
    year: DepartmentYear,
    tree: Mapping,
    contract: Contract,
    last: DepartmentYear | None,
    *,
    ask: bool = True,
) -> tuple[DepartmentYear, list[Finding]]:
    """The year with its texts and with what it takes over from last year, and every problem.

    A text or section marked 沿用 is taken from `last` where this year says nothing of it; each is
    told as a 提示. With `ask`, a required one that is nowhere is an 错误.
    """
    year = replace(year, contract=contract)
    findings: list[Finding] = []
    year.texts.update(_own_texts(year, findings))
    if last is not None:
        _carry_texts(year, last, findings)
        _carry_sections(year, tree, last, findings)
    if ask:
        _ask(year, tree, findings)
    return year, findings


def _own_texts(year: DepartmentYear, findings: list[Finding]) -> dict[str, Text]:
    """The texts of this year's data set and of the files beside it, by name."""
    section = year.contract.sections.get(TEXTS)
    names = (
        [item.name for item in section.fields if _is_text(section, item.name)] if section else []
    )
    found: dict[str, Text] = {}
    record = year.records.get(TEXTS)
    for name in names:
        entry = record.node.entries.get(name) if record else None
        if isinstance(entry, Scalar) and stripped(entry.text):
            found[name] = _parsed(name, entry, findings)
    files, faults = text_files(year.source)
    findings += faults
    for name, scalar in files:
        if name not in names:
            findings.append(
                kinds.UNKNOWN_TEXT.at(scalar.place, name=name, nearest=nearest(name, names))
            )
        elif name in found:
            findings.append(
                kinds.TEXT_TWICE.at(scalar.place, name=name, related=[found[name].place])
            )
        elif stripped(scalar.text):
            found[name] = _parsed(name, scalar, findings)
    return found


def _is_text(section: Section, name: str) -> bool:
    return section.by_name[name].type is FieldType.LONG_TEXT


def _parsed(name: str, scalar: Scalar, findings: list[Finding]) -> Text:
    text, faults = parse(name, scalar)
    findings += faults
    return text


def _carry_texts(year: DepartmentYear, last: DepartmentYear, findings: list[Finding]) -> None:
    section = year.contract.sections.get(TEXTS)
    for item in section.fields if section else ():
        text = last.texts.get(item.name)
        if item.carried and text is not None and item.name not in year.texts:
            year.texts[item.name] = replace(text, carried=True)
            findings.append(kinds.CARRIED.at(text.place, name=item.name, year=last.year))


def _carry_sections(
    year: DepartmentYear, tree: Mapping, last: DepartmentYear, findings: list[Finding]
) -> None:
    """Sections of basic information (单位 …) that this year's data set does not have at all."""
    for section in year.contract.sections.values():
        if not section.carried or section.name in tree.key_places:
            continue
        place: Place | None = None
        if section.kind is SectionKind.TABLE and last.tables.get(section.name):
            year.tables[section.name] = last.tables[section.name]
            place = last.tables[section.name][0].place()
        elif section.kind is SectionKind.RECORD and _filled(last.records.get(section.name)):
            year.records[section.name] = last.records[section.name]
            place = last.records[section.name].place()
        if place is not None:
            findings.append(kinds.CARRIED.at(place, name=section.name, year=last.year))


def _filled(record: Record | None) -> bool:
    return record is not None and any(
        isinstance(entry, Scalar) and stripped(entry.text) for entry in record.node.entries.values()
    )


def _ask(year: DepartmentYear, tree: Mapping, findings: list[Finding]) -> None:
    for section in year.contract.sections.values():
        if section.carried and section.required:
            there = year.tables.get(section.name) or _filled(year.records.get(section.name))
            if not there and section.name not in tree.key_places:
                findings.append(kinds.MISSING_SECTION.at(tree.place, section=section.name))
        if section.name != TEXTS:
            continue
        record = year.records.get(TEXTS)
        place = record.node.place if record else tree.place
        folder = f"{year.source.stem}/文字"
        findings.extend(
            kinds.MISSING_TEXT.at(place, name=item.name, folder=folder)
            for item in section.fields
            if item.required and item.name not in year.texts and _is_text(section, item.name)
        )
