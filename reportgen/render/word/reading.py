"""What is known of a printed Word document, so that reading it back need not take it apart again.

The first documents of a template are read from their bytes, all of them, and held against what was
followed while they were printed; only where both are the same are later ones read by what was
printed in them. Not for judging what is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.office.package import identity_of
from reportgen.render.leftovers import in_order
from reportgen.render.spot import Spot
from reportgen.render.word.spots import text_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.office.package import Member
    from reportgen.render.word.marks import Figures

TITLE: Final = "core"
_BODY: Final = "正文"


class KnownParts:
    """What the parts of a template that hold no tags say, which is the same in all its documents."""

    __slots__ = ("refused", "said")

    def __init__(self) -> None:
        self.said: dict[str, list[Spot]] | None = None
        """By part, what is not in order; None as long as no document was read."""
        self.refused = False
        """Whether one did not say what was followed: then all are read."""


class DocumentReading:
    """One document: what it says, once its template is known; `members` are the names of its parts."""

    def __init__(self, figures: Figures, known: KnownParts, members: Iterable[str]) -> None:
        self._figures = figures
        self._known = known
        self._parts = (*filter(None, map(text_part, members)), TITLE)
        self._data = b""
        self._identity: str | None = None
        self._said: dict[str, list[Spot]] | None = None

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        # What was learned of a template is of use in this process only.
        return type(None), ()

    def written(self, data: bytes, members: Iterable[Member]) -> None:
        """These are the bytes that its members became; of no others anything is known."""
        self._data = data
        self._identity = identity_of(members)

    def identity(self, data: bytes) -> str | None:
        """The identity of the document; None of other bytes than it became."""
        return self._identity if data is self._data else None

    def spots(self, data: bytes) -> list[Spot] | None:
        """What the document says, but for what is in order; None where it has to be read."""
        known = self._known
        if data is not self._data or known.refused or known.said is None:
            return None
        said = self._followed()
        if said is None:
            return None
        said = {**known.said, **said}
        return [spot for part in self._parts for spot in said.get(part, ())]

    def learn(self, data: bytes, spots: list[Spot]) -> None:
        """Reading the document gave these, all of it."""
        known = self._known
        said = None if data is not self._data or known.refused else self._followed()
        if said is None:
            return
        read: dict[str, list[Spot]] = {}
        for spot in spots:
            read.setdefault(spot.part, []).append(spot)
        whole = read.keys() <= {*self._parts} and said.keys() <= {*self._parts}
        if whole and all(_agree(read.get(part, []), said[part]) for part in said):
            known.said = {
                part: [spot for spot in found if not in_order(spot.text)]
                for part, found in read.items()
                if part not in said
            }
        else:
            known.refused = True

    def _followed(self) -> dict[str, list[Spot]] | None:
        """What the printed parts say; None where one of them was not followed."""
        if self._said is None:
            self._said = {
                part: [
                    Spot(part, _BODY if part == TITLE else name, "text", text)
                    for name, text in paragraphs
                ]
                for part, paragraphs in self._figures.said().items()
            }
        return self._said if self._said.keys() == self._figures.parts else None


def _agree(read: Iterable[Spot], followed: list[Spot]) -> bool:
    """Whether both say the same, but for paragraphs in order that are only read."""
    expected: Iterator[Spot] = iter(followed)
    following = next(expected, None)
    for spot in read:
        if spot == following:
            following = next(expected, None)
        elif not in_order(spot.text):
            return False
    return following is None
