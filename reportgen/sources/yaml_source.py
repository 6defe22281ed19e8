"""Reads a YAML file into the tree of values, each with its line and column.

Built from the parser's events: no value is guessed to be a number or a date, and no tag is obeyed.
Every problem is a finding; what a value means is the model's affair.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import yaml

from reportgen.place import Place
from reportgen.sources import characters, kinds
from reportgen.sources.collector import Collector
from reportgen.sources.tree import BLANK, TEXT, Mapping, Node, Scalar, Sequence, split_unit

if TYPE_CHECKING:
    from reportgen.finding import Finding

MAX_DEPTH: Final = 40
"""Levels of a data set; libyaml of 2026 stops by itself, far below."""
MAX_VALUES: Final = 500_000
"""Values with aliases expanded; 20,000 ledger lines make about 300,000."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COLON = re.compile(r":[ \n]")
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_CORE_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "null", "map", "seq", "bool")
)


def read_yaml(data: bytes, name: str) -> tuple[Mapping | None, list[Finding]]:
    """The tree of a YAML file's bytes; None where it has no readable content.

    After a syntax error nothing more can be read; characters, and duplicates up to it, are all
    reported at once.
    """
    collector = Collector(Place(name))
    text = _decode(data, name, collector)
    if text is None:
        return None, collector.findings()
    if (line := _line_of_the_last(text)) is not None:
        collector.add(kinds.TOO_MANY, Place(name, line=line), limit=MAX_VALUES)
        return None, collector.findings()
    text = _without_forbidden(text, name, collector)
    builder = _Builder(name, collector)
    root: Node | None = None
    try:
        root = builder.build(text)
    except yaml.YAMLError as error:
        from reportgen.sources.yaml_errors import explain

        collector.take(explain(error, text, name))
        return None, collector.findings()
    except _StopReading:
        return None, collector.findings()
    if root is None or (isinstance(root, Scalar) and root.kind == BLANK):
        collector.add(kinds.EMPTY, Place(name), name=name)
        return None, collector.findings()
    if not isinstance(root, Mapping):
        collector.add(kinds.NOT_A_MAPPING, root.place)
        return None, collector.findings()
    return root, collector.findings()


class _StopReading(Exception):  # noqa: N818
    """The rest of the file is not to be read; the finding has been recorded."""


def _decode(data: bytes, name: str, collector: Collector) -> str | None:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", "surrogatepass").removeprefix("\ufeff")
        return data.decode("utf-8", "surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8", "replace")
    line_start = good.rfind("\n") + 1
    place = Place(name, line=good.count("\n") + 1, column=len(good) - line_start + 1)
    try:
        data.decode("gb18030")
        what = "，多半是 GBK（ANSI）编码"
    except UnicodeDecodeError:
        what = ""
    collector.add(kinds.ENCODING, place, what=what)
    return None


def _line_of_the_last(text: str) -> int | None:
    """Where the limit of values is reached, told by the colons behind names; None where it is not.

    Parsing all of them first would take ten seconds and half a gigabyte.
    """
    if text.count(": ") + text.count(":\n") <= MAX_VALUES:
        return None
    colons = islice(_COLON.finditer(text), MAX_VALUES, None)
    return text.count("\n", 0, next(colons).start()) + 1


def _without_forbidden(text: str, name: str, collector: Collector) -> str:
    """The text with each forbidden character reported and replaced, all positions kept."""
    if not characters.FORBIDDEN.search(text):
        return text
    line, seen = 1, 0
    for match in characters.FORBIDDEN.finditer(text):
        start = match.start()
        line += text.count("\n", seen, start)
        seen = start
        column = start - text.rfind("\n", 0, start)
        characters.report(match[0], Place(name, line=line, column=column), collector)
    return characters.FORBIDDEN.sub(characters.REPLACEMENT, text)


