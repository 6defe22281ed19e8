"""An Excel form as grids, and its plan carried out: only sheets, names and added styles change.

Rows move as Excel moves them: merges, formulas, names, conditional formats and validations follow.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, Final

from reportgen.cell_names import column_letters, column_number
from reportgen.office import package
from reportgen.render.excel.references import Area, Box, boxes, join_formula, split_formula
from reportgen.studio.starting.excel_styles import Styles, bordered
from reportgen.studio.starting.grid import Cell, Grid

if TYPE_CHECKING:
    from reportgen.render.excel.references import Piece
    from reportgen.studio.starting.grid import Plan

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGES: Final = ("sqref", "ref")
_MOST: Final = (500, 80)
"""Rows and columns of a form that are looked at."""
_CHAIN: Final = "xl/calcChain.xml"


def _parse(content: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _bytes(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class ExcelForm:
    """A form taken apart; `grids` are its visible sheets."""

    def __init__(self, data: bytes) -> None:
        self.members = {member.name: member for member in package.read(data)}
        if "xl/workbook.xml" not in self.members:
            raise package.PackageError("里面没有工作簿")
        self.book = _parse(self.members["xl/workbook.xml"].content)
        targets = {
            item.get("Id"): item.get("Target", "")
            for item in _parse(self.members["xl/_rels/workbook.xml.rels"].content)
        }
        self.strings = self._shared()
        styles = self.members.get("xl/styles.xml")
        self.drawn = bordered(styles.content) if styles else frozenset[str]()
        self.sheets: list[tuple[str, Any, Grid]] = []
        for sheet in self.book.iter(f"{_S}sheet"):
            target = targets.get(sheet.get(f"{_R}id"), "")
            part = target[1:] if target.startswith("/") else posixpath.join("xl", target)
            if part in self.members and "worksheets/" in part:
                root = _parse(self.members[part].content)
                grid = self._grid(root, sheet.get("name", ""))
                self.sheets.append((part, root, grid))
        self.grids = [grid for _, _, grid in self.sheets]

    def _shared(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.members:
            return []
        root = _parse(self.members["xl/sharedStrings.xml"].content)
        return [_plain(item) for item in root.iter(f"{_S}si")]

    def _grid(self, root: Any, title: str) -> Grid:
        texts: dict[tuple[int, int], str] = {}
        framed: set[tuple[int, int]] = set()
        formulas: set[tuple[int, int]] = set()
        height = width = 0
        for element in root.iter(f"{_S}c"):
            match = _REFERENCE.fullmatch(element.get("r", ""))
            if match is None:
                continue
            row, column = int(match[2]) - 1, column_number(match[1]) - 1
            if row >= _MOST[0] or column >= _MOST[1]:
                continue
            text = self._text(element)
            if text:
                texts[row, column] = text
            if element.get("s") in self.drawn:
                framed.add((row, column))
            if element.find(f"{_S}f") is not None:
                formulas.add((row, column))
            if text or element.get("s") in self.drawn:
                height, width = max(height, row + 1), max(width, column + 1)
        merged = [b for m in root.iter(f"{_S}mergeCell") for b in boxes(m.get("ref", ""))]
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        for box in merged:
            if box.bottom > _MOST[0] or box.right > _MOST[1]:
                continue
            row, column = box.top - 1, box.left - 1
            rows, columns = box.bottom - row, box.right - column
            height, width = max(height, box.bottom), max(width, box.right)
            taken |= {(r, c) for r in range(row, box.bottom) for c in range(column, box.right)}
            cells.append(self._cell(row, column, rows, columns, texts))
        cells += [
            self._cell(row, column, 1, 1, texts)
            for row in range(height)
            for column in range(width)
            if (row, column) not in taken
        ]
        for cell in cells:
            cell.framed = not framed or (cell.row, cell.column) in framed
            cell.formula = (cell.row, cell.column) in formulas
        return Grid(title, cells)

    @staticmethod
    def _cell(
        row: int, column: int, rows: int, columns: int, texts: dict[tuple[int, int], str]
    ) -> Cell:
        name = f"{column_letters(column + 1)}{row + 1}"
        return Cell(row, column, rows, columns, texts.get((row, column), ""), name, name)

    def _text(self, element: Any) -> str:
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return _plain(element)
        value = element.find(f"{_S}v")
        if value is None or not value.text:
            return ""
        if kind == "s":
            index = int(value.text)
            return self.strings[index] if index < len(self.strings) else ""
        return str(value.text)

    def finish(self) -> bytes:
        """The file with the plans of all grids carried out."""
        styles = Styles(self.members.get("xl/styles.xml"))
        moves = {grid.title: Moves(grid.plan, grid.height) for grid in self.grids}
        changed: dict[str, bytes] = {}
        touched = any(grid.plan.texts or grid.plan.loops for grid in self.grids)
        for part, root, grid in self.sheets:
            _set_texts(root, grid, styles)
            _move(root, grid, moves)
            if touched:
                changed[part] = _bytes(root)
        if touched:
            for name in self.book.iter(f"{_S}definedName"):
                name.text = _moved_formula(name.text or "", "", moves)
            changed["xl/workbook.xml"] = _bytes(self.book)
        if styles.added:
            changed["xl/styles.xml"] = styles.content()
        members = []
        for name, member in self.members.items():
            if name == _CHAIN and touched:
                continue  # it lists cells with formulas; Excel makes it anew
            content = changed.get(name)
            if name in {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"} and touched:
                content = _without_chain(member.content)
            members.append(member if content is None else package.Member(name, (content,)))
        return package.write(members)


def _plain(item: Any) -> str:
    """The text of a string, phonetic guides left out."""
    return "".join(t.text or "" for t in item.iter(f"{_S}t") if t.getparent().tag != f"{_S}rPh")


def _without_chain(content: bytes) -> bytes:
    if b"calcChain" not in content:
        return content
    root = _parse(content)
    for child in list(root):
        if "calcChain" in (child.get("PartName", "") + child.get("Target", "")):
            root.remove(child)
    return _bytes(root)


class Moves:
    """Where the rows of a sheet go; numbers are those of Excel, from 1."""

    def __init__(self, plan: Plan, height: int) -> None:
        self.rows: dict[int, int] = {}
        self.loops: list[tuple[int, int]] = []
        """The row that repeats as it was, and the number of its `endfor` row."""
        controls = {loop.row: len(loop.openings) for loop in plan.loops}
        at = 0
        for row in range(height):
            if row in plan.removed:
                continue
            at += 1 + controls.get(row, 0)
            self.rows[row + 1] = at
            if row in controls:
                at += controls[row]
                self.loops.append((row + 1, at))
        self._shift = at - height
        self._last = height

    @property
    def is_idle(self) -> bool:
        return not self.loops and not self._shift

    def row(self, number: int) -> int:
        """Where a row goes; of a removed one, the nearest kept row above."""
        if number > self._last:
            return number + self._shift
        while number > 0 and number not in self.rows:
            number -= 1
        return self.rows.get(number, 1)

    def span(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Where rows from … to go; None where none of them is left."""
        kept = [n for n in range(top, min(bottom, self._last) + 1) if n in self.rows]
        if not kept and bottom <= self._last:
            return None
        first = self.rows[kept[0]] if kept else top + self._shift
        last = self.rows[kept[-1]] if bottom <= self._last else bottom + self._shift
        return first, last


