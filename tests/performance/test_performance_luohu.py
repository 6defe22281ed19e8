"""The five forms of 罗湖 2024, cell by cell, from the views that their templates will print."""

import shutil
from pathlib import Path

import pytest
import yaml

from reportgen.compute.numbers import number_formats
from reportgen.finding import Severity
from reportgen.formats import Library
from reportgen.language.environment import compile_block
from reportgen.model.projects import AMOUNTS
from reportgen.pack.prepare import prepare
from reportgen.sources import read
from reportgen.sources.tree import plain

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "luohu-zzb" / "2024.yaml"
FORMS = yaml.load(
    (ROOT / "tests" / "seeds" / "luohu_2024_forms.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)["表"]


@pytest.fixture(scope="module")
def sample():
    prepared, _ = prepare(SAMPLE, Library(ROOT / "templates"))
    return prepared


@pytest.fixture(scope="module")
def printing(sample):
    formats = number_formats(sample.context.format)

    def printing(name, figure):
        return formats[name].text(figure.value)

    return printing


@pytest.fixture(params=FORMS, ids=[form["项目"] for form in FORMS])
def form(request):
    return request.param


@pytest.fixture
def view(sample, form):
    return next(v for v in sample.context.names["项目"] if v.get("名称") == form["项目"])


def filters(view):
    """The number filters of the two variants: weights and scores, rate."""
    return ("分值", "执行率") if view.get("表样") == "本级" else ("分值两位", "执行率四位")


def test_the_head_is_as_printed(form, view):
    pairs = {}
    for row in form["表头"]:
        pairs |= dict(zip(row[::2], row[1::2], strict=True))
    names = {
        "项目编码：": "编码",
        "项目名称：": "名称",
        "绩效自评年度：": "年度",
        "实施单位：": "实施单位",
        "一级预算单位：": "一级预算单位",
        "单位编码：": "单位编码",
    }
    assert {key: str(view.get(names[key])) for key in pairs} == pairs
    assert f"{view.get('标题')}项目支出绩效自评表" == form["标题"]
    assert view.get("表样") == form["表样"]


def test_the_money_is_as_printed(form, view, printing):
    rows = []
    _, rate = filters(view)
    for number, row in enumerate(view.get("资金")):
        first_part = "其中：" if number == 1 else ""
        rows.append(
            [
                first_part + row.get("名称"),
                *(printing("金额", row.get(column)) for column in AMOUNTS),
                printing("分值", row.get("分值")),
                printing(rate, row.get("执行率")),
                printing("得分", row.get("得分")),
            ]
        )
    assert rows == form["资金"]


def filled(rows):
    """The rows of the form with the cells filled that it leaves to a vertical merge."""
    above = ["", ""]
    for row in rows:
        first = row[0] or above[0]
        above = [first, row[1] or above[1]]
        yield [*above, *row[2:]]


def test_the_indicators_are_as_printed(form, view, printing):
    number, _ = filters(view)
    rows = []
    for row in view.get("指标"):
        points = printing("分值", row.get("一级分值"))
        cells = [
            f"{row.get('一级指标')} ({points}分)",
            row.get("二级指标"),
            row.get("三级指标"),
            row.get("指标值"),
            row.get("计量单位"),
            row.get("实际完成值"),
            printing(number, row.get("权重")),
            printing(number, row.get("得分")),
            row.get("偏差原因"),
        ]
        if view.get("表样") == "下属单位":
            del cells[4]
        rows.append(cells)
    assert rows == list(filled(form["指标"]))


def test_the_totals_are_as_printed(form, view, printing):
    number, _ = filters(view)
    _, weights, score, _ = form["总分"]
    assert printing(number, view.get("满分")) == weights
    assert printing(number, view.get("分值合计")) == weights
    assert printing("得分", view.get("总分")) == score


def test_the_form_of_a_unit_has_no_column_of_units(form):
    assert ("度量单位" in form["指标表头"]) == (form["表样"] == "本级")


def test_the_summary_adds_the_five_projects_up(sample, printing):
    summary = sample.context.names["项目汇总"]
    assert summary.get("个数") == 5
    assert printing("金额", summary.get("全年预算数")) == "3979900.00"
    assert printing("金额", summary.get("全年执行数")) == "3413438.72"
    assert printing("执行率", summary.get("执行率")) == "85.77"
    assert printing("得分", summary.get("平均分")) == "98.04"
    best = summary.get("各等级")[0]
    assert (best.get("名称"), best.get("个数")) == ("优", 5)


def test_a_template_prints_the_views_by_their_chinese_names(sample):
    source = (
        "{% for 项 in 项目 %}{{ 项.标题 }} {{ 项.执行率 | 执行率 }} {{ 项.执行率得分 | 得分 }} "
        "{{ 项.总分 | 得分 }} {{ 项.等级 }};{% endfor %}"
    )
    text = compile_block(sample.context.environment, source).render(sample.context.names)
    for expected in ("95.08 9.51 99.51 优", "79.58 7.96 97.96", "99.86 9.99 99.99"):
        assert expected in text
    for expected in ("84.25 8.43 98.43", "73.18 7.32 94.32"):
        assert expected in text


def test_the_sample_is_explained_and_may_be_built(sample):
    assert not sample.blocks
    assert {finding.severity for finding, _ in sample.explained} == {Severity.EXPLAIN}
    assert len(sample.explained) == 6


def test_the_sample_without_its_explanations_may_not_be_built(tmp_path):
    copy = shutil.copy(SAMPLE, tmp_path)
    prepared, findings = prepare(Path(copy), Library(ROOT / "templates"))
    assert prepared.blocks
    wanted = [f for f in findings if f.severity is Severity.EXPLAIN]
    assert sorted(f.code for f in wanted) == ["C665", "C665", "C665", "C665", "C672", "C678"]


def test_workbook_and_yaml_say_the_same():
    trees = [read(path)[0] for path in (SAMPLE, SAMPLE.with_suffix(".xlsx"))]
    first, second = map(plain, trees)
    assert second.pop("支出明细") == []
    assert first == second
