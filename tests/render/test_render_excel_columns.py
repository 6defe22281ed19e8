"""Columns that repeat."""

import pytest
from render_builders import book, compile_faults, faults, filled, grid, part, render, sheet

HEAD = {
    "A1": "项目",
    "B1": "{%tc for 列 in 列们 %}",
    "C1": "{{ 列.名称 }}",
    "D1": "{%tc endfor %}",
    "E1": "合计",
}
COLUMNS = [{"名称": "甲", "数": 1}, {"名称": "乙", "数": 2}, {"名称": "丙", "数": 3}]


def test_a_column_repeats_and_marked_columns_go():
    assert grid(book(**HEAD), 列们=COLUMNS) == [["项目", "甲", "乙", "丙", "合计"]]


def test_a_column_loop_without_rounds_leaves_nothing():
    assert grid(book(**HEAD), 列们=[]) == [["项目", "合计"]]


def test_rows_and_columns_repeat_together():
    cells = {
        **HEAD, "A2": "{%tr for 行 in 行们 %}", "A3": "{{ 行 }}", "C3": "{{ 行 * 列.数 }}",
        "E3": "=SUM(C3:C3)", "A4": "{%tr endfor %}", "C5": "=SUM(C3:C3)",
    }  # fmt: skip
    assert grid(book(**cells), 行们=[10, 20], 列们=COLUMNS[:2]) == [
        ["项目", "甲", "乙", "合计"],
        [10, 10, 20, 30],
        [20, 20, 40, 60],
        [None, 30, 60, None],
    ]
    page = sheet(book(**cells), 行们=[10, 20], 列们=COLUMNS[:2])
    assert [page["D2"].value, page["B4"].value, page["C4"].value] == [
        "=SUM(B2:C2)", "=SUM(B2:B3)", "=SUM(C2:C3)",
    ]  # fmt: skip


def test_two_columns_repeat_as_a_pair():
    cells = {**HEAD, "D1": "{{ 列.数 }}", "E1": "{%tc endfor %}", "F1": "尾"}
    assert grid(book(**cells), 列们=COLUMNS[:2]) == [["项目", "甲", 1, "乙", 2, "尾"]]


def test_two_loops_stand_side_by_side():
    cells = {
        "A1": "{%tc for 甲 in 一 %}", "B1": "{{ 甲 }}", "C1": "{%tc endfor %}",
        "D1": "{%tc for 乙 in 二 %}", "E1": "{{ 乙 }}", "F1": "{%tc endfor %}",
    }  # fmt: skip
    assert grid(book(**cells), 一=[1, 2], 二=[8, 9]) == [[1, 2, 8, 9]]


def test_widths_go_with_the_column():
    def arrange(page):
        page.column_dimensions["C"].width = 33
        page.column_dimensions["E"].width = 44

    page = sheet(book(**HEAD, arrange=arrange), 列们=COLUMNS[:2])
    widths = {}
    for item in page.column_dimensions.values():
        widths |= dict.fromkeys(range(item.min, item.max + 1), item.width)
    assert (widths[2], widths[3], widths[4]) == (33, 33, 44)


def test_merges_over_the_columns_grow_and_those_inside_repeat():
    def arrange(page):
        page.merge_cells("A2:E2")
        page.merge_cells("C3:C4")

    page = sheet(book(**HEAD, A2="题", arrange=arrange), 列们=COLUMNS)
    assert sorted(map(str, page.merged_cells.ranges)) == ["A2:E2", "B3:B4", "C3:C4", "D3:D4"]


def test_print_area_names_and_other_sheets_follow():
    def arrange(page):
        page.print_area = "A1:E1"

    made = filled(
        book(**HEAD, arrange=arrange, more={"乙": {"A1": "=表!E1", "A2": "=COUNTA(表!C1:C1)"}}),
        列们=COLUMNS,
    )
    assert made["表"].print_area == "'表'!$A$1:$E$1"
    assert [made["乙"]["A1"].value, made["乙"]["A2"].value] == ["=表!E1", "=COUNTA(表!B1:D1)"]


