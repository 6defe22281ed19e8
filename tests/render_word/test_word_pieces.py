"""What is printed piece by piece: escapes, marked texts, merges and line breaks beside each other."""

from decimal import Decimal

import pytest
from word_bench import agree, body, docx, p, part, rendered, tbl, tc, texts, tr

from reportgen.figure import Figure
from reportgen.language.environment import make_environment
from reportgen.language.printing import NumberFormat
from reportgen.office.package import write
from reportgen.render.word import compile_document


def figure(value, key="甲"):
    return Figure(Decimal(value), key=key)


def document(data, **names):
    return write(rendered(data, **names).members)


@pytest.mark.parametrize("text", ["<局> & \"处\" '科'", "a&amp;b", "]]>", "1 < 2 > 0"])
def test_values_are_escaped_as_docxtpl_does(text):
    agree(docx("甲{{ 值 }}乙"), 值=text)


def test_the_signs_of_a_format_are_escaped():
    env = make_environment({"缺": NumberFormat("缺", decimals=1, zero="<无>", suffix="&")})
    found, _ = compile_document(docx("{{ 数 | 缺 }}，{{ 零 | 缺 }}"), "表.docx", env)
    result, _ = found.render({"数": figure("2.25"), "零": figure("0")})
    assert texts(write(result.members))[0] == "2.3&，<无>"
    assert [item.text for item in result.figures] == ["2.3&", "<无>"]


def test_a_number_joined_to_text_with_a_line_break_keeps_its_spot():
    result = rendered(
        docx("共{{ 头 ~ (数 | 两位) ~ 尾 }}"), 头="甲\n", 数=figure("1.5"), 尾="元 & 角"
    )
    assert [(item.spot, item.text) for item in result.figures] == [("第1段@3", "1.50")]
    assert "元 & 角" in texts(write(result.members))[0]


def test_numbers_around_a_line_break_in_one_paragraph_keep_their_spots():
    data = docx("前{{ 一 | 两位 }}，{{ 文 }}，{{ 二 | 两位 }}", "后{{ 三 | 两位 }}")
    result = rendered(data, 一=figure("1"), 文="上\n下", 二=figure("2"), 三=figure("3"))
    assert [(item.spot, item.text) for item in result.figures] == [
        ("第1段@1", "1.00"),
        ("第1段@10", "2.00"),
        ("第2段@1", "3.00"),
    ]


def test_each_paragraph_with_breaks_is_put_right_as_docxtpl_does():
    data = docx("{{ 甲 }}中{{ 乙 }}", "无", "{{ 丙 }}", rows=(("{{ 甲 }}", "{{ 乙 }}"),))
    agree(data, 甲="一\n二", 乙="三\t四", 丙="五\a六\f七")


def test_a_break_in_an_attribute_is_a_blank():
    cell = tc("甲", '<w:shd w:val="clear" w:fill="{{ 色 }}"/>')
    made = part(document(body(tbl(tr(cell), columns=1)), 色="FF\n00"))
    assert b'w:fill="FF 00"' in made


MERGES = docx(
    rows=(
        ("{%tr for 行 in 行们 %}", ""),
        ("{% vm %}{{ 行.甲 }}", "{{ 行.乙 | 两位 }}"),
        ("{%tr endfor %}", ""),
    )
)


def test_cells_that_hold_breaks_merge_and_stay_apart():
    rows = [{"甲": "一\n二", "乙": figure("1")}, {"甲": "一\n二", "乙": figure("2")}, {"甲": "一", "乙": figure("3")}]  # fmt: skip
    result = rendered(MERGES, 行们=rows)
    content = part(write(result.members)).decode()
    assert content.count("w:vMerge") == 2
    assert content.count("<w:br/>") == 1
    assert [item.spot for item in result.figures] == [f"表1 第{row}行 第2格@0" for row in (1, 2, 3)]


def test_equal_words_with_different_numbers_do_not_merge():
    data = docx(
        rows=(
            ("{%tr for 行 in 行们 %}",),
            ("{% vm %}共{{ 行.数 | 两位 }}",),
            ("{%tr endfor %}",),
        )
    )
    rows = [{"数": figure("1", "a")}, {"数": figure("2", "b")}, {"数": figure("2", "c")}]
    result = rendered(data, 行们=rows)
    assert part(write(result.members)).count(b"w:vMerge") == 2
    assert [item.key for item in result.figures] == ["a", "b"]


def test_a_colour_in_a_merged_cell_stays():
    cell = tc("{% vm %}{% cellbg 行.色 %}{{ 行.甲 }}")
    table = tbl(tr("{%tr for 行 in 行们 %}"), tr(cell), tr("{%tr endfor %}"), columns=1)
    rows = [{"甲": "一", "色": "FF0000"}, {"甲": "一", "色": "00FF00"}]
    made = part(document(body(table), 行们=rows)).decode()
    assert made.count("w:vMerge") == 2
    assert "FF0000" in made
    assert "00FF00" in made


def test_words_of_a_macro_are_pieces_like_others():
    data = body(p("{% macro 句(数) %}共 {{ 数 | 两位 }} 元{% endmacro %}") + p("甲{{ 句(值) }}乙"))
    result = rendered(data, 值=figure("3"))
    assert texts(write(result.members))[-1] == "甲共 3.00 元乙"
    assert [item.text for item in result.figures] == ["3.00"]


def test_a_number_cut_out_of_its_mark_is_told():
    found, _ = compile_document(
        docx("{{ ((数 | 两位) ~ '元')[:3] }}"), "表.docx", make_environment()
    )
    assert found.render({"数": figure("3")})[1]


def test_output_is_limited():
    from reportgen.language.limits import Limits

    env = make_environment(limits=Limits(output=100))
    found, _ = compile_document(docx("{{ 字 }}"), "表.docx", env)
    assert found.render({"字": "长" * 101})[1]
    found, _ = compile_document(
        docx("{% for 数 in 数们 %}{{ 数 | 两位 }}{% endfor %}"), "表.docx", env
    )
    assert found.render({"数们": [figure("1")] * 101})[1]
