"""The disclosure document of 山海关 2023 in Word, heading by heading, sentence by sentence, cell by
cell, against what was published; its page; and what the checks say of its contradictions."""

import io
import re
import shutil
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from docx.oxml.ns import qn

from reportgen.formats import Library
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DATA = ROOT / "data" / "shanhaiguan-zzb"
TEMPLATE = ROOT / "templates" / "qinhuangdao-shanhaiguan" / "部门预算信息公开.docx"
FACTS = yaml.load((HERE / "shanhaiguan_2023_text.yaml").read_text("utf-8"), yaml.BaseLoader)
TABLES = yaml.load((HERE / "shanhaiguan_2023_tables.yaml").read_text("utf-8"), yaml.BaseLoader)[
    "表"
]
NAME = "部门预算信息公开.docx"
HEADINGS = {
    "Title", "Heading 1", "Heading 2", "Heading 3", "表题", "表名", "小标题", "楷体标题",
    "部分标题", "部分标题（另页）", "目标表标题",
}  # fmt: skip

DIFFERENCES = {
    # (tab, row below the line above the table, column): published, ours, why
    ("三公经费表", 8, 2): ("", "11.00", "“二、公务用车购置及运维费”空着，下面的运行维护费有 11.00"),
    ("三公经费表", 8, 3): ("", "11.00", "同上"),
}
ADDED = ["组织部门2023年部门预算信息公开", "中共秦皇岛市山海关区委组织部", "目录"]
"""Cover and contents, which the published file does not have."""


def made(path):
    prepared, findings = prepare(path, Library())
    assert prepared is not None, findings
    documents, faults = render_pack(prepared)
    assert not faults
    return prepared, {item.name: item for item in documents}


@pytest.fixture(scope="module")
def pack():
    return made(DATA / "2023.yaml")


@pytest.fixture(scope="module")
def document(pack):
    return docx.Document(io.BytesIO(pack[1][NAME].data))


def bare(text):
    return re.sub(r"\s", "", text)


def body(document):
    """The paragraphs and tables of the body in order."""
    return list(document.iter_inner_content())


def grid(table):
    """The cells of a table; what is merged into another cell is empty."""
    rows = []
    for row in table._tbl.tr_lst:
        cells = []
        for cell in row.tc_lst:
            merged = cell.tcPr is not None and cell.tcPr.find(qn("w:vMerge"))
            text = "".join(node.text or "" for node in cell.iter(qn("w:t")))
            goes_on = (
                merged is not None and merged is not False and merged.get(qn("w:val")) != "restart"
            )
            cells += [("" if goes_on else bare(text)), *[""] * (cell.grid_span - 1)]
        rows.append(cells)
    return rows


def paragraphs(document):
    """What the paragraphs say that say something, but for the entries of the contents."""
    return [bare(p.text) for p in document.paragraphs if p.text.strip() and not listed(p)]


def listed(paragraph):
    return any((link.fragment or "").startswith("_Toc") for link in paragraph.hyperlinks)


def title_above(document, table):
    """The two nearest paragraphs above a table that say something: its title, the line above."""
    items = body(document)
    at = next(n for n, item in enumerate(items) if getattr(item, "_tbl", None) is table._tbl)
    return [item.text for item in items[at - 2 : at]]


# the document


def test_the_headings_are_the_published_ones_in_their_order(document):
    found = [
        bare(p.text) for p in document.paragraphs if p.style.name in HEADINGS and p.text.strip()
    ]
    assert found == FACTS["标题"]


def test_the_contents_list_the_headings_without_asking_word_to_update(document):
    entries = [bare(p.text) for p in document.paragraphs if listed(p)]
    tables, chapters = entries[:9], entries[10:]
    assert tables == [table["标题"] for table in TABLES[:9]]
    assert chapters == [title for title in FACTS["标题"] if title in chapters]
    assert (chapters[0], chapters[-1]) == ("一、部门职责及机构设置情况", "九、其他需要说明的事项")


