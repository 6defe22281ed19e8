"""Rows that repeat, and what goes with them."""

import pytest
from render_builders import LOOP, book, changed, filled, grid, items, part, render, sheet

ROW = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行.名称 }}", "A3": "{%tr endfor %}"}


def names(data, **given):
    return [row[0] for row in grid(data, **given)]


def test_a_row_repeats_and_control_rows_go():
    assert names(book(**LOOP), 行们=items("甲", "乙")) == ["表头", "甲", "乙", "表尾"]


def test_a_loop_without_rounds_leaves_nothing():
    assert names(book(**LOOP), 行们=[]) == ["表头", "表尾"]


def test_else_stands_where_a_loop_has_no_rounds():
    cells = {**ROW, "A3": "{%tr else %}", "A4": "无", "A5": "{%tr endfor %}", "A6": "尾"}
    assert names(book(**cells), 行们=[]) == ["无", "尾"]
    assert names(book(**cells), 行们=items("甲")) == ["甲", "尾"]


@pytest.mark.parametrize(("value", "shown"), [(1, "一"), (2, "二"), (3, "多")])
def test_if_elif_and_else_choose_rows(value, shown):
    data = book(
        A1="{%tr if 值 == 1 %}", A2="一", A3="{%tr elif 值 == 2 %}", A4="二",
        A5="{%tr else %}", A6="多", A7="{%tr endif %}",
    )  # fmt: skip
    assert names(data, 值=value) == [shown]


def test_loops_nest():
    data = book(
        A1="{%tr for 组 in 组们 %}", A2="{{ 组.名称 }}", A3="{%tr for 行 in 组.行们 %}",
        A4="{{ 组.名称 }}{{ 行 }}", A5="{%tr endfor %}", A6="{%tr endfor %}",
    )  # fmt: skip
    groups = [
        {"名称": "甲", "行们": [1, 2]},
        {"名称": "乙", "行们": []},
        {"名称": "丙", "行们": [3]},
    ]
    assert names(data, 组们=groups) == ["甲", "甲1", "甲2", "乙", "丙", "丙3"]


def test_the_loop_counts():
    cells = {**ROW, "A2": "{{ loop.index }}/{{ loop.length }}"}
    assert names(book(**cells), 行们=items("甲", "乙")) == ["1/2", "2/2"]


def test_set_gives_a_name_to_the_rows_below():
    assert names(book(A1="{%tr set 倍 = 值 * 2 %}", A2="{{ 倍 }}"), 值=4) == [8]


def test_set_inside_a_loop_is_computed_each_round():
    data = book(
        A1="{%tr for 行 in 行们 %}", A2="{%tr set 双 = 行 * 2 %}", A3="{{ 双 }}",
        A4="{%tr endfor %}",
    )  # fmt: skip
    assert names(data, 行们=[1, 5]) == [2, 10]


def test_unstored_rows_between_stay_and_repeat():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行 }}", "A4": "{%tr endfor %}", "A6": "尾"}
    assert names(book(**cells), 行们=[1, 2]) == [1, None, 2, None, None, "尾"]


def test_height_and_style_go_with_the_row():
    from openpyxl.styles import Font

    def arrange(page):
        page.row_dimensions[3].height = 33
        page["A3"].font = Font(bold=True)

    page = sheet(book(**LOOP, arrange=arrange), 行们=items("甲", "乙", "丙"))
    assert [page.row_dimensions[row].height for row in range(1, 6)] == [None, 33, 33, 33, None]
    assert [page.cell(row, 1).font.b for row in range(1, 6)] == [False, True, True, True, False]


def test_a_merge_inside_the_row_repeats():
    page = sheet(book(**LOOP, arrange=lambda s: s.merge_cells("C3:D3")), 行们=items("甲", "乙"))
    assert sorted(map(str, page.merged_cells.ranges)) == ["C2:D2", "C3:D3"]


def test_a_merge_over_rows_of_the_body_repeats():
    data = book(
        A1="{%tr for 行 in 行们 %}", A2="{{ 行.名称 }}", B2="上", B3="下", A4="{%tr endfor %}",
        arrange=lambda s: s.merge_cells("A2:A3"),
    )  # fmt: skip
    page = sheet(data, 行们=items("甲", "乙"))
    assert sorted(map(str, page.merged_cells.ranges)) == ["A1:A2", "A3:A4"]


def test_a_merge_around_the_loop_grows_and_one_below_moves():
    def arrange(page):
        page.merge_cells("D1:D5")
        page.merge_cells("A6:B6")

    page = sheet(book(**LOOP, A6="注", arrange=arrange), 行们=items("甲", "乙", "丙"))
    assert sorted(map(str, page.merged_cells.ranges)) == ["A6:B6", "D1:D5"]


def test_a_merge_on_a_control_row_goes_with_it():
    page = sheet(book(**LOOP, arrange=lambda s: s.merge_cells("A2:D2")), 行们=items("甲"))
    assert not page.merged_cells.ranges


