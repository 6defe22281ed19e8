"""Old campaigns, gaps between grades, copied targets and names that differ, in small data sets."""

import pytest

from reportgen.checks.campaigns import campaigns_of_other_years, grade_gaps
from reportgen.formats import Library
from reportgen.pack.prepare import prepare

HEAD = """
部门: {名称: 试验部门, 全称: 某市某区试验局, 地区: 某市某区, 年度: 2023}
支出明细: []
"""
FIELDS = """
项目:
  形式: 表
  字段:
  - {名称: 说明次序, 类型: 整数}
  - {名称: 说明中的名称, 类型: 文本}
绩效目标:
  形式: 表
  字段:
  - {名称: 绩效指标描述, 类型: 文本}
  - {名称: 指标值描述, 类型: 文本}
  - {名称: 指标值确定依据, 类型: 文本}
"""


@pytest.fixture
def found(tmp_path):
    """The findings of one code in a data set of the general form with the fields above."""

    def found(data, code):
        folder = tmp_path / "forms" / "trial"
        folder.mkdir(parents=True)
        (folder / "format.yaml").write_text("名称: 试验\n继承: national\n", "utf-8")
        (folder / "fields.yaml").write_text(FIELDS, "utf-8")
        path = tmp_path / "2023.yaml"
        path.write_text(HEAD + data, "utf-8")
        _, findings = prepare(path, Library(tmp_path / "forms"), "trial")
        return [finding for finding in findings if finding.code == code]

    return found


def targets(project, *rows):
    lines = [f"- {{项目: {project}, 一级指标: 产出, 二级指标: 数量, {row}}}" for row in rows]
    return "\n".join(lines)


def four(values):
    names = ("培训人数", "参训率", "及时率", "满意率")
    return [f"三级指标: {name}, 指标值: {value}" for name, value in zip(names, values, strict=True)]


def test_a_campaign_of_another_year_is_named_with_its_years():
    [(campaign, at)] = campaigns_of_other_years("开展“不忘初心、牢记使命”主题教育", 2023)
    assert (campaign.years, at) == ("2019 年至 2020 年", 3)


def test_a_campaign_of_the_year_is_no_finding():
    assert not list(campaigns_of_other_years("开展党史学习教育", 2022))


def test_the_theme_of_2023_is_not_taken_for_an_older_one():
    assert not list(campaigns_of_other_years("学习习近平新时代中国特色社会主义思想主题教育", 2023))


def test_a_gap_between_grades_is_told_with_what_is_missing():
    assert list(grade_gaps("5篇为优；4篇为良；3篇为中；1篇为差。")) == [
        ("篇", "5篇为优；4篇为良；3篇为中；1篇为差", ["2篇"])
    ]


@pytest.mark.parametrize(
    "text",
    ["4篇为优；3篇为良；2篇为中；1篇为差", "90%以上的为优；80%-90%的为良", "20个为优；1个为差"],
)
def test_grades_without_a_single_gap_are_no_finding(text):
    assert not list(grade_gaps(text))


def test_one_value_for_counts_and_rates_alike_is_pointed_at(found):
    data = "项目: [{名称: 甲}]\n绩效目标:\n" + targets("甲", *four(["≥90"] * 4))
    assert [f.place.line for f in found(data, "C612")] == [6]


def test_one_value_with_units_is_no_finding(found):
    data = "项目: [{名称: 甲}]\n绩效目标:\n" + targets("甲", *four(["≥90人"] + ["≥90%"] * 3))
    assert not found(data, "C612")


def test_a_basis_that_repeats_the_name_is_pointed_at(found):
    row = "三级指标: 培训人数, 指标值: ≥90人, 指标值确定依据: 培训人数"
    assert found("项目: [{名称: 甲}]\n绩效目标:\n" + targets("甲", row), "C611")


def test_a_basis_of_its_own_is_no_finding(found):
    row = "三级指标: 培训人数, 指标值: ≥90人, 指标值确定依据: 上年培训人数"
    assert not found("项目: [{名称: 甲}]\n绩效目标:\n" + targets("甲", row), "C611")


def test_a_basis_that_names_another_indicator_must_be_explained(found):
    rows = (
        "三级指标: 安装数, 指标值: ≥9台, 指标值确定依据: 使用率",
        "三级指标: 使用率, 指标值: ≥90%",
    )
    assert found("项目: [{名称: 甲}]\n绩效目标:\n" + targets("甲", *rows), "C613")


def test_words_behind_a_number_that_are_not_its_description_must_be_explained(found):
    row = "三级指标: 调研成果, 指标值: ≥70, 绩效指标描述: 调研成果, 指标值描述: 成效明显"
    assert found("项目: [{名称: 甲}]\n绩效目标:\n" + targets("甲", row), "C614")


def test_projects_with_the_same_indicators_must_be_explained(found):
    values = ["≥90人", "≥91%", "≥92%", "≥93%"]
    data = "项目: [{名称: 甲}, {名称: 乙}]\n绩效目标:\n"
    data += targets("甲", *four(values)) + "\n" + targets("乙", *four(values))
    assert [f.figures for f in found(data, "C615")] == [(("同", "甲"),)]


def test_another_name_in_the_text_must_be_explained(found):
    assert found("项目: [{名称: 党员远程教育费, 说明中的名称: 党员远程费}]\n", "C616")


def test_projects_that_the_text_does_not_list_are_named(found):
    [finding] = found("项目: [{名称: 甲, 说明次序: 1}, {名称: 乙}]\n", "C617")
    assert "列举了 1 个项目，绩效目标表有 2 个，没有列举的是：乙" in finding.message


def test_without_any_order_nothing_is_said_of_lists(found):
    assert not found("项目: [{名称: 甲}, {名称: 乙}]\n", "C617")


def test_a_unit_that_begins_with_the_department_must_be_explained(found):
    assert found("单位: [{名称: 试验部门某市某区试验局本级}]\n", "C618")


def test_a_unit_with_its_own_name_is_no_finding(found):
    assert not found("单位: [{名称: 某市某区试验局本级}]\n", "C618")


def test_a_short_sentence_twice_in_a_row_is_told_at_its_field(found):
    data = "项目:\n- 名称: 甲\n  预期目标: 管好干部；管好干部；做好服务\n"
    assert [f.place.line for f in found(data, "C693")] == [6]


def test_a_short_sentence_twice_but_apart_is_no_finding(found):
    assert not found("项目: [{名称: 甲, 预期目标: 管好干部；做好服务；管好干部}]\n", "C693")


def test_numbers_that_begin_in_the_middle_are_told(found):
    assert found("项目: [{名称: 甲, 预期目标: 6.保障车辆正常运行}]\n", "C699")
