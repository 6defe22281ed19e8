"""The work of a run done by the machines of a dask cluster, one data set a task.

Without a shared path data and formats are sent and the documents come back; this machine then writes
the packs, so nothing on disk differs from a run on one machine. Tasks of a machine that is lost are
given to another by the scheduler.
"""

from __future__ import annotations

import queue
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen import __version__
from reportgen.compute.context import environment_of
from reportgen.formats import Library, load
from reportgen.formats.library import built_in
from reportgen.language.views import Record as Row
from reportgen.pack.batch import kinds, remote
from reportgen.pack.batch.pool import TICK, Event
from reportgen.pack.batch.results import Outcome, Result, failed
from reportgen.pack.batch.run import CannotGoOnError
from reportgen.pack.batch.seal import companions, stands
from reportgen.pack.batch.task import (
    Job,
    Order,
    Subject,
    crashed,
    now_ns,
    result_of,
    same_pack,
    sealed,
)
from reportgen.pack.build import put_in_place
from reportgen.pack.change_list import Paper
from reportgen.place import Place
from reportgen.writer import safe_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.pack.batch.run import Work

PATIENCE: Final = 15
"""Seconds to wait for the scheduler and a first worker."""
AHEAD: Final = 2
"""Tasks in flight for each thread of a worker: enough that none waits, few enough for the memory."""


def on_a_cluster(address: str, *, shared: bool = False, patience: float = PATIENCE) -> Work:
    """The work done by the cluster whose scheduler is at an address, `tcp://10.0.0.5:8786`."""

    def work(
        jobs: Iterator[Job], order: Order, stop: Callable[[], bool]
    ) -> Iterator[Event[Job, Result]]:
        client = _connected(address, patience)
        try:
            way = _Shared(client, order) if shared else _Sent(client, order)
            yield from _run(client, way, jobs, stop)
        finally:
            client.close(timeout=5)

    return work


def _connected(address: str, patience: float) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise CannotGoOnError(kinds.NO_DASK.at(None)) from None
    try:
        client = Client(address, timeout=patience, set_as_default=False)
        client.wait_for_workers(1, timeout=patience)
    except (OSError, TimeoutError, ValueError) as error:
        why = "等了很久没有回音" if isinstance(error, TimeoutError) else "地址不对，或没有在运行"
        raise CannotGoOnError(kinds.NO_CLUSTER.at(None, address=address, why=why)) from error
    return client


def _run(
    client: Any, way: _Shared | _Sent, jobs: Iterator[Job], stop: Callable[[], bool]
) -> Iterator[Event[Job, Result]]:
    done: queue.SimpleQueue[Any] = queue.SimpleQueue()
    at_work: dict[Any, Job] = {}

    def submit(job: Job) -> None:
        future = way.submit(job)
        at_work[future.key] = job
        future.add_done_callback(done.put)
        held[future.key] = future

    held: dict[Any, Any] = {}
    while True:
        room = AHEAD * max(sum(client.nthreads().values()), 1) if not stop() else 0
        while len(at_work) < room and (job := next(jobs, None)) is not None:
            yield Event(job)
            ready = way.before(job)
            if ready is not None:
                yield Event(job, ready)
            else:
                submit(job)
        if not at_work:
            return
        try:
            future = done.get(timeout=TICK)
        except queue.Empty:
            yield Event()
            continue
        job = at_work.pop(future.key)
        held.pop(future.key, None)
        result = _result(way, job, future)
        if result is None:  # it needs more files than were sent
            submit(job)
        else:
            yield Event(job, result)


def _result(way: _Shared | _Sent, job: Job, future: Any) -> Result | None:
    """The result of a task; None where it must be sent again with more."""
    from distributed import CancelledError, KilledWorker

    try:
        return way.finish(job, future.result(timeout=PATIENCE))
    except KilledWorker:
        from reportgen.pack.batch.results import lost

        return lost(job.data)
    except CancelledError:
        address = way.client.scheduler.address if way.client.scheduler else ""
        raise CannotGoOnError(kinds.CLUSTER_GONE.at(None, address=address)) from None
    except Exception as error:  # noqa: BLE001 - what a task raises is told of its data set
        return failed(job.data, crashed(job.data, error))


class _Shared:
    """Everything stands under the same paths on every machine."""

    def __init__(self, client: Any, order: Order) -> None:
        self.client, self._order = client, order

    def before(self, _job: Job) -> Result | None:
        return None

    def submit(self, job: Job) -> Any:
        return self.client.submit(remote.do_shared, __version__, self._order, job, pure=False)

    def finish(self, _job: Job, result: Result) -> Result | None:
        return result


