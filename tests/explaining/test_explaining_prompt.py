import os
import select
import subprocess
import sys
import time

import pytest
from explaining_desk import check, workbook, yaml_data
from openpyxl import load_workbook

from reportgen.checks.explanations import read_explanations


def explained(data):
    return [(e.code, e.key, e.text) for e in read_explanations(data)[0]]


def test_answers_are_kept_beside_the_data_and_hold(tmp_path):
    data = yaml_data(tmp_path)
    status, told = check(data, "批复数是旧的\n收入另有批复\n")
    assert status == 0
    assert "[1/2] C603" in told
    assert "声明 = 7" in told
    assert "已存 2 条说明：" in told
    assert "现在：错误 0，须说明 0" in told
    assert explained(data) == [
        ("C603", "声明数/支出", "批复数是旧的"),
        ("C603", "声明数/收入", "收入另有批复"),
    ]
    assert "没有要说明的问题" in check(data, "")[1]


def test_an_empty_answer_skips_and_a_point_stops(tmp_path):
    data = yaml_data(tmp_path)
    status, told = check(data, "\n收入另有批复\n")
    assert status == 1
    assert "已存 1 条说明" in told
    assert explained(data) == [("C603", "声明数/收入", "收入另有批复")]
    status, told = check(data, ".\n不要存\n")
    assert (status, "什么也没有改" in told) == (1, True)
    assert len(explained(data)) == 1


def test_answers_that_run_out_leave_the_rest_open(tmp_path):
    data = yaml_data(tmp_path)
    status, told = check(data, "批复数是旧的")
    assert (status, "须说明 1" in told.splitlines()[-1]) == (1, True)
    assert len(explained(data)) == 1


def test_figures_that_change_are_asked_again_with_what_was_written(tmp_path):
    data = yaml_data(tmp_path)
    check(data, "批复数是旧的\n收入另有批复\n")
    yaml_data(tmp_path, amount=200)
    status, told = check(data, "还是旧的\n\n")
    assert status == 1
    assert "数变以前写的是：批复数是旧的" in told
    assert "算出 = 200" in told
    yaml_data(tmp_path, amount=100)
    assert "没有要说明的问题" in check(data, "")[1]


def test_without_a_terminal_and_without_answers_it_refuses(tmp_path):
    data = yaml_data(tmp_path)
    status, told = check(data, "")
    assert (status, "这里没有人能回答" in told) == (2, True)
    assert list(tmp_path.iterdir()) == [data]


def test_it_does_not_go_with_json(tmp_path):
    assert check(yaml_data(tmp_path), "甲\n", "--json")[0] == 2


def test_the_file_of_explanations_keeps_what_she_wrote_in_it(tmp_path):
    data = yaml_data(tmp_path)
    path = tmp_path / "2024.说明.yaml"
    mine = "# 我的话\n说明:\n- 问题: C610   # 旧的\n  键: 文字/甲\n  数: {}\n  说明: 原来的\n"
    path.write_text(mine, "utf-8")
    check(data, '带"引号": 和 # 的，还有\\反斜杠\n\n')
    assert path.read_text("utf-8").startswith(mine)
    assert explained(data)[1][2] == '带"引号": 和 # 的，还有\\反斜杠'


@pytest.mark.parametrize("text", ["说明: []\n", "说明:\n", "", "# 只有一行注释\n说明: [ ]\n"])
def test_a_file_of_explanations_without_any_is_begun(tmp_path, text):
    data = yaml_data(tmp_path)
    (tmp_path / "2024.说明.yaml").write_text(text, "utf-8")
    assert check(data, "甲的原因\n乙的原因\n")[0] == 0


def test_a_file_that_nothing_can_be_added_to_is_left_and_the_answers_are_shown(tmp_path):
    data = yaml_data(tmp_path)
    path = tmp_path / "2024.说明.yaml"
    path.write_text("说明: {甲: 乙}\n", "utf-8")
    status, told = check(data, "不能丢的话\n\n")
    assert status == 4
    assert "P915" in told
    assert "声明数/支出：不能丢的话" in told
    assert path.read_text("utf-8") == "说明: {甲: 乙}\n"


HEAD = ("问题", "键", "数", "说明")
ROW = ("C610", "文字/甲", None, "原来的")


