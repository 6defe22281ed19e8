"""Fills the page numbers into the tables of contents of Word documents (`build --pages`).

A document is laid out by LibreOffice once, with all entries in place; the pages come from the
outline of that PDF, which lists the headings in order. Word lays out a little differently: the
field stays a field, and updating it there gives Word's own numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from reportgen.office import package
from reportgen.pack import edition_kinds as kinds
from reportgen.pack import libreoffice
from reportgen.pack.contents import Contents, fill_entries, has_contents
from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.finding import Finding
    from reportgen.pack.contents import Mark
    from reportgen.pack.figure_map import Printing
    from reportgen.pack.plan import Document
    from reportgen.render.rendered import Printing as Placed

_BODY: Final = "word/document.xml"
_STYLES: Final = "word/styles.xml"
_PARAGRAPH: Final = re.compile(r"第(\d+)段")
_BLANKS: Final = re.compile(r"\s+")


class PagesError(ValueError):
    """The pages cannot be told; `str()` says why in Chinese."""


def fill_pages(documents: Sequence[Document]) -> tuple[list[Document], list[Finding]]:
    """The documents, those with a table of contents with entries and page numbers in it.

    Figures of such a document get their new places. Where something is missing, a document stays
    as it is and a finding says so.
    """
    found: dict[int, tuple[list[package.Member], Contents]] = {}
    findings: list[Finding] = []
    for index, document in enumerate(documents):
        if document.name.lower().endswith(".docx"):
            try:
                opened = _open(document.data)
            except ValueError:
                findings.append(_failed(document, "目录所在的内容读不懂"))
                continue
            if opened is not None:
                found[index] = opened
    result = list(documents)
    if not found:
        return result, findings
    office = libreoffice.find_office()
    if office is None:
        return result, [*findings, kinds.NO_OFFICE.at(None, what="目录的页码填不了")]
    drafts = {
        f"{index}.docx": package.write(_with_body(members, contents.draft()))
        for index, (members, contents) in found.items()
    }
    converted = libreoffice.to_pdf(office, drafts)
    for index, (members, contents) in found.items():
        document = documents[index]
        try:
            pdf = converted.pdfs.get(f"{index}.docx")
            if pdf is None:
                raise PagesError(converted.failed[f"{index}.docx"])  # noqa: TRY301
            contents.set_numbers(_pages(contents, outline(pdf)))
        except PagesError as error:
            findings.append(_failed(document, str(error)))
            continue
        result[index] = replace(
            document,
            data=package.write(_with_body(members, contents.to_bytes())),
            figures=_moved(document.figures, contents),
        )
    return result, findings


def outline(pdf: bytes, *, top_only: bool = False) -> list[tuple[str, int]]:
    """The outline of a PDF, flattened, or its top level alone: each title with its page, from 1.

    Raises:
        PagesError: the PDF cannot be read, or nothing is installed that reads one.
    """
    import io
    import logging

    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise PagesError("没有装读 PDF 的部件 pypdf，请运行 pip install pypdf") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found: list[tuple[str, int]] = []

    def walk(items: Any) -> None:
        for item in items:
            if isinstance(item, list):
                if not top_only:
                    walk(item)
            else:
                page = reader.get_destination_page_number(item)
                if page is not None:
                    found.append((str(item.title), page + 1))

    try:
        reader = PdfReader(io.BytesIO(pdf))
        walk(reader.outline)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PagesError("排版得到的 PDF 读不懂") from error
    return found


def _open(data: bytes) -> tuple[list[package.Member], Contents] | None:
    members = package.read(data)
    parts = {m.name: m for m in members if m.name in {_BODY, _STYLES}}
    body = parts[_BODY].content if _BODY in parts else b""
    if not has_contents(body):
        return None
    from lxml import etree

    try:
        contents = fill_entries(body, parts[_STYLES].content if _STYLES in parts else b"")
    except etree.XMLSyntaxError as error:
        raise ValueError from error
    return None if contents is None else (members, contents)


def _with_body(members: list[package.Member], body: bytes) -> list[package.Member]:
    return [package.Member(_BODY, (body,)) if m.name == _BODY else m for m in members]


def _pages(contents: Contents, titles: list[tuple[str, int]]) -> list[int]:
    """The printed page of each heading: counted anew where a section begins anew."""
    numbers: list[int] = []
    shift = 0
    at = 0
    for mark in contents.marks:
        at = _next(mark, titles, at)
        page = titles[at][1]
        at += 1
        if mark.restart is not None:
            shift = mark.restart - page
        if mark.heading is not None:
            numbers.append(page + shift)
    return numbers


def _next(mark: Mark, titles: list[tuple[str, int]], at: int) -> int:
    wanted = _BLANKS.sub("", mark.text)
    for index in range(at, len(titles)):
        title = _BLANKS.sub("", titles[index][0])
        if title.endswith(wanted) or (title and wanted.startswith(title.rstrip("…")) and len(title) > 60):  # fmt: skip
            return index
    raise PagesError(f"排版后找不到标题“{mark.text[:30]}”")


def _moved(figures: Sequence[Printing], contents: Contents) -> list[Printing]:
    """The figures with their places after paragraphs were added to the body."""

    def move(spot: str) -> str:
        found = _PARAGRAPH.match(spot)
        if found is None or int(found[1]) <= contents.position:
            return spot
        return f"第{int(found[1]) + contents.added}段{spot[found.end() :]}"

    return [
        cast("Placed", figure)._replace(spot=move(figure.spot))
        if figure.part == "document"
        else figure
        for figure in figures
    ]


def _failed(document: Document, why: str) -> Finding:
    return kinds.NO_PAGES.at(Place(document.name), name=document.name, why=why)
