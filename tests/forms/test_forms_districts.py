"""Four more districts (invented), made with Word, Excel and a text editor alone: each as a clerk builds it.

The figures below were added up by hand from the leaf lines of data/<name>/2024.yaml.
"""

import re

import docx
import openpyxl
import pytest
from office_lint import lint
from samples import ROOT
from typer.testing import CliRunner

from reportgen.cli.main import app

NAMES = ("yunnan-example", "sichuan-example", "guangxi-example", "tickbox-example")
WRITTEN = {
    "yunnan-example": ["2024年部门预算公开表.xlsx"],
    "sichuan-example": ["社区路灯节能改造.docx", "便民服务点建设.docx", "项目支出绩效自评表.xlsx"],
    "guangxi-example": ["部门预算公开情况说明.docx", "部门预算公开表.xlsx"],
    "tickbox-example": [
        "档案库房设备更新.docx",
        "群众文化活动.docx",
        "示财绩03表 项目支出绩效自评汇总表.xlsx",
    ],
}


@pytest.fixture(scope="module")
def packs(tmp_path_factory):
    """name → the folder of its pack, built by the command."""
    made = {}

    def pack(name):
        if name not in made:
            out = tmp_path_factory.mktemp(name)
            words = ["build", str(ROOT / "data" / name / "2024.yaml"), "--out", str(out)]
            result = CliRunner().invoke(app, words)
            assert result.exit_code == 0, result.output
            assert "错误 0，须说明 0" in result.output
            (made[name],) = (item for item in out.iterdir() if item.is_dir())
        return made[name]

    return pack


def sheets(folder, name):
    """A workbook's cells as they are shown: {sheet: {"A1": value}}."""
    book = openpyxl.load_workbook(folder / name, data_only=True)
    return {
        sheet.title: {c.coordinate: c.value for row in sheet for c in row if c.value is not None}
        for sheet in book
    }


def row_of(cells, text):
    """The values of the row that begins with this text, else of the first that has it."""
    rows = {}
    for name, value in cells.items():
        rows.setdefault(re.sub(r"\D", "", name), []).append(value)
    found = [row for row in rows.values() if text in row]
    return next((row for row in found if row[0] == text), found[0])


def lines_of(path):
    """The rows of all tables of a document; a merged cell is told once."""
    lines = []
    for table in docx.Document(str(path)).tables:
        for row in table.rows:
            cells = dict.fromkeys(cell._tc for cell in row.cells)
            lines.append(["".join(t.text or "" for t in tc.iter("{*}t")) for tc in cells])
    return lines


@pytest.mark.parametrize("name", NAMES)
def test_the_check_of_the_format_tells_nothing(name):
    result = CliRunner().invoke(app, ["format", "check", name])
    assert result.exit_code == 0, result.output
    assert "错误 0，须说明 0，提示 0" in result.output


@pytest.mark.parametrize("name", NAMES)
def test_the_format_is_files_alone_and_says_that_it_is_invented(name):
    folder = ROOT / "templates" / name
    assert {p.suffix for p in folder.rglob("*") if p.is_file()} <= {".yaml", ".docx", ".xlsx"}
    assert "示例，虚构" in (folder / "format.yaml").read_text("utf-8")
    assert (ROOT / "data" / name / "2024.yaml").read_text("utf-8").startswith("# 合成数据")


@pytest.mark.parametrize("name", NAMES)
def test_all_documents_are_there_and_sound(packs, name):
    folder = packs(name)
    found = [
        path
        for path in folder.rglob("*")
        if path.suffix in {".docx", ".xlsx"} and ".reportgen" not in path.parts
    ]
    assert sorted(path.name for path in found) == sorted([*WRITTEN[name], "校验报告.xlsx"])
    for path in found:
        assert lint(path.read_bytes()) == [], path.name


# Fourteen tables, 万元


@pytest.fixture(scope="module")
def fourteen(packs):
    return sheets(packs("yunnan-example"), "2024年部门预算公开表.xlsx")


def test_there_are_fourteen_tables_each_with_its_number(fourteen):
    assert list(fourteen) == [f"公开{number:02}表" for number in range(1, 15)]
    for name, cells in fourteen.items():
        assert name in cells.values()


