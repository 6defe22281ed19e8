"""A chart drawn in a Word template shows the figures of the data set, and stays a chart."""

import re
import subprocess
import sys
from decimal import Decimal

import pytest
from charts_builders import (
    COMPARED,
    ROWS,
    SAMPLE,
    chart,
    compiled,
    drawing,
    faults,
    names_of,
    paragraph,
    part,
    references,
    rendered,
    row,
    series,
    sheet,
    template,
    yuan,
)
from office_lint import lint
from office_tools import convert, needs_soffice, needs_validator, validate

from reportgen.office.package import identity, write
from reportgen.render.readback import read_back

CHART = "word/charts/chart1.xml"


def test_points_series_and_names_are_the_declared_ones():
    made = rendered(template(drawing()))
    assert series(made) == [
        ("2022年", ["基本支出", "项目支出"], ["4488.343821", "16696.051234"]),
        ("上年", ["基本支出", "项目支出"], ["4000", "15000"]),
    ]


def test_the_workbook_inside_holds_the_same_figures_where_the_references_point():
    made = rendered(template(drawing()))
    assert sheet(made) == [
        [None, "2022年", "上年"],
        ["基本支出", 4488.343821, 4000],
        ["项目支出", 16696.051234, 15000],
    ]
    assert references(made) == [
        "Sheet1!$B$1", "Sheet1!$A$2:$A$3", "Sheet1!$B$2:$B$3",
        "Sheet1!$C$1", "Sheet1!$A$2:$A$3", "Sheet1!$C$2:$C$3",
    ]  # fmt: skip


def test_more_and_fewer_categories_than_were_drawn():
    rows = [*ROWS, row("上缴上级支出", "1"), row("经营支出 & 其他", "20000", "5")]
    made = rendered(template(drawing()), 行=rows)
    assert series(made)[0][1][-1] == "经营支出 & 其他"
    assert references(made)[1] == "Sheet1!$A$2:$A$5"
    single = rendered(template(drawing()), 行=ROWS[:1])
    assert series(single)[1] == ("上年", ["基本支出"], ["4000"])


def test_a_series_more_looks_like_one_that_was_drawn_in_a_shade_of_its_own():
    more = COMPARED.replace("  单位", "  - {名称: 前年, 值: 类别.上年}\n  单位")
    made = rendered(template(drawing()), more)
    colours = re.findall(rb"<ser>.*?<spPr>(.*?)</spPr>", part(made, CHART))
    assert len(set(colours)) == 3
    assert b"2E75B6" in colours[0]
    assert b"2E75B6" in colours[2]
    numbers = [
        item.attributes["val"] for item in chart(made).walk() if item.tag in {"idx", "order"}
    ]
    assert numbers == ["0", "0", "1", "1", "2", "2"]


def test_looks_and_labels_of_points_that_are_no_more_go():
    def coloured(text):
        point = '<c:dPt><c:idx val="{}"/><c:bubble3D val="0"/></c:dPt>'
        return text.replace("</c:spPr><c:", f"</c:spPr>{point.format(0)}{point.format(1)}<c:", 1)

    data = template(drawing(), changed={CHART: coloured})
    kept = [item for item in chart(rendered(data)).walk() if item.tag == "dPt"]
    assert len(kept) == 2
    (left,) = [item for item in chart(rendered(data, 行=ROWS[:1])).walk() if item.tag == "dPt"]
    assert left.find("idx").attributes == {"val": "0"}


def test_a_series_fewer_takes_the_rest_away():
    made = rendered(template(drawing()), COMPARED.replace("  - {名称: 上年, 值: 类别.上年}\n", ""))
    assert [item[0] for item in series(made)] == ["2022年"]
    assert sheet(made)[0] == [None, "2022年"]


def test_a_blank_figure_leaves_a_gap():
    made = rendered(template(drawing()), 行=[row("甲", "10000"), row("乙", "20000", "30000")])
    assert series(made)[1] == ("上年", ["甲", "乙"], ["3"])
    assert sheet(made)[1] == ["甲", 1, None]
    assert b'<pt idx="1"><v>3</v>' in part(made, CHART)


def test_values_may_be_a_list_with_the_categories_as_texts():
    declared = """
    支出对比:
      类别: "['甲', '乙']"
      系列: [{名称: 值, 值: "[一, 二]"}]
      单位: 元
      数字格式: "0.0"
    """
    made = rendered(template(drawing()), declared, 一=yuan("1.5"), 二=yuan("2"))
    assert series(made) == [("值", ["甲", "乙"], ["1.5", "2"])]
    codes = {item.text() for item in chart(made).walk() if item.tag == "formatCode"}
    assert codes == {"0.0"}


