"""Relations and claims: what fails says both sides, the difference and where to look."""

import pytest

from reportgen.checks import Status

DATA = """
收入明细:
- {资金性质: 一般公共预算拨款, 金额: 100.00}
支出明细:
- {功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 60.00}
- {功能科目: 2080501, 经济科目: 30301, 类型: 基本支出, 金额: 40.00}
"""
BALANCE = """
规则:
- {编号: Y01, 名称: 收支相等, 左: 收入.合计, 右: 支出.合计, 左名: 收入, 右名: 支出, 说明: 请核对。}
"""


def failing(findings):
    return [f for f in findings if f.code == "C605"]


def test_a_relation_that_holds_gives_no_finding(prepared):
    made, findings = prepared(DATA, checks=BALANCE)
    assert failing(findings) == []
    assert made.outcomes[0].status is Status.HOLDS


def test_a_relation_that_fails_says_both_sides_and_the_difference(prepared):
    _, findings = prepared(DATA.replace("40.00", "41.50"), checks=BALANCE)
    (finding,) = failing(findings)
    assert "收入 100.00万元，应等于 支出 101.50万元，相差 1.50万元" in finding.message


def test_a_relation_that_fails_names_the_cells_of_both_sides(prepared):
    _, findings = prepared(DATA.replace("40.00", "41.50"), checks=BALANCE)
    (finding,) = failing(findings)
    assert [place.line for place in finding.related] == [9, 11, 12]


def test_one_last_digit_between_leaf_data_is_an_error(prepared):
    _, findings = prepared(DATA.replace("40.00", "40.01"), checks=BALANCE)
    assert len(failing(findings)) == 1


EXACT_PARTS = (
    DATA.replace("60.00", "60.0049").replace("40.00", "40.0049").replace("100.00", "100.0098")
)


@pytest.mark.parametrize(
    ("stated", "found"),
    [("100.01", []), ("100.00", ["C604"]), ("100.02", ["C603"]), ("99.99", ["C603"])],
)
def test_a_stated_total_may_be_off_by_one_last_digit(prepared, stated, found):
    _, findings = prepared(EXACT_PARTS + f"声明数:\n- {{名称: 支出/基本支出, 金额: {stated}}}\n")
    assert [f.code for f in findings] == found


def test_a_rule_may_allow_for_rounding(prepared):
    rule = BALANCE.replace("说明", "尾差: 是, 说明")
    _, findings = prepared(DATA.replace("40.00", "40.004"), checks=rule)
    assert failing(findings) == []
    _, findings = prepared(DATA.replace("40.00", "40.02"), checks=rule)
    assert len(failing(findings)) == 1


def test_a_tolerance_is_in_yuan(prepared):
    rule = BALANCE.replace("说明", "容差: 15000, 说明")
    _, findings = prepared(DATA.replace("40.00", "41.50"), checks=rule)
    assert failing(findings) == []


def test_a_relation_for_each_row_names_the_row(prepared):
    rule = """
    规则:
    - {编号: T01, 名称: 每类不超过五十, 逐行: '支出.按("功能科目", 到="类")', 左: 行.金额(), 关系: ≤, 右: 500000}
    """
    made, findings = prepared(DATA, checks=rule)
    (finding,) = failing(findings)
    assert "201 一般公共服务支出" in finding.message
    assert len(made.outcomes) == 2


@pytest.mark.parametrize(
    ("relation", "right", "holds"),
    [
        ("=", "1000000", True), ("=", "999999", False), ("≠", "1000000", False),
        ("≤", "1000000", True), ("≤", "9", False), ("≥", "1000000", True), ("≥", "2000000", False),
        ("<", "1000000", False), ("<", "2000000", True), (">", "1000000", False), (">", "9", True),
    ],
)  # fmt: skip
def test_each_relation_means_what_it_says(prepared, relation, right, holds):
    rule = f"规则:\n- {{编号: T, 名称: 试, 左: 支出.合计, 关系: '{relation}', 右: {right}}}\n"
    made, _ = prepared(DATA, checks=rule)
    assert (made.outcomes[0].status is Status.HOLDS) is holds


def test_a_relation_whose_condition_is_not_met_does_not_apply(prepared):
    rule = BALANCE.replace("说明", "条件: 年度 == 1999, 说明")
    made, findings = prepared(DATA.replace("40.00", "41.50"), checks=rule)
    assert failing(findings) == []
    assert made.outcomes[0].status is Status.SKIPPED


def test_a_rule_that_refers_to_nothing_is_a_finding_at_the_rule(prepared):
    _, findings = prepared(DATA, checks=BALANCE.replace("支出.合计", "支岀.合计"))
    (finding,) = [f for f in findings if f.code.startswith("L")]
    assert finding.place.file == "test/checks.yaml"
    assert finding.place.line == 3


