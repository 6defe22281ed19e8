"""The key of a formula's figure is its cell in the template: it stays when operands join."""

from render_builders import book, render, yuan

from reportgen.figure import blank

FORM = {
    "A1": "合计", "B1": "=SUM(B4:B4)+0", "C1": "=B1", "D1": "=1+1",
    "A3": "{%tr for 行 in 行们 %}",
    "A4": "{{ 行.名 }}", "B4": "{{ 行.数 | 元 }}", "C4": "=B4*2",
    "A5": "{%tr endfor %}",
}  # fmt: skip


def keys(*rows):
    rows = [{"名": name, "数": yuan(100, key)} for name, key in rows]
    return {item.spot: item.key for item in render(book(**FORM), 行们=rows).figures}


def test_a_formula_outside_loops_keeps_its_key_when_a_row_joins():
    one, two = keys(("教育", "支出/205")), keys(("一般", "支出/201"), ("教育", "支出/205"))
    assert one["B1"] == two["B1"]
    assert one["B1"].startswith("公式/")
    assert one["B1"].endswith("/表/B1")


def test_a_formula_in_a_loop_is_told_apart_by_the_figure_of_its_row():
    one, two = keys(("教育", "支出/205")), keys(("一般", "支出/201"), ("教育", "支出/205"))
    assert one["C3"].endswith("/表/C4@支出/205")
    assert two["C4"] == one["C3"] != two["C3"]


def test_a_formula_that_points_to_a_cell_shows_the_figure_there():
    found = keys(("教育", "支出/205"))
    assert found["C1"] == found["B1"]


def test_a_formula_of_constants_is_no_figure():
    assert "D1" not in keys(("教育", "支出/205"))


def test_a_sum_of_blanks_is_a_figure_that_may_be_filled():
    empty = {"名": "教育", "数": blank(unit="元", key="支出/205")}
    spots = {item.spot for item in render(book(**FORM), 行们=[empty]).figures}
    assert "B1" in spots


def test_the_cell_holds_more_digits_than_the_text():
    [item] = render(book(A1="{{ 数 | 万元 }}"), 数=yuan("12345678", "支出")).figures
    assert (item.text, item.exact) == ("1234.57", "1234.5678")
