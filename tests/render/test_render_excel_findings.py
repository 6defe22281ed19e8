"""What is wrong with a template is said all at once, at its cell."""

import pytest
from render_builders import (
    ENV,
    LOOP,
    book,
    changed,
    compile_faults,
    compiled,
    faults,
    items,
    with_part,
)

from reportgen.render.excel import compile_workbook


def codes(**cells):
    return [(item.code, item.place.cell) for item in compile_faults(book(**cells))]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99]
)
def test_what_is_no_workbook_is_refused(data):
    (finding,) = compile_faults(data)
    assert (finding.code, finding.place.file) == ("R701", "模板.xlsx")


def test_any_cut_of_a_workbook_is_a_finding_and_no_traceback():
    data = book(**LOOP)
    for end in range(0, len(data), 97):
        _, findings = compile_workbook(data[:end], "模板.xlsx", ENV)
        assert findings


def test_a_broken_part_is_a_finding():
    data = changed(book(A1="x"), "xl/worksheets/sheet1.xml", ("</row>", ""))
    assert [item.code for item in compile_faults(data)] == ["R701"]


@pytest.mark.parametrize("row", ["x", "99999999", "0"])
def test_rows_that_cannot_be_are_a_finding(row):
    data = changed(book(A1="x"), "xl/worksheets/sheet1.xml", ('<row r="1"', f'<row r="{row}"'))
    assert [item.code for item in compile_faults(data)] == ["R701"]


def test_macros_and_links_to_other_workbooks_are_refused():
    data = with_part(book(A1="x"), "xl/vbaProject.bin", "x")
    data = with_part(data, "xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert [item.code for item in compile_faults(data)] == ["R702", "R702"]


def test_a_formula_on_a_sheet_that_is_not_there_is_refused():
    assert codes(A1="=没有!A1", A2="=A1+#REF!") == [("R744", "A1"), ("R744", "A2")]


def test_a_part_that_is_far_too_large_is_refused(monkeypatch):
    from reportgen.render.excel import workbook

    monkeypatch.setattr(workbook, "LARGEST_PART", 100)
    (finding,) = compile_faults(book(A1="x"))
    assert "太大" in finding.message


def test_a_tag_in_a_validation_does_nothing():
    from openpyxl.worksheet.datavalidation import DataValidation

    def arrange(page):
        rule = DataValidation(type="list", formula1='"{{ 甲 }}"')
        rule.add("A1")
        page.add_data_validation(rule)

    assert [item.code for item in compile_faults(book(arrange=arrange))] == ["R704"]


def test_all_problems_are_told_at_once():
    assert codes(A1="{{ 甲", A2="{{ 乙) }}", A3="{%p if 甲 %}", A4="{%tr endfor %}") == [
        ("R710", "A1"),
        ("R710", "A2"),
        ("R713", "A3"),
        ("R712", "A4"),
    ]


@pytest.mark.parametrize(
    "text",
    ["{{ 甲", "甲 }}", "{% if 甲", "{{ (甲 }}", "{{ '甲 }}", "{{ 甲] }}", "{# 甲", "{{ [甲) }}"],
)
def test_a_tag_that_is_not_complete(text):
    assert codes(A1=text) == [("R710", "A1")]


def test_an_expression_cannot_end_its_surroundings():
    assert codes(A1="{{ 甲), (乙 }}") == [("R710", "A1")]


@pytest.mark.parametrize(
    "text", ["{{ 甲 乙 }}", "{{ 甲 | 没有这个 }}", "{{ }}", "{{ 甲 + }}", "{% if %}x{% endif %}"]
)
def test_what_does_not_compile_is_told_at_its_cell(text):
    (finding,) = compile_faults(book(A1="好 {{ 好 }}", B2=text))
    assert (finding.place.cell, finding.place.detail) == ("B2", text)


def test_a_block_that_is_not_closed_in_its_cell_is_told_there():
    (finding,) = compile_faults(book(A1="{% if 甲 %}x", A2="{{ 乙 }}"))
    assert finding.place.cell == "A1"


@pytest.mark.parametrize(
    "text", ["{% include 'x' %}", "{% extends 'x' %}", "{{ _甲 }}", "{{ 甲.__class__ }}"]
)
def test_what_is_not_open_to_templates_is_refused(text):
    (finding,) = compile_faults(book(A1=text))
    assert finding.place.cell == "A1"


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"A1": "{%tr for 行 in 行们 %}", "A2": "x"}, "A1"),
        ({"A1": "x", "A2": "{%tr endfor %}"}, "A2"),
        ({"A1": "{%tr else %}"}, "A1"),
        ({"A1": "{%tr if 甲 %}", "A2": "{%tr endfor %}", "A3": "{%tr endif %}"}, "A2"),
        ({"A1": "{%tr for 行 in 行们 %}", "A2": "{%tr elif 甲 %}", "A3": "{%tr endfor %}"}, "A2"),
        (
            {
                "A1": "{%tr if 甲 %}",
                "A2": "{%tr else %}",
                "A3": "{%tr else %}",
                "A4": "{%tr endif %}",
            },
            "A3",
        ),
    ],
)
def test_controls_that_do_not_pair(cells, where):
    assert codes(**cells) == [("R712", where)]


def test_a_control_shares_neither_row_nor_cell():
    assert codes(A1="{%tr if 甲 %}", B1="丢失", A2="{%tr endif %}") == [("R711", "B1")]
    assert codes(A1="甲 {%tr if 甲 %}", A2="{%tr endif %}") == [("R711", "A1")]
    assert codes(A1="{%tr if 甲 %}", B1="{%tr if 乙 %}", A2="{%tr endif %}")[0] == ("R711", "B1")


