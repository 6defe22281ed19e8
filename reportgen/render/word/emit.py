"""From the tree of a part to the source of its template: fixed text, tags, signs.

Also pairs the blocks and sees to it that what they print stays XML. Not for printing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.render.word import kinds
from reportgen.render.word.structure import LINE, LOOP, MERGED, TAB
from reportgen.render.word.tags import BLOCK, COMMENT, Tag
from reportgen.render.word.tree import TEXT_ELEMENTS, Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.finding import Finding
    from reportgen.place import Place

_TEXT: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
_WORD_TEXT: Final = _TEXT | str.maketrans({"\n": f"<{LINE}/>", "\t": f"<{TAB}/>"})
_ATTRIBUTE: Final = _TEXT | str.maketrans({'"': "&quot;"})
_TROUBLE: Final = re.compile(r"\{[{%#]|\{$")
_OPENERS: Final = frozenset({"for", "if", "macro", "call", "filter", "with"})
_MIDDLE: Final = {"else": ("if", "for"), "elif": ("if",)}
_UNIQUE: Final = frozenset({"w14:paraId", "w14:textId"})
_LEVELS: Final = {
    "w:t": "文字里",
    "w:r": "文字里",
    "w:p": "段落里",
    "w:tc": "表格的一行里，整格",
    "w:tr": "表格里，整行",
    "w:tbl": "表格里，整行",
    "w:body": "正文里，整段",
}


_WHOLE: Final[dict[str, Callable[[str], str]]] = {
    "tr": lambda spot: spot.rpartition(" 第")[0].rpartition(" 第")[0],
    "tc": lambda spot: spot.rpartition(" 第")[0],
}
"""Whole rows belong to one table, whole cells to one row: what that is called, from a cell's spot."""


@dataclass(slots=True)
class Source:
    """The source of a part's template; tag number n begins line n + 2."""

    pieces: list[str | Tag] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    levels: list[tuple[str, ...]] = field(default_factory=list)
    """For each tag the names of the elements that are open where it stands."""
    owners: list[int] = field(default_factory=list)
    """For each tag which element it stands directly in: rows of two tables are not one loop's."""
    in_block: set[str] = field(default_factory=set)
    """Names of elements that stand inside a loop or condition."""
    signs: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """What Jinja compiles."""
        return "".join(
            _fixed(piece) if isinstance(piece, str) else piece.jinja for piece in self.pieces
        )

    @property
    def has_literals(self) -> bool:
        """Whether the author prints braces on purpose."""
        return any(isinstance(piece, str) and _TROUBLE.search(piece) for piece in self.pieces)


def emit(
    root: Node, at: Callable[[str], Place], findings: list[Finding], *, merges: bool
) -> Source:
    """The source of a part whose tree has been arranged; findings for blocks that do not pair.

    `merges`: there are cells that merge, so that rounds of loops are to be told apart.
    """
    writer = _Writer(at, findings, merges=merges)
    writer.drop = _parted_bookmarks(root)
    writer.node(root)
    writer.flush()
    _pair(writer.source, at, findings)
    return writer.source


class _Writer:
    def __init__(
        self, at: Callable[[str], Place], findings: list[Finding], *, merges: bool
    ) -> None:
        self.at = at
        self.merges = merges
        self.findings = findings
        self.source = Source()
        self.drop: set[int] = set()
        self.buffer: list[str] = []
        self.open: list[str] = []
        self.owners: list[int] = [0]
        self.blocks: list[str] = []
        self.loops: list[int] = []
        self.loop_count = 0

    def flush(self) -> None:
        if self.buffer:
            self.source.pieces.append("".join(self.buffer))
            self.buffer = []

    def node(self, node: Node) -> None:
        if id(node) in self.drop:
            return
        if node.tag == MERGED:
            self._merged(node)
            return
        if self.blocks:
            self.source.in_block.add(node.tag)
        self.buffer.append(f"<{node.tag}")
        for name, value in node.attributes.items():
            if isinstance(value, Tag):
                self.buffer.append(f' {name}="')
                self.tag(value)
                self.buffer.append('"')
            elif not (self.loops and name in _UNIQUE):
                self.buffer.append(f' {name}="{value.translate(_ATTRIBUTE)}"')
        if not node.children and node.tag not in {"w:p", "w:tblGrid"}:
            self.buffer.append("/>")
            return
        self.buffer.append(">")
        self.open.append(node.tag)
        self.owners.append(id(node))
        for child in node.children:
            if isinstance(child, Node):
                self.node(child)
            elif isinstance(child, Tag):
                self.tag(child)
            elif node.tag == "w:t":
                if "\n" in child or "\t" in child:
                    self.source.signs.add(LINE)
                self.buffer.append(child.translate(_WORD_TEXT))
            elif child.strip() or node.tag in TEXT_ELEMENTS:
                self.buffer.append(child.translate(_TEXT))
        self.open.pop()
        self.owners.pop()
        self.buffer.append(f"</{node.tag}>")

    def tag(self, tag: Tag) -> None:
        keyword = tag.keyword
        if tag.kind == COMMENT:
            return
        if keyword == "for":
            self.loop_count += 1
            self.loops.append(self.loop_count)
            if tag.scope == "tr" and self.merges:
                self.buffer.append(f"<{LOOP}/>")
        elif keyword == "endfor" and self.loops:
            self.loops.pop()
        elif tag.body == "if loop.first" and not self.loops:
            reason = "它不在 {%tc for … %} 和 {%tc endfor %} 之间"
            where = self.at(tag.spot)
            self.findings.append(kinds.MERGE.at(where, tag=tag.typed, reason=reason))
        if keyword in {"for", "if"}:
            self.blocks.append(keyword)
        elif keyword in {"endfor", "endif"} and self.blocks:
            self.blocks.pop()
        self.flush()
        self.source.pieces.append(tag)
        self.source.tags.append(tag)
        self.source.levels.append(tuple(self.open))
        self.source.owners.append(self.owners[-1])

    def _merged(self, node: Node) -> None:
        tag = node.attributes["tag"]
        if not self.loops:
            reason = "它不在 {%tr for … %} 和 {%tr endfor %} 之间"
            if isinstance(tag, Tag):
                where = self.at(tag.spot)
                self.findings.append(kinds.MERGE.at(where, tag=tag.typed, reason=reason))
            return
        self.buffer.append(f'<{MERGED} c="{node.attributes["c"]}.{self.loops[-1]}"/>')