def test_what_stands_before_the_first_table_is_the_cover_and_the_contents(document):
    first = paragraphs(document).index("部门预算收支总表")
    assert paragraphs(document)[: len(ADDED)] == ADDED
    assert first == len(ADDED)


@pytest.mark.parametrize("sentence", FACTS["句子"])
def test_a_computed_sentence_reads_as_published(document, sentence):
    assert sentence in paragraphs(document)


def test_sentences_follow_each_other_as_published(document):
    lines = paragraphs(document)
    places = [lines.index(sentence) for sentence in FACTS["句子"]]
    assert places == sorted(places)


@pytest.mark.parametrize("line", FACTS["职责"])
def test_indicators_and_standards_of_a_duty_are_as_published(document, line):
    assert line in paragraphs(document)


def test_each_duty_has_its_five_parts_in_order(document):
    lines = paragraphs(document)
    start = lines.index("（二）分项绩效目标")
    heads = [line.split("：")[0] for line in lines[start + 1 : start + 25]]
    parts = ["主要职责", "职责目标", "绩效目标", "绩效指标", "绩效标准"]
    assert [heads[n + 1 : n + 6] for n in range(0, 24, 6)] == [parts] * 4


def test_duties_are_described_alike_in_both_places(document):
    said = [line for line in paragraphs(document) if line.startswith("主要职责：")]
    assert len(said) == 8
    assert said[:4] == said[4:]


def test_the_glossary_explains_the_published_terms(document):
    lines = paragraphs(document)
    explained = lines[lines.index("八、名词解释") + 1 : lines.index("九、其他需要说明的事项")]
    assert [line.split("：")[0] for line in explained] == FACTS["名词"]


# tables


def budget_table(document, tab):
    table = next(item for item in TABLES if item["页签"] == tab)
    found = [t for t in document.tables if bare(title_above(document, t)[0]) == table["标题"]]
    assert len(found) == 1
    return table, found[0]


TABS = [table["页签"] for table in TABLES]


@pytest.mark.parametrize("tab", TABS)
def test_every_cell_of_a_budget_table_is_as_published_but_for_the_listed_differences(document, tab):
    table, word = budget_table(document, tab)
    expected = [*table["表头"], *([table["栏次"]] if "栏次" in table else []), *table["行"]]
    produced = grid(word)
    assert [len(row) for row in produced] == [len(row) for row in expected]
    differing = {
        (tab, r, c): (want, got)
        for r, (wants, gots) in enumerate(zip(expected, produced, strict=True))
        for c, (want, got) in enumerate(zip(wants, gots, strict=True))
        if bare(want) != got
    }
    assert differing == {
        key: (want, got) for key, (want, got, _) in DIFFERENCES.items() if key[0] == tab
    }


@pytest.mark.parametrize("tab", TABS)
def test_the_line_above_a_budget_table_is_as_published(document, tab):
    table, word = budget_table(document, tab)
    above = [bare(part) for part in title_above(document, word)[1].split("\t") if part.strip()]
    assert above == table["表上"]


@pytest.mark.parametrize("tab", [table["页签"] for table in TABLES if "注" in table])
def test_an_empty_table_has_its_note_below(document, tab):
    table, word = budget_table(document, tab)
    items = body(document)
    at = next(n for n, item in enumerate(items) if getattr(item, "_tbl", None) is word._tbl)
    assert bare(items[at + 1].text) == table["注"]


def test_the_units_stand_in_their_table(document):
    found = [t for t in document.tables if grid(t)[0] == FACTS["机构"][0]]
    assert [grid(t) for t in found] == [FACTS["机构"]]


def goal_tables(document):
    return [t for t in document.tables if grid(t)[0][0] == "绩效目标"]


def test_there_are_fifteen_target_tables(document):
    assert len(goal_tables(document)) == len(FACTS["目标表"]) == 15