def test_blank_cells_beside_a_control_are_fine():
    compiled(book(A1="{%tr if 甲 %}", B1=" ", A2="{%tr endif %}"))


@pytest.mark.parametrize(
    "text", ["{%p if 甲 %}", "{%r if 甲 %}", "{{r 甲 }}", "{%tr macro 甲() %}", "{%tc if 甲 %}"]
)
def test_tags_of_word_and_unknown_controls_are_refused(text):
    assert ("R713", "A1") in codes(A1=text)


def test_a_merge_across_the_edge_of_a_loop():
    findings = compile_faults(book(**LOOP, arrange=lambda s: s.merge_cells("C3:C5")))
    assert [(item.code, item.place.cell) for item in findings] == [("R714", "C3:C5")]
    assert "C3:C5" in findings[0].message


def test_an_array_formula_in_a_loop():
    from openpyxl.worksheet.formula import ArrayFormula

    def arrange(page):
        page["C3"] = ArrayFormula("C3", "=SUM(A3:B3*2)")

    findings = compile_faults(book(**LOOP, arrange=arrange))
    assert [(item.code, item.place.cell) for item in findings] == [("R715", "C3")]


def test_merging_down_outside_a_loop_or_in_a_tall_merge():
    assert codes(A1="{% vm %}{{ 甲 }}") == [("R717", "A1")]
    cells = {"A1": "{%tr for 行 in 甲 %}", "A2": "{% vm %}{{ 行 }}", "A4": "{%tr endfor %}"}
    findings = compile_faults(book(**cells, arrange=lambda s: s.merge_cells("A2:A3")))
    assert [item.code for item in findings] == ["R717"]
    assert "{% vm %}" in findings[0].message


def test_a_tag_in_a_sheet_name_a_formula_or_a_comment_does_nothing():
    from openpyxl.comments import Comment

    def arrange(page):
        page["B1"].comment = Comment("{{ 甲 }}", "作者")

    data = changed(
        book(A1="=1+1", arrange=arrange), "xl/workbook.xml", ('name="表"', 'name="{{ 甲 }}"')
    )
    data = changed(data, "xl/worksheets/sheet1.xml", ("<f>1+1</f>", "<f>{{ 甲 }}</f>"))
    findings = compile_faults(data)
    assert [item.code for item in findings] == ["R704"] * 3
    assert {item.message.split("里有")[0] for item in findings} == {"公式", "工作表名", "批注"}


def test_every_failing_cell_is_told():
    cells = {**LOOP, "A1": "{{ 没有甲 }}", "B3": "{{ 行.没有乙 }}", "A5": "{{ 没有丙 }}"}
    findings = faults(book(**cells), 行们=items("甲", "乙"))
    assert [item.place.cell for item in findings] == ["A1", "B3", "A5"]
    assert [item.place.detail for item in findings] == [
        "{{ 没有甲 }}",
        "{{ 行.没有乙 }}",
        "{{ 没有丙 }}",
    ]


def test_a_name_that_is_nearly_right_gets_a_suggestion():
    (finding,) = faults(book(A1="{{ 部门名 }}"), 部门名称="组织部")
    assert "部门名称" in finding.hint


def test_a_failing_list_is_told_and_the_rest_is_still_tried():
    cells = {**LOOP, "A5": "{{ 没有丙 }}"}
    assert [item.place.cell for item in faults(book(**cells))] == ["A2", "A5"]


def test_two_failing_lists_are_both_told():
    cells = {
        "A1": "{%tr for 行 in 甲们 %}", "A2": "{{ 行 }}", "A3": "{%tr endfor %}",
        "A4": "{%tr for 行 in 乙们 %}", "A5": "{{ 行 }}", "A6": "{%tr endfor %}",
    }  # fmt: skip
    assert [item.place.cell for item in faults(book(**cells))] == ["A1", "A4"]


def test_a_failing_condition_is_told():
    data = book(A1="{%tr if 没有 > 1 %}", A2="{{ 甲 }}", A3="{%tr endif %}")
    assert [item.place.cell for item in faults(data, 甲=1)] == ["A1"]


def test_failures_on_several_sheets_are_told_together():
    data = book(A1="{{ 甲 }}", more={"乙": {"A1": "{{ 丙 }}"}})
    assert [item.place.sheet for item in faults(data)] == ["表", "乙"]


@pytest.mark.parametrize("value", [None, [1], {"甲": 1}, object()])
def test_what_is_no_single_value_is_a_finding(value):
    (finding,) = faults(book(A1="{{ 值 }}"), 值=value)
    assert (finding.place.sheet, finding.place.cell) == ("表", "A1")


def test_an_if_without_else_that_gives_nothing_is_a_finding():
    (finding,) = faults(book(A1="{{ 1 if 值 > 5 }}"), 值=1)
    assert finding.place.cell == "A1"


def test_too_many_rows_are_a_finding():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行 }}", "A1000": "{%tr endfor %}"}
    (finding,) = faults(book(**cells), 行们=list(range(1100)))
    assert finding.code == "R733"


def test_a_fault_in_a_header_is_told():
    def furnish(page):
        page.oddHeader.center.text = "{{ 没有 }}"

    (finding,) = faults(book(A1="x", arrange=furnish))
    assert finding.place.sheet == "表"
    assert "没有" in finding.message


def test_no_sentence_has_a_hole_left():
    from reportgen.finding import KINDS

    for cells in (
        {"A1": "{{ 甲"},
        {"A1": "{%tr for x in y %}"},
        {"A1": "{%p x %}"},
        {"A1": "{% vm %}x"},
    ):
        for finding in compile_faults(book(**cells)):
            assert finding.code in KINDS
            assert "{reason}" not in finding.message
