"""What a new year's form takes over from last year's data set: words that stay, never figures.

Last year's figures are not copied: the new data set points at last year's file (上年), and they are
read from there.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.model.fields import FieldType, Section, SectionKind
from reportgen.model.projects import FUNDS, INDICATORS, TARGETS
from reportgen.model.reading import EXPLANATIONS
from reportgen.sources.tree import Mapping, Scalar, Sequence
from reportgen.studio import kinds

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.model.fields import Contract
    from reportgen.sources.tree import Node

_NAMES: Final = frozenset({FieldType.TEXT, FieldType.CODE, FieldType.OPTION, FieldType.FLAG})
_WORDS: Final = _NAMES | {FieldType.LONG_TEXT}
_OF_ITS_YEAR: Final = frozenset(
    {"收入明细", "支出明细", "上年数", "声明数", "下属", FUNDS.name, TARGETS.name, INDICATORS.name}
)
"""Sections that are made anew every year."""
_SET_ANEW: Final = frozenset({"年度", "上年"})
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=\s*年)")


def carried_over(last: Mapping, contract: Contract) -> tuple[dict[str, Node], list[Finding]]:
    """The sections of last year's tree that the new form begins with.

    Sections of words come whole. Of a table that also holds figures come the words that name its
    records (项目, 固定资产), where it has a 主键; figures, dates and long texts do not.
    """
    entries: dict[str, Node] = {}
    findings: list[Finding] = []
    for name, node in last.entries.items():
        section = contract.sections.get(name)
        if section is None:
            if name != EXPLANATIONS:
                findings.append(kinds.NOT_CARRIED.at(node.place, name=name))
            continue
        taken = _taken(section)
        if name in _OF_ITS_YEAR or not taken:
            continue
        carried, faults = _carried(section, node, taken)
        findings += faults
        if carried is not None:
            entries[name] = carried
    return entries, findings


def reference(last: Path, target: Path) -> str:
    """How the new data set names last year's: relative to its own folder, with / as separator."""
    try:
        path = Path(os.path.relpath(last.resolve(), target.resolve().parent)).as_posix()
    except ValueError:  # another drive of Windows
        return last.resolve().as_posix()
    return path if path.startswith("../") else f"./{path}"


def _taken(section: Section) -> frozenset[str]:
    """The fields that come over."""
    words_only = all(spec.type in _WORDS for spec in section.fields)
    if section.kind is SectionKind.RECORD or words_only:
        types = _WORDS
    else:
        types = _NAMES if section.identity else frozenset()
    names = {spec.name for spec in section.fields if spec.type in types}
    return frozenset(names - _SET_ANEW)


def _carried(
    section: Section, node: Node, taken: frozenset[str]
) -> tuple[Node | None, list[Finding]]:
    rows = [node] if isinstance(node, Mapping) else getattr(node, "items", [])
    findings: list[Finding] = []
    kept: list[Mapping] = []
    years: dict[str, tuple[Scalar, set[str]]] = {}
    unknown: dict[str, Node] = {}
    for row in rows:
        if not isinstance(row, Mapping):
            continue
        entries = {name: entry for name, entry in row.entries.items() if name in taken}
        kept.append(Mapping(entries, row.key_places, row.place))
        for name, entry in row.entries.items():
            if name not in section.by_name:
                unknown.setdefault(name, entry)
        for name, entry in entries.items():
            if isinstance(entry, Scalar) and (found := _YEAR.findall(entry.text)):
                years.setdefault(name, (entry, set()))[1].update(found)
    for name, entry in unknown.items():
        findings.append(kinds.NOT_CARRIED.at(entry.place, name=f"{section.name}/{name}"))
    for name, (entry, seen) in years.items():
        shown = "、".join(f"{year}年" for year in sorted(seen))
        findings.append(
            kinds.OLD_YEAR.at(entry.place, section=section.name, field=name, years=shown)
        )
    if section.kind is SectionKind.RECORD:
        return (kept[0] if kept else None), findings
    return Sequence(list(kept), node.place), findings
