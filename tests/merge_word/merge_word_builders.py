"""Small documents made in a test: a text is a paragraph, a list of rows is a table.

`{合计=12.30}` in a text is a figure: its key and what is printed.
"""

import io
import re
import zipfile
from html import escape

from merge_word_edits import P, Paper, T, W
from office_lint import lint

from reportgen.merge.word import merge_document
from reportgen.render.rendered import Printing

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
%s</Types>"""
RELS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>%s
</Relationships>"""
FIGURE = re.compile(r"\{([^=}]*)=([^}]*)\}")


def doc(*blocks, footer="", styles=("Body",)) -> bytes:
    """The document."""
    return build(blocks, footer, styles)[0]


def build(blocks, footer="", styles=("Body",)):
    """The document and its figures."""
    figures, body = [], []
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, str):
            paragraphs += 1
            body.append(_paragraph(block, f"第{paragraphs}段", "document", figures, styles[0]))
            continue
        tables += 1
        width = max(len(row) for row in block)
        body.append(
            "<w:tbl><w:tblPr><w:tblW w:w='0' w:type='auto'/></w:tblPr><w:tblGrid>"
            + "<w:gridCol w:w='900'/>" * width
            + "</w:tblGrid>"
        )
        for number, row in enumerate(block, start=1):
            cells = []
            for at, words in enumerate(row, start=1):
                spot = f"表{tables} 第{number}行 第{at}格"
                cells.append(
                    f"<w:tc><w:tcPr><w:tcW w:w='900' w:type='dxa'/></w:tcPr>{_paragraph(words, spot, 'document', figures, styles[0])}</w:tc>"
                )
            body.append(f"<w:tr>{''.join(cells)}</w:tr>")
        body.append("</w:tbl>")
    section = "<w:sectPr>"
    more_types = more_rels = ""
    if footer:
        section += "<w:footerReference w:type='default' r:id='rId9'/>"
        more_types = '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>'
        more_rels = '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>'
    section += "<w:pgSz w:w='11906' w:h='16838'/></w:sectPr>"
    names = "".join(
        f"<w:style w:type='paragraph' w:styleId='{name}'><w:name w:val='{name.lower()} text'/></w:style>"
        for name in styles
    )
    space = f'xmlns:w="{NS}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parts = {
        "[Content_Types].xml": TYPES % more_types,
        "_rels/.rels": RELS % ("officeDocument", "word/document.xml", ""),
        "word/document.xml": f"<w:document {space}><w:body>{''.join(body)}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": RELS % ("styles", "styles.xml", more_rels),
        "word/styles.xml": f"<w:styles {space}>{names}</w:styles>",
    }
    if footer:
        words = _paragraph(footer, "第1段", "footer1", figures, styles[0])
        parts["word/footer1.xml"] = f"<w:ftr {space}>{words}</w:ftr>"
    return packed(parts), figures


def packed(parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def _paragraph(words, spot, part, figures, style):
    pieces, text = [], ""
    at = 0
    for found in FIGURE.finditer(words):
        text += words[at : found.start()]
        figures.append(Printing(part, f"{spot}@{len(text)}", found[1], found[2], None))
        text += found[2]
        at = found.end()
    text += words[at:]
    for piece in re.findall(r"[\t\n]|[^\t\n]+", text):
        sign = {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(piece)
        pieces.append(sign or f"<w:t xml:space='preserve'>{escape(piece)}</w:t>")
    run = f"<w:r>{''.join(pieces)}</w:r>" if pieces else ""
    return f"<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{run}</w:p>"


class Result:
    """What a merge gave, as a test asks for it."""

    def __init__(self, base, hers, new, **options):
        self.base, old = build(base)
        self.new, fresh = build(new)
        self.hers = hers if isinstance(hers, bytes) else doc(*hers)
        self.figures = fresh
        merged, self.findings = merge_document(
            self.base, self.hers, self.new, old, fresh, **options
        )
        assert merged is not None, self.findings
        self.merged = merged
        self.paper = Paper(merged.data)
        assert not lint(merged.data), lint(merged.data)
        again, _ = merge_document(self.new, merged.data, self.new, fresh, fresh)
        assert again.data == merged.data
        self.texts = self.paper.texts()

    def told(self, kind):
        return [(t.spot, t.hers, t.old, t.new) for t in self.merged.told if t.kind == kind]

    @property
    def comments(self):
        """The text of each comment."""
        package = self.paper.package
        if "word/comments.xml" not in package.namelist():
            return []
        found = re.findall(
            r"<w:comment .*?</w:comment>", package.read("word/comments.xml").decode(), re.DOTALL
        )
        return ["".join(re.findall(r"<w:t[^>]*>([^<]*)", one)) for one in found]


def edited(data: bytes, edit) -> bytes:
    """The document after `edit(paper)`."""
    paper = Paper(data)
    edit(paper)
    return paper.to_bytes()


__all__ = ["P", "Result", "T", "W", "build", "doc", "edited", "packed"]
