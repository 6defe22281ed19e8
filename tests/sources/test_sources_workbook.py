"""What a workbook becomes, and what is said about its sheets, rows and cells."""

import datetime as dt
import io
import zipfile
from xml.sax.saxutils import quoteattr

import openpyxl
import pytest

from reportgen.finding import Severity
from reportgen.sources import plain, read, sheet_xml, workbook, xlsx_package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(sheets, strings="", styles="", properties="", extra=None, main=MAIN, prolog=""):
    """A workbook from the inner XML of its sheets: {title: xml}; a title may end in |hidden."""
    listed, relations = "", ""
    members = {}
    for index, (title, xml) in enumerate(sheets.items(), 1):
        name, _, state = title.partition("|")
        attribute = f' state="{state}"' if state else ""
        listed += f'<sheet name={quoteattr(name)} sheetId="{index}" r:id="r{index}"{attribute}/>'
        relations += f'<Relationship Id="r{index}" Type="{RELS}/worksheet" Target="worksheets/s{index}.xml"/>'
        if xml is not None:
            members[f"xl/worksheets/s{index}.xml"] = (
                f'{prolog}<worksheet xmlns="{main}">{xml}</worksheet>'
            )
    for kind, xml in (("sharedStrings", strings), ("styles", styles)):
        if xml:
            root = "sst" if kind == "sharedStrings" else "styleSheet"
            relations += f'<Relationship Id="{kind}" Type="{RELS}/{kind}" Target="/xl/{kind}.xml"/>'
            members[f"xl/{kind}.xml"] = f'<{root} xmlns="{main}">{xml}</{root}>'
    members["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{RELS}">{properties}<sheets>{listed}</sheets></workbook>'
    )
    members["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (members | (extra or {})).items():
            archive.writestr(name, content)
    return stream.getvalue()


def rows(*lines, after=""):
    """Sheet XML from rows of cells given as inner XML, or as text for inline strings."""
    xml = ""
    for number, line in enumerate(lines, 1):
        cells = ""
        for column, content in enumerate(line):
            if content is None:
                continue
            reference = f"{chr(65 + column)}{number}"
            if content.startswith("<c"):
                cells += content.replace("<c", f'<c r="{reference}"', 1)
            else:
                cells += f'<c r="{reference}" t="inlineStr"><is><t>{content}</t></is></c>'
        xml += f'<row r="{number}">{cells}</row>'
    return f"<sheetData>{xml}</sheetData>{after}"


HEAD = ("名称", "值")


def one(cell, **options):
    """A workbook whose section 表 has one record: 名称 甲, 值 the cell."""
    return package({"表": rows(HEAD, ("甲", cell))}, **options)


@pytest.fixture
def load(tmp_path):
    def build(content):
        path = tmp_path / "预算.xlsx"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content.save(path)
        return read(path)

    return build


def codes(findings):
    return [finding.code for finding in findings]


def value(tree):
    return tree.entries["表"].items[0].entries["值"]


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(line)
    return made


def test_a_workbook_and_a_yaml_file_of_equal_data_are_equal(load, tmp_path):
    path = tmp_path / "2022.yaml"
    path.write_text(
        "部门:\n  名称: 区委组织部\n  年度: 2022\n  电话:\n"
        "支出明细:\n- {功能科目: '2013201', 金额（万元）: 11.35, 备注: null}\n"
        "- {功能科目: '2080505', 金额（万元）: -0.01, 备注: 调剂}\n",
        encoding="utf-8",
    )
    made = book(
        部门=[
            ("基本情况",),
            ("项目", "内容", "说明"),
            ("名称", "区委组织部", "写全称"),
            ("年度", 2022),
            ("电话",),
        ],
        支出明细=[
            ("功能科目", "金额（万元）", "备注"),
            ("2013201", 11.35),
            (),
            ("2080505", -0.01, "调剂"),
        ],
    )
    tree, findings = load(made)
    assert findings == []
    assert plain(tree) == plain(read(path)[0])


def test_every_value_has_its_sheet_and_cell(load):
    tree, _ = load(book(支出=[("支出表",), ("科目", "金额"), ("2013201", 1)]))
    line = tree.entries["支出"].items[0]
    assert str(line.entries["金额"].place) == "预算.xlsx「支出」B3"
    assert str(line.key_places["金额"]) == "预算.xlsx「支出」B2"
    assert str(line.place) == "预算.xlsx「支出」A3"


def test_a_blank_cell_of_a_record_has_a_place(load):
    tree, _ = load(book(支出=[("科目", "金额"), ("2013201", None)]))
    blank = tree.entries["支出"].items[0].entries["金额"]
    assert (blank.kind, str(blank.place)) == ("blank", "预算.xlsx「支出」B2")


def test_heads_give_units_and_lose_space_and_line_breaks(load):
    tree, _ = load(book(支出=[("科　目", "金额\n（万元）", " 备注 "), ("1", 2, " 注 ")]))
    entries = tree.entries["支出"].items[0].entries
    assert list(entries) == ["科目", "金额", "备注"]
    assert entries["金额"].unit == "万元"
    assert entries["备注"].text == " 注 "


def test_a_unit_note_above_the_head_holds_for_the_sheet(load):
    tree, _ = load(
        book(支出=[("编制单位：甲", "单位：万元"), ("科目", "金额", "单价（元）"), ("1", 2, 3)])
    )
    entries = tree.entries["支出"].items[0].entries
    assert entries["金额"].unit == "万元"
    assert entries["单价"].unit == "元"


def test_a_field_of_a_record_sheet_carries_its_unit(load):
    tree, _ = load(book(部门=[("项目", "内容"), ("金额（万元）", 5)]))
    assert tree.entries["部门"].entries["金额"].unit == "万元"


def test_a_table_whose_heads_only_begin_like_a_record_is_a_table(load):
    tree, _ = load(book(任务=[("项目", "内容", "金额"), ("甲", "乙", 5)]))
    assert plain(tree) == {"任务": [{"项目": "甲", "内容": "乙", "金额": "5"}]}


def test_guides_marked_sheets_and_empty_sheets_are_not_read(load):
    content = [("a", "b"), (1, 2)]
    made = book(**{"填报说明": content, "#草稿": content, "Sheet2": [], "支出 ": content})
    tree, findings = load(made)
    assert list(tree.entries) == ["支出"]
    assert findings == []


def test_a_workbook_without_content_is_a_finding(load):
    tree, findings = load(book(Sheet1=[]))
    assert tree is None
    assert codes(findings) == ["S153"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("11.35", "11.35"),
        ("11.350000000000001", "11.35"),
        ("0.30000000000000004", "0.3"),
        ("2013201", "2013201"),
        ("100.0", "100"),
        ("1E+20", "100000000000000000000"),
        ("1.1E-2", "0.011"),
        ("-0", "0"),
        ("-12.50", "-12.5"),
        ("1234567890123456789", "1234567890123460000"),
        ("0.12345678901234565", "0.123456789012346"),
        ("-.5", "-0.5"),
    ],
)
def test_a_number_has_fifteen_digits_and_no_exponent(load, written, text):
    tree, findings = load(one(f"<c><v>{written}</v></c>"))
    assert findings == []
    assert (value(tree).text, value(tree).kind) == (text, "number")


