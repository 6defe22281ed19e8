"""The whole import: an export and a mapping file in, the text of a data set and its changes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.formats import load
from reportgen.formats.library import GENERAL
from reportgen.model.reading import region_and_year
from reportgen.model.values import stripped
from reportgen.place import Place
from reportgen.sources import read
from reportgen.sources.tree import Mapping, Scalar, Sequence
from reportgen.studio.importing import kinds
from reportgen.studio.importing.assemble import Header, import_workbook
from reportgen.studio.importing.changes import Change, changes
from reportgen.studio.importing.keeping import with_hand_fields
from reportgen.studio.importing.loading import general_mapping, load_mapping
from reportgen.studio.importing.writing import CLAIMS, DEPARTMENT, into_text, merged, new_file

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Library


@dataclass(frozen=True, slots=True)
class Imported:
    """The data set as text, its sections, and what changed in the file it goes into."""

    text: str
    sections: tuple[str, ...]
    changes: tuple[Change, ...] = ()


def run_import(
    export: Path,
    library: Library,
    *,
    mapping_file: Path | None = None,
    into: Path | None = None,
    header: Header | None = None,
    format_id: str = "",
) -> tuple[Imported | None, list[Finding]]:
    """Reads an export and gives the text of the data set, merged into a file where one is named.

    None where nothing could be imported; nothing is written here.
    """
    findings: list[Finding] = []
    old: Mapping | None = None
    if into is not None:
        old, findings = read(into)
        if old is None:
            return None, findings
        if any(place.sheet for place in old.key_places.values()):
            return None, [kinds.NO_TARGET.at(Place(into.name), name=into.name)]
        header = _from_old(old, header or Header())
    header = header or Header()
    if not format_id:
        year = int(header.year) if header.year.isdecimal() else 0
        format_id, _ = library.choose(header.region, year)
    form, faults = load(library, format_id or GENERAL)
    findings += faults
    path = mapping_file or general_mapping(library, format_id) or general_mapping(library, GENERAL)
    if form is None or path is None:
        return None, findings
    mapping, faults = load_mapping(path, library)
    findings += faults
    if mapping is None:
        return None, findings
    tree, faults = import_workbook(export, mapping, form.contract, header)
    findings += faults
    if tree is None:
        return None, findings
    if old is not None and CLAIMS in old.entries and CLAIMS not in tree.entries:
        # Claims of the import before go with it, where this one has none.
        tree.entries[CLAIMS] = Sequence([], tree.place)
    names = [name for name in tree.entries if name != DEPARTMENT]
    if not names:
        findings.append(kinds.NO_FIGURES.at(Place(export.name), name=export.name))
    if old is None or into is None:
        text, faults = new_file(tree, form.contract, f"导入自 {export.name}")
        return Imported(text, tuple(names)), [*findings, *faults]
    tree, faults = with_hand_fields(old, tree, form.contract)
    findings += faults
    whole = merged(old, tree)
    text, faults = into_text(into.read_text("utf-8", "replace"), old, whole, names, form.contract)
    found = changes(old, whole, form.contract, names)
    return Imported(text, tuple(names), tuple(found)), [*findings, *faults]


def _from_old(old: Mapping, header: Header) -> Header:
    """What the existing data set says of the department, unless the caller says otherwise."""
    region, year = region_and_year(old)
    department = old.entries.get(DEPARTMENT)
    entry = department.entries.get("名称") if isinstance(department, Mapping) else None
    name = stripped(entry.text) if isinstance(entry, Scalar) else ""
    return Header(
        header.name or name, header.region or region, header.year or (str(year) if year else "")
    )
