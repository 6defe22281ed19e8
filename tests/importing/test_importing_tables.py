"""Exports in the manner of the platform, imported by the general mapping alone."""

from decimal import Decimal

import pytest
from importing_builders import (
    DETAIL_HEAD,
    Header,
    added,
    detail_list,
    export,
    imported,
    mapping_of,
    platform_tables,
)

from reportgen.formats import Library
from reportgen.pack.prepare import prepare
from reportgen.place import Place
from reportgen.studio.importing.run import run_import


@pytest.fixture
def take(tmp_path):
    def take(sheets, merges=None, name="导出.xlsx"):
        return imported(export(tmp_path / name, sheets, merges))

    return take


def detail(*rows, above=(("单位：元",),), head=DETAIL_HEAD):
    return {"支出明细表": [*map(list, above), head, *map(list, rows)]}


LINE = ("", "2013201", "30101", "50101", "", "经费拨款", "100.00")


def test_a_detail_list_gives_a_line_a_row_and_subtotals_as_claims(take):
    result = take(detail_list())
    assert result.codes == []
    assert result.lines("单位", "功能科目", "经济科目", "类型", "年度来源") == [
        ("某某局本级", "2013201", "30101", "基本支出", "", "1200000.00"),
        ("某某局本级", "2013201", "30201", "基本支出", "", "300000.10"),
        ("某某局本级", "2013202", "30227", "项目支出", "", "1000000"),
        ("某某局本级", "2013202", "30227", "项目支出", "上年结转", "500000"),
        ("服务中心", "2013250", "30101", "基本支出", "", "400000"),
        ("服务中心", "2013250", "30201", "基本支出", "", "56789"),
    ]
    assert result.claims() == {
        "支出": "3456789.10",
        "支出/某某局本级": "3000000.10",
        "支出/服务中心": "456789",
    }


def test_one_sheet_a_table_gives_leaf_lines_that_add_up_to_every_total(take):
    result = take(*platform_tables())
    rows = result.data["支出明细"]
    assert added(rows) == Decimal(5500000)
    assert added(rows, 类型="基本支出") == Decimal(3800000)
    assert added(rows, 资金性质="事业收入") == Decimal(200000)
    assert added(rows, 年度来源="上年结转") == Decimal(300000)
    assert result.lines("项目", "资金性质")[:2] == [
        ("档案整理", "一般公共预算拨款", "700000"),
        ("档案整理", "事业收入", "200000"),
    ]
    assert added(result.data["收入明细"]) == Decimal(5500000)
    assert result.claims()["支出/201/项目支出"] == "1700000"


def test_what_was_imported_from_one_sheet_a_table_passes_every_check(tmp_path, take):
    path = export(tmp_path / "导出.xlsx", *platform_tables())
    from importing_builders import HEADER, ROOT

    done, _ = run_import(path, Library(ROOT / "templates"), header=HEADER)
    (tmp_path / "2024.yaml").write_text(done.text, "utf-8")
    prepared, findings = prepare(tmp_path / "2024.yaml", Library(ROOT / "templates"))
    assert not [f.message for f in findings if f.severity.value != "提示"]
    assert len(prepared.context.claims) > 40


def test_sheets_that_are_no_tables_are_listed_and_known_ones_are_not(take):
    result = take(*platform_tables())
    assert result.messages("G953") == ["工作表「临时表」没有导入：映射文件里没有这张表。"]


def test_a_year_before_the_name_of_a_sheet_does_not_matter(take):
    result = take({f"2024年{name}": rows for name, rows in detail(LINE).items()})
    assert result.codes == []
    assert len(result.lines()) == 1


SUMS_HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
PENSION = ["2080505", "", 100, 100, None]


def sums(name, amount, title="部门支出总表"):
    return {title: [["单位：元"], SUMS_HEAD, PENSION, ["2210201", name, amount, amount, None]]}


