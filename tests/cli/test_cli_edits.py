"""A day at the desk with the real commands: build, polish in LibreOffice, fix the data, build again."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from office_lint import lint
from office_tools import convert, needs_soffice
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from samples import ROOT, SAMPLE

BOOK = "部门预算表.xlsx"


@pytest.fixture
def desk(tmp_path):
    shutil.copytree(SAMPLE.parent, tmp_path / "data")
    return tmp_path


def reportgen(desk, *words, status=0):
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", *map(str, words)],
        cwd=desk,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def polish(path):
    """What a person does to the tables before they are handed in."""
    book = load_workbook(path)
    table = book["支出总表"]
    table["A1"] = "2023年部门预算支出总表"
    table["C9"] = "行政运行（含离退休）"
    table["K3"], table["K9"] = "备注", "含追加"
    table["C10"].font = Font(name="楷体", bold=True)
    table["D9"].comment = Comment("核对过", "她")
    table.column_dimensions["C"].width = 45
    table.row_dimensions[13].hidden = True
    book["三公经费表"]["A2"].value = "编制单位：本部门"
    book.create_sheet("分析")["A1"] = "=支出总表!D7/10000"
    book.save(path)


def fix(desk):
    """Five amounts, and a subject more."""
    path = desk / "data" / SAMPLE.name
    lines = path.read_text("utf-8").splitlines()
    spending = [at for at, line in enumerate(lines) if "功能科目: " in line and "金额:" in line]
    for number, at in enumerate(spending[:5], 1):
        lines[at] = re.sub(r"金额: *[\d.]+", f"金额: {100 + number}.5", lines[at])
    extra = re.sub(r"功能科目: \d{7}", "功能科目: 2080506", lines[spending[-1]])
    lines.insert(spending[-1] + 1, extra)
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.office
@needs_soffice
def test_a_polished_workbook_takes_in_the_new_figures_also_after_libreoffice_saved_it(
    desk, tmp_path
):
    reportgen(desk, "build", "data/2023.yaml", "--draft")
    pack = desk / "out" / "组织部门-2023-草稿"
    polish(pack / BOOK)
    (saved,) = convert([pack / BOOK], "xlsx", tmp_path / "office")
    shutil.copy(saved, pack / BOOK)
    fix(desk)
    fresh = json.loads(
        reportgen(desk, "build", "data/2023.yaml", "--draft", "-o", "fresh", "--json")
    )
    told = json.loads(reportgen(desk, "build", "data/2023.yaml", "--draft", "--json"))
    assert (told["state"], told["merged"]) == ("完整", [BOOK])
    [edited] = told["edits"]
    kept = {item["spot"] for item in edited["told"] if item["kind"] == "保留"}
    assert {"支出总表!A1", "支出总表!C9", "支出总表!K列", "三公经费表!A2", "分析!"} <= kept
    assert lint((pack / BOOK).read_bytes()) == []
    mine = load_workbook(pack / BOOK, data_only=True)
    made = load_workbook(desk / "fresh" / pack.name / BOOK, data_only=True)
    assert fresh["state"] == "完整"
    hers = {("支出总表", "A1"), ("支出总表", "C9"), ("三公经费表", "A2")}
    for sheet in made:
        for row in sheet.iter_rows():
            for cell in row:
                if (sheet.title, cell.coordinate) not in hers:
                    assert mine[sheet.title][cell.coordinate].value == cell.value, cell
    table = mine["支出总表"]
    assert (table["K9"].value, table["D9"].comment.text) == ("含追加", "核对过")
    assert table["C10"].font.bold
    assert table.column_dimensions["C"].width == pytest.approx(45, abs=1)
    assert reportgen(desk, "verify", pack).count("手工改过，已并入") == 1
    again = json.loads(reportgen(desk, "build", "data/2023.yaml", "--draft", "--json"))
    assert (again["written"], again["merged"], again["state"]) == ([], [], "完整")


def test_a_conflict_is_told_in_the_table_and_by_the_exit_status(desk):
    reportgen(desk, "build", "data/2023.yaml", "--draft")
    pack = desk / "out" / "组织部门-2023-草稿"
    book = load_workbook(pack / BOOK)
    book["支出总表"]["D9"] = 1
    book.save(pack / BOOK)
    fix(desk)
    shown = reportgen(desk, "build", "data/2023.yaml", "--draft", status=3)
    assert "有冲突，待处理" in shown
    assert f"冲突  {BOOK} 支出总表!D9：您的“1”" in shown


def test_earlier_versions_are_listed_and_brought_back(desk):
    reportgen(desk, "build", "data/2023.yaml", "--draft")
    pack = desk / "out" / "组织部门-2023-草稿"
    assert "没有收着旧版本" in reportgen(desk, "restore", pack)
    old = (pack / BOOK).read_bytes()
    fix(desk)
    reportgen(desk, "build", "data/2023.yaml", "--draft")
    assert BOOK in reportgen(desk, "restore", pack)
    assert "已取回" in reportgen(desk, "restore", pack, BOOK, "--build", "1")
    assert (pack / BOOK).read_bytes() == old
    reportgen(desk, "restore", pack, "没有.xlsx", status=1)
    [build, *_] = json.loads(reportgen(desk, "restore", pack, "--json"))["builds"]
    assert build["documents"] == [BOOK]


def test_discarding_edits_while_watching_is_refused(desk):
    reportgen(desk, "build", "data/2023.yaml", "--watch", "--discard-edits", status=2)
