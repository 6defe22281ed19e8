"""Cells: what she left alone takes the new content, what she changed stays, both is a conflict."""

import io

import pytest
from merge_excel_builders import edited, kinds, merged, part, patched, rows, value, workbook
from office_lint import lint
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

BASE = [["支出表"], ["科目", "金额"], ["行政运行", 10], ["住房", 20], ["合计", "=SUM(B3:B4)"]]


def table(*changes):
    made = [list(row) for row in BASE]
    for row, column, content in changes:
        made[row][column] = content
    return workbook(支出=made)


def test_a_figure_that_she_left_alone_is_renewed():
    hers = edited(table(), lambda book: book["支出"].__setitem__("A3", "行政运行费"))
    made = merged(table(), hers, table((2, 1, 11)))
    assert rows(made.data)[2] == ["行政运行费", "11"]
    assert kinds(made) == {("保留", "支出!A3"), ("更新", "支出!B3")}


def test_a_formula_over_renewed_figures_has_its_new_value():
    made = merged(table(), edited(table(), lambda book: None), table((2, 1, 11)))
    assert value(made.data, "支出!B5") == "31"


def test_a_number_that_both_changed_stays_hers_with_the_new_one_in_a_note():
    hers = edited(table(), lambda book: book["支出"].__setitem__("B3", 99))
    made = merged(table(), hers, table((2, 1, 11)))
    assert value(made.data, "支出!B3") == "99"
    assert ("冲突", "支出!B3") in kinds(made)
    comment = load_workbook(io.BytesIO(made.data))["支出"]["B3"].comment
    assert "11" in comment.text
    assert lint(made.data) == []


def test_a_note_of_an_earlier_conflict_is_replaced_and_hers_is_kept():
    def edit(book):
        book["支出"]["B3"] = 99
        book["支出"]["B3"].comment = Comment("她的批注", "她")

    once = merged(table(), edited(table(), edit), table((2, 1, 11)))
    comment = load_workbook(io.BytesIO(once.data))["支出"]["B3"].comment
    assert comment.text.startswith("她的批注")
    assert "11" in comment.text
    hers = edited(table(), lambda book: book["支出"].__setitem__("B4", 99))
    once = merged(table(), hers, table((3, 1, 21)))
    twice = merged(table((3, 1, 21)), once.data, table((3, 1, 22)))
    text = load_workbook(io.BytesIO(twice.data))["支出"]["B4"].comment.text
    assert "22" in text
    assert text.count("现在新生成的是") == 1


def test_what_she_typed_before_it_was_generated_is_no_conflict():
    hers = edited(table(), lambda book: book["支出"].__setitem__("B3", 11))
    assert merged(table(), hers, table((2, 1, 11))).told == ()


def test_a_text_of_which_both_changed_other_words_has_both():
    base, new = table((0, 0, "2023年支出10万元")), table((0, 0, "2023年支出12万元"))
    hers = edited(base, lambda book: book["支出"].__setitem__("A1", "2023年全年支出10万元"))
    assert value(merged(base, hers, new).data, "支出!A1") == "2023年全年支出12万元"


def test_a_text_of_which_both_changed_the_same_words_stays_hers():
    base, new = table((0, 0, "支出10万元")), table((0, 0, "支出12万元"))
    hers = edited(base, lambda book: book["支出"].__setitem__("A1", "支出9万元"))
    made = merged(base, hers, new)
    assert value(made.data, "支出!A1") == "支出9万元"
    assert ("冲突", "支出!A1") in kinds(made)


def test_a_cell_that_she_emptied_stays_empty():
    def edit(book):
        book["支出"]["B3"] = None

    made = merged(table(), edited(table(), edit), table((2, 1, 11)))
    assert value(made.data, "支出!B3") == ""
    assert ("冲突", "支出!B3") in kinds(made)


def test_a_formula_that_she_changed_stays_and_is_computed_over_the_new_figures():
    hers = edited(table(), lambda book: book["支出"].__setitem__("B5", "=B3+B4+1"))
    made = merged(table(), hers, table((2, 1, 11)))
    assert rows(made.data)[4][1] == "=B3+B4+1"
    assert value(made.data, "支出!B5") == "32"


def test_a_total_that_she_overtyped_is_a_conflict_when_the_figures_change():
    hers = edited(table(), lambda book: book["支出"].__setitem__("B5", 30))
    base = merged(table(), edited(table(), lambda book: None), table((2, 1, 10.5))).data
    made = merged(base, edited(base, lambda book: book["支出"].__setitem__("B5", 30)), table((2, 1, 11)))  # fmt: skip
    assert value(made.data, "支出!B5") == "30"
    assert hers


def test_her_formats_widths_and_hidden_rows_stay():
    def edit(book):
        sheet = book["支出"]
        sheet["B3"].font = Font(name="楷体", bold=True)
        sheet.column_dimensions["A"].width = 41
        sheet.row_dimensions[4].hidden = True

    made = merged(table(), edited(table(), edit), table((2, 1, 11)))
    sheet = load_workbook(io.BytesIO(made.data))["支出"]
    assert (sheet["B3"].font.name, sheet["B3"].font.bold, sheet["B3"].value) == ("楷体", True, 11)
    assert sheet.column_dimensions["A"].width == pytest.approx(41)
    assert sheet.row_dimensions[4].hidden


