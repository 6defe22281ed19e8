"""What a table of contents lists: the headings of a Word body by its styles and the field's switches.

Levels and switches are those of ECMA-376 Part 1, 17.16.5.68 (TOC) and 17.3.1.20 (outlineLvl).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{NAMESPACE}}}"
_RANGE: Final = re.compile(r'\\o\s+"?(\d)\s*-\s*(\d)"?', re.IGNORECASE)
_NAMED: Final = re.compile(r'\\t\s+"([^"]*)"', re.IGNORECASE)
_HEADING_STYLE: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_DEEPEST: Final = 9


@frozen
class Heading:
    """A heading that the contents list; `anchor` is the bookmark its entry points at."""

    text: str
    level: int
    section: int
    anchor: str


@frozen
class Mark:
    """A paragraph that shows in the outline of a PDF: a heading, the start of a section, or both.

    `restart` is the number of the page it stands on where the section begins counting anew.
    """

    text: str
    section: int
    heading: int | None = None
    restart: int | None = None


@dataclass(slots=True)
class Outline:
    """The headings of a body in order with their paragraphs, and what marks pages besides.

    `hidden` are the paragraphs of marks that no outline shows by itself.
    """

    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[Any] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    hidden: list[Any] = field(default_factory=list)


class Styles:
    """What matters of the paragraph styles: outline level, tabs, and names."""

    def __init__(self, root: Any) -> None:
        self._by_id: dict[str, Any] = {}
        self._levels: dict[str | None, int | None] = {}
        self.ids: dict[str, str] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            if style.get(f"{W}type") == "paragraph":
                name = style.find(f"{W}name")
                identifier = style.get(f"{W}styleId")
                self._by_id[identifier] = style
                if name is not None:
                    self.ids[name.get(f"{W}val").casefold()] = identifier

    def all(self) -> Iterable[str]:
        """The identifiers of all paragraph styles."""
        return self._by_id

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
        if identifier not in self._levels:
            self._levels[identifier] = self._level(identifier)
        return self._levels[identifier]

    def _level(self, identifier: str | None) -> int | None:
        for style in self.chain(identifier):
            level = style.find(f"{W}pPr/{W}outlineLvl")
            if level is not None:
                return _level(level)
            name = style.find(f"{W}name")
            found = None if name is None else _HEADING_STYLE.fullmatch(name.get(f"{W}val", ""))
            if found:
                return int(found[1])
        return None

    def has_tabs(self, identifier: str | None) -> bool:
        return any(style.find(f"{W}pPr/{W}tabs") is not None for style in self.chain(identifier))


def anchor_of(number: int) -> str:
    """The bookmark of a heading by its number from 0."""
    return f"_Toc{number + 1:08}"


def _level(element: Any) -> int:
    value = element.get(f"{W}val", "")
    return int(value) + 1 if value.isdigit() and int(value) < _DEEPEST else 0


def levels_of(instruction: str, styles: Styles) -> tuple[range, dict[str, int]]:
    """The levels that the field lists, and the styles it lists besides with their levels."""
    found = _RANGE.search(instruction)
    levels = range(int(found[1]), int(found[2]) + 1) if found else range(1, _DEEPEST + 1)
    named: dict[str, int] = {}
    extra = _NAMED.search(instruction)
    parts = re.split(r"[,;]", extra[1]) if extra else []
    for name, level in zip(parts[::2], parts[1::2], strict=False):
        identifier = styles.ids.get(name.strip().casefold())
        if identifier and level.strip().isdigit():
            named[identifier] = int(level)
    return levels, named


def text_of(paragraph: Any) -> str:
    """The words of a paragraph, blanks put together; those of text boxes in it are not its own."""
    pieces = []
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if any(parent.tag == f"{W}txbxContent" for parent in element.iterancestors()):
            continue
        in_text = element.getparent().tag == f"{W}r"
        pieces.append((element.text or "") if element.tag == f"{W}t" else " " if in_text else "")
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def outline_of(body: Any, styles: Styles, instruction: str, own: set[Any]) -> Outline:
    """The headings and section starts of a body; `own` are the paragraphs of the field itself."""
    levels, named = levels_of(instruction, styles)
    found = Outline()
    sections = _sections(body)
    section, started = 0, False
    for paragraph in body.iter(f"{W}p"):
        if paragraph.getparent().tag == f"{W}txbxContent":
            continue
        properties = paragraph.find(f"{W}pPr")
        if paragraph not in own:
            style = direct = None
            if properties is not None:
                item = properties.find(f"{W}pStyle")
                style = None if item is None else item.get(f"{W}val")
                direct = properties.find(f"{W}outlineLvl")
            outline = (_level(direct) if direct is not None else styles.level(style)) or 0
            level = outline if outline in levels else named.get(style or "", 0)
            # Of most paragraphs, the cells of tables, the words have no say.
            text = text_of(paragraph) if level or not started else ""
            if text:
                restart = None if started or section >= len(sections) else sections[section]
                heading = None
                if level:
                    heading = len(found.headings)
                    found.headings.append(Heading(text, level, section, anchor_of(heading)))
                    found.paragraphs.append(paragraph)
                if level or restart is not None:
                    found.marks.append(Mark(text, section, heading, restart))
                    if not outline:
                        found.hidden.append(paragraph)
                started = True
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            section, started = section + 1, False
    return found


def _sections(body: Any) -> list[int | None]:
    """For each section the number its pages begin with, None where they go on."""
    found: list[int | None] = []
    for properties in body.iter(f"{W}sectPr"):
        numbering = properties.find(f"{W}pgNumType")
        start = None if numbering is None else numbering.get(f"{W}start")
        found.append(int(start) if start is not None and start.isdigit() else None)
    return found
