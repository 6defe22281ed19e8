"""The PDFs of a pack: in `PDF/` beside the documents, one for each official document.

They are made from the documents as they stand in the folder, edits by hand included. Which document
content each was made from stands in `.reportgen/pdf.json`. Not for the conversion itself.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.office.package import identity
from reportgen.pack import edition_kinds as kinds
from reportgen.pack import libreoffice
from reportgen.pack.binding import bind
from reportgen.pack.kinds import BUSY
from reportgen.pack.layout import Layout
from reportgen.pack.lock import BusyError, held
from reportgen.pack.manifest import BrokenError, load_manifest, parse_object, read_limited
from reportgen.pack.pages import PagesError, for_layout
from reportgen.pack.plan import identity_of, look
from reportgen.place import Place
from reportgen.writer import (
    WriteError,
    inside,
    is_safe,
    remove_empty_folder,
    remove_file,
    write_atomic,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.pack.binding import Binding

FOLDER: Final = "PDF"
RECORD: Final = "pdf.json"
BOUND: Final = "合订本"
ALL: Final = "全部文档"
VERSION: Final = 1
_KINDS: Final = {".docx": "Word", ".xlsx": "Excel"}


@frozen
class Made:
    """A PDF that was made: its document, the identity of the document's content, its own sha256."""

    name: str
    document: str
    source: str
    sha256: str


