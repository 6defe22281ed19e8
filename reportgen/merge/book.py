"""Reads a workbook for a merge: what stands in each cell, whoever saved the file last.

Shared or inline strings, shared formulas and odd number spellings all come out alike. The XML of
each sheet is kept beside it, so that the same file can be changed in place. Not for templates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_number
from reportgen.office import package
from reportgen.office.parts import Parts
from reportgen.office.scan import ScanError
from reportgen.office.tree import Element, MarkupError, parse
from reportgen.render.excel.references import Area, boxes, split_formula, translated

if TYPE_CHECKING:
    from reportgen.render.excel.references import Piece

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 1_000
"""A sheet that is filled beyond these is not merged."""
_MOST_COVERED: Final = 100_000
_EXACT: Final = Context(prec=15)
"""What Excel keeps of a number; 416.86000000000001 is 416.86."""


class UnreadableBookError(ValueError):
    """The bytes are no workbook that can be merged; `str()` says why in Chinese."""


@dataclass(slots=True)
class Cell:
    """One cell: `kind` is "n" number, "s" text, "b" truth, "e" error, "" blank.

    `value` is a Decimal for numbers, else text. `formula` has shared ones written out; `array` is
    the range of an array formula. `element` is the cell in its sheet.
    """

    kind: str = ""
    value: Decimal | str | None = None
    formula: tuple[Piece, ...] = ()
    array: str = ""
    style: int = 0
    element: Element | None = None

    @property
    def content(self) -> tuple[str, Decimal | str | None]:
        """What two cells are compared by, formulas apart."""
        return self.kind, self.value

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it, formats apart."""
        return not self.kind and not self.formula

    def shown(self) -> str:
        """The content as words."""
        if self.value is None:
            return f"={_spelt(self.formula)}" if self.formula else ""
        return decimal_text(self.value) if isinstance(self.value, Decimal) else self.value


BLANK: Final = Cell()


@dataclass(slots=True)
class Sheet:
    """A worksheet: cells by row and column, the row elements, and the whole part as a tree."""

    title: str
    part: str
    root: Element
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    elements: dict[int, Element] = field(default_factory=dict)
    last_row: int = 0
    """The last row in which something stands."""
    last_column: int = 0

    def cell(self, row: int, column: int) -> Cell:
        """The cell, blank where none is stored."""
        return self.rows.get(row, _NONE).get(column, BLANK)

    def find(self, tag: str) -> Element | None:
        """A child of the worksheet."""
        return self.root.find(tag)

    def merges(self) -> list[str]:
        """The merged ranges."""
        element = self.find("mergeCells")
        return [] if element is None else [e.attributes.get("ref", "") for e in element.elements()]

    def covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The cells that a merged range hides, with the cell that shows in their place."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for text in self.merges():
            for box in boxes(text):
                if (box.bottom - box.top + 1) * (box.right - box.left + 1) > _MOST_COVERED:
                    continue
                for row in range(box.top, box.bottom + 1):
                    for column in range(box.left, box.right + 1):
                        if (row, column) != box[1::-1]:
                            found[row, column] = (box.top, box.left)
        return found


_NONE: Final[dict[int, Cell]] = {}


@dataclass(slots=True)
class Book:
    """A workbook: its parts and its worksheets in their order."""

    parts: Parts
    workbook: Element
    sheets: list[Sheet]
    strings: list[Element]
    others: list[str] = field(default_factory=list)
    """Titles of sheets that hold no cells: chart sheets and the like."""

    def find(self, title: str) -> Sheet | None:
        """The sheet of that title; case does not count."""
        folded = title.casefold()
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == folded), None)


def read_book(data: bytes) -> Book:
    """A workbook from its bytes; raises UnreadableBookError."""
    try:
        parts = Parts(package.read(data))
        workbook = parse(parts.content(parts.main))
        if workbook.tag != "workbook":
            raise UnreadableBookError("不是 Excel 工作簿")
        strings: list[Element] = []
        named = parts.target(parts.main, "sharedStrings")
        if named and parts.has(named):
            strings = [e for e in parse(parts.content(named)).elements() if e.tag == "si"]
        book = Book(parts, workbook, [], strings)
        relations = parts.relations(parts.main)
        listed = workbook.find("sheets")
        for item in listed.elements() if listed is not None else ():
            kind, part = relations.get(_relation(item), ("", ""))
            title = item.attributes.get("name", "")
            if kind != "worksheet" or not parts.has(part):
                book.others.append(title)
                continue
            book.sheets.append(_read_sheet(title, part, parse(parts.content(part)), strings))
    except (package.PackageError, ScanError, MarkupError) as error:
        raise UnreadableBookError(str(error)) from error
    except (KeyError, IndexError, ValueError) as error:
        if isinstance(error, UnreadableBookError):
            raise
        raise UnreadableBookError("工作簿的内部写法不认识") from error
    return book


