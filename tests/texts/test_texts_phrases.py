"""Phrases: the sentences of the explanation, with word, sign and rate always in agreement."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.figure import Blank, Figure, Read, round_half_up
from reportgen.formats import Library, load
from reportgen.formats.phrases import Phrase, PhraseDeclaration
from reportgen.formats.validation import checked
from reportgen.language.environment import compile_block, compile_expression, make_environment
from reportgen.language.errors import LanguageError, describe
from reportgen.language.limits import Limits
from reportgen.language.phrases import PhraseBook
from reportgen.language.printing import Marks, strip_marks
from reportgen.language.views import exposed
from reportgen.place import Place

ROOT = Path(__file__).parents[2]
NATIONAL = yaml.load(
    (ROOT / "templates/national/phrases.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)
PLACE = Place("phrases.yaml", line=3)


def yuan(amount, key="支出"):
    value = amount if isinstance(amount, Blank) else Decimal(str(amount))
    return Figure(value, "元", Read(PLACE), key)


def book(declared=None, limits=None, **names):
    """An environment and its names, with the phrases of the general format or given ones."""
    environment = make_environment(limits=limits)
    source = NATIONAL["短语"] if declared is None else declared
    phrases = {
        name: Phrase(name, checked(PhraseDeclaration, _plain(item)), PLACE)
        for name, item in source.items()
    }
    names.setdefault("主要原因", exposed(lambda *_: ""))
    names["短语"] = PhraseBook(phrases, names, environment)
    return environment, names


def _plain(item):
    if isinstance(item, dict):
        return {name: _plain(value) for name, value in item.items()}
    return None if item == "" else item


def say(expression, declared=None, **names):
    environment, all_names = book(declared, **names)
    return compile_expression(environment, expression).evaluate(all_names)


@pytest.mark.parametrize(
    ("this", "last", "sentence"),
    [
        (5869400, 5186800, "增加68.26万元，增长13.16%"),
        (4426500, 5722000, "减少129.55万元，下降22.64%"),
        (110000, 110000, "与上年持平，无增减变化"),
        (0, 0, "与上年持平，无增减变化"),
        (50000, 0, "增加5.00万元"),
        (0, 50000, "减少5.00万元，下降100.00%"),
        (Blank.EMPTY, Blank.EMPTY, "与上年持平，无增减变化"),
        (Blank.EMPTY, 50000, "减少5.00万元，下降100.00%"),
        (50000, Blank.EMPTY, "增加5.00万元"),
        (10049, 10000, "与上年持平，无增减变化"),
        (10050, 10000, "增加0.01万元，增长0.50%"),
    ],
)
def test_a_change_is_said_with_its_amount_and_rate(this, last, sentence):
    assert say("短语.增减(甲, 乙)", 甲=yuan(this), 乙=yuan(last)) == sentence


def test_a_change_may_name_its_line_and_its_reason():
    said = say(
        '短语.增减(甲, 乙, 名称="基本支出", 原因="工资调整")', 甲=yuan(20000), 乙=yuan(10000)
    )
    assert said == "基本支出增加1.00万元，增长100.00%，主要原因是工资调整"


@settings(max_examples=150, deadline=None)
@given(st.decimals(-(10**9), 10**9, places=2), st.decimals(-(10**9), 10**9, places=2))
def test_word_sign_and_rate_always_agree(this, last):
    environment, names = ENVIRONMENT
    names = {**names, "甲": yuan(this), "乙": yuan(last)}
    said = compile_expression(environment, "短语.增减(甲, 乙)").evaluate(names)
    change = this - last
    printed = round_half_up(abs(change) / 10000, 2)
    if not printed:
        assert said == "与上年持平，无增减变化"
        return
    word, rate_word = ("增加", "增长") if change > 0 else ("减少", "下降")
    rate = f"，{rate_word}{round_half_up(abs(change) / abs(last) * 100, 2)}%" if last else ""
    assert said == f"{word}{printed}万元{rate}"
    assert "-" not in said


ENVIRONMENT = book()


def test_a_figure_in_a_phrase_keeps_its_key():
    environment, names = book(甲=yuan(20000, "支出/基本支出"), 乙=yuan(10000, "上年/支出/基本支出"))
    marks = Marks()
    text = compile_block(environment, "共{{ 短语.增减额(甲, 乙) }}。").render(names, marks)
    shown, found = strip_marks(text, marks)
    assert shown == "共增加1.00万元。"
    assert [(at, item.figure.key) for at, _, item in found] == [
        (3, "(支出/基本支出-上年/支出/基本支出)")
    ]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (110000, "11"),
        (0, "0"),
        (3000, "0.30"),
        (Blank.EMPTY, "0"),
        (113000, "11.30"),
        (109999.99, "11.00"),
        (110000.01, "11"),
    ],
)
def test_a_whole_amount_drops_its_zeros_and_another_does_not(amount, text):
    assert say("短语.万元简写(甲)", 甲=yuan(amount)) == text


def test_amounts_are_listed_with_their_names():
    said = say('短语.列举金额([["甲", 一], ["乙", 二]])', 一=yuan(10182400), 二=yuan(Blank.EMPTY))
    assert said == "甲1018.24万元，乙0.00万元"


def test_shares_in_a_list_add_up_to_one_hundred():
    said = say('短语.其中([["甲", 一], ["乙", 一], ["丙", 一]])', 一=yuan(10000))
    assert said == "其中：甲1.00万元，占33.34%；乙1.00万元，占33.33%；丙1.00万元，占33.33%"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.integers(0, 3))
def test_printed_shares_always_add_up(cents, decimals):
    parts = [yuan(Decimal(item) / 100) for item in cents]
    environment, names = ENVIRONMENT
    found = compile_expression(environment, f"占比(甲, 凑整=True, 位数={decimals})").evaluate(
        {**names, "甲": parts}
    )
    if any(cents):
        assert sum(item.value for item in found) == 1
        for share, item in zip(found, cents, strict=True):
            exact = Decimal(item) / sum(cents)
            assert abs(share.value - exact) < Decimal(1).scaleb(-decimals - 2)
    else:
        assert all(item.value is Blank.NOT_APPLICABLE for item in found)


def test_shares_of_a_larger_whole_are_not_forced_to_one_hundred():
    environment, names = ENVIRONMENT
    values = {**names, "甲": [yuan(1), yuan(1)], "共": yuan(3)}
    found = compile_expression(
        environment, "占比(甲, 共, 凑整=True) | map('百分比') | 顿号"
    ).evaluate(values)
    assert found == "33.33%、33.33%"


def test_a_name_list_is_counted_and_never_split():
    names = ["退休人员劳模补贴", "干部考察、外调经费", "人才工作经费"]
    said = say("短语.目标清单(甲, 乙)", 甲=names, 乙=yuan(19091100))
    assert said == (
        "共设置3个项目绩效目标，分别是退休人员劳模补贴、干部考察、外调经费、人才工作经费，共涉及财政拨款资金1909.11万元"
    )


def test_the_count_of_a_name_list_is_a_figure_of_its_own():
    environment, names = book(甲=["一", "二"], 乙=yuan(10000, "项目/金额"))
    marks = Marks()
    text = compile_block(environment, "{{ 短语.目标清单(甲, 乙) }}").render(names, marks)
    assert [item.figure.key for _, _, item in strip_marks(text, marks)[1]] == [
        "项目绩效目标/个数",
        "项目/金额",
    ]


def test_no_project_is_said_as_such():
    assert say("短语.目标清单([], 甲)", 甲=yuan(0)) == "未设置项目绩效目标"


def test_dates_and_amounts_in_words():
    assert say('短语.截至("2022-12-31")') == "截至2022年12月31日"
    assert say("短语.大写金额(甲)", 甲=yuan(125000)) == "人民币壹拾贰万伍仟元整"


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ("短语.增减(甲)", "少了“上年”"),
        ("短语.增减(甲, 甲, 甲, 甲, 甲)", "最多 4 个参数"),
        ("短语.增减(甲, 甲, 说法=甲)", "没有“说法”这个参数"),
        ("短语.增减(甲, 甲, 本年=甲)", "“本年”给了两次"),
    ],
)
def test_wrong_parameters_are_told(call, problem):
    with pytest.raises(LanguageError, match=problem):
        say(call, 甲=yuan(1))


def test_an_unknown_phrase_is_told_with_those_that_are_near():
    with pytest.raises(LanguageError) as caught:
        say("短语.增减数(甲, 甲)", 甲=yuan(1))
    assert "增减" in caught.value.hint


def test_a_mistake_inside_a_phrase_names_the_phrase_and_its_place():
    with pytest.raises(LanguageError) as caught:
        say("短语.甲()", {"甲": {"文字": "{{ 没有这个 }}"}})
    assert "短语“甲”（phrases.yaml:3）" in str(caught.value)
    assert "没有这个" in str(caught.value)


def test_a_failing_phrase_becomes_a_finding_at_the_place_that_used_it():
    with pytest.raises(LanguageError) as caught:
        say("短语.甲()", {"甲": {"文字": "{{ 没有这个 }}"}})
    finding = describe(caught.value, "短语.甲()").at(Place("表.xlsx"))
    assert (finding.code, finding.place.file) == ("L530", "表.xlsx")
    assert "phrases.yaml:3" in finding.message


def test_phrases_that_call_each_other_for_ever_stop():
    with pytest.raises(LanguageError, match="短语互相引用的层数"):
        say("短语.甲()", {"甲": {"文字": "{{ 短语.甲() }}{{ 短语.甲() }}"}})


def test_the_work_of_phrases_is_counted_with_the_rendering():
    declared = {"甲": {"文字": "{% for 数 in 范围(900) %}一{% endfor %}"}}
    environment, names = book(declared, limits=Limits(steps=2000))
    with pytest.raises(LanguageError, match="步数"):
        compile_block(environment, "{{ 短语.甲() }}{{ 短语.甲() }}{{ 短语.甲() }}").render(names)


def test_every_phrase_of_the_general_format_can_be_compiled():
    form, findings = load(Library(), "national")
    assert findings == []
    environment = make_environment()
    for phrase in form.phrases.phrases.values():
        compile_block(environment, phrase.declaration.text)
        for source in phrase.declaration.names.values():
            compile_expression(environment, source)
        for variant in phrase.declaration.variants.values():
            compile_block(environment, variant.text)
            if variant.condition:
                compile_expression(environment, variant.condition)


def test_a_format_rewords_one_variant_and_keeps_the_rest(write):
    write("forms/here/format.yaml", "名称: 这里\n继承: national\n")
    write(
        "forms/here/phrases.yaml",
        "短语:\n  增减:\n    变体:\n      增加: {文字: '多了{{ 比.增减额 | 万元 }}万元'}\n",
    )
    form, findings = load(Library(write("forms/x", "").parent), "here")
    assert findings == []
    environment = make_environment()
    names = {"甲": yuan(30000), "乙": yuan(10000), "主要原因": exposed(lambda *_: "")}
    names["短语"] = PhraseBook(form.phrases.phrases, names, environment)
    assert compile_expression(environment, "短语.增减(甲, 乙)").evaluate(names) == "多了2.00万元"
    assert (
        compile_expression(environment, "短语.增减(乙, 甲)").evaluate(names)
        == "减少2.00万元，下降66.67%"
    )


def test_an_unknown_key_in_phrases_yaml_is_told_with_its_place(write):
    write("forms/here/format.yaml", "名称: 这里\n")
    write("forms/here/phrases.yaml", "短语:\n  甲:\n    文本: 错\n")
    _, findings = load(Library(write("forms/x", "").parent), "here")
    assert [(f.code, f.place.line) for f in findings] == [("F404", 3)]
