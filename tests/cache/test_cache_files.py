"""The user's cache: only what this user, this program and this Python wrote is believed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen import cache, writer


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.SETTING, str(tmp_path))
    return tmp_path / "reportgen"


def only_file(home: Path) -> Path:
    (path,) = home.glob("*.bin")
    return path


def test_what_was_saved_is_there_again():
    assert cache.save("甲", b"content")
    assert cache.load("甲") == b"content"
    assert cache.load("乙") is None


def test_nobody_else_can_read_or_write_it(home):
    cache.save("甲", b"content")
    assert {path.stat().st_mode & 0o777 for path in home.iterdir()} == {0o600}
    assert home.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("setting", ["off", "OFF", "0"])
def test_switched_off_it_neither_writes_nor_reads(home, monkeypatch, setting):
    cache.save("甲", b"content")
    monkeypatch.setenv(cache.SETTING, setting)
    assert not cache.save("乙", b"content")
    assert cache.load("甲") is None
    assert len(list(home.glob("*.bin"))) == 1


@pytest.mark.parametrize("at", [0, 20, -1])
def test_a_damaged_file_is_not_believed(home, at):
    cache.save("甲", b"content")
    data = bytearray(only_file(home).read_bytes())
    data[at] ^= 1
    only_file(home).write_bytes(data)
    assert cache.load("甲") is None


@pytest.mark.parametrize("kept", [0, 5, 30, -1])
def test_a_truncated_file_is_not_believed(home, kept):
    cache.save("甲", b"content")
    only_file(home).write_bytes(only_file(home).read_bytes()[:kept])
    assert cache.load("甲") is None


def test_a_file_under_the_name_of_another_is_not_believed(home):
    cache.save("甲", b"content of one")
    one = only_file(home).read_bytes()
    only_file(home).unlink()
    cache.save("乙", b"content of two")
    only_file(home).write_bytes(one)
    assert cache.load("乙") is None


def test_a_file_made_with_another_secret_is_not_believed(home):
    cache.save("甲", b"content")
    (home / "secret").write_bytes(b"x" * 32)
    assert cache.load("甲") is None


def test_a_file_that_others_can_write_is_not_believed(home):
    cache.save("甲", b"content")
    only_file(home).chmod(0o620)
    assert cache.load("甲") is None


def test_a_folder_that_others_can_write_is_neither_read_nor_written(home):
    cache.save("甲", b"content")
    home.chmod(0o770)
    assert cache.load("甲") is None
    assert not cache.save("乙", b"content")


def test_a_file_of_another_user_is_not_believed(monkeypatch):
    cache.save("甲", b"content")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert cache.load("甲") is None
    assert not cache.save("乙", b"content")


def test_a_link_is_not_followed(home, tmp_path):
    cache.save("甲", b"content")
    path = only_file(home)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert cache.load("甲") is None


def test_a_file_of_another_version_is_not_read(monkeypatch):
    cache.save("甲", b"content")
    monkeypatch.setattr(cache, "_version", lambda: "another")
    assert cache.load("甲") is None


def test_a_changed_module_makes_another_version(tmp_path, monkeypatch):
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "module.py").write_text("1")
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "program" / "cache.py"))
    before = cache._state_of_the_program()
    (tmp_path / "program" / "module.py").write_text("12")
    assert cache._state_of_the_program() != before


def test_a_folder_that_cannot_be_written_does_no_harm(monkeypatch):
    def refused(path, data):
        raise writer.WriteError(writer.Reason.READ_ONLY, path)

    monkeypatch.setattr(cache, "write_private", refused)
    assert not cache.save("甲", b"content")
    assert cache.load("甲") is None


def test_a_file_where_the_folder_should_be_does_no_harm(home):
    home.write_text("a file")
    assert not cache.save("甲", b"content")
    assert cache.load("甲") is None
    assert cache.clear() == 0


def test_clearing_removes_all(home):
    cache.save("甲", b"1")
    cache.save("乙", b"2")
    assert cache.clear() == 2
    assert list(home.iterdir()) == []
    assert cache.save("甲", b"3")


def test_of_too_many_files_the_oldest_go(home, monkeypatch):
    monkeypatch.setattr(cache, "MOST_FILES", 4)
    for number in range(5):
        cache.save(str(number), b"content")
        for path in home.glob("*.bin"):
            os.utime(path, (path.stat().st_mtime - 10,) * 2)
    assert [cache.load(str(number)) for number in range(5)] == [None, None, None, *[b"content"] * 2]


def test_two_processes_that_save_at_once_leave_a_whole_file(home):
    program = (
        "import sys; from reportgen import cache\n"
        "for _ in range(60): assert cache.save('甲', sys.argv[1].encode() * 50_000)\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, letter], env=dict(os.environ))
        for letter in "ab"
    ]
    seen = set()
    while any(process.poll() is None for process in running):
        seen.add(cache.load("甲"))
    assert [process.returncode for process in running] == [0, 0]
    assert seen - {None} <= {b"a" * 50_000, b"b" * 50_000}
    assert cache.load("甲") in {b"a" * 50_000, b"b" * 50_000}
    assert not list(home.glob(".rg-*"))


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x/cache"}, "/x/cache/reportgen"),
        ("linux", {"XDG_CACHE_HOME": "relative", "HOME": "/home/li"}, "/home/li/.cache/reportgen"),
        ("darwin", {"HOME": "/Users/li"}, "/Users/li/Library/Caches/reportgen"),
        ("win32", {"LOCALAPPDATA": "/Users/li/AppData/Local"}, "/Users/li/AppData/Local/reportgen/Cache"),
    ],
)  # fmt: skip
def test_it_is_where_the_system_wants_it(monkeypatch, platform, variables, expected):
    monkeypatch.delenv(cache.SETTING)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cache.sys, "platform", platform)
    assert cache.folder() == Path(expected)
