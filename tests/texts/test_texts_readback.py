"""Produced documents are read back: every figure where the map says, nothing left over."""

import io
import zipfile
from typing import NamedTuple

import docx
import openpyxl
import pytest

from reportgen.render.read_parts import UnreadableError, spots
from reportgen.render.readback import read_back


class Entry(NamedTuple):
    part: str
    spot: str
    key: str
    text: str


def book(cells, heading=""):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "支出"
    for ref, value in cells.items():
        sheet[ref] = value
    if heading:
        sheet.oddHeader.center.text = heading
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def paper(*paragraphs, table=()):
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        grid = made.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def codes(data, *entries, name="表.xlsx"):
    return [finding.code for finding in read_back([(name, data, entries)])]


def test_cells_are_read_with_their_kinds():
    found = {
        spot.spot: (spot.kind, spot.text) for spot in spots(book({"A1": "科目", "B2": 416.86}))
    }
    assert found == {"A1": ("text", "科目"), "B2": ("number", "416.86")}


def test_paragraphs_and_table_cells_are_read_with_their_names():
    found = {
        spot.spot: spot.text
        for spot in spots(paper("甲", "乙\t丙", table=[["丁", "戊"]]))
        if spot.part == "document"
    }
    assert found == {
        "第1段": "甲",
        "第2段": "乙\t丙",
        "表1 第1行 第1格": "丁",
        "表1 第1行 第2格": "戊",
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (416.86, "416.86"),
        (1234567.5, "1,234,567.50"),
        (59.08, "59.08%"),
        (416.8649, "416.86"),
        (0, ""),
        (0, "—"),
        (-12, "-12.00"),
        ("共416.86万元", "416.86"),
    ],
)
def test_a_figure_that_stands_as_mapped_is_right(value, text):
    assert codes(book({"C3": value}), Entry("支出", "C3", "支出", text)) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (416.87, "416.86"),
        (416.86, ""),
        (None, "416.86"),
        ("共416.87万元", "416.86"),
        (416.86, "—"),
        (-12, "12.00"),
    ],
)
def test_a_figure_that_does_not_stand_as_mapped_is_an_error(value, text):
    (finding,) = read_back(
        [("表.xlsx", book({"A1": "头", "C3": value}), [Entry("支出", "C3", "支出/201", text)])]
    )
    assert (finding.code, finding.severity.value) == ("R792", "错误")
    assert str(finding.place) == "表.xlsx「支出」C3"
    assert "支出/201" in finding.message


def test_a_blank_figure_may_have_no_cell():
    assert codes(book({"A1": "头"}), Entry("支出", "C3", "支出", "")) == []


def test_a_figure_in_a_heading_is_looked_for_there():
    data = book({"A1": "头"}, heading="共416.86万元")
    assert codes(data, Entry("支出", "页眉页脚", "支出", "416.86")) == []
    assert codes(data, Entry("支出", "页眉页脚", "支出", "416.87")) == ["R792"]


def test_a_figure_of_a_paragraph_stands_at_its_offset():
    data = paper("共416.86万元，比416.86万元")
    assert codes(data, Entry("document", "第1段@1", "支出", "416.86"), name="文.docx") == []
    assert codes(data, Entry("document", "第1段@11", "支出", "416.86"), name="文.docx") == []
    assert codes(data, Entry("document", "第1段@2", "支出", "416.86"), name="文.docx") == ["R792"]


def test_tab_stops_of_a_paragraph_are_no_tabs_in_its_text():
    made = docx.Document()
    paragraph = made.add_paragraph("共\t416.86万元")
    paragraph.paragraph_format.tab_stops.add_tab_stop(100000)
    file = io.BytesIO()
    made.save(file)
    data = file.getvalue()
    assert codes(data, Entry("document", "第1段@2", "支出", "416.86"), name="文.docx") == []


def test_a_figure_of_a_paragraph_that_is_not_there_is_an_error():
    (finding,) = read_back(
        [("文.docx", paper("共"), [Entry("document", "第9段@0", "支出", "416.86")])]
    )
    assert (finding.code, str(finding.place)) == ("R792", "文.docx 第9段")


@pytest.mark.parametrize(
    "text", ["{{ 支出 }}", "{% if %}", "共None万元", "为nan", "见#REF!", "#DIV/0!"]
)
def test_what_is_left_over_is_an_error_in_either_kind_of_document(text):
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    assert codes(raw(cell)) == ["R793"]
    assert codes(paper(text), name="文.docx") == ["R793"]


@pytest.mark.parametrize("text", ["XX局", "共5万元万元", "占5%%", "主要原因是。"])
def test_what_is_doubtful_must_be_explained(text):
    (finding,) = read_back([("文.docx", paper(text), [])])
    assert (finding.code, finding.severity.value) == ("R794", "须说明")


@pytest.mark.parametrize(
    "text", ["Excel 表格 MAXX", "Nanjing", "共5万元", "甲方：____", "（ ）", "□是 □否"]
)
def test_what_forms_print_on_purpose_is_left_alone(text):
    assert codes(paper(text), name="文.docx") == []


RELATIONS = '<Relationships><Relationship Id="rId1" Target="/xl/worksheets/s.xml"/></Relationships>'
WORKBOOK = '<workbook><sheets><sheet name="支出" sheetId="1" r:id="rId1"/></sheets></workbook>'


