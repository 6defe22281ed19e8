import json
import os
import signal
import subprocess
import sys
import time

import pytest
from batch_builders import built_alone, bureau, department, documents

SLOWED = (
    "import sys, time\n"
    "from reportgen.pack.batch import task\n"
    "real = task.prepare\n"
    "def slow(path, *rest):\n"
    "    time.sleep(0.3)\n"
    "    return real(path, *rest)\n"
    "task.prepare = slow\n"
    "from reportgen.cli.main import run\n"
    "run()\n"
)
"""The command with departments that take a while, so that it can be interrupted among them."""


def command(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "reportgen", "batch", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def begun(tmp_path, count=12):
    """A run that is at work, two data sets done already."""
    bureau(tmp_path / "data", count)
    running = subprocess.Popen(
        [sys.executable, "-c", SLOWED, "batch", "data", "-o", "out", "--workers", "2"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    for _ in range(2):
        running.stdout.readline()
    return running


def test_a_folder_is_done_with_a_line_for_each_and_a_summary(tmp_path):
    bureau(tmp_path / "data", 2)
    done = command("data", "-o", "out", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("[1/2] 完成  合成单位1 2024  文档 2")
    assert "2 份数据：完成 2。文档 4 份。" in lines[-2]
    assert lines[-1] == f"汇总：{tmp_path / 'out' / '批量汇总.xlsx'}"


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda _folder: None, 0),
        (lambda folder: (folder / "坏.yaml").write_text("部门: [", "utf-8"), 1),
    ],
    ids=["all made", "one refused"],
)
def test_the_exit_status_is_that_of_the_gravest(tmp_path, make, status):
    bureau(tmp_path / "data", 1)
    make(tmp_path / "data")
    done = command("data", "--json", "--workers", "2", cwd=tmp_path)
    assert done.returncode == status
    told = json.loads(done.stdout)
    assert told["outcomes"]["完成"] == 1
    assert told["total"] == told["done"] == 1 + status


def test_nothing_to_do_and_a_wrong_edition_are_wrong_calls(tmp_path):
    (tmp_path / "data").mkdir()
    assert command("data", cwd=tmp_path).returncode == 2
    department(tmp_path / "data", 1)
    assert command("data", "--edition", "没有的版", cwd=tmp_path).returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there_is_told_as_one_that_cannot_be_made(tmp_path):
    done = command("没有.yaml", "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert "没有.yaml" in json.loads(done.stdout)["wrong"][0]["first"]


def test_stopped_by_ctrl_c_it_goes_on_where_it_was(tmp_path):
    running = begun(tmp_path)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "再运行一次同样的命令，就接着做" in err
    whole = [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith("合成")]
    assert 2 <= len(whole) < 12
    again = json.loads(command("data", "-o", "out", "--json", cwd=tmp_path).stdout)
    assert again["outcomes"] == {"完成": 12}
    assert again["standing"] == len(whole)
    data = [tmp_path / "data" / f"单位{number}.yaml" for number in range(1, 13)]
    assert documents(tmp_path / "out") == built_alone(data, tmp_path / "alone")


def test_killed_its_processes_end_too_and_the_next_run_is_whole(tmp_path):
    running = begun(tmp_path)
    children = children_of(running.pid)
    assert len(children) == 2
    running.kill()
    running.wait(timeout=30)
    limit = time.monotonic() + 30
    while any(is_alive(pid) for pid in children) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not [pid for pid in children if is_alive(pid)]
    running.stdout.close()
    running.stderr.close()
    again = json.loads(command("data", "-o", "out", "--json", cwd=tmp_path).stdout)
    assert again["outcomes"] == {"完成": 12}
    assert again["standing"] >= 1
    data = [tmp_path / "data" / f"单位{number}.yaml" for number in range(1, 13)]
    assert documents(tmp_path / "out") == built_alone(data, tmp_path / "alone")


def children_of(parent):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in listed.stdout.split()]


def is_alive(pid):
    listed = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state = listed.stdout.strip()
    return bool(state) and not state.startswith("Z")
