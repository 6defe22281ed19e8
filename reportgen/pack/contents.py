"""A table of contents (TOC field) in a Word part: its entries as links, its headings marked.

It knows which paragraphs are headings and in which section they stand; it does not know pages.
Levels and switches are those of ECMA-376 Part 1, 17.16.5.68 (TOC) and 17.3.1.20 (outlineLvl).
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_NS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{_NS}}}"
_TOC: Final = re.compile(r"\s*TOC\b", re.IGNORECASE)
_RANGE: Final = re.compile(r'\\o\s+"?(\d)\s*-\s*(\d)"?', re.IGNORECASE)
_STYLES: Final = re.compile(r'\\t\s+"([^"]*)"', re.IGNORECASE)
_HEADING_STYLE: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_DEEPEST: Final = 9
_MARK_LEVEL: Final = "8"
"""The outline level given to the first paragraph of a section so that its page can be found."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the contents list; `anchor` is the bookmark its entry points at."""

    text: str
    level: int
    section: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A paragraph that shows in the outline of a PDF: a heading, the start of a section, or both.

    `restart` is the number of the page it stands on where the section begins counting anew.
    """

    text: str
    section: int
    heading: int | None = None
    restart: int | None = None


@dataclass(slots=True)
class Contents:
    """A document part with its TOC field filled in, the page numbers still to come.

    `position` is the number (from 1) of the field's paragraph among those outside tables, `added`
    how many paragraphs came after it.
    """

    root: Any
    headings: list[Heading] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    position: int = 0
    added: int = 0
    _numbers: list[Any] = field(default_factory=list)
    _markers: list[Any] = field(default_factory=list)

    def draft(self) -> bytes:
        """The part as it is laid out to find the pages: section starts show in the outline."""
        from lxml import etree

        changed = []
        for paragraph in self._markers:
            properties = paragraph.find(f"{W}pPr")
            if properties is None:
                properties = etree.Element(f"{W}pPr")
                paragraph.insert(0, properties)
            level = etree.SubElement(properties, f"{W}outlineLvl")
            level.set(f"{W}val", _MARK_LEVEL)
            changed.append((properties, level))
        data = self.to_bytes()
        for properties, level in changed:
            properties.remove(level)
        return data

    def set_numbers(self, numbers: list[int]) -> None:
        """Writes the page of each heading, in order."""
        for element, number in zip(self._numbers, numbers, strict=True):
            element.text = str(number)

    def to_bytes(self) -> bytes:
        """The part as bytes."""
        from lxml import etree

        data: bytes = etree.tostring(
            self.root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
        )
        return data


def has_contents(part: bytes) -> bool:
    """Whether a TOC field may stand in the part: a quick look."""
    return b"instrText" in part and b"TOC" in part


def fill_entries(part: bytes, styles: bytes) -> Contents | None:
    """The part with an entry for each heading in its TOC field; None where there is no such field.

    The field keeps its instruction, so that Word and WPS can update it.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(part, parser)
    body = root.find(f"{W}body")
    found = _field(root)
    if body is None or found is None:
        return None
    instruction, first, last = found
    if first.getparent() is not last.getparent():
        return None
    sheet = _Styles(etree.fromstring(styles, parser)) if styles else _Styles(None)
    contents = Contents(root)
    own = set(_between(first, last))
    targets = _scan(contents, body, sheet, _levels(instruction, sheet), own)
    if not contents.headings:
        return None
    _bookmark(root, targets, [heading.anchor for heading in contents.headings])
    contents.position = _position(body, first)
    contents.added = len(contents.headings) - len(own)
    _rewrite(contents, first, last, sheet)
    return contents


class _Styles:
    """What matters of the paragraph styles: outline level, tabs, and names."""

    def __init__(self, root: Any) -> None:
        self._by_id = {}
        self.ids: dict[str, str] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            if style.get(f"{W}type") == "paragraph":
                name = style.find(f"{W}name")
                identifier = style.get(f"{W}styleId")
                self._by_id[identifier] = style
                if name is not None:
                    self.ids[name.get(f"{W}val").casefold()] = identifier

    def chain(self, identifier: str | None) -> Iterator[Any]:
        seen = set()
        while identifier in self._by_id and identifier not in seen:
            seen.add(identifier)
            style = self._by_id[identifier]
            yield style
            based = style.find(f"{W}basedOn")
            identifier = None if based is None else based.get(f"{W}val")

    def level(self, identifier: str | None) -> int | None:
        """The outline level of a style from 1, 0 for body text; None where nothing says."""
        for style in self.chain(identifier):
            level = style.find(f"{W}pPr/{W}outlineLvl")
            if level is not None:
                return _level(level)
            found = _HEADING_STYLE.fullmatch(style.find(f"{W}name").get(f"{W}val", ""))
            if found:
                return int(found[1])
        return None

    def has_tabs(self, identifier: str | None) -> bool:
        return any(style.find(f"{W}pPr/{W}tabs") is not None for style in self.chain(identifier))


