"""Takes whole sheets from the new workbook into hers, and takes sheets out of hers.

A sheet brings along what belongs to it (drawings, pictures, charts, notes) and its cells' looks.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.merge.cell_writing import write_cell
from reportgen.merge.shifting import NEW
from reportgen.office.scan import Patch, elements
from reportgen.office.tree import Element, document

if TYPE_CHECKING:
    from reportgen.merge.book import Book, Cell, Sheet
    from reportgen.merge.shifting import Merge, Sheets
    from reportgen.merge.styles import StyleSheet
    from reportgen.office.parts import Parts

_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_NUMBERED: Final = re.compile(r"^(.*?)\d*(\.\w+)$")


def add_sheet(
    hers: Book, new: Book, sheet: Sheet, merge: Merge, sheets: Sheets, looks: tuple[StyleSheet, StyleSheet]
) -> tuple[Element, dict[tuple[int, int], Cell]]:  # fmt: skip
    """A sheet of the new workbook in hers: its entry for the list of sheets, and its cells."""
    own, other = looks
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in sheet.rows.items():
        element = sheet.elements[number]
        element.children = []
        if "s" in element.attributes:
            style = own.take(other, int(element.attributes["s"]))
            element.attributes["s"] = str(style)
        for column, cell in row.items():
            cell.style = own.take(other, cell.style)
            cell.formula = sheets.pieces(cell.formula, NEW, merge)
            cells[number, column] = cell
            element.children.append(write_cell(cell, f"{column_letters(column)}{number}"))
    widths = sheet.find("cols")
    for item in widths.elements() if widths is not None else ():
        if item.attributes.get("style", "0") != "0":
            item.attributes["style"] = str(own.take(other, int(item.attributes["style"])))
    _drop_dxf(sheet.root)
    part = hers.parts.free("xl/worksheets/sheetRg{}.xml")
    hers.parts.put(part, document(sheet.root))
    hers.parts.declare(part, _SHEET_TYPE)
    _copy_relations(hers.parts, new.parts, part, sheet.part, {sheet.part: part})
    identity = hers.parts.relate(hers.parts.main, "worksheet", part)
    listed = hers.workbook.find("sheets")
    known = [e.attributes.get("sheetId", "0") for e in listed.elements()] if listed else []
    free = max((int(n) for n in known if n.isdigit()), default=0) + 1
    entry = Element(
        "sheet",
        {
            "xmlns:r": hers.parts.namespace,
            "name": merge.title,
            "sheetId": str(free),
            "r:id": identity,
        },
    )
    sheet.part = part
    return entry, cells


def _drop_dxf(root: Element) -> None:
    """Conditional formats name looks of the other workbook's list, which hers has not."""
    root.children = [
        child
        for child in root.children
        if not (isinstance(child, Element) and child.tag == "conditionalFormatting")
    ]


def _copy_relations(
    mine: Parts, other: Parts, part: str, source: str, known: dict[str, str]
) -> None:
    """What a part of another package points at, copied with it under free names."""
    folder, _, file = source.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    if not other.has(rels):
        return
    data = other.content(rels)
    patch = Patch(data)
    for element in elements(data, "Relationship"):
        attributes = element.attributes
        if attributes.get("TargetMode") == "External":
            continue
        target = other.relations(source)[attributes["Id"]][1]
        if not other.has(target):
            continue
        if target not in known:
            found = _NUMBERED.match(target)
            name = mine.free(f"{found[1]}Rg{{}}{found[2]}" if found else f"{target}{{}}")
            known[target] = name
            mine.put(name, other.content(target))
            mine.declare(name, other.content_type(target))
            _copy_relations(mine, other, name, target, known)
        patch.set_attribute(element, "Target", f"/{known[target]}")
    folder, _, file = part.rpartition("/")
    mine.put(posixpath.join(folder, "_rels", f"{file}.rels"), patch.result())


def remove_sheet(hers: Book, sheet: Sheet) -> None:
    """A sheet of hers goes, with what only it points at."""
    for _, part in hers.parts.relations(sheet.part).values():
        used = sum(
            part == target
            for other in hers.sheets
            for _, target in hers.parts.relations(other.part).values()
        )
        if used == 1 and hers.parts.has(part):
            hers.parts.remove(part)
    identities = {i for i, (_, t) in hers.parts.relations(hers.parts.main).items() if t == sheet.part}  # fmt: skip
    hers.parts.unrelate(hers.parts.main, sheet.part)
    hers.parts.remove(sheet.part)
    listed = hers.workbook.find("sheets")
    if listed is not None:
        listed.children = [
            e
            for e in listed.elements()
            if not any(v in identities for k, v in e.attributes.items() if k.endswith(":id"))
        ]
