"""Pictures, subdocuments and rich text go docxtpl's own way, with the same tags."""

from __future__ import annotations

import io
import struct
import zlib
from decimal import Decimal

from docx import Document
from docxtpl import DocxTemplate, InlineImage, RichText
from jinja2 import Environment as JinjaEnvironment
from word_bench import canonical, codes, compiled, docx, ours, part, rendered, saved, texts, theirs

from reportgen.figure import YUAN, Figure
from reportgen.office.package import read, write
from reportgen.render.word.lane import linked_text, picture, subdocument


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
        + chunk(b"IEND", b"")
    )


def test_a_picture_is_embedded_as_docxtpl_does():
    data = docx("图：{{ 图 }}", "{{ 名 }}")
    made = ours(data, 图=picture(png(), 30), 名="甲&")
    template = DocxTemplate(io.BytesIO(data))
    from docx.shared import Mm

    names = {"图": InlineImage(template, io.BytesIO(png()), width=Mm(30)), "名": "甲&"}
    template.render(names, JinjaEnvironment(autoescape=True))
    expected = saved(template)
    assert canonical(part(made)) == canonical(part(expected))
    assert {m.name for m in read(made)} == {m.name for m in read(expected)}


def test_a_picture_in_a_header():
    def build(document):
        document.sections[0].header.paragraphs[0].text = "{{ 图 }}"

    made = ours(docx("文", build=build), 图=picture(png()))
    assert b"<w:drawing>" in part(made, "word/header1.xml")
    assert b"media/image1.png" in part(made, "word/_rels/header1.xml.rels")


def test_rich_text_as_docxtpl_prints_it():
    data = docx("前{{r 文 }}后")
    names = {"文": RichText("红<", color="FF0000", bold=True)}
    assert canonical(part(ours(data, **names))) == canonical(part(theirs(data, **names)))


def test_a_link_has_its_relation():
    made = ours(docx("见{{r 文 }}"), 文=linked_text("网站", "http://a.cn/?x=1&y=2"))
    assert b"http://a.cn/?x=1&amp;y=2" in part(made, "word/_rels/document.xml.rels")


def test_a_subdocument_brings_paragraphs_and_tables():
    inner = Document()
    inner.add_paragraph("子文")
    inner.add_table(1, 1).cell(0, 0).text = "格"
    made = ours(docx("前", "{{p 附 }}", "后"), 附=subdocument(saved(inner)))
    assert texts(made) == ["前", "子文", "格", "后"]


def test_figures_are_told_in_this_lane_too():
    result = rendered(
        docx("{{ 图 }}", "{{ 甲 | 元 }}"), 图=picture(png()), 甲=Figure(Decimal(1), YUAN, key="甲")
    )
    assert [(item.spot, item.key) for item in result.figures] == [("第2段@0", "甲")]


def test_the_same_pictures_give_the_same_bytes():
    data = docx("{{ 图 }}")
    assert ours(data, 图=picture(png())) == ours(data, 图=picture(png()))


def test_a_template_says_that_it_asks_for_this_lane():
    assert compiled(docx("文", "{{p 附 }}")).lane == "docxtpl（第2段 {{p 附 }}）"


def test_a_picture_that_is_none_is_told():
    assert codes(docx("{{ 图 }}"), 图=picture(b"x")) == ["R791"]


def test_a_wrong_name_is_told_in_this_lane_too():
    assert codes(docx("{{ 图 }}", "{{ 无 }}"), 图=picture(png())) == ["L502"]


def test_all_wrong_names_are_told_beside_a_picture():
    assert codes(docx("{{ 无 }}", "{{ 图 }}", "{{ 缺 }}"), 图=picture(png())) == ["L502", "L502"]


def test_a_document_without_the_picture_takes_the_fast_lane():
    document = compiled(docx("{%p if 真 %}", "{{ 图 }}", "{%p endif %}", "文"))
    without = write(document.render({"真": False, "图": picture(png())})[0].members)
    assert not any(item.name.startswith("word/media") for item in read(without))
