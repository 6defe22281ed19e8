"""Swaps a staged build into the pack folder: through a journal, so that it is all or nothing.

Everything is first written below `.reportgen/staging-…/`. Then the journal says what will be moved;
from that moment on an interrupted swap is finished at the next start, before it, withdrawn. Every
move is onto a free name, and each is found done or not done by what stands on the disk: so the swap
can be taken up after any of them. It decides nothing: `plan` does.
"""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from reportgen.pack import kinds
from reportgen.pack.layout import STAGING, Layout
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
    flush_files,
    flush_folder,
    inside,
    is_safe_document,
    make_folder,
    move,
    remove_empty_folder,
    remove_file,
    remove_tree,
    write_atomic,
    write_unflushed,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.pack.plan import Step

VERSION: Final = 1
_NOT_NOW: Final = frozenset({Reason.DENIED, Reason.IN_USE})


def swap_in(
    layout: Layout,
    steps: Sequence[Step],
    manifest: Manifest,
    figures: bytes,
    inputs: bytes | None = None,
) -> dict[str, Left]:
    """Put a build in place; the documents that could not be replaced, with the reason.

    `figures` is the figure map, `inputs` what the build was made from (None: as it was).

    Raises:
        WriteError: nothing is in place, all is as it was.
    """
    staging = layout.store / f"staging-{secrets.token_hex(4)}"
    changes = [step.change for step in steps if not step.is_idle]
    try:
        records = {"figures": figures} | ({} if inputs is None else {"inputs": inputs})
        _stage(staging, [step for step in steps if not step.is_idle], manifest, records)
        journal = {
            "version": VERSION,
            "staging": staging.name,
            "changes": [asdict(c) | {"action": c.action.value} for c in changes],
        }
        content = json.dumps(journal, ensure_ascii=False, indent=1).encode("utf-8")
        write_atomic(layout.journal, content)
    except WriteError:
        with suppress(WriteError):
            remove_tree(staging)
        raise
    flush_folder(layout.store)
    moves = _Moves()
    try:
        left = _swap(layout, staging, changes, moves)
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
            staging, changes = _parse_journal(layout, journal)
            _swap(layout, staging, changes, _Moves())
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

    def make(self, source: Path, target: Path) -> None:
        make_folder(target.parent)
        move(source, target)
        self._made.append((source, target))

    def undo(self) -> None:
        while self._made:
            source, target = self._made[-1]
            move(target, source)
            self._made.pop()


def _stage(
    staging: Path, steps: Sequence[Step], manifest: Manifest, records: dict[str, bytes]
) -> None:
    make_folder(staging)
    contents = {**records, "manifest": manifest.to_bytes()}
    for index, step in enumerate(steps):
        if step.document is not None:
            contents[f"document-{index}"] = step.document
        if step.generated is not None:
            contents[f"generated-{index}"] = step.generated
    for name, content in contents.items():
        write_unflushed(staging / name, content)
    flush_files(staging / name for name in contents)
    for folder in ("generated", "base", "removed", "replaced"):
        make_folder(staging.parent / folder)
    flush_folder(staging)


def _swap(
    layout: Layout, staging: Path, changes: Sequence[Change], moves: _Moves
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
    for name, path in (("inputs", layout.inputs), ("figures", layout.figures)):
        if (staging / name).exists():
            if path.exists():
                moves.make(path, staging / f"{name}-old")
            moves.make(staging / name, path)
    manifest = _amended(planned, _current(layout), left)
    write_atomic(staging / "manifest-final", manifest.to_bytes())
    for folder in (layout.folder, layout.store / "generated"):
        flush_folder(folder)
    move(staging / "manifest-final", layout.manifest)
    flush_folder(layout.store)
    for change in changes:
        if "/" in change.name and change.action in {Action.REMOVE, Action.FORGET}:
            for path in (layout.document(change.name), layout.generated(change.name)):
                remove_empty_folder(path.parent)
    return left


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
    if not stays and look(base) is not None:
        moves.make(base, staging / f"base-old-{index}")
    if (new.exists() or gone) and look(target) is not None:
        keeps = stays and change.keeps_base and look(base) is None
        moves.make(target, base if keeps else staging / f"generated-old-{index}")
    if new.exists():
        moves.make(new, target)


def _amended(planned: Manifest, current: Manifest | None, left: dict[str, Left]) -> Manifest:
    """The planned manifest, corrected for documents that had to stay as they are."""
    if not left:
        return planned
    entries: list[Entry] = []
    for entry in planned.documents:
        why = left.get(entry.name)
        old = current.find(entry.name) if current else None
        if why is not None:
            entries.append(replace(entry, installed=old.installed if old else None, left=why))
        else:
            entries.append(entry)
    for name in left:
        old = current.find(name) if current else None
        if planned.find(name) is None and old is not None:
            entries.append(replace(old, left=Left.OBSOLETE))
    return replace(planned, documents=tuple(entries))


def _current(layout: Layout) -> Manifest | None:
    try:
        content = read_limited(layout.manifest)
        return None if content is None else parse_manifest(content)
    except (BrokenError, OSError):
        return None


def _parse_journal(layout: Layout, content: bytes) -> tuple[Path, list[Change]]:
    """The journal, refused where it names anything outside the pack."""
    journal = parse_object(content)
    try:
        if journal["version"] != VERSION or not STAGING.fullmatch(journal["staging"]):
            raise BrokenError("内容不对")
        staging = inside(layout.store, journal["staging"])
        changes = [
            Change(**(item | {"action": Action(item["action"])})) for item in journal["changes"]
        ]
        sound = all(is_safe_document(c.name) and _is_aside(c.aside) for c in changes)
    except (AttributeError, KeyError, TypeError, ValueError, WriteError) as error:
        raise BrokenError("内容不对") from error
    if not sound:
        raise BrokenError("内容不对")
    return staging, changes


def _is_aside(text: str) -> bool:
    folder, _, name = text.partition("/")
    return not text or (folder in {"removed", "replaced"} and is_safe_document(name))


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
