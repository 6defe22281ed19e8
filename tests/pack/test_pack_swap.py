import errno
import json
import os
import random
import sys

import pytest
from pack_desk import NAME, Desk, packed
from pack_killing import (
    EDIT,
    MINE,
    build,
    killed_before,
    killed_once,
    killed_twice,
    outcomes,
    prepared,
    restore_killed,
    restored,
)

from reportgen.finding import Severity
from reportgen.pack import lock
from reportgen.pack.manifest import Left, State
from reportgen.pack.staging import recover

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill needs os.fork")
STEPS = range(101)
"""More than the changes of the disk that the build makes; a kill past the last one kills nothing."""


@needs_fork
@pytest.mark.parametrize("step", sorted(random.Random(8).sample(STEPS, 24)))
def test_a_build_killed_anywhere_leaves_the_old_pack_or_the_new_one(tmp_path, step):
    desk, _ = killed_once(tmp_path / "out", step)
    assert desk.files() in outcomes(tmp_path)


@needs_fork
def test_the_kills_reach_both_sides_of_the_journal(tmp_path):
    before, after = outcomes(tmp_path)
    early, died_early = killed_once(tmp_path / "early", 3)
    late, died_late = killed_once(tmp_path / "late", 60)
    assert (died_early, died_late) == (True, True)
    assert (early.files(), late.files()) == (before, after)


@needs_fork
@pytest.mark.parametrize("again", random.Random(4).sample(range(24), 8))
def test_a_recovery_killed_anywhere_can_be_taken_up_again(tmp_path, again):
    desk = killed_twice(tmp_path / "out", 60, again)
    assert desk.files() == outcomes(tmp_path)[1]


@needs_fork
@pytest.mark.parametrize("step", [12, 60])
def test_the_next_build_after_a_kill_is_whole(tmp_path, step):
    desk = prepared(tmp_path / "out")
    killed_before(step, lambda: build(desk))
    build(desk)
    assert desk.files() == outcomes(tmp_path)[1]
    assert {"P813", "P814"} & set(desk.codes)


@needs_fork
@pytest.mark.parametrize("step", random.Random(5).sample(STEPS, 10))
def test_an_edit_between_a_kill_and_the_recovery_is_never_lost(tmp_path, step):
    desk = prepared(tmp_path / "out")
    killed_before(step, lambda: build(desk))
    for name in ("改.docx", "夹/旧.docx", "夹/新.docx"):
        desk.edit(name, b"late " + name.encode())
    recover(desk.folder)
    build(desk)
    for name in ("改.docx", "夹/旧.docx", "夹/新.docx"):
        assert desk.text(name) == b"late " + name.encode()
    assert (desk.text("编.docx"), desk.text("挡.docx")) == (EDIT, MINE)


@needs_fork
def test_a_finished_swap_is_told_as_such(tmp_path):
    desk = prepared(tmp_path / "out")
    killed_before(60, lambda: build(desk))
    assert [finding.code for finding in recover(desk.folder)] == ["P813"]
    assert recover(desk.folder) == []


@needs_fork
def test_a_withdrawn_build_is_told_as_such(tmp_path):
    desk = prepared(tmp_path / "out")
    killed_before(8, lambda: build(desk))
    assert [finding.code for finding in recover(desk.folder)] == ["P814"]
    assert recover(desk.folder) == []


def test_there_is_nothing_to_recover_where_there_is_no_pack(tmp_path):
    assert recover(tmp_path / "none") == []
    assert list(tmp_path.iterdir()) == []


class Failing:
    """A function of os that fails at its nth call, and only then."""

    def __init__(self, real, nth, code):
        self.real, self.left, self.code = real, nth, code

    def __call__(self, *args, **options):
        self.left -= 1
        if self.left == -1:
            raise OSError(self.code, os.strerror(self.code))
        return self.real(*args, **options)


@pytest.mark.parametrize("nth", range(10))
def test_a_full_disk_leaves_the_last_pack_as_it_was(tmp_path, monkeypatch, nth):
    before, _ = outcomes(tmp_path)
    desk = prepared(tmp_path / "out")
    monkeypatch.setattr(os, "fsync", Failing(os.fsync, nth, errno.ENOSPC))
    monkeypatch.setattr("reportgen.pack.staging.flush_folder", lambda _path: None)
    report = build(desk)
    assert desk.files() == before
    assert (desk.codes, report.state, report.written) == (["P810"], None, [])
    assert "磁盘空间不足" in desk.findings[0].message


