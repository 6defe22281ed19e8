"""The commands as a clerk types them: what they print, where they write, how they end."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from samples import SAMPLE
from typer.testing import CliRunner

from reportgen.cli.main import app

MADE = "部门预算表.xlsx"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")

    def run(*words):
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


@pytest.fixture
def sample(tmp_path):
    """A copy of the sample, with changes, its texts and explanations beside it; its file."""

    def sample(*changes, name="2023.yaml"):
        text = SAMPLE.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, "utf-8")
        shutil.copytree(SAMPLE.with_suffix(""), path.with_suffix(""), dirs_exist_ok=True)
        shutil.copy(SAMPLE.with_name("2023.说明.yaml"), path.with_name(f"{path.stem}.说明.yaml"))
        return path

    return sample


UNBALANCED = ("金额: 152.75", "金额: 162.75")


def test_check_of_a_sound_data_set_ends_with_0(run):
    result = run("check", SAMPLE)
    assert result.exit_code == 0
    assert "错误 0，须说明 0" in result.output


def test_check_of_an_unsound_data_set_ends_with_1_and_says_where(run, sample):
    result = run("check", sample(UNBALANCED))
    assert result.exit_code == 1
    assert "收入总计 1029.59万元，应等于 支出总计 1039.59万元，相差 10.00万元" in result.output
    assert "2023.yaml:22:38" in result.output


def test_check_as_json_holds_every_finding_with_its_place(run, sample):
    result = run("check", sample(UNBALANCED), "--json")
    findings = json.loads(result.output)["findings"]
    assert {"code", "severity", "message", "place", "at", "related", "hint"} <= findings[0].keys()
    assert findings[0]["at"]["line"] == 22


def test_a_file_that_is_not_there_is_one_sentence(run):
    result = run("check", "没有.yaml")
    assert result.exit_code == 1
    assert "没有.yaml" in result.output


def test_build_writes_the_pack(run, tmp_path):
    result = run("build", SAMPLE)
    assert result.exit_code == 0
    assert (tmp_path / "out" / "组织部门-2023" / MADE).is_file()


def test_build_of_an_unsound_data_set_writes_nothing(run, sample, tmp_path):
    result = run("build", sample(UNBALANCED))
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_a_refused_build_leaves_the_last_pack_as_it_was(run, sample, tmp_path):
    run("build", SAMPLE)
    pack = tmp_path / "out" / "组织部门-2023"
    before = {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in pack.iterdir() if p.is_file()}
    assert run("build", sample(UNBALANCED)).exit_code == 1
    assert before == {
        p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in pack.iterdir() if p.is_file()
    }


def test_a_draft_is_built_apart_in_spite_of_problems(run, sample, tmp_path):
    result = run("build", sample(UNBALANCED), "--draft")
    assert result.exit_code == 0
    folder = tmp_path / "out" / "组织部门-2023-草稿"
    report = load_workbook(folder / "校验报告.xlsx")
    assert "草稿" in report["问题"]["A1"].value
    assert not (tmp_path / "out" / "组织部门-2023").exists()


def test_a_second_build_without_changes_touches_no_document(run, tmp_path):
    run("build", SAMPLE)
    made = tmp_path / "out" / "组织部门-2023" / MADE
    before = made.stat().st_mtime_ns
    result = run("build", SAMPLE)
    assert made.stat().st_mtime_ns == before
    assert "没有变化" in result.output


def test_a_document_edited_by_hand_is_kept_and_said(run, sample, tmp_path):
    run("build", SAMPLE)
    made = tmp_path / "out" / "组织部门-2023" / MADE
    book = load_workbook(made)
    book["收支总表"]["A1"] = "改过的标题"
    book.save(made)
    edited = made.read_bytes()
    result = run("build", SAMPLE)
    assert result.exit_code == 0
    assert made.read_bytes() == edited
    assert "手工改过的文档" in result.output
    assert MADE in result.output
    assert "完整" in result.output


@pytest.mark.parametrize(
    "name",
    ["../../etc", "CON", "a/b", "长" * 260, "..", "x\\y", "nul.txt", "名 称. ", "/etc/passwd", "~"],
)
def test_nothing_is_written_outside_the_output_folder(run, sample, tmp_path, name):
    place = tmp_path / "deep" / "down"
    place.mkdir(parents=True)
    data = sample(("  名称: 组织部门\n", f"  名称: {json.dumps(name, ensure_ascii=False)}\n"))
    before = {p for p in tmp_path.rglob("*") if place not in p.parents}
    result = run("build", data, "-o", place / "out")
    assert result.exit_code == 0, result.output
    assert {p for p in tmp_path.rglob("*") if place not in p.parents} == before
    folders = list((place / "out").iterdir())
    assert len(folders) == 1
    assert (folders[0] / MADE).is_file()


def test_explanations_are_prepared_for_filling_in(run, sample, tmp_path):
    data = sample(("名称: 固定资产               , 金额:  276.33", "名称: 固定资产, 金额: 270.33"))
    assert run("check", data).exit_code == 1
    run("check", data, "--write-explanations")
    written = tmp_path / "2023.说明.yaml"
    assert '键: "声明数/固定资产"' in written.read_text("utf-8")
    written.write_text(
        written.read_text("utf-8").replace("说明: \n", "说明: 原文如此。\n"), "utf-8"
    )
    assert run("check", data).exit_code == 0


def test_an_unknown_format_is_named_with_the_nearest(run):
    result = run("check", SAMPLE, "--format", "qinhuangdao")
    assert result.exit_code == 1
    assert "qinhuangdao-shanhaiguan" in result.output


def test_a_district_without_a_format_gets_the_general_one(run, tmp_path):
    general, _ = SAMPLE.read_text("utf-8").split("# 项目：")
    path = tmp_path / "2023.yaml"
    path.write_text(general.replace("地区: 秦皇岛市山海关区", "地区: 某市某区"), "utf-8")
    result = run("check", path)
    assert "F402" in result.output
    assert "错误 0" in result.output


def test_a_wrong_call_ends_with_2(run):
    assert run("build").exit_code == 2
    assert run("check", SAMPLE, "--no-such").exit_code == 2


def test_the_workbook_gives_the_same_documents_as_the_yaml(run, tmp_path):
    run("build", SAMPLE, "-o", "a")
    run("build", SAMPLE.with_suffix(".xlsx"), "-o", "b")
    made = [tmp_path / folder / "组织部门-2023" / MADE for folder in "ab"]
    assert made[0].read_bytes() == made[1].read_bytes()


def test_the_program_works_from_any_folder(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", "build", str(SAMPLE)], cwd=tmp_path, env=environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "组织部门-2023" / MADE).is_file()
