"""The pack of 罗湖 2022 on a desk: built by the command, polished by hand, its data mended.

What she does to a document is told by what stands there, so that it can be made on any version.
"""

import io
import json
import re
import shutil
import zipfile
from copy import deepcopy

from lxml import etree
from merge_word_edits import P, Paper, R, T, W, set_text, text
from openpyxl import load_workbook
from openpyxl.comments import Comment
from samples import ROOT
from typer.testing import CliRunner

from reportgen.cli.main import app

REPORT, TABLES = "部门整体绩效评价报告.docx", "部门整体绩效评价报告附表.xlsx"
FORM, FORM_BOOK = "整体支出绩效目标申报表.docx", "整体支出绩效目标申报表.xlsx"
DOCUMENTS = (REPORT, TABLES, FORM, FORM_BOOK)
CHART = "word/charts/chart1.xml"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
REWORDED = [
    ("根据深圳市罗湖区财政局关于印发", "按照深圳市罗湖区财政局关于印发"),
    ("还要由部务会审议", "还须提请部务会审议"),
    # two around figures
    ("我部年初部门预算收支", "全部年初预算收支为"),
    ("整体支出预算总额调整为", "支出预算总盘子调至"),
    ("年中财政下达绩效奖金", "年中下达了绩效奖金"),
    ("公用支出从俭编报", "公用支出从严从俭编报"),
    ("都按时在智慧财政系统提交", "均已按时提交智慧财政系统"),
    ("没有别的新增结转结余", "无其他新增结转结余"),
    ("检查、监控、督促整改，保证项目有效执行", "边查边改，确保项目有效执行"),
    ("建议财政部门多培训绩效管理人员", "恳请财政部门多组织绩效管理培训"),
]
MORE, MORE_ROW = "以上情况已经部务会研究同意。", "其他零星项目"
GONE, MOVED, BEHIND = (
    "上述信访案件",
    "我部门新增“办公用房装修改造经费项目”",
    "截至2022年12月31日，我部门资产总额",
)
TITLE, NOTE, TRACKED = "两年部门预算支出对比图", "这个数请再核。", "特此说明。"
LINE = "- {{单位: 罗湖区委组织部, 类型: 项目支出, 项目: {}, 阶段: {}, 金额: {}}}\n"
PROJECT = LINE.format("关心关爱干部", "年初", "20.00")
TASK = "- {单位: 罗湖区委组织部, 名称: 关心关爱干部, 任务: 干部管理}\n"
FIXES = [
    ("经济科目: 301, 类型: 基本支出, 阶段: 年初, 金额: 2886.51", "经济科目: 301, 类型: 基本支出, 阶段: 年初, 金额: 2901.26"),
    ("项目: 党建工作, 阶段: 调整, 金额: 434.54", "项目: 党建工作, 阶段: 调整, 金额: 455.04"),
    ("名称: 支出/302/基本支出, 金额: 288.59", "名称: 支出/302/基本支出, 金额: 290.09"),
    ("流动资产: 181.71", "流动资产: 199.81"),
    ("全年预算数: 31.2, 实际支出数: 27.36", "全年预算数: 31.2, 实际支出数: 28.16"),
    (PROJECT, LINE.format("党建阵地建设", "年初", "33.30") + LINE.format("党建阵地建设", "调整", "31.10") + PROJECT),
    (TASK, TASK.replace("关心关爱干部, 任务: 干部管理", "党建阵地建设, 任务: 党建管理") + TASK),
]  # fmt: skip


