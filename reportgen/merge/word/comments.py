"""Word comments: which ones the program made before, and new ones beside paragraphs of hers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.merge.word.editing import run
from reportgen.merge.word.names import AUTHOR, ID, NS, PPR, P, R, W, add, make

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reportgen.merge.word.parts import Docx

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_START, _END, _REFERENCE = (
    f"{W}commentRangeStart",
    f"{W}commentRangeEnd",
    f"{W}commentReference",
)


class Comments:
    """The comments of a document; the part is made when the first one is added."""

    def __init__(self, docx: Docx, date: str) -> None:
        self._docx = docx
        self._date = date
        self._name = next((r.target for r in docx.relations(docx.main) if r.kind == "comments"), "")
        if self._name not in docx.members:
            self._name = ""
        root = docx.root(self._name) if self._name else None
        self.own: set[str] = set()
        """The ids of comments that the program made in an earlier merge."""
        numbers = [0]
        for comment in root if root is not None else ():
            number = comment.get(ID, "")
            if comment.get(f"{W}author") == AUTHOR:
                self.own.add(number)
            if number.isascii() and number.isdigit():
                numbers.append(int(number))
        for mark in docx.root(docx.main).iter(_REFERENCE):
            number = mark.get(ID, "")
            if number.isascii() and number.isdigit():
                numbers.append(int(number))
        self._next = max(numbers) + 1

    def add(self, paragraph: Element, lines: list[str]) -> None:
        """A comment on a whole paragraph of the body."""
        number = str(self._next)
        self._next += 1
        attributes = {"id": number, "author": AUTHOR, "initials": "rg"}
        if self._date:
            attributes["date"] = self._date
        comment = add(self._root(), "comment", attributes)
        for line in lines:
            add(comment, "p").append(run(line, None))
        first = next((c for c in paragraph if c.tag != PPR), None)
        start = make("commentRangeStart", {"id": number})
        if first is None:
            paragraph.append(start)
        else:
            first.addprevious(start)
        paragraph.append(make("commentRangeEnd", {"id": number}))
        reference = add(paragraph, "r")
        add(reference, "commentReference", {"id": number})
        self._docx.change(self._name)

    def drop(self, paragraph: Element) -> None:
        """Take the program's own earlier comments off a paragraph, before it gets a new one."""
        for mark in [e for e in paragraph.iter(_START, _END, _REFERENCE) if e.get(ID) in self.own]:
            holder = mark.getparent()
            assert holder is not None
            holder.remove(mark)
            if mark.tag == _REFERENCE and holder.tag == R and not holder.findall("*"):
                upper = holder.getparent()
                assert upper is not None
                upper.remove(holder)
            if mark.tag == _REFERENCE:
                root = self._root()
                for comment in [c for c in root if c.get(ID) == mark.get(ID)]:
                    root.remove(comment)
                self._docx.change(self._name)

    def _root(self) -> Element:
        if not self._name:
            folder = self._docx.main.rpartition("/")[0]
            name = f"{folder}/comments.xml".lstrip("/")
            while name in self._docx.members:
                name = name.replace(".xml", "_.xml")
            self._name = name
            self._docx.replace(name, f'<w:comments xmlns:w="{NS}"/>'.encode())
            self._docx.declare(name, _TYPE)
            self._docx.relate(self._docx.main, "comments", name)
        return self._docx.root(self._name)


__all__ = ["Comments", "P"]