@pytest.mark.parametrize("number", range(15))
def test_every_cell_of_a_target_table_is_as_published(document, number):
    facts = FACTS["目标表"][number]
    head = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
    assert grid(goal_tables(document)[number]) == [
        ["绩效目标", facts["目标"], "", "", "", ""],
        head,
        *[[bare(cell) for cell in row] for row in facts["行"]],
    ]


def test_the_description_behind_a_value_is_not_taken_for_a_unit(pack):
    project = pack[0].context.projects[0]
    assert project.name == "车辆保险费"
    target = project.indicators[0].target
    assert (target.comparator, target.digits, target.unit) == ("≥", "90", "")


# figures


def test_the_template_and_the_texts_hold_no_typed_amount():
    with zipfile.ZipFile(TEMPLATE) as package:
        template = package.read("word/document.xml").decode()
    written = ["".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", template))]
    written += [path.read_text("utf-8") for path in sorted((DATA / "2023" / "文字").iterdir())]
    for text in written:
        plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text)
        assert re.findall(r"\d+\.\d\d|\d[\d.]*\s*万元", plain) == []


def test_every_amount_of_the_document_is_in_the_figure_map(pack, document):
    mapped = [item.text for item in pack[1][NAME].figures if item.text]
    text = "\n".join(p.text for p in document.paragraphs)
    text += "\n".join(cell for t in document.tables for row in grid(t) for cell in row)
    amounts = re.findall(r"(?<![\d-])\d+\.\d\d(?!\d)", text)
    assert sorted(item for item in mapped if re.fullmatch(r"\d+\.\d\d", item)) == sorted(amounts)


@pytest.fixture(scope="module")
def raised(tmp_path_factory):
    """The pack with 公务接待费 at 0.50 instead of 0.30."""
    folder = tmp_path_factory.mktemp("raised")
    shutil.copytree(DATA / "2023", folder / "2023")
    text = (DATA / "2023.yaml").read_text("utf-8")
    changed, count = re.subn(r"(经济科目: 30217, .*金额: *)0\.30", r"\g<1>0.50", text)
    assert count == 1
    (folder / "2023.yaml").write_text(changed, "utf-8")
    return made(folder / "2023.yaml")


def test_a_raised_reception_fee_changes_sentence_direction_and_totals_of_the_text(raised):
    text = "\n".join(paragraphs(docx.Document(io.BytesIO(raised[1][NAME].data))))
    assert "“三公”经费预算安排11.50万元，比上年增加0.19万元。" in text
    assert "公务接待费0.50万元（比上年增加0.19万元）" in text
    assert "2023年预算支出为1029.79万元，其中：基本支出587.14万元" in text
    assert "日常公用经费51.87万元" in text
    assert "较2022年预算减少61.09万元，其中：基本支出增加68.46万元" in text
    assert "机关运行经费共计安排51.87万元" in text


def test_a_raised_reception_fee_changes_workbook_and_document_alike(raised):
    word = docx.Document(io.BytesIO(raised[1][NAME].data))
    book = openpyxl.load_workbook(io.BytesIO(raised[1]["部门预算表.xlsx"].data), data_only=True)
    rows = {row[1]: row for row in grid(budget_table(word, "三公经费表")[1])}
    assert rows["三、公务接待费"][2:4] == ["0.50", "0.50"]
    assert rows["合计"][2:4] == ["11.50", "11.50"]
    cells = {bare(str(row[1].value)): row[2].value for row in book["三公经费表"].iter_rows()}
    assert (cells["三、公务接待费"], cells["合计"]) == (0.5, 11.5)
    for tab, total in (("支出总表", "1029.79"), ("基本支出表", "587.14"), ("收支总表", "1029.79")):
        assert total in [cell for row in grid(budget_table(word, tab)[1]) for cell in row]
        shown = [f"{c.value:.2f}" for row in book[tab] for c in row if isinstance(c.value, float)]
        assert total in shown


