"""What is wrong in a template or its data is told: all of it, with place and tag."""

from __future__ import annotations

import pytest
from word_bench import body, codes, docx, faults, ours, p, part, tbl, texts, tr

from reportgen.figure import figure
from reportgen.office.package import Member, read, write


def told(data: bytes, **names) -> list[str]:
    return [f"{item.place.detail}|{item.code}|{item.message}" for item in faults(data, **names)]


def test_what_is_no_document_is_told():
    assert codes(b"hello") == ["R760"]
    assert codes(write([Member("a.txt", (b"x",))])) == ["R760"]


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    kept = [item for item in read(data) if item.name != name]
    return write([*kept, Member(name, (content,))])


def test_macros_are_refused():
    data = with_member(docx("文"), "word/vbaProject.bin", b"x")
    assert [(item.code, "宏" in item.message) for item in faults(data)] == [("R761", True)]


def relation(data: bytes, kind: str) -> bytes:
    name = "word/_rels/document.xml.rels"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    added = (
        f'<Relationship Id="rX" Type="{base}{kind}" Target="http://a.cn/x" TargetMode="External"/>'
    )
    old = part(data, name)
    return with_member(
        data, name, old.replace(b"</Relationships>", added.encode() + b"</Relationships>")
    )


@pytest.mark.parametrize("kind", ["image", "attachedTemplate", "oleObject"])
def test_external_relations_are_refused(kind):
    assert codes(relation(docx("文"), kind)) == ["R761"]


def test_hyperlinks_are_allowed():
    assert codes(relation(docx("文"), "hyperlink")) == []


def test_a_document_type_declaration_is_refused():
    content = b'<!DOCTYPE w [<!ENTITY a "b">]>' + part(docx("文")).split(b"?>", 1)[1]
    assert codes(with_member(docx("文"), "word/document.xml", content)) == ["R760"]


def test_a_damaged_part_is_told():
    assert codes(with_member(docx("文"), "word/document.xml", b"<w:document")) == ["R760"]


def test_a_tag_in_a_comment_part_is_told():
    data = with_member(docx("文"), "word/comments.xml", b"<w:t>{{ x }}</w:t>")
    assert "批注" in told(data)[0]


def test_an_unclosed_tag_is_told_with_its_paragraph():
    assert told(docx("文", "{{ 名 后文")) == [
        "第2段|R763|标签 {{ 名 后文 没有写完整：这一段里找不到 }}。"
    ]


def test_a_tag_over_two_paragraphs_is_told_in_both():
    assert [line[:8] for line in told(docx("{{ 名", " }}"))] == ["第1段|R763", "第2段|R763"]


def test_a_tag_split_by_a_tab_is_told():
    xml = "<w:p><w:r><w:t>{{ 名</w:t><w:tab/><w:t> }}</w:t></w:r></w:p>"
    assert told(body(xml)) == ["第1段|R764|标签 {{ 名 }} 中间夹着制表符，接不起来。"]


def test_a_tag_that_begins_inside_a_link_and_ends_outside_is_told():
    xml = (
        "<w:p><w:hyperlink><w:r><w:t>{{ 名</w:t></w:r></w:hyperlink><w:r><w:t> }}</w:t></w:r></w:p>"
    )
    assert codes(body(xml)) == ["R764"]


def test_text_beside_a_paragraph_tag_is_told():
    assert told(docx("{%p if 真 %}重要", "{%p endif %}")) == [
        "第1段|R765|标签 {%p if 真 %} 所在的段里还有文字“重要”，这段生成时会去掉，内容会丢失。"
    ]


def test_text_in_another_cell_beside_a_row_tag_is_told():
    xml = tbl(tr("{%tr for 行 in 列 %}", "金额"), tr("{{ 行 }}", ""), tr("{%tr endfor %}", ""))
    assert told(body(xml))[0].startswith("表1 第1行 第1格|R765|")


def test_another_tag_beside_a_row_tag_is_told():
    xml = tbl(tr("{%tr for 行 in 列 %}", "{{ 名 }}"), tr("{{ 行 }}", ""), tr("{%tr endfor %}", ""))
    assert "标签 {{ 名 }}" in told(body(xml))[0]


def test_two_paragraph_tags_in_one_paragraph_are_told():
    assert codes(docx("{%p if 真 %}{%p endif %}"))[:2] == ["R765", "R765"]


def test_a_section_break_in_a_paragraph_that_goes_is_told():
    xml = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p if 真 %}</w:t></w:r></w:p>" + p(
        "{%p endif %}"
    )
    assert codes(body(xml)) == ["R770"]


