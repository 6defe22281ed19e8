"""Slips of the hand: names cut short, titles cited twice, commas astray, targets in the wrong cell."""

import pytest

from reportgen.formats import Library
from reportgen.pack.prepare import prepare

FIELDS = """
整体指标:
  形式: 表
  字段:
  - {名称: 一级指标, 类型: 文本}
  - {名称: 二级指标, 类型: 文本}
  - {名称: 三级指标, 类型: 文本}
  - {名称: 目标值, 类型: 文本}
任务:
  形式: 表
  字段:
  - {名称: 任务名称, 类型: 文本}
  - {名称: 内容, 类型: 长文本}
文字说明: {形式: 记录, 字段: [{名称: 情况, 类型: 长文本}]}
"""
DATA = """
部门: {{名称: 某局, 地区: 某市某区, 年度: 2024}}
支出明细: []
{more}
"""


@pytest.fixture
def told(write):
    write("forms/test/format.yaml", "名称: 试验\n适用地区: [某市某区]\n")
    write("forms/test/fields.yaml", FIELDS)

    def told(more):
        data = write("d.yaml", DATA.format(more=more))
        made, findings = prepare(data, Library(data.parent / "forms"))
        assert made is not None, findings
        return [(f.code, f.message) for f in made.findings if f.code.startswith("C74")]

    return told


def codes(found):
    return [code for code, _ in found]


def text(words):
    return f'文字说明: {{情况: "{words}"}}'


def tasks(*names):
    return "任务:\n" + "\n".join(f'- {{任务名称: "{name}"}}' for name in names)


def indicator(two, name, target):
    return (
        f'整体指标: [{{一级指标: 产出, 二级指标: {two}, 三级指标: "{name}", 目标值: "{target}"}}]'
    )


def test_a_title_twice_in_one_sentence_is_told(told):
    assert codes(told(text("按照《信访条例》、《某省条例》、《信访条例》等办理。"))) == ["C740"]


@pytest.mark.parametrize(
    "words",
    ["按照《信访条例》办理。依《信访条例》答复。", "按照《信访条例》、《某省信访条例》办理。"],
)
def test_a_title_in_two_sentences_or_within_another_is_none(told, words):
    assert told(text(words)) == []


@pytest.mark.parametrize("name", ["离退休干部管理和服", "人才引进与培", "干部监督、档"])
def test_a_name_that_ends_in_half_a_word_was_cut(told, name):
    assert codes(told(tasks(name))) == ["C741"]


@pytest.mark.parametrize("name", ["构建和谐", "维护和平", "培训、宣传等", "管理和服务", "党建工作"])
def test_a_whole_name_is_not_taken_for_a_cut_one(told, name):
    assert told(tasks(name)) == []


def test_a_long_name_that_goes_on_in_another_was_cut(told):
    whole = "提前下达2024年度下派选调生到村工作中央财政补助资金"
    ((code, message),) = told(tasks("省财行通知提前下达2023年度下派选调生到村", whole))
    assert code == "C741"
    assert whole in message


def test_commas_that_do_not_part_threes_are_told_with_what_was_meant(told):
    ((code, message),) = told(text("调减-1,1893.17万元。"))
    assert code == "C742"
    assert "11,893.17" in message


@pytest.mark.parametrize("words", ["共 1,234.56 万元", "第1,2,3号", "1,234,567元", "2023,2024年"])
def test_ordinary_commas_are_left_alone(told, words):
    assert told(text(words)) == []


def test_a_document_of_a_later_year_is_told(told):
    assert codes(told(text("依据《某市2025—2026年采购目录》。"))) == ["C743"]
    assert told(text("依据《某市2024—2026年采购目录》和《2023年方案》。")) == []


def test_brackets_of_document_numbers_are_told_once_for_all_names(told):
    ((code, message),) = told(tasks("粤财行【2021】149号补助", "深财行[2021]62号补助"))
    assert code == "C744"
    assert "共有 2 处" in message
    assert told(tasks("粤财行〔2021〕149号补助")) == []


def test_a_name_with_the_beginning_of_its_target_is_told(told):
    assert codes(told(indicator("社会效益", "确保制度落实 有所提", "有所提升"))) == ["C745"]
    assert told(indicator("社会效益", "制度 落实", "有所提升")) == []


def test_numbers_of_items_that_skip_are_told(told):
    assert codes(told('任务: [{任务名称: 党群, 内容: "1、宣传教育。3、表彰。"}]')) == ["C746"]
    assert told('任务: [{任务名称: 党群, 内容: "1、宣传教育。2、表彰。"}]') == []


def test_a_date_among_the_costs_is_told(told):
    assert codes(told(indicator("成本", "按时发放补贴", "每月月初（5日前）"))) == ["C747"]
    assert told(indicator("成本", "慰问金", "每月500元")) == []
    assert told(indicator("时效", "按时发放补贴", "每月月初（5日前）")) == []
