"""Data sets made up from a format's own contract: a usual one, and ones full of odd values.

Every value is told apart from every other, so that what is lost on the way to a document can be
named. Not for samples that people read.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.model.authoring import TEXTS
from reportgen.model.common import FUNDS, KINDS_OF_EXPENDITURE, UNITS
from reportgen.model.fields import Field, FieldType, Section, SectionKind
from reportgen.model.projects import AMOUNTS
from reportgen.place import Place
from reportgen.sources.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.catalogue import Catalogue
    from reportgen.formats import Format
    from reportgen.sources.tree import Node

FILE: Final = "试印数据"
"""The file that places in made-up data name: findings there are not the author's."""
PLACE: Final = Place(FILE)

_LEDGERS: Final = ("支出明细", "收入明细")
_NOT_MADE: Final = frozenset({UNITS.name, "声明数", "上年数"})
_NOT_FILLED: Final = frozenset(
    {("部门", "上年"), ("项目", "总分"), ("项目", "执行率得分"), ("绩效目标", "指标值"), ("绩效指标", "指标值")}
)  # fmt: skip
_ECONOMIC: Final = (
    "30101", "30102", "30201", "30211", "30301", "30217", "30212", "30231", "31013", "31002",
)  # fmt: skip
"""人员、公用、对个人、三公、资本性: what forms ask for by code."""
MOST_PROJECTS: Final = 12
_LONG: Final = "这是一段很长的文字，用来看格子放不放得下"


@dataclass(frozen=True, slots=True)
class Variant:
    """One made-up data set: how many rows, what texts hold, what amounts are, what is left out."""

    name: str
    rows: int = 3
    before: str = ""
    after: str = ""
    factor: int = 1
    optional: bool = True
    """Whether fields and sections that need not be filled are."""


USUAL: Final = Variant("平常的数据")
ODD: Final = (
    Variant("列表全空", rows=0),
    Variant("每张表只有一行", rows=1),
    Variant("每张表三百行", rows=300),
    Variant("很长的文字", after=_LONG * 12),
    Variant("文字里有 < & > 引号", before="<b>&", after="“丙”'\"&amp;>"),
    Variant("金额全是零", factor=0),
    Variant("金额全是负数", factor=-1),
    Variant("不是必填的都不填", optional=False),
)


def marked(section: str, field: str, row: int) -> str:
    """The text of a field in a row, counted from 1: no other field and no other row has it."""
    return f"{section}·{field}·{row}号"


def rows_of(section: str, variant: Variant, groups: int) -> int:
    """How many records a section has; of projects, which have a document each, fewer."""
    projects = min(variant.rows, MOST_PROJECTS)
    each = {"项目": 1, "项目资金": 2, "绩效目标": groups + 1, "绩效指标": groups + 1}
    return projects * each[section] if section in each else variant.rows


def made_up(
    form: Format,
    catalogue: Catalogue,
    region: str,
    year: int,
    variant: Variant = USUAL,
    *,
    last: bool = False,
) -> Mapping:
    """The data set of a variant, as the tree that a file of it would be.

    `last`: it stands for last year's, so that its amounts differ.
    """
    return _Maker(form, catalogue, region, year, variant, last=last).tree()


def groups_of(form: Format) -> list[str]:
    """The level-1 groups of indicators."""
    named = [group.name for group in form.scoring.groups] if form.scoring else []
    return named or ["产出指标", "效益指标", "满意度指标"]


