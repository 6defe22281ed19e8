"""`reportgen format names`: the vocabulary of a format, with meaning, example and uses."""

import json

import docx
import openpyxl
import pytest
from format_builders import document, run, workbook  # noqa: F401
from samples import ROOT, SAMPLE

from reportgen.compute.context import MEANINGS
from reportgen.formats import Library, load
from reportgen.language.environment import compile_block
from reportgen.language.views import View
from reportgen.studio.sample import sample

FIELDS = """
项目:
  字段:
  - {名称: 是否核心, 类型: 选项, 选项: [核心, 一般], 说明: 是不是核心项目}
  - {名称: 信访件数, 类型: 数量, 单位: 件, 说明: 全年信访件数}
增补表:
  形式: 表
  说明: 这个区另要的表
  字段:
  - {名称: 事项, 说明: 做什么}
  - {名称: 费用, 类型: 金额, 说明: 花多少}
"""
TEXT = (
    "{{ 部门.名称 }}",
    "{%p for 表 in 增补表 %}",
    "{{ 表.事项 }}",
    "{%p endfor %}",
)


@pytest.fixture
def own(write, tmp_path):
    """A format with extra fields, an extra table, and a template that uses some of them."""
    write(
        "templates/own/format.yaml",
        "名称: 某区\n继承: national\n文档:\n"
        "- {名称: 说明, 模板: 说明.docx, 输出: 说明.docx}\n"
        "取数: {增补合计: 求和(增补表 | map(attribute='费用'))}\n",
    )
    write("templates/own/fields.yaml", FIELDS)
    (tmp_path / "templates/own/说明.docx").write_bytes(document(*TEXT))
    return tmp_path / "templates/own"


@pytest.fixture
def listed(run):  # noqa: F811
    def listed(*words):
        result = run("format", "names", *words, "--json")
        assert result.exit_code == 0, result.output
        return {row["tag"]: row for row in json.loads(result.stdout)["names"]}

    return listed


def test_a_field_of_the_form_is_listed_with_meaning_options_unit_and_example(listed, own):
    rows = listed("own")
    assert rows["{{ 项.是否核心 }}"]["meaning"] == "是不是核心项目（核心、一般）"
    assert rows["{{ 项.是否核心 }}"]["example"] == "核心"
    assert rows["{{ 项.信访件数 }}"]["unit"] == "件"


def test_an_extra_table_is_listed_with_its_loop_and_its_columns(listed, own):
    rows = listed("own")
    assert rows["{%tr for 行 in 增补表 %}"]["meaning"] == "这个区另要的表"
    assert rows["{{ 行.费用 | 万元 }}"]["example"] == "12.50"


def test_where_a_name_is_used_is_told_whatever_the_loop_calls_it(listed, own):
    rows = listed("own")
    assert rows["{{ 行.事项 }}"]["uses"] == ["说明.docx 第3段"]
    used = rows["{{ 行.费用 | 万元 }}"]["uses"]
    assert [use for use in used if "取数 增补合计" in use]
    assert "说明.docx 第1段" in rows["{{ 部门.名称 }}"]["uses"]


def test_a_name_of_the_format_tells_its_expression(listed, own):
    row = listed("own")["{{ 增补合计 | 万元 }}"]
    assert row["meaning"].startswith("＝ 求和(")
    assert row["example"] == "25.00"


def test_examples_come_from_the_data_set_that_is_given(listed):
    rows = listed("qinhuangdao-shanhaiguan", "--data", SAMPLE)
    assert rows["{{ 支出.合计 | 万元 }}"]["example"] == "1029.59"


def test_a_use_behind_a_condition_and_a_second_loop_is_found(listed):
    rows = listed("qinhuangdao-shanhaiguan")
    uses = rows["{{ 行.代码 }}"]["uses"]
    assert any("部门预算信息公开.docx 表" in use for use in uses)


def test_a_word_narrows_the_list(run):  # noqa: F811
    result = run("format", "names", "shenzhen-luohu", "执行率四位")
    assert "98.7650" in result.output
    assert "部门.名称" not in result.output


