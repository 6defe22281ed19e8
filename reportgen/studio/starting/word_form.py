"""A Word form as grids and paragraphs, and its plan carried out: only the body is written anew.

Texts are changed within their runs, so that fonts, underlines and tabs stay; every other part keeps
its bytes.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from reportgen.office import package
from reportgen.studio.starting.grid import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN: Final = "word/document.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_CAPTIONS: Final = 4
_FONT: Final = ("rFonts", "sz", "szCs")
_SIGNS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}


class WordForm:
    """A form taken apart; `paragraphs` are those outside tables, with their names, text boxes last."""

    def __init__(self, data: bytes) -> None:
        from lxml import etree

        self.members = package.read(data)
        content = next((m.content for m in self.members if m.name == MAIN), b"")
        if not content:
            raise package.PackageError("里面没有正文")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        self.root: Any = etree.fromstring(content, parser)
        self.revised = _accept_revisions(self.root)
        """Whether there were tracked changes: they are taken as accepted."""
        _open_placeholders(self.root)
        tables = [t for t in self.root.iter(f"{_W}tbl") if _outer(t)]
        self.grids = [
            _grid(table, f"表{n}", _captions(table)) for n, table in enumerate(tables, start=1)
        ]
        self._tables = tables
        outside = [p for p in self.root.iter(f"{_W}p") if not _inside(p)]
        self.paragraphs = [(f"第{n}段", p) for n, p in enumerate(outside, start=1)]
        self.paragraphs += _boxed(self.root)

    def text(self, paragraph: Any) -> str:
        """The text of a paragraph, tabs and line breaks included."""
        return "".join(text for _, text in _characters(paragraph))

    def set_text(self, paragraph: Any, text: str) -> None:
        """Changes the text where it differs; the rest keeps its runs."""
        _change(paragraph, text)

    def finish(self) -> bytes:
        """The file with the plans of all grids carried out."""
        from lxml import etree

        for table, grid in zip(self._tables, self.grids, strict=True):
            _carry_out(table, grid)
        content = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return package.write(
            package.Member(m.name, (content,)) if m.name == MAIN else m for m in self.members
        )


def _outer(table: Any) -> bool:
    return not any(True for _ in table.iterancestors(f"{_W}tbl", f"{_W}txbxContent"))


def _accept_revisions(root: Any) -> bool:
    """Takes in what is tracked as inserted and out what is tracked as deleted, as 接受 does."""
    gone = [f"{_W}{name}" for name in ("del", "moveFrom", "rPrChange", "pPrChange", "tcPrChange")]
    gone += [f"{_W}{name}" for name in ("tblPrChange", "trPrChange", "sectPrChange")]
    kept = [f"{_W}ins", f"{_W}moveTo"]
    found = list(root.iter(*gone, *kept))
    for element in found:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag in kept:
            for child in list(element):
                element.addprevious(child)
        parent.remove(element)
    return bool(found)


def _open_placeholders(root: Any) -> None:
    """Content controls that nobody filled in (单击此处输入文字) become plain empty places.

    A tag in such a control would stay grey, and be taken for a hint; one that holds a text is left.
    """
    for control in list(root.iter(f"{_W}sdt")):
        content = control.find(f"{_W}sdtContent")
        if content is None or _property(control, "sdtPr", "showingPlcHdr") is None:
            continue
        for run in list(content.iter(f"{_W}r")):
            if run.find(f"{_W}t") is not None:
                run.getparent().remove(run)
        for child in list(content):
            control.addprevious(child)
        control.getparent().remove(control)


def _boxed(root: Any) -> list[tuple[str, Any]]:
    """The paragraphs of text boxes; Word keeps a second copy of a box for older versions."""
    found: list[tuple[str, Any]] = []
    numbers: dict[bool, int] = {True: 0, False: 0}
    for box in root.iter(f"{_W}txbxContent"):
        older = any(True for _ in box.iterancestors(f"{_MC}Fallback"))
        numbers[older] += 1
        name = f"文本框{numbers[older]}"
        own = [p for p in box.iter(f"{_W}p") if next(p.iterancestors(f"{_W}txbxContent")) is box]
        found += [(f"{name} 第{n}段", p) for n, p in enumerate(own, start=1)]
    return found


def _inside(paragraph: Any) -> bool:
    return any(True for _ in paragraph.iterancestors(f"{_W}tc", f"{_W}txbxContent"))


def _rows(table: Any) -> list[Any]:
    return [row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]


def _own_cells(row: Any) -> list[Any]:
    return [tc for tc in row.iter(f"{_W}tc") if next(tc.iterancestors(f"{_W}tr")) is row]


def _property(element: Any, kind: str, name: str) -> Any:
    properties = element.find(f"{_W}{kind}")
    return None if properties is None else properties.find(f"{_W}{name}")


def _number(element: Any, default: int) -> int:
    value = "" if element is None else element.get(f"{_W}val", "")
    return int(value) if value.isdigit() else default


def _captions(table: Any) -> tuple[str, ...]:
    """The texts of the paragraphs before a table, the nearest first: title, number, line of the unit."""
    found: list[str] = []
    before = table.getprevious()
    while before is not None and before.tag == f"{_W}p" and len(found) < _CAPTIONS:
        text = "".join(character for _, character in _characters(before)).strip()
        found += [text] if text else []
        before = before.getprevious()
    return tuple(found)


def _grid(table: Any, title: str, captions: tuple[str, ...]) -> Grid:
    cells: list[Cell] = []
    above: dict[int, Cell] = {}
    for number, row in enumerate(_rows(table)):
        column = _number(_property(row, "trPr", "gridBefore"), 0)
        below: dict[int, Cell] = {}
        for index, tc in enumerate(_own_cells(row), start=1):
            columns = max(1, _number(_property(tc, "tcPr", "gridSpan"), 1))
            merge = _property(tc, "tcPr", "vMerge")
            known = above.get(column)
            if merge is not None and merge.get(f"{_W}val") != "restart" and known is not None:
                known.rows = number + 1 - known.row
                below[column] = known
            else:
                name = f"第{number + 1}行 第{index}格"
                cell = Cell(number, column, 1, columns, _cell_text(tc), name, tc)
                cells.append(cell)
                if merge is not None:
                    below[column] = cell
            column += columns
        above = below
    return Grid(title, cells, captions)


def _paragraphs(tc: Any) -> list[Any]:
    return [p for p in tc.iter(f"{_W}p") if next(p.iterancestors(f"{_W}tc")) is tc]


def _cell_text(tc: Any) -> str:
    return "\n".join("".join(t for _, t in _characters(p)) for p in _paragraphs(tc))


def _characters(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """Every character that is shown, with the element that it stands in."""
    for element in paragraph.iter(f"{_W}t", *_SIGNS):
        run = element.getparent()
        if run.tag != f"{_W}r" or next(run.iterancestors(f"{_W}p")) is not paragraph:
            continue
        if element.tag in _SIGNS:
            yield element, _SIGNS[element.tag]
        else:
            for character in element.text or "":
                yield element, character


def _change(paragraph: Any, text: str) -> None:
    """Puts tags where they belong; what stays keeps its runs, a tag stands whole in one."""
    characters = list(_characters(paragraph))
    old = "".join(character for _, character in characters)
    if old == text:
        return
    if not any(element.tag == f"{_W}t" for element, _ in characters):
        _new_run(paragraph, text.strip())
        return
    pieces: dict[Any, list[str]] = {e: [] for e, _ in characters if e.tag == f"{_W}t"}
    first = next(iter(pieces))
    before: Any = None
    at = 0
    for start, end, inserted in _edits(old, text):
        kept_last = _keep(characters[at:start], pieces)
        before = before if kept_last is None else kept_last
        replaced = [e for e, _ in characters[start:end] if e.tag == f"{_W}t"]
        holder = replaced[0] if replaced else first if before is None else before
        pieces[holder].append(inserted)
        for element, _ in characters[start:end]:
            if element.tag != f"{_W}t":
                element.getparent().remove(element)
        before, at = holder, end
    _keep(characters[at:], pieces)
    for element, kept in pieces.items():
        element.text = "".join(kept)
        element.set(_SPACE, "preserve")


def _keep(characters: list[tuple[Any, str]], pieces: dict[Any, list[str]]) -> Any:
    """Keeps characters where they are; the element of the last of them."""
    last = None
    for element, character in characters:
        if element.tag == f"{_W}t":
            pieces[element].append(character)
            last = element
    return last


def _edits(old: str, new: str) -> list[tuple[int, int, str]]:
    """What of the old text each tag of the new one takes the place of; plain pieces stay in order."""
    found: list[tuple[int, int, str]] = []
    at = end = 0
    inserted = ""
    plain = _TAG.split(new)
    tags = [*_TAG.findall(new), ""]
    for number, (piece, tag) in enumerate(zip(plain, tags, strict=True)):
        last = number == len(plain) - 1
        start = len(old) - len(piece) if last else old.find(piece, end)
        if start < end or old[start : start + len(piece)] != piece or (not number and start):
            return [(0, len(old), new)]
        if inserted:
            found.append((at, start, inserted))
        at = end = start + len(piece)
        inserted = tag
    return found


def _new_run(paragraph: Any, text: str) -> None:
    """A run in the format that the paragraph's mark has: what she would get by typing there."""
    from lxml import etree

    run = etree.SubElement(paragraph, f"{_W}r")
    mark = _property(paragraph, "pPr", "rPr")
    if mark is None or not len(mark):
        mark = _near_format(paragraph)
    if mark is not None:
        run.append(deepcopy(mark))
    element = etree.SubElement(run, f"{_W}t")
    element.text = text
    element.set(_SPACE, "preserve")


