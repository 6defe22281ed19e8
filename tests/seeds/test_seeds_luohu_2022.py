"""The 部门整体绩效评价报告 of 罗湖 2022 against what was published: headings, figures, sentences, tables, pages."""

import io
import re
import zipfile

import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree
from seeds_forms import (
    DATA,
    cell_text,
    documents,
    joined,
    prepared,
    sheet_rows,
    transcription,
    word,
    word_rows,
)

SAMPLE = DATA / "luohu-zzb" / "2022.yaml"
REPORT = transcription("luohu_2022_report.yaml")
WORD, BOOK = "部门整体绩效评价报告.docx", "部门整体绩效评价报告附表.xlsx"
FORM, FILED = "整体支出绩效目标申报表.docx", "整体支出绩效目标申报表.xlsx"

NUMBERS = {
    # (heading, published, printed): why
    ("（3）年中预算调整情况", "8196", "8195.55"): "表6各项目之和 4488.34，不是表5的 4488.8",
    ("（3）年中预算调整情况", "11893.17", "11893.62"): "同上",
    ("（3）年中预算调整情况", "314.08", "314.09"): "人员 311.06 与公用 3.03 之和；公布的少 0.01",
    ("（3）年中预算调整情况", "12207.25", "12207.71"): "表6各项目之和",
    ("3.资产管理情况", "976.78", "976.77"): "三项相加；减去负债正是公布的净资产 829.21",
    ("1.预算使用经济性", "288.9", "288.91"): "与表5是同一个数",
    ("1.预算使用经济性", "81.27%", "81.26%"): "按 288.91 算",
}
WORDING = {
    # published: (printed, why)
    "项目支出调减12207.25，": ("项目支出调减12207.25万元，", "公布的漏了单位"),
    "回收有效问卷10439份问卷，": ("回收有效问卷10439份，", "公布的多印了“问卷”"),
    "信访件1单，政务网": ("信访件1单、政务网", "列举都用顿号"),
}
CELLS = {
    # (table, row, column): (published, printed, why); rows and columns from 1, the head not counted
    ("表4", 1, 3): ("8,196", "8,195.55", "表6各项目之和"),
    ("表4", 2, 3): ("8,196", "8,195.55", "同上"),
    ("表4", 9, 3): ("8,196", "8,195.55", "同上"),
    ("表4", 1, 4): ("11,893.17", "-11,893.62", "漏了负号；表6各项目之和"),
    ("表4", 2, 4): ("11,893.17", "-11,893.62", "同上"),
    ("表4", 9, 4): ("11,893.17", "-11,893.62", "同上"),
    ("表5", 1, 3): ("3,707.2", "3,707.21", "人员 3,418.3 与公用 288.91 之和"),
    ("表5", 1, 4): ("314.08", "314.09", "311.06 与 3.03 之和"),
    ("表5", 4, 3): ("4,488.8", "4,488.34", "表6各项目之和"),
    ("表5", 4, 4): ("12,207.25", "-12,207.71", "漏了负号；表6各项目之和"),
    ("表5", 8, 3): ("8,196", "8,195.55", "各项之和"),
    ("表5", 8, 4): ("-1,1893.17", "-11,893.62", "分节有误；各项之和"),
    ("表7任务", 15, 3): ("20,016", "20,017", "确切数是 20,016.62"),
    ("表2-1", 6, 2): ("288.9", "288.91", "与表5是同一个数"),
}
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
HEADINGS = {f"Heading {level}" for level in range(1, 6)}
SHOWN = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
REFERENCE = re.compile(r"表\d(?:-\d)?")
TAG = re.compile(r"\{\{.*?\}\}")
NOT_DATA = re.compile(
    r"《[^》]*》|〔[^〕]*〕|（财预[^）]*）|“1\+5\+20\+N”|“1\+4\+N”|“3C|后20日内|24小时|^\d\. |^（\d）"
    r"|2022年度深圳市|2023年开始|2024年度预算编报"
)
"""What is a number in authored text and no figure: titles, document numbers, names, time limits."""


