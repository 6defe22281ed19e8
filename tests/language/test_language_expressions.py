"""What expressions and texts mean: names, arithmetic, comparisons, functions, filters, messages."""

import datetime as dt
from decimal import Decimal

import pytest

from reportgen.figure import YUAN, Blank, Derived, Figure, blank
from reportgen.language.environment import (
    Limits,
    compile_block,
    compile_expression,
    engine_template,
    make_environment,
)
from reportgen.language.errors import (
    BadCallError,
    BrokenMarkError,
    LanguageError,
    NotANumberError,
    NotCallableError,
    PrintedMisuseError,
    UnknownFilterError,
    UnknownNameError,
    UnprintableError,
    WrongUnitError,
    WrongValueError,
    describe,
)
from reportgen.language.printing import Marks, NumberFormat, Printed, strip_marks
from reportgen.language.tags import forbid_private_names, normalise_tag
from reportgen.language.values import cell_value
from reportgen.language.views import EMPTY_ROW, Record, View, exposed
from reportgen.place import Place

ENV = make_environment()


def yuan(amount, key="数"):
    return Figure(Decimal(amount), YUAN, key=key)


def value(source, **names):
    return compile_expression(ENV, source).evaluate(names)


def text(source, **names):
    return compile_block(ENV, source).render(names)


class Row(View):
    def get(self, name):
        if name == "金额":
            return self.amount
        raise UnknownNameError(name, self.names())

    def names(self):
        return ("金额",)

    @exposed
    def amount(self, 类型="全部"):
        return yuan(1) if 类型 == "全部" else yuan(2)


# Exactness


def test_decimals_in_a_tag_are_exact():
    assert value("1.1 + 2.2") == Decimal("3.3")
    assert isinstance(value("0.5"), Decimal)


def test_dividing_whole_numbers_is_exact():
    assert value("7 / 2") == Decimal("3.5")


@pytest.mark.parametrize("source", ["0.1234567890123456789", "1e400", "1.5e20", "1234567890123456"])
def test_a_literal_that_would_lose_digits_is_refused(source):
    with pytest.raises(LanguageError) as caught:
        value(source)
    assert caught.value.code == "L514"


def test_arithmetic_on_figures_keeps_their_origin():
    result = value("甲 - 乙", 甲=yuan(5, "甲"), 乙=yuan(3, "乙"))
    assert (result.value, result.unit) == (2, YUAN)
    assert [item.key for item in result.origin.operands] == ["甲", "乙"]


def test_rounding_is_half_up():
    assert value("四舍五入(2.345, 2)") == value("2.345 | round(2)") == Decimal("2.35")
    assert value("四舍五入(x, 2)", x=yuan("-2.345")).value == Decimal("-2.35")
    assert value("取整(2.9)") == 2


def test_a_sum_is_a_figure_of_its_parts():
    result = value(
        "求和(行列 | map(attribute='金额'))", 行列=[{"金额": yuan(1)}, {"金额": yuan(2)}]
    )
    assert (result.value, result.unit, len(result.origin.operands)) == (3, YUAN, 2)
    assert value("行列 | sum(attribute='金额')", 行列=[{"金额": yuan(1)}]).value == 1


def test_a_sum_of_blanks_is_blank():
    assert value("求和([甲, 乙])", 甲=blank(), 乙=blank()).value is Blank.EMPTY


def test_a_mean_leaves_out_what_does_not_apply():
    assert value("平均(1, 不, 3)", 不=Figure(Blank.NOT_APPLICABLE)).value == 2
    assert value("最大([1, 不, 3])", 不=Figure(Blank.NOT_APPLICABLE)).value == 3
    assert value("最小(5, 3)").value == 3


def test_adding_people_to_money_is_a_finding_with_both_units():
    with pytest.raises(ValueError) as caught:
        value("甲 + 乙", 甲=yuan(1), 乙=Figure(Decimal(1), "人"))
    finding = describe(caught.value, "甲 + 乙").at(Place("a.docx"))
    assert finding.message == "“甲 + 乙”单位对不上：“元”和“人”的数不能相加减。"