@pytest.mark.parametrize("written", ["NaN", "INF", "1E+999", "1e999999999", "1_0", "１"])
def test_a_number_out_of_range_is_a_finding(load, written):
    tree, findings = load(one(f"<c><v>{written}</v></c>"))
    assert codes(findings) == ["S164"]
    assert str(findings[0].place) == "预算.xlsx「表」B2"
    assert value(tree).kind == "blank"


@pytest.mark.parametrize(
    ("cell", "text", "kind"),
    [
        ('<c t="b"><v>1</v></c>', "TRUE", "bool"),
        ('<c t="b"><v>0</v></c>', "FALSE", "bool"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!", "error"),
        ('<c t="str"><f>A1</f><v>甲</v></c>', "甲", "text"),
        ('<c t="inlineStr"><is><t>=1+1</t></is></c>', "=1+1", "text"),
        ('<c t="d"><v>2022-12-31T00:00:00</v></c>', "2022-12-31", "date"),
        ("<c><f>1+1</f><v>2</v></c>", "2", "number"),
        ('<c t="inlineStr"><is><r><t>一</t></r><r><t>般</t></r></is></c>', "一般", "text"),
        ('<c t="str"><v>a_x000D_\nb_x005F_x000D_</v></c>', "a\nb_x000D_", "text"),
        ('<c t="str"><v>_xD83D__xDE00_</v></c>', "\U0001f600", "text"),
        ('<c t="inlineStr"><is><t>&lt;甲&amp;乙&gt;</t></is></c>', "<甲&乙>", "text"),
    ],
)
def test_a_cell_is_read_by_its_type(load, cell, text, kind):
    tree, findings = load(one(cell))
    assert findings == []
    assert (value(tree).text, value(tree).kind) == (text, kind)


def test_shared_strings_join_runs_and_leave_out_phonetic_guides(load):
    strings = "<si><r><t>一</t></r><r><t>般</t></r><rPh><t>yi</t></rPh></si>"
    tree, _ = load(one('<c t="s"><v>0</v></c>', strings=strings))
    assert value(tree).text == "一般"


def test_a_shared_string_that_does_not_exist_is_a_finding(load):
    _, findings = load(one('<c t="s"><v>7</v></c>', strings="<si><t>x</t></si>"))
    assert codes(findings) == ["S164"]


STYLES = (
    '<numFmts><numFmt numFmtId="180" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="181" formatCode="0.00&quot;days&quot;;[Red]-0.00"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="180"/><xf numFmtId="181"/>'
    '<xf numFmtId="10"/><xf numFmtId="31"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("style", "serial", "text", "kind"),
    [
        (0, "44926", "44926", "number"),
        (1, "44926", "2022-12-31", "date"),
        (2, "44926", "2022-12-31", "date"),
        (5, "44926", "2022-12-31", "date"),
        (3, "44926", "44926", "number"),
        (4, "0.59", "0.59", "number"),
        (1, "44926.3541666667", "2022-12-31 08:30:00", "date"),
        (1, "0.3541666667", "08:30:00", "date"),
        (1, "59", "1900-02-28", "date"),
        (1, "61", "1900-03-01", "date"),
    ],
)
def test_a_number_is_a_date_where_its_format_shows_one(load, style, serial, text, kind):
    tree, findings = load(one(f'<c s="{style}"><v>{serial}</v></c>', styles=STYLES))
    assert findings == []
    assert (value(tree).text, value(tree).kind) == (text, kind)


@pytest.mark.parametrize("serial", ["60", "-1", "2958466", "1e300"])
def test_a_date_that_never_was_is_a_finding(load, serial):
    _, findings = load(one(f'<c s="1"><v>{serial}</v></c>', styles=STYLES))
    assert codes(findings) == ["S164"]


def test_the_1904_system_is_followed(load):
    properties = '<workbookPr date1904="1"/>'
    tree, _ = load(one('<c s="1"><v>43464</v></c>', styles=STYLES, properties=properties))
    assert value(tree).text == "2022-12-31"


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("General", False),
        ("G/通用格式", False),
        ("#,##0.00_ ;[Red]\\-#,##0.00\\ ", False),
        ("0.00%", False),
        ("0.00E+00", False),
        ("[h]:mm:ss", False),
        ('"days" 0', False),
        ("[$-804]yyyy/m/d", True),
        ("h:mm", True),
        ('[DBNum1]yyyy"年"m"月"', True),
    ],
)
def test_a_format_is_a_date_by_its_codes_not_its_words(code, is_date):
    assert xlsx_package.is_date_format(code) is is_date


