"""A table of contents (TOC field) in a Word part: its entries as links, its headings marked.

Which paragraphs are headings is said by outline.py; pages are not known here.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reportgen.office.package import Member
from reportgen.render.rendered import Rendered
from reportgen.render.word.outline import NAMESPACE, Styles, W, outline_of, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.render.rendered import Printing
    from reportgen.render.word.outline import Heading, Outline

BODY: Final = "word/document.xml"
STYLE_SHEET: Final = "word/styles.xml"
_PARAGRAPH: Final = re.compile(r"第(\d+)段")
_TOC: Final = re.compile(r"\s*TOC\b", re.IGNORECASE)
_MARK_LEVEL: Final = "8"
"""The outline level given to the first paragraph of a section so that its page can be found."""


@dataclass(slots=True)
class Contents:
    """A document part with its TOC field filled in, the page numbers still to come.

    `position` is the number (from 1) of the field's paragraph among those outside tables, `added`
    how many paragraphs came after it. `was_numbered`: pages stood in the field before.
    """

    root: Any
    outline: Outline
    position: int
    added: int
    was_numbered: bool
    _numbers: list[Any] = field(default_factory=list)

    def draft(self) -> bytes:
        """The part as it is laid out to find the pages: section starts show in the outline."""
        from lxml import etree

        changed = []
        for paragraph in self.outline.hidden:
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


def list_headings(rendered: Rendered) -> Rendered:
    """The document with its headings in its table of contents, without pages; figures in their new places.

    What cannot be read stays as it is: that is found when the document is read back.
    """
    try:
        contents = open_contents(rendered.members, numbered=False)
    except ValueError:
        return rendered
    if contents is None:
        return rendered
    members = with_body(rendered.members, contents.to_bytes())
    return Rendered(members, moved(rendered.figures, contents))


def open_contents(members: Sequence[Member], *, numbered: bool = True) -> Contents | None:
    """The body of a document with its entries in place; None where it has no table of contents.

    Raises:
        ValueError: a part is damaged.
    """
    parts = {m.name: m for m in members if m.name in {BODY, STYLE_SHEET}}
    body = parts[BODY].content if BODY in parts else b""
    if not has_contents(body):
        return None
    styles = parts[STYLE_SHEET].content if STYLE_SHEET in parts else b""
    return fill_entries(body, styles, numbered=numbered)


def with_body(members: Sequence[Member], body: bytes) -> list[Member]:
    """The members with another body."""
    return [Member(BODY, (body,)) if m.name == BODY else m for m in members]


def moved(figures: Sequence[Printing], contents: Contents) -> list[Printing]:
    """The figures with their places after paragraphs were added to the body."""

    def move(spot: str) -> str:
        found = _PARAGRAPH.match(spot)
        if found is None or int(found[1]) <= contents.position:
            return spot
        return f"第{int(found[1]) + contents.added}段{spot[found.end() :]}"

    return [
        figure._replace(spot=move(figure.spot)) if figure.part == "document" else figure
        for figure in figures
    ]


def fill_entries(part: bytes, styles: bytes, *, numbered: bool = True) -> Contents | None:
    """The part with an entry for each heading in its TOC field; None where there is no such field.

    The field keeps its instruction, so that Word and WPS can update it. Entries that are not
    `numbered` have no place for a page: an empty one would look like a number that was lost.
    """
    return fill_tree(parsed(part), styles, numbered=numbered)


def fill_tree(root: Any, styles: bytes, *, numbered: bool) -> Contents | None:
    """The same in a part that is parsed already."""
    body = root.find(f"{W}body")
    found = field_of(root)
    if body is None or found is None:
        return None
    instruction, first, last = found
    sheet = Styles(parsed(styles) if styles else None)
    own = set(_between(first, last))
    outline = outline_of(body, sheet, instruction, own)
    if not outline.headings:
        return None
    added = len(outline.headings) - len(own)
    was_numbered = any(
        "PAGEREF" in (code.text or "") for p in own for code in p.iter(f"{W}instrText")
    )
    contents = Contents(root, outline, _position(body, first), added, was_numbered)
    _bookmark(root, outline)
    put_entries(contents, first, last, sheet, numbered=numbered)
    return contents


def listed(root: Any) -> list[str]:
    """The lines of the table of contents as they stand, page numbers included; empty without one."""
    found = field_of(root)
    return [text_of(p) for p in _between(*found[1:])] if found else []


def parsed(part: bytes) -> Any:
    """The root of a part.

    Raises:
        ValueError: it is no XML.
    """
    from lxml import etree

    safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(part, safe)
    except etree.XMLSyntaxError as error:
        raise ValueError from error


def field_of(root: Any) -> tuple[str, Any, Any] | None:
    """The first TOC field: its instruction, the paragraphs it begins and ends in, of one parent."""
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
                beside = (
                    first is not None and last is not None and first.getparent() is last.getparent()
                )
                return (instruction, first, last) if beside else None
    return None


def _paragraph(element: Any) -> Any:
    return next(element.iterancestors(f"{W}p"), None)


def _between(first: Any, last: Any) -> list[Any]:
    found = [first]
    while found[-1] is not last and found[-1].getnext() is not None:
        found.append(found[-1].getnext())
    return found


def _bookmark(root: Any, outline: Outline) -> None:
    from lxml import etree

    anchors = [heading.anchor for heading in outline.headings]
    gone = {
        old.get(f"{W}id")
        for old in root.iter(f"{W}bookmarkStart")
        if old.get(f"{W}name") in set(anchors)
    }
    for old in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        if old.get(f"{W}id") in gone:
            old.getparent().remove(old)
    used = [int(i.get(f"{W}id")) for i in root.iter(f"{W}bookmarkStart") if i.get(f"{W}id", "").isdigit()]  # fmt: skip
    identifier = max(used, default=-1) + 1
    for paragraph, anchor in zip(outline.paragraphs, anchors, strict=True):
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


def put_entries(
    contents: Contents, first: Any, last: Any, styles: Styles, *, numbered: bool
) -> None:
    """Puts the entries between the field's separator and its end, a paragraph each."""
    head, tail = _runs(first, last)
    properties = first.find(f"{W}pPr")
    parent, at = first.getparent(), first.getparent().index(first)
    for old in _between(first, last):
        parent.remove(old)
    final = len(contents.outline.headings) - 1
    for index, heading in enumerate(contents.outline.headings):
        paragraph, link = _entry(heading, properties, styles)
        if numbered:
            contents._numbers.append(_number(link, heading))  # noqa: SLF001 - built here
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


