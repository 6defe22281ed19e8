"""Marked copies: notes, colours and a list in hers, nothing else changed; listings of YAML."""

import io
import re
import zipfile

import pytest
from office_lint import lint
from office_tools import convert, needs_soffice, needs_validator, validate
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from typer.testing import CliRunner

from reportgen.cli.main import app
from reportgen.finding import Finding, Severity
from reportgen.office.scan import Patch, ScanError, elements, escaped
from reportgen.place import Place
from reportgen.sources import read
from reportgen.studio.annotate import annotate, is_marked_copy, listing
from reportgen.studio.annotate_sheet import Spot, spot

FILE = "预算.xlsx"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def finding(cell, message="数不对", severity=Severity.ERROR, sheet="支出明细", file=FILE, **more):
    return Finding("M206", severity, message, Place(file, sheet, cell), **more)


@pytest.fixture
def book(tmp_path):
    """A workbook as clerks have them: styles, formulas, a note of hers, widths, a second sheet."""

    def book(change=None):
        workbook = Workbook()
        sheet = workbook.active
        sheet.title = "支出明细"
        sheet.append(["功能科目", "金额"])
        sheet.append(["2013201", 5])
        sheet.append(["2013202", "=B2*2"])
        sheet["A2"].font = Font(name="楷体", bold=True)
        sheet["B2"].number_format = "#,##0.00"
        sheet["A3"].comment = Comment("她的批注", "她")
        sheet.column_dimensions["A"].width = 33
        workbook.create_sheet("备注'一'页")["A1"] = "别的"
        if change:
            change(workbook)
        path = tmp_path / FILE
        workbook.save(path)
        return path

    return book


def marked(path, *findings):
    data, faults = annotate(path, findings)
    assert not faults, [f.message for f in faults]
    return data


def opened(data):
    return load_workbook(io.BytesIO(data))


