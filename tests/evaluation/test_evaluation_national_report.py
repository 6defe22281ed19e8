"""The plain 部门整体绩效评价报告 that a district with no form of its own starts from."""

import io

import docx
import pytest
from office_lint import lint

from reportgen.formats import Library
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare

NAME = "部门整体绩效评价报告.docx"
DATA = """
部门: {名称: 某局, 全称: 某市某区某局, 地区: 某市某区, 年度: 2024, 金额单位: 万元}
单位: [{名称: 某局本级, 性质: 行政, 经费保障形式: 财政拨款}]
收入明细: [{资金性质: 一般公共预算拨款, 金额: 500}]
支出明细:
- {单位: 某局本级, 功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 300}
- {单位: 某局本级, 功能科目: 2013202, 类型: 项目支出, 项目: 书屋, 金额: 200}
- {单位: 某局本级, 功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 310, 阶段: 调整}
- {单位: 某局本级, 功能科目: 2013202, 类型: 项目支出, 项目: 书屋, 金额: 180, 阶段: 调整}
- {单位: 某局本级, 功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 305.5, 阶段: 执行}
- {单位: 某局本级, 功能科目: 2013202, 类型: 项目支出, 项目: 书屋, 金额: 175, 阶段: 执行}
项目: [{名称: 书屋, 预期目标: 全年开放。, 实际完成情况: 全年开放。}]
绩效指标:
- {项目: 书屋, 一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 开放天数, 指标值: ≥300天, 实际完成值: 310天, 权重: 50, 得分: 50}
- {项目: 书屋, 一级指标: 效益指标, 二级指标: 社会效益指标, 三级指标: 读者, 指标值: ≥3000人次, 实际完成值: 3100人次, 权重: 30, 得分: 30}
- {项目: 书屋, 一级指标: 满意度指标, 二级指标: 服务对象满意度指标, 三级指标: 读者满意度, 指标值: ≥90%, 实际完成值: 95%, 权重: 10, 得分: 10}
文字说明:
  职能: 管理全区的书屋。
  履职情况: "1. 办好书屋。全年开放310天。"
  改进措施: 早编采购计划。
"""
OWN = """
整体自评: [{三级指标: 预算执行, 得分: 38, 依据: 有结余}, {三级指标: 履职效果, 得分: 58, 依据: 年报}]
"""
FORMAT = "名称: 试验\n继承: national\n适用地区: [某市某区]\n"
SCORING = """
整体:
  指标:
  - {名称: 预算执行, 一级指标: 管理, 分值: 40, 评分标准: 按执行率计分}
  - {名称: 履职效果, 一级指标: 绩效, 分值: 60, 评分标准: 按完成情况计分}
"""


@pytest.fixture
def report(write, tmp_path):
    def report(text=DATA, templates=None):
        data = write("data/2024.yaml", text)
        made, findings = prepare(data, Library(templates) if templates else Library())
        assert made is not None, findings
        documents, faults = render_pack(made)
        assert not faults, [f.message for f in faults]
        found = {item.name: item.data for item in documents}
        return docx.Document(io.BytesIO(found[NAME])) if NAME in found else None

    return report


def texts(document, style=""):
    return [p.text for p in document.paragraphs if p.style.name.startswith(style) and p.text]


def test_it_says_what_the_data_holds_and_leaves_out_what_it_does_not(report):
    document = report()
    assert texts(document, "Heading") == [
        "一、部门基本情况",
        "（一）部门主要职责",
        "（二）机构设置",
        "（三）预算安排和执行",
        "二、部门主要履职绩效",
        "（一）主要履职情况",
        "（二）项目支出绩效",
        "三、评价结论和改进措施",
        "（一）改进措施",
    ]
    assert texts(document, "表号表名") == [
        "表 1 纳入部门预算的单位",
        "表 2 部门预算安排和执行情况",
        "表 3 项目支出绩效自评情况",
    ]
    assert (
        "2024年年初部门预算500.00万元，其中基本支出300.00万元、项目支出200.00万元。年中调整为490.00万元，"
        "比年初减少10.00万元。全年执行480.50万元，预算执行率98.06%。"
    ) in texts(document)
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows[1:] == [
        ["基本支出", "300.00", "310.00", "305.50", "98.55%"],
        ["项目支出", "200.00", "180.00", "175.00", "97.22%"],
        ["合计", "500.00", "490.00", "480.50", "98.06%"],
    ]


def test_a_left_out_table_renumbers_the_rest(report):
    document = report(DATA.replace("单位: [{", "固定资产: []\n#单位: [{"))
    assert texts(document, "表号表名")[0] == "表 1 部门预算安排和执行情况"


def test_without_the_text_there_is_no_report(report):
    assert report(DATA.replace('  履职情况: "1. 办好书屋。全年开放310天。"\n', "")) is None


def test_a_district_that_scores_its_departments_has_the_scores_on_landscape_pages(
    report, write, tmp_path
):
    write("templates/own/format.yaml", FORMAT)
    write("templates/own/scoring.yaml", SCORING)
    document = report(DATA + OWN, tmp_path / "templates")
    scores = document.tables[-1]
    assert [cell.text for cell in scores.rows[-1].cells][-1] == "96.00"
    wide = document.sections[-2]
    assert wide.page_width > wide.page_height
    assert any("总分96.00分" in text and "等级为“优”" in text for text in texts(document))


def test_the_document_is_sound(write):
    made, _ = prepare(write("data/2024.yaml", DATA), Library())
    for item in render_pack(made)[0]:
        assert lint(item.data) == [], item.name