def test_the_title_is_said_in_the_font_that_was_drawn():
    made = rendered(template(drawing()))
    title = next(item for item in chart(made).walk() if item.tag == "title")
    (run,) = [item for item in title.walk() if item.tag == "a:r"]
    assert run.find("a:t").text() == "2022年支出（万元）"
    fonts = [item.attributes["typeface"] for item in run.walk() if item.tag == "a:ea"]
    assert fonts == ["黑体"]


def test_without_a_declared_title_the_drawn_one_stays():
    declared = COMPARED.replace('  标题: "{{ 年度 }}年支出（万元）"\n', "")
    assert "图表标题" in part(rendered(template(drawing()), declared), CHART).decode()


def test_a_chart_may_be_bound_by_its_title():
    data = template(
        drawing(descr=""),
        changed={CHART: lambda text: text.replace("图表标题", "{{ 图表.支出对比 }}")},
    )
    declared = COMPARED.replace('  标题: "{{ 年度 }}年支出（万元）"\n', "")
    made = rendered(data, declared)
    assert series(made)[0][2] == ["4488.343821", "16696.051234"]
    assert "<a:t>支出对比</a:t>" in part(made, CHART).decode()


def test_the_alternative_text_keeps_its_words_and_loses_the_tag():
    made = rendered(template(drawing(descr="柱形图：{{图表.支出对比}}")))
    assert 'descr="柱形图：支出对比"' in part(made, "word/document.xml").decode()


def test_fixed_bounds_of_an_axis_go_where_they_would_cut_figures_off():
    def bounded(text):
        return text.replace(
            "<c:scaling/>", '<c:scaling><c:max val="2500"/><c:min val="0"/></c:scaling>'
        )

    data = template(drawing(), changed={CHART: bounded})
    assert b'max val="2500"' in part(data, CHART)
    assert b"max val" not in part(rendered(data), CHART)
    small = rendered(data, 行=[row("甲", "10000", "20000")])
    assert b'max val="2500"' in part(small, CHART)


def test_figures_of_a_chart_are_in_the_figure_map_and_are_read_back():
    made = rendered(template(paragraph("{{ 行[0].本年 | 万元 }}万元"), drawing()))
    spots = [(item.part, item.spot, item.key, item.text, item.exact) for item in made.figures]
    assert spots[:3] == [
        ("document", "第1段@0", "支出/基本支出", "4488.34", ""),
        ("图表 支出对比", "系列1 第1点", "支出/基本支出", "4488.34", "4488.343821"),
        ("图表 支出对比", "系列1 第2点", "支出/项目支出", "16696.05", "16696.051234"),
    ]
    assert len(made.figures) == 5
    assert read_back([("报告.docx", write(made.members), made.figures)]) == []


def test_a_chart_that_shows_another_figure_is_found_when_read_back():
    made = rendered(template(drawing()))
    wrong = template(drawing(), changed={})
    (found, *_) = read_back([("报告.docx", wrong, made.figures)])
    assert found.code == "R792"
    assert "系列1 第1点" in str(found.place)


def test_a_chart_that_a_condition_leaves_out_goes_with_its_parts():
    data = template(paragraph("{%p if 有 %}"), drawing(), paragraph("{%p endif %}"), drawing(2))
    made = rendered(data, 有=False)
    assert not [name for name in names_of(made) if "chart1" in name or "Sheet1" in name]
    assert b"chart1" not in part(made, "[Content_Types].xml")
    assert b"chart1" not in part(made, "word/_rels/document.xml.rels")
    assert len(series(made, 2)) == 2
    assert CHART in names_of(rendered(data, 有=True))


def test_two_charts_of_one_name_are_told_apart_in_the_figure_map():
    made = rendered(template(drawing(), drawing(2)))
    assert {item.part for item in made.figures} == {"图表 支出对比", "图表 支出对比（2）"}


def test_a_chart_does_not_send_the_document_to_the_slow_lane_and_is_the_same_each_time():
    found, _ = compiled(template(drawing()))
    assert found.lane == "快速"
    first, second = rendered(template(drawing())), rendered(template(drawing()))
    assert write(first.members) == write(second.members)
    assert identity(write(first.members)) == identity(write(second.members))


