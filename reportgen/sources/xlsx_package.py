"""Opens an .xlsx package and reads its small parts: sheets, shared strings, date formats.

Everything is inflated under one budget and parsed without entities, so that a crafted file costs
bounded time and memory. Not for cells (`sheet_xml`) nor for what a sheet means (`workbook`).
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from reportgen.sources import kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.finding import Kind

MAX_INFLATED: Final = 300_000_000
MAX_RATIO: Final = 150
"""XML of real sheets shrinks 10 to 40 times; deflate can at most 1032 times."""
RATIO_MATTERS: Final = 20_000_000
MAX_SMALL_PART: Final = 30_000_000
"""For the parts that are kept in memory as lists: sheets, relations, styles."""
MAX_STRINGS: Final = 400_000
MAX_STRINGS_PART: Final = 100_000_000
MAX_DIRECTORY: Final = 4_000_000

_MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RELATIONSHIP_IDS: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_PACKAGE_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BUILTIN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUILTIN_PERCENTS: Final = frozenset({"9", "10"})
_FORMAT_NOISE = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')

# RuntimeError: a password, or a zip feature that the standard library does not know.
_ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
)

Attributes = dict[str, str]


class RefusedError(Exception):
    """A workbook, or one part of it, cannot be read: the kind of finding and its values."""

    def __init__(self, kind: Kind, **values: Any) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.values = values


def damaged(why: str) -> RefusedError:
    """The error for a package that breaks the rules of its format."""
    return RefusedError(kinds.DAMAGED, why=why)


class SheetEntry(NamedTuple):
    """A worksheet as the workbook part lists it; `part` is None where its content is missing."""

    title: str
    part: str | None
    hidden: bool


def tag_names(*local: str) -> dict[str, str]:
    """Expat's names of SpreadsheetML elements (transitional and strict) to their local names."""
    return {f"{space} {name}": name for space in _MAIN for name in local}


def decode_escapes(text: str) -> str:
    """The text with `_x000D_` escapes resolved (ECMA-376 part 1, 22.9.2.19), line ends as LF."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        if re.search("[\ud800-\udfff]", text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time of day; elapsed times ([h]:mm) are numbers."""
    first = code.split(";", 1)[0]
    if re.search(r"\[[hms]+\]", first, re.IGNORECASE):
        return False
    bare = _FORMAT_NOISE.sub("", first).lower()
    return "general" not in bare and "通用" not in bare and any(char in "ymdhs" for char in bare)


def is_percent_format(code: str) -> bool:
    """Whether a number format shows a hundred times the number, with a percent sign."""
    return "%" in _FORMAT_NOISE.sub("", code.split(";", 1)[0])