def test_openpyxl_dates_are_read(load):
    tree, _ = load(book(表=[HEAD, ("甲", dt.date(2022, 12, 31))]))
    assert value(tree).text == "2022-12-31"


def test_formulas_without_result_are_one_finding_a_sheet(load):
    tree, findings = load(book(表=[HEAD, ("甲", "=1+1"), ("乙", "=2+2"), ("丙", 1)]))
    assert codes(findings) == ["S154"]
    assert "B2、B3" in findings[0].message
    assert value(tree).kind == "blank"


def test_a_formula_that_gives_empty_text_is_blank(load):
    tree, findings = load(one('<c t="str"><f>IF(1,"")</f><v></v></c>'))
    assert findings == []
    assert value(tree).kind == "blank"


def test_a_cell_of_mere_space_is_blank(load):
    tree, _ = load(one('<c t="inlineStr"><is><t> \u3000</t></is></c>'))
    assert value(tree).kind == "blank"


def test_hidden_sheets_rows_and_columns_are_read_and_named(load):
    made = book(表=[HEAD, ("甲", 1), ("乙", 2), ("丙", 3)], 主=[HEAD, ("甲", 1)])
    made["表"].sheet_state = "hidden"
    made["表"].row_dimensions[3].hidden = True
    made["表"].row_dimensions[4].hidden = True
    made["表"].column_dimensions["B"].hidden = True
    tree, findings = load(made)
    assert len(tree.entries["表"].items) == 3
    assert codes(findings) == ["S155", "S156", "S157"]
    assert {finding.severity for finding in findings} == {Severity.HINT}
    assert "3–4" in findings[1].message
    assert "B（值）" in findings[2].message


