"""Every kind of finding that the program knows, and the page that explains them.

Imports the `kinds` module of each package; not for use while documents are built.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Final

import reportgen
from reportgen.finding import KINDS, Kind

_PARTS: Final = {
    "E1": "校对现成的文档",
    "S1": "读取文件",
    "M2": "部门年度数据",
    "K3": "政府收支分类科目",
    "F4": "版式",
    "L5": "模板里的名称、算式和数的写法",
    "C6": "计算和核对",
    "C7": "整体自评的核对",
    "R7": "生成 Word 和 Excel",
    "R8": "编号和图表",
    "P8": "报告包和命令",
    "P9": "批量生成和写说明",
    "G9": "填报表、互相转换和版式制作",
    "T1": "版式检查（reportgen format check）",
    "T2": "做新版式（reportgen format new）",
    "H1": "合并手工修改",
}

_OPENING: Final = """# 问题目录

程序发现的每个问题都有一个代码。本页由程序生成（`python scripts/make-docs`），不要手工修改。
查一个代码：`reportgen findings K301`。

- **错误**：必须改正，否则不能生成正式文档。
- **须说明**：改正，或在 `<年度>.说明.yaml` 里写明原因。
- **提示**：请看一看，不影响生成。

花括号里的是程序填上的内容。
"""


def load_all() -> dict[str, Kind]:
    """Every kind by its code, in the order of the codes."""
    for module in pkgutil.walk_packages(reportgen.__path__, "reportgen."):
        if module.name.endswith("kinds"):
            importlib.import_module(module.name)
    return dict(sorted(KINDS.items()))


def markdown() -> str:
    """The page docs/问题目录.md."""
    lines = [_OPENING]
    part = ""
    for kind in load_all().values():
        if kind.code[:2] != part:
            part = kind.code[:2]
            lines.append(f"## {part}xx {_PARTS.get(part, '')}".rstrip() + "\n")
        lines.append(f"### {kind.code} {kind.title}\n")
        lines.append(f"**{kind.severity.value}**：{_plain(kind.sentence)}\n")
        lines.append(f"{_plain(kind.meaning)}\n")
        lines.append(f"怎么办：{_plain(kind.remedy)}\n")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text with the signs of Markdown taken literally."""
    for sign in "\\`*<>":
        text = text.replace(sign, f"\\{sign}")
    return text