def raw(rows, shared=""):
    """A workbook of nothing but what is read."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("xl/workbook.xml", WORKBOOK)
        target.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        target.writestr(
            "xl/worksheets/s.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
        )
        if shared:
            target.writestr("xl/sharedStrings.xml", f"<sst>{shared}</sst>")
    return file.getvalue()


def test_texts_that_cells_share_are_read():
    shared = "<si><t>甲</t></si><si><r><t>共</t></r><r><t>XX</t></r></si>"
    data = raw('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', shared)
    assert [spot.text for spot in spots(data)] == ["共XX"]
    assert codes(data) == ["R794"]


def test_an_error_value_of_a_formula_is_an_error():
    cell = '<row r="1"><c r="A1" t="e"><f>B9</f><v>#REF!</v></c></row>'
    assert codes(raw(cell)) == ["R793"]


def test_private_characters_are_an_error_and_not_shown():
    (finding,) = read_back([("文.docx", paper("共\ue0005\ue001"), [])])
    assert finding.code == "R795"
    assert "\ue000" not in finding.message


def test_a_typed_amount_one_digit_off_a_printed_figure_is_a_hint():
    entries = [Entry("document", "第1段@1", "支出", "1029.59")]
    (finding,) = read_back([("文.docx", paper("共1029.59万元", "合计1029.95万元"), entries)])
    assert (finding.code, finding.severity.value) == ("R796", "提示")
    assert str(finding.place) == "文.docx 第2段"


def test_a_typed_amount_of_one_document_is_held_against_the_figures_of_all():
    documents = [
        ("文.docx", paper("合计1029.95万元"), []),
        ("表.xlsx", book({"A1": 1029.59}), [Entry("支出", "A1", "支出", "1029.59")]),
    ]
    assert [finding.code for finding in read_back(documents)] == ["R796"]


def test_a_printed_figure_near_another_is_no_slip():
    entries = [
        Entry("document", "第1段@1", "甲", "1029.59"),
        Entry("document", "第2段@1", "乙", "1029.95"),
    ]
    assert codes(paper("共1029.59万元", "计1029.95万元"), *entries, name="文.docx") == []


def test_a_damaged_file_is_a_finding():
    assert codes(b"PK nothing") == ["R797"]
    with pytest.raises(UnreadableError):
        list(spots(raw("<row>")))


def test_a_template_gone_wrong_is_not_told_for_every_row():
    data = book({f"A{row}": "{{" for row in range(1, 200)})
    assert len(codes(data)) == 20


LEDGER = "支出明细:\n- {功能科目: 2013201, 类型: 基本支出, 金额: 586.94}\n"
FORMAT = "文档:\n- {名称: 表, 模板: 表.xlsx, 输出: 表.xlsx}\n- {名称: 文, 模板: 文.docx, 输出: 文.docx}\n"
FIELDS = "文字说明: {形式: 记录, 字段: [{名称: 职能, 类型: 长文本}]}\n"
PHRASES = """
短语:
  比: {参数: [本年, 上年], 文字: "共{{ 本年 | 万元 }}万元{{ 主要原因(本年, 上年) }}"}
"""


@pytest.fixture
def built(prepared, write, tmp_path):
    """Builds a pack whose template cell and paragraphs are given."""
    from reportgen.pack.build import build

    def built(cell, *paragraphs, data="", draft=False):
        write("forms/test/表.xlsx", "").write_bytes(book({"A1": cell}))
        write("forms/test/文.docx", "").write_bytes(paper(*paragraphs))
        write("forms/test/phrases.yaml", PHRASES)
        made, findings = prepared(LEDGER + data, FORMAT, fields=FIELDS)
        assert not made.blocks, findings
        report, faults = build(made, tmp_path / "out", draft=draft)
        return report, [finding.code for finding in faults]

    return built


def test_a_build_reads_its_documents_back_and_finds_nothing(built):
    data = "文字说明: {职能: '{{ 支出.合计 | 万元 }}万元，{{ 短语.比(支出.合计, 支出.合计) }}'}\n"
    loop = (
        "{%p for 段 in 文字.职能 %}",
        "——{{ 段.文 }}",
        "{%p endfor %}",
        "{{ 短语.比(支出.合计, 支出.合计) }}。",
    )
    report, codes = built("{{ 支出.合计 | 万元 }}", *loop, data=data)
    assert codes == []
    figures = (report.folder / ".reportgen" / "figures.json").read_text("utf-8")
    assert '["document","第1段@2","支出","586.94"]' in figures
    assert '["document","第2段@1","支出","586.94"]' in figures


def test_a_build_with_a_doubtful_document_is_refused_until_explained(built, write):
    report, codes = built("头", "主要原因是。")
    assert (report, codes) == (None, ["R794"])
    write(
        "data.说明.yaml",
        "说明:\n- {问题: R794, 键: 文.docx/document/第1段, 数: {}, 说明: 照原文}\n",
    )
    report, codes = built("头", "主要原因是。")
    assert report is not None
    assert codes == []


def test_a_draft_is_built_all_the_same(built):
    report, codes = built("头", "主要原因是。", draft=True)
    assert report is not None
    assert codes == ["R794"]


def test_a_reason_a_document_asks_for_in_vain_stops_the_build(built):
    data = "上年数: [{名称: 支出, 金额: 500}]\n"
    report, codes = built("头", "{{ 短语.比(支出.合计, 上年.支出.合计) }}", data=data)
    assert (report, codes) == (None, ["C684"])
