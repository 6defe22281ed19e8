"""What rendering gives, whatever the document: its parts, and which figure stands where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.figure import Figure
    from reportgen.office.package import Member


class Printing(NamedTuple):
    """A figure that was printed: in Excel `part` is the sheet and `spot` the cell (`C35`).

    `text` is the figure as a sentence prints it, `key` the figure's own, `exact` the number that the
    cell holds where `text` does not say it all (Excel cells are not rounded).
    """

    part: str
    spot: str
    key: str
    text: str
    figure: Figure
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The members of a document's package in order, and the figures in it.

    `figures` may be a view that is worked out when it is gone through: a long sheet has as many
    figures as cells, and not every build asks for them.
    """

    members: list[Member]
    figures: Sequence[Printing]