def test_a_subject_stands_in_three_columns_and_its_sums_are_those_of_its_lines(fourteen):
    rows = fourteen["公开03表"]
    # 基本 464.00（工资等 324.00、公用 44.30、社保医保公积金 95.70）+ 项目 633.00
    assert row_of(rows, "合计")[1:] == [1097, 464, 633]
    # 212：基本 368.30 + 项目 180 + 46 + 9 + 320 + 18 + 60
    assert row_of(rows, "城乡社区支出") == ["212", "城乡社区支出", 1001.3, 368.3, 633]
    assert row_of(rows, "行政运行") == ["212", "01", "01", "行政运行", 368.3, 368.3]


def test_each_unit_has_its_own_row_of_income(fourteen):
    assert row_of(fourteen["公开02表"], "示例局本级")[2:] == [597, 588, 588, 9]
    assert row_of(fourteen["公开02表"], "示例局市政所")[2:] == [500, 500, 180, 320]


def test_changes_of_the_three_kinds_of_expense_follow_from_both_years(fourteen):
    rows = fourteen["公开06表"]
    assert row_of(rows, "2.公务接待费")[1:] == [
        1.5,
        1.8,
        pytest.approx(-0.3),
        pytest.approx(-16.67, abs=0.01),
    ]
    # 18.00 + 3.00，上年 3.20
    assert row_of(rows, "3.公务用车购置及运行费")[1:4] == [21, 3.2, pytest.approx(17.8)]


def test_projects_their_targets_and_transfers_are_tables_of_their_own(fourteen):
    assert row_of(fourteen["公开08表"], "污水管网改造")[-2:] == [320, 320]
    assert "垃圾分类宣传" in "".join(str(v) for v in fourteen["公开09表"].values())
    assert row_of(fourteen["公开13表"], "乡镇环境卫生补助")[-4:] == [60, 25, 20, 15]
    assert [fourteen["公开11表"][f"{c}6"] for c in "FGH"] == [318, 18, 300]


def test_an_empty_table_is_printed_with_its_note(fourteen):
    assert "注：本部门没有新增资产配置预算，空表列示。" in fourteen["公开14表"].values()
    assert not [v for v in fourteen["公开12表"].values() if "空表" in str(v)]


# 10 points and 90


@pytest.fixture(scope="module")
def lamps(packs):
    return lines_of(packs("sichuan-example") / "项目支出绩效自评表" / "社区路灯节能改造.docx")


def test_the_rate_earns_ten_and_the_indicators_ninety(lamps):
    # 176.4 + 0 + 19.6 = 196.00，÷ 200.00 = 98.00%，× 10 = 9.80
    assert next(line for line in lamps if "总额" in line)[2:8] == [
        "200.00",
        "200.00",
        "196.00",
        "98.00%",
        "10",
        "9.80",
    ]
    assert next(line for line in lamps if line[0] == "合计")[1:3] == ["100", "98.90"]


def test_what_is_not_scored_shows_a_stroke(lamps):
    assert next(line for line in lamps if "其中：财政资金" in line)[5:8] == ["/", "/", "/"]


def test_the_conclusion_begins_with_points_and_grade(lamps):
    conclusion = next(line for line in lamps if line[0] == "评价结论")[1]
    assert conclusion.startswith("自评得分98.90分，等级为“优”。项目按计划推进")


def test_the_table_has_its_number_and_lines_to_sign(packs):
    path = packs("sichuan-example") / "项目支出绩效自评表" / "便民服务点建设.docx"
    texts = [p.text for p in docx.Document(str(path)).paragraphs if p.text.strip()]
    assert texts[0] == "510000_0013zp"
    assert texts[-1].endswith("单位负责人（签字）：")
    assert next(line for line in lines_of(path) if line[0] == "存在问题")[1] == "无"


def test_the_workbook_has_a_sheet_for_each_project(packs):
    found = sheets(packs("sichuan-example"), "项目支出绩效自评表.xlsx")
    assert list(found) == ["51990001社区路灯节能改造", "51990002便民服务点建设"]
    assert row_of(found["51990002便民服务点建设"], "合计")[1:3] == [100, 100]