def test_a_figure_that_one_table_states_differently_is_not_lost(take):
    heads = ["科目编码", "合计", "一般公共预算拨款"]
    income = [["单位：元"], heads, ["2080505", 100, 100], ["2210201", 964800, 964800]]
    result = take(
        {
            **sums("住房公积金", 964800),
            **sums("住房公积金", 946800, "一般公共预算支出表"),
            "部门收入总表": income,
        }
    )
    assert result.claims()["支出/2210201/一般公共预算拨款"] == "946800"


def test_a_name_in_a_published_table_is_held_against_its_code(take):
    result = take(sums("购房补贴", 100))
    assert result.codes == ["K305"]
    assert result.places("K305") == ["导出.xlsx「部门支出总表」B4"]


def test_a_column_that_is_not_mapped_is_listed_with_its_place(take):
    result = take(detail((*LINE, "x"), head=[*DETAIL_HEAD, "经办人"]))
    assert result.places("G955") == ["导出.xlsx「支出明细表」H2"]


def test_a_row_with_money_and_no_subject_is_listed_not_dropped(take):
    result = take(detail(LINE, ("", "", "30201", "", "", "经费拨款", "5")))
    assert "金额是 5元" in result.messages("G956")[0]


def test_the_head_need_not_be_the_first_row(take):
    result = take(
        detail(LINE, above=(("支出明细",), (), ("制表：张三", "", "单位：元"), ("某某", "说明")))
    )
    assert result.lines("功能科目") == [("2013201", "100.00")]


def test_a_unit_in_the_head_goes_before_the_unit_above(take):
    head = [*DETAIL_HEAD[:-1], "金额（万元）"]
    result = take(detail(LINE, head=head))
    assert result.data["部门"]["金额单位"] == "万元"


def test_a_missing_unit_is_asked_for(take):
    result = take(detail(LINE, above=(("支出明细",),)))
    assert result.codes == ["G958"]


def test_a_class_row_above_its_items_is_a_claim_and_not_counted_twice(take):
    result = take(
        detail(
            ("", "201", "", "", "", "", "150"),
            ("", "20132", "", "", "", "", "150"),
            LINE,
            ("", "2013202", "30227", "", "培训", "经费拨款", "50"),
        )
    )
    assert len(result.lines()) == 2
    assert result.claims() == {"支出/201": "150", "支出/20132": "150"}


def test_a_subtotal_without_economic_code_is_known_by_its_sum(take):
    result = take(
        detail(
            ("", "2013201", "", "", "", "", "130"),
            LINE,
            ("", "2013201", "30201", "50201", "", "经费拨款", "30"),
        )
    )
    assert added(result.data["支出明细"]) == 130
    assert result.claims() == {"支出/2013201": "130"}


def test_a_subtotal_that_does_not_add_up_stays_a_line_and_is_told(take):
    result = take(
        detail(
            ("", "2013201", "", "", "", "经费拨款", "131"),
            LINE,
            ("", "2013201", "30201", "50201", "", "经费拨款", "30"),
        )
    )
    assert result.codes == ["G964"]
    assert added(result.data["支出明细"]) == 261


def test_a_line_of_unknown_economic_code_beside_others_is_a_line(take):
    result = take(
        detail(
            ("", "2013299", "30231", "", "", "经费拨款", "9.20"),
            ("", "2013299", "", "", "", "经费拨款", "122.10"),
        )
    )
    assert added(result.data["支出明细"]) == Decimal("131.30")
    assert result.codes == []


def test_numbers_as_text_are_read_and_doubtful_ones_reported(take):
    result = take(
        detail(
            LINE,
            ("", "2013202", "30201", "", "", "经费拨款", "１，２３４．５０"),
            ("", "2013250", "30201", "", "", "经费拨款", "1.2.3"),
        )
    )
    assert [row[-1] for row in result.lines()] == ["100.00", "1234.50"]
    assert result.places("G957") == ["导出.xlsx「支出明细表」G5"]