class Desk:
    """A copy of the sample with its companions; every step is the real command."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(ROOT / "data/luohu-zzb", folder / "data")
        self.data = folder / "data/2022.yaml"
        self.out = folder / "out"

    @property
    def pack(self):
        return next(p for p in self.out.iterdir() if p.is_dir() and p.name[0] != ".")

    def run(self, *words):
        words = [str(word) for word in words]
        return CliRunner().invoke(app, words, env={"COLUMNS": "300"}, catch_exceptions=False)

    def build(self, *options):
        """A build: what it says as JSON, and its exit status."""
        done = self.run("build", self.data, "-o", self.out, "--draft", "--json", *options)
        return json.loads(done.stdout), done.exit_code

    def as_json(self, *words):
        return json.loads(self.run(*words, "--json").stdout)

    def read(self, name):
        return (self.pack / name).read_bytes()

    def write(self, name, data):
        (self.pack / name).write_bytes(data)

    def paper(self, name=REPORT):
        return Paper(self.read(name))

    def book(self, name=TABLES, **options):
        return load_workbook(io.BytesIO(self.read(name)), **options)

    def edit(self, name, change):
        paper = self.paper(name)
        change(paper)
        self.write(name, paper.to_bytes())

    def mend(self, *fixes):
        words = self.data.read_text("utf-8")
        for old, new in fixes or FIXES:
            assert old in words, old
            words = words.replace(old, new, 1)
        self.data.write_text(words, "utf-8")

    def leave_out_first_table(self):
        """The list of table 1 is taken out of the data, so that all tables below get other numbers."""
        words = self.data.read_text("utf-8")
        left = re.sub(r"\n重点工作:\n.*?\n\n", "\n", words, count=1, flags=re.DOTALL)
        assert left != words
        self.data.write_text(left, "utf-8")


def paragraph(paper, words):
    found = [p for p in paper.root.iter(P) if words in text(p)]
    assert found, words
    return found[0]


def reword(paper, old, new):
    place = paragraph(paper, old)
    set_text(place, text(place).replace(old, new))


def row_with(paper, words):
    return next(e for e in paper.root.iter(f"{W}tr") if words in text(e).split("|"))


def polish(paper):
    """What she does to the words of the report."""
    for old, new in REWORDED:
        reword(paper, old, new)
    more = deepcopy(paragraph(paper, "确保项目有效执行"))
    set_text(more, MORE)
    paragraph(paper, "确保项目有效执行").addnext(more)
    gone = paragraph(paper, GONE)
    gone.getparent().remove(gone)
    paragraph(paper, BEHIND).addnext(paragraph(paper, MOVED))
    row = row_with(paper, "老干部文体活动经费")
    own = deepcopy(row)
    for place, words in zip(own.iter(P), ["", MORE_ROW, "1.00", "1.00"], strict=True):
        set_text(place, words)
    row.addnext(own)
    place = paragraph(paper, "恳请财政部门")
    mark = etree.SubElement(place, f"{W}ins", {f"{W}id": "901", f"{W}author": "她"})
    etree.SubElement(etree.SubElement(mark, R), T).text = TRACKED


def beautify(paper):
    """What leaves no trace in the text: a font, a larger chart, the place of a comment."""
    for run in paragraph(paper, "（二）主要履职情况").iter(R):
        for old in run.findall(f"{W}rPr"):
            run.remove(old)
        properties = etree.Element(f"{W}rPr")
        etree.SubElement(properties, f"{W}rFonts", {f"{W}eastAsia": "楷体"})
        etree.SubElement(properties, f"{W}color", {f"{W}val": "FF0000"})
        run.insert(0, properties)
    for extent in paper.root.iter("{*}extent"):
        extent.set("cx", "4000000")
    place = paragraph(paper, "采购执行率")
    start = etree.Element(f"{W}commentRangeStart", {f"{W}id": "0"})
    place.find(R).addprevious(start)
    etree.SubElement(place, f"{W}commentRangeEnd", {f"{W}id": "0"})
    etree.SubElement(etree.SubElement(place, R), f"{W}commentReference", {f"{W}id": "0"})


def with_parts(data, changes):
    """The package with other parts: `changes` takes the name and the bytes of each."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:  # fmt: skip
        for name in package.namelist():
            made.writestr(name, changes(name, package.read(name)))
        for name, content in changes("", b"") or ():
            made.writestr(name, content)
    return out.getvalue()


def with_comment(data):
    """The part of the comment that `beautify` placed."""

    def change(name, content):
        if name == "[Content_Types].xml":
            return content.replace(b"</Types>", b'<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>')  # fmt: skip
        if name == "word/_rels/document.xml.rels":
            return content.replace(b"</Relationships>", b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>')  # fmt: skip
        if not name:
            words = f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="0" w:author="科长" w:initials="k"><w:p><w:r><w:t>{NOTE}</w:t></w:r></w:p></w:comment></w:comments>'
            return [("word/comments.xml", words)]
        return content

    return with_parts(data, change)


def with_restyled_chart(data, title=TITLE, colour="C00000"):
    """The chart with a title and a colour of hers."""

    def change(name, content):
        if name != CHART:
            return content if name else ()
        root = etree.fromstring(content)
        next(root.iter(f"{A}t")).text = title
        list(root.iter(f"{A}srgbClr"))[1].set("val", colour)
        return etree.tostring(root)

    return with_parts(data, change)


def edit_book(book):
    """What she does in the workbook: words, a note, a row, a width, a sheet of her own."""
    sheet = book["项目"]
    sheet["A2"] = "单位名称：罗湖区委组织部（汇总表）"
    sheet["C7"].comment = Comment(NOTE, "科长")
    sheet.column_dimensions["B"].width = 44
    for row in range(sheet.max_row, 5, -1):
        if sheet.cell(row, 2).value == "老干部文体活动经费":
            sheet.cell(row, 5).value = "已核"
    own = book.create_sheet("我的核对")
    own["A1"], own["B1"] = "合计", "='项目'!C5"


def chart_of(data, name=CHART):
    """The series of a chart as it shows them: name, categories and values; its title."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))
    series = [
        tuple([v.text for v in item.iterfind(f"{C}{part}//{C}v")] for part in ("tx", "cat", "val"))
        for item in root.iter(f"{C}ser")
    ]
    return series, "".join(t.text or "" for t in root.iter(f"{A}t"))


def embedded_of(data):
    """The cells of the workbook inside the first chart."""
    package = zipfile.ZipFile(io.BytesIO(data))
    name = next(n for n in package.namelist() if n.startswith("word/embeddings/"))
    return [list(row) for row in load_workbook(io.BytesIO(package.read(name))).active.values]
