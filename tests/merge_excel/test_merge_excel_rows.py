"""Rows, columns and sheets that come and go, on her side and in what is generated."""

import io

from merge_excel_builders import edited, kinds, merged, rows, value, workbook
from office_lint import lint
from openpyxl import load_workbook

HEAD = [["项目表"], ["名称", "单位", "金额"]]
ONE = ["培训经费", "甲处", 10]
TWO = ["慰问经费", "乙处", 20]
THREE = ["党建经费", "丙处", 30]


def table(*items):
    last = len(HEAD) + len(items)
    return workbook(项目=[*HEAD, *map(list, items), ["合计", "", f"=SUM(C3:C{last})"]])


def with_row(at, row, total):
    """She inserts a row as Excel does: the total below grows where the row is inside."""

    def edit(book):
        sheet = book["项目"]
        sheet.insert_rows(at)
        for column, content in enumerate(row, 1):
            sheet.cell(at, column).value = content
        sheet.cell(sheet.max_row, 3).value = total

    return edit


def test_a_new_row_stands_behind_the_row_that_it_follows():
    hers = edited(table(ONE, TWO), lambda book: book["项目"].__setitem__("A1", "我的项目表"))
    made = merged(table(ONE, TWO), hers, table(ONE, THREE, TWO))
    assert [row[0] for row in rows(made.data)] == [
        "我的项目表", "名称", "培训经费", "党建经费", "慰问经费", "合计",
    ]  # fmt: skip
    assert rows(made.data)[-1][2] == "=SUM(C3:C5)"
    assert value(made.data, "项目!C6") == "60"


def test_a_new_row_and_a_row_of_hers_are_both_in_the_total():
    hers = edited(table(ONE, TWO), with_row(4, ["她的经费", "丁处", 5], "=SUM(C3:C5)"))
    made = merged(table(ONE, TWO), hers, table(ONE, TWO, THREE))
    assert [row[0] for row in rows(made.data)][2:] == [
        "培训经费", "她的经费", "慰问经费", "党建经费", "合计",
    ]  # fmt: skip
    assert rows(made.data)[-1][2] == "=SUM(C3:C6)"
    assert value(made.data, "项目!C7") == "65"


def test_a_row_that_is_no_longer_made_goes_if_she_left_it_alone():
    hers = edited(table(ONE, TWO), lambda book: book["项目"].__setitem__("A1", "我的项目表"))
    made = merged(table(ONE, TWO), hers, table(TWO))
    assert [row[0] for row in rows(made.data)] == ["我的项目表", "名称", "慰问经费", "合计"]
    assert rows(made.data)[-1][2] == "=SUM(C3:C3)"
    assert value(made.data, "项目!C4") == "20"


def test_a_row_that_is_no_longer_made_stays_if_she_worked_on_it():
    hers = edited(table(ONE, TWO), lambda book: book["项目"].__setitem__("B3", "她的处"))
    made = merged(table(ONE, TWO), hers, table(TWO))
    assert ["培训经费", "她的处", "10"] in rows(made.data)
    assert ("冲突", "项目!第3行") in kinds(made)


def test_a_row_that_she_deleted_stays_deleted_and_what_is_new_in_it_is_not_lost():
    def edit(book):
        book["项目"].delete_rows(3)
        book["项目"]["C4"] = "=SUM(C3:C3)"

    made = merged(
        table(ONE, TWO), edited(table(ONE, TWO), edit), table(["培训经费", "甲处", 12], TWO)
    )
    assert [row[0] for row in rows(made.data)] == ["项目表", "名称", "慰问经费", "合计"]
    [told] = made.unmerged
    assert "12" in told.new


def test_a_row_that_she_typed_before_it_was_made_is_not_there_twice():
    hers = edited(table(ONE, TWO), with_row(5, THREE, "=SUM(C3:C5)"))
    made = merged(table(ONE, TWO), hers, table(ONE, TWO, THREE))
    assert [row[0] for row in rows(made.data)].count("党建经费") == 1


def test_figures_are_found_in_a_row_that_she_moved():
    def edit(book):
        sheet = book["项目"]
        for column in (1, 2, 3):
            one, two = sheet.cell(3, column), sheet.cell(4, column)
            one.value, two.value = two.value, one.value

    made = merged(
        table(ONE, TWO), edited(table(ONE, TWO), edit), table(["培训经费", "甲处", 12], TWO)
    )
    assert rows(made.data)[2:4] == [["慰问经费", "乙处", "20"], ["培训经费", "甲处", "12"]]


def test_a_column_of_hers_stays_and_figures_beside_it_are_renewed():
    def edit(book):
        sheet = book["项目"]
        sheet.insert_cols(2)
        sheet["B2"], sheet["B3"] = "负责人", "某人"
        sheet["D5"] = "=SUM(D3:D4)"

    made = merged(
        table(ONE, TWO), edited(table(ONE, TWO), edit), table(["培训经费", "甲处", 12], TWO)
    )
    assert rows(made.data)[2] == ["培训经费", "某人", "甲处", "12"]
    assert value(made.data, "项目!D5") == "32"