def _level(element: Any) -> int:
    value = element.get(f"{W}val", "")
    return int(value) + 1 if value.isdigit() and int(value) < _DEEPEST else 0


def _levels(instruction: str, styles: _Styles) -> tuple[range, dict[str, int]]:
    """The levels that the field lists, and the styles it lists besides with their levels."""
    found = _RANGE.search(instruction)
    levels = range(int(found[1]), int(found[2]) + 1) if found else range(1, _DEEPEST + 1)
    named: dict[str, int] = {}
    extra = _STYLES.search(instruction)
    parts = re.split(r"[,;]", extra[1]) if extra else []
    for name, level in zip(parts[::2], parts[1::2], strict=False):
        identifier = styles.ids.get(name.strip().casefold())
        if identifier and level.strip().isdigit():
            named[identifier] = int(level)
    return levels, named


def _field(root: Any) -> tuple[str, Any, Any] | None:
    """The first TOC field: its instruction, the paragraphs it begins and ends in."""
    depth, start, instruction = 0, None, ""
    stack: list[bool] = []
    opened: list[Any] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText"):
        if element.tag == f"{W}instrText":
            if len(stack) == depth + 1 or start is None:
                instruction += element.text or ""
                if start is None and stack and _TOC.match(instruction):
                    start, depth = opened[-1], len(stack) - 1
            continue
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            stack.append(True)
            opened.append(element)
            if start is None:
                instruction = ""
        elif kind == "end" and stack:
            stack.pop()
            opened.pop()
            if start is not None and len(stack) == depth:
                first, last = (_paragraph(item) for item in (start, element))
                return None if first is None or last is None else (instruction, first, last)
    return None


def _paragraph(element: Any) -> Any:
    return next(element.iterancestors(f"{W}p"), None)


def _between(first: Any, last: Any) -> list[Any]:
    found = [first]
    while found[-1] is not last and found[-1].getnext() is not None:
        found.append(found[-1].getnext())
    return found


def _text(paragraph: Any) -> str:
    pieces = []
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if any(parent.tag == f"{W}txbxContent" for parent in element.iterancestors()):
            continue
        in_text = element.getparent().tag == f"{W}r"
        pieces.append((element.text or "") if element.tag == f"{W}t" else " " if in_text else "")
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _scan(
    contents: Contents,
    body: Any,
    styles: _Styles,
    wanted: tuple[range, dict[str, int]],
    own: set[Any],
) -> list[Any]:
    """Collects headings and section starts; gives the paragraphs of the headings."""
    levels, named = wanted
    targets: list[Any] = []
    sections = _sections(body)
    section, started = 0, False
    for paragraph in body.iter(f"{W}p"):
        outside = paragraph.getparent().tag == f"{W}txbxContent"
        text = "" if outside or paragraph in own else _text(paragraph)
        if text:
            properties = paragraph.find(f"{W}pPr")
            style = direct = None
            if properties is not None:
                item = properties.find(f"{W}pStyle")
                style = None if item is None else item.get(f"{W}val")
                direct = properties.find(f"{W}outlineLvl")
            outline = (_level(direct) if direct is not None else styles.level(style)) or 0
            level = outline if outline in levels else named.get(style or "", 0)
            restart = None if started or section >= len(sections) else sections[section]
            heading = None
            if level:
                heading = len(contents.headings)
                anchor = f"_Toc{heading + 1:08}"
                contents.headings.append(Heading(text, level, section, anchor))
                targets.append(paragraph)
            if level or restart is not None:
                contents.marks.append(Mark(text, section, heading, restart))
                if not outline:
                    contents._markers.append(paragraph)  # noqa: SLF001 - built here
            started = True
        if not outside and paragraph.find(f"{W}pPr/{W}sectPr") is not None:
            section, started = section + 1, False
    return targets


def _sections(body: Any) -> list[int | None]:
    """For each section the number its pages begin with, None where they go on."""
    found: list[int | None] = []
    for properties in body.iter(f"{W}sectPr"):
        numbering = properties.find(f"{W}pgNumType")
        start = None if numbering is None else numbering.get(f"{W}start")
        found.append(int(start) if start is not None and start.isdigit() else None)
    return found


