"""Tables of contents: entries for the headings, printed pages, the field still a field."""

import re

import pytest
from editions_builders import pdf

from reportgen.figure import Figure
from reportgen.office.package import Member, read, write
from reportgen.pack import libreoffice
from reportgen.pack.libreoffice import Converted
from reportgen.pack.pages import fill_pages, for_layout
from reportgen.pack.plan import Document
from reportgen.render.rendered import Printing, Rendered
from reportgen.render.word.contents import fill_entries, list_headings

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TOC = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText> TOC \\o "1-2" \\h </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>请更新域</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
STYLES = (
    f"<w:styles {W}>"
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/>'
    '<w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style></w:styles>'
)


def p(text, style="", more=""):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def new_section(start=""):
    numbering = f'<w:pgNumType w:start="{start}"/>' if start else ""
    return f"<w:p><w:pPr><w:sectPr>{numbering}</w:sectPr></w:pPr></w:p>"


def body(*parts):
    return f"<w:document {W}><w:body>{''.join(parts)}</w:body></w:document>".encode()


def document(*parts, figures=()):
    members = [
        Member("word/document.xml", (body(*parts),)),
        Member("word/styles.xml", (STYLES.encode(),)),
    ]
    return Document("说明.docx", write(members), figures)


def text_of(made):
    part = next(m.content for m in read(made.data) if m.name == "word/document.xml").decode()
    lines = re.findall(r"<w:p[ >].*?</w:p>", part, re.DOTALL)
    return [re.sub(r"<w:tab/>", "\t", line) for line in lines], part


def entries(made):
    lines, _ = text_of(made)
    found = [re.findall(r"<w:t[^>]*>([^<]*)</w:t>", x) for x in lines if "w:hyperlink" in x]
    return [(words[0], int(words[1])) for words in found]


@pytest.fixture
def laid_out(monkeypatch):
    """Stands in for LibreOffice: the layout has this outline."""

    def laid_out(*outline):
        def to_pdf(_office, drafts):
            return Converted({name: pdf(*outline) for name in drafts})

        monkeypatch.setattr(libreoffice, "find_office", lambda: "soffice")
        monkeypatch.setattr(libreoffice, "to_pdf", to_pdf)

    return laid_out


def test_headings_get_the_page_they_begin_on(laid_out):
    laid_out(("一、职责", 2), ("二、收支", 5))
    made, findings = fill_pages([document(TOC, p("一、职责", "1"), p("文"), p("二、收支", "1"))])
    assert not findings
    assert entries(made[0]) == [("一、职责", 2), ("二、收支", 5)]


def test_the_field_stays_a_field_whose_entries_link_to_the_headings(laid_out):
    laid_out(("一、职责", 2), ("二、收支", 5))
    made, _ = fill_pages([document(TOC, p("一、职责", "1"), p("二、收支", "1"))])
    _, part = text_of(made[0])
    assert part.count(' TOC \\o "1-2" \\h ') == 1
    assert part.count('fldCharType="begin"') == part.count('fldCharType="end"') == 3
    for anchor in re.findall(r'w:anchor="([^"]*)"', part):
        assert f'w:name="{anchor}"' in part
    assert "请更新域" not in part


def test_filling_twice_gives_the_same(laid_out):
    laid_out(("一、职责", 2))
    once, _ = fill_pages([document(TOC, p("一、职责", "1"))])
    again, _ = fill_pages([document(TOC, p("一、职责", "1"))])
    assert once[0].data == again[0].data


def test_a_filled_contents_can_be_filled_again(laid_out):
    laid_out(("一、职责", 2), ("二、收支", 5))
    once, _ = fill_pages([document(TOC, p("一、职责", "1"), p("二、收支", "1"))])
    laid_out(("一、职责", 3), ("二、收支", 7))
    again, findings = fill_pages(once)
    assert not findings
    assert entries(again[0]) == [("一、职责", 3), ("二、收支", 7)]


def test_pages_are_counted_anew_where_a_section_begins_anew(laid_out):
    laid_out(("前言", 2), ("一、职责", 4), ("二、收支", 6))
    made, _ = fill_pages(
        [
            document(
                TOC,
                p("前言", "1"),
                new_section(),
                p("一、职责", "1"),
                p("二、收支", "1"),
                new_section("1"),
            )
        ]
    )
    assert entries(made[0]) == [("前言", 2), ("一、职责", 1), ("二、收支", 3)]


def test_a_section_that_begins_with_text_is_counted_from_that_text(laid_out):
    laid_out(("卷首", 3), ("一、职责", 4))
    made, _ = fill_pages(
        [document(TOC, new_section(), p("卷首"), p("一、职责", "1"), new_section("1"))]
    )
    assert entries(made[0]) == [("一、职责", 2)]


