"""What a tag leaves in its cell."""

from decimal import Decimal

import pytest
from render_builders import (
    book,
    changed,
    compiled,
    faults,
    filled,
    grid,
    part,
    render,
    sheet,
    with_shared_strings,
    yuan,
)

from reportgen.figure import Blank, Figure
from reportgen.language.environment import make_environment
from reportgen.language.printing import NumberFormat


def one(value, tag="{{ 值 }}"):
    return sheet(book(A1=tag), 值=value)["A1"].value


def test_a_text_stays_text():
    assert one("0101") == "0101"


def test_a_printed_amount_is_an_exact_unrounded_number():
    rendered = render(book(A1="{{ 值 | 万元 }}"), 值=yuan("1527543.21"))
    assert "<v>152.754321</v>" in part(rendered)


def test_a_format_with_rounding_gives_the_rounded_number():
    env = make_environment({"万元": NumberFormat("万元", "万元", Decimal(10_000), 2, round_to=2)})
    rendered, _ = compiled(book(A1="{{ 值 | 万元 }}"), env).render({"值": yuan("1527550.00")})
    assert "<v>152.76</v>" in part(rendered)


def test_a_tiny_number_has_no_exponent():
    rendered = render(book(A1="{{ 值 }}"), 值=Decimal("1E-9"))
    assert "<v>0.000000001</v>" in part(rendered)


def test_a_large_whole_number_has_no_exponent():
    assert "<v>2000000</v>" in part(render(book(A1="{{ 值 }}"), 值=Decimal("2E6")))


def test_a_periodic_quotient_is_cut_to_what_excel_can_hold():
    rendered = render(book(A1="{{ 值 | 百分比 }}"), 值=Figure(Decimal(1), "比") / 3)
    assert "<v>33.333333333333333</v>" in part(rendered)


def test_a_negative_zero_is_zero():
    assert "<v>0</v>" in part(render(book(A1="{{ 值 | 元 }}"), 值=yuan("-0.00")))


def test_whole_numbers_and_decimals_are_numbers():
    assert [one(7), one(Decimal("2.50"))] == [7, 2.5]


def test_truth_is_printed_in_chinese():
    assert [one(True), one(False)] == ["是", "否"]


def test_blank_leaves_the_cell_empty_and_a_dash_is_text():
    kinds = (Blank.EMPTY, Blank.DASH, Blank.NOT_APPLICABLE)
    assert [one(Figure(kind, "元"), "{{ 值 | 万元 }}") for kind in kinds] == [None, "—", "不适用"]


def test_text_around_a_tag_makes_the_cell_text():
    data = book(A1="共{{ 值 | 万元 }}万元")
    assert sheet(data, 值=yuan("15000"))["A1"].value == "共1.50万元"


def test_spaces_around_a_single_tag_do_not_make_it_text():
    assert one(yuan("15000"), " {{ 值 | 万元 }} ") == 1.5


def test_a_condition_inside_a_cell_is_plain_jinja():
    data = book(A1="{% if 值 > 1 %}多{% else %}少{% endif %}")
    assert [sheet(data, 值=n)["A1"].value for n in (1, 2)] == ["少", "多"]


def test_marks_and_ampersands_in_data_are_escaped():
    assert one("<甲&乙>") == "<甲&乙>"


def test_line_breaks_and_spaces_are_kept():
    assert one(" 甲\r\n乙 ") == " 甲\n乙 "


def test_what_looks_like_excels_escape_is_escaped():
    rendered = render(book(A1="{{ 值 }}"), 值="编号_x0041_")
    assert "编号_x005F_x0041_" in part(rendered)


def test_full_width_punctuation_inside_a_tag_is_understood():
    assert one("甲", "{{ 值｜默认（“无”） }}") == "甲"


def test_a_tag_split_over_runs_of_rich_text_is_joined():
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    def split(page):
        bold = TextBlock(InlineFont(b=True), "部门 }}")
        page["A1"] = CellRichText("{{ ", bold)

    assert sheet(book(arrange=split), 部门="组织部")["A1"].value == "组织部"


def test_static_rich_text_is_kept():
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    def rich(page):
        page["A1"] = CellRichText("甲", TextBlock(InlineFont(b=True), "乙"))
        page["A2"] = "{{ 值 }}"

    rendered = render(book(arrange=rich), 值="丙")
    strings = "".join(
        item.content.decode() for item in rendered.members if "haredStrings" in item.name
    )
    assert "<b" in strings + part(rendered)


def test_a_comment_tag_leaves_nothing():
    assert sheet(book(A1="{# 说明 #}", A2="x"))["A1"].value is None


