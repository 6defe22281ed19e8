"""Formulas: where they point after rows were repeated, and what value is stored with them."""

import pytest
from render_builders import (
    LOOP,
    book,
    changed,
    compiled,
    faults,
    filled,
    grid,
    items,
    part,
    render,
    sheet,
    with_part,
    yuan,
)

from reportgen.figure import Derived, Figure, Read, places
from reportgen.place import Place


def formula(cell, rows=3, /, **cells):
    return sheet(book(**{**LOOP, **cells}), 行们=items(*"甲乙丙丁戊"[:rows]))[cell].value


def value(cell, rows=3, /, **cells):
    return sheet(book(**{**LOOP, **cells}), cached=True, 行们=items(*"甲乙丙丁戊"[:rows]))[
        cell
    ].value


def test_a_total_over_the_loop_row_grows():
    assert formula("B5", B5="=SUM(B3:B3)") == "=SUM(B2:B4)"


def test_its_value_is_stored():
    assert value("B5", B5="=SUM(B3:B3)") == 6


def test_a_total_that_names_control_rows_covers_the_same_rows():
    assert formula("B5", B5="=SUM(B2:B4)") == "=SUM(B2:B4)"
    assert formula("B5", 3, B5="=SUM(B1:B4)") == "=SUM(B1:B4)"


def test_a_total_above_the_loop_reaches_down():
    assert formula("B1", B1="=SUM(B3:B3)") == "=SUM(B2:B4)"
    assert value("B1", B1="=SUM(B3:B3)") == 6


def test_a_formula_in_the_row_keeps_to_its_copy():
    data = book(**{**LOOP, "C3": "=B3*2"})
    page = sheet(data, 行们=items("甲", "乙"))
    assert [page["C2"].value, page["C3"].value] == ["=B2*2", "=B3*2"]
    assert [row[2] for row in grid(data, 行们=items("甲", "乙"))] == [None, 2, 4, None]


def test_a_running_total_goes_from_the_first_copy_to_its_own():
    data = book(**{**LOOP, "C3": "=SUM(B$3:B3)"})
    page = sheet(data, 行们=items("甲", "乙", "丙"))
    assert [page[f"C{row}"].value for row in (2, 3, 4)] == [
        "=SUM(B$2:B2)", "=SUM(B$2:B3)", "=SUM(B$2:B4)",
    ]  # fmt: skip
    assert [row[2] for row in grid(data, 行们=items("甲", "乙", "丙"))][1:4] == [1, 3, 6]


def test_a_share_of_the_whole_names_all_copies():
    data = book(**{**LOOP, "C3": "=B3/SUM(B$3:B$3)"})
    assert sheet(data, 行们=items("甲", "乙", "丙"))["C3"].value == "=B3/SUM(B$2:B$4)"
    assert [row[2] for row in grid(data, 行们=items("甲", "乙", "丙"))][2] == pytest.approx(1 / 3)


def test_a_subtotal_sums_the_inner_rows_of_its_own_round():
    data = book(
        A1="{%tr for 组 in 组们 %}", A2="{%tr for 行 in 组 %}", A3="{{ 行 }}", A4="{%tr endfor %}",
        A5="=SUM(A3:A3)", A6="{%tr endfor %}", A7='=SUMIFS(A3:A5,B3:B5,"小计")', B5="小计",
    )  # fmt: skip
    page = sheet(data, 组们=[[1, 2], [3]])
    assert [page["A3"].value, page["A5"].value] == ["=SUM(A1:A2)", "=SUM(A4:A4)"]
    assert [row[0] for row in grid(data, 组们=[[1, 2], [3]])] == [1, 2, 3, 3, 3, 6]


def test_two_variants_of_a_row_are_covered_by_naming_both():
    data = book(
        A1="{%tr for 行 in 行们 %}", A2="{%tr if 行 > 1 %}", A3="{{ 行 }}", A4="{%tr else %}",
        A5="{{ 行 }}", A6="{%tr endif %}", A7="{%tr endfor %}", A8="=SUM(A3:A5)",
    )  # fmt: skip
    assert sheet(data, 行们=[1, 2, 1])["A4"].value == "=SUM(A1:A3)"
    assert grid(data, 行们=[1, 2, 1])[3] == [4]


def test_a_total_over_no_rows_is_valid_and_zero():
    assert formula("B2", 0, B5="=SUM(B3:B3)") == "=SUM(0)"
    assert value("B2", 0, B5="=SUM(B3:B3)") == 0


def test_other_functions_over_no_rows_look_at_an_always_empty_row():
    text = '=SUMIFS(B3:B3,A3:A3,"甲")'
    assert formula("B2", 0, B5=text) == '=SUMIFS(B1048576:B1048576,A1048576:A1048576,"甲")'
    assert value("B2", 0, B5=text) == 0


