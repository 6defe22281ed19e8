"""A printed part gone through piece by piece: what its paragraphs say, and where its numbers stand.

A piece of the template that is met at the same place means the same each time, so what it does there
is found once, by expat and by its tags, and looked up for every document after that. What a value
printed is looked at each time. Not for judging what paragraphs say: they are given out, apart from
those that are the template's alone and were found in order.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from reportgen.render.word.spots import Counter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_PIECES: Final = 20_000
"""A part of more is to be read: a long table is at another place in every row."""
_KEPT: Final = 30_000
"""So many steps are remembered for one part; one that would need more is read from then on."""
_WORTH: Final = 5_000
"""So many pieces are followed for each document that was read: finding a step costs more than reading it,
so a long report is only followed where many of it are made."""

_TAG: Final = re.compile(r"<(/?)([^\s/<>!?]+)((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*?)(/?)>([^<]*)")
_VALUE: Final = re.compile(r"""<[^<>]*=\s*"[^"]*\Z""")
_COUNTED: Final = frozenset(
    {"w:p", "w:tbl", "w:tr", "w:tc", "w:txbxContent", "w:footnote", "w:endnote"}
)
_SIGNS: Final = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\n"}
_TEXT: Final = "w:t"
_PROPERTIES: Final = "w:pPr"
_UNUSUAL: Final = re.compile(
    "[<>\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&(?!(?:amp|lt|gt|quot|apos|#(?:9|10|13|34|39));)"
)
"""What an escaped value never holds."""

SAY, OPEN, CLOSE, TOLD = range(4)
"""What a piece does: says words, opens a paragraph, closes it, tells a paragraph of its own."""


class NotFollowedError(ValueError):
    """The pieces are not what a part should be made of; the whole is then to be read."""


class Followed(NamedTuple):
    """What a part says: its paragraphs by name, in the order in which they end; spots of its numbers."""

    paragraphs: list[tuple[str, str]]
    numbers: list[str]


class State:
    """A place in a part: what is open there and has been counted. Of equal places there is one."""

    __slots__ = (
        "counter",
        "in_properties",
        "name",
        "names",
        "paragraphs",
        "pending",
        "says",
        "steps",
    )

    def __init__(
        self,
        counter: Counter,
        names: tuple[str, ...],
        pending: bytes,
        *,
        paragraphs: int,
        in_properties: bool,
    ) -> None:
        self.counter = counter
        self.names = names
        self.pending = pending
        self.paragraphs = paragraphs
        self.in_properties = in_properties
        self.name = counter.name or "正文"
        # Only directly inside a text are words of the paragraph.
        self.says = bool(paragraphs and names and names[-1] == _TEXT and not pending)
        self.steps: dict[bytes, Step] = {}

    @property
    def key(self) -> object:
        """What makes two places equal."""
        return self.counter.key, self.names, self.pending, self.paragraphs, self.in_properties


class Step(NamedTuple):
    """What a piece does at a place, and where one is after it."""

    after: State
    deeds: tuple[tuple[int, str], ...]


class Follower:
    """Follows the printed pieces of one part, document after document.

    `in_order` says of the words of a paragraph that there is nothing to be told of them.
    """

    def __init__(self, in_order: Callable[[str], bool]) -> None:
        self._in_order = in_order
        self._states: dict[object, State] = {}
        self._values: dict[bytes, str] = {}
        self._count = 0
        self._credit = 0
        self._start = self._one(State(Counter(), (), b"", paragraphs=0, in_properties=False))

    def follow(self, pieces: Sequence[bytes], places: Iterable[int]) -> Followed:
        """What the pieces say; `places` are those that are numbers, ascending.

        NotFollowedError where they are no part, where a number stands outside a paragraph, where there
        are too many, or where few documents were made so far.
        """
        if len(pieces) > min(self._credit, MOST_PIECES):
            self._credit += _WORTH
            raise NotFollowedError("pieces")
        state = self._start
        opened: list[list[str]] = []
        told: list[tuple[str, str]] = []
        numbers: list[str] = []
        values = self._values
        waiting = iter(places)
        place = next(waiting, -1)
        for at, piece in enumerate(pieces):
            if at == place:
                if not state.says:
                    raise NotFollowedError("number")
                text = values.get(piece) or self._value(piece)
                numbers.append(f"{state.name}@{sum(map(len, opened[-1]))}")
                place = next(waiting, -1)
                for said in opened:
                    said.append(text)
                continue
            step = state.steps.get(piece)
            if step is None:
                if not piece:
                    continue
                text = values.get(piece) or ""
                if text or (b"<" not in piece and b">" not in piece and b'"' not in piece):
                    text = text or self._value(piece)
                    if state.says:
                        for said in opened:
                            said.append(text)
                    elif state.pending and not _VALUE.search(state.pending.decode()):
                        raise NotFollowedError("tag")
                    continue
                step = self._step(state, piece)
            for deed, words in step.deeds:
                if deed == SAY:
                    for said in opened:
                        said.append(words)
                elif deed == CLOSE:
                    text = "".join(opened.pop())
                    if text:
                        told.append((words, text))
                elif deed == OPEN:
                    opened.append([])
                else:
                    name, _, text = words.partition("\0")
                    told.append((name, text))
            state = step.after
        if state.names or state.pending or place >= 0:
            raise NotFollowedError("end")
        return Followed(told, numbers)

    def _value(self, piece: bytes) -> str:
        """What a value printed; most are printed again and again: names, 0.00, —."""
        text = _value(piece)
        if b'"' not in piece and len(self._values) < _KEPT:
            self._values[piece] = text
        return text

    def _one(self, state: State) -> State:
        return self._states.setdefault(state.key, state)

    def _step(self, state: State, piece: bytes) -> Step:
        """What a piece does at a place: found by its tags, and kept."""
        if self._count >= _KEPT:
            raise NotFollowedError("steps")
        content = state.pending + piece
        cut = content.rfind(b"<")
        pending = b""
        if cut > content.rfind(b">"):
            content, pending = content[:cut], content[cut:]
        made = _Making(state, self._in_order)
        try:
            made.go_through(content.decode())
        except UnicodeDecodeError as error:
            raise NotFollowedError("encoding") from error
        _whole(state.names, content, made.names)
        after = self._one(
            State(
                made.counter,
                tuple(made.names),
                pending,
                paragraphs=made.paragraphs,
                in_properties=made.in_properties,
            )
        )
        step = state.steps[piece] = Step(after, tuple(made.deeds))
        self._count += 1
        return step


class _Making:
    """A piece on its way through its tags."""

    def __init__(self, state: State, in_order: Callable[[str], bool]) -> None:
        self.counter = state.counter.copy()
        self.names = list(state.names)
        self.paragraphs = state.paragraphs
        self.in_properties = state.in_properties
        self.in_order = in_order
        self.deeds: list[tuple[int, str]] = []

    def go_through(self, content: str) -> None:
        """Take every tag and the words behind it."""
        start = content.find("<")
        self._words(content if start < 0 else content[:start])
        end = max(start, 0)
        for found in _TAG.finditer(content, end) if start >= 0 else ():
            if found.start() != end:
                raise NotFollowedError("markup")
            end = found.end()
            closing, name, _, empty, words = found.groups()
            if closing:
                self._close(name)
            else:
                self._open(name, empty=bool(empty))
                if empty:
                    self._close(name)
            self._words(words)
        if start >= 0 and end != len(content):
            raise NotFollowedError("markup")

    def _words(self, words: str) -> None:
        if words and self.names and self.names[-1] == _TEXT:
            self._say(unescape(words) if "&" in words else words)

    def _say(self, words: str) -> None:
        if not self.paragraphs:
            return
        if self.deeds and self.deeds[-1][0] == SAY:
            words = self.deeds.pop()[1] + words
        self.deeds.append((SAY, words))

    def _open(self, name: str, *, empty: bool) -> None:
        self.names.append(name)
        if name in _COUNTED:
            self.counter.opened(name.removeprefix("w:"))
            if name == "w:p":
                self.paragraphs += 1
                self.deeds.append((OPEN, ""))
        elif name == _PROPERTIES:
            self.in_properties = True
        elif empty and name in _SIGNS and not self.in_properties:
            self._say(_SIGNS[name])

    def _close(self, name: str) -> None:
        if not self.names or self.names.pop() != name:
            raise NotFollowedError("nesting")
        if name == _PROPERTIES:
            self.in_properties = False
        elif name in _COUNTED:
            own = self.counter.name
            self.counter.closed()
            if name == "w:p":
                self.paragraphs -= 1
                self._ended(own)

    def _ended(self, name: str) -> None:
        """A paragraph ends: one that is the piece's own is looked at once and for all."""
        deeds = self.deeds
        text = deeds[-1][1] if deeds and deeds[-1][0] == SAY else ""
        begin = len(deeds) - 1 - bool(text)
        if self.paragraphs or begin < 0 or deeds[begin][0] != OPEN:
            deeds.append((CLOSE, name))
            return
        del deeds[begin:]
        if text and not self.in_order(text):
            deeds.append((TOLD, f"{name}\0{text}"))


def _value(piece: bytes) -> str:
    """What a value printed, without escapes; NotFollowedError where XML could not hold it."""
    try:
        text = piece.decode()
    except UnicodeDecodeError as error:
        raise NotFollowedError("encoding") from error
    if _UNUSUAL.search(text):
        raise NotFollowedError("value")
    return unescape(text) if "&" in text else text


def _whole(before: tuple[str, ...], content: bytes, after: list[str]) -> None:
    """Hold that the content is XML between what is open before it and after it."""
    parser = expat.ParserCreate()
    try:
        # Something must enclose it all, and what a prefix means is said by the root of the part.
        parser.Parse("".join(f"<{name}>" for name in ("_", *before)).encode())
        parser.Parse(content)
        parser.Parse("".join(f"</{name}>" for name in reversed(("_", *after))).encode(), True)
    except expat.ExpatError as error:
        raise NotFollowedError("markup") from error
