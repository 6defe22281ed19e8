"""Compiled tags from run to run: the same results with a cache, without one, and with a bad one."""

import marshal

import pytest

from reportgen import cache
from reportgen.language import codes
from reportgen.language.environment import compile_block, compile_expression, make_environment
from reportgen.language.errors import LanguageError
from reportgen.language.printing import NumberFormat


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.SETTING, str(tmp_path))
    return tmp_path / "reportgen"


def compiled_again(monkeypatch, source="1 + 甲", **options):
    """The expression in an environment of its own in which nothing can be compiled."""
    env = make_environment(**options)
    monkeypatch.setattr(env, "compile", lambda _: pytest.fail("was compiled again"))
    return compile_expression(env, source)


def saved(source="1 + 甲"):
    env = make_environment()
    compile_expression(env, source)
    env.codes.save()


def test_an_expression_is_compiled_once(monkeypatch):
    saved()
    assert compiled_again(monkeypatch).evaluate({"甲": 2}) == 3


def test_its_names_are_known_all_the_same(monkeypatch):
    saved()
    assert compiled_again(monkeypatch).names == {"甲"}


def test_a_mistake_is_told_again():
    for _ in range(2):
        env = make_environment()
        with pytest.raises(LanguageError):
            compile_expression(env, "甲 | 没有的格式")
        env.codes.save()


def test_the_kinds_of_template_are_told_apart():
    env = make_environment()
    assert compile_block(env, "甲").render({"甲": 2}) == "甲"
    env.codes.save()
    env = make_environment()
    assert compile_expression(env, "甲").evaluate({"甲": 2}) == 2


def test_an_environment_with_other_filters_compiles_anew():
    saved("甲 | 数")
    env = make_environment({"亩": NumberFormat("亩")})
    compile_expression(env, "甲 | 数")
    assert env.codes._new


def test_what_a_clerk_wrote_is_not_kept(home):
    env = make_environment()
    assert compile_block(env, "甲是{{ 甲 }}", keep=False).render({"甲": 2}) == "甲是2"
    env.codes.save()
    assert not home.exists()


@pytest.mark.parametrize("content", [b"", b"rubbish", marshal.dumps([1]), marshal.dumps({"a": 1})])
def test_other_content_is_no_code(content):
    saved()
    cache.save(codes._name(make_environment()), content)
    assert compile_expression(make_environment(), "1 + 甲").evaluate({"甲": 2}) == 3


def test_what_is_no_code_object_is_compiled_anew():
    env = make_environment()
    key = codes._key(env, "1 + 甲", "_parse_expression")
    for value in (marshal.dumps("text"), b"rubbish", b""):
        cache.save(codes._name(env), marshal.dumps({key: value}))
        assert compile_expression(make_environment(), "1 + 甲").evaluate({"甲": 2}) == 3


def test_what_another_process_saved_meanwhile_stays(monkeypatch):
    env = make_environment()
    compile_expression(env, "1 + 甲")
    saved("2 + 甲")
    env.codes.save()
    assert compiled_again(monkeypatch, "2 + 甲").evaluate({"甲": 1}) == 3
    assert compiled_again(monkeypatch, "1 + 甲").evaluate({"甲": 1}) == 2


def test_too_much_begins_anew(monkeypatch):
    saved("1 + 甲")
    monkeypatch.setattr(codes, "MOST", 10)
    saved("2 + 甲")
    data = cache.load(codes._name(make_environment()))
    assert len(marshal.loads(data)) == 1
