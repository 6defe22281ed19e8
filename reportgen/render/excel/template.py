"""A workbook template as it is read: sheets as rows of cells, each cell told apart by what it is.

Not for what is done with them. Every problem of the file or of a single cell is a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters, column_number
from reportgen.figure import round_half_up
from reportgen.language.errors import LanguageError, describe
from reportgen.language.tags import forbid_private_names, normalise_tag
from reportgen.office import tree
from reportgen.place import Place
from reportgen.render import kinds
from reportgen.render.excel import tags
from reportgen.render.excel.references import join_formula, split_formula, translated

if TYPE_CHECKING:
    from reportgen.finding import Finding, Kind
    from reportgen.office.tree import Element
    from reportgen.render.excel.lifting import Passing
    from reportgen.render.excel.references import Piece

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
FAR: Final = 1_000
"""A blank row so far below all others is no part of the form."""
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_KEYWORDS: Final = {
    "tr": frozenset(["for", "endfor", "if", "elif", "else", "endif", "set"]),
    "tc": frozenset({"for", "endfor"}),
    "sheet": frozenset({"for", "if"}),
}
_DROPPED: Final = frozenset({"r", "spans"})


@dataclass(frozen=True, slots=True)
class Control:
    """A `{%tr … %}`, `{%tc … %}` or `{%sheet … %}` tag: its axis, its keyword, its Jinja source without braces."""

    axis: str
    keyword: str
    source: str
    typed: str
    column: int
    row: int


@dataclass(slots=True)
class Cell:
    """A cell of a template row.

    `kind` is "static" (XML in `body`), "value" (an expression in `source`), "text" (a Jinja block
    in `source`), "formula", or, while a sheet is read, "control". `style` is the attribute as text; a cell's XML is
    `<c r="…"` + style + body. `value` is what formulas read in a static cell.
    """

    column: int
    style: str
    kind: str = "static"
    body: str = "/>"
    value: object = None
    source: str = ""
    typed: str = ""
    formula: tuple[Piece, ...] = ()
    array: str = ""
    merge_down: bool = False
    control: Control | None = None
    bound: tuple[str, int] | None = None
    """In a repeated column: targets of its `{%tc for %}` and the copy's number."""


@dataclass(slots=True)
class Row:
    """A row of a template; `number` is its row there, `gap` counts unstored rows before it."""

    number: int
    attributes: str
    cells: list[Cell]
    control: Control | None = None
    gap: int = 0
    path: tuple[int, ...] = ()  # the loops that it stands in, outermost first
    passing: Passing | None = None
    """What its source passes, once the sheet is arranged."""


@dataclass(slots=True)
class Sheet:
    """A worksheet of a template: elements before and after the rows stay as trees."""

    title: str
    part: str
    root: str
    head: list[Element]
    rows: list[Row]
    tail: list[Element]
    columns: list[Control] = field(default_factory=list)
    tagged: bool = False
    """Whether any cell held a tag, if only a comment."""
    repeat: Control | None = None
    """The `{%sheet for %}` that makes a sheet of each item, or `{%sheet if %}`."""


@dataclass(slots=True)
class Problems:
    """The findings of one template, and where in it we are."""

    file: str
    found: list[Finding] = field(default_factory=list)

    def place(self, sheet: str = "", cell: str = "", tag: str = "") -> Place:
        return Place(self.file, sheet, cell, detail=tag)

    def add(self, kind: Kind, place: Place, **values: str | int) -> None:
        self.found.append(kind.at(place, **values))  # type: ignore[arg-type]


