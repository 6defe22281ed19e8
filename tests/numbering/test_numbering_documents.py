"""Headings, captions and references are numbered by the document, in the order of printing."""

import io
from decimal import Decimal

import openpyxl
import pytest
from numbering_formats import document, environment, faults, lines, rendered, template, workbook

from reportgen.compute.texts import evaluated
from reportgen.figure import YUAN, Figure
from reportgen.office.package import identity
from reportgen.render.readback import read_back

LUOHU = """
标题: {一级: 一、, 二级: （一）, 三级: "1. ", 四级: （1）, 五级: "甲. "}
表: {样式: 表 1, 第二章: 表 2-1}
"""


def test_levels_count_in_printing_order_and_begin_anew_below_a_higher_one():
    tags = [f"{{{{ 题号({level}) }}}}" for level in (1, 2, 3, 3, 4, 5, 5, 2, 3, 1, 2)]
    assert lines(*tags) == [
        "一、", "（一）", "1.", "2.", "（1）", "甲.", "乙.", "（二）", "1.", "二、", "（一）",
    ]  # fmt: skip


def test_the_scheme_of_the_format_says_how_numbers_look():
    scheme = '标题: {一级: 第一章, 二级: "1.1 ", 三级: ①}'
    tags = ["{{ 题号(1) }}", "{{ 题号(2) }}", "{{ 题号(1) }}", "{{ 题号(2) }}", "{{ 题号(3) }}"]
    assert lines(*tags, scheme=scheme) == ["第一章", "1.1 ", "第二章", "2.1 ", "①"]


def test_the_level_may_be_that_of_an_authored_paragraph_and_body_text_has_none():
    paragraphs = [{"级": 1}, {"级": 0}, {"级": 2}]
    loop = ("{%p for 段 in 段落 %}", "{{ 题号(段.级) }}文", "{%p endfor %}")
    assert lines(*loop, names={"段落": paragraphs}) == ["一、文", "文", "（一）文"]


def test_a_reference_knows_a_caption_before_and_after_it():
    assert lines(
        "如{{ 见('乙') }}和{{ 见('甲') }}", "{{ 表号('甲') }} 一", "{{ 表号('乙') }} 二",
        "上述{{ 见('甲') }}",
    ) == ["如表 2和表 1", "表 1 一", "表 2 二", "上述表 1"]  # fmt: skip


def test_figures_are_counted_by_themselves():
    printed = lines("{{ 表号('甲') }}", "{{ 图号('乙') }}", "{{ 表号('丙') }}", "{{ 见('乙') }}")
    assert printed == ["表 1", "图 1", "表 2", "图 1"]


def test_a_heading_with_a_name_can_be_referred_to():
    printed = lines("详见第{{ 见('问题') }}部分", "{{ 题号(1) }}", "{{ 题号(1, '问题') }}")
    assert printed == ["详见第二、部分", "一、", "二、"]


def test_a_left_out_table_renumbers_the_rest():
    paragraphs = (
        "{{ 表号('甲') }}", "{%p if 有 %}", "{{ 表号('乙') }}", "{%p endif %}", "{{ 表号('丙') }}",
        "见{{ 见('丙') }}",
    )  # fmt: skip
    assert lines(*paragraphs, names={"有": True})[-1] == "见表 3"
    assert lines(*paragraphs, names={"有": False})[-1] == "见表 2"


def test_tables_of_a_loop_have_keys_of_their_own():
    loop = ("见{{ 见('乙项') }}", "{%p for 名 in 列 %}", "{{ 表号(名 ~ '项') }}", "{%p endfor %}")
    assert lines(*loop, names={"列": ["甲", "乙"]}) == ["见表 2", "表 1", "表 2"]


def test_a_chapter_may_number_its_tables_by_itself():
    printed = lines(
        "{{ 题号(1) }}", "{{ 表号('a') }}", "{{ 题号(2) }}", "{{ 表号('b') }}", "{{ 题号(1) }}",
        "{{ 表号('c') }}", "{{ 表号('d') }}", "{{ 题号(1) }}", "{{ 表号('e') }}",
        scheme=LUOHU,
    )  # fmt: skip
    assert [text for text in printed if "表" in text] == [
        "表 1",
        "表 2",
        "表 2-1",
        "表 2-2",
        "表 3",
    ]


def test_tables_may_be_numbered_by_chapter_throughout():
    scheme = "表: {样式: 表 1-1}"
    printed = lines(
        "{{ 题号(1) }}", "{{ 表号('a') }}", "{{ 表号('b') }}", "{{ 题号(1) }}", "{{ 表号('c') }}",
        scheme=scheme,
    )  # fmt: skip
    assert [text for text in printed if "表" in text] == ["表 1-1", "表 1-2", "表 2-1"]


def test_headers_know_the_captions_of_the_body():
    printed = lines("{{ 表号('甲') }}", header="{{ 见('甲') }}", part="word/header1.xml")
    assert printed == ["表 1"]


