"""What a template may ask a ledger: a value that no line can have is told, never a blank."""

import pytest

from reportgen.compute.rollup import Totals
from reportgen.compute.views import LedgerView
from reportgen.language.errors import UnknownNameError
from reportgen.model.ledger import Ledger


@pytest.fixture
def ledger():
    options = {"类型": ("基本支出", "项目支出")}
    totals = Totals(Ledger("支出", (), None, options))
    return LedgerView(totals, lambda *_: "", list)


@pytest.mark.parametrize("asked", ["基本", ["基本支出", "基本"]])
def test_a_value_that_no_line_can_have_is_not_a_blank(ledger, asked):
    with pytest.raises(UnknownNameError) as told:
        ledger.amount(类型=asked)
    assert "基本支出" in told.value.known


def test_a_value_that_no_line_happens_to_have_is_a_blank(ledger):
    assert ledger.amount(类型="项目支出").is_blank


def test_a_dimension_without_options_may_be_anything(ledger):
    assert ledger.amount(项目="没有这个项目").is_blank
