"""`reportgen check --explain-targets` shows what was understood."""

import json
from pathlib import Path

from typer.testing import CliRunner

from reportgen.cli.main import app

ROOT = Path(__file__).parents[2]
SAMPLE = str(ROOT / "data" / "luohu-zzb" / "2024.yaml")
TEMPLATES = ["--templates", str(ROOT / "templates")]


def run(*arguments):
    return CliRunner().invoke(
        app, ["check", SAMPLE, *TEMPLATES, *arguments], env={"COLUMNS": "200"}
    )


def test_the_table_shows_what_each_target_was_taken_for():
    done = run("--explain-targets")
    assert done.exit_code == 0
    assert "数：不少于 336 天，正向" in done.stdout
    assert "达到（照 73%）" in done.stdout
    assert "由人评" in done.stdout


def test_without_the_option_nothing_is_explained():
    assert "不少于 336" not in run().stdout


def test_the_same_stands_in_json():
    targets = json.loads(run("--explain-targets", "--json").stdout)["targets"]
    assert len(targets) == 64
    assert targets[0]["理解为"] == "数：不少于 336 天，正向"
    assert targets[0]["建议得分"] == "20"


def test_a_data_set_without_projects_says_so(write):
    data = write("data.yaml", "部门: {名称: 某局, 地区: 某市, 年度: 2024}\n支出明细:\n")
    done = CliRunner().invoke(app, ["check", str(data), *TEMPLATES, "--explain-targets"])
    assert "数据里没有项目" in done.stdout
