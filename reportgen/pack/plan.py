"""Decides, document by document, what happens to the file on disk. It reads and changes nothing.

The rule behind it: a file that is not as the program left it is never overwritten unasked.
"""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from reportgen.pack.manifest import Copy, Entry, Left

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from reportgen.pack.figure_map import Printing
    from reportgen.pack.layout import Layout
    from reportgen.pack.manifest import Manifest

    Identify: TypeAlias = Callable[[bytes], str]

_LARGEST_COMPARED: Final = 256 * 2**20
"""A file above this is not ours: its parts are not compared."""


class Action(Enum):
    """What happens to the file on disk; FORGET leaves it and drops what is known of it."""

    PUT = "put"
    SAME = "same"
    KEEP = "keep"
    REMOVE = "remove"
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Document:
    """A generated document: its name, bytes, printed figures; official or a working report.

    The name is that of a file, with one folder of the pack before it where it holds a `/`.
    """

    name: str
    data: bytes
    figures: Sequence[Printing] = ()
    official: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """What the journal says of a document.

    `was` is the sha256 of the file on disk when this was decided (None: no file): a file that has
    another by the time of the swap was changed meanwhile and is left. `aside` is where a file that
    leaves the folder is kept, below `.reportgen/`. With `keeps_base`, the old generated copy stays
    in `base/` if the file on disk is left.
    """

    name: str
    action: Action
    was: str | None = None
    aside: str = ""
    keeps_base: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A change, the manifest's entry after it, and the bytes that must be staged for it."""

    change: Change
    entry: Entry | None
    document: bytes | None = None
    generated: bytes | None = None
    same_content: bool = False
    """For an edited document: what is generated now equals what she edited."""
    base_goes: bool = False

    @property
    def is_idle(self) -> bool:
        """Whether the disk stays as it is."""
        moves = self.change.action in {Action.PUT, Action.REMOVE, Action.FORGET}
        return not moves and self.generated is None and not self.base_goes


@dataclass(frozen=True, slots=True)
class Seen:
    """A file on disk; `sha256` is empty where it is no plain file or the system refused."""

    sha256: str
    size: int
    refused: bool = False


def look(path: Path) -> Seen | None:
    """What stands at a path; None where nothing does. Links are not followed."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return Seen("", 0, refused=True)
    if not stat.S_ISREG(found.st_mode):
        return Seen("", 0)
    try:
        with path.open("rb") as file:
            return Seen(hashlib.file_digest(file, "sha256").hexdigest(), found.st_size)
    except OSError:
        return Seen("", 0, refused=True)


def is_open(path: Path) -> bool:
    """Whether Word, Excel, WPS or LibreOffice say by their owner file that they have it open."""
    name, stem = path.name, path.stem
    owners = [f"~${name}", f".~{name}", f".~lock.{name}#"]
    if path.suffix.lower() in {".docx", ".doc"} and len(stem) > 6:  # Word keeps to 8 characters
        owners.append(f"~${name[1 if len(stem) == 7 else 2 :]}")
    return any(path.with_name(owner).exists() for owner in owners)


def identity_of(data: bytes, identify: Identify) -> str:
    """The identity of a document; of bytes that are no Office package (ValueError), their hash."""
    try:
        return identify(data)
    except ValueError:
        return "sha256:" + hashlib.sha256(data).hexdigest()


def plan(
    documents: Sequence[Document],
    old: Manifest | None,
    layout: Layout,
    identify: Identify,
    *,
    keep_edits: bool,
) -> list[Step]:
    """One step for each document of this build, then for each that is no longer made."""
    steps = [_made(d, old, layout, identify, keep_edits=keep_edits) for d in documents]
    names = {document.name.casefold() for document in documents}
    if old is not None:
        steps += [
            _no_longer_made(entry, layout, identify)
            for entry in old.documents
            if entry.name.casefold() not in names
        ]
    return steps


def _made(
    document: Document,
    old: Manifest | None,
    layout: Layout,
    identify: Identify,
    *,
    keep_edits: bool,
) -> Step:
    name, data = document.name, document.data
    entry = old.find(name) if old else None
    before = entry.installed if entry else None
    new = _copy(data, entry, identify)
    path = layout.document(name)
    seen = look(path)
    action, why, aside = Action.PUT, None, ""
    if seen is not None:
        disk = _identity_on_disk(path, seen, (new, before), identify)
        if seen.refused:
            action, why = Action.KEEP, Left.OPEN
        elif disk == new.identity:
            action = Action.SAME
        elif before and disk == before.identity:
            if is_open(path):
                action, why = Action.KEEP, Left.OPEN
        elif keep_edits or not seen.sha256:
            action, why = Action.KEEP, Left.EDITED if before else Left.FOREIGN
        elif is_open(path):
            action, why = Action.KEEP, Left.OPEN
        else:
            aside = f"replaced/{_marked(name, seen.sha256)}"
    generated = _reusable(entry, new, layout)
    installed: Copy | None = new
    if action is Action.KEEP:
        installed = before
    elif action is Action.SAME and seen is not None:
        installed = replace(new, sha256=seen.sha256, size=seen.size)
    return Step(
        Change(name, action, seen.sha256 if seen else None, aside, before is not None),
        Entry(name, document.official, installed, generated or new, why),
        document=data if action is Action.PUT else None,
        generated=None if generated else data,
        same_content=before is not None and before.identity == new.identity,
        base_goes=action is Action.SAME and look(layout.base(name)) is not None,
    )


def _no_longer_made(entry: Entry, layout: Layout, identify: Identify) -> Step:
    path = layout.document(entry.name)
    seen, before = look(path), entry.installed
    if seen is None or before is None:
        return Step(Change(entry.name, Action.FORGET), None)
    disk = _identity_on_disk(path, seen, (before,), identify)
    if disk != before.identity or is_open(path):
        return Step(Change(entry.name, Action.KEEP), replace(entry, left=Left.OBSOLETE))
    aside = f"removed/{_marked(entry.name, seen.sha256)}"
    return Step(Change(entry.name, Action.REMOVE, seen.sha256, aside), None)


def _copy(data: bytes, entry: Entry | None, identify: Identify) -> Copy:
    sha256 = hashlib.sha256(data).hexdigest()
    for known in (entry.generated, entry.installed) if entry else ():
        if known and known.sha256 == sha256:
            return known
    return Copy(identity_of(data, identify), sha256, len(data))


def _identity_on_disk(
    path: Path, seen: Seen, known: Sequence[Copy | None], identify: Identify
) -> str:
    """The identity of a file, taken from known copies where the bytes are the same."""
    for copy in known:
        if copy and copy.sha256 == seen.sha256:
            return copy.identity
    if not seen.sha256 or seen.size > _LARGEST_COMPARED:
        return ""
    try:
        return identity_of(path.read_bytes(), identify)
    except (OSError, MemoryError):
        return ""


def _reusable(entry: Entry | None, new: Copy, layout: Layout) -> Copy | None:
    """The copy in `generated/`, if it has the same content and stands there untouched."""
    if entry is None or entry.generated is None or entry.generated.identity != new.identity:
        return None
    seen = look(layout.generated(entry.name))
    return entry.generated if seen and seen.sha256 == entry.generated.sha256 else None


def _marked(name: str, sha256: str) -> str:
    """The name with a mark of the content, so that different contents stand side by side."""
    path = PurePath(name)
    return f"{path.with_suffix('').as_posix()}~{sha256[:8]}{path.suffix}"
