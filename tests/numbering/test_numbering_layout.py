"""What long reports are made of goes through loops and conditions unharmed: contents, heads, sections."""

import io
import re

import pytest
from docx import Document
from docx.oxml import parse_xml
from numbering_formats import document, rendered
from office_lint import lint
from office_tools import needs_validator, validate

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MARGINS = (
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720"'
    ' w:footer="720" w:gutter="0"/>'
)
PORTRAIT = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{MARGINS}</w:sectPr>'
LANDSCAPE = f'<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>{MARGINS}</w:sectPr>'
CONTENTS = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>更新目录</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
HEADING = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{{ 题号(1) }}概况</w:t></w:r></w:p>'
)


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells, head=False):
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{p(text)}</w:tc>' for text in cells
    )
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{made}</w:tr>"


def table(*rows):
    grid = '<w:gridCol w:w="4000"/>' * 2
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def section(properties):
    return f"<w:p><w:pPr>{properties}</w:pPr></w:p>"


REPORT = (
    CONTENTS,
    HEADING,
    p("{%p for 名 in 表名 %}"),
    p("{{ 表号(名) }}"),
    table(
        row("科目", "金额", head=True),
        row("{%tr for 数 in 范围(3) %}", ""),
        row("{{ 数 }}", "元"),
        row("{%tr endfor %}", ""),
    ),
    p("{%p endfor %}"),
    section(PORTRAIT),
    p("{%p if 有附件 %}"),
    HEADING,
    table(row("指标", "得分", head=True), row("甲", "1")),
    section(LANDSCAPE),
    p("{%p endif %}"),
    p("{%p for 名 in 附表 %}"),
    p("附表 {{ 名 }}"),
    section(LANDSCAPE),
    p("{%p endfor %}"),
    p("完"),
)


@pytest.fixture
def made():
    def made(**names):
        template = Document()
        body = template.element.body
        for child in list(body)[:-1]:
            body.remove(child)
        for child in reversed(list(parse_xml(f"<w:body {W}>{''.join(REPORT)}</w:body>"))):
            body.insert(0, child)
        stream = io.BytesIO()
        template.save(stream)
        given = {"表名": ["甲", "乙"], "有附件": True, "附表": ["一", "二"], **names}
        return rendered(stream.getvalue(), **given)

    return made


def body(rendering):
    return next(m.content for m in rendering.members if m.name == "word/document.xml").decode()


def test_repeated_heads_stay_in_every_table_of_a_loop(made):
    assert body(made()).count("<w:tblHeader/>") == 3
    assert body(made(表名=["甲", "乙", "丙"])).count("<w:tblHeader/>") == 4


def test_the_field_of_the_contents_and_the_styles_of_headings_stay(made):
    text = body(made())
    assert 'w:instrText xml:space="preserve"> TOC \\o "1-3"' in text
    headings = re.findall(r'<w:pStyle w:val="Heading1"/>.*?</w:p>', text)
    assert [re.sub(r"<[^>]*>", "", item) for item in headings] == ["一、概况", "二、概况"]


def test_sections_of_loops_and_conditions_come_and_go_with_them(made):
    def pages(**names):
        return re.findall(
            r'w:orient="(\w+)"|<w:pgSz w:w="11906" w:h="16838"/>', body(made(**names))
        )

    assert pages() == ["", "landscape", "landscape", "landscape"]
    assert pages(有附件=False, 附表=[]) == [""]


@needs_validator
@pytest.mark.parametrize("names", [{}, {"有附件": False, "附表": []}, {"表名": []}])
def test_such_reports_are_valid(made, tmp_path, names):
    path = tmp_path / "报告.docx"
    path.write_bytes(document(made(**names)))
    assert validate(path) == []
    assert lint(path.read_bytes()) == []
