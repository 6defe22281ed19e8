"""Tables of finished documents, whatever the district's layout: sums down, sums across, changes, rates."""

import pytest
from proof_builders import codes, found, table


@pytest.mark.parametrize(
    "rows",
    [
        ("项目 金额", "甲 10.00", "乙 20.00", "丙 5.50", "合计 {}"),
        ("项目 金额", "合计 {}", "甲 10.00", "乙 20.00", "丙 5.50"),
        ("编码 科目 金额", "合计 . {}", "201 一般公共服务 30.00", "20132 组织事务 30.00", "2013201 行政运行 30.00", "208 社会保障 5.50"),
        ("项目 金额", "一、本年支出 30.00", "（一）基本 10.00", "（二）项目 20.00", "二、结转 5.50", "支出总计 {}"),
        ("项目 金额", "1、甲 30.00", "其中：乙 20.00", "2、丙 5.50", "合计 {}"),
    ],
    ids=["below", "above", "codes", "numbering", "of which"],
)  # fmt: skip
def test_a_total_is_held_against_its_parts_in_every_usual_layout(tmp_path, rows):
    right = table(*(row.format("35.50") for row in rows), head="单位：万元")
    assert codes(tmp_path, right) == []
    wrong = table(*(row.format("36.50") for row in rows), head="单位：万元")
    (finding,) = found(tmp_path, wrong)
    assert finding.code in {"E101", "E102"}
    assert "36.50" in finding.message
    assert "35.50" in finding.message


def test_the_sum_of_a_heading_and_its_subjects_is_held_at_every_level(tmp_path):
    rows = ("编码 科目 金额", "201 一般公共服务 30.00", "20132 组织事务 30.00", "2013201 行政运行 12.00", "2013299 其他 17.00")  # fmt: skip
    (finding,) = found(tmp_path, table(*rows))
    assert finding.code == "E101"
    assert "组织事务" in finding.message
    assert "29.00" in finding.message


def test_a_table_that_goes_on_from_the_page_before_is_not_summed_alone(tmp_path):
    """Its last column happens to add up, since all of it stands on this page."""
    page = table("老干工作 1943 1943 0", "党群工作 5 5 0", "上年结转 8 0 8", "市追加 65 0 65", "金额合计 20089 20016 73")  # fmt: skip
    assert codes(tmp_path, page) == []
    whole = table("老干工作 1943 1943 0", "党群工作 5 5 0", "上年结转 8 0 8", "市追加 65 0 65", "金额合计 2031 1948 73")  # fmt: skip
    assert codes(tmp_path, whole) == ["E101"]


def test_zero_above_parts_that_are_not_is_found(tmp_path):
    assert codes(tmp_path, table("项目 金额", "甲 10.00", "乙 20.00", "合计 0.00")) == ["E101"]


def test_the_last_digit_is_told_as_rounding(tmp_path):
    assert codes(tmp_path, table("项目 金额", "甲 10.00", "乙 20.01", "合计 30.00")) == ["E103"]


def test_subtotals_make_the_grand_total(tmp_path):
    rows = ("项目 金额", "甲 1.00", "乙 2.00", "小计 3.00", "丙 4.00", "丁 5.00", "小计 9.00", "总计 12.00")  # fmt: skip
    assert codes(tmp_path, table(*rows)) == []


def test_a_column_named_total_is_the_sum_of_those_after_it(tmp_path):
    rows = ("科目 合计 基本支出 项目支出", "甲 3.00 1.00 2.00", "乙 7.00 3.00 4.00", "丙 9.00 5.00 6.00")  # fmt: skip
    (finding,) = found(tmp_path, table(*rows))
    assert finding.code == "E105"
    assert "丙" in finding.message
    assert "11.00" in finding.message


def test_a_column_that_is_no_total_is_left_alone(tmp_path):
    rows = ("单位 人数 面积 车辆", "甲 3 1 2", "乙 8 3 4", "丙 9 5 6", "丁 20 1 6")
    assert codes(tmp_path, table(*rows)) == []


def test_a_wrong_difference_and_a_lost_sign_are_two_things(tmp_path):
    rows = ("项目 2021年 2022年 变动值", "甲 10.00 12.00 2.00", "乙 10.00 7.00 -3.00", "丙 10.00 6.00 4.00", "丁 10.00 15.00 6.00")  # fmt: skip
    findings = {finding.code: finding for finding in found(tmp_path, table(*rows))}
    assert set(findings) == {"E106", "E107"}
    assert "丁" in findings["E106"].message
    assert "丙" in findings["E107"].message


