"""What in an Excel template will cause trouble although it can be printed; sums: `sums`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.office import tree
from reportgen.render.excel import tags
from reportgen.render.excel.references import boxes, split_formula
from reportgen.render.excel.rows import control_place
from reportgen.render.excel.template import shown
from reportgen.studio import format_check_kinds as kinds
from reportgen.studio.format_check.units import clash, is_rate, money_unit, noted_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.finding import Finding
    from reportgen.language.printing import NumberFormat
    from reportgen.office.tree import Element
    from reportgen.place import Place
    from reportgen.render.excel.references import Box
    from reportgen.render.excel.template import Cell, Row
    from reportgen.render.excel.workbook import Workbook
    from reportgen.studio.format_check.excel_names import ExcelSheet

_QUOTED: Final = re.compile(r'"[^"]*"|\\.')
_SHARES: Final = {"9": "0%", "10": "0.00%"}
_BY_TEXT: Final = re.compile(r"(?<![\w.])(INDIRECT|OFFSET|ADDRESS)\s*\(", re.IGNORECASE)


def lint_excel(
    book: Workbook, sheets: list[ExcelSheet], numbers: Mapping[str, NumberFormat]
) -> list[Finding]:
    """What is found, sheet by sheet."""
    findings = _names(book, sheets)
    states = _states(book)
    shares = _shares(book)
    for item in sheets:
        findings += _merges(item)
        findings += _percentages(item, numbers, shares)
        findings += _units(item, numbers)
        findings += _formulas(item)
        findings += _hidden(item, states.get(item.sheet.title, ""))
        findings += _print_area(book, item)
        findings += _empty_loops(item)
    return list(dict.fromkeys(findings))


def place_of(item: ExcelSheet, row: Row, cell: Cell, tag: str = "") -> Place:
    """A cell of the template."""
    return item.problems.place(item.sheet.title, f"{column_letters(cell.column)}{row.number}", tag)


def tagged(item: ExcelSheet) -> Iterator[tuple[Row, Cell]]:
    """The cells that print something."""
    for row in item.body.rows:
        for cell in row.cells:
            if cell.kind in {"value", "text"}:
                yield row, cell


def merged(item: ExcelSheet) -> list[Box]:
    """The merged cells of a sheet."""
    return [
        box
        for element in item.sheet.tail
        if element.tag == "mergeCells"
        for child in element.elements()
        for box in boxes(child.attributes.get("ref", ""))
    ]


def _merges(item: ExcelSheet) -> list[Finding]:
    findings = []
    areas = merged(item)
    for row, cell in tagged(item):
        for box in areas:
            inside = box.left <= cell.column <= box.right and box.top <= row.number <= box.bottom
            if inside and (cell.column, row.number) != (box.left, box.top):
                place = place_of(item, row, cell, cell.typed)
                findings.append(
                    kinds.COVERED_TAG.at(place, cell=place.cell, merge=box.spelt(), tag=cell.typed)
                )
    return findings


def _units(item: ExcelSheet, numbers: Mapping[str, NumberFormat]) -> list[Finding]:
    findings = []
    note = ""
    for row in item.body.rows:
        for cell in row.cells:
            if cell.kind == "static" and isinstance(cell.value, str):
                note = noted_unit(cell.value) or note
            if cell.kind not in {"value", "text"}:
                continue
            pieces = _scanned(cell)
            for at, piece in enumerate(pieces):
                after = pieces[at + 1] if at + 1 < len(pieces) else None
                body = piece.body if piece.kind == "value" else ""
                found = clash(body, after.body if after and after.kind == "text" else "", numbers)
                if found:
                    printed, unit = found
                    findings.append(
                        kinds.UNIT_BESIDE.at(
                            place_of(item, row, cell, cell.typed),
                            where=f"“{piece.typed}”",
                            printed=printed,
                            typed=unit,
                        )
                    )
            unit = money_unit(pieces[0].body, numbers) if cell.kind == "value" and pieces else ""
            if note and unit and unit != note:
                place = place_of(item, row, cell, cell.typed)
                findings.append(kinds.UNIT_OF_SHEET.at(place, note=note, printed=unit))
    return findings


def _shares(book: Workbook) -> dict[str, str]:
    """The styles, as cells name them, whose number format multiplies by 100; with that format."""
    part = next((name for name in book.fixed if name.endswith("styles.xml")), "")
    root = tree.parse(book.fixed[part].content) if part else None
    listed = root.find("cellXfs") if root is not None else None
    if root is None or listed is None:
        return {}
    own = root.find("numFmts")
    codes = {
        item.attributes.get("numFmtId", ""): item.attributes.get("formatCode", "")
        for item in (own.elements() if own is not None else ())
    }
    codes = {n: c for n, c in codes.items() if "%" in _QUOTED.sub("", c)} | _SHARES
    return {
        f' s="{number}"': codes[kind]
        for number, item in enumerate(listed.elements())
        if (kind := item.attributes.get("numFmtId", "")) in codes
    }


def _percentages(
    item: ExcelSheet, numbers: Mapping[str, NumberFormat], shares: dict[str, str]
) -> list[Finding]:
    findings = []
    for row, cell in tagged(item):
        form = next((shares[style] for style in shares if style in cell.style), "")
        pieces = _scanned(cell) if form and cell.kind == "value" else []
        if pieces and is_rate(pieces[0].body, numbers):
            place = place_of(item, row, cell, cell.typed)
            findings.append(kinds.PERCENT_CELL.at(place, tag=cell.typed, form=form))
    return findings


def _scanned(cell: Cell) -> list[tags.Tag]:
    try:
        return [tag for tag in tags.scan(cell.typed) if tag.kind in {"value", "text"}]
    except tags.TagError:
        return []


def _formulas(item: ExcelSheet) -> list[Finding]:
    findings = []
    moves = bool(item.body.loops) or bool(item.loops)
    for row in item.body.rows:
        for cell in row.cells:
            found = _BY_TEXT.search(cell.typed) if cell.kind == "formula" and moves else None
            if found:
                place = place_of(item, row, cell, cell.typed)
                name = found[1].upper()
                findings.append(kinds.BY_TEXT.at(place, formula=cell.typed, name=name))
    return findings


def _names(book: Workbook, sheets: list[ExcelSheet]) -> list[Finding]:
    """Defined names that lead nowhere."""
    findings = []
    listed = book.root.find("definedNames")
    titles = _states(book)
    for element in listed.elements() if listed is not None else ():
        target = element.text()
        missing = [
            piece.title
            for piece in split_formula(target)
            if not isinstance(piece, str) and piece.sheet and piece.title not in titles
        ]
        if "#REF!" in target or missing:
            name = element.attributes.get("name", "")
            place = sheets[0].problems.place() if sheets else None
            findings.append(kinds.BROKEN_NAME.at(place, name=name, target=target))
    return findings


def _states(book: Workbook) -> dict[str, str]:
    """The sheets by title, with their state: empty, hidden or veryHidden."""
    listed = book.root.find("sheets")
    return {
        item.attributes.get("name", ""): item.attributes.get("state", "")
        for item in (listed.elements() if listed is not None else ())
    }


def _hidden(item: ExcelSheet, state: str) -> list[Finding]:
    hidden = _hidden_columns(item.sheet.head)
    findings = []
    for row, cell in tagged(item):
        what = ""
        if state in {"hidden", "veryHidden"}:
            what = "工作表"
        elif ' hidden="1"' in row.attributes or ' hidden="true"' in row.attributes:
            what = "行"
        elif any(low <= cell.column <= high for low, high in hidden):
            what = "列"
        if what:
            place = place_of(item, row, cell, cell.typed)
            findings.append(kinds.HIDDEN_TAG.at(place, tag=cell.typed, what=what))
            if what == "工作表":
                break
    return findings


def _hidden_columns(head: list[Element]) -> list[tuple[int, int]]:
    return [
        (int(item.attributes["min"]), int(item.attributes["max"]))
        for element in head
        if element.tag == "cols"
        for item in element.elements()
        if item.attributes.get("hidden") in {"1", "true"}
    ]


def _print_area(book: Workbook, item: ExcelSheet) -> list[Finding]:
    titles = list(_states(book))
    listed = book.root.find("definedNames")
    areas: list[Box] = []
    for element in listed.elements() if listed is not None else ():
        index = element.attributes.get("localSheetId", "")
        own = index.isdigit() and int(index) < len(titles)
        if (
            element.attributes.get("name") == "_xlnm.Print_Area"
            and own
            and titles[int(index)] == item.sheet.title
        ):
            for part in element.text().split(","):
                areas += boxes(part.rpartition("!")[2])
    if not areas:
        return []
    findings = []
    for row, cell in tagged(item):
        if not any(
            (not box.left or box.left <= cell.column <= box.right)
            and (not box.top or box.top <= row.number <= box.bottom)
            for box in areas
        ):
            place = place_of(item, row, cell, cell.typed)
            area = "、".join(box.spelt() for box in areas)
            findings.append(
                kinds.OUTSIDE_PRINT.at(place, cell=place.cell, tag=cell.typed, area=area)
            )
    return findings


def _empty_loops(item: ExcelSheet) -> list[Finding]:
    findings = []
    for step, following in zip(item.body.steps, item.body.steps[1:], strict=False):
        if isinstance(step, int) or isinstance(following, int):
            continue
        if step[0].keyword == "for" and following[0].keyword == "endfor":
            place = control_place(item.problems, item.sheet, step[0])
            findings.append(kinds.EMPTY_LOOP.at(place, tag=step[0].typed))
    return findings


def label(row: Row) -> str:
    """What a reader sees at the left of a row: its first fixed text."""
    return next((shown(cell) for cell in row.cells if isinstance(cell.value, str)), "")
