"""The self-evaluation forms of 罗湖 2024, in Word and in Excel, cell by cell against what was published.

Whitespace in a cell is layout and left out on both sides, as are the two boxes of prose.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from docx.oxml.ns import qn

from reportgen.formats import Library
from reportgen.pack.build import build
from reportgen.pack.prepare import prepare

ROOT = Path(__file__).parents[2]
FORMS = yaml.load(
    (Path(__file__).parent / "luohu_2024_forms.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)["表"]
FOLDER = "项目支出绩效自评表"
LABEL = "年度绩效指标"

DIFFERENCES = {
    "下属单位": {
        "年度绩效指标": (
            "公开表的第一栏从表头到总分合并成一格；这里表头和下面分成两格，因为表头要在每一页重复，"
            "跨着表头合并的格子在第二页会缺一块。本级的公开表就是分成两格的。"
        ),
    },
}
"""What is laid out otherwise than published, by 表样; every text is the same."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made, _ = prepare(ROOT / "data" / "luohu-zzb" / "2024.yaml", Library(ROOT / "templates"))
    report, findings = build(made, tmp_path_factory.mktemp("out"))
    assert report is not None, findings
    return report.folder


@pytest.fixture(params=FORMS, ids=[form["项目"] for form in FORMS])
def form(request):
    return request.param


def plain(text):
    return re.sub(r"\s", "", text)


def wanted(form):
    """The rows of a form as lists of what their cells show; blank cells of the heads left out."""
    rows = [[form["标题"]], *form["表头"], [form["资金节"]], form["资金表头"], *form["资金"]]
    rows += [["项目目标完成情况"], ["年度总体目标", "预期目标", "* 实际完成情况"]]
    rows += [form["指标表头"], *form["指标"], form["总分"]]
    return [[plain(cell) for cell in row] for row in rows]


def printed(rows):
    """Produced rows made comparable: blank cells left out, save in rows of indicators and money."""
    found, inside = [], False
    for row in rows:
        cells = [plain(cell) for cell in row]
        first = next((cell for cell in cells if cell), "")
        if first == "总分":
            inside = False
        if inside:
            found.append(cells[1:])  # The first column holds the label of the whole block.
        elif len(cells) == 7 and not cells[0]:
            found.append(cells[1:])
        elif first:
            found.append([cell for cell in cells if cell])
        if cells[0] == LABEL and "一级指标" in cells:
            inside = True
    # The row with the two boxes of prose stands below its head.
    at = found.index(["年度总体目标", "预期目标", "*实际完成情况"])
    return [*found[: at + 1], *found[at + 2 :]]


def word_rows(document):
    """What each cell shows; a cell merged into the one above shows nothing."""
    yield [document.paragraphs[0].text]
    for table in document.tables:
        for row in table._tbl.tr_lst:
            cells = []
            for cell in row.tc_lst:
                merge = cell.tcPr.find(qn("w:vMerge"))
                hidden = merge is not None and merge.get(qn("w:val")) != "restart"
                text = "".join(node.text or "" for node in cell.iter(qn("w:t")))
                cells.append("" if hidden else text)
            yield cells


def excel_rows(sheet):
    merged = [box for box in sheet.merged_cells.ranges if box.min_col < box.max_col]
    beside = {
        (row, column)
        for box in merged
        for row in range(box.min_row, box.max_row + 1)
        for column in range(box.min_col + 1, box.max_col + 1)
    }
    for row in sheet.iter_rows():
        yield [shown(cell) for cell in row if (cell.row, cell.column) not in beside]


def shown(cell):
    """What a cell shows: its value through its number format."""
    value, form = cell.value, cell.number_format
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    number = Decimal(repr(value))
    if form == "General":
        return f"{number.normalize():f}"
    if form == "0.00;-0.00;0" and not number:
        return "0"
    assert form in {"0.00", "0.0000", "0.00;-0.00;0"}, f"{cell.coordinate}: {form}"
    return str(number.quantize(Decimal(form.partition(";")[0]), ROUND_HALF_UP))


def test_every_cell_in_word_shows_what_was_published(folder, form):
    document = docx.Document(folder / FOLDER / f"{form['项目']}.docx")
    assert printed(word_rows(document)) == wanted(form)


