"""A chart in an Excel template keeps to the cells it was drawn over, wherever their rows are printed."""

import io

import openpyxl
import pytest
from office_lint import lint
from office_tools import convert, needs_soffice, needs_validator, validate
from openpyxl.chart import BarChart, Reference
from render.render_builders import book, items, render, yuan

from reportgen.figure import YUAN, Blank, Figure
from reportgen.office import package, tree

CELLS = {
    "A1": "科目", "B1": "{{ 年度 }}年", "C1": "上年",
    "A2": "{%tr for 行 in 列 %}",
    "A3": "{{ 行.名称 }}", "B3": "{{ 行.金额 | 万元 }}", "C3": "=B3*2",
    "A4": "{%tr endfor %}",
    "A5": "合计", "B5": "=SUM(B3:B3)",
}  # fmt: skip


def drawn(page, anchor="A8"):
    chart = BarChart()
    values = Reference(page, min_col=2, max_col=3, min_row=1, max_row=3)
    chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(page, min_col=1, min_row=3, max_row=3))
    page.add_chart(chart, anchor)


def made(*names, title="支出表", arrange=drawn, cells=CELLS, **more):
    data = book(title=title, arrange=arrange, **cells)
    return render(data, 年度=2022, **{"列": items(*names), **more})


def chart(document):
    content = next(m.content for m in document.members if m.name == "xl/charts/chart1.xml")
    return tree.parse(content)


def series(document):
    """Of each series the references and the cached points of name, categories and values."""
    found = []
    for item in chart(document).walk():
        if item.tag == "ser":
            holders = [item.find(tag).elements()[0] for tag in ("tx", "cat", "val")]
            found.append([(holder.find("f").text(), points(holder)) for holder in holders])
    return found


def points(holder):
    return [item.find("v").text() for item in holder.walk() if item.tag == "pt"]


def test_references_and_caches_follow_the_printed_rows():
    first, second = series(made("甲", "乙", "丙"))
    assert first == [
        ("'支出表'!B1", ["2022年"]),
        ("'支出表'!$A$2:$A$4", ["甲", "乙", "丙"]),
        ("'支出表'!$B$2:$B$4", ["1", "2", "3"]),
    ]
    assert second[2] == ("'支出表'!$C$2:$C$4", ["2", "4", "6"])


def test_what_is_cached_is_what_the_cells_hold():
    rows = [{"名称": "甲", "金额": yuan("12345678.9")}]
    document = made(列=rows)
    filled = openpyxl.load_workbook(io.BytesIO(package.write(document.members)), data_only=True)
    assert series(document)[0][2][1] == ["1234.56789"]
    assert filled.active["B2"].value == 1234.56789


def test_a_blank_cell_is_a_gap_among_the_points():
    rows = [
        {"名称": "甲", "金额": Figure(Blank.EMPTY, YUAN)},
        {"名称": "乙", "金额": yuan("20000")},
    ]
    document = made(列=rows)
    assert series(document)[0][2] == ("'支出表'!$B$2:$B$3", ["2"])
    content = tree.serialise(chart(document))
    assert '<ptCount val="2"/><pt idx="1"><v>2</v></pt>' in content


def test_names_of_categories_are_texts_even_where_they_were_drawn_as_numbers():
    item = next(item for item in chart(made("甲")).walk() if item.tag == "cat")
    assert [child.tag for child in item.elements()] == ["strRef"]


def test_a_loop_without_rounds_leaves_a_chart_without_points():
    values = series(made())[0][2]
    assert values == ("'支出表'!$B$1048576:$B$1048576", [])


def test_the_anchor_moves_down_with_its_row():
    def row(*names):
        content = next(
            m.content for m in made(*names).members if m.name == "xl/drawings/drawing1.xml"
        )
        return next(int(item.text()) for item in tree.parse(content).walk() if item.tag == "row")

    assert row("甲", "乙", "丙") - row("甲") == 2


def test_a_chart_on_another_sheet_follows_too():
    def arrange(page):
        drawn(page)
        other = page.parent.create_sheet("图")
        other.add_chart(page._charts.pop(), "A1")

    assert series(made("甲", "乙", arrange=arrange))[0][2][1] == ["1", "2"]


def test_a_chart_on_a_sheet_of_its_own_follows_too():
    def arrange(page):
        drawn(page)
        page.parent.create_chartsheet("图").add_chart(page._charts.pop())

    assert series(made("甲", "乙", arrange=arrange))[0][2] == ("'支出表'!$B$2:$B$3", ["1", "2"])


def test_the_same_figures_give_the_same_bytes():
    assert package.write(made("甲", "乙").members) == package.write(made("甲", "乙").members)


def test_a_cell_that_only_excel_computes_leaves_its_series_without_a_cache():
    document = made("甲", cells={**CELLS, "C3": "=NOW()"})
    assert series(document)[1][2] == ("'支出表'!$C$2", [])
    assert series(document)[0][2][1] == ["1"]


@pytest.mark.parametrize("count", [1, 30])
def test_openpyxl_loads_what_was_made(count):
    data = package.write(made(*map(str, range(count))).members)
    (found,) = openpyxl.load_workbook(io.BytesIO(data)).active._charts
    assert len(found.series) == 2


@needs_validator
@needs_soffice
def test_a_workbook_with_a_chart_is_valid_and_opens(tmp_path):
    path = tmp_path / "图.xlsx"
    path.write_bytes(package.write(made("甲", "乙", "丙").members))
    assert [item for item in validate(path) if "font" not in item] == []
    assert lint(path.read_bytes()) == []
    assert convert([path], "pdf", tmp_path)
