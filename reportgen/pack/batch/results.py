"""What became of one data set in a run: small, and the same in memory, between processes, on disk."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from reportgen.finding import Severity
from reportgen.pack.batch import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.finding import Finding

MOST_NOTES: Final = 200
"""So many findings of a department are kept, the gravest first; its 校验报告 holds them all."""


class Outcome(Enum):
    """How the pack of a data set stands; what is graver stands further down."""

    DONE = "完成"
    INCONSISTENT = "不一致"
    REFUSED = "没有生成"
    UNWRITTEN = "写不进去"
    FAILED = "程序出错"

    @property
    def status(self) -> int:
        """The exit status that it gives a run."""
        return {"完成": 0, "不一致": 3, "没有生成": 1, "写不进去": 4, "程序出错": 70}[self.value]


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as the summary tells it."""

    severity: str
    code: str
    place: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a complete pack was made from, and what stands of it: enough to leave it as it is.

    `files` are the files that were read, with marks of their content (empty: not there); `asked` a
    mark of the options, `manifest` one of the pack's own record.
    """

    program: str
    asked: str
    region: str
    year: int
    format_id: str
    format_identity: str
    folder: str
    manifest: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one data set; `standing`: it was already what this run would have made."""

    data: str
    outcome: Outcome
    name: str = ""
    year: int = 0
    format_id: str = ""
    folder: str = ""
    documents: int = 0
    written: int = 0
    errors: int = 0
    open_explanations: int = 0
    hints: int = 0
    seconds: float = 0.0
    standing: bool = False
    notes: tuple[Note, ...] = field(default=())
    seal: Seal | None = None

    def as_dict(self) -> dict[str, Any]:
        """As a line of the run's record holds it."""
        return asdict(self) | {"outcome": self.outcome.value}


def from_dict(content: dict[str, Any]) -> Result:
    """A result from a line of the record.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    seal = content["seal"]
    if seal is not None:
        files = tuple((str(path), str(mark)) for path, mark in seal["files"])
        seal = Seal(**(seal | {"files": files}))
    values = {
        "outcome": Outcome(content["outcome"]),
        "notes": tuple(Note(**note) for note in content["notes"]),
        "seal": seal,
    }
    known = {name: value for name, value in content.items() if name != "version"}
    return Result(**(known | values))


def noted(findings: Sequence[Finding]) -> dict[str, Any]:
    """Counts and notes of findings in order of gravity, as fields of a Result."""
    counts = Counter(finding.severity for finding in findings)
    notes = [
        Note(
            finding.severity.value,
            finding.code,
            str(finding.place) if finding.place else "",
            finding.message,
            finding.hint,
        )
        for finding in findings[:MOST_NOTES]
    ]
    return {
        "errors": counts[Severity.ERROR],
        "open_explanations": counts[Severity.EXPLAIN],
        "hints": counts[Severity.HINT],
        "notes": tuple(notes),
    }


def failed(data: Path, finding: Finding, seconds: float = 0.0) -> Result:
    """The result of a data set that the program could not deal with."""
    return Result(str(data), Outcome.FAILED, seconds=seconds, **noted([finding]))


def lost(data: Path) -> Result:
    """The result of a data set whose process was ended from outside, twice."""
    from reportgen.place import Place

    return failed(data, kinds.LOST.at(Place(data.name), name=data.name))
