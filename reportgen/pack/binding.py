"""The one PDF of a public edition: all documents bound behind a table of contents.

The contents are a Word document made from a template and laid out like the others; pages are those
of the bound file. Not for converting documents, and not for deciding whether it must be made.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from reportgen.formats.library import GENERAL, built_in
from reportgen.frozen import frozen
from reportgen.language.views import Record
from reportgen.pack import libreoffice
from reportgen.pack.pages import PagesError, outline
from reportgen.render.documents import render_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.language.environment import Environment

TEMPLATE: Final = "合订本目录.docx"
CONTENTS: Final = "目录"
_MOST_BELOW: Final = 60
"""Entries below one document; one with more (a sheet for each project) is listed by its name."""


@frozen
class Binding:
    """What the contents are headed and rendered with; `folders` may hold a template of their own."""

    title: str
    environment: Environment
    folders: tuple[Path, ...] = ()


@frozen
class Entry:
    """A line of the contents: a document (level 1) or what begins in it (level 2)."""

    name: str
    level: int
    page: int


def bind(office: Path, binding: Binding, parts: Sequence[tuple[str, bytes]]) -> bytes:
    """One PDF of the contents and the parts (title and PDF of each), with an outline.

    Raises:
        PagesError: it cannot be made; `str()` says why in Chinese.
    """
    entries, _ = entries_of(parts)
    contents = _contents(office, binding, entries, 1)
    length = _length(contents)
    contents = _contents(office, binding, entries, length)
    if _length(contents) != length:
        raise PagesError("目录排不定页数")
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.errors import PyPdfError

        writer = PdfWriter()
        for title, data in [(CONTENTS, contents), *parts]:
            writer.append(PdfReader(io.BytesIO(data)), outline_item=title)
        writer.add_metadata({"/Title": binding.title})
        written = io.BytesIO()
        writer.write(written)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PagesError("有一份 PDF 读不懂") from error
    return written.getvalue()


def entries_of(parts: Sequence[tuple[str, bytes]]) -> tuple[list[Entry], int]:
    """The lines of the contents, with pages counted from the first part, and the pages in all.

    Raises:
        PagesError: a part cannot be read.
    """
    entries: list[Entry] = []
    before = 0
    for title, data in parts:
        entries.append(Entry(title, 1, before + 1))
        below = [item for item in outline(data, top_only=True) if item[0].strip() != title]
        if 1 < len(below) <= _MOST_BELOW:
            entries += [Entry(name, 2, before + page) for name, page in below]
        before += _length(data)
    return entries, before


def _contents(office: Path, binding: Binding, entries: list[Entry], length: int) -> bytes:
    """The contents as a PDF, where they take `length` pages themselves."""
    rows = [
        Record({"名称": entry.name, "级": entry.level, "页": entry.page + length})
        for entry in entries
    ]
    folders = (*binding.folders, built_in() / GENERAL)
    template = next((f / TEMPLATE for f in folders if (f / TEMPLATE).is_file()), None)
    if template is None:
        raise PagesError(f"找不到目录的模板“{TEMPLATE}”")
    names: dict[str, object] = {"标题": binding.title, "条目": rows}
    rendered, _ = render_document(template, binding.environment, names)
    if rendered is None:
        raise PagesError(f"目录的模板“{TEMPLATE}”有错")
    converted = libreoffice.to_pdf(office, {TEMPLATE: rendered[0]})
    if TEMPLATE not in converted.pdfs:
        raise PagesError(converted.failed[TEMPLATE])
    return converted.pdfs[TEMPLATE]


def _length(pdf: bytes) -> int:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise PagesError("没有装读 PDF 的部件 pypdf，请运行 pip install pypdf") from error
    try:
        return len(PdfReader(io.BytesIO(pdf)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PagesError("有一份 PDF 读不懂") from error