# Names


def test_a_missing_name_is_told_with_the_nearest():
    with pytest.raises(UnknownNameError) as caught:
        value("部闷 ~ ''", 部门=1)
    assert caught.value.hint == "是不是要写：部门？"


def test_a_missing_name_of_a_record_is_told_with_that_records_names():
    with pytest.raises(UnknownNameError) as caught:
        text("{{ 部门.名 }}", 部门=Record({"名称": "某部", "代码": "1"}))
    assert "名称" in caught.value.hint


@pytest.mark.parametrize("source", ["部门.缺", "部门.缺.更缺", "部门.缺 + 1", "部门.缺 | 万元", "部门.缺 == 1", "缺()", "行.金额(类型=部门.缺)", "[缺] | join", "1 if 缺 else 2", "缺 | length"])  # fmt: skip
def test_every_use_of_a_missing_name_is_an_error(source):
    with pytest.raises(UnknownNameError):
        value(source, 部门={"名称": 1}, 行=Row())


def test_a_missing_name_can_have_a_default_and_be_asked_about():
    assert value("部门.电话 | 默认('无')", 部门={}) == "无"
    assert value("部门.电话 is defined", 部门={}) is False


def test_an_expression_knows_the_names_it_uses():
    expression = compile_expression(ENV, "求和(部门.名称.长) + 年度 + [1] | sum")
    assert expression.names == {"部门.名称.长", "年度"}
    block = compile_block(ENV, "{% for 行 in 支出.明细 %}{{ 行.金额 }}{% endfor %}")
    assert block.names == {"支出.明细"}


def test_a_method_that_a_view_exposes_can_be_called():
    assert value('行.金额(类型="基本支出")', 行=Row()).value == 2


def test_wrong_arguments_are_told_by_the_name_of_the_function():
    with pytest.raises(BadCallError) as caught:
        value("行.金额(种类=1)", 行=Row())
    assert "amount" in caught.value.sentence or "金额" in caught.value.sentence


def test_brackets_after_a_value_are_told():
    with pytest.raises(NotCallableError) as caught:
        value("年度()", 年度=2024)
    assert caught.value.sentence


def test_if_without_else_does_not_vanish():
    with pytest.raises(UnprintableError):
        text("{{ '甲' if 1 > 2 }}")


# Printed numbers in texts


def test_a_printed_number_is_found_again_in_the_text():
    marks = Marks()
    marked = compile_block(ENV, "共{{ 甲 | 万元 }}万元，{{ 乙 | 整元 }}元。").render(
        {"甲": yuan(125000), "乙": yuan(7)}, marks
    )
    plain, found = strip_marks(marked, marks)
    assert plain == "共12.50万元，7元。"
    assert [(plain[o : o + n], p.figure.value) for o, n, p in found] == [
        ("12.50", 125000),
        ("7", 7),
    ]


@pytest.mark.parametrize(
    "source", ["'共' ~ (甲 | 万元)", "'共' + (甲 | 万元)", "['共', 甲 | 万元] | join", "['共', 甲 | 万元] | join('')"]
)  # fmt: skip
def test_joining_keeps_the_mark(source):
    marks = Marks()
    marked = compile_expression(ENV, source).evaluate({"甲": yuan(125000)}, marks)
    assert strip_marks(marked, marks)[1][0][:2] == (1, 5)


def test_without_marks_a_text_is_plain():
    assert value("'共' ~ (甲 | 万元)", 甲=yuan(125000)) == "共12.50"


def test_marks_survive_a_macro_and_a_set_block():
    marks = Marks()
    source = (
        "{% macro m(x) %}<{{ x | 元 }}>{% endmacro %}{% set 文 %}{{ m(甲) }}{% endset %}{{ 文 }}"
    )
    plain, found = strip_marks(compile_block(ENV, source).render({"甲": yuan(5)}, marks), marks)
    assert (plain, found[0][:2]) == ("<5.00>", (1, 4))