def test_a_hidden_list_without_head_is_only_a_hint(load):
    made = book(主=[HEAD, ("甲", 1)], 选项=[("是",), ("否",)])
    made["选项"].sheet_state = "veryHidden"
    _, findings = load(made)
    assert [(f.code, f.severity) for f in findings] == [("S162", Severity.HINT)]


def test_a_merge_over_data_rows_is_a_finding(load):
    made = book(表=[HEAD, ("甲", 1), (None, 2)])
    made["表"].merge_cells("A2:A3")
    tree, findings = load(made)
    assert codes(findings) == ["S158"]
    assert str(findings[0].place) == "预算.xlsx「表」A2"
    assert [plain(item) for item in tree.entries["表"].items] == [
        {"名称": "甲", "值": "1"},
        {"值": "2"},
    ]


def test_merges_that_hide_nothing_are_passed_over(load):
    made = book(部门=[("基本情况", None, None), ("项目", "内容", "说明"), ("名称", "甲", None)])
    made["部门"].merge_cells("A1:C1")
    made["部门"].merge_cells("B3:C3")
    made["部门"].merge_cells("A7:B9")
    assert load(made)[1] == []


def test_a_head_of_two_rows_is_a_finding(load):
    made = book(表=[("科目", "预算"), (None, "年初"), ("a", 1)])
    made["表"].merge_cells("A1:A2")
    assert codes(load(made)[1]) == ["S159"]


def test_a_head_that_stands_twice_keeps_the_first_column(load):
    tree, findings = load(book(表=[("名称", "值", "值（元）"), ("甲", 1, 2)]))
    assert codes(findings) == ["S160"]
    assert str(findings[0].place) == "预算.xlsx「表」C1"
    assert value(tree).text == "1"


def test_content_without_head_is_named_by_column(load):
    _, findings = load(book(表=[HEAD, ("甲", 1, None, "多"), ("乙", 2, None, "余")]))
    assert codes(findings) == ["S161"]
    assert str(findings[0].place) == "预算.xlsx「表」D2"
    assert "2 格" in findings[0].message


def test_a_sheet_without_head_is_a_finding(load):
    _, findings = load(book(表=[("甲",), ("乙",)], 主=[HEAD, ("甲", 1)]))
    assert codes(findings) == ["S162"]
    assert str(findings[0].place) == "预算.xlsx「表」A1"


def test_a_sheet_name_that_stands_twice_keeps_the_first(load):
    made = book(**{"表": [HEAD, ("甲", 1)], "表 ": [HEAD, ("乙", 2)]})
    tree, findings = load(made)
    assert codes(findings) == ["S163"]
    assert value(tree).text == "1"


def test_a_field_that_stands_twice_and_one_without_name_are_findings(load):
    made = book(部门=[("项目", "内容"), ("名称", "甲"), ("名称", "乙"), (None, "丙")])
    tree, findings = load(made)
    assert codes(findings) == ["S126", "S165"]
    assert "A2" in findings[0].message
    assert plain(tree) == {"部门": {"名称": "甲"}}


def test_forbidden_characters_are_named_by_cell(load):
    tree, findings = load(one('<c t="str"><v>\ue000_x0007_</v></c>'))
    assert codes(findings) == ["S122", "S121"]
    assert str(findings[0].place) == "预算.xlsx「表」B2"
    assert value(tree).text == "\ufffd\ufffd"


