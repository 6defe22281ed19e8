"""A small made-up data set of a format's contract: to try templates before there is real data.

Every section has rows and every field a value, so that whatever a template asks can be answered.
Not for finding mistakes with odd values, and never written among real data.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen import catalogue as catalogues
from reportgen.compute.context import build_context
from reportgen.compute.subjects import Subjects
from reportgen.formats.scoring import general_scoring
from reportgen.model.authoring import TEXTS, reading_contract, with_texts
from reportgen.model.fields import FieldType, SectionKind
from reportgen.model.projects import INDICATORS
from reportgen.model.reading import read_year
from reportgen.pack.prepare import Prepared
from reportgen.place import Place
from reportgen.sources.tree import BLANK, TEXT, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.formats import Format
    from reportgen.formats.scoring import ScoringDeclaration
    from reportgen.model.fields import Field, Section
    from reportgen.sources.tree import Node

NAME: Final = "样例数据"
PROJECTS: Final = ("示例项目一", "示例项目二")
_SUBJECTS: Final = ("2013201", "2013202", "2080505", "2101101", "2210201")
_LINES: Final = (
    # 功能科目, 经济科目, 政府经济科目, 类型, 项目, 万元
    ("2013201", "30101", "50101", "基本支出", "", "120"),
    ("2013201", "30201", "50201", "基本支出", "", "30.5"),
    ("2013201", "30217", "50206", "基本支出", "", "1.2"),
    ("2080505", "30108", "50102", "基本支出", "", "15"),
    ("2101101", "30110", "50102", "基本支出", "", "8"),
    ("2210201", "30113", "50103", "基本支出", "", "12"),
    ("2013202", "30299", "50299", "项目支出", PROJECTS[0], "40"),
    ("2013202", "31002", "50306", "项目支出", PROJECTS[1], "20"),
)
_GROUPS: Final = {
    "产出": ("数量指标", "示例活动次数", "≥12次", "12次"),
    "成本": ("经济成本指标", "示例单位成本", "≤500元", "480元"),
    "效益": ("社会效益指标", "示例服务人数", "≥1000人", "1100人"),
    "满意": ("服务对象满意度指标", "示例满意度", "≥95%", "96%"),
}


def sample(form: Format, year: int = 0) -> tuple[Prepared, list[Finding]]:
    """The data set read and computed in the format; findings tell what of it did not fit."""
    year = year or catalogues.newest_year()
    last, _ = _computed(form, year - 1, None)
    prepared, findings = _computed(form, year, last.context)
    return prepared, findings


def _computed(form: Format, year: int, last: Context | None) -> tuple[Prepared, list[Finding]]:
    tree = _node(sample_data(form, year))
    assert isinstance(tree, Mapping)
    read, findings = read_year(tree, reading_contract(form.contract), Path(f"{NAME}.yaml"))
    read, faults = with_texts(read, tree, form.contract, None)
    findings += faults
    catalogue, faults = catalogues.load(year)
    findings += faults
    subjects = Subjects(catalogue, read.expenditure, read.income)
    context, faults = build_context(read, form, subjects, last_year=last)
    findings += faults
    return Prepared(read, context, [], findings, []), findings


def sample_data(form: Format, year: int) -> dict[str, Any]:
    """The data set as plain sections, every value as it would be typed."""
    scoring = form.scoring or general_scoring()
    fixed: dict[str, Any] = {
        "部门": {
            "名称": "示例局",
            "代码": "101",
            "地区": "示例区",
            "年度": str(year),
            "金额单位": "万元",
        },
        "支出明细": [_line(*line) for line in _LINES] + _later(),
        "收入明细": _income(),
        "项目": [{"名称": name} for name in PROJECTS],
        "项目资金": [row for name in PROJECTS for row in _funds(name, scoring)],
        "绩效目标": [],
        "绩效指标": [],
    }
    # A form that asks more of 绩效目标 is one of targets: it is printed before there are results.
    asked = form.contract.sections["绩效目标"].by_name.keys() - INDICATORS.by_name.keys()
    indicators = [row for name in PROJECTS for row in _indicators(name, scoring)]
    fixed["绩效目标" if asked else "绩效指标"] = indicators
    found: dict[str, Any] = {}
    for section in form.contract.sections.values():
        if section.name in {"下属", "声明数", "上年数", "增减原因"}:
            continue
        if section.name in {"支出明细", "收入明细"}:
            found[section.name] = fixed[section.name]
        elif section.name == "部门" or section.kind is SectionKind.RECORD:
            found[section.name] = _record(section, fixed.get(section.name, {}), 1)
        else:
            rows = fixed.get(section.name, [{}, {}])
            found[section.name] = [_record(section, row, n) for n, row in enumerate(rows, start=1)]
    return found


def _line(
    function: str, economic: str, government: str, kind: str, project: str, amount: str
) -> dict[str, str]:
    return {
        "功能科目": function,
        "经济科目": economic,
        "政府经济科目": government,
        "类型": kind,
        "项目": project,
        "金额": amount,
    }


def _later() -> list[dict[str, str]]:
    """What was adjusted and spent, without the projects: those have it in 项目资金."""
    basic = [line for line in _LINES if not line[4]]
    return [_line(*line) | {"阶段": stage} for stage in ("调整", "执行") for line in basic]


def _income() -> list[dict[str, str]]:
    sums: dict[str, Decimal] = {}
    for function, *_, amount in _LINES:
        sums[function] = sums.get(function, Decimal(0)) + Decimal(amount)
    rows = [{"功能科目": function, "金额": str(amount)} for function, amount in sums.items()]
    return [row | {"阶段": stage} for stage in ("年初", "执行") for row in rows]


def _funds(project: str, scoring: ScoringDeclaration) -> list[dict[str, str]]:
    """The first source of money has all of it, the others nothing."""
    rows = []
    for number, row in enumerate(scoring.funds.rows):
        amounts = ("40", "42", "41.5") if number == 0 else ("0", "0", "0")
        named = dict(zip(("年初预算数", "全年预算数", "全年执行数"), amounts, strict=True))
        rows.append({"项目": project, "资金": row.name, **named})
    return rows


def _indicators(project: str, scoring: ScoringDeclaration) -> list[dict[str, str]]:
    """Two indicators for each group, weighing together what the group is worth."""
    groups = [group.name for group in scoring.groups] or ["产出指标", "效益指标", "满意度指标"]
    rest = scoring.full - (Decimal(0) if scoring.rate.inside else scoring.rate.weight)
    given = {group.name: group.points for group in scoring.groups}
    rows = []
    for number, name in enumerate(groups):
        even = rest // len(groups)
        last = rest - even * (len(groups) - 1)
        points = given.get(name) or (last if number == len(groups) - 1 else even)
        second, third, target, actual = next(
            (words for key, words in _GROUPS.items() if key in name), _GROUPS["产出"]
        )
        half = points // 2
        for part, weight in (("一", half), ("二", points - half)):
            rows.append(
                {
                    "项目": project,
                    "一级指标": name,
                    "二级指标": second,
                    "三级指标": f"{third}{part}",
                    "指标值": target,
                    "性质": "",
                    "目标值": "",
                    "计量单位": "",
                    "方向": "",
                    "实际完成值": actual,
                    "权重": str(weight),
                    "得分": str(weight),
                    "完成程度": "",
                    "偏差原因": "",
                }
            )
    return rows


def _record(section: Section, given: dict[str, str], number: int) -> dict[str, str]:
    """Every field of a section: what is given, else something of its type."""
    skipped = {"项目": {"执行率得分", "总分", "涉密"}, "部门": {"上年"}}.get(section.name, set())
    found = {}
    for spec in section.fields:
        if spec.name in given:
            found[spec.name] = given[spec.name]
        elif spec.name == "项目" and section.name != "部门":
            found[spec.name] = PROJECTS[(number + 1) % len(PROJECTS)]
        elif spec.name not in skipped or spec.required:
            unique = spec.name in section.identity or spec.name in {"名称", "三级指标"}
            found[spec.name] = _value(spec, number if unique else 0, section.name)
    return found


def _value(spec: Field, number: int, section: str) -> str:
    mark = str(number) if number else ""
    match spec.type:
        case FieldType.AMOUNT:
            return spec.example if spec.example.replace(".", "").isdigit() else "12.5"
        case FieldType.QUANTITY | FieldType.INTEGER:
            return "3"
        case FieldType.RATIO:
            return "95%"
        case FieldType.DATE:
            return "2024-03-05"
        case FieldType.YEAR:
            return "2024"
        case FieldType.FLAG:
            return "否"
        case FieldType.OPTION:
            return spec.options[0] if spec.options else "示例"
        case FieldType.CODE:
            if spec.catalogue:
                return {"部门经济科目": "30201", "政府经济科目": "50201"}.get(
                    spec.catalogue, _SUBJECTS[0]
                )
            return f"10100{number}" if number else "101001"
        case FieldType.LONG_TEXT:
            return (
                f"示例文字：{spec.name}。" if section == TEXTS else f"{spec.name}的示例文字{mark}。"
            )
    return f"{spec.example or f'示例{spec.name}'}{mark}"


def _node(value: Any) -> Node:
    place = Place(NAME)
    if isinstance(value, dict):
        return Mapping(
            {name: _node(item) for name, item in value.items()},
            dict.fromkeys(value, place),
            place,
        )
    if isinstance(value, list):
        return Sequence([_node(item) for item in value], place)
    return Scalar(value, place, TEXT if value else BLANK)
