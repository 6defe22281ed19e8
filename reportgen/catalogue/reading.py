"""The rows of a bureau's list of subjects, as text cells with their places.

Reads .xlsx and plain text (commas, tabs, semicolons or blanks; UTF-8, UTF-16, GB18030), told apart
by content. What the rows mean is the business of `importing`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_FILE: Final = 20_000_000
LARGEST_UNPACKED: Final = 200_000_000
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 60
_LONGEST_CELL: Final = 200

_DAMAGED: Final = "文件已损坏，或者不是 .xlsx 工作簿"
_DELIMITERS: Final = "\t,;，"


class UnreadableError(Exception):
    """The file cannot be read; the text says why, in the clerk's words and without a full stop."""


@dataclass(slots=True)
class Sheet:
    """One sheet, or a whole text file (title ""): rows by number, wholly empty rows left out."""

    file: str
    title: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    def add(self, number: int, cells: list[str]) -> None:
        """Add a filled row; more than any list of subjects has are refused."""
        if len(self.rows) == MOST_ROWS:
            raise UnreadableError(f"超过 {MOST_ROWS} 行，不像是科目表")
        self.rows.append((number, cells))

    def place(self, number: int, column: int) -> Place:
        """Where a cell stands; column from 0."""
        if not self.title:
            return Place(self.file, line=number)
        letters = ""
        column += 1
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return Place(self.file, self.title, f"{letters}{number}")


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of a workbook, or a text file as one.

    Raises:
        UnreadableError: missing, too large, protected, of another format, or damaged.
    """
    try:
        if path.is_dir():
            raise UnreadableError("这是一个文件夹，不是文件")
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError("文件超过 20 MB，不像是科目表")
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError("没有这个文件") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "文件名不对"
        raise UnreadableError(f"打不开（{why}），可能正被别的程序打开或没有权限") from None
    if data.startswith(b"PK"):
        return _workbook(path.name, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(
            "文件加了密码，或者是旧的 .xls 格式，请去掉密码、另存为 .xlsx 后再导入"
        )
    return [_text(path.name, data)]


def _workbook(name: str, data: bytes) -> list[Sheet]:
    import warnings

    import openpyxl

    if _unpacked(data) > LARGEST_UNPACKED:
        raise UnreadableError("解开以后的内容太大，不像是科目表")
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it does not know: no matter here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                return [_sheet(name, sheet) for sheet in book.worksheets]
            finally:
                book.close()
    except UnreadableError:
        raise
    except Exception:  # noqa: BLE001  a damaged workbook fails in as many ways as it has parts
        raise UnreadableError(_DAMAGED) from None


def _unpacked(data: bytes) -> int:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableError(_DAMAGED) from None


def _sheet(file: str, source: Any) -> Sheet:
    sheet = Sheet(file, source.title)
    # The size that the file states is often wrong; without it the rows themselves count.
    source.reset_dimensions()
    for number, row in enumerate(source.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        cells = [_cell(value) for value in row]
        if any(cells):
            sheet.add(number, cells)
    return sheet


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[:_LONGEST_CELL].strip()


def _text(name: str, data: bytes) -> Sheet:
    sheet = Sheet(name, "")
    for number, row in _records(_decode(data)):
        cells = [cell[:_LONGEST_CELL].strip() for cell in row[:MOST_COLUMNS]]
        if any(cells):
            sheet.add(number, cells)
    return sheet


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.split("\n")
    counts = {mark: sum(mark in line for line in lines[:50]) for mark in _DELIMITERS}
    mark = max(_DELIMITERS, key=counts.__getitem__)
    if not counts[mark]:
        yield from ((number, line.split()) for number, line in enumerate(lines, 1))
        return
    import csv

    reader = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        line = reader.line_num
        raise UnreadableError(f"第 {line} 行读不懂，可能引号没有成对") from None


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableError("不是文本文件，或文字编码认不出（可以是 UTF-8 或 GB18030）")
