"""The bytes of a workbook with rows added to its sheet 说明, or with such a sheet.

All other parts, and all that stands in the sheet, stay byte for byte. It does not judge whether the
result reads well: the caller reads it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.checks.explanations import figures_text
from reportgen.model.reading import EXPLANATIONS
from reportgen.office.notes import Spot
from reportgen.office.package import read
from reportgen.office.parts import Parts
from reportgen.office.scan import Patch, ScanError, elements, escaped
from reportgen.sources.tree import Mapping, Sequence
from reportgen.sources.workbook import head_text, read_workbook
from reportgen.studio.annotate_sheet import read_sheet_part, spot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.checks.explanations import Explanation
    from reportgen.studio.annotate_sheet import SheetPart

HEADS: Final = ("问题", "键", "数", "说明")
_WIDTHS: Final = (10, 40, 40, 60)
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"


class _Every(set[int]):
    """Every row matters."""

    def __contains__(self, _row: object) -> bool:
        return True


def sheet_with(data: bytes, added: list[Explanation]) -> bytes:
    """The workbook with these explanations.

    Raises:
        PackageError, ScanError, KeyError, ValueError: it is written in a way that is not known.
    """
    parts = Parts(read(data))
    part = _part(parts)
    if part is None:
        _add_sheet(parts, added)
        return parts.to_bytes()
    content = parts.content(part)
    sheet = read_sheet_part(content, _Every())
    if sheet is None:
        raise ScanError("工作表“说明”读不出来")
    filled = (where.row for where, cell in sheet.cells.items() if cell.tail > cell.head_end)
    last = max(filled, default=0)
    columns = _columns(data) if last else {head: n for n, head in enumerate(HEADS, 1)}
    rows = {} if last else {1: {columns[head]: head for head in HEADS}}
    for number, item in enumerate(added, max(last, 1) + 1):
        rows[number] = {columns[h]: text for h, text in zip(HEADS, _texts(item), strict=True)}
    patch = Patch(content)
    known = dict(sheet.rows)
    for number, cells in rows.items():
        like = number if number in known else last
        text = _row(sheet.root.prefix, number, cells, _styles(sheet, like)).encode()
        behind = next((row for at, row in sheet.rows if at > number), None)
        if number in known:  # a row made ready for filling in
            patch.replace(known[number].start, known[number].end, text)
        elif behind is not None:
            patch.insert(behind.start, text)
    new = [number for number in rows if number > max(known, default=0)]
    patch.append(
        sheet.sheet_data,
        "".join(_row(sheet.root.prefix, n, rows[n], _styles(sheet, last)) for n in new).encode(),
    )
    for dimension in elements(content, "dimension"):
        reference = dimension.attributes.get("ref", "")
        first, _, end = reference.partition(":")
        corner = spot(end or first)
        if corner is not None:
            grown = Spot(max(last, 1) + len(added), max(corner.column, *columns.values()))
            patch.set_attribute(dimension, "ref", f"{first}:{grown.reference}")
    parts.put(part, patch.result())
    return parts.to_bytes()


def _part(parts: Parts) -> str | None:
    """The part of the sheet 说明; None where there is no such sheet."""
    relations = parts.relations(parts.main)
    for element in elements(parts.content(parts.main), "sheet"):
        named = element.attributes
        identity = next((v for k, v in named.items() if k.rpartition(":")[2] == "id"), "")
        kind, part = relations.get(identity, ("", ""))
        if kind == "worksheet" and head_text(named.get("name", "")) == EXPLANATIONS:
            return part
    return None


def _columns(data: bytes) -> dict[str, int]:
    """In which column of the sheet each head stands."""
    tree, _ = read_workbook(data, "", only=EXPLANATIONS)
    node = tree.entries.get(EXPLANATIONS) if tree else None
    rows = node.items if isinstance(node, Sequence) else []
    places = {}
    for row in rows:
        if isinstance(row, Mapping):
            places.update(row.key_places)
    found = {head: spot(places[head].cell) for head in HEADS if head in places}
    columns: dict[str, int] = {h: where.column for h, where in found.items() if where is not None}
    if len(columns) < len(HEADS):
        columns = _from_heads(data)
    return columns


def _from_heads(data: bytes) -> dict[str, int]:
    """The same of a sheet that has nothing below its heads."""
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True)
    try:
        title = next(t for t in book.sheetnames if head_text(t) == EXPLANATIONS)
        for row in book[title].iter_rows():
            heads = {head_text(str(cell.value)): cell.column for cell in row if cell.value}
            if set(HEADS) <= heads.keys():
                return {head: int(heads[head]) for head in HEADS}
    finally:
        book.close()
    raise ScanError("工作表“说明”没有“问题、键、数、说明”的表头")


def _texts(item: Explanation) -> tuple[str, ...]:
    return item.code, item.key, figures_text(item.figures), item.text


def _styles(sheet: SheetPart, like: int) -> dict[int, str]:
    """The styles of a row by column, so that a new row looks like it."""
    return {
        where.column: cell.attributes["s"]
        for where, cell in sheet.cells.items()
        if where.row == like and "s" in cell.attributes
    }


def _row(prefix: str, number: int, cells: dict[int, str], styles: dict[int, str]) -> str:
    p = prefix
    written = []
    for column, text in sorted(cells.items()):
        style = f' s="{styles[column]}"' if column in styles else ""
        written.append(
            f'<{p}c r="{Spot(number, column).reference}"{style} t="inlineStr">'
            f'<{p}is><{p}t xml:space="preserve">{escaped(text)}</{p}t></{p}is></{p}c>'
        )
    return f'<{p}row r="{number}">{"".join(written)}</{p}row>'


def _add_sheet(parts: Parts, added: Iterable[Explanation]) -> None:
    part = parts.free("xl/worksheets/reportgen-explanations{}.xml")
    rows = [_row("", 1, dict(enumerate(HEADS, 1)), {})]
    rows += [_row("", n, dict(enumerate(_texts(e), 1)), {}) for n, e in enumerate(added, 2)]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, 1)
    )
    main = _STRICT_MAIN if "purl.oclc.org" in parts.namespace else _MAIN
    parts.put(
        part,
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{main}"><cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>".encode(),
    )
    identity = parts.relate(parts.main, "worksheet", part)
    parts.declare(part, _TYPE)
    data = parts.content(parts.main)
    found = elements(data, "sheets", "sheet")
    group = next(e for e in found if e.name == "sheets")
    number = max(int(e.attributes.get("sheetId", "0")) for e in found if e.name == "sheet") + 1
    patch = Patch(data)
    patch.append(
        group,
        f'<{group.prefix}sheet xmlns:r="{parts.namespace}" name="{EXPLANATIONS}" '
        f'sheetId="{number}" r:id="{identity}"/>'.encode(),
    )
    parts.put(parts.main, patch.result())
