"""The light tree keeps what it reads, and refuses what is dangerous."""

import pytest

from reportgen.office import tree


@pytest.mark.parametrize(
    "text",
    [
        '<a xmlns:x="u"><x:b c="1 &amp; 2"/>text &lt; more<d>5</d></a>',
        '<a b="&quot;&#10;"/>',
        '<a xml:space="preserve"> 表 </a>',
    ],
)
def test_what_is_read_is_written_again(text):
    assert tree.serialise(tree.parse(text.encode())) == text


def test_the_prefix_of_the_roots_own_namespace_is_dropped():
    root = tree.parse(b'<x:a xmlns:x="main" xmlns:y="other"><x:b/><y:c/></x:a>')
    assert tree.serialise(root) == '<a xmlns="main" xmlns:y="other"><b/><y:c/></a>'


def test_a_document_type_is_refused():
    with pytest.raises(tree.MarkupError):
        tree.parse(b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>')


def test_broken_markup_is_refused():
    with pytest.raises(tree.MarkupError):
        tree.parse(b"<a><b></a>")


def test_very_deep_markup_is_refused():
    with pytest.raises(tree.MarkupError):
        tree.parse(b"<a>" * 500 + b"</a>" * 500)
