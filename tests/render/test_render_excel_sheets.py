"""Sheets that repeat: tabs, names, formulas, print settings, and what is refused."""

import io

import openpyxl
import pytest
from office_lint import lint
from office_tools import needs_validator, validate
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from render_builders import (
    book,
    changed,
    compile_faults,
    compiled,
    faults,
    filled,
    part,
    render,
    yuan,
)

from reportgen.language.environment import make_environment
from reportgen.office import package

LOOP = "{%sheet for 项 in 项目 名称=项.名称 %}"
PROJECTS = [{"名称": "甲", "金额": yuan(10_000)}, {"名称": "乙", "金额": yuan(20_000)}]


def form(**cells):
    return book(A1=LOOP, A2="{{ 项.名称 }}", B2="{{ 项.金额 | 万元 }}", **cells)


def titles(data, *names):
    return filled(data, 项目=[{"名称": name, "金额": 0} for name in names]).sheetnames


def test_a_sheet_is_made_for_each_item_and_the_row_of_the_tag_goes():
    made = filled(form(), 项目=PROJECTS)
    assert made.sheetnames == ["甲", "乙"]
    assert [[sheet["A1"].value, sheet["B1"].value] for sheet in made] == [["甲", 1], ["乙", 2]]


def test_sheets_around_stay_where_they_are():
    data = book(
        title="汇总", A1="{{ 题 }}",
        more={"表": {"A1": LOOP, "A2": "{{ 项.名称 }}"}, "说明": {"A1": "固定"}},
    )  # fmt: skip
    made = filled(data, 项目=PROJECTS, 题="总")
    assert made.sheetnames == ["汇总", "甲", "乙", "说明"]
    assert [sheet["A1"].value for sheet in made] == ["总", "甲", "乙", "固定"]


def test_a_list_may_be_filtered_and_two_sheets_may_share_it():
    data = book(
        A1='{%sheet for 项 in 项目 if 项.名称 == "甲" 名称=项.名称 %}', A2="一式",
        more={"表二": {"A1": '{%sheet for 项 in 项目 if 项.名称 != "甲" 名称=“另”~项.名称 %}', "A2": "二式"}},
    )  # fmt: skip
    made = filled(data, 项目=PROJECTS)
    assert {sheet.title: sheet["A1"].value for sheet in made} == {"甲": "一式", "另乙": "二式"}


def test_without_items_the_sheet_goes_and_the_package_stays_sound():
    data = book(title="汇总", A1="固定", more={"表": {"A1": LOOP, "A2": "{{ 项.名称 }}"}})
    assert titles(data) == ["汇总"]
    assert lint(package.write(render(data, 项目=[]).members)) == []


CONDITION = "{%sheet if 项目 %}"


def test_a_sheet_with_a_condition_is_there_or_not_and_keeps_its_name():
    data = book(
        title="汇总", A1="固定", more={"清单": {"A1": CONDITION, "A2": "{{ 项目[0].名称 }}"}}
    )
    made = filled(data, 项目=PROJECTS)
    assert (made.sheetnames, made["清单"]["A1"].value) == (["汇总", "清单"], "甲")
    assert filled(data, 项目=[]).sheetnames == ["汇总"]
    assert lint(package.write(render(data, 项目=[]).members)) == []


def test_a_sheet_that_is_left_out_takes_its_number_with_it():
    title = "{{ 表号(%r) }} %s"
    data = book(
        title="清单", A1=CONDITION, A2=title % ("清单", "清单"),
        more={"汇总": {"A1": title % ("汇总", "汇总")}, "说明": {"A1": title % ("说明", "说明")}},
    )  # fmt: skip
    shown = [filled(data, 项目=items) for items in (PROJECTS, [])]
    assert [[s["A1"].value for s in made] for made in shown] == [
        ["表 1 清单", "表 2 汇总", "表 3 说明"],
        ["表 1 汇总", "表 2 说明"],
    ]


def test_a_condition_of_a_sheet_that_is_wrong_is_told_at_its_cell():
    found = compile_faults(book(A1="{%sheet if %}", A2="甲"))
    assert [(item.code, item.place.cell) for item in found] == [("R718", "A1")]
    found = faults(book(A1="{%sheet if 项木 %}", A2="甲", more={"表": {"A1": "乙"}}), 项目=[])
    assert [(item.code, item.place.cell) for item in found] == [("L502", "A1")]