def test_cells_of_tables_are_numbered_in_their_place():
    rows = [("{{ 见('乙') }}", "{{ 表号('甲') }}"), ("{{ 表号('乙') }}", "")]
    assert lines("{{ 题号(1) }}", rows=rows)[1:] == ["表 2", "表 1", "表 2", ""]


def test_authored_text_refers_and_numbers_like_a_template():
    def text(source):
        return evaluated(source, None, {"数": Figure(Decimal(12345), YUAN, key="数")}, env, [])

    env = environment()
    names = {"甲": text("如{{ 见('表') }}，{{ 数 | 万元 }}万元"), "乙": text("{{ 表号('表') }}")}
    printed = lines("{{ 表号('前') }}", "{{ 甲 }}", "{{ 乙 }}", names=names)
    assert printed == ["表 1", "如表 2，1.23万元", "表 2"]


def test_what_a_pattern_holds_is_escaped():
    assert lines("{{ 表号('甲') }}", scheme="表: {样式: '<表&1>'}") == ["<表&1>"]


def test_figures_stand_where_the_map_says_once_numbers_are_put_in():
    figure = Figure(Decimal(1234500), YUAN, key="支出/合计")
    made = rendered(
        template("{{ 题号(1) }}前", "{{ 题号(2) }}如{{ 见('乙') }}，{{ 数 | 万元 }}万元，{{ 见('乙') }}"
                 "{{ 数 | 元 }}", "{{ 表号('乙') }}"),
        数=figure,
    )  # fmt: skip
    spots = [(item.spot, item.text) for item in made.figures]
    assert spots == [("第2段@8", "123.45"), ("第2段@20", "1234500.00")]
    assert read_back([("报告.docx", document(made), made.figures)]) == []


def test_a_second_rendering_gives_the_same_document():
    data = template("{{ 题号(1) }}", "见{{ 见('甲') }}", "{{ 表号('甲') }}")
    assert identity(document(rendered(data))) == identity(document(rendered(data)))


def test_a_reference_to_what_is_not_printed_is_told_with_its_sentence():
    (found,) = faults(
        "如{{ 见('资产') }}所示", "{%p if false %}", "{{ 表号('资产') }}", "{%p endif %}"
    )
    assert found.code == "R800"
    assert "如□所示" in found.message
    assert "“资产”" in found.message
    assert "第1段" in str(found.place)


def test_a_misspelt_key_is_answered_with_the_nearest():
    (found,) = faults("{{ 见('近年支出表') }}", "{{ 表号('近年支出') }}")
    assert "近年支出" in found.hint


def test_two_captions_of_one_key_are_told_at_the_second():
    (found,) = faults("{{ 表号('甲') }}", "再{{ 图号('甲') }}")
    assert found.code == "R801"
    assert "第2段" in str(found.place)


def test_a_number_by_chapter_needs_a_chapter():
    (found,) = faults("{{ 表号('甲') }}", scheme="表: {样式: 表 1-1}")
    assert found.code == "R802"


@pytest.mark.parametrize(
    "tag", ["题号(6)", "题号('一')", "题号(-1)", "表号('')", "见(数 | 元)", "表号()"]
)
def test_a_wrong_argument_is_told_at_its_tag(tag):
    (found,) = faults(f"{{{{ {tag} }}}}", 数=Figure(Decimal(1), YUAN))
    assert found.code == "L505"


def test_a_text_that_waits_for_its_number_is_not_cut():
    (found,) = faults("{{ 表号('甲') | truncate(3) }}")
    assert found.code.startswith("L5")


def book(**cells) -> bytes:
    made = openpyxl.Workbook()
    for cell, text in cells.items():
        made.active[cell] = text
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_workbook_counts_over_its_sheets_rows_and_cells():
    made = openpyxl.Workbook()
    made.active["A1"] = "如{{ 见('丙') }}"
    made.active["A2"] = "{%tr for 名 in ['甲', '乙'] %}"
    made.active["A3"] = "{{ 表号(名) }}"
    made.active["B3"] = "{{ 名 }}"
    made.active["A4"] = "{%tr endfor %}"
    made.create_sheet("后")["A1"] = "{{ 表号('丙') }}"
    made.active.oddFooter.center.text = "{{ 见('乙') }}"
    stream = io.BytesIO()
    made.save(stream)
    filled = workbook(stream.getvalue())
    first, second = filled.worksheets
    assert [cell.value for cell in first["A"]] == ["如表 3", "表 1", "表 2"]
    assert second["A1"].value == "表 3"
    assert first.oddFooter.center.text == "表 2"


def test_a_workbook_tells_of_a_reference_to_nothing_at_its_cell():
    (found,) = workbook(book(A1="{%tr if true %}", A2="见{{ 见('无') }}", A3="{%tr endif %}"))
    assert found.code == "R800"
    assert found.place.cell == "A2"


def test_figures_beside_numbers_in_a_cell_keep_their_cell():
    filled = workbook(book(A1="{{ 见('甲') }}：{{ 数 | 元 }}元", B1="{{ 表号('甲') }}"),
                      数=Figure(Decimal("12.5"), YUAN, key="数"))  # fmt: skip
    assert filled.active["A1"].value == "表 1：12.50元"
