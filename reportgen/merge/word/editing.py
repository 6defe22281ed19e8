"""Replaces characters of a paragraph of hers, inside its runs, so that their formatting stays.

Edits of one paragraph are made from the last to the first: what stands before an edit keeps its
offsets. Not for whole paragraphs or rows.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.merge.word.names import (
    AUTHOR,
    DEL,
    INS,
    PPR,
    RPR,
    SPACE,
    P,
    R,
    T,
    W,
    add,
    detach,
    make,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reportgen.merge.word.reading import Atom, Para

_PIECES: Final = re.compile(r"[\t\n]|[^\t\n]+")
_MARKED: Final = (INS, DEL, f"{W}moveFrom", f"{W}moveTo", f"{W}commentRangeStart")


@dataclass(slots=True)
class Marker:
    """Makes marks of tracked changes, each with a number of its own; `on` says whether to."""

    on: bool
    date: str
    number: int = 0
    attributes: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.attributes = {"author": AUTHOR, **({"date": self.date} if self.date else {})}

    def see(self, root: Element) -> None:
        """Learn which numbers a part uses already."""
        for tag in (*_MARKED, f"{W}bookmarkStart", f"{W}rPrChange", f"{W}pPrChange"):
            for element in root.iter(tag):
                value = element.get(f"{W}id", "")
                if value.isascii() and value.isdigit():
                    self.number = max(self.number, int(value))

    def mark(self, tag: str) -> Element:
        """A new `w:ins` or `w:del`."""
        self.number += 1
        return make(tag, {"id": str(self.number), **self.attributes})


def replace(para: Para, start: int, end: int, text: str, marker: Marker) -> None:
    """Put `text` in place of the characters from `start` to `end` of the paragraph as it was read."""
    if marker.on:
        _tracked(para, start, end, text, marker)
    else:
        _plain(para, start, end, text)


def fill(paragraph: Element, text: str, properties: Element | None) -> None:
    """Give a paragraph this text and nothing else, in a run with these properties."""
    for child in list(paragraph):
        if child.tag != PPR:
            paragraph.remove(child)
    if text:
        paragraph.append(run(text, properties))


def run(text: str, properties: Element | None) -> Element:
    """A new run with the text; tabs and line breaks become elements."""
    made = make("r")
    if properties is not None and len(properties):
        made.append(_clean(properties))
    for piece in _PIECES.findall(text):
        made.append(_piece(piece))
    return made


def run_properties(paragraph: Element) -> Element | None:
    """How text of the paragraph is formatted: as its first run that holds text, or as its mark."""
    for found in paragraph.iter(R):
        if found.find(T) is not None:
            return found.find(RPR)
    properties = paragraph.find(PPR)
    return None if properties is None else properties.find(RPR)


def _clean(properties: Element) -> Element:
    made = deepcopy(properties)
    made.tail = None
    for child in list(made):
        if child.tag in {INS, DEL, f"{W}rPrChange", f"{W}moveFrom", f"{W}moveTo"}:
            made.remove(child)
    made.tag = RPR
    return made


def _piece(text: str) -> Element:
    if text == "\t":
        return make("tab")
    if text == "\n":
        return make("br")
    made = make("t")
    _set(made, text)
    return made


def _set(element: Element, text: str) -> None:
    element.text = text
    if text != text.strip() or "  " in text:
        element.set(SPACE, "preserve")


def _touched(para: Para, start: int, end: int) -> list[Atom]:
    """The pieces that hold the characters; for none, the piece that they would be added to."""
    inside = [a for a in para.atoms if a.start < end and a.start + len(a.text) > start]
    if inside or not para.atoms:
        return inside
    before = [a for a in para.atoms if a.start < start or a.start == start == 0]
    return before[-1:] or para.atoms[:1]


def _plain(para: Para, start: int, end: int, text: str) -> None:
    atoms = _touched(para, start, end)
    if not atoms:
        properties = para.element.find(PPR)
        mark = None if properties is None else properties.find(RPR)
        para.element.append(run(text, mark))
        return
    first = atoms[0]
    rest = ""
    if first.element.tag == T:
        # An edit further on may have changed the element: only what stands before it is as read.
        now = first.element.text or ""
        left = now[: start - first.start]
        rest = now[end - first.start :] if end <= first.start + len(first.text) else ""
        at = first.element
    else:
        at = make("t")
        left = ""
        first.element.addprevious(at)
        if start > first.start:
            first.element.addnext(at)
        elif end > start:
            detach(first.element)
    for atom in atoms[1:]:
        if atom.element.tag != T:
            detach(atom.element)
            continue
        now = atom.element.text or ""
        _set(atom.element, now[end - atom.start :] if end < atom.start + len(atom.text) else now[len(atom.text) :])  # fmt: skip
    _write(at, left, text, rest)


def _write(at: Element, left: str, text: str, rest: str) -> None:
    pieces = _PIECES.findall(text)
    if all(piece not in {"\t", "\n"} for piece in pieces):
        _set(at, left + text + rest)
        return
    _set(at, left)
    after = [*pieces, *([rest] if rest else [])]
    for piece in reversed(after):
        at.addnext(_piece(piece))


def _tracked(para: Para, start: int, end: int, text: str, marker: Marker) -> None:
    atoms = _touched(para, start, end)
    if not atoms:
        properties = para.element.find(PPR)
        mark = None if properties is None else properties.find(RPR)
        inserted = marker.mark("ins")
        inserted.append(run(text, mark))
        para.element.append(inserted)
        return
    parents = [atom.element.getparent() for atom in atoms]
    if any(parent is None or parent.tag != R for parent in parents):
        _plain(para, start, end, text)
        return
    runs = [_cut(atom, start, end) for atom in atoms]
    last = runs[-1]
    place: Element = last
    if start == end:
        place = _before_insertion(atoms[0], start)
    else:
        for piece in runs:
            deleted = marker.mark("del")
            piece.addprevious(deleted)
            deleted.append(piece)
            for words in piece.iter(T):
                words.tag = f"{W}delText"
            place = deleted
    if text:
        inserted = marker.mark("ins")
        inserted.append(run(text, last.find(RPR)))
        place.addnext(inserted)


def _before_insertion(atom: Atom, start: int) -> Element:
    """The run after which something is inserted, cut where it has to be."""
    whole = atom.element.getparent()
    assert whole is not None
    length = start - atom.start
    now = atom.element.text or ""
    if atom.element.tag == T and 0 < length < len(now):
        _split(whole, atom.element, length)
    elif length <= 0:
        empty = make("r")
        whole.addprevious(empty)
        return empty
    else:
        _split(whole, atom.element, None)
    return whole


def _cut(atom: Atom, start: int, end: int) -> Element:
    """The run that holds just the characters from `start` to `end` of this piece."""
    element = atom.element
    whole = element.getparent()
    assert whole is not None
    if start == end:
        return whole
    first, last = max(0, start - atom.start), min(len(atom.text), end - atom.start)
    if element.tag == T and last < len(element.text or ""):
        _split(whole, element, last)
    else:
        _split(whole, element, None)
    if first > 0 and element.tag == T:
        return _split(whole, element, first)
    if whole.index(element) > (1 if whole.find(RPR) is not None else 0):
        # What stands before in the run stays in it: the piece moves into a run of its own.
        made = _beside(whole)
        made.append(element)
        return made
    return whole


def _split(whole: Element, element: Element, at: int | None) -> Element:
    """Cut a run inside a text, or (`None`) behind an element; the new run behind it."""
    made = _beside(whole)
    following = list(element.itersiblings())
    if at is not None:
        text = element.text or ""
        made.append(_piece(text[at:]))
        _set(element, text[:at])
    for sibling in following:
        made.append(sibling)
    if not [child for child in made if child.tag != RPR] and at is None:
        detach(made)
    return made


def _beside(whole: Element) -> Element:
    made = make("r")
    properties = whole.find(RPR)
    if properties is not None:
        made.append(deepcopy(properties))
    whole.addnext(made)
    return made


__all__ = ["Marker", "P", "add", "fill", "replace", "run", "run_properties"]
