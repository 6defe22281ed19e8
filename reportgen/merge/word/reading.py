"""A Word part as lines: body paragraphs and table rows in order, each with the text that is read.

Runs, rsids, proofing marks, bookmarks, content controls and smart tags leave no trace in the text;
tracked changes count as accepted; results of page and date fields and whole tables of contents are
left out. Each character knows the element it stands in, so that it can be replaced there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.merge.word.names import (
    BOX,
    DEL,
    ID,
    INS,
    PPR,
    SPAN,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    VMERGE,
    P,
    R,
    T,
    W,
)
from reportgen.render.word.spots import Counter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

_SIGNS: Final = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
_HYPHEN: Final = f"{W}noBreakHyphen"
_COUNTED: Final = frozenset({T, f"{W}tab", f"{W}br", f"{W}cr", _HYPHEN})
_INSIDE: Final = frozenset(
    {R, INS}
    | {
        f"{W}{name}"
        for name in (
            "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo", "customXml", "dir",
            "bdo", "ruby", "rubyBase",
        )
    }
)  # fmt: skip
_GONE: Final = frozenset({DEL, f"{W}moveFrom"})
_AROUND: Final = frozenset(f"{W}{n}" for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_PICTURES: Final = frozenset(
    {
        f"{W}drawing",
        f"{W}pict",
        f"{W}object",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    }
)
_NOTES: Final = {f"{W}footnote": "footnote", f"{W}endnote": "endnote"}
_VOLATILE: Final = re.compile(
    r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|PAGEREF|DATE|TIME|SAVEDATE|PRINTDATE|FILENAME)\b",
    re.IGNORECASE,
)
_TOC: Final = re.compile(r"\s*TOC\b", re.IGNORECASE)
_BLANKS: Final = {0xA0: " ", 0x2002: " ", 0x2003: " "}


class Atom(NamedTuple):
    """One piece of a paragraph's text: the element, where it begins in the text, its characters.

    `raw` is the offset as the figure map counts: with results of page fields and text boxes.
    """

    element: Element
    start: int
    text: str
    raw: int


@dataclass(slots=True, eq=False)
class Para:
    """A paragraph: its text as read, the pieces it is made of, and what she may have put on it."""

    element: Element
    name: str
    atoms: list[Atom] = field(default_factory=list)
    text: str = ""
    comments: set[str] = field(default_factory=set)
    tracked: bool = False
    pictures: int = 0

    def style(self) -> str:
        """The id of its style; empty where it has none."""
        properties = self.element.find(PPR)
        style = None if properties is None else properties.find(f"{W}pStyle")
        return "" if style is None else style.get(VAL, "")

    def offset(self, raw: int) -> int:
        """Where in the text a figure of the map stands."""
        for atom in self.atoms:
            if raw < atom.raw + len(atom.text):
                return atom.start + max(0, raw - atom.raw)
        return len(self.text)

    def raw(self, offset: int) -> int:
        """The offset as the figure map counts it."""
        for atom in self.atoms:
            if offset < atom.start + len(atom.text):
                return atom.raw + offset - atom.start
        return sum(len(atom.text) for atom in self.atoms[-1:]) + (
            self.atoms[-1].raw if self.atoms else 0
        )


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: where it begins in the grid, how wide it is, whether it merges downwards."""

    element: Element | None
    paras: list[Para]
    column: int = 0
    span: int = 1
    merge: str = ""

    @property
    def text(self) -> str:
        """Its paragraphs, one a line."""
        return "\n".join(para.text for para in self.paras)


@dataclass(slots=True, eq=False)
class Table:
    """A table and its rows."""

    element: Element
    lines: list[Line] = field(default_factory=list)
    name: str = ""


@dataclass(slots=True, eq=False)
class Line:
    """A row of a table, or a paragraph outside tables (one cell with one paragraph).

    `kind`: row, body, box (in a text box), footnote, endnote.
    """

    kind: str
    element: Element
    cells: list[Cell]
    table: Table | None = None

    @property
    def paras(self) -> list[Para]:
        """All its paragraphs, in order."""
        return [para for cell in self.cells for para in cell.paras]

    @property
    def text(self) -> str:
        """The texts of its cells, parted by a character that no text holds."""
        return "\x1f".join(cell.text for cell in self.cells)

    @property
    def shows_only_pictures(self) -> bool:
        """Whether it is a paragraph with pictures or charts and no words."""
        return self.kind == "body" and self.paras[0].pictures > 0 and not self.text.strip()

    @property
    def shape(self) -> tuple[tuple[int, int], ...]:
        """Column and width of each cell."""
        return tuple((cell.column, cell.span) for cell in self.cells)


class _Field:
    __slots__ = ("code", "mark", "result")

    def __init__(self, mark: Element) -> None:
        self.mark = mark
        self.code = ""
        self.result = False


