"""A format's 编号 as YAML, made the scheme that an environment takes."""

from __future__ import annotations

import io

import openpyxl
import yaml
from docx import Document
from lxml import etree

from reportgen.formats.numbering import numbering
from reportgen.language.environment import make_environment
from reportgen.office.package import write
from reportgen.render.excel import compile_workbook
from reportgen.render.word import compile_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def environment(text: str = ""):
    """The language with 编号 as this YAML has it."""
    return make_environment(numbering=numbering(yaml.load(text, yaml.BaseLoader)))


def template(*paragraphs: str, header: str = "", rows=()) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def rendered(data: bytes, scheme: str = "", **names):
    compiled, findings = compile_document(data, "报告.docx", environment(scheme))
    assert compiled is not None, findings
    made, findings = compiled.render(names)
    assert made is not None, [item.message for item in findings]
    return made


def lines(*paragraphs: str, scheme: str = "", part: str = "word/document.xml", **options):
    """What the paragraphs print."""
    names = options.pop("names", {})
    made = rendered(template(*paragraphs, **options), scheme, **names)
    content = next(item.content for item in made.members if item.name == part)
    root = etree.fromstring(content)
    return ["".join(item.itertext(f"{W}t")) for item in root.iter(f"{W}p")]


def faults(*paragraphs: str, scheme: str = "", **names):
    """The findings of printing the paragraphs."""
    compiled, findings = compile_document(template(*paragraphs), "报告.docx", environment(scheme))
    if compiled is None:
        return findings
    made, findings = compiled.render(names)
    assert made is None
    return findings


def document(made) -> bytes:
    return write(made.members)


def workbook(data: bytes, scheme: str = "", **names):
    """The filled workbook, or the findings."""
    compiled, findings = compile_workbook(data, "表.xlsx", environment(scheme))
    assert compiled is not None, findings
    made, findings = compiled.render(names)
    if made is None:
        return findings
    return openpyxl.load_workbook(io.BytesIO(write(made.members)))
