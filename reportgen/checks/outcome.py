"""What one relation gave: both sides, the difference, and the finding where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from reportgen.checks.comparing import Status
    from reportgen.figure import Figure
    from reportgen.finding import Finding
    from reportgen.place import Place


@frozen
class Outcome:
    """One relation, for one value or one row; `left` and `right` in the figures' own unit."""

    number: str
    name: str
    subject: str
    left_name: str
    relation: str
    right_name: str
    left: Figure | None
    right: Figure | None
    status: Status
    finding: Finding | None = None
    place: Place | None = None
