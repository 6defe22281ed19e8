"""Makes the report pack of a data set: renders every document of its format and installs them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reportgen import __version__
from reportgen.compute.context import evaluate
from reportgen.finding import Severity
from reportgen.formats import Expression
from reportgen.frozen import frozen
from reportgen.language.environment import compile_block
from reportgen.language.errors import describe
from reportgen.language.numerals import forbid_numerals
from reportgen.pack.after_rendering import verify
from reportgen.pack.change_kinds import BROKEN_RECORD
from reportgen.pack.change_list import Paper, change_list, last_list, unmerged_list
from reportgen.pack.changes import load_recorded, since
from reportgen.pack.editions import Edition, check_published, for_edition
from reportgen.pack.inputs import inputs_of, inputs_to_bytes, way
from reportgen.pack.install import PackReport, install
from reportgen.pack.manifest import PackMeta
from reportgen.pack.merge_record import merges_to_bytes
from reportgen.pack.merging import Merging, merge_edited, relocated
from reportgen.pack.plan import Document
from reportgen.pack.report import check_report
from reportgen.pack.staging import recover
from reportgen.pack.strays import drafts_left, renamed
from reportgen.render.documents import render_document
from reportgen.writer import safe_document_name, safe_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Document as Declared
    from reportgen.model.year import DepartmentYear
    from reportgen.pack.changes import Changes, Recorded
    from reportgen.pack.inputs import Inputs
    from reportgen.pack.prepare import Prepared

DRAFT = "草稿"
UNNAMED = "未填名称"
"""What a draft is called whose department has no name yet."""


@dataclass(frozen=True, slots=True)
class HandEdits:
    """What becomes of documents that she edited: merged, or discarded (and kept in the history).

    `tracked`: new figures in Word as tracked changes. `date` (ISO) stands at those and at comments.
    """

    discard: bool = False
    tracked: bool = False
    date: str = ""


@frozen
class Planned:
    """One document to render: its declaration, file name and the names it is rendered with."""

    declared: Declared
    file_name: str
    names: dict[str, object]


@frozen
class Made:
    """A pack that is rendered and checked but not on the disk; it can be sent to another process.

    `inputs` is None where the pack keeps no record of them: an edition that leaves values out.
    """

    name: str
    documents: list[Document]
    meta: PackMeta
    inputs: Inputs | None


def build(
    prepared: Prepared,
    out: Path,
    *,
    draft: bool = False,
    edition: Edition = Edition.PLAIN,
    pages: bool = False,
    hand_edits: HandEdits = HandEdits(),
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[PackReport | None, list[Finding]]:
    """Renders and installs the pack; None where nothing was written, the last pack untouched.

    A final build is refused while there is an 错误 or an open 须说明; a draft goes to a folder of
    its own, and so does an edition. `pages` fills the page numbers of tables of contents in.
    Documents that she edited take in what is new, unless `hand_edits` says otherwise.
    `progress` is told the document at hand, how many are done and how many there are.
    """
    made, findings = make(prepared, draft=draft, edition=edition, pages=pages, progress=progress)
    if made is None:
        return None, findings
    paper = Paper.of(prepared)
    installed, faults = put_in_place(made, out, paper, prepared.year.source, hand_edits)
    return installed, findings + faults


def make(
    prepared: Prepared,
    *,
    draft: bool = False,
    edition: Edition = Edition.PLAIN,
    pages: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[Made | None, list[Finding]]:
    """The pack as `build` would put it in place; None where it is refused. Nothing is written."""
    if prepared.blocks and not draft:
        return None, []
    prepared, withheld, findings = for_edition(prepared, edition)
    documents, faults = render_pack(prepared, progress=progress)
    findings += faults
    failed = any(f.severity is Severity.ERROR for f in findings)
    if pages:
        from reportgen.pack.pages import fill_pages

        documents, faults = fill_pages(documents)
        findings += faults
    verified = verify(prepared, documents)
    if edition is Edition.PUBLIC:
        verified += check_published(prepared, documents, withheld)
    failed |= any(f.severity is not Severity.HINT for f in verified)
    findings += verified
    if failed and not draft:
        return None, findings
    if edition is Edition.PUBLIC:
        from reportgen.pack.publishing import checklist

        report, faults = checklist(prepared, documents, withheld)
    else:
        report, faults = check_report(prepared, findings, draft=draft)
    findings += faults
    if report is not None:
        documents.append(report)
    # The list of changes and the recorded inputs name what the public edition leaves out.
    inputs = None if edition is Edition.PUBLIC else inputs_of(prepared.year)
    meta = replace(_meta(prepared, draft), edition=edition.value, pages=pages)
    name = pack_name(prepared.year, edition, draft=draft)
    return Made(name, documents, meta, inputs), findings


def pack_name(year: DepartmentYear, edition: Edition, *, draft: bool) -> str:
    """What the folder of a pack is called, before it is made a safe name."""
    marks = [mark for mark in (edition.value, DRAFT if draft else "") if mark]
    return "-".join([year.name or UNNAMED, str(year.year), *marks])


def put_in_place(
    made: Made, out: Path, paper: Paper, source: Path, hand_edits: HandEdits = HandEdits()
) -> tuple[PackReport, list[Finding]]:
    """Installs a pack, with the list of what it changes; `source` is its data file.

    Documents that she edited take in what is new, unless `hand_edits` says otherwise.
    """
    folder = out / safe_name(made.name)
    documents, inputs = [*made.documents], made.inputs
    # An interrupted build is finished first, so that all is compared with what stands there.
    findings = recover(folder)
    recorded, faults = load_recorded(folder)
    findings += [f for f in faults if f.code == BROKEN_RECORD.code]
    findings += renamed(folder, documents, recorded)
    if not made.meta.draft:
        findings += drafts_left(folder, folder.with_name(f"{folder.name}-{DRAFT}"))
    merging = Merging()
    if not hand_edits.discard:
        merging = merge_edited(
            folder, documents, recorded, tracked=hand_edits.tracked, date=hand_edits.date
        )
        findings += merging.findings
    changes: Changes | None = None
    if inputs is not None:
        inputs = replace(inputs, source=way(source, folder))
    if inputs is not None and recorded is not None:
        changes, faults = _add_changes(
            paper, folder, documents, inputs, made.meta, recorded, merging
        )
        findings += faults
    if merging.unmerged:
        listed, faults = unmerged_list(paper, merging.unmerged)
        findings += faults
        documents += [listed] if listed is not None else []
    installed, faults = install(
        out,
        made.name,
        documents,
        meta=made.meta,
        keep_edits=not hand_edits.discard,
        inputs=None if inputs is None else inputs_to_bytes(inputs),
        joined=merging.joined,
        merges=merges_to_bytes(merging.records),
    )
    if installed.state is not None:
        edits = tuple(e for e in merging.edits if e.name not in installed.kept or not e.renewed)
        installed = replace(installed, changes=changes, edits=edits)
    return installed, findings + faults


def _add_changes(
    paper: Paper,
    folder: Path,
    documents: list[Document],
    inputs: Inputs,
    meta: PackMeta,
    recorded: Recorded,
    merging: Merging,
) -> tuple[Changes | None, list[Finding]]:
    """What these documents change in the pack, and the list of it among them.

    Where nothing changes, the list of the last build stays.
    """
    findings: list[Finding] = []
    kept = last_list(folder, recorded)
    if kept is not None:
        documents.append(kept)
    changes = since(recorded, documents, inputs, meta)
    changes = replace(changes, figures=relocated(changes.figures, merging.records))
    if changes or merging.did_something:
        made, findings = change_list(paper, changes, merging.edits, draft=meta.draft)
        if made is not None:
            documents[:] = [d for d in documents if d is not kept] + [made]
    return changes, findings


def render_pack(
    prepared: Prepared, *, progress: Callable[[str, int, int], None] | None = None
) -> tuple[list[Document], list[Finding]]:
    """Every official document of the pack, rendered, and what went wrong; nothing is written."""
    planned, findings = plan_documents(prepared)
    documents: list[Document] = []
    for done, item in enumerate(planned):
        if progress:
            progress(item.file_name, done, len(planned))
        document, faults = _render(item, prepared)
        findings += faults
        if document is not None:
            documents.append(document)
    return documents, findings


def plan_documents(prepared: Prepared) -> tuple[list[Planned], list[Finding]]:
    """Which documents are made, and under which file names."""
    context = prepared.context
    planned: list[Planned] = []
    findings: list[Finding] = []
    for declared in context.format.documents:
        document = declared.declaration
        if document.condition:
            wanted, faults = evaluate(context, Expression(document.condition, declared.place))
            findings += faults
            if not wanted:
                continue
        items: list[Any] = [None]
        if document.each:
            value, faults = evaluate(context, Expression(document.each, declared.place))
            findings += faults
            items = list(value or ())
        for item in items:
            names = context.names if item is None else {**context.names, "项": item}
            try:
                name = compile_block(context.environment, document.output).render(names)
                forbid_numerals(name)
            except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
                findings.append(describe(error, document.output).at(declared.place))
                continue
            planned.append(Planned(declared, name.strip(), names))
    return planned, findings


def _render(planned: Planned, prepared: Prepared) -> tuple[Document | None, list[Finding]]:
    rendered, findings = render_document(
        planned.declared.template, prepared.context.environment, planned.names
    )
    if rendered is None:
        return None, findings
    name = safe_document_name(planned.file_name)
    return Document(name, rendered.data, rendered.figures, reading=rendered.reading), findings


def _meta(prepared: Prepared, draft: bool) -> PackMeta:
    year, form = prepared.year, prepared.context.format
    return PackMeta(
        program=__version__,
        data_name=year.source.name,
        data_sha256=data_mark(year.source),
        format_name=form.id,
        format_identity=form.identity,
        draft=draft,
        computed_scores=prepared.context.computed_scores,
    )


def data_mark(source: Path) -> str:
    """The sha256 of a data file; empty where it cannot be read any more."""
    try:
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