def test_a_claim_that_differs_is_to_be_explained_at_the_claim(prepared):
    made, findings = prepared(
        DATA + "声明数:\n- {名称: 支出, 金额: 99.00}\n", "口径: {支出: 支出.合计}"
    )
    (finding,) = [f for f in findings if f.code == "C603"]
    assert "写明是 99.00万元，由明细算出是 100.00万元，相差 1.00万元" in finding.message
    assert finding.place.line == 14
    assert made.blocks


@pytest.mark.parametrize("name", ["支出/2013201", "支出/基本支出/2013201", "支出/2013201/基本支出"])
def test_a_claim_may_name_a_figure_by_its_path(prepared, name):
    _, findings = prepared(DATA + f"声明数:\n- {{名称: {name}, 金额: 61.00}}\n")
    (finding,) = [f for f in findings if f.code == "C603"]
    assert "由明细算出是 60.00万元" in finding.message


def test_a_claim_about_nothing_is_a_finding(prepared):
    _, findings = prepared(DATA + "声明数:\n- {名称: 支岀, 金额: 1}\n", "口径: {支出: 支出.合计}")
    (finding,) = [f for f in findings if f.code == "C602"]
    assert "是不是“支出”" in finding.message


def test_an_explained_finding_no_longer_blocks(prepared, write):
    write(
        "data.说明.yaml",
        """
        说明:
        - 问题: C603
          键: "声明数/支出"
          数: {声明: "990000", 算出: "1000000"}
          说明: 原文如此。
        """,
    )
    made, findings = prepared(
        DATA + "声明数:\n- {名称: 支出, 金额: 99.00}\n", "口径: {支出: 支出.合计}"
    )
    assert not made.blocks
    assert [f.code for f in findings] == []
    assert made.explained[0][1] == "原文如此。"


def test_an_explanation_is_asked_again_when_its_figures_change(prepared, write):
    write(
        "data.说明.yaml",
        """
        说明:
        - {问题: C603, 键: 声明数/支出, 数: {声明: "990000", 算出: "1000000"}, 说明: 原文如此。}
        """,
    )
    data = DATA.replace("40.00", "45.00") + "声明数:\n- {名称: 支出, 金额: 99.00}\n"
    made, findings = prepared(data, "口径: {支出: 支出.合计}")
    assert made.blocks
    assert {"C603", "C608"} <= {f.code for f in findings}


def test_names_that_use_each_other_in_a_circle_are_found(prepared):
    _, findings = prepared(DATA, "取数: {甲: 乙 + 1, 乙: 甲 + 1, 丙: 支出.合计}")
    (finding,) = [f for f in findings if f.code == "C601"]
    assert "甲、乙" in finding.message


def test_names_may_be_declared_in_any_order(prepared):
    made, findings = prepared(DATA, "取数: {二.甲: 一 + 一, 一: 支出.合计}")
    assert findings == []
    assert made.context.names["二"].get("甲").number == 2000000


def test_a_computed_name_is_its_own_key(prepared):
    made, _ = prepared(DATA, '取数: {三公.接待: 支出.金额(经济科目="30301")}')
    assert made.context.names["三公"].get("接待").key == "三公/接待"


def test_a_given_figure_of_last_year_answers_the_same_question(prepared):
    made, _ = prepared(
        DATA + "上年数:\n- {名称: 基本, 金额: 90}\n", '口径: {基本: 支出.金额(类型="基本支出")}'
    )
    last = made.context.names["上年"].get("支出").get("金额")(类型="基本支出")
    assert last.number == 900000


def test_last_year_comes_from_its_data_set_where_there_is_one(prepared, write):
    write(
        "2023.yaml",
        """
        部门: {名称: 某局, 地区: 某市某区, 年度: 2023, 金额单位: 万元}
        支出明细:
        - {功能科目: 2013201, 类型: 基本支出, 金额: 77}
        """,
    )
    made, findings = prepared(DATA, head="  上年: ./2023.yaml\n")
    assert findings == []
    assert made.context.names["上年"].get("支出").get("合计").number == 770000


def test_a_data_set_of_another_year_is_not_taken_for_last_year(prepared, write):
    write("2022.yaml", "部门: {名称: 某局, 地区: 某市某区, 年度: 2022}\n支出明细: []\n")
    _, findings = prepared(DATA, head="  上年: ./2022.yaml\n")
    assert "M218" in [f.code for f in findings]


def test_a_data_set_of_last_year_that_is_missing_is_found(prepared):
    _, findings = prepared(DATA, head="  上年: ./2019.yaml\n")
    (finding,) = findings
    assert finding.code == "M217"
