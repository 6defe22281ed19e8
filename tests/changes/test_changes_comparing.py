"""What counts as a change of a figure or of an input."""

import pytest

from reportgen.pack.changes import Changes, DocumentChange, compare_figures, compare_inputs
from reportgen.pack.figure_map import Printed
from reportgen.pack.inputs import Input, Inputs, inputs_to_bytes, parse_inputs
from reportgen.pack.manifest import BrokenError


def figures(*rows):
    return {"表.xlsx": [Printed("支出", *row) for row in rows]}


def changed(old, new):
    return [(c.spot, c.old, c.new) for c in compare_figures(figures(*old), figures(*new))]


def inputs(*rows):
    return Inputs("", "万元", {row[0]: Input(*row) for row in rows})


def test_a_figure_that_changed_stands_with_both_texts():
    assert changed([("C5", "支出/201", "1.00")], [("C5", "支出/201", "2.00")]) == [
        ("C5", "1.00", "2.00")
    ]


def test_a_figure_that_only_moved_is_no_change():
    old, new = [("C5", "支出/208", "1.00")], [("C9", "支出/208", "1.00")]
    assert changed(old, new) == []


def test_a_new_row_is_what_came_and_a_lost_one_what_went():
    one, two = ("C5", "支出/201", "1.00"), ("C6", "支出/208", "2.00")
    assert changed([one], [one, two]) == [("C6", "", "2.00")]
    assert changed([one, two], [one]) == [("C6", "2.00", "")]


def test_a_blank_that_comes_or_goes_with_its_row_is_no_change():
    assert changed([], [("C5", "支出/201", "")]) == []


def test_digits_that_no_text_shows_are_told_exactly():
    old, new = ("C5", "支出", "1.00"), ("C5", "支出", "1.00", "1.0012")
    assert changed([old], [new]) == [("C5", "1.00", "1.0012")]


def test_one_figure_printed_twice_is_told_at_both_cells():
    old = [("C5", "支出", "1"), ("D5", "支出", "1")]
    new = [("C5", "支出", "2"), ("D5", "支出", "2")]
    assert changed(old, new) == [("C5", "1", "2"), ("D5", "1", "2")]


def test_of_one_figure_printed_more_often_only_the_further_place_is_new():
    old = [("C5", "支出", "1")]
    new = [("C4", "支出", "1"), ("C5", "支出", "1")]
    assert changed(old, new) == [("C5", "", "1")]


def test_an_increase_that_becomes_a_decrease_is_one_change():
    old, new = ("C5", "(支出-上年/支出)", "2"), ("C5", "|(支出-上年/支出)|", "3")
    assert changed([old], [new]) == [("C5", "2", "3")]


def test_a_sum_that_has_nothing_left_to_add_is_one_change_where_it_stands():
    old, new = ("C5", "支出/老干部中心/预算准备金", "7"), ("C5", "支出/无/预算准备金", "0")
    assert changed([old], [new]) == [("C5", "7", "0")]
    assert changed([new], [old]) == [("C5", "0", "7")]
    other = ("C9", "支出/无/预算准备金", "0")
    assert changed([old], [other]) == [("C9", "", "0"), ("C5", "7", "")]


def test_changes_stand_in_the_order_of_the_document():
    old = [("C5", "甲", "1"), ("C6", "乙", "1"), ("C7", "甲", "1")]
    new = [("C5", "甲", "2"), ("C6", "乙", "2"), ("C7", "甲", "2")]
    assert [spot for spot, *_ in changed(old, new)] == ["C5", "C6", "C7"]


def test_an_input_is_told_in_the_unit_it_is_typed_in():
    old = inputs(("支出明细/2013201", "1527500", "元", "2023.yaml:30:76"))
    new = inputs(("支出明细/2013201", "1537500", "元", "2023.yaml:31:76"))
    [change] = compare_inputs(old, new)
    assert (change.place, change.old, change.new) == ("2023.yaml:31:76", "152.75万元", "153.75万元")


def test_an_input_that_only_moved_is_no_change():
    one = inputs(("支出明细/2013201", "1", "元", "2023.yaml:30:76"))
    two = inputs(("支出明细/2013201", "1", "元", "2023.xlsx「支出明细」L5"))
    assert compare_inputs(one, two) == []


def test_an_input_that_is_gone_is_told_at_its_old_place():
    [change] = compare_inputs(inputs(("部门/代码", "203", "", "2023.yaml:10:7")), inputs())
    assert (change.place, change.old, change.new) == ("2023.yaml:10:7", "203", "")


def test_inputs_read_back_as_they_were_written():
    kept = Inputs("../数据/2023.yaml", "元", {"部门/代码": Input("部门/代码", "203", "", "a:1:2")})
    assert parse_inputs(inputs_to_bytes(kept)) == kept


@pytest.mark.parametrize("data", [b"", b"[]", b'{"version":1}', b'{"version":9,"inputs":[]}'])
def test_broken_inputs_are_refused(data):
    with pytest.raises(BrokenError):
        parse_inputs(data)


@pytest.mark.parametrize("row", ['["a"]', "[1,2,3,4]", "3", "null", '["a","b","c","d","e"]'])
def test_inputs_with_other_rows_are_refused(row):
    text = f'{{"version":1,"source":"","unit":"元","inputs":[{row}]}}'
    with pytest.raises(BrokenError):
        parse_inputs(text.encode())


def test_a_working_paper_alone_is_no_change():
    paper = DocumentChange("校验报告.xlsx", "改写", official=False)
    assert not Changes(documents=(paper,))
    assert Changes(documents=(DocumentChange("部门预算表.xlsx", "改写"),))
