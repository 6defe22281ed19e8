"""Brings what is newly generated into the documents of a pack that she edited; writes nothing.

Which documents these are, what lies below them and what became of each edit is decided here; how a
document is merged is `reportgen.merge`'s matter, and putting it in place `install`'s.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, cast

from reportgen.finding import Severity
from reportgen.frozen import frozen
from reportgen.merge.dispatch import merge, waiting
from reportgen.office.package import identity
from reportgen.pack import merge_kinds as kinds
from reportgen.pack.layout import Layout
from reportgen.pack.merge_record import MergeRecord
from reportgen.pack.plan import Joined, identity_of, is_open, look
from reportgen.place import Place
from reportgen.render.kinds import NOT_AS_MAPPED
from reportgen.render.readback import read_back
from reportgen.writer import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.merge.outcome import Merged, Told
    from reportgen.pack.changes import FigureChange, Recorded
    from reportgen.pack.figure_map import Printing
    from reportgen.pack.manifest import Entry
    from reportgen.pack.plan import Document
    from reportgen.render.rendered import Printing as Placed

UNMERGED_FILE: Final = "未合并的修改.docx"
KEPT: Final = "保留"
RENEWED: Final = "更新"
CONFLICT: Final = "冲突"
_FIGURE: Final = re.compile(r"[-\d.,%—]*")


@frozen
class Edited:
    """A document that she edited, after this build: what happened, and conflicts that still wait."""

    name: str
    told: tuple[Told, ...] = ()
    waits: int = 0
    unmerged: tuple[Told, ...] = ()

    @property
    def renewed(self) -> bool:
        """Whether something was to be written into her document."""
        return any(told.kind != KEPT for told in self.told)

    def count(self, kind: str) -> int:
        """How many things of a kind happened."""
        return sum(told.kind == kind for told in self.told)

    def as_dict(self) -> dict[str, Any]:
        """As it is written to JSON."""
        return {
            "name": self.name,
            "kept": self.count(KEPT),
            "renewed": self.count(RENEWED),
            "waiting": self.waits,
            "told": [
                {
                    "kind": t.kind,
                    "spot": t.spot,
                    "hers": t.hers,
                    "old": t.old,
                    "new": t.new,
                    "key": t.key,
                }
                for t in self.told
            ],
            "unmerged": [{"spot": t.spot, "old": t.old, "new": t.new} for t in self.unmerged],
        }


@dataclass(slots=True)
class Merging:
    """What merging gave for a pack: for installing, for the record, and to be told."""

    joined: dict[str, Joined] = field(default_factory=dict)
    records: dict[str, MergeRecord] = field(default_factory=dict)
    edits: list[Edited] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """Whether anything was renewed, is in conflict or found no place."""
        return any(t.kind != KEPT for edited in self.edits for t in edited.told)

    @property
    def unmerged(self) -> list[tuple[str, Told]]:
        """New text without a place, with the document it belongs to."""
        return [(edited.name, told) for edited in self.edits for told in edited.unmerged]


def merge_edited(
    folder: Path,
    documents: Sequence[Document],
    recorded: Recorded | None,
    *,
    tracked: bool = False,
    date: str = "",
) -> Merging:
    """Every document of a pack that she edited, merged with what is generated now.

    `date` (ISO) stands at comments and tracked changes that are put into her documents.
    """
    merging = Merging()
    if recorded is None:
        return merging
    try:
        layout = Layout.of(folder)
    except WriteError:
        return merging
    dismissed = _is_dismissed(layout, recorded)
    for document in documents:
        entry = recorded.manifest.find(document.name)
        if entry is None:
            continue
        try:
            hers = _hers(layout, entry, document)
        except (OSError, WriteError):
            continue
        record = recorded.merges.get(document.name, MergeRecord())
        told, found = len(merging.edits), len(merging.findings)
        if hers is not None:
            _merge(merging, layout, recorded, document, entry, hers, dismissed, tracked, date)
        if hers is not None and is_open(layout.document(document.name)):
            # It is left as it is: nothing of what would have become of it has happened.
            del merging.edits[told:], merging.findings[found:]
        if document.name not in merging.joined and (
            hers is not None or is_open(layout.document(document.name))
        ):
            # The copy below it stays; so must the figures that belong to it.
            below = look(layout.base(document.name)) is not None and record.base
            figures = record.base if below else recorded.figures.get(document.name, ())
            merging.records[document.name] = replace(record, base=tuple(figures))
    return merging


def _hers(layout: Layout, entry: Entry, document: Document) -> bytes | None:
    """Her file, where she edited what the program put there and it is not what is made now."""
    path = layout.document(document.name)
    seen = look(path)
    before = entry.installed
    if seen is None or not seen.sha256 or before is None:
        return None
    if seen.sha256 == before.sha256 and not entry.merged:
        return None
    data = path.read_bytes()
    disk = identity_of(data, identity)
    if disk == identity_of(document.data, identity):
        return None
    return data if entry.merged or disk != before.identity else None


def _merge(
    merging: Merging,
    layout: Layout,
    recorded: Recorded,
    document: Document,
    entry: Entry,
    hers: bytes,
    dismissed: bool,
    tracked: bool,
    date: str,
) -> None:
    name, place = document.name, Place(layout.shown(layout.document(document.name)))
    record = recorded.merges.get(name, MergeRecord())
    base, own = _base(layout, entry)
    if base is None:
        merging.findings.append(kinds.NO_BASE.at(place, name=name))
        return
    mark = look(layout.document(name))
    was = mark.sha256 if mark else ""
    left = () if dismissed else _still_unmerged(record.unmerged, document.data, hers)
    if identity_of(base, identity) == identity_of(document.data, identity):
        waits = waiting(name, hers)
        merging.joined[name] = Joined(was, None, waits > 0)
        merging.edits.append(Edited(name, (), waits, left))
        figures = record.figures or recorded.figures.get(name, ())
        merging.records[name] = MergeRecord(figures, record.base, left)
        _tell(merging, place, name, waits, left)
        return
    old = record.base if own else recorded.figures.get(name, ())
    made, faults = _try(layout, document, (base, hers), old, tracked=tracked, date=date)
    merging.findings += [_at(fault, place) for fault in faults]
    if made is None:
        return
    told = _still_unmerged((*left, *made.unmerged), document.data, made.data)
    waits = waiting(name, made.data)
    changed = identity_of(made.data, identity) != identity_of(hers, identity)
    merging.joined[name] = Joined(was, made.data if changed else None, waits > 0)
    merging.edits.append(Edited(name, made.told, waits, told))
    # Where her file is another by the time of installing, what lies below it stays.
    merging.records[name] = MergeRecord(made.figures, tuple(old), told)
    _tell(merging, place, name, waits, told)
    merging.findings += _stale(name, made)


def _try(
    layout: Layout,
    document: Document,
    versions: tuple[bytes, bytes],
    old: Sequence[Printing],
    *,
    tracked: bool,
    date: str,
) -> tuple[Merged | None, list[Finding]]:
    """The merge; a fault in it must not cost her the build, and costs her no edit."""
    name = document.name
    three = (*versions, document.data)
    new = cast("Sequence[Placed]", document.figures)
    known = cast("Sequence[Placed]", old)
    try:
        return merge(name, three, known, new, tracked=tracked, date=date)
    except Exception as error:  # noqa: BLE001 - whatever her file holds, it stays as it is
        generated = layout.shown(layout.generated(name))
        place = Place(layout.shown(layout.document(name)))
        why = f"{type(error).__name__}"
        return None, [kinds.FAILED.at(place, name=name, why=why, generated=generated)]


def _base(layout: Layout, entry: Entry) -> tuple[bytes | None, bool]:
    """The generated copy below her file, and whether it is an older one than the last."""
    older = layout.base(entry.name)
    path = older if look(older) is not None else layout.generated(entry.name)
    try:
        seen = look(path)
        if seen is None or not seen.sha256:
            return None, False
        damaged = path != older and entry.generated and seen.sha256 != entry.generated.sha256
        return (None if damaged else path.read_bytes()), path == older
    except OSError:
        return None, False


def _still_unmerged(told: Iterable[Told], new: bytes, hers: bytes) -> tuple[Told, ...]:
    """New text that is still made and that her document still does not have."""
    items = tuple(dict.fromkeys(told))
    if not items:
        return ()
    made, mine = _words(new), _words(hers)
    return tuple(
        t
        for t in items
        if not t.words or not t.new or (not _has(mine, t.new) and _in(t.new, made))
        # A number of her own that is no longer there was put right.
        if not (t.hers and t.hers == t.old and _bare(t.hers) not in mine)
    )


def _has(mine: str, text: str) -> bool:
    """Whether her document has a text; that it has a number somewhere says nothing."""
    bare = _bare(text)
    return bare in mine and not _FIGURE.fullmatch(bare)


def _in(text: str, made: str) -> bool:
    """Whether a text is still made: all of it, or each of the cells of a row."""
    return _bare(text) in made or all(_bare(part) in made for part in re.split(r"[\s｜]+", text))


def _words(data: bytes) -> str:
    from reportgen.render.read_parts import UnreadableError, spots

    try:
        return "".join(_bare(spot.text) for spot in spots(data))
    except UnreadableError:
        return ""


def _bare(text: str) -> str:
    return "".join(text.split())


def _is_dismissed(layout: Layout, recorded: Recorded) -> bool:
    """Whether she deleted the list of what found no place: she is done with it."""
    if recorded.manifest.find(UNMERGED_FILE) is None:
        return False
    return look(layout.document(UNMERGED_FILE)) is None


def _tell(merging: Merging, place: Place, name: str, waits: int, unmerged: Sequence[Told]) -> None:
    if waits:
        merging.findings.append(
            kinds.CONFLICTS.at(place, name=name, count=waits, key=f"冲突/{name}")
        )
    if unmerged:
        merging.findings.append(
            kinds.UNMERGED.at(
                place, name=name, count=len(unmerged), listed=UNMERGED_FILE, key=f"未合并/{name}"
            )
        )


def _stale(name: str, made: Merged) -> list[Finding]:
    """What reading the merged document back finds: each figure must stand where the map says."""
    found = read_back([(name, made.data, made.figures)])
    return [
        replace(finding, severity=Severity.EXPLAIN)
        for finding in found
        if finding.code == NOT_AS_MAPPED.code
    ]


def _at(finding: Finding, place: Place) -> Finding:
    """A finding of a merge, which knows no file, at the document."""
    at = finding.place
    if at is None:
        return replace(finding, place=place)
    return finding if at.file else replace(finding, place=at._replace(file=place.file))


def relocated(
    changes: Sequence[FigureChange], records: Mapping[str, MergeRecord]
) -> tuple[FigureChange, ...]:
    """The changed figures where they stand in documents that she edited."""
    places: dict[tuple[str, str, str], list[Printing]] = defaultdict(list)
    for name, record in records.items():
        for item in record.figures:
            places[name, item.key, item.text].append(item)
    found = []
    for change in changes:
        there = places.get((change.document, change.key, change.new))
        if there:
            item = there.pop(0) if len(there) > 1 else there[0]
            change = replace(change, part=item.part, spot=item.spot)  # noqa: PLW2901
        found.append(change)
    return tuple(found)
