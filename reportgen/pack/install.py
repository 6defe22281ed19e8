"""Puts the documents of a build into the pack's folder on disk. It makes no document itself.

`docs/design/pack.md` says what stands in the folder and why the swap is safe.
"""

from __future__ import annotations

import hashlib
from dataclasses import field, replace
from typing import TYPE_CHECKING

from reportgen.frozen import frozen
from reportgen.pack import kinds
from reportgen.pack.figure_map import figures_to_bytes
from reportgen.pack.layout import Layout, pack_folder
from reportgen.pack.lock import BusyError, held
from reportgen.pack.manifest import Left, Manifest, State, load_manifest
from reportgen.pack.plan import Action, look, plan
from reportgen.pack.staging import recover_held, swap_in
from reportgen.place import Place
from reportgen.writer import (
    WriteError,
    check_writable,
    make_folder,
    safe_document_name,
    safe_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reportgen.finding import Finding, Kind
    from reportgen.pack.changes import Changes
    from reportgen.pack.manifest import PackMeta
    from reportgen.pack.merging import Edited
    from reportgen.pack.plan import Document, Identify, Joined, Step


@frozen
class PackReport:
    """What a build did in its folder: names of documents, and the state it left.

    `state` is None where the build was not put in place and everything is as it was.
    """

    folder: Path
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    state: State | None = None
    changes: Changes | None = None
    """What changed since the last build; None where there was none."""
    merged: list[str] = field(default_factory=list)
    """Documents that she edited and that took in what is new; those without news are unchanged."""
    edits: tuple[Edited, ...] = ()
    """Of each document that she edited: what was kept, renewed, and waits for her."""


def install(
    out: Path,
    pack_name: str,
    documents: Sequence[Document],
    *,
    meta: PackMeta,
    keep_edits: bool = True,
    identify: Identify | None = None,
    inputs: bytes | None = None,
    joined: Mapping[str, Joined] | None = None,
    merges: bytes | None = None,
) -> tuple[PackReport, list[Finding]]:
    """Bring the folder `out/<pack_name>` up to these documents, all or none of them.

    A document that has the same content is not touched; one that was edited by hand, or that the
    program never put there, is kept. An interrupted earlier build is finished or withdrawn first.

    Args:
        out: the output folder; made if missing. Nothing is ever written outside it.
        pack_name: `<部门>-<年度>`; any text, made a safe name.
        documents: all documents of the pack; one that an earlier build made and that is not among
            them leaves the folder.
        meta: what they were made with and from.
        keep_edits: False only where the user asked to overwrite her edits; her file is then kept
            below `.reportgen/history/`.
        identify: identity of a document's bytes, `reportgen.office.package.identity` if not given.
        inputs: what the documents were made from, kept for the next build's list of changes.
        joined: what merging gave for documents that she edited, by name.
        merges: the record of the merging (None: as it was).
    """
    from reportgen.office.package import identity

    folder = out / safe_name(pack_name)
    named, findings = _named(documents, folder)
    if findings:
        return PackReport(folder), findings
    place = Place(folder.name)
    try:
        layout = Layout.of(pack_folder(out, pack_name))
        is_new = not layout.folder.exists()
        make_folder(layout.store)
        with held(layout.lock) as locked:
            if not locked:
                findings.append(kinds.UNLOCKABLE.at(place, folder=folder.name))
            findings += recover_held(layout)
            old, problems = load_manifest(folder)
            findings += problems
            number = layout.next_build()
            steps = plan(
                named,
                old,
                layout,
                identify or identity,
                keep_edits=keep_edits,
                joined=joined or {},
                build=number,
            )
            figures = figures_to_bytes((d.name, d.figures) for d in named)
            manifest = Manifest(
                meta,
                tuple(step.entry for step in steps if step.entry),
                hashlib.sha256(figures).hexdigest(),
                "" if inputs is None else hashlib.sha256(inputs).hexdigest(),
                "" if merges is None else hashlib.sha256(merges).hexdigest(),
            )
            records = {"figures": figures, "inputs": inputs, "merges": merges}
            left: dict[str, Left] = {}
            if not _stands(layout, old, manifest, steps):
                moves = any(s.change.action in {Action.PUT, Action.REMOVE} for s in steps)
                if moves and not is_new:
                    check_writable(folder)
                kept = {name: data for name, data in records.items() if data is not None}
                left = swap_in(layout, steps, manifest, kept, number)
    except BusyError:
        return PackReport(folder), [*findings, kinds.BUSY.at(place, folder=folder.name)]
    except WriteError as error:
        return PackReport(folder), [*findings, kinds.CANNOT_WRITE.at(place, why=error)]
    report, told = _told(layout, steps, left)
    return report, findings + told


def _named(documents: Sequence[Document], folder: Path) -> tuple[list[Document], list[Finding]]:
    """The documents under names the disk accepts; two of one name are a finding."""
    named: dict[str, Document] = {}
    findings: list[Finding] = []
    for document in documents:
        name = safe_document_name(document.name)
        other = named.get(name.casefold())
        if other is None:
            named[name.casefold()] = replace(document, name=name)
        else:
            place = Place(f"{folder.name}/{name}")
            findings.append(kinds.SAME_NAME.at(place, name=name, other=other.name))
    return list(named.values()), findings


def _stands(layout: Layout, old: Manifest | None, new: Manifest, steps: Sequence[Step]) -> bool:
    """Whether the disk is already as this build would leave it."""
    if old != new or not all(step.is_idle for step in steps):
        return False
    return all(
        (not wanted and path != layout.figures)
        or ((seen := look(path)) is not None and seen.sha256 == wanted)
        for path, wanted in (
            (layout.figures, new.figures_sha256),
            (layout.inputs, new.inputs_sha256),
            (layout.merges, new.merges_sha256),
        )
    )


def _told(
    layout: Layout, steps: Sequence[Step], left: dict[str, Left]
) -> tuple[PackReport, list[Finding]]:
    """What was done, for the caller and for the clerk."""
    report = PackReport(layout.folder)
    findings: list[Finding] = []
    inconsistent = False
    for step in steps:
        change, name = step.change, step.change.name
        why = left.get(name) or (step.entry.left if step.entry else None)
        if why is Left.CONFLICT:
            inconsistent = True
            if change.action is Action.PUT:
                report.merged.append(name)
            else:
                report.unchanged.append(name)
        elif why is not None:
            inconsistent = True
            report.kept.append(name)
            findings.append(_kept(layout, step, why))
        elif change.action is Action.PUT and step.entry and step.entry.merged:
            report.merged.append(name)
        elif change.action is Action.PUT:
            report.written.append(name)
            if change.aside.split("/")[2:3] == ["edited"]:
                findings.append(_moved_aside(kinds.SET_ASIDE, layout, change.name, change.aside))
        elif change.action is Action.REMOVE:
            report.removed.append(name)
            findings.append(_moved_aside(kinds.REMOVED, layout, change.name, change.aside))
        elif change.action is Action.SAME:
            report.unchanged.append(name)
    state = State.INCONSISTENT if inconsistent else State.COMPLETE
    return replace(report, state=state), findings


def _moved_aside(kind: Kind, layout: Layout, name: str, aside: str) -> Finding:
    place = Place(layout.shown(layout.document(name)))
    return kind.at(place, name=name, aside=layout.shown(layout.store / aside))


def _kept(layout: Layout, step: Step, why: Left) -> Finding:
    name = step.change.name
    place, key = Place(layout.shown(layout.document(name))), f"文件/{name}"
    if why is Left.OBSOLETE or step.change.action is Action.REMOVE:
        figures = [("现有文件", (step.change.was or "")[:12])]
        return kinds.OBSOLETE.at(place, name=name, key=key, figures=figures)
    generated = layout.shown(layout.generated(name))
    if why is Left.OPEN:
        return kinds.OPEN.at(place, name=name, key=key)
    if why is Left.FOREIGN:
        return kinds.FOREIGN.at(place, name=name, generated=generated, key=key)
    if step.same_content:
        return kinds.EDITED.at(place, name=name, key=key)
    made = step.entry.generated if step.entry else None
    figures = [
        ("现有文件", (step.change.was or "")[:12]),
        ("本次生成", made.identity[:12] if made else ""),
    ]
    return kinds.EDITED_AND_CHANGED.at(
        place, name=name, generated=generated, key=key, figures=figures
    )
