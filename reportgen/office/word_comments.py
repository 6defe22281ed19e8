"""Comments in the margin of a Word document, added to its parts as bytes.

Paragraphs are named by their number in the part, counted from 0 over all `w:p` in document order
(those in tables and text boxes included). Everything else stays byte for byte. Not for reading
comments, and not for parts other than the body: Word knows comments there only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.office.package import Member
from reportgen.office.tree import attribute, escape, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TYPES: Final = "[Content_Types].xml"
DATE: Final = "1980-01-01T00:00:00Z"
"""The date of every comment, so that the same findings give the same file."""

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TOKEN: Final = re.compile(r"<(/?)w:(p|pPr)(?: [^>]*?)?(/?)>", re.DOTALL)
_ID: Final = re.compile(r'<w:comment [^>]*?w:id="(\d+)"')
_RELATION_TAG: Final = re.compile(r"<Relationship [^>]*/?>")
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Comment(NamedTuple):
    """A comment on one paragraph: its number in the body from 0, who says it, and what."""

    paragraph: int
    author: str
    text: str


def add_comments(members: Sequence[Member], comments: Iterable[Comment]) -> list[Member]:
    """The members with the comments added, in the order given; old comments stay.

    A paragraph that is not there gets its comment on the last one; a body without paragraphs none.
    """
    wanted = list(comments)
    parts = {member.name: member for member in members}
    main = _main(parts)
    text = parts[main].content.decode() if main in parts else ""
    spots = _paragraphs(text)
    if not wanted or not spots:
        return list(members)
    relations = _relations_of(main)
    part = _part(parts, main)
    known = parts[part].content.decode() if part in parts else ""
    first = max((int(number) for number in _ID.findall(known)), default=-1) + 1
    changed = {
        main: _anchored(text, spots, wanted, first),
        part: _listed(known, wanted, first),
    }
    if part not in parts:
        changed[TYPES] = _declared(parts[TYPES].content.decode(), part)
        old = parts[relations].content.decode() if relations in parts else _NO_RELATIONS
        changed[relations] = _related(old, part)
    done = [
        Member(member.name, (changed.pop(member.name).encode(),))
        if member.name in changed
        else member
        for member in members
    ]
    return done + [Member(name, (content.encode(),)) for name, content in changed.items()]


_NO_RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{_PACKAGE}"></Relationships>'
)


class _Spot(NamedTuple):
    """Where the comment of a paragraph begins and ends; `closed`: the element is `<w:p/>`."""

    begin: int
    end: int
    closed: bool


def _paragraphs(text: str) -> list[_Spot]:
    found: list[_Spot | None] = []
    opened: list[tuple[int, int]] = []
    properties = 0
    for token in _TOKEN.finditer(text):
        closing, name, closed = token.groups()
        if name == "pPr":
            # The properties before a change stand inside the new ones.
            properties += 0 if closed else (-1 if closing else 1)
            if not properties and opened and not (closed and opened[-1][1] != token.start()):
                opened[-1] = (opened[-1][0], token.end())
        elif closed:
            found.append(_Spot(token.start(), token.end(), closed=True))
        elif closing:
            number, begin = opened.pop()
            found[number] = _Spot(begin, token.start(), closed=False)
        else:
            opened.append((len(found), token.end()))
            found.append(None)
    return [spot for spot in found if spot is not None]


def _anchored(text: str, spots: list[_Spot], wanted: list[Comment], first: int) -> str:
    by_spot: dict[_Spot, list[int]] = {}
    for number, comment in enumerate(wanted, first):
        spot = spots[min(max(comment.paragraph, 0), len(spots) - 1)]
        by_spot.setdefault(spot, []).append(number)
    pieces: list[tuple[int, int, str]] = []
    for spot, numbers in by_spot.items():
        begins = "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in numbers)
        ends = "".join(
            f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
            for number in numbers
        )
        if spot.closed:
            opened = text[spot.begin : spot.end - 2].rstrip() + ">"
            pieces.append((spot.begin, spot.end, f"{opened}{begins}{ends}</w:p>"))
        else:
            pieces += [(spot.begin, spot.begin, begins), (spot.end, spot.end, ends)]
    at = 0
    out: list[str] = []
    for begin, end, instead in sorted(pieces):
        out += (text[at:begin], instead)
        at = end
    return "".join([*out, text[at:]])


def _listed(known: str, wanted: list[Comment], first: int) -> str:
    made = "".join(_comment(comment, number) for number, comment in enumerate(wanted, first))
    if known:
        head, end, tail = known.rpartition("</w:comments>")
        if end:
            return head + made + end + tail
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:comments xmlns:w="{_MAIN}">{made}</w:comments>'
    )


def _comment(comment: Comment, number: int) -> str:
    author = attribute(_UNFIT.sub("", comment.author))
    lines = _UNFIT.sub("", comment.text).split("\n")
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
    )
    initials = author[:1]
    return (
        f'<w:comment w:id="{number}" w:author="{author}" w:date="{DATE}" w:initials="{initials}">'
        f"{paragraphs}</w:comment>"
    )


def _main(parts: dict[str, Member]) -> str:
    top = parts["_rels/.rels"].content if "_rels/.rels" in parts else b"<x/>"
    for item in parse(top).elements():
        if item.attributes.get("Type", "").endswith("/officeDocument"):
            return item.attributes.get("Target", "").lstrip("/")
    return "word/document.xml"


def _relations_of(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _part(parts: dict[str, Member], main: str) -> str:
    """The part of the comments: the one there is, else a new name beside the body."""
    folder = main.rpartition("/")[0]
    relations = _relations_of(main)
    for item in parse(parts[relations].content).elements() if relations in parts else ():
        if item.attributes.get("Type", "").endswith("/comments"):
            target = item.attributes.get("Target", "")
            return target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")
    name = f"{folder}/comments.xml".lstrip("/")
    return name if name not in parts else f"{folder}/comments-reportgen.xml".lstrip("/")


def _declared(types: str, part: str) -> str:
    added = f'<Override PartName="/{part}" ContentType="{_TYPE}"/>'
    head, end, tail = types.rpartition("</Types>")
    return head + added + end + tail


def _related(relations: str, part: str) -> str:
    known = "".join(_RELATION_TAG.findall(relations))
    number = next(n for n in range(1, 100_000) if f'"rIdRg{n}"' not in known)
    added = f'<Relationship Id="rIdRg{number}" Type="{_RELATION}/comments" Target="/{part}"/>'
    if "</Relationships>" not in relations:
        return _NO_RELATIONS.replace("</Relationships>", f"{added}</Relationships>")
    head, end, tail = relations.rpartition("</Relationships>")
    return head + added + end + tail
