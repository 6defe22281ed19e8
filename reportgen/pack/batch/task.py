"""One department of a run: what each process does for a data set. It keeps nothing of it afterwards.

The formats are read, and the templates compiled, once a process; a process that was forked has them
from its parent (`warm`).
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import __version__
from reportgen.formats import Library
from reportgen.pack.batch import kinds
from reportgen.pack.batch.results import Outcome, Result, Seal, failed, noted
from reportgen.pack.batch.seal import manifest_mark, seal, stands
from reportgen.pack.build import make, pack_name, put_in_place
from reportgen.pack.change_list import Paper
from reportgen.pack.editions import Edition
from reportgen.pack.manifest import State
from reportgen.pack.prepare import prepare, sorted_findings
from reportgen.place import Place
from reportgen.writer import WriteError, claim, safe_name

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.pack.install import PackReport
    from reportgen.pack.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for every department of a run; it can be sent to another process.

    `claims` is a folder in which each pack of this run is claimed for one data set.
    """

    out: Path
    formats: tuple[Path, ...] = ()
    format_id: str = ""
    draft: bool = False
    edition: str = ""
    claims: Path | None = None

    @property
    def mark(self) -> str:
        """A mark of the options that have a say in what is made."""
        text = repr((self.format_id, self.draft, self.edition))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Job:
    """A data set to deal with, and the seal of its pack where an earlier run left one."""

    data: Path
    seal: Seal | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a prepared data set is about, apart from its figures; `files` are those that were read."""

    name: str
    year: int
    region: str
    format_id: str
    format_identity: str
    files: tuple[Path, ...]

    @staticmethod
    def of(prepared: Prepared) -> Subject:
        """Of a data set at hand."""
        year, form = prepared.year, prepared.context.format
        region = year.department.text("地区")
        return Subject(year.name, year.year, region, form.id, form.identity, prepared.files)


class Task:
    """Deals with data sets one after the other, remembering the formats; made once a process."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.library = Library(*order.formats, remember=True)

    def warm(self, data: Path, rounds: int = 1) -> None:
        """Read and compile what data sets have in common, by making one pack in memory only.

        After several rounds also what reading a long report back learns of its template is known.
        """
        try:
            prepared, _ = prepare(data, self.library, self.order.format_id)
            for _ in range(rounds):
                if prepared is None:
                    break
                make(prepared, draft=True, edition=Edition(self.order.edition))
        except Exception:  # noqa: BLE001, S110 - told when its turn comes
            pass

    def __call__(self, job: Job) -> Result:
        """The result of a data set; whatever happens with it is told there."""
        start, order = time.perf_counter(), self.order
        try:
            if job.seal is not None and stands(job.seal, order.mark, self.library, order.format_id):
                result = self._standing(job.data, job.seal)
            else:
                result = self._build(job.data)
        except Exception as error:  # noqa: BLE001 - one department's failure stops nobody
            result = failed(job.data, crashed(job.data, error))
        return replace(result, seconds=round(time.perf_counter() - start, 3))

    def _standing(self, data: Path, known: Seal) -> Result:
        refusal = claimed(self.order.claims, data, Path(known.folder).name)
        if refusal is not None:
            return result_of(data, None, None, [refusal])
        return Result(str(data), Outcome.DONE, standing=True)

    def _build(self, data: Path) -> Result:
        order, started = self.order, now_ns()
        prepared, findings = prepare(data, self.library, order.format_id)
        if prepared is None:
            return result_of(data, None, None, findings)
        try:
            return self._made(prepared, findings, started)
        finally:
            prepared.let_go()

    def _made(self, prepared: Prepared, findings: list[Finding], started: int) -> Result:
        order, data = self.order, prepared.year.source
        edition, subject = Edition(order.edition), Subject.of(prepared)
        folder = safe_name(pack_name(prepared.year, edition, draft=order.draft))
        refusal = claimed(order.claims, data, folder)
        if refusal is not None:
            return result_of(data, subject, None, [refusal, *findings])
        made, faults = make(prepared, draft=order.draft, edition=edition)
        if made is None:
            return result_of(data, subject, None, [*findings, *faults])
        report, more = put_in_place(made, order.out, Paper.of(prepared), data)
        result = result_of(data, subject, report, [*findings, *faults, *more])
        return sealed(result, subject, report, order.mark, started)


def now_ns() -> int:
    """The time by the clock of files, which may lag a little behind."""
    return time.time_ns() - 10_000_000


def claimed(claims: Path | None, data: Path, folder: str) -> Finding | None:
    """The finding where another data set of this run has the same pack."""
    if claims is None:
        return None
    try:
        other = claim(claims / folder.casefold(), str(data))
    except WriteError:
        return None  # it is told when the pack itself cannot be written
    return None if other == str(data) else same_pack(data, other, folder)


def same_pack(data: Path, other: str, folder: str) -> Finding:
    """The finding where another data set of this run came first; its path is shown where it needs be."""
    path = Path(other)
    shown = path.name if path.parent == data.parent else other
    return kinds.SAME_PACK.at(Place(data.name), name=data.name, other=shown, folder=folder)


def result_of(
    data: Path, subject: Subject | None, report: PackReport | None, findings: list[Finding]
) -> Result:
    """The result of a build; its findings the gravest first, each once."""
    outcome = Outcome.REFUSED
    if report is not None:
        done = Outcome.INCONSISTENT if report.state is State.INCONSISTENT else Outcome.DONE
        outcome = Outcome.UNWRITTEN if report.state is None else done
    documents = [*report.written, *report.unchanged, *report.kept] if report else []
    return Result(
        str(data),
        outcome,
        name=subject.name if subject else "",
        year=subject.year if subject else 0,
        format_id=subject.format_id if subject else "",
        folder=str(report.folder) if report and report.state else "",
        documents=len(documents),
        written=len(report.written) if report else 0,
        **noted(sorted_findings(findings)),
    )


def sealed(
    result: Result, subject: Subject, report: PackReport, asked: str, started_ns: int
) -> Result:
    """The result with a seal, where it is a whole pack."""
    if result.outcome is not Outcome.DONE:
        return result
    made_from = seal(subject.files, subject.year, started_ns)
    if made_from is None:
        return result
    return replace(
        result,
        seal=Seal(
            __version__,
            asked,
            subject.region,
            subject.year,
            subject.format_id,
            subject.format_identity,
            str(report.folder),
            manifest_mark(report.folder),
            made_from,
        ),
    )


def crashed(data: Path, error: Exception) -> Finding:
    """The finding for a fault of the program."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}，{last.name}:{last.lineno}"
    return kinds.CRASHED.at(Place(data.name), name=data.name, what=what)
