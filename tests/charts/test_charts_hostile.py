"""Charts in files that somebody damaged or made up are findings, never a traceback."""

import pytest
from charts_builders import drawing, faults, template

CHART = "word/charts/chart1.xml"


def emptied(text):
    start, end = text.index("<c:plotArea>") + len("<c:plotArea>"), text.index("</c:plotArea>")
    return text[:start] + text[end:]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda _: "<c:chartSpace", "R760"),
        (lambda _: " ", "R760"),
        (lambda text: text.replace("<c:chartSpace", "<!DOCTYPE a><c:chartSpace", 1), "R760"),
        (emptied, "R812"),
        (lambda text: text[: text.index("<c:externalData")] + "</c:chartSpace>", "R812"),
    ],
)
def test_a_damaged_chart_is_told(change, code):
    found = faults(template(drawing(), changed={CHART: change}))
    assert [item.code for item in found] == [code]


def test_a_chart_whose_part_is_missing_is_left_as_it_stands():
    rels = "word/_rels/document.xml.rels"
    data = template(
        drawing(), changed={rels: lambda text: text.replace("charts/chart1.xml", "charts/none.xml")}
    )
    assert [item.code for item in faults(data)] == ["L513"]
