"""A light XML tree that keeps names, prefixes and order as typed, for parts that are rewritten.

Not for querying: it has no namespaces and no paths. A document type declaration is refused, and
with it every entity.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 200

_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE: Final = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\n": "&#10;",
        "\r": "&#13;",
        "\t": "&#9;",
    }
)
_PLAIN: Final = re.compile(r'[&<>"\n\r\t]')


class MarkupError(ValueError):
    """The part is not well-formed XML, or holds what is refused."""


class Element:
    """An element: its tag as typed (with prefix), attributes, and children (elements and text)."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        self.tag = tag
        self.attributes: dict[str, str] = {} if attributes is None else attributes
        self.children: list[Element | str] = []

    def elements(self) -> list[Element]:
        """The child elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def find(self, tag: str) -> Element | None:
        """The first child element of that tag."""
        for child in self.children:
            if isinstance(child, Element) and child.tag == tag:
                return child
        return None

    def text(self) -> str:
        """The text directly inside."""
        return "".join(child for child in self.children if isinstance(child, str))

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in document order."""
        stack = [self]
        while stack:
            current = stack.pop()
            yield current
            stack.extend(reversed(current.elements()))


def parse(content: bytes) -> Element:
    """The root of a part; raises MarkupError. The prefix of the root's own namespace is dropped."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    top = Element("")
    stack = [top]

    def start(tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes)
        stack[-1].children.append(element)
        stack.append(element)
        if len(stack) > MAX_DEPTH:
            raise MarkupError("XML 嵌套太深")

    def end(_: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        stack[-1].children.append(data)

    def refuse(*_: object) -> None:
        raise MarkupError("XML 里有文档类型声明")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise MarkupError(f"XML 写法有误（{error}）") from error
    root = top.elements()[0]
    prefix, colon, _ = root.tag.partition(":")
    if colon:
        _drop_prefix(root, prefix)
    return root


def serialise(element: Element) -> str:
    """The element as XML text, without a declaration."""
    pieces: list[str] = []
    _write(element, pieces)
    return "".join(pieces)


def document(element: Element) -> bytes:
    """The element as a part, with its declaration."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return (head + serialise(element)).encode()


def open_tag(element: Element) -> str:
    """The element's start tag."""
    pieces = [f"<{element.tag}"]
    pieces += [f' {name}="{attribute(value)}"' for name, value in element.attributes.items()]
    pieces.append(">")
    return "".join(pieces)


def escape(text: str) -> str:
    """Text as it stands between tags."""
    return text.translate(_TEXT) if _PLAIN.search(text) else text


def attribute(text: str) -> str:
    """Text as it stands between double quotes of an attribute."""
    return text.translate(_ATTRIBUTE) if _PLAIN.search(text) else text


def _write(element: Element, pieces: list[str]) -> None:
    head = open_tag(element)
    if not element.children:
        pieces.append(f"{head[:-1]}/>")
        return
    pieces.append(head)
    for child in element.children:
        if isinstance(child, str):
            pieces.append(escape(child))
        else:
            _write(child, pieces)
    pieces.append(f"</{element.tag}>")


def _drop_prefix(root: Element, prefix: str) -> None:
    namespace = root.attributes.pop(f"xmlns:{prefix}", "")
    for element in root.walk():
        head, colon, rest = element.tag.partition(":")
        if colon and head == prefix:
            element.tag = rest
    root.attributes = {"xmlns": namespace, **root.attributes}
