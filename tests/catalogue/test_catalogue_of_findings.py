"""All kinds of finding and the page that explains them."""

import re
import string
from pathlib import Path

import pytest

from reportgen.finding_catalogue import load_all, markdown

ROOT = Path(__file__).parents[2]


def test_kinds_of_every_package_are_found():
    declared = set()
    for path in (ROOT / "reportgen").glob("*/kinds.py"):
        declared |= set(re.findall(r'"([SMKFLCRP]\d{3})"', path.read_text(encoding="utf-8")))
    assert declared
    assert declared <= set(load_all())


def test_codes_stand_in_order():
    assert list(load_all()) == sorted(load_all())


def test_every_kind_says_what_it_means_and_what_to_do():
    for kind in load_all().values():
        assert kind.title, kind.code
        assert kind.meaning, kind.code
        assert kind.remedy, kind.code


def test_every_sentence_can_be_filled_in():
    for kind in load_all().values():
        fields = [name for _, name, _, _ in string.Formatter().parse(kind.sentence) if name]
        assert kind.at(None, **dict.fromkeys(fields, "甲")).message


def test_signs_of_markdown_in_a_sentence_are_taken_literally(monkeypatch):
    from reportgen.finding import Kind, Severity

    kind = Kind("S100", Severity.HINT, "题", "a*b", "<x>", "`y`")
    monkeypatch.setattr("reportgen.finding_catalogue.load_all", lambda: {"S100": kind})
    page = markdown()
    assert "## S1xx 读取文件" in page
    for part in ("a\\*b", "\\<x\\>", "\\`y\\`"):
        assert part in page


@pytest.mark.parametrize("page", ["问题目录.md"])
def test_the_page_in_docs_is_what_the_program_writes(page):
    """Where this fails, run scripts/make-docs."""
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == markdown()
