"""Leaf lines from published sums: found where they are certain, left undivided where they are not."""

from decimal import Decimal

import pytest
from importing_builders import added, export, imported

from reportgen.studio.importing.bounds import Solver, Sum


@pytest.fixture
def take(tmp_path):
    return lambda sheets: imported(export(tmp_path / "公开表.xlsx", sheets))


HEAD = ["科目编码", "科目名称"]


def spending(*rows):
    return [["单位：万元"], [*HEAD, "合计", "基本支出", "项目支出"], *map(list, rows)]


def economic(*rows):
    return [["单位：万元"], [*HEAD, "合计", "人员经费", "公用经费"], *map(list, rows)]


def income(*rows):
    return [
        ["单位：万元"],
        [*HEAD, "合计", "一般公共预算拨款收入", "事业收入", "上年结转"],
        *map(list, rows),
    ]


def test_sums_of_cells_settle_what_only_one_solution_fits():
    solver = Solver(3)
    assert solver.accept(Sum(frozenset({0, 1}), 5))
    assert solver.accept(Sum(frozenset({1, 2}), 0))
    assert [solver.known(i) for i in range(3)] == [5, 0, 0]


def test_a_sum_that_contradicts_changes_nothing():
    solver = Solver(2)
    assert solver.accept(Sum(frozenset({0}), 3))
    assert not solver.accept(Sum(frozenset({0, 1}), 2))
    assert solver.accept(Sum(frozenset({0, 1}), 4))
    assert solver.known(1) == 1


def test_what_several_solutions_fit_stays_open():
    solver = Solver(4)
    for cells in ({0, 1}, {2, 3}, {0, 2}, {1, 3}):
        assert solver.accept(Sum(frozenset(cells), 5))
    assert solver.known(0) is None


def test_a_function_of_one_kind_takes_the_carried_over_money(take):
    result = take(
        {
            "支出总表": spending(["2130152", "某项", "11.35", "", "11.35"]),
            "收入总表": income(["2130152", "某项", "11.35", "", "", "11.35"]),
        }
    )
    assert result.lines("功能科目", "类型", "年度来源") == [
        ("2130152", "项目支出", "上年结转", "11.35")
    ]


def test_kinds_and_sources_that_fit_in_several_ways_stay_undivided_with_a_note(take):
    result = take(
        {
            "支出总表": spending(["2013299", "其他", 15, 10, 5]),
            "收入总表": income(["2013299", "其他", 15, 12, "", 3]),
        }
    )
    assert result.codes.count("G961") == 2
    assert added(result.data["支出明细"]) == 15
    assert all("分不开" in row["假定"] for row in result.data["支出明细"])
    assert {(r["类型"], r["金额"]) for r in result.data["支出明细"]} == {
        ("基本支出", "10"),
        ("项目支出", "5"),
    }


def test_a_split_of_one_kind_over_two_years_is_certain(take):
    result = take(
        {
            "支出总表": spending(["2013299", "其他", 15, "", 15]),
            "收入总表": income(["2013299", "其他", 15, 12, "", 3]),
        }
    )
    assert sorted(result.lines("年度来源", "资金性质")) == [
        ("上年结转", "", "3"),
        ("当年", "一般公共预算拨款", "12"),
    ]


def test_economic_codes_belong_to_the_only_function(take):
    result = take(
        {
            "支出总表": spending(["2013201", "行政运行", 7, 7, ""]),
            "一般公共预算支出表": spending(["2013201", "行政运行", 7, 7, ""]),
            "基本支出表": economic(
                ["301", "工资福利支出", 7, 7, ""],
                ["30101", "基本工资", 3, 3, ""],
                ["30102", "津贴补贴", 4, 4, ""],
            ),
        }
    )
    assert result.lines("经济科目") == [("30101", "3"), ("30102", "4")]
    assert "假定" not in result.data["支出明细"][0]


def test_several_functions_and_economic_codes_are_not_crossed(take):
    result = take(
        {
            "一般公共预算支出表": spending(
                ["2013201", "行政运行", 7, 7, ""], ["2013250", "事业运行", 3, 3, ""]
            ),
            "基本支出表": economic(
                ["30101", "基本工资", 6, 6, ""], ["30102", "津贴补贴", 4, 4, ""]
            ),
        }
    )
    assert "G961" in result.codes
    assert result.lines("功能科目", "经济科目") == [("2013201", "", "7"), ("2013250", "", "3")]