def _fixed(text: str) -> str:
    return f"{{% raw %}}{text}{{% endraw %}}" if _TROUBLE.search(text) else text


def _parted_bookmarks(root: Node) -> set[int]:
    """Ends of bookmarks that a loop would repeat, or that a block would part from each other."""
    where: dict[str, list[tuple[Node, tuple[int, ...]]]] = {}
    stack: list[int] = []
    loops: list[bool] = []
    count = 0
    pending: list[Node | Tag] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, Tag):
            if item.keyword in {"for", "if"}:
                count += 1
                stack.append(count)
                loops.append(item.keyword == "for")
            elif item.keyword in {"endfor", "endif"} and stack:
                stack.pop()
                loops.pop()
            elif item.keyword in {"else", "elif"} and stack:
                count += 1
                stack[-1] = count
            continue
        if item.tag in {"w:bookmarkStart", "w:bookmarkEnd"}:
            number = str(item.attributes.get("w:id", ""))
            path = (-1,) if any(loops) else tuple(stack)
            where.setdefault(number, []).append((item, path))
        pending.extend(child for child in reversed(item.children) if isinstance(child, Node | Tag))
    return {
        id(node)
        for ends in where.values()
        if len(ends) != 2 or ends[0][1] != ends[1][1] or ends[0][1] == (-1,)
        for node, _ in ends
    }


def _pair(source: Source, at: Callable[[str], Place], findings: list[Finding]) -> None:
    """Findings for blocks that are not closed, cross, or open and close at different levels."""
    opened: list[tuple[Tag, str, tuple[str, ...], int]] = []

    def unpaired(tag: Tag, reason: str) -> None:
        findings.append(kinds.UNPAIRED.at(at(tag.spot), tag=tag.typed, reason=reason))

    for tag, level, owner in zip(source.tags, source.levels, source.owners, strict=True):
        word = tag.keyword
        if tag.kind != BLOCK:
            continue
        if word in _OPENERS or (word == "set" and "=" not in tag.rest):
            opened.append((tag, word, level, owner))
        elif word in _MIDDLE or (word.startswith("end") and word[3:] in {*_OPENERS, "set"}):
            needs = _MIDDLE.get(word, (word[3:],))
            ends = word not in _MIDDLE
            if not opened or opened[-1][1] not in needs:
                if opened and ends and any(item[1] in needs for item in opened):
                    # The ones in between were not closed: tell of each, once.
                    while opened[-1][1] not in needs:
                        left = opened.pop()
                        unpaired(left[0], f"没有对应的 end{left[1]}")
                else:
                    unpaired(tag, f"前面没有对应的 {needs[0]}")
                    continue
            first, _, level_of_first, owner_of_first = opened[-1]
            here, there = _level(level), _level(level_of_first)
            parted = owner != owner_of_first and first.scope == tag.scope in _WHOLE
            if parted and level == level_of_first:
                here, there = _WHOLE[tag.scope](tag.spot), _WHOLE[tag.scope](first.spot)
            if parted or level != level_of_first:
                findings.append(
                    kinds.MIXED.at(
                        at(tag.spot),
                        related=[at(first.spot)],
                        tag=tag.typed,
                        opened_at=first.spot,
                        other=first.typed,
                        here=here,
                        there=there,
                    )
                )
            if ends:
                opened.pop()
    for tag, word, _, _ in opened:
        unpaired(tag, f"没有对应的 end{word}")


def _level(level: tuple[str, ...]) -> str:
    return next((_LEVELS[name] for name in reversed(level) if name in _LEVELS), "文档里")
