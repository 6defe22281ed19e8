"""Fills the page numbers into the tables of contents of Word documents (`build --pages`).

A document is laid out by LibreOffice once, with all entries in place; the pages come from the
outline of that PDF, which lists the headings in order. Word lays out a little differently: the
field stays a field, and updating it there gives Word's own numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from reportgen.office import package
from reportgen.pack import edition_kinds as kinds
from reportgen.pack import libreoffice
from reportgen.place import Place
from reportgen.render.word.contents import Contents, moved, open_contents, with_body

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.pack.plan import Document
    from reportgen.render.rendered import Printing
    from reportgen.render.word.outline import Mark

_BLANKS: Final = re.compile(r"\s+")


Key = TypeVar("Key", int, str)


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
                members = package.read(document.data)
                opened = open_contents(members)
            except ValueError:
                findings.append(_failed(document, "目录所在的内容读不懂"))
                continue
            if opened is not None:
                found[index] = members, opened
    result = list(documents)
    if not found:
        return result, findings
    office = libreoffice.find_office()
    if office is None:
        return result, [*findings, kinds.NO_OFFICE.at(None, what="目录的页码填不了")]
    filled, failed = _numbered(office, found)
    findings += [_failed(documents[index], why) for index, why in failed.items()]
    for index, data in filled.items():
        document = documents[index]
        figures = moved(cast("Sequence[Printing]", document.figures), found[index][1])
        result[index] = replace(document, data=data, figures=figures)
    return result, findings


def for_layout(office: Path, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Documents by their names as they are laid out: contents without pages get them.

    A document whose contents have pages, be it from Word, stays as it is, and so does one whose
    pages cannot be told.
    """
    found: dict[str, tuple[list[package.Member], Contents]] = {}
    for name, data in documents.items():
        try:
            members = package.read(data) if name.lower().endswith(".docx") else []
            contents = open_contents(members)
        except ValueError:
            continue
        if contents is not None and not contents.was_numbered:
            found[name] = members, contents
    return {**documents, **_numbered(office, found)[0]} if found else {**documents}


def _numbered(
    office: Path, found: Mapping[Key, tuple[list[package.Member], Contents]]
) -> tuple[dict[Key, bytes], dict[Key, str]]:
    """The documents with the pages that LibreOffice lays them out in; why others have none."""
    names = {key: f"{number}.docx" for number, key in enumerate(found)}
    converted = libreoffice.to_pdf(
        office,
        {
            names[key]: package.write(with_body(members, contents.draft()))
            for key, (members, contents) in found.items()
        },
    )
    filled: dict[Key, bytes] = {}
    failed: dict[Key, str] = {}
    for key, (members, contents) in found.items():
        pdf = converted.pdfs.get(names[key])
        if pdf is None:
            failed[key] = converted.failed[names[key]]
            continue
        try:
            contents.set_numbers(_pages(contents, outline(pdf)))
        except PagesError as error:
            failed[key] = str(error)
            continue
        filled[key] = package.write(with_body(members, contents.to_bytes()))
    return filled, failed


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


def _pages(contents: Contents, titles: list[tuple[str, int]]) -> list[int]:
    """The printed page of each heading: counted anew where a section begins anew."""
    numbers: list[int] = []
    shift = 0
    at = 0
    for mark in contents.outline.marks:
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


def _failed(document: Document, why: str) -> Finding:
    return kinds.NO_PAGES.at(Place(document.name), name=document.name, why=why)