@frozen
class PdfReport:
    """What was done, by names of PDFs; `complete` where every document has its PDF."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    complete: bool = False


@dataclass(slots=True)
class _Work:
    """The state of one run: what stands recorded, and what was done."""

    layout: Layout
    records: dict[str, Made]
    report: PdfReport = field(default_factory=PdfReport)
    findings: list[Finding] = field(default_factory=list)

    def path(self, name: str) -> Path:
        return inside(self.layout.folder, FOLDER, name)

    def place(self, name: str) -> Place:
        return Place(f"{self.layout.folder.name}/{FOLDER}/{name}")

    def ours(self, name: str) -> bool:
        """Whether nothing stands there, or what the program put there."""
        seen, made = look(self.path(name)), self.records.get(name)
        return seen is None or (made is not None and seen.sha256 == made.sha256)


def make_pdfs(folder: Path, binding: Binding | None = None) -> tuple[PdfReport, list[Finding]]:
    """Brings `PDF/` up to date with the official documents of a pack folder.

    Only documents whose content changed are converted; a PDF that the program did not put there is
    kept; one whose document is gone leaves. With `binding`, all are bound into one besides.
    """
    place = Place(folder.name)
    try:
        layout = Layout.of(folder)
        inside(layout.store, RECORD)
        with held(layout.lock):
            return _make(layout, binding)
    except BusyError:
        return PdfReport(), [BUSY.at(place, folder=folder.name)]
    except WriteError as error:
        return PdfReport(), [kinds.PDF_UNWRITABLE.at(place, why=error)]


def old_pdfs(folder: Path) -> list[Finding]:
    """Which PDFs of a pack were made from documents that have changed since."""
    try:
        layout = Layout.of(folder)
        records, findings = _load(layout)
        sources = {pdf: mark for pdf, (_, mark, _) in _sources(layout).items()} if records else {}
        work = _Work(layout, records)
        for made in records.values():
            if made.document == ALL:
                continue
            if sources.get(made.name) != made.source and look(work.path(made.name)) is not None:
                shown = f"{FOLDER}/{made.name}"
                at = work.place(made.name)
                findings.append(kinds.PDF_OLD.at(at, name=shown, document=made.document))
    except WriteError:
        return []
    return findings


def pdf_names(documents: Iterable[str]) -> dict[str, str]:
    """The PDF of each document: `说明.docx` → `说明.pdf`; told apart where two would be the same."""
    names = list(documents)
    plain = {name: PurePath(name).with_suffix("").as_posix().replace("/", "－") for name in names}
    count = Counter(stem.casefold() for stem in plain.values())
    return {
        name: f"{stem}（{_KINDS[PurePath(name).suffix.lower()]}）.pdf"
        if count[stem.casefold()] > 1
        else f"{stem}.pdf"
        for name, stem in plain.items()
    }


def _make(layout: Layout, binding: Binding | None) -> tuple[PdfReport, list[Finding]]:
    records, findings = _load(layout)
    work = _Work(layout, records, findings=findings)
    sources = _sources(layout)
    wanted: dict[str, tuple[str, str, bytes]] = {}
    kept = 0
    for name, (document, mark, data) in sources.items():
        made = records.get(name)
        if not work.ours(name):
            same = made is not None and made.source == mark
            kind = kinds.PDF_EDITED if same else kinds.PDF_EDITED_OLD
            shown = f"{FOLDER}/{name}"
            figures = [("文档", mark[:12])]
            kept += 1
            findings.append(
                kind.at(
                    work.place(name),
                    name=shown,
                    document=document,
                    key=f"文件/{shown}",
                    figures=figures,
                )
            )
        elif made and made.source == mark and look(work.path(name)) is not None:
            work.report.unchanged.append(name)
        else:
            wanted[name] = (document, mark, data)
    bound = _bound_name(sources) if binding else ""
    _remove_gone(work, {*sources, bound})
    _convert(work, wanted)
    complete = len(work.report.written) + len(work.report.unchanged) + kept == len(sources)
    if binding and sources:
        complete = complete and _bind(work, binding, bound, sources)
    _save(work)
    return PdfReport(
        work.report.written, work.report.unchanged, work.report.removed, complete
    ), findings


def _convert(work: _Work, wanted: dict[str, tuple[str, str, bytes]]) -> None:
    if not wanted:
        return
    office = libreoffice.find_office()
    if office is None:
        at = Place(work.layout.folder.name)
        work.findings.append(kinds.NO_OFFICE.at(at, what="不能生成 PDF"))
        return
    documents = {document: data for document, _, data in wanted.values()}
    result = libreoffice.to_pdf(office, for_layout(office, documents))
    for name, (document, mark, _) in wanted.items():
        pdf = result.pdfs.get(document)
        if pdf is None:
            at = Place(f"{work.layout.folder.name}/{document}")
            why = result.failed[document]
            work.findings.append(kinds.NOT_CONVERTED.at(at, name=document, why=why))
            continue
        try:
            write_atomic(work.path(name), pdf)
        except WriteError as error:
            work.findings.append(kinds.PDF_UNWRITABLE.at(work.place(name), why=error))
            continue
        work.records[name] = Made(name, document, mark, hashlib.sha256(pdf).hexdigest())
        work.report.written.append(name)


def _bind(
    work: _Work, binding: Binding, name: str, sources: dict[str, tuple[str, str, bytes]]
) -> bool:
    """Binds the PDFs as they stand in the folder into one; False where that failed."""
    parts: list[tuple[str, bytes]] = []
    shown = f"{FOLDER}/{name}"
    try:
        for pdf, (document, _, _) in sources.items():
            data = read_limited(work.path(pdf))
            if data is None:
                raise PagesError(f"“{document}”还没有 PDF")  # noqa: TRY301
            parts.append((PurePath(document).stem, data))
        digest = hashlib.sha256(binding.title.encode())
        for title, data in parts:
            digest.update(title.encode() + b"\0" + hashlib.sha256(data).digest())
        mark, made = digest.hexdigest(), work.records.get(name)
        if not work.ours(name):
            same = made is not None and made.source == mark
            kind = kinds.PDF_EDITED if same else kinds.PDF_EDITED_OLD
            at, key = work.place(name), f"文件/{shown}"
            work.findings.append(kind.at(at, name=shown, document=ALL, key=key))
            return True
        if made and made.source == mark and look(work.path(name)) is not None:
            work.report.unchanged.append(name)
            return True
        office = libreoffice.find_office()
        if office is None:
            work.findings.append(kinds.NO_OFFICE.at(work.place(name), what="不能装订合订本"))
            return False
        pdf_data = bind(office, binding, parts)
        write_atomic(work.path(name), pdf_data)
    except (PagesError, OSError, BrokenError) as error:
        why = "有一份 PDF 打不开" if isinstance(error, OSError) else error
        work.findings.append(kinds.NOT_BOUND.at(work.place(name), name=shown, why=why))
        return False
    except WriteError as error:
        work.findings.append(kinds.PDF_UNWRITABLE.at(work.place(name), why=error))
        return False
    work.records[name] = Made(name, ALL, mark, hashlib.sha256(pdf_data).hexdigest())
    work.report.written.append(name)
    return True


def _bound_name(sources: Iterable[str]) -> str:
    """The name of the bound PDF, another where a document of the pack has it."""
    taken = {name.casefold() for name in sources}
    return f"{BOUND}.pdf" if f"{BOUND}.pdf" not in taken else f"{BOUND}（全部）.pdf"


def _remove_gone(work: _Work, sources: Iterable[str]) -> None:
    """Takes out the PDFs whose documents are no longer there."""
    for made in [made for made in work.records.values() if made.name not in set(sources)]:
        path, shown = work.path(made.name), f"{FOLDER}/{made.name}"
        if look(path) is None:
            del work.records[made.name]
        elif not work.ours(made.name):
            del work.records[made.name]
            work.findings.append(
                kinds.PDF_EDITED_OLD.at(
                    work.place(made.name),
                    name=shown,
                    document=made.document,
                    key=f"文件/{shown}",
                )
            )
        else:
            try:
                remove_file(path)
            except WriteError as error:
                work.findings.append(kinds.PDF_UNWRITABLE.at(work.place(made.name), why=error))
                continue
            del work.records[made.name]
            work.report.removed.append(made.name)
    remove_empty_folder(work.layout.folder / FOLDER)


def _sources(layout: Layout) -> dict[str, tuple[str, str, bytes]]:
    """Of each official document that stands in the pack: its PDF, its name, identity and bytes."""
    manifest, _ = load_manifest(layout.folder)
    found: dict[str, tuple[str, bytes]] = {}
    for entry in manifest.documents if manifest else ():
        if not entry.official or PurePath(entry.name).suffix.lower() not in _KINDS:
            continue
        try:
            data = read_limited(layout.document(entry.name))
        except (OSError, BrokenError):
            continue
        if data is not None:
            found[entry.name] = (identity_of(data, identity), data)
    names = pdf_names(found)
    return {names[document]: (document, *content) for document, content in found.items()}


def _load(layout: Layout) -> tuple[dict[str, Made], list[Finding]]:
    shown = f"{layout.folder.name}/{layout.store.name}/{RECORD}"
    try:
        data = read_limited(inside(layout.store, RECORD))
        if data is None:
            return {}, []
        content = parse_object(data)
        records = {item["name"]: Made(**item) for item in content["pdfs"]}
        texts = [text for made in records.values() for text in asdict(made).values()]
        sound = content["version"] == VERSION and all(isinstance(text, str) for text in texts)
        if sound and all(is_safe(name) for name in records):
            return records, []
    except (BrokenError, OSError, KeyError, TypeError):
        pass
    return {}, [kinds.PDF_RECORD.at(Place(shown), name=shown)]


def _save(work: _Work) -> None:
    path = inside(work.layout.store, RECORD)
    pdfs = [asdict(work.records[name]) for name in sorted(work.records)]
    content = {"version": VERSION, "pdfs": pdfs}
    data = json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
    if not pdfs:
        remove_file(path)
    elif not path.is_file() or path.read_bytes() != data:
        write_atomic(path, data)
