"""What is said about a file that is not what it seems, or cannot be opened."""

import io
import os
import zipfile

import pytest

from reportgen.sources import files, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def archive(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return stream.getvalue()


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.xls", OLE, "S105", ".xls"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "S106", "密码"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "S109", "Word"),
        ("a.xlsx", "单位,金额\n甲,1\n".encode("gb18030"), "S107", "CSV"),
        ("a.csv", b"a,b\n", "S107", "CSV"),
        ("a.xls", b"\n<html><table></table></html>", "S108", "网页"),
        ("a.xlsx", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "S108", "网页"),
        ("a.yaml", b"%PDF-1.7", "S109", "PDF"),
        ("a.yaml", b"ab\0\0\0", "S109", "二进制"),
        ("a.xlsx", b"ab\0\0\0", "S150", "损坏"),
        ("a.xlsx", b"", "S104", "没有内容"),
        ("~$a.xlsx", b"\x06\xe8", "S112", "临时文件"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml"), "S109", "Word"),
        ("a.xlsb", archive("[Content_Types].xml", "xl/workbook.bin"), "S109", ".xlsb"),
        ("a.ods", archive("mimetype", "content.xml"), "S109", "OpenDocument"),
        ("a.zip", archive("a.txt"), "S109", "压缩包"),
        ("a.xlsx", archive("[Content_Types].xml"), "S150", "缺少"),
        ("a.xlsx", archive("xl/workbook.xml")[:60], "S150", "不完整"),
        ("a.xlsx", archive("xl/workbook.xml"), "S150", "xl/workbook.xml"),
    ],
    ids=lambda value: "content" if isinstance(value, bytes) else None,
)
def test_a_file_of_another_kind_is_named_for_what_it_is(tmp_path, name, content, code, words):
    tree, findings = read(write(tmp_path, name, content))
    assert tree is None
    assert [finding.code for finding in findings] == [code]
    assert words in findings[0].message
    assert str(findings[0].place) == name


def test_a_missing_file_is_a_finding(tmp_path):
    tree, findings = read(tmp_path / "没有.xlsx")
    assert tree is None
    assert [finding.code for finding in findings] == ["S101"]
    assert "没有.xlsx" in findings[0].message


def test_an_impossible_name_is_a_missing_file(tmp_path):
    _, findings = read(tmp_path / "a\0b")
    assert [finding.code for finding in findings] == ["S101"]


def test_a_folder_is_a_finding(tmp_path):
    _, findings = read(tmp_path)
    assert [finding.code for finding in findings] == ["S102"]
    assert "文件夹" in findings[0].message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    _, findings = read(tmp_path / "pipe")
    assert [finding.code for finding in findings] == ["S102"]


def test_a_refused_or_locked_file_says_what_to_close(tmp_path, monkeypatch):
    path = write(tmp_path, "a.xlsx", b"x")

    def refuse(*_, **__):
        raise PermissionError(13, "refused")

    monkeypatch.setattr(type(path), "open", refuse)
    _, findings = read(path)
    assert [finding.code for finding in findings] == ["S103"]
    assert "占用" in findings[0].message


def test_a_file_beyond_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_WORKBOOK_BYTES", 10)
    _, findings = read(write(tmp_path, "a.yaml", b"a: 1234567890"))
    assert [finding.code for finding in findings] == ["S110"]


def test_yaml_has_a_limit_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_YAML_BYTES", 10)
    _, findings = read(write(tmp_path, "a.yaml", b"a: 1234567890"))
    assert [finding.code for finding in findings] == ["S110"]


def test_the_content_decides_not_the_name(tmp_path):
    tree, findings = read(write(tmp_path, "2022.txt", b"a: 1\n"))
    assert findings == []
    assert tree.entries["a"].text == "1"
