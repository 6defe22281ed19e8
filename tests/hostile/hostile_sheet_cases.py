"""Workbooks with one thing wrong in each, and the codes of what is said about it."""

from __future__ import annotations

from hostile_builders import FIRST, HEAD, LAST, RECORD, Case, book, line, package, rows

STYLES = (
    '<numFmts><numFmt numFmtId="180" formatCode="yyyy/m/d"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="180"/><xf numFmtId="10"/></cellXfs>'
)
DATE = '<c s="1"><v>44926</v></c>'
FILTER = '<autoFilter ref="A1:D3"><filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn></autoFilter>'
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def sheet(
    name: str, content: bytes, *codes: str, lost: bool = False, unsaid: tuple[str, ...] = ()
) -> Case:
    return Case(f"sheet {name}", content, codes, lost=lost, unsaid=unsaid)


def amount(name: str, content: object, *codes: str) -> Case:
    return sheet(f"amount {name}", line(content, styles=STYLES), *codes)


def code(name: str, content: object, *codes: str) -> Case:
    return sheet(f"code {name}", line(10, content, styles=STYLES), *codes)


def year(name: str, content: object, *codes: str, properties: str = "") -> Case:
    record = rows(*RECORD[:3], ("年度", content), RECORD[4])
    return sheet(
        f"year {name}", book(department=record, styles=STYLES, properties=properties), *codes
    )


def merged(reference: str) -> str:
    return f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'


def far_away(row: int, column: str) -> str:
    cell = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>'
    return rows(HEAD, FIRST, LAST).replace("</sheetData>", cell)


def wide(columns: int) -> str:
    heads = "".join(f'<c t="str"><v>列{number}</v></c>' for number in range(columns))
    return f'<sheetData><row r="1">{heads}</row></sheetData>'


