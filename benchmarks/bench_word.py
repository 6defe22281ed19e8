# ruff: noqa: SLF001 - python-docx has no public way to the XML
"""Word documents a second, against plain docxtpl: same templates, same data, same run.

    python benchmarks/bench_word.py [seconds for each measurement]

A long report (8 tables, 352 looped rows) and a score table of one page (24 rows). docxtpl is used as
its manual says, with plain Jinja and filters that print the same text. The texts and the parts
after C14N are compared before anything is measured. Ours includes the offsets of the figures and the zip (long
parts at zlib level 3, docxtpl at 6).
"""

from __future__ import annotations

import io
import sys
from decimal import ROUND_HALF_UP, Decimal
from time import perf_counter

from docx import Document
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import Environment as JinjaEnvironment
from lxml import etree

from reportgen.figure import YUAN, Figure
from reportgen.language.environment import make_environment
from reportgen.office.package import read, write
from reportgen.render.word import compile_document

COLUMNS = ("本年预算", "上年预算", "全年执行", "调整数", "结转", "结余")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BORDERS = (
    f"<w:tcBorders {W}>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right")
    )
    + "</w:tcBorders>"
)
FONTS = (
    '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" '
    'w:cs="宋体"/><w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
)
SPACING = (
    f'<w:pPr {W}><w:widowControl/><w:spacing w:before="0" w:after="0" w:line="300" '
    f'w:lineRule="exact"/><w:jc w:val="center"/>{FONTS}</w:pPr>'
)
RUN = f"<w:r {W}>{FONTS}<w:t></w:t></w:r>"
WAN = Decimal(10_000)


def styled(cell, text: str) -> None:
    """A cell formatted as Word leaves it: borders, shading, fonts and spacing in each."""
    properties = cell._element.get_or_add_tcPr()
    properties.append(parse_xml(BORDERS))
    properties.append(parse_xml(f'<w:shd {W} w:val="clear" w:color="auto" w:fill="auto"/>'))
    properties.append(parse_xml(f'<w:vAlign {W} w:val="center"/>'))
    paragraph = cell.paragraphs[0]
    paragraph._element.insert(0, parse_xml(SPACING))
    run = parse_xml(RUN)
    run.t_lst[0].text = text
    paragraph._element.append(run)


def bordered(table) -> None:
    table.style = "Table Grid"


def report_template(tables: int = 8) -> bytes:
    document = Document()
    document.add_heading("{{ 部门.名称 }}{{ 年度 }}年度部门整体绩效评价报告", 1)
    for number in range(tables):
        document.add_heading(f"表{number + 1} {{{{ 表{number}.名称 }}}}", 2)
        for _ in range(4):
            document.add_paragraph(
                "{{ 部门.名称 }}本年支出 {{ 合计 | 万元 }} 万元，"
                "{% if 增加 %}比上年增加{% else %}比上年减少{% endif %} {{ 增减 | 万元 }} 万元。"
            )
        table = document.add_table(rows=4, cols=len(COLUMNS) + 1)
        bordered(table)
        for at, name in enumerate(("科目", *COLUMNS)):
            styled(table.cell(0, at), name)
        styled(table.cell(1, 0), f"{{%tr for 行 in 表{number}.行 %}}")
        styled(table.cell(2, 0), "{{ 行.名称 }}")
        for at, name in enumerate(COLUMNS, 1):
            styled(table.cell(2, at), f"{{{{ 行.{name} | 万元 }}}}")
        styled(table.cell(3, 0), "{%tr endfor %}")
    return saved(document)