def test_a_workbook_left_without_sheets_is_a_finding():
    assert [item.code for item in faults(form(), 项目=[])] == ["R720"]


def test_tabs_have_names_that_excel_accepts():
    assert titles(form(), "甲/乙[一]:*?", "'引'", "History", "") == ["甲／乙［一］：＊？", "’引’", "History（2）", "表"]  # fmt: skip


def test_long_names_are_cut_and_stay_apart():
    made = titles(form(), "长" * 40, "长" * 40, "𠮷" * 20)
    assert made == ["长" * 31, "长" * 28 + "（2）", "𠮷" * 15]


def test_tabs_that_differ_only_in_case_or_from_a_fixed_sheet_are_told_apart():
    data = book(title="汇总", A1="固定", more={"表": {"A1": LOOP, "A2": "x"}})
    assert titles(data, "a", "A", "汇总") == ["汇总", "a", "A（2）", "汇总（2）"]


def test_a_formula_keeps_to_its_own_sheet_even_by_name():
    made = filled(form(C2="=B2*2", D2="=表!B2+1"), cached=True, 项目=PROJECTS)
    assert [[sheet["C1"].value, sheet["D1"].value] for sheet in made] == [[2, 2], [4, 3]]


def test_a_formula_may_look_at_a_sheet_that_stays():
    data = book(title="参数", A1=3, more={"表": {"A1": LOOP, "A2": "=参数!A1*2"}})
    assert filled(data, cached=True, 项目=PROJECTS)["乙"]["A1"].value == 6


def test_a_formula_on_a_sheet_that_repeats_is_refused_from_outside():
    data = book(title="汇总", A1="=表!B2", more={"表": {"A1": LOOP, "A2": "x"}})
    (finding,) = compile_faults(data)
    assert (finding.code, finding.place.cell) == ("R719", "A1")


def test_a_name_for_a_sheet_that_repeats_is_refused():
    made = openpyxl.load_workbook(io.BytesIO(form()))
    made.defined_names["合计"] = DefinedName("合计", attr_text="表!$B$2")
    out = io.BytesIO()
    made.save(out)
    assert [item.code for item in compile_faults(out.getvalue())] == ["R719"]


def test_print_area_titles_and_page_are_those_of_each_sheet():
    def arrange(sheet):
        sheet.print_area = "A2:B2"
        sheet.print_title_rows = "2:2"
        sheet.page_setup.orientation = "landscape"

    made = filled(book(arrange=arrange, A1=LOOP, A2="{{ 项.名称 }}", B2="x"), 项目=[{"名称": "甲 1"}, {"名称": "it"}])  # fmt: skip
    assert [sheet.print_area for sheet in made] == ["'甲 1'!$A$1:$B$1", "'it'!$A$1:$B$1"]
    assert [sheet.print_title_rows for sheet in made] == ["$1:$1", "$1:$1"]
    assert [sheet.page_setup.orientation for sheet in made] == ["landscape", "landscape"]


def test_local_names_of_the_sheets_behind_follow_them():
    def arrange(sheet):
        sheet.parent.create_sheet("后")["A1"] = 1
        sheet.parent["后"].print_area = "A1:A1"

    made = filled(book(arrange=arrange, A1=LOOP, A2="x"), 项目=PROJECTS)
    assert made["后"].print_area == "'后'!$A$1"
    assert not made["乙"].print_area


def test_only_one_tab_is_in_front():
    rendered = render(form(), 项目=PROJECTS)
    texts = [item.content.decode() for item in rendered.members if "worksheets/sheet" in item.name]
    assert len(texts) == 2
    assert not any("tabSelected" in text for text in texts)
    assert 'activeTab="0"' in part(rendered, "xl/workbook.xml")


def test_rows_columns_and_merges_work_in_each_copy():
    cells = {"A1": LOOP, "A2": "{%tr for 行 in 项.行们 %}", "A3": "{% vm %}{{ 行 }}", "A4": "{%tr endfor %}",
             "A5": "=COUNTA(A3:A3)"}  # fmt: skip
    made = filled(
        book(**cells), 项目=[{"名称": "甲", "行们": ["x", "x"]}, {"名称": "乙", "行们": ["y"]}]
    )
    assert [[str(r) for r in sheet.merged_cells.ranges] for sheet in made] == [["A1:A2"], []]
    assert made["乙"]["A2"].value == "=COUNTA(A1:A1)"


