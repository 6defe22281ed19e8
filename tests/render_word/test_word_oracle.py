"""The engine prints the parts that docxtpl prints."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml
from word_bench import W, agree, body, docx, ours, p, part, tbl, tc, texts, theirs, tr

ROWS = [{"名": "甲", "额": 1}, {"名": "乙<丙>&", "额": 22}]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 名 }}",
        "前{{名}}后",
        "{{ 名 }}{{ 名 }}",
        "{% if 真 %}是{% else %}否{% endif %}",
        "{% if not 真 %}是{% elif 名 %}{{ 名 }}{% endif %}。",
        "{% for 行 in 列 %}{{ 行.名 }}、{% endfor %}",
        "{% for 行 in 列 %}{{ loop.index }}.{{ 行.名 }}{% if not loop.last %}；{% endif %}{% endfor %}",
        "{% set 甲 = 名 %}{{ 甲 }}",
        "前{# 注释 #}后",
        "  {{ 名 }}  ",
        "{{ '花 括 号' }}",
        "{{ “弯引号” }}",
        "{{ 名 }}{_{ 原样 }_} {_% 块 %_}",
        "{{- 名 -}}",
        "甲 {{- 名 -}} 乙",
        "{% raw %}{{ 名 }}{% endraw %}",
        "{% if 额 > 3 and 额 < 9 %}中{% endif %}",
    ],
)
def test_a_paragraph_with_tags(text):
    agree(docx(text), 名="甲<b>&\"'乙", 真=True, 列=ROWS, 额=5)


def test_a_paragraph_loop():
    agree(
        docx("头", "{%p for 行 in 列 %}", "{{ 行.名 }}：{{ 行.额 }}", "{%p endfor %}", "尾"),
        列=ROWS,
    )


@pytest.mark.parametrize("value", [True, False])
def test_a_paragraph_condition(value):
    agree(docx("头", "{%p if 真 %}", "有", "{%p else %}", "无", "{%p endif %}"), 真=value)


def test_a_row_loop():
    rows = [
        ["名", "额"],
        ["{%tr for 行 in 列 %}", ""],
        ["{{ 行.名 }}", "{{ 行.额 }}"],
        ["{%tr endfor %}", ""],
    ]
    agree(docx(rows=rows), 列=ROWS)


def test_a_row_loop_without_rounds_under_a_head():
    rows = [["名"], ["{%tr for 行 in 列 %}"], ["{{ 行 }}"], ["{%tr endfor %}"]]
    agree(docx(rows=rows), 列=[])


def test_nested_row_loops_with_conditions():
    rows = [
        ["{%tr for 组 in 组们 %}"], ["{{ 组.名 }}"], ["{%tr for 行 in 组.行 %}"], ["{%tr if 行.额 > 1 %}"],
        ["{{ 行.名 }}"], ["{%tr endif %}"], ["{%tr endfor %}"], ["{%tr endfor %}"],
    ]  # fmt: skip
    agree(docx(rows=rows), 组们=[{"名": "一", "行": ROWS}, {"名": "二", "行": ROWS}])


def test_a_column_loop_that_widens_the_grid():
    xml = tbl(tr("项", "{%tc for 列 in 列们 %}", "{{ 列 }}", "{%tc endfor %}"), columns=4)
    agree(body(xml), 列们=["a", "b", "c", "d", "e"])


def test_a_column_loop_that_narrows_the_grid():
    xml = tbl(tr("项", "{%tc for 列 in 列们 %}", "{{ 列 }}", "{%tc endfor %}"), columns=4)
    agree(body(xml), 列们=["a"])


def test_a_cell_condition():
    xml = tbl(tr("项", "{%tc if 真 %}", "甲", "{%tc endif %}"), columns=4)
    agree(body(xml), 真=False)


def test_cells_of_equal_text_merge_as_all_cells_do():
    xml = tbl(
        tr("{%tr for 行 in 列 %}", ""), tr("{% vm %}同", "{{ 行.名 }}"), tr("{%tr endfor %}", "")
    )
    agree(body(xml), 列=ROWS)


def test_cells_merge_across_a_column_loop():
    xml = tbl(
        tr("{%tc for 列 in 列们 %}", "{% hm %}题", "{%tc endfor %}"),
        tr("{%tc for 列 in 列们 %}", "{{ 列 }}", "{%tc endfor %}"),
        columns=3,
    )
    agree(body(xml), 列们=["a", "b"])


def test_a_wide_cell_merges_across_a_column_loop():
    wide = tc("{% hm %}题", '<w:gridSpan w:val="2"/>')
    xml = tbl(
        tr("{%tc for 列 in 列们 %}", wide, "{%tc endfor %}"),
        tr("{%tc for 列 in 列们 %}", "{{ 列 }}", "甲", "{%tc endfor %}"),
        columns=4,
    )
    agree(body(xml), 列们=["a", "b"])


def test_a_cell_colour():
    xml = tbl(tr(tc("{% cellbg 色 %}{{ 名 }}", '<w:shd w:val="clear" w:fill="FFFFFF"/>'), "b"))
    ours_, theirs_ = (part(make(body(xml), 色="FFF2CC", 名="甲")) for make in (ours, theirs))
    for content in (ours_, theirs_):
        assert content.count(b'w:fill="FFF2CC"') == content.count(b"<w:shd") == 1


def test_a_cell_width_counts_in_the_grid():
    xml = tbl(tr("{% colspan 宽 %}{{ 名 }}"), tr("a", "b"))
    content = part(ours(body(xml), 宽=2, 名="甲")).decode()
    assert '<w:tcW w:w="100" w:type="dxa"/><w:gridSpan w:val="2"/>' in content
    assert content.count("<w:gridCol ") == part(theirs(body(xml), 宽=2, 名="甲")).decode().count(
        "<w:gridCol "
    )


@pytest.mark.parametrize(
    "runs",
    [
        ("{{ 名", " }}"),
        ("{", "{ 名 }", "}"),
        ("甲{", "{", "名", "}", "}乙"),
        ("{% i", "f 真 %", "}有{% end", "if %}"),
        ("{{ 名 }}", "{{ 名 ", "}}后", "文"),
        ("{#", "注", "#}文"),
    ],
)
def test_a_tag_split_over_runs(runs):
    agree(body(p(*runs)), 名="甲", 真=True)


def test_a_tag_split_by_the_spelling_check_and_fonts():
    xml = (
        '<w:p><w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">共 {{ </w:t></w:r><w:proofErr '
        'w:type="spellStart"/><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>名</w:t></w:r><w:proofErr '
        'w:type="spellEnd"/><w:r><w:t xml:space="preserve"> }} 元</w:t></w:r></w:p>'
    )
    agree(body(xml), 名="甲")


def test_a_control_tag_split_over_runs():
    agree(body(p("{%p ", "if 真", " %}") + p("有") + p("{%p end", "if %}")), 真=True)


@pytest.mark.parametrize("value", [True, False])
def test_trimming_joins_paragraphs(value):
    xml = p("甲") + p("{%- if 真 %}") + p("乙") + p("{%- else %}") + p("丙") + p("{%- endif %}")
    agree(body(xml), 真=value)


@pytest.mark.parametrize("value", [True, False])
def test_trimming_joins_with_what_follows(value):
    xml = p("甲") + p("{% if 真 -%}") + p("乙") + p("{% endif -%}") + p("丙")
    agree(body(xml), 真=value)


def test_a_block_over_paragraphs_with_inline_tags():
    agree(docx("甲{% if 真 %}乙", "丙", "丁{% endif %}戊"), 真=False)


def test_a_comment_takes_its_row_or_paragraph():
    agree(body(p("{#p 整段 #}") + tbl(tr("{#tr 整行 #}", ""), tr("a", "b"))))


@pytest.mark.parametrize("sign", ["\n", "\t", "\a", "\f", "a\nb\tc\ad\fe"])
def test_breaks_in_a_value(sign):
    xml = (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>前{{ 名 }}后</w:t></w:r>'
        "<w:r><w:t>静</w:t></w:r></w:p>"
    )
    agree(body(xml), 名=f"一{sign}二")


def test_breaks_in_cells_of_a_loop():
    xml = tbl(tr("{%tr for 行 in 列 %}", ""), tr("{{ 行.名 }}", "x"), tr("{%tr endfor %}", ""))
    agree(body(xml), 列=[{"名": "一\n二"}, {"名": "三"}, {"名": "四\n五\n六"}])


def test_drawings_in_a_loop_are_numbered():
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    drawing = (
        f'<w:p xmlns:wp="{wp}"><w:r><w:t>{{{{ 行 }}}}</w:t></w:r><w:r><w:drawing><wp:inline><wp:docPr id="7" '
        'name="图"/></wp:inline></w:drawing></w:r></w:p>'
    )
    data = body(
        p("{%p for 行 in 列 %}") + drawing + p("{%p endfor %}") + drawing.replace("行", "末")
    )
    agree(data, 列=["a", "b"], 末="c")
    content = part(ours(data, 列=["a", "b"], 末="c"))
    assert [content.count(f'id="{n}"'.encode()) for n in (1001, 1002, 1003)] == [1, 1, 1]


def test_drawings_that_do_not_repeat_are_numbered_when_compiled():
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    drawing = f'<w:p xmlns:wp="{wp}"><w:r><w:drawing><wp:inline><wp:docPr id="7" name="x"/></wp:inline></w:drawing></w:r></w:p>'
    agree(body(p("{{ 名 }}") + drawing + drawing), 名="甲")


def test_headers_and_footers():
    def build(document):
        document.sections[0].header.paragraphs[0].text = "{{ 名 }} 页眉"
        document.sections[0].footer.paragraphs[0].text = "{% if 真 %}页脚{% endif %}"

    data = docx("文", build=build)
    agree(data, "word/header1.xml", 名="甲&", 真=True)
    agree(data, "word/footer1.xml", 名="甲&", 真=True)


def test_a_text_box():
    box = (
        "<w:p><w:r><w:t>外{{ 名 }}</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>内{{ 名 }}</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r></w:p>"
    )
    agree(body(box), 名="甲")


def test_a_hyperlink_keeps_its_run():
    xml = f"<w:p><w:hyperlink w:anchor='x'><w:r><w:t>{{{{ 名 }}}}</w:t></w:r></w:hyperlink>{p('后')[5:]}"
    agree(body(xml), 名="甲")


def test_attributes_may_hold_one_tag():
    xml = '<w:p><w:hyperlink w:anchor="x" w:tooltip="{{ 名 }}"><w:r><w:t>链</w:t></w:r></w:hyperlink></w:p>'
    agree(body(xml), 名='甲"乙<&')


def test_a_fixed_table_of_the_right_shape_stays():
    agree(body(tbl(tr(tc("{{ 名 }}", '<w:gridSpan w:val="2"/>')), tr("a", "b"))), 名="甲")


def test_a_fixed_table_with_too_few_grid_columns_gets_them():
    agree(body(tbl(tr("{{ 名 }}", "b", "c"), columns=2)), 名="甲")


def test_docxtpl_forgets_skipped_columns_and_we_do_not():
    row = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("{{ 名 }}")}</w:tr>'
    content = part(ours(body(tbl(row)), 名="甲"))
    assert content.count(b"<w:gridCol ") == 2
    assert part(theirs(body(tbl(row)), 名="甲")).count(b"<w:gridCol ") == 1


def test_skipped_columns_count_where_the_data_widens_the_grid():
    cells = "".join(tc(text) for text in ("{%tc for x in 列 %}", "{{ x }}", "{%tc endfor %}"))
    row = f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cells}</w:tr>'
    assert part(ours(body(tbl(row, columns=5)), 列=[1])).count(b"<w:gridCol ") == 3


def test_a_windows_line_break_is_one_break():
    content = part(ours(docx("{{ 名 }}"), 名="一\r\n二\r三"))
    assert content.count(b"<w:br/>") == 2
    assert b"\r" not in content


def test_macros_and_captured_text_are_escaped_once():
    agree(
        docx(
            "{% macro 叫(x) %}<{{ x }}>{% endmacro %}{{ 叫(名) }}{% set y %}{{ 名 }}{% endset %}{{ y }}"
        ),
        名="&<",
    )


def test_text_after_rich_text_keeps_its_format():
    xml = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲{%r if 真 %}乙{%r endif %}丙</w:t></w:r></w:p>"
    content = part(ours(body(xml), 真=True))
    assert content.count(b"<w:b/>") == 3
    assert part(theirs(body(xml), 真=True)).count(b"<w:b/>") == 1


def test_a_brace_before_a_tag_is_text():
    assert texts(ours(docx("{{% if 真 %}甲{% endif %}}"), 真=True))[0] == "{甲}"


def test_full_width_signs_are_understood():
    assert (
        texts(ours(docx("｛｛ 名 ｝｝，｛％ if 真 ％｝有｛％ endif ％｝"), 名="甲", 真=True))[0]
        == "甲，有"
    )


def test_other_namespaces_of_a_part_are_kept():
    data = docx("{{ 名 }}", build=lambda d: d.element.body.insert(0, parse_xml(
        f'<w:p xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="0A"/>'
    )))  # fmt: skip
    agree(data, 名="甲")
