"""How a section of a data set is declared: its fields, their types, units and options.

The common sections (`reportgen.model.common`) and those that a format adds in `fields.yaml` are
declared with the same two classes, so that input checking, the fill-in workbook, the vocabulary
page and the names of templates all follow one declaration. Nothing is read here.
"""

from __future__ import annotations

from dataclasses import field, replace
from enum import Enum
from functools import cached_property

from reportgen.frozen import frozen


class FieldType(Enum):
    """What a clerk may write into a field; the value is the name used in fields.yaml."""

    TEXT = "文本"
    LONG_TEXT = "长文本"
    CODE = "代码"
    OPTION = "选项"
    AMOUNT = "金额"
    QUANTITY = "数量"
    INTEGER = "整数"
    RATIO = "比率"
    DATE = "日期"
    YEAR = "年度"
    FLAG = "是否"

    # There is one of each, so nothing need be looked at to tell them apart.
    __hash__ = object.__hash__


NUMBERS = frozenset({FieldType.AMOUNT, FieldType.QUANTITY, FieldType.INTEGER, FieldType.RATIO})


class SectionKind(Enum):
    """A record holds one value a field; a table holds many records."""

    RECORD = "记录"
    TABLE = "表"


@frozen
class Field:
    """One field of a section.

    `unit` is the unit of a 数量 (平方米, 台); amounts are kept in 元 whatever unit they are typed
    in unless the head says otherwise. `default` is text, read as if it had been typed. `catalogue`
    names the classification (功能科目, 部门经济科目, 政府经济科目) a 代码 has to stand in.
    """

    name: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    unit: str = ""
    options: tuple[str, ...] = ()
    default: str = ""
    catalogue: str = ""
    meaning: str = ""
    example: str = ""
    carried: bool = False
    """Whether last year's text stands where this year's data set has none (沿用)."""
    withheld: bool = False
    """Whether the edition that is published leaves the field blank (不公开)."""


@frozen(slots=False)
class Section:
    """One section of a data set (a top-level key, a sheet).

    `identity` names the fields that tell the records of a table apart: figures get their keys from
    them, and two records with the same are reported. `carried`: last year's stands where this
    year's data set has no such section.
    """

    name: str
    kind: SectionKind = SectionKind.TABLE
    fields: tuple[Field, ...] = ()
    required: bool = False
    identity: tuple[str, ...] = ()
    meaning: str = ""
    carried: bool = False

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The fields by name."""
        return {item.name: item for item in self.fields}

    def extended(self, other: Section) -> Section:
        """This section with the fields of another: those of the same name are replaced."""
        fields = {**self.by_name, **other.by_name}
        return replace(
            self,
            fields=tuple(fields.values()),
            required=self.required or other.required,
            identity=other.identity or self.identity,
            meaning=other.meaning or self.meaning,
            carried=self.carried or other.carried,
        )


@frozen(slots=False)
class Contract:
    """Everything a data set of a format may hold: its sections by name."""

    sections: dict[str, Section] = field(default_factory=dict)

    def extended(self, sections: tuple[Section, ...]) -> Contract:
        """With the sections of a format added, or their fields where the name is known."""
        merged = dict(self.sections)
        for section in sections:
            known = merged.get(section.name)
            merged[section.name] = known.extended(section) if known else section
        return Contract(merged)
