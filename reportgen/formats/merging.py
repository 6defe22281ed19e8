"""Inheritance of declarations, key by key, on located trees so that places survive.

Mappings merge; lists of records that all carry 编号 (else 名称) merge record by record; anything
else is replaced. `删除: 是` in a record takes the parent's record out.
"""

from __future__ import annotations

from reportgen.sources.tree import Mapping, Node, Scalar, Sequence

_LABELS = ("编号", "名称")
_WHOLE = frozenset({"列表"})
"""Keys whose lists are replaced whole: their order is what is printed."""


def merge(parent: Node, child: Node, *, whole: bool = False) -> Node:
    """The child's declarations laid over the parent's."""
    if isinstance(parent, Mapping) and isinstance(child, Mapping):
        entries = dict(parent.entries)
        for name, node in child.entries.items():
            known = entries.get(name)
            entries[name] = (
                node if known is None else merge(known, node, whole=whole or name in _WHOLE)
            )
        return Mapping(entries, {**parent.key_places, **child.key_places}, child.place)
    if not whole and isinstance(parent, Sequence) and isinstance(child, Sequence):
        return _merge_records(parent, child)
    return child


def _merge_records(parent: Sequence, child: Sequence) -> Sequence:
    for label in _LABELS:
        names = [[_label(item, label) for item in seq.items] for seq in (parent, child)]
        if all(names[0]) and all(names[1]):
            break
    else:
        return child
    merged: dict[str, Node] = dict(zip(names[0], parent.items, strict=True))
    for name, item in zip(names[1], child.items, strict=True):
        if _label(item, "删除") == "是":
            merged.pop(name, None)
        else:
            merged[name] = merge(merged[name], item) if name in merged else item
    return Sequence(list(merged.values()), child.place)


def _label(item: Node, label: str) -> str:
    if not isinstance(item, Mapping):
        return ""
    entry = item.entries.get(label)
    return entry.text.strip() if isinstance(entry, Scalar) else ""