def test_this_year_before_last_year_may_be_first_minus_second(tmp_path):
    rows = ("项目 本年预算 上年预算 增减额", "甲 10.00 12.00 -2.00", "乙 10.00 7.00 3.00")
    assert codes(tmp_path, table(*rows)) == []


@pytest.mark.parametrize(("rate", "right"), [("95.08%", True), ("59.08%", False), ("95.1%", True)])
def test_an_execution_rate_is_computed_from_its_row(tmp_path, rate, right):
    text = table("项目 全年预算数 全年执行数 执行率", f"甲 180000.00 171150.17 {rate}", "乙 10.00 5.00 50%")  # fmt: skip
    assert codes(tmp_path, text) == ([] if right else ["E108"])


def test_a_budget_and_an_execution_without_a_rate_are_told(tmp_path):
    text = "|项目|预算数|执行数|执行率|\n|-|-|-|-|\n|甲|10.00|5.00||\n|乙|10.00|4.00|40.00%|\n"
    (finding,) = found(tmp_path, text)
    assert finding.code == "E119"
    assert "50.00%" in finding.message


def test_the_two_sides_of_income_and_expenditure_agree(tmp_path):
    rows = ("收入 金额 支出 金额", "拨款 10.00 基本支出 6.00", "结转 1.00 项目支出 6.00", "收入总计 11.00 支出总计 12.00")  # fmt: skip
    assert "E124" in codes(tmp_path, table(*rows))


def test_a_malformed_number_is_an_error_at_its_cell(tmp_path):
    (finding,) = found(tmp_path, table("项目 金额", "甲 -1,1893.17", "乙 3.00"))
    assert finding.code == "E104"
    assert str(finding.place) == "稿.md:4 第2格"


def test_numbers_of_columns_and_codes_are_not_added(tmp_path):
    rows = ("科目编码 科目 金额", "栏次 1 2", "2013201 行政运行 5.00", "2013299 其他 6.00", "合计 . 11.00")  # fmt: skip
    assert codes(tmp_path, table(*rows)) == []


def test_a_table_that_a_page_break_cuts_goes_on(tmp_path):
    text = "|项目|金额|\n|-|-|\n|甲|10.00|\n\n|项目|金额|\n|-|-|\n|乙|20.00|\n|合计|30.00|\n"
    assert codes(tmp_path, text) == []


def test_two_tables_that_state_one_figure_differently_are_told(tmp_path):
    first = table("项目 调整预算数", "基本支出 3707.20", "项目支出 4488.80", head="表一 单位：万元")
    second = table("项目 调整预算数", "项目支出 4488.34", "上缴支出 0.00", head="表二 单位：万元")
    (finding,) = found(tmp_path, f"{first}\n说明一句。\n{second}")
    assert finding.code == "E115"
    assert "4488.80" in finding.message
    assert "4488.34" in finding.message


def test_a_kind_of_money_without_amounts_does_not_part_the_columns(tmp_path):
    head = "科目名称 合计 结转 拨款 基金 事业收入"
    rows = ("甲甲 12.00 2.00 7.00 . 3.00", "乙乙 10.00 3.00 6.00 . 1.00", "合计 22.00 5.00 13.00 . 4.00")  # fmt: skip
    right = table(head, *rows).replace("|.|", "||")
    assert codes(tmp_path, right) == []
    assert "E105" in codes(tmp_path, right.replace("12.00", "21.00"))


def test_the_classes_may_be_numbered_anew_below_this_years_expenditure(tmp_path):
    rows = ["项目 金额", "一、本年支出 {}", "一、教育支出 20.00", "二、科学技术支出 10.00"]
    rows += ["三、农林水支出 5.00", "二、结转下年 2.00", "支出总计 37.00"]
    text = table(*rows, head="单位：万元")
    assert codes(tmp_path, text.format("35.00")) == []


def test_rates_and_scores_are_not_added_up(tmp_path):
    rows = ("项目 本年 自评总分", "甲甲 10.00 98.00", "乙乙 20.00 96.00", "合计 30.00 97.00")
    assert codes(tmp_path, table(*rows)) == []
