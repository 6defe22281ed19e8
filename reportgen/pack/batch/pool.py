"""Processes that work off tasks, one at a time each; one that is killed costs its task a second try.

Not `concurrent.futures`: there one killed process breaks the whole pool, and nothing tells whose task
it was at. Processes are forked where that is safe (Linux), so that they have what the parent has compiled;
elsewhere they start anew. Each is replaced after so many tasks, so that what a library keeps is let go.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection as connections
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

J = TypeVar("J")
R = TypeVar("R")

TASKS_EACH: Final = 250
GRACE: Final = 2.0
"""Seconds that a process has to end by itself."""
TICK: Final = 0.25
COLLECTION: Final = (200_000, 20, 20)
"""Python's own 700 objects between two collections cost a tenth of the time; these, 30 MB a process."""


@dataclass(frozen=True, slots=True)
class Event(Generic[J, R]):
    """Something happened: a job was begun, is done (`result`), or its process died (`lost`).

    `again`: it is to be tried once more. An event without a job only says that time passed.
    """

    job: J | None = None
    result: R | None = None
    lost: bool = False
    again: bool = False


class _Worker(Generic[J, R]):
    """A process, the pipe to it, and what it is at."""

    def __init__(
        self, context: Any, make: Callable[[], Callable[[J], R]], others: list[Connection]
    ) -> None:
        self.connection, theirs = context.Pipe()
        # A forked process also has our ends of the pipes: it must let go of them, else no process
        # would notice that the parent is gone.
        inherited = [*others, self.connection] if context.get_start_method() == "fork" else []
        self.process = context.Process(target=_work, args=(theirs, make, inherited), daemon=True)
        self.process.start()
        theirs.close()
        self.job: J | None = None
        self.done = 0

    def give(self, job: J) -> None:
        self.job = job
        with suppress(OSError):  # it died: its sentinel tells
            self.connection.send(job)

    def take(self) -> tuple[bool, R | None]:
        """Whether a result has come, and which."""
        try:
            if not self.connection.poll():
                return False, None
            result: R = self.connection.recv()
        except (EOFError, OSError):
            return False, None
        self.job = None
        self.done += 1
        return True, result

    def end(self, *, grace: float = GRACE) -> None:
        """Lets it end by itself, or ends it."""
        with suppress(OSError):
            self.connection.send(None)
        self.process.join(grace)
        if self.process.is_alive():
            self.process.terminate()
            self.process.join(2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.connection.close()


def start_method() -> str:
    """`fork` on Linux, `spawn` elsewhere: forking is not safe on macOS and unknown on Windows."""
    return "fork" if sys.platform == "linux" else "spawn"


def run(
    jobs: Iterable[J],
    make: Callable[[], Callable[[J], R]],
    *,
    workers: int,
    method: str = "",
    tasks_each: int = TASKS_EACH,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Event[J, R]]:
    """The events of a run, as they happen; the order is that in which jobs get done.

    `make` is called once in each process and gives what does a job; both go through pickle where
    processes are not forked. Once `stop` says so no job is begun any more, and the run ends when those at
    work are done; closing the generator ends them.
    """
    context = multiprocessing.get_context(method or start_method())
    gc.collect()
    gc.freeze()  # what is there already is never garbage: processes need not look at it again
    waiting: deque[J] = deque()
    tried: list[J] = []
    source = iter(jobs)
    alive: list[_Worker[J, R]] = []

    def next_job() -> J | None:
        if stop():
            return None
        return waiting.popleft() if waiting else next(source, None)

    def engage(worker: _Worker[J, R] | None) -> Iterator[Event[J, R]]:
        job = next_job()
        if worker is not None and (job is None or worker.done >= tasks_each):
            alive.remove(worker)
            worker.end()
            worker = None
        if job is None:
            return
        if worker is None:
            worker = _Worker(context, make, [w.connection for w in alive])
            alive.append(worker)
        worker.give(job)
        yield Event(job)

    try:
        for _ in range(max(workers, 1)):
            yield from engage(None)
        while alive:
            ready = connections.wait(
                [*(w.connection for w in alive), *(w.process.sentinel for w in alive)], TICK
            )
            if not ready:
                yield Event()
            for worker in [w for w in alive if {w.connection, w.process.sentinel} & {*ready}]:
                job = worker.job
                came, result = worker.take()
                if came:
                    yield Event(job, result)
                    yield from engage(worker)
                elif not worker.process.is_alive() or worker.process.sentinel in ready:
                    alive.remove(worker)
                    worker.end(grace=0)
                    if job is not None:
                        again = job not in tried
                        tried.append(job)
                        if again:
                            waiting.append(job)
                        yield Event(job, lost=True, again=again)
                    yield from engage(None)
    finally:
        _stop(alive)
        gc.unfreeze()


def _stop(alive: list[_Worker[J, R]]) -> None:
    """Ends all processes; each has the grace to finish what it is at."""
    for worker in alive:
        with suppress(OSError):
            worker.connection.send(None)
    limit = time.monotonic() + GRACE
    for worker in alive:
        worker.end(grace=max(limit - time.monotonic(), 0))


def _work(
    connection: Connection, make: Callable[[], Callable[[J], R]], inherited: list[Connection]
) -> None:
    """What a process does: job after job until it is told to end or its parent is gone."""
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C ends
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.set_threshold(*COLLECTION)
    with suppress(EOFError, OSError):
        do = make()
        while (job := connection.recv()) is not None:
            connection.send(do(job))
