"""What can be proof-read, and how: Word, Excel, text; what cannot is one finding."""

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from typer.testing import CliRunner

from reportgen.cli.main import app
from reportgen.proof import proofread

ROOT = Path(__file__).parents[2]


def run(*arguments):
    return CliRunner().invoke(app, ["proof", *map(str, arguments)], env={"COLUMNS": "200"})


@pytest.fixture
def word(tmp_path):
    document = Document()
    document.add_paragraph("本年支出30.00万元，比上年增加10.00万元，增长40%。")
    grid = document.add_table(4, 3)
    for row, texts in enumerate((("项目", "", "金额"), ("甲", "", "10.00"), ("乙", "", "20.00"), ("合计", "", "36.00"))):  # fmt: skip
        for cell, text in zip(grid.rows[row].cells, texts, strict=True):
            cell.text = text
        grid.rows[row].cells[0].merge(grid.rows[row].cells[1])
    path = tmp_path / "报告.docx"
    document.save(path)
    return path


def test_a_word_document_is_read_with_its_merged_cells(word):
    _, findings = proofread(word)
    assert {(f.code, str(f.place)) for f in findings} == {
        ("E101", "报告.docx 表1 第4行第2格"),
        ("E111", "报告.docx 第1段"),
    }


def test_a_workbook_is_read_as_it_is_shown(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "支出表"
    for row in (("项目", "预算数", "执行数", "执行率"), ("甲", 10, 9.5, 0.95), ("乙", 20, 10, 0.6), ("合计", 36, 19.5, 0.5417)):  # fmt: skip
        sheet.append(row)
    for row in sheet["D2:D4"]:
        row[0].number_format = "0.00%"
    path = tmp_path / "表.xlsx"
    book.save(path)
    _, findings = proofread(path)
    assert {(f.code, f.place.cell) for f in findings} == {("E101", "B4"), ("E108", "D3")}


def test_text_copied_out_of_a_table_has_tabs(tmp_path):
    path = tmp_path / "表.txt"
    path.write_text("项目\t金额\t备注\n甲\t10.00\t\n乙\t20.00\t\n合计\t31.00\t\n", "utf-8")
    assert [f.code for f in proofread(path)[1]] == ["E101"]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\0\0\0old", b"\xff\xfe\0a"]
)
def test_what_is_no_document_is_one_finding_and_no_traceback(tmp_path, data):
    path = tmp_path / "坏.docx"
    path.write_bytes(data)
    done = run(path)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert ("E100" in done.stdout) is bool(data)


def test_a_missing_file_is_told(tmp_path):
    done = run(tmp_path / "没有.docx")
    assert done.exit_code == 1
    assert "E100" in done.stdout


def test_several_files_are_read_at_once_and_the_status_says_whether_something_is_wrong(
    word, tmp_path
):
    good = tmp_path / "好.txt"
    good.write_text("没有数。", "utf-8")
    assert run(good).exit_code == 0
    done = run(word, good, "--json")
    assert done.exit_code == 1
    files = json.loads(done.stdout)["files"]
    assert [len(file["findings"]) for file in files] == [2, 0]


@pytest.mark.parametrize(
    "data",
    ["shanhaiguan-zzb/2023", "luohu-zzb/2024", "sichuan-example/2024", "guangxi-example/2024", "tickbox-example/2024", "yunnan-example/2024"],
)  # fmt: skip
def test_a_pack_of_the_program_has_nothing_to_mend(tmp_path, data):
    from reportgen.formats import Library
    from reportgen.pack.build import render_pack
    from reportgen.pack.prepare import prepare

    made, _ = prepare(ROOT / f"data/{data}.yaml", Library(ROOT / "templates"))
    documents, _ = render_pack(made)
    assert documents
    for document in documents:
        path = tmp_path / Path(document.name).name
        path.write_bytes(document.data)
        _, findings = proofread(path)
        assert [f.message for f in findings if f.severity.value != "提示"] == []


def pdf(path, *lines):
    """A PDF of one page, a line of text below the other, its font mapped to Unicode."""
    chars = sorted(set("".join(lines)))
    shown = "\n".join(
        f"BT /F 12 Tf 40 {760 - 20 * at} Td <{''.join(f'{ord(c):04X}' for c in line)}> Tj ET"
        for at, line in enumerate(lines)
    )
    pairs = "\n".join(f"<{ord(c):04X}> <{ord(c):04X}>" for c in chars)
    mapped = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(chars)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /Font << /F 5 0 R >> >> >>"
        ),
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        (
            "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H"
            " /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
        ),
        (
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 1000"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        f"<< /Length {len(mapped)} >>\nstream\n{mapped}\nendstream",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    data += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode()
    path.write_bytes(data)


def test_the_sentences_of_a_pdf_are_read_over_the_ends_of_lines(tmp_path):
    path = tmp_path / "公开.pdf"
    pdf(path, "收入合计200.00万元，其中：财政拨款", "150.00万元，其他收入50.20万元。")
    document, findings = proofread(path)
    assert len(document.paragraphs) == 1
    (finding,) = findings
    assert finding.code == "E112"
    assert str(finding.place) == "公开.pdf 第1页第1行"


def test_cells_of_a_pdf_are_not_taken_for_sentences(tmp_path):
    path = tmp_path / "公开.pdf"
    pdf(path, "项目", "预算数", "基本支出", "12.00", "合计", "21.00")
    document, findings = proofread(path)
    assert document.paragraphs == []
    assert findings == []
