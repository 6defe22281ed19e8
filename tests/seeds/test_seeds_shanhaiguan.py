"""The tables of 山海关 2023, built from the leaf figures, against the tables that were published."""

import re
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
import yaml

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "shanhaiguan-zzb"
TABLES = yaml.load(
    (Path(__file__).parent / "shanhaiguan_2023_tables.yaml").read_text(encoding="utf-8"),
    Loader=yaml.BaseLoader,
)["表"]
BY_TAB = {table["页签"]: table for table in TABLES}
REPORTS = {"校验报告.xlsx", "变更清单.xlsx"}
"""Reports of a build, which carry places; the other files are the official documents."""

DIFFERENCES = {
    # (tab, cell): published, ours, why
    ("三公经费表", "C11"): (
        "",
        "11.00",
        "公开表“二、公务用车购置及运维费”空着，下面的运行维护费有 11.00",
    ),
    ("三公经费表", "D11"): ("", "11.00", "同上"),
}


def build(source, out):
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", "build", str(source), "-o", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    documents = {
        path.name: path
        for path in out.rglob("*.*")
        if path.suffix in {".xlsx", ".docx"}
        and path.name not in REPORTS
        and ".reportgen" not in path.parts
    }
    assert documents, done.stdout + done.stderr
    return documents


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    return build(DATA / "2023.yaml", tmp_path_factory.mktemp("yaml"))


@pytest.fixture(scope="module")
def workbook(documents):
    return openpyxl.load_workbook(documents["部门预算表.xlsx"], data_only=True)


def shown(cell):
    """What the cell shows: its value through its number format, layout spaces left out."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return re.sub(r"\s", "", value)
    number = Decimal(repr(value))
    if cell.number_format == "General":
        return str(number)
    assert cell.number_format == "0.00;-0.00;;@", f"{cell.coordinate}: {cell.number_format}"
    if not number:
        return ""
    return str(number.quantize(Decimal("0.01"), ROUND_HALF_UP))


def expected_rows(table):
    """The rows of the sheet below the line above the table, as published."""
    width = len(table["行"][0])
    rows = [*table["表头"], *([table["栏次"]] if "栏次" in table else []), *table["行"]]
    if "注" in table:
        rows.append([table["注"], *[""] * (width - 1)])
    return rows


def produced_rows(sheet):
    return [[shown(cell) for cell in row] for row in sheet.iter_rows(min_row=3)]


def differences(table, sheet):
    """Cells that are shown otherwise than published: cell → (published, ours)."""
    expected, produced = expected_rows(table), produced_rows(sheet)
    assert [len(row) for row in produced] == [len(row) for row in expected]
    return {
        sheet.cell(r, c).coordinate: (want, got)
        for r, (wants, gots) in enumerate(zip(expected, produced, strict=True), start=3)
        for c, (want, got) in enumerate(zip(wants, gots, strict=True), start=1)
        if want != got
    }


def moved_down(merge, rows):
    return re.sub(r"\d+", lambda number: str(int(number[0]) + rows), merge)


def test_the_workbook_has_the_published_tables_in_their_order(workbook):
    assert workbook.sheetnames == list(BY_TAB)


@pytest.mark.parametrize("tab", BY_TAB)
def test_every_cell_shows_what_was_published_but_for_the_listed_differences(workbook, tab):
    listed = {
        cell: (published, ours)
        for (sheet, cell), (published, ours, _) in DIFFERENCES.items()
        if sheet == tab
    }
    assert differences(BY_TAB[tab], workbook[tab]) == listed


@pytest.mark.parametrize("tab", BY_TAB)
def test_title_and_the_line_above_the_table_are_as_published(workbook, tab):
    title, above = workbook[tab][1], workbook[tab][2]
    assert [shown(cell) for cell in title if cell.value] == [BY_TAB[tab]["标题"]]
    assert [shown(cell) for cell in above if cell.value] == BY_TAB[tab]["表上"]


@pytest.mark.parametrize("tab", BY_TAB)
def test_the_head_is_merged_as_published(workbook, tab):
    head = len(BY_TAB[tab]["表头"])
    merged = {
        str(merge) for merge in workbook[tab].merged_cells.ranges if 3 <= merge.min_row < 3 + head
    }
    assert merged == {moved_down(merge, 2) for merge in BY_TAB[tab]["合并"]}


def test_totals_are_live_formulas(documents):
    sheet = openpyxl.load_workbook(documents["部门预算表.xlsx"])["支出总表"]
    assert sheet["D6"].value == '=SUMIFS(D7:D26,$B7:$B26,"???")'


def test_yaml_and_workbook_give_the_same_documents_byte_by_byte(documents, tmp_path):
    from_workbook = build(DATA / "2023.xlsx", tmp_path)
    assert {name: path.read_bytes() for name, path in from_workbook.items()} == {
        name: path.read_bytes() for name, path in documents.items()
    }
