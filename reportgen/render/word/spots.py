"""Names of places in a Word part: `第14段`, `表2 第5行 第3格`, `第3段 文本框1 第2段`, `脚注2`.

The same counting serves templates (walking the tree) and documents (scanning the text). Paragraphs
outside tables are counted through the part, tables likewise; the first paragraph of a cell has the
name of the cell. Not for finding anything: it is told what opens and closes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.render.word.tree import Node

_TOKEN: Final = re.compile(
    r"<(/?)w:(p|tbl|tr|tc|txbxContent|footnote|endnote)(?: [^>]*?)?(/?)>", re.DOTALL
)
_TEXT: Final = re.compile(
    r"<w:t(?: [^>]*)?>([^<]*)|<w:(?:tab|br|cr|noBreakHyphen)(?: [^>]*)?/>", re.DOTALL
)
_ENTITY: Final = re.compile(r"&[^;]*;")
_COUNTED: Final = frozenset({"p", "tbl", "tr", "tc", "txbxContent", "footnote", "endnote"})
_NOTES: Final = {"footnote": "脚注", "endnote": "尾注"}
_PART: Final = re.compile(r"(header|footer)(\d*)")


class _Frame:
    """What has been counted inside one table, row or container of paragraphs."""

    __slots__ = ("boxes", "cells", "name", "paragraphs", "rows", "tables")

    def __init__(self, name: str) -> None:
        self.name = name
        self.paragraphs = self.tables = self.rows = self.cells = self.boxes = 0


class Counter:
    """Follows what opens and closes, and names the paragraph that is open."""

    __slots__ = ("_stack",)

    def __init__(self) -> None:
        self._stack = [_Frame("")]

    def opened(self, tag: str) -> None:
        """An element of that name (without prefix) begins."""
        frame = self._stack[-1]
        name = frame.name
        if tag == "p":
            frame.paragraphs += 1
            inside = frame.name and frame.paragraphs == 1 and not name.endswith("文本框")
            name = name if inside else _join(name, f"第{frame.paragraphs}段")
        elif tag == "tbl":
            frame.tables += 1
            name = _join(name, f"{'内' if name else ''}表{frame.tables}")
        elif tag == "tr":
            frame.rows += 1
            name = _join(name, f"第{frame.rows}行")
        elif tag == "tc":
            frame.cells += 1
            name = _join(name, f"第{frame.cells}格")
        elif tag == "txbxContent":
            frame.boxes += 1
            name = _join(name, f"文本框{frame.boxes}")
        else:
            frame.boxes += 1
            name = f"{_NOTES[tag]}{frame.boxes}"
        self._stack.append(_Frame(name))

    def closed(self) -> None:
        """The element that began last ends."""
        if len(self._stack) > 1:
            self._stack.pop()

    @property
    def name(self) -> str:
        """The name of the innermost that is open."""
        return self._stack[-1].name


def named(root: Node) -> Iterator[tuple[Node, str]]:
    """Every element of the tree with the name of its place, in document order."""
    counter = Counter()
    stack: list[Node | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            counter.closed()
            continue
        short = node.tag.removeprefix("w:")
        if short in _COUNTED and short != node.tag:
            counter.opened(short)
            stack.append(None)
        yield node, counter.name
        stack.extend(reversed(node.elements()))


def spots_of(text: str, offsets: Sequence[int]) -> list[str]:
    """The spot of each offset (ascending) in the text of a part: `表2 第5行 第3格@4`.

    The number after @ counts the characters of the paragraph before it.
    """
    found: list[str] = []
    counter = Counter()
    starts: list[int] = []
    at = 0
    for token in _TOKEN.finditer(text):
        position = token.start()
        while at < len(offsets) and offsets[at] < position:
            found.append(_spot(text, starts, offsets[at], counter))
            at += 1
        if at == len(offsets):
            return found
        closing, tag, empty = token.groups()
        if closing:
            counter.closed()
            if tag == "p" and starts:
                starts.pop()
        else:
            counter.opened(tag)
            if empty:
                counter.closed()
            elif tag == "p":
                starts.append(token.end())
    found += [_spot(text, starts, offset, counter) for offset in offsets[at:]]
    return found


def part_words(part: str) -> str:
    """A part in the clerk's words: nothing for the body, `页眉1`, `页脚2`."""
    if part == "document":
        return ""
    found = _PART.fullmatch(part)
    if found:
        return f"{'页眉' if found[1] == 'header' else '页脚'}{found[2]}"
    return {"footnotes": "", "endnotes": "", "core": "文档标题"}.get(part, part)


def _spot(text: str, starts: list[int], offset: int, counter: Counter) -> str:
    name = counter.name or "正文"
    if not starts:
        return name
    before = text[starts[-1] : offset]
    properties = before.find("</w:pPr>")
    if properties >= 0:
        before = before[properties:]
    count = 0
    for item in _TEXT.finditer(before):
        words = item[1]
        if words is None:
            count += 1
        else:
            count += len(_ENTITY.sub("x", words) if "&" in words else words)
    return f"{name}@{count}"


def _join(name: str, more: str) -> str:
    return f"{name} {more}" if name else more