@pytest.mark.parametrize("nth", range(22))
def test_a_swap_that_the_disk_refuses_is_undone(tmp_path, monkeypatch, nth):
    before, _ = outcomes(tmp_path)
    desk = prepared(tmp_path / "out")
    monkeypatch.setattr(os, "replace", Failing(os.replace, nth, errno.EIO))
    report = build(desk)
    assert desk.files() == before
    assert (desk.codes, report.state) == (["P810"], None)


def test_a_folder_that_may_not_be_written_is_one_finding(desk, monkeypatch):
    desk.build({"甲.docx": "一", "乙.docx": "一"})
    before = desk.files()
    monkeypatch.setattr("pathlib.Path.touch", Failing(None, 0, errno.EACCES))
    report = desk.build({"甲.docx": "二", "乙.docx": "二"})
    assert (desk.codes, report.state) == (["P810"], None)
    assert desk.findings[0].severity is Severity.ERROR
    monkeypatch.undo()
    assert desk.files() == before


def test_a_document_that_cannot_be_replaced_is_left_and_the_others_are_not(desk, monkeypatch):
    desk.build({"甲.docx": "一", "乙.docx": "一"})
    refuse_for(monkeypatch, desk.folder / "甲.docx")
    report = desk.build({"甲.docx": "二", "乙.docx": "二"})
    assert (report.kept, report.written, report.state) == (
        ["甲.docx"],
        ["乙.docx"],
        State.INCONSISTENT,
    )
    assert desk.codes == ["P804"]
    assert (desk.text("甲.docx"), desk.text("乙.docx")) == ("一", "二")
    assert desk.manifest.find("甲.docx").left is Left.OPEN
    assert desk.manifest.state is State.INCONSISTENT


def test_a_document_whose_place_is_refused_stands_there_again(desk, monkeypatch):
    desk.build({"甲.docx": "一"})
    real, refusals = os.replace, iter([True])

    def replace(old, new):
        if new == desk.folder / "甲.docx" and next(refusals, False):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    assert desk.build({"甲.docx": "二"}).kept == ["甲.docx"]
    assert desk.text("甲.docx") == "一"


def test_a_document_left_at_the_swap_is_replaced_by_the_next_build(desk, monkeypatch):
    desk.build({"甲.docx": "一"})
    refuse_for(monkeypatch, desk.folder / "甲.docx")
    desk.build({"甲.docx": "二"})
    assert desk.text(".reportgen/base/甲.docx") == "一"
    monkeypatch.undo()
    report = desk.build({"甲.docx": "二"})
    assert (report.written, report.state) == (["甲.docx"], State.COMPLETE)
    assert desk.text("甲.docx") == "二"
    assert desk.text(".reportgen/base/甲.docx") is None


def test_an_open_document_that_is_no_longer_made_stays_known(desk, monkeypatch):
    desk.build({"甲.docx": "一", "乙.docx": "一"})
    refuse_for(monkeypatch, desk.folder / "乙.docx")
    report = desk.build({"甲.docx": "一"})
    assert (report.kept, report.removed, desk.codes) == (["乙.docx"], [], ["P806"])
    assert desk.manifest.find("乙.docx").left is Left.OBSOLETE
    assert desk.text(".reportgen/generated/乙.docx") == "一"
    monkeypatch.undo()
    assert desk.build({"甲.docx": "一"}).removed == ["乙.docx"]


def test_a_document_edited_while_the_build_runs_is_left(desk, monkeypatch):
    desk.build({"甲.docx": "一"})
    real = os.replace

    def replace(source, target):
        if str(target).endswith("journal.json"):
            desk.edit("甲.docx")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    report = desk.build({"甲.docx": "二"})
    assert (report.kept, desk.codes) == (["甲.docx"], ["P802"])
    assert desk.text("甲.docx") == b"edited by hand"


def test_a_second_build_at_the_same_time_is_refused(desk):
    desk.build({"甲.docx": "一"})
    before = desk.files()
    with lock.held(desk.folder / ".reportgen" / "lock"):
        report = desk.build({"甲.docx": "二"})
        assert recover(desk.folder) == []
    assert (desk.codes, report.state) == (["P811"], None)
    assert desk.files() == before