def test_a_row_tag_outside_a_table_is_told():
    assert "R766" in codes(docx("{%tr if 真 %}", "{%tr endif %}"))


def test_a_loop_without_end_is_told():
    assert told(docx("{%p for 行 in 列 %}", "{{ 行 }}")) == [
        "第1段|R767|标签 {%p for 行 in 列 %} 没有对应的 endfor。"
    ]


def test_an_end_without_loop_is_told():
    assert codes(docx("{{ 名 }}{% endfor %}")) == ["R767"]


def test_crossing_blocks_are_told():
    text = "{% if 真 %}{% for 行 in 列 %}{% endif %}{% endfor %}"
    assert set(codes(docx(text))) == {"R767"}


def test_a_row_loop_that_ends_in_a_paragraph_is_told_with_both_tags():
    xml = tbl(tr("{%tr for 行 in 列 %}", ""), tr("{{ 行 }}", "")) + p("{%p endfor %}")
    (finding,) = faults(body(xml))
    assert finding.code == "R768"
    assert [place.detail for place in finding.related] == ["表1 第1行 第1格"]


def test_inline_blocks_from_a_paragraph_into_a_cell_are_told():
    assert codes(body(p("{% if 真 %}") + tbl(tr("{% endif %}", "")))) == ["R768"]


def test_a_vertical_merge_outside_a_loop_is_told():
    assert codes(body(tbl(tr("{% vm %}甲", "")))) == ["R769"]


def test_a_horizontal_merge_outside_a_loop_is_told():
    assert codes(body(tbl(tr("{% hm %}甲", "")))) == ["R769"]


def test_a_cell_tag_outside_a_table_is_told():
    assert codes(docx("{% cellbg 色 %}", "{% vm %}")) == ["R766", "R766"]


def test_all_syntax_errors_are_told_at_once():
    found = told(docx("{{ 甲 + }}", "{% if %}{% endif %}", "{{ 乙 | 没有 }}", "{% 奇怪 %}"))
    assert [line.split("|")[:2] for line in found] == [
        ["第1段", "L501"], ["第2段", "L501"], ["第3段", "L503"], ["第4段", "L501"],
    ]  # fmt: skip


def test_syntax_errors_are_told_together_with_broken_structure():
    assert codes(docx("{{ 甲 + }}", "{%p if 真 %}")) == ["R767", "L501"]


def test_private_names_are_refused():
    assert codes(docx("{{ __span }}", "{{ 名._甲 }}")) == ["L515", "L515"]


def test_including_other_files_is_refused():
    assert codes(docx("{% include 'x' %}"))[0] in {"L516", "L501"}


def test_an_undefined_name_is_told_with_place_and_tag():
    (line,) = told(docx("文", "{{ 部们 }}"), 部门="甲")
    assert line == "第2段|L502|“{{ 部们 }}”用到的“部们”不存在。"


def test_all_undefined_names_are_told_at_once():
    data = docx(
        "{{ 一 }}",
        "{%p if 二 %}",
        "{%p endif %}",
        "{% for 行 in 三 %}{% endfor %}",
        "{{ 好 }}{{ 四 }}",
    )
    assert [item.message.split("“")[-1][0] for item in faults(data, 好=1)] == list("一二三四")


def test_a_tag_that_fails_in_some_row_is_told_once():
    xml = tbl(
        tr("{%tr for 行 in 列 %}", ""), tr("{{ 行.甲 }}", "{{ 行.乙 }}"), tr("{%tr endfor %}", "")
    )
    found = told(body(xml), 列=[{"甲": 1, "乙": 2}, {"甲": 1}, {"乙": 2}, {}])
    assert [line.split("|")[0] for line in found] == ["表1 第2行 第1格", "表1 第2行 第2格"]


def test_names_set_in_the_template_are_known_while_searching():
    assert codes(docx("{% set 甲 = 1 %}{{ 甲 }}{{ 乙 }}")) == ["L502"]


def test_the_loop_is_known_while_searching():
    assert codes(docx("{% for 行 in 列 %}{{ loop.index }}{{ 无 }}{% endfor %}"), 列=[1, 2]) == [
        "L502"
    ]


def test_the_branch_not_taken_is_not_searched():
    assert len(codes(docx("{% if 真 %}{{ 一 }}{% else %}{{ 二 }}{% endif %}"), 真=True)) == 1


