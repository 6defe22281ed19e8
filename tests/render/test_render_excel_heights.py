"""Rows that grow with wrapped text: when, by how much, and when not."""

import pytest
from openpyxl.styles import Alignment, Font
from render_builders import book, sheet

from reportgen.render.excel.heights import count_lines

LINE = 10 * 1.3
WRAPPED = Alignment(wrap_text=True)


def laid_out(*, width=20, wrap=True, height=None, merge=None, size=10, **cells):
    """A sheet whose first column has this width, in characters of a font of 10 points."""

    def arrange(made):
        made.parent._fonts[0] = Font(name="宋体", size=11)
        made.column_dimensions["A"].width = width
        for reference in cells:
            made[reference].font = Font(name="宋体", size=size)
            made[reference].alignment = Alignment(wrap_text=wrap)
        if merge:
            made.merge_cells(merge)
        if height:
            made.row_dimensions[1].height = height

    return book(arrange=arrange, **cells)


def height(data, row=1, **names):
    return sheet(data, **names).row_dimensions[row].height


def test_a_row_grows_with_the_lines_of_its_text():
    data = laid_out(A1="{{ 文 }}")
    assert height(data, 文="字" * 40) == pytest.approx(4 * LINE + 4)
    assert height(data, 文="字" * 80) > height(data, 文="字" * 40)


def test_a_text_that_fits_leaves_the_row_as_it_is():
    assert height(laid_out(A1="{{ 文 }}"), 文="短") is None


def test_line_breaks_of_the_text_count():
    assert height(laid_out(A1="{{ 文 }}"), 文="一\n二\n三") == pytest.approx(3 * LINE + 4)


def test_without_wrapping_nothing_grows():
    assert height(laid_out(A1="{{ 文 }}", wrap=False), 文="字" * 80) is None


def test_a_height_of_the_authors_own_stays():
    assert height(laid_out(A1="{{ 文 }}", height=20), 文="字" * 80) == 20


def test_a_row_never_shrinks():
    def arrange(made):
        made.sheet_format.defaultRowHeight = 60
        made["A1"].alignment = WRAPPED

    assert height(book(arrange=arrange, A1="{{ 文 }}"), 文="一\n二") is None


def test_a_larger_font_needs_more_height():
    small, large = laid_out(A1="{{ 文 }}"), laid_out(A1="{{ 文 }}", size=16)
    assert height(large, 文="字" * 30) > height(small, 文="字" * 30)


def test_a_text_over_merged_columns_has_their_width_together():
    merged = laid_out(A1="{{ 文 }}", merge="A1:D1")
    assert height(merged, 文="字" * 22) is None
    assert height(merged, 文="字" * 80) < height(laid_out(A1="{{ 文 }}"), 文="字" * 80)


def test_a_text_over_merged_rows_needs_only_what_they_lack():
    data = laid_out(A1="{{ 文 }}", A2="", A3="", merge="A1:A3")
    made = sheet(data, 文="一\n二\n三")
    assert [made.row_dimensions[row].height for row in (1, 2, 3)] == [None, None, None]
    made = sheet(
        laid_out(A1="{{ 文 }}", A2="", A3="{{ 空 }}", merge="A1:A2"), 文="一\n" * 9 + "二", 空=""
    )
    assert made.row_dimensions[1].height == pytest.approx(10 * LINE + 4 - 15, abs=0.25)


def test_equal_cells_merged_downwards_do_not_stretch_each_row():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{% vm %}{{ 行 }}", "A3": "{%tr endfor %}"}
    made = sheet(laid_out(width=10, **cells), 行们=["四个字的话" * 2] * 4)
    assert [made.row_dimensions[row].height for row in (1, 2, 3, 4)] == [None] * 4


def test_each_row_of_a_loop_has_its_own_height():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行 }}", "A3": "{%tr endfor %}"}
    made = sheet(laid_out(**cells), 行们=["短", "字" * 40, "短"])
    assert [bool(made.row_dimensions[row].height) for row in (1, 2, 3)] == [False, True, False]


def test_no_row_is_taller_than_excel_can_show():
    assert height(laid_out(A1="{{ 文 }}"), 文="字" * 9000) == 409.5


def test_numbers_do_not_wrap():
    assert height(laid_out(A1="{{ 数 }}", width=3), 数=123456789012) is None


def test_a_hidden_row_stays_hidden_and_low():
    def arrange(made):
        made["A1"].alignment = WRAPPED
        made.row_dimensions[1].hidden = True

    assert height(book(arrange=arrange, A1="{{ 文 }}"), 文="一\n二\n三") is None


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, 1),
        ("五个汉字吗", 10, 1),
        ("六个汉字是吗", 10, 2),
        ("abcdefghij", 10, 1),
        ("a word and more", 10, 2),
        ("a" * 25, 10, 3),
        ("汉字汉字汉，", 10, 2),
        ("一\n\n二", 10, 3),
        ("≥336天", 8, 1),
    ],
)
def test_lines_are_counted_as_chinese_is_set(text, room, lines):
    assert count_lines(text, room) == lines


@pytest.mark.parametrize(
    "text", ["字" * 50_000, "a" * 50_000, "，" * 50_000, "\n" * 50_000, "a ，" * 20_000]
)
def test_any_text_is_counted(text):
    assert count_lines(text, 2.5) > 1000


def test_a_row_of_short_fixed_texts_grows_with_a_merge_that_ends_in_it():
    data = laid_out(A1="{{ 文 }}", B2="定", merge="A1:A2")
    assert height(data, 2, 文="字" * 80) > 8 * LINE / 2
    assert height(data, 1, 文="字" * 80) is None


LOOPED = {"A1": "{%tr for 文 in 文们 %}", "A2": "{{ 文 }}", "A3": "{%tr endfor %}"}


def test_each_copy_of_a_row_grows_with_its_own_text():
    texts = ["短", "字" * 40, "短", "字" * 80, "一\n二", "短"]
    made = sheet(laid_out(**LOOPED), 文们=texts)
    found = [made.row_dimensions[row].height for row in range(1, 7)]
    assert found[0] is found[2] is found[5] is None
    assert found[1:5:2] == [pytest.approx(4 * LINE + 4), pytest.approx(7 * LINE + 4, abs=LINE)]
    assert found[4] == pytest.approx(2 * LINE + 4, abs=1)


def test_a_loop_of_wrapped_texts_may_have_no_rounds():
    assert sheet(laid_out(**LOOPED), 文们=[]).max_row == 1
