"""A format in a folder of the test: templates made on the spot, and what the check says of it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import openpyxl
from docx import Document
from docx.oxml import parse_xml

from reportgen.formats import Library
from reportgen.office.package import Member, read, write
from reportgen.studio.format_check.run import check_format

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

FIELDS = """
任务:
  形式: 表
  字段:
  - {名称: 名称, 类型: 文本, 必填: 是}
  - {名称: 金额, 类型: 金额}
  - {名称: 类别, 类型: 选项, 选项: [甲类, 乙类]}
"""
USES = "{{ 行.名称 }}{{ 行.金额 | 万元 }}万元{{ 行.类别 }}"
"""What prints all fields of FIELDS, so that none is left over."""


def docx(*paragraphs: str, rows=(), xml: str = "", build=None) -> bytes:
    """A Word template: paragraphs, a table of rows, then raw XML of the body."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
    if xml:
        last = document.element.body[-1]
        for child in list(parse_xml(f'<w:body xmlns:w="{W}">{xml}</w:body>')):
            last.addprevious(child)
    if build:
        build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(cells=None, arrange=None, title="表", **named) -> bytes:
    """An Excel template of one sheet; `arrange(book, sheet)` does the rest."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for reference, value in {**(cells or {}), **named}.items():
        sheet[reference] = value
    if arrange:
        arrange(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: str) -> bytes:
    """The package with a part added or replaced."""
    kept = [item for item in read(data) if item.name != name]
    return write([*kept, Member(name, (content.encode(),))])


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    """The package with a text of one part replaced."""
    members = []
    for item in read(data):
        text = item.content.decode() if item.name == name else ""
        assert item.name != name or old in text
        members.append(
            Member(name, (text.replace(old, new, 1).encode(),)) if item.name == name else item
        )
    return write(members)


def related(data: bytes, owner: str, kind: str, target: str, *, outside=True) -> bytes:
    """The package with one more relation of a part."""
    folder, _, file = owner.rpartition("/")
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    mode = ' TargetMode="External"' if outside else ""
    added = f'<Relationship Id="rIdX" Type="{base}{kind}" Target="{target}"{mode}/>'
    name = f"{folder}/_rels/{file}.rels"
    known = {item.name for item in read(data)}
    if name not in known:
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        return with_part(data, name, f'<Relationships xmlns="{space}">{added}</Relationships>')
    return replaced(data, name, "</Relationships>", f"{added}</Relationships>")


@dataclass(frozen=True)
class Mistake:
    """One mistake: the template or file that has it, and the one finding that tells of it."""

    name: str
    code: str
    place: str
    words: str = ""
    word: bytes | None = None
    excel: bytes | None = None
    fields: str = ""
    files: dict[str, str] = field(default_factory=dict)
    format: str = ""
    documents: str | None = None


def made(folder, mistake: Mistake) -> Library:
    """The format on disk."""
    home = folder / "forms" / "test"
    home.mkdir(parents=True)
    documents = []
    if mistake.word is not None:
        (home / "模板.docx").write_bytes(mistake.word)
        documents.append("- {名称: 文字, 模板: 模板.docx, 输出: 文字.docx}")
    if mistake.excel is not None:
        (home / "模板.xlsx").write_bytes(mistake.excel)
        documents.append("- {名称: 表格, 模板: 模板.xlsx, 输出: 表格.xlsx}")
    listed = "\n".join(documents) if mistake.documents is None else mistake.documents.strip()
    text = "名称: 试验\n适用地区: [某市某区]\n" + (f"文档:\n{listed}\n" if listed else "")
    (home / "format.yaml").write_text(text + mistake.format, "utf-8")
    if mistake.fields:
        (home / "fields.yaml").write_text(mistake.fields, "utf-8")
    for name, content in mistake.files.items():
        (home / name).write_text(content, "utf-8")
    return Library(folder / "forms")


def found(folder, mistake: Mistake) -> list:
    """Everything that the check says of the format."""
    return check_format(made(folder, mistake), "test").findings
