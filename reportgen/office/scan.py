"""Finds where elements stand in the bytes of an XML part, and changes bytes only there.

What is not changed stays byte for byte as it was. Not for building parts anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_START: Final = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ScanError(ValueError):
    """A part cannot be changed; the text says why."""


@dataclass(slots=True)
class Element:
    """An element: its tag with prefix, attributes, and where it stands.

    `start`–`head_end` is its start tag, `tail` where its end tag begins, `end` behind it.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    head_end: int
    tail: int = 0
    end: int = 0

    @property
    def name(self) -> str:
        """The tag without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, empty where there is none."""
        head, colon, _ = self.tag.rpartition(":")
        return head + colon

    @property
    def is_closed(self) -> bool:
        """Whether it is written `<a/>`."""
        return self.tail == self.start


@dataclass(slots=True)
class Patch:
    """Changes to the bytes of a part, applied together."""

    data: bytes
    edits: list[tuple[int, int, bytes]] = field(default_factory=list)

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put other bytes in the place of some."""
        self.edits.append((start, end, new))

    def insert(self, at: int, new: bytes) -> None:
        """Put bytes before a position; of several at one position the first stays first."""
        self.edits.append((at, at, new))

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Change or add an attribute in a start tag."""
        head = self.data[element.start : element.head_end]
        self.replace(element.start, element.head_end, with_attribute(head, name, value))

    def append(self, element: Element, content: bytes) -> None:
        """Put bytes at the end of an element's content."""
        if element.is_closed:
            head = self.data[element.start : element.head_end]
            opened = head[:-2].rstrip() + b">"
            self.replace(
                element.start, element.head_end, opened + content + f"</{element.tag}>".encode()
            )
        else:
            self.insert(element.tail, content)

    def result(self) -> bytes:
        """The changed bytes."""
        pieces: list[bytes] = []
        at = 0
        for start, end, new in sorted(self.edits, key=lambda edit: (edit[0], edit[1])):
            pieces += (self.data[at:start], new)
            at = end
        pieces.append(self.data[at:])
        return b"".join(pieces)


def with_attribute(head: bytes, name: str, value: str) -> bytes:
    """A start tag with an attribute set."""
    pattern = re.compile(rb"(\s" + name.encode() + rb"\s*=\s*)(\"[^\"]*\"|'[^']*')")
    written = f'"{value}"'.encode()
    if pattern.search(head):
        return pattern.sub(lambda match: match[1] + written, head, count=1)
    at = len(head) - (2 if head.endswith(b"/>") else 1)
    return head[:at].rstrip() + f' {name}="{value}"'.encode() + head[at:]


def without_attribute(head: bytes, name: str) -> bytes:
    """A start tag with an attribute taken out."""
    return re.sub(rb"\s" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", head, count=1)


def scan(data: bytes, wanted: Iterable[str], on: Callable[[Element, int], None]) -> None:
    """Calls `on` with each element of the wanted names, and its depth, when it has ended."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ScanError("部件不是 UTF-8 编码")
    names = frozenset(wanted)
    parser = expat.ParserCreate()
    stack: list[Element | None] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] not in names:
            stack.append(None)
            return
        at = parser.CurrentByteIndex
        match = _START.match(data, at)
        if match is None:
            raise ScanError("部件的写法不认识")
        stack.append(Element(tag, attributes, at, match.end()))

    def end(_: str) -> None:
        element = stack.pop()
        if element is None:
            return
        at = parser.CurrentByteIndex
        if data[element.head_end - 2 : element.head_end] == b"/>":
            element.tail, element.end = element.start, element.head_end
        else:
            element.tail = at
            element.end = data.index(b">", at) + 1
        on(element, len(stack))

    def refuse(*_: object) -> None:
        raise ScanError("部件含有外部声明")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ScanError("部件不是完整的 XML") from error


def elements(data: bytes, *wanted: str) -> list[Element]:
    """The elements of these names in the order they end."""
    found: list[Element] = []
    scan(data, wanted, lambda element, _: found.append(element))
    return found


def escaped(text: str) -> str:
    """A text as content or attribute of XML; what XML cannot hold becomes U+FFFD."""
    text = _FORBIDDEN.sub("\ufffd", text)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return text.replace("\n", "&#10;").replace("\r", "")
