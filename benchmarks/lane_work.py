"""The score form with a picture: docxtpl alone, and our lane that goes through it."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from bench_word import as_figures, bordered, plain_environment, saved, styled
from docx import Document
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from pairs import Contender, in_process

from reportgen.language.environment import make_environment
from reportgen.office.package import write
from reportgen.render.word import compile_document
from reportgen.render.word.lane import picture


def png() -> bytes:
    """A white picture of 8 × 8."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * 8 for _ in range(8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def template() -> bytes:
    document = Document()
    document.add_heading("{{ 年度 }}年度项目支出绩效自评表", 1)
    document.add_paragraph("{{ 图 }}")
    table = document.add_table(rows=4, cols=7)
    bordered(table)
    for at, name in enumerate(("一级", "二级", "三级指标", "目标值", "实际值", "分值", "得分")):
        styled(table.cell(0, at), name)
    styled(table.cell(1, 0), "{%tr for 行 in 指标 %}")
    for at, name in enumerate(("一级", "二级", "三级", "目标", "实际")):
        styled(table.cell(2, at), f"{{{{ 行.{name} }}}}")
    for at, name in ((5, "分值"), (6, "得分")):
        styled(table.cell(2, at), f"{{{{ 行.{name} | 两位 }}}}")
    styled(table.cell(3, 0), "{%tr endfor %}")
    return saved(document)


def lane_contenders(data: dict[str, Any]) -> list[Contender]:
    """docxtpl first; the texts of both must be the same."""
    source, image = template(), png()
    compiled, findings = compile_document(source, "x.docx", make_environment())
    assert compiled is not None, findings
    figures = {**as_figures(data), "图": picture(image, 20)}

    def ours() -> bytes:
        rendered, faults = compiled.render(figures)
        assert rendered is not None, faults
        return write(rendered.members)

    def theirs() -> bytes:
        document = DocxTemplate(io.BytesIO(source))
        inline = InlineImage(document, io.BytesIO(image), width=Mm(20))
        document.render({**data, "图": inline}, plain_environment())
        return saved(document)

    def texts(document: bytes) -> list[str]:
        table = Document(io.BytesIO(document)).tables[0]
        return [cell.text for row in table.rows for cell in row.cells]

    assert texts(ours()) == texts(theirs())
    return [
        Contender("docxtpl", in_process(theirs)),
        Contender("reportgen, lane of docxtpl", in_process(ours)),
    ]
