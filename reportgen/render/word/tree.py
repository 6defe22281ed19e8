"""A light tree of a Word part: names and prefixes as typed, parents known, tags among the children.

Not for querying and not for namespaces. A document type declaration is refused, with it every
entity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.render.word.tags import Tag

MAX_DEPTH: Final = 200
TEXT_ELEMENTS: Final = frozenset(
    {"w:t", "w:delText", "w:instrText", "w:delInstrText", "m:t", "a:t"}
)
PROPERTIES: Final = frozenset({"w:rPr", "w:pPr", "w:tcPr", "w:trPr", "w:tblPr", "w:sectPr"})

_CELL_ORDER: Final = (
    "w:cnfStyle",
    "w:tcW",
    "w:gridSpan",
    "w:hMerge",
    "w:vMerge",
    "w:tcBorders",
    "w:shd",
    "w:noWrap",
    "w:tcMar",
    "w:textDirection",
    "w:tcFitText",
    "w:vAlign",
    "w:hideMark",
)


class PartError(ValueError):
    """The part cannot be read; the text says why, in Chinese."""


class Node:
    """An element. Children are elements, texts and tags; an attribute may be a tag."""

    __slots__ = ("attributes", "children", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str | Tag] | None = None) -> None:
        self.tag = tag
        self.attributes: dict[str, str | Tag] = attributes or {}
        self.children: list[Node | Tag | str] = []
        self.parent: Node | None = None

    def append(self, child: Node) -> None:
        """Put an element at the end."""
        child.parent = self
        self.children.append(child)

    def insert(self, at: int, child: Node) -> None:
        """Put an element before the child at that index."""
        child.parent = self
        self.children.insert(at, child)

    def replace(self, *instead: Node | Tag) -> None:
        """Put others in the place of this element; nothing removes it."""
        if self.parent is None:
            return
        siblings = self.parent.children
        at = self.index
        siblings[at : at + 1] = instead
        above, self.parent = self.parent, None
        for item in instead:
            if isinstance(item, Node):
                item.parent = above

    @property
    def index(self) -> int:
        """Its index among the children of its parent."""
        return self.parent.children.index(self) if self.parent else 0

    def elements(self, tag: str = "") -> list[Node]:
        """The child elements, or those of one name."""
        found = [item for item in self.children if isinstance(item, Node)]
        return [item for item in found if item.tag == tag] if tag else found

    def find(self, tag: str) -> Node | None:
        """The first child of that name."""
        return next(iter(self.elements(tag)), None)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in document order."""
        stack = [self]
        while stack:
            current = stack.pop()
            yield current
            stack.extend(reversed(current.elements()))

    def above(self, tag: str) -> Node | None:
        """The nearest ancestor (or itself) of that name."""
        current: Node | None = self
        while current is not None and current.tag != tag:
            current = current.parent
        return current

    def copy(self) -> Node:
        """The element and all below it, on their own."""
        made = Node(self.tag, dict(self.attributes))
        for child in self.children:
            if isinstance(child, Node):
                made.append(child.copy())
            else:
                made.children.append(child)
        return made


def parse(content: bytes) -> Node:
    """The root of a part; raises PartError. Blank text between elements is left out."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    top = Node("")
    stack = [top]

    def start(tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, {**attributes})
        _drop_blank(stack[-1])
        stack[-1].append(node)
        stack.append(node)
        if len(stack) > MAX_DEPTH:
            raise PartError("表格或文本框套得太深")

    def end(_: str) -> None:
        node = stack.pop()
        if len(node.children) > 1:
            _drop_blank(node)

    def text(data: str) -> None:
        stack[-1].children.append(data)

    def refuse(*_: object) -> None:
        raise PartError("文件里有文档类型声明")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise PartError(f"内容已损坏（{error}）") from error
    root = top.elements()[0]
    root.parent = None
    return root


def _drop_blank(node: Node) -> None:
    if node.children and isinstance(node.children[-1], str) and not node.children[-1].strip():
        node.children.pop()


def cell_property(cell: Node, name: str, attributes: dict[str, str | Tag]) -> Node:
    """Set a child of `w:tcPr` at its place in the order of the schema; an old one goes."""
    properties = cell.find("w:tcPr")
    if properties is None:
        properties = Node("w:tcPr")
        cell.insert(0, properties)
    for old in properties.elements(name):
        old.replace()
    rank = _CELL_ORDER.index(name)
    at = sum(
        1
        for item in properties.elements()
        if item.tag not in _CELL_ORDER or _CELL_ORDER.index(item.tag) < rank
    )
    made = Node(name, attributes)
    properties.insert(at, made)
    return made


def splice(first: Node, second: Node) -> list[Node] | None:
    """Delete all between the end of one text and the beginning of a later one, and join the two.

    Both must be as deep below their common ancestor, under elements of the same names; else None
    and nothing is changed. Gives the elements that were dropped.
    """
    ups, downs = _chain(first), _chain(second)
    while ups and downs and ups[-1] is downs[-1]:
        ups.pop()
        downs.pop()
    if len(ups) != len(downs) or any(a.tag != b.tag for a, b in zip(ups, downs, strict=True)):
        return None
    dropped: list[Node] = []
    top_a, top_b = ups[-1], downs[-1]
    common = top_a.parent
    if common is None:
        return None
    for depth in range(len(ups) - 1):
        upper_a, upper_b = ups[depth + 1], downs[depth + 1]
        at_a, at_b = ups[depth].index, downs[depth].index
        dropped += [n for n in upper_a.children[at_a + 1 :] if isinstance(n, Node)]
        dropped += [n for n in upper_b.children[:at_b] if isinstance(n, Node)]
        kept = upper_b.children[at_b + 1 :]
        upper_a.children[at_a + 1 :] = kept
        for item in kept:
            if isinstance(item, Node):
                item.parent = upper_a
    first.children += second.children
    at_a, at_b = top_a.index, top_b.index
    dropped += [n for n in common.children[at_a + 1 : at_b] if isinstance(n, Node)]
    del common.children[at_a + 1 : at_b + 1]
    return [item for item in dropped if item.tag not in PROPERTIES]


def _chain(node: Node) -> list[Node]:
    found = [node]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found