def _set_texts(root: Any, grid: Grid, styles: Styles) -> None:
    data = root.find(f"{_S}sheetData")
    rows = {int(row.get("r", "0")): row for row in data.iter(f"{_S}row")}
    for cell, text in grid.plan.texts.items():
        element = _element(data, rows, cell.row + 1, cell.key)
        for child in list(element):
            element.remove(child)
        _fill(element, text)
        showing = grid.plan.showing.get(cell)
        if showing:
            element.set("s", str(styles.shown(int(element.get("s", "0")), showing)))


def _fill(element: Any, text: str) -> None:
    from lxml import etree

    element.set("t", "inlineStr")
    inner = etree.SubElement(etree.SubElement(element, f"{_S}is"), f"{_S}t")
    inner.text = text
    inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _element(data: Any, rows: dict[int, Any], number: int, reference: str) -> Any:
    """The element of a cell; made where the file has none."""
    from lxml import etree

    row = rows.get(number)
    if row is None:
        row = etree.Element(f"{_S}row")
        row.set("r", str(number))
        after = [n for n in rows if n < number]
        data.insert(data.index(rows[max(after)]) + 1 if after else 0, row)
        rows[number] = row
    column = column_number(_letters(reference))
    for index, element in enumerate(row):
        own = column_number(_letters(element.get("r", "")))
        if own == column:
            return element
        if own > column:
            made = etree.Element(f"{_S}c")
            row.insert(index, made)
            break
    else:
        made = etree.SubElement(row, f"{_S}c")
    made.set("r", reference)
    return made