def test_a_cell_of_a_row_that_was_not_printed_is_blank_for_others():
    assert formula("B2", 0, B5='=IF(B3="","空","有")') == '=IF(B1048576="","空","有")'
    assert value("B2", 0, B5='=IF(B3="","空","有")') == "空"


def test_references_below_the_loop_move():
    assert formula("B1", B1="=B6+1", B6=5) == "=B6+1"
    assert formula("B1", 5, B1="=B6+1", B6=5) == "=B8+1"
    assert value("B1", 5, B1="=B6+1", B6=5) == 6


def test_ranges_that_begin_or_end_on_unstored_rows_keep_their_size():
    cells = {"A10": "尾", "B1": "=SUM(B7:B10)+SUM(B6:B8)+SUM(B11:B12)+B7"}
    assert formula("B1", 2, **cells) == "=SUM(B6:B9)+SUM(B5:B7)+SUM(B10:B11)+B6"
    assert formula("B1", 5, **cells) == "=SUM(B9:B12)+SUM(B8:B10)+SUM(B13:B14)+B9"


def test_a_range_from_above_to_below_the_loop_grows_at_both_sides():
    assert formula("B1", 4, B1="=COUNTA(A1:A8)", A8="x") == "=COUNTA(A1:A9)"


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 行.金额 | 万元 }}",
        "{{ 行.金额 | 元 }}",
        "{{ 行.金额 }}",
        "{{ 行.金额 | 万元 if loop.first else 行.金额 | 元 }}",
    ],
)
def test_a_plain_sum_and_a_computed_one_agree(tag):
    rows = [{"名称": "甲", "金额": yuan("12345.67")}, {"名称": "乙", "金额": yuan("0.03")}]
    last = grid(book(**{**LOOP, "B3": tag, "B5": "=SUM(B3:B3)", "C5": "=SUM(B3:B3)+0"}), 行们=rows)[
        -1
    ]
    assert last[1] == last[2]


def test_rounded_numbers_are_added_as_they_are_printed():
    from decimal import Decimal

    from reportgen.language.environment import make_environment
    from reportgen.language.printing import NumberFormat

    env = make_environment({"万元": NumberFormat("万元", "万元", Decimal(10_000), 2, round_to=2)})
    rows = [{"名称": "甲", "金额": yuan("50")}, {"名称": "乙", "金额": yuan("50")}]
    rendered, _ = compiled(book(**{**LOOP, "B5": "=SUM(B3:B3)"}), env).render({"行们": rows})
    assert "<f>SUM(B2:B3)</f><v>0.02</v>" in part(rendered)


def test_a_formula_on_another_sheet_follows():
    data = book(**LOOP, more={"汇总": {"A1": "=SUM(表!B3:B3)", "A2": "='表'!A5"}})
    made = filled(data, 行们=items("甲", "乙"))
    assert [made["汇总"]["A1"].value, made["汇总"]["A2"].value] == ["=SUM(表!B2:B3)", "='表'!A4"]
    assert filled(data, cached=True, 行们=items("甲", "乙"))["汇总"]["A1"].value == 3


def test_a_sheet_name_in_quotes_is_understood():
    data = book(A1="='支出 明细'!A3", more={"支出 明细": {"A1": "{%tr if 值 %}", "A2": "x",
        "A3": "甲", "A4": "{%tr endif %}"}})  # fmt: skip
    assert sheet(data, 值=1)["A1"].value == "='支出 明细'!A2"
    assert sheet(data, cached=True, 值=1)["A1"].value == "甲"


def test_text_that_looks_like_a_cell_stays():
    assert formula("B5", B5='=IF(A3="A3","B6",LOG10(100))') == '=IF(A2="A3","B6",LOG10(100))'


def test_whole_columns_and_whole_rows():
    assert formula("C5", C5="=SUM(B:B)+SUM(6:6)", C6=9) == "=SUM(B:B)+SUM(6:6)"
    assert value("C5", C5="=SUM(B:B)") == 6


def test_codes_of_three_characters_are_picked_by_wildcard():
    rows = [{"名称": code, "金额": yuan(10_000)} for code in ("201", "20132", "208")]
    data = book(**{**LOOP, "B5": '=SUMIFS(B3:B3,A3:A3,"???")'})
    assert grid(data, 行们=rows)[-1][1] == 2


def test_a_sum_of_blanks_is_zero_as_in_excel():
    from reportgen.figure import blank

    rows = [{"名称": "甲", "金额": blank(unit="元")}]
    assert grid(book(**{**LOOP, "B5": "=SUM(B3:B3)"}), 行们=rows)[-1][1] == 0


