"""Declarations that are well written but say nothing, or hide something else.

Keys and types are checked by `validation`; here, whether what is named is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.formats import kinds
from reportgen.model.fields import FieldType
from reportgen.model.values import nearest
from reportgen.sources.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.model.fields import Contract, Field
    from reportgen.place import Place
    from reportgen.sources.tree import Node

TAKEN: Final = frozenset(
    [
        "支出",
        "收入",
        "年度",
        "版别",
        "版本",
        "上年度",
        "列表",
        "上年",
        "短语",
        "文字",
        "项目汇总",
        "主要原因",
        "项",
        "行",
        "loop",
    ]
)
"""Names of the Context that no section and no name of 取数 may have."""


def section_faults(tree: Mapping, contract: Contract) -> list[Finding]:
    """What is wrong with the sections of a merged fields.yaml, each at its place."""
    findings: list[Finding] = []
    for name, node in tree.entries.items():
        section = contract.sections.get(name)
        if section is None or not isinstance(node, Mapping):
            continue
        if name in TAKEN:
            findings.append(_fault(tree.key_places.get(name, node.place), name, _HIDES))
        for place, text in _texts(node.entries.get("主键")):
            if text not in section.by_name:
                reason = f"里没有“{text}”这一栏{nearest(text, section.by_name)}"
                findings.append(_fault(place, "主键", reason))
        for item in _items(node.entries.get("字段")):
            label = item.entries.get("名称")
            spec = section.by_name.get(label.text) if isinstance(label, Scalar) else None
            if spec is not None:
                findings += _field(spec, item)
    return findings


_HIDES: Final = "是程序自己的名称，用了会把它盖住，请换一个"


def name_faults(node: Node | None, known: Contract) -> list[Finding]:
    """Names of 取数 that hide what templates can name already."""
    if not isinstance(node, Mapping):
        return []
    return [
        _fault(node.key_places.get(name, node.place), name, _HIDES)
        for name in node.entries
        if name in TAKEN or name in known.sections
    ]


def _field(spec: Field, item: Mapping) -> Iterator[Finding]:
    def at(key: str) -> Place:
        entry = item.entries.get(key)
        return entry.place if entry is not None else item.place

    if spec.type is FieldType.OPTION and not spec.options:
        yield _fault(at("类型"), spec.name, "的类型是选项，却没有写“选项”")
    elif spec.options and spec.type is not FieldType.OPTION:
        yield _fault(at("选项"), spec.name, f"写了“选项”，类型却是{spec.type.value}，选项不起作用")
    elif spec.options and spec.default and spec.default not in spec.options:
        reason = f"的默认值“{spec.default}”不在选项里{nearest(spec.default, spec.options)}"
        yield _fault(at("默认"), spec.name, reason)
    if spec.catalogue and spec.type is not FieldType.CODE:
        yield _fault(at("目录"), spec.name, f"写了“目录”，类型却是{spec.type.value}，目录不起作用")


def _fault(place: Place, name: str, reason: str) -> Finding:
    return kinds.BAD_FORMAT_FILE.at(place, name=name, reason=reason)


def _items(node: Node | None) -> list[Mapping]:
    return [i for i in node.items if isinstance(i, Mapping)] if isinstance(node, Sequence) else []


def _texts(node: Node | None) -> Iterator[tuple[Place, str]]:
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar):
            yield item.place, item.text.strip()