class _Maker:
    def __init__(
        self,
        form: Format,
        catalogue: Catalogue,
        region: str,
        year: int,
        variant: Variant,
        *,
        last: bool,
    ) -> None:
        self.form = form
        self.catalogue = catalogue
        self.region = region
        self.year = year
        self.variant = variant
        self.last = last
        self.amounts = 0
        self.groups = groups_of(form)
        self.government: dict[str, str] = {}
        self.functions = self._functions()

    def tree(self) -> Mapping:
        entries: dict[str, Node] = {}
        for section in self.form.contract.sections.values():
            if section.name in _NOT_MADE or not self._wanted(section):
                continue
            if section.name in _LEDGERS:
                entries[section.name] = Sequence(list(self._ledger(section)), PLACE)
            elif section.kind is SectionKind.RECORD:
                entries[section.name] = self._record(section, 0)
            else:
                rows = self._count(section)
                entries[section.name] = Sequence(
                    [self._record(section, row) for row in range(rows)], PLACE
                )
        return _mapping(entries)

    def _wanted(self, section: Section) -> bool:
        required = section.required or any(item.required for item in section.fields)
        return self.variant.optional or section.name in _LEDGERS or required

    def _count(self, section: Section) -> int:
        if section.name == "增减原因":
            return len(self._changes())
        return rows_of(section.name, self.variant, len(self.groups))

    def _changes(self) -> list[str]:
        phrases = self.form.phrases
        return [item.name for item, _ in phrases.changes] if phrases else []

    def _record(self, section: Section, row: int) -> Mapping:
        entries: dict[str, Node] = {}
        for spec in section.fields:
            if (section.name, spec.name) in _NOT_FILLED:
                continue
            if not (self.variant.optional or spec.required):
                continue
            text = self._special(section, spec, row)
            if text is None:
                text = self._text(section, spec, row)
            entries[spec.name] = Scalar(text, PLACE)
        return _mapping(entries)

    def _special(self, section: Section, spec: Field, row: int) -> str | None:
        """Values that have to fit each other; None where any will do."""
        name = spec.name
        if section.name == "部门":
            return {
                "地区": self.region, "年度": str(self.year), "金额单位": "元", "版本": "部门",
            }.get(name)  # fmt: skip
        if section.name == "增减原因":
            return self._changes()[row] if name == "名称" else None
        if section.name == "项目" and name == "名称":
            return self._project(row)
        if section.name in {"项目资金", "绩效目标", "绩效指标"} and name == "项目":
            each = 2 if section.name == "项目资金" else len(self.groups) + 1
            return self._project(row // each)
        if section.name == "项目资金" and name == "资金":
            return ("当年财政拨款", "上年结转资金")[row % 2]
        if section.name in {"绩效目标", "绩效指标"}:
            return self._indicator(name, row)
        return None

    def _indicator(self, name: str, row: int) -> str | None:
        group = row % (len(self.groups) + 1) % len(self.groups)
        level = (
            f"{self.variant.before}{marked('绩效指标', '三级指标', row + 1)}{self.variant.after}"
        )
        return {
            "一级指标": self.groups[group], "二级指标": "数量指标", "三级指标": level, "性质": "≥",
            "目标值": "90", "计量单位": "%", "方向": "正向", "权重": "10", "实际完成值": "95%",
            "完成程度": "达成", "得分": "10",
        }.get(name)  # fmt: skip

    def _project(self, number: int) -> str:
        return f"{self.variant.before}{marked('项目', '名称', number + 1)}{self.variant.after}"

    def _text(self, section: Section, spec: Field, row: int) -> str:
        match spec.type:
            case FieldType.AMOUNT:
                small = section.name == "项目资金" and spec.name in AMOUNTS
                return self._amount(4 - AMOUNTS.index(spec.name) if small else 0)
            case FieldType.QUANTITY | FieldType.INTEGER:
                return str(self.variant.factor * (row + 2))
            case FieldType.RATIO:
                return "25.5%" if self.variant.factor else "0"
            case FieldType.OPTION:
                return spec.options[row % len(spec.options)] if spec.options else "甲"
            case FieldType.DATE:
                return f"{self.year}-03-{row % 27 + 1:02}"
            case FieldType.YEAR:
                return str(self.year)
            case FieldType.FLAG:
                return "否" if row % 2 == 0 or section.name == "项目" else "是"
            case FieldType.CODE:
                return self._code(spec, row)
            case FieldType.LONG_TEXT if section.name == TEXTS:
                words = self._marked(section, spec, row)
                return f"一、{spec.name}\n{words}。\n{words}，第二段。"
        return self._marked(section, spec, row)

    def _marked(self, section: Section, spec: Field, row: int) -> str:
        """A text that no other field and no other row has."""
        variant = self.variant
        return f"{variant.before}{marked(section.name, spec.name, row + 1)}{variant.after}"

    def _code(self, spec: Field, row: int) -> str:
        if spec.catalogue == "功能科目":
            codes = self.functions
            return codes[row % len(codes)]
        if spec.catalogue:
            return _ECONOMIC[row % len(_ECONOMIC)] if spec.catalogue == "部门经济科目" else "50101"
        return f"{99001 + row}"

    def _amount(self, larger: int = 0) -> str:
        """An amount that no other field has: sums of different sets of them differ."""
        self.amounts += 1
        amount = Decimal(self.amounts * 1_013_007 + larger * 100_000_000 + 57) / 100
        if self.last:
            amount = amount * 2 - Decimal("3.21")
        return str(amount * self.variant.factor)

    def _functions(self) -> list[str]:
        found: list[str] = []
        for subject in self.catalogue.functional.classes()[:12]:
            for section in self.catalogue.functional.children(subject.code)[:2]:
                found += [s.code for s in self.catalogue.functional.children(section.code)[:2]]
        return found or ["2010101"]

    def _ledger(self, section: Section) -> Iterator[Mapping]:
        """Lines of every kind of expenditure and money; income is what expenditure asks for."""
        functions = self.functions
        known = [code for code in _ECONOMIC if self.catalogue.economic.find(code)] or ["30101"]
        lines: list[dict[str, str]] = []
        for number, code in enumerate(known):
            for kind in ("基本支出", "项目支出"):
                lines.append(self._line(len(lines), functions[number % 3], code, kind, FUNDS[0]))
        for number, fund in enumerate(FUNDS[1:], 3):
            code = functions[number % len(functions)]
            lines.append(self._line(len(lines), code, "30201", "项目支出", fund))
        lines.append(
            self._line(len(lines), functions[4], "30201", "基本支出", FUNDS[0], "上年结转")
        )
        for kind in KINDS_OF_EXPENDITURE[2:]:
            lines.append(self._line(len(lines), functions[5], "30201", kind, FUNDS[5]))
        for stage in ("调整", "执行"):
            lines += [{**line, "阶段": stage} for line in lines[:2]]
        rows = self.variant.rows
        while len(lines) < rows:
            number = len(lines)
            code = functions[number % len(functions)]
            lines.append(self._line(number, code, known[number % len(known)], "项目支出", FUNDS[0]))
        lines = lines[: rows if rows in {0, 1} else None]
        for line in lines:
            yield _mapping(
                {
                    name: Scalar(line[name], PLACE)
                    for name in section.by_name
                    if name in line and (section.name == "支出明细" or name not in _SPENT)
                }
            )

    def _line(
        self, number: int, code: str, economic: str, kind: str, fund: str, vintage: str = "当年"
    ) -> dict[str, str]:
        if economic not in self.government:
            codes = self.catalogue.gov_codes(economic)
            self.government[economic] = codes[0] if codes else ""
        amount = Decimal(number * 1_013_007 + 70_057) / 100 * self.variant.factor
        if self.last:
            amount = amount * 2 - Decimal("3.21")
        return {
            "单位": f"{self.variant.before}单位{number % 2 + 1}号{self.variant.after}",
            "功能科目": code,
            "经济科目": economic,
            "政府经济科目": self.government[economic],
            "类型": kind,
            "项目": self._project(number % 3) if kind == "项目支出" else "",
            "资金性质": fund,
            "年度来源": vintage,
            "阶段": "年初",
            "金额": str(amount),
        }


_SPENT: Final = frozenset({"经济科目", "政府经济科目", "类型", "项目"})


def _mapping(entries: dict[str, Node]) -> Mapping:
    return Mapping(entries, dict.fromkeys(entries, PLACE), PLACE)
