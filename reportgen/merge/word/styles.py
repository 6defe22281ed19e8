"""Brings paragraphs, rows and tables of the newly generated document into hers.

Editors give styles other ids and keep their names, so styles are matched by name; one that hers
does not know is copied over, and so are charts and pictures with their parts. Lists, drawn text boxes and
links that would need other parts are left out.
"""

from __future__ import annotations

import posixpath
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from reportgen.merge.word.names import (
    INS,
    REL,
    REL_EMBED,
    REL_ID,
    SECT,
    VAL,
    W,
    detach,
    serialise,
)
from reportgen.merge.word.parts import rels_of, resolve

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reportgen.merge.word.parts import Docx

_STYLE_ID: Final = f"{W}styleId"
_DRAWING: Final = f"{W}drawing"
_LABEL: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_RELATED: Final = frozenset({REL_ID, REL_EMBED, f"{{{REL}}}link"})
_USES: Final = tuple(f"{W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
_REFERS: Final = tuple(f"{W}{name}" for name in ("basedOn", "next", "link"))
_ALTERNATE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FOREIGN: Final = (
    _ALTERNATE,
    *(
        f"{W}{name}"
        for name in (
            "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd",
            "commentReference", "footnoteReference", "endnoteReference", "headerReference",
            "footerReference", "drawing", "pict", "object", "proofErr", "permStart", "permEnd",
            "numPr",
        )
    ),
)  # fmt: skip
_IDS: Final = frozenset(
    f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}"
    for name in ("paraId", "textId")
)


class Importer:
    """Copies elements of one document so that they can stand in another."""

    def __init__(self, source: Docx, target: Docx) -> None:
        self._source, self._target = source, target
        self._known: dict[str, str] | None = None
        self._number = 0
        self.brought: dict[str, str] = {}
        """Parts that came along with charts and pictures, with their names in the target."""

    def copy(self, element: Element) -> Element:
        """The element for her document; what it cannot bring along is left out."""
        made = deepcopy(element)
        made.tail = None
        clean(made, drawings=True)
        for drawing in list(made.iter(_DRAWING)):
            self._draw(drawing)
        for use in made.iter(*_USES):
            style = self._style(use.get(VAL, ""))
            if style:
                use.set(VAL, style)
            else:
                use.set(VAL, "")
        for use in [u for u in made.iter(*_USES) if not u.get(VAL)]:
            detach(use)
        return made

    def _draw(self, drawing: Element) -> None:
        """A chart or picture with the parts that it needs; without them it is left out."""
        related = {r.id: r for r in self._source.relations(self._source.main)}
        uses = [(e, name) for e in drawing.iter() for name in e.attrib if name in _RELATED]
        targets = [related.get(element.get(name, "")) for element, name in uses]
        if not uses or any(r is None or r.target not in self._source.members for r in targets):
            detach(drawing)
            return
        for (element, name), relation in zip(uses, targets, strict=True):
            assert relation is not None
            part = self._part(relation.target)
            element.set(name, self._target.relate(self._target.main, relation.kind, part))
        root = self._target.root(self._target.main)
        used = [
            int(u) for e in root.iter(_LABEL) if (u := e.get("id", "")).isascii() and u.isdigit()
        ]
        for label in drawing.iter(_LABEL):
            self._number = max(self._number, *used, 0) + 1
            label.set("id", str(self._number))

    def _part(self, name: str) -> str:
        """The name in the target of a part that is copied over, with those that it leads to."""
        if name in self.brought:
            return self.brought[name]
        stem, dot, suffix = name.rpartition(".")
        free = name
        number = 0
        while free in self._target.members:
            number += 1
            free = f"{stem}m{number}{dot}{suffix}"
        self.brought[name] = free
        self._target.replace(free, self._source.content(name))
        self._target.declare(free, self._source.content_type(name))
        rels = rels_of(name)
        if rels in self._source.members:
            made = deepcopy(self._source.root(rels))
            for relation in made:
                if relation.get("TargetMode") != "External":
                    part = self._part(resolve(name, relation.get("Target", "")))
                    relation.set("Target", posixpath.relpath(part, posixpath.dirname(free)))
            self._target.replace(rels_of(free), serialise(made))
        return free

    def _style(self, name: str) -> str:
        """The id in her document of a style of the new one; it is copied over where it is missing."""
        if self._known is None:
            self._known = {}
            theirs = self._names(self._target)
            for style, label in self._names(self._source).items():
                same = [i for i, other in theirs.items() if other.lower() == label.lower()]
                if same:
                    self._known[style] = same[0]
        if name not in self._known:
            self._known[name] = ""
            sheet, other = self._sheet(self._source), self._sheet(self._target)
            if sheet and other:
                found = [s for s in self._source.root(sheet) if s.get(_STYLE_ID) == name]
                taken = {s.get(_STYLE_ID) for s in self._target.root(other)}
                if found:
                    self._known[name] = name if name not in taken else f"{name}_"
                    self._bring(found[0], self._known[name], other)
        return self._known[name]

    def _bring(self, style: Element, name: str, sheet: str) -> None:
        made = deepcopy(style)
        made.set(_STYLE_ID, name)
        if f"{W}default" in made.attrib:
            del made.attrib[f"{W}default"]
        for reference in [r for r in made if r.tag in _REFERS]:
            other = self._style(reference.get(VAL, ""))
            if other:
                reference.set(VAL, other)
            else:
                made.remove(reference)
        for numbers in list(made.iter(f"{W}numPr")):
            detach(numbers)
        self._target.root(sheet).append(made)
        self._target.change(sheet)

    def _names(self, docx: Docx) -> dict[str, str]:
        sheet = self._sheet(docx)
        result = {}
        for style in docx.root(sheet) if sheet else ():
            label = style.find(f"{W}name")
            if label is not None:
                result[style.get(_STYLE_ID, "")] = label.get(VAL, "")
        return result

    def _sheet(self, docx: Docx) -> str:
        found = [r.target for r in docx.relations(docx.main) if r.kind == "styles"]
        return found[0] if found and found[0] in docx.members else ""


def clean(element: Element, *, drawings: bool = False) -> None:
    """Take off what may stand only once or points elsewhere: ids, bookmarks, comments, pictures.

    With `drawings`, charts and pictures are left to the caller.
    """
    for found in list(element.iter(*_FOREIGN)):
        if not (drawings and found.tag == _DRAWING) and not (
            drawings and next(found.iterancestors(_DRAWING), None) is not None
        ):
            detach(found)
    for mark in list(element.iter(INS, f"{W}moveTo")):
        parent = mark.getparent()
        if parent is not None:
            for child in list(mark):
                mark.addprevious(child)
            parent.remove(mark)
    for gone in list(element.iter(f"{W}del", f"{W}moveFrom", f"{W}rPrChange", f"{W}pPrChange")):
        detach(gone)
    for link in list(element.iter(f"{W}hyperlink")):
        if link.get(REL_ID):
            for child in list(link):
                link.addprevious(child)
            detach(link)
    for item in element.iter():
        drawn = drawings and next(item.iterancestors(_DRAWING), None) is not None
        for name in [n for n in item.attrib if n in _IDS or n == REL_EMBED or "rsid" in str(n)]:
            if not (drawn and name == REL_EMBED):
                del item.attrib[name]


def without_section(paragraph: Element) -> None:
    """Take the section break off a paragraph."""
    for found in list(paragraph.iter(SECT)):
        detach(found)
