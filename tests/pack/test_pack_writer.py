import errno
import os
from pathlib import Path

import pytest

from reportgen import writer
from reportgen.writer import (
    Reason,
    WriteError,
    inside,
    second_name,
    write_atomic,
    write_together,
)


def refusing(code, winerror=None):
    def refuse(*_args, **_options):
        error = OSError(code, os.strerror(code))
        if winerror:
            error.winerror = winerror
        raise error

    return refuse


def test_a_file_is_written_with_the_folders_above_it(tmp_path):
    write_atomic(tmp_path / "甲" / "乙.txt", "内容".encode())
    assert (tmp_path / "甲" / "乙.txt").read_text("utf-8") == "内容"


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old and longer")
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, Reason.FULL),
        (errno.EROFS, Reason.READ_ONLY),
        (errno.EACCES, Reason.DENIED),
        (errno.ENAMETOOLONG, Reason.TOO_LONG),
        (errno.EBUSY, Reason.IN_USE),
        (errno.EIO, Reason.OTHER),
    ],
)
def test_a_refusal_says_why_and_leaves_the_old_file_alone(tmp_path, monkeypatch, code, reason):
    path = tmp_path / "说明.docx"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", refusing(code))
    with pytest.raises(WriteError) as caught:
        write_atomic(path, b"new")
    assert caught.value.reason is reason
    assert "说明.docx" in str(caught.value)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_replace_that_is_refused_leaves_nothing_half_written(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", refusing(errno.EACCES))
    with pytest.raises(WriteError):
        write_atomic(tmp_path / "a", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_file_open_elsewhere_on_windows_is_named_as_such(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", refusing(errno.EACCES, winerror=32))
    monkeypatch.setattr(writer.time, "sleep", lambda _seconds: None)
    with pytest.raises(WriteError) as caught:
        write_atomic(tmp_path / "a", b"new")
    assert caught.value.reason is Reason.IN_USE


def test_a_file_held_for_a_moment_on_windows_is_tried_again(tmp_path, monkeypatch):
    real, refusals = os.replace, iter([True, True])

    def replace(source, target):
        if next(refusals, False):
            refusing(errno.EACCES, winerror=32)()
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(writer.time, "sleep", lambda _seconds: None)
    write_atomic(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_file_where_a_folder_should_be_is_named(tmp_path):
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(WriteError) as caught:
        write_atomic(tmp_path / "out" / "a", b"")
    assert caught.value.reason is Reason.NOT_A_FOLDER


def test_a_folder_where_a_file_should_be_is_named(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(WriteError) as caught:
        write_atomic(tmp_path / "a", b"")
    assert caught.value.reason is Reason.IS_FOLDER


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "长" * 100])
def test_a_path_the_system_cannot_hold_is_a_sentence(tmp_path, name):
    with pytest.raises(WriteError, match="路径"):
        write_atomic(tmp_path / name, b"")


def test_a_link_is_replaced_and_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    (tmp_path / "link").symlink_to(outside)
    write_atomic(tmp_path / "link", b"new")
    assert outside.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "a\\b", "C:", "a\0"])
def test_no_name_leads_out_of_a_folder(name):
    with pytest.raises(WriteError):
        inside(Path("out"), name)


def test_no_link_leads_out_of_a_folder(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path.parent)
    with pytest.raises(WriteError) as caught:
        inside(tmp_path, "link", "a")
    assert caught.value.reason is Reason.LINK


def test_removing_a_folder_leaves_what_its_links_point_at(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a").write_bytes(b"")
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "link").symlink_to(tmp_path / "kept")
    writer.remove_tree(tmp_path / "gone")
    assert (tmp_path / "kept" / "a").exists()
    assert not (tmp_path / "gone").exists()


def test_many_files_are_written_together(tmp_path):
    contents = {str(number): b"x" * number for number in range(230)}
    write_together(tmp_path, contents)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == contents


def test_files_written_together_replace_none(tmp_path):
    (tmp_path / "b").write_bytes(b"hers")
    with pytest.raises(WriteError) as error:
        write_together(tmp_path, {"a": b"1", "b": b"2"})
    assert error.value.path == tmp_path / "b"
    assert (tmp_path / "b").read_bytes() == b"hers"


@pytest.mark.parametrize("refused", [False, True])
def test_a_second_name_says_the_same_and_takes_the_place_of_an_older(
    tmp_path, monkeypatch, refused
):
    def refuse(*_):
        raise PermissionError

    if refused:
        monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a").write_bytes(b"new")
    (tmp_path / "b").write_bytes(b"old")
    second_name(tmp_path / "a", tmp_path / "b")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a": b"new",
        "b": b"new",
    }
