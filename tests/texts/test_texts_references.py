"""A number that the data set knows, typed into authored text, is offered as a reference."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.checks.text_amounts import bare_numbers
from reportgen.language.environment import compile_block

FIELDS = """
文字说明:
  形式: 记录
  字段:
  - {名称: 职能, 类型: 长文本}
问卷:
  形式: 记录
  字段:
  - {名称: 发放数, 类型: 数量, 单位: 份}
  - {名称: 收回数, 类型: 数量, 单位: 份}
  - {名称: 满意度, 类型: 比率}
结余:
  形式: 记录
  字段:
  - {名称: 年末结余, 类型: 金额}
"""
FORMAT = """
取数:
  采购.计划: 支出.金额(类型="项目支出")
  采购.执行率: 支出.金额(类型="基本支出") / 支出.金额(类型="项目支出")
"""
DATA = """
支出明细:
- {功能科目: 2013201, 类型: 基本支出, 金额: 4367.91}
- {功能科目: 2013299, 类型: 项目支出, 金额: 4432.65}
问卷: {发放数: 1280, 收回数: 96, 满意度: 92.85%}
结余: {年末结余: 12.34}
"""
OURS = {"C696", "C697", "C698", "C730"}


@pytest.fixture
def found(prepared, write):
    """The findings about the numbers of these lines, written in a text file beside the data set."""

    def found(*lines):
        write("文字/职能.md", "\n".join(lines) + "\n")
        made, findings = prepared(DATA, FORMAT, fields=FIELDS)
        found.names, found.environment = made.context.names, made.context.environment
        return [finding for finding in findings if finding.code in OURS]

    return found


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("项目支出4432.65万元。", "4432.65"),
        ("采购计划4,432.7万元。", "4,432.7"),
        ("采购计划0.44亿元。", "0.44"),
        ("采购执行率为98.54%。", "98.54%"),
        ("采购执行率为98.5％。", "98.5%"),
        ("采购执行率99%。", "99%"),
        ("满意度高达92.85%。", "92.85%"),
        ("共发放问卷1280份。", "1280"),
        ("发放数1,280份。", "1280"),
        ("收回数96份。", "96"),
        ("年末结余12.34万元。", "12.34"),
        ("基本支出、项目支出分别为4367.91、4432.65，合计略。", "4367.91"),
    ],
)
def test_what_is_offered_prints_what_was_typed(found, line, typed):
    finding = found(line)[0]
    assert (finding.code, finding.severity.value) == ("C696", "提示")
    (tag,) = re.findall(r"\{\{.*?\}\}", finding.hint)
    assert compile_block(found.environment, tag).render(found.names) == typed


def test_the_place_is_the_column_of_the_number(found):
    (finding,) = found("第一段。", "（一）采购执行率为98.54%。")
    assert str(finding.place).endswith("职能.md:2:10")


def test_the_shortest_tag_of_the_figure_that_is_named_is_offered(found):
    (finding,) = found("采购计划为4432.65万元。")
    assert "{{ 采购.计划 | 万元 }}" in finding.hint
    (finding,) = found("其他支出4432.65万元。")
    assert "{{ 采购.计划 | 万元 }}" in finding.hint
    (finding,) = found("项目支出4432.65万元。")
    assert '{{ 支出.金额(类型="项目支出") | 万元 }}' in finding.hint


@pytest.mark.parametrize(
    "line",
    [
        "采购执行率为{{ 采购.执行率 | 百分比 }}。",
        "依据财预〔2023〕1280号、罗财〔2022〕96号文件。",
        "《关于发放1280份问卷的通知》。",
        "1280年；2024年12月份；第1280份。",
        "共有96份材料。",
        "完成率100%，出勤率99%。",
        "1280元每份，1280人次。",
        "电话82344432.65转96。",
        "版本4432.65版。",
        "1. 收回问卷。",
    ],
)
def test_what_only_looks_like_a_figure_is_left_alone(found, line):
    assert found(line) == []


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("采购执行率为98.45%。", ["C730"]),
        ("问卷发放数1208份。", ["C730"]),
        ("某率98.45%。", []),
        ("项目支出4432.56万元。", ["C697"]),
        ("项目支出4432.65元。", ["C698"]),
    ],
)
def test_a_slip_is_a_hint_unless_it_is_an_amount(found, line, codes):
    assert [finding.code for finding in found(line)] == codes


def test_each_place_is_told_once(found):
    findings = found("满意度92.85%，再说一遍满意度92.85%。", "满意度92.85%。")
    assert [str(f.place).rpartition("md:")[2] for f in findings] == ["1:4", "1:18", "2:4"]


@given(st.text(alphabet="0123456789.,，%％份人万元第号〔〕年 ", max_size=60))
def test_no_text_makes_the_search_fail(line):
    assert isinstance(list(bare_numbers(line, frozenset({"份", "人"}))), list)
