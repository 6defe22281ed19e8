"""Things on a disk that are no data set, or not one that can be read: how each is made."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

from hostile_builders import YAML, book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def file(name: str, content: bytes | str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
        return folder / name

    return make


def folder_named_like_a_workbook(folder: Path) -> Path:
    (folder / "预算.xlsx").mkdir()
    return folder / "预算.xlsx"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "预算.yaml")
    return folder / "预算.yaml"


def link_to_itself(folder: Path) -> Path:
    (folder / "预算.yaml").symlink_to(folder / "预算.yaml")
    return folder / "预算.yaml"


def link_to_nothing(folder: Path) -> Path:
    (folder / "预算.yaml").symlink_to(folder / "没有" / "预算.yaml")
    return folder / "预算.yaml"


def below_a_file(folder: Path) -> Path:
    (folder / "预算.yaml").write_text(YAML, "utf-8")
    return folder / "预算.yaml" / "2023.yaml"


def fifty_megabytes(folder: Path) -> Path:
    path = folder / "预算.yaml"
    with path.open("wb") as stream:
        stream.truncate(60_000_000)
    return path


def encrypted_member() -> bytes:
    """A zip whose members say that they have a password."""
    data = bytearray(book())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        spot = data.find(mark)
        while spot >= 0:
            data[spot + offset] |= 1
            spot = data.find(mark, spot + 4)
    return bytes(data)


def other_compression() -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as target,
        zipfile.ZipFile(io.BytesIO(book())) as source,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return stream.getvalue()


FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda folder: folder / "没有.xlsx", "S101"),
    "below a file": (below_a_file, "S101"),
    "a link to nothing": (link_to_nothing, "S101"),
    "the folder": (lambda folder: folder, "S102"),
    "a folder named like a workbook": (folder_named_like_a_workbook, "S102"),
    "a pipe": (pipe, "S102"),
    "a link to itself": (link_to_itself, "S103"),
    "of a name too long for the disk": (lambda folder: folder / ("预" * 300), "S103"),
    "empty": (file("预算.xlsx", b""), "S104"),
    "of spaces": (file("预算.yaml", b" \n \n"), "S104"),
    "an old workbook": (file("预算.xls", OLE), "S105"),
    "an old workbook renamed": (file("预算.xlsx", OLE), "S105"),
    "a workbook with a password": (
        file("预算.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")),
        "S106",
    ),
    "CSV named .xlsx": (file("预算.xlsx", "科目,金额\n2013201,1\n"), "S107"),
    "CSV in GBK named .xls": (file("预算.xls", "科目,金额\n".encode("gbk")), "S107"),
    "a web page named .xls": (file("预算.xls", "<html><table></table></html>"), "S108"),
    "a workbook of XML 2003": (file("预算.xlsx", "<?xml version='1.0'?><Workbook/>"), "S108"),
    "a PDF": (file("预算.yaml", b"%PDF-1.7 ..."), "S109"),
    "a picture": (file("预算.xlsx", b"\x89PNG\r\n\x1a\n"), "S109"),
    "of noughts": (file("预算.yaml", b"\0" * 5000), "S109"),
    "of 60 MB": (fifty_megabytes, "S110"),
    "a lock file of Excel": (file("~$预算.xlsx", b"\x06abc"), "S112"),
    "a workbook cut short": (file("预算.xlsx", book()[:-300]), "S150"),
    "a workbook with a broken directory": (
        file("预算.xlsx", book().replace(b"PK\x01\x02", b"PK\x01\x03")),
        "S150",
    ),
    "a workbook with a password for its members": (file("预算.xlsx", encrypted_member()), "S150"),
    "a workbook of another compression": (file("预算.xlsx", other_compression()), "S150"),
    "a zip's end alone": (file("预算.xlsx", b"PK\x05\x06" + b"\0" * 18), "S109"),
}
NAMES = [
    "预 算「1」.yaml",
    "-预算.yaml",
    "预算\n2023.yaml",
    "[red]预算.yaml",
    "预\x1b[31m算.yaml",
    "%s{0}.yaml",
]
