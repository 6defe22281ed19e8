"""What 罗湖 2022's published report says against itself is told from the data alone; and one corrected
amount changes every place that rests on it, nothing else."""

import io
import re
import shutil

import openpyxl
import pytest
from seeds_forms import DATA, ROOT, documents, joined, prepared, told, word, word_rows

from reportgen.figure import leaves
from reportgen.formats import Library
from reportgen.pack.build import build, render_pack
from reportgen.pack.prepare import prepare

SAMPLE = DATA / "luohu-zzb" / "2022.yaml"
WORD, BOOK = "部门整体绩效评价报告.docx", "部门整体绩效评价报告附表.xlsx"
FORM, FILED = "整体支出绩效目标申报表.docx", "整体支出绩效目标申报表.xlsx"

RELATIONS = {
    # 关系: (公布的, 对照的或应有的)
    "Z03": ("59.20%", "10.00%"),
    "Z04": ("空", "18.00万元"),
    "Z05": ("288.90万元", "288.91万元"),
    "Z06/一季度": ("18.14%", "25.00%"),
    "Z06/二季度": ("42.43%", "50.00%"),
    "Z06/三季度": ("61.12%", "75.00%"),
    "Z06/四季度": ("88.67%", "100.00%"),
    "Z11a": ("30", "28"),
    "Z11b": ("29", "30"),
    "Z11c": ("30", "32"),
    "Z13a": ("20089.00万元", "20090.00万元"),
    "Z13b": ("20016.00万元", "20017.00万元"),
    "Z14a": ("空", "400卷"),
    "Z14b": ("870卷", "520卷"),
}
CLAIMS = {
    # 声明数: (公布的, 算出的)
    "调整/项目支出": ("4488.80万元", "4488.34万元"),
    "调整/合计": ("8196.00万元", "8195.55万元"),
    "增减/项目支出": ("12207.25万元", "-12207.71万元"),
    "增减/合计（表4）": ("11893.17万元", "-11893.62万元"),
    "增减/合计（表5）": ("-11893.17万元", "-11893.62万元"),
}
ROUNDED = {
    # 只差一个末位: (公布的, 算出的)
    "调整/基本支出": ("3707.20万元", "3707.21万元"),
    "增减/基本支出": ("314.08万元", "314.09万元"),
    "资产/总额": ("976.78万元", "976.77万元"),
    "Z08b": ("81.27%", "81.2640614724%"),
    "Z13c": ("20016.00万元", "20016.62万元"),
}
SCORES = {
    # 指标: (自评, 按评分标准算出的)
    "编外人员控制率": ("0", "0.5"),
    "预算执行率": ("5.38", "4.33"),
    "项目完成及时性": ("5.5", "5.6"),
    "公众或服务对象满意度": ("6", "4"),
}
WORDS = {
    # 代码和数据里的那一行
    ("C740", "《广东省信访条例》、《广东省信访条例》"),
    ("C741", "项目: 离退休干部管理和服"),
    ("C741", "粤财行[2020]159号提前下达2021年度下派选调生到村"),
    ("C742", "-1,1893.17"),
    ("C743", "《深圳市2023—2024年政府集中采购目录及限额标准》"),
    ("C744", "粤财行【2021】149号"),
    ("C745", "确保制度落实 有所提"),
    ("C746", "1、宣传、教育、培训党员干部，订购党的学习刊物。3、"),
    ("C747", "按时发放离休干部规定享受的各项费用"),
    ("C635", '单位: 活动中心, 一级指标: 产出, 二级指标: 数量, 三级指标: "资金到位率'),
    ("C635", '单位: 活动中心, 一级指标: 产出, 二级指标: 质量, 三级指标: "资金支出合规率'),
    ("C635", '一级指标: 满意度, 二级指标: 服务对象满意度, 三级指标: "老干部发挥正能量的社会影响力'),
    ("C635", '一级指标: 满意度, 二级指标: 服务对象满意度, 三级指标: "干部身心健康情况'),
    ("C635", '一级指标: 产出, 二级指标: 时效, 三级指标: "党史学习教育'),
    ("C639", "两新党组织培训班举办时间"),
    ("C639", '全年按照规定，严格用款"'),
    ("C633", "招聘人数完成率"),
    ("C633", "资金到位率"),
    ("C633", "老干大学实际学习人次"),
    ("C633", "活动部实际活动人次"),
    ("C705", "三级指标: 项目监管"),
    ("C705", "三级指标: 编外人员控制率"),
}
HOLD = {"Z01", "Z02", "Z07", "Z08a", "Z09", "Z12a", "Z12b", "Z12c", "Z12d", "Z13d", "Z13e", "Z21a",
        "Z21b", "Z21c", "Z22", "Z31a", "Z31b", "Z32", "Z41"}  # fmt: skip
"""What was looked at as well and is right in the published report."""


@pytest.fixture(scope="module")
def sample():
    return prepared(SAMPLE)


def all_findings(made):
    return [*made.findings, *(finding for finding, _ in made.explained)]


