"""Word templates kept between runs: the same document, the same findings, and never a foreign one."""

import marshal

import pytest
from word_bench import body, docx, part, tbl

from reportgen import cache
from reportgen.language.environment import make_environment
from reportgen.office.package import write
from reportgen.render.word import compile_document, engine

TEMPLATE = docx(
    "{{ 名 }}，{{ 数 | 两位 }}",
    rows=(("{%tr for 行 in 行们 %}",), ("{% vm %}{{ 行 }}",), ("{%tr endfor %}",)),
    build=lambda document: setattr(document.core_properties, "title", "{{ 名 }}的表"),
)
NAMES = {"名": "甲 & 乙", "数": 3, "行们": ["一", "一", "二"]}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.SETTING, str(tmp_path))


def compiled(template=TEMPLATE):
    env = make_environment()
    found, findings = compile_document(template, "表.docx", env)
    assert not findings
    env.codes.save()
    return found


def printed(document):
    rendered, findings = document.render(NAMES)
    assert not findings
    return write(rendered.members, "small"), list(rendered.figures)


@pytest.fixture
def uncompiled(monkeypatch):
    """From now on nothing can be compiled."""

    def no(*_):
        pytest.fail("was compiled again")

    return lambda: monkeypatch.setattr(engine, "compile_part", no)


def test_a_template_is_compiled_once_and_prints_the_same(uncompiled):
    first = compiled()
    document, figures = printed(first)
    uncompiled()
    again = compiled()
    assert again.lane == first.lane
    other, places = printed(again)
    assert other == document
    assert [item[:4] for item in places] == [item[:4] for item in figures]


def test_a_failing_tag_is_told_at_its_place(uncompiled):
    first = compiled().render({**NAMES, "行们": 3})[1]
    uncompiled()
    again = compiled().render({**NAMES, "行们": 3})[1]
    assert [(f.code, str(f.place), f.message) for f in again] == [
        (f.code, str(f.place), f.message) for f in first
    ]
    assert again


def test_the_name_of_the_file_is_that_of_today():
    compiled()
    found, _ = compile_document(TEMPLATE, "另一个.docx", make_environment())
    assert found.render({})[1][0].place.file == "另一个.docx"


def test_a_changed_template_is_another_one():
    compiled()
    found, _ = compile_document(docx("{{ 名 }}。"), "表.docx", make_environment())
    assert "甲 &amp; 乙。" in part(write(found.render(NAMES)[0].members)).decode()


def test_a_template_with_a_mistake_is_told_each_time():
    for _ in range(2):
        found, findings = compile_document(docx("{{ 名 | 没有 }}"), "表.docx", make_environment())
        assert found is None
        assert findings


def test_where_the_format_no_longer_has_a_filter_the_mistake_is_told():
    from reportgen.language.printing import NumberFormat

    template = docx("{{ 数 | 亩 }}")
    env = make_environment({"亩": NumberFormat("亩")})
    assert compile_document(template, "表.docx", env)[0] is not None
    env.codes.save()
    assert compile_document(template, "表.docx", make_environment())[0] is None


@pytest.mark.parametrize("content", [b"", b"rubbish", marshal.dumps(3), marshal.dumps(([3], None))])
def test_other_content_is_compiled_anew(monkeypatch, content):
    document, _ = printed(compiled())
    monkeypatch.setattr(cache, "load", lambda name: content if name.startswith("word") else None)
    assert printed(compiled())[0] == document


def test_the_lane_is_known_without_compiling(uncompiled):
    template = body(tbl("<w:tr/>") + "<w:p><w:r><w:t>{{p 块 }}</w:t></w:r></w:p>")
    first = compiled(template).lane
    uncompiled()
    assert compiled(template).lane == first != "快速"
