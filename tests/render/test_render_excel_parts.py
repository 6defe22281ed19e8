"""What stands around the cells follows the rows."""

import re

from render_builders import LOOP, book, changed, filled, items, part, render, sheet, with_part

from reportgen.office import package

THREE = items("甲", "乙", "丙")


def after(arrange, rows=THREE, **cells):
    return sheet(book(**{**LOOP, **cells}, arrange=arrange), 行们=rows)


def test_conditional_formats_grow_and_their_formulas_follow():
    from openpyxl.formatting.rule import FormulaRule

    page = after(lambda s: s.conditional_formatting.add("A3:B3", FormulaRule(formula=["$B3>$B$5"])))
    (item,) = page.conditional_formatting
    assert str(item.sqref) == "A2:B4"
    assert item.rules[0].formula == ["$B2>$B$5"]


def test_a_conditional_format_that_begins_on_a_control_row_is_read_from_the_first_printed_one():
    from openpyxl.formatting.rule import FormulaRule

    page = after(lambda s: s.conditional_formatting.add("A2:B4", FormulaRule(formula=["$B2>0"])))
    (item,) = page.conditional_formatting
    assert (str(item.sqref), item.rules[0].formula) == ("A2:B4", ["$B2>0"])


def test_validations_grow_and_their_lists_follow():
    from openpyxl.worksheet.datavalidation import DataValidation

    def arrange(page):
        rule = DataValidation(type="list", formula1="$D$6:$D$7")
        rule.add("C3")
        page.add_data_validation(rule)

    (rule,) = after(arrange).data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("C2:C4", "$D$6:$D$7")
    assert after(arrange, []).data_validations.dataValidation == []


def test_a_validation_list_on_another_sheet_follows():
    from openpyxl.worksheet.datavalidation import DataValidation

    def arrange(page):
        rule = DataValidation(type="list", formula1="乙!$A$2:$A$2")
        rule.add("C3")
        page.add_data_validation(rule)

    more = {"乙": {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行.名称 }}", "A3": "{%tr endfor %}"}}
    page = filled(book(A1="x", arrange=arrange, more=more), 行们=THREE)["表"]
    assert page.data_validations.dataValidation[0].formula1 == "乙!$A$1:$A$3"


def test_hyperlinks_follow():
    def arrange(page):
        page["A5"].hyperlink = "https://example.org/"

    assert after(arrange)["A5"].hyperlink is not None
    assert after(arrange, items("甲"))["A3"].hyperlink.target == "https://example.org/"


def test_the_autofilter_grows():
    def arrange(page):
        page.auto_filter.ref = "A1:B3"

    assert after(arrange).auto_filter.ref == "A1:B4"


def test_defined_names_follow():
    from openpyxl.workbook.defined_name import DefinedName

    def arrange(page):
        page.parent.defined_names["金额"] = DefinedName("金额", attr_text="表!$B$3:$B$3")

    made = filled(book(**LOOP, arrange=arrange), 行们=THREE)
    assert made.defined_names["金额"].attr_text == "表!$B$2:$B$4"


def test_a_name_for_rows_that_were_not_printed_stays_valid():
    from openpyxl.workbook.defined_name import DefinedName

    def arrange(page):
        page.parent.defined_names["金额"] = DefinedName("金额", attr_text="表!$B$3:$B$3")

    made = filled(book(**LOOP, arrange=arrange), 行们=[])
    assert made.defined_names["金额"].attr_text == "表!$B$1048576:$B$1048576"


def test_comments_follow_and_those_on_control_rows_go():
    from openpyxl.comments import Comment

    def arrange(page):
        page["A2"].comment = Comment("给填表人看的", "作者")
        page["A5"].comment = Comment("注", "作者")

    rendered = render(book(**LOOP, arrange=arrange), 行们=[*THREE, *THREE])
    text = next(part(rendered, item.name) for item in rendered.members if "comment" in item.name and item.name.endswith(".xml"))  # fmt: skip
    assert 'ref="A8"' in text
    assert "给填表人看的" not in text
    shapes = next(part(rendered, item.name) for item in rendered.members if item.name.endswith(".vml"))  # fmt: skip
    assert re.findall(r"Row>(\d+)<", shapes) == ["7"]


