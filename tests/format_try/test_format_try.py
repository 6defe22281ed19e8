"""`reportgen format try`: a save renders what it changed, and no save stops it."""

import openpyxl
import pytest
from format_builders import run, workbook  # noqa: F401

from reportgen.cli import watching
from reportgen.formats import Library
from reportgen.studio.trying import Trial

FORMAT = """
名称: 某区
适用地区: [某市某区]
文档:
- {名称: 甲表, 模板: 甲.xlsx, 输出: 甲.xlsx}
- {名称: 乙表, 模板: 乙.xlsx, 输出: "乙/{{ 项.名称 }}.xlsx", 每: 项目}
"""
DATA = """
部门: {名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 万元}
支出明细:
- {功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 12.5}
"""


@pytest.fixture
def desk(write, tmp_path):
    """A format with two templates, in a folder that is tried from."""
    write("templates/own/format.yaml", FORMAT)
    save(tmp_path / "templates/own/甲.xlsx", {"A1": "{{ 部门.名称 }}"})
    save(tmp_path / "templates/own/乙.xlsx", {"A1": "{{ 项.名称 }}"})
    return tmp_path


def save(path, cells):
    """As Word and Excel save: a temporary file that takes the place of the old one."""
    temporary = path.with_name("~WRD0001.tmp")
    temporary.write_bytes(workbook(cells))
    temporary.replace(path)


def text(path):
    return openpyxl.load_workbook(path).active["A1"].value


@pytest.fixture
def tried(run, desk, monkeypatch):  # noqa: F811
    """Runs the command through the saves given as functions; gives what it printed."""

    def tried(*saves, words=()):
        steps = iter(saves)

        def wait(paths, before, **_):
            step = next(steps, None)
            if step is None:
                raise KeyboardInterrupt
            step()

        monkeypatch.setattr(watching, "wait_for_change", wait)
        return run("format", "try", "own", *words)

    return tried


def test_all_documents_are_made_at_the_start_of_several_only_the_first(tried, desk):
    result = tried()
    assert result.exit_code == 0
    made = sorted(p.relative_to(desk / "out/试排").as_posix() for p in desk.rglob("试排/**/*.xlsx"))
    assert made == ["乙/示例项目一.xlsx", "甲.xlsx"]


def test_a_saved_template_makes_its_own_document_anew_and_no_other(tried, desk):
    other = desk / "out/试排/乙/示例项目一.xlsx"
    times = []

    def change():
        times.append(other.stat().st_mtime_ns)
        save(desk / "templates/own/甲.xlsx", {"A1": "{{ 年度 }}年"})

    result = tried(change)
    assert "已保存：甲.xlsx" in result.output
    assert text(desk / "out/试排/甲.xlsx").endswith("年")
    assert times == [other.stat().st_mtime_ns]


def test_a_mistake_is_told_at_its_cell_and_the_next_save_makes_it_good(tried, desk):
    template = desk / "templates/own/甲.xlsx"
    kept = []

    def good():
        kept.append(text(desk / "out/试排/甲.xlsx"))
        save(template, {"A1": "{{ 部门.代码 }}"})

    result = tried(lambda: save(template, {"A1": "{{ 部门.名字 }}"}), good)
    assert "L502" in result.output
    assert "「表」A1" in result.output
    assert kept == ["示例局"]
    assert text(desk / "out/试排/甲.xlsx") == "101"


def test_a_half_written_template_and_one_that_is_gone_for_a_moment_do_not_stop_it(tried, desk):
    template = desk / "templates/own/甲.xlsx"
    data = workbook({"A1": "{{ 部门.地区 }}"})

    result = tried(
        lambda: template.write_bytes(data[:2000]),
        template.unlink,
        lambda: template.write_bytes(data),
    )
    assert result.exit_code == 0
    assert result.output.count("没有生成") == 2
    assert text(desk / "out/试排/甲.xlsx") == "示例区"


