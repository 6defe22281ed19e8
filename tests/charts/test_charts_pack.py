"""A chart in a pack: built, checked, explained and followed through a correction, by the commands."""

import json

import pytest
from charts_builders import drawing, paragraph, template
from typer.testing import CliRunner

from reportgen.cli.main import app

FORMAT = """
名称: 某区
适用地区: [某区]
文档:
- {名称: 报告, 模板: 报告.docx, 输出: 报告.docx}
图表:
  支出对比:
    类别: '["基本支出", "项目支出"]'
    系列: [{名称: "{{ 年度 }}年", 值: 支出.金额(类型=类别)}]
    单位: 万元
"""
DATA = """
部门: {名称: 某局, 地区: 某区, 年度: 2024, 金额单位: 万元}
支出明细:
- {功能科目: 2013201, 类型: 基本支出, 金额: 586.94}
- {功能科目: 2013299, 类型: 项目支出, 金额: 442.65}
"""


@pytest.fixture
def run(write, tmp_path):
    """Runs a command over a format whose report has a chart; gives its output."""
    write("templates/own/format.yaml", FORMAT)
    data = template(paragraph("{{ 支出.合计 | 万元 }}万元"), drawing())
    (tmp_path / "templates/own/报告.docx").write_bytes(data)
    write("2024.yaml", DATA)

    def run(*words):
        places = ["--templates", str(tmp_path / "templates")]
        result = CliRunner().invoke(app, [*map(str, words), *places], env={"COLUMNS": "200"})
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_a_correction_changes_the_chart_and_the_list_of_changes_says_so(run, write, tmp_path):
    run("build", tmp_path / "2024.yaml", "-o", tmp_path / "out")
    write("2024.yaml", DATA.replace("442.65", "443.65"))
    changed = run("build", tmp_path / "2024.yaml", "-o", tmp_path / "out")
    assert "图表 支出对比!系列1 第2点" in changed
    assert "核对无误" in run("verify", tmp_path / "out/某局-2024")


def test_explain_leads_from_a_point_to_the_line_of_the_data(run, tmp_path):
    run("build", tmp_path / "2024.yaml", "-o", tmp_path / "out")
    spot = "图表 支出对比!系列1 第2点"
    told = run("explain", tmp_path / "out/某局-2024/报告.docx", spot)
    assert "支出/项目支出 = 442.65万元" in told
    assert "2024.yaml:5" in told
    printed = json.loads(run("explain", f"{tmp_path / '2024.yaml'}:5", "--from", "--json"))
    spots = [(item["part"], item["spot"]) for item in printed["printed"]]
    assert ("图表 支出对比", "系列1 第2点") in spots


def test_the_check_of_a_format_takes_the_tag_of_a_chart_for_no_text(run, tmp_path):
    result = CliRunner().invoke(
        app, ["format", "check", "own", "--templates", str(tmp_path / "templates")]
    )
    assert "整条记录" not in result.output
    assert "R81" not in result.output


def test_the_names_of_a_format_list_its_charts(run):
    assert "图表.支出对比" in run("format", "names", "own", "--json")