def test_amounts_in_words_are_marked_too():
    marks = Marks()
    marked = compile_expression(ENV, "甲 | 大写").evaluate({"甲": yuan(5, "甲")}, marks)
    plain, found = strip_marks(marked, marks)
    assert (plain, found[0][2].figure.key) == ("伍元整", "甲")


@pytest.mark.parametrize("source", ["(甲 | 元) == (甲 | 元)", "(甲 | 元) < 5", "(甲 | 元) | length", "(甲 | 元)[0]", "(甲 | 元) + 1", "-(甲 | 元)", "1 if 甲 | 元 else 2", "[甲 | 元] | sort", "(甲 | 元) in [1]", "(甲 | 元) | replace('5', '6')", "(甲 | 元) + (甲 | 元)", "[甲 | 元] | unique"])  # fmt: skip
def test_a_printed_number_cannot_be_compared_measured_or_computed_with(source):
    with pytest.raises(PrintedMisuseError) as caught:
        value(source, 甲=yuan(5))
    assert "5.00" in caught.value.sentence


@pytest.mark.parametrize(
    "source", ["文[0:1]", "文 | length", "文 | upper", "文 | replace('0', '1')", "文 | trim"]
)
def test_a_text_with_a_printed_number_cannot_be_cut(source):
    with pytest.raises(BrokenMarkError):
        compile_block(ENV, "{% set 文 = '共' ~ (甲 | 元) %}{{ " + source + " }}").render(
            {"甲": yuan(5)}, Marks()
        )


def test_a_second_format_is_refused():
    with pytest.raises(NotANumberError):
        value("甲 | 万元 | 元", 甲=yuan(5))


def test_an_amount_without_a_format_is_not_printed():
    with pytest.raises(UnprintableError) as caught:
        text("{{ 甲 }}", 甲=yuan(5))
    assert "| 万元" in caught.value.sentence


def test_a_count_without_a_format_is_printed_as_it_is():
    assert text("{{ 甲 }}件", 甲=Figure(Decimal(12), "件")) == "12件"


@pytest.mark.parametrize("name", ["无", "行", "列", "函"])
def test_what_has_no_text_is_not_printed(name):
    with pytest.raises(UnprintableError):
        text("{{ " + name + " }}", 无=None, 行=Row(), 列=[1], 函=exposed(lambda: 1))


def test_fixed_xml_stays_and_values_are_escaped_with_autoescape():
    env = make_environment(autoescape=True)
    source = "<w:t>{{ 名 }}</w:t>{{ 名 ~ '<' }}{% set x %}<b>{{ 名 }}</b>{% endset %}{{ x }}"
    expected = "<w:t>A&amp;B</w:t>A&amp;B&lt;<b>A&amp;B</b>"
    assert compile_block(env, source).render({"名": "A&B"}) == expected


# Functions and filters


def test_rows_side_by_side_end_with_empty_ones():
    source = "{% for 行 in 并列(收, 支) %}{{ 行.甲.名 }}-{{ 行.乙.名 }}{{ 行.乙.额(类='x') | 万元 }};{% endfor %}"
    rows = {"收": [Record({"名": "一"}), Record({"名": "二"})], "支": [Record({"名": "三", "额": exposed(lambda 类: yuan(10000))})]}  # fmt: skip
    assert text(source, **rows) == "一-三1.00;二-;"


def test_an_empty_row_is_false_and_has_no_rows():
    assert value("1 if 行 else 2", 行=EMPTY_ROW) == 2
    assert text("{% for x in 行.下级 %}x{% endfor %}", 行=EMPTY_ROW) == ""
    assert value("行.级次 == '类'", 行=EMPTY_ROW) is False