def test_a_workbook_gets_them_in_a_sheet_of_its_own(tmp_path):
    data = workbook(tmp_path / "2024.xlsx", {"#备注": [("=1+1",)]})
    status, told = check(data, "批复数是旧的\n收入另有批复\n")
    assert status == 0
    assert "工作表“说明”" in told
    assert [path.name for path in tmp_path.iterdir()] == ["2024.xlsx"]
    book = load_workbook(data)
    assert book.sheetnames == ["部门", "支出明细", "收入明细", "声明数", "#备注", "说明"]
    rows = list(book["说明"].values)
    assert rows[:2] == [HEAD, ("C603", "声明数/支出", "声明 = 7\n算出 = 100", "批复数是旧的")]
    assert book["#备注"]["A1"].value == "=1+1"


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, ROW],
        [HEAD],
        [("键", "问题", "说明", "我的一栏", "数"), ("文字/甲", "C610", "原来的", "留着", None)],
        [("说明的话放这里",), HEAD, ROW],
    ],
    ids=["one there", "only heads", "other order", "a title above"],
)
def test_a_sheet_that_is_there_keeps_its_rows_and_gets_more(tmp_path, rows):
    data = workbook(tmp_path / "2024.xlsx", {"说明": rows})
    before = list(load_workbook(data)["说明"].values)
    assert check(data, "批复数是旧的\n收入另有批复\n")[0] == 0
    after = list(load_workbook(data)["说明"].values)
    assert after[: len(before)] == before
    assert len(after) == len(before) + 2
    assert {text for _, _, text in explained(data)} >= {"批复数是旧的", "收入另有批复"}
    assert [path.name for path in tmp_path.iterdir()] == ["2024.xlsx"]


def test_rows_made_ready_for_filling_in_are_used(tmp_path):
    from openpyxl.styles import PatternFill

    data = workbook(tmp_path / "2024.xlsx", {"说明": [HEAD]})
    book = load_workbook(data)
    for row in range(2, 6):
        for column in range(1, 5):
            book["说明"].cell(row, column).fill = PatternFill("solid", fgColor="FFEEEEEE")
    book.save(data)
    assert check(data, "批复数是旧的\n收入另有批复\n")[0] == 0
    sheet = load_workbook(data)["说明"]
    assert [sheet.cell(row, 4).value for row in range(2, 6)] == [
        "批复数是旧的", "收入另有批复", None, None,
    ]  # fmt: skip
    assert sheet["D2"].fill.fgColor.rgb == "FFEEEEEE"


def test_every_other_part_of_the_workbook_stays_byte_for_byte(tmp_path):
    from reportgen.office.package import read

    data = workbook(tmp_path / "2024.xlsx", {"说明": [HEAD, ROW]})
    before = {member.name: member.content for member in read(data.read_bytes())}
    check(data, "批复数是旧的\n\n")
    after = {member.name: member.content for member in read(data.read_bytes())}
    assert [name for name in before if after[name] != before[name]] == ["xl/worksheets/sheet5.xml"]


def test_an_open_workbook_is_left_and_they_stand_beside_it(tmp_path):
    data = workbook(tmp_path / "2024.xlsx")
    (tmp_path / "~$2024.xlsx").write_bytes(b"")
    before = data.read_bytes()
    status, told = check(data, "批复数是旧的\n收入另有批复\n")
    assert (status, "P914" in told) == (0, True)
    assert data.read_bytes() == before
    assert len(explained(data)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
def test_at_a_terminal_each_is_asked_for_and_ctrl_c_saves_what_was_typed(tmp_path):
    import pty

    data = yaml_data(tmp_path)
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "reportgen", "check", str(data), "--explain"],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, start_new_session=True,
        env={**os.environ, "TERM": "dumb"}, preexec_fn=own_terminal,  # noqa: PLW1509 - no threads here
    )  # fmt: skip
    os.close(theirs)
    screen = Screen(ours)
    try:
        screen.until("[1/2]")
        screen.until("说明：")
        os.write(ours, "批复数是旧的\n".encode())
        screen.until("[2/2]")
        screen.until("说明：")
        assert "已存 1 条说明" in screen.until("现在：", pressing=b"\x03")
        running.wait(timeout=30)
    finally:
        running.kill()
        running.wait(timeout=30)
        os.close(ours)
    assert running.returncode == 1
    assert explained(data) == [("C603", "声明数/支出", "批复数是旧的")]


def own_terminal():
    """Ctrl-C of the pseudo terminal reaches the process: it is its controlling terminal."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Screen:
    """What the program prints, read as far as is asked for."""

    def __init__(self, handle):
        self.handle, self.text = handle, b""

    def until(self, wanted, pressing=b""):
        """What comes up to some words; a key is pressed until something comes."""
        limit = time.monotonic() + 60
        while wanted.encode() not in self.text and time.monotonic() < limit:
            if pressing and not self.text:
                os.write(self.handle, pressing)
                time.sleep(1)
            if select.select([self.handle], [], [], 1)[0]:
                try:
                    self.text += os.read(self.handle, 4096)
                except OSError:
                    break
        assert wanted.encode() in self.text, self.text.decode(errors="replace")
        before, found, self.text = self.text.partition(wanted.encode())
        return (before + found).decode(errors="replace")
