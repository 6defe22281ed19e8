"""How a number may be written, and what is said where it may not."""

from decimal import Decimal

import pytest

from reportgen.sources import AmountProblem, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("123.45", "123.45"),
        ("0", "0"),
        ("-5", "-5"),
        ("+5", "5"),
        ("1,234.50", "1234.50"),
        ("-12,345,678.9", "-12345678.9"),
        ("1 234.50", "1234.50"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("１，２３４．５０", "1234.50"),
        ("－８", "-8"),
        ("\u22128", "-8"),
        ("- 8", "-8"),
        ("\u3000 12.5\u00a0", "12.5"),
        ("007", "7"),
    ],
)
def test_a_number_is_read_exactly(text, value):
    assert parse_number(text) == Decimal(value)


def test_the_decimals_that_were_written_are_kept():
    assert str(parse_number("1,234.50")) == "1234.50"


@pytest.mark.parametrize(
    ("text", "reason", "suggestion"),
    [
        ("-1,1893.17", "千分位", "-11893.17"),
        ("1,23", "小数点", "1.23"),
        ("0,123", "千分位", "0123"),
        ("1.234,50", "小数点", "1234.50"),
        ("12.3.4", "2 个小数点", "只留一个"),
        ("1e5", "科学计数法", "100000"),
        ("1.2E-3", "科学计数法", "0.0012"),
        ("12万", "单位“万”", "12"),
        ("12.5 万元", "单位“万元”", "12.5"),
        ("¥1,234.50", "货币", "1,234.50"),
        ("约12", "确切", "12"),
        ("≥95", "确切", "95"),
        ("12左右", "确切", "12"),
        ("--5", "两个正负号", "-5"),
        ("5-", "后面", "-5"),
        ("3-5", "正负号", "一个数"),
        ("1 2 3", "空格", "123"),
        ("(12.00)", "括号", "-12.00"),
        ("（12.00）", "括号", "-12.00"),
        ("59%", "百分号", "去掉百分号"),
        ("2022-12-31", "日期", "数字"),
        ("2022年3月", "日期", "数字"),
        ("壹拾贰万伍仟元整", "中文数字", "125000"),
        ("二十", "中文数字", "20"),
        ("一亿零五万", "中文数字", "100050000"),
        ("1O0", "O", "1234.50"),
        ("1\u200b0", "看不见", "1234.50"),
        ("无", "不是数字", "1234.50"),
        ("NaN", "不是数字", "1234.50"),
        ("1_000", "空格", "1000"),
        (".5", "一边没有数字", "0.5"),
        ("5.", "一边没有数字", "0.5"),
        ("٣", "不是数字", "1234.50"),
        ("", "空", "不填"),
        ("9" * 31, "位数太多", "核对"),
        ("1," + ",".join(["234"] * 15), "位数太多", "核对"),
    ],
)
def test_a_doubtful_number_is_refused_with_reason_and_suggestion(text, reason, suggestion):
    problem = parse_number(text)
    assert isinstance(problem, AmountProblem)
    assert reason in problem.reason
    assert suggestion in problem.suggestion


def test_a_pasted_page_is_refused_briefly():
    problem = parse_number("1" + "字" * 100_000)
    assert isinstance(problem, AmountProblem)
    assert len(problem.reason) < 60


def test_a_year_and_month_with_a_point_is_a_number():
    assert parse_number("2022.12") == Decimal("2022.12")