def score_template() -> bytes:
    document = Document()
    document.add_heading("{{ 年度 }}年度项目支出绩效自评表", 1)
    document.add_paragraph("项目名称：{{ 项目.名称 }}　单位：{{ 部门.名称 }}")
    table = document.add_table(rows=5, cols=7)
    bordered(table)
    for at, name in enumerate(("一级", "二级", "三级指标", "目标值", "实际值", "分值", "得分")):
        styled(table.cell(0, at), name)
    styled(table.cell(1, 0), "{%tr for 行 in 指标 %}")
    for at, name in enumerate(("一级", "二级", "三级", "目标", "实际")):
        styled(table.cell(2, at), f"{{{{ 行.{name} }}}}")
    for at, name in ((5, "分值"), (6, "得分")):
        styled(table.cell(2, at), f"{{{{ 行.{name} | 两位 }}}}")
    styled(table.cell(3, 0), "{%tr endfor %}")
    styled(table.cell(4, 0), "总分")
    styled(table.cell(4, 6), "{{ 总分 | 两位 }}")
    return saved(document)


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def report_data(tables: int = 8, length: int = 44) -> dict:
    def amount(number: int) -> Decimal:
        return Decimal(number * 7919 % 90_000_000) + Decimal("0.35")

    names: dict = {
        "部门": {"名称": "区委组织部 <本级> & 下属"},
        "年度": 2024,
        "合计": amount(17),
        "增加": True,
        "增减": amount(3),
    }
    for number in range(tables):
        rows = [
            {"名称": f"科目 {number}-{row} & 其他"}
            | {name: amount(number * 1000 + row * 10 + at) for at, name in enumerate(COLUMNS)}
            for row in range(length)
        ]
        names[f"表{number}"] = {"名称": f"支出明细 {number}", "行": rows}
    return names


def score_data() -> dict:
    rows = [
        {
            "一级": f"指标{at // 8}",
            "二级": f"数量{at // 3}",
            "三级": f"培训人次 {at}",
            "目标": f"≥{at * 3}人",
            "实际": f"{at * 3 + 1}人",
            "分值": Decimal(4),
            "得分": Decimal("3.85"),
        }
        for at in range(24)
    ]
    return {
        "部门": {"名称": "区委组织部"},
        "年度": 2024,
        "项目": {"名称": "干部教育培训"},
        "指标": rows,
        "总分": Decimal("92.40"),
    }


def as_figures(value, key: str = ""):
    if isinstance(value, Decimal):
        return Figure(value, "" if key.endswith("分值") or "分" in key[-2:] else YUAN, key=key)
    if isinstance(value, dict):
        return {name: as_figures(item, f"{key}/{name}") for name, item in value.items()}
    if isinstance(value, list):
        return [as_figures(item, f"{key}/{at}") for at, item in enumerate(value)]
    return value


def plain_environment() -> JinjaEnvironment:
    def two(value: Decimal) -> str:
        return format(value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), "f")

    environment = JinjaEnvironment(autoescape=True)
    environment.filters["万元"] = lambda value: two(value / WAN)
    environment.filters["两位"] = two
    return environment


def by_docxtpl(template: bytes, names: dict) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(names, plain_environment())
    return saved(document)


def body(document: bytes) -> bytes:
    return next(item.content for item in read(document) if item.name == "word/document.xml")


def canonical(content: bytes) -> bytes:
    parser = etree.XMLParser(remove_blank_text=True)
    return etree.tostring(etree.fromstring(content, parser), method="c14n")


def speed(work, seconds: float) -> float:
    """Documents a second: the best of rounds, so that what else runs counts least."""
    best = float("inf")
    until = perf_counter() + seconds
    while perf_counter() < until:
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return 1 / best


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    jobs = (
        ("long report", report_template(), report_data()),
        ("score table", score_template(), score_data()),
    )
    for name, template, data in jobs:
        figures = as_figures(data)
        start = perf_counter()
        compiled, findings = compile_document(template, f"{name}.docx", make_environment())
        compiling = perf_counter() - start
        assert compiled is not None, findings

        def one(compression="small", *, compiled=compiled, figures=figures):
            rendered, faults = compiled.render(figures)
            assert rendered is not None, faults
            return write(rendered.members, compression)

        ours, theirs = body(one()), body(by_docxtpl(template, data))
        assert canonical(ours) == canonical(theirs), f"{name}: the parts differ"
        rendered, _ = compiled.render(figures)
        start = perf_counter()
        spots = len(list(rendered.figures))
        mapping = perf_counter() - start
        slow = speed(lambda t=template, d=data: by_docxtpl(t, d), seconds)
        print(f"{name}: {len(ours) / 1e6:.2f} MB, {spots} figures, lane {compiled.lane}")
        print(f"  docxtpl            {slow:8.1f} documents/s")
        for label, work in (
            ("ours, zlib", one),
            ("ours, isal if there", lambda one=one: one("fast")),
        ):
            fast = speed(work, seconds)
            print(f"  {label:<18} {fast:8.1f} documents/s  {fast / slow:5.1f} x")
        print(f"  compiling {compiling * 1e3:.0f} ms, figure map {mapping * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