class SheetReader:
    """Reads one worksheet; `strings` are the shared strings as plain text."""

    def __init__(self, title: str, part: str, strings: list[str], problems: Problems) -> None:
        self.title = title
        self.part = part
        self.strings = strings
        self.problems = problems
        self.shared: dict[str, tuple[int, int, str]] = {}
        self.repeat: Control | None = None
        self.tagged = False

    def read(self, root: Element) -> Sheet:
        """The sheet; raises MarkupError where rows or cells stand where none can."""
        head: list[Element] = []
        tail: list[Element] = []
        rows: list[Row] = []
        columns: list[Control] = []
        target = head
        number = 0
        for child in root.elements():
            if child.tag == "sheetData":
                for element in child.elements():
                    row = self._row(element, number, columns)
                    row.gap = row.number - number - 1
                    number = row.number
                    rows.append(row)
                target = tail
            else:
                target.append(child)
        while rows and rows[-1].gap >= FAR and not any(shown(cell) for cell in rows[-1].cells):
            # LibreOffice stores the last row of the sheet, which could not move down.
            rows.pop()
        return Sheet(
            self.title,
            self.part,
            tree.open_tag(root),
            head,
            rows,
            tail,
            columns,
            self.tagged,
            self.repeat,
        )

    def _row(self, element: Element, before: int, columns: list[Control]) -> Row:
        number = int(element.attributes.get("r", before + 1))
        if not before < number <= LAST_ROW:
            raise tree.MarkupError(f"第 {number} 行的位置不对")
        attributes = "".join(
            f' {name}="{tree.attribute(value)}"'
            for name, value in element.attributes.items()
            if name not in _DROPPED
        )
        cells: list[Cell] = []
        column = 0
        for item in element.elements():
            if item.tag != "c":
                continue
            found = _REFERENCE.fullmatch(item.attributes.get("r", ""))
            at = column_number(found[1]) if found else column + 1
            if not column < at <= LAST_COLUMN or (found and int(found[2]) != number):
                raise tree.MarkupError(f"第 {number} 行的单元格次序不对")
            column = at
            cells.append(self._cell(item, number, column))
        row = Row(number, attributes, cells)
        self._take_controls(row, columns)
        return row

    def _take_controls(self, row: Row, columns: list[Control]) -> None:
        """A row with a `{%tr %}` becomes that control; `{%tc %}` cells become blank."""
        controls = [cell.control for cell in row.cells if cell.control is not None]
        if not controls:
            return
        columns += [item for item in controls if item.axis == "tc"]
        row.control = next((item for item in controls if item.axis != "tc"), None)
        if row.control is not None and row.control.axis == "sheet":
            self._repeat(row.control)
        for cell in row.cells:
            item = cell.control
            if row.control is not None and item is not row.control and shown(cell):
                place = self._place(row.number, cell.column)
                other = shown(cell)[:40]
                self.problems.add(
                    kinds.CONTROL_NOT_ALONE, place, tag=row.control.typed, other=other
                )
            if item is not None:
                cell.kind, cell.control, cell.typed = "static", None, ""

    def _repeat(self, control: Control) -> None:
        if self.repeat is not None:
            place = self._place(control.row, control.column)
            reason = "是这张工作表里的第二个，一张工作表只能有一个"
            self.problems.add(kinds.SHEET_LOOP, place, tag=control.typed, reason=reason)
        self.repeat = control

    def _cell(self, element: Element, row: int, column: int) -> Cell:
        style = element.attributes.get("s")
        cell = Cell(column, f' s="{tree.attribute(style)}"' if style else "")
        kind = element.attributes.get("t", "n")
        formula = element.find("f")
        content = element.find("v")
        text = content.text() if content is not None else ""
        if formula is not None:
            self._formula(cell, formula, row, text)
        elif kind == "s":
            index = int(text) if text.isdigit() else -1
            if not 0 <= index < len(self.strings):
                raise tree.MarkupError(f"第 {row} 行有找不到的文字")
            self._text(cell, self.strings[index], row, f' t="s"><v>{index}</v></c>')
        elif kind == "inlineStr":
            inner = element.find("is")
            xml = "" if inner is None else tree.serialise(inner)
            plain = "" if inner is None else string_text(inner)
            self._text(cell, plain, row, f' t="inlineStr">{xml}</c>')
        elif kind == "str":
            body = f' t="str"><v xml:space="preserve">{tree.escape(text)}</v></c>'
            self._text(cell, text, row, body)
        elif content is not None:
            mark = "" if kind == "n" else f' t="{tree.attribute(kind)}"'
            cell.body = f"{mark}><v>{tree.escape(text)}</v></c>"
            cell.value = _typed(kind, text)
        return cell

    def _formula(self, cell: Cell, element: Element, row: int, cached: str) -> None:
        attributes = element.attributes
        kind = attributes.get("t", "normal")
        text = element.text()
        if kind == "shared":
            index = attributes.get("si", "")
            if text:
                self.shared[index] = (row, cell.column, text)
            elif index in self.shared:
                top, left, text = self.shared[index]
                pieces = translated(split_formula(text), row - top, cell.column - left)
                text = join_formula(pieces)
        if tags.has_tags(text):
            self.problems.add(
                kinds.MISPLACED_TAG, self._place(row, cell.column), where="公式", tag=f"={text}"
            )
        if kind == "dataTable":
            self.problems.add(
                kinds.LOOPED_ARRAY,
                self._place(row, cell.column),
                formula=f"={text}",
                what="模拟运算表",
            )
        if not text:
            cell.body = f"><v>{tree.escape(cached)}</v></c>" if cached else "/>"
            return
        cell.kind = "formula"
        cell.typed = f"={text}"
        cell.formula = split_formula(text)
        cell.array = attributes.get("ref", "") if kind == "array" else ""

    def _text(self, cell: Cell, text: str, row: int, body: str) -> None:
        if not tags.has_tags(text):
            cell.body = body
            cell.value = text
            return
        place = self._place(row, cell.column, text)
        self.tagged = True
        cell.typed = text
        try:
            found = tags.scan(text)
            for tag in found:
                if tag.kind in {"value", "block"}:
                    forbid_private_names(normalise_tag(tag.body))
        except tags.TagError as error:
            self.problems.add(kinds.BROKEN_TAG, place, tag=error.tag, reason=error.reason)
        except LanguageError as error:
            self.problems.found.append(describe(error, text).at(place))
        else:
            self._tagged(cell, found, row, place)

    def _tagged(self, cell: Cell, found: list[tags.Tag], row: int, place: Place) -> None:
        kept = []
        for tag in found:
            if tag.prefix in _KEYWORDS:
                others = [
                    other.typed for other in found if other is not tag and other.typed.strip()
                ]
                keyword = tag.body.split(maxsplit=1)[0] if tag.body else ""
                if others:
                    self.problems.add(
                        kinds.CONTROL_NOT_ALONE, place, tag=tag.typed, other=others[0].strip()[:40]
                    )
                if keyword not in _KEYWORDS[tag.prefix]:
                    self.problems.add(kinds.FOREIGN_TAG, place, tag=tag.typed)
                    return
                source = normalise_tag(tag.body)
                cell.kind = "control"
                cell.control = Control(tag.prefix, keyword, source, tag.typed, cell.column, row)
                return
            if tag.prefix:
                self.problems.add(kinds.FOREIGN_TAG, place, tag=tag.typed)
                return
            if tag.kind == "block" and tag.body == "vm":
                cell.merge_down = True
            elif tag.kind != "comment":
                kept.append(tag)
        self._content(cell, kept)

    def _content(self, cell: Cell, kept: list[tags.Tag]) -> None:
        """What a cell prints once comments and `{% vm %}` are taken out."""
        marked = [tag for tag in kept if tag.kind != "text"]
        text = "".join(tag.body for tag in kept if tag.kind == "text")
        if not marked:
            cell.value = text or None
            cell.body = text_body(text)
            cell.typed = text
        elif len(marked) == 1 and marked[0].kind == "value" and not text.strip():
            cell.kind = "value"
            cell.source = normalise_tag(marked[0].body)
        else:
            cell.kind = "text"
            cell.source = block(kept)

    def _place(self, row: int, column: int, tag: str = "") -> Place:
        return self.problems.place(self.title, f"{column_letters(column)}{row}", tag)