def test_declared_pairs_of_the_same_amount_are_taken_and_marked_as_assumed(take):
    result = take(
        {
            "一般公共预算支出表": spending(
                ["2013201", "行政运行", 7, 7, ""], ["2210201", "住房公积金", 3, 3, ""]
            ),
            "基本支出表": economic(
                ["30101", "基本工资", 7, 7, ""], ["30113", "住房公积金", 3, 3, ""]
            ),
        }
    )
    assert result.lines("功能科目", "经济科目") == [
        ("2013201", "30101", "7"),
        ("2210201", "30113", "3"),
    ]
    assert "推定" in result.data["支出明细"][1]["假定"]
    assert result.codes.count("G962") == 1


def test_a_pair_whose_amounts_differ_is_not_taken(take):
    result = take(
        {
            "一般公共预算支出表": spending(
                ["2013201", "行政运行", 7, 7, ""], ["2210201", "住房公积金", 3, 3, ""]
            ),
            "基本支出表": economic(
                ["30101", "基本工资", 6, 6, ""], ["30113", "住房公积金", 4, 4, ""]
            ),
        }
    )
    assert not any("经济科目" in row for row in result.data["支出明细"])


def test_what_the_economic_table_lacks_stays_a_line_of_its_own(take):
    result = take(
        {
            "一般公共预算支出表": spending(["2013201", "行政运行", "7.00", "7.00", ""]),
            "基本支出表": economic(["30101", "基本工资", "6.99", "6.99", ""]),
        }
    )
    assert [r[-1] for r in result.lines()] == ["6.99", "0.01"]
    assert "少 0.01万元" in result.messages("G961")[0]


def test_a_figure_that_two_tables_state_differently_is_told(take):
    result = take(
        {
            "支出总表": spending(["", "合计", 7, 7, ""], ["2013201", "行政运行", 7, 7, ""]),
            "收支总表": [
                ["单位：万元"],
                ["收入", "", "支出", ""],
                ["项目", "预算数", "项目", "预算数"],
                ["一、一般公共预算拨款收入", 8, "一、一般公共服务支出", 7],
                ["收入总计", 8, "支出总计", 8],
            ],
        }
    )
    assert result.messages("G960") == ["“支出”这里是 8万元，另一处是 7万元。"]
    assert "导入自" in result.data["声明数"][0]["说明"]


def test_a_digit_that_differs_is_no_rounding_where_the_unit_is_the_same(take):
    rows = [["", "合计", 586.94, 586.94, ""], ["2013201", "行政运行", 586.94, 586.94, ""]]
    general = [["", "合计", 586.9, 586.9, ""], ["2013201", "行政运行", 586.94, 586.94, ""]]
    result = take({"支出总表": spending(*rows), "一般公共预算支出表": spending(*general)})
    assert result.claims()["支出/一般公共预算拨款"] == "586.9"
    both = {"支出总表": spending(*rows), "收入总表": income(["", "合计", 586.9, 586.9, "", ""])}
    assert "“支出”这里是 586.9万元，另一处是 586.94万元。" in take(both).messages("G960")


def test_the_same_figure_rounded_in_another_unit_is_no_contradiction(take):
    yuan = [
        ["单位：元"],
        [*HEAD, "合计", "基本支出"],
        ["", "合计", 5869412, 5869412],
        ["2013201", "行政运行", 5869412, 5869412],
    ]
    wan = income(["", "合计", 586.94, 586.94, "", ""])
    result = take({"支出总表": yuan, "收入总表": wan})
    assert "G960" not in result.codes
    assert result.claims()["支出"] == "5869412"


def test_a_total_of_money_without_any_line_is_told(take):
    result = take(
        {
            "支出总表": spending(["", "合计", 9, 7, 2], ["2013201", "行政运行", 7, 7, ""]),
        }
    )
    assert "“支出/项目支出”的合计是 2万元" in result.messages("G967")[0]


def test_carried_income_takes_its_fund_from_what_it_is_spent_on(take):
    result = take(
        {
            "收支总表": [
                ["单位：万元"],
                ["收入", "", "支出", ""],
                ["项目", "预算数", "项目", "预算数"],
                ["一、一般公共预算拨款收入", 7, "一、一般公共服务支出", 10],
                ["上年结转结余", 3, "", ""],
            ],
            "一般公共预算支出表": spending(["2013202", "某项", 10, "", 10]),
            "收入总表": income(["2013202", "某项", 10, 7, "", 3]),
        }
    )
    assert "G969" in result.codes
    assert "G961" not in result.codes
    assert [(r["资金性质"], r["金额"]) for r in result.data["收入明细"]] == [
        ("一般公共预算拨款", "7"),
        ("一般公共预算拨款", "3"),
    ]


