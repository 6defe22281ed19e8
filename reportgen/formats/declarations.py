"""What may stand in the YAML files of a format.

docs/design/format-files.md describes the same for those who write them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from reportgen.formats.declaring import Before, declaration, under
from reportgen.formats.numbering import Numbering  # noqa: TC001 - pydantic reads it
from reportgen.model.fields import FieldType, SectionKind
from reportgen.numbering import DEFAULT

_YES = {"是": True, "否": False}


def _flag(value: Any) -> Any:
    return _YES.get(value, value) if isinstance(value, str) else value


def _years(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    spans = []
    for item in value:
        match = re.fullmatch(r"(\d{4})(?:(-)(\d{4})?)?", str(item).strip())
        if match is None:
            raise ValueError("年度写成 2023、2021-2023 或 2024-")
        first = int(match[1])
        last = int(match[3]) if match[3] else 9999 if match[2] else first
        spans.append((first, last))
    return spans


def _options(value: Any) -> Any:
    return [] if value is None or value == "" else value


Flag = Annotated[bool, Before(_flag)]
Years = Annotated[list[tuple[int, int]], Before(_years)]
Texts = Annotated[list[str], Before(_options)]
Row = dict[str, str | list[str] | None]


@declaration
class DocumentDeclaration:
    """One document (or one for each item of `each`) of the report pack."""

    name: str = under("名称")
    template: str = under("模板")
    output: str = under("输出")
    condition: str = under("条件", default="")
    each: str = under("每", default="")


@declaration
class NumberDeclaration:
    """How a number filter prints; absent settings are those of `like`."""

    unit: str | None = under("单位", default=None)
    decimals: int | None = under("位数", default=None, ge=0, le=10)
    round_to: int | None = under("取位", default=None, ge=-8, le=10)
    grouping: Flag | None = under("千分位", default=None)
    zero: str | None = under("零", default=None)
    empty: str | None = under("空", default=None)
    dash: str | None = under("横线", default=None)
    not_applicable: str | None = under("不适用", default=None)
    trim_zeros: Flag | None = under("去尾零", default=None)
    suffix: str | None = under("后缀", default=None)
    plus: Flag | None = under("正号", default=None)
    like: str | None = under("同", default=None)


@declaration
class SeriesDeclaration:
    """One series of a chart: its name in the legend (may hold tags) and its values."""

    name: str = under("名称")
    values: str = under("值")


@declaration
class ChartDeclaration:
    """Which figures a chart shows: categories, series, how its numbers are printed, and a title."""

    categories: str = under("类别")
    label: str = under("类别名", default="")
    series: list[SeriesDeclaration] = under("系列", min_length=1)
    unit: str = under("单位", default="")
    number_format: str = under("数字格式", default="")
    title: str = under("标题", default="")


@declaration
class ScopeDeclaration:
    """What format.yaml says of the format itself, by which it is found."""

    name: str = under("名称")
    remark: str = under("说明", default="")
    parent: str = under("继承", default="")
    regions: Texts = under("适用地区", default_factory=list)
    years: Years = under("适用年度", default_factory=list)


@declaration
class FormatDeclaration(ScopeDeclaration):
    """format.yaml."""

    documents: list[DocumentDeclaration] = under("文档", default_factory=list)
    numbers: dict[str, NumberDeclaration] = under("数字", default_factory=dict)
    lists: dict[str, list[Row]] = under("列表", default_factory=dict)
    names: dict[str, str] = under("取数", default_factory=dict)
    meanings: dict[str, str] = under("口径", default_factory=dict)
    numbering: Numbering = under("编号", default=DEFAULT)
    charts: dict[str, ChartDeclaration] = under("图表", default_factory=dict)


@declaration
class FieldDeclaration:
    """One field of a section in fields.yaml."""

    name: str = under("名称")
    type: FieldType = under("类型", default=FieldType.TEXT)
    required: Flag = under("必填", default=False)
    unit: str = under("单位", default="")
    options: Texts = under("选项", default_factory=list)
    default: str = under("默认", default="")
    catalogue: Literal["", "功能科目", "部门经济科目", "政府经济科目"] = under("目录", default="")
    meaning: str = under("说明", default="")
    example: str = under("示例", default="")
    carried: Flag = under("沿用", default=False)
    withheld: Flag = under("不公开", default=False)


@declaration
class SectionDeclaration:
    """One section in fields.yaml: a record, or a table of records."""

    kind: SectionKind = under("形式", default=SectionKind.TABLE)
    meaning: str = under("说明", default="")
    required: Flag = under("必填", default=False)
    identity: Texts = under("主键", default_factory=list)
    carried: Flag = under("沿用", default=False)
    fields_: list[FieldDeclaration] = under("字段", default_factory=list)


@declaration
class RuleDeclaration:
    """One relation that must hold, in checks.yaml."""

    number: str = under("编号")
    name: str = under("名称")
    each: str = under("逐行", default="")
    condition: str = under("条件", default="")
    left: str = under("左")
    right: str = under("右")
    relation: Literal["=", "≤", "≥", "<", ">", "≠"] = under("关系", default="=")
    tolerance: Decimal = under("容差", default=Decimal(0), ge=0)
    rounded: Flag = under("尾差", default=False)
    severity: Literal["错误", "须说明", "提示"] = under("级别", default="错误")
    subject: str = under("对象", default="")
    left_name: str = under("左名", default="")
    right_name: str = under("右名", default="")
    remark: str = under("说明", default="")
    source: str = under("依据", default="")


@declaration
class ChecksDeclaration:
    """checks.yaml."""

    rules: list[RuleDeclaration] = under("规则", default_factory=list)