class _Sent:
    """Data and formats are sent, packs come back and are written here."""

    def __init__(self, client: Any, order: Order) -> None:
        self.client, self._order = client, order
        self._library = Library(*order.formats, remember=True)
        own = [root for root in self._library.roots if root != built_in().resolve()]
        self._roots = [remote.key_of(root) for root in own]
        files = {
            remote.key_of(path): path.read_bytes()
            for root in own
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
        # As the result of a task it is made again where the machine that held it is lost.
        self._formats = client.submit(_itself, files)
        self._remote_order = replace(order, formats=(), out=Path(), claims=None)
        self._parcels: dict[Path, remote.Parcel] = {}
        self._started: dict[Path, int] = {}
        self._packs: dict[str, Path] = {}

    def before(self, job: Job) -> Result | None:
        """The result of a data set whose pack stands already."""
        order = self._order
        if job.seal is None or not stands(job.seal, order.mark, self._library, order.format_id):
            return None
        return self._claimed(job.data, Path(job.seal.folder).name, None, []) or Result(
            str(job.data), Outcome.DONE, standing=True
        )

    def submit(self, job: Job) -> Any:
        if job.data not in self._parcels:
            self._started[job.data] = now_ns()
            self._parcels[job.data] = remote.Parcel(remote.key_of(job.data), _with(job.data))
        return self.client.submit(
            remote.do_sent,
            __version__,
            self._remote_order,
            self._formats,
            self._roots,
            self._parcels[job.data],
            pure=False,
        )

    def finish(self, job: Job, back: remote.Returned) -> Result | None:
        if back.needs:
            self._add(job.data, back.needs)
            return None
        start = time.perf_counter()
        result = self._finished(job, back)
        here = time.perf_counter() - start
        return replace(result, seconds=round(back.seconds + here, 3))

    def _finished(self, job: Job, back: remote.Returned) -> Result:
        self._parcels.pop(job.data)
        started = self._started.pop(job.data)
        if back.failure is not None:
            return failed(job.data, back.failure)
        subject, made, order = back.subject, back.made, self._order
        if subject is None or made is None:
            return result_of(job.data, subject, None, back.findings)
        refusal = self._claimed(job.data, safe_name(made.name), subject, back.findings)
        if refusal is not None:
            return refusal
        form, _ = load(self._library, subject.format_id)
        if form is None or form.identity != subject.format_identity:
            place = Place(job.data.name)
            other = kinds.OTHER_FORMAT.at(place, format=subject.format_id, name=job.data.name)
            return failed(job.data, other)
        department = Row({"名称": subject.name})
        paper = Paper(form, environment_of(form), department, subject.year)
        report, faults = put_in_place(made, order.out, paper, job.data)
        result = result_of(job.data, subject, report, [*back.findings, *faults])
        here = replace(subject, files=self._here(job.data, subject))
        return sealed(result, here, report, order.mark, started)

    def _claimed(
        self, data: Path, folder: str, subject: Subject | None, findings: list[Any]
    ) -> Result | None:
        other = self._packs.setdefault(folder.casefold(), data)
        if other == data:
            return None
        refusal = same_pack(data, str(other), folder)
        return result_of(data, subject, None, [refusal, *findings])

    def _add(self, data: Path, needs: tuple[str, ...]) -> None:
        """Adds to a parcel what it lacked."""
        parcel = self._parcels[data]
        files, absent = dict(parcel.files), set(parcel.absent)
        for key in needs:
            path = _path_of(data, key)
            if path.is_file():
                files.update(_with(path))
            else:
                absent.add(key)
        self._parcels[data] = replace(parcel, files=files, absent=frozenset(absent))

    def _here(self, data: Path, subject: Subject) -> tuple[Path, ...]:
        """The files of a subject as they stand on this machine."""
        return tuple(_path_of(data, path.as_posix()) for path in subject.files)


def _itself(files: remote.Files) -> remote.Files:
    return files


def _path_of(data: Path, key: str) -> Path:
    """The file that a name in a parcel stands for: on the drive of the data set."""
    data = data.absolute()
    skipped = 1 if data.drive else 0
    return Path(data.anchor, *key.split("/")[skipped:])


def _with(data: Path) -> remote.Files:
    """A data set and what belongs to it."""
    paths = [data, *companions(data)]
    return {remote.key_of(path): path.read_bytes() for path in paths if path.is_file()}