def test_a_two_sided_table_takes_labels_by_what_stands_above_them(take):
    result = take(
        {
            "财政拨款收支总表": [
                ["单位：万元"],
                ["收入", "", "支出", "", ""],
                ["项目", "金额", "项目", "合计", "一般公共预算财政拨款"],
                ["一、一般公共预算拨款", 7, "一、一般公共服务支出", 10, 10],
                ["上年结转", 3, "", "", ""],
                ["一、一般公共预算拨款", 3, "", "", ""],
            ],
        }
    )
    assert [(r["年度来源"], r["金额"]) for r in result.data["收入明细"]] == [
        ("当年", "7"),
        ("上年结转", "3"),
    ]


def test_the_three_public_expenses_become_claims(take):
    result = take(
        {
            "支出总表": spending(["2013201", "行政运行", 7, 7, ""]),
            "三公经费表": [
                ["单位：万元"],
                ["项目", "合计"],
                ["“三公”经费小计", "11.30"],
                ["二、公务用车购置及运维费", ""],
                ["    公务用车运行维护费", "11.00"],
                ["三、公务接待费", "0.30"],
            ],
        }
    )
    claims = result.claims()
    assert Decimal(claims["三公"]) == Decimal("11.30")
    assert "三公/公务用车" not in claims
    assert claims["三公/公务接待费"] == "0.30"


def test_a_negative_amount_is_put_down_as_the_first_table_has_it(take):
    result = take({"支出总表": spending(["2013201", "行政运行", 5, 7, -2])})
    assert sorted(result.lines("类型")) == [("基本支出", "7"), ("项目支出", "-2")]


SPENT = spending(("2013201", "行政运行", 1000, 1000, ""), ("合计", "", 1000, 1000, ""))
WIDE = [
    ["2024年一般公共预算“三公”经费支出表"],
    ["单位：万元"],
    ["2023年预算数", "", "", "", "", "", "2024年预算数"],
    ["合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"] * 2,
    ["", "", "小计", "公务用车购置费", "公务用车运行费", ""] * 2,
    [42, 0, 26, 0, 26, 16, 35, 0, 20, 0, 20, 15],
]
MERGED_HEADS = ["A3:F3", "G3:L3", "A4:A5", "B4:B5", "C4:E4", "F4:F5", "G4:G5", "H4:H5", "I4:K4", "L4:L5"]  # fmt: skip


def test_labels_that_stand_as_heads_are_read_across_and_this_year_is_taken(tmp_path):
    sheets = {"支出总表": SPENT, "三公经费支出表": WIDE}
    file = export(tmp_path / "表.xlsx", sheets, {"三公经费支出表": MERGED_HEADS})
    done = imported(file)
    assert {name: amount for name, amount in done.claims().items() if "三公" in name} == {
        "三公": "35",
        "三公/因公出国": "0",
        "三公/公务用车": "20",
        "三公/公务用车购置费": "0",
        "三公/公务用车运行维护费": "20",
        "三公/公务接待费": "15",
    }
    assert "G954" not in done.codes


def test_without_years_above_them_the_only_heads_are_taken(take):
    rows = [["单位：万元"], *(row[:6] for row in WIDE[3:])]
    assert take({"支出总表": SPENT, "三公经费支出表": rows}).claims()["三公/公务接待费"] == "16"


def test_a_head_of_two_rows_is_taken_whole_where_its_upper_row_would_do(tmp_path):
    rows = [
        ["单位：万元"],
        ["科目编码", "科目名称", "合计", "基本支出", "", "", "项目支出"],
        ["", "", "", "小计", "人员经费", "公用经费", ""],
        ["2010401", "行政运行", 880.2, 880.2, 780.2, 100, ""],
        ["2010499", "其他发展与改革事务支出", 300, "", "", "", 300],
        ["合计", "", 1180.2, 880.2, 780.2, 100, 300],
    ]
    merges = {"一般公共预算支出表": ["A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3"]}
    done = imported(export(tmp_path / "表.xlsx", {"一般公共预算支出表": rows}, merges))
    assert not {"G954", "G957", "G959"} & set(done.codes)
    assert done.lines("功能科目", "类型") == [
        ("2010401", "基本支出", "880.2"),
        ("2010499", "项目支出", "300"),
    ]