def test_the_sample_builds_with_every_contradiction_explained(sample):
    assert not sample.blocks
    assert len(sample.explained) == 37
    assert all(text for _, text in sample.explained)


def test_relations_that_fail_are_told_with_both_figures(sample):
    found = {f.key: f.message for f in all_findings(sample) if f.code == "C605"}
    assert found.keys() == RELATIONS.keys()
    for key, (left, right) in RELATIONS.items():
        assert re.search(rf"{re.escape(left)}，应.*?{re.escape(right)}", found[key]), found[key]


def test_totals_that_are_not_their_parts_are_told_with_both_figures(sample):
    found = {f.key: f.message for f in all_findings(sample) if f.code == "C603"}
    assert found.keys() == {f"声明数/{name}" for name in CLAIMS}
    for name, (stated, computed) in CLAIMS.items():
        message = found[f"声明数/{name}"]
        assert f"写明是 {stated}，由明细算出是 {computed}" in message, message


def test_a_last_digit_that_differs_is_told_as_rounding(sample):
    found = [f.message for f in all_findings(sample) if f.code == "C604"]
    assert len(found) == len(ROUNDED)
    for name, (stated, computed) in ROUNDED.items():
        message = next(m for m in found if m.startswith(name))
        assert stated in message
        assert computed in message


def test_scores_against_their_own_standards_are_told_with_both(sample):
    found = {f.key: f.message for f in all_findings(sample) if f.code == "C704"}
    assert found.keys() == {f"整体评价/{name}" for name in SCORES}
    for name, (given, computed) in SCORES.items():
        message = found[f"整体评价/{name}"]
        assert f"自评 {given} 分，按评分标准用数据算是 {computed} 分" in message
    assert str(sample.context.evaluation.computed.value) == "92.43"


def test_slips_in_names_and_texts_are_told_at_their_places(sample):
    texts = (SAMPLE.parent / "2022" / "文字").glob("*.md")
    lines = {path.name: path.read_text("utf-8").splitlines() for path in texts}
    found = told(sample, SAMPLE)
    for finding in all_findings(sample):
        file = str(finding.place).split(":")[0].rpartition("/")[2] if finding.place else ""
        if file in lines:
            found.append((finding.code, lines[file][finding.place.line - 1]))
    for code, words in WORDS:
        assert any(code == c and words in line for c, line in found), (code, words)


def test_nothing_else_is_told(sample):
    known = {"K308", "C605", "C603", "C604", "C704", "M216", "C694", *(c for c, _ in WORDS)}
    assert {f.code for f in all_findings(sample)} <= known


def test_what_is_right_in_the_report_was_looked_at_too(sample):
    own = {outcome.number: outcome for outcome in sample.outcomes if outcome.number.startswith("Z")}
    told_of = {f.key.partition("/")[0] for f in all_findings(sample) if f.code == "C605"}
    assert own.keys() - told_of - ROUNDED.keys() == HOLD


AT_FIRST = ("项目: 党建工作, 阶段: 年初, 金额: 514.54", "项目: 党建工作, 阶段: 年初, 金额: 524.54")
CORRECTED = ("项目: 党建工作, 阶段: 调整, 金额: 434.54", "项目: 党建工作, 阶段: 调整, 金额: 435.00")


def changed(tmp_path, old, new):
    """A copy of the sample with one text replaced, prose and explanations beside it."""
    text = SAMPLE.read_text("utf-8")
    assert text.count(old) == 1, old
    folder = tmp_path / "data"
    shutil.copytree(SAMPLE.parent / "2022", folder / "2022", dirs_exist_ok=True)
    shutil.copy(SAMPLE.with_name("2022.说明.yaml"), folder)
    path = folder / "2022.yaml"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def printings(path):
    """Every printed figure by document, part and spot."""
    found, faults = render_pack(prepared(path))
    assert not faults
    return {(item.name, p.part, p.spot): p for item in found for p in item.figures}


def line_of(words):
    lines = SAMPLE.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def rests_on(figure, line):
    return any(
        place.file == SAMPLE.name and place.line == line
        for leaf in leaves(figure)
        for place in leaf.origin.places
    )


def test_a_corrected_amount_changes_every_table_sentence_and_total_with_it(tmp_path):
    opened = word(documents(changed(tmp_path, *CORRECTED))[WORD])
    tables = [word_rows(form) for form in opened.tables]
    project, fund, kind = tables[5], tables[3], tables[4]
    assert project[1][2:] == ["16,696.05", "4,488.80"]
    assert next(row for row in project if row[1] == "党建工作")[3] == "435.00"
    assert fund[-1] == ["本年收入合计", "20,089.17", "8,196.01", "-11,893.16"]
    assert [row[2:] for row in kind if row[0] in {"二、项目支出", "总计"}] == [
        ["4,488.8", "-12,207.25"],
        ["8,196.01", "-11,893.16"],
    ]
    text = "".join(joined(p.text) for p in opened.paragraphs)
    assert "整体支出预算总额调整为8196.01万元，较年初调减11893.16万元。" in text
    assert "项目支出调减12207.25万元，" in text


