"""`reportgen init` and `reportgen convert`, as they are typed."""

import openpyxl
import pytest
from typer.testing import CliRunner

from reportgen.checks.explanations import read_explanations
from reportgen.cli.main import app
from reportgen.sources import plain, read

DATA = """
部门: {名称: 某局, 地区: 秦皇岛市山海关区, 年度: 2023, 金额单位: 万元}
支出明细:
- {功能科目: 2013201, 类型: 基本支出, 金额: -5}
"""
EXPLAINED = """
说明:
- 问题: M219
  键: 支出明细/2013201
  数: {"支出明细/2013201": "-50000", "a = b": "1=2"}
  说明: 退回
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words):
        result = CliRunner().invoke(app, [str(word) for word in words])
        assert not result.exception or isinstance(result.exception, SystemExit)
        return result

    return run


def test_init_writes_the_form_of_a_district(run, tmp_path):
    done = run("init", "--region", "秦皇岛市山海关区", "--year", "2023")
    assert done.exit_code == 0
    assert "reportgen check 2023.xlsx" in done.stdout
    assert plain(read(tmp_path / "2023.xlsx")[0])["部门"]["年度"] == "2023"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--region", "某区"],
        ["--format", "national", "--unit", "美元"],
        ["--format", "national", "-o", "a.docx"],
        ["--format", "national", "--year", "24"],
    ],
)
def test_a_wrong_call_of_init_is_status_2_and_writes_nothing(run, tmp_path, words):
    assert run("init", *words).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_init_without_such_a_format_is_status_1(run):
    assert run("init", "--format", "nirgends").exit_code == 1


def test_init_does_not_overwrite_unless_told_to(run, write):
    path = write("2023.xlsx", "我的数据")
    words = ["init", "--format", "national", "-o", path]
    assert run(*words).exit_code == 2
    assert path.read_text("utf-8") == "我的数据"
    assert run(*words, "--force").exit_code == 0


def test_convert_goes_there_and_back(run, write, tmp_path):
    source = write("2023.yaml", DATA)
    assert run("convert", source, "a.xlsx").exit_code == 0
    assert run("convert", "a.xlsx", "b.yaml").exit_code == 0
    made = plain(read(tmp_path / "b.yaml")[0])
    assert {name: section for name, section in made.items() if section} == plain(read(source)[0])


def test_convert_does_not_overwrite_unless_told_to(run, write):
    source, target = write("2023.yaml", DATA), write("a.xlsx", "我的数据")
    assert run("convert", source, target).exit_code == 2
    assert target.read_text("utf-8") == "我的数据"
    assert run("convert", source, target, "--force").exit_code == 0


@pytest.mark.parametrize("target", ["b.yaml", "b.docx"])
def test_convert_into_the_same_or_an_unknown_form_is_status_2(run, write, target):
    assert run("convert", write("2023.yaml", DATA), target).exit_code == 2


def test_a_file_that_is_not_there_is_a_finding(run):
    done = run("convert", "没有.yaml", "a.xlsx")
    assert done.exit_code == 1
    assert "没有.yaml" in done.stdout


def test_explanations_go_into_the_sheet_and_back_into_the_file(run, write, tmp_path):
    source = write("2023.yaml", DATA)
    write("2023.说明.yaml", EXPLAINED)
    assert run("convert", source, "a.xlsx").exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["说明"]["D2"].value == "退回"
    assert run("convert", "a.xlsx", "b.yaml").exit_code == 0
    (before,), _ = read_explanations(source)
    for name in ("a.xlsx", "b.yaml"):
        (after,), findings = read_explanations(tmp_path / name)
        assert findings == []
        assert (after.code, after.key, after.figures, after.text) == (
            before.code, before.key, before.figures, before.text,
        )  # fmt: skip


def test_explanations_that_already_stand_beside_are_left_alone(run, write):
    source = write("2023.yaml", DATA)
    beside = write("2023.说明.yaml", f"# 我的批注\n{EXPLAINED}")
    assert run("convert", source, "2023.xlsx").exit_code == 0
    source.unlink()
    assert run("convert", "2023.xlsx", "2023.yaml").exit_code == 0
    assert "我的批注" in beside.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("职能: [[一]]", "G902"),
        ("上年数:\n- {名称: 示例：甲, 金额: 1}", "G902"),
        ("上年数:\n- {名称: 注：甲}", "G910"),
        ("上年数:\n- {名称: " + "长" * 32_760 + "_x0041_, 金额: 1}", "G902"),
        ("部门甲/乙:\n- {丙: 1}", "G903"),
        ("History:\n- {丙: 1}", "G903"),
        ("重复: 1\n重复: 2", "G909"),
    ],
)
def test_what_a_workbook_cannot_hold_is_said_and_nothing_is_written(
    run, write, tmp_path, text, code
):
    done = run("convert", write("2023.yaml", f"{DATA}{text}\n"), "a.xlsx")
    assert done.exit_code == 1
    assert code in done.stdout
    assert not (tmp_path / "a.xlsx").exists()


def test_a_cell_that_yaml_would_read_otherwise_is_not_converted(run, write, tmp_path):
    assert run("convert", write("2023.yaml", DATA), "a.xlsx").exit_code == 0
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = workbook["支出明细"]
    head = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("金额"))
    cell = sheet.cell(head.row + 1, head.column)
    cell.value = "#REF!"
    cell.data_type = "e"
    workbook.save(tmp_path / "a.xlsx")
    done = run("convert", "a.xlsx", "b.yaml")
    assert done.exit_code == 1
    assert "#REF!" in done.stdout


def test_a_reference_to_last_year_that_leads_nowhere_from_there_is_pointed_out(
    run, write, tmp_path
):
    write("2022.yaml", DATA.replace("2023", "2022"))
    source = write("2023.yaml", DATA.replace("}", ", 上年: ./2022.yaml}", 1))
    assert "G908" not in run("convert", source, "2023.xlsx").stdout
    assert "G908" in run("convert", source, "别处/2023.xlsx").stdout


def test_a_folder_that_cannot_be_written_is_status_4(run, write):
    source = write("2023.yaml", DATA)
    write("挡路", "文件")
    assert run("convert", source, "挡路/2023.xlsx").exit_code == 4


def test_texts_that_are_left_behind_are_pointed_out(run, write):
    source = write("2023.yaml", DATA)
    write("2023/文字/职能.md", "甲\n")
    assert "G911" in run("convert", source, "a.xlsx").stdout
    assert "G911" not in run("convert", source, "2023.xlsx").stdout
