"""What may stand in the YAML files of a format, checked by pydantic.

docs/design/format-files.md describes the same for those who write them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

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


Flag = Annotated[bool, BeforeValidator(_flag)]
Years = Annotated[list[tuple[int, int]], BeforeValidator(_years)]
Texts = Annotated[list[str], BeforeValidator(_options)]
Row = dict[str, str | list[str] | None]


class Declaration(BaseModel):
    """Base of all: Chinese aliases, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class DocumentDeclaration(Declaration):
    """One document (or one for each item of `each`) of the report pack."""

    name: str = Field(alias="名称")
    template: str = Field(alias="模板")
    output: str = Field(alias="输出")
    condition: str = Field("", alias="条件")
    each: str = Field("", alias="每")


class NumberDeclaration(Declaration):
    """How a number filter prints; absent settings are those of `like`."""

    unit: str | None = Field(None, alias="单位")
    decimals: int | None = Field(None, alias="位数", ge=0, le=10)
    round_to: int | None = Field(None, alias="取位", ge=-8, le=10)
    grouping: Flag | None = Field(None, alias="千分位")
    zero: str | None = Field(None, alias="零")
    empty: str | None = Field(None, alias="空")
    dash: str | None = Field(None, alias="横线")
    not_applicable: str | None = Field(None, alias="不适用")
    trim_zeros: Flag | None = Field(None, alias="去尾零")
    suffix: str | None = Field(None, alias="后缀")
    plus: Flag | None = Field(None, alias="正号")
    like: str | None = Field(None, alias="同")


class SeriesDeclaration(Declaration):
    """One series of a chart: its name in the legend (may hold tags) and its values."""

    name: str = Field(alias="名称")
    values: str = Field(alias="值")


class ChartDeclaration(Declaration):
    """Which figures a chart shows: categories, series, how its numbers are printed, and a title."""

    categories: str = Field(alias="类别")
    label: str = Field("", alias="类别名")
    series: list[SeriesDeclaration] = Field(alias="系列", min_length=1)
    unit: str = Field("", alias="单位")
    number_format: str = Field("", alias="数字格式")
    title: str = Field("", alias="标题")


class FormatDeclaration(Declaration):
    """format.yaml."""

    name: str = Field(alias="名称")
    remark: str = Field("", alias="说明")
    parent: str = Field("", alias="继承")
    regions: Texts = Field(default_factory=list, alias="适用地区")
    years: Years = Field(default_factory=list, alias="适用年度")
    documents: list[DocumentDeclaration] = Field(default_factory=list, alias="文档")
    numbers: dict[str, NumberDeclaration] = Field(default_factory=dict, alias="数字")
    lists: dict[str, list[Row]] = Field(default_factory=dict, alias="列表")
    names: dict[str, str] = Field(default_factory=dict, alias="取数")
    meanings: dict[str, str] = Field(default_factory=dict, alias="口径")
    numbering: Numbering = Field(DEFAULT, alias="编号")
    charts: dict[str, ChartDeclaration] = Field(default_factory=dict, alias="图表")


class FieldDeclaration(Declaration):
    """One field of a section in fields.yaml."""

    name: str = Field(alias="名称")
    type: FieldType = Field(FieldType.TEXT, alias="类型")
    required: Flag = Field(False, alias="必填")
    unit: str = Field("", alias="单位")
    options: Texts = Field(default_factory=list, alias="选项")
    default: str = Field("", alias="默认")
    catalogue: Literal["", "功能科目", "部门经济科目", "政府经济科目"] = Field("", alias="目录")
    meaning: str = Field("", alias="说明")
    example: str = Field("", alias="示例")
    carried: Flag = Field(False, alias="沿用")
    withheld: Flag = Field(False, alias="不公开")


class SectionDeclaration(Declaration):
    """One section in fields.yaml: a record, or a table of records."""

    kind: SectionKind = Field(SectionKind.TABLE, alias="形式")
    meaning: str = Field("", alias="说明")
    required: Flag = Field(False, alias="必填")
    identity: Texts = Field(default_factory=list, alias="主键")
    carried: Flag = Field(False, alias="沿用")
    fields_: list[FieldDeclaration] = Field(default_factory=list, alias="字段")


class RuleDeclaration(Declaration):
    """One relation that must hold, in checks.yaml."""

    number: str = Field(alias="编号")
    name: str = Field(alias="名称")
    each: str = Field("", alias="逐行")
    condition: str = Field("", alias="条件")
    left: str = Field(alias="左")
    right: str = Field(alias="右")
    relation: Literal["=", "≤", "≥", "<", ">", "≠"] = Field("=", alias="关系")
    tolerance: Decimal = Field(Decimal(0), alias="容差", ge=0)
    rounded: Flag = Field(False, alias="尾差")
    severity: Literal["错误", "须说明", "提示"] = Field("错误", alias="级别")
    subject: str = Field("", alias="对象")
    left_name: str = Field("", alias="左名")
    right_name: str = Field("", alias="右名")
    remark: str = Field("", alias="说明")
    source: str = Field("", alias="依据")


class ChecksDeclaration(Declaration):
    """checks.yaml."""

    rules: list[RuleDeclaration] = Field(default_factory=list, alias="规则")
