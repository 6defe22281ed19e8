"""Reasons for changes: asked for by line, placed into the sentence, held against the direction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.checks.reasons import contradiction
from reportgen.language.environment import compile_block
from reportgen.language.printing import Marks, strip_marks

LEDGER = """
支出明细:
- {功能科目: 2013201, 类型: 基本支出, 金额: 586.94}
- {功能科目: 2013299, 类型: 项目支出, 金额: 442.65}
"""
LAST = """
上年数:
- {名称: 支出, 金额: 1090.88}
- {名称: 支出/基本支出, 金额: 518.68}
- {名称: 支出/项目支出, 金额: 572.20}
"""
REASONS = """
增减原因:
- {名称: 支出/基本支出, 原因: 人员经费工资调整支出}
- {名称: 支出/项目支出, 原因: 按照“三保”规则压缩项目支出，本年度项目数量及经费均比上年减少。}
"""
WANTED = """
增减说明:
  项目:
  - {名称: 支出/基本支出}
  - {名称: 支出/项目支出}
"""


@pytest.fixture
def checked(prepared, write):
    def checked(data=LEDGER + LAST + REASONS, phrases=WANTED, head=""):
        if phrases:
            write("forms/test/phrases.yaml", phrases)
        return prepared(data, head=head)

    return checked


def codes(findings):
    return [f.code for f in findings if f.code in {"C684", "C685", "C686", "C602"}]


def test_reasons_that_fit_give_no_finding(checked):
    assert codes(checked()[1]) == []


def test_a_change_without_a_reason_is_asked_for_by_line(checked):
    _, findings = checked(LEDGER + LAST)
    missing = [f for f in findings if f.code == "C684"]
    assert [f.message for f in missing] == [
        "“支出/基本支出”比上年增加 68.26万元（本年 586.94万元，上年 518.68万元），没有写原因。",
        "“支出/项目支出”比上年减少 129.55万元（本年 442.65万元，上年 572.20万元），没有写原因。",
    ]
    assert [f.place.line for f in missing] == [9, 10]


def test_a_reason_that_says_nothing_is_missing(checked):
    data = LEDGER + LAST + REASONS.replace("人员经费工资调整支出", "无")
    assert codes(checked(data)[1]) == ["C684"]


def test_a_change_may_be_too_small_to_need_a_reason(checked):
    phrases = WANTED.replace("增减说明:", "增减说明:\n  阈值: 700000")
    assert [f.figures[0][1] for f in checked(LEDGER + LAST, phrases)[1] if f.code == "C684"] == [
        "4426500"
    ]


def test_a_rate_may_be_too_small_to_need_a_reason(checked):
    phrases = WANTED.replace("增减说明:", "增减说明:\n  幅度: 20%")
    assert len(codes(checked(LEDGER + LAST, phrases)[1])) == 1


def test_one_line_may_have_a_threshold_of_its_own(checked):
    phrases = WANTED.replace("{名称: 支出/项目支出}", "{名称: 支出/项目支出, 阈值: 2000000}")
    assert len(codes(checked(LEDGER + LAST, phrases)[1])) == 1


def test_what_did_not_change_needs_no_reason(checked):
    data = LEDGER + LAST.replace("518.68", "586.94").replace("572.20", "442.65")
    assert codes(checked(data)[1]) == []


def test_a_line_without_last_years_figure_is_not_asked_for(checked):
    assert codes(checked(LEDGER)[1]) == []


def test_a_reason_for_no_change_is_to_be_explained(checked):
    _, findings = checked(LEDGER + LAST.replace("518.68", "586.94") + REASONS)
    (finding,) = [f for f in findings if f.code == "C686"]
    assert "与上年持平，都是 586.94万元，却写了原因：人员经费工资调整支出" in finding.message
    assert finding.place.line == 18


def test_a_reason_against_the_direction_is_to_be_explained(checked):
    data = LEDGER + LAST.replace("572.20", "400.00") + REASONS
    _, findings = checked(data)
    (finding,) = [f for f in findings if f.code == "C685"]
    assert "“支出/项目支出”比上年增加 42.65万元，原因里写的却是“减少”" in finding.message


@pytest.mark.parametrize(
    ("text", "up", "word"),
    [
        ("人员增加", False, "增加"),
        ("工资标准提高", False, "提高"),
        ("压减一般性支出", True, "压减"),
        ("厉行节约", True, "节约"),
        ("人员减少，但工资标准提高", True, ""),
        ("人员减少，但工资标准提高", False, ""),
        ("不再新增项目", False, ""),
        ("严控新增支出", False, ""),
        ("不再新增项目", True, "不再新增"),
        ("人员工资调整", True, ""),
        ("人员工资调整", False, ""),
    ],
)
def test_words_that_speak_against_a_direction(text, up, word):
    assert contradiction(text, up=up) == word


@given(st.text(max_size=40), st.booleans())
def test_no_reason_contradicts_both_directions(text, up):
    assert not (contradiction(text, up=up) and contradiction(text, up=not up))


def test_a_reason_for_an_unknown_name_is_told(checked):
    data = LEDGER + LAST + REASONS + "- {名称: 基本工资, 原因: 调整}\n"
    assert codes(checked(data)[1]) == ["C602"]


def test_a_change_the_format_names_wrongly_is_told(checked):
    _, findings = checked(phrases=WANTED + "  - {名称: 没有的数}\n")
    (finding,) = [f for f in findings if f.code == "C602"]
    assert finding.place.file == "test/phrases.yaml"


def test_changes_are_held_against_last_years_data_set(prepared, write):
    write("forms/test/phrases.yaml", WANTED)
    write(
        "2023.yaml",
        "部门: {名称: 某局, 地区: 某市某区, 年度: 2023, 金额单位: 万元}\n"
        + LEDGER.replace("442.65", "400.00"),
    )
    _, findings = prepared(LEDGER, head="  上年: 2023.yaml\n")
    (finding,) = [f for f in findings if f.code == "C684"]
    assert "“支出/项目支出”比上年增加 42.65万元" in finding.message


def test_an_explained_finding_is_settled_and_asked_again_when_the_figures_change(checked, write):
    write(
        "data.说明.yaml",
        """
        说明:
        - {问题: C684, 键: 增减原因/支出/基本支出, 数: {本年: "5869400", 上年: "5186800"}, 说明: 见附件}
        """,
    )
    assert len(codes(checked(LEDGER + LAST)[1])) == 1
    assert len(codes(checked(LEDGER.replace("586.94", "586.95") + LAST)[1])) == 2


WORDS = """
短语:
  原因句: {参数: [原因], 文字: "{% if 原因 %}，主要原因为{{ 原因 }}{% endif %}"}
  比: {参数: [本年, 上年], 取数: {比: "对比(本年, 上年)"}, 文字: "{{ 比.方向 }}{{ 比.增减额 | 万元 }}万元{{ 短语.原因句(主要原因(本年, 上年)) }}"}
