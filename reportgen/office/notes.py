"""The parts that hold a sheet's notes: the texts (comments) and the boxes they are shown in (VML)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from reportgen.office.scan import Element, Patch, elements, escaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.office.parts import Parts

_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LONGEST: Final = 8_000
_SHAPE_TYPE: Final = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" id="_x0000_t202" coordsize="21600,21600" '
    'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_VML: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_TAGS: Final = re.compile(r"<[^>]*>")
_SHAPE_ID: Final = re.compile(rb"_x0000_s([0-9]+)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell: row and column from 1."""

    row: int
    column: int

    @property
    def reference(self) -> str:
        """Such as F12."""
        letters, number = "", self.column
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.row}"


def add_notes(
    parts: Parts,
    sheet: str,
    drawing: str,
    notes: Mapping[Spot, str],
    author: str,
    marks: tuple[str, ...] = (),
) -> str:
    """Notes at cells of a worksheet; where a cell has one, ours stands below its text.

    A note that begins with one of `marks` is an earlier one of ours: its text is replaced.
    `drawing` is the id of the relation that the worksheet names as its legacyDrawing. What is given
    back is the id it must name from now on, empty where it stays.
    """
    relations = parts.relations(sheet)
    comments = next((part for kind, part in relations.values() if kind == "comments"), "")
    old = parts.content(comments) if comments and parts.has(comments) else None
    boxes = {
        where: note for where, note in notes.items() if where.reference not in noted_cells(old)
    }
    shapes, identity = relations.get(drawing, ("", ""))[1], ""
    vml = parts.content(shapes) if shapes and parts.has(shapes) else None
    if not shapes:
        shapes = parts.free("xl/drawings/vmlDrawingRg{}.vml")
        identity = parts.relate(sheet, "vmlDrawing", shapes)
        parts.declare(shapes, _VML_TYPE)
    parts.put(shapes, vml_part(vml, boxes))
    if old is None:
        comments = parts.free("xl/commentsRg{}.xml")
        parts.relate(sheet, "comments", comments)
        parts.declare(comments, _COMMENTS_TYPE)
    parts.put(comments, comments_part(old, notes, author, marks))
    return identity


def comments_part(
    old: bytes | None, notes: Mapping[Spot, str], author: str, marks: tuple[str, ...] = ()
) -> bytes:
    """The comments of a sheet with ours added; a note of hers on the same cell keeps its text."""
    if old is None:
        old = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
        ).encode()
    patch = Patch(old)
    found = elements(old, "authors", "author", "commentList", "comment", "text")
    single = {e.name: e for e in found if e.name in {"authors", "commentList"}}
    p = single["commentList"].prefix
    number = sum(e.name == "author" for e in found)
    patch.append(single["authors"], f"<{p}author>{escaped(author)}</{p}author>".encode())
    texts = [e for e in found if e.name == "text"]
    hers = {e.attributes.get("ref", ""): e for e in found if e.name == "comment"}
    added = []
    for where, note in notes.items():
        run = _run(p, note)
        known = hers.get(where.reference)
        own = [t for t in texts if known and known.start < t.start < known.end]
        if own and _said(old, own[0]).startswith(marks):
            text = own[0]
            patch.replace(text.head_end, text.tail, run)
        elif own:
            patch.append(own[0], _run(p, f"\n{note}"))
        else:
            head = f'<{p}comment ref="{where.reference}" authorId="{number}"><{p}text>'
            added.append(head.encode() + run + f"</{p}text></{p}comment>".encode())
    if added:
        patch.append(single["commentList"], b"".join(added))
    return patch.result()


def _said(data: bytes, text: Element) -> str:
    """What a comment says, its formats left out."""
    inside = data[text.head_end : text.tail].decode("utf-8") if not text.is_closed else ""
    return unescape(_TAGS.sub("", inside)).strip()


def noted_cells(comments: bytes | None) -> set[str]:
    """The cells that have a note already."""
    if comments is None:
        return set()
    return {e.attributes.get("ref", "") for e in elements(comments, "comment")}


def vml_part(old: bytes | None, notes: Mapping[Spot, str]) -> bytes:
    """The drawing of a sheet's notes with a box for each of ours."""
    data = old if old is not None else _VML.encode()
    highest = max((int(found) for found in _SHAPE_ID.findall(data)), default=1024)
    shapes = [] if b'id="_x0000_t202"' in data else [_SHAPE_TYPE]
    for number, (where, note) in enumerate(notes.items(), highest + 1):
        lines = sum(1 + len(line) // 22 for line in note.split("\n"))
        height = min(max(lines + 1, 4), 22)
        top, left = where.row - 1, where.column
        shapes.append(
            f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
            f'xmlns:o="urn:schemas-microsoft-com:office:office" '
            f'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" '
            'type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" '
            'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
            '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
            "<x:MoveWithCells/><x:SizeWithCells/>"
            f"<x:Anchor>{left}, 15, {top}, 2, {left + 4}, 15, {top + height}, 4</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{top}</x:Row><x:Column>{left - 1}</x:Column>"
            "</x:ClientData></v:shape>"
        )
    at = data.rfind(b"</xml>")
    at = at if at >= 0 else len(data)
    return data[:at] + "".join(shapes).encode() + data[at:]


def _run(prefix: str, note: str) -> bytes:
    text = escaped(note[:_LONGEST])
    return f'<{prefix}r><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}r>'.encode()