# Eleven tables in 元, the text in 万元


@pytest.fixture(scope="module")
def eleven(packs):
    return sheets(packs("guangxi-example"), "部门预算公开表.xlsx")


def test_there_are_eleven_tables_with_all_classes_in_their_order(eleven):
    assert list(eleven) == [f"公开{number:02}表" for number in range(1, 12)]
    names = [
        v
        for v in eleven["公开01表"].values()
        if re.fullmatch(r"[一二三四五六七八九十]+、.*", str(v))
    ]
    classes = [v for v in names if "收入" not in v]
    assert (len(classes), classes[0], classes[-1]) == (
        31,
        "一、一般公共服务支出",
        "三十一、人行科目",
    )


def test_tables_are_in_yuan_with_running_numbers_and_column_numbers(eleven):
    first = eleven["公开01表"]
    # 基本 3909202.18 + 项目 1141000.00
    assert row_of(first, "收入总计")[1:] == [5050202.18, "支出总计", 5050202.18]
    assert row_of(eleven["公开05表"], "栏次") == ["栏次", "1", "2", "3", "4", "5"]
    # 一般公共预算：3909202.18；560000 + 74249.75 + 386750.25
    assert row_of(eleven["公开05表"], "合计")[1:] == [
        4930202.18,
        3909202.18,
        3657221.58,
        251980.6,
        1021000,
    ]
    assert row_of(eleven["公开05表"], "201")[0] == 1


def test_the_three_kinds_of_expense_are_in_ten_thousands(eleven):
    assert "单位：万元" in eleven["公开07表"].values()
    assert row_of(eleven["公开07表"], "“三公”经费合计")[2:] == [6.1, 5.75, pytest.approx(-0.35)]


def test_the_text_says_the_same_in_ten_thousands(packs):
    path = packs("guangxi-example") / "部门预算公开情况说明.docx"
    text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert (
        "2024年收支总预算505.02万元，比上年预算增加13.82万元，增长2.81%，主要原因是增加政务大厅设备更新项目。"
        in text
    )
    assert (
        "（一）一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）300.93万元"
        in text
    )
    assert "各项与上年的比较见表 1。" in text
    assert "表 1 “三公”经费预算对比（单位：万元）" in text


# Tick boxes


def test_boxes_are_ticked_as_the_data_says(packs):
    lines = lines_of(packs("tickbox-example") / "示财绩02表" / "群众文化活动.docx")
    assert ["项目类别", "□一次性项目　☑经常性项目　□新增项目"] in lines
    assert next(line for line in lines if line[0] == "资金用途")[1:] == [
        "☑业务费　□设备购置　□工程　□其他", "是否政府采购", "□是　☑否",
    ]  # fmt: skip


def test_a_target_has_three_columns_and_a_core_indicator_its_mark(packs):
    lines = lines_of(packs("tickbox-example") / "示财绩02表" / "群众文化活动.docx")
    assert next(line for line in lines if "举办文化活动" in line)[3:10] == [
        "√", "≥", "48", "场", "20", "45场", "18.75",
    ]  # fmt: skip
    # (247000 + 40000) ÷ (260000 + 40000) = 95.67%，× 10 = 9.57；9.57 + 88.75
    assert next(line for line in lines if line[0] == "总分")[1:] == ["100", "", "98.32", ""]


def test_all_projects_stand_in_one_table_each_merged_over_its_rows(packs):
    name = "示财绩03表 项目支出绩效自评汇总表.xlsx"
    sheet = openpyxl.load_workbook(packs("tickbox-example") / name, data_only=True).active
    assert {"B6:B10", "B11:B15", "G6:G10", "H7:H8"} <= {str(m) for m in sheet.merged_cells.ranges}
    assert sheet["C11"].value == "□一次性项目\n☑经常性项目\n□新增项目"
    # 42.00 + 30.00，41.16 + 28.70
    assert [sheet[f"{c}16"].value for c in "DEF"] == [72, 69.86, 97.03]