def test_a_word_the_mapping_does_not_know_is_told_once(take):
    row = ("", "2013201", "30101", "", "", "天上掉下来", "1")
    result = take(detail(row, ("", "2013202", "30201", "", "", "天上掉下来", "2")))
    assert result.codes == ["G966"]


def test_amounts_in_several_columns_become_a_line_each(take):
    sheets = {
        "支出明细表": [
            ["单位：元"],
            ["功能科目", "部门经济分类", "合计", "本年拨款", "", "上年结转"],
            ["", "", "", "一般公共预算", "政府性基金预算", "一般公共预算"],
            ["2013201", "30101", 9, 5, 3, 1],
        ]
    }
    result = take(sheets, {"支出明细表": ["A2:A3", "B2:B3", "C2:C3", "D2:E2"]})
    assert result.lines("资金性质", "年度来源") == [
        ("一般公共预算拨款", "", "5"),
        ("政府性基金预算拨款", "", "3"),
        ("一般公共预算拨款", "上年结转", "1"),
    ]


def test_a_group_head_that_was_not_merged_covers_the_columns_to_its_right(take):
    sheets = {
        "支出明细表": [
            ["单位：元"],
            ["功能科目", "部门经济分类", "本年拨款", "", "上年结转", ""],
            ["", "", "一般公共预算", "政府性基金预算", "一般公共预算", "政府性基金预算"],
            ["2013201", "30101", 5, "", "", 1],
        ]
    }
    assert take(sheets).lines("资金性质", "年度来源") == [
        ("一般公共预算拨款", "", "5"),
        ("政府性基金预算拨款", "上年结转", "1"),
    ]


def test_a_row_whose_columns_miss_its_total_is_told(take):
    sheets = {
        "项目支出表": [
            ["单位：元"],
            ["功能科目", "项目名称", "合计", "一般公共预算拨款"],
            ["2013202", "培训", 10, 9],
        ]
    }
    result = take(sheets)
    assert result.codes == ["G963"]
    assert result.lines("类型") == [("项目支出", "9")]


def test_a_name_without_code_is_looked_up_below_the_rows_above(take):
    sheets = {
        "部门支出总表": [
            ["单位：元"],
            ["功能分类科目", "合计", "基本支出", "项目支出"],
            ["合计", 7, 7, ""],
            ["一般公共服务支出", 7, 7, ""],
            ["  组织事务", 7, 7, ""],
            ["    行政运行", 7, 7, ""],
        ]
    }
    result = take(sheets)
    assert result.lines("功能科目", "类型") == [("2013201", "基本支出", "7")]


def test_a_name_that_many_codes_have_is_not_guessed(take):
    sheets = {
        "部门支出总表": [
            ["单位：元"],
            ["功能分类科目", "合计", "基本支出", "项目支出"],
            ["行政运行", 7, 7, ""],
        ]
    }
    assert "G965" in take(sheets).codes


def test_the_department_and_unit_tables_are_not_both_counted(take):
    rows = [
        ["单位：元"],
        ["科目编码", "科目名称", "合计", "基本支出"],
        ["2013201", "行政运行", 7, 7],
    ]
    result = take({"2.16单位支出总表": rows, "3.17部门支出总表": rows})
    assert result.places("G968") == ["导出.xlsx「2.16单位支出总表」"]
    assert added(result.data["支出明细"]) == 7


def test_a_formula_without_result_is_told(take):
    result = take(detail(LINE, ("", "2013202", "30201", "", "", "经费拨款", "=1+1")))
    assert result.codes == ["G972"]


def test_a_merged_amount_counts_once(take):
    rows = detail(("甲", *LINE[1:]), ("乙", "2013202", "30201", "", "", "经费拨款", ""))
    result = take(rows, {"支出明细表": ["G3:G4"]})
    assert result.lines() == [("100.00",)]