def test_every_cell_in_excel_shows_what_was_published(folder, form):
    book = openpyxl.load_workbook(folder / f"{FOLDER}.xlsx", data_only=True)
    tab = form["标题"].removesuffix("项目支出绩效自评表")
    assert printed(excel_rows(book[tab])) == wanted(form)


def test_the_form_of_all_projects_holds_each_of_them(folder):
    document = docx.Document(folder / f"{FOLDER}（合订）.docx")
    whole = list(word_rows(document))[1:]
    each = [
        row
        for form in FORMS
        for row in list(word_rows(docx.Document(folder / FOLDER / f"{form['项目']}.docx")))[1:]
    ]
    assert whole == each
    titles = [p.text for p in document.paragraphs if p.text.strip()]
    assert titles == [form["标题"] for form in FORMS]


def test_the_form_of_all_projects_begins_a_page_for_each(folder):
    document = docx.Document(folder / f"{FOLDER}（合订）.docx")
    breaks = [e for e in document.element.iter(qn("w:br")) if e.get(qn("w:type")) == "page"]
    assert len(breaks) == len(FORMS) - 1


def test_the_workbook_begins_with_a_summary_and_has_a_sheet_for_each(folder):
    book = openpyxl.load_workbook(folder / f"{FOLDER}.xlsx", data_only=True)
    assert book.sheetnames[0] == "汇总"
    assert len(book.sheetnames) == 1 + len(FORMS)
    rows = [[shown(cell) for cell in row] for row in book["汇总"].iter_rows(min_row=4)]
    assert [row[1] for row in rows[:5]] == [form["项目"] for form in FORMS]
    assert [row[3:8] for row in rows[:5]] == [
        [
            *form["资金"][0][1:4],
            str(Decimal(form["资金"][0][5]).quantize(Decimal("0.01"))),
            form["总分"][2],
        ]
        for form in FORMS
    ]
    assert {row[8] for row in rows[:5]} == {"优"}
    assert rows[5][3:8] == ["4098400.00", "3979900.00", "3413438.72", "85.77", "98.04"]


def test_the_label_column_differs_only_as_listed(folder, form):
    document = docx.Document(folder / FOLDER / f"{form['项目']}.docx")
    shown_in_first = [row[0] for row in word_rows(document) if row[0] == LABEL]
    published = 2 if LABEL not in DIFFERENCES.get(form["表样"], {}) else 1
    assert (len(shown_in_first), published) == (2, 2 if form["表样"] == "本级" else 1)


def test_the_unit_column_stands_only_in_the_variant_that_has_it(folder):
    book = openpyxl.load_workbook(folder / f"{FOLDER}.xlsx")
    for form in FORMS:
        sheet = book[form["标题"].removesuffix("项目支出绩效自评表")]
        texts = {cell.value for row in sheet.iter_rows() for cell in row}
        assert ("度量单位" in texts) == (form["表样"] == "本级")


def test_the_first_level_is_merged_over_its_rows_and_the_second_where_published(folder):
    book = openpyxl.load_workbook(folder / f"{FOLDER}.xlsx")
    for form in FORMS:
        sheet = book[form["标题"].removesuffix("项目支出绩效自评表")]
        heads = [cell.row for cell in sheet["A"] if cell.value == LABEL]
        last = max(cell.row for cell in sheet["A"] if cell.value == "总分") - 1
        merged = {str(box) for box in sheet.merged_cells.ranges if heads[1] <= box.min_row <= last}
        for column, letter in enumerate("BC"):
            starts = [i for i, row in enumerate(form["指标"]) if row[column]]
            ends = [*starts[1:], len(form["指标"])]
            spans = {
                f"{letter}{heads[1] + start}:{letter}{heads[1] + end - 1}"
                for start, end in zip(starts, ends, strict=True)
                if end - start > 1
            }
            assert {box for box in merged if box.startswith(letter)} == spans


def test_heads_repeat_and_rows_stay_whole(folder):
    document = docx.Document(folder / FOLDER / f"{FORMS[0]['项目']}.docx")
    rows = document.tables[1]._tbl.tr_lst
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    sheet = openpyxl.load_workbook(folder / f"{FOLDER}.xlsx").worksheets[1]
    first = int(sheet.print_title_rows.split("$")[1].rstrip(":"))
    assert sheet.cell(first, 1).value == LABEL
