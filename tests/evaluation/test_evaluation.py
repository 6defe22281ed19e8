"""A whole department scored by the framework (整体) of its format, through the real route."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from reportgen.cli.main import app
from reportgen.figure import places
from reportgen.formats import Library
from reportgen.pack.prepare import prepare

FORMAT = """
名称: 试验
适用地区: [某市某区]
取数:
  采购率: 采购.实际 / 采购.计划
  进度: 季度[0].进度
"""
FIELDS = """
采购: {形式: 记录, 字段: [{名称: 计划, 类型: 金额}, {名称: 实际, 类型: 金额}]}
季度: {形式: 表, 字段: [{名称: 进度, 类型: 比率}]}
信访: {形式: 记录, 字段: [{名称: 超期, 类型: 数量, 单位: 件}]}
"""
SCORING = """
等级: [{名称: 优, 下限: 9}, {名称: 差, 下限: 0}]
整体:
  满分: 10
  指标:
  - 名称: 政府采购
    一级指标: 管理
    分值: 2
    规则:
    - {名称: 采购执行率, 分值: 1, 比例: 采购率, 超过得零分: 是}
    - {名称: 政策功能, 分值: 1}
  - 名称: 支出进度
    一级指标: 管理
    分值: 4
    规则:
    - {名称: 进度, 分值: 4, 值: 进度, 分档: [{条件: "≥90%", 得分: 4}, {条件: "≥ 50% ＜90%", 得分: 2}, {得分: 0}]}
  - {名称: 信访, 一级指标: 绩效, 分值: 3, 规则: [{名称: 超期, 分值: 3, 扣分次数: 信访.超期, 每次扣: 2}]}
  - {名称: 社会效益, 一级指标: 绩效, 分值: 1}
