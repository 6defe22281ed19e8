"""What a form asks beyond the common model: declared once in fields.yaml, and everything follows.

A tick box, an option of the indicators, an extra table, and facts from which a figure of the form
and a check are made.
"""

import json

import openpyxl
import pytest
from format_builders import run, workbook  # noqa: F401

FORMAT = """
名称: 某区
继承: national
适用地区: [某市某区]
文档:
- {名称: 部门预算表, 删除: 是}
- {名称: 项目支出绩效自评表, 删除: 是}
- {名称: 项目支出绩效自评表（工作簿）, 删除: 是}
- {名称: 甲表, 模板: 甲.xlsx, 输出: 甲.xlsx}
取数:
  信访办结率: 事实.信访办结数 / 事实.信访件数
  培训费合计: 求和(培训 | map(attribute="费用"))
"""
FIELDS = """
项目:
  字段:
  - {名称: 评价方式, 类型: 选项, 选项: [自评, 委托评价], 必填: 是, 说明: 谁来评价}
绩效指标:
  字段:
  - {名称: 是否核心指标, 类型: 是否, 默认: 否, 说明: 是不是核心指标}
事实:
  形式: 记录
  说明: 打分要用的数
  字段:
  - {名称: 信访件数, 类型: 数量, 单位: 件, 必填: 是, 说明: 全年收到的信访件}
  - {名称: 信访办结数, 类型: 数量, 单位: 件, 说明: 按期办结的信访件}
培训:
  形式: 表
  说明: 举办的培训
  主键: [名称]
  字段:
  - {名称: 名称, 必填: 是, 说明: 培训班的名称}
  - {名称: 人次, 类型: 整数, 说明: 参加的人次}
  - {名称: 费用, 类型: 金额, 说明: 花了多少}
"""
CHECKS = """
规则:
- 编号: Z01
  名称: 办结数不超过信访件数
  左: 事实.信访办结数
  右: 事实.信访件数
  关系: ≤
"""
DATA = """
部门: {名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 万元}
支出明细:
- {功能科目: 2013202, 经济科目: 30216, 类型: 项目支出, 项目: 甲, 金额: 7.5}
收入明细:
- {功能科目: 2013202, 金额: 7.5}
项目:
- {名称: 甲, 评价方式: 委托评价}
项目资金:
- {项目: 甲, 资金: 当年财政拨款, 年初预算数: 7.5, 全年预算数: 7.5, 全年执行数: 7.5}
绩效指标:
- {项目: 甲, 一级指标: 产出指标, 三级指标: 办结, 指标值: ≥2件, 实际完成值: 2件, 权重: 50, 得分: 50, 是否核心指标: 是}
- {项目: 甲, 一级指标: 效益指标, 三级指标: 受众, 指标值: ≥2人, 实际完成值: 2人, 权重: 30, 得分: 30}
- {项目: 甲, 一级指标: 满意度指标, 三级指标: 满意, 指标值: ≥90%, 实际完成值: 95%, 权重: 10, 得分: 10}
事实: {信访件数: 40, 信访办结数: 39}
培训:
- {名称: 一班, 人次: 30, 费用: 1.5}
- {名称: 二班, 人次: 20, 费用: 2}
"""
TEMPLATE = {
    "A1": "{%tr for 项 in 项目 %}",
    "A2": '{{ 勾选(项.评价方式, ["自评", "委托评价"]) }}',
    "A3": "{%tr for 行 in 项.指标 %}",
    "A4": '{{ 行.三级指标 }}{{ 勾选(行.是否核心指标, "是", 框在后=True) }}',
    "A5": "{%tr endfor %}",
    "A6": "{%tr endfor %}",
    "A7": "{{ 信访办结率 | 百分比 }}",
    "A8": "{%tr for 行 in 培训 %}",
    "A9": "{{ 行.名称 }}",
    "B9": "{{ 行.费用 | 元 }}",
    "A10": "{%tr endfor %}",
    "B11": "{{ 培训费合计 | 元 }}",
}


@pytest.fixture
def desk(write, tmp_path):
    write("templates/own/format.yaml", FORMAT)
    write("templates/own/fields.yaml", FIELDS)
    write("templates/own/checks.yaml", CHECKS)
    write("2024.yaml", DATA)
    (tmp_path / "templates/own/甲.xlsx").write_bytes(workbook(TEMPLATE))
    return tmp_path


