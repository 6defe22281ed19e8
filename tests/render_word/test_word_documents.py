"""What stands in the documents: merges, shapes, figures, properties, the same bytes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import etree
from word_bench import NS, W, body, compiled, docx, ours, p, part, rendered, tbl, tc, texts, tr

from reportgen.figure import YUAN, Figure
from reportgen.office.package import identity, read, write
from reportgen.render.word.spots import spots_of

LOOP = tr("{%tr for 行 in 列 %}", ""), tr("{%tr endfor %}", "")


def yuan(text: str, key: str) -> Figure:
    return Figure(Decimal(text), YUAN, key=key)


def merges(data: bytes) -> list[list[str]]:
    """For each row its cells: r starts a merge, c goes on with it, . stands alone."""
    root = etree.fromstring(part(data))
    signs = []
    for row in root.iter(f"{{{W}}}tr"):
        found = [cell.find("w:tcPr/w:vMerge", NS) for cell in row.findall("w:tc", NS)]
        signs.append(["." if m is None else m.get(f"{{{W}}}val")[0] for m in found])
    return signs


def merged(*rows: tuple[str, ...], template: str = "", **names) -> list[str]:
    cells = [f"{{% vm %}}{{{{ 行[{at}] }}}}" for at in range(len(rows[0]))]
    start = tr("{%tr for 行 in 列 %}", *[""] * (len(cells) - 1))
    end = tr("{%tr endfor %}", *[""] * (len(cells) - 1))
    xml = template or tbl(start, tr(*cells), end, columns=len(cells))
    return ["".join(row) for row in merges(ours(body(xml), 列=[list(r) for r in rows], **names))]


def test_equal_neighbours_merge():
    assert merged(("甲",), ("甲",), ("乙",), ("丙",), ("丙",), ("丙",)) == [
        "r",
        "c",
        ".",
        "r",
        "c",
        "c",
    ]


def test_equal_values_apart_do_not_merge():
    assert merged(("甲",), ("乙",), ("甲",)) == [".", ".", "."]


def test_a_cell_merges_only_where_those_to_its_left_do():
    assert merged(("一", "x"), ("一", "x"), ("二", "x"), ("二", "y")) == ["rr", "cc", "r.", "c."]


def test_rounds_of_an_outer_loop_do_not_merge_with_each_other():
    xml = tbl(
        tr("{%tr for 组 in 组们 %}", ""), tr("{%tr for 行 in 组 %}", ""), tr("{% vm %}同", "{{ 行 }}"),
        tr("{%tr endfor %}", ""), tr("{%tr endfor %}", ""),
    )  # fmt: skip
    data = ours(body(xml), 组们=[[1, 2], [3], [4, 5]])
    assert ["".join(row) for row in merges(data)] == ["r.", "c.", "..", "r.", "c."]


def test_a_row_in_between_ends_a_merge():
    xml = tbl(
        LOOP[0], tr("{% vm %}同", "{{ 行 }}"), tr("{%tr if 行 == 2 %}", ""), tr("小计", ""), tr("{%tr endif %}", ""),
        LOOP[1],
    )  # fmt: skip
    data = ours(body(xml), 列=[1, 2, 3, 4])
    assert ["".join(row) for row in merges(data)] == ["r.", "c.", "..", "r.", "c."]


def test_a_cell_that_merged_away_prints_nothing_and_is_no_figure():
    xml = tbl(LOOP[0], tr("{% vm %}{{ 行.额 | 元 }}", "{{ 行.名 }}"), LOOP[1])
    rows = [{"额": yuan("5", "a"), "名": "x"}, {"额": yuan("5", "b"), "名": "y"}]
    result = rendered(body(xml), 列=rows)
    assert texts(write(result.members))[:4] == ["5.00", "x", "", "y"]
    assert [item.key for item in result.figures] == ["a"]


def test_a_merge_stands_in_the_order_of_the_schema():
    cell = tc("{% vm %}同", '<w:vMerge/><w:vAlign w:val="center"/>')
    content = part(ours(body(tbl(LOOP[0], tr(cell, "x"), LOOP[1])), 列=[1, 2])).decode()
    assert '<w:vMerge w:val="restart"/><w:vAlign w:val="center"/>' in content
    assert content.count("<w:vMerge") == 2


def test_a_cell_without_paragraphs_gets_an_empty_one():
    cell = f"<w:tc>{p('{%p if 真 %}')}{p('甲')}{p('{%p endif %}')}</w:tc>"
    data = ours(body(tbl(tr(cell, "b"))), 真=False)
    cells = etree.fromstring(part(data)).findall(".//w:tc", NS)
    assert [len(item.findall("w:p", NS)) for item in cells] == [1, 1]


def test_a_cell_that_keeps_its_paragraph_gets_no_other():
    cell = f"<w:tc>{p('{%p if 真 %}')}{p('甲')}{p('{%p endif %}')}</w:tc>"
    assert texts(ours(body(tbl(tr(cell, "b"))), 真=True))[:2] == ["甲", "b"]


def test_a_header_without_paragraphs_gets_an_empty_one():
    def build(document):
        header = document.sections[0].header
        header.paragraphs[0].text = "{%p if 真 %}"
        header.add_paragraph("甲")
        header.add_paragraph("{%p endif %}")

    header = etree.fromstring(part(ours(docx("文", build=build), 真=False), "word/header1.xml"))
    assert len(header.findall("w:p", NS)) == 1


def test_a_table_without_rows_goes():
    xml = p("前") + tbl(LOOP[0], tr("{{ 行 }}", ""), LOOP[1]) + tbl(tr("留", ""))
    assert b"<w:tbl>" in part(ours(body(xml), 列=[1]))
    data = part(ours(body(xml), 列=[]))
    assert data.count(b"<w:tbl>") == data.count(b"</w:tbl>") == 1
    assert "留".encode() in data


def test_a_row_without_cells_goes():
    xml = tbl(tr("{%tc for 列 in 列们 %}", "{{ 列 }}", "{%tc endfor %}"), tr("a", "b"))
    data = etree.fromstring(part(ours(body(xml), 列们=[])))
    assert len(data.findall(".//w:tr", NS)) == 1


def test_bookmarks_in_a_loop_go():
    mark = '<w:p><w:bookmarkStart w:id="{0}" w:name="n{0}"/><w:r><w:t>{1}</w:t></w:r><w:bookmarkEnd w:id="{0}"/></w:p>'
    xml = (
        mark.format(1, "外")
        + p("{%p for 行 in 列 %}")
        + mark.format(2, "{{ 行 }}")
        + p("{%p endfor %}")
    )
    content = part(ours(body(xml), 列=[1, 2]))
    assert content.count(b"bookmarkStart") == content.count(b"bookmarkEnd") == 1


def test_a_bookmark_that_a_condition_would_part_goes():
    xml = (
        '<w:p><w:bookmarkStart w:id="1" w:name="n"/><w:r><w:t>甲</w:t></w:r></w:p>' + p("{%p if 真 %}")
        + '<w:p><w:bookmarkEnd w:id="1"/></w:p>' + p("{%p endif %}")
    )  # fmt: skip
    assert b"bookmark" not in part(ours(body(xml), 真=False))


def test_a_bookmark_inside_a_split_tag_stays():
    xml = (
        '<w:p><w:r><w:t>{{ 名</w:t></w:r><w:bookmarkStart w:id="1" w:name="n"/><w:r><w:t> }}</w:t></w:r>'
        '<w:bookmarkEnd w:id="1"/></w:p>'
    )
    content = part(ours(body(xml), 名="甲"))
    assert content.count(b"bookmarkStart") == content.count(b"bookmarkEnd") == 1


def test_paragraph_ids_in_a_loop_go():
    ns = "http://schemas.microsoft.com/office/word/2010/wordml"
    one = f'<w:p xmlns:w14="{ns}" w14:paraId="0A"><w:r><w:t>{{{{ 行 }}}}</w:t></w:r></w:p>'
    content = part(
        ours(
            body(p("{%p for 行 in 列 %}") + one + p("{%p endfor %}") + one.replace("行", "末")),
            列=[1, 2],
            末=3,
        )
    )
    assert content.count(b"paraId=") == 1


def test_a_repeated_paragraph_does_not_repeat_its_section():
    xml = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{{ 名 }}</w:t></w:r></w:p>"
    assert part(ours(body(xml), 名="一\a二")).count(b"<w:sectPr/>") == 1


# Figures


def spots(data: bytes, **names) -> list[tuple[str, str, str, str]]:
    return [(item.part, item.spot, item.key, item.text) for item in rendered(data, **names).figures]


def test_a_figure_in_a_paragraph_is_told_with_its_offset():
    found = spots(
        docx("文", "共 {{ 甲 | 元 }} 元，{{ 乙 | 万元 }}"),
        甲=yuan("1.5", "支出"),
        乙=yuan("20000", "收入"),
    )
    assert found == [
        ("document", "第2段@2", "支出", "1.50"),
        ("document", "第2段@9", "收入", "2.00"),
    ]


def test_figures_in_a_table_are_told_by_row_and_cell():
    xml = p("题") + tbl(LOOP[0], tr("{{ 行.名 }}", "{{ 行.额 | 元 }}"), LOOP[1])
    rows = [{"名": "a&b", "额": yuan("1", "一")}, {"名": "c", "额": yuan("2", "二")}]
    assert [row[1:3] for row in spots(body(xml), 列=rows)] == [
        ("表1 第1行 第2格@0", "一"),
        ("表1 第2行 第2格@0", "二"),
    ]


def test_further_paragraphs_of_a_cell_and_inner_tables_have_names():
    inner = f"<w:tc>{p('首')}{p('{{ 甲 | 元 }}')}{tbl(tr('{{ 乙 | 元 }}', ''))}</w:tc>"
    found = spots(body(tbl(tr("a", inner))), 甲=yuan("1", "甲"), 乙=yuan("2", "乙"))
    assert [row[1] for row in found] == [
        "表1 第1行 第2格 第2段@0",
        "表1 第1行 第2格 内表1 第1行 第1格@0",
    ]


def test_figures_in_headers_name_their_part():
    def build(document):
        document.sections[0].header.paragraphs[0].text = "{{ 甲 | 元 }}"

    assert spots(docx("文", build=build), 甲=yuan("1", "甲"))[0][:2] == ("header1", "第1段@0")


def test_offsets_count_characters_not_markup():
    assert spots(docx("{{ 名 }}\t{{ 甲 | 元 }}"), 名="<&>", 甲=yuan("1", "甲"))[0][1] == "第1段@4"


def test_two_numbers_joined_in_an_expression_are_both_told():
    found = spots(
        docx("{{ (甲 | 元) ~ '和' ~ (乙 | 元) }}"), 甲=yuan("1", "甲"), 乙=yuan("2", "乙")
    )
    assert [row[1:3] for row in found] == [("第1段@0", "甲"), ("第1段@5", "乙")]


def test_marks_do_not_stay_in_the_document():
    for text in ("{{ 甲 | 元 }}", "{{ 甲 | 元 }}{{ 名 }}"):
        content = part(ours(docx(text), 甲=yuan("1", "甲"), 名="一\n二")).decode()
        assert not any(0xE000 <= ord(character) <= 0xF8FF for character in content)


def test_figures_are_told_the_same_where_breaks_are_resolved():
    found = spots(
        docx("{{ 名 }}{{ 甲 | 元 }}", "{{ 甲 | 元 }}"), 甲=yuan("1", "甲"), 名="一\n二\a三"
    )
    assert [row[1] for row in found] == ["第2段@1", "第3段@0"]


def test_a_spot_outside_any_paragraph_has_the_name_of_what_is_around():
    assert spots_of("<w:tbl><w:tr><w:tc>1</w:tc></w:tr></w:tbl>", [19]) == ["表1 第1行 第1格"]


# Packages


def test_the_same_names_give_the_same_bytes():
    data = docx("{{ 名 }}")
    assert ours(data, 名="甲") == ours(data, 名="甲")


def test_members_without_tags_keep_their_packed_bytes():
    data = docx("{{ 名 }}")
    before = {item.name: item.packed for item in read(data)}
    after = {item.name: item.packed for item in read(ours(data, 名="甲"))}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"word/document.xml", "docProps/core.xml"}


def test_a_template_without_tags_is_printed_as_it_is():
    data = docx("文")
    assert part(ours(data)) == part(data)


def test_the_title_of_the_document_is_printed_and_nothing_else_of_its_history():
    def build(document):
        document.core_properties.title = "{{ 年度 }}年<{{ 名 }}>"
        document.core_properties.author = "某人"

    core = part(ours(docx("文", build=build), 年度=2024, 名="甲&"), "docProps/core.xml").decode()
    assert "<dc:title>2024年&lt;甲&amp;&gt;</dc:title>" in core
    assert "某人" not in core
    assert "modified" not in core


def test_footnotes_and_endnotes_are_printed():
    from word_bench import with_notes

    data = with_notes(docx("文"), "footnotes", "见{{ 名 }}")
    assert "见甲".encode() in part(ours(data, 名="甲"), "word/footnotes.xml")
    data = with_notes(docx("文"), "endnotes", "见{{ 甲 | 元 }}")
    result = rendered(data, 甲=yuan("1", "甲"))
    assert [(item.part, item.spot) for item in result.figures] == [("endnotes", "尾注1@1")]


def test_a_long_part_is_whole():
    document = compiled(docx("{%p for 行 in 范围(9000) %}", "{{ 行 }}号" * 5, "{%p endfor %}"))
    data = write(document.render({})[0].members)
    assert len(part(data)) > 600_000
    assert texts(data)[8999] == "9000号" * 5


def test_a_template_file_is_rendered_by_its_suffix(tmp_path):
    from reportgen.language.environment import make_environment
    from reportgen.render.documents import render_document

    template = tmp_path / "说明.docx"
    template.write_bytes(docx("{{ 名 }}"))
    result, findings = render_document(template, make_environment(), {"名": "甲"})
    assert not findings
    assert texts(result[0]) == ["甲"]


def test_a_template_of_fixed_tags_takes_the_fast_lane():
    assert compiled(docx("{{ 名 }}")).lane == "快速"


def test_identity_is_that_of_the_content():
    data = docx("{{ 名 }}")
    assert identity(ours(data, 名="甲")) != identity(ours(data, 名="乙"))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_rows_beside_each_other_keep_their_number(count):
    xml = tbl(tr("头", ""), LOOP[0], tr("{{ 行 }}", ""), LOOP[1], tr("尾", ""))
    found = texts(ours(body(xml), 列=list(range(count))))
    assert found[0::2] == ["头", *map(str, range(count)), "尾", ""]
