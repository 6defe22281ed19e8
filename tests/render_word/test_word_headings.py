"""A table of contents filled in the pieces of a body: as contents.py fills it in the tree."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from reportgen.figure import Figure
from reportgen.formats import Library
from reportgen.language.printing import NumberFormat, Printed
from reportgen.office.package import Member, read
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare
from reportgen.render.rendered import Printing, Rendered
from reportgen.render.word.contents import BODY, STYLE_SHEET, list_headings
from reportgen.render.word.engine import CompiledDocument
from reportgen.render.word.headings import HeadingLister
from reportgen.render.word.marks import Printout
from reportgen.render.word.spots import spots_in

ROOT = Path(__file__).resolve().parents[2]
WITH_CONTENTS = ["shanhaiguan-zzb", "luohu-zzb"]
SAMPLES = sorted(
    path
    for name in WITH_CONTENTS
    for path in (ROOT / "data" / name).glob("20*.yaml")
    if "说明" not in path.name
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f"<w:styles {W}>"
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/>'
    '<w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Named"><w:name w:val="Named"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style></w:styles>'
).encode()


def field(code=' TOC \\o "1-2" \\h ', inside="<w:r><w:t>请更新域</w:t></w:r>", end="</w:p>"):
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{inside}'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{end}'
    )


def p(text="", style="", more="", runs=None):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = f"<w:r><w:t>{text}</w:t></w:r>" if runs is None else runs
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{runs}</w:p>"


TABLE = f"<w:tbl><w:tr><w:tc>{p('格〔7.00〕')}{p('表里的题', '1')}</w:tc></w:tr></w:tbl>"
BODIES = {
    "headings of two levels, and one too deep": [field(), p("一", "1"), p("二", "2"), p("三", "3")],
    "numbers before, in and after headings": [
        p("前〔1.00〕"), field(), p("共〔2.00〕万元", "1"), p("文〔3.00〕"), p("〔4.00〕", "2"), TABLE,
    ],
    "a style that is based on another": [field(), p("一", "Own"), p("文")],
    "a style that the field names": [field(' TOC \\o "1-1" \\t "Named,2" '), p("一", "Named")],
    "escapes, tabs and breaks": [
        field(),
        p(style="1", runs="<w:r><w:t>甲 &amp; 乙</w:t><w:tab/><w:t xml:space='preserve'> 丙</w:t>"
          "<w:br/><w:t/><w:t>&lt;丁</w:t></w:r>"),
        p(style="1", more="<w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs>", runs="<w:r><w:t>戊</w:t></w:r>"),
    ],
    "headings without words": [field(), p("", "1"), p("  ", "1"), p("一", "1")],
    "no headings at all": [field(), p("文"), p("", "1")],
    "bookmarks that are there": [
        field(), '<w:bookmarkStart w:id="7" w:name="hers"/><w:bookmarkEnd w:id="7"/>', p("一", "1"),
    ],
    "entries of an earlier time": [
        field(inside="<w:r><w:t>旧</w:t></w:r></w:p>" + p("旧的", "1") + "<w:p>"), p("一", "1"), p("二", "2"),
    ],
    "headings before the contents": [p("序", "1"), field(), p("一", "1")],
    "sections": [field(), p("一", "1", "<w:sectPr/>"), p("二", "1")],
}  # fmt: skip
LEFT = {
    "a text box": [field(), p("一", "1"), "<w:p><w:r><w:txbxContent/></w:r></w:p>"],
    "a level of one paragraph": [field(), p("一", "", '<w:outlineLvl w:val="0"/>')],
    "former properties": [field(), p("一", "1", "<w:pPrChange><w:pPr/></w:pPrChange>")],
    "bookmarks of ours": [
        field(), '<w:bookmarkStart w:id="1" w:name="_Toc00000001"/><w:bookmarkEnd w:id="1"/>', p("一", "1"),
    ],
    "a number in the field": [field(inside="<w:r><w:t>〔5.00〕</w:t></w:r>"), p("一", "1")],
    "a field within another paragraph's end": [field(end=""), p("一", "1"), "</w:p>"],
    "a style written otherwise": [field(), p("一").replace("<w:pPr>", "<w:pPr><w:pStyle  w:val='1'/>")],
    "properties that are not first": [
        field(), '<w:p><w:r><w:t>一</w:t></w:r><w:pPr><w:pStyle w:val="1"/></w:pPr></w:p>',
    ],
}  # fmt: skip


def printout(parts, size):
    """A body printed in pieces of so many tags; 〔1.00〕 is a number."""
    text = f"<w:document {W}><w:body>{''.join(parts)}<w:sectPr/></w:body></w:document>"
    pieces, figures = [], []
    for at, part in enumerate(re.split("[〔〕]", text)):
        if at % 2:
            number = Printed(Figure(Decimal(part), key=f"数{at}"), NumberFormat("两位", 2))
            figures.append((len(pieces), number))
            pieces.append(part.encode())
        else:
            tags = re.split("(?<=>)", part)
            pieces += ["".join(tags[i : i + size]).encode() for i in range(0, len(tags), size)]
    return Printout(b"".join(pieces), pieces, figures)


def in_the_tree(before):
    places = [place for place, _ in before.figures]
    spots = spots_in(before.pieces, places, None)
    figures = [
        Printing("document", spot, item.figure.key, item.text, item.figure)
        for spot, (_, item) in zip(spots, before.figures, strict=True)
    ]
    members = [Member(BODY, (before.content,)), Member(STYLE_SHEET, (STYLES,))]
    made = list_headings(Rendered(members, figures))
    return made.members[0].content, [(item.key, item.spot) for item in made.figures]


def plain(content):
    return etree.tostring(etree.fromstring(content), method="c14n")


@pytest.mark.parametrize("size", [1, 3, 9999])
@pytest.mark.parametrize("parts", BODIES.values(), ids=BODIES)
def test_contents_are_filled_as_in_the_tree(parts, size):
    before = printout(parts, size)
    lister = HeadingLister(STYLES)
    for _ in range(2):
        made = lister.listed(before)
        content, figures = in_the_tree(before)
        assert plain(made.content) == plain(content)
        assert b"".join(made.pieces) == made.content
        spots = spots_in(made.pieces, [place for place, _ in made.figures], None)
        keys = [item.figure.key for _, item in made.figures]
        assert list(zip(keys, spots, strict=True)) == figures


@pytest.mark.parametrize("parts", LEFT.values(), ids=LEFT)
def test_a_body_that_is_not_simple_is_left_to_the_tree(parts):
    assert HeadingLister(STYLES).listed(printout(parts, 3)) is None


@pytest.mark.parametrize("source", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_documents_of_the_samples_have_the_same_contents(source, monkeypatch):
    prepared, _ = prepare(source, Library())
    done, real = [], CompiledDocument._list

    def listed(self, printed):
        done.append(real(self, printed))
        return done[-1]

    monkeypatch.setattr(CompiledDocument, "_list", listed)
    quick, _ = render_pack(prepared)
    assert all(done)
    assert done or source.parent.name != "shanhaiguan-zzb"
    monkeypatch.setattr(CompiledDocument, "_list", lambda _self, _printed: False)
    slow, _ = render_pack(prepared)
    for one, other in zip(quick, slow, strict=True):
        if one.name.endswith(".docx"):
            bodies = [m.content for d in (one, other) for m in read(d.data) if m.name == BODY]
            assert plain(bodies[0]) == plain(bodies[1])
            figures = [[(f.spot, f.key, f.text) for f in d.figures] for d in (one, other)]
            assert figures[0] == figures[1]