def test_the_outline_level_of_a_style_it_is_based_on_counts():
    contents = fill_entries(body(TOC, p("第一部分", "Own"), p("细目", "3")), STYLES.encode())
    assert [(h.text, h.level) for h in contents.outline.headings] == [("第一部分", 2)]


def test_a_level_set_at_the_paragraph_goes_before_that_of_its_style():
    plain = '<w:outlineLvl w:val="9"/>'
    contents = fill_entries(
        body(TOC, p("正文", "Own", plain), p("题", "", '<w:outlineLvl w:val="0"/>')), b""
    )
    assert [(h.text, h.level) for h in contents.outline.headings] == [("题", 1)]


def test_a_document_whose_headings_are_not_found_stays_as_it_is(laid_out):
    laid_out(("别的", 2))
    before = document(TOC, p("一、职责", "1"))
    made, findings = fill_pages([before])
    assert made == [before]
    assert [f.code for f in findings] == ["P887"]
    assert "一、职责" in findings[0].message


def test_a_document_without_contents_is_not_laid_out(monkeypatch):
    monkeypatch.setattr(libreoffice, "find_office", lambda: pytest.fail("asked for LibreOffice"))
    before = document(p("一、职责", "1"))
    assert fill_pages([before]) == ([before], [])


def test_without_libreoffice_the_documents_stay_and_it_says_so(monkeypatch):
    monkeypatch.setattr(libreoffice, "find_office", lambda: None)
    before = document(TOC, p("一、职责", "1"))
    made, findings = fill_pages([before])
    assert made == [before]
    assert [f.code for f in findings] == ["P880"]


def test_figures_keep_their_places_behind_longer_contents(laid_out):
    laid_out(("一", 2), ("二", 3), ("三", 4))
    spots = ["第1段@0", "第5段@2", "表1 第1行 第1格@0"]
    figures = [Printing("document", spot, "支出", "1.00", Figure(None)) for spot in spots]
    made, _ = fill_pages(
        [document(TOC, p("一", "1"), p("二", "1"), p("三", "1"), p("共1.00"), figures=figures)]
    )
    assert [f.spot for f in made[0].figures] == ["第1段@0", "第7段@2", "表1 第1行 第1格@0"]


def test_a_damaged_document_is_named():
    members = [Member("word/document.xml", (b"<w:instrText>TOC",))]
    _, findings = fill_pages([Document("坏.docx", write(members))])
    assert [f.code for f in findings] == ["P887"]


def test_without_layout_the_contents_list_the_headings_alone():
    before = document(TOC, p("一、职责", "1"), p("文"), p("二、收支", "1"))
    made = list_headings(Rendered(read(before.data), ()))
    lines, part = text_of(Document("", write(made.members)))
    listed = [line for line in lines if "w:hyperlink" in line]
    assert [re.findall(r"<w:t[^>]*>([^<]*)</w:t>", line) for line in listed] == [
        ["一、职责"],
        ["二、收支"],
    ]
    assert "PAGEREF" not in part
    assert "<w:tab/>" not in part
    assert part.count('fldCharType="begin"') == part.count('fldCharType="end"') == 1


def test_figures_move_behind_the_headings_that_were_listed():
    figures = [
        Printing("document", spot, "支出", "1.00", Figure(None)) for spot in ["第1段", "第4段@1"]
    ]
    before = document(TOC, p("一", "1"), p("二", "1"), p("共1.00"))
    made = list_headings(Rendered(read(before.data), figures))
    assert [f.spot for f in made.figures] == ["第1段", "第5段@1"]


def test_a_style_without_a_name_and_a_damaged_part_stop_nothing():
    nameless = STYLES.replace('<w:name w:val="Own"/>', "").replace('<w:name w:val="Base"/>', "")
    contents = fill_entries(body(TOC, p("第一部分", "Own"), p("一", "1")), nameless.encode())
    assert [h.text for h in contents.outline.headings] == ["第一部分", "一"]
    broken = Rendered([Member("word/document.xml", (b"<w:instrText>TOC",))], ())
    assert list_headings(broken) is broken


def test_what_is_laid_out_has_pages_where_it_had_none(laid_out):
    laid_out(("一、职责", 2))
    bare = document(TOC, p("一、职责", "1")).data
    numbered = fill_pages([Document("说明.docx", bare)])[0][0].data
    laid_out(("一、职责", 9))
    asked = {"空.docx": bare, "有.docx": numbered, "表.xlsx": b"PK"}
    given = for_layout("soffice", asked)
    assert entries(Document("", given["空.docx"])) == [("一、职责", 9)]
    assert (given["有.docx"], given["表.xlsx"]) == (numbered, b"PK")
