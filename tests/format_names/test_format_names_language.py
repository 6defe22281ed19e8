"""Tick boxes, and that whatever a template can use is explained."""

import pytest

from reportgen.language.environment import compile_expression, make_environment
from reportgen.language.errors import WrongValueError
from reportgen.language.meanings import ALIASES, FILTERS, FUNCTIONS
from reportgen.language.printing import defaults


def said(source, **names):
    return compile_expression(make_environment(), source).evaluate(names)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ('勾选("是", ["是", "否"])', "☑是　□否"),
        ('勾选("", ["是", "否"])', "□是　□否"),
        ('勾选("否", ["是", "否"], 框在后=True)', "是□　否☑"),
        ('勾选("甲、丙", ["甲", "乙", "丙"], 间隔=" ")', "☑甲 □乙 ☑丙"),
        ('勾选("是", "是")', "☑是"),
        ('勾选("否", "是")', "□是"),
        ("勾选(真, ['是', '否'])", "☑是　□否"),
    ],
)
def test_the_chosen_option_is_ticked(source, printed):
    assert said(source, 真=True) == printed


def test_a_value_that_is_no_option_is_not_printed_as_if_nothing_was_chosen():
    with pytest.raises(WrongValueError) as caught:
        said('勾选("或许", ["是", "否"])')
    assert "或许" in str(caught.value)


def test_every_function_is_explained_once():
    known = set(make_environment().globals)
    assert set(FUNCTIONS) - {"主要原因"} == known


def test_every_filter_is_explained_once():
    known = set(make_environment().filters) - set(defaults())
    assert set(FILTERS) | set(ALIASES) == known
    assert set(ALIASES.values()) <= set(FILTERS)


def test_every_way_of_writing_that_is_shown_can_be_compiled():
    env = make_environment()
    for meaning in [*FUNCTIONS.values(), *FILTERS.values()]:
        compile_expression(env, meaning.written)
