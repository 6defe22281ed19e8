"""PDF/ holds one PDF for each official document, as it stands in the folder."""

import sys

import pytest
from editions_builders import pdf

from reportgen.pack import libreoffice
from reportgen.pack.binding import Binding, entries_of
from reportgen.pack.pdf import make_pdfs, old_pdfs, pdf_names

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")


def codes(findings):
    return [finding.code for finding in findings]


def test_every_official_document_gets_a_pdf(office, pack):
    folder = pack(说明_docx="a", 表_xlsx="b")
    report, findings = make_pdfs(folder)
    assert sorted(path.name for path in (folder / "PDF").iterdir()) == ["表.pdf", "说明.pdf"]
    assert report.complete
    assert not findings


def test_an_unchanged_document_is_not_converted_again(office, pack):
    folder = pack(说明_docx="a", 表_xlsx="b")
    make_pdfs(folder)
    pack(说明_docx="a", 表_xlsx="c")
    report, _ = make_pdfs(folder)
    assert (report.written, report.unchanged) == (["表.pdf"], ["说明.pdf"])
    assert [call.split()[0] for call in office.calls] == ["2", "1"]


def test_a_document_edited_by_hand_gets_a_pdf_of_the_edit(office, pack):
    folder = pack(说明_docx="a")
    make_pdfs(folder)
    (folder / "说明.docx").write_bytes(b"edited")
    make_pdfs(folder)
    assert b"edited" in (folder / "PDF" / "说明.pdf").read_bytes()


def test_the_pdf_of_a_document_that_is_gone_leaves(office, pack):
    folder = pack(说明_docx="a", 表_xlsx="b")
    make_pdfs(folder)
    pack(说明_docx="a")
    report, _ = make_pdfs(folder)
    assert report.removed == ["表.pdf"]
    assert not (folder / "PDF" / "表.pdf").exists()


def test_a_stamped_pdf_is_kept(office, pack):
    folder = pack(说明_docx="a")
    make_pdfs(folder)
    (folder / "PDF" / "说明.pdf").write_bytes(b"stamped")
    report, findings = make_pdfs(folder)
    assert (folder / "PDF" / "说明.pdf").read_bytes() == b"stamped"
    assert codes(findings) == ["P882"]
    assert report.complete


def test_a_stamped_pdf_of_a_document_that_changed_is_kept_and_asked_about(office, pack):
    folder = pack(说明_docx="a")
    make_pdfs(folder)
    (folder / "PDF" / "说明.pdf").write_bytes(b"stamped")
    pack(说明_docx="b")
    _, findings = make_pdfs(folder)
    assert (folder / "PDF" / "说明.pdf").read_bytes() == b"stamped"
    assert codes(findings) == ["P883"]


def test_without_libreoffice_it_says_so(pack, monkeypatch):
    monkeypatch.setattr(libreoffice, "find_office", lambda: None)
    report, findings = make_pdfs(pack(说明_docx="a"))
    assert codes(findings) == ["P880"]
    assert "LibreOffice" in findings[0].message
    assert not report.complete


def test_a_document_that_failed_is_named(office, pack):
    folder = pack(坏_docx="BROKEN", 好_docx="a")
    report, findings = make_pdfs(folder)
    assert codes(findings) == ["P881"]
    assert "坏.docx" in findings[0].message
    assert report.written == ["好.pdf"]
    assert not report.complete


def test_a_build_without_pdfs_says_which_are_old(office, pack):
    folder = pack(说明_docx="a")
    make_pdfs(folder)
    assert old_pdfs(folder) == []
    pack(说明_docx="b")
    assert codes(old_pdfs(folder)) == ["P885"]


def test_a_record_that_cannot_be_read_overwrites_nothing(office, pack):
    folder = pack(说明_docx="a")
    make_pdfs(folder)
    (folder / ".reportgen" / "pdf.json").write_text('{"version": 1, "pdfs": [{"name": "../x"}]}')
    (folder / "PDF" / "说明.pdf").write_bytes(b"hers")
    _, findings = make_pdfs(folder)
    assert codes(findings) == ["P886", "P883"]
    assert (folder / "PDF" / "说明.pdf").read_bytes() == b"hers"


def test_word_and_excel_of_one_name_are_told_apart():
    assert pdf_names(["表.docx", "表.xlsx", "说明.docx"]) == {
        "表.docx": "表（Word）.pdf",
        "表.xlsx": "表（Excel）.pdf",
        "说明.docx": "说明.pdf",
    }


def test_a_pdf_that_cannot_be_read_is_not_bound(office, pack):
    folder = pack(说明_docx="a")
    report, findings = make_pdfs(folder, Binding("标题", None))
    assert codes(findings) == ["P895"]
    assert report.written == ["说明.pdf"]
    assert not report.complete


def test_the_contents_of_the_bound_file_go_on_counting():
    parts = [("甲", pdf(("一", 1), ("二", 2))), ("乙", pdf(("三", 1), ("四", 3)))]
    entries, pages = entries_of(parts)
    assert [(e.name, e.level, e.page) for e in entries] == [
        ("甲", 1, 1),
        ("一", 2, 1),
        ("二", 2, 2),
        ("乙", 1, 3),
        ("三", 2, 3),
        ("四", 2, 5),
    ]
    assert pages == 5
