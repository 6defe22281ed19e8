"""A .docx as a package that is changed in few places: parts are parsed when asked for.

What was not changed is written as the bytes it had. It knows content types and relationships, and
nothing of what stands in a text.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from reportgen.merge.word.names import NS, UnreadableError, W, parse, serialise
from reportgen.merge.word.reading import Reader
from reportgen.office import package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS: Final = ("header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: its id, kind (`header`, `image` …), and the member it leads to."""

    id: str
    kind: str
    target: str


@dataclass(slots=True)
class Docx:
    """An opened document; `main` is the name of its body."""

    members: dict[str, package.Member]
    main: str
    _roots: dict[str, Element] = field(default_factory=dict)
    _readers: dict[str, Reader] = field(default_factory=dict)
    _changed: set[str] = field(default_factory=set)
    _replaced: set[str] = field(default_factory=set)

    def root(self, name: str) -> Element:
        """The root of a part; raises UnreadableError."""
        if name not in self._roots:
            try:
                content = self.members[name].content
            except package.PackageError as error:
                raise UnreadableError(str(error)) from error
            self._roots[name] = parse(content, name)
        return self._roots[name]

    def reader(self, name: str) -> Reader:
        """The lines of a part as they were when first asked for."""
        if name not in self._readers:
            self._readers[name] = Reader(self.root(name))
        return self._readers[name]

    def change(self, name: str) -> None:
        """A part was changed: it will be written anew."""
        self._changed.add(name)

    @property
    def changed(self) -> bool:
        """Whether anything was changed."""
        return bool(self._changed or self._replaced)

    def content(self, name: str) -> bytes:
        """The bytes of a member as they were when it was opened; empty where there is none."""
        return self.members[name].content if name in self.members else b""

    def replace(self, name: str, content: bytes) -> None:
        """Put a member in, or other bytes in its place."""
        self.members[name] = package.Member(name, (content,))
        self._roots.pop(name, None)
        self._changed.discard(name)
        self._replaced.add(name)

    def to_bytes(self) -> bytes:
        """The document; members that were not changed are copied as they were."""
        result = []
        for name, member in self.members.items():
            written = name in self._changed and name in self._roots
            made = package.Member(name, (serialise(self._roots[name]),)) if written else member
            result.append(made)
        return package.write(result)

    def relations(self, name: str) -> list[Relation]:
        """The relationships of a part to other members, in the order of its file."""
        rels = rels_of(name)
        if rels not in self.members:
            return []
        found = []
        for item in self.root(rels):
            if item.get("TargetMode") != "External":
                target = resolve(name, item.get("Target", ""))
                kind = item.get("Type", "").rpartition("/")[2]
                found.append(Relation(item.get("Id", ""), kind, target))
        return found

    def relate(self, name: str, kind: str, target: str) -> str:
        """A new relationship of a part to a member; its id."""
        rels = rels_of(name)
        if rels not in self.members:
            self.replace(rels, f'<Relationships xmlns="{_RELS}"/>'.encode())
        root = self.root(rels)
        used = {item.get("Id") for item in root}
        number = next(at for at in range(1, len(used) + 2) if f"rIdM{at}" not in used)
        folder = posixpath.dirname(name)
        attributes = {
            "Id": f"rIdM{number}",
            "Type": _OFFICE + kind,
            "Target": posixpath.relpath(target, folder) if folder else target,
        }
        etree.SubElement(root, f"{{{_RELS}}}Relationship", attributes)
        self.change(rels)
        return f"rIdM{number}"

    def declare(self, name: str, content_type: str) -> None:
        """Say what a new member is."""
        types = self.root("[Content_Types].xml")
        if any(item.get("PartName") == f"/{name}" for item in types):
            return
        attributes = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(types, f"{{{_TYPES}}}Override", attributes)
        self.change("[Content_Types].xml")

    def content_type(self, name: str) -> str:
        """What a member is; empty where the package does not say."""
        found = ""
        for item in self.root("[Content_Types].xml"):
            if item.get("PartName") == f"/{name}":
                return item.get("ContentType", "")
            if name.lower().endswith(f".{item.get('Extension', '').lower()}"):
                found = item.get("ContentType", "") if item.get("Extension") else found
        return found

    def text_parts(self, kind: str) -> list[str]:
        """The headers, footers, footnotes or endnotes of the body, each once, in order of their names."""
        found = {r.target for r in self.relations(self.main) if r.kind == kind}
        return sorted((name for name in found if name in self.members), key=_natural)


def open_docx(data: bytes) -> Docx:
    """The package of a document; raises UnreadableError."""
    if data.startswith(_OLE):
        raise UnreadableError("文件加了密码，或是旧版的 .doc")
    try:
        members = {member.name: member for member in package.read(data)}
    except package.PackageError as error:
        raise UnreadableError(str(error)) from error
    docx = Docx(members, "")
    main = [r.target for r in docx.relations("") if r.kind == "officeDocument"]
    if not main or main[0] not in members:
        raise UnreadableError("里面没有正文，不是 Word 文档")
    docx.main = main[0]
    root = docx.root(docx.main)
    if root.tag != f"{W}document":
        strict = root.tag.endswith("}document") and not root.tag.startswith(f"{{{NS}")
        raise UnreadableError(
            "保存成了“Strict Open XML”格式" if strict else "里面没有正文，不是 Word 文档"
        )
    if "[Content_Types].xml" not in members:
        raise UnreadableError("缺少内容清单，文件已损坏")
    return docx


def rels_of(name: str) -> str:
    """The member that holds the relationships of another; of the package for an empty name."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/") if name else "_rels/.rels"


def resolve(name: str, target: str) -> str:
    """The member that a target means, seen from another member."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def part_kinds() -> tuple[str, ...]:
    """The kinds of parts beside the body that hold text."""
    return _KINDS


def _natural(name: str) -> tuple[int, str]:
    digits = re.search(r"(\d+)\.xml$", name)
    return (int(digits[1]) if digits else 0, name)
