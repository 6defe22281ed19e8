"""What templates cannot reach, and that everything is bounded."""

import tracemalloc

import pytest

from reportgen.figure import Figure
from reportgen.language.environment import (
    Limits,
    compile_block,
    compile_expression,
    engine_template,
    make_environment,
)
from reportgen.language.errors import (
    LanguageError,
    LimitExceeded,
    PrivateNameError,
    UnsupportedTagError,
    describe,
)

ENV = make_environment()


class Unsafe:
    secret = "x"

    def __call__(self):
        return "called"


def value(source, **names):
    return compile_expression(ENV, source).evaluate(names)


def text(source, **names):
    return compile_block(ENV, source).render(names)


@pytest.mark.parametrize(
    "source",
    [
        "''.__class__",
        "''['__class__']",
        "''.__class__.__mro__",
        "'' | attr('__class__')",
        "cycler.__init__.__globals__",
        "lipsum.__globals__",
        "self.__init__",
        "self",
        "joiner.__init__",
        "namespace.__init__",
        "namespace.mro",
        "request",
        "config",
        "__run.steps",
        "_x",
        "('%' ~ 's') % 5",
        "'{0.__class__}'.format(1)",
        "'{0.__class__}' | format(1)",
        "'%999999999s' | format(1)",
        "'%0999999999d' % 1",
        "[].append",
        "[].append(1)",
        "{'a': 1}.items()",
        "{'a': 1}.pop('a')",
        "东西.secret",
        "东西()",
        "东西 | map(attribute='secret') | list",
        "[东西] | map(attribute='secret') | list",
        "[东西] | map(attribute='__class__') | list",
        "[''] | map('attr', '__class__') | list",
        "[1] | map(attribute='real') | list",
        "[''] | selectattr('__class__') | list",
        "[''] | sort(attribute='__class__')",
        "[''] | groupby('__class__')",
        "金额.origin",
        "金额.named('x')",
        "金额.__class__",
        "求和.__globals__",
        "求和.__call__([1])",
        "range.__self__",
        "(1).bit_length()",
        "'a' | xmlattr",
        "'a' | pprint",
        "'a' | tojson",
        "'a' | safe",
        "'a' | center(10)",
        "1 | float",
        "1 | filesizeformat",
    ],
)
def test_known_escapes_are_refused(source):
    with pytest.raises(LanguageError) as caught:
        value(source, 东西=Unsafe(), 金额=Figure(5))
    assert caught.value.sentence


@pytest.mark.parametrize(
    ("source", "tag"),
    [
        ("{% include 'a' %}", "include"),
        ("{% extends 'a' %}", "extends"),
        ("{% import 'a' as b %}", "import"),
        ("{% from 'a' import b %}", "from"),
        ("{% block x %}{% endblock %}", "block"),
        ("{% autoescape false %}x{% endautoescape %}", "autoescape"),
    ],
)
def test_tags_that_read_files_or_change_escaping_are_refused(source, tag):
    with pytest.raises(UnsupportedTagError) as caught:
        text(source)
    assert caught.value.values["name"] == tag


def test_self_is_refused_in_a_text():
    with pytest.raises(LanguageError):
        text("{{ self.x() }}")


def test_the_attributes_of_a_loop_object_are_counters_only():
    assert (
        text("{% for i in [1, 2] %}{{ loop.index }}/{{ loop.length }} {% endfor %}") == "1/2 2/2 "
    )
    with pytest.raises(LanguageError):
        text("{% for i in [1] %}{{ loop['__init__'] }}{% endfor %}")
    with pytest.raises(LanguageError):
        text("{% for i in [1] %}{{ loop.iterable }}{% endfor %}")


def test_a_macro_shows_none_of_its_inside():
    with pytest.raises(LanguageError):
        text("{% macro m() %}{% endmacro %}{{ m.name }}")