def _bookmark(root: Any, paragraphs: list[Any], anchors: list[str]) -> None:
    from lxml import etree

    for old in list(root.iter(f"{W}bookmarkStart")):
        if old.get(f"{W}name") in set(anchors):
            old.set(f"{W}name", f"{old.get(f'{W}name')}_")
    used = [int(i.get(f"{W}id")) for i in root.iter(f"{W}bookmarkStart") if i.get(f"{W}id", "").isdigit()]  # fmt: skip
    identifier = max(used, default=-1) + 1
    for paragraph, anchor in zip(paragraphs, anchors, strict=True):
        start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
        for element in (start, end):
            element.set(f"{W}id", str(identifier))
        start.set(f"{W}name", anchor)
        properties = paragraph.find(f"{W}pPr")
        paragraph.insert(0 if properties is None else 1, start)
        paragraph.append(end)
        identifier += 1


def _position(body: Any, first: Any) -> int:
    """The number of a paragraph among those that stand in no table."""
    count = 0
    for paragraph in body.iter(f"{W}p"):
        inside = {f"{W}tc", f"{W}txbxContent"}
        count += not any(parent.tag in inside for parent in paragraph.iterancestors())
        if paragraph is first:
            return count
    return 0


def _rewrite(contents: Contents, first: Any, last: Any, styles: _Styles) -> None:
    """Puts the entries between the field's separator and its end, a paragraph each."""
    head, tail = _runs(first, last)
    properties = first.find(f"{W}pPr")
    parent, at = first.getparent(), first.getparent().index(first)
    for old in _between(first, last):
        parent.remove(old)
    final = len(contents.headings) - 1
    for index, heading in enumerate(contents.headings):
        paragraph, number = _entry(heading, properties, styles)
        contents._numbers.append(number)  # noqa: SLF001 - built here
        if index == 0:
            place = 0 if paragraph.find(f"{W}pPr") is None else 1
            paragraph[place:place] = head
        if index == final:
            paragraph.extend(tail)
        parent.insert(at + index, paragraph)


def _runs(first: Any, last: Any) -> tuple[list[Any], list[Any]]:
    """The runs up to the separator of the field, and those from its end on."""
    head: list[Any] = []
    for run in first:
        if run.tag == f"{W}pPr":
            continue
        head.append(run)
        if any(c.get(f"{W}fldCharType") == "separate" for c in run.iter(f"{W}fldChar")):
            break
    ends = [r for r in last if any(c.get(f"{W}fldCharType") == "end" for c in r.iter(f"{W}fldChar"))]  # fmt: skip
    tail = list(last)[last.index(ends[-1]) :] if ends else []
    return [deepcopy(run) for run in head], [deepcopy(run) for run in tail]


def _entry(heading: Heading, properties: Any, styles: _Styles) -> tuple[Any, Any]:
    """A paragraph that links to a heading, and the element that holds its page number."""
    from lxml import etree

    def add(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
        element = etree.SubElement(parent, f"{W}{tag}")
        for name, value in attributes.items():
            element.set(f"{W}{name}", value)
        if text is not None:
            element.text = text
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return element

    paragraph = etree.Element(f"{W}p", nsmap={"w": _NS})
    style = styles.ids.get(f"toc {heading.level}")
    if style is not None:
        own = add(paragraph, "pPr")
        add(own, "pStyle", val=style)
    elif properties is not None:
        own = deepcopy(properties)
        paragraph.append(own)
    else:
        own = add(paragraph, "pPr")
    if not styles.has_tabs(style) and own.find(f"{W}tabs") is None:
        tabs = etree.Element(f"{W}tabs")
        own.insert(1 if own.find(f"{W}pStyle") is not None else 0, tabs)
        add(tabs, "tab", val="right", leader="dot", pos="8844")
    link = add(paragraph, "hyperlink", anchor=heading.anchor, history="1")
    add(add(link, "r"), "t", heading.text)
    add(add(link, "r"), "tab")
    add(add(link, "r"), "fldChar", fldCharType="begin")
    add(add(link, "r"), "instrText", f" PAGEREF {heading.anchor} \\h ")
    add(add(link, "r"), "fldChar", fldCharType="separate")
    number = add(add(link, "r"), "t", "1")
    add(add(link, "r"), "fldChar", fldCharType="end")
    return paragraph, number
