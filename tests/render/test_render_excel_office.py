"""What LibreOffice makes of a produced workbook when it is made to compute everything anew."""

import io

import openpyxl
import pytest
from office_tools import convert, needs_soffice
from render_builders import LOOP, book, filled, items, render, yuan

from reportgen.office import package


def values(made):
    """Cell values by sheet; an empty text and an empty cell are the same to a reader."""
    return {
        (sheet.title, cell.coordinate): round(cell.value, 9) if isinstance(cell.value, float) else cell.value
        for sheet in made
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in {None, ""}
    }  # fmt: skip


@pytest.mark.office
@needs_soffice
def test_libreoffice_computes_what_is_stored(tmp_path):
    cells = {
        "A1": "{{ 题 }}", "A2": "{%tr for 组 in 组们 %}", "A3": "{{ 组.名称 }}",
        "A4": "{%tr for 行 in 组.行们 %}", "A5": "{{ 行.名称 }}", "B5": "{{ 行.金额 | 万元 }}",
        "C5": "=SUM(B$5:B5)", "D5": "=ROUND(B5/SUM(B$5:B$5),4)", "A6": "{%tr endfor %}",
        "A7": "小计", "B7": "=SUM(B5:B5)", "C7": '=IF(B7>3,"多","少")', "A8": "{%tr endfor %}",
        "A9": "合计", "B9": '=SUMIFS(B3:B7,A3:A7,"小计")', "C9": '=COUNTIFS(A3:A7,"?")',
        "D9": "=AVERAGE(B5:B5)", "E9": '=IFERROR(B9/0,"无")', "F9": "=MAX(B5:B5)-MIN(B5:B5)",
        "A10": "{%tr for 空 in [] %}", "A11": "{{ 空 }}", "A12": "{%tr endfor %}",
        "A13": "=SUM(A11:A11)", "B13": '=SUMIFS(B11:B11,A11:A11,"x")+5',
    }  # fmt: skip
    groups = [
        {"名称": "甲组", "行们": items("a", "b", "c")},
        {"名称": "乙组", "行们": [{"名称": "d", "金额": yuan("12345.67")}]},
    ]
    more = {"汇总 表": {"A1": "=表!B9", "A2": "=SUM(表!B5:B5)", "A3": "=COUNT(表!B:B)"}}
    data = package.write(render(book(**cells, more=more), 题="表", 组们=groups).members)
    stored = values(openpyxl.load_workbook(io.BytesIO(data), data_only=True))
    assert stored["汇总 表", "A1"] == pytest.approx(7.234567)
    (tmp_path / "表.xlsx").write_bytes(data)
    (computed,) = convert([tmp_path / "表.xlsx"], "xlsx", tmp_path)
    assert values(openpyxl.load_workbook(computed, data_only=True)) == stored


@pytest.mark.office
@needs_soffice
def test_a_template_written_by_libreoffice_is_filled_alike(tmp_path):
    def arrange(page):
        page.merge_cells("A1:C1")
        page.print_area = "A1:C6"
        page.row_dimensions[3].height = 30

    cells = {
        **LOOP,
        "A1": "{{ 题 }}&表",
        "C3": "=B3*2",
        "B5": "=SUM(B3:B3)",
        "A6": "共{{ 行们 | length }}行",
    }
    data = book(**cells, arrange=arrange)
    names = {"题": "甲", "行们": items("a", "b", "c")}
    ours = filled(data, cached=True, **names)
    (tmp_path / "模板.xlsx").write_bytes(data)
    (written,) = convert([tmp_path / "模板.xlsx"], "xlsx", tmp_path)
    theirs = filled(written.read_bytes(), cached=True, **names)
    assert values(theirs) == values(ours)
    assert theirs.active.merged_cells.ranges == ours.active.merged_cells.ranges
    assert theirs.active.print_area == ours.active.print_area
    assert [theirs.active.row_dimensions[row].height for row in (2, 3, 4)] == [30, 30, 30]
