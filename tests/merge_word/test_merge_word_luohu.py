"""A day with the pack of 罗湖 2022, by the real commands: built, polished, the data mended, built again.

Once as she saved the files herself, once as LibreOffice did.
"""

import json
import shutil
from collections import Counter

import pytest
from merge_word_edits import P, Paper, R, W
from merge_word_luohu import (
    DOCUMENTS,
    FORM,
    MORE,
    MORE_ROW,
    NOTE,
    REPORT,
    REWORDED,
    TABLES,
    TITLE,
    TRACKED,
    Desk,
    beautify,
    chart_of,
    edit_book,
    embedded_of,
    paragraph,
    polish,
    reword,
    with_comment,
    with_restyled_chart,
)
from office_lint import lint
from office_tools import convert, needs_soffice, needs_validator, validate
from openpyxl import load_workbook

from reportgen.render import read_parts
from reportgen.render.readback import read_back
from reportgen.render.rendered import Printing

WORDS = "docx:MS Word 2007 XML"
CELLS = "xlsx:Calc MS Excel 2007 XML"
DELETED = {f"信访/{way}/件数" for way in ("信访件", "政务网网络留言", "深圳政数电分拨件")}
"""The figures of the paragraph that she deleted."""
FORM_EDIT = ("健全党建带团建的制度", "完善党建带团建制度")


def spent(folder, *, saved_elsewhere):
    """The desk after the day: built, edited, the data mended, built again."""
    desk = Desk(folder)
    built, status = desk.build()
    assert (status, built["state"]) == (0, "完整")
    desk.edit(REPORT, polish)
    desk.edit(REPORT, beautify)
    desk.write(REPORT, with_restyled_chart(with_comment(desk.read(REPORT))))
    book = desk.book()
    edit_book(book)
    book.save(desk.pack / TABLES)
    desk.edit(FORM, lambda paper: reword(paper, *FORM_EDIT))
    if saved_elsewhere:
        for kind in (WORDS, CELLS):
            names = [n for n in DOCUMENTS if n.endswith(kind[:4])]
            for path in convert([desk.pack / n for n in names], kind, folder / kind[:4]):
                shutil.copy(path, desk.pack / path.name)
    desk.before = {name: desk.read(name) for name in DOCUMENTS}
    desk.mend()
    desk.leave_out_first_table()
    desk.built, desk.status = desk.build()
    return desk


@pytest.fixture(
    scope="module",
    params=[False, pytest.param(True, marks=[pytest.mark.office, needs_soffice])],
    ids=["herself", "libreoffice"],
)
def desk(request, tmp_path_factory):
    return spent(tmp_path_factory.mktemp("day"), saved_elsewhere=request.param)


def generated(desk, name):
    return (desk.pack / ".reportgen/generated" / name).read_bytes()


def remembered(desk, name):
    """The figures as they stand in her document, and as they were generated."""
    folder = desk.pack / ".reportgen"
    maps = [
        json.loads((folder / file).read_text("utf-8")) for file in ("merges.json", "figures.json")
    ]
    return maps[0]["documents"][name]["figures"], maps[1]["documents"][name]


def test_all_her_words_and_all_new_words_are_there(desk):
    wanted = Paper(generated(desk, REPORT))
    polish(wanted)
    assert desk.paper().texts() == wanted.texts()
    wanted = Paper(generated(desk, FORM))
    reword(wanted, *FORM_EDIT)
    assert desk.paper(FORM).texts() == wanted.texts()


def test_captions_and_references_follow_the_table_that_was_left_out(desk):
    words = "\n".join(desk.paper().texts())
    assert "表 1 预算管理职责分工" in words
    assert "各自的职责见表 1" in words
    assert "项目情况见表 5，整体支出绩效目标申报表见表 6。" in words
    assert "年度重点工作一览表" not in words