def test_equal_neighbours_merge_down_on_request():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{% vm %}{{ 行 }}", "A3": "{%tr endfor %}"}
    page = sheet(book(**cells), 行们=["甲", "甲", "乙", "丙", "丙", "丙"])
    assert sorted(map(str, page.merged_cells.ranges)) == ["A1:A2", "A4:A6"]


def test_merging_down_stops_where_the_cell_to_the_left_parts():
    cells = {
        "A1": "{%tr for 行 in 行们 %}", "A2": "{% vm %}{{ 行[0] }}", "B2": "{% vm %}{{ 行[1] }}",
        "A3": "{%tr endfor %}",
    }  # fmt: skip
    page = sheet(book(**cells), 行们=[["甲", "x"], ["甲", "x"], ["乙", "x"], ["乙", "y"]])
    assert sorted(map(str, page.merged_cells.ranges)) == ["A1:A2", "A3:A4", "B1:B2"]


def test_merging_down_reaches_over_inner_loops():
    cells = {
        "A1": "{%tr for 组 in 组们 %}", "A2": "{%tr for 行 in 组 %}", "A3": "{% vm %}同",
        "B3": "{{ 行 }}", "A4": "{%tr endfor %}", "A5": "{%tr endfor %}",
    }  # fmt: skip
    page = sheet(book(**cells), 组们=[[1, 2], [3]])
    assert list(map(str, page.merged_cells.ranges)) == ["A1:A3"]


def test_blanks_do_not_merge_down():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{% vm %}{{ 行 }}", "A3": "{%tr endfor %}"}
    assert not sheet(book(**cells), 行们=["", "", ""]).merged_cells.ranges


def test_merging_down_takes_a_merge_across_along():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{% vm %}{{ 行 }}", "A3": "{%tr endfor %}"}
    page = sheet(book(**cells, arrange=lambda s: s.merge_cells("A2:B2")), 行们=["甲", "甲", "乙"])
    assert sorted(map(str, page.merged_cells.ranges)) == ["A1:B2", "A3:B3"]


def test_print_area_and_titles_follow():
    def arrange(page):
        page.print_area = "A1:B5"
        page.print_title_rows = "1:1"

    page = sheet(book(**LOOP, arrange=arrange), 行们=items("甲", "乙", "丙", "丁"))
    assert page.print_area == "'表'!$A$1:$B$6"
    assert page.print_title_rows == "$1:$1"


def test_the_frozen_pane_loses_control_rows():
    def arrange(page):
        page.freeze_panes = "A4"

    data = book(A1="{%tr if 值 %}", A2="头", A3="{%tr endif %}", A4="体", arrange=arrange)
    assert sheet(data, 值=1).freeze_panes == "A2"


def test_a_page_break_in_a_loop_repeats_and_one_below_moves():
    from openpyxl.worksheet.pagebreak import Break

    def arrange(page):
        page.row_breaks.append(Break(id=3))
        page.row_breaks.append(Break(id=5))

    page = sheet(book(**LOOP, A6="注", arrange=arrange), 行们=items("甲", "乙"))
    assert [item.id for item in page.row_breaks.brk] == [2, 3, 4]


def test_a_page_break_on_a_control_row_comes_after_the_loop():
    from openpyxl.worksheet.pagebreak import Break

    page = sheet(
        book(**LOOP, arrange=lambda s: s.row_breaks.append(Break(id=4))), 行们=items(*"甲乙丙")
    )
    assert [item.id for item in page.row_breaks.brk] == [4]


def test_a_blank_row_at_the_end_of_the_sheet_does_not_stand_in_the_way():
    last = '<row r="1048576" spans="1:1"/></sheetData>'
    data = changed(book(**LOOP), "xl/worksheets/sheet1.xml", ("</sheetData>", last))
    assert names(data, 行们=items(*"甲乙丙丁戊")) == ["表头", *"甲乙丙丁戊", "表尾"]


def test_rows_that_do_not_move_are_written_as_they_were():
    page = sheet(book(A1="{{ 值 }}", A4="尾"), 值=1)
    assert (page["A1"].value, page["A4"].value) == (1, "尾")


def test_hidden_and_grouped_rows_stay_so():
    def arrange(page):
        page.row_dimensions[3].outlineLevel = 1
        page.row_dimensions[5].hidden = True

    page = sheet(book(**LOOP, arrange=arrange), 行们=items("甲", "乙"))
    assert [page.row_dimensions[row].outlineLevel for row in (1, 2, 3)] == [0, 1, 1]
    assert page.row_dimensions[4].hidden


def test_the_dimension_covers_what_was_printed():
    assert '<dimension ref="A1:B7"/>' in part(render(book(**LOOP), 行们=items(*"甲乙丙丁戊")))


def test_a_loop_in_one_sheet_leaves_the_other_alone():
    made = filled(book(**LOOP, more={"乙": {"A1": "头", "A9": "尾"}}), 行们=items("甲", "乙"))
    assert made["乙"]["A9"].value == "尾"