class _Frame:
    """A collection that is being read.

    `size` counts its values and `height` its levels, aliases expanded. `doubtful` is the current
    key where a colon stands inside it: 名称：罗湖 is one long key to YAML.
    """

    __slots__ = ("anchor", "doubtful", "height", "key", "key_unit", "node", "size", "unit")

    def __init__(self, node: Mapping | Sequence, anchor: str | None, unit: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.unit = unit
        self.key_unit: str | None = unit
        self.key: str | None = None
        self.doubtful: tuple[str, Place] | None = None
        self.size = 1
        self.height = 1


def _is_blank(text: str, style: str | None) -> bool:
    """Whether a value says nothing; one in quotes says what stands in them."""
    return not text or text.isspace() or (text in _NULLS and not style)


_made: Final = tuple.__new__
_DISCARD: Final = "\x00"
"""Stands for a key whose value is read but not kept; no real key can hold it."""


@lru_cache(maxsize=4096)
def _key_read(text: str) -> tuple[str, str | None, bool]:
    """The name and unit of a key, and whether a colon stands in it."""
    name, unit = split_unit(text.strip(characters.REPLACEMENT))
    return name, unit, ":" in text or "：" in text


def _keep(frame: _Frame, node: Node) -> None:
    """Puts a value into the collection that is being read."""
    parent = frame.node
    if isinstance(parent, Mapping):
        key = frame.key
        if key is not None and key is not _DISCARD:
            parent.entries[key] = node
        frame.key = None
    else:
        parent.items.append(node)


class _Builder:
    """Builds the tree of one document from the parser's events."""

    def __init__(self, file: str, collector: Collector) -> None:
        self._file = file
        self._collector = collector
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        self._total = 0
        self._escapes = True
        self._root: Node | None = None

    def build(self, text: str) -> Node | None:
        """The tree; raises yaml.YAMLError at a syntax error and _StopReading at a limit."""
        documents = 0
        self._escapes = "\\" in text
        loader = _LOADER(text)
        next_event, scalar = loader.get_event, self._scalar
        try:
            while (event := next_event()) is not None:
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    scalar(event)
                elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                    self._open(event)
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    frame = self._stack.pop()
                    self._add(frame.node, frame.size, frame.height, frame.anchor)
                elif kind is yaml.AliasEvent:
                    self._alias(event)
                elif kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        self._collector.add(kinds.DOCUMENTS, self._place(event))
                        raise _StopReading
        finally:
            loader.dispose()
        return self._root

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return _made(Place, (self._file, "", "", mark.line + 1, mark.column + 1, ""))

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        # As `Place(...)` would, which takes three times as long: there is one for every word.
        place = _made(Place, (self._file, "", "", mark.line + 1, mark.column + 1, ""))
        text = event.value
        style = event.style
        anchor = event.anchor
        if event.tag:
            self._check_tag(event)
        # Only in double quotes can an escape bring in what the file itself does not hold.
        if (style == '"' and self._escapes) or len(text) > characters.MAX_TEXT:
            text = characters.clean(text, place, self._collector)
        frame = self._stack[-1] if self._stack else None
        if frame is None:
            blank = _is_blank(text, style)
            self._add(Scalar("" if blank else text, place, BLANK if blank else TEXT), 1, 0, anchor)
            return
        parent = frame.node
        if frame.key is None and type(parent) is Mapping:
            self._key(frame, text, place, plain=not style)
            if anchor:
                self._anchors[anchor] = (Scalar(text, place), 1, 0)
            return
        if frame.doubtful and not style and text == "":
            key, key_place = frame.doubtful
            what = f"“{key}”里的冒号要写成英文冒号加一个空格。"
            self._collector.add(kinds.COLON, key_place, what=what)
        if _is_blank(text, style):
            node = Scalar("", place, BLANK, frame.key_unit)
        else:
            node = Scalar(text, place, TEXT, frame.key_unit)
        if anchor or self._total >= MAX_VALUES:
            self._add(node, 1, 0, anchor)
            return
        self._total += 1
        frame.size += 1
        _keep(frame, node)

    def _check_tag(self, event: Any) -> None:
        if event.tag and event.tag not in _CORE_TAGS and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._collector.add(kinds.TAG, self._place(event), tag=tag)

    def _key(self, frame: _Frame, text: str, place: Place, *, plain: bool) -> None:
        node = frame.node
        assert isinstance(node, Mapping)
        name, unit, colon = _key_read(text)
        frame.key_unit = unit or frame.unit
        frame.doubtful = (text, place) if colon and plain else None
        if not name or name == "<<":
            what = "不能用 <<" if name else "是空的"
            self._collector.add(kinds.BAD_KEY, place, what=what)
            frame.key = _DISCARD
        elif name in node.entries:
            first = node.key_places[name]
            self._collector.add(
                kinds.DUPLICATE_KEY,
                place,
                related=(first,),
                name=text.strip(),
                first=f"第 {first.line} 行",
            )
            frame.key = _DISCARD
        else:
            node.key_places[name] = place
            frame.key = name

    def _open(self, event: Any) -> None:
        place = self._place(event)
        self._check_tag(event)
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.key is None and type(parent.node) is Mapping:
            self._collector.add(kinds.BAD_KEY, place, what="是一组值，不是文字")
            raise _StopReading
        if len(self._stack) >= MAX_DEPTH:
            self._collector.add(kinds.TOO_DEEP, place, limit=MAX_DEPTH)
            raise _StopReading
        node: Mapping | Sequence
        if type(event) is yaml.MappingStartEvent:
            node = Mapping({}, {}, place)
        else:
            node = Sequence([], place)
        frame = _Frame(node, event.anchor, parent.key_unit if parent is not None else None)
        self._stack.append(frame)
        if event.anchor:
            self._anchors.pop(event.anchor, None)

    def _add(self, node: Node, size: int, height: int, anchor: str | None) -> None:
        self._total += 1
        if anchor:
            self._anchors[anchor] = (node, size, height)
        if not self._stack:
            self._root = node
            return
        frame = self._stack[-1]
        frame.size += size
        if frame.height <= height:
            frame.height = height + 1
        if self._total > MAX_VALUES:
            self._collector.add(kinds.TOO_MANY, node.place, limit=MAX_VALUES)
            raise _StopReading
        _keep(frame, node)

    def _alias(self, event: Any) -> None:
        place, name = self._place(event), event.anchor
        if any(frame.anchor == name for frame in self._stack):
            self._collector.add(kinds.ALIAS, place, name=name, what="指向了包含它自己的内容")
            raise _StopReading
        node, size, height = self._anchors.get(name, (Scalar("", place, BLANK), 1, 0))
        if name not in self._anchors:
            self._collector.add(kinds.ALIAS, place, name=name, what="没有对应的内容")
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key is None and type(frame.node) is Mapping:
            if not isinstance(node, Scalar):
                self._collector.add(kinds.BAD_KEY, place, what="是一组值，不是文字")
                raise _StopReading
            self._key(frame, node.text, place, plain=False)
            return
        if len(self._stack) + height > MAX_DEPTH:
            self._collector.add(kinds.TOO_DEEP, place, limit=MAX_DEPTH)
            raise _StopReading
        unit = frame.key_unit if frame is not None else None
        # Counted before it is copied, so that copies stay below the limit too.
        self._total += size
        if unit and self._total <= MAX_VALUES:
            node = _with_unit(node, unit)
        self._add(node, size, height, None)


def _with_unit(node: Node, unit: str) -> Node:
    """A copy of an aliased node whose values take the unit of the key that it stands under."""
    if isinstance(node, Scalar):
        return node if node.unit else Scalar(node.text, node.place, node.kind, unit)
    if isinstance(node, Sequence):
        return Sequence([_with_unit(item, unit) for item in node.items], node.place)
    entries = {name: _with_unit(item, unit) for name, item in node.entries.items()}
    return Mapping(entries, node.key_places, node.place)
