"""Reads a mapping file: what it says as an `ImportMap`, and every fault in it at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.sources import read
from reportgen.sources.tree import Mapping, Scalar, Sequence
from reportgen.studio.importing import kinds
from reportgen.studio.importing.mapping import (
    AmountColumn,
    Block,
    Guess,
    ImportMap,
    LabelRow,
    Manner,
    TableRule,
    Values,
    Word,
)
from reportgen.studio.importing.patterns import PatternError, Synonym, synonym

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.sources.tree import Node

FILE_NAME: Final = "映射.yaml"
BLANK: Final = "空"
DEEPEST: Final = 4
_TOP: Final = frozenset(
    {"名称", "说明", "继承", "金额单位", "部门", "合计行", "不导入", "值", "科目对应", "表"}
)
_TABLE: Final = frozenset(
    {"名称", "说明", "工作表", "方式", "节", "表头", "金额", "固定", "推定", "栏", "不取"}
    | {"合计归", "金额单位"}
)
_AMOUNT: Final = frozenset({"列", "声明", "是合计"})
_ROW: Final = frozenset({"行", "之后", "声明", "节"})
_BLOCK: Final = frozenset({"项目", "金额", "各行", "目录"})
_GUESS: Final = frozenset({"栏", "看", "是", "填"})


def load_mapping(path: Path, library: Library) -> tuple[ImportMap | None, list[Finding]]:
    """The mapping of a file with all it inherits; None where it cannot be read at all."""
    return _load(path, library, 0)


def general_mapping(library: Library, format_id: str) -> Path | None:
    """The mapping file that comes with a format; None where it has none."""
    folder = library.path(format_id)
    path = folder / FILE_NAME if folder else None
    return path if path is not None and path.is_file() else None


def _load(path: Path, library: Library, depth: int) -> tuple[ImportMap | None, list[Finding]]:
    tree, findings = read(path)
    if tree is None:
        return None, findings
    reader = _Reader(findings)
    found = reader.file(tree)
    parent_name = reader.text(tree, "继承")
    if parent_name:
        parent_path = general_mapping(library, parent_name)
        if parent_path is None or parent_path.resolve() == path.resolve() or depth >= DEEPEST:
            reader.fault(tree.entries["继承"], f"“继承”写的“{parent_name}”没有映射文件可用")
        else:
            parent, more = _load(parent_path, library, depth + 1)
            findings += more
            if parent is not None:
                found = found.inheriting(parent)
    return found, findings


class _Reader:
    """Reads the tree of a mapping file; goes on after each fault."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def fault(self, node: Node, what: str) -> None:
        self.findings.append(kinds.BAD_MAPPING.at(node.place, what=what))

    def file(self, tree: Mapping) -> ImportMap:
        self._keys(tree, _TOP, "映射文件")
        return ImportMap(
            self.text(tree, "名称"),
            tuple(filter(None, map(self._table, self._mappings(tree, "表")))),
            {name: self._words(name, node) for name, node in self._entries(tree, "值")},
            self._synonyms(tree, "合计行"),
            self._synonyms(tree, "不导入"),
            {name: self._texts(node) for name, node in self._entries(tree, "部门")},
            {name: self._texts(node) for name, node in self._entries(tree, "科目对应")},
            self.text(tree, "金额单位"),
        )

    def _table(self, node: Mapping) -> TableRule | None:
        self._keys(node, _TABLE, "“表”里的一条")
        name = self.text(node, "名称")
        manner = self.text(node, "方式") or Manner.DETAIL.value
        if manner not in {item.value for item in Manner}:
            self.fault(node.entries["方式"], f"“方式”只能是明细、汇总或项目，这里是“{manner}”")
            return None
        sheets = self._synonyms(node, "工作表")
        if not name or not sheets:
            self.fault(node, "“表”里的每一条都要有“名称”和“工作表”")
            return None
        rule = TableRule(
            name,
            sheets,
            Manner(manner),
            self.text(node, "节"),
            {key: self._synonym_list(value) for key, value in self._entries(node, "表头")},
            tuple(self._amount(item) for item in self._items(node, "金额")),
            self._values(node.entries.get("固定"), frozenset()),
            tuple(self._guess(item) for item in self._mappings(node, "推定")),
            tuple(self._block(item) for item in self._mappings(node, "栏")),
            self._synonyms(node, "不取"),
            self.text(node, "合计归"),
            self.text(node, "金额单位"),
        )
        if rule.manner is not Manner.LABELS and not rule.section and not rule.grand_to:
            self.fault(node, f"“{name}”没有写“节”")
            return None
        return rule

    def _amount(self, node: Node) -> AmountColumn:
        if not isinstance(node, Mapping):
            return AmountColumn(self._synonym_list(node))
        return AmountColumn(
            self._synonyms(node, "列"),
            self._values(node, _AMOUNT),
            self.text(node, "声明"),
            self.text(node, "是合计") == "是",
        )

    def _block(self, node: Mapping) -> Block:
        self._keys(node, _BLOCK, "“栏”里的一条")
        return Block(
            self._synonyms(node, "项目"),
            tuple(self._amount(item) for item in self._items(node, "金额")),
            tuple(self._row(item) for item in self._mappings(node, "各行")),
            self.text(node, "目录"),
        )

    def _row(self, node: Mapping) -> LabelRow:
        return LabelRow(
            self._synonyms(node, "行"),
            self._synonyms(node, "之后"),
            self.text(node, "声明"),
            self.text(node, "节"),
            self._values(node, _ROW),
        )

    def _guess(self, node: Mapping) -> Guess:
        self._keys(node, _GUESS, "“推定”里的一条")
        words = self._synonyms(node, "是")
        blank = any(word.machine is None and word.text == BLANK for word in words)
        kept = tuple(word for word in words if word.machine is not None or word.text != BLANK)
        return Guess(
            self.text(node, "栏"), self.text(node, "看"), kept, blank, self.text(node, "填")
        )

    def _words(self, name: str, node: Node) -> tuple[Word, ...]:
        found = []
        for item in self._list(node):
            if not isinstance(item, Mapping):
                self.fault(item, f"“值”的“{name}”每一条要写成 {{写作: [...], 即: ...}}")
                continue
            others = tuple(
                (key, value.text)
                for key, value in item.entries.items()
                if key not in {"写作", "即"} and isinstance(value, Scalar)
            )
            found.append(Word(self._synonyms(item, "写作"), self.text(item, "即"), others))
        return tuple(found)

    def _values(self, node: Node | None, own: frozenset[str]) -> Values:
        if not isinstance(node, Mapping):
            return ()
        return tuple(
            (name, self._texts(value)) for name, value in node.entries.items() if name not in own
        )

    def _synonyms(self, node: Mapping, key: str) -> tuple[Synonym, ...]:
        return self._synonym_list(node.entries.get(key))

    def _synonym_list(self, node: Node | None) -> tuple[Synonym, ...]:
        found = []
        for item in self._list(node):
            if not isinstance(item, Scalar):
                self.fault(item, "这里应是一个叫法，或用方括号列出的几个叫法")
            elif item.text.strip():
                try:
                    found.append(synonym(item.text))
                except PatternError as error:
                    self.fault(item, f"“{item.text[:60]}”这个式子不能用：{error}")
        return tuple(found)

    def text(self, node: Mapping, key: str) -> str:
        entry = node.entries.get(key)
        if entry is None:
            return ""
        if isinstance(entry, Scalar):
            return entry.text.strip()
        self.fault(entry, f"“{key}”应是一个值")
        return ""

    def _texts(self, node: Node) -> tuple[str, ...]:
        return tuple(item.text.strip() for item in self._list(node) if isinstance(item, Scalar))

    def _list(self, node: Node | None) -> list[Node]:
        if node is None or (isinstance(node, Scalar) and not node.text.strip()):
            return []
        return node.items if isinstance(node, Sequence) else [node]

    def _items(self, node: Mapping, key: str) -> list[Node]:
        return self._list(node.entries.get(key))

    def _mappings(self, node: Mapping, key: str) -> list[Mapping]:
        found = []
        for item in self._items(node, key):
            if isinstance(item, Mapping):
                found.append(item)
            else:
                self.fault(item, f"“{key}”的每一条要写成“名称: 内容”")
        return found

    def _entries(self, node: Mapping, key: str) -> list[tuple[str, Node]]:
        entry = node.entries.get(key)
        if entry is None or (isinstance(entry, Scalar) and not entry.text.strip()):
            return []
        if isinstance(entry, Mapping):
            return list(entry.entries.items())
        self.fault(entry, f"“{key}”要写成“名称: 内容”，一行一个")
        return []

    def _keys(self, node: Mapping, known: frozenset[str], where: str) -> None:
        for name, place in node.key_places.items():
            if name not in known and name in node.entries:
                self.findings.append(
                    kinds.BAD_MAPPING.at(place, what=f"{where}不认识“{name[:40]}”")
                )
