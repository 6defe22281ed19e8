"""Projects from a few lines of YAML, scored and checked by a scoring.yaml of a few lines."""

from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

from reportgen.checks.performance import check_projects
from reportgen.compute.scoring import score_projects
from reportgen.formats.scoring import ScoringDeclaration
from reportgen.formats.validation import validate
from reportgen.model.common import COMMON
from reportgen.model.reading import read_year
from reportgen.sources.yaml_source import read_yaml

HEAD = "部门: {名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 元}\n支出明细:\n"
NATIONAL = (
    "一级指标:\n- {名称: 产出指标, 分值: 50}\n- {名称: 效益指标, 分值: 30}\n"
    "- {名称: 满意度指标, 分值: 10}\n"
    "定性指标:\n- {名称: 达成, 上限: 100%, 下限: 80%}\n- {名称: 部分达成, 上限: 80%, 下限: 60%}\n"
    "等级:\n- {名称: 优, 下限: 90}\n- {名称: 良, 下限: 80}\n- {名称: 中, 下限: 60}\n- {名称: 差, 下限: 0}\n"
)
MONEY = "项目资金:\n- {项目: 甲, 资金: 当年财政拨款, 年初预算数: 100, 全年预算数: 100, 全年执行数: 95}\n"


def scoring_of(text=NATIONAL):
    tree, faults = read_yaml(dedent(text).encode(), "scoring.yaml")
    declared, more = validate(ScoringDeclaration, tree)
    return declared, [*faults, *more]


def year_of(text):
    tree, faults = read_yaml((HEAD + dedent(text)).encode(), "2024.yaml")
    assert not faults
    year, findings = read_year(tree, COMMON, Path("2024.yaml"))
    assert not findings, findings
    return year


def scored(text, scoring=NATIONAL):
    """The projects of a data set."""
    declared, faults = scoring_of(scoring)
    assert not faults, faults
    return score_projects(year_of(text), declared)


def one(text, scoring=NATIONAL):
    """The only project of a data set."""
    (project,) = scored(text, scoring)
    return project


def found(text, scoring=NATIONAL):
    """The findings about the projects of a data set."""
    declared, faults = scoring_of(scoring)
    assert not faults, faults
    year = year_of(text)
    context = SimpleNamespace(
        year=year,
        format=SimpleNamespace(scoring=declared),
        projects=score_projects(year, declared),
    )
    return check_projects(context)


def codes(findings):
    return sorted(finding.code for finding in findings)


def project(*indicators, money=MONEY, fields=""):
    """One project 甲 with its indicators: `产出指标/数量指标/办班 | ≥5次 | 6次 | 50 | 50 | 原因`."""
    lines = [f"项目:\n- {{名称: 甲{fields}}}\n{money}绩效指标:\n"]
    names = ("指标值", "实际完成值", "权重", "得分", "偏差原因")
    for text in indicators:
        levels, *cells = (cell.strip() for cell in text.split("|"))
        one_, two, three, *_ = [*levels.split("/"), "", ""]
        values = {"项目": "甲", "一级指标": one_, "二级指标": two, "三级指标": three}
        values |= dict(zip(names, cells, strict=False))
        inner = ", ".join(f'{name}: "{value}"' for name, value in values.items() if value)
        lines.append(f"- {{{inner}}}\n")
    return "".join(lines)


def full(output, rest=()):
    """Indicators whose weights are 90 together: the one given, of 50 points, and two that are met."""
    return project(
        output,
        "效益指标/社会效益/影响 | 明显 | 办班后咨询减少三成 | 30 | 30",
        "满意度指标/服务对象/满意度 | ≥90% | 95% | 10 | 10",
        *rest,
    )
