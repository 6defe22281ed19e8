"""Kills a build before any of its changes of the disk, to see what is left after recovery.

Shared by the tests (a sample of the steps) and by scripts/soak (many).
"""

import hashlib
import os
import sys

from pack_desk import Desk, packed

from reportgen.pack.history import restore
from reportgen.pack.plan import Joined
from reportgen.pack.staging import recover

CHANGES = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
KILLED = 77

OLD = {
    "同.docx": "一", "改.docx": "一", "编.docx": "一", "并.docx": "一", "夹/旧.docx": "一",
    "挡.docx": "一",
}  # fmt: skip
NEW = {
    "同.docx": "一", "改.docx": "二", "编.docx": "二", "并.docx": "二", "夹/新.docx": "二",
    "挡.docx": "二",
}  # fmt: skip
EDIT, MINE, HERS = b"edited by hand", b"mine", b"edited by hand, to be merged"
MERGED = packed("三")
MERGES = b'{"version":1,"documents":{}}'


def killed_before(step, work):
    """Run `work` in a child that dies before its nth change of the disk; whether it died."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            left = step

            def watch(event, args):
                nonlocal left
                if event in CHANGES or (event == "open" and args[2] & WRITING):
                    if left == 0:
                        os._exit(KILLED)
                    left -= 1

            sys.addaudithook(watch)
            work()
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, KILLED}, code
    return code == KILLED


def prepared(out):
    """A desk with an old pack: two documents edited, one of them to be merged; one is not ours."""
    desk = Desk(out)
    desk.folder.mkdir(parents=True)
    desk.edit("挡.docx", MINE)
    desk.build(OLD)
    desk.edit("编.docx", EDIT)
    desk.edit("并.docx", HERS)
    return desk


def build(desk):
    """The build that is killed: it replaces, merges, keeps, adds and takes away."""
    found = recover(desk.folder)
    hers = (desk.folder / "并.docx").read_bytes()
    joined = Joined(hashlib.sha256(hers).hexdigest(), None if hers == MERGED else MERGED)
    report = desk.build(NEW, joined={"并.docx": joined}, merges=MERGES)
    desk.findings[:0] = found
    return report


def outcomes(folder):
    """All files after no build and after a whole one."""
    desk = prepared(folder / "expected")
    before = desk.files()
    build(desk)
    return before, desk.files()


def steps_of(folder):
    """How many changes of the disk the build makes."""
    count = 0
    while killed_once(folder / str(count), count)[1]:
        count += 1
    return count


def killed_once(out, step):
    """The desk after a kill and a recovery."""
    desk = prepared(out)
    died = killed_before(step, lambda: build(desk))
    recover(desk.folder)
    return desk, died


def killed_twice(out, step, again):
    """The desk after a kill, a recovery that is killed too, and another recovery."""
    desk = prepared(out)
    killed_before(step, lambda: build(desk))
    killed_before(again, lambda: recover(desk.folder))
    recover(desk.folder)
    return desk


def restored(folder):
    """All files before and after a merged document is brought back as she had it."""
    desk = prepared(folder / "expected")
    build(desk)
    before = desk.files()
    restore(desk.folder, "并.docx")
    return before, desk.files()


def restore_killed(out, step):
    """The desk after a restore that was killed, and a recovery."""
    desk = prepared(out)
    build(desk)
    killed_before(step, lambda: restore(desk.folder, "并.docx"))
    recover(desk.folder)
    return desk
