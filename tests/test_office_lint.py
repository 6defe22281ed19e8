"""The lint itself finds what it is there for."""

import io
import re
import zipfile

import docx
import pytest
from office_lint import lint
from openpyxl import Workbook


def word(change):
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0))
    document.add_paragraph("正文")
    stream = io.BytesIO()
    document.save(stream)
    return changed(stream.getvalue(), "word/document.xml", change)


def excel(change):
    book = Workbook()
    book.active["A1"], book.active["B1"], book.active["A3"] = 1, "字", 2
    book.active.merge_cells("C1:D2")
    stream = io.BytesIO()
    book.save(stream)
    return changed(stream.getvalue(), "xl/worksheets/sheet1.xml", change)


def changed(data, name, change):
    source = zipfile.ZipFile(io.BytesIO(data))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for item in source.namelist():
            content = source.read(item)
            if item == name:
                content, count = re.subn(change[0].encode(), change[1].encode(), content, count=1)
                assert count, "the change found no place"
            target.writestr(item, content)
    return stream.getvalue()


def test_sound_files_have_no_fault():
    assert lint(word(("正文", "文字"))) == []
    assert lint(excel(("<v>1</v>", "<v>2</v>"))) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("正文", "{{ 名称 }}"), "left over"),
        (("正文", "\ue000"), "left over"),
        (
            ("<w:p><w:r><w:t>正文", '<w:p><w:pPr><w:pStyle w:val="没有"/></w:pPr><w:r><w:t>正文'),
            "not defined",
        ),
        (
            ("<w:r><w:t>正文", '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>正文'),
            "no end",
        ),
        (("<w:r><w:t>正文", '<w:bookmarkStart w:id="1" w:name="a"/><w:r><w:t>正文'), "do not pair"),
        (('<w:vMerge w:val="restart"/>', ""), "none above it"),
        (("<w:gridCol [^>]*/>", ""), "columns in a grid"),
    ],
)
def test_a_fault_in_word_is_found(change, fault):
    assert any(fault in found for found in lint(word(change)))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('r="A3"', 'r="B1"'), "out of order"),
        (('<c r="B1" t="[^"]*">.*?</c>', '<c r="B1" t="s"><v>9</v></c>'), "shared string"),
        (("<v>1</v>", "<v>一</v>"), "not a number"),
        (("<v>1</v>", "<f>SUM(A3)</f>"), "without a value"),
        (("<v>1</v>", "<f>=SUM(A3)</f><v>2</v>"), "begins with ="),
        (("<v>1</v>", "<f>SUM(A3</f><v>2</v>"), "do not pair"),
        (("<v>1</v>", "<f>没有!A3</f><v>2</v>"), "no sheet"),
        (
            ('<mergeCell ref="C1:D2" ?/>', '<mergeCell ref="C1:D2"/><mergeCell ref="D2:E3"/>'),
            "overlap",
        ),
    ],
)
def test_a_fault_in_excel_is_found(change, fault):
    assert any(fault in found for found in lint(excel(change)))
