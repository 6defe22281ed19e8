"""What is understood of a target: just what it says, and nothing where it says something else."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.compute.targets import Kind, composed, parse_actual, parse_target, understood

NUMBERS = """
≥336天 | ≥ 336 天
≧336天 | ≥ 336 天
>=336天 | ≥ 336 天
＞＝336天 | ≥ 336 天
≤7个工作日 | ≤ 7 个工作日
≤10% | ≤ 10 %
≤１０％ | ≤ 10 %
100% | - 100 %
=100.00(%) | = 100.00 %
≥90.00（%） | ≥ 90.00 %
＞90% | > 90 %
<5% | < 5 %
≥70 % | ≥ 70 %
1 | - 1 -
≥2 | ≥ 2 -
1次 | - 1 次
6次/年 | - 6 次/年
≥2批次 | ≥ 2 批次
≥700人次 | ≥ 700 人次
≥9个月 | ≥ 9 个月
≥2场 | ≥ 2 场
≤84万 | ≤ 84 万
83.89万 | - 83.89 万
≤16万元 | ≤ 16 万元
149573元 | - 149573 元
≤1448400 | ≤ 1448400 -
≤5929.3元 | ≤ 5929.3 元
≤1,448,400元 | ≤ 1448400 元
≤3000元/人 | ≤ 3000 元/人
≤3000元/人·年 | ≤ 3000 元/人/年
≤24小时 | ≤ 24 小时
≥80分 | ≥ 80 分
不少于10场 | ≥ 10 场
不低于95% | ≥ 95 %
不得少于3次 | ≥ 3 次
至少1次 | ≥ 1 次
大于等于5个 | ≥ 5 个
不超过84万元 | ≤ 84 万元
不高于5% | ≤ 5 %
不大于3天 | ≤ 3 天
小于等于3天 | ≤ 3 天
控制在5%以内 | ≤ 5 %
控制在5% | ≤ 5 %
5%以内 | ≤ 5 %
3个工作日内 | ≤ 3 个工作日
超过100人 | > 100 人
高于90% | > 90 %
低于3% | < 3 %
3场以上 | ≥ 3 场
10人及以上 | ≥ 10 人
5%以下 | ≤ 5 %
约30人 | ≈ 30 人
30人左右 | ≈ 30 人
约30人以上 | ≥ 30 人
不少于三次 | ≥ 3 次
两次 | - 2 次
十二场以上 | ≥ 12 场
百分之百 | - 100 %
百分之九十以上 | ≥ 90 %
满意度≥90% | ≥ 90 %
2024年度开展培训≥5次 | ≥ 5 次
达到90%以上 | ≥ 90 %
≥90投保车辆数 | ≥ 90 -
≤-5% | ≤ -5 %
"""

TEXTS = """
设备运转良好、维护到位，环境干净整洁
明显
显著提升
有所提高
及时
按时完成
优
无
全年
十分满意
一等奖
一次性
3月-6月（4个月）
每半年组织人才交流活动3场以上，活动覆盖各领域30人次以上
30人次/≥300人次
≥3次，覆盖全区
每月不少于2次
人均每季度1次
12345热线办结率
3号楼维修
1:3
3/4
较上年下降5%
合格率达到100%
≥5次以内
13月底前
2月30日前
类型丰富，包括人才发展论坛、人才读书会、人才项目对接等高质量、多样化的活动
"""

DATES = """
2024年12月底前 | 2024-12-31
2024年2月底前 | 2024-02-29
2024年1月份 | 2024-01-31
2024年12月初 | 2024-12-10
12月31日前 | 2024-12-31
2024年12月前 | 2024-11-30
2024-06-30 | 2024-06-30
2024.6.30前 | 2024-06-30
年底前 | 2024-12-31
2024年底前完成 | 2024-12-31
2024年上半年 | 2024-06-30
2024年第三季度 | 2024-09-30
2024年 | 2024-12-31
"""


def cases(table):
    return [line.rsplit(" | ", 1) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), cases(NUMBERS))
def test_a_number_is_understood_with_its_comparator_and_unit(text, expected):
    comparator, number, unit = expected.split()
    target = parse_target(text)
    assert target.kind is Kind.NUMBER
    assert target.comparator == comparator.strip("-")
    assert target.number == Decimal(number)
    assert target.unit == unit.strip("-")


@pytest.mark.parametrize("text", TEXTS.strip().splitlines())
def test_a_text_that_says_something_else_stays_a_text(text):
    assert parse_target(text, year=2024).kind is Kind.TEXT


@pytest.mark.parametrize(("text", "last"), cases(DATES))
def test_a_date_is_a_deadline_at_its_last_day(text, last):
    target = parse_target(text, year=2024)
    assert (target.kind, target.last) == (Kind.DATE, date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "lower", "upper", "unit"),
    [
        ("10-15次", 10, 15, "次"),
        ("10～15次", 10, 15, "次"),
        ("5%至8%", 5, 8, "%"),
        ("1-2次", 1, 2, "次"),
    ],
)
def test_a_range_has_two_numbers_and_one_unit(text, lower, upper, unit):
    target = parse_target(text)
    assert (target.kind, target.number, target.upper, target.unit) == (
        Kind.RANGE,
        lower,
        upper,
        unit,
    )


def test_a_range_that_runs_backwards_is_a_text():
    assert parse_target("15-10次").kind is Kind.TEXT


def test_a_blank_is_no_target():
    assert parse_target(" 　").kind is Kind.BLANK


def test_the_description_behind_a_number_is_not_its_unit():
    target = parse_target("≥90投保车辆数")
    assert (target.unit, target.about) == ("", "投保车辆数")


def test_digits_stay_as_written():
    assert parse_target("=100.00(%)").digits == "100.00"


def test_three_fields_say_what_one_text_says():
    assert parse_target("", nature="≥", value="336", unit="天") == parse_target("≥336天")


def test_the_nature_may_be_a_word():
    target = parse_target("", nature="大于等于", value="90.00", unit="%")
    assert (target.comparator, target.text) == ("≥", "≥90.00%")


def test_a_nature_of_words_makes_any_value_a_text():
    assert parse_target("", nature="定性", value="100", unit="").kind is Kind.TEXT


def test_the_nature_正向指标_is_no_comparator():
    assert composed("正向指标", "100", "%") == "100%"


def test_a_unit_column_serves_a_text_without_unit():
    assert parse_target("≥336", unit="天").unit == "天"


def test_the_comparator_implies_the_direction():
    assert [parse_target(text).direction for text in ("≥5次", "≤5次", "5次")] == [
        "正向",
        "反向",
        "",
    ]


def test_the_clerk_says_the_direction_where_no_comparator_does():
    assert parse_target("5次", direction="反向").direction == "反向"


def test_what_was_understood_is_told_in_words():
    assert understood(parse_target("≤84万")) == "数：不超过 84 万，反向"
    assert understood(parse_target("明显")) == "定性：按文字评，不比较数"
    assert understood(parse_target("2024年2月底前")) == "期限：不晚于 2024-02-29"


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text):
    target = parse_target(text, year=2024)
    assert target.text == text
    assert understood(target)
    assert parse_actual(text, year=2024).text == text


@given(
    st.text(
        alphabet="≥≤><=约不少于超过0123456789.,%万元次天个人/-~至以上内（）()年月日底前",
        max_size=40,
    )
)
def test_no_text_made_of_the_words_of_targets_breaks_the_reading(text):
    target = parse_target(text, year=2024)
    assert (target.number is not None) == (target.kind in {Kind.NUMBER, Kind.RANGE})
    assert understood(target)


@given(st.integers(0, 10**9), st.sampled_from(["天", "次", "%", "万元", "人次", ""]))
def test_a_number_written_with_a_comparator_is_read_back(number, unit):
    target = parse_target(f"≥{number}{unit}")
    assert (target.number, target.unit) == (number, unit)
