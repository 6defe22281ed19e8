"""Names of places in a Word part: `第14段`, `表2 第5行 第3格`, `第3段 文本框1 第2段`, `脚注2`.

The same counting serves templates (walking the tree) and documents (scanning the text). Paragraphs
outside tables are counted through the part, tables likewise; the first paragraph of a cell has the
name of the cell. Not for finding anything: it is told what opens and closes.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.render.word.tree import Node

_EVENT: Final = re.compile(
    r"<(?:(/?)w:(p|tbl|tr|tc|txbxContent|footnote|endnote|pPr|t)(?: [^>]*?)?(/?)>"
    r"|w:(?:tab|br|cr|noBreakHyphen)(?: [^>]*)?/>)([^<]*)",
    re.DOTALL,
)
_ENTITY: Final = re.compile(r"&[^;]*;")
_COUNTED: Final = frozenset({"p", "tbl", "tr", "tc", "txbxContent", "footnote", "endnote"})
_KEPT: Final = 5_000
_NOTES: Final = {"footnote": "脚注", "endnote": "尾注"}
_WORDS: Final = {
    "p": ("第", "段"),
    "tbl": ("表", ""),
    "tr": ("第", "行"),
    "tc": ("第", "格"),
    "txbxContent": ("文本框", ""),
}
_TEXT_PARTS: Final = ("document", "header", "footer", "footnotes", "endnotes")
_PART: Final = re.compile(r"(header|footer)(\d*)")


class Frame:
    """A table, row or container of paragraphs, and what has been counted inside it, by tag."""

    __slots__ = ("_name", "above", "counts", "number", "tag")

    def __init__(self, above: Frame | None, tag: str, number: int) -> None:
        self.above = above
        self.tag = tag
        self.number = number
        self.counts: dict[str, int] | None = None
        self._name = "" if above is None else None

    def copy(self, above: Frame | None) -> Frame:
        """The same inside another that is open."""
        made = Frame(above, self.tag, self.number)
        made.counts = self.counts and dict(self.counts)
        made._name = self._name
        return made

    @property
    def name(self) -> str:
        """Put together when it is first asked for: most of what opens holds no number."""
        if self._name is None:
            above = self.above.name if self.above else ""
            if self.tag == "p" and above and self.number == 1:
                self._name = above
            elif self.tag in _NOTES:
                self._name = f"{_NOTES[self.tag]}{self.number}"
            else:
                before, after = _WORDS[self.tag]
                inside = "内" if self.tag == "tbl" and above else ""
                own = f"{inside}{before}{self.number}{after}"
                self._name = f"{above} {own}" if above else own
        return self._name


class Counter:
    """Follows what opens and closes, and names the paragraph that is open."""

    __slots__ = ("_stack",)

    def __init__(self) -> None:
        self._stack = [Frame(None, "", 0)]

    def opened(self, tag: str) -> None:
        """An element of that name (without prefix) begins."""
        self._stack.append(Frame(self._stack[-1], tag, self.passed(tag)))

    def copy(self) -> Counter:
        """One that goes its own way from here."""
        made = Counter()
        made._stack = []
        above: Frame | None = None
        for frame in self._stack:
            above = frame.copy(above)
            made._stack.append(above)
        return made

    @property
    def key(self) -> object:
        """Equal for counters that name everything alike from here on."""
        return tuple(
            (frame.tag, frame.number, tuple(sorted(frame.counts.items())) if frame.counts else ())
            for frame in self._stack
        )

    def passed(self, tag: str, count: int = 1) -> int:
        """So many elements of that name began and ended; the number of the last."""
        frame = self._stack[-1]
        counts = frame.counts
        if counts is None:
            counts = frame.counts = {}
        number = counts[tag] = counts.get(tag, 0) + count
        return number

    def closed(self) -> None:
        """The element that began last ends."""
        if len(self._stack) > 1:
            self._stack.pop()

    @property
    def frame(self) -> Frame:
        """The innermost that is open; its name is put together when it is asked for."""
        return self._stack[-1]

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
    ends = [*offsets, len(text)]
    pieces = [text[start:end].encode() for start, end in pairwise([0, *ends])]
    return spots_in(pieces, range(1, len(ends)))


def spots_in(
    pieces: Sequence[bytes], places: Iterable[int], known: dict[bytes, Events] | None = None
) -> list[str]:
    """The spot of each place (ascending), which is the number of a piece: where that begins.

    A part comes in pieces, most of them the template's own and met again and again: what a piece
    opens and closes is found once, and kept in `known` for the next document. No tag may be parted,
    but for the value of an attribute.
    """
    found: list[str] = []
    follower = _Follower()
    known = {} if known is None else known
    done = 0
    for place in places:
        for piece in pieces[done:place]:
            if b"<" not in piece:
                follower.text(piece.decode())
                continue
            events = known.get(piece)
            if events is None:
                if len(known) >= _KEPT:
                    known.clear()
                events = known[piece] = _events(piece.decode())
            follower.follow(events)
        done = place
        found.append(follower.spot)
    return found


class Events(NamedTuple):
    """What a piece of a part does: the characters it begins with, its steps, whether text is open.

    A step is a tag, whether it begins (1), ends (-1) or stands there as a whole (0), and how often;
    without a tag it is a count of characters.
    """

    before: int
    steps: list[tuple[str, int, int]]
    open_text: bool | None


def _events(piece: str) -> Events:
    start = piece.find("<")
    before = _length(piece if start < 0 else piece[:start])
    steps: list[tuple[str, int, int]] = []
    open_text: bool | None = None
    for closing, tag, empty, words in _EVENT.findall(piece) if start >= 0 else ():
        if not tag:
            steps.append(("", 0, 1))
        elif tag == "t":
            open_text = not closing and not empty
            if open_text and words:
                steps.append(("", 0, _length(words)))
        elif tag == "pPr":
            if closing:
                steps.append((tag, -1, 1))
        elif closing:
            _end(steps, tag)
        else:
            steps.append((tag, 1, 1))
            if empty:
                _end(steps, tag)
    return Events(before, steps, open_text)


def _end(steps: list[tuple[str, int, int]], tag: str) -> None:
    """The end of an element; of one that began in the same piece only its characters are kept."""
    words = 0
    counting = True
    for at in range(len(steps) - 1, -1, -1):
        name, change, count = steps[at]
        if not name:
            words += count * counting
        elif name == "pPr":
            counting = False  # what stands before are tabs among its properties
        elif change == 1 and name == tag:
            del steps[at:]
            if steps and steps[-1][:2] == (tag, 0):
                steps[-1] = (tag, 0, steps[-1][2] + 1)
            else:
                steps.append((tag, 0, 1))
            if words:
                steps.append(("", 0, words))
            return
        elif change:
            break
    steps.append((tag, -1, 1))


def _length(words: str) -> int:
    return len(_ENTITY.sub("x", words) if "&" in words else words)


class _Follower:
    """Where the end of what was followed stands: the open paragraph, and its characters so far."""

    __slots__ = ("_counter", "_counts", "_open_text")

    def __init__(self) -> None:
        self._counter = Counter()
        self._counts: list[int] = []
        self._open_text = False

    def text(self, words: str) -> None:
        """What a tag printed; it counts inside a text only, not in an attribute."""
        if self._open_text and self._counts:
            self._counts[-1] += _length(words)

    def follow(self, events: Events) -> None:
        """A piece with tags."""
        counts = self._counts
        if events.before and self._open_text and counts:
            counts[-1] += events.before
        counter = self._counter
        for tag, change, count in events.steps:
            if not tag:
                if counts:
                    counts[-1] += count
            elif not change:
                counter.passed(tag, count)
            elif tag == "pPr":
                if counts:
                    counts[-1] = 0  # its tabs are no text
            elif change == 1:
                counter.opened(tag)
                if tag == "p":
                    counts.append(0)
            else:
                counter.closed()
                if tag == "p" and counts:
                    inside = counts.pop()
                    if counts:  # the text of a text box counts in the paragraph that holds it
                        counts[-1] += inside
        if events.open_text is not None:
            self._open_text = events.open_text

    @property
    def spot(self) -> str:
        """The name of the place, and the characters before it."""
        name = self._counter.name or "正文"
        return f"{name}@{self._counts[-1]}" if self._counts else name


def text_part(member: str) -> str:
    """What a member of the package is called as a part of the text; empty where it is none."""
    label = member.removeprefix("word/").removesuffix(".xml")
    inside = member.startswith("word/") and member.endswith(".xml")
    return label if inside and label.startswith(_TEXT_PARTS) else ""


def part_words(part: str) -> str:
    """A part in the clerk's words: nothing for the body, `页眉1`, `页脚2`."""
    if part == "document":
        return ""
    found = _PART.fullmatch(part)
    if found:
        return f"{'页眉' if found[1] == 'header' else '页脚'}{found[2]}"
    return {"footnotes": "", "endnotes": "", "core": "文档标题"}.get(part, part)
