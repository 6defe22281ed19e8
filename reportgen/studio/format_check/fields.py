"""Fields that a format asks for and nothing of it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.sources import read
from reportgen.sources.tree import Mapping, Scalar, Sequence
from reportgen.studio import format_check_kinds as kinds

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Format

CHECKED_ONLY: Final = frozenset(
    {("绩效目标", "绩效指标描述"), ("绩效目标", "指标值描述"), ("绩效目标", "指标值确定依据"),
     ("项目", "说明次序"), ("项目", "说明中的名称"), ("公开", "批复日期"), ("公开", "公开日期")}
)  # fmt: skip
"""Fields with a meaning of their own for the general checks (format-files.md)."""
_SAME_ROWS: Final = {"绩效目标": "绩效指标", "绩效指标": "绩效目标"}
"""Sections whose fields are those of one kind of row: an indicator has both."""


def unused_fields(form: Format, folder: Path, used: Collection[tuple[str, str]]) -> list[Finding]:
    """The fields of the folder's own fields.yaml that no template, name or rule uses."""
    path = folder / "fields.yaml"
    tree = read(path)[0] if path.is_file() else None
    findings: list[Finding] = []
    for section, node in tree.entries.items() if tree else ():
        declared = form.contract.sections.get(section)
        listed = node.entries.get("字段") if isinstance(node, Mapping) else None
        for item in listed.items if isinstance(listed, Sequence) and declared else ():
            name = item.entries.get("名称") if isinstance(item, Mapping) else None
            if not isinstance(name, Scalar) or declared is None:
                continue
            own = (section, name.text.strip())
            if own in used or (_SAME_ROWS.get(section, ""), own[1]) in used:
                continue
            if own in CHECKED_ONLY or own[1] in declared.identity:
                continue
            meaning = declared.by_name[own[1]].meaning if own[1] in declared.by_name else ""
            if "只用来核对" in meaning:
                continue
            findings.append(kinds.NOT_PRINTED.at(name.place, section=section, field=own[1]))
    return findings
