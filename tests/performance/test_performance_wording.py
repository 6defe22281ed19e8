"""How targets, names of indicators, goals and tasks are worded: what is told, and what is not."""

from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import pytest
from performance_builders import HEAD, scoring_of

from reportgen.checks.target_rows import indicator_rows
from reportgen.checks.target_sets import check_targets
from reportgen.compute.scoring import score_projects
from reportgen.finding import Severity
from reportgen.model.common import COMMON
from reportgen.model.fields import Field, FieldType, Section
from reportgen.model.reading import read_year
from reportgen.sources.yaml_source import read_yaml

WHOLE = Section(
    "整体指标",
    fields=tuple(map(Field, ("一级指标", "二级指标", "三级指标", "目标值"))),
    identity=("一级指标", "二级指标", "三级指标"),
)
TASKS = Section(
    "主要任务",
    fields=(
        Field("名称"),
        Field("主要内容", FieldType.LONG_TEXT),
        Field("总额", FieldType.AMOUNT),
        Field("财政拨款", FieldType.AMOUNT),
    ),
    identity=("名称",),
)
DESCRIBED = Section(
    "绩效目标",
    fields=(Field("指标说明"),),
    identity=("项目", "一级指标", "二级指标", "三级指标", "指标说明"),
)


def found(text):
    declared, _ = scoring_of("{}")
    contract = COMMON.extended((WHOLE, TASKS, DESCRIBED))
    tree, faults = read_yaml((HEAD + dedent(text)).encode(), "2024.yaml")
    assert not faults
    year, findings = read_year(tree, contract, Path("2024.yaml"))
    assert not findings, findings
    form = SimpleNamespace(scoring=declared)
    projects = score_projects(year, declared)
    context = SimpleNamespace(year=year, format=form, projects=projects)
    return check_targets(context, indicator_rows(year))


def whole(*rows):
    """Rows of a whole department's form: `产出/数量/办班 | 5次`."""
    lines = ["整体指标:"]
    for row in rows:
        levels, target = (part.strip() for part in row.split("|"))
        one, two, three = levels.split("/", 2)
        lines.append(
            f'- {{一级指标: {one}, 二级指标: {two}, 三级指标: "{three}", 目标值: "{target}"}}'
        )
    return "\n".join(lines) + "\n"


def codes(*rows):
    return sorted(finding.code for finding in found(whole(*rows)))


def test_targets_in_order_are_not_told():
    assert (
        codes(
            "产出/数量/办班场次 | 5场",
            "产出/质量/培训合格率 | ≥95%",
            "产出/时效/完成时间 | 2024年12月底前",
            "产出/成本/人均成本 | ≤400元",
            "效益/社会效益/业务水平 | 明显提升",
            "满意度/服务对象满意度/学员满意度 | ≥90%",
        )
        == []
    )


def test_a_bare_one_that_may_be_a_percentage_is_to_be_explained_at_the_target():
    (finding,) = found(whole("产出/质量/培训合格率 | 1"))
    assert (finding.code, finding.severity) == ("C630", Severity.EXPLAIN)
    assert (finding.place.line, finding.figures) == (4, (("目标", "1"),))
    assert "“培训合格率”的目标只写了“1”，没有单位；1 也许是 100%" in finding.message


def test_a_count_of_one_is_no_lost_percentage():
    assert codes("产出/数量/统计工作次数 | 1") == ["C644"]


def test_targets_without_unit_are_told_once_for_the_form():
    (finding,) = found(whole("产出/质量/甲完成率 | ≥90", "产出/质量/乙完成率 | ≥80"))
    assert finding.code == "C644"
    assert "“甲完成率”等 2 个指标" in finding.message
    assert [place.line for place in finding.related] == [5]


def test_a_unit_in_the_name_serves_the_target():
    assert codes("产出/时效/发放率（%） | 100") == []


@pytest.mark.parametrize("target", ["100%%", "≥≥90%"])
def test_a_sign_written_twice_is_told(target):
    assert codes(f"产出/质量/合格率 | {target}") == ["C631"]


def test_two_values_in_one_target_are_told():
    assert codes("产出/数量/疗养人次 | 623人次/≥300人次") == ["C632"]


def test_a_rate_per_year_is_one_value():
    assert codes("产出/数量/活动次数 | 6次/年") == []


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("产出/数量/受益人数 | ≥80人次", "人数"),
        ("产出/数量/慰问人次 | 30人", "人次"),
        ("产出/时效/参检比例 | 80人", "比率"),
        ("产出/质量/参检情况 | ≥17000人", "质量"),
        ("产出/数量/培训完成情况 | 100%", "数量"),
    ],
)
def test_a_unit_that_does_not_fit_is_told_with_what_is_counted(row, what):
    (finding,) = found(whole(row))
    assert finding.code == "C633"
    assert f"说的是{what}，" in finding.message


@pytest.mark.parametrize("name", ["群众不满意度", "投诉率", "差错数", "信访件数"])
def test_what_should_be_little_with_a_lower_limit_is_to_be_explained(name):
    assert "C634" in codes(f"满意度/其他满意度/{name} | ≥90%")


def test_what_should_be_little_with_an_upper_limit_is_in_order():
    assert codes("满意度/其他满意度/投诉率 | ≤5%") == []