def test_what_leaves_no_trace_in_the_text_stays(desk):
    paper = desk.paper()
    heading = paragraph(paper, "（二）主要履职情况")
    colours = [c.get(f"{W}val") for run in heading.iter(R) for c in run.iter(f"{W}color")]
    assert set(colours) == {"FF0000"}
    assert NOTE in paper.package.read("word/comments.xml").decode()
    inserted = "".join(t.text for t in paragraph(paper, TRACKED).iterfind(f"{W}ins//{W}t"))
    assert inserted == TRACKED


def test_the_chart_keeps_her_looks_and_shows_the_new_figures_in_its_workbook_too(desk):
    hers, made = desk.read(REPORT), generated(desk, REPORT)
    series, title = chart_of(hers)
    assert series == chart_of(made)[0]
    assert series[1][2] == ["2901.26", "285.88", "220.73", "16729.35"]
    assert title == TITLE
    assert b"C00000" in Paper(hers).package.read("word/charts/chart1.xml").upper()
    assert embedded_of(hers) == embedded_of(made)
    extent = next(paragraph.find(".//{*}extent") for paragraph in desk.paper().root.iter(P) if paragraph.find(".//{*}extent") is not None)  # fmt: skip
    assert abs(int(extent.get("cx")) - 4_000_000) < 2_000


def test_the_workbook_has_her_edits_and_the_new_figures(desk):
    hers = desk.book(data_only=True)
    made = load_workbook((desk.pack / ".reportgen/generated" / TABLES), data_only=True)
    assert hers["项目"]["A2"].value == "单位名称：罗湖区委组织部（汇总表）"
    assert NOTE in hers["项目"]["C7"].comment.text
    assert abs(hers["项目"].column_dimensions["B"].width - 44) < 1
    [row] = [r for r in hers["项目"].iter_rows(values_only=True) if "已核" in r]
    assert row[1] == "老干部文体活动经费"
    assert hers["我的核对"]["B1"].value == hers["项目"]["C5"].value == pytest.approx(16729.35)
    for sheet in made:
        numbers = [
            Counter(round(v, 4) for r in s.iter_rows(values_only=True) for v in r if isinstance(v, int | float))
            for s in (sheet, hers[sheet.title])
        ]  # fmt: skip
        assert numbers[0] == numbers[1], sheet.title


@pytest.mark.parametrize("name", [REPORT, TABLES, FORM])
def test_every_figure_stands_where_the_record_says(desk, name):
    placed, made = remembered(desk, name)
    there = Counter((row[2], row[3]) for row in placed)
    lost = {key for key, _ in Counter((row[2], row[3]) for row in made) - there}
    assert lost == (DELETED if name == REPORT else set())
    figures = [Printing(*row[:4], None) for row in placed]
    wrong = [f.message for f in read_back([(name, desk.read(name), figures)]) if f.code == "R720"]
    assert wrong == []


def test_a_figure_says_the_same_in_every_document(desk):
    """Text and tables agree: whatever is printed under one key with one format is one text."""
    totals = {
        row[3].replace(",", "")
        for name in (REPORT, TABLES)
        for row in remembered(desk, name)[0]
        if row[2] in {"年初/合计", "今年/合计"}
    }
    assert totals == {"20137.22"}