def test_a_chart_covers_all_copies_and_keeps_to_its_row():
    from openpyxl.chart import BarChart, Reference

    def arrange(page):
        chart = BarChart()
        chart.add_data(Reference(page, min_col=2, min_row=3, max_row=3))
        page.add_chart(chart, "D5")

    rendered = render(book(**LOOP, arrange=arrange), 行们=THREE)
    chart = part(rendered, "xl/charts/chart1.xml")
    assert "'表'!$B$2:$B$4" in chart
    assert "<row>4</row>" in part(rendered, "xl/drawings/drawing1.xml")
    more = render(book(**LOOP, arrange=arrange), 行们=[*THREE, *THREE])
    assert "<row>7</row>" in part(more, "xl/drawings/drawing1.xml")


def test_a_table_grows():
    from openpyxl.worksheet.table import Table

    def arrange(page):
        page["B1"] = "金额"
        page.add_table(Table(displayName="明细", ref="A1:B3"))

    rendered = render(book(**LOOP, arrange=arrange), 行们=THREE)
    assert 'ref="A1:B4"' in part(rendered, "xl/tables/table1.xml")


def test_ignored_errors_and_protected_ranges_follow():
    data = changed(
        book(**LOOP),
        "xl/worksheets/sheet1.xml",
        (
            "<pageMargins",
            '<ignoredErrors><ignoredError sqref="A3:B3"/></ignoredErrors><pageMargins',
        ),
    )
    assert '<ignoredError sqref="A2:B4"/>' in part(render(data, 行们=THREE))


def test_extended_formats_follow():
    extension = (
        '<extLst><ext xmlns:x14="u" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}">'
        '<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="m"><x14:cfRule>'
        "<xm:f>$B3&gt;0</xm:f></x14:cfRule><xm:sqref>A3:B3</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    data = changed(book(**LOOP), "xl/worksheets/sheet1.xml", ("</worksheet>", extension))
    text = part(render(data, 行们=THREE))
    assert "<xm:f>$B2&gt;0</xm:f></x14:cfRule><xm:sqref>A2:B4</xm:sqref>" in text


def test_a_sheet_written_with_a_prefix_is_read():
    members = []
    for item in package.read(book(**LOOP)):
        content = item.content
        if item.name.endswith("sheet1.xml"):
            content = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", content).replace(b"xmlns=", b"xmlns:x=")
        members.append(package.Member(item.name, (content,)))
    assert sheet(package.write(members), 行们=THREE)["A2"].value == "甲"


def test_unchanged_members_keep_their_packed_bytes():
    data = book(A1="{{ 值 }}", more={"静": {"A1": "x"}})
    before = {item.name: item.packed.data for item in package.read(data)}
    after = {item.name: item.packed.data for item in package.read(package.write(render(data, 值=1).members))}  # fmt: skip
    for name in ("xl/theme/theme1.xml", "xl/worksheets/sheet2.xml"):
        assert after[name] == before[name]


def test_the_print_area_and_the_print_titles_follow_the_rows():
    def arrange(page):
        page.print_area = "A1:B5"
        page.print_title_rows = "1:1"

    made = after(arrange)
    assert made.print_area == "'表'!$A$1:$B$5"
    assert made.print_title_rows == "$1:$1"
    assert after(arrange, rows=items(*"甲乙丙丁戊")).print_area == "'表'!$A$1:$B$7"


def test_the_calculation_chain_goes_with_all_that_names_it():
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = with_part(
        changed(
            changed(
                book(**LOOP, B5="=SUM(B3:B3)"),
                "[Content_Types].xml",
                ("</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'),
            ),
            "xl/_rels/workbook.xml.rels",
            ("</Relationships>", f'<Relationship Id="rC" Type="{link}" Target="calcChain.xml"/></Relationships>'),
        ),
        "xl/calcChain.xml",
        f'<calcChain xmlns="{main}"><c r="B5" i="1"/></calcChain>',
    )  # fmt: skip
    members = {item.name: item.content for item in render(data, 行们=THREE).members}
    assert "xl/calcChain.xml" not in members
    assert not any(b"calcChain" in content for content in members.values())
