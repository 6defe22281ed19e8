"""What is doubtful in authored text is told where it was written, before anything is rendered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.checks.residue import faults
from reportgen.checks.text_amounts import amounts, one_slip
from reportgen.checks.texts import number_value

FIELDS = """
文字说明:
  形式: 记录
  字段:
  - {名称: 职能, 类型: 长文本, 沿用: 是}
"""
LEDGER = """
支出明细:
- {功能科目: 2013201, 类型: 基本支出, 金额: 586.94}
- {功能科目: 2013299, 类型: 项目支出, 金额: 442.65}
上年数:
- {名称: 支出/基本支出, 金额: 518.68}
"""
OURS = {f"C{number}" for number in range(687, 700)}


@pytest.fixture
def found(prepared):
    """The findings of this module about a text of these lines, in a data set of 2024."""

    def found(*lines):
        block = "".join(f"    {line}\n" for line in lines)
        _, findings = prepared(LEDGER + f"文字说明:\n  职能: |\n{block}", fields=FIELDS)
        return [finding for finding in findings if finding.code in OURS]

    return found


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("line", "code", "fragment"),
    [
        ("2024年XX工作有序推进。", "C687", "XX"),
        ("负责××镇的工作。", "C687", "××"),
        ("共安排待填万元。", "C687", "待填"),
        ("{单位}负责组织工作。", "C687", "{单位}"),
        ("共____万元。", "C687", "____"),
        ("主要原因是。", "C688", "原因是。"),
        ("减少5万元，主要原因是：", "C688", "原因是："),
        ("主要原因为；项目支出", "C688", "原因为；"),
        ("比上年增加（减少）5万元。", "C689", "增加（减少）"),
        ("决算数大于(小于)预算数。", "C689", "大于(小于)"),
        ("比上年增加/减少。", "C689", "增加/减少"),
        ("指标1：完成率；指标2。", "C690", "指标2"),
        ("共5万元万元。", "C691", "万元万元"),
        ("占5%%。", "C691", "%%"),
        ("负责工作。。", "C692", "。。"),
        ("负责组织，，人才。", "C692", "，，"),
        ("印发了《》。", "C692", "《》"),
    ],
)
def test_what_is_left_over_is_told_with_its_words(line, code, fragment):
    found = faults(line)
    assert [(fault.kind.code, fault.fragment) for fault in found] == [(code, fragment)]


@pytest.mark.parametrize(
    "line",
    [
        "主要原因是工资调整。",
        "共{{ 支出.合计 | 万元 }}万元，主要原因是{{ 原因 }}。",
        "指标2：培训人次；指标3：满意度。",
        "增加5万元，减少3万元。",
        "……等等——见附件。",
        "“三公”经费（含）。",
        "12个人人均5元。",
        "每人100元 元旦慰问。",
        "Excel表格 AxX 型号",
        "{% if 年度 %}有{% endif %}",
        "不明原因的事项由办公室处理。",
    ],
)
def test_ordinary_text_is_left_alone(line):
    assert faults(line) == []


@given(st.text(max_size=200))
def test_no_text_makes_the_search_fail(line):
    assert isinstance(faults(line), list)
    assert isinstance(list(amounts(line)), list)


def test_a_leftover_is_told_at_its_line_and_must_be_explained(found):
    (finding,) = found("第一段说明。", "主要原因是。")
    assert (finding.place.line, finding.severity.value) == (16, "须说明")
    assert finding.key == "文字/职能/原因是。"


def test_this_year_and_last_year_are_usual(found):
    assert found("2024年预算较2023年预算减少。") == []


def test_an_older_year_is_pointed_out_once_a_paragraph(found):
    (finding,) = found("2021年机构改革，2020年挂牌，2021年运转。")
    assert (finding.code, finding.severity.value) == ("C694", "提示")
    assert "2020 年、2021 年" in finding.message


@pytest.mark.parametrize(
    "line",
    [
        "按照《2019年干部教育培训规划》办理。",
        "依据财预〔2016〕143号。",
        "截至2021年12月31日在职12人。",
        "2019年第十九届运动会。",
        "“十四五”期间（2021—2025年）的规划。",
        "编号20210年。",
    ],
)
def test_years_of_titles_cut_offs_sessions_and_plans_are_no_leftovers(found, line):
    assert found(line) == []


@pytest.mark.parametrize(
    "line",
    ["2023年部门预算安排如下。", "2023年度收入预算包括财政拨款。", "今年安排2023年培训计划。"],
)
def test_last_years_year_in_a_sentence_about_this_budget_must_be_explained(found, line):
    assert codes(found(line)) == ["C695"]


@pytest.mark.parametrize(
    "line",
    [
        "较2023年预算减少。",
        "2023年决算已公开。",
        "2023年度干部考核经费。",
        "2024年预算接续2023年预算。",
    ],
)
def test_last_years_year_that_is_meant_is_left_alone(found, line):
    assert found(line) == []


def test_last_years_year_in_a_text_carried_over_must_be_explained(prepared, write):
    write(
        "2023.yaml",
        "部门: {名称: 某局, 地区: 某市某区, 年度: 2023, 金额单位: 万元}\n文字说明: {职能: 2023年负责组织工作。}\n"
        + LEDGER,
    )
    _, findings = prepared(LEDGER, fields=FIELDS, head="  上年: 2023.yaml\n")
    (finding,) = [f for f in findings if f.code in OURS]
    assert (finding.code, finding.place.file) == ("C695", "2023.yaml")


def test_a_paragraph_that_stands_twice_names_both_places(found):
    (finding,) = found(
        "负责全区党组织建设和党员教育工作。", "别的一段。", "负责全区党组织建设和党员教育工作。"
    )
    assert (finding.code, finding.place.line, finding.related[0].line) == ("C693", 17, 15)


def test_a_sentence_that_stands_twice_in_a_paragraph_is_told_once(found):
    sentence = "做好市管干部日常考核和年底考核的各项工作。"
    assert codes(found(sentence * 3)) == ["C693"]


def test_short_headings_may_repeat(found):
    assert found("主要职责：", "主要职责：") == []


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["一、甲", "二、乙", "三、丙"], 0),
        (["一、甲", "三、丙"], 1),
        (["一、甲", "二、乙", "三、丙", "4、丁"], 1),
        (["一、甲", "1.子", "2.丑", "二、乙", "1.寅"], 0),
        (["一、甲", "一、乙"], 0),
    ],
)
def test_numbers_of_headings_follow_each_other(found, lines, count):
    assert codes(found(*lines)) == ["C699"] * count


@pytest.mark.parametrize(
    ("number", "value"),
    [("一、", 1), ("（十）", 10), ("二十三、", 23), ("4.", 4), ("５、", 5), ("（百）", 0)],
)
def test_the_value_of_a_number(number, value):
    assert number_value(number) == value


def test_a_typed_amount_that_is_known_is_offered_as_a_reference(found):
    (finding,) = found("基本支出586.94万元。")
    assert (finding.code, finding.severity.value) == ("C696", "提示")
    assert "586.94万元 就是“基本支出”" in finding.message
    assert '{{ 支出.金额(类型="基本支出") | 万元 }}' in finding.hint


def test_the_offered_reference_gives_the_same_number(found, prepared):
    from reportgen.language.environment import compile_block

    (finding,) = found("上年为518.68万元。")
    made, _ = prepared(LEDGER, fields=FIELDS)
    tag = finding.hint.removeprefix("把数换成 ").removesuffix("，单位照写。")
    assert compile_block(made.context.environment, tag).render(made.context.names) == "518.68"


@pytest.mark.parametrize("typed", ["586.49", "586.95", "5869.94", "1029.58"])
def test_an_amount_that_is_off_by_one_digit_must_be_explained(found, typed):
    assert codes(found(f"安排{typed}万元。")) == ["C697"]


def test_a_short_amount_is_held_only_against_the_figure_it_names(prepared):
    data = LEDGER.replace("586.94", "58.94")
    fields = FIELDS

    def codes_of(line):
        _, findings = prepared(data + f"文字说明: {{职能: {line}}}\n", fields=fields)
        return [f.code for f in findings if f.code in OURS]

    assert codes_of("基本支出58.93万元") == ["C697"]
    assert codes_of("培训费58.93万元") == []


def test_the_right_digits_in_the_wrong_unit_must_be_explained(found):
    (finding,) = found("基本支出586.94元。")
    assert finding.code == "C698"
    assert "是 586.94万元，单位可能写错" in finding.message


def test_an_amount_made_by_a_tag_is_not_held_against_anything(found):
    assert found("共{{ 支出.合计 | 万元 }}万元。") == []


def test_small_round_amounts_are_left_alone(prepared):
    data = LEDGER.replace("586.94", "11") + "文字说明: {职能: 单价11万元以上。}\n"
    _, findings = prepared(data, fields=FIELDS)
    assert [f.code for f in findings if f.code in OURS] == []


@pytest.mark.parametrize(
    ("typed", "known", "slip"),
    [
        ("58694", "58694", False),
        ("58695", "58694", True),
        ("58649", "58694", True),
        ("5869", "58694", True),
        ("586944", "58694", True),
        ("58746", "58694", False),
        ("58", "58694", False),
        ("68594", "58694", False),
    ],
)
def test_what_counts_as_one_slip(typed, known, slip):
    assert one_slip(typed, known) is slip


def test_reasons_are_looked_through_as_well(prepared):
    data = LEDGER + "增减原因: [{名称: 支出/基本支出, 原因: 增加XX人}]\n"
    _, findings = prepared(data, fields=FIELDS)
    (finding,) = [f for f in findings if f.code in OURS]
    assert finding.message.startswith("“增减原因 支出/基本支出”里还有没填的“XX”")
