"""What is said to the clerk about a field: one wording for prompts, lists and YAML comments."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.model.fields import FieldType

if TYPE_CHECKING:
    from reportgen.model.fields import Field, Section
    from reportgen.studio.grid import Column

_HOW: Final = {
    FieldType.TEXT: "文字",
    FieldType.LONG_TEXT: "文字，可以分段",
    FieldType.CODE: "编码",
    FieldType.OPTION: "选一个",
    FieldType.AMOUNT: "金额",
    FieldType.QUANTITY: "数",
    FieldType.INTEGER: "整数",
    FieldType.RATIO: "比率，如 59.08%",
    FieldType.DATE: "日期，如 2023-12-31",
    FieldType.YEAR: "四位年份",
    FieldType.FLAG: "是或否",
}


def how(column: Column) -> str:
    """What kind of thing goes into a field: 金额（万元）, 文字, 编码，见功能科目目录."""
    spec = column.spec
    if spec.catalogue:
        return f"{spec.catalogue}编码"
    unit = column.unit if spec.type is FieldType.AMOUNT else spec.unit
    return f"{_HOW[spec.type]}（{unit}）" if unit else _HOW[spec.type]


def describe(spec: Field, *, options: bool = True, example: bool = True) -> str:
    """What a field means, what may stand in it, what holds where it is left blank."""
    parts = [spec.meaning.rstrip("。")] if spec.meaning else []
    if options and spec.options:
        parts.append("可填：" + "、".join(spec.options))
    if spec.default:
        parts.append(f"不填就是“{spec.default}”")
    if example and spec.example:
        parts.append(f"例：{spec.example}")
    return "。".join(parts)


def example(section: Section) -> dict[str, str]:
    """A filled record of a section by field; only fields that have something to show."""
    if not any(spec.example for spec in section.fields):
        return {}
    shown = {}
    for spec in section.fields:
        text = spec.example or spec.default or (spec.options[0] if spec.options else "")
        if spec.type is FieldType.FLAG and not spec.example:
            text = ""
        if text:
            shown[spec.name] = text
    return shown


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How wide the longest line of a text is: a Chinese character counts as two."""
    return max(
        sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)
        for line in text.split("\n")
    )
