import gc
import os
import pickle
import signal
import time
from pathlib import Path

import pytest
from batch_builders import built_alone, bureau, department, documents, run
from openpyxl import load_workbook

from reportgen.pack.batch import task
from reportgen.pack.batch.results import Outcome
from reportgen.pack.lock import held

LAST_YEAR = "  上年: 去年.yaml\n"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def test_every_data_set_gets_the_pack_that_it_gets_alone(tmp_path, out):
    data = bureau(tmp_path / "data", 3)
    report, results, findings = run(data, out, workers=2)
    assert [result.outcome for result in results] == [Outcome.DONE] * 3
    assert (report.tally.done, report.tally.status, findings) == (3, 0, [])
    assert documents(out) == built_alone(data, tmp_path / "alone")


def test_processes_that_are_not_forked_give_the_same(tmp_path, out):
    data = bureau(tmp_path / "data", 2)
    report, _, _ = run(data, out, workers=2, method="spawn")
    assert report.tally.outcomes == {Outcome.DONE: 2}
    assert documents(out) == built_alone(data, tmp_path / "alone")


def test_one_that_cannot_be_made_stops_nobody(tmp_path, out):
    data = bureau(tmp_path / "data", 3)
    data[0].write_text("部门: [", "utf-8")
    report, results, _ = run(data, out)
    assert [result.outcome for result in results] == [Outcome.REFUSED, Outcome.DONE, Outcome.DONE]
    assert results[0].errors
    assert results[0].notes[0].message
    assert report.tally.status == 1


def test_a_draft_is_made_of_one_that_has_errors(tmp_path, out):
    data = [department(tmp_path / "data", 1, more="声明数:\n- {名称: 支出, 金额: 7}\n")]
    assert run(data, out)[1][0].outcome is Outcome.REFUSED
    _, (result,), _ = run(data, out, draft=True)
    assert (result.outcome, Path(result.folder).name) == (Outcome.DONE, "合成单位1-2024-草稿")


def test_nothing_of_a_department_stays_behind_once_its_turn_is_over(tmp_path, out):
    first, second = bureau(tmp_path / "data", 2)
    do = task.Task(task.Order(out))
    do(task.Job(first))
    gc.collect()
    gc.disable()
    try:
        assert do(task.Job(second)).outcome is Outcome.DONE
        alive = {type(item).__name__ for item in gc.get_objects()}
    finally:
        gc.enable()
    assert not alive & {"DepartmentYear", "RecordView", "LedgerView"}


def test_a_fault_of_the_program_is_told_and_stops_nobody(tmp_path, out, monkeypatch):
    data = bureau(tmp_path / "data", 2)
    real = task.prepare

    def faulty(path, *rest):
        if path == data[0]:
            raise RuntimeError("a fault")
        return real(path, *rest)

    monkeypatch.setattr(task, "prepare", faulty)
    report, results, _ = run(data, out)
    assert [result.outcome for result in results] == [Outcome.FAILED, Outcome.DONE]
    assert [note.code for note in results[0].notes] == ["P900"]
    assert "RuntimeError" in results[0].notes[0].message
    assert report.tally.status == 70


def killing(monkeypatch, victim, mark, *, times):
    """Lets the process die that comes to this data set, so many times."""
    real = task.prepare
    parent = os.getpid()

    def deadly(path, *rest):
        if path == victim and os.getpid() != parent:
            tries = len(mark.read_text()) if mark.exists() else 0
            if tries < times:
                mark.write_text("x" * (tries + 1))
                os.kill(os.getpid(), signal.SIGKILL)
        return real(path, *rest)

    monkeypatch.setattr(task, "prepare", deadly)


def test_a_killed_process_costs_its_department_a_second_try(tmp_path, out, monkeypatch):
    data = bureau(tmp_path / "data", 4)
    killing(monkeypatch, data[1], tmp_path / "mark", times=1)
    report, _, _ = run(data, out, workers=2)
    assert report.tally.outcomes == {Outcome.DONE: 4}
    assert documents(out) == built_alone(data, tmp_path / "alone")


