"""Word templates with the charts of 图表样例.docx, declarations as YAML, and what is made of them."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import yaml

from reportgen.compute.charts import ChartsView
from reportgen.figure import YUAN, Blank, Figure
from reportgen.formats.declarations import ChartDeclaration
from reportgen.formats.format import Chart
from reportgen.formats.validation import checked
from reportgen.language.environment import make_environment
from reportgen.office import tree
from reportgen.office.package import Member, read, write
from reportgen.place import Place
from reportgen.render.word import compile_document

SAMPLE = Path(__file__).parents[2] / "templates" / "national" / "图表样例.docx"
ENV = make_environment()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

COMPARED = """
支出对比:
  标题: "{{ 年度 }}年支出（万元）"
  类别: 行
  类别名: 类别.名称
  系列:
  - {名称: "{{ 年度 }}年", 值: 类别.本年}
  - {名称: 上年, 值: 类别.上年}
  单位: 万元
"""


def yuan(text, key=""):
    return Figure(Blank.EMPTY if text == "" else Decimal(text), YUAN, key=key or f"数/{text}")


def row(name, this, last=""):
    return {"名称": name, "本年": yuan(this, f"支出/{name}"), "上年": yuan(last, f"上年/{name}")}


ROWS = [row("基本支出", "44883438.21", "40000000"), row("项目支出", "166960512.34", "150000000")]


def charts(text, env=ENV):
    """图表 with these declarations."""
    declared = yaml.load(text, yaml.BaseLoader)
    return ChartsView(
        {
            name: Chart(name, checked(ChartDeclaration, item), Place("format.yaml", line=9))
            for name, item in declared.items()
        },
        env,
    )


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def drawing(number=1, descr="{{ 图表.支出对比 }}"):
    """The paragraph of a chart of the sample: 1 columns, 2 lines, 3 a pie."""
    body = part(SAMPLE.read_bytes(), "word/document.xml").decode()
    found = re.findall(r"<w:p>(?:(?!</w:p>).)*?<w:drawing>.*?</w:p>", body)[number - 1]
    return re.sub(r'descr="[^"]*"', f'descr="{tree.attribute(descr)}"', found)


def template(*pieces, changed=None):
    """The sample with this body; `changed` maps parts to functions of their text."""
    members = []
    for member in read(SAMPLE.read_bytes()):
        content = member.content.decode() if member.name.endswith(("xml", "rels")) else ""
        if member.name == "word/document.xml":
            start = content.index("<w:body>") + len("<w:body>")
            content = content[:start] + "".join(pieces) + content[content.rindex("<w:sectPr") :]
        if changed and member.name in changed:
            content = changed[member.name](content)
        members.append(Member(member.name, (content.encode(),)) if content else member)
    return write(members)


def compiled(data):
    found, findings = compile_document(data, "报告.docx", ENV)
    assert found is not None, [item.message for item in findings]
    return found, findings


def rendered(data, declared=COMPARED, **names):
    names = {"年度": 2022, "行": ROWS, "图表": charts(declared), **names}
    made, findings = compiled(data)[0].render(names)
    assert made is not None, [item.message for item in findings]
    return made


def faults(data, declared=COMPARED, **names):
    found, findings = compile_document(data, "报告.docx", ENV)
    if found is None:
        return findings
    names = {"年度": 2022, "行": ROWS, "图表": charts(declared), **names}
    made, findings = found.render(names)
    assert made is None
    return findings


def part(data, name):
    members = read(data) if isinstance(data, bytes) else data.members
    return next(item.content for item in members if item.name == name)


def names_of(made):
    return [item.name for item in made.members]


def chart(made, number=1):
    return tree.parse(part(made, f"word/charts/chart{number}.xml"))


def series(made, number=1):
    """Each series of a chart: name, categories, values, as they are cached."""
    return [
        (*points(item.find("tx")), points(item.find("cat")), points(item.find("val")))
        for item in chart(made, number).walk()
        if item.tag == "ser"
    ]


def points(holder):
    return [item.find("v").text() for item in holder.walk() if item.tag == "pt"]


def references(made, number=1):
    return [item.text() for item in chart(made, number).walk() if item.tag == "f"]


def sheet(made, number=1):
    """The rows of the workbook in a chart."""
    data = part(made, f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in line] for line in book.active.iter_rows()]