class Package:
    """An opened package; raises RefusedError for whatever cannot be read."""

    def __init__(self, data: bytes) -> None:
        end = data.rfind(b"PK\x05\x06")
        if end < 0 or end + 22 > len(data):
            raise damaged("文件不完整，末尾缺了一段")
        if struct.unpack_from("<L", data, end + 12)[0] > MAX_DIRECTORY:
            raise RefusedError(kinds.INFLATED, why="里面的文件太多")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*_ZIP_ERRORS, ValueError) as error:
            raise damaged("压缩包的目录读不出来") from error
        self._members = {info.filename.lower(): info for info in self._zip.infolist()}
        self._left = MAX_INFLATED
        self.part = self._workbook_part()
        self.has_macros = any(name.endswith("vbaproject.bin") for name in self._members)
        self.date1904 = False
        self.sheets = self._sheets()

    def has(self, part: str) -> bool:
        """Whether the package holds the part."""
        return part.lower() in self._members

    def feed(
        self, part: str, parser: expat.XMLParserType, limit: int = MAX_INFLATED
    ) -> Iterator[None]:
        """Parse a part piece by piece, giving control back after each."""
        info = self._members.get(part.lower())
        if info is None:
            raise damaged(f"缺少 {part}")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise damaged(f"{part} 的压缩方式不认识")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        inflated = 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(1 << 16):
                    inflated += len(piece)
                    if inflated > limit:
                        raise RefusedError(kinds.INFLATED, why=f"{part} 太大")
                    self._spend(len(piece), inflated, info.compress_size)
                    parser.Parse(piece, False)
                    yield
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise damaged(f"{part} 第 {error.lineno} 行的内容不合规则") from error
        except _ZIP_ERRORS as error:
            raise damaged(f"{part} 解压失败") from error
        except (ValueError, LookupError, OverflowError) as error:
            raise damaged(f"{part} 的内容不合规则") from error
        yield

    def _spend(self, size: int, inflated: int, compressed: int) -> None:
        self._left -= size
        if self._left < 0:
            raise RefusedError(kinds.INFLATED, why=f"超过 {MAX_INFLATED // 1_000_000} MB")
        if inflated > RATIO_MATTERS and inflated > compressed * MAX_RATIO:
            raise RefusedError(kinds.INFLATED, why=f"压缩了 {MAX_RATIO} 倍以上")

    def _elements(self, part: str, start: Callable[[str, Attributes], None]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = start
        for _ in self.feed(part, parser, MAX_SMALL_PART):
            pass

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → (type's last word, part name) of the internal relations of a part."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attrs: Attributes) -> None:
            if tag != f"{_PACKAGE_RELS} Relationship" or attrs.get("TargetMode") == "External":
                return
            target = posixpath.normpath(
                posixpath.join("/", folder, unquote(attrs.get("Target", "")))
            )
            kind = attrs.get("Type", "").rpartition("/")[2]
            found[attrs.get("Id", "")] = (kind, target.lstrip("/"))

        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.has(rels):
            self._elements(rels, start)
        return found

    def _workbook_part(self) -> str:
        if self.has("xl/workbook.bin"):
            raise _other("二进制格式的 .xlsb 工作簿")
        if self.has("word/document.xml"):
            raise _other("Word 文档")
        if self.has("ppt/presentation.xml"):
            raise _other("PowerPoint 演示文稿")
        if self.has("content.xml") and self.has("mimetype"):
            raise _other("OpenDocument 文件（.ods 一类）")
        for kind, target in self._relations("").values():
            if kind == "officeDocument" and self.has(target):
                return target
        if self.has("xl/workbook.xml"):
            return "xl/workbook.xml"
        if self.has("[Content_Types].xml"):
            raise damaged("缺少工作簿的主要部分")
        raise _other("压缩包")

    def _sheets(self) -> list[SheetEntry]:
        relations = self._relations(self.part)
        names = tag_names("workbookPr", "sheet")
        entries: list[SheetEntry] = []

        def start(tag: str, attrs: Attributes) -> None:
            local = names.get(tag)
            if local == "workbookPr":
                self.date1904 = attrs.get("date1904") in {"1", "true", "on"}
            elif local == "sheet":
                identity = next((attrs[key] for key in _RELATIONSHIP_IDS if key in attrs), "")
                kind, part = relations.get(identity, ("worksheet", ""))
                if kind == "worksheet":
                    hidden = attrs.get("state", "visible") != "visible"
                    title = decode_escapes(attrs.get("name", ""))
                    entries.append(SheetEntry(title, part if self.has(part) else None, hidden))

        self._elements(self.part, start)
        return entries

    def _related(self, kind: str) -> str | None:
        for found, part in self._relations(self.part).values():
            if found == kind and self.has(part):
                return part
        return None

    def shared_strings(self) -> list[str]:
        """The shared strings: runs joined, phonetic guides left out, escapes resolved."""
        part = self._related("sharedStrings")
        strings: list[str] = []
        if part is None:
            return strings
        names = tag_names("si", "t", "rPh")
        pieces: list[str] = []
        inside = phonetic = False

        def start(tag: str, _: Attributes) -> None:
            nonlocal inside, phonetic
            local = names.get(tag)
            if local == "t":
                inside = not phonetic
            elif local == "rPh":
                phonetic = True

        def end(tag: str) -> None:
            nonlocal inside, phonetic
            local = names.get(tag)
            if local == "t":
                inside = False
            elif local == "rPh":
                phonetic = False
            elif local == "si":
                strings.append(decode_escapes("".join(pieces)))
                pieces.clear()
                if len(strings) > MAX_STRINGS:
                    raise RefusedError(kinds.INFLATED, why=f"文字超过 {MAX_STRINGS} 段")

        def text(data: str) -> None:
            if inside:
                pieces.append(data)

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = text
        for _ in self.feed(part, parser, MAX_STRINGS_PART):
            pass
        return strings

    def number_styles(self) -> tuple[frozenset[str], frozenset[str]]:
        """The cell style numbers, as written in a cell's `s`, that show a date, and a percentage."""
        part = self._related("styles")
        if part is None:
            return frozenset(), frozenset()
        names = tag_names("numFmt", "cellXfs", "cellStyleXfs", "dxfs", "xf")
        formats: dict[str, str] = {}
        used: list[str] = []
        group = ""

        def start(tag: str, attrs: Attributes) -> None:
            nonlocal group
            local = names.get(tag, "")
            if local == "numFmt" and group != "dxfs":
                formats[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
            elif local == "xf" and group == "cellXfs":
                used.append(attrs.get("numFmtId", "0"))
            elif local in {"cellXfs", "cellStyleXfs", "dxfs"}:
                group = local

        self._elements(part, start)
        dates = {number for number, code in formats.items() if is_date_format(code)}
        dates |= {str(number) for number in _BUILTIN_DATES} - formats.keys()
        percents = {number for number, code in formats.items() if is_percent_format(code)}
        percents |= _BUILTIN_PERCENTS - formats.keys()
        return (
            frozenset(str(index) for index, number in enumerate(used) if number in dates),
            frozenset(str(index) for index, number in enumerate(used) if number in percents),
        )


def _refuse_doctype(*_: object) -> None:
    raise RefusedError(kinds.FORBIDDEN_XML)


def _other(what: str) -> RefusedError:
    return RefusedError(kinds.UNKNOWN_FORMAT, what=what)
