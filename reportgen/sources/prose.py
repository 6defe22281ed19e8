"""Reads the texts that stand in files of their own beside a data set: `<年度>/文字/*.md`, `文字/*.md`.

A file gives one located value, its name the file's. What the text means is the model's affair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.place import Place
from reportgen.sources import kinds
from reportgen.sources.characters import FORBIDDEN, REPLACEMENT, report
from reportgen.sources.collector import Collector
from reportgen.sources.tree import BLANK, TEXT, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.finding import Finding

FOLDER: Final = "文字"
MAX_BYTES: Final = 2_000_000
MAX_FILES: Final = 200
_SUFFIXES: Final = frozenset({".md", ".txt"})


def text_files(source: Path) -> tuple[list[tuple[str, Scalar]], list[Finding]]:
    """Each text beside a data set by its name, those in the year's own folder first.

    Places name the file from the data set's folder (`2023/文字/职能.md`); line 1 is the first.
    """
    texts: list[tuple[str, Scalar]] = []
    findings: list[Finding] = []
    for path in _files(source):
        shown = path.relative_to(source.parent).as_posix()
        collector = Collector(Place(shown))
        text = _text(path, shown, collector)
        findings += collector.findings()
        if text is not None:
            kind = TEXT if text.strip() else BLANK
            texts.append((path.stem, Scalar(text, Place(shown, line=1), kind)))
    return texts, findings


def _files(source: Path) -> Iterator[Path]:
    count = 0
    for folder in (source.parent / source.stem / FOLDER, source.parent / FOLDER):
        try:
            paths = sorted(folder.iterdir()) if folder.is_dir() else []
        except OSError:
            continue
        for path in paths:
            if path.suffix.lower() in _SUFFIXES and not path.name.startswith((".", "~")):
                count += 1
                if count <= MAX_FILES:
                    yield path


def _text(path: Path, shown: str, collector: Collector) -> str | None:
    place = Place(shown)
    try:
        if not path.is_file():
            collector.add(kinds.NOT_A_FILE, place, name=shown, what="一个文件夹或设备")
            return None
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = f"系统报错（{error.errno}）"
        collector.add(kinds.NOT_READABLE, place, name=shown, why=why)
        return None
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        collector.add(kinds.TOO_LARGE, place, name=shown, size=limit + 1, limit=limit)
        return None
    try:
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        collector.add(kinds.ENCODING, place._replace(line=line), what="，多半是 GBK（ANSI）编码")
        return None
    return _clean(text.replace("\r\n", "\n"), place, collector)


def _clean(text: str, place: Place, collector: Collector) -> str:
    for match in FORBIDDEN.finditer(text):
        report(match[0], place._replace(line=text.count("\n", 0, match.start()) + 1), collector)
    return FORBIDDEN.sub(REPLACEMENT, text)