def parts(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def test_a_finding_becomes_a_note_on_its_cell_in_the_colour_of_its_severity(book):
    sheet = opened(marked(book(), finding("B2"), finding("A2", severity=Severity.HINT)))["支出明细"]
    assert sheet["B2"].comment.text == "【错误 M206】数不对"
    assert sheet["B2"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A2"].fill.fgColor.rgb == "FFDDEBF7"


def test_a_coloured_cell_keeps_its_font_format_and_value(book):
    sheet = opened(marked(book(), finding("A2"), finding("B2")))["支出明细"]
    assert (sheet["A2"].font.name, sheet["A2"].font.bold) == ("楷体", True)
    assert sheet["B2"].number_format == "#,##0.00"
    assert sheet["B3"].value == "=B2*2"


def test_several_findings_of_a_cell_are_one_note_the_gravest_first(book):
    data = marked(book(), finding("B2", "轻", Severity.HINT), finding("B2", "重", Severity.ERROR))
    sheet = opened(data)["支出明细"]
    assert sheet["B2"].comment.text == "【错误 M206】重\n\n【提示 M206】轻"
    assert sheet["B2"].fill.fgColor.rgb == "FFFFC7CE"


def test_a_note_of_hers_keeps_its_text_and_ours_stands_below(book):
    sheet = opened(marked(book(), finding("A3")))["支出明细"]
    assert sheet["A3"].comment.text == "她的批注\n【错误 M206】数不对"


def test_a_cell_has_one_box_for_its_note(book):
    drawing = next(
        d
        for n, d in parts(marked(book(), finding("A3"), finding("B2"))).items()
        if n.endswith(".vml")
    )
    boxes = re.findall(rb"<\w+:Row>(\d+)</\w+:Row>\s*<\w+:Column>(\d+)<", drawing)
    assert sorted(boxes) == [(b"1", b"1"), (b"2", b"0")]


def test_a_note_of_hers_elsewhere_stays(book):
    sheet = opened(marked(book(), finding("B2")))["支出明细"]
    assert sheet["A3"].comment.text == "她的批注"
    assert sheet["B2"].comment is not None


def test_a_cell_that_is_not_there_is_made(book):
    sheet = opened(marked(book(), finding("D2"), finding("C9"), finding("A9")))["支出明细"]
    assert sheet["D2"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["C9"].comment
    assert sheet["A9"].comment


def test_parts_that_have_nothing_to_do_with_it_stay_byte_for_byte(book):
    path = book()
    before, after = parts(path.read_bytes()), parts(marked(path, finding("B2")))
    changed = {name for name, data in before.items() if after[name] != data}
    assert "xl/worksheets/sheet2.xml" not in changed
    assert "xl/theme/theme1.xml" not in changed
    assert before.keys() <= after.keys()


def test_of_a_sheet_only_the_marked_cells_change(book):
    path = book()
    before = parts(path.read_bytes())["xl/worksheets/sheet1.xml"]
    after = parts(marked(path, finding("B2")))["xl/worksheets/sheet1.xml"]
    undone = re.sub(rb'(<c r="B2" s=")\d+', rb"\g<1>X", after)
    assert undone == re.sub(rb'(<c r="B2" s=")\d+', rb"\g<1>X", before)


def test_the_list_has_every_finding_and_links_to_its_cell(book):
    data = marked(
        book(),
        finding("B2"),
        finding("", "整张表", sheet="备注'一'页"),
        Finding("S101", Severity.ERROR, "别处"),
    )
    sheet = opened(data)["问题清单"]
    assert sheet["A1"].value == "问题清单：预算.xlsx，共 3 条（错误 3，须说明 0，提示 0）"
    assert sheet["D3"].hyperlink.location == "'支出明细'!B2"
    assert sheet["D4"].hyperlink.location == "'备注''一''页'!A1"
    assert sheet["E5"].value == "别处"


def test_findings_of_other_files_are_only_listed(book):
    data = marked(book(), finding("B2", file="lgb.yaml"))
    assert opened(data)["支出明细"]["B2"].comment is None
    assert opened(data)["问题清单"]["D3"].hyperlink is None


def test_text_that_xml_cannot_hold_does_not_break_the_copy(book):
    data = marked(book(), finding("B2", '<坏>&\x00\ud800"=1+1'))
    assert opened(data)["问题清单"]["E3"].value == '<坏>&\ufffd\ufffd"=1+1'


def test_a_copy_is_not_marked_again_and_is_known_as_one(book, tmp_path):
    data = marked(book(), finding("B2"))
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(data)
    again, faults = annotate(copy, [finding("B2", file="副本.xlsx")])
    assert again is None
    assert [f.code for f in faults] == ["G981"]
    assert is_marked_copy(data)
    assert not is_marked_copy(book().read_bytes())


def test_a_copy_that_excel_saved_again_is_still_known(book):
    stream = io.BytesIO()
    opened(marked(book(), finding("B2"))).save(stream)
    assert is_marked_copy(stream.getvalue())


def test_the_list_is_no_section_when_the_copy_is_read(book, tmp_path):
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(marked(book(), finding("B2")))
    tree, _ = read(copy)
    assert list(tree.entries) == ["支出明细"]


def test_a_sheet_of_hers_called_like_the_list_stays(book):
    path = book(lambda workbook: workbook.create_sheet("问题清单"))
    assert opened(marked(path, finding("B2"))).sheetnames[-2:] == ["问题清单", "问题清单2"]


def test_a_damaged_workbook_gives_a_sentence(tmp_path):
    path = tmp_path / FILE
    path.write_bytes(b"PK\x03\x04 nothing")
    data, faults = annotate(path, [finding("B2")])
    assert data is None
    assert faults[0].message.startswith(f"“{FILE}”做不出批注副本")


def test_elements_with_a_prefix_and_rows_without_numbers_are_patched():
    from reportgen.studio.annotate_sheet import coloured_sheet, read_sheet_part

    source = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row/></x:sheetData></x:worksheet>"
    )
    part = read_sheet_part(source, {1, 2, 4})
    styles = dict.fromkeys((Spot(1, 1), Spot(2, 2), Spot(4, 1)), lambda style: style + 7)
    text = coloured_sheet(part, styles, "rId1", "urn:r").decode()
    assert '<x:c s="7"><x:v>1</x:v></x:c>' in text
    assert '<x:row><x:c r="B2" s="7"/></x:row>' in text
    assert '<x:row r="4"><x:c r="A4" s="7"/></x:row></x:sheetData>' in text
    assert '<x:legacyDrawing xmlns:r="urn:r" r:id="rId1"/></x:worksheet>' in text


def test_the_drawing_of_notes_stands_where_the_schema_wants_it():
    from reportgen.studio.annotate_sheet import coloured_sheet, read_sheet_part

    source = f"<worksheet {MAIN}><sheetData/><drawing/><tableParts/><extLst/></worksheet>".encode()
    part = read_sheet_part(source, {3})
    text = coloured_sheet(part, {Spot(3, 1): lambda style: 1}, "rId1", "urn:r").decode()
    assert re.search("<drawing/><legacyDrawing[^>]*/><tableParts/>", text)
    assert '<sheetData><row r="3"><c r="A3" s="1"/></row></sheetData>' in text


def test_an_empty_row_gets_the_style_of_its_column():
    from reportgen.studio.annotate_sheet import coloured_sheet, read_sheet_part

    source = f'<worksheet {MAIN}><cols><col min="2" max="3" style="5"/></cols><sheetData/></worksheet>'.encode()
    part = read_sheet_part(source, {1})
    text = coloured_sheet(part, {Spot(1, 2): lambda style: style * 10}, "", "").decode()
    assert '<c r="B1" s="50"/>' in text


def test_patches_at_one_place_keep_their_order():
    patch = Patch(b"abc")
    patch.insert(1, b"1")
    patch.insert(1, b"2")
    patch.replace(1, 2, b"X")
    assert patch.result() == b"a12Xc"


def test_a_document_type_is_refused():
    with pytest.raises(ScanError):
        elements(b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "a")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("F12", Spot(12, 6)), ("AA1", Spot(1, 27)), ("A0", None), ("", None), ("A1:B2", None)],
)
def test_references_of_cells(reference, expected):
    assert spot(reference) == expected


