"""`reportgen cache`, and what a build leaves there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path):
    def run(*command: str, **variables: str):
        env = {**os.environ, "REPORTGEN_CACHE": str(tmp_path / "cache"), **variables}
        return subprocess.run(
            [sys.executable, "-m", "reportgen", *command],
            check=False, cwd=ROOT, env=env, capture_output=True, text=True,
        )  # fmt: skip

    return run


def test_a_command_leaves_what_it_compiled_and_clear_removes_it(run, tmp_path):
    folder = tmp_path / "cache" / "reportgen"
    first = run("check", "data/example/2024.yaml")
    assert list(folder.glob("*.bin"))
    assert "个文件" in run("cache").stdout
    assert run("check", "data/example/2024.yaml").stdout == first.stdout
    assert "已删除" in run("cache", "--clear").stdout
    assert list(folder.iterdir()) == []


def test_switched_off_nothing_is_left(run, tmp_path):
    assert run("check", "data/example/2024.yaml", REPORTGEN_CACHE="off").stdout
    assert "没有使用缓存" in run("cache", REPORTGEN_CACHE="off").stdout
    assert not (tmp_path / "cache").exists()


def test_rubbish_in_the_cache_changes_nothing(run, tmp_path):
    first = run("check", "data/example/2024.yaml")
    for path in (tmp_path / "cache" / "reportgen").glob("*.bin"):
        path.write_bytes(path.read_bytes()[:-7] + b"rubbish")
    again = run("check", "data/example/2024.yaml")
    assert (again.returncode, again.stdout, again.stderr) == (
        first.returncode,
        first.stdout,
        first.stderr,
    )


def test_a_folder_that_cannot_be_made_changes_nothing(run, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert run("check", "data/example/2024.yaml").stderr == ""