def test_a_word_that_nothing_holds_is_said(run):  # noqa: F811
    result = run("format", "names", "national", "没有这样的字")
    assert result.exit_code == 1
    assert "没有这样的字" in result.output


@pytest.mark.parametrize("suffix", ["md", "xlsx", "docx"])
def test_the_page_holds_tags_that_can_be_copied(run, own, tmp_path, suffix):  # noqa: F811
    out = tmp_path / f"名称表.{suffix}"
    assert run("format", "names", "own", "-o", out).exit_code == 0
    if suffix == "md":
        assert "| `{{ 项.是否核心 }}` | 是不是核心项目（核心、一般） |" in out.read_text("utf-8")
    elif suffix == "xlsx":
        sheet = openpyxl.load_workbook(out).active
        row = next(row for row in sheet.values if row[1] == "{{ 行.费用 | 万元 }}")
        assert row[2] == "花多少"
    else:
        cells = [c.text for t in docx.Document(out).tables for c in t.column_cells(0)]
        assert "{{ 行.费用 | 万元 }}" in cells


def test_the_page_is_the_same_whenever_it_is_made(run, own, tmp_path):  # noqa: F811
    for name in ("甲.xlsx", "乙.xlsx", "甲.docx", "乙.docx"):
        run("format", "names", "own", "-o", name)
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes()
    assert (tmp_path / "甲.docx").read_bytes() == (tmp_path / "乙.docx").read_bytes()


def test_a_page_is_not_written_over_another_unasked(run, own, tmp_path):  # noqa: F811
    (tmp_path / "名称表.md").write_text("我的")
    assert run("format", "names", "own", "-o", "名称表.md").exit_code == 2
    assert (tmp_path / "名称表.md").read_text() == "我的"


FORMATS = sorted(path.parent.name for path in (ROOT / "templates").glob("*/format.yaml"))


@pytest.mark.parametrize("name", FORMATS)
def test_every_tag_listed_can_be_compiled_and_every_computed_name_is_explained(listed, name):
    rows = listed(name)
    form, _ = load(Library(), name)
    environment = sample(form)[0].context.environment
    for tag, row in rows.items():
        if tag.startswith("{{") and "…" not in tag:
            compile_block(environment, tag)
        computed = ("部门", "项目汇总", "项.", "支出", "收入", "上年", "函数", "数的", "其他写法")
        assert row["meaning"] or not row["group"].startswith(computed), (row["group"], tag)


def test_every_general_name_of_a_context_is_explained():
    form, _ = load(Library(), "national")
    context = sample(form)[0].context
    known = {*MEANINGS, *context.year.contract.sections, *(n.split(".")[0] for n in form.names)}
    assert set(context.names) <= known


def test_every_view_explains_all_names_that_no_declaration_explains():
    form, _ = load(Library(), "national")
    names = sample(form)[0].context.names
    seen = [names["支出"], names["支出"].by("功能科目")[0], names["支出"].lines()[0]]
    seen += [names["项目"][0], names["项目"][0].get("总额"), names["项目"][0].get("指标")[0]]
    seen += [names["项目"][0].get("指标")[0].get("目标"), names["项目汇总"]]
    scored = sample(load(Library(), "shenzhen-luohu")[0])[0].context.names["整体评价"]
    seen += [scored, scored.get("指标")[0]]
    for view in seen:
        assert isinstance(view, View)
        assert [name for name in view.names() if not view.meaning(name)] == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_made_up_data_set_of_every_format_is_read_without_a_fault(name):
    form, _ = load(Library(), name)
    assert sample(form)[1] == []


def test_a_use_in_a_loop_over_selected_projects_counts_for_the_project(listed):
    uses = listed("example-district")["{{ 项.存在问题 }}"]["uses"]
    assert "项目支出绩效自评表.xlsx「自评表」B18" in uses
    assert any(use.startswith("项目支出绩效自评表.docx 表2 ") for use in uses)
