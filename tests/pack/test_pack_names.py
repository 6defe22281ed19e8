import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.writer import is_safe, safe_name

HOSTILE = [
    "../../etc",
    "..",
    ".",
    "...",
    "",
    " ",
    "CON",
    "con",
    "nul.txt",
    "COM1.docx",
    "LPT¹",
    "aux .docx",
    "a/b",
    "a\\b",
    "C:\\Windows",
    "预算：表?",
    "预算*表",
    "名称. ",
    "名称   ",
    "一\x00二",
    "一\n二",
    "一\u202exslx.docx",
    "\ud800",
    ".reportgen",
    "~$说明.docx",
    "局" * 260,
    "a" * 260 + ".docx",
    "😀" * 100,
    "\ue000",
]


@pytest.mark.parametrize(
    "text", ["部门预算公开说明.docx", "罗湖区委组织部-2022", "表1(续).xlsx", "😀局", "a~b"]
)
def test_a_plain_name_stays_as_it_is(text):
    assert safe_name(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_becomes_one_plain_name(text, tmp_path):
    name = safe_name(text)
    (tmp_path / name).write_bytes(b"")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert is_safe(name)
    assert not name.startswith(".")
    assert not name.endswith((".", " "))


def test_hostile_texts_have_names_of_their_own():
    assert len({safe_name(text).casefold() for text in HOSTILE}) == len(HOSTILE)


def test_texts_that_differ_only_in_what_is_replaced_stay_apart():
    assert len({safe_name(text) for text in ("a/b", "a:b", "a_b", "a\\b")}) == 4


def test_a_text_cannot_pretend_to_be_the_name_of_another():
    name = safe_name("a/b")
    assert safe_name(name) != name


def test_one_text_in_two_unicode_forms_has_one_name():
    composed = "Bü\u0308ro é"
    assert safe_name(unicodedata.normalize("NFD", composed)) == safe_name(composed)


def test_a_long_chinese_name_is_cut_by_bytes_and_keeps_its_extension():
    name = safe_name("绩效" * 100 + ".docx")
    assert len(name.encode()) <= 200
    assert name.endswith(".docx")


def test_long_names_that_differ_only_in_the_part_cut_off_stay_apart():
    assert safe_name("长" * 100 + "甲") != safe_name("长" * 100 + "乙")


def test_a_reserved_windows_name_is_not_kept_with_an_extension():
    assert safe_name("nul.txt").split("~")[0] == "_nul"


def test_a_name_with_a_separator_is_not_safe_to_read_back():
    assert not any(map(is_safe, ["a/b", "../x", "", ".reportgen", "con", "x."]))


@given(st.text(), st.integers(32, 255))
def test_any_text_has_a_safe_name_within_the_limit(text, limit):
    name = safe_name(text, limit)
    assert is_safe(name)
    assert len(name.encode()) <= limit


@given(st.text(alphabet="a/:~. _", max_size=6), st.text(alphabet="a/:~. _", max_size=6))
def test_different_texts_have_different_names(one, other):
    assert (safe_name(one) == safe_name(other)) == (one == other)