def block(pieces: list[tags.Tag]) -> str:
    """The Jinja source of text with tags in it, comments left out."""
    marks = {"value": ("{{ ", " }}"), "block": ("{% ", " %}"), "text": ("", "")}
    source = []
    for tag in pieces:
        if tag.kind == "comment":
            continue
        before, after = marks[tag.kind]
        body = tag.body if tag.kind == "text" else normalise_tag(tag.body)
        source.append(f"{before}{body}{after}")
    return "".join(source)


def string_text(item: Element) -> str:
    """The plain text of a shared or inline string: its runs joined, phonetic guides left out."""
    pieces = []
    for child in item.elements():
        if child.tag == "t":
            pieces.append(child.text())
        elif child.tag == "r":
            pieces += [part.text() for part in child.elements() if part.tag == "t"]
    return "".join(pieces)


def text_body(text: str) -> str:
    """What follows the style of a cell that holds this text; the text must be fit for XML."""
    if not text:
        return "/>"
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    return f' t="inlineStr"><is><t{space}>{tree.escape(text)}</t></is></c>'


def shown(cell: Cell) -> str:
    """What a reader of the template sees in the cell; empty for a blank one."""
    if cell.control is not None:
        return cell.control.typed
    return cell.typed or ("" if cell.value is None else str(cell.value).strip())


def _typed(kind: str, text: str) -> object:
    if kind == "b":
        return text == "1"
    if kind != "n":
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    # A double's digits beyond the fifteenth are noise of binary storage; Excel shows fifteen.
    noisy = number.is_finite() and len(number.as_tuple().digits) > 15
    return round_half_up(number, 14 - number.adjusted()) if noisy else number
