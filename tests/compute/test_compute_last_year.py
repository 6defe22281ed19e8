"""`上年` without a data set of last year: what was not given is blank, at every depth of its name."""

from reportgen.compute.last_year import GivenYear


def test_a_name_below_a_group_of_which_nothing_was_given_is_blank():
    year = GivenYear({}, groups=frozenset({"三公"}))
    group = year.get("三公")
    assert group.get("合计").is_blank
    assert "三公/合计" in year.missing


def test_a_name_that_is_no_group_is_a_blank_figure():
    assert GivenYear({}).get("机关运行经费").is_blank