def test_places_of_lines_are_cells_of_the_export(take):
    result = take(detail(LINE))
    assert result.tree.entries["支出明细"].items[0].entries["金额"].place == Place(
        "导出.xlsx", "支出明细表", "G3"
    )


def test_a_table_whose_head_is_not_found_is_told_with_what_was_looked_for(take):
    result = take({"部门支出总表": [["a", "b"], ["c", "d"]], **detail(LINE)})
    assert "功能分类科目/科目编码" in result.messages("G954")[0]


def test_an_export_without_any_known_table_gives_nothing(take):
    result = take({"随便": [["a", "b"]]})
    assert result.tree is None
    assert "G952" in result.codes


def test_what_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("部门: {名称: 甲}\n", "utf-8")
    assert imported(path).codes == ["G950"]
    assert imported(tmp_path / "没有.xlsx").codes == ["S101"]


def test_faults_of_a_mapping_file_are_told_where_they_stand(tmp_path):
    path = tmp_path / "映射.yaml"
    path.write_text(
        "表达: 甲\n表:\n- {名称: 甲, 工作表: ['/(/'], 节: 支出明细}\n- {名称: 乙, 工作表: 乙, 方式: 乱}\n",
        "utf-8",
    )
    _, faults = mapping_of(path)
    assert [(f.code, f.place.line) for f in faults] == [
        ("G951", 1),
        ("G951", 3),
        ("G951", 3),
        ("G951", 4),
    ]


def test_an_own_mapping_file_adds_to_what_it_inherits(tmp_path, take):
    path = tmp_path / "映射.yaml"
    path.write_text(
        "继承: national\n值:\n  资金性质:\n  - {写作: 天上掉下来, 即: 其他收入}\n", "utf-8"
    )
    row = ("", "2013201", "30101", "", "", "天上掉下来", "1")
    book = export(tmp_path / "e.xlsx", detail(row, LINE))
    result = imported(book, path)
    assert result.lines("资金性质") == [("其他收入", "1"), ("一般公共预算拨款", "100.00")]


def test_a_title_may_carry_the_department_and_the_year(tmp_path):
    rows = [
        ["某县司法局2024年支出总表"],
        ["单位：万元"],
        SUMS_HEAD,
        ["2080505", "", 100, 100, None],
    ]
    result = imported(
        export(tmp_path / "表.xlsx", {"某县司法局2024年支出总表": rows}), header=Header()
    )
    assert result.messages("G953") == []
    assert len(result.lines()) == 1
    assert result.data["部门"]["名称"] == "某县司法局"


def test_of_two_years_in_a_table_of_labels_this_years_column_is_taken(take):
    rows = [
        ["单位：万元"],
        ["项目", "2023年预算数", "2024年预算数", "增减额"],
        ["合计", 17, 16.5, -0.5],
        ["1.因公出国（境）费", 0, 0, 0],
        ["2.公务接待费", 3, 2.5, -0.5],
        ["3.公务用车购置及运行费", 14, 14, 0],
    ]
    result = take({"“三公”经费支出表": rows})
    assert result.claims()["三公/公务接待费"] == "2.5"


def test_the_three_public_expenses_of_one_row_are_taken_by_their_heads(take):
    rows = [
        ["单位：万元"],
        ["2024年“三公”经费预算数", "", "", "", "", ""],
        ["合计", "因公出国(境)费", "公务接待费", "公务用车购置及运行费", "", ""],
        ["", "", "", "小计", "购置费", "运行费"],
        [5.9, 0, 2.3, 3.6, 0, 3.6],
        ["注：本表含项目支出。"],
    ]
    merges = {"三公经费预算表": ["A2:F2", "D3:F3"]}
    result = take({"三公经费预算表": rows}, merges)
    assert result.claims()["三公"] == "5.9"
    assert result.claims()["三公/公务用车运行维护费"] == "3.6"