@pytest.mark.parametrize("fix", [CORRECTED, AT_FIRST], ids=["调整", "年初"])
def test_exactly_the_places_that_rest_on_a_corrected_amount_change(fix, tmp_path):
    old, new = printings(SAMPLE), printings(changed(tmp_path, *fix))
    assert old.keys() == new.keys()
    line = line_of(fix[0])
    differing = {spot for spot in old if value(old[spot]) != value(new[spot])}
    assert differing == {spot for spot, item in old.items() if rests_on(item.figure, line)}
    parts = {(document, part) for document, part, _ in differing}
    if fix is CORRECTED:
        assert {document for document, _ in parts} == {WORD, BOOK}
        assert {part for _, part in parts} == {"document", "资金来源", "支出性质", "项目"}
    else:
        assert {document for document, _ in parts} == {WORD, BOOK, FORM, FILED}
        assert (WORD, "图表 近年支出") in parts


def value(printing):
    return printing.figure.value


def shown(printing):
    """What a reader sees: the text in Word (59% stays 59%), the number itself in cells and charts."""
    return printing.text if printing.part == "document" else value(printing)


@pytest.mark.parametrize("fix", [CORRECTED, AT_FIRST], ids=["调整", "年初"])
def test_the_list_of_changes_names_exactly_these_places(fix, tmp_path):
    old, new = printings(SAMPLE), printings(changed(tmp_path, *fix))
    for source in (SAMPLE, changed(tmp_path, *fix)):
        made, _ = prepare(source, Library(ROOT / "templates"))
        report, faults = build(made, tmp_path / "out", draft=True)
        assert report is not None, faults
    changes = report.changes
    listed = {(f.document, f.part, f.spot) for f in changes.figures}
    official = {spot for spot in listed if spot[0] in {WORD, BOOK, FORM, FILED}}
    assert official == {spot for spot in old if shown(old[spot]) != shown(new[spot])}
    amounts = [re.search(r"[\d.]+$", text)[0] for text in fix]
    assert [(c.old, c.new) for c in changes.inputs if "党建工作" in c.key] == [
        tuple(f"{amount}万元" for amount in amounts)
    ]


def test_an_amount_of_the_year_before_the_adjustment_changes_the_score_that_rests_on_it(tmp_path):
    path = changed(
        tmp_path, "项目: 人才引进, 阶段: 调整, 金额: 0", "项目: 人才引进, 阶段: 调整, 金额: 12000"
    )
    scores = {
        item.declaration.name: item.computed.value
        for item in prepared(path).context.evaluation.indicators
    }
    assert scores["财务合规性"] == 3


LEFT_OUT = ("采购执行", "问卷", "信访", "资产配置", "编制", "实有人员", "三公经费", "重点工作")


def test_a_department_with_less_to_report_has_no_gaps_in_its_sentences(tmp_path):
    text = SAMPLE.read_text("utf-8")
    lines = [line for line in text.splitlines() if "阶段: 调整" not in line]
    text = "\n".join(lines)
    for section in LEFT_OUT:
        text = re.sub(rf"(?ms)^{section}:\n.*?(?=^\S+:|^#|\Z)", "", text)
    shutil.copytree(SAMPLE.parent / "2022", tmp_path / "2022")
    (tmp_path / "2022.yaml").write_text(text, "utf-8")
    opened = word(documents(tmp_path / "2022.yaml")[WORD])
    printed = "".join(joined(p.text) for p in opened.paragraphs)
    assert "我部2022年度部门整体支出预算年中没有调整。" in printed
    assert "2022年我部没有申报政府采购。" in printed
    assert "2022年度，我部门没有新增资产。" in printed
    assert "2022年度，我部没有受理信访。" in printed
    assert not re.search(r"(?<![\d五：])万元|(?<!\d)%|发放问卷份", printed)
    captions = [joined(p.text) for p in opened.paragraphs if p.style.name == "表号表名"]
    assert [caption[:2] for caption in captions] == ["表1", "表2", "表3", "表4"]
    assert "各自的职责见表1：" in printed


def test_a_list_that_is_empty_leaves_its_sheet_out_and_the_numbers_close_up(tmp_path):
    shutil.copytree(SAMPLE.parent / "2022", tmp_path / "2022")
    text = SAMPLE.read_text("utf-8")
    without = re.sub(r"(?m)^重点工作:\n(?:(?:-|  ).*\n)+", "", text)
    assert without != text
    (tmp_path / "2022.yaml").write_text(without, "utf-8")
    book = openpyxl.load_workbook(io.BytesIO(documents(tmp_path / "2022.yaml")[BOOK]))
    assert book.sheetnames[:2] == ["职责分工", "近年支出"]
    tops = [[row[0].value for row in sheet.iter_rows(max_row=2)] for sheet in book]
    assert tops[0] == ["一、部门基本情况", "表 1 预算管理职责分工"]
    assert tops[1][0].startswith("表 2 ")
    assert tops[6] == ["二、部门主要履职绩效分析", "表 2-1 公用经费控制情况"]
