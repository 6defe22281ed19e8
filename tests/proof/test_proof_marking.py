"""`proof --annotate`: a copy of the finished document with each finding where it stands."""

import re

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from office_tools import needs_validator, validate
from typer.testing import CliRunner

from reportgen.cli.main import app
from reportgen.office.package import read
from reportgen.proof import proofread

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROWS = [["项目", "金额"], ["甲", "10.00"], ["乙", "20.00"], ["合计", "31.00"]]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *words: CliRunner().invoke(app, ["proof", *map(str, words)])


def written(tmp_path, name="公开.docx"):
    """A text box and a nested table stand before what is wrong, so that paragraphs must be counted."""
    word = docx.Document()
    first = word.add_paragraph("2024年部门预算公开")
    first._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>附件</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>"
        )
    )
    outer = word.add_table(1, 1).cell(0, 0)
    outer.add_table(1, 2)
    word.add_paragraph("支出总额为-1,1893.17万元。")
    table = word.add_table(len(ROWS), 2)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    word.save(tmp_path / name)
    return tmp_path / name


def comments(path):
    """The text of each comment with the text of the paragraph that it hangs on."""
    parts = {member.name: member.content for member in read(path.read_bytes())}
    said = {
        number: "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", body))
        for number, body in re.findall(
            r'<w:comment [^>]*w:id="(\d+)".*?>(.*?)</w:comment>',
            parts["word/comments.xml"].decode(),
            re.DOTALL,
        )
    }
    body = docx.Document(str(path)).element.body
    found = []
    for start in body.iter(f"{W}commentRangeStart"):
        paragraph = next(start.iterancestors(f"{W}p"))
        text = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        found.append((text, said[start.get(f"{W}id")]))
    return found


def test_each_finding_is_a_comment_on_its_paragraph_or_cell(run, tmp_path):
    source = written(tmp_path)
    before = source.read_bytes()
    result = run(source, "--annotate")
    assert result.exit_code == 1
    assert "批注副本：公开.批注.docx" in result.output.replace(f"{tmp_path}/", "")
    found = comments(tmp_path / "公开.批注.docx")
    told = proofread(source)[1]
    assert len(found) == len(told) > 1
    assert any(text == "31.00" and "合计" in said for text, said in found)
    assert any(text.startswith("支出总额为") and "-1,1893.17" in said for text, said in found)
    assert source.read_bytes() == before


def test_the_copy_is_made_anew_but_nothing_else_is_written_over(run, tmp_path):
    source = written(tmp_path)
    assert run(source, "--annotate").exit_code == 1
    assert run(source, "--annotate").exit_code == 1
    written(tmp_path, "公开.批注.docx")
    result = run(source, "--annotate")
    assert (result.exit_code, "G983" in result.output) == (4, True)


def test_a_copy_is_not_marked_again(run, tmp_path):
    source = written(tmp_path)
    run(source, "--annotate")
    result = run(tmp_path / "公开.批注.docx", "--annotate")
    assert (result.exit_code, "G981" in result.output) == (4, True)


def test_a_workbook_gets_notes_and_a_text_a_listing(run, tmp_path):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append([float(t) if t[0].isdigit() else t for t in row])
    book.save(tmp_path / "表.xlsx")
    (tmp_path / "稿.txt").write_text("支出总额为-1,1893.17万元。\n", "utf-8")
    run(tmp_path / "表.xlsx", tmp_path / "稿.txt", "--annotate")
    marked = openpyxl.load_workbook(tmp_path / "表.批注.xlsx")
    assert "合计" in marked.worksheets[0]["B4"].comment.text
    assert "1 │ 支出总额为-1,1893.17万元。" in (tmp_path / "稿.问题.txt").read_text("utf-8")


def test_a_document_without_findings_has_no_copy(run, tmp_path):
    word = docx.Document()
    word.add_paragraph("本部门没有此项支出。")
    word.save(tmp_path / "好.docx")
    assert run(tmp_path / "好.docx", "--annotate").exit_code == 0
    assert not (tmp_path / "好.批注.docx").exists()


def test_a_file_that_is_not_there_is_told_in_words(run):
    assert "读不了：没有这个文件" in run("没有.docx", "--annotate").output


@needs_validator
def test_the_copy_is_sound(run, tmp_path):
    run(written(tmp_path), "--annotate")
    assert validate(tmp_path / "公开.批注.docx") == []