def test_a_department_whose_process_is_killed_again_is_told_and_stops_nobody(
    tmp_path, out, monkeypatch
):
    data = bureau(tmp_path / "data", 4)
    killing(monkeypatch, data[1], tmp_path / "mark", times=9)
    report, results, _ = run(data, out, workers=2)
    assert report.tally.outcomes == {Outcome.DONE: 3, Outcome.FAILED: 1}
    assert [note.code for note in results[1].notes] == ["P901"]
    assert (tmp_path / "mark").read_text() == "xx"


def test_what_is_already_what_the_data_gives_is_left(tmp_path, out):
    data = bureau(tmp_path / "data", 2)
    run(data, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.xlsx")}
    report, results, _ = run(data, out)
    assert (report.tally.standing, report.tally.outcomes) == (2, {Outcome.DONE: 2})
    assert results[0].name == "合成单位1"
    packs = {path: at for path, at in before.items() if path.parent != out}
    assert {path: path.stat().st_mtime_ns for path in packs} == packs


def test_asked_to_it_makes_everything_again(tmp_path, out):
    data = bureau(tmp_path / "data", 1)
    run(data, out)
    assert run(data, out, again=True)[0].tally.standing == 0


def change_data(folder, _out):
    department(folder, 1, amount=999)


def add_explanations(folder, _out):
    (folder / "单位1.说明.yaml").write_text("说明: []\n", "utf-8")


def add_a_text(folder, _out):
    (folder / "文字").mkdir()
    (folder / "文字" / "其他说明.md").write_text("无。", "utf-8")


def change_last_year(folder, _out):
    path = folder / "去年.yaml"
    path.write_text(path.read_text("utf-8").replace("100", "200"), "utf-8")


def edit_a_document(_folder, out):
    path = next((out / "合成单位1-2024").glob("*公开表.xlsx"))
    path.write_bytes(b"edited by hand")


def delete_a_document(_folder, out):
    next((out / "合成单位1-2024").glob("*公开表.xlsx")).unlink()


def lose_the_record_of_a_pack(_folder, out):
    (out / "合成单位1-2024" / ".reportgen" / "manifest.json").unlink()


@pytest.mark.parametrize(
    "change",
    [change_data, add_explanations, add_a_text, change_last_year, edit_a_document,
     delete_a_document, lose_the_record_of_a_pack],
    ids=lambda change: change.__name__,
)  # fmt: skip
def test_whatever_changed_is_made_again_and_only_that(tmp_path, out, change):
    folder = tmp_path / "data" / "a"
    last = department(folder, 9, amount=100, name="合成单位1").rename(folder / "去年.yaml")
    last.write_text(last.read_text("utf-8").replace("年度: 2024", "年度: 2023"), "utf-8")
    data = [
        department(folder, 1, head=LAST_YEAR, amount=100),
        department(tmp_path / "data" / "b", 2),
    ]
    run(data, out)
    assert run(data, out)[0].tally.standing == 2
    change(folder, out)
    _, results, _ = run(data, out)
    assert [result.standing for result in results] == [False, True]


def test_a_changed_format_is_made_again(tmp_path, out):
    forms = tmp_path / "forms" / "district"
    forms.mkdir(parents=True)
    form = forms / "format.yaml"
    form.write_text("名称: 合成区\n继承: national\n适用地区: [合成区]\n", "utf-8")
    data = bureau(tmp_path / "data", 1)
    asked = {"formats": (forms.parent,)}
    run(data, out, **asked)
    assert run(data, out, **asked)[0].tally.standing == 1
    form.write_text(form.read_text("utf-8") + "说明: 改过\n", "utf-8")
    assert run(data, out, **asked)[0].tally.standing == 0


def test_a_document_that_cannot_take_in_what_is_new_is_kept_and_told(tmp_path, out):
    data = bureau(tmp_path / "data", 1)
    run(data, out)
    edit_a_document(None, out)
    change_data(tmp_path / "data", out)
    report, (result,), _ = run(data, out)
    assert (result.outcome, report.tally.status) == (Outcome.INCONSISTENT, 3)
    assert b"edited by hand" in documents(out).values()


def test_two_data_sets_of_one_pack_do_not_overwrite_each_other(tmp_path, out):
    first = department(tmp_path / "data", 1, amount=100)
    second = department(tmp_path / "data", 2, amount=200, name="合成单位1")
    _, results, _ = run([first, second], out)
    assert [result.outcome for result in results] == [Outcome.DONE, Outcome.REFUSED]
    assert results[1].notes[0].code == "P902"
    assert documents(out) == built_alone([first], tmp_path / "alone")
    _, results, _ = run([first, second], out)
    assert [result.outcome for result in results] == [Outcome.DONE, Outcome.REFUSED]


def test_a_second_run_into_the_same_folder_is_refused_while_one_is_at_work(tmp_path, out):
    data = bureau(tmp_path / "data", 1)
    (out / ".reportgen").mkdir(parents=True)
    with held(out / ".reportgen" / "batch.lock"):
        report, _, findings = run(data, out)
    assert (report, [finding.code for finding in findings]) == (None, ["P903"])
    assert documents(out) == {}


def test_an_output_folder_that_cannot_be_made_is_one_finding(tmp_path, out):
    out.write_text("a file", "utf-8")
    report, _, findings = run(bureau(tmp_path / "data", 1), out)
    assert (report, [finding.code for finding in findings]) == (None, ["P810"])


def test_the_summary_lists_departments_and_all_findings(tmp_path, out):
    data = bureau(tmp_path / "data", 2)
    department(tmp_path / "data", 2, more="声明数:\n- {名称: 支出, 金额: 7}\n")
    report, _, _ = run(data, out)
    book = load_workbook(report.summary)
    rows = list(book["单位"].iter_rows(min_row=4, max_col=8, values_only=True))
    assert rows[0][:4] == ("合成单位1", 2024, "单位1.yaml", "完成")
    assert rows[0][4] == 2
    assert rows[1][3] == "没有生成"
    explained = [row for row in book["问题"].iter_rows(min_row=4, values_only=True) if row[1]]
    assert ("合成单位2", "须说明") in {row[:2] for row in explained}
    assert "完成 1，其余 1" in book["单位"]["A2"].value


def test_a_summary_that_was_edited_is_kept(tmp_path, out):
    data = bureau(tmp_path / "data", 1)
    summary = run(data, out)[0].summary
    summary.write_bytes(b"her notes")
    report, _, findings = run(data, out)
    assert summary.read_bytes() == b"her notes"
    assert report.summary.name == "批量汇总（2）.xlsx"
    assert [finding.code for finding in findings] == ["P906"]
    assert run(data, out)[0].summary.name == "批量汇总（2）.xlsx"


def test_what_comes_back_from_a_process_holds_no_documents(tmp_path, out):
    _, (result,), _ = run(bureau(tmp_path / "data", 1), out)
    assert result.documents == 2
    assert len(pickle.dumps(result)) < 20_000


def test_nothing_of_a_run_stays_behind_but_its_record(tmp_path, out):
    run(bureau(tmp_path / "data", 1), out)
    assert sorted(path.name for path in (out / ".reportgen").iterdir()) == [
        "batch.jsonl",
        "batch.lock",
    ]


def test_a_file_that_changed_while_it_was_read_is_made_again(tmp_path, out):
    data = bureau(tmp_path / "data", 1)
    ahead = time.time() + 60
    os.utime(data[0], (ahead, ahead))
    run(data, out)
    assert run(data, out)[0].tally.standing == 0
