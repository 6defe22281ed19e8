"""What a machine of a cluster does for a data set: task functions, by name, in a module it can import.

Either everything stands under the same paths there (`do_shared`), or data and formats are sent and the
documents go back (`do_sent`); then nothing is left behind on the machine.
"""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from reportgen import __version__
from reportgen.model.kinds import MISSING_FILE
from reportgen.model.unit_kinds import NO_FILE
from reportgen.model.units import UNITS, with_unit_rows
from reportgen.pack.batch import kinds
from reportgen.pack.batch.results import Result, failed
from reportgen.pack.batch.task import Job, Order, Subject, Task, crashed
from reportgen.pack.build import Made, make
from reportgen.pack.editions import Edition
from reportgen.pack.figure_map import Printed
from reportgen.pack.prepare import prepare
from reportgen.place import Place
from reportgen.sources import read
from reportgen.sources.files import named_file
from reportgen.sources.tree import Mapping, Scalar, Sequence
from reportgen.writer import make_folder, write_unflushed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.pack.plan import Document

_ONE_AT_A_TIME: Final = threading.Lock()
"""A worker of several threads does one department after the other: nothing is gained by more."""

Files = dict[str, bytes]
"""Contents by whole path, written with `/` and without what stands before the first folder."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A data set with the files that belong to it; `absent` are those that are not there at all."""

    data: str
    files: Files
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Returned:
    """What comes back for a parcel: findings and the pack, or the files that it needs besides."""

    findings: list[Finding] = field(default_factory=list)
    subject: Subject | None = None
    made: Made | None = None
    needs: tuple[str, ...] = ()
    failure: Finding | None = None
    seconds: float = 0.0


def key_of(path: Path) -> str:
    """The name that a file has in a parcel."""
    path = path.absolute()
    drive = path.drive.strip(":\\/").replace("\\", "/")
    return "/".join(filter(None, (drive, *path.parts[1:])))


def do_shared(version: str, order: Order, job: Job) -> Result:
    """The result of a data set where all paths are the same on every machine."""
    other = _other_version(version, job.data.name)
    if other is not None:
        return failed(job.data, other)
    with _ONE_AT_A_TIME:
        return _task(order)(job)


def do_sent(
    version: str, order: Order, formats: Files, roots: list[str], parcel: Parcel
) -> Returned:
    """The pack of a parcel, made and not written anywhere."""
    name = PurePath(parcel.data).name
    other = _other_version(version, name)
    if other is not None:
        return Returned(failure=other)
    with _ONE_AT_A_TIME:
        start = time.perf_counter()
        try:
            returned = _made(order, _library_roots(_Held(formats), tuple(roots)), parcel)
        except Exception as error:  # noqa: BLE001 - one department's failure stops nobody
            returned = Returned(failure=crashed(Path(name), error))
        return replace(returned, seconds=time.perf_counter() - start)


def _made(order: Order, roots: tuple[Path, ...], parcel: Parcel) -> Returned:
    task = _task(replace(order, formats=roots))
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        root = Path(folder).resolve()
        _unpack(parcel.files, root)
        data = root / parcel.data
        prepared, findings = prepare(data, task.library, order.format_id)
        if any(f.code in {MISSING_FILE.code, NO_FILE.code} for f in findings):
            needs, faults = _needs(root, parcel)
            if needs:
                return Returned(needs=needs)
            findings = [*faults, *findings]
        if prepared is None:
            return Returned(findings)
        subject = Subject.of(prepared)
        files = tuple(Path(path.relative_to(root)) for path in subject.files)
        subject = replace(subject, files=files)
        made, faults = make(prepared, draft=order.draft, edition=Edition(order.edition))
        if made is not None:
            made = replace(made, documents=[_plain(document) for document in made.documents])
        prepared.let_go()
        return Returned([*findings, *faults], subject, made)


def _plain(document: Document) -> Document:
    """The document with its figures worked out, so that they can be sent."""
    figures = [Printed(p.part, p.spot, p.key, p.text, p.exact) for p in document.figures]
    return replace(document, figures=figures)


def _needs(root: Path, parcel: Parcel) -> tuple[tuple[str, ...], list[Finding]]:
    """The files that data sets of a parcel name and that are neither in it nor known to be absent."""
    needs: list[str] = []
    faults: list[Finding] = []
    seen: set[Path] = set()
    waiting = [root / parcel.data]
    while waiting:
        data = waiting.pop()
        if data in seen:
            continue
        seen.add(data)
        for text in _named(data):
            if PurePath(text).is_absolute() or PurePath(text).drive:
                place = Place(data.name)
                faults.append(kinds.NOT_SENT.at(place, name=data.name, file=text))
                continue
            found = named_file(data.parent, text)
            if found is not None:
                waiting.append(found)
                continue
            path = (data.parent / text).resolve()
            if path.is_relative_to(root):
                needs.append(path.relative_to(root).as_posix())
    return tuple(key for key in dict.fromkeys(needs) if key not in parcel.absent), faults


def _named(data: Path) -> Iterator[str]:
    """The data sets that a data set names: last year's and its units'."""
    tree, _ = read(data)
    if tree is None:
        return
    department = tree.entries.get("部门")
    last = department.entries.get("上年") if isinstance(department, Mapping) else None
    if isinstance(last, Scalar) and last.text.strip():
        yield last.text.strip()
    units = with_unit_rows(tree).entries.get(UNITS)
    for row in units.items if isinstance(units, Sequence) else ():
        named = row.entries.get("数据") if isinstance(row, Mapping) else None
        if isinstance(named, Scalar) and named.text.strip():
            yield named.text.strip()


class _Held:
    """Files as an argument that is remembered by what they are."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._mark = hash(tuple(sorted((key, hash(data)) for key, data in files.items())))

    def __hash__(self) -> int:
        return self._mark

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.files == other.files


@lru_cache(maxsize=4)
def _library_roots(formats: _Held, roots: tuple[str, ...]) -> tuple[Path, ...]:
    """Folders of formats that were sent, unpacked once a process; gone when it ends."""
    folder = _Folder()
    _unpack(formats.files, folder.path)
    _FOLDERS.append(folder)
    return tuple(folder.path / root for root in roots)


class _Folder:
    def __init__(self) -> None:
        self._held = tempfile.TemporaryDirectory(prefix="reportgen-formats-")
        self.path = Path(self._held.name)


_FOLDERS: Final[list[_Folder]] = []


@lru_cache(maxsize=4)
def _task(order: Order) -> Task:
    return Task(order)


def _unpack(files: Files, root: Path) -> None:
    for key, data in files.items():
        path = root.joinpath(*(part for part in key.split("/") if part not in {"", ".", ".."}))
        make_folder(path.parent)
        write_unflushed(path, data)


def _other_version(version: str, name: str) -> Finding | None:
    if version == __version__:
        return None
    return kinds.OTHER_WORKER.at(
        Place(name), worker=socket.gethostname(), theirs=__version__, ours=version, name=name
    )
