"""Earlier versions of a pack's documents: what is kept of them, and bringing one back.

What stands in the folder goes to the history first. A document that was brought back counts as
edited by hand, on top of the copy it was made from: the next build merges the present data into it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.office.package import identity
from reportgen.pack import kinds as pack_kinds
from reportgen.pack import merge_kinds as kinds
from reportgen.pack.figure_map import parse_figures
from reportgen.pack.layout import Layout
from reportgen.pack.lock import BusyError, held
from reportgen.pack.manifest import BrokenError, Copy, Entry, Left, load_manifest
from reportgen.pack.merge_record import MergeRecord, merges_to_bytes, parse_merges
from reportgen.pack.plan import Action, Change, Step, identity_of, is_open, look
from reportgen.pack.staging import read_own, recover_held, swap_in
from reportgen.place import Place
from reportgen.writer import WriteError, is_link, is_safe_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.pack.figure_map import Printing
    from reportgen.pack.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Remembered:
    """What one build took away: documents it replaced, and edits that she gave up (`edited`)."""

    build: str
    documents: tuple[str, ...]
    edited: tuple[str, ...]
    when: float
    """When, as the disk has it: seconds since 1970."""

    def has(self, name: str) -> bool:
        """Whether it keeps a document of that name."""
        folded = name.casefold()
        return any(known.casefold() == folded for known in (*self.documents, *self.edited))


def remembered(folder: Path) -> tuple[list[Remembered], list[Finding]]:
    """The builds of a pack that took something away, the last first."""
    try:
        layout = Layout.of(folder)
        found = [_remembered(layout, build) for build in reversed(layout.builds())]
    except (WriteError, OSError) as error:
        return [], [kinds.NOT_RESTORED.at(Place(folder.name), name=folder.name, why=error)]
    return [item for item in found if item.documents or item.edited], []


def _remembered(layout: Layout, build: str) -> Remembered:
    folder = layout.history(build)
    lists = [_below(folder / kind) for kind in ("documents", "edited")]
    return Remembered(build, lists[0], lists[1], folder.stat().st_mtime)


def _below(folder: Path) -> tuple[str, ...]:
    """The documents below a folder, by the names they have in the pack."""
    if is_link(folder) or not folder.is_dir():
        return ()
    names = [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()]
    return tuple(name for name in names if is_safe_document(name))


def restore(folder: Path, name: str = "", build: str = "") -> tuple[list[str], list[Finding]]:
    """Brings documents back: one, or all that a build took away; the names brought back.

    Without `build`, from the last build that took the document away.
    """
    place = Place(folder.name)
    try:
        layout = Layout.of(folder)
        if not layout.manifest.is_file():
            what = "生成记录"
            return [], [kinds.NO_HISTORY.at(place, name=folder.name, what=what)]
        with held(layout.lock):
            findings = recover_held(layout)
            manifest, faults = load_manifest(folder)
            findings += faults
            found = _wanted(layout, name, build)
            if manifest is None or found is None:
                what = f"“{name}”" if name else "这一次换下的文档"
                return [], [*findings, kinds.NO_HISTORY.at(place, name=folder.name, what=what)]
            source, names = found
            steps = [_step(layout, manifest, source, n, findings) for n in names]
            made = [step for step in steps if step is not None]
            if made:
                left = _put(layout, manifest, source, made)
                for item, why in left.items():
                    findings.append(kinds.NOT_RESTORED.at(place, name=item, why=f"{why.value}。"))
                made = [step for step in made if step.change.name not in left]
    except BusyError:
        return [], [pack_kinds.BUSY.at(place, folder=folder.name)]
    except (WriteError, OSError) as error:
        return [], [kinds.NOT_RESTORED.at(place, name=name or folder.name, why=error)]
    return [step.change.name for step in made], findings


def _wanted(layout: Layout, name: str, build: str) -> tuple[str, list[str]] | None:
    builds = [b for b in reversed(layout.builds()) if not build or int(b) == int(build)]
    for number in builds:
        item = _remembered(layout, number)
        names = list(dict.fromkeys((*item.edited, *item.documents)))
        if name:
            names = [known for known in names if known.casefold() == name.casefold()]
        if names:
            return number, names
    return None


def _step(
    layout: Layout, manifest: Manifest, build: str, name: str, findings: list[Finding]
) -> Step | None:
    history, path = f"history/{build}", layout.document(name)
    edited = layout.aside(f"{history}/edited/{name}")
    kept = edited if edited.is_file() else layout.aside(f"{history}/documents/{name}")
    data = kept.read_bytes()
    below = layout.aside(f"{history}/base/{name}")
    base = below.read_bytes() if below.is_file() else data
    seen = look(path)
    place = Place(layout.shown(path))
    if seen is not None and (not seen.sha256 or is_open(path)):
        why = "文档正打开着，请先关闭。" if seen.sha256 else "那里有一个文件夹，或者打不开。"
        findings.append(kinds.NOT_RESTORED.at(place, name=name, why=why))
        return None
    copy = Copy(identity_of(data, identity), hashlib.sha256(data).hexdigest(), len(data))
    if seen is not None and seen.sha256 == copy.sha256:
        return None
    entry = manifest.find(name)
    number = layout.next_build()
    kind = "documents"
    spare = None
    if seen is not None:
        known = entry is not None and entry.installed is not None
        plain = known and entry and entry.installed and seen.sha256 == entry.installed.sha256
        kind = "documents" if plain and entry and not entry.merged else "edited"
        if kind == "edited":
            spare = read_own(layout.base(name)) or read_own(layout.generated(name))
    made = entry.generated if entry else None
    is_last = made is not None and made.identity == copy.identity
    left = Left.OBSOLETE if entry is None else None if is_last else Left.EDITED
    after = Entry(
        name, entry.official if entry else True, copy, made, left, merged=not is_last
    )  # fmt: skip
    change = Change(
        name,
        Action.PUT,
        seen.sha256 if seen else None,
        f"history/{number}/{kind}/{name}" if seen is not None else "",
        keeps_base=entry is not None,
        base_aside=f"history/{number}/base/{name}" if spare is not None else "",
        new_base=not is_last,
    )
    return Step(change, after, data, base=None if is_last else base, spare=spare)


def _put(layout: Layout, manifest: Manifest, build: str, steps: Sequence[Step]) -> dict[str, Left]:
    entries = {entry.name: entry for entry in manifest.documents}
    records = _records(read_own(layout.merges))
    older = layout.history(build)
    figures = _figures(read_own(older / "figures.json"))
    past = _records(read_own(older / "merges.json"))
    for step in steps:
        name = step.change.name
        assert step.entry is not None
        entries[name] = step.entry
        base = past.get(name, MergeRecord()).base or figures.get(name, ())
        records[name] = MergeRecord((), base)
    merges = merges_to_bytes(records)
    marks = "" if merges is None else hashlib.sha256(merges).hexdigest()
    after = replace(manifest, documents=tuple(entries.values()), merges_sha256=marks)
    kept = {"merges": merges, "figures": read_own(layout.figures)}
    return swap_in(
        layout, steps, after, {n: d for n, d in kept.items() if d is not None}, layout.next_build()
    )


def _records(data: bytes | None) -> dict[str, MergeRecord]:
    try:
        return {} if data is None else parse_merges(data)
    except BrokenError:
        return {}


def _figures(data: bytes | None) -> Mapping[str, Sequence[Printing]]:
    try:
        return {} if data is None else parse_figures(data)
    except BrokenError:
        return {}