def test_a_saved_yaml_file_takes_effect(tried, desk):
    path = desk / "templates/own/fields.yaml"

    def declare():
        path.write_text("部门:\n  形式: 记录\n  字段: [{名称: 口号, 示例: 某口号}]\n", "utf-8")

    result = tried(declare, lambda: save(desk / "templates/own/甲.xlsx", {"A1": "{{ 部门.口号 }}"}))
    assert "L502" not in result.output
    assert text(desk / "out/试排/甲.xlsx") == "某口号"


def test_a_broken_yaml_file_is_told_and_nothing_is_made_from_it(tried, desk):
    path = desk / "templates/own/format.yaml"
    good = path.read_text("utf-8")
    result = tried(
        lambda: path.write_text(good + "数字: {金额: ", "utf-8"),
        lambda: path.write_text(good, "utf-8"),
    )
    assert "own/format.yaml" in result.output
    assert result.output.count("没有生成") == 1
    assert "2 份" in result.output.splitlines()[-3]


def test_a_data_set_can_be_given_and_is_watched_too(tried, write, desk):
    write("2024.yaml", DATA)
    changed = DATA.replace("某局", "另一局")
    result = tried(lambda: write("2024.yaml", changed), words=("--data", "2024.yaml"))
    assert "已保存：2024.yaml" in result.output
    assert text(desk / "out/试排/甲.xlsx") == "另一局"


def test_only_the_documents_asked_for_are_made(tried, desk):
    tried(words=("--document", "乙"))
    assert not (desk / "out/试排/甲.xlsx").exists()
    assert (desk / "out/试排/乙/示例项目一.xlsx").exists()


def test_every_project_is_made_on_request(tried, desk):
    tried(words=("--all",))
    assert len(list((desk / "out/试排/乙").iterdir())) == 2


def test_once_ends_with_1_where_there_is_an_error(run, desk):  # noqa: F811
    assert run("format", "try", "own", "--once").exit_code == 0
    save(desk / "templates/own/甲.xlsx", {"A1": "{{ 没有 }}"})
    assert run("format", "try", "own", "--once").exit_code == 1


def test_a_format_that_is_not_there_is_told_and_not_waited_for(run, desk):  # noqa: F811
    result = run("format", "try", "owm")
    assert result.exit_code == 1
    assert "是不是“own”" in result.output or "own" in result.output


def test_owner_files_and_temporary_files_are_no_save(desk):
    folder = desk / "templates/own"
    before = watching.states([folder])
    for name in ("~$甲.xlsx", "~WRL0003.tmp", ".~lock.甲.xlsx#", "甲.xlsx.tmp", "format.yaml~"):
        (folder / name).write_text("x")
    assert watching.states([folder]) == before


def test_a_save_counts_once_nothing_changes_any_more(desk):
    """With the pauses of this command: a file that is replaced, then written to, is one save."""
    template = desk / "templates/own/甲.xlsx"
    writes = iter([None, {"A1": "一"}, {"A1": "一二"}])
    waited = []

    def sleep(seconds):
        waited.append(seconds)
        if (cells := next(writes, None)) is not None:
            save(template, cells)

    before = watching.states([template.parent])
    changed = watching.wait_for_change(
        [template.parent], before, sleep, interval=0.1, settled_after=0.05
    )
    assert changed == [template]
    assert waited == [0.1, 0.1, 0.05, 0.05]


def test_a_document_that_is_held_open_is_told_and_the_others_are_made(desk, monkeypatch):
    from reportgen.studio import trying
    from reportgen.writer import Reason, WriteError

    write = trying.write_atomic

    def refuse(path, data):
        if path.name == "甲.xlsx":
            raise WriteError(Reason.DENIED, path)
        write(path, data)

    monkeypatch.setattr(trying, "write_atomic", refuse)
    result = Trial(Library(desk / "templates"), "own", desk / "out").begin()
    assert len(result.refused) == 1
    assert "甲.xlsx" in result.refused[0]
    assert [path.name for path in result.written] == ["示例项目一.xlsx"]