def test_shared_strings_are_read_and_tags_leave_them():
    rendered = render(with_shared_strings(book(A1="{{ 值 }}", A2="静")), 值="x")
    strings = part(rendered, "xl/sharedStrings.xml")
    assert "<si><t/></si><si><t>静</t></si>" in strings
    made = filled(with_shared_strings(book(A1="{{ 值 }}", A2="静", A3="{{ 值 }}")), 值="x").active
    assert [made["A1"].value, made["A2"].value, made["A3"].value] == ["x", "静", "x"]


def test_a_tag_split_over_runs_of_a_shared_string_is_joined():
    data = with_shared_strings(book(A1="甲", A2="{{ 值 }}"))
    split = "<si><r><t>{{ </t></r><r><rPr><b/></rPr><t>值 }}</t></r></si>"
    data = changed(data, "xl/sharedStrings.xml", ("<si><t>甲</t></si>", split))
    assert sheet(data, 值="x")["A1"].value == "x"


def test_static_cells_keep_type_and_value():
    row = grid(book(A1=1.5, B1="文", C1=True, D1="{{ 值 }}"), 值="x")[0]
    assert row == [1.5, "文", True, "x"]


def test_styles_stay_with_the_cell():
    from openpyxl.styles import Font

    def bold(page):
        page["A1"].font = Font(bold=True, size=18)
        page["A1"].number_format = "0.00"

    cell = sheet(book(A1="{{ 值 }}", arrange=bold), 值=1)["A1"]
    assert (cell.font.b, cell.font.sz, cell.number_format) == (True, 18, "0.00")


def test_header_and_footer_tags_are_filled_and_data_is_not_code():
    def furnish(page):
        page.oddFooter.center.text = "{{ 部门 }} 第&P页"

    page = sheet(book(A1="x", arrange=furnish), 部门="人&事")
    assert page.oddFooter.center.text == "人&&事 第&P页"


def test_the_figure_map_names_sheet_cell_key_and_text():
    rendered = render(book(A1="{{ 值 | 万元 }}", B2="共{{ 值 | 元 }}元"), 值=yuan("15000", "支出"))
    assert [item[:4] for item in rendered.figures] == [
        ("表", "A1", "支出", "1.50"),
        ("表", "B2", "支出", "15000.00"),
    ]


def test_a_number_joined_to_text_in_an_expression_is_still_known():
    rendered = render(book(A1='{{ 值 | 万元 ~ "万元" }}'), 值=yuan("15000", "支出"))
    assert part(rendered).count("1.50万元") == 1
    assert [item.spot for item in rendered.figures] == ["A1"]


def test_the_same_names_give_the_same_bytes():
    from reportgen.office import package

    template = compiled(book(A1="{{ 值 }}", B1="=A1*2"))
    first, second = (package.write(template.render({"值": 3})[0].members) for _ in range(2))
    assert first == second


def test_dates_and_authors_of_the_template_do_not_travel():
    core = part(render(book(A1="{{ 值 }}"), 值=1), "docProps/core.xml")
    assert "modified" not in core
    assert "reportgen" in core


def test_excel_is_asked_to_compute_anew():
    workbook = part(render(book(A1="{{ 值 }}"), 值=1), "xl/workbook.xml")
    assert 'fullCalcOnLoad="1"' in workbook


def test_fonts_are_written_in_the_order_of_the_standard():
    styles = part(render(book(A1="{{ 值 }}"), 值=1), "xl/styles.xml")
    font = styles[styles.index("<font>") : styles.index("</font>")]
    assert font.index("<sz") < font.index("<name")


@pytest.mark.parametrize("text", ["甲\x0b乙", "甲\ud800乙", "\uffff"])
def test_what_xml_cannot_hold_is_a_finding(text):
    (finding,) = faults(book(A1="{{ 值 }}"), 值=text)
    assert (finding.code, finding.place.cell, finding.place.detail) == ("R732", "A1", "{{ 值 }}")


def test_text_that_a_cell_cannot_hold_is_a_finding():
    (finding,) = faults(book(A1="{{ 值 }}"), 值="字" * 32_768)
    assert finding.code == "R731"
    assert len(sheet(book(A1="{{ 值 }}"), 值="字" * 32_767)["A1"].value) == 32_767


@pytest.mark.parametrize("text", ["None", "nan", "#REF!", "{{ 部门 }}"])
def test_leftovers_in_data_are_a_finding(text):
    (finding,) = faults(book(A1="{{ 值 }}"), 值=text)
    assert finding.code == "R750"


def test_several_sheets_are_filled():
    data = book(A1="{{ 值 }}", more={"乙": {"B2": "{{ 值 }}!"}})
    made = filled(data, 值="x")
    assert (made["表"]["A1"].value, made["乙"]["B2"].value) == ("x", "x!")