@pytest.fixture(scope="module")
def made():
    return documents(SAMPLE)


@pytest.fixture(scope="module")
def report(made):
    return word(made[WORD])


def full(text):
    return joined(text).replace("(", "（").replace(")", "）")


def sections(report):
    """The headings in order, and the text that stands below each."""
    found = {}
    heading = ""
    for paragraph in report.paragraphs:
        if paragraph.style.name in HEADINGS:
            heading = full(paragraph.text)
            assert heading not in found, heading
            found[heading] = ""
        elif heading and paragraph.style.name == "公文正文":
            found[heading] += "".join(paragraph.text.split()) + "\n"
    return found


def test_every_heading_stands_as_published_and_in_its_level(report):
    produced = [(full(p.text), p.style.name) for p in report.paragraphs if p.style.name in HEADINGS]
    assert [text for text, _ in produced] == REPORT["标题"]
    signs = ("一、", "（一）", "1.", "（1）", "甲.")
    kinds = ("[一二三四五]、", "（[一二三四五]）", r"\d\.", r"（\d）", r"[甲乙丙]\.")
    for text, style in produced:
        level = next(n for n, kind in enumerate(kinds, 1) if re.match(kind, text))
        assert style == f"Heading {level}", (text, signs[level - 1])


def test_every_figure_of_a_section_is_printed_in_the_published_order(report):
    used = set()
    for heading, text in sections(report).items():
        unnumbered = re.sub(r"(?m)^(?:\d\.|（\d）)", "", REFERENCE.sub("", text))
        printed = SHOWN.findall(unnumbered)
        published = REPORT["数"].get(heading, [])
        assert len(printed) == len(published), (heading, printed, published)
        for ours, theirs in zip(printed, published, strict=True):
            if ours != theirs:
                assert (heading, theirs, ours) in NUMBERS, (heading, theirs, ours)
                used.add((heading, theirs, ours))
    assert used == NUMBERS.keys()


def test_every_computed_sentence_is_as_published(report):
    text = "".join(joined(p.text) for p in report.paragraphs)
    changes = [(theirs, ours) for _, theirs, ours in NUMBERS]
    for sentence in REPORT["句子"]:
        expected = joined(sentence)
        for published, (printed, _) in WORDING.items():
            expected = expected.replace(published, printed)
        if expected not in text:
            for theirs, ours in changes:
                expected = re.sub(rf"(?<![\d.]){re.escape(theirs)}(?![\d.])", ours, expected)
        assert expected in text, expected


