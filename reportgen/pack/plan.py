"""Decides, document by document, what happens to the file on disk. It reads and changes nothing.

The rule behind it: a file that is not as the program left it is never overwritten unasked.
"""

from __future__ import annotations

import hashlib
import stat
from dataclasses import field, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.pack.manifest import Copy, Entry, Left

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from reportgen.pack.figure_map import Printing
    from reportgen.pack.layout import Layout
    from reportgen.pack.manifest import Manifest
    from reportgen.render.rendered import Reading

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


@frozen
class Document:
    """A generated document: its name, bytes, printed figures; official or a working report.

    The name is that of a file, with one folder of the pack before it where it holds a `/`.
    """

    name: str
    data: bytes
    figures: Sequence[Printing] = ()
    official: bool = True
    reading: Reading | None = field(default=None, compare=False, repr=False)
    """What its engine knows of it, for reading it back."""


@frozen
class Joined:
    """Her document with what was generated merged in.

    `was` is the sha256 of her file that was merged; where it is another by now, the merge does not
    count. `data` is None where nothing new had to go in. `waits`: a conflict waits for her.
    """

    was: str
    data: bytes | None = None
    waits: bool = False


@frozen
class Change:
    """What the journal says of a document.

    `was` is the sha256 of the file on disk when this was decided (None: no file): a file that has
    another by the time of the swap was changed meanwhile and is left. `aside` is where a file that
    leaves the folder is kept, below `.reportgen/`, `base_aside` where the generated copy goes that
    it was made from. With `keeps_base`, that copy stays in `base/` if the file on disk is left; with
    `new_base`, the staged one comes there.
    """

    name: str
    action: Action
    was: str | None = None
    aside: str = ""
    keeps_base: bool = False
    base_aside: str = ""
    new_base: bool = False


@frozen
class Step:
    """A change, the manifest's entry after it, and the bytes that must be staged for it.

    `base` is the copy that comes below the document (`Change.new_base`), `spare` the one to keep in
    the history, where the one on disk stays.
    """

    change: Change
    entry: Entry | None
    document: bytes | None = None
    generated: bytes | None = None
    same_content: bool = False
    """For an edited document: what is generated now equals what she edited."""
    base_goes: bool = False
    base: bytes | None = None
    spare: bytes | None = None

    @property
    def is_idle(self) -> bool:
        """Whether the disk stays as it is."""
        moves = self.change.action in {Action.PUT, Action.REMOVE, Action.FORGET}
        return not moves and self.generated is None and not self.base_goes


@frozen
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


def _identity_made(document: Document, identify: Identify, data: bytes) -> str:
    """The identity of a document just made, where what made it knows it."""
    known = document.reading.identity(data) if document.reading else None
    return known or identify(data)


def plan(
    documents: Sequence[Document],
    old: Manifest | None,
    layout: Layout,
    identify: Identify,
    *,
    keep_edits: bool,
    joined: Mapping[str, Joined],
    build: str,
) -> list[Step]:
    """One step for each document of this build, then for each that is no longer made.

    `joined` holds what merging gave for documents that she edited; `build` is the number under
    which is kept what leaves the folder.
    """
    steps = [
        _made(d, old, layout, identify, joined.get(d.name), build, keep_edits=keep_edits)
        for d in documents
    ]
    names = {document.name.casefold() for document in documents}
    if old is not None:
        steps += [
            _no_longer_made(entry, layout, identify, build)
            for entry in old.documents
            if entry.name.casefold() not in names
        ]
    return steps


def _made(
    document: Document,
    old: Manifest | None,
    layout: Layout,
    identify: Identify,
    joined: Joined | None,
    build: str,
    *,
    keep_edits: bool,
) -> Step:
    name, data = document.name, document.data
    entry = old.find(name) if old else None
    before = entry.installed if entry else None
    hers = entry is not None and entry.merged
    new = _copy(data, entry, partial(_identity_made, document, identify))
    installed: Copy | None = new
    path = layout.document(name)
    seen = look(path)
    action, why, aside, base_aside = Action.PUT, None, "", ""
    merged = False
    if seen is not None:
        disk = _identity_on_disk(path, seen, (new, before), identify)
        if seen.refused:
            action, why = Action.KEEP, Left.OPEN
        elif disk == new.identity:
            action = Action.SAME
            installed = replace(new, sha256=seen.sha256, size=seen.size)
        elif joined is not None and joined.was == seen.sha256 and joined.data is None:
            action, merged = Action.SAME, True
            installed = Copy(disk, seen.sha256, seen.size)
            why = Left.CONFLICT if joined.waits else None
        elif joined is not None and joined.was == seen.sha256 and not is_open(path):
            merged, data = True, joined.data or b""
            installed = _copy(data, entry, identify)
            why = Left.CONFLICT if joined.waits else None
            aside, base_aside = _aside(build, "documents", name), _aside(build, "base", name)
        elif joined is not None and joined.was == seen.sha256:
            action, why = Action.KEEP, Left.OPEN
        elif before and disk == before.identity and not hers:
            if is_open(path):
                action, why = Action.KEEP, Left.OPEN
            elif document.official:
                aside = _aside(build, "documents", name)
        elif keep_edits or not seen.sha256:
            action, why = Action.KEEP, Left.EDITED if before else Left.FOREIGN
        elif is_open(path):
            action, why = Action.KEEP, Left.OPEN
        else:
            aside = _aside(build, "edited", name)
            base_aside = _aside(build, "base", name) if before else ""
    generated = _reusable(entry, new, layout)
    if action is Action.KEEP:
        installed, merged = before, hers
    was = seen.sha256 if seen else None
    return Step(
        Change(name, action, was, aside, before is not None, base_aside),
        Entry(name, document.official, installed, generated or new, why, merged),
        document=data if action is Action.PUT else None,
        generated=None if generated else document.data,
        same_content=before is not None and before.identity == new.identity,
        base_goes=action is Action.SAME and look(layout.base(name)) is not None,
    )


def _no_longer_made(entry: Entry, layout: Layout, identify: Identify, build: str) -> Step:
    path = layout.document(entry.name)
    seen, before = look(path), entry.installed
    if seen is None or before is None:
        return Step(Change(entry.name, Action.FORGET), None)
    disk = _identity_on_disk(path, seen, (before,), identify)
    if disk != before.identity or entry.merged or is_open(path):
        return Step(Change(entry.name, Action.KEEP), replace(entry, left=Left.OBSOLETE))
    aside = _aside(build, "documents", entry.name)
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


def _aside(build: str, kind: str, name: str) -> str:
    """Where a file of a build is kept; edits that she gave up stand apart, they are nowhere else."""
    return f"history/{build}/{kind}/{name}"
