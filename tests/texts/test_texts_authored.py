"""Authored text: read from section, sheet and file alike, into paragraphs with levels and places."""

import openpyxl
import pytest

from reportgen.language.composed import Composed
from reportgen.language.environment import compile_block
from reportgen.language.printing import Marks, strip_marks
from reportgen.model.texts import chinese_number, parse, split_number
from reportgen.place import Place
from reportgen.sources.tree import Scalar

FIELDS = """
文字说明:
  形式: 记录
  字段:
  - {名称: 职能, 类型: 长文本, 沿用: 是}
  - {名称: 目标, 类型: 长文本}
"""
LEDGER = "支出明细:\n- {功能科目: 2013201, 类型: 基本支出, 金额: 586.94}\n"


IN_YAML = Place("2023.yaml", line=10, column=7)


def text(source, place=IN_YAML):
    return parse("职能", Scalar(source, place))[0]


def levels(source):
    return [(item.level, item.number, item.text) for item in text(source).paragraphs]


def codes(findings, start="M25"):
    return [finding.code for finding in findings if finding.code.startswith(start)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、主要职责", (1, "一、", "主要职责")),
        ("十二、其他事项", (1, "十二、", "其他事项")),
        ("（三）人才工作", (2, "（三）", "人才工作")),
        ("(三)人才工作", (2, "(三)", "人才工作")),
        ("1.收入说明", (3, "1.", "收入说明")),
        ("2、支出说明", (3, "2、", "支出说明")),
        ("（4）其他", (4, "（4）", "其他")),
        ("负责全区党组织建设。", (0, "", "负责全区党组织建设。")),
    ],
)
def test_the_number_of_a_paragraph_gives_its_level(line, expected):
    assert levels(line) == [expected]


@pytest.mark.parametrize(
    "line", ["3.5万元用于培训。", "2023年预算安排。", "一是抓好培训。", "一般公共预算"]
)
def test_a_number_that_belongs_to_the_sentence_is_no_heading(line):
    assert split_number(line) == (0, "", line)


def test_blank_lines_and_indents_are_left_out():
    assert levels("\n　　第一段。\n\n   第二段。\n") == [(0, "", "第一段。"), (0, "", "第二段。")]


def test_markdown_headings_are_numbered_by_their_position():
    source = "# 职责\n## 甲\n## 乙\n# 目标\n## 丙\n### 丁"
    assert [number for _, number, _ in levels(source)] == [
        "一、",
        "（一）",
        "（二）",
        "二、",
        "（一）",
        "1.",
    ]


def test_a_markdown_heading_keeps_the_number_it_has():
    assert levels("## 二、目标") == [(1, "二、", "目标")]


def test_items_of_a_list_are_body_text_marked_as_such():
    items = text("- 甲\n* 乙").paragraphs
    assert [(item.text, item.bullet, item.level) for item in items] == [
        ("甲", True, 0),
        ("乙", True, 0),
    ]


def test_a_heading_that_runs_into_its_sentence_is_not_a_bare_heading():
    bare, running = text("1.基本支出\n2.基本支出：指日常支出。").paragraphs
    assert bare.is_heading
    assert not running.is_heading


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("![图](a.png)", "图片"),
        ("| 甲 | 乙 |", "表格"),
        ("|---|---|", "表格"),
        ("<br>", "HTML 标记"),
        ("见[网站](http://a.b)", "网页链接"),
        ("这是**重点**。", "加粗或斜体的星号"),
        ("```", "代码框"),
        ("> 引文", "引用符号"),
    ],
)
def test_what_a_document_cannot_show_is_a_finding(line, what):
    _, findings = parse("职能", Scalar(line, Place("a.md", line=1)))
    assert [finding.code for finding in findings] == ["M254"]
    assert what in findings[0].message


@pytest.mark.parametrize(
    "line", ["支出<50万元", "甲*乙", "{{ 支出.合计 | 万元 }}万元", "*号项目", "见[2016]5号"]
)
def test_signs_of_ordinary_text_are_no_markup(line):
    assert parse("职能", Scalar(line, Place("a.md", line=1)))[1] == []


def test_paragraphs_of_a_yaml_block_have_their_own_lines():
    assert [str(item.place) for item in text("甲\n\n乙\n").paragraphs] == [
        "2023.yaml:11",
        "2023.yaml:13",
    ]


def test_a_text_beside_its_key_has_the_line_of_the_key():
    assert [str(item.place) for item in text("甲").paragraphs] == ["2023.yaml:10"]


def test_paragraphs_of_a_cell_have_its_address_and_their_number():
    place = Place("2023.xlsx", sheet="文字说明", cell="B2")
    assert [str(item.place) for item in text("甲\n乙", place).paragraphs] == [
        "2023.xlsx「文字说明」B2 第1段",
        "2023.xlsx「文字说明」B2 第2段",
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "100")],
)
def test_headings_are_counted_in_chinese(value, words):
    assert chinese_number(value) == words