def test_no_figure_is_typed_into_the_prose():
    for path in sorted((SAMPLE.parent / "2022" / "文字").glob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            rest = NOT_DATA.sub("", TAG.sub("", line))
            assert not re.search(r"\d", rest), (path.stem, rest)


def captions(report):
    return [p for p in report.paragraphs if p.style.name == "表号表名"]


def test_captions_are_numbered_1_to_7_and_then_2_1(report):
    assert [joined(p.text) for p in captions(report)] == REPORT["表题"]


def test_the_text_refers_to_tables_by_their_numbers(report):
    text = "".join(p.text for p in report.paragraphs)
    assert "各自的职责见表 2：" in text
    assert "项目情况见表 6，整体支出绩效目标申报表见表 7。" in text


def table(report, name):
    names = ["表1", "表2", "表3", "表4", "表5", "表6", "表7", "表2-1", "附件"]
    return report.tables[names.index(name)]


def compared(name, produced, published):
    """Each cell as published, but for the listed differences."""
    assert len(produced) == len(published), name
    differing = {}
    for row, (ours, theirs) in enumerate(zip(produced, published, strict=True), start=1):
        assert len(ours) == len(theirs), (name, row)
        for column, (mine, other) in enumerate(zip(ours, theirs, strict=True), start=1):
            if full(mine) != full(other):
                differing[name, row, column] = (other, mine)
    expected = {spot: pair[:2] for spot, pair in CELLS.items() if spot[0] == name}
    assert differing == expected


@pytest.mark.parametrize("name", ["表3", "表4", "表5", "表6", "表2-1"])
def test_a_table_of_figures_is_as_published(report, name):
    head, *rows = word_rows(table(report, name))
    assert head == REPORT[name][0]
    compared(name, rows, REPORT[name][1:])


def test_the_tasks_of_the_year_are_as_published(report):
    rows = word_rows(table(report, "表1"))[1:]
    compared("表1", [row[:2] for row in rows], REPORT["表1"])
    assert all(row[2] for row in rows)


def test_duties_stand_beside_one_merged_cell_for_each_body(report):
    form = table(report, "表2")
    compared("表2", word_rows(form)[1:], REPORT["表2"])
    first = [tr.tc_lst[0] for tr in form._tbl.tr_lst[1:]]
    begun = [cell_text(tc) for tc in first if tc.tcPr.find(qn("w:vMerge")).val == "restart"]
    assert begun == ["部务会", "部办公室", "各科室"]


def declaration(form):
    """The rows of tasks, and of indicators, of the 绩效目标申报表."""
    rows = word_rows(form)
    heads = [at for at, row in enumerate(rows) if row[3] == "三级指标"]
    tasks = [[row[1], *row[4:]] for row in rows[3 : heads[0] - 1]]
    return tasks, [row[1:5] for row in rows[heads[0] + 1 :]]


@pytest.mark.parametrize("document", [WORD, FORM])
def test_the_declaration_of_targets_is_as_published(made, document):
    opened = word(made[document])
    form = table(opened, "表7") if document == WORD else opened.tables[0]
    tasks, indicators = declaration(form)
    compared("表7任务", tasks, REPORT["表7任务"])
    compared("表7指标", indicators, REPORT["表7指标"])
    assert len(indicators) == 156


def test_the_scores_are_as_published_word_for_word(report):
    rows = word_rows(table(report, "附件"))
    compared("附件", rows[2:-1], REPORT["附件"])
    assert rows[-1] == ["合计", "", "", "", "", "", REPORT["合计"]]


def test_the_annex_stands_on_landscape_pages_and_its_heads_repeat(report):
    wide = report.sections[-1]
    assert wide.page_width > wide.page_height
    assert report.sections[-2].page_width < report.sections[-2].page_height
    heads = [
        tr
        for tr in table(report, "附件")._tbl.tr_lst
        if tr.trPr.find(qn("w:tblHeader")) is not None
    ]
    assert len(heads) == 2


def test_long_tables_repeat_their_heads_and_do_not_break_rows(report):
    for name in ("表1", "表2", "表6", "表7"):
        rows = table(report, name)._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        whole = [tr for tr in rows if tr.trPr.find(qn("w:cantSplit")) is not None]
        assert len(whole) >= len(rows) - 1


def test_the_page_is_that_of_official_documents(report):
    body = report.sections[1]
    margins = (body.top_margin, body.left_margin, body.right_margin, body.bottom_margin)
    assert [round(m.mm) for m in margins] == [37, 28, 26, 35]
    grid = body._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_cover_and_contents_come_first(report):
    texts = [joined(p.text) for p in report.paragraphs if p.text][:5]
    assert texts == [
        "2022年度部门整体绩效评价报告",
        "部门名称（公章）：中共深圳市罗湖区委组织部",
        "填报人：",
        "联系电话：",
        "目录",
    ]
    assert [n.text for n in report.element.iter(qn("w:instrText"))] == [
        ' TOC \\o "1-3" \\h \\z \\u '
    ]


def test_the_workbook_holds_the_same_tables_with_live_formulas(made, report):
    book = openpyxl.load_workbook(io.BytesIO(made[BOOK]), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(made[BOOK]))
    assert book.sheetnames == [
        "重点工作", "职责分工", "近年支出", "资金来源", "支出性质", "项目", "申报表", "公用经费", "评分表",
    ]  # fmt: skip
    for name, tab in (
        ("表3", "近年支出"),
        ("表4", "资金来源"),
        ("表5", "支出性质"),
        ("表6", "项目"),
    ):
        rows = word_rows(table(report, name))
        shown = [row for row in plain_rows(book[tab]) if len(row) == len(rows[0])][-len(rows) :]
        assert [list(map(number, row)) for row in shown] == [list(map(number, row)) for row in rows]
        last = formulas[tab].max_row
        if tab != "项目":
            assert formulas[tab][f"D{last}"].value == f"=C{last}-B{last}"
    assert formulas["项目"]["C5"].value == "=SUM(C6:C37)"
    assert book["评分表"].cell(book["评分表"].max_row, 7).value == 94.88


def plain_rows(ws):
    return [
        ["" if c.value is None else c.value for c in row] for row in ws.iter_rows() if row[0].value
    ]


def number(value):
    """A number whatever its commas and zeros; text without blanks."""
    text = joined(str(value))
    return float(text.replace(",", "")) if re.fullmatch(r"-?[\d,]+(\.\d+)?", text) else text


def chart_xml(data, part):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))


