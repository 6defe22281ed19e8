"""The 整体支出绩效目标表 of 福田 2023, in Word and Excel, against the form that was published."""

import shutil

import pytest
from docx.oxml.ns import qn
from seeds_forms import (
    DATA,
    cell_text,
    documents,
    joined,
    prepared,
    sheet,
    sheet_rows,
    told,
    transcription,
    word,
    word_rows,
)

SAMPLE = DATA / "futian-zzb" / "2023.yaml"
FORM = transcription("futian_2023.yaml")
WORD, EXCEL = "整体支出绩效目标表.docx", "整体支出绩效目标表.xlsx"
TASKS, INDICATORS = FORM["任务"], FORM["指标"]

# 打印的与公布的没有差别。公布的金额合计 16,498 比各项任务之和 16,497 多 1：各项任务的确切数从未公布
# （只有整万元），差在取整的范围之内，所以照公布的合计打印，由 T02a、T02b 要求说明。

FINDINGS = {
    # 公布的数对不上
    ("C605", "总额: 16498"),
    ("C605", "财政拨款: 16498"),
    ("C643", "主要内容: |-"),
    # 单位丢了、符号重复、方向反了、写了两遍
    ("C630", "为区属离退休干部提供基本的学习资料"),
    ("C630", "五老培训完成率"),
    ("C630", "街道领导班子任期考察和班子配备工作完成率"),
    ("C630", "区属事业单位公开招聘完成合格率"),
    ("C630", "系统运营维护项目验收合格率"),
    ("C630", "辅助人员公开选用考试完成率"),
    ("C630", "及时发放各项费用"),
    ("C630", "基层一线代表培训合格率"),
    ("C630", "三级指标: 订制或订购党员学习资料完成率"),
    ("C630", "组织好区属离退休干部疗养工作"),
    ("C631", "完成编印主题教育征文集"),
    ("C634", "老同志对授课老师及比赛活动开展的不满度"),
    ("C635", "二级指标: 可持续影响, 三级指标: 活动补贴资金的发放"),
    # 一个目标两个值
    ("C632", "节日慰问人次"),
    ("C632", "节日重点慰问人次"),
    ("C632", "离退休干部疗养人次"),
    ("C632", "报刊杂志订阅人次"),
    # 单位与名称、与二级指标不合
    ("C633", "2.慰问困难青少年人次"),
    ("C633", "体检对象参检人数"),
    ("C633", "服务区一、二级保健对象人次"),
    ("C633", "英才保健对象体检完成人数"),
    ("C633", "医疗补助报销人数"),
    ("C633", "干部疗养完成人数"),
    ("C633", "关心关爱干部身心健康相关活动次数"),
    ("C633", "编印、订制或订购党员学习资料"),
    ("C633", "宣传纸媒版面/半版"),
    ("C633", "两新优秀党组织书记培训覆盖人数"),
    # 成本指标写“≥”“>”
    ("C673", "活动经费保障"),
    ("C673", "支出进度达标率"),
    ("C673", "三级指标: 预算执行率"),
    # 序号没有删、目标只是名称、名称相近、不适用写法不一
    ("C638", "1.“一对一”心理疏导咨询次数"),
    ("C638", "2.慰问困难青少年人次"),
    ("C640", "教学费用支付及时性"),
    ("C640", "工作计划完成及时性"),
    ("C640", "委托业务完成及时性"),
    ("C639", "培训会审、活动类完成及时率"),
    ("C642", "二级指标: 生态效益"),
}


@pytest.fixture(scope="module")
def made():
    return documents(SAMPLE)


@pytest.fixture(scope="module")
def table(made):
    (table,) = word(made[WORD]).tables
    return table


def test_the_heading_stands_in_the_header_of_every_page(made):
    section = word(made[WORD]).sections[0]
    for header in (section.header, section.even_page_header):
        assert [joined(p.text) for p in header.paragraphs] == FORM["表头"]


def test_both_units_stand_in_rows_that_repeat_on_every_page(table):
    repeated = [
        row
        for tr, row in zip(table._tbl.tr_lst, word_rows(table), strict=True)
        if tr.trPr.find(qn("w:tblHeader")) is not None
    ]
    label, chief = "部门（单位）名称", "主管部门"
    assert repeated == [
        [label, label, name, name, chief, above, above] for name, above in FORM["单位"]
    ]


def test_every_task_and_their_sums_are_as_published(table):
    rows = word_rows(table)[4 : 4 + len(TASKS) + 1]
    assert {row[0] for row in rows} == {"年度主要任务"}
    produced = [[row[1], *row[4:]] for row in rows]
    assert produced == [*TASKS, FORM["合计"]]
    assert all(row[3] for row in rows)