def test_a_chart_is_filled_in_the_slow_lane_as_well():
    from reportgen.render.word.lane import linked_text

    data = template(paragraph("{{r 链接 }}"), drawing())
    made = rendered(data, 链接=linked_text("网页", "https://example.invalid/"))
    assert series(made)[0][0] == "2022年"
    assert "{{" not in part(made, "word/document.xml").decode()


def test_a_chart_without_a_tag_stays_and_is_pointed_out():
    data = template(drawing(descr="柱形图"))
    _, (hint,) = compiled(data)
    assert hint.code == "R811"
    assert part(rendered(data), CHART) == part(data, CHART)


def test_a_chart_in_a_loop_is_refused_with_its_name():
    loop = (paragraph("{%p for 项 in 行 %}"), drawing(), paragraph("{%p endfor %}"))
    for rows in (ROWS, ROWS[:1]):
        (found,) = faults(template(*loop), 行=rows)
        assert found.code == "R813"
        assert "支出对比" in found.message


def test_an_unknown_name_is_answered_with_the_nearest():
    (found,) = faults(template(drawing(descr="{{ 图表.支出比较 }}")))
    assert found.code == "R810"
    assert "支出对比" in found.hint


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("值: 类别.本年", "值: 类别.今年", "L502"),
        ("值: 类别.本年", '值: "[1]"', "L"),
        ("类别: 行", "类别: 年度", "L"),
        ("单位: 万元", "单位: 万圆", "L"),
        ("  单位: 万元\n", "", "L"),
        ("单位: 万元", "单位: join", "L"),
    ],
)
def test_what_is_wrong_in_a_declaration_is_told_at_its_place(before, after, code):
    (found,) = faults(template(drawing()), COMPARED.replace(before, after))
    assert found.code.startswith(code)
    assert found.place.file == "format.yaml"


def test_a_chart_without_categories_is_told():
    (found,) = faults(template(drawing()), 行=[])
    assert found.code == "R815"


def test_a_tag_in_the_words_of_a_chart_is_refused():
    data = template(
        drawing(), changed={CHART: lambda text: text.replace("图表标题", "{{ 年度 }}年支出")}
    )
    (found,) = faults(data)
    assert found.code == "R814"


def test_a_kind_of_chart_that_cannot_be_filled_is_told():
    data = template(
        drawing(), changed={CHART: lambda text: text.replace("barChart", "scatterChart")}
    )
    (found,) = faults(data)
    assert found.code == "R812"
    assert "散点图" in found.message


def test_a_corrected_amount_changes_the_chart():
    data = template(drawing())
    before = [item for item in rendered(data).figures if item.key == "支出/项目支出"]
    rows = [ROWS[0], {**ROWS[1], "本年": yuan(Decimal("166960512.34") + 10000, "支出/项目支出")}]
    after = [item for item in rendered(data, 行=rows).figures if item.key == "支出/项目支出"]
    assert [item.text for item in before + after] == ["16696.05", "16697.05"]


@needs_validator
def test_documents_with_charts_are_valid(tmp_path):
    more = COMPARED.replace("  单位", "  - {名称: 前年, 值: 类别.上年}\n  单位")
    condition = (paragraph("{%p if 有 %}"), drawing(3), paragraph("{%p endif %}"))
    for at, made in enumerate(
        [
            rendered(template(drawing(), drawing(2), drawing(3)), more),
            rendered(template(*condition, drawing(descr="图")), 有=False),
        ]
    ):
        path = tmp_path / f"{at}.docx"
        path.write_bytes(write(made.members))
        assert validate(path) == []
        assert lint(path.read_bytes()) == []


@needs_soffice
def test_libreoffice_opens_the_sample_and_what_is_made_of_it(tmp_path):
    path = tmp_path / "图.docx"
    path.write_bytes(write(rendered(template(drawing(), drawing(2), drawing(3))).members))
    assert len(convert([path, SAMPLE], "pdf", tmp_path)) == 2


@pytest.mark.parametrize("module", ["chart_parts", "word.charts", "excel.charts"])
def test_charts_can_be_filled_whatever_was_used_first(module):
    """A pack whose first document is a Word file with a chart has not used the Excel engine yet."""
    command = [sys.executable, "-c", f"import reportgen.render.{module}"]
    assert subprocess.run(command, check=False).returncode == 0