def test_a_text_file_stands_for_the_field_of_its_name(prepared, write):
    write("data/文字/职能.md", "# 职责\n\n负责组织工作。\n")
    made, findings = prepared(LEDGER, fields=FIELDS)
    assert codes(findings) == []
    assert [str(item.place) for item in made.year.texts["职能"].paragraphs] == [
        "data/文字/职能.md:1",
        "data/文字/职能.md:3",
    ]


def test_a_text_folder_beside_the_data_set_is_read_too(prepared, write):
    write("文字/职能.md", "负责组织工作。\n")
    made, _ = prepared(LEDGER, fields=FIELDS)
    assert "职能" in made.year.texts


def test_a_text_file_of_an_unknown_name_says_the_nearest(prepared, write):
    write("data/文字/职能能.md", "负责。\n")
    _, findings = prepared(LEDGER, fields=FIELDS)
    (finding,) = [f for f in findings if f.code == "M251"]
    assert "是不是“职能”" in finding.message


def test_a_text_that_stands_twice_is_a_finding(prepared, write):
    write("data/文字/职能.md", "负责。\n")
    _, findings = prepared(LEDGER + "文字说明: {职能: 负责组织。}\n", fields=FIELDS)
    assert codes(findings) == ["M253"]


def test_a_text_file_in_another_encoding_is_a_finding(prepared, write):
    write("data/文字/职能.md", "").write_bytes("负责组织工作。".encode("gbk"))
    _, findings = prepared(LEDGER, fields=FIELDS)
    assert codes(findings, "S") == ["S120"]


def test_the_marks_of_the_program_are_refused_in_a_text_file(prepared, write):
    write("data/文字/职能.md", "第一行。\n负责\ue000组织。\n")
    _, findings = prepared(LEDGER, fields=FIELDS)
    (finding,) = [f for f in findings if f.code.startswith("S")]
    assert str(finding.place) == "data/文字/职能.md:2"


def test_a_required_text_that_is_nowhere_is_an_error(prepared):
    fields = FIELDS.replace("名称: 目标", "名称: 目标, 必填: 是")
    _, findings = prepared(LEDGER, fields=fields)
    (finding,) = [f for f in findings if f.code == "M250"]
    assert "缺少“目标”" in finding.message


def test_a_required_text_may_stand_in_a_file(prepared, write):
    write("data/文字/目标.md", "做好工作。\n")
    fields = FIELDS.replace("名称: 目标", "名称: 目标, 必填: 是")
    _, findings = prepared(LEDGER, fields=fields)
    assert [f.code for f in findings if f.code in {"M250", "M205", "M201"}] == []


def test_sheet_and_yaml_give_the_same_text(prepared, tmp_path):
    from reportgen.formats import Library
    from reportgen.pack.prepare import prepare

    made, _ = prepared(LEDGER + "文字说明:\n  职能: |\n    一、职责\n    负责。\n", fields=FIELDS)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "部门"
    for row in [
        ("项目", "内容"),
        ("名称", "某局"),
        ("地区", "某市某区"),
        ("年度", "2024"),
        ("金额单位", "万元"),
    ]:
        sheet.append(row)
    sheet = book.create_sheet("支出明细")
    sheet.append(("功能科目", "类型", "金额"))
    sheet.append(("2013201", "基本支出", 586.94))
    sheet = book.create_sheet("文字说明")
    sheet.append(("项目", "内容"))
    sheet.append(("职能", "一、职责\n负责。"))
    book.save(tmp_path / "data.xlsx")
    other, findings = prepare(tmp_path / "data.xlsx", Library(tmp_path / "forms"))
    assert codes(findings) == []
    assert [p.whole for p in made.year.texts["职能"].paragraphs] == ["一、职责", "负责。"]
    assert [p.whole for p in other.year.texts["职能"].paragraphs] == ["一、职责", "负责。"]


LAST = """
部门: {名称: 某局, 地区: 某市某区, 年度: 2023, 金额单位: 万元}
支出明细:
- {功能科目: 2013201, 类型: 基本支出, 金额: 500}
文字说明: {职能: 负责组织工作。, 目标: 去年的目标。}
处室: [{名称: 办公室}]
"""
CARRYING = FIELDS + "处室: {形式: 表, 沿用: 是, 必填: 是, 字段: [{名称: 名称}]}\n"


def carried(prepared, write, data="", last=LAST):
    write("2023.yaml", last)
    return prepared(LEDGER + data, fields=CARRYING, head="  上年: 2023.yaml\n")


def test_basic_information_is_taken_from_last_year_and_told(prepared, write):
    made, findings = carried(prepared, write)
    assert made.year.texts["职能"].carried
    assert made.year.tables["处室"][0].text("名称") == "办公室"
    told = [f for f in findings if f.code == "M252"]
    assert [f.message[:5] for f in told] == ["“职能”今", "“处室”今"]
    assert all(f.place.file == "2023.yaml" for f in told)


def test_a_text_that_is_not_basic_information_is_not_taken_over(prepared, write):
    made, _ = carried(prepared, write)
    assert "目标" not in made.year.texts