def test_a_lock_left_by_a_killed_build_holds_nobody_up(desk):
    desk.build({"甲.docx": "一"})
    desk.edit(".reportgen/lock", b"999999")
    assert desk.build({"甲.docx": "二"}).written == ["甲.docx"]


@pytest.mark.skipif(sys.platform == "win32", reason="the lock of Windows is another")
def test_a_disk_without_locks_is_a_hint(desk, monkeypatch):
    monkeypatch.setattr(lock.fcntl, "flock", Failing(None, 0, errno.ENOLCK))
    assert desk.build({"甲.docx": "一"}).state is State.COMPLETE
    assert desk.codes == ["P817"]


JOURNALS = [
    b"",
    b"[1]",
    b'{"version": 9}',
    b"[" * 100_000,
    json.dumps({"version": 1, "staging": "../..", "changes": []}).encode(),
    json.dumps(
        {
            "version": 1,
            "staging": "staging-00000000",
            "changes": [
                {"name": "../x", "action": "put", "was": None, "aside": "", "keeps_base": True}
            ],
        }
    ).encode(),
    json.dumps(
        {
            "version": 1,
            "staging": "staging-00000000",
            "changes": [
                {"name": "x", "action": "put", "was": None, "aside": "../x", "keeps_base": True}
            ],
        }
    ).encode(),
    json.dumps({"version": 1, "staging": "staging-00000000", "changes": [[3]]}).encode(),
    json.dumps({"version": 1, "staging": "staging-00000000", "changes": []}).encode(),
]


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_journal_that_cannot_be_read_loses_no_file(desk, journal):
    desk.build({"甲.docx": "一"})
    staged = desk.folder / ".reportgen" / "staging-00000000"
    staged.mkdir()
    (staged / "document-0").write_bytes(packed("四"))
    desk.edit(".reportgen/journal.json", journal)
    [finding] = recover(desk.folder)
    assert finding.code == "P815"
    [rescued] = (desk.folder / ".reportgen" / "rescued").iterdir()
    assert (rescued / "staging-00000000" / "document-0").read_bytes() == packed("四")
    assert desk.text("甲.docx") == "一"
    assert recover(desk.folder) == []


def test_half_written_files_of_a_killed_build_are_cleared(desk):
    desk.build({"甲.docx": "一"})
    before = desk.files()
    for name in (".rg-0123456789abcdef", ".reportgen/.rg-0123456789abcdef"):
        desk.edit(name)
    recover(desk.folder)
    assert desk.files() == before


def test_a_link_in_place_of_a_pack_is_not_recovered(desk, tmp_path):
    desk.build({"甲.docx": "一"})
    (desk.folder / ".reportgen" / "staging-00000000").mkdir()
    link = tmp_path / "link"
    link.symlink_to(desk.folder)
    assert [finding.code for finding in recover(link)] == ["P810"]
    assert (desk.folder / ".reportgen" / "staging-00000000").exists()


def test_packs_of_other_departments_are_not_touched(tmp_path):
    desk = Desk(tmp_path / "out")
    other = tmp_path / "out" / f"{NAME}-另" / "甲.docx"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"mine")
    desk.build({"甲.docx": "一"})
    desk.build({})
    assert other.read_bytes() == b"mine"


def refuse_for(monkeypatch, path):
    """Refuse, as Windows does for an open file, every move onto the path or away from it."""
    real = os.replace

    def replace(old, new):
        if path in (old, new):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)


@needs_fork
@pytest.mark.parametrize("step", random.Random(3).sample(range(40), 10))
def test_a_restore_killed_anywhere_leaves_what_was_or_what_should_be(tmp_path, step):
    assert restore_killed(tmp_path / "out", step).files() in restored(tmp_path)


def test_what_a_build_took_away_is_forgotten_after_ten_builds_but_never_her_edits(desk):
    texts = ["一", "二"]
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    for number in range(13):
        desk.build({"说明.docx": texts[number % 2]}, keep_edits=False)
    history = desk.folder / ".reportgen/history"
    kept = sorted(path.name for path in history.iterdir())
    assert kept == ["0001", *(f"{n:04}" for n in range(4, 14))]
    assert desk.text(".reportgen/history/0001/edited/说明.docx") == b"edited by hand"