def test_the_heads_of_tasks_and_indicators_are_as_published(table):
    rows = word_rows(table)
    name, content, budget = FORM["任务表头"][0]
    assert rows[2][1:] == [name, name, content, budget, budget, budget]
    assert rows[3][1:] == [name, name, content, *FORM["任务表头"][1]]
    one, two, three, target = FORM["指标表头"]
    head = rows[5 + len(TASKS) + 1]
    assert head == ["年度绩效指标", one, two, three, target, target, target]


def test_every_indicator_is_as_published(table):
    rows = word_rows(table)[-len(INDICATORS) :]
    assert [row[1:5] for row in rows] == [list(map(joined, row)) for row in INDICATORS]
    assert len(INDICATORS) == 119


def test_equal_groups_are_one_merged_cell(table):
    column = [tr.tc_lst[1] for tr in table._tbl.tr_lst[-len(INDICATORS) :]]
    begun = [cell_text(tc) for tc in column if tc.tcPr.find(qn("w:vMerge")).val == "restart"]
    assert begun == ["产出", "效益", "满意度"]


def test_rows_do_not_break_and_figures_do_not_wrap(table):
    rows = table._tbl.tr_lst
    assert all(tr.trPr.find(qn("w:cantSplit")) is not None for tr in rows)
    figures = [tc for tr in rows[4 : 5 + len(TASKS)] for tc in tr.tc_lst[-3:]]
    assert all(tc.tcPr.find(qn("w:noWrap")) is not None for tc in figures)
    assert {p.style.name for row in table.rows[4:7] for p in row.cells[4].paragraphs} == {
        "表格数字"
    }


def test_the_workbook_for_filing_says_the_same_as_the_document(made, table):
    rows = sheet_rows(sheet(made[EXCEL]))
    assert [row[0] for row in rows[:2]] + [rows[2][0]] == FORM["表头"]
    assert rows[3:] == word_rows(table)


def test_the_heading_of_the_workbook_repeats_on_every_page(made):
    assert sheet(made[EXCEL]).print_title_rows == "$1:$5"


def test_yaml_and_workbook_give_the_same_documents(made):
    assert documents(SAMPLE.with_suffix(".xlsx")) == made


def test_the_published_total_is_printed_and_marked_as_read_not_computed():
    sample = prepared(SAMPLE)
    printed = sample.context.names["金额合计"].get("总额")
    assert printed == 164_980_000
    assert [place.line for place in printed.origin.places] == [line_of("  总额: 16498")]
    assert {f.key for f, _ in sample.explained if f.code == "C605"} == {"T02a", "T02b"}


def changed(tmp_path, *pairs):
    """A copy of the sample with texts replaced, its explanations beside it."""
    text = SAMPLE.read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    shutil.copy(SAMPLE.with_name("2023.说明.yaml"), tmp_path)
    path = tmp_path / "2023.yaml"
    path.write_text(text, "utf-8")
    return path


def line_of(text):
    return SAMPLE.read_text("utf-8").splitlines().index(text) + 1


def total_row(path):
    (table,) = word(documents(path)[WORD]).tables
    return next(row[4:] for row in word_rows(table) if row[1] == "金额合计")


def test_without_a_published_total_the_sum_of_the_tasks_is_printed(tmp_path):
    path = changed(tmp_path, ("  总额: 16498\n  财政拨款: 16498\n", ""))
    assert total_row(path) == ["16,497", "16,497", "0"]


def test_a_task_that_changes_asks_for_the_total_again(tmp_path):
    path = changed(tmp_path, ("  总额: 85\n  财政拨款: 85\n", "  总额: 87\n  财政拨款: 87\n"))
    sample = prepared(path)
    assert sample.blocks
    assert {f.key for f in sample.findings if f.code == "C605"} == {"T02a", "T02b"}


def test_a_total_further_off_than_rounding_is_not_printed(tmp_path):
    path = changed(tmp_path, ("  总额: 16498\n  财政拨款: 16498\n", "  总额: 16598\n"))
    assert total_row(path)[0] == "16,497"
    assert prepared(path).blocks


def test_amounts_that_are_not_rounded_leave_no_room_for_rounding(tmp_path):
    path = changed(tmp_path, ("  总额: 85\n  财政拨款: 85\n", "  总额: 85.25\n  财政拨款: 85.25\n"))
    assert total_row(path) == ["16,497", "16,497", "0"]


def test_every_inconsistency_of_the_published_form_is_told_at_its_place():
    found = told(prepared(SAMPLE), SAMPLE)
    for code, text in FINDINGS:
        assert any(code == c and text in line for c, line in found), (code, text)
    for code, line in found:
        assert any(code == c and text in line for c, text in FINDINGS), (code, line)


def test_the_sums_in_the_texts_are_told_with_both_figures():
    messages = [f.message for f, _ in prepared(SAMPLE).explained if f.code == "C643"]
    assert [m.split("预算")[0] for m in messages] == [
        "“干部人事业务”的内容里写的 13 笔金额合计 513.50万元，",
        "“组织工作业务”的内容里写的 15 笔金额合计 396.28万元，",
    ]