def _relation(element: Element) -> str:
    """The id of the relation that an element names, whatever the prefix."""
    return next(
        (v for k, v in element.attributes.items() if k.rpartition(":")[2] == "id" and ":" in k), ""
    )


def _read_sheet(title: str, part: str, root: Element, strings: list[Element]) -> Sheet:
    sheet = Sheet(title, part, root)
    data = root.find("sheetData")
    if data is None:
        raise UnreadableBookError(f"工作表“{title}”里没有内容")
    masters: dict[str, tuple[tuple[Piece, ...], int, int]] = {}
    number = 0
    for element in data.elements():
        if element.tag != "row":
            continue
        number = int(element.attributes.get("r", number + 1))
        cells: dict[int, Cell] = {}
        column = 0
        for item in element.elements():
            if item.tag != "c":
                continue
            letters = item.attributes.get("r", "").rstrip("0123456789")
            column = column_number(letters) if letters else column + 1
            cell = _read_cell(item, strings, masters, (number, column))
            cells[column] = cell
            if not cell.is_blank:
                sheet.last_row = max(sheet.last_row, number)
                sheet.last_column = max(sheet.last_column, column)
        sheet.rows[number] = cells
        sheet.elements[number] = element
    for text in sheet.merges():
        for box in boxes(text):
            sheet.last_row = max(sheet.last_row, box.bottom)
            sheet.last_column = max(sheet.last_column, box.right)
    return sheet


def _read_cell(
    element: Element,
    strings: list[Element],
    masters: dict[str, tuple[tuple[Piece, ...], int, int]],
    at: tuple[int, int],
) -> Cell:
    cell = Cell(style=int(element.attributes.get("s", "0") or 0), element=element)
    kind = element.attributes.get("t", "n")
    if kind == "inlineStr":
        inline = element.find("is")
        text = "" if inline is None else string_text(inline)
        if text:
            cell.kind, cell.value = "s", text
    else:
        value = element.find("v")
        text = "" if value is None else value.text()
        if text:
            cell.kind, cell.value = _typed(kind, text, strings)
    formula = element.find("f")
    if formula is not None:
        cell.formula = _formula(formula, masters, at)
        if formula.attributes.get("t") == "array":
            cell.array = formula.attributes.get("ref", "")
    return cell


def _typed(kind: str, text: str, strings: list[Element]) -> tuple[str, Decimal | str | None]:
    if kind == "s":
        found = string_text(strings[int(text)])
        return ("s", found) if found else ("", None)
    if kind in {"str", "d"}:
        return "s", _plain(text)
    if kind in {"b", "e"}:
        return kind, text.strip()
    return "n", number(text)


def number(text: str) -> Decimal:
    """A stored number with the 15 digits that Excel keeps of it."""
    try:
        return _EXACT.create_decimal(text.strip()).normalize(_EXACT)
    except InvalidOperation as error:
        raise UnreadableBookError(f"数“{text[:20]}”读不懂") from error


def _formula(
    element: Element,
    masters: dict[str, tuple[tuple[Piece, ...], int, int]],
    at: tuple[int, int],
) -> tuple[Piece, ...]:
    text = element.text().strip()
    kind, shared = element.attributes.get("t", ""), element.attributes.get("si", "")
    if kind == "shared" and shared:
        if text:
            masters[shared] = (split_formula(text), *at)
        elif shared in masters:
            pieces, row, column = masters[shared]
            return translated(pieces, at[0] - row, at[1] - column)
    return split_formula(text) if text else ()


def string_text(item: Element) -> str:
    """The text of a string item: of its runs, phonetic readings left out."""
    pieces: list[str] = []
    for child in item.elements():
        if child.tag == "t":
            pieces.append(child.text())
        elif child.tag == "r":
            pieces += [part.text() for part in child.elements() if part.tag == "t"]
    return _plain("".join(pieces))


def _plain(text: str) -> str:
    """Line ends as one sign; Excel writes carriage returns as `_x000D_`."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def decimal_text(value: Decimal) -> str:
    """A number as digits, without exponent and without zeros behind."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _spelt(pieces: tuple[Piece, ...]) -> str:
    return "".join(p.spelt() if isinstance(p, Area) else p for p in pieces)
