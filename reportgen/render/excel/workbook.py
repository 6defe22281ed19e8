"""A template's package: which part is which sheet, what is refused, what is the same in every copy.

Reads, checks, and makes the parts that every produced document shares (strings without tags, fonts
in the order of the standard, no calculation chain). Not for rows and cells.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.office import package, tree
from reportgen.office.core import CORE_PART, fixed_core
from reportgen.office.links import safe_link
from reportgen.render import kinds
from reportgen.render.excel import tags
from reportgen.render.excel.heights import Styles, read_styles
from reportgen.render.excel.related import Frame, Related
from reportgen.render.excel.template import SheetReader, string_text

if TYPE_CHECKING:
    from reportgen.office.package import Member
    from reportgen.office.tree import Element
    from reportgen.render.excel.template import Problems, Sheet

TYPES: Final = "[Content_Types].xml"
LARGEST_PART: Final = 32 * 1024 * 1024
"""Bytes of a part that is taken apart; templates are a hundred times smaller."""
_FONT_ORDER: Final = {
    name: index
    for index, name in enumerate(
        "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme".split()  # noqa: SIM905
    )
}
_KINDS: Final = {
    "drawing": "drawing",
    "comments": "comments",
    "vmlDrawing": "vml",
    "table": "table",
    "chart": "chart",
}
_BEFORE_CALCULATION: Final = frozenset(
    ["sheets", "functionGroups", "externalReferences", "definedNames"]
)
_MACROS: Final = re.compile(r"vbaProject\.bin$|/macrosheets/|/activeX/|/embeddings/", re.IGNORECASE)

_FETCHED: Final = re.compile(r"xl/(?:connections\.xml|queryTables/|webextensions/)", re.IGNORECASE)


@dataclass(slots=True)
class Workbook:
    """A template taken apart: parts that stay (packed anew once) and parts that are written.

    `order` is the order of the members; `fixed` those that are the same in every document.
    `related` are the parts that follow each sheet, by its title; `charts` follow any sheet.
    """

    order: list[str]
    fixed: dict[str, Member]
    root: Element
    part: str
    sheets: list[Sheet]
    related: dict[str, list[Related]] = field(default_factory=dict)
    charts: list[Related] = field(default_factory=list)
    widened: bool = False
    """Whether columns were repeated: what hangs on the sheets is then not the template's."""
    styles: Styles = field(default_factory=Styles)
    frame: Frame | None = field(default=None, init=False)
    """The workbook part, once it was written."""


