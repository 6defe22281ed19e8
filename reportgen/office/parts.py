"""A package whose parts are changed one by one: by name, with relations and content types.

Parts that are not changed keep their packed bytes. Not for what stands in the parts.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from reportgen.office.package import Member, write
from reportgen.office.scan import Patch, ScanError, elements, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES: Final = "[Content_Types].xml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


class Parts:
    """The parts of one package by name; changed ones are replaced, new ones come behind."""

    def __init__(self, members: Iterable[Member]) -> None:
        self.members = {member.name: member for member in members}
        self.lower = {name.lower(): name for name in self.members}
        self.main = self._main_part()
        strict = STRICT.encode() in self.content(self.main)
        self.namespace = STRICT if strict else _RELATION

    def to_bytes(self) -> bytes:
        """The package as it is now."""
        return write(self.members.values())

    def content(self, part: str) -> bytes:
        """The bytes of a part, whatever the case of its name."""
        return self.members[self.lower[part.lower()]].content

    def put(self, part: str, data: bytes) -> None:
        """A part with new bytes."""
        part = self.lower.setdefault(part.lower(), part)
        self.members[part] = Member(part, (data,))

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self.lower

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The relations of a part: id → last word of the type, target part."""
        rels = _rels(part)
        found = {}
        for element in elements(self.content(rels), "Relationship") if self.has(rels) else ():
            attributes = element.attributes
            if attributes.get("TargetMode") == "External":
                continue
            target = unquote(attributes.get("Target", ""))
            whole = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
            )
            found[attributes.get("Id", "")] = (attributes["Type"].rpartition("/")[2], whole)
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relation of a part; its id."""
        rels = _rels(part)
        if not self.has(rels):
            self.put(
                rels,
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode(),
            )
        data = self.content(rels)
        known = {e.attributes.get("Id") for e in elements(data, "Relationship")}
        identity = next(f"rIdRg{n}" for n in range(1, 100_000) if f"rIdRg{n}" not in known)
        root = elements(data, "Relationships")[-1]
        patch = Patch(data)
        patch.append(
            root,
            f'<{root.prefix}Relationship Id="{identity}" Type="{self.namespace}/{kind}" '
            f'Target="/{escaped(target)}"/>'.encode(),
        )
        self.put(rels, patch.result())
        return identity

    def declare(self, part: str, content_type: str) -> None:
        """The content type of a part that was added."""
        data = self.content(TYPES)
        root = elements(data, "Types")[-1]
        patch = Patch(data)
        extension = part.rpartition(".")[2].lower()
        if extension not in {"xml", "rels"}:
            known = [e.attributes.get("Extension", "").lower() for e in elements(data, "Default")]
            text = f'<{root.prefix}Default Extension="{extension}" ContentType="{content_type}"/>'
            if extension not in known:
                first = elements(data, "Default", "Override")
                patch.insert(min(e.start for e in first), text.encode())
        else:
            text = f'<{root.prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
            patch.append(root, text.encode())
        self.put(TYPES, patch.result())

    def remove(self, part: str) -> None:
        """A part goes, with its relations and its content type; who points at it is the caller's."""
        for name in (part, _rels(part)):
            if self.has(name):
                del self.members[self.lower.pop(name.lower())]
        data = self.content(TYPES)
        patch = Patch(data)
        for element in elements(data, "Override"):
            if element.attributes.get("PartName", "").lower() == f"/{part}".lower():
                patch.replace(element.start, element.end, b"")
        self.put(TYPES, patch.result())

    def unrelate(self, part: str, target: str) -> None:
        """The relations of a part to another go."""
        identities = {i for i, (_, whole) in self.relations(part).items() if whole == target}
        data = self.content(_rels(part)) if identities else b""
        patch = Patch(data)
        for element in elements(data, "Relationship") if identities else ():
            if element.attributes.get("Id") in identities:
                patch.replace(element.start, element.end, b"")
        if identities:
            self.put(_rels(part), patch.result())

    def content_type(self, part: str) -> str:
        """The content type of a part, by its name or its ending."""
        data = self.content(TYPES)
        ending = part.rpartition(".")[2].lower()
        found = ""
        for element in elements(data, "Default", "Override"):
            attributes = element.attributes
            if attributes.get("PartName", "").lower() == f"/{part}".lower():
                return attributes["ContentType"]
            if attributes.get("Extension", "").lower() == ending:
                found = attributes["ContentType"]
        return found

    def target(self, part: str, kind: str) -> str:
        """The first part that a part points at by a kind of relation; empty where there is none."""
        return next((t for k, t in self.relations(part).values() if k == kind), "")

    def free(self, pattern: str) -> str:
        """A part name that is not taken: the pattern with a number."""
        return next(part for n in range(1, 100_000) if not self.has(part := pattern.format(n)))

    def _main_part(self) -> str:
        for element in elements(self.content("_rels/.rels"), "Relationship"):
            if element.attributes.get("Type", "").endswith("/officeDocument"):
                return element.attributes["Target"].lstrip("/")
        raise ScanError("缺少主要部分")


def _rels(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
