"""A second import: what changed, what stays, and how the file is written; the command itself."""

import json

import pytest
from importing_builders import DETAIL_HEAD, HEADER, ROOT, export
from typer.testing import CliRunner

from reportgen.cli.main import app
from reportgen.formats import Library
from reportgen.sources import plain, read
from reportgen.studio.importing.run import run_import

FIRST = [
    ["", "2013201", "30101", "", "", "经费拨款", "100.00"],
    ["", "2013202", "30227", "", "培训", "经费拨款", "50"],
]
HAND = """\
# 手写的开头
部门:
  名称: 某局   # 不要动
  地区: 某市某区
  年度: 2024
  金额单位: 万元

# 手填的一节
固定资产:
- {项目: 房屋, 数量: 1, 价值: 5}   # 证在办
"""


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


class Desk:
    def __init__(self, folder):
        self.folder = folder
        self.file = folder / "2024.yaml"

    def export(self, rows, name="导出.xlsx"):
        return export(self.folder / name, {"支出明细表": [["单位：万元"], DETAIL_HEAD, *rows]})

    def into(self, rows):
        """Imports rows into the file, writes it, and gives what was imported and told."""
        done, findings = run_import(
            self.export(rows), Library(ROOT / "templates"), into=self.file, header=HEADER
        )
        self.file.write_text(done.text, "utf-8")
        return done, findings

    def data(self):
        return plain(read(self.file)[0])


def test_sections_typed_by_hand_stay_character_for_character(desk):
    desk.file.write_text(HAND, "utf-8")
    desk.into(FIRST)
    assert desk.file.read_text("utf-8").startswith(HAND)
    assert len(desk.data()["支出明细"]) == 2


def test_a_second_import_of_the_same_changes_nothing(desk):
    desk.file.write_text(HAND, "utf-8")
    desk.into(FIRST)
    before = desk.file.read_text("utf-8")
    done, _ = desk.into(FIRST)
    assert done.changes == ()
    assert desk.file.read_text("utf-8") == before


def test_a_second_import_shows_added_dropped_and_changed_rows(desk):
    desk.file.write_text(HAND, "utf-8")
    desk.into(FIRST)
    rows = [[*FIRST[0][:-1], "120"], ["", "2080505", "30108", "", "", "经费拨款", "7"]]
    done, _ = desk.into(rows)
    assert [(c.happened.value, c.field, c.old, c.new) for c in done.changes] == [
        ("改变", "金额", "1000000元", "1200000元"),
        ("新增", "", "", "70000元"),
        ("去掉", "", "500000元", ""),
    ]
    change = done.changes[0]
    assert (change.old_place.file, change.new_place.file) == ("2024.yaml", "导出.xlsx")
    assert change.new_place.cell == "G3"


def test_another_money_unit_is_no_change(desk):
    desk.file.write_text(HAND, "utf-8")
    desk.into(FIRST)
    path = export(
        desk.folder / "元.xlsx",
        {
            "支出明细表": [
                ["单位：元"],
                DETAIL_HEAD,
                [*FIRST[0][:-1], "1000000"],
                [*FIRST[1][:-1], "500000.00"],
            ]
        },
    )
    done, _ = run_import(path, Library(ROOT / "templates"), into=desk.file, header=HEADER)
    assert done.changes == ()


def test_claims_typed_by_hand_stay_and_imported_ones_are_replaced(desk):
    desk.file.write_text(HAND + "声明数:\n- {名称: 三公, 金额: 3, 说明: 批复}\n", "utf-8")
    total = ["合计", "", "", "", "", "", "150"]
    desk.into([total, *FIRST])
    assert [row["名称"] for row in desk.data()["声明数"]] == ["三公", "支出"]
    desk.into(FIRST)
    assert [row["名称"] for row in desk.data()["声明数"]] == ["三公"]


def test_fields_added_by_hand_to_a_row_that_did_not_change_stay(desk):
    desk.file.write_text(HAND, "utf-8")
    desk.into(FIRST)
    text = desk.file.read_text("utf-8")
    old = "经济科目: 30101, "
    assert old in text
    desk.file.write_text(text.replace(old, f"{old}政府经济科目: 50101, "), "utf-8")
    _, findings = desk.into(FIRST)
    assert desk.data()["支出明细"][0]["政府经济科目"] == "50101"
    assert [f.code for f in findings if f.code == "G973"] == ["G973"]


def test_a_file_that_cannot_be_cut_by_lines_is_written_anew_with_all_it_held(desk):
    desk.file.write_text(
        "{部门: {名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 万元}, 固定资产: [{项目: 房屋, 数量: 1}]}\n",
        "utf-8",
    )
    desk.into(FIRST)
    assert desk.data()["固定资产"] == [{"项目": "房屋", "数量": "1"}]
    assert len(desk.data()["支出明细"]) == 2


def test_a_file_with_windows_line_ends_is_read_the_same(desk):
    desk.file.write_bytes(HAND.replace("\n", "\r\n").encode())
    desk.into(FIRST)
    assert desk.data()["固定资产"][0]["价值"] == "5"
    assert len(desk.data()["支出明细"]) == 2


def test_a_workbook_is_no_file_to_import_into(desk):
    book = desk.export(FIRST, "a.xlsx")
    done, findings = run_import(desk.export(FIRST), Library(ROOT / "templates"), into=book)
    assert done is None
    assert [f.code for f in findings] == ["G971"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *words: CliRunner().invoke(app, [str(w) for w in words])


WHO = ("--name", "某局", "--region", "某市某区", "--year", "2024")


def test_the_command_writes_beside_the_export_and_never_over_a_file(desk, run):
    book = desk.export(FIRST)
    assert run("import", book, *WHO).exit_code == 0
    assert (desk.folder / "导出.yaml").is_file()
    again = run("import", book, *WHO)
    assert again.exit_code == 1
    assert "已经有了，没有覆盖" in again.output
    assert run("import", book, *WHO, "--force").exit_code == 0


def test_the_command_keeps_what_the_file_held_before(desk, run):
    desk.file.write_text(HAND, "utf-8")
    assert run("import", desk.export(FIRST), "--into", desk.file).exit_code == 0
    assert (desk.folder / "2024.导入前.yaml").read_text("utf-8") == HAND
    result = run("import", desk.export(FIRST[:1]), "--into", desk.file, "--dry-run")
    assert "共 1 处变化" in result.output
    assert len(desk.data()["支出明细"]) == 2


def test_the_command_says_in_json_what_changed(desk, run):
    desk.file.write_text(HAND, "utf-8")
    run("import", desk.export(FIRST), "--into", desk.file)
    result = run("import", desk.export(FIRST[:1]), "--into", desk.file, "--dry-run", "--json")
    told = json.loads(result.stdout)
    assert told["file"] is None
    assert told["changes"][0]["变化"] == "去掉"


def test_the_command_ends_with_4_where_nothing_can_be_imported(desk, run):
    assert run("import", desk.folder / "没有.xlsx").exit_code == 4


def test_fields_of_the_department_that_are_missing_are_asked_for(desk, run):
    result = run("import", desk.export(FIRST))
    assert result.output.count("请填上") == 3