class Reader:
    """Reads one part; `lines` in order, `paras` of every paragraph (also those that are no line)."""

    def __init__(self, root: Element) -> None:
        self.lines: list[Line] = []
        self.paras: list[Para] = []
        self.contents: list[Element] = []
        """The begin marks of tables of contents."""
        self._counter = Counter()
        self._fields: list[_Field] = []
        body = root.find(f"{W}body")
        if body is not None:
            self._blocks(body, "body")
        elif root.tag in {f"{W}footnotes", f"{W}endnotes"}:
            for note in root:
                if note.tag in _NOTES:
                    self._counter.opened(_NOTES[note.tag])
                    self._blocks(note, _NOTES[note.tag])
                    self._counter.closed()
        else:
            self._blocks(root, "body")

    def _blocks(self, parent: Element, kind: str, into: list[Para] | None = None) -> None:
        for child in parent:
            tag = child.tag
            if tag == P:
                toc = self._in_contents()
                para = self._paragraph(child)
                if into is not None:
                    into.append(para)
                elif not (toc or self._in_contents()):
                    self.lines.append(Line(kind, child, [Cell(None, [para])]))
            elif tag == TBL:
                self._table(child)
            elif tag in _AROUND:
                self._blocks(child, kind, into)

    def _table(self, element: Element) -> None:
        self._counter.opened("tbl")
        table = Table(element, name=self._counter.name)
        for row in _through(element, TR):
            self._row(row, table)
        self._counter.closed()

    def _row(self, row: Element, table: Table) -> None:
        self._counter.opened("tr")
        properties = row.find(TRPR)
        line = Line("row", row, [], table)
        column = _number(properties, "gridBefore")
        if properties is None or properties.find(DEL) is None:
            table.lines.append(line)
            self.lines.append(line)
        for element in _through(row, TC):
            self._counter.opened("tc")
            own = element.find(TCPR)
            span = max(1, _number(own, "gridSpan"))
            merge = None if own is None else own.find(VMERGE)
            word = "" if merge is None else merge.get(VAL, "continue")
            cell = Cell(element, [], column, span, word)
            column += span
            line.cells.append(cell)
            self._blocks(element, "cell", cell.paras)
            self._counter.closed()
        self._counter.closed()

    def _paragraph(self, element: Element) -> Para:
        self._counter.opened("p")
        para = Para(element, self._counter.name)
        self._collect(element, para, 0)
        para.text = "".join([atom.text for atom in para.atoms]).translate(_BLANKS)
        self.paras.append(para)
        self._counter.closed()
        return para

    def _collect(self, element: Element, para: Para, raw: int) -> int:
        """Add the pieces below an element; `raw` is how much text the map counts before it."""
        for child in element:
            tag = child.tag
            if tag == T:
                text = child.text or ""
                self._add(child, text, para, raw)
                raw += len(text)
            elif tag in _INSIDE:
                if tag == INS:
                    para.tracked = True
                simple = child.get(f"{W}instr") if tag == f"{W}fldSimple" else None
                if simple is not None and _VOLATILE.match(simple):
                    raw += _counted(child)
                else:
                    raw = self._collect(child, para, raw)
            elif tag in _SIGNS:
                self._add(child, _SIGNS[tag], para, raw)
                raw += tag in _COUNTED
            elif tag == _HYPHEN:
                self._add(child, "-", para, raw)
                raw += 1
            elif tag == f"{W}fldChar":
                self._field(child)
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif tag in _GONE:
                para.tracked = True
                raw += _counted(child)
            elif tag in _PICTURES:
                para.pictures += 1
                self._boxes(child)
                raw += _counted(child)
            elif tag in {f"{W}commentReference", f"{W}commentRangeStart", f"{W}commentRangeEnd"}:
                para.comments.add(child.get(ID, ""))
        return raw

    def _add(self, element: Element, text: str, para: Para, raw: int) -> None:
        if any(not f.result or _VOLATILE.match(f.code) for f in self._fields):
            return
        start = para.atoms[-1].start + len(para.atoms[-1].text) if para.atoms else 0
        para.atoms.append(Atom(element, start, text, raw))

    def _boxes(self, element: Element) -> None:
        for child in element:
            if child.tag == BOX:
                self._counter.opened("txbxContent")
                self._blocks(child, "box")
                self._counter.closed()
            elif isinstance(child.tag, str):
                self._boxes(child)

    def _field(self, mark: Element) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field(mark))
        elif self._fields:
            last = self._fields[-1]
            if kind == "separate":
                last.result = True
                if _TOC.match(last.code):
                    self.contents.append(last.mark)
            elif kind == "end":
                self._fields.pop()

    def _in_contents(self) -> bool:
        return any(_TOC.match(f.code) for f in self._fields)


def _through(parent: Element, tag: str) -> Iterable[Element]:
    """The children of that name, also those inside content controls and marks of insertion."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _through(child, tag)


def _number(properties: Element | None, name: str) -> int:
    found = None if properties is None else properties.find(f"{W}{name}")
    value = "" if found is None else found.get(VAL, "")
    return int(value) if value.isascii() and value.isdigit() else 0


def _counted(element: Element) -> int:
    """How many characters the figure map counts below an element."""
    return sum(len(e.text or "") if e.tag == T else 1 for e in element.iter(*_COUNTED))


__all__ = ["SPAN", "Atom", "Cell", "Line", "Para", "Reader", "Table"]