def _letters(reference: str) -> str:
    return reference.rstrip("0123456789")


def _move(root: Any, grid: Grid, moves: dict[str, Moves]) -> None:
    own = moves[grid.title]
    for formula in root.iter(f"{_S}f", f"{_S}formula", f"{_S}formula1", f"{_S}formula2"):
        formula.text = _moved_formula(formula.text or "", grid.title, moves) or None
    if own.is_idle:
        return
    data = root.find(f"{_S}sheetData")
    _move_rows(data, grid, own)
    for merge in list(root.iter(f"{_S}mergeCell")):
        box = _moved_merge(boxes(merge.get("ref", ""))[0], own)
        if box is None:
            merge.getparent().remove(merge)
        else:
            merge.set("ref", box.spelt())
    merges = root.find(f"{_S}mergeCells")
    if merges is not None:
        merges.set("count", str(len(merges)))
        if not len(merges):
            root.remove(merges)
    for element in root.iter():
        if element.tag in {f"{_S}mergeCell", f"{_S}row", f"{_S}c"}:
            continue
        for name in _RANGES:
            if (text := element.get(name)) is not None and element.tag != f"{_S}tablePart":
                element.set(name, _moved_ranges(text, own))
    for element in root.iter(f"{_S}selection", f"{_S}pane"):
        element.attrib.pop("activeCell", None)
        element.attrib.pop("sqref", None)
    for element in root.iter(f"{_S}brk"):
        if element.getparent().tag == f"{_S}rowBreaks":
            element.set("id", str(own.row(int(element.get("id", "0")))))


def _move_rows(data: Any, grid: Grid, own: Moves) -> None:
    from lxml import etree

    loops = {loop.row + 1: loop for loop in grid.plan.loops}
    for row in list(data):
        number = int(row.get("r", "0"))
        if number - 1 in grid.plan.removed:
            data.remove(row)
            continue
        target = own.row(number)
        row.set("r", str(target))
        for cell in row:
            cell.set("r", f"{_letters(cell.get('r', ''))}{target}")
        loop = loops.get(number)
        if loop is not None:
            depth = len(loop.openings)
            before = [(target - depth + n, text, 0) for n, text in enumerate(loop.openings)]
            after = [(target + 1 + n, "{%tr endfor %}", 1 + n) for n in range(depth)]
            for at, text, place in before + after:
                control = etree.Element(f"{_S}row")
                control.set("r", str(at))
                cell = etree.SubElement(control, f"{_S}c")
                cell.set("r", f"{column_letters(loop.column + 1)}{at}")
                _fill(cell, text)
                data.insert(data.index(row) + place, control)


def _moved_merge(box: Box, own: Moves) -> Box | None:
    """A merge after the rows moved: one that begins above a loop reaches to its `endfor` row."""
    span = own.span(box.top, box.bottom)
    if span is None:
        return None
    top, bottom = span
    for row, end in own.loops:
        if box.top == row < box.bottom:
            bottom = top  # merged over rows that are gone: `{% vm %}` does it now
        elif box.top < row <= box.bottom:
            bottom = max(bottom, end)
    moved = Box(box.left, top, box.right, bottom)
    return None if moved[:2] == moved[2:] else moved


def _moved_ranges(text: str, own: Moves) -> str:
    found = []
    for box in boxes(text):
        span = own.span(box.top, box.bottom) if box.top else (0, 0)
        if span is not None:
            found.append(Box(box.left, span[0], box.right, span[1]).spelt())
    return " ".join(found) or text


def _moved_formula(formula: str, sheet: str, moves: dict[str, Moves]) -> str:
    pieces: list[Piece] = []
    for piece in split_formula(formula):
        own = moves.get(piece.title or sheet) if isinstance(piece, Area) else None
        if isinstance(piece, Area) and own is not None and not own.is_idle and piece.top.number:
            top, bottom = own.span(piece.top.number, piece.bottom.number) or (
                own.row(piece.top.number),
                own.row(piece.bottom.number),
            )
            pieces.append(piece.moved(Box(piece.left.number, top, piece.right.number, bottom)))
        else:
            pieces.append(piece)
    return join_formula(pieces)
