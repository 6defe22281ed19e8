"""A whole run: which data sets, which are done already, the work, the record, the summary.

It decides what happens with events of processes or machines; it does not print.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from reportgen.formats import Library
from reportgen.pack.batch import kinds, pool
from reportgen.pack.batch.record import Record
from reportgen.pack.batch.results import Outcome, Result, lost
from reportgen.pack.batch.summary import gravest, write_summary
from reportgen.pack.batch.task import Job, Order, Task
from reportgen.pack.kinds import CANNOT_WRITE
from reportgen.pack.lock import BusyError, held
from reportgen.place import Place
from reportgen.writer import WriteError, make_folder, remove_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.pack.batch.pool import Event

    Work = Callable[[Iterator[Job], Order, Callable[[], bool]], Iterator[Event[Job, Result]]]

_SHOWN: Final = 20
MANY: Final = 100
ROUNDS: Final = 5
"""For so many data sets, the parent makes the first pack so often before there are processes: then all
of them have what is learned of the templates, and those that take their place."""


class CannotGoOnError(Exception):
    """The work cannot be begun or gone on with: no machine is there to do it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(slots=True)
class Tally:
    """How far a run is: what a table of progress shows."""

    total: int
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    standing: int = 0
    documents: int = 0
    errors: int = 0
    open_explanations: int = 0
    hints: int = 0
    working: dict[Path, float] = field(default_factory=dict)
    """The data sets at work, and since when."""
    wrong: list[Result] = field(default_factory=list)
    """The first that are not 完成."""

    @property
    def done(self) -> int:
        """How many data sets have a result."""
        return self.outcomes.total()

    @property
    def status(self) -> int:
        """The exit status so far."""
        return gravest(self.outcomes)

    def add(self, result: Result) -> None:
        """Counts a result in."""
        self.outcomes[result.outcome] += 1
        self.standing += result.standing
        self.documents += result.documents
        self.errors += result.errors
        self.open_explanations += result.open_explanations
        self.hints += result.hints
        if result.outcome is not Outcome.DONE and len(self.wrong) < _SHOWN:
            self.wrong.append(replace(result, notes=result.notes[:1], seal=None))


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a run came to; `summary` is None where it could not be written."""

    tally: Tally
    seconds: float
    summary: Path | None
    stopped: bool = False


def run_batch(
    data: Sequence[Path],
    order: Order,
    work: Work,
    *,
    again: bool = False,
    tell: Callable[[Tally, Result | None], None] = lambda _, __: None,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[BatchReport | None, list[Finding]]:
    """Makes the packs of all data sets; None where nothing could be begun.

    `work` does the jobs (`on_this_machine`, or a cluster's). With `again` what stands is made again too.
    `tell` hears of each event; `stop` is asked before each job.
    """
    start = time.monotonic()
    place = Place(order.out.name)
    try:
        record = Record(order.out)
    except WriteError as error:
        return None, [CANNOT_WRITE.at(place, why=error)]
    with ExitStack() as stack:
        try:
            stack.enter_context(held(record.lock))
            claims = record.store / f"claims-{secrets.token_hex(4)}"
            for old in record.store.glob("claims-*"):
                remove_tree(old)
            make_folder(claims)
        except BusyError:
            return None, [kinds.BUSY_RUN.at(place, folder=order.out.name)]
        except WriteError as error:
            return None, [CANNOT_WRITE.at(place, why=error)]
        tally = Tally(len(data))
        standing: set[Path] = set()
        findings: list[Finding] = []
        try:
            jobs = (_job(path, record, again=again) for path in data)
            for event in work(jobs, replace(order, claims=claims), stop):
                result = _settled(event, record, tally, standing)
                tell(tally, result)
        except CannotGoOnError as error:
            if not tally.done:
                return None, [error.finding]
            findings.append(error.finding)
        except WriteError as error:
            findings.append(CANNOT_WRITE.at(place, why=error))
        finally:
            with suppress(WriteError):
                remove_tree(claims)
        seconds = time.monotonic() - start
        library = Library(*order.formats)
        summary, faults = write_summary(record, order.out, data, standing, library, seconds)
        stopped = tally.done < len(data)
        return BatchReport(tally, seconds, summary, stopped), findings + faults


def on_this_machine(workers: int, method: str = "", tasks_each: int = pool.TASKS_EACH) -> Work:
    """The work done by so many processes of this machine."""

    def work(
        jobs: Iterator[Job], order: Order, stop: Callable[[], bool]
    ) -> Iterator[Event[Job, Result]]:
        chosen = method or pool.start_method()
        make: Callable[[], Task] = partial(Task, order)
        if chosen == "fork":
            head = list(islice(jobs, MANY))
            if not head:
                return
            task = Task(order)
            new = len(head) == MANY and head[0].seal is None
            task.warm(head[0].data, ROUNDS if new else 1)
            make = _Made(task)
            jobs = chain(head, jobs)
        yield from pool.run(
            jobs, make, workers=workers, method=chosen, tasks_each=tasks_each, stop=stop
        )

    return work


class _Made:
    """Gives the task that the parent has made already."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self) -> Task:
        return self._task


def _job(path: Path, record: Record, *, again: bool) -> Job:
    known = None if again else record.find(path)
    return Job(path, known.seal if known else None)


def _settled(
    event: Event[Job, Result], record: Record, tally: Tally, standing: set[Path]
) -> Result | None:
    """Keeps what an event brings; its result, where it brings one."""
    if event.job is None:
        return None
    data = event.job.data
    if event.result is None and not event.lost:
        tally.working[data] = time.monotonic()
        return None
    tally.working.pop(data, None)
    if event.again:
        return None
    result = event.result or lost(data)
    if result.standing:
        known = record.find(data)
        if known is not None:
            result = replace(known, seconds=result.seconds, standing=True)
        standing.add(data)
    else:
        record.add(result)
    tally.add(result)
    return result