def test_a_failing_tag_in_a_macro_is_told_by_its_line():
    (line,) = told(docx("文{{ 好 }}", "{% macro 叫() %}{{ 无 }}{% endmacro %}", "{{ 叫() }}"), 好=1)
    assert line.startswith("第2段|L502|“{{ 无 }}”")


def test_failing_tags_of_headers_are_told_with_those_of_the_body():
    def build(document):
        document.sections[0].header.paragraphs[0].text = "{{ 一 }}"

    assert [line.split("|")[0] for line in told(docx("{{ 二 }}", build=build))] == [
        "第1段",
        "页眉1 第1段",
    ]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_characters_that_xml_cannot_hold_are_told(character):
    (line,) = told(docx("文", "{{ 名 }}"), 名=f"甲{character}乙")
    assert (
        line
        == f"第2段|R782|“{{{{ 名 }}}}”取到的文字“甲□乙”里有 Word 不能保存的字符（U+{ord(character):04X}）。"
    )


@pytest.mark.parametrize("text", ["{{ x }}", "{% if %}", "None", "值为 nan"])
def test_leftovers_in_a_value_are_told(text):
    assert codes(docx("{{ 名 }}"), 名=text) == ["R790"]


@pytest.mark.parametrize("text", ["Finance", "NonePlus", "a{b}", "nano"])
def test_words_that_only_contain_such_letters_are_printed(text):
    assert texts(ours(docx("{{ 名 }}"), 名=text))[0] == text


def test_braces_that_meet_are_told():
    assert codes(docx("{{{ '' }}{{ 名 }}"), 名="{") == ["L501"]
    assert codes(docx("{{ 名 }}{{ 名 }}"), 名="{") == ["R790"]


def test_a_missing_value_is_told():
    assert codes(docx("{{ 名 }}"), 名=None) == ["L513"]


def test_a_list_is_not_printed():
    assert codes(docx("{{ 名 }}"), 名=[1]) == ["L513"]


def test_a_width_that_is_no_number_of_columns_is_told():
    for value in (0, 64, "二", 1.5):
        assert codes(body(tbl(tr("{% colspan 宽 %}甲", "乙"))), 宽=value) == ["R780"]


def test_a_colour_that_is_none_is_told():
    assert codes(body(tbl(tr("{% cellbg 色 %}甲", "乙"))), 色='红"/>') == ["R781"]


def test_plain_text_in_a_tag_for_rich_text_is_told():
    assert codes(docx("{{r 名 }}", "{{p 名 }}"), 名="甲") == ["R771", "R771"]


def test_an_endless_template_ends():
    text = "{% for a in 范围(100000) %}{% for b in 范围(100000) %}{{ b }}{% endfor %}{% endfor %}"
    assert "L507" in codes(docx(text))


def test_a_template_nested_too_deep_is_told():
    xml = "甲{{ 名 }}"
    xml = "<w:sdt><w:sdtContent>" * 120 + p(xml) + "</w:sdtContent></w:sdt>" * 120
    content = part(docx("@@")).replace(b"<w:p><w:r><w:t>@@</w:t></w:r></w:p>", xml.encode())
    assert codes(with_member(docx("@@"), "word/document.xml", content), 名="甲") == ["R760"]


def test_findings_name_the_template():
    assert {item.place.file for item in faults(docx("{{ 无 }}"))} == {"表.docx"}


def test_a_tag_in_an_attribute_stands_alone():
    xml = '<w:p><w:hyperlink w:tooltip="见{{ 名 }}"><w:r><w:t>链</w:t></w:r></w:hyperlink></w:p>'
    assert codes(body(xml)) == ["R763"]


def test_a_merged_cell_with_a_table_in_it_is_told():
    inner = f"<w:tc>{p('{% vm %}')}{tbl(tr('a'), columns=1)}</w:tc>"
    xml = tbl(tr("{%tr for 行 in 列 %}"), tr(inner), tr("{%tr endfor %}"), columns=1)
    assert "R769" in codes(body(xml))


def test_several_documents_of_one_template_do_not_disturb_each_other():
    from word_bench import compiled

    document = compiled(docx("{{ 名 }}"))
    assert document.render({})[1][0].code == "L502"
    assert texts(write(document.render({"名": "甲"})[0].members))[0] == "甲"


def test_printed_numbers_beside_a_failing_tag_are_not_told():
    data = docx("{{ 数 | 万元 }}，{{ 数 | 万元(不是=1) }}，{{ 数 | 元 }}")
    assert [message.count("不是=1") for message in told(data, 数=figure(10_000))] == [1]
