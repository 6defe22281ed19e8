"""Holds the contents of a document against its headings: what is listed must be there.

A list of contents is a run of short lines that open with numbers and come again below. Where most of
them do, one that does not is a section left out, or a heading that was renamed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.proof import text_kinds
from reportgen.proof.document import Paragraph, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.document import Document

_NUMBER: Final = re.compile(
    r"^(?:第[一二三四五六七八九十]+(?:部分|章)|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[、.．])"
)
_LEADER: Final = re.compile(r"[.．·…\-—_\s]*\d{0,3}$")
_CONTENTS: Final = re.compile(r"目录")
_LOOSE: Final = re.compile(
    r"[“”\"\"、，,：:（）()《》\s]|20\d\d年?度?|(?:情况)?(?:的)?说明$|情况$|公开$"
)
FEWEST: Final = 6
LONGEST: Final = 50


def check_contents(document: Document) -> Iterator[Finding]:
    """The entries of the contents that no heading below repeats."""
    entries, rest = _entries(document)
    if len(entries) < FEWEST:
        return
    missing = [(title, place) for title, place in entries if not _found(title, rest)]
    if len(missing) * 4 > len(entries):
        return  # headings are worded in another way throughout
    for title, place in missing:
        yield text_kinds.NOT_IN_BODY.at(place, title=title)


def _entries(document: Document) -> tuple[list[tuple[str, Place]], list[str]]:
    """The entries below 目录 with their places, and all texts that follow them."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    start = next(
        (at for at, item in enumerate(paragraphs) if _CONTENTS.fullmatch(squeezed(item.text))), None
    )
    if start is None:
        return [], []
    entries: list[tuple[str, Place]] = []
    first = ""
    end = start + 1
    for end, item in enumerate(paragraphs[start + 1 :], start + 1):  # noqa: B007
        text = squeezed(item.text)
        title = _LEADER.sub("", text)
        if not text:
            continue
        if len(text) > LONGEST or not _NUMBER.match(text) or (first and title == first):
            break
        first = first or title
        entries.append((title, item.place))
    rest = [_plain(squeezed(item.text)) for item in paragraphs[end:]]
    for table in document.tables:
        rest.append(_plain(squeezed(table.title)))
        rest += [
            _plain(squeezed(cell.text))
            for row in table.rows[:2]
            for cell in row
            if cell.text.strip()
        ]
    return entries, [text for text in rest if text]


def _plain(text: str) -> str:
    """A heading without number, marks, year and the words that come and go."""
    bare = _NUMBER.sub("", text)
    previous = ""
    while previous != bare:
        previous, bare = bare, _LOOSE.sub("", bare)
    return bare


def _found(title: str, rest: list[str]) -> bool:
    wanted = _plain(title)
    return not wanted or any(wanted in text[: len(wanted) + 40] for text in rest)