@pytest.mark.parametrize(
    ("this", "last", "expected"),
    [
        (120, 100, "增加20.00，增长20.00%"),
        (80, 100, "减少20.00，下降20.00%"),
        (100, 100, "持平0.00，持平0.00%"),
        (5, 0, "增加5.00，增长不适用"),
    ],
)
def test_a_comparison_speaks_of_this_year_and_last(this, last, expected):
    source = "{% set 比 = 对比(甲, 乙) %}{{ 比.方向 }}{{ 比.增减额 | 元 }}，{{ 比.升降 }}{{ 比.增减幅度 | 百分比 }}"
    assert text(source, 甲=yuan(this), 乙=yuan(last)) == expected


def test_the_rate_of_change_is_signed_and_has_its_origin():
    change = value("对比(甲, 乙)", 甲=yuan(80, "甲"), 乙=yuan(100, "乙"))
    assert change.get("增减率").value == Decimal("-0.2")
    assert isinstance(change.get("增减率").origin, Derived)


def test_counting_begins_with_one():
    assert list(value("范围(3)")) == [1, 2, 3]
    assert list(value("范围(2, 4)")) == [2, 3, 4]
    assert list(value("range(3)")) == [0, 1, 2]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("'2024-03-05' | 日期", "2024年3月5日"),
        ("'2024-03' | 日期", "2024年3月"),
        ("日 | 日期('.')", "2024.3.5"),
        ("日 | 日期('-')", "2024-03-05"),
        ("'' | 日期", ""),
        ("['甲', '乙'] | 顿号", "甲、乙"),
        ("['甲', '乙'] | 逗号", "甲，乙"),
        ("11 | 中文数字", "十一"),
        ("空行 | 默认('无', True)", "无"),
        ("空行 is 空", True),
        ("0 is 空", False),
        ("[3, 1, 2] | sort", [1, 2, 3]),
        ("[1, 1, 2] | unique", [1, 2]),
        ("[1, 2, 3] | batch(2)", [[1, 2], [3]]),
        ("[1, 2, 3] | select('gt', 1) | list", [2, 3]),
        ("行列 | selectattr('类', '==', '甲') | map(attribute='值') | list", [1, 3]),
        ("'12' | int", 12),
        ("'甲' | int(-1)", -1),
        ("'甲' in '甲乙'", True),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("{'甲': 1} | items | list", [("甲", 1)]),
        ("[1, 2, 3][0:2]", [1, 2]),
        ("'甲乙丙'[1:]", "乙丙"),
        ("'甲乙' | 个数", 2),
    ],
)  # fmt: skip
def test_filters(source, expected):
    rows = [{"类": "甲", "值": 1}, {"类": "乙", "值": 2}, {"类": "甲", "值": 3}]
    assert value(source, 日=dt.date(2024, 3, 5), 空行="", 行列=rows) == expected


def test_groups_come_in_the_order_in_which_they_appear():
    source = "{% for 名, 行列 in 表 | groupby('类') %}{{ 名 }}{{ 行列 | length }}{% endfor %}"
    assert text(source, 表=[{"类": "乙"}, {"类": "甲"}, {"类": "乙"}]) == "乙2甲1"


def test_a_date_that_is_none_is_told():
    with pytest.raises(WrongValueError) as caught:
        value("'2024-02-30' | 日期")
    assert "2024-02-30" in caught.value.sentence


def test_an_unknown_filter_is_told_with_the_nearest():
    with pytest.raises(UnknownFilterError) as caught:
        compile_expression(ENV, "1 | 整万")
    assert "整万元" in caught.value.hint


def test_a_filter_named_in_a_text_may_be_a_number_format():
    assert value("[甲] | map('万元') | join", 甲=yuan(10000)) == "1.00"


def test_text_and_numbers_have_no_order():
    with pytest.raises(WrongValueError) as caught:
        value("'5' < 3")
    assert "文字和数不能比大小" in caught.value.sentence


# Engine templates and cells


def test_an_engine_gets_the_printed_number_itself():
    seen = []
    template = engine_template(ENV, "{{ __row(1, 甲 | 万元, 年度) }}")
    template.render({"甲": yuan(5), "年度": 2024, "__row": lambda *a: seen.append(a) or ""})
    assert isinstance(seen[0][1], Printed)
    assert seen[0][2] == 2024