def test_this_years_text_stands_before_last_years(prepared, write):
    made, findings = carried(prepared, write, "文字说明: {职能: 新的职能。}\n处室: []\n")
    assert made.year.texts["职能"].paragraphs[0].text == "新的职能。"
    assert made.year.tables["处室"] == ()
    assert codes(findings) == []


def test_a_required_section_that_is_nowhere_is_still_asked_for(prepared, write):
    _, findings = carried(prepared, write, last=LAST.replace("处室: [{名称: 办公室}]", ""))
    assert [f.message for f in findings if f.code == "M201"] == ["缺少“处室”。"]


def printed(made, template):
    marks = Marks()
    source = compile_block(made.context.environment, template).render(made.context.names, marks)
    return strip_marks(source, marks)


def test_a_template_goes_through_the_paragraphs_by_level(prepared):
    made, _ = prepared(LEDGER + "文字说明:\n  职能: |\n    一、职责\n    负责。\n", fields=FIELDS)
    shown, _ = printed(
        made,
        "{% for 段 in 文字.职能 %}{{ 段.级 }}{{ 段.号 }}[{{ 段.文 }}]{% if 段.标题 %}*{% endif %}{% endfor %}",
    )
    assert shown == "1一、[职责]*0[负责。]"


def test_a_text_prints_as_its_lines(prepared):
    made, _ = prepared(LEDGER + "文字说明:\n  职能: |\n    一、职责\n    负责。\n", fields=FIELDS)
    assert printed(made, "{{ 文字.职能 }}")[0] == "一、职责\n负责。"


def test_a_text_that_was_not_written_is_empty(prepared):
    made, _ = prepared(LEDGER, fields=FIELDS)
    shown, _ = printed(
        made,
        "{{ 文字.职能 }}{% if not 文字.职能 %}无{% endif %}{{ 文字.目标 is 空 }}{{ 文字.职能 | 个数 }}",
    )
    assert shown == "无是0"


def test_a_figure_in_a_text_keeps_its_key(prepared):
    made, _ = prepared(
        LEDGER + "文字说明: {职能: '共{{ 支出.合计 | 万元 }}万元。'}\n", fields=FIELDS
    )
    shown, marks = printed(made, "{% for 段 in 文字.职能 %}——{{ 段.全文 }}{% endfor %}")
    assert shown == "——共586.94万元。"
    assert [(at, item.figure.key) for at, _, item in marks] == [(3, "支出")]


def test_figures_of_a_text_survive_joining(prepared):
    made, _ = prepared(LEDGER + "文字说明: {职能: '{{ 支出.合计 | 万元 }}'}\n", fields=FIELDS)
    shown, marks = printed(made, '{{ "甲" ~ (文字.职能 | first).文 ~ "乙" }}')
    assert (shown, len(marks)) == ("甲586.94乙", 1)


def test_cutting_a_text_that_holds_a_figure_is_refused(prepared):
    made, _ = prepared(LEDGER + "文字说明: {职能: '{{ 支出.合计 | 万元 }}'}\n", fields=FIELDS)
    with pytest.raises(Exception, match="截断"):
        printed(made, "{{ (文字.职能 | first).文 | trim }}")


def test_full_width_braces_are_understood(prepared):
    made, _ = prepared(
        LEDGER + "文字说明: {职能: '共｛｛ 支出.合计 ｜ 万元 ｝｝万元。'}\n", fields=FIELDS
    )
    assert printed(made, "{{ 文字.职能 }}")[0] == "共586.94万元。"


def test_a_tag_that_fails_is_a_finding_at_its_line(prepared):
    data = LEDGER + "文字说明:\n  职能: |\n    第一段。\n    共{{ 支出.总数 | 万元 }}万元。\n"
    _, findings = prepared(data, fields=FIELDS)
    (finding,) = [f for f in findings if f.code.startswith("L5")]
    assert finding.place.line == 12


def test_a_figure_in_a_text_goes_into_an_excel_cell_with_its_place(prepared, write, tmp_path):
    from reportgen.render.excel import compile_workbook

    made, _ = prepared(
        LEDGER + "文字说明: {职能: '共{{ 支出.合计 | 万元 }}万元。'}\n", fields=FIELDS
    )
    book = openpyxl.Workbook()
    book.active["A1"] = "{{ (文字.职能 | first).文 }}"
    book.save(tmp_path / "t.xlsx")
    compiled, _ = compile_workbook(
        (tmp_path / "t.xlsx").read_bytes(), "t.xlsx", made.context.environment
    )
    rendered, findings = compiled.render(made.context.names)
    assert findings == []
    assert [(p.spot, p.key, p.text) for p in rendered.figures] == [("A1", "支出", "586.94")]


def test_a_text_is_kept_as_pieces_and_numbers(prepared):
    made, _ = prepared(LEDGER + "文字说明: {职能: '共{{ 支出.合计 | 万元 }}万元'}\n", fields=FIELDS)
    text = made.context.names["文字"].get("职能").rows[0].get("文")
    assert isinstance(text, Composed)
    assert (text.text, len(text.numbers)) == ("共586.94万元", 1)