@pytest.fixture
def findings(run, desk, write):  # noqa: F811
    """The findings of `check` after a change of the data set, as messages with places."""

    def findings(old, new):
        write("2024.yaml", DATA.replace(old, new))
        result = json.loads(run("check", "2024.yaml", "--json").output)
        return [(f["severity"], f["message"], f["place"]) for f in result["findings"]]

    return findings


def test_the_form_prints_boxes_facts_and_the_extra_table(run, desk):  # noqa: F811
    result = run("build", "2024.yaml")
    assert result.exit_code == 0, result.output
    sheet = openpyxl.load_workbook(next(desk.glob("out/某局-2024/甲.xlsx"))).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    assert rows == [
        ["□自评　☑委托评价"],
        ["办结是☑"],
        ["受众是□"],
        ["满意是□"],
        [97.5],
        ["一班", 15000],
        ["二班", 20000],
        [35000],
    ]


def test_a_value_that_is_no_option_is_an_error_at_its_place(findings):
    errors = [f for f in findings("委托评价}", "委托}") if f[0] == "错误"]
    assert any(
        "评价方式" in message and place.startswith("2024.yaml:8") for _, message, place in errors
    )


def test_a_required_field_that_is_missing_is_an_error(findings):
    errors = [f for f in findings(", 评价方式: 委托评价", "") if f[0] == "错误"]
    assert any("评价方式" in message for _, message, _ in errors)


def test_a_fact_that_is_no_number_is_an_error(findings):
    errors = [f for f in findings("信访件数: 40", "信访件数: 约40") if f[0] == "错误"]
    assert any("信访件数" in message for _, message, _ in errors)


def test_two_rows_of_the_extra_table_with_one_name_are_told(findings):
    assert any("一班" in message for _, message, _ in findings("二班", "一班"))


def test_a_field_that_is_not_declared_is_told_with_the_nearest(findings):
    assert any("信访件数" in m for _, m, _ in findings("信访办结数: 39", "信访件: 39"))


def test_a_rule_can_hold_the_facts_together(findings):
    found = findings("信访办结数: 39", "信访办结数: 41")
    assert any("办结数" in message and "41" in message for _, message, _ in found)


def test_the_fill_in_workbook_asks_for_all_of_it(run, desk):  # noqa: F811
    result = run(
        "init", "--format", "own", "--templates", "templates", "-o", "空.xlsx", "--year", "2025"
    )
    assert result.exit_code == 0, result.output
    book = openpyxl.load_workbook(desk / "空.xlsx")
    assert {"事实", "培训"} <= set(book.sheetnames)
    facts = [str(cell.value) for row in book["事实"].iter_rows() for cell in row if cell.value]
    assert any("信访件数" in text for text in facts)
    options = [v.formula1 for v in book["项目"].data_validations.dataValidation]
    assert any("自评" in str(text) or "!" in str(text) for text in options)


def test_the_vocabulary_lists_all_of_it(run, desk):  # noqa: F811
    result = run("format", "names", "own", "--data", "2024.yaml", "--json")
    rows = {row["tag"]: row for row in json.loads(result.stdout)["names"]}
    assert rows["{{ 项.评价方式 }}"]["meaning"] == "谁来评价（自评、委托评价）"
    assert rows["{{ 项.评价方式 }}"]["uses"] == ["甲.xlsx「表」A2"]
    assert (rows["{{ 事实.信访件数 }}"]["unit"], rows["{{ 事实.信访件数 }}"]["example"]) == (
        "件",
        "40",
    )
    assert rows["{{ 信访办结率 | 百分比 }}"]["example"] == "97.50%"
    assert rows["{{ 行.费用 | 万元 }}"]["example"] == "1.50"


def test_a_misspelt_extra_field_in_a_template_is_told_at_its_cell(run, desk):  # noqa: F811
    (desk / "templates/own/甲.xlsx").write_bytes(workbook({"A1": "{{ 事实.信访件 }}"}))
    result = run("build", "2024.yaml")
    assert "「表」A1" in result.output
    assert "信访件数" in result.output