def test_page_breaks_frozen_columns_and_comments_follow():
    from openpyxl.comments import Comment
    from openpyxl.worksheet.pagebreak import Break

    def arrange(page):
        page.col_breaks.append(Break(id=5))
        page.freeze_panes = "F1"
        page["E1"].comment = Comment("注", "作者")

    page = sheet(book(**HEAD, arrange=arrange), 列们=COLUMNS)
    assert [item.id for item in page.col_breaks.brk] == [5]
    assert page.freeze_panes == "F1"
    assert page["E1"].comment.text == "注"
    page = sheet(book(**HEAD, arrange=arrange), 列们=COLUMNS[:1])
    assert [item.id for item in page.col_breaks.brk] == [3]
    assert page.freeze_panes == "D1"
    assert page["C1"].comment.text == "注"


def test_conditional_formats_and_validations_widen():
    from openpyxl.formatting.rule import FormulaRule

    def arrange(page):
        page.conditional_formatting.add("C1:C1", FormulaRule(formula=["C1>1"]))

    (item,) = sheet(book(**HEAD, arrange=arrange), 列们=COLUMNS).conditional_formatting
    assert (str(item.sqref), item.rules[0].formula) == ("B1:D1", ["B1>1"])


def test_the_name_of_the_loop_is_unknown_outside_its_columns():
    (finding,) = faults(book(**HEAD, F1="{{ 列.名称 }}"), 列们=COLUMNS)
    assert finding.place.detail == "{{ 列.名称 }}"
    assert "列" in finding.message


def test_a_template_serves_documents_of_different_widths():
    from render_builders import compiled

    template = compiled(book(**HEAD))
    for count in (1, 3, 2, 3):
        rendered, _ = template.render({"列们": COLUMNS[:count]})
        assert part(rendered).count("<c ") == count + 2


def test_targets_may_be_a_pair():
    cells = {"A1": "{%tc for 名, 数 in 列们 %}", "B1": "{{ 名 }}{{ 数 }}", "C1": "{%tc endfor %}"}
    assert grid(book(**cells), 列们=[("甲", 1), ("乙", 2)]) == [["甲1", "乙2"]]


@pytest.mark.parametrize(
    "cells",
    [
        {"A1": "{%tc for 列 in 列们 %}", "B1": "x"},
        {"A1": "x", "B1": "{%tc endfor %}"},
        {"A1": "{%tc for 列 in 列们 %}", "B1": "{%tc endfor %}"},
        {"A1": "{%tc for 列 in 列们 %}", "B1": "x", "C2": "{%tc endfor %}"},
        {
            "A1": "{%tc for 列 in 一 %}",
            "B1": "{%tc for 列 in 二 %}",
            "C1": "x",
            "D1": "{%tc endfor %}",
        },
    ],
)
def test_column_loops_that_do_not_pair_are_findings(cells):
    assert {item.code for item in compile_faults(book(**cells))} == {"R716"}


def test_a_merge_over_the_edge_of_a_column_loop_is_a_finding():
    findings = compile_faults(book(**HEAD, arrange=lambda s: s.merge_cells("C2:E2")))
    assert [(item.code, item.place.cell) for item in findings] == [("R714", "C2:E2")]


def test_a_list_that_is_not_there_is_a_finding_at_the_mark():
    (finding,) = faults(book(**HEAD))
    assert finding.place.cell == "B1"
    assert "列们" in finding.message


def test_too_many_columns_are_a_finding():
    (finding,) = faults(book(**HEAD), 列们=list(range(17_000)))
    assert finding.code == "R733"


def test_parts_stay_readable():
    assert part(render(book(**HEAD), 列们=COLUMNS)).startswith("<?xml")