def test_the_report_of_what_happened_is_complete(desk):
    assert (desk.status, desk.built["state"]) == (0, "完整")
    edits = {e["name"]: e for e in desk.built["edits"]}
    assert {n for n in DOCUMENTS if n in edits} >= {REPORT, TABLES, FORM}
    assert not any(e["waiting"] or e["unmerged"] for e in edits.values())
    told = edits[REPORT]["told"]
    kept = " ".join(t["hers"] + t["old"] for t in told if t["kind"] == "保留")
    assert all(t["kind"] in {"保留", "更新"} for t in told)
    # Two of the ten stand in one paragraph; a paragraph and a row more, a paragraph less, the title.
    assert len([t for t in told if t["kind"] == "保留"]) == len(REWORDED) - 1 + 4
    assert all(word in kept for word in (MORE, MORE_ROW, TITLE, "我部严格按照《国家信访条例》"))
    renewed = {(t["old"], t["new"]) for t in told if t["kind"] == "更新" and t["key"]}
    changed = {
        (f["old"], f["new"])
        for f in desk.built["changes"]["figures"]
        if f["document"] == REPORT and f["old"] and f["new"] and f["part"] == "document"
    }
    assert changed <= renewed
    [chart] = [t for t in told if t["kind"] == "更新" and t["spot"] == "图表 近年支出"]
    assert "人员支出 2886.51" in chart["old"]
    assert "人员支出 2901.26" in chart["new"]
    sheet = desk.book("变更清单.xlsx")["手工修改"]
    rows = Counter(row[0] for row in sheet.iter_rows(min_row=4, values_only=True))
    assert rows == Counter({name: len(e["told"]) for name, e in edits.items()})


def test_the_table_in_the_terminal_names_every_document(desk):
    words = desk.run("build", desk.data, "-o", desk.out, "--draft").stdout
    assert "手工改过的文档（您的修改都在）：" in words
    assert all(name in words for name in (REPORT, TABLES, FORM))


def test_explain_finds_the_figures_where_they_stand_now(desk):
    found = desk.as_json("explain", desk.pack / REPORT, "2901.26")
    spots = {(s["part"], s["spot"]) for s in found["printed"]}
    [chart] = [part for part, spot in spots if spot == "系列2 第1点"]
    words = {s.spot: s.text for s in read_parts.spots(desk.read(REPORT)) if s.part == "document"}
    for part, spot in spots:
        where, _, offset = spot.partition("@")
        shown = words.get(where, "").replace(",", "")
        assert part != "document" or "2901.26" in shown, (where, offset)
    points = desk.as_json("explain", desk.pack / REPORT, chart)["printed"]
    assert len(points) == 8
    found = desk.as_json("explain", desk.pack / TABLES, "项目!D10")
    assert found["trees"][0][0]["value"] == "455.04万元"


def test_changes_of_the_pack_are_those_of_the_data(desk, tmp_path):
    first = Desk(tmp_path)
    first.build()
    found = desk.as_json("changes", first.pack, desk.pack)
    listed = Counter((f["document"], f["key"], f["old"], f["new"]) for f in found["figures"])
    told = desk.built["changes"]["figures"]
    assert listed == Counter((f["document"], f["key"], f["old"], f["new"]) for f in told)
    chart = {(f["spot"], f["new"]) for f in found["figures"] if f["part"] == "图表 近年支出"}
    assert chart == {
        ("系列1 第2点", "290.09"),
        ("系列2 第1点", "2901.26"),
        ("系列2 第4点", "16729.35"),
    }


def test_verify_proves_the_pack(desk):
    done = desk.run("verify", desk.pack)
    assert done.exit_code == 0
    assert done.stdout.count("手工改过，已并入") >= 3


def test_a_second_build_changes_nothing(desk):
    before = {path: path.read_bytes() for path in desk.pack.glob("*.*x")}
    built, status = desk.build()
    assert (status, built["state"], built["merged"], built["written"]) == (0, "完整", [], [])
    assert {path: path.read_bytes() for path in desk.pack.glob("*.*x")} == before


@pytest.mark.parametrize("name", [REPORT, TABLES, FORM])
def test_the_merged_files_are_sound(desk, name):
    assert lint(desk.read(name)) == []


@needs_validator
@pytest.mark.office
def test_the_merged_files_are_as_valid_as_hers_were(desk, tmp_path):
    for name in (REPORT, TABLES, FORM):
        (tmp_path / name).write_bytes(desk.before[name])
        assert set(validate(desk.pack / name)) <= set(validate(tmp_path / name))
