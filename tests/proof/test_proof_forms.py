"""Tables of official sets and forms: subjects, 三公, notes of empty tables, indicators, scores in text."""

import pytest
from proof_builders import codes, found, table


@pytest.mark.parametrize(
    ("code", "name", "told"),
    [
        ("2050202", "小学教育", False),
        ("2050202", "小学教肓", True),
        ("2050203", "小学教育", True),
        ("20805", "行政事业单位离退休", True),
        ("30213", "维修（护）费", False),
        ("30293", "其他交通费用", True),
    ],
)
def test_code_and_name_of_a_subject_belong_together(tmp_path, code, name, told):
    rows = table("科目编码 科目名称 金额", f"{code} {name} 5.00", head="2024年支出表 单位：万元")
    assert ("E140" in codes(tmp_path, rows)) is told


def test_an_old_name_among_the_classes_is_told(tmp_path):
    rows = ["项目 金额", "一、教育支出 1.00", "二、科学技术支出 1.00", "三、农林水支出 1.00"]
    rows += ["四、医疗卫生与计划生育支出 1.00", "合计 4.00"]
    (finding,) = found(tmp_path, table(*rows, head="2024年收支总表"))
    assert finding.code == "E141"
    assert "卫生健康支出" in finding.message


PUBLIC = (
    "合计 因公出国（境）费 公务用车购置及运行费/小计 公务用车购置费 公务用车运行费 公务接待费",
)


def public(*amounts):
    return table(*PUBLIC, " ".join(amounts), head="“三公”经费支出表 单位：万元")


def test_a_single_row_of_three_public_expenses_adds_up(tmp_path):
    assert codes(tmp_path, public("5.90", "0.00", "3.60", "0.00", "3.60", "2.30")) == []
    assert codes(tmp_path, public("5.90", "0.00", "3.60", "0.00", "3.60", "2.03")) == ["E142"]


def test_the_text_states_the_three_public_expenses_of_the_table(tmp_path):
    rows = public("5.90", "0.00", "3.60", "0.00", "3.60", "2.30")
    assert codes(tmp_path, rows + "\n公务接待费2.30万元，比上年减少0.30万元。") == []
    assert codes(tmp_path, rows + "\n公务接待费3.20万元，比上年减少0.30万元。") == ["E144"]


def test_three_public_expenses_are_never_below_their_basic_lines(tmp_path):
    basic = table(
        "科目编码 科目名称 金额",
        "30217 公务接待费 {}",
        "30201 办公费 3.00",
        head="基本支出表 单位：万元",
    )
    rows = public("5.90", "0.00", "3.60", "0.00", "3.60", "2.30")
    assert codes(tmp_path, rows + "\n" + basic.format("2.30")) == []
    assert codes(tmp_path, rows + "\n" + basic.format("2.50")) == ["E143"]


def test_the_note_of_an_empty_table_speaks_of_it(tmp_path):
    text = "政府性基金预算支出表\n\n|科目|金额|\n|---|---|\n|||\n\n注：本部门没有使用{}安排的支出，故本表无数据。"
    assert codes(tmp_path, text.format("政府性基金预算")) == []
    assert codes(tmp_path, text.format("国有资本经营预算")) == ["E149"]


LEVELS = ("一级指标 分值 二级指标 分值 三级指标 分值 指标值 得分",)
INDICATORS = ("产出 60 数量 40 甲数 20 ≥5个 20", ". . . . 乙数 20 ≥5个 20", ". . 质量 20 合格率 20 ≥95% 20", "效益 40 社会 40 丙 40 提升 40")  # fmt: skip


def levels(*rows):
    return table(*LEVELS, *rows).replace("|.|", "||").replace("|.|", "||")


def test_the_weight_of_a_level_is_that_of_the_levels_below(tmp_path):
    assert codes(tmp_path, levels(*INDICATORS)) == []
    wrong = [row.replace("质量 20", "质量 25") for row in INDICATORS]
    assert "E145" in codes(tmp_path, levels(*wrong))


def indicator(target, actual, score="10", reason="."):
    rows = ("三级指标 指标值 实际完成值 分值 得分 偏差原因", "甲的数量 ≥1个 1个 10 9 天气")
    return table(*rows, f"乙的数量 {target} {actual} 10 {score} {reason}").replace("|.|", "||")


@pytest.mark.parametrize(
    ("target", "actual", "score", "code"),
    [
        ("≥20个", "20个", "10", None),
        ("≥20个", "≥20个", "10", "E146"),
        (".", "20个", "10", "E146"),
        ("≥20个", "19个", "9.5", "E146"),
        ("≥20个", "20户", "10", "E147"),
        ("≥20个", "200个", "10", "E147"),
        ("≥20个", "2..1个", "10", "E104"),
        ("乙的数量", "20个", "10", "E147"),
    ],
)
def test_a_row_of_indicators(tmp_path, target, actual, score, code):
    found_codes = codes(tmp_path, indicator(target, actual, score))
    assert (code in found_codes) if code else found_codes == []


def test_points_may_stand_in_the_name_of_an_indicator(tmp_path):
    rows = ["一级指标 三级指标 目标值 实际完成值 得分", "产出 建档人数（50分） ≥32人 33人 50"]
    rows += ["效益 满意度（30分） ≥90% {} 30", "效益 素养（20分） ≥26% 27% 20", "总分 . . . 100"]
    right = table(*rows).replace("|.|", "||").replace("|.|", "||")
    assert codes(tmp_path, right.format("92%")) == []
    assert "E121" in codes(tmp_path, right.format("85%"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("得分90分，等级为“优”", None),
        ("得分92分，等级为“优”", "E148"),
        ("得分90分，等级为“良”", "E148"),
    ],
)
def test_a_report_tells_the_score_and_grade_of_its_table(tmp_path, words, code):
    rows = table("三级指标 分值 得分", "甲甲 40 40", "乙乙 30 25", "丙丙 30 25", "合计 100 90")
    assert codes(tmp_path, f"{rows}\n自评{words}。") == ([code] if code else [])


def test_details_of_which_go_on_below_the_first(tmp_path):
    rows = [
        "项目 预算 执行",
        "基本支出 30.00 29.00",
        "其中：人员经费 20.00 19.50",
        "公用经费 10.00 9.50",
    ]
    rows += ["项目支出 5.00 4.00", "合计 35.00 33.00"]
    assert codes(tmp_path, table(*rows)) == []


def test_a_row_that_counts_the_columns_is_no_head(tmp_path):
    rows = ["收入 . . 支出 . .", "项目 行次 金额 项目 行次 金额", "栏次 . 1 栏次 . 2"]
    rows += ["一、拨款 1 30.00 一、教育支出 4 20.00", "二、其他收入 2 5.00 二、农林水支出 5 15.00"]
    rows += ["合计 3 35.00 合计 6 35.00"]
    assert codes(tmp_path, table(*rows).replace("|.|", "||")) == []
