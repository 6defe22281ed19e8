"""Opens an input file and decides by its content what it is.

Not for reading what stands in it: that is done by `yaml_source` and `workbook`.
"""

from __future__ import annotations

import gc
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from reportgen.place import Place
from reportgen.sources import kinds
from reportgen.sources.characters import REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.sources.tree import Mapping, Node

MAX_NAME: Final = 100
MAX_YAML_BYTES: Final = 20_000_000
MAX_WORKBOOK_BYTES: Final = 50_000_000

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN: Final = {
    b"%PDF": "PDF 文件",
    b"{\\rtf": "RTF 文档",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
}
_TABLE_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv"})


def read(path: Path, *, called: str = "") -> tuple[Mapping | None, list[Finding]]:
    """The tree of an input file, YAML or workbook by content; None where nothing can be read.

    Sheets and top-level keys are the entries. Places name the file by its last part, or by `called`
    where files of one name are read together. No exception leaves here because of what the file
    holds or of how the system answers.
    """
    name = called or _shown(path)
    data, finding = _load(path)
    if data is None:
        return None, [finding] if finding else []
    if data.startswith(_ZIP):
        from reportgen.sources.workbook import read_workbook

        with _collection_paused():
            return read_workbook(data, name)
    if finding := _refused(data, path):
        return None, [finding]
    from reportgen.sources.yaml_source import read_yaml

    with _collection_paused():
        return read_yaml(data, name)


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook (any zip) by its content."""
    data, _ = _load(path)
    return data is not None and data.startswith(_ZIP)


def read_sheet(path: Path, name: str) -> Node | None:
    """One section of a workbook; None where the file is no workbook or has no such sheet.

    What is wrong with the workbook is reported by `read`, which reads all of it.
    """
    data, _ = _load(path)
    if data is None or not data.startswith(_ZIP):
        return None
    from reportgen.sources.workbook import read_workbook

    tree, _ = read_workbook(data, _shown(path), only=name)
    return tree.entries.get(name) if tree else None


@contextmanager
def _collection_paused() -> Iterator[None]:
    """No cyclic collection meanwhile: a tree holds no cycles, and searching it costs a third."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _shown(path: Path) -> str:
    """The file's name as places show it: what cannot be printed is replaced, a long one cut."""
    name = "".join(char if char.isprintable() else REPLACEMENT for char in path.name or str(path))
    return name if len(name) <= MAX_NAME else f"{name[:MAX_NAME]}……"


def _load(path: Path) -> tuple[bytes | None, Finding | None]:
    """The file's bytes, or the finding that says why not."""
    name = _shown(path)
    place = Place(name)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return None, kinds.NOT_A_FILE.at(place, name=name, what="一个文件夹")
        if not stat.S_ISREG(status.st_mode):
            return None, kinds.NOT_A_FILE.at(place, name=name, what="一个设备或管道")
        if status.st_size > MAX_WORKBOOK_BYTES:
            return None, _too_large(name, status.st_size, MAX_WORKBOOK_BYTES)
        with path.open("rb") as file:
            data = file.read(MAX_WORKBOOK_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None, kinds.MISSING.at(place, name=name)
    except PermissionError:
        why = "没有读取的权限，或者正被别的程序（如 Excel、WPS）占用"
        return None, kinds.NOT_READABLE.at(place, name=name, why=why)
    except OSError as error:
        return None, kinds.NOT_READABLE.at(place, name=name, why=f"系统报错（{error.errno}）")
    if name.startswith("~$"):
        return None, kinds.LOCK_FILE.at(place, name=name)
    if not data.strip():
        return None, kinds.EMPTY.at(place, name=name)
    return data, None


def _too_large(name: str, size: int, limit: int) -> Finding:
    return kinds.TOO_LARGE.at(
        Place(name), name=name, size=-(-size // 1_000_000), limit=limit // 1_000_000
    )


def _refused(data: bytes, path: Path) -> Finding | None:
    """The finding for content that is neither a zip nor a text that could be YAML."""
    name = _shown(path)
    place = Place(name)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return kinds.ENCRYPTED.at(place, name=name)
        if "WordDocument".encode("utf-16-le") in data:
            return kinds.UNKNOWN_FORMAT.at(place, name=name, what="旧格式的 Word 文档（.doc）")
        return kinds.OLD_EXCEL.at(place, name=name)
    for start, what in _KNOWN.items():
        if data.startswith(start):
            return kinds.UNKNOWN_FORMAT.at(place, name=name, what=what)
    head = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")):
        return kinds.WEB_TABLE.at(place, name=name)
    if path.suffix.lower() in _TABLE_SUFFIXES:
        if b"\0" in data and not utf16:
            why = "开头不是工作簿应有的内容"
            return kinds.DAMAGED.at(place, name=name, why=why)
        return kinds.TEXT_TABLE.at(place, name=name)
    if b"\0\0" in data[:4096] and not utf16:
        return kinds.UNKNOWN_FORMAT.at(place, name=name, what="一个二进制文件")
    if len(data) > MAX_YAML_BYTES:
        return _too_large(name, len(data), MAX_YAML_BYTES)
    return None


def named_file(folder: Path, written: str) -> Path | None:
    """The file that a data set names, as seen from its folder; None where there is none."""
    try:
        path = (folder / written).resolve()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # a circle of links, a name no disk can hold
        return None
