"""The walk-through of docs/做一个新版式.md, gone through literally from a fresh folder."""

import re

import docx
import pytest
from forms_walking import TEXT, Walk
from samples import ROOT
from typer.testing import CliRunner

from reportgen.cli.main import app

FIGURES = (
    "2024年自评项目2个，全年预算117.25万元，全年执行111.78万元，预算执行率95.33%，"
    "平均得分99.2分。各项目的预算和执行如图 1。"
)


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walk")

    def run(line):
        program, *words = line.split()
        assert program == "reportgen", line
        result = CliRunner().invoke(app, words)
        return f"{result.output}\n[{result.exit_code}]"

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "400")
        yield Walk(folder, run).go()


def pack(walk):
    return next(f for f in (walk.folder / "out").iterdir() if f.name.endswith("-2024"))


def test_the_commands_say_what_the_page_shows(walk):
    assert len(walk.calls) >= 18
    assert walk.missing == []


def test_every_command_succeeds_but_those_that_are_to_show_a_mistake(walk):
    failed = [line for line, said in walk.calls if not said.endswith("[0]")]
    assert failed == [
        "reportgen check 2024.yaml --templates templates",
        "reportgen format check wuqu",
        "reportgen format check wuqu --annotate 批注",
        "reportgen format check wuqu --fix",
    ]


def test_the_form_that_was_made_prints_the_figures_of_the_data(walk):
    word = docx.Document(str(pack(walk) / "项目支出绩效自评表" / "社区书屋运行维护.docx"))
    rows = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert next(row for row in rows if "年度资金总额" in row)[2:] == [
        "900,000.00", "860,000.00", "819,000.00", "95.23%", "9.5",
    ]  # fmt: skip
    assert next(row for row in rows if "更新图书" in row)[3:10] == [
        "10", "≥", "10000", "册", "9800册", "98.0%", "9.8",
    ]  # fmt: skip
    assert next(row for row in rows if row[0] == "自评等级")[1] == "自评得分98.7分，等级为“优秀”"
    assert next(row for row in rows if row[0] == "项目类别")[1] == "□一次性项目　☑经常性项目"


def test_the_brief_has_its_numbers_its_sentence_and_its_chart(walk):
    path = pack(walk) / "自评简报.docx"
    texts = [p.text for p in docx.Document(str(path)).paragraphs if p.text.strip()]
    assert texts == [
        "2024年项目支出绩效自评简报",
        "一、总的情况",
        FIGURES,
        "二、预算和执行",
        "图 1 各项目的预算和执行（万元）",
    ]
    charts = [
        p for p in docx.Document(str(path)).part.package.iter_parts() if "chart" in p.partname
    ]
    assert any("社区书屋运行维护" in part.blob.decode("utf-8", "ignore") for part in charts)


def test_the_year_folder_holds_only_what_was_copied(walk):
    names = sorted(path.name for path in (walk.home / "2025").iterdir())
    assert names == ["format.yaml", "项目支出绩效自评表.docx"]


def test_the_page_says_in_its_notes_which_tags_were_written(walk):
    assert "`{{ 行.完成率 | 百分比 }}`" in (walk.home / "待定.md").read_text("utf-8")


def test_every_picture_and_example_of_the_page_is_there():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT)
    assert len(pictures) >= 4
    assert [name for name in pictures if not (ROOT / "docs" / name).is_file()] == []
    named = re.findall(r"`([a-z]+-example)`", TEXT)
    assert [name for name in named if not (ROOT / "templates" / name).is_dir()] == []


def test_the_list_of_formats_names_each_folder_and_each_document():
    text = (ROOT / "templates" / "README.md").read_text("utf-8")
    folders = sorted(item.parent.name for item in (ROOT / "templates").glob("*/format.yaml"))
    assert [name for name in folders if f"`{name}`" not in text] == []
    own = [p.name for p in (ROOT / "templates" / "national").iterdir() if p.suffix != ".yaml"]
    assert [name for name in own if name not in text] == []