def test_what_a_cell_can_hold():
    assert cell_value(EMPTY_ROW) is Blank.EMPTY
    assert cell_value("字") == "字"
    with pytest.raises(UnprintableError):
        cell_value([1])
    with pytest.raises(UnknownNameError):
        cell_value(value_of_missing())


def value_of_missing():
    seen = []
    engine_template(ENV, "{{ __row(缺) }}").render({"__row": lambda x: seen.append(x) or ""})
    return seen[0]


def test_the_line_of_an_error_in_a_template_is_known():
    block = compile_block(ENV, "一\n二\n{{ 1 / 0 }}\n")
    with pytest.raises(LanguageError) as caught:
        block.render({})
    assert block.line_of(caught.value) == 3


# Tags


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("支出．金额（类型＝“基本支出”）｜万元", '支出.金额(类型="基本支出")|万元'),
        ('“他说"好"”', r'"他说\"好\""'),
        ('"“三公”（经费）"', '"“三公”（经费）"'),
        ("‘甲’ ~ ’乙‘", "'甲' ~ '乙'"),
        ('x == "类”', 'x == "类"'),
        ("a\u00a0+\u3000b", "a + b"),
        ("［１，２］", "[1,2]"),
        ("a ≥ 1", "a >= 1"),
        ('“a" ~ “b”', '"a" ~ "b"'),
        ("“未完", "“未完"),
    ],
)  # fmt: skip
def test_full_width_punctuation_is_understood(source, expected):
    assert normalise_tag(source) == expected


def test_a_text_with_full_width_braces_is_read():
    assert text("（{｛ 甲 ｝}，{％ if 甲 ＝＝ 1 ％}是{% endif %}）", 甲=1) == "（1，是）"


def test_private_names_are_only_looked_for_outside_strings():
    forbid_private_names('a["_b"] ~ "__c"')
    with pytest.raises(LanguageError):
        forbid_private_names("a._b")


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{{ (1 }}", "“}”处应为“)”"),
        ("{% for x in y %}", "“for”没有写结束标签"),
        ("{% 如果 x %}", "不认识标签“如果”"),
        ("{{ 1 2 }}", "“数字”处多写了内容，或前面少了运算符、逗号"),
        ("{{ }}", "内容不完整"),
        ("{{ 'a }}", None),
        ("{{ a b", None),
        ("{% endfor %}", None),
        ("{% else %}", None),
        ("{{ 1 + }}", None),
    ],
)
def test_a_syntax_error_is_a_chinese_sentence(source, problem):
    with pytest.raises(Exception) as caught:
        text(source)
    message = describe(caught.value, source).at(None).message
    assert not any(word in message for word in ("expected", "token", "unexpected", "Error"))
    if problem:
        assert problem in message


@pytest.mark.parametrize(
    "error",
    [
        TypeError("x"),
        ZeroDivisionError(),
        RecursionError(),
        MemoryError(),
        KeyError("x"),
        ValueError("bad"),
    ],
)
def test_any_exception_is_a_finding(error):
    finding = describe(error, "甲 | 万元").at(Place("a.docx"))
    assert finding.code.startswith("L5")
    assert finding.message.startswith("“甲 | 万元”")


def test_a_format_declares_its_own_number_filters():
    env = make_environment({"万元": NumberFormat("万元", "万元", Decimal(10000), 2, grouping=True), "人": NumberFormat("人", "人", decimals=0)}, Limits())  # fmt: skip
    evaluate = lambda source, **names: str(compile_expression(env, source).evaluate(names))  # noqa: E731
    assert evaluate("甲 | 万元", 甲=yuan(123456789)) == "12,345.68"
    assert evaluate("甲 | 人", 甲=Figure(Decimal(3), "人")) == "3"
    with pytest.raises(WrongUnitError):
        evaluate("甲 | 人", 甲=yuan(1))


def test_a_format_can_give_functions():
    env = make_environment(extra_functions={"双倍": lambda x: x * 2})
    assert compile_expression(env, "双倍(4)").evaluate({}) == 8
