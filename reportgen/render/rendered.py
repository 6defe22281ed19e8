"""What rendering gives, whatever the document: its parts, and which figure stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.figure import Figure
    from reportgen.office.package import Member
    from reportgen.render.spot import Spot


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


class Reading(Protocol):
    """What an engine knows of a document that it printed, so that not all of it need be read back."""

    def written(self, data: bytes, members: Iterable[Member]) -> None:
        """These are the bytes that its members became; of no others anything is known."""

    def identity(self, data: bytes) -> str | None:
        """The identity of the document (`office.package`); None of other bytes than it became."""

    def spots(self, data: bytes) -> list[Spot] | None:
        """What the document says, but for what is in order; None where it has to be read."""

    def learn(self, data: bytes, spots: list[Spot]) -> None:
        """Reading the document gave these, all of it."""


@frozen
class Rendered:
    """The members of a document's package in order, and the figures in it.

    `figures` may be a view that is worked out when it is gone through: a long sheet has as many
    figures as cells, and not every build asks for them.
    """

    members: list[Member]
    figures: Sequence[Printing]
    reading: Reading | None = None
    has_contents: bool = False
    """Whether a table of contents is still to be filled."""