def test_formulas_rest_on_each_other_in_any_order():
    assert grid(book(A1="=A2+1", A2="=A3+1", A3="{{ 值 }}"), 值=5) == [[7], [6], [5]]


def test_a_long_chain_of_formulas_does_not_exhaust_the_stack():
    chain = {f"A{row}": f"=A{row + 1}+1" for row in range(1, 2000)}
    assert grid(book(**chain, A2000="{{ 值 }}"), 值=1)[0] == [2000]


def test_text_and_truth_are_stored_as_such():
    row = grid(book(A1="{{ 值 }}", B1='=A1&"年"', C1="=A1>3"), 值=5)[0]
    assert row == [5, "5年", True]


def test_a_result_rests_on_the_places_that_were_read():
    source = Place("数据.yaml", line=3)
    rows = [{"名称": "甲", "金额": Figure(yuan(20_000).value, "元", Read(source), "支出/甲")}]
    rendered = render(book(**{**LOOP, "B5": "=SUM(B3:B3)"}), 行们=rows)
    total = rendered.figures[-1]
    assert (total.spot, total.text) == ("B3", "2")
    assert isinstance(total.figure.origin, Derived)
    assert places(total.figure) == (source,)


def test_shared_formulas_are_written_out():
    def arrange(page):
        page["B1"] = "=A1*2"
        page["B2"] = "=A2*2"

    data = book(A1="{{ 值 }}", A2=4, arrange=arrange)
    data = changed(
        data,
        "xl/worksheets/sheet1.xml",
        ("<f>A1*2</f>", '<f t="shared" si="0" ref="B1:B2">A1*2</f>'),
        ("<f>A2*2</f>", '<f t="shared" si="0"/>'),
    )
    page = sheet(data, 值=3)
    assert [page["B1"].value, page["B2"].value] == ["=A1*2", "=A2*2"]


def test_an_array_formula_outside_loops_is_kept_and_left_to_excel():
    from openpyxl.worksheet.formula import ArrayFormula

    def arrange(page):
        page["B5"] = ArrayFormula("B5", "=SUM(B3:B3*2)")

    rendered, findings = compiled(book(**LOOP, arrange=arrange)).render({"行们": items("甲", "乙")})
    assert [item.code for item in findings] == ["R740"]
    assert '<f t="array" ref="B4">SUM(B2:B3*2)</f>' in part(rendered)


def test_an_unknown_function_is_a_hint_and_has_no_value():
    rendered, findings = compiled(book(A1="{{ 值 }}", B1="=XLOOKUP(A1,A1:A1,A1:A1)")).render(
        {"值": 1}
    )
    assert [(item.code, item.place.cell) for item in findings] == [("R740", "B1")]
    assert "<f>XLOOKUP(A1,A1:A1,A1:A1)</f></c>" in part(rendered)


def test_what_rests_on_an_unknown_result_is_left_without_a_second_hint():
    data = book(A1="{{ 值 }}", B1="=FOO(A1)", C1="=B1+1")
    rendered, findings = compiled(data).render({"值": 1})
    assert len(findings) == 1
    assert "<f>B1+1</f></c>" in part(rendered)


def test_a_circle_is_a_finding():
    findings = faults(book(A1="{{ 值 }}", B1="=C1", C1="=B1"), 值=1)
    assert {item.code for item in findings} == {"R741"}


def test_an_error_value_is_a_finding_at_the_template_cell():
    (finding,) = faults(book(**{**LOOP, "C3": "=B3/0"}), 行们=items("甲", "乙"))
    assert (finding.code, finding.place.cell) == ("R742", "C3")
    assert "#DIV/0!" in finding.message


def test_a_caught_error_is_none():
    assert grid(book(A1="{{ 值 }}", B1='=IFERROR(A1/0,"")'), 值=1)[0][1] in {None, ""}


def test_too_many_cells_are_left_to_excel(monkeypatch):
    from reportgen.render.excel import formulas

    monkeypatch.setattr(formulas, "MOST_READ", 3)
    data = book(**{**LOOP, "C3": "=MAX(B$3:B3)"})
    _, findings = compiled(data).render({"行们": items("甲", "乙", "丙")})
    assert [item.code for item in findings] == ["R743"]


def test_the_calculation_chain_is_left_out():
    data = changed(
        book(A1="{{ 值 }}", B1="=A1"),
        "[Content_Types].xml",
        ("</Types>", '<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'),
    )
    link = '<Relationship Id="rIdC" Type="http://x/calcChain" Target="calcChain.xml"/>'
    data = changed(
        data, "xl/_rels/workbook.xml.rels", ("</Relationships>", f"{link}</Relationships>")
    )
    data = with_part(data, "xl/calcChain.xml", "<calcChain/>")
    members = render(data, 值=1).members
    assert not any("calcChain" in item.name or b"calcChain" in item.content for item in members)
