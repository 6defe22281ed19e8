"""The table of contents of a printed body, filled in its pieces without taking the body apart.

It makes what contents.py makes of the document as a tree, which takes longer than printing a long
report: only the field itself, the same in all documents of a template, becomes a tree here, once. A body
that is not simple enough is left to contents.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.office.tree import escape
from reportgen.render.word.contents import Contents, field_of, parsed, put_entries
from reportgen.render.word.marks import Printout
from reportgen.render.word.outline import Heading, Outline, Styles, anchor_of, levels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELD: Final = re.compile(rb"<w:instrText[^>]*>\s*TOC\b", re.IGNORECASE)
_ODD: Final = (b"w:txbxContent", b"<w:pPrChange", b"<w:outlineLvl", b'w:name="_Toc')
"""With paragraphs in paragraphs, former properties, levels of single paragraphs or bookmarks of ours in
it, a body is not simple."""
_STYLE: Final = b'<w:pStyle w:val="'
_BOOKMARK: Final = re.compile(rb'<w:bookmarkStart [^>]*?w:id="(\d+)"')
_WORDS: Final = re.compile(rb"<w:(t|tab|br)(?: [^>]*?)?(/?)>([^<]*)")
_FIELD_END: Final = b'w:fldCharType="end"'
_PROPERTIES: Final = b"<w:pPr>"
_PROPERTIES_END: Final = b"</w:pPr>"
_END: Final = b"</w:p>"
_HERE: Final = "\uf8ef"
"""Stands for the words of a heading in the entries that are kept; no document may hold it."""
_KEPT: Final = 100


class _Edit(NamedTuple):
    """What comes in the place of the bytes from `start` to `end`."""

    start: int
    end: int
    pieces: list[bytes]


class _Found(NamedTuple):
    """A heading in a body: its words, its level, where its properties and where it ends."""

    text: str
    level: int
    inside: int
    end: int


class HeadingLister:
    """Fills the contents of the documents of one template; `styles` is its style sheet."""

    def __init__(self, styles: bytes) -> None:
        self._source = styles
        self._sheet: Styles | None = None
        self._levels: dict[bytes, dict[bytes, int] | None] = {}
        self._entries: dict[tuple[bytes, tuple[int, ...]], list[bytes]] = {}

    def listed(self, printout: Printout) -> Printout | None:
        """The body with its headings listed; None where contents.py has to do it."""
        content = printout.content
        code = _FIELD.search(content)
        if code is None or any(odd in content for odd in _ODD):
            return None
        if content.count(b"<w:pStyle") != content.count(_STYLE):
            return None
        start = _paragraph_at(content, code.start())
        end = content.find(_END, content.find(_FIELD_END, code.end())) + len(_END)
        if start < 0 or end <= code.end():
            return None
        # The field with what its prefixes mean: the same in all documents of a template.
        head = content[: content.index(b">") + 1]
        source = b"%s<w:body>%s</w:body></w:document>" % (head, content[start:end])
        levels = self._levels_in(source)
        headings = None if levels is None else _headings(content, levels, start, end)
        if headings is None:
            return None
        if not headings:
            return printout
        edits = [_Edit(start, end, self._filled(source, headings))]
        first = max((int(found) for found in _BOOKMARK.findall(content)), default=-1) + 1
        for number, heading in enumerate(headings):
            mark = f'w:id="{first + number}"'
            begin = f'<w:bookmarkStart {mark} w:name="{anchor_of(number)}"/>'
            edits.append(_Edit(heading.inside, heading.inside, [begin.encode()]))
            edits.append(_Edit(heading.end, heading.end, [f"<w:bookmarkEnd {mark}/>".encode()]))
        return _edited(printout, sorted(edits))

    def _levels_in(self, source: bytes) -> dict[bytes, int] | None:
        """The levels by style that the field lists; None where it is no field between paragraphs."""
        if source not in self._levels:
            if len(self._levels) >= _KEPT:
                self._levels.clear()
            self._levels[source] = self._understood(source)
        return self._levels[source]

    def _understood(self, source: bytes) -> dict[bytes, int] | None:
        try:
            root = parsed(source)
            if self._sheet is None:
                self._sheet = Styles(parsed(self._source) if self._source else None)
        except ValueError:
            return None
        field = field_of(root)
        if field is None or root[0][0] is not field[1] or root[0][-1] is not field[2]:
            return None
        listed, named = levels_of(field[0], self._sheet)
        levels: dict[bytes, int] = {}
        for style in self._sheet.all():
            outline = self._sheet.level(style) or 0
            level = outline if outline in listed else named.get(style, 0)
            if level:
                levels[style.encode()] = level
        return levels

    def _filled(self, source: bytes, headings: Sequence[_Found]) -> list[bytes]:
        """The paragraphs of the field with an entry for each heading."""
        key = source, tuple(heading.level for heading in headings)
        fixed = self._entries.get(key)
        if fixed is None:
            if len(self._entries) >= _KEPT:
                self._entries.clear()
            fixed = self._entries[key] = self._entries_of(*key)
        pieces = [fixed[0]]
        for heading, after in zip(headings, fixed[1:], strict=True):
            pieces += (escape(heading.text).encode(), after)
        return pieces

    def _entries_of(self, source: bytes, levels: tuple[int, ...]) -> list[bytes]:
        """What stands before, between and after the words of the headings."""
        from lxml import etree

        assert self._sheet is not None
        root = parsed(source)
        outline = Outline([Heading(_HERE, at, 0, anchor_of(n)) for n, at in enumerate(levels)])
        field = field_of(root)
        assert field is not None
        put_entries(Contents(root, outline, 0, 0, False), *field[1:], self._sheet, numbered=False)
        done: bytes = etree.tostring(root, encoding="UTF-8")
        begin, end = done.index(b"<w:body>") + len(b"<w:body>"), done.rindex(b"</w:body>")
        return done[begin:end].split(_HERE.encode())


def _paragraph_at(content: bytes, at: int) -> int:
    """Where the paragraph around a place begins; -1 where none does."""
    plain = content.rfind(b"<w:p>", 0, at)
    return max(plain, content.rfind(b"<w:p ", max(plain, 0), at))


def _headings(
    content: bytes, levels: dict[bytes, int], start: int, end: int
) -> list[_Found] | None:
    """The headings outside the field, which stands from `start` to `end`; None where one is not simple."""
    found: list[_Found] = []
    for style, level in levels.items():
        sign = _STYLE + style + b'"'
        at = content.find(sign)
        while at >= 0:
            begin, close = _paragraph_at(content, at), content.find(_END, at)
            own = content.find(b">", begin) + 1
            properties = content.find(_PROPERTIES_END, at, close)
            if begin < 0 or properties < 0 or not content.startswith(_PROPERTIES, own, at):
                return None
            inside = properties + len(_PROPERTIES_END)
            text = _text(content[inside:close])
            if text and not start <= at < end:
                found.append(_Found(text, level, inside, close))
            at = content.find(sign, at + len(sign))
    return sorted(found, key=lambda heading: heading.inside)


def _text(content: bytes) -> str:
    """The words of a paragraph, blanks put together."""
    words = "".join(
        unescape(text.decode()) if kind == b"t" else " "
        for kind, _, text in _WORDS.findall(content)
    )
    return re.sub(r"\s+", " ", words).strip()


def _edited(printout: Printout, edits: Sequence[_Edit]) -> Printout | None:
    """The pieces with edits, which do not overlap, in order; None where a number is in the way."""
    pieces = printout.pieces
    ends = list(accumulate(map(len, pieces)))
    done: list[bytes] = []
    figures = [*printout.figures]
    waiting, at, cut = 0, 0, 0
    for edit in edits:
        first = bisect_right(ends, edit.start)
        last = bisect_right(ends, edit.end) if edit.end > edit.start else first
        shift = len(done) - at
        while waiting < len(figures) and figures[waiting][0] <= last:
            place, printed = figures[waiting]
            if place >= first or (place == at and cut):
                return None
            figures[waiting] = place + shift, printed
            waiting += 1
        if first > at:
            done += (pieces[at][cut:], *pieces[at + 1 : first])
            at, cut = first, 0
        done += (pieces[first][cut : edit.start - ends[first] + len(pieces[first])], *edit.pieces)
        at, cut = last, edit.end - ends[last] + len(pieces[last])
    shift = len(done) - at
    figures[waiting:] = [(place + shift, printed) for place, printed in figures[waiting:]]
    done += (pieces[at][cut:], *pieces[at + 1 :])
    return Printout(
        b"".join(done),
        done,
        figures,
        printout.known,
        numerals=printout.numerals,
        follower=printout.follower,
    )
