"""Collects the findings of one file: all of them, but of one kind only so many.

A damaged file can hold a million faults of one kind; the clerk needs the first ones and the count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.sources import kinds

if TYPE_CHECKING:
    from reportgen.finding import Finding, Kind
    from reportgen.place import Place

MOST_OF_A_KIND: Final = 50


class Collector:
    """The findings of one file, in order of discovery."""

    __slots__ = ("_counts", "_file", "_findings")

    def __init__(self, file: Place) -> None:
        self._file = file
        self._findings: list[Finding] = []
        self._counts: dict[Kind, int] = {}

    def add(self, kind: Kind, place: Place, **values: Any) -> None:
        """Record a finding; `values` as for `Kind.at`."""
        count = self._counts[kind] = self._counts.get(kind, 0) + 1
        if count <= MOST_OF_A_KIND:
            self._findings.append(kind.at(place, **values))

    def count(self, kind: Kind, times: int) -> None:
        """Record that a kind occurred more often than was worth locating."""
        self._counts[kind] = self._counts.get(kind, 0) + times

    def take(self, finding: Finding) -> None:
        """Record a finding that was made elsewhere."""
        self._findings.append(finding)

    def findings(self) -> list[Finding]:
        """All findings, and one more for each kind of which there were too many to list."""
        more = [
            kinds.MORE.at(
                self._file,
                severity=kind.severity,
                title=kind.title,
                count=count - MOST_OF_A_KIND,
            )
            for kind, count in self._counts.items()
            if count > MOST_OF_A_KIND
        ]
        return self._findings + more
