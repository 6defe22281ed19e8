"""`reportgen format compare`: what differs between two formats or two years of one."""

import json

import pytest
from format_builders import run, workbook  # noqa: F401

OLD = """
名称: 某区
继承: national
适用地区: [某市某区]
文档:
- {名称: 部门预算表, 删除: 是}
- {名称: 甲表, 模板: 甲.xlsx, 输出: 甲.xlsx}
取数: {经费: '支出.金额(类型="基本支出")'}
"""
DATA = """
部门: {名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 万元}
支出明细:
- {功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 12.5}
- {功能科目: 2013202, 经济科目: 30201, 类型: 项目支出, 项目: 甲, 金额: 7.5}
项目:
- {名称: 甲}
项目资金:
- {项目: 甲, 资金: 当年财政拨款, 年初预算数: 10, 全年预算数: 10, 全年执行数: 9}
绩效指标:
- {项目: 甲, 一级指标: 产出指标, 三级指标: 次数, 指标值: ≥2次, 实际完成值: 2次, 权重: 50, 得分: 50}
"""


@pytest.fixture
def desk(write, tmp_path):
    """Last year's format and this year's, which changes something of each kind."""
    write("templates/own/format.yaml", OLD)
    write(
        "templates/own/2025/format.yaml",
        "数字: {金额: {同: 元}}\n取数: {经费: 支出.合计}\n文档:\n- {名称: 甲表, 输出: 甲表.xlsx}\n",
    )
    write(
        "templates/own/2025/fields.yaml",
        "项目:\n  字段:\n  - {名称: 评价结论, 类型: 长文本}\n  - {名称: 主管部门, 必填: 是}\n",
    )
    write(
        "templates/own/2025/scoring.yaml",
        "执行率: {分值: 20}\n一级指标: [{名称: 产出指标, 分值: 40}]\n方案: [{名称: 设成本指标, 删除: 是}]\n",
    )
    write(
        "templates/own/2025/checks.yaml",
        "规则:\n- {编号: Y01, 级别: 提示}\n- {编号: Y02, 删除: 是}\n",
    )
    folder = tmp_path / "templates/own"
    (folder / "甲.xlsx").write_bytes(
        workbook({"A1": "{{ 部门.名称 }}", "A2": "{{ 支出.合计 | 万元 }}", "A3": "{{ 年度 }}"})
    )
    (folder / "2025/甲.xlsx").write_bytes(
        workbook({"B1": "{{ 部门.名称 }}", "A2": "{{ 支出.合计 | 元 }}", "A3": "{{ 年度 }}"})
    )
    return tmp_path


@pytest.fixture
def compared(run, desk):  # noqa: F811
    result = run("format", "compare", "own", "own/2025", "--json")
    assert result.exit_code == 0, result.output
    return {
        (d["group"], d["kind"], d["name"]): (d["old"], d["new"])
        for d in json.loads(result.output)["differences"]
    }


def test_a_field_that_is_new_and_one_that_became_required_are_told(compared):
    assert compared["数据栏目", "增加", "项目.评价结论"] == ("", "长文本")
    assert compared["数据栏目", "改动", "项目.主管部门 的必填"] == ("否", "是")


def test_a_tag_that_moved_one_that_went_and_one_that_came_are_told(compared):
    tags = {key[1:]: value for key, value in compared.items() if key[0] == "标签：甲表"}
    assert tags == {
        ("移动", "{{ 部门.名称 }}"): ("「表」A1", "「表」B1"),
        ("去掉", "{{ 支出.合计 | 万元 }}"): ("「表」A2", ""),
        ("增加", "{{ 支出.合计 | 元 }}"): ("", "「表」A2"),
    }


def test_weights_are_told_as_they_take_effect(compared):
    assert compared["评分", "改动", "一级指标.产出指标.分值"] == ("50", "40")
    assert compared["评分", "改动", "执行率.分值"] == ("10", "20")
    assert ("评分", "去掉", "方案.设成本指标.分值.成本指标") in compared


def test_a_rule_that_changed_and_one_that_went_are_told(compared):
    rules = {
        name: (kind, values)
        for (group, kind, name), values in compared.items()
        if group == "核对关系"
    }
    changed = next(
        values for name, values in rules.items() if name.startswith("Y01") and name.endswith("级别")
    )
    assert changed == ("改动", ("错误", "提示"))
    assert any(name.startswith("Y02 ") and kind == "去掉" for name, (kind, _) in rules.items())


def test_numbers_expressions_and_outputs_are_told(compared):
    assert compared["数字格式", "增加", "金额"] == ("", "同 元")
    assert compared["取数", "改动", "经费"] == ('支出.金额(类型="基本支出")', "支出.合计")
    assert compared["文档", "改动", "甲表.输出"] == ("甲.xlsx", "甲表.xlsx")


def test_what_is_the_same_is_not_told(compared):
    assert not any("收入项目" in name for _, _, name in compared)
    assert not any(name == "{{ 年度 }}" for _, _, name in compared)


def test_a_format_does_not_differ_from_itself(run, desk):  # noqa: F811
    result = run("format", "compare", "own", "own")
    assert "两个版式没有不同" in result.output


def test_a_data_set_goes_through_both_and_its_totals_stand_side_by_side(run, write, desk):  # noqa: F811
    write("2024.yaml", DATA)
    result = run("format", "compare", "own", "own/2025", "--data", "2024.yaml", "--json")
    totals = {t["name"]: t for t in json.loads(result.output)["totals"]}
    assert (totals["支出.合计"]["old"], totals["支出.合计"]["differs"]) == ("200,000 元", False)
    assert (totals["经费"]["old"], totals["经费"]["new"]) == ("125,000 元", "200,000 元")
    score = totals["甲：总分"]
    assert (score["old"], score["new"]) == ("59 分", "68 分")


def test_the_totals_are_shown_with_a_sign_where_they_differ(run, write, desk):  # noqa: F811
    write("2024.yaml", DATA)
    result = run("format", "compare", "own", "own/2025", "--data", "2024.yaml")
    line = next(
        line
        for line in result.output.splitlines()
        if line.startswith("经费 ") and "125,000" in line
    )
    assert line.rstrip().endswith("≠")
    assert "合计不同" in result.output


def test_a_format_that_is_not_there_is_told(run, desk):  # noqa: F811
    result = run("format", "compare", "own", "owm")
    assert (result.exit_code, "F401" in result.output) == (1, True)


def test_a_data_set_that_cannot_be_read_is_told(run, desk):  # noqa: F811
    result = run("format", "compare", "own", "own/2025", "--data", "没有.yaml")
    assert result.exit_code == 1
    assert "没有.yaml" in result.output
