"""Brings paragraphs, rows and tables of the newly generated document into hers.

Editors give styles other ids and keep their names, so styles are matched by name; one that hers
does not know is copied over. Lists, pictures and links that would need other parts are left out.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from reportgen.merge.word.names import (
    INS,
    REL_EMBED,
    REL_ID,
    SECT,
    VAL,
    W,
    detach,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reportgen.merge.word.parts import Docx

_STYLE_ID: Final = f"{W}styleId"
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

    def copy(self, element: Element) -> Element:
        """The element for her document; what it cannot bring along is left out."""
        made = deepcopy(element)
        made.tail = None
        clean(made)
        for use in made.iter(*_USES):
            style = self._style(use.get(VAL, ""))
            if style:
                use.set(VAL, style)
            else:
                use.set(VAL, "")
        for use in [u for u in made.iter(*_USES) if not u.get(VAL)]:
            detach(use)
        return made

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


def clean(element: Element) -> None:
    """Take off what may stand only once or points elsewhere: ids, bookmarks, comments, pictures."""
    for found in list(element.iter(*_FOREIGN)):
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
        for name in [n for n in item.attrib if n in _IDS or n == REL_EMBED or "rsid" in str(n)]:
            del item.attrib[name]


def without_section(paragraph: Element) -> None:
    """Take the section break off a paragraph."""
    for found in list(paragraph.iter(SECT)):
        detach(found)