def test_a_header_can_name_the_item():
    def arrange(sheet):
        sheet.oddHeader.center.text = "{{ 项.名称 }}"

    made = filled(book(arrange=arrange, A1=LOOP, A2="x"), 项目=PROJECTS)
    assert [sheet.oddHeader.center.text for sheet in made] == ["甲", "乙"]


def test_every_figure_is_mapped_to_its_sheet():
    spots = [(item.part, item.spot, item.key) for item in render(form(), 项目=PROJECTS).figures]
    assert spots == [("甲", "B1", "数10000"), ("乙", "B1", "数20000")]


def test_hyperlinks_and_validations_are_in_each_copy_and_the_file_is_sound():
    def arrange(sheet):
        sheet["A2"].hyperlink = "https://example.org/"

    rendered = render(book(arrange=arrange, A1=LOOP, A2="{{ 项.名称 }}"), 项目=PROJECTS)
    data = package.write(rendered.members)
    assert lint(data) == []
    made = openpyxl.load_workbook(io.BytesIO(data))
    assert [sheet["A1"].hyperlink.target for sheet in made] == ["https://example.org/"] * 2


def test_the_settings_of_the_authors_printer_are_left_out():
    data = book(A1=LOOP, A2="x")
    data = changed(
        data, "xl/worksheets/sheet1.xml",
        ("</worksheet>", '<pageSetup xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/></worksheet>'),
    )  # fmt: skip
    assert "rId9" not in part(render(data, 项目=PROJECTS))


@pytest.mark.parametrize(
    "tag",
    [
        "{%sheet for 项 in 项目 %}",
        "{%sheet for 项 名称=项.名称 %}",
        "{%sheet for 项 in 项目 名称= %}",
    ],
)
def test_a_loop_without_list_or_name_is_a_finding(tag):
    (finding,) = compile_faults(book(A1=tag, A2="x"))
    assert (finding.code, finding.place.cell) == ("R718", "A1")


def test_an_endfor_is_not_needed_and_told():
    assert [i.code for i in compile_faults(book(A1=LOOP, A2="x", A3="{%sheet endfor %}"))] == [
        "R713"
    ]


def test_a_second_loop_in_a_sheet_is_a_finding():
    assert [i.code for i in compile_faults(book(A1=LOOP, A2=LOOP, A3="x"))] == ["R718"]


def test_other_text_in_the_row_is_a_finding():
    assert [i.code for i in compile_faults(book(A1=LOOP, B1="标题", A2="x"))] == ["R711"]


def test_comments_are_refused_on_a_sheet_that_repeats():
    def arrange(sheet):
        sheet["A2"].comment = Comment("注", "x")

    assert [i.code for i in compile_faults(book(arrange=arrange, A1=LOOP, A2="x"))] == ["R718"]


def test_an_unknown_name_is_told_at_the_tag():
    (finding,) = faults(form())
    assert finding.place.cell == "A1"
    assert "项目" in finding.message


def test_a_fault_in_every_copy_is_told_at_its_cell_in_the_template():
    found = faults(book(A1=LOOP, A2="{{ 项.没有 }}"), 项目=PROJECTS)
    assert {(item.place.sheet, item.place.cell) for item in found} == {("表", "A2")}


def test_a_template_is_compiled_once_and_keeps_nothing_of_a_document():
    made = compiled(form(), make_environment())
    first = made.render({"项目": PROJECTS})[0]
    made.render({"项目": PROJECTS[:1]})
    again = made.render({"项目": PROJECTS})[0]
    assert package.write(first.members) == package.write(again.members)


@pytest.mark.office
@needs_validator
def test_the_validator_finds_nothing(tmp_path):
    def arrange(sheet):
        sheet.print_area = "A2:B2"
        sheet["A2"].hyperlink = "https://example.org/"

    path = tmp_path / "a.xlsx"
    data = book(arrange=arrange, A1=LOOP, A2="{{ 项.名称 }}", B2="=1+1", more={"后": {"A1": 1}})
    path.write_bytes(package.write(render(data, 项目=PROJECTS).members))
    assert validate(path) == []