@pytest.mark.parametrize(
    "source",
    [
        "{% set x %}{{ 'a' * 1000000000 }}{% endset %}",
        "{{ [1] * 1000000000 }}",
        "{{ range(1000000000000) | list }}",
        "{{ range(10 ** 30) | list }}",
        "{{ 范围(1000000000000) }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 999999 ** 999 }}",
        "{% set n = namespace(x=9) %}{% for i in range(1000) %}{% set n.x = n.x * n.x %}{% endfor %}",
        "{% set n = namespace(x=9.5) %}{% for i in range(1000) %}{% set n.x = n.x * n.x %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(64) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(64) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(64) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(64) %}{% set n.x = [n.x, n.x] | join %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(64) %}{% set n.x = n.x | replace('a', n.x) %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for i in [[[]]] recursive %}{{ loop([i]) }}{% endfor %}",
        "{{ [1] | batch(1000000000, 'x') }}",
        "{{ '%1000000000d' | replace('%', '') | join(range(9) | join('x' * 1000000)) }}",
    ],
)
def test_every_explosion_stops_early_and_small(source):
    tracemalloc.start()
    try:
        with pytest.raises(LanguageError) as caught:
            text(source)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    assert describe(caught.value, source).at(None).code.startswith("L5")


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(10000) %}{% for j in range(10000) %}{% endfor %}{% endfor %}",
        "{% for i in range(10000) %}{% for j in range(10000) if j < 0 %}{% endfor %}{% endfor %}",
        "{% for i in range(100000) %}{{ 求和(range(100000)) }}{% endfor %}",
        "{% for i in range(100000) %}{% if 5 in range(100000) | list %}{% endif %}{% endfor %}",
    ],
)
def test_loops_in_loops_stop_at_the_counted_limit(source):
    env = make_environment(limits=Limits(steps=200_000))
    with pytest.raises(LimitExceeded):
        compile_block(env, source).render({})


def test_the_fixed_text_of_a_loop_counts_as_output():
    env = make_environment(limits=Limits(output=10_000))
    with pytest.raises(LimitExceeded):
        compile_block(
            env, "{% set x %}{% for i in range(100) %}" + "字" * 200 + "{% endfor %}{% endset %}"
        ).render({})


def test_the_fixed_text_of_a_macro_counts_as_output():
    env = make_environment(limits=Limits(output=10_000))
    source = "{% macro m() %}" + "字" * 200 + "{% endmacro %}{% set n = namespace(x='') %}"
    with pytest.raises(LimitExceeded):
        compile_block(
            env, source + "{% for i in range(100) %}{% set n.x = m() %}{% endfor %}"
        ).render({})


def test_output_of_the_whole_text_is_limited():
    env = make_environment(limits=Limits(output=1000))
    with pytest.raises(LimitExceeded):
        compile_block(env, "{% for i in range(300) %}{{ 1234 }}{% endfor %}").render({})


def test_steps_are_counted_afresh_in_each_rendering():
    env = make_environment(limits=Limits(steps=150))
    block = compile_block(env, "{% for i in range(100) %}{% endfor %}")
    assert block.render({}) == block.render({}) == ""


def test_doubling_a_figure_does_not_double_its_key_for_ever():
    source = "{% set n = namespace(x=金额) %}{% for i in range(40) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x.单位 }}"
    assert text(source, 金额=Figure(ENV.decimal(1), "元", key="支出")) == "元"


def test_an_authors_tag_may_not_call_what_an_engine_passes():
    with pytest.raises(PrivateNameError):
        text("{{ __row(1) }}", __row=lambda *_: "x")


def test_an_engine_may_pass_callables_under_reserved_names():
    seen = []
    template = engine_template(ENV, "{% for 行 in 列表 %}{{ __row(7, 行.名称) }}{% endfor %}")
    text = template.render({"列表": [{"名称": "甲"}], "__row": lambda *a: seen.append(a) or "r"})
    assert (text, seen) == ("r", [(7, "甲")])
