"""Numbers as they are printed: formats, blanks, words, marks."""

from decimal import Decimal

import pytest

from reportgen.figure import RATIO, YUAN, Blank, Figure
from reportgen.language.errors import (
    BadOptionError,
    BrokenMarkError,
    NotANumberError,
    WrongUnitError,
)
from reportgen.language.number_words import capital_amount, chinese_number
from reportgen.language.numbers import number_filter
from reportgen.language.printing import (
    PRIVATE_CHARACTERS,
    Marks,
    NumberFormat,
    Printed,
    defaults,
    strip_marks,
)

FORMATS = defaults()


def printed(value, form, unit=YUAN, **options):
    form = FORMATS[form] if isinstance(form, str) else form
    value = Decimal(value) if isinstance(value, str) else value
    return number_filter(form)(Figure(value, unit), **options)


@pytest.mark.parametrize(
    ("value", "form", "unit", "expected"),
    [
        ("125000", "元", YUAN, "125000.00"),
        ("2.5", "整元", YUAN, "3"),
        ("-2.5", "整元", YUAN, "-3"),
        ("125049.99", "万元", YUAN, "12.50"),
        ("125050", "万元", YUAN, "12.51"),
        ("15000", "整万元", YUAN, "2"),
        ("123456789", "亿元", YUAN, "1.23"),
        ("0.5908", "百分比", RATIO, "59.08%"),
        ("1", "百分比", "", "100.00%"),
        ("100.00", "数", "件", "100.00"),
        ("95", "数", "件", "95"),
        ("1E+3", "数", "", "1000"),
        ("2.5", "整数", "", "3"),
        ("9.505", "两位", "", "9.51"),
        ("-0.001", "元", YUAN, "0.00"),
        ("-49", "万元", YUAN, "0.00"),
    ],
)
def test_the_default_formats(value, form, unit, expected):
    assert printed(value, form, unit).text == expected


def test_rounding_the_number_is_apart_from_the_digits_shown():
    form = NumberFormat("执行率", RATIO, Decimal("0.01"), decimals=4, round_to=2)
    item = printed("0.8425123", form, RATIO)
    assert (item.scaled, item.text) == (Decimal("84.25"), "84.2500")


def test_the_scaled_number_is_exact_where_no_rounding_is_declared():
    assert printed("123456.78", "万元").scaled == Decimal("12.345678")


def test_zero_may_have_a_text_of_its_own_and_what_rounds_to_zero_not():
    form = NumberFormat("万元", "万元", Decimal(10000), 2, zero="")
    assert printed("0.00", form).text == ""
    assert printed("3", form).text == "0.00"


@pytest.mark.parametrize(
    ("kind", "expected"), [(Blank.EMPTY, ""), (Blank.DASH, "—"), (Blank.NOT_APPLICABLE, "不适用")]
)
def test_each_kind_of_blank_is_printed_as_itself(kind, expected):
    item = printed(kind, "万元")
    assert (item.text, item.scaled) == (expected, kind)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("126487000", "12,648.7"),
        ("81960000", "8,196"),
        ("2888910", "288.89"),
        ("100000000", "10,000"),
    ],
)
def test_trailing_zeros_go_where_a_format_says_so(value, expected):
    form = NumberFormat("万元", "万元", Decimal(10000), 2, grouping=True, trim_zeros=True)
    assert printed(value, form).text == expected


def test_a_plus_stands_before_what_is_above_zero_only():
    form = NumberFormat("变动", decimals=1, plus=True)
    assert [printed(v, form, "").text for v in ("1", "0", "-1")] == ["+1.0", "0.0", "-1.0"]


def test_options_of_a_filter_change_this_one_number():
    form = number_filter(FORMATS["万元"])
    amount = Figure(Decimal(123456789), YUAN)
    assert form(amount, 1).text == "12345.7"
    assert form(amount, 千分位=True).text == "12,345.68"
    assert form(Figure(Blank.EMPTY, YUAN), 空="—").text == "—"
    assert form(amount).text == "12345.68"


@pytest.mark.parametrize(
    "options", [{"小数": 99}, {"小数": -1}, {"小数": "2"}, {"小数": [1]}, {"千分位": 3}, {"空": 5}]
)
def test_options_that_make_no_sense_are_told(options):
    with pytest.raises(BadOptionError):
        printed("1", "万元", **options)


@pytest.mark.parametrize(
    ("form", "unit"), [("百分比", YUAN), ("万元", RATIO), ("元", "人"), ("亿元", "万元")]
)
def test_a_number_of_another_unit_is_refused(form, unit):
    with pytest.raises(WrongUnitError):
        printed("1", form, unit)


@pytest.mark.parametrize(
    "value", [None, "12", True, [1], Printed(Figure(Decimal(1)), FORMATS["数"])]
)
def test_what_is_no_number_is_told(value):
    with pytest.raises(NotANumberError):
        number_filter(FORMATS["元"])(value)


def test_plain_numbers_and_blanks_can_be_printed():
    form = number_filter(FORMATS["元"])
    assert [form(v).text for v in (5, Decimal("5.5"), Blank.DASH)] == ["5.00", "5.50", "—"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("125000", "壹拾贰万伍仟元整"),
        ("100000", "壹拾万元整"),
        ("0", "零元整"),
        ("1.05", "壹元零伍分"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10.50", "壹拾元伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("100100", "壹拾万零壹佰元整"),
        ("10001", "壹万零壹元整"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000000", "壹万亿元整"),
        ("-3.2", "负叁元贰角整"),
        ("0.004", "零元整"),
    ],
)
def test_amounts_in_words(amount, words):
    assert capital_amount(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (31, "三十一"),
        (105, "一百零五"),
        (110, "一百一十"),
        (2024, "二千零二十四"),
    ],
)
def test_numbers_in_chinese(number, words):
    assert chinese_number(number) == words


def test_an_amount_that_has_no_words_is_told():
    with pytest.raises(NotANumberError):
        capital_amount(Decimal(10) ** 17)


def test_a_text_without_marks_is_itself():
    assert strip_marks("共 5 元", Marks()) == ("共 5 元", [])


def test_blank_printed_numbers_are_found_too():
    marks = Marks()
    marked = "甲" + marks.mark(printed(Blank.EMPTY, "元")) + "乙"
    plain, found = strip_marks(marked, marks)
    assert (plain, found[0][:2]) == ("甲乙", (1, 0))


def test_a_mark_that_was_cut_is_told():
    marks = Marks()
    marked = marks.mark(printed("5", "元"))
    for broken in (marked[1:], marked[:-1], marked[:3]):
        with pytest.raises(BrokenMarkError):
            strip_marks(broken, marks)


def test_a_mark_of_another_rendering_is_told():
    with pytest.raises(BrokenMarkError):
        strip_marks(Marks().mark(printed("5", "元")), Marks())


def test_marks_use_only_the_private_characters():
    marks = Marks()
    marked = "".join(marks.mark(printed("5", "元")) for _ in range(12))
    assert set(marked) - set("5.0") <= PRIVATE_CHARACTERS
    assert len(strip_marks(marked, marks)[1]) == 12


def test_a_printed_number_in_a_python_string_is_its_text():
    assert f"{printed('5', '元')}" == "5.00"
