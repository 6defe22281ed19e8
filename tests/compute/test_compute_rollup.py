"""Totals follow from leaf lines, each computed once, each traceable to its lines."""

from decimal import Decimal

import pytest

from reportgen.compute.conditions import conditions
from reportgen.compute.rollup import Totals
from reportgen.figure import YUAN, Figure, Read, leaves, places
from reportgen.model.ledger import BudgetLine, Ledger
from reportgen.place import Place


def ledger(*rows):
    made = []
    for number, row in enumerate(rows, start=1):
        function, economic, kind, amount = row.split()
        place = Place("账.yaml", line=number)
        figure = Figure(Decimal(amount), YUAN, Read(place), f"支出明细/{number}")
        made.append(
            BudgetLine(
                figure,
                place,
                function=function,
                economic=economic.strip("-"),
                kind=kind,
                fund="一般公共预算拨款",
                vintage="当年",
                stage="年初",
            )
        )
    return Totals(Ledger("支出", tuple(made)))


BOOK = (
    "2013201 30101 基本支出 100.10",
    "2013201 30201 基本支出 20.20",
    "2013299 - 项目支出 300.30",
    "2080501 30301 基本支出 4.00",
)


def test_a_class_is_the_sum_of_its_lines():
    totals = ledger(*BOOK)
    assert totals.by_code("功能科目", ())["201"].value == Decimal("420.60")


def test_a_class_rests_on_its_sections_and_these_on_their_items():
    amounts = ledger(*BOOK).by_code("功能科目", ())
    assert [f.key for f in amounts["201"].origin.operands] == ["支出/20132"]
    assert [f.key for f in amounts["20132"].origin.operands] == ["支出/2013201", "支出/2013299"]


def test_an_amount_leads_back_to_the_places_of_its_lines():
    amounts = ledger(*BOOK).by_code("功能科目", ())
    assert [place.line for place in places(amounts["2013201"])] == [1, 2]


def test_a_condition_leaves_other_lines_out():
    totals = ledger(*BOOK)
    assert totals.amount(conditions({"类型": "基本支出"})).value == Decimal("124.30")


def test_a_code_takes_in_what_is_below_it():
    totals = ledger(*BOOK)
    assert totals.amount(conditions({"经济科目": ["301", "303"]})).value == Decimal("104.10")


def test_the_empty_code_takes_in_nothing():
    totals = ledger(*BOOK)
    assert totals.amount(conditions({"功能科目": ""})).is_blank


def test_no_line_gives_a_blank_not_zero():
    totals = ledger(*BOOK)
    assert totals.amount(conditions({"类型": "事业单位经营支出"})).is_blank


def test_the_same_question_gives_the_same_figure():
    totals = ledger(*BOOK)
    asked = conditions({"类型": "基本支出"})
    assert totals.amount(asked) is totals.amount(conditions({"类型": "基本支出"}))


def test_the_key_says_what_was_asked_in_a_fixed_order():
    totals = ledger(*BOOK)
    asked = conditions({"资金性质": "一般公共预算拨款", "类型": "基本支出"})
    assert totals.amount(asked).key == "支出/基本支出/一般公共预算拨款"


def test_the_budget_stage_is_not_part_of_the_key():
    totals = ledger(*BOOK)
    assert totals.amount(conditions({"阶段": "年初"})).key == "支出"


def test_conditions_that_exclude_each_other_give_a_blank():
    totals = ledger(*BOOK)
    base = conditions({"类型": "基本支出"})
    assert totals.amount(conditions({"类型": "项目支出"}, base)).is_blank


def test_a_narrower_code_within_a_wider_one_counts():
    totals = ledger(*BOOK)
    base = conditions({"经济科目": "301"})
    assert totals.amount(conditions({"经济科目": "30101"}, base)).value == Decimal("100.10")


def test_a_wider_code_within_a_narrower_one_adds_nothing():
    totals = ledger(*BOOK)
    base = conditions({"经济科目": "30101"})
    assert totals.amount(conditions({"经济科目": "301"}, base)).value == Decimal("100.10")


def test_rows_come_class_by_class_in_the_order_of_codes():
    totals = ledger("2080501 30301 基本支出 1", "2013299 - 项目支出 1", "2013201 30101 基本支出 1")
    rows = [n.code for root in totals.tree("功能科目", (), str) for n in root.walk(3)]
    assert rows == ["201", "20132", "2013201", "2013299", "208", "20805", "2080501"]


def test_a_tree_stops_at_the_level_asked_for():
    totals = ledger(*BOOK)
    rows = [n.code for root in totals.tree("功能科目", (), str) for n in root.walk(1)]
    assert rows == ["201", "208"]


def test_a_dimension_without_codes_keeps_the_order_of_the_data():
    totals = ledger(*BOOK)
    rows = [root.code for root in totals.tree("类型", (), str)]
    assert rows == ["基本支出", "项目支出"]


def test_a_line_coded_at_a_class_still_counts_in_it():
    totals = ledger("201 30101 基本支出 5", "2013201 30101 基本支出 7")
    amounts = totals.by_code("功能科目", ())
    assert amounts["201"].value == Decimal(12)


def test_every_leaf_is_counted_once():
    totals = ledger(*BOOK)
    assert len(list(leaves(totals.amount(())))) == 4


@pytest.mark.parametrize("count", [1, 7, 40])
def test_classes_add_up_to_the_whole(count):
    rows = [f"20{n % 9 + 1}{n % 30 + 10}{n % 80 + 10} 30101 基本支出 {n}.37" for n in range(count)]
    totals = ledger(*rows)
    amounts = totals.by_code("功能科目", ())
    classes = sum(amounts[code].number for code in amounts if len(code) == 3)
    assert classes == totals.amount(()).number