def _near_format(paragraph: Any) -> Any:
    """Font and size of a label in the row, where the empty cell says nothing of its own."""
    from lxml import etree

    row = next(paragraph.iterancestors(f"{_W}tr"), None)
    own = None if row is None else next(row.iter(f"{_W}rPr"), None)
    if own is None or own.getparent().tag != f"{_W}r":
        return None
    found = etree.Element(f"{_W}rPr")
    found.extend(deepcopy(own.find(f"{_W}{n}")) for n in _FONT if own.find(f"{_W}{n}") is not None)
    return found


def _set_cell(tc: Any, text: str) -> None:
    """A cell's text: line for line where there are as many, else all in the first paragraph."""
    paragraphs = _paragraphs(tc)
    lines = text.split("\n")
    if len(lines) != len(paragraphs):
        for extra in paragraphs[1:]:
            extra.getparent().remove(extra)
        paragraphs, lines = paragraphs[:1], [" ".join(lines)]
    for paragraph, line in zip(paragraphs, lines, strict=True):
        _change(paragraph, line)


def _carry_out(table: Any, grid: Grid) -> None:
    plan = grid.plan
    for cell, text in plan.texts.items():
        _set_cell(cell.key, text)
    rows = _rows(table)
    repeated = {loop.row for loop in plan.loops}
    for cell in grid.cells:
        if cell.row in repeated and cell.rows > 1:
            merge = _property(cell.key, "tcPr", "vMerge")
            merge.getparent().remove(merge)
    widths = [_number_of(item.get(f"{_W}w")) for item in table.iter(f"{_W}gridCol")]
    for loop in plan.loops:
        row = rows[loop.row]
        for opening in loop.openings:
            row.addprevious(_control_row(opening, widths))
            row.addnext(_control_row("{%tr endfor %}", widths))
    for number in plan.removed:
        rows[number].getparent().remove(rows[number])


def _number_of(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _control_row(text: str, widths: list[int]) -> Any:
    """A row of one cell over the whole width; the engine takes it out."""
    from lxml import etree

    row = etree.Element(f"{_W}tr")
    tc = etree.SubElement(row, f"{_W}tc")
    properties = etree.SubElement(tc, f"{_W}tcPr")
    width = etree.SubElement(properties, f"{_W}tcW")
    width.set(f"{_W}w", str(sum(widths)))
    width.set(f"{_W}type", "dxa")
    if len(widths) > 1:
        etree.SubElement(properties, f"{_W}gridSpan").set(f"{_W}val", str(len(widths)))
    paragraph = etree.SubElement(tc, f"{_W}p")
    run = etree.SubElement(paragraph, f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = text
    return row
