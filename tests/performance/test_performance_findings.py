"""What is told to the clerk about her projects, and what is not."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from performance_builders import MONEY, NATIONAL, codes, found, full, project

from reportgen.finding import Severity

MET = "产出指标/数量指标/办班 | ≥5次 | 5次 | 50 | 50"


def only(text, scoring=NATIONAL):
    (finding,) = found(text, scoring)
    return finding


def test_a_form_in_order_has_no_findings():
    assert found(full(MET)) == []


def test_money_of_an_unknown_project_is_told_once_with_the_nearest_name():
    text = full(MET) + "绩效目标:\n" + "- {项目: 甲乙, 一级指标: 产出指标}\n"
    finding = only(text)
    assert (finding.code, finding.severity) == ("C650", Severity.ERROR)
    assert "是不是“甲”" in finding.message


def test_a_project_without_indicators_is_to_be_explained():
    assert codes(found("项目: [{名称: 甲}]\n")) == ["C651"]


def test_a_typed_total_that_is_not_its_parts_is_to_be_explained():
    money = MONEY + "- {项目: 甲, 资金: 年度资金总额, 年初预算数: 100, 全年预算数: 101}\n"
    finding = only(full(MET).replace(MONEY, money))
    assert finding.code == "C652"
    assert "填的是 101.00元，算出是 100.00元，相差 1.00元" in finding.message
    assert (finding.place.line, finding.figures) == (7, (("填写", "101"), ("算出", "100")))


def test_a_typed_total_off_by_rounding_is_a_hint():
    parts = MONEY.replace("年初预算数: 100", "年初预算数（万元）: 0.05") + (
        "- {项目: 甲, 资金: 其他资金, 年初预算数（万元）: 0.05}\n"
        "- {项目: 甲, 资金: 年度资金总额, 年初预算数（万元）: 0.11}\n"
    )
    finding = only(full(MET).replace(MONEY, parts))
    assert (finding.code, finding.severity) == ("C604", Severity.HINT)


def test_the_figures_of_a_finding_do_not_depend_on_how_zeros_were_written():
    money = MONEY + "- {项目: 甲, 资金: 年度资金总额, 年初预算数: 101.50}\n"
    assert only(full(MET).replace(MONEY, money)).figures == (("填写", "101.5"), ("算出", "100"))


def test_a_total_without_parts_is_only_a_hint():
    money = MONEY.replace("当年财政拨款", "年度资金总额")
    finding = only(full(MET).replace(MONEY, money))
    assert (finding.code, finding.severity) == ("C653", Severity.HINT)


@pytest.mark.parametrize("column", ["全年预算数", "全年执行数"])
def test_a_missing_budget_or_execution_is_an_error(column):
    text = full(MET).replace(f", {column}: {'100' if column == '全年预算数' else '95'}", "")
    finding = only(text)
    assert (finding.code, finding.severity) == ("C654", Severity.ERROR)
    assert column in finding.message


def test_nothing_over_nothing_is_to_be_explained():
    text = full(MET).replace("全年预算数: 100, 全年执行数: 95", "全年预算数: 0, 全年执行数: 0")
    assert codes(found(text)) == ["C655"]


def test_a_negative_budget_is_to_be_explained():
    text = full(MET).replace("全年预算数: 100", "全年预算数: -100")
    assert codes(found(text)) == ["C655", "C656"]


def test_spending_above_the_budget_is_to_be_explained():
    finding = only(full(MET).replace("全年执行数: 95", "全年执行数: 150"))
    assert finding.code == "C656"
    assert "执行率 150.00%" in finding.message


def test_weights_that_do_not_add_up_are_an_error():
    findings = found(full("产出指标/数量指标/办班 | ≥5次 | 5次 | 45 | 45"))
    assert codes(findings) == ["C657", "C658"]
    assert "加上执行率的 10 分，合计 95 分，应是 100 分" in findings[0].message


def test_an_unknown_level_one_group_is_told_with_the_nearest():
    findings = found(full("产出指示/数量指标/办班 | ≥5次 | 5次 | 50 | 50"))
    assert codes(findings) == ["C659"]
    assert "产出指标" in findings[0].message


def test_a_score_above_its_weight_is_an_error():
    findings = found(full("产出指标/数量指标/办班 | ≥5次 | 5次 | 50 | 51"))
    assert codes(findings) == ["C660"]


def test_a_negative_score_is_an_error():
    assert "C661" in codes(found(full("产出指标/数量指标/办班 | ≥5次 | 5次 | 50 | -1 | 未办")))


@pytest.mark.parametrize("reason", ["", "无偏差", "无", "—"])
def test_a_deduction_without_a_real_reason_is_to_be_explained(reason):
    findings = found(full(f"产出指标/数量指标/办班 | ≥5次 | 4次 | 50 | 40 | {reason}"))
    assert codes(findings) == ["C662"]


def test_a_deduction_by_the_rule_with_a_reason_is_fine():
    assert found(full("产出指标/数量指标/办班 | ≥5次 | 4次 | 50 | 40 | 一期并入下年")) == []


def test_another_score_than_the_rule_gives_is_a_hint_where_a_reason_stands():
    finding = only(full("产出指标/数量指标/办班 | ≥5次 | 4次 | 50 | 45 | 一期并入下年"))
    assert (finding.code, finding.severity) == ("C663", Severity.HINT)
    assert "按评分办法得 40 分，填的是 45 分" in finding.message


def test_full_marks_below_the_target_are_to_be_explained_whatever_the_reason():
    finding = only(full("产出指标/数量指标/办班 | ≥5次 | 4次 | 50 | 50 | 一期并入下年"))
    assert (finding.code, finding.severity) == ("C664", Severity.EXPLAIN)


def test_full_marks_for_a_missed_date_are_to_be_explained():
    text = full("产出指标/时效指标/完成时间 | 2024年2月底前 | 2024年5月 | 50 | 50")
    assert codes(found(text)) == ["C664"]


def test_a_measured_target_copied_as_actual_is_to_be_explained():
    finding = only(full("产出指标/数量指标/偏离率 | ≤10% | ≤ 10% | 50 | 50"))
    assert (finding.code, finding.severity) == ("C665", Severity.EXPLAIN)
    assert finding.figures == (("目标", "≤10%"), ("实际", "≤ 10%"))


def test_a_text_copied_as_actual_is_a_hint():
    finding = only(full("产出指标/质量指标/效果 | 明显 | 明显 | 50 | 50"))
    assert (finding.code, finding.severity) == ("C682", Severity.HINT)


def test_a_plain_number_just_reached_is_no_copy():
    assert found(full("产出指标/质量指标/正确率 | 100% | 100% | 50 | 50")) == []


def test_a_score_without_actual_value_is_to_be_explained():
    assert codes(found(full("产出指标/数量指标/办班 | ≥5次 | | 50 | 50"))) == ["C666"]


def test_points_for_what_does_not_apply_are_to_be_explained_unless_the_format_gives_them():
    text = project(
        MET,
        "效益指标/社会效益/影响 | 明显 | 办班后咨询减少三成 | 30 | 30",
        "满意度指标/服务对象 | | 本项目不适用该指标 | 10 | 10",
    )
    assert only(text).code == "C667"
    assert only(text).severity is Severity.EXPLAIN
    assert only(text, NATIONAL + "不适用: {计分: 满分}\n").severity is Severity.HINT


def test_a_text_indicator_without_score_is_an_error():
    finding = only(full("产出指标/质量指标/效果 | 明显 | 学员反映好 | 50"))
    assert (finding.code, finding.severity) == ("C668", Severity.ERROR)


def test_a_score_made_by_the_rule_is_a_hint():
    assert codes(found(full("产出指标/数量指标/办班 | ≥5次 | 5次 | 50"))) == ["C669"]


def test_far_above_the_target_is_a_hint_unless_a_reason_stands():
    text = "产出指标/数量指标/办班 | ≥5次 | 12次 | 50 | 50"
    assert "超过目标 140%" in only(full(text)).message
    assert found(full(text + " | 增加六期")) == []
    assert found(full(text), NATIONAL + "定量指标: {超额比例: }\n") == []


def test_far_below_a_ceiling_is_no_excess():
    assert found(full("产出指标/时效指标/响应 | ≤7天 | 1天 | 50 | 50")) == []


def test_an_actual_value_without_number_is_to_be_explained():
    assert codes(found(full("产出指标/数量指标/办班 | ≥5次 | 已完成 | 50 | 50"))) == ["C671"]


@pytest.mark.parametrize(
    ("target", "actual", "words"),
    [
        ("≥70%", "0.73", "照 73% 比较"),
        ("≥336天", "366次", "两边的单位不同"),
        ("≤16万元", "1", "大小又与目标相差太远"),
    ],
)
def test_units_that_do_not_fit_are_to_be_explained(target, actual, words):
    finding = only(full(f"产出指标/数量指标/办班 | {target} | {actual} | 50 | 50"))
    assert (finding.code, finding.severity) == ("C672", Severity.EXPLAIN)
    assert words in finding.message


def test_a_cost_with_a_lower_bound_is_a_hint():
    assert codes(found(full("产出指标/成本指标/慰问金 | ≥2000元 | 2000元 | 50 | 50"))) == ["C673"]


def test_a_direction_against_the_comparator_is_a_hint():
    text = full(MET).replace('三级指标: "办班"', '三级指标: "办班", 方向: 反向')
    assert codes(found(text)) == ["C674"]


AGREED = (
    "绩效目标:\n- {项目: 甲, 一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 办班, "
    "指标值: ≥6次, 权重: 50}\n"
)


def test_a_changed_target_is_to_be_explained():
    finding = only(full(MET) + AGREED)
    assert finding.code == "C675"
    assert "年初批复的是“≥6次”，自评时写成了“≥5次”" in finding.message


def test_a_changed_weight_is_to_be_explained():
    text = full(MET) + AGREED.replace("≥6次", "≥5 次").replace("权重: 50", "权重: 40")
    assert "权重年初批复的是“40”" in only(text).message


def test_an_agreed_indicator_that_was_not_evaluated_is_to_be_explained():
    text = full(MET) + AGREED.replace("办班", "编书").replace("权重: 50", "权重: 0")
    assert codes(found(text)) == ["C676"]


def test_a_stated_total_is_held_against_the_computed_one():
    finding = only(full(MET).replace("{名称: 甲}", "{名称: 甲, 总分: 98.5}"))
    assert finding.code == "C677"
    assert "写明是 98.5 分，算出是 99.5 分" in finding.message


def test_two_names_for_one_unit_are_to_be_explained():
    text = "项目: [{名称: 甲, 实施单位: 某区委组织部, 主管部门: 某区组织部}]\n"
    assert "C678" in codes(found(text))
    other = text.replace("某区组织部", "某区委宣传部")
    assert "C678" not in codes(found(other))


def test_a_project_of_the_ledger_that_is_not_listed_is_a_hint(monkeypatch):
    import performance_builders

    head = performance_builders.HEAD.removesuffix("支出明细:\n")
    monkeypatch.setattr(performance_builders, "HEAD", head)
    ledger = "支出明细:\n- {功能科目: 2013299, 类型: 项目支出, 项目: 乙, 金额: 100}\n"
    assert codes(found(ledger + full(MET))) == ["C679"]


def test_an_indicator_without_weight_is_an_error():
    text = full(MET, ["产出指标/质量指标/合格率 | ≥90% | 95%"])
    assert codes(found(text)) == ["C680"]


def test_an_indicator_without_target_is_to_be_explained():
    assert codes(found(full("产出指标/数量指标/办班 | | 5次 | 50 | 50"))) == ["C681"]


def test_before_the_evaluation_only_targets_and_weights_are_judged():
    text = project(
        "产出指标/数量指标/办班 | ≥5次 | | 50",
        "效益指标/社会效益/影响 | 明显 | | 30",
        "满意度指标/服务对象/满意度 | ≥90% | | 10",
        money=MONEY.replace(", 全年执行数: 95", ""),
    )
    assert found(text) == []


def test_a_score_outside_its_band_is_a_hint():
    text = full("产出指标/质量指标/效果 | 明显 | 部分学员反映好 | 50 | 45 | 课少").replace(
        '三级指标: "效果"', '三级指标: "效果", 完成程度: 部分达成'
    )
    finding = only(text)
    assert finding.code == "C663"
    assert "得 30 到 40 分，填的是 45 分" in finding.message


def test_a_form_without_weights_is_not_asked_for_them():
    text = project("产出指标/数量指标/办班 | ≥5次 | 5次", "效益指标/社会效益/影响 | 明显 | 明显")
    assert codes(found(text)) == ["C682"]


def test_quotation_marks_of_a_name_become_single_within_a_sentence():
    text = full("产出指标/数量指标/办班 | ≥5次 | | 50 | 50").replace("甲", "“菁英”")
    assert "“‘菁英’”的“办班”" in only(text).message


CELLS = st.one_of(
    st.sampled_from(["≥5次", "≤10%", "0.73", "不适用", "无", "2024年12月底前", "10-15次", "5万元"]),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=20),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            CELLS, CELLS, CELLS, st.sampled_from(["", "0", "5", "50.55", "-3", "不适用", "—"])
        ),
        max_size=4,
    )
)
def test_whatever_is_typed_the_findings_are_made(rows):
    lines = [
        "{项目: 甲, 一级指标: 产出指标, 三级指标: "
        f"{json.dumps(f'指标{number}{name}', ensure_ascii=False)}, "
        f"指标值: {json.dumps(target, ensure_ascii=False)}, "
        f"实际完成值: {json.dumps(actual, ensure_ascii=False)}, "
        f"权重: 10, 得分: {json.dumps(score, ensure_ascii=False)}}}"
        for number, (name, target, actual, score) in enumerate(rows)
    ]
    text = "项目: [{名称: 甲}]\n" + MONEY + "绩效指标: [" + ", ".join(lines) + "]\n"
    assert all(finding.message for finding in found(text))