AMOUNTS = [
    amount("by a formula with its result", "<c><f>5+5</f><v>10</v></c>"),
    amount("by a formula without result", "<c><f>5+5</f></c>", "S154", "M205"),
    amount("by a formula in error", '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "M212"),
    amount("by a formula that gives words", '<c t="str"><f>A1</f><v>十万</v></c>', "M206"),
    amount("that refers to nothing", '<c t="e"><v>#REF!</v></c>', "M212"),
    amount("that is a boolean", '<c t="b"><v>1</v></c>', "M206"),
    amount("that is a date", DATE, "M206"),
    amount("of 1E+308", "<c><v>1e308</v></c>", "M206"),
    amount("of 1E-300", "<c><v>1e-300</v></c>", "M206"),
    amount("beyond Excel", "<c><v>1e400</v></c>", "S164"),
    amount("NaN", "<c><v>NaN</v></c>", "S164"),
    amount("that points to a text that is not there", '<c t="s"><v>9</v></c>', "S164"),
    amount("as text with separators", "1,234.50"),
    amount("as text in full width", "１２．５"),
    amount("as text with wrong separators", "12,34.50", "M206"),
    amount("as text with half of its signs in full width", "１,２34．5０"),
    amount("as text in brackets", "（12）", "M206"),
    amount("as text with its unit", "12万元", "M206"),
    amount("as text that begins like a formula", "=SUM(D3:D9)", "M206"),
    amount("as text with an apostrophe", "'12", "M206"),
    amount("as text in Chinese", "壹拾贰", "M206"),
    amount("as text of ten thousand characters", "字" * 10_000, "M206"),
    amount("of nothing but space", "  \u3000", "M205"),
]
CODES = [
    code("with a fraction", "<c><v>2013201.5</v></c>", "K301"),
    code("read as a float", "2013201.0", "K301"),
    code("with an apostrophe", "'2013201", "M211"),
    code("that is a date", DATE, "K301"),
    code("that is a boolean", '<c t="b"><v>1</v></c>', "K301"),
    code("not found", '<c t="e"><v>#N/A</v></c>', "M212"),
]
YEARS = [
    year("that is a date", DATE, "M209"),
    year("that is a date of 1904", DATE, "M209", properties='<workbookPr date1904="1"/>'),
    year("that is a boolean", '<c t="b"><v>1</v></c>', "M209"),
]
LAYOUT = [
    sheet("with a hidden row", book(rows(HEAD, FIRST, LAST, hidden={2})), "S156"),
    sheet("with a filter", book(rows(HEAD, FIRST, LAST, hidden={2}, after=FILTER)), "S156"),
    sheet(
        "with a hidden column",
        book(rows(HEAD, FIRST, LAST, before='<cols><col min="4" max="4" hidden="1"/></cols>')),
        "S157",
    ),
    sheet(
        "hidden and very hidden",
        package({"部门|hidden": rows(*RECORD), "支出明细|veryHidden": rows(HEAD, FIRST, LAST)}),
        "S155",
    ),
    sheet(
        "with a merged head of two rows",
        book(rows(HEAD, (None, None, "甲", "乙"), FIRST, LAST, after=merged("A1:A2"))),
        "S159",
    ),
    sheet(
        "with a head of two rows",
        book(rows(("科目", None, "类型", "金额"), HEAD[:2], FIRST, LAST)),
        "S161",
        "M204",
    ),
    sheet(
        "with a title of two cells",
        book(rows(("支出表", "2023年"), HEAD, FIRST, LAST)),
        "S161",
        "M204",
        lost=True,
    ),
    sheet(
        "with a title and its unit above",
        book(rows(("支出表",), ("单位：万元",), HEAD, FIRST, LAST)),
    ),
    sheet(
        "shifted against its head",
        book(rows(HEAD, (None, *FIRST), (None, *LAST))),
        "S161",
        "M205",
        lost=True,
    ),
    sheet("without head", book(rows(FIRST, LAST)), "M204", lost=True),
    sheet("of one column", book(rows(("2013201",), ("2013202",))), "S162", "M201", lost=True),
    sheet(
        "with merged lines",
        book(rows(HEAD, FIRST, (None, *LAST[1:]), after=merged("A2:A3"))),
        "S158",
    ),
    sheet(
        "merged as a whole", book(rows(HEAD, FIRST, LAST, after=merged("A1:XFD1048576"))), "S159"
    ),
    sheet("merged backwards", book(rows(HEAD, FIRST, LAST, after=merged("D9:A1")))),
    sheet("with a head twice", book(rows((*HEAD, "金额"), (*FIRST, 9), LAST)), "S160"),
    sheet("with content beyond its heads", book(rows(HEAD, (*FIRST, None, "多"), LAST)), "S161"),
    sheet("with a cell at its far end", book(far_away(1_048_576, "XFD")), "S161"),
    sheet("with a cell beyond its end", book(far_away(1_048_577, "A")), "S150", lost=True),
    sheet("with a column beyond its end", book(far_away(9, "XFE")), "S150", lost=True),
    sheet(
        "with quotes in its name",
        book(more={'O\'Brien "x" & <y>': rows(("a", "b"), (1, 2))}),
        "M202",
    ),
    sheet("twice but for a space", book(more={"支出明细 ": rows(HEAD, FIRST)}), "S163"),
    sheet("that nobody asked for", book(more={"Sheet2": rows(("a", "b"), (1, 2))}), "M202"),
    sheet("without 部门", package({"支出明细": rows(HEAD, FIRST, LAST)}), "M201"),
    sheet("without content", package({"Sheet1": "<sheetData/>"}), "S153", lost=True),
    sheet("missing from its package", book(more={"单位": None}), "S150"),
    sheet("with broken XML", book(more={"单位": "<sheetData><row>"}), "S150"),
]
CONTENT = [
    sheet(
        "with its head again at the next page",
        book(rows(HEAD, FIRST, HEAD, LAST)),
        "S168",
        unsaid=("M206", "M211"),
    ),
    sheet(
        "with a note below",
        book(rows(HEAD, FIRST, LAST, ("注：本表由财务填写",), (None, "填表人：某某"))),
        "S167",
        unsaid=("M205", "M211"),
    ),
    sheet("of a thousand and one columns", book(wide(1001)), "S151", lost=True),
    sheet(
        "with a head of nothing but space inside",
        book(rows((*HEAD, f"备{' ' * 32_000}a"), (*FIRST, 1), LAST)),
        "M204",
    ),
    sheet(
        "with space without end in a unit and a note",
        book(rows((f"单位：{' ' * 32_000}a",), HEAD, FIRST, LAST, (f"说明{' ' * 32_000}a",))),
        "M205",
    ),
    sheet("with a cell longer than Excel allows", line("字" * 40_000), "S166", "M206"),
    sheet(
        "with a control character in its name",
        book(more={"备_x0007_注": rows(("a", "b"), (1, 2))}),
        "S121",
        "M202",
    ),
    sheet(
        "with a mark before a head",
        book(rows((HEAD[0], HEAD[1], "\ufeff类型", HEAD[3]), FIRST, LAST)),
        "S121",
        unsaid=("M204",),
    ),
    sheet("with macros", book(extra={"xl/vbaProject.bin": b"x"}), "S111"),
    sheet("with a DTD", book(prolog=ENTITY), "S152", lost=True),
    sheet(
        "with a control character",
        book(rows(HEAD, FIRST, LAST, ("2013201", "30103", "基本_x0007_支出", 1))),
        "S121",
    ),
    sheet(
        "with a private-use character",
        book(rows(HEAD, FIRST, LAST, ("2013201", "30103", "基本\ue000支出", 1))),
        "S122",
    ),
    sheet(
        "with half a surrogate",
        book(rows(HEAD, FIRST, LAST, ("2013201", "30103", "基本_xD800_支出", 1))),
        "M207",
    ),
    sheet(
        "with a 合计 row",
        book(rows(HEAD, FIRST, LAST, ("合　计：", None, None, 15))),
        "M220",
        unsaid=("M205", "M211"),
    ),
    sheet(
        "with a 小计 row that is a line otherwise",
        book(rows((*HEAD, "项目"), FIRST, (*FIRST[:3], 10, "小计"), LAST)),
        "M220",
        unsaid=("M214",),
    ),
    sheet(
        "with characters that cannot be seen",
        book(rows(HEAD, ("2013201", "30101", "基本\u200b支出", 10), LAST)),
    ),
]
CASES = AMOUNTS + CODES + YEARS + LAYOUT + CONTENT