def test_a_reason_that_speaks_against_the_new_direction_is_a_finding(pack, raised):
    assert "C685" not in {finding.code for finding in pack[0].findings}
    found = [f for f in raised[0].findings if f.code == "C685"]
    assert [f.key for f in found] == ["增减原因/三公/公务接待费/方向"]


# contradictions


@pytest.mark.parametrize(("code", "file", "words"), FACTS["不一致"])
def test_a_contradiction_of_the_published_document_is_found_where_it_is_typed(
    pack, code, file, words
):
    lines = (DATA / file).read_text("utf-8").splitlines()
    findings = pack[0].findings + [finding for finding, _ in pack[0].explained]
    places = [f.place for f in findings if f.code == code and f.place and f.place.file == file]
    assert [place for place in places if words in lines[place.line - 1]]


def test_what_must_be_explained_is_explained(pack):
    assert not pack[0].blocks
    assert len(pack[0].explained) == 17


def test_the_blank_line_of_the_published_table_is_computed(document):
    rows = {row[1]: row for row in grid(budget_table(document, "三公经费表")[1])}
    assert rows["二、公务用车购置及运维费"][2] == rows["公务用车运行维护费"][2] == "11.00"


# the page


def millimetres(length):
    return round(length / 36000)


def test_pages_have_the_official_margins_and_lie_where_tables_are_wide(document):
    sizes = [
        (s.orientation == 1, *map(millimetres, (s.top_margin, s.right_margin, s.bottom_margin, s.left_margin)))
        for s in document.sections
    ]  # fmt: skip
    upright, lying = (False, 37, 26, 35, 28), (True, 28, 37, 26, 35)
    assert sizes == [upright, upright, lying, upright, lying, upright]


def test_every_section_has_the_line_grid_of_22_lines(document):
    for section in document.sections:
        lines = section._sectPr.find(qn("w:docGrid"))
        assert (lines.get(qn("w:type")), lines.get(qn("w:linePitch"))) == ("lines", "579")


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("公文正文", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Footer", "宋体", 14),
    ],
)
def test_a_style_has_the_official_font_and_size(document, style, font, points):
    element = document.styles[style].element
    fonts, size = element.find(f".//{qn('w:rFonts')}"), element.find(f".//{qn('w:sz')}")
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}")
    fonts = defaults.find(f".//{qn('w:rFonts')}") if fonts is None else fonts
    size = defaults.find(f".//{qn('w:sz')}") if size is None else size
    assert (fonts.get(qn("w:eastAsia")), int(size.get(qn("w:val"))) / 2) == (font, points)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(document):
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[1]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert [p.text for p in (odd, even)] == ["— 1 —", "— 1 —"]
    assert [p.style.paragraph_format.alignment for p in (odd, even)] == [2, 0]
    assert not document.sections[0].footer.paragraphs[0].text


def test_the_contents_are_a_field_that_is_filled_when_opened(document):
    settings = document.settings.element.find(qn("w:updateFields"))
    fields = [node.text for node in document.element.iter(qn("w:instrText"))]
    assert settings is not None
    assert fields == [' TOC \\o "1-2" \\h \\z \\u ']


def test_heads_repeat_and_rows_are_not_broken(document):
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_figures_stand_right_and_are_not_wrapped(document):
    seen = 0
    for table in document.tables:
        for cell in table._tbl.iter(qn("w:tc")):
            text = "".join(node.text or "" for node in cell.iter(qn("w:t")))
            if re.fullmatch(r"\d+\.\d\d", text):
                seen += 1
                style = document.styles.element.get_by_id(cell.p_lst[0].style)
                assert style.find(f".//{qn('w:jc')}").get(qn("w:val")) == "right"
                assert cell.tcPr.find(qn("w:noWrap")) is not None
    assert seen > 200