def test_a_fall_of_complaints_is_wanted():
    assert codes("效益/社会效益/信访率降低 | ≥5%") == []


def test_an_indicator_in_two_groups_with_one_target_is_to_be_explained():
    finding, *more = found(
        whole("效益/社会效益/补贴发放 | 及时", "效益/可持续影响/补贴发放 | 及时")
    )
    assert not more
    assert (finding.code, finding.severity) == ("C635", Severity.EXPLAIN)
    assert (finding.place.line, finding.related[0].line) == (5, 4)


def test_rows_of_one_name_and_two_descriptions_are_two_indicators():
    text = """
        项目: [{名称: 甲}]
        绩效目标:
        - {项目: 甲, 一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 班次, 指标说明: 主体班, 指标值: 10次}
        - {项目: 甲, 一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 班次, 指标说明: 专题班, 指标值: 10次}
    """
    (finding,) = found(text)
    assert (finding.code, finding.severity) == ("C635", Severity.HINT)
    assert finding.key == "项目/甲/指标/产出指标/数量指标/班次/专题班"


def test_two_projects_with_one_goal_and_one_amount_are_to_be_explained():
    text = """
        项目:
        - {名称: 甲, 预期目标: 做好党员教育。}
        - {名称: 乙, 预期目标: 做好党员教育。}
        项目资金:
        - {项目: 甲, 资金: 当年财政拨款, 年初预算数: 220}
        - {项目: 乙, 资金: 当年财政拨款, 年初预算数: 220}
    """
    (finding,) = found(text)
    assert (finding.code, finding.severity) == ("C636", Severity.EXPLAIN)
    assert "总体目标一字不差，预算也都是 220.00元" in finding.message


def test_an_earlier_year_in_a_target_is_to_be_explained():
    (finding,) = found(whole("产出/时效/完成时间 | 2023年12月底前"))
    assert (finding.code, finding.severity) == ("C637", Severity.EXPLAIN)
    assert "2023 年，本年是 2024 年" in finding.message


@pytest.mark.parametrize("name", ["比2023年增加的班次", "按(2016)15号文件办理的件数"])
def test_an_earlier_year_that_is_compared_with_is_in_order(name):
    assert codes(f"产出/数量/{name} | 5次") == []


def test_an_earlier_year_in_the_name_of_a_project_is_a_hint():
    (finding,) = found("项目: [{名称: 下拨2023年经费}]\n")
    assert (finding.code, finding.severity) == ("C637", Severity.HINT)


def test_a_number_left_before_a_name_is_told():
    assert codes("产出/数量/2.慰问次数 | 5次") == ["C638"]


def test_a_decimal_before_a_name_is_no_number_left():
    assert codes("产出/数量/1.5公里道路修补处数 | 5处") == []


def test_names_a_word_apart_are_told_once():
    (finding,) = found(
        whole(
            "产出/质量/执行标准与规定标准的吻合度 | ≥90%",
            "产出/质量/执行标准与规(约)定标准的吻合度 | ≥91%",
        )
    )
    assert (finding.code, finding.place.line) == ("C639", 5)


def test_a_target_that_only_repeats_the_name_is_told():
    assert codes("产出/时效/支付及时性 | 及时") == ["C640"]


def test_all_shares_of_at_least_one_hundred_percent_are_told_once():
    (finding,) = found(whole("产出/质量/合格率 | ≥100%", "满意度/其他满意度/用户满意度 | ≥100.00%"))
    assert finding.code == "C641"
    assert "等 2 个指标" in finding.message


def test_growth_may_pass_one_hundred_percent():
    assert codes("效益/经济效益/产值增长率 | ≥120%") == []


def test_idle_indicators_written_in_two_ways_are_told():
    assert codes("效益/经济效益/不适用 | 不适用", "效益/生态效益/不适用 | ") == ["C642"]


def test_idle_indicators_written_in_one_way_are_in_order():
    assert codes("效益/经济效益/不适用 | ", "效益/生态效益/不适用 | ") == []


def test_a_missing_target_and_a_cost_with_a_lower_limit_are_told_of_a_department_too():
    assert codes("产出/数量/办班场次 | ", "产出/成本/经费支出率 | ≥90%") == ["C673", "C681"]


def task(content, amount):
    return f'主要任务:\n- {{名称: 甲, 主要内容: "{content}", 财政拨款（万元）: "{amount}"}}\n'


def test_amounts_in_a_text_that_miss_the_budget_are_to_be_explained():
    (finding,) = found(task("招聘80万元，培训20.5万元", "110"))
    assert (finding.code, finding.severity) == ("C643", Severity.EXPLAIN)
    assert "2 笔金额合计 1005000.00元，预算金额是 1100000.00元" in finding.message


@pytest.mark.parametrize(
    ("content", "amount"),
    [
        ("招聘80万元，培训20.46万元", "100"),  # 100.46 rounds to what is stated in whole 万元
        ("培训20万元", "100"),  # one amount is an example, no list
        ("招聘800000元，培训20万元", "100"),
        ("做好招聘和培训", "100"),
    ],
)
def test_amounts_in_a_text_that_make_the_budget_are_in_order(content, amount):
    assert found(task(content, amount)) == []
