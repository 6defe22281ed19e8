"""Templates built in the tests, and docxtpl beside the engine."""

from __future__ import annotations

import io
import re

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import Environment as JinjaEnvironment
from lxml import etree

from reportgen.language.environment import make_environment
from reportgen.office.package import Member, read, write
from reportgen.render.word import compile_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {"w": W}


def docx(*paragraphs, rows=(), build=None) -> bytes:
    """A template with these paragraphs, a table of these rows, and what `build` adds."""
    document = Document()
    body = document.element.body
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
    if build:
        build(document)
    assert body is document.element.body
    return saved(document)


def body(xml: str) -> bytes:
    """A template whose body is this XML."""
    from docx.oxml import parse_xml

    document = Document()
    element = document.element.body
    for child in list(element)[:-1]:
        element.remove(child)
    made = parse_xml(f'<w:body xmlns:w="{W}">{xml}</w:body>')
    for child in reversed(list(made)):
        element.insert(0, child)
    return saved(document)


def p(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in runs) + "</w:p>"


def tc(text: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="100" w:type="dxa"/>{properties}</w:tcPr>{p(text)}</w:tc>'


def tr(*cells: str) -> str:
    return "<w:tr>" + "".join(c if c.startswith("<") else tc(c) for c in cells) + "</w:tr>"


def tbl(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def compiled(data: bytes, **options):
    found, findings = compile_document(data, "表.docx", make_environment(**options))
    assert not findings, [f"{item.place} {item.message}" for item in findings]
    return found


def rendered(data: bytes, **names):
    result, findings = compiled(data).render(names)
    assert not findings, [f"{item.place} {item.message}" for item in findings]
    return result


def ours(data: bytes, **names) -> bytes:
    return write(rendered(data, **names).members)


def faults(data: bytes, **names) -> list:
    """The findings of compiling, or else of rendering."""
    found, findings = compile_document(data, "表.docx", make_environment())
    if found is None:
        return findings
    return found.render(names)[1]


def codes(data: bytes, **names) -> list[str]:
    return [item.code for item in faults(data, **names)]


def theirs(data: bytes, **names) -> bytes:
    """The same document by docxtpl as its manual says."""
    template = DocxTemplate(io.BytesIO(data))
    template.render(names, JinjaEnvironment(autoescape=True))
    return saved(template)


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    return next(item.content for item in read(data) if item.name == name)


def canonical(content: bytes) -> str:
    """A part after C14N, blank text between elements left out."""
    root = etree.fromstring(content, etree.XMLParser(remove_blank_text=True))
    text = etree.tostring(root, method="c14n").decode()
    return re.sub(r"(<w:(?:p|tbl|tr|tc|r|t)[ >])", r"\n\1", text)


def agree(data: bytes, name: str = "word/document.xml", **names) -> None:
    """The engine and docxtpl print the same part."""
    assert canonical(part(ours(data, **names), name)) == canonical(
        part(theirs(data, **names), name)
    )


def texts(data: bytes) -> list[str]:
    """The text of each paragraph, tables included, in document order."""
    root = etree.fromstring(part(data))
    return ["".join(p.itertext(f"{{{W}}}t")) for p in root.iter(f"{{{W}}}p")]


def with_notes(data: bytes, kind: str, text: str) -> bytes:
    """The template with a part of footnotes or endnotes that holds one note."""
    xml = f'<w:{kind} xmlns:w="{W}"><w:{kind[:-1]} w:id="1">{p(text)}</w:{kind[:-1]}></w:{kind}>'
    name = "word/_rels/document.xml.rels"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    relation = f'<Relationship Id="rN" Type="{base}{kind}" Target="{kind}.xml"/></Relationships>'
    changed = {
        name: part(data, name).replace(b"</Relationships>", relation.encode()),
        f"word/{kind}.xml": xml.encode(),
    }
    kept = [Member(m.name, (changed.pop(m.name, m.content),)) for m in read(data)]
    return write([*kept, *(Member(item, (content,)) for item, content in changed.items())])