def test_macros_are_a_hint(load):
    tree, findings = load(one("<c><v>1</v></c>", extra={"xl/vbaProject.bin": b"x"}))
    assert [(f.code, f.severity) for f in findings] == [("S111", Severity.HINT)]
    assert value(tree).text == "1"


def test_the_strict_form_of_the_standard_is_read(load):
    tree, _ = load(one("<c><v>1</v></c>", main="http://purl.oclc.org/ooxml/spreadsheetml/main"))
    assert value(tree).text == "1"


def test_cells_without_references_follow_each_other(load):
    xml = (
        "<sheetData><row><c t='str'><v>名称</v></c><c t='str'><v>值</v></c></row>"
        "<row><c t='str'><v>甲</v></c><c><v>1</v></c></row></sheetData>"
    )
    tree, _ = load(package({"表": xml}))
    assert plain(tree) == {"表": [{"名称": "甲", "值": "1"}]}
    assert str(value(tree).place) == "预算.xlsx「表」B2"


def test_a_far_away_formatted_cell_costs_nothing(load):
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    xml = rows(HEAD, ("甲", "<c><v>1</v></c>")).replace("</sheetData>", far + "</sheetData>")
    tree, findings = load(package({"表": xml}))
    assert findings == []
    assert len(tree.entries["表"].items) == 1


@pytest.mark.parametrize(
    "xml",
    [
        '<sheetData><row r="1048577"/></sheetData>',
        '<sheetData><row r="1"><c r="XFE1"/></row></sheetData>',
        '<sheetData><row r="x"/></sheetData>',
        '<sheetData><row r="1"><c r="1A"/></row></sheetData>',
        "<sheetData><row>",
        None,
    ],
)
def test_a_damaged_sheet_does_not_hide_the_others(load, xml):
    tree, findings = load(package({"坏": xml, "表": rows(HEAD, ("甲", "乙"))}))
    assert codes(findings) == ["S150"]
    assert findings[0].place.sheet == "坏"
    assert list(tree.entries) == ["表"]


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd">',
    ],
)
def test_a_declaration_of_entities_is_refused(load, prolog):
    tree, findings = load(one("<c><v>1</v></c>", prolog=prolog))
    assert tree is None
    assert codes(findings) == ["S152"]


def test_a_package_that_inflates_beyond_the_limit_is_refused(load, monkeypatch):
    monkeypatch.setattr(xlsx_package, "MAX_INFLATED", 100_000)
    tree, findings = load(one("<c><v>1</v></c>" + " " * 1_000_000))
    assert tree is None
    assert codes(findings) == ["S151"]


def test_a_part_that_was_packed_too_tightly_is_refused(load, monkeypatch):
    monkeypatch.setattr(xlsx_package, "RATIO_MATTERS", 100_000)
    _, findings = load(one("<c><v>1</v></c>" + " " * 1_000_000))
    assert codes(findings) == ["S151"]


def test_more_cells_than_the_limit_are_refused(load, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_VALUES", 10)
    _, findings = load(book(表=[HEAD] + [("甲", 1)] * 20))
    assert codes(findings) == ["S151"]


def test_a_flipped_bit_is_a_damaged_workbook(load):
    content = bytearray(one("<c><v>1</v></c>"))
    content[60] ^= 0xFF
    tree, findings = load(bytes(content))
    assert tree is None
    assert codes(findings) == ["S150"]


def test_a_zip_of_an_unknown_version_is_a_damaged_workbook(load):
    content = bytearray(one("<c><v>1</v></c>"))
    content[content.rfind(b"PK\x01\x02") + 6] = 200
    tree, findings = load(bytes(content))
    assert tree is None
    assert codes(findings) == ["S150"]


def test_a_workbook_cut_short_anywhere_is_a_finding_not_a_crash(load):
    content = one("<c><v>1</v></c>")
    for length in range(4, len(content), 97):
        tree, findings = load(content[:length])
        assert tree is None
        assert codes(findings) == ["S150"]


def test_columns_are_numbered_as_excel_does():
    for number, letters in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")]:
        assert sheet_xml.column_letters(number) == letters
        assert sheet_xml.column_number(letters) == number
