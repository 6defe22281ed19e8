"""What is wrong, where, and what to do: the one way every step reports problems.

A step returns `(result, findings)`. It never prints and never stops the program.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.place import Place


class Severity(Enum):
    """错误 must be mended; 须说明 must be explained; 提示 is for her judgement."""

    ERROR = "错误"
    EXPLAIN = "须说明"
    HINT = "提示"


@frozen
class Finding:
    """One problem in the clerk's words.

    `key` and `figures` (key and printed value of the figures involved) identify a 须说明, so that
    an explanation stays while they stand.
    """

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    related: tuple[Place, ...] = ()
    hint: str = ""
    key: str = ""
    figures: tuple[tuple[str, str], ...] = ()

    @property
    def advice(self) -> str:
        """What to do: its own hint, else what its kind says."""
        kind = KINDS.get(self.code)
        return self.hint or (kind.remedy if kind else "")

    def as_dict(self) -> dict[str, Any]:
        """As it is written to JSON."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "place": str(self.place) if self.place else "",
            "at": self.place.as_dict() if self.place else {},
            "related": [str(place) for place in self.related],
            "hint": self.hint,
        }


@frozen
class Kind:
    """A kind of finding: its stable code, its sentence, what it means and how to mend it.

    `sentence` is a `str.format` template. The page docs/问题目录.md and `reportgen findings CODE`
    are made from these.
    """

    code: str
    severity: Severity
    title: str
    sentence: str
    meaning: str
    remedy: str

    def at(
        self,
        place: Place | None,
        *,
        related: Iterable[Place] = (),
        hint: str = "",
        severity: Severity | None = None,
        key: str = "",
        figures: Iterable[tuple[str, str]] = (),
        **values: object,
    ) -> Finding:
        """The finding of this kind at a place, the sentence filled in with `values`."""
        return Finding(
            self.code,
            severity or self.severity,
            self.sentence.format(**values),
            place,
            tuple(related),
            hint,
            key,
            tuple(figures),
        )


KINDS: Final[dict[str, Kind]] = {}
"""Every kind that has been declared, by code. `reportgen.finding_catalogue` loads them all."""


def declare(
    code: str, severity: Severity, title: str, sentence: str, *, meaning: str, remedy: str
) -> Kind:
    """Declare a kind of finding; a code that stands twice is a programming error."""
    if code in KINDS:
        raise ValueError(f"finding code {code} is declared twice")
    kind = KINDS[code] = Kind(code, severity, title, sentence, meaning, remedy)
    return kind


def summary(findings: Iterable[Finding]) -> str:
    """How many there are of each severity: `错误 1，须说明 2，提示 3`."""
    counts = Counter(finding.severity for finding in findings)
    return "，".join(f"{severity.value} {counts[severity]}" for severity in Severity)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among the findings; None where there is none."""
    order = list(Severity)
    return min((f.severity for f in findings), key=order.index, default=None)