class _Reader:
    """One pass over the package, with every problem reported."""

    def __init__(self, members: list[Member], problems: Problems) -> None:
        self.members = {member.name: member for member in members}
        self.problems = problems
        self.fixed: dict[str, Member] = {}
        self.related: dict[str, list[Related]] = {}
        self.charts: list[Related] = []

    def xml(self, part: str) -> Element:
        member = self.members.get(part)
        if member is None:
            raise package.PackageError(f"缺少部件 {part}")
        if member.packed is not None and member.packed.size > LARGEST_PART:
            raise package.PackageError(f"部件 {part} 太大（{member.packed.size // 2**20} MB）")
        return tree.parse(member.content)

    def relations(self, part: str) -> list[dict[str, str]]:
        """The relations of a part: Id, Type (last word), Target (name of a member), TargetMode."""
        folder, name = posixpath.split(part)
        member = self.members.get(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found = []
        for item in tree.parse(member.content).elements() if member else ():
            relation = dict(item.attributes)
            relation["Type"] = relation.get("Type", "").rsplit("/", 1)[-1]
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                if relation["Type"] != "hyperlink":
                    self.refuse("外部链接")
                elif not safe_link(target):
                    self.refuse(f"指向文件的链接（{target[:80]}）")
            elif target.startswith("/"):
                relation["Target"] = target[1:]
            else:
                relation["Target"] = posixpath.normpath(posixpath.join(folder, target))
            found.append(relation)
        return found

    def refuse(self, what: str) -> None:
        self.problems.add(kinds.ACTIVE_CONTENT, self.problems.place(), what=what)

    def change(self, part: str, content: bytes) -> None:
        """A part that is different from the template's, but the same in every document."""
        self.fixed[part] = package.Member(part, (), package.pack([content]))

    def read(self) -> Workbook:
        for name in self.members:
            if _MACROS.search(name):
                self.refuse("宏、控件或嵌入的文件")
            if _FETCHED.search(name):
                self.refuse("从外面取数的连接")
            if "/externalLinks/" in name:
                self.refuse("引用其他工作簿的外部链接")
        main = next(
            (item["Target"] for item in self.relations("") if item["Type"] == "officeDocument"), ""
        )
        root = self.xml(main)
        if root.tag != "workbook":
            raise package.PackageError("里面不是工作簿")
        relations = {item.get("Id", ""): item for item in self.relations(main)}
        self._drop_chain(main, relations)
        _recalculate(root)
        strings = self._strings(relations)
        styles = read_styles(self._fonts(relations))
        if CORE_PART in self.members:
            self.change(CORE_PART, fixed_core(self.members[CORE_PART].content))
        sheets = self._sheets(root, relations, strings)
        self._stray_tags(main, {sheet.part for sheet in sheets}, relations)
        order = [name for name in self.members if not name.endswith("/")]
        order = [name for name in order if not name.endswith("calcChain.xml")]
        order.sort(key=lambda name: name != TYPES)
        for name in order:
            self.fixed.setdefault(name, self.members[name])
        return Workbook(
            order, self.fixed, root, main, sheets, self.related, self.charts, styles=styles
        )

    def _sheets(
        self, root: Element, relations: dict[str, dict[str, str]], strings: list[str]
    ) -> list[Sheet]:
        listed = root.find("sheets")
        found = []
        for item in [] if listed is None else listed.elements():
            title = item.attributes.get("name", "")
            if tags.has_tags(title):
                self.problems.add(
                    kinds.MISPLACED_TAG, self.problems.place(title), where="工作表名", tag=title
                )
            key = next((v for k, v in item.attributes.items() if k.endswith(":id")), "")
            relation = relations.get(key, {})
            if relation.get("Type") == "chartsheet":
                self.related[title] = []
                self._follow(title, relation["Target"])
            if relation.get("Type") != "worksheet":
                continue
            part = relation["Target"]
            reader = SheetReader(title, part, strings, self.problems)
            found.append(reader.read(self.xml(part)))
            self.related[title] = []
            self._follow(title, part)
        return found

    def _follow(self, title: str, part: str) -> None:
        for relation in self.relations(part):
            kind, target = _KINDS.get(relation["Type"], ""), relation.get("Target", "")
            if not kind or target not in self.members:
                continue
            if kind == "vml":
                text = self.members[target].content.decode("utf-8", "replace")
                self.related[title].append(Related(target, kind, None, text))
                continue
            item = Related(target, kind, self.xml(target))
            if kind == "chart":
                self.charts.append(item)
            else:
                self.related[title].append(item)
            if kind == "drawing":
                self._follow(title, target)

    def _drop_chain(self, main: str, relations: dict[str, dict[str, str]]) -> None:
        """Without the calculation chain Excel makes a new one; an old one names wrong cells."""
        if not any(item["Type"] == "calcChain" for item in relations.values()):
            return
        folder, name = posixpath.split(main)
        for part, wanted in ((TYPES, "PartName"), (f"{folder}/_rels/{name}.rels", "Target")):
            root = self.xml(part)
            root.children = [
                item
                for item in root.elements()
                if "calcChain" not in item.attributes.get(wanted, "")
            ]
            self.change(part, tree.document(root))

    def _strings(self, relations: dict[str, dict[str, str]]) -> list[str]:
        """The shared strings; those that hold tags are emptied, the others keep their index."""
        part = next((r["Target"] for r in relations.values() if r["Type"] == "sharedStrings"), "")
        if part not in self.members:
            return []
        root = self.xml(part)
        items = root.elements()
        texts = [string_text(item) for item in items]
        purged = False
        for item, text in zip(items, texts, strict=True):
            if tags.has_tags(text):
                item.children = [tree.Element("t")]
                purged = True
        if purged:
            root.attributes.pop("count", None)
            self.change(part, tree.document(root))
        return texts

    def _fonts(self, relations: dict[str, dict[str, str]]) -> Element | None:
        """The styles, their fonts sorted: openpyxl writes the properties of a font in an order that the standard does not have."""
        part = next((r["Target"] for r in relations.values() if r["Type"] == "styles"), "")
        if part not in self.members:
            return None
        root = self.xml(part)
        changed = False
        fonts = root.find("fonts")
        for font in [] if fonts is None else fonts.elements():
            ordered = sorted(font.elements(), key=lambda item: _FONT_ORDER.get(item.tag, 99))
            if ordered != font.elements():
                font.children = list(ordered)
                changed = True
        if changed:
            self.change(part, tree.document(root))
        return root

    def _stray_tags(
        self, main: str, sheets: set[str], relations: dict[str, dict[str, str]]
    ) -> None:
        """Tags where nothing replaces them: text boxes, comments, charts, names."""
        read = sheets | {r["Target"] for r in relations.values() if r["Type"] == "sharedStrings"}
        for name, member in self.members.items():
            if name in read or not name.startswith("xl/") or not name.endswith((".xml", ".vml")):
                continue
            content = member.content
            if b"{{" in content or b"{%" in content:
                found = tags.outside_cells(content.decode("utf-8", "replace"))
                where = "批注" if "omment" in name else "文本框或图表"
                where = "名称管理器" if name == main else where
                if found:
                    self.problems.add(
                        kinds.MISPLACED_TAG, self.problems.place(), where=where, tag=found
                    )


def _recalculate(root: Element) -> None:
    """Excel computes everything anew when it opens the file: cached values are for other readers."""
    setting = root.find("calcPr")
    if setting is None:
        setting = tree.Element("calcPr")
        behind = [
            index
            for index, child in enumerate(root.children)
            if isinstance(child, tree.Element) and child.tag in _BEFORE_CALCULATION
        ]
        root.children.insert(behind[-1] + 1, setting)
    setting.attributes["fullCalcOnLoad"] = "1"


def open_workbook(data: bytes, problems: Problems) -> Workbook | None:
    """The template taken apart; None where it cannot be used at all, the reason reported."""
    try:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise package.PackageError("是 .xls 老格式，或者加了密码")  # noqa: TRY301
        return _Reader(package.read(data), problems).read()
    except (package.PackageError, tree.MarkupError, ValueError, KeyError, IndexError) as error:
        known = isinstance(error, package.PackageError | tree.MarkupError)
        reason = str(error) if known else "文件内容有误"
        problems.add(kinds.NOT_A_WORKBOOK, problems.place(), reason=reason)
        return None