def test_line_breaks_survive_in_texts_and_attributes():
    assert escaped("甲\n乙\r") == "甲&#10;乙"


@needs_validator
@pytest.mark.office
def test_the_validator_finds_nothing_new(book, tmp_path):
    path = book()
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(marked(path, finding("B2"), finding("A3"), finding("D9")))
    assert len(validate(copy)) <= len(validate(path))
    assert lint(copy.read_bytes()) == []


@needs_soffice
@pytest.mark.office
def test_libreoffice_opens_the_copy_with_the_same_values(book, tmp_path):
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(marked(book(), finding("B2"), finding("D9")))
    made = convert([copy], "xlsx", tmp_path / "office")[0]
    sheet = load_workbook(made, data_only=True)["支出明细"]
    assert [sheet["B2"].value, sheet["B3"].value] == [5, 10]
    assert sheet["B2"].comment.text.startswith("【错误")


YAML = "部门:\n  名称: 某局\n支出明细:\n- {功能科目: 2013201, 金额: 5x}\n"


def told(line, column, message="数不对"):
    return Finding("M206", Severity.ERROR, message, Place("a.yaml", line=line, column=column))


def test_a_yaml_is_listed_line_by_line_with_a_caret_below_the_spot():
    text = listing(YAML, "a.yaml", [told(4, 24), told(2, 7, "名称不对")])
    lines = text.splitlines()
    assert lines[0] == "问题清单：a.yaml，共 2 条（错误 2，须说明 0，提示 0）"
    assert lines.index("     2 │   名称: 某局") < lines.index(
        "     4 │ - {功能科目: 2013201, 金额: 5x}"
    )
    caret = lines[lines.index("     4 │ - {功能科目: 2013201, 金额: 5x}") + 1]
    # 功能科目 and 金额 take two columns a character
    assert caret == "       │ " + " " * (23 + 6) + "^"


def test_a_listing_says_what_to_do():
    from reportgen.model.kinds import BAD_NUMBER

    assert f"怎么办：{BAD_NUMBER.remedy}" in listing(YAML, "a.yaml", [told(4, 24)])


def test_findings_without_a_line_stand_at_the_end_of_a_listing():
    other = Finding("F402", Severity.HINT, "没有版式")
    text = listing(YAML, "a.yaml", [other, told(4, 1)])
    assert text.index("数不对") < text.index("没有版式")


def test_a_place_beyond_the_text_is_no_crash():
    assert "数不对" in listing(YAML, "a.yaml", [told(400, 900)])


def test_a_very_long_line_is_cut_around_the_spot():
    text = listing("甲" * 5000, "a.yaml", [told(1, 3000)])
    assert max(map(len, text.splitlines())) < 700
    assert "^" in text


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *words: CliRunner().invoke(app, [str(w) for w in words])


def test_the_command_writes_the_copy_beside_the_file_and_leaves_it_alone(book, run, tmp_path):
    path = book()
    before = path.read_bytes()
    result = run("check", path, "--annotate")
    assert result.exit_code == 1
    assert "批注副本：" in result.output
    assert (tmp_path / "预算.批注.xlsx").is_file()
    assert path.read_bytes() == before
    assert run("check", path, "--annotate").exit_code == 1


def test_the_command_never_writes_over_the_original_or_another_file(book, run, tmp_path):
    path = book()
    before = path.read_bytes()
    same = run("check", path, "--annotate", "-o", path)
    assert same.exit_code == 4
    assert "就是要检查的文件" in same.output
    assert run("check", path, "--annotate", "-o", f"../{tmp_path.name}/{FILE}").exit_code == 4
    other = tmp_path / "别的.xlsx"
    other.write_bytes(b"hers")
    result = run("check", path, "--annotate", "-o", other)
    assert result.exit_code == 4
    assert "不是批注副本" in result.output
    assert (path.read_bytes(), other.read_bytes()) == (before, b"hers")


def test_the_command_lists_a_yaml(run, tmp_path):
    (tmp_path / "a.yaml").write_text(YAML, "utf-8")
    run("check", "a.yaml", "--annotate")
    assert (tmp_path / "a.问题.txt").read_text("utf-8").startswith("问题清单：a.yaml")
