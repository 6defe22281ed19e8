"""The general self-evaluation form, after 财预〔2020〕10号: for any department that has evaluated projects."""

import io

import docx
import openpyxl
import pytest

from reportgen.formats import Library
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare

HEAD = """
部门:
  名称: 某局
  地区: 某市某区
  年度: 2024
  金额单位: 元
支出明细:
"""
MONEY = (
    "  - {项目: 甲, 资金: 当年财政拨款, 年初预算数: 100000, 全年预算数: 90000, 全年执行数: 81000}\n"
)
ROW = "  - {项目: 甲, 一级指标: %s, 二级指标: %s, 三级指标: %s, 指标值: ≥10次, 权重: %s%s}\n"
DONE = ", 实际完成值: 10次, 得分: %s"
ROWS = (("产出指标", "数量指标", "一", 30), ("产出指标", "数量指标", "二", 20),
        ("效益指标", "社会效益指标", "三", 30), ("满意度指标", "服务对象满意度指标", "四", 10))  # fmt: skip


def project(name="甲", goal="做好工作", done="做好了"):
    return f"  - {{名称: {name}, 预期目标: {goal}, 实际完成情况: {done}}}\n"


def indicators(*, done=True):
    rows = [ROW % (*row, DONE % row[3] if done else "") for row in ROWS]
    return "绩效指标:\n" + "".join(rows)


@pytest.fixture
def documents(write):
    """The documents of a data set by name, those of the check and the tables of the budget left out."""

    def documents(text):
        made, findings = prepare(write("2024.yaml", HEAD + text), Library())
        assert made is not None, findings
        rendered, findings = render_pack(made)
        assert not [f for f in findings if f.code.startswith("R")], findings
        return {item.name: item.data for item in rendered if "自评" in item.name}

    return documents


def evaluated(*more, **changes):
    head = "".join(["项目:\n", project(**changes), *more])
    return head + "项目资金:\n" + MONEY + indicators()


def word(data):
    document = docx.Document(io.BytesIO(data))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def book(data):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def row_of(sheet, text):
    return next(
        [cell.value for cell in row]
        for row in sheet.iter_rows()
        if any(c.value == text for c in row)
    )


def test_without_projects_there_is_no_form(documents):
    assert documents("") == {}


def test_projects_that_were_not_evaluated_have_no_form(documents):
    planned = MONEY.replace(", 全年执行数: 81000", "")
    text = "项目:\n" + project(done="") + "项目资金:\n" + planned + indicators(done=False)
    assert documents(text) == {}


def test_an_evaluated_project_has_a_document_and_a_sheet(documents):
    made = documents(evaluated())
    assert list(made) == ["项目支出绩效自评表/甲.docx", "项目支出绩效自评表.xlsx"]
    assert book(made["项目支出绩效自评表.xlsx"]).sheetnames == ["汇总", "甲"]


def test_only_evaluated_projects_are_listed(documents):
    made = documents(evaluated(project("乙", done="")))
    assert list(made) == ["项目支出绩效自评表/甲.docx", "项目支出绩效自评表.xlsx"]


def test_money_is_in_ten_thousands_and_scores_are_computed(documents):
    made = documents(evaluated())
    rows = word(made["项目支出绩效自评表/甲.docx"])
    total = next(row for row in rows if "年度资金总额" in row)
    assert total[2:] == ["10.00", "9.00", "8.10", "10", "90.00%", "9.00"]
    assert rows[-1][-3:-1] == ["100", "99.00"]
    sheet = book(made["项目支出绩效自评表.xlsx"])["甲"]
    found = [value for value in row_of(sheet, "年度资金总额") if value is not None]
    assert found[1:] == [10, 9, 8.1, 10, 90, 9]


def test_the_department_stands_where_no_other_unit_was_given(documents):
    rows = word(documents(evaluated())["项目支出绩效自评表/甲.docx"])
    assert rows[1].count("某局") == 6


def test_equal_levels_are_merged_in_both(documents):
    made = documents(evaluated())
    rows = word(made["项目支出绩效自评表/甲.docx"])
    first = [row[1] for row in rows if row[3] in {"一", "二"}]
    assert first == ["产出指标", "产出指标"]  # python-docx gives the text of the whole merge.
    sheet = book(made["项目支出绩效自评表.xlsx"])["甲"]
    at = next(cell.row for cell in sheet["D"] if cell.value == "一")
    merged = {str(box) for box in sheet.merged_cells.ranges}
    assert {f"B{at}:B{at + 1}", f"C{at}:C{at + 1}", f"A{at}:A{at + 3}"} <= merged


def test_a_long_goal_is_shown_whole(documents):
    made = documents(evaluated(goal="一句很长的话" * 40))
    sheet = book(made["项目支出绩效自评表.xlsx"])["甲"]
    at = next(cell.row for cell in sheet["B"] if str(cell.value).startswith("一句"))
    assert sheet.row_dimensions[at].height > 100


def test_a_project_may_have_any_name(documents):
    name = "'甲/乙[2024]项目：" + "很长的名称" * 12 + "'"
    text = evaluated().replace("名称: 甲", f"名称: {name}").replace("项目: 甲", f"项目: {name}")
    made = documents(text)
    assert len(book(made["项目支出绩效自评表.xlsx"]).sheetnames[1]) <= 31


def test_a_project_without_money_is_no_fault(documents):
    made = documents("项目:\n" + project() + indicators())
    assert "项目支出绩效自评表/甲.docx" in made
