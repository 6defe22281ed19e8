"""The page about the findings is what the program makes, and no finding is without an example."""

from format_check_builders import Mistake
from samples import ROOT
from test_format_check_mistakes import CASES

from reportgen.finding_catalogue import load_all
from reportgen.studio.format_check.manual import EXAMPLES, markdown


def test_the_page_is_up_to_date():
    assert (ROOT / "docs" / "版式检查.md").read_text("utf-8") == markdown()


def test_every_finding_of_the_check_has_an_example():
    listed = {code for examples in EXAMPLES.values() for code in examples}
    assert {code for code in load_all() if code.startswith("T1")} <= listed


def test_every_code_of_the_table_is_on_the_page():
    listed = {code for examples in EXAMPLES.values() for code in examples}
    assert {case.code for case in CASES if isinstance(case, Mistake)} <= listed