def test_a_number_that_another_program_spelt_otherwise_is_the_same():
    base = table((2, 1, 416.86))
    hers = patched(base, "xl/worksheets/sheet1.xml", b"<v>416.86</v>", b"<v>416.86000000000001</v>")
    assert hers != base
    made = merged(base, hers, table((2, 1, 500)))
    assert kinds(made) == {("更新", "支出!B3")}


def test_parts_that_nothing_concerns_keep_their_bytes():
    from reportgen.office.package import read

    base = workbook(支出=BASE, 说明=[["文字"]])
    hers = edited(base, lambda book: book["支出"].__setitem__("A1", "我的表"))
    new = workbook(支出=[*BASE[:2], ["行政运行", 11], *BASE[3:]], 说明=[["文字"]])
    made = merged(base, hers, new)
    before = {member.name: member.content for member in read(hers)}
    after = {member.name: member.content for member in read(made.data)}
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}


def test_a_file_that_is_no_workbook_is_left_with_a_finding():
    from reportgen.merge.workbook import merge_workbook

    made, findings = merge_workbook(table(), b"PK nothing", table(), [], [])
    assert made is None
    assert [f.code for f in findings] == ["H150"]


def test_running_numbers_are_renewed_without_being_told():
    base = workbook(支出=[["序号", "科目", "金额"], [1, "住房", 20.5], [2, "养老", 30.5]])
    new = workbook(支出=[["序号", "科目", "金额"], [1, "行政", 10.5], [2, "住房", 20.5], [3, "养老", 30.5]])  # fmt: skip
    made = merged(base, edited(base, lambda book: book["支出"].__setitem__("B1", "名称")), new)
    assert [row[0] for row in rows(made.data)] == ["序号", "1", "2", "3"]
    assert kinds(made) == {("更新", "支出!第2行"), ("保留", "支出!B1")}


def test_a_chart_shows_the_figures_that_its_cells_have_now():
    from openpyxl.chart import BarChart, Reference

    def edit(book):
        chart = BarChart()
        chart.add_data(Reference(book["支出"], min_col=2, min_row=3, max_row=4))
        book["支出"].add_chart(chart, "E2")

    cache = b'<numCache><formatCode>General</formatCode><ptCount val="2"/>' + b"".join(
        b'<pt idx="%d"><v>%d</v></pt>' % pair for pair in ((0, 10), (1, 20))
    )
    hers = patched(edited(table(), edit), "xl/charts/chart1.xml", b"</f></numRef>", b"</f>" + cache + b"</numCache></numRef>")  # fmt: skip
    made = merged(
        table(),
        hers,
        workbook(支出=[*BASE[:3], ["养老", 5], ["住房", 21], ["合计", "=SUM(B3:B5)"]]),
    )
    chart = part(made.data, "xl/charts/chart1.xml")
    assert "$B$3:$B$5" in chart
    assert '<ptCount val="3"/>' in chart
    assert [text for text in ("<v>5</v>", "<v>21</v>") if text in chart] == [
        "<v>5</v>",
        "<v>21</v>",
    ]
    assert lint(made.data) == []


def test_words_that_she_formatted_in_a_cell_keep_their_format():
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    base, new = table((0, 0, "支出10万元，增加")), table((0, 0, "支出12万元，增加"))

    def edit(book):
        bold = TextBlock(InlineFont(b=True), "增加")
        book["支出"]["A1"] = CellRichText("支出10万元，", bold)

    made = merged(base, edited(base, edit), new)
    text = load_workbook(io.BytesIO(made.data), rich_text=True)["支出"]["A1"].value
    assert str(text) == "支出12万元，增加"
    assert [str(piece) for piece in text if isinstance(piece, TextBlock) and piece.font.b] == [
        "增加"
    ]


def test_a_formula_that_only_excel_computes_loses_its_old_value_and_is_told():
    from merge_excel_builders import figures

    from reportgen.merge.workbook import merge_workbook

    base, new = table(), table((2, 1, 11))
    hers = edited(base, lambda book: book["支出"].__setitem__("D1", '=TEXT(B3,"0.0")'))
    hers = patched(hers, "xl/worksheets/sheet1.xml", b'"0.0")</f><v></v>', b'"0.0")</f><v>10.0</v>')
    hers = patched(hers, "xl/worksheets/sheet1.xml", b'"0.0")</f><v/>', b'"0.0")</f><v>10.0</v>')
    made, findings = merge_workbook(base, hers, new, figures(base), figures(new))
    assert value(made.data, "支出!D1").startswith("=TEXT")
    assert "H152" in [finding.code for finding in findings]
    assert 'fullCalcOnLoad="1"' in part(made.data, "xl/workbook.xml")
