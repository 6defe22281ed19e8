"""A Word template as a package: what is refused, which parts are printed, where stray tags stand.

Not for what stands in the parts.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.office import package
from reportgen.office.core import CORE_PART
from reportgen.office.links import safe_link
from reportgen.place import Place
from reportgen.render.word import kinds
from reportgen.render.word.tree import Node, PartError, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.finding import Finding
    from reportgen.office.package import Member

_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "_rels/.rels"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PRINTED: Final = ("header", "footer", "footnotes", "endnotes")
_EXTERNAL: Final = {
    "image": "网上或别处的图片",
    "attachedTemplate": "附加的模板",
    "oleObject": "链接的对象",
    "subDocument": "链接的子文档",
    "frame": "框架网页",
    "mailMergeSource": "邮件合并的数据源",
}
_EMBEDDED: Final = frozenset({"oleObject", "control"})
_ACTIVE: Final = ("vbaProject.bin", "vbaData.xml")
_FETCHING: Final = re.compile(
    r"(?<![A-Z])(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|RD"
    r"|MACROBUTTON|AUTOTEXT|GLOSSARY|FILLIN|ASK|PRINT)(?![A-Z])",
    re.IGNORECASE,
)
"""Fields that read other files, start programs, or ask when the document is opened."""
_TAG: Final = re.compile(r"\{\{[^{}]{0,60}(?:\}\})?|\{%[^%]{0,60}(?:%\})?")
_CHART_PART: Final = re.compile(r"word/charts/chart\d*\.xml")
_MARKUP: Final = re.compile(r"<[^>]*>")


@frozen
class Opened:
    """The members of a template, the body's name, and the other parts that are printed."""

    members: list[Member]
    main: str
    others: list[str]

    def content(self, name: str) -> bytes:
        """The bytes of a part; empty where there is none."""
        return next((item.content for item in self.members if item.name == name), b"")


def open_template(data: bytes, name: str) -> tuple[Opened | None, list[Finding]]:
    """The template's members and parts, and what is refused of it; None where it cannot be read."""
    try:
        opened, refused = _opened(data)
        findings = [kinds.REFUSED_CONTENT.at(Place(name), what=what) for what in refused]
        findings += _misplaced(opened, name)
    except (package.PackageError, PartError) as error:
        return None, [kinds.NOT_A_DOCUMENT.at(Place(name), reason=error)]
    return opened, findings


def _opened(data: bytes) -> tuple[Opened, list[str]]:
    members = package.read(data)
    parts = {member.name: member for member in members}
    if _TYPES not in parts or _RELATIONS not in parts:
        raise PartError("不是 Word 文档")
    main = ""
    for kind, target, _ in _relations(parts[_RELATIONS].content, ""):
        if kind == "officeDocument":
            main = target
    if main not in parts:
        raise PartError("文件里没有正文")
    types = {
        str(item.attributes.get("PartName", "")).lstrip("/"): str(
            item.attributes.get("ContentType", "")
        )
        for item in parse(parts[_TYPES].content).elements()
    }
    kind_of_main = types.get(main, "")
    refused = ["宏"] if any(item.endswith(_ACTIVE) for item in parts) else []
    if "macroEnabled" in kind_of_main and not refused:
        refused = ["宏"]
    if not refused and kind_of_main != _MAIN:
        raise PartError("不是 .docx 文档（例如是 .dotx 模板，或是 Excel 文件）")
    others = []
    for member in members:
        if not member.name.endswith(".rels"):
            continue
        folder, _, file = member.name.rpartition("_rels/")
        owner = folder + file.removesuffix(".rels")
        for kind, target, outside in _relations(member.content, folder):
            if outside and (kind != "hyperlink" or not safe_link(target)):
                refused.append(f"{_EXTERNAL.get(kind, '外部链接')}（{target[:80]}）")
            elif kind == "aFChunk":
                refused.append("嵌入的网页或文档片段")
            elif kind in _EMBEDDED:
                refused.append("嵌入的对象或控件")
            elif owner == main and kind in _PRINTED and target in parts:
                others.append(target)
    opened = Opened(members, main, list(dict.fromkeys(others)))
    return opened, refused + _fields(opened)


def _fields(opened: Opened) -> list[str]:
    """Fields that would fetch or start something; the code of one may be split over runs."""
    found: list[str] = []
    for name in (opened.main, *opened.others):
        content = opened.content(name)
        codes: list[str] = []
        for node in parse(content).walk() if b"nstr" in content else ():
            local = node.tag.rpartition(":")[2]
            if local in {"instrText", "delInstrText"}:
                codes.append("".join(part for part in node.children if isinstance(part, str)))
            elif local == "fldSimple":
                codes += [str(v) for k, v in node.attributes.items() if k.endswith("instr")]
        hits = map(_FETCHING.search, ("".join(codes), "|".join(codes)))
        found += [f"会读取别的文件或运行程序的域（{hit[1].upper()}）" for hit in hits if hit]
    return list(dict.fromkeys(found))


def _relations(content: bytes, folder: str) -> list[tuple[str, str, bool]]:
    """The relations of a part: kind, target as a member's name, whether it is outside."""
    found = []
    for item in parse(content).elements():
        kind = str(item.attributes.get("Type", ""))
        for base in (_RELATION, _STRICT):
            kind = kind.removeprefix(base)
        target = str(item.attributes.get("Target", ""))
        outside = item.attributes.get("TargetMode") == "External"
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found.append((kind.rpartition("/")[2], target, outside))
    return found


def relations_of(members: Mapping[str, Member], owner: str) -> list[tuple[str, str, str]]:
    """The relations inside the package of a part: id, kind, and the member they lead to."""
    folder, slash, file = owner.rpartition("/")
    member = members.get(f"{folder}{slash}_rels/{file}.rels")
    found = []
    for item in parse(member.content).elements() if member is not None else ():
        if item.attributes.get("TargetMode") != "External":
            kind = str(item.attributes.get("Type", "")).rpartition("/")[2]
            target = target_of(str(item.attributes.get("Target", "")), owner)
            found.append((str(item.attributes.get("Id", "")), kind, target))
    return found


def target_of(target: str, owner: str) -> str:
    """The name of the member that a relation of a part leads to."""
    folder = posixpath.dirname(owner)
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _misplaced(opened: Opened, name: str) -> list[Finding]:
    """Tags in parts that are not printed, which would stand in the document as typed."""
    printed = {opened.main, *opened.others, CORE_PART}
    findings = []
    for member in opened.members:
        if member.name in printed or not member.name.endswith(".xml"):
            continue
        if _CHART_PART.fullmatch(member.name):
            continue  # looked through with the chart itself
        content = member.content
        if b"{" not in content:
            continue
        found = _TAG.search(_MARKUP.sub("", content.decode("utf-8", "replace")))
        if found:
            where = _words(member.name)
            place = Place(name, detail=where)
            findings.append(kinds.MISPLACED.at(place, where=where, tag=found[0]))
    return findings


def _words(member: str) -> str:
    for part, words in (("comments", "批注"), ("chart", "图表"), ("diagram", "图示")):
        if part in member:
            return words
    return f"部件 {member}"


def title_of(core: bytes) -> Node | None:
    """The title in the core properties, or None."""
    if not core:
        return None
    return next((node for node in parse(core).walk() if node.tag == "dc:title"), None)
