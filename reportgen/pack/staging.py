"""Swaps a staged build into the pack folder: through a journal, so that it is all or nothing.

Everything is first written below `.reportgen/staging-…/`. Then the journal says what will be moved;
from that moment on an interrupted swap is finished at the next start, before it, withdrawn. Every
move is onto a free name, and each is found done or not done by what stands on the disk: so the swap
can be taken up after any of them. It decides nothing: `plan` does.
"""

from __future__ import annotations

import json
import re
import secrets
from contextlib import suppress
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from reportgen.pack import kinds
from reportgen.pack.layout import HISTORY, STAGING, Layout
from reportgen.pack.lock import BusyError, held
from reportgen.pack.manifest import (
    BrokenError,
    Entry,
    Left,
    Manifest,
    parse_manifest,
    parse_object,
    read_limited,
)
from reportgen.pack.plan import Action, Change, look
from reportgen.place import Place
from reportgen.writer import (
    Reason,
    WriteError,
    flush_folder,
    inside,
    is_safe_document,
    make_folder,
    move,
    remove_empty_folder,
    remove_file,
    remove_tree,
    second_name,
    write_atomic,
    write_together,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.pack.plan import Step

VERSION: Final = 1
REMEMBERED: Final = 10
"""So many builds that took something away are remembered."""
_ASIDE: Final = re.compile(
    r"(?:history/[0-9]{4,8}/(?:documents|edited|base)|removed|replaced)/(.+)"
)
_NOT_NOW: Final = frozenset({Reason.DENIED, Reason.IN_USE})


def swap_in(
    layout: Layout,
    steps: Sequence[Step],
    manifest: Manifest,
    records: Mapping[str, bytes],
    build: str = "",
) -> dict[str, Left]:
    """Put a build in place; the documents that could not be replaced, with the reason.

    `records` are the program's own files beside the manifest (`figures`: the figure map …); one
    that is not among them stays. What leaves the folder is kept under the number `build`, with the
    records of the pack as it was.

    Raises:
        WriteError: nothing is in place, all is as it was.
    """
    staging = layout.store / f"staging-{secrets.token_hex(4)}"
    changes = [step.change for step in steps if not step.is_idle]
    try:
        kept = build if any(change.aside for change in changes) else ""
        if kept and (old := read_own(layout.manifest)) is not None:
            records = {**records, "manifest-old": old}
        journal = {
            "version": VERSION,
            "staging": staging.name,
            "build": kept,
            "changes": [asdict(c) | {"action": c.action.value} for c in changes],
        }
        content = json.dumps(journal, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        records = {**records, "manifest": manifest.to_bytes(), "journal": content}
        _stage(layout, staging, [step for step in steps if not step.is_idle], records)
        move(staging / "journal", layout.journal)
    except WriteError:
        with suppress(WriteError):
            remove_tree(staging)
        raise
    flush_folder(layout.store)
    moves = _Moves()
    try:
        left = _swap(layout, staging, changes, moves, kept)
    except WriteError:
        moves.undo()
        _clear(layout, staging)
        raise
    with suppress(WriteError):  # what stays behind is cleared at the next start
        _clear(layout, staging)
    return left


def recover(folder: Path) -> list[Finding]:
    """Finish or withdraw a build that was interrupted in a pack folder.

    Where another build is at work there, or nothing was interrupted, nothing happens.
    """
    try:
        layout = Layout.of(folder)
        if not layout.store.is_dir():
            return []
        with held(layout.lock):
            return recover_held(layout)
    except BusyError:
        return []
    except WriteError as error:
        return [kinds.CANNOT_WRITE.at(Place(folder.name), why=error)]


def recover_held(layout: Layout) -> list[Finding]:
    """The same, by one who holds the lock.

    Raises:
        WriteError: it could not be finished; the journal stays for the next start.
    """
    place, folder = Place(layout.folder.name), layout.folder.name
    found: list[Finding] = []
    try:
        journal = read_limited(layout.journal)
        if journal is not None:
            staging, changes, build = _parse_journal(layout, journal)
            _swap(layout, staging, changes, _Moves(), build)
            _clear(layout, staging)
            found.append(kinds.FINISHED.at(place, folder=folder))
    except (BrokenError, OSError):
        aside = _rescue(layout)
        return [kinds.BROKEN_JOURNAL.at(place, folder=folder, aside=layout.shown(aside))]
    withdrawn = list(layout.staging_folders())
    for path in withdrawn:
        remove_tree(path)
    for path in layout.rubbish():
        remove_file(path)
    if withdrawn and not found:
        found.append(kinds.WITHDRAWN.at(place, folder=folder))
    return found


class _Moves:
    """The moves made so far, to be undone in the reverse order."""

    def __init__(self) -> None:
        self._made: list[tuple[Path, Path]] = []
        self._folders: set[Path] = set()

    def make(self, source: Path, target: Path) -> None:
        if target.parent not in self._folders:
            make_folder(target.parent)
            self._folders.add(target.parent)
        move(source, target)
        self._made.append((source, target))

    def undo(self) -> None:
        while self._made:
            source, target = self._made[-1]
            move(target, source)
            self._made.pop()


def _stage(
    layout: Layout, staging: Path, steps: Sequence[Step], records: Mapping[str, bytes]
) -> None:
    make_folder(staging)
    contents = dict(records)
    for index, step in enumerate(steps):
        if step.document is not None:
            contents[f"document-{index}"] = step.document
        if step.generated is not None:
            contents[f"generated-{index}"] = step.generated
        if step.base is not None:
            contents[f"base-{index}"] = step.base
        if step.spare is not None:
            contents[f"spare-{index}"] = step.spare
    write_together(staging, contents)
    # In a new pack nothing is there yet that could go to the other two.
    for folder in ("generated", "base", "history") if layout.manifest.exists() else ("generated",):
        make_folder(layout.store / folder)
    flush_folder(staging)


def _swap(
    layout: Layout, staging: Path, changes: Sequence[Change], moves: _Moves, build: str
) -> dict[str, Left]:
    """Make the moves that are not made yet.

    Raises:
        BrokenError: the staged manifest cannot be read.
        WriteError: a move was refused for another reason than a document in use.
    """
    content = read_limited(staging / "manifest")
    if content is None:
        raise BrokenError("暂存的生成记录不见了")
    planned = parse_manifest(content)
    left: dict[str, Left] = {}
    for index, change in enumerate(changes):
        why = _place(layout, staging, index, change, moves)
        if why is not None:
            left[change.name] = why
        stays = why is not None or change.action is Action.KEEP
        _place_generated(layout, staging, index, change, moves, stays=stays)
    history = layout.history(build) if build else None
    for path in (layout.inputs, layout.figures, layout.merges):
        name = path.stem
        if (staging / name).exists():
            if path.exists():
                kept = None if history is None else history / path.name
                free = kept is not None and look(kept) is None
                moves.make(path, kept if kept and free else staging / f"{name}-old")
            moves.make(staging / name, path)
    if history is not None and (staging / "manifest-old").exists():
        moves.make(staging / "manifest-old", history / "manifest.json")
    if left:
        content = _amended(planned, _current(layout), left).to_bytes()
        write_atomic(staging / "manifest-final", content)
    else:
        second_name(staging / "manifest", staging / "manifest-final")
    for folder in (layout.folder, layout.store / "generated"):
        flush_folder(folder)
    move(staging / "manifest-final", layout.manifest)
    flush_folder(layout.store)
    for change in changes:
        if "/" in change.name and change.action in {Action.REMOVE, Action.FORGET}:
            for path in (layout.document(change.name), layout.generated(change.name)):
                remove_empty_folder(path.parent)
    prune(layout)
    return left


def prune(layout: Layout) -> None:
    """Forget the oldest builds; one that holds edits she gave up stays, they are nowhere else."""
    known = layout.builds()
    for build in known[: max(len(known) - REMEMBERED, 0)]:
        folder = layout.history(build)
        if not (folder / "edited").exists():
            remove_tree(folder)


def _place(layout: Layout, staging: Path, index: int, change: Change, moves: _Moves) -> Left | None:
    """Move a document in or out; the reason where the file on disk must stay."""
    new, target = staging / f"document-{index}", layout.document(change.name)
    removing = change.action is Action.REMOVE
    if not removing and (change.action is not Action.PUT or not new.exists()):
        return None
    saved = layout.aside(change.aside) if change.aside else staging / f"document-old-{index}"
    try:
        seen = look(target)
        if seen is not None:
            if seen.refused:
                return Left.OPEN
            if not seen.sha256 or seen.sha256 != change.was:
                return Left.EDITED if change.keeps_base or removing else Left.FOREIGN
            moves.make(target, saved)
        if not removing:
            moves.make(new, target)
    except WriteError as error:
        if error.reason not in _NOT_NOW:
            raise
        if seen is not None and look(target) is None:
            moves.make(saved, target)
        return Left.OPEN
    return None


def _place_generated(
    layout: Layout, staging: Path, index: int, change: Change, moves: _Moves, *, stays: bool
) -> None:
    """Bring `generated/` and `base/` up to date for a document."""
    new, target = staging / f"generated-{index}", layout.generated(change.name)
    base, gone = layout.base(change.name), change.action in {Action.REMOVE, Action.FORGET}
    if stays and gone:
        return
    kept = layout.aside(change.base_aside) if change.base_aside and not stays else None
    spare, below = staging / f"spare-{index}", staging / f"base-{index}"
    if kept is not None and spare.exists():
        moves.make(spare, kept)
    in_place = change.new_base and not below.exists()
    if not stays and not in_place and look(base) is not None:
        free = kept is not None and look(kept) is None
        moves.make(base, kept if kept and free else staging / f"base-old-{index}")
    if (new.exists() or gone) and look(target) is not None:
        keeps = stays and change.keeps_base and look(base) is None
        old = staging / f"generated-old-{index}"
        if kept is not None and look(kept) is None:
            old = kept
        moves.make(target, base if keeps else old)
    if new.exists():
        moves.make(new, target)
    if below.exists() and not stays:
        moves.make(below, base)


def _amended(planned: Manifest, current: Manifest | None, left: dict[str, Left]) -> Manifest:
    """The planned manifest, corrected for documents that had to stay as they are."""
    if not left:
        return planned
    entries: list[Entry] = []
    for entry in planned.documents:
        why = left.get(entry.name)
        old = current.find(entry.name) if current else None
        if why is not None:
            known = old.installed if old else None
            merged = old.merged if old else False
            entries.append(replace(entry, installed=known, left=why, merged=merged))
        else:
            entries.append(entry)
    for name in left:
        old = current.find(name) if current else None
        if planned.find(name) is None and old is not None:
            entries.append(replace(old, left=Left.OBSOLETE))
    return replace(planned, documents=tuple(entries))


def read_own(path: Path) -> bytes | None:
    """The bytes of one of the program's own files; None where it cannot be read."""
    try:
        return read_limited(path)
    except (BrokenError, OSError):
        return None


def _current(layout: Layout) -> Manifest | None:
    try:
        content = read_limited(layout.manifest)
        return None if content is None else parse_manifest(content)
    except (BrokenError, OSError):
        return None


def _parse_journal(layout: Layout, content: bytes) -> tuple[Path, list[Change], str]:
    """The journal, refused where it names anything outside the pack."""
    journal = parse_object(content)
    try:
        if journal["version"] != VERSION or not STAGING.fullmatch(journal["staging"]):
            raise BrokenError("内容不对")
        staging = inside(layout.store, journal["staging"])
        changes = [
            Change(**(item | {"action": Action(item["action"])})) for item in journal["changes"]
        ]
        build = journal.get("build", "")
        sound = (not build or HISTORY.fullmatch(build) is not None) and all(
            is_safe_document(c.name) and _is_aside(c.aside) and _is_aside(c.base_aside)
            for c in changes
        )
    except (AttributeError, KeyError, TypeError, ValueError, WriteError) as error:
        raise BrokenError("内容不对") from error
    if not sound:
        raise BrokenError("内容不对")
    return staging, changes, build


def _is_aside(text: str) -> bool:
    found = _ASIDE.fullmatch(text)
    return not text or (found is not None and is_safe_document(found[1]))


def _rescue(layout: Layout) -> Path:
    """Put the remains of a swap that cannot be finished where nothing clears them."""
    aside = layout.store / "rescued" / secrets.token_hex(4)
    make_folder(aside)
    for path in (*layout.staging_folders(), layout.journal):
        if path.exists():
            move(path, aside / path.name)
    return aside


def _clear(layout: Layout, staging: Path) -> None:
    """The journal first: without it, staged files are rubbish; without them, it is broken."""
    remove_file(layout.journal)
    flush_folder(layout.store)
    remove_tree(staging)
