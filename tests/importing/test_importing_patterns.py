"""Synonyms and patterns of a mapping file, and labels and codes as exports write them."""

import time

import pytest

from reportgen.studio.importing.labels import (
    code_and_name,
    joined_code,
    label,
    unit_of,
    without_number,
)
from reportgen.studio.importing.patterns import (
    LONGEST_TEXT,
    PatternError,
    compile_pattern,
    first_fit,
    synonym,
)


def fits(pattern, text):
    return compile_pattern(pattern).fits(text)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (".*支出总表", "3.17部门支出总表", True),
        ("支出总表", "部门支出总表", False),
        ("(部门|单位)?支出总表", "单位支出总表", True),
        ("(部门|单位)?支出总表", "区支出总表", False),
        (r"\d+月", "12月", True),
        (r"\d{2,3}月", "1月", False),
        (r"\d{2,3}月", "123月", True),
        ("[b-d]表", "c表", True),
        ("[^0-9]+", "表", True),
        ("[^0-9]+", "表1", False),
        (r"a\.b", "a.b", True),
        (r"a\.b", "axb", False),
        ("^支出$", "支出", True),
        ("(?:甲|乙)+", "甲乙甲", True),
        ("a?", "", True),
    ],
)
def test_a_pattern_matches_the_whole_text(pattern, text, expected):
    assert fits(pattern, text) is expected


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a*)*b", "((a|aa)+)+b", "(.*)*x"])
def test_a_catastrophic_pattern_ends_soon(pattern):
    start = time.process_time()
    assert not fits(pattern, "a" * LONGEST_TEXT)
    assert time.process_time() - start < 5  # a backtracking engine would take years


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "[a",
        "a**",
        "(?=a)",
        r"\1",
        "a{2",
        "a{500}",
        "(" * 50 + ")" * 50,
        "*",
        "x" * 400,
        "((a{100}){100}){100}",
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern):
    with pytest.raises(PatternError):
        compile_pattern(pattern)


def test_a_text_longer_than_any_head_matches_no_pattern():
    assert not fits(".*", "a" * (LONGEST_TEXT + 1))


def test_a_word_is_compared_without_blanks_width_and_quotes():
    assert first_fit([synonym("“三公”经费")], "三 公  经费") == 0
    assert first_fit([synonym("因公出国（境）费")], "因公出国(境)费") == 0


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("一、一般公共服务支出", "一般公共服务支出"),
        ("（一）一般公共预算拨款", "一般公共预算拨款"),
        ("二十一、粮油物资储备支出", "粮油物资储备支出"),
        ("3.17部门支出总表", "部门支出总表"),
        ("表2-1 收入总表", "收入总表"),
        ("公开01表 收支总表", "收支总表"),
        ("    其中：公务用车购置费", "公务用车购置费"),
        ("3、单价在20万元以上的设备", "单价在20万元以上的设备"),
        ("合计", "合计"),
    ],
)
def test_the_number_before_a_label_is_left_out(written, bare):
    assert without_number(written) == bare


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("2013201", "2013201", ""),
        ("2013201 行政运行", "2013201", "行政运行"),
        ("[2013201]行政运行", "2013201", "行政运行"),
        ("【2013201】行政运行", "2013201", "行政运行"),
        ("2013201-行政运行", "2013201", "行政运行"),
        ("　　2013201行政运行", "2013201", "行政运行"),
        ("201-32-01", "2013201", ""),
        ("２０１３２０１", "2013201", ""),
        ("2013201.0", "2013201", ""),
        ("行政运行", "", "行政运行"),
    ],
)
def test_code_and_name_in_one_cell(text, code, name):
    assert code_and_name(text) == (code, name)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("201", "32", "01"), "2013201"),
        (("201", "20132", "2013201"), "2013201"),
        (("201", "32", "1"), "2013201"),
        (("201", "", ""), "201"),
        (("201", "32", ""), "20132"),
    ],
)
def test_a_code_in_three_columns(parts, code):
    assert joined_code(parts) == code


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位:元", "元"),
        ("3.17支出总表（万元）", "万元"),
        ("单位名称：某局", ""),
        ("单位：人民币千元", "千元"),
    ],
)
def test_a_unit_is_found_in_a_note(text, unit):
    assert unit_of(text) == unit


def test_a_label_is_compared_without_number_and_unit():
    assert label("一、 收 入 总 计（万元）") == "收入总计"