def test_merges_and_notes_below_a_new_row_move_down_with_their_cells():
    from openpyxl.comments import Comment

    def edit(book):
        sheet = book["项目"]
        sheet["A7"] = "备注：无"
        sheet.merge_cells("A7:C7")
        sheet["A5"].comment = Comment("她的批注", "她")

    made = merged(table(ONE, TWO), edited(table(ONE, TWO), edit), table(ONE, TWO, THREE))
    sheet = load_workbook(io.BytesIO(made.data))["项目"]
    assert [str(found) for found in sheet.merged_cells.ranges] == ["A8:C8"]
    assert sheet["A6"].comment.text == "她的批注"
    assert lint(made.data) == []


def test_a_name_and_a_formula_on_another_sheet_follow_their_cells():
    def edit(book):
        from openpyxl.workbook.defined_name import DefinedName

        book.create_sheet("我的表")["A1"] = "=项目!C5*2"
        book.defined_names["合计数"] = DefinedName("合计数", attr_text="项目!$C$5")

    made = merged(table(ONE, TWO), edited(table(ONE, TWO), edit), table(ONE, TWO, THREE))
    assert rows(made.data, "我的表") == [["=项目!C6*2"]]
    assert value(made.data, "我的表!A1") == "120"
    book = load_workbook(io.BytesIO(made.data))
    assert book.defined_names["合计数"].attr_text == "项目!$C$6"


def test_a_sheet_of_hers_stays_and_a_new_sheet_comes_at_its_place():
    base = workbook(甲=[["甲表", 1]], 丙=[["丙表", 3]])
    hers = edited(base, lambda book: book.create_sheet("我的")["A1"].__setattr__("value", "她写的"))
    new = workbook(甲=[["甲表", 1]], 乙=[["乙表", 2]], 丙=[["丙表", 3]])
    made = merged(base, hers, new)
    assert load_workbook(io.BytesIO(made.data)).sheetnames == ["甲", "乙", "丙", "我的"]
    assert rows(made.data, "乙") == [["乙表", "2"]]
    assert lint(made.data) == []


def test_a_sheet_that_is_no_longer_made_goes_unless_she_worked_on_it():
    base, new = workbook(甲=[["甲表", 1]], 乙=[["乙表", 2]]), workbook(甲=[["甲表", 5]])
    plain = merged(base, edited(base, lambda book: None), new)
    assert load_workbook(io.BytesIO(plain.data)).sheetnames == ["甲"]
    made = merged(base, edited(base, lambda book: book["乙"].__setitem__("A3", "她写的")), new)
    assert load_workbook(io.BytesIO(made.data)).sheetnames == ["甲", "乙"]
    assert ("冲突", "乙!") in kinds(made)


def test_figures_are_found_in_a_sheet_that_she_renamed():
    base = workbook(甲=[["甲表", "一", 1], ["项", "二", 7]], 乙=[["乙表", "三", 2]])
    new = workbook(甲=[["甲表", "一", 1], ["项", "二", 8]], 乙=[["乙表", "三", 2]])
    made = merged(base, edited(base, lambda book: setattr(book["甲"], "title", "我的名")), new)
    assert value(made.data, "我的名!C2") == "8"
    assert {f.part for f in made.figures} == {"我的名", "乙"}


def test_the_only_sheet_is_known_though_it_is_renamed_and_much_of_it_is_gone():
    base = workbook(甲=[[f"项{n}", f"内容{n}", f"说明{n}", f"备注{n}", n] for n in range(1, 9)])
    new = workbook(甲=[[f"项{n}", f"内容{n}", f"说明{n}", f"备注{n}", n * 2] for n in range(1, 9)])

    def edit(book):
        book["甲"].delete_cols(2, 3)
        book["甲"].title = "我的名"

    made = merged(base, edited(base, edit), new)
    assert value(made.data, "我的名!B8") == "16"
    assert not made.unmerged


def test_the_figure_map_says_where_figures_stand_in_her_workbook():
    hers = edited(table(ONE, TWO), with_row(3, ["她的经费", "丁处", 5], "=SUM(C3:C5)"))
    made = merged(table(ONE, TWO), hers, table(["培训经费", "甲处", 12], TWO))
    assert {(f.spot, f.text) for f in made.figures} == {("C4", "12"), ("C5", "20")}


def test_the_column_that_she_deleted_is_known_by_its_own_heading():
    head = [["表", "", "", ""], ["项目", "资金性质", "", ""], ["", "合计", "一般公共预算", "基金"]]

    def table(amount):
        body = [["行政运行", amount, amount, 0], ["住房", 20, 20, 0]]
        made = workbook(三公=[*head, *body])
        return edited(made, lambda book: book["三公"].merge_cells("B2:D2"))

    def edit(book):
        sheet = book["三公"]
        sheet.unmerge_cells("B2:D2")
        sheet.delete_cols(2)
        sheet["B2"] = "资金性质"
        sheet.merge_cells("B2:C2")

    made = merged(table(10), edited(table(10), edit), table(12))
    assert rows(made.data)[3] == ["行政运行", "12", "0"]
    assert {f.spot: f.key for f in made.figures}["B4"].endswith("/3")
