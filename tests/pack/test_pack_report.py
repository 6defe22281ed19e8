"""The 校验报告 is made also where what it tells of is a tag of a template."""

from reportgen.pack.report import _problem
from reportgen.place import Place
from reportgen.render import kinds


def test_a_tag_in_a_finding_does_not_look_like_one_that_was_not_filled():
    told = _problem(kinds.LEFTOVER.at(Place("表.xlsx", detail="{{ 甲 }}"), what="{%"))
    assert "“{ %”" in told.get("问题")
    assert "{{" not in told.get("位置")
