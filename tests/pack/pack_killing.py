"""Kills a build before any of its changes of the disk, to see what is left after recovery.

Shared by the tests (a sample of the steps) and by scripts/soak (many).
"""

import os
import sys

from pack_desk import Desk

from reportgen.pack import recover

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
KILLED = 77

OLD = {"同.docx": "一", "改.docx": "一", "编.docx": "一", "夹/旧.docx": "一", "挡.docx": "一"}
NEW = {"同.docx": "一", "改.docx": "二", "编.docx": "二", "夹/新.docx": "二", "挡.docx": "二"}
EDIT, MINE = b"edited by hand", b"mine"


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
    """A desk with an old pack: one document edited, one that is not ours."""
    desk = Desk(out)
    desk.folder.mkdir(parents=True)
    desk.edit("挡.docx", MINE)
    desk.build(OLD)
    desk.edit("编.docx", EDIT)
    return desk


def outcomes(folder):
    """All files after no build and after a whole one."""
    desk = prepared(folder / "expected")
    before = desk.files()
    desk.build(NEW)
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
    died = killed_before(step, lambda: desk.build(NEW))
    recover(desk.folder)
    return desk, died


def killed_twice(out, step, again):
    """The desk after a kill, a recovery that is killed too, and another recovery."""
    desk = prepared(out)
    killed_before(step, lambda: desk.build(NEW))
    killed_before(again, lambda: recover(desk.folder))
    recover(desk.folder)
    return desk