"""


def said(made, template):
    marks = Marks()
    return strip_marks(
        compile_block(made.context.environment, template).render(made.context.names, marks), marks
    )


def test_the_reason_is_placed_into_the_sentence_without_its_full_stop(checked):
    made, _ = checked(phrases=WORDS)
    text, _ = said(
        made, '{{ 短语.比(支出.金额(类型="项目支出"), 上年.支出.金额(类型="项目支出")) }}。'
    )
    assert (
        text
        == "减少129.55万元，主要原因为按照“三保”规则压缩项目支出，本年度项目数量及经费均比上年减少。"
    )


def test_an_opening_the_sentence_has_already_is_dropped_from_the_reason(checked):
    data = LEDGER + LAST + REASONS.replace("人员经费工资调整支出", "主要原因是：工资调整")
    made, _ = checked(data, phrases=WORDS)
    assert said(made, '{{ 主要原因(支出.金额(类型="基本支出")) }}')[0] == "工资调整"


def test_a_reason_may_hold_a_figure(checked):
    data = (
        LEDGER + LAST + REASONS.replace("人员经费工资调整支出", "'增加{{ 支出.合计 | 万元 }}万元'")
    )
    made, _ = checked(data, phrases=WORDS)
    text, marks = said(made, '{{ 主要原因(支出.金额(类型="基本支出")) }}')
    assert (text, len(marks)) == ("增加1029.59万元", 1)


def test_a_mistake_in_a_reason_is_a_finding_at_its_place(checked):
    data = LEDGER + LAST + REASONS.replace("人员经费工资调整支出", "'{{ 没有 }}'")
    _, findings = checked(data)
    assert [f.place.line for f in findings if f.code == "L502"] == [18]


def test_a_reason_asked_for_in_vain_while_rendering_is_noted(checked):
    made, _ = checked(LEDGER + LAST, phrases=WORDS)
    said(made, '{{ 短语.比(支出.金额(类型="项目支出"), 上年.支出.金额(类型="项目支出")) }}')
    assert list(made.context.reasons.asked) == ["支出/项目支出"]