def chart_values(xml):
    """The series of a chart as its caches hold them: name → category → number."""
    found = {}
    for series in xml.iter(f"{CHART}ser"):
        name, categories, values = (
            [v.text for v in series.find(f"{CHART}{part}").iter(f"{CHART}v")]
            for part in ("tx", "cat", "val")
        )
        found[name[0]] = dict(zip(categories, map(float, values), strict=True))
    return found


@pytest.mark.parametrize(
    ("document", "part"),
    [(WORD, "word/charts/chart1.xml"), (BOOK, "xl/charts/chart1.xml")],
)
def test_the_chart_shows_this_year_beside_last_year_as_table_3_has_it(made, document, part):
    rows = REPORT["表3"][1:-1]
    expected = {
        year: {row[0]: float(row[at]) for row in rows}
        for at, year in ((1, "2021年"), (2, "2022年"))
    }
    assert chart_values(chart_xml(made[document], part)) == expected


def test_the_chart_is_native_and_in_the_fonts_of_the_report(made):
    xml = chart_xml(made[WORD], "word/charts/chart1.xml")
    text = "".join(node.text for node in xml.iter("{*}t"))
    assert text == "2021年、2022年部门预算支出对比（单位：万元）"
    assert {node.get("typeface") for node in xml.iter("{*}ea")} == {"黑体", "仿宋_GB2312"}
    names = zipfile.ZipFile(io.BytesIO(made[WORD])).namelist()
    assert [n for n in names if n.startswith("word/embeddings/")]
    assert not [n for n in names if n.startswith("word/media/")]


def test_the_chart_stands_between_its_paragraph_and_table_3(report):
    paragraphs = report.paragraphs
    at = next(n for n, p in enumerate(paragraphs) if p._p.findall(f".//{qn('w:drawing')}"))
    assert paragraphs[at + 1].text.startswith("表 3 ")


def test_the_declaration_for_filing_says_the_same_as_the_document(made):
    book = openpyxl.load_workbook(io.BytesIO(made[FILED]), data_only=True)
    rows = sheet_rows(book.worksheets[0])
    assert rows[2:] == word_rows(word(made[FORM]).tables[0])


def test_yaml_and_workbook_give_the_same_documents(made):
    assert documents(SAMPLE.with_suffix(".xlsx")) == made


def test_a_second_rendering_gives_the_same_bytes(made):
    assert documents(SAMPLE) == made


def test_the_department_s_score_is_the_sum_of_its_indicators():
    evaluation = prepared(SAMPLE).context.evaluation
    assert str(evaluation.given.value) == "94.88"
    assert evaluation.grade == "优"
