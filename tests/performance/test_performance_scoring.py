"""From money and indicators to points, totals and grades, as a scoring.yaml declares it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from performance_builders import MONEY, NATIONAL, full, one, project, scored, scoring_of

from reportgen.compute.scoring_rules import Problem, compare, suggested
from reportgen.compute.targets import parse_actual, parse_target
from reportgen.figure import Blank, places
from reportgen.formats.scoring import general_scoring

RULE = general_scoring().quantitative


def held(target, actual, **fields):
    return compare(parse_target(target, year=2024, **fields), parse_actual(actual, year=2024), RULE)


def points(target, actual, weight="10", **fields):
    return suggested(Decimal(weight), held(target, actual, **fields), RULE, 2)


def money(initial, budget, executed):
    return (
        f"项目资金:\n- {{项目: 甲, 资金: 当年财政拨款, 年初预算数: {initial}, "
        f"全年预算数: {budget}, 全年执行数: {executed}}}\n"
    )


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥336天", "366天", 10),
        ("≥100次", "75次", "7.5"),
        ("≥3次", "2次", "6.67"),
        ("≤100万元", "125万元", 8),
        ("≤16万元", "149573元", 10),
        ("≤84万", "83.89万", 10),
        ("≤5万元", "0", 10),
        ("6次/年", "8", 10),
        ("10-15次", "12次", 10),
        ("10-15次", "5次", 5),
        ("10-15次", "30次", 5),
        ("约100人", "92人", 10),
        ("约100人", "80人", 8),
        ("≥2次", "1-2次", 5),
        ("2024年12月底前", "2024年12月初", 10),
        ("≥0次", "0次", 10),
    ],
)
def test_points_follow_from_target_and_actual(target, actual, expected):
    assert points(target, actual) == Decimal(expected)


def test_a_reverse_target_without_comparator_is_scored_the_other_way_round():
    assert points("100元", "125元", direction="反向") == 8


def test_a_date_missed_has_no_ratio_and_no_suggestion():
    assert held("2024年2月底前", "2024年5月").met is False
    assert points("2024年2月底前", "2024年5月") is None


def test_a_date_that_may_be_early_or_late_is_left_to_the_clerk():
    assert held("2024年12月10日前", "2024年12月").met is None


def test_a_fraction_beside_a_percentage_is_compared_as_one():
    comparison = held("≥70%", "0.73")
    assert (comparison.met, comparison.problem, comparison.taken_as) == (
        True,
        Problem.OTHER_SCALE,
        "73%",
    )


def test_a_bare_number_near_the_target_is_in_its_unit():
    assert held("≥95%", "98").problem is Problem.NONE
    assert held("≤16万元", "15").problem is Problem.NONE
    assert held("≥0.5%", "0.6").problem is Problem.NONE


def test_other_units_are_not_compared():
    assert held("≥336天", "300次").problem is Problem.OTHER_UNIT
    assert held("≥70%", "65人").met is None


def test_a_text_beside_a_number_is_not_compared():
    assert held("≥5次", "已完成").problem is Problem.UNREADABLE


def test_the_execution_rate_is_a_share_of_the_adjusted_budget():
    scored_one = one(full("产出指标/数量/办班 | ≥5次 | 5次 | 50 | 50", ()))
    assert scored_one.rate.value == Decimal("0.95")
    assert scored_one.rate_score.value == Decimal("9.5")
    assert scored_one.score.value == Decimal("99.5")
    assert scored_one.grade == "优"


def test_the_execution_score_is_rounded_half_up_from_the_rounded_rate():
    text = full("产出指标/数量/办班 | ≥5次 | 5次 | 50 | 50").replace(
        MONEY, money(1, 1000, "842.46")
    )
    assert one(text).rate_score.value == Decimal("8.43")
    exact = NATIONAL + "执行率: {按取位后计分: 否}\n"
    assert one(text, exact).rate_score.value == Decimal("8.42")


def test_the_execution_score_never_exceeds_its_weight():
    text = full("产出指标/数量/办班 | ≥5次 | 5次 | 50 | 50").replace(MONEY, money(1, 100, 150))
    project_ = one(text)
    assert project_.rate.value == Decimal("1.5")
    assert project_.rate_score.value == 10


@pytest.mark.parametrize(
    ("policy", "expected"), [("不计分", Blank.NOT_APPLICABLE), ("满分", 10), ("零分", 0)]
)
def test_nothing_over_nothing_follows_the_policy_of_the_format(policy, expected):
    text = full("产出指标/数量/办班 | ≥5次 | 5次 | 50 | 50").replace(MONEY, money(0, 0, 0))
    project_ = one(text, NATIONAL + f"执行率: {{预算为零: {policy}}}\n")
    assert project_.rate.value is Blank.NOT_APPLICABLE
    assert project_.rate_score.value == expected


def test_money_spent_without_budget_earns_no_points_whatever_the_policy():
    text = full("产出指标/数量/办班 | ≥5次 | 5次 | 50 | 50").replace(MONEY, money(0, 0, 5))
    assert one(text, NATIONAL + "执行率: {预算为零: 满分}\n").rate_score.value == 0


def test_a_missing_budget_leaves_the_rate_blank():
    project_ = one(full("产出指标/数量/办班 | ≥5次 | 5次 | 50 | 50").replace(MONEY, ""))
    assert project_.rate.value is Blank.EMPTY
    assert project_.score.value == 90


def test_the_rate_may_have_no_weight():
    weights = "执行率: {分值: 0}\n一级指标: [{名称: 产出指标, 分值: 100}]\n"
    project_ = one(project("产出指标/数量/办班 | ≥5次 | 5次 | 100 | 100"), weights)
    assert (project_.rate_apart, project_.score.value) == (False, 100)
    assert project_.rate.value == Decimal("0.95")


def test_the_rate_may_weigh_twenty():
    weights = "执行率: {分值: 20}\n一级指标: [{名称: 产出指标, 分值: 80}]\n"
    project_ = one(project("产出指标/数量/办班 | ≥5次 | 5次 | 80 | 80"), weights)
    assert project_.score.value == 99


NESTED = (
    "执行率: {分值: 8, 所在一级指标: 管理, 指标名称: [预算执行率]}\n"
    "一级指标: [{名称: 管理, 分值: 20}, {名称: 产出, 分值: 80}]\n"
)


def test_the_rate_may_be_an_indicator_of_a_group():
    project_ = one(
        project(
            "管理/资金/预算执行率 | 100% | 95% | 8",
            "管理/资金/资金合规 | 合规 | 合规 | 12 | 12",
            "产出/数量/办班 | ≥5次 | 5次 | 80 | 80",
        ),
        NESTED,
    )
    assert project_.groups[0].score.value == Decimal("19.6")
    assert project_.weight.value == 100
    assert project_.score.value == Decimal("99.6")


def test_a_nested_rate_without_a_row_still_counts_in_its_group():
    project_ = one(
        project(
            "管理/资金/资金合规 | 合规 | 合规 | 12 | 12", "产出/数量/办班 | ≥5次 | 5次 | 80 | 80"
        ),
        NESTED,
    )
    assert project_.groups[0].weight.value == 20
    assert project_.score.value == Decimal("99.6")


def test_a_project_with_costs_has_the_weights_of_its_scheme():
    scheme = NATIONAL + (
        "方案:\n- {名称: 设成本指标, 含一级指标: [成本指标], 分值: "
        "{成本指标: 20, 产出指标: 40, 效益指标: 20, 满意度指标: 10}}\n"
    )
    project_ = one(project("成本指标/经济成本/单价 | ≤5元 | 5元 | 20 | 20"), scheme)
    assert project_.groups[0].points.value == 20


def test_a_given_score_stands():
    project_ = one(full("产出指标/数量/办班 | ≥5次 | 4次 | 50 | 45 | 一期并入下年"))
    assert project_.indicators[0].suggested.value == 40
    assert project_.indicators[0].score.value == 45


def test_a_missing_score_is_the_suggested_one():
    assert one(full("产出指标/数量/办班 | ≥5次 | 4次 | 50")).score.value == Decimal("89.5")


def test_a_degree_of_attainment_suggests_the_top_of_its_band():
    text = full("产出指标/数量/办班 | ≥5次 | 5次 | 50 | 50").replace(
        '三级指标: "影响"', '三级指标: "影响", 完成程度: 部分达成'
    )
    assert one(text).indicators[1].suggested.value == 24


@pytest.mark.parametrize(("policy", "expected"), [("照填写", ""), ("满分", "10"), ("零分", "0")])
def test_what_does_not_apply_is_scored_by_the_policy_of_the_format(policy, expected):
    text = project("满意度指标/服务对象 | | 本项目不适用该指标 | 10 |")
    score = one(text, NATIONAL + f"不适用: {{计分: {policy}}}\n").indicators[0].score
    assert (score.value.value if score.is_blank else str(score.value)) == expected


def test_a_score_given_for_what_does_not_apply_stands():
    text = project("满意度指标/服务对象 | | 本项目不适用该指标 | 10 | 6")
    assert one(text, NATIONAL + "不适用: {计分: 零分}\n").score.value == Decimal("15.5")


def test_points_behind_the_name_of_a_group_are_not_part_of_it():
    project_ = one(project("产出指标（50分）/数量/办班 | ≥5次 | 5次 | 50 | 50"))
    assert (project_.groups[0].name, project_.groups[0].known) == ("产出指标", True)


def test_a_project_not_yet_evaluated_has_no_total():
    text = project("产出指标/数量/办班 | ≥5次 | | 50", money=MONEY.replace("全年执行数: 95", ""))
    project_ = one(text)
    assert not project_.evaluated
    assert project_.score.is_blank
    assert project_.grade == ""


def test_targets_are_taken_over_from_绩效目标():
    text = project("产出指标/数量/办班 | | 6次 | | 50") + (
        "绩效目标:\n- {项目: 甲, 一级指标: 产出指标, 二级指标: 数量, 三级指标: 办班, 指标值: ≥5次, 权重: 50}\n"
        "- {项目: 甲, 一级指标: 产出指标, 二级指标: 质量, 三级指标: 合格率, 指标值: ≥90%, 权重: 5}\n"
    )
    first, second = one(text).indicators
    assert (first.text, first.weight.value, first.comparison.met) == ("≥5次", 50, True)
    assert (second.text, second.record) == ("≥90%", None)


LEDGER = """支出明细:
- {功能科目: 2013299, 类型: 项目支出, 项目: 甲, 金额: 100}
- {功能科目: 2013299, 类型: 项目支出, 项目: 甲, 年度来源: 上年结转, 金额: 20}
- {功能科目: 2013299, 类型: 项目支出, 项目: 甲, 阶段: 执行, 金额: 90}
- {功能科目: 2013299, 类型: 项目支出, 项目: 甲, 资金性质: 事业收入, 阶段: 执行, 金额: 6}
"""


def with_ledger(monkeypatch, text):
    monkeypatch.setattr("performance_builders.HEAD", HEAD_WITHOUT_LEDGER)
    return one(LEDGER + text)


HEAD_WITHOUT_LEDGER = "部门: {名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 元}\n"


def test_money_is_rolled_up_from_the_ledger(monkeypatch):
    project_ = with_ledger(monkeypatch, "项目:\n- {名称: 甲}\n")
    rows = {part.name: part for part in project_.funds.parts}
    assert [rows[name].initial.value for name in ("当年财政拨款", "上年结转资金")] == [100, 20]
    assert rows["其他资金"].executed.value == 6
    assert project_.funds.total.initial.value == 120
    assert project_.funds.total.budget.value == 120
    assert project_.rate.value == Decimal("0.8")


def test_a_line_that_no_row_asks_for_goes_to_the_last_row(monkeypatch):
    monkeypatch.setattr("performance_builders.HEAD", HEAD_WITHOUT_LEDGER)
    rows = "资金: {行: [{名称: 拨款, 年度来源: [上年结转]}, {名称: 其他, 年度来源: [上年结转]}]}\n"
    parts = one(LEDGER + "项目:\n- {名称: 甲}\n", NATIONAL + rows).funds.parts
    assert [part.initial.value for part in parts] == [20, 100]


def test_a_typed_amount_beside_the_ledger_is_a_claim(monkeypatch):
    project_ = with_ledger(monkeypatch, "项目:\n- {名称: 甲}\n" + MONEY)
    assert [(c.column, c.stated.value, c.computed.value) for c in project_.funds.claims] == [
        ("年初预算数", 100, 100),
        ("全年执行数", 95, 90),
    ]
    assert project_.funds.total.budget.value == 100


def test_a_typed_total_without_parts_is_all_there_is():
    text = full("产出指标/数量/办班 | ≥5次 | 5次 | 50 | 50").replace("当年财政拨款", "年度资金总额")
    project_ = one(text)
    assert project_.funds.total.budget.value == 100
    assert project_.funds.only_total == ("年初预算数", "全年预算数", "全年执行数")


def test_every_figure_leads_back_to_the_cells_it_rests_on():
    project_ = one(full("产出指标/数量/办班 | ≥5次 | 5次 | 50 | 50"))
    assert project_.rate.key == "项目/甲/执行率"
    assert {place.line for place in places(project_.rate)} == {6}
    assert len(places(project_.score)) > 3


def test_weights_that_do_not_make_the_full_score_are_refused_with_their_file():
    _, faults = scoring_of("一级指标: [{名称: 产出指标, 分值: 50}, {名称: 效益指标, 分值: 30}]\n")
    assert [fault.code for fault in faults] == ["F403"]
    assert "应等于满分 100" in faults[0].message


def test_a_second_project_has_figures_of_its_own():
    text = "项目: [{名称: 甲}, {名称: 乙}]\n" + MONEY
    first, second = scored(text)
    assert first.rate.value == Decimal("0.95")
    assert second.rate.value is Blank.EMPTY


AMOUNTS = st.decimals(0, 10**9, places=2)
UNITS = st.sampled_from(["天", "次", "%", "万元", "人次"])


@given(
    st.sampled_from(["≥", "≤", ">", "<", "=", "≈", ""]),
    AMOUNTS,
    AMOUNTS,
    UNITS,
    st.decimals(0, 100, places=2),
)
def test_no_score_exceeds_its_weight_or_falls_below_nothing(sign, target, actual, unit, weight):
    found = points(f"{sign}{target}{unit}", f"{actual}{unit}", weight)
    assert found is None or 0 <= found <= weight


@given(st.sampled_from(["≥", ">", "=", "≈", ""]), AMOUNTS, AMOUNTS, AMOUNTS, UNITS)
def test_more_of_what_is_wanted_never_scores_less(sign, target, one_, other, unit):
    low, high = sorted((one_, other))
    text = f"{sign}{target}{unit}"
    worse, better = points(text, f"{low}{unit}"), points(text, f"{high}{unit}")
    if worse is not None and better is not None:
        assert worse <= better


@given(st.sampled_from(["≤", "<"]), AMOUNTS, AMOUNTS, AMOUNTS, UNITS)
def test_less_of_a_ceiling_never_scores_less(sign, target, one_, other, unit):
    low, high = sorted((one_, other))
    text = f"{sign}{target}{unit}"
    worse, better = points(text, f"{high}{unit}"), points(text, f"{low}{unit}")
    if worse is not None and better is not None:
        assert worse <= better


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_pair_of_texts_breaks_the_comparison(target, actual):
    found = points(target, actual)
    assert found is None or 0 <= found <= 10


SCORES = st.lists(
    st.tuples(
        st.sampled_from(["产出指标", "效益指标", "满意度指标"]),
        st.decimals(0, 50, places=2),
        st.one_of(st.none(), st.decimals(0, 50, places=2)),
    ),
    min_size=1,
    max_size=6,
)


@given(SCORES)
def test_groups_add_up_to_the_total(rows):
    project_ = one(
        project(
            *(
                f"{name}/二级/指标{number} | ≥5次 | 4次 | {weight} | {'' if score is None else score}"
                for number, (name, weight, score) in enumerate(rows)
            )
        )
    )
    groups = sum(group.score.number for group in project_.groups)
    assert project_.score.number == groups + project_.rate_score.number
    assert groups == sum(item.score.number for item in project_.indicators)
