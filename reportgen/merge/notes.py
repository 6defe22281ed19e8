"""The notes that conflicts leave in her document, and which of them still wait for her.

A note waits until she deletes it, or until the cell says what was newly generated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.office import package
from reportgen.office.parts import Parts
from reportgen.office.scan import ScanError
from reportgen.office.tree import MarkupError, parse

if TYPE_CHECKING:
    from reportgen.office.tree import Element

AUTHOR: Final = "reportgen"
CELL_MARK: Final = "这一格您改过，现在新生成的是："
ROW_MARK: Final = "新生成的表里没有这一行了；您改过它，所以留着。"
BEFORE: Final = "\n上次生成的是："
MARKS: Final = (CELL_MARK, ROW_MARK)
NOTHING: Final = "（空白）"


def cell_note(new: str, old: str) -> str:
    """The note at a cell that both changed."""
    return f"{CELL_MARK}{new or NOTHING}{BEFORE}{old or NOTHING}"


def waiting_notes(name: str, data: bytes) -> int:
    """How many of our notes in a document still wait; 0 for what cannot be read."""
    try:
        if name.lower().endswith(".xlsx"):
            return _in_workbook(data)
        return _in_document(data)
    except (package.PackageError, ScanError, MarkupError, KeyError, ValueError):
        return 0


def _in_workbook(data: bytes) -> int:
    from reportgen.cell_names import cell_at
    from reportgen.merge.book import read_book

    members = [m for m in package.read(data) if "comments" in m.name.lower()]
    if not any(MARKS[0].encode() in m.content or MARKS[1].encode() in m.content for m in members):
        return 0
    book = read_book(data)
    count = 0
    for sheet in book.sheets:
        part = book.parts.target(sheet.part, "comments")
        if not part or not book.parts.has(part):
            continue
        for comment in parse(book.parts.content(part)).walk():
            if comment.tag != "comment":
                continue
            text = _said(comment)
            if not text.startswith(MARKS):
                continue
            at = cell_at(comment.attributes.get("ref", ""))
            shown = sheet.cell(*at).shown() if at else ""
            new = text.removeprefix(CELL_MARK).partition(BEFORE)[0]
            count += not (text.startswith(CELL_MARK) and (shown or NOTHING) == new)
    return count


def _said(comment: Element) -> str:
    """The text of a comment; what some programs put before it (the author's name) is left out."""
    text = "".join(element.text() for element in comment.walk() if element.tag == "t")
    found = [text.find(mark) for mark in MARKS if mark in text]
    return text[min(found) :] if found else text


def _in_document(data: bytes) -> int:
    parts = Parts(package.read(data))
    part = parts.target(parts.main, "comments")
    if not part or not parts.has(part):
        return 0
    author = re.compile(r'<w:comment [^>]*w:author="' + AUTHOR)
    return len(author.findall(parts.content(part).decode("utf-8")))
