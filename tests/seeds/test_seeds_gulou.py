"""The 预算绩效目标情况说明 of 鼓楼 2020 and its table of 17 projects, against what was published."""

import pytest
from docx.oxml.ns import qn
from seeds_forms import (
    DATA,
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

SAMPLE = DATA / "gulou-zzb" / "2020.yaml"
FORM = transcription("gulou_2020.yaml")
WORD, EXCEL = "预算绩效目标情况说明.docx", "财政支出项目绩效目标表.xlsx"
HEAD = FORM["表头"]

FINDINGS = {
    # 空的指标、没有单位的数
    ("C681", "项目: 全区干部档案整理经费, 一级指标: 产出指标, 二级指标: 时效指标"),
    ("C644", "便捷化信息查询数"),
    # 两个项目目标一样、金额一样；项目名称里是上一年
    ("C636", "把党员教育管理抓得更实"),
    ("C637", "名称: 下拨各街镇2019年党员教育经费"),
    # 数量指标的目标是百分比
    ("C633", "完成公务员招录13名的考察工作"),
    ("C633", "完成区外调动10人以上"),
    # 名称相同的指标、两种写法、说明只是名称
    ("C635", "异地专题班3期，本地培训2期，网络培训1期"),
    ("C635", "完成区外调动10人以上"),
    ("C639", "二级指标: 可持续发展影响指标"),
    ("C639", "三级指标: 实际执行标准与规(约)定标准的吻合度"),
    ("C640", "三级指标: 累计入选市级以上各类人才遴选计划的高层次人才(团队)数"),
    # 比率写“≥100%”，成本写“≥”
    ("C641", "参训人员满意度"),
    ("C673", "二级指标: 成本指标, 三级指标: 预算执行率"),
}


def expected():
    """The rows of the table: 序号, 项目名称, 年预算安排资金, then the eight columns of indicators."""
    return [
        [project["序号"], project["项目名称"], project["年预算安排资金"], *map(joined, row)]
        for project in FORM["项目"]
        for row in project["行"]
    ]


def without_goal(rows):
    return [row[:3] + row[4:] for row in rows]


@pytest.fixture(scope="module")
def made():
    return documents(SAMPLE)


@pytest.fixture(scope="module")
def document(made):
    return word(made[WORD])


def paragraphs(document):
    return [text for p in document.paragraphs if (text := joined(p.text))]


def changed(tmp_path, *pairs):
    text = SAMPLE.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path = tmp_path / "2020.yaml"
    path.write_text(text, "utf-8")
    return path


def test_title_headings_and_sentences_are_as_published(document):
    published = [*FORM["标题"], *FORM["段落"]]
    assert paragraphs(document) == list(map(joined, published))


def test_every_row_of_the_seventeen_projects_is_as_published(document):
    (table,) = document.tables
    rows = word_rows(table)
    assert rows[0] == [*HEAD[:4], *["项目年度绩效目标"] * 8]
    assert rows[1] == HEAD
    assert without_goal(rows[2:]) == expected()
    assert len(rows) == 2 + 97


def test_every_project_has_its_goal(document):
    (table,) = document.tables
    goals = {row[1]: row[3] for row in word_rows(table)[2:]}
    assert len(goals) == 17
    assert all(goals.values())


def test_the_workbook_for_filing_says_the_same(made, document):
    rows = sheet_rows(sheet(made[EXCEL]))
    assert rows[0][0] == "财政支出项目绩效目标表"
    assert rows[1][0] == "（2020年度）"
    assert rows[2][0] == "单位名称：[116001]中共福州市鼓楼区组织部"
    assert rows[3:] == word_rows(document.tables[0])


def test_targets_keep_their_own_decimals(document):
    column = {row[10] for row in word_rows(document.tables[0])[2:]}
    assert {"100", "95", "100.00", "10.00", "23000.00", "1.00"} <= column


def test_the_heads_repeat_and_rows_do_not_break(document, made):
    rows = document.tables[0]._tbl.tr_lst
    repeated = [tr.trPr.find(qn("w:tblHeader")) is not None for tr in rows]
    assert repeated == [True, True, *[False] * 97]
    assert all(tr.trPr.find(qn("w:cantSplit")) is not None for tr in rows)
    assert sheet(made[EXCEL]).print_title_rows == "$1:$5"


def test_a_project_is_one_merged_cell_and_keeps_to_one_page(document):
    table = document.tables[0]
    firsts = [tr.tc_lst[1] for tr in table._tbl.tr_lst[2:]]
    begun = [tc for tc in firsts if tc.tcPr.find(qn("w:vMerge")).val == "restart"]
    assert len(begun) == 17
    together = [
        row.cells[6].paragraphs[0].style.paragraph_format.keep_with_next for row in table.rows
    ]
    ends = [len(project["行"]) for project in FORM["项目"]]
    wanted = [at < count - 1 for count in ends for at in range(count)]
    assert [bool(keep) for keep in together[2:]] == wanted


def test_the_text_is_upright_and_the_table_lies(document):
    text, table = document.sections
    assert (text.page_width < text.page_height, table.page_width > table.page_height) == (
        True,
        True,
    )


def test_yaml_and_workbook_give_the_same_documents(made):
    assert documents(SAMPLE.with_suffix(".xlsx")) == made


def test_a_project_left_out_changes_count_names_sum_and_rows_together(tmp_path):
    name = "大组工网终端扩容升级建设经费"
    lines = SAMPLE.read_text("utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line == f"- 名称: {name}\n")
    rest = lines[:at] + lines[at + 3 :]
    path = tmp_path / "2020.yaml"
    path.write_text("".join(x for x in rest if f"项目: {name}" not in x), "utf-8")
    document = word(documents(path)[WORD])
    sentence = paragraphs(document)[3]
    assert "共设置16个项目绩效目标" in sentence
    assert name not in sentence
    assert sentence.endswith("共涉及财政拨款资金1876.35万元。")
    assert len({row[1] for row in word_rows(document.tables[0])[2:]}) == 16
    assert {"G01", "声明数/项目汇总/年初预算数"} <= {f.key for f in prepared(path).findings}


def test_projects_of_both_kinds_stand_in_two_tables(tmp_path):
    path = changed(
        tmp_path,
        ("- 名称: 全区干部慰问费\n  类别: 专项资金", "- 名称: 全区干部慰问费\n  类别: 部门业务费"),
    )
    document = word(documents(path)[WORD])
    texts = paragraphs(document)
    assert "本单位无部门业务费绩效目标。" not in texts
    assert texts.index("1.部门业务费绩效目标表") < texts.index("2.部门专项资金绩效目标表")
    first, second = document.tables
    assert {row[1] for row in word_rows(first)[2:]} == {"全区干部慰问费"}
    assert len({row[1] for row in word_rows(second)[2:]}) == 16


def test_every_inconsistency_of_the_published_document_is_told_at_its_place():
    found = told(prepared(SAMPLE), SAMPLE)
    for code, text in FINDINGS:
        assert any(code == c and text in line for c, line in found), (code, text)
    for code, line in found:
        assert any(code == c and text in line for c, text in FINDINGS), (code, line)


def test_the_sample_is_explained_and_may_be_built():
    sample = prepared(SAMPLE)
    assert not sample.blocks
    assert sorted(f.code for f, _ in sample.explained) == ["C636", "C681"]
