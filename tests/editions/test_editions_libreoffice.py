"""LibreOffice is called once for all documents, and nothing it says is believed."""

import sys

import pytest

from reportgen.pack.libreoffice import find_office, is_pdf, to_pdf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")


def test_all_documents_are_converted_in_one_call(office):
    made = to_pdf(office.path, {"甲.docx": b"a", "乙.xlsx": b"b"})
    assert sorted(made.pdfs) == ["乙.xlsx", "甲.docx"]
    assert [call.split()[0] for call in office.calls] == ["2"]


def test_the_profile_is_private(office):
    to_pdf(office.path, {"甲.docx": b"a"})
    assert "-env:UserInstallation=file:///" in office.calls[0]
    assert "/.config" not in office.calls[0]


def test_documents_of_one_name_do_not_overwrite_each_other(office):
    made = to_pdf(office.path, {"目标表.docx": b"word", "目标表.xlsx": b"excel"})
    assert b"word" in made.pdfs["目标表.docx"]
    assert b"excel" in made.pdfs["目标表.xlsx"]


def test_a_document_without_pdf_is_told_though_the_program_ends_with_0(office):
    made = to_pdf(office.path, {"坏.docx": b"BROKEN", "好.docx": b"a"})
    assert list(made.pdfs) == ["好.docx"]
    assert made.failed == {"坏.docx": "LibreOffice 打不开它"}


def test_half_a_pdf_is_none(office):
    assert to_pdf(office.path, {"甲.docx": b"CUT"}).failed


def test_a_document_that_brings_the_program_down_takes_no_other_along(office):
    made = to_pdf(office.path, {"倒.docx": b"CRASH BROKEN", "好.docx": b"a"})
    assert list(made.pdfs) == ["好.docx"]


def test_a_program_that_does_not_end_is_ended(office):
    made = to_pdf(office.path, {"慢.docx": b"SLOW"}, start_seconds=0.5, document_seconds=0)
    assert "已停止" in made.failed["慢.docx"]


def test_a_program_that_does_not_start_is_told(tmp_path):
    made = to_pdf(tmp_path / "无", {"甲.docx": b"a"})
    assert made.failed == {"甲.docx": "LibreOffice 启动不了"}


def test_the_program_is_found_on_the_path(office, monkeypatch):
    monkeypatch.setenv("PATH", str(office.path.parent))
    assert find_office() == office.path


def test_the_program_is_found_where_its_installer_puts_it(tmp_path, monkeypatch):
    program = tmp_path / "LibreOffice" / "program" / "soffice.com"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert find_office() == program


def test_a_page_of_an_error_is_no_pdf():
    assert not is_pdf(b"<html>%%EOF")
