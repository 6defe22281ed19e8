"""Reads produced documents as text, in a stream: the cells of a workbook, the paragraphs of a document.

Written against the file formats, not against the engines, so that it can find their mistakes. Not
for templates, and not for the clerk's files: it expects packages that were just made.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

from reportgen.office import package
from reportgen.office.tree import MarkupError, parse
from reportgen.render import read_charts
from reportgen.render.spot import Spot
from reportgen.render.word.spots import Counter, Frame, text_part

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HEADING", "Spot", "UnreadableError", "spots"]

HEADING: Final = "页眉页脚"
"""The spot of headers and footers of a sheet."""
_WORD: Final = "word/"
_TOKEN: Final = re.compile(
    r"<(?:w:t(?: [^>]*)?>([^<]*)</w:t>"
    r"|(/?)w:(p|tbl|tr|tc|txbxContent|footnote|endnote|pPr)(?: [^>]*?)?(/?)>"
    r"|w:(tab|br|cr|noBreakHyphen)(?: [^>]*)?/>)"
)


class UnreadableError(ValueError):
    """The produced file cannot be read back; the text says why, in Chinese."""


def spots(data: bytes) -> Iterator[Spot]:
    """Every cell or paragraph that says something; UnreadableError where the file is damaged."""
    try:
        members = {member.name: member for member in package.read(data)}
        if "xl/workbook.xml" in members:
            yield from _workbook(members)
        else:
            yield from _document(members)
    except (package.PackageError, MarkupError, expat.ExpatError, KeyError, ValueError) as error:
        raise UnreadableError(str(error)) from error


def _workbook(members: dict[str, package.Member]) -> Iterator[Spot]:
    targets = {
        item.attributes.get("Id", ""): item.attributes.get("Target", "")
        for item in parse(members["xl/_rels/workbook.xml.rels"].content).elements()
    }
    shared = (
        _shared(members["xl/sharedStrings.xml"].content)
        if "xl/sharedStrings.xml" in members
        else []
    )
    sheets = parse(members["xl/workbook.xml"].content).find("sheets")
    for sheet in sheets.elements() if sheets else ():
        target = targets[next(v for n, v in sheet.attributes.items() if n.endswith(":id"))]
        name = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        yield from _sheet(sheet.attributes["name"], members[name].content, shared)


def _sheet(title: str, content: bytes, shared: list[str]) -> list[Spot]:
    """The cells of one sheet; `v`, `t` and headings are the only elements whose text counts.

    Functions rather than methods: a long sheet has millions of elements.
    """
    found: list[Spot] = []
    ref = kind = ""
    open_text = False
    pieces: list[str] = []
    add = pieces.append

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal ref, kind, open_text
        if tag == "c":
            ref, kind = attributes["r"], attributes.get("t", "n")
            pieces.clear()
        elif tag == "v" or tag == "t":  # noqa: PLR1714 - twice as fast as a set here
            open_text = True
        elif tag.endswith(("Header", "Footer")):
            open_text = True
            pieces.clear()

    def characters(data: str) -> None:
        if open_text:
            add(data)

    def end(tag: str) -> None:
        nonlocal open_text
        if tag == "c":
            if pieces:
                text = "".join(pieces)
                if kind == "n":
                    found.append(Spot(title, ref, "number", text))
                else:
                    text = shared[int(text)] if kind == "s" else text
                    found.append(Spot(title, ref, "text", text))
        elif open_text:
            open_text = False
            if tag.endswith(("Header", "Footer")):
                found.append(Spot(title, HEADING, "text", "".join(pieces).replace("&&", "&")))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.Parse(content, True)
    return found


def _shared(content: bytes) -> list[str]:
    found: list[str] = []
    pieces: list[str] = []
    inside = [False]

    def start(tag: str, _: Any) -> None:
        if tag == "si":
            pieces.clear()
        inside[0] = tag == "t"

    def characters(data: str) -> None:
        if inside[0]:
            pieces.append(data)

    def end(tag: str) -> None:
        inside[0] = False
        if tag == "si":
            found.append("".join(pieces))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.Parse(content, True)
    return found


def _document(members: dict[str, package.Member]) -> Iterator[Spot]:
    for name, member in members.items():
        label = text_part(name)
        if label:
            yield from _paragraphs(label, member.content)
        if name.startswith(_WORD) and name.endswith(".xml") and b"<c:chart " in member.content:
            yield from read_charts.drawn_in(name, members)
    core = members.get("docProps/core.xml")
    if core is not None:
        title = next((e for e in parse(core.content).elements() if e.tag == "dc:title"), None)
        if title is not None:
            yield Spot("core", "正文", "text", title.text())


def _paragraphs(part: str, content: bytes) -> list[Spot]:
    """The paragraphs of one part, named and counted as the figure map does.

    expat says whether it is XML at all; the few elements that count are then found by their tags,
    since most of a document is formatting.
    """
    expat.ParserCreate().Parse(content, True)
    found: list[Spot] = []
    counter = Counter()
    opened: list[tuple[Frame, list[str]]] = []
    in_properties = False
    for words, closing, tag, empty, sign in _TOKEN.findall(content.decode()):
        if words:
            text = unescape(words) if "&" in words else words
        elif not tag:
            text = "" if in_properties or not sign else "\t" if sign == "tab" else "\n"
        elif tag == "pPr":
            in_properties = not closing and not empty
            continue
        elif closing:
            counter.closed()
            if tag == "p":
                paragraph, pieces = opened.pop()
                if pieces:
                    found.append(Spot(part, paragraph.name, "text", "".join(pieces)))
            continue
        else:
            counter.opened(tag)
            if empty:
                counter.closed()
            elif tag == "p":
                opened.append((counter.frame, []))
            continue
        # A text box stands inside a paragraph, whose offsets count its text too.
        for _, pieces in opened if text else ():
            pieces.append(text)
    return found