"""
DATA = """
部门: {{名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 万元}}
支出明细:
采购: {{计划: 146.29, 实际: {done}}}
季度: [{{进度: {progress}}}]
信访: {{超期: {late}}}
整体自评:
{own}
"""
OWN = """
- {三级指标: 政府采购, 得分: 2}
- {三级指标: 支出进度, 得分: 2, 依据: 进度慢}
- {三级指标: 信访, 得分: 3}
- {三级指标: 社会效益, 得分: 1}
"""


@pytest.fixture
def desk(write):
    write("forms/test/format.yaml", FORMAT)
    write("forms/test/fields.yaml", FIELDS)

    def desk(own=OWN, *, done="146.08", progress="88.67%", late=0, scoring=SCORING, **options):
        write("forms/test/scoring.yaml", scoring)
        data = write("d.yaml", DATA.format(done=done, progress=progress, late=late, own=own))
        made, findings = prepare(data, Library(data.parent / "forms"), **options)
        return made, findings, data

    return desk


def scores(made):
    return {item.declaration.name: item for item in made.context.evaluation.indicators}


def codes(findings):
    return [f.code for f in findings if f.code.startswith(("C70", "F4"))]


def test_scores_that_agree_with_the_rules_raise_nothing(desk):
    made, findings, _ = desk()
    assert codes(findings) == []
    assert made.context.evaluation.score == 8
    assert made.context.evaluation.grade == "差"


def test_a_ratio_and_a_judged_part_are_added_and_rounded_once(desk):
    made, _, _ = desk(done="140")
    computed = scores(made)["政府采购"].computed
    assert computed == Decimal("1.96")  # 140 ÷ 146.29 = 0.9570…, and the judged point in full
    assert {(p.line, p.column) for p in places(computed)} == {(4, 10), (4, 22)}


def test_more_than_planned_earns_nothing_where_the_standard_says_so(desk):
    made, _, _ = desk(done="146.30")
    assert scores(made)["政府采购"].computed == 1


@pytest.mark.parametrize(
    ("progress", "points"), [("90%", 4), ("89.99%", 2), ("50%", 2), ("49.9%", 0)]
)
def test_the_first_band_that_fits_counts(desk, progress, points):
    made, _, _ = desk(progress=progress)
    assert scores(made)["支出进度"].computed == points


def test_deductions_stop_at_zero(desk):
    assert scores(desk(late=1)[0])["信访"].computed == 1
    assert scores(desk(late=9)[0])["信访"].computed == 0


def test_a_score_that_differs_from_its_rule_is_to_be_explained_with_both_figures(desk):
    _, findings, _ = desk(late=1)
    (finding,) = [f for f in findings if f.code == "C704"]
    assert "自评 3 分" in finding.message
    assert "是 1 分" in finding.message
    assert str(finding.place) == "d.yaml:11:18"
    assert dict(finding.figures) == {"自评": "3", "算出": "1"}


def test_an_own_score_for_a_judged_part_is_what_the_rule_takes(desk):
    own = OWN.replace(
        "得分: 2}", "得分: 1.5, 依据: 扣}\n- {三级指标: 政府采购, 分项: 政策功能, 得分: 0.5}", 1
    )
    made, findings, _ = desk(own)
    assert scores(made)["政府采购"].computed == Decimal("1.50")
    assert codes(findings) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("三级指标: 信访", "三级指标: 信方", "C700"),
        ("三级指标: 信访", "三级指标: 信访, 分项: 没有", "C701"),
        ("三级指标: 社会效益, 得分: 1", "三级指标: 社会效益, 得分: 1.5", "C703"),
        ("三级指标: 社会效益, 得分: 1", "三级指标: 社会效益, 得分: 0.5", "C705"),
        ("- {三级指标: 社会效益, 得分: 1}\n", "", "C702"),
        ("- {三级指标: 信访, 得分: 3}\n", "", "C706"),
    ],
)
def test_each_slip_in_the_scores_has_its_finding(desk, old, new, code):
    assert old in OWN
    assert code in codes(desk(OWN.replace(old, new))[1])


def test_a_fact_that_is_missing_is_told_and_the_own_score_stands(desk):
    made, findings, _ = desk(done="")
    assert codes(findings) == ["C707"]
    assert scores(made)["政府采购"].score == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("分值: 1}", "分值: 2}", "合计"),
        ("满分: 10", "满分: 100", "应等于满分"),
        ("≥90%", "九成以上", "写成"),
        ("得分: 4}", "得分: 5}", "高于"),
        ("比例: 采购率", "比例: 采购率, 扣分次数: 进度", "只能有一种"),
    ],
)
def test_a_framework_that_cannot_be_is_refused_where_it_is_written(desk, old, new, words):
    assert old in SCORING
    _, findings, _ = desk(scoring=SCORING.replace(old, new, 1))
    faults = [f for f in findings if f.code == "F403"]
    assert faults
    assert any(words in f.message for f in faults)
    assert all("scoring.yaml" in str(f.place) for f in faults)


def test_a_wrong_name_in_a_rule_is_told_at_its_indicator(desk):
    _, findings, _ = desk(scoring=SCORING.replace("值: 进度,", "值: 进渡,"))
    (fault,) = [f for f in findings if "进渡" in f.message]
    assert "scoring.yaml:12" in str(fault.place)


def test_both_scores_stand_side_by_side_in_the_report(desk):
    made, _, _ = desk(late=1)
    from reportgen.pack.report import check_report

    report, faults = check_report(made, [], draft=False)
    assert not faults
    sheet = load_workbook(io.BytesIO(report.data))["整体评分"]
    row = next(r for r in sheet.iter_rows(values_only=True) if r[2] == "信访")
    assert row[3:8] == (3, 3, 1, 2, 3)


def test_a_pack_without_a_framework_has_no_such_sheet(prepared):
    from reportgen.pack.report import check_report

    made, _ = prepared("支出明细:\n")
    report, _ = check_report(made, [], draft=False)
    assert "整体评分" not in load_workbook(io.BytesIO(report.data)).sheetnames


def test_the_document_prints_the_own_score_and_on_request_the_computed_one(desk, write):
    from openpyxl import Workbook

    _, _, data = desk(late=1)
    book = Workbook()
    book.active["A1"] = "{{ 整体评价.指标[2].得分 | 得分 }}"
    book.active["A2"] = "{{ 整体评价.总分 | 得分 }}"
    book.save(data.parent / "forms/test/表.xlsx")
    write("forms/test/format.yaml", FORMAT + "文档:\n- {名称: 表, 模板: 表.xlsx, 输出: 表.xlsx}\n")
    printed = []
    for option in ([], ["--computed-scores"]):
        call = ["build", str(data), "--templates", str(data.parent / "forms"), "--draft"]
        done = CliRunner().invoke(app, [*call, "-o", str(data.parent / "out"), *option])
        assert done.exit_code == 0, done.output
        sheet = load_workbook(data.parent / "out/某局-2024-草稿/表.xlsx").active
        printed.append((sheet["A1"].value, sheet["A2"].value))
    assert printed == [(3, 8), (1, 6)]
