"""A format from a stranger is data: what its expressions try stops with a finding, early and small."""

import tracemalloc

import pytest
from safety_escapes import ESCAPES, EXPLOSIONS, TAGS

from reportgen.formats.phrases import Phrase, PhraseDeclaration
from reportgen.formats.validation import checked
from reportgen.language.environment import compile_block, compile_expression
from reportgen.language.errors import describe
from reportgen.language.phrases import PhraseBook
from reportgen.place import Place

FORMAT = """
任务:
  形式: 表
  字段:
  - {名称: 名称, 类型: 文本}
  - {名称: 金额, 类型: 金额}
文字说明:
  形式: 记录
  字段:
  - {名称: 职能, 类型: 长文本}
"""
LARGEST = 80_000_000
"""Bytes that an attempt may take for a moment."""


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    """A Context with something behind every name."""
    from reportgen.formats import Library, load
    from reportgen.studio.format_check.contexts import context_of

    home = tmp_path_factory.mktemp("forms") / "test"
    home.mkdir()
    (home / "format.yaml").write_text("名称: 试验\n", "utf-8")
    (home / "fields.yaml").write_text(FORMAT, "utf-8")
    form, findings = load(Library(home.parent), "test")
    assert not findings
    found, findings = context_of(form, "某市某区", 2024)
    assert not findings
    declared = {
        "说": checked(PhraseDeclaration, {"文字": "甲"}),
        "绕": checked(PhraseDeclaration, {"文字": "{{ 短语.绕() }}{{ 短语.绕() }}"}),
    }
    phrases = {name: Phrase(name, item, Place("x")) for name, item in declared.items()}
    found.names["短语"] = PhraseBook(phrases, found.names, found.environment)
    return found


def refused(attempt):
    """The code of the finding that the attempt ends in; fails where it ends in a value."""
    try:
        value = attempt()
    except Exception as error:  # noqa: BLE001 - whatever it raises must become a finding
        finding = describe(error, "标签").at(Place("模板"))
        assert finding.message
        return finding.code
    raise AssertionError(f"it gave {str(value)[:200]!r}")


@pytest.mark.parametrize("source", ESCAPES)
def test_a_known_escape_ends_in_a_finding(source, context):
    def attempt():
        return compile_expression(context.environment, source).evaluate(context.names)

    assert refused(attempt).startswith("L5")
    assert refused(attempt) != "L519", "the language did not foresee it"


@pytest.mark.parametrize("source", ESCAPES)
def test_a_known_escape_prints_nothing(source, context):
    def attempt():
        return compile_block(context.environment, f"{{{{ {source} }}}}").render(context.names)

    assert refused(attempt).startswith("L5")


@pytest.mark.parametrize("source", TAGS)
def test_a_tag_that_reaches_outside_ends_in_a_finding(source, context):
    assert refused(
        lambda: compile_block(context.environment, source).render(context.names)
    ).startswith("L5")


@pytest.mark.parametrize("source", EXPLOSIONS, ids=lambda source: source[:60])
def test_an_explosion_stops_early_and_small(source, context):
    tracemalloc.start()
    try:
        code = refused(lambda: compile_block(context.environment, source).render(context.names))
        assert tracemalloc.get_traced_memory()[1] < LARGEST
    finally:
        tracemalloc.stop()
    assert code.startswith("L5")


def test_the_table_holds_the_known_escapes_once_each():
    table = [*ESCAPES, *TAGS, *EXPLOSIONS]
    assert len(set(table)) == len(table) > 150