def _entry(heading: Heading, properties: Any, styles: Styles) -> tuple[Any, Any]:
    """A paragraph with the words of a heading as a link to it, and the link."""
    from lxml import etree

    paragraph = etree.Element(f"{W}p", nsmap={"w": NAMESPACE})
    style = styles.ids.get(f"toc {heading.level}")
    if style is not None:
        own = _add(paragraph, "pPr")
        _add(own, "pStyle", val=style)
    elif properties is not None:
        own = deepcopy(properties)
        paragraph.append(own)
    else:
        own = _add(paragraph, "pPr")
    if not styles.has_tabs(style) and own.find(f"{W}tabs") is None:
        tabs = etree.Element(f"{W}tabs")
        own.insert(1 if own.find(f"{W}pStyle") is not None else 0, tabs)
        _add(tabs, "tab", val="right", leader="dot", pos="8844")
    link = _add(paragraph, "hyperlink", anchor=heading.anchor, history="1")
    _add(_add(link, "r"), "t", heading.text)
    return paragraph, link


def _number(link: Any, heading: Heading) -> Any:
    """The place of the page number behind an entry: the element that holds it."""
    _add(_add(link, "r"), "tab")
    _add(_add(link, "r"), "fldChar", fldCharType="begin")
    _add(_add(link, "r"), "instrText", f" PAGEREF {heading.anchor} \\h ")
    _add(_add(link, "r"), "fldChar", fldCharType="separate")
    number = _add(_add(link, "r"), "t", "1")
    _add(_add(link, "r"), "fldChar", fldCharType="end")
    return number


def _add(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    from lxml import etree

    element = etree.SubElement(parent, f"{W}{tag}")
    for name, value in attributes.items():
        element.set(f"{W}{name}", value)
    if text is not None:
        element.text = text
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element
