"""The form of a district never seen, made with files alone: templates/example-district."""

from pathlib import Path

import docx
import openpyxl
import pytest

from reportgen.formats import Library
from reportgen.pack.build import build
from reportgen.pack.prepare import prepare

ROOT = Path(__file__).parents[2]
FORMAT = ROOT / "templates" / "example-district"


@pytest.fixture(scope="module")
def made():
    found, findings = prepare(ROOT / "data" / "example" / "2024.yaml", Library(ROOT / "templates"))
    assert found is not None, findings
    assert not found.blocks, findings
    return found


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    report, findings = build(made, tmp_path_factory.mktemp("out"))
    assert report is not None, findings
    return report.folder


@pytest.fixture(scope="module")
def rows(folder):
    document = docx.Document(folder / "项目支出绩效自评表" / "社区书屋运行维护.docx")
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def test_the_format_is_files_alone():
    assert {path.suffix for path in FORMAT.rglob("*") if path.is_file()} <= {
        ".yaml",
        ".docx",
        ".xlsx",
    }


def test_the_tables_of_the_budget_were_taken_out(made, folder):
    assert [item.declaration.name for item in made.context.format.documents] == [
        "项目支出绩效自评表", "项目支出绩效自评表（工作簿）", "部门整体绩效评价报告",
    ]  # fmt: skip
    assert len(list((folder / "项目支出绩效自评表").iterdir())) == 2


def test_points_stand_before_a_target_of_three_columns(rows):
    head = next(row for row in rows if "三级指标" in row)
    assert head[3:7] == ["分值", "性质", "指标值", "单位"]
    assert next(row for row in rows if "更新图书" in row)[3:10] == [
        "10", "≥", "10000", "册", "9800册", "98.0%", "9.8",
    ]  # fmt: skip
    assert next(row for row in rows if "书屋管理制度" in row)[4:7] == ["定性", "健全", ""]


def test_groups_weigh_40_30_20_and_the_rate_10(rows, made):
    assert {row[0] for row in rows if row[0].endswith("分）")} == {
        "产出指标（40分）", "效益指标（30分）", "满意度指标（20分）",
    }  # fmt: skip
    assert next(row for row in rows if "年度资金总额" in row)[5] == "10"
    assert not [f for f in made.findings if f.code == "C658"]


def test_money_is_in_yuan(rows):
    assert next(row for row in rows if "年度资金总额" in row)[2:5] == [
        "900,000.00", "860,000.00", "819,000.00",
    ]  # fmt: skip


def test_there_are_a_grade_of_its_own_and_lines_for_signatures(folder, rows):
    assert any("自评等级：优秀" in row for row in rows)
    document = docx.Document(folder / "项目支出绩效自评表" / "社区书屋运行维护.docx")
    last = [p.text for p in document.paragraphs if p.text.strip()][-1]
    assert last.startswith("单位负责人（签字）：")
    assert last.endswith("填报日期：2025年1月20日")


def test_the_workbook_shows_the_same(folder):
    sheet = openpyxl.load_workbook(folder / "项目支出绩效自评表.xlsx", data_only=True).worksheets[0]
    values = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert next(row for row in values if "更新图书" in row)[-8:-1] == [
        10, "≥", "10000", "册", "9800册", 98, 9.8,
    ]  # fmt: skip
    assert next(row for row in values if "合计" in row) == ["合计", 100, "自评等级：优秀", 98.7]
