"""Printed numbers in the text of a part: taken out of their marks, and where they stand.

Places are kept while rendering; their names are worked out when the figure map is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, overload

from reportgen.frozen import frozen
from reportgen.language.errors import BrokenMarkError
from reportgen.language.printing import MARK_CLOSE, MARK_OPEN, Marks
from reportgen.render.rendered import Printing
from reportgen.render.word.following import NotFollowedError
from reportgen.render.word.spots import spots_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.language.printing import Printed
    from reportgen.render.word.following import Followed, Follower
    from reportgen.render.word.spots import Events

_WIDTH: Final = 7
PRIVATE: Final = re.compile("[\ue000-\ue001\ue010-\ue019]")
_TO_DIGITS: Final = str.maketrans("0123456789", "".join(chr(0xE010 + at) for at in range(10)))


@frozen
class Printout:
    """A printed part without declaration, the pieces it is made of, and the piece of each number."""

    content: bytes
    pieces: Sequence[bytes]
    figures: Sequence[tuple[int, Printed]]
    known: dict[bytes, Events] | None = None
    """What the pieces of earlier documents open and close."""
    numerals: bool = False
    """Whether a number of a heading, caption or reference is still to be put in."""
    follower: Follower | None = None

    def followed(self) -> Followed | None:
        """What it says and where its numbers stand; None where that is to be found by reading."""
        if self.follower is None:
            return None
        try:
            return self.follower.follow(self.pieces, [place for place, _ in self.figures])
        except NotFollowedError:
            return None


class PartMarks(Marks):
    """Marks whose index has a fixed width, so that a long text need not be searched for its end."""

    __slots__ = ("breaks", "indexes", "numerals")

    def __init__(self) -> None:
        super().__init__()
        self.breaks = False
        """Whether a text with a line break or tab was printed."""
        self.numerals = False
        """Whether the number of a heading, caption or reference was asked for."""
        self.indexes: dict[str, int] = {}

    def mark(self, printed: Printed) -> str:
        """The printed text, wrapped so that it can be found again."""
        return self.wrap(printed, printed.text)

    def wrap(self, printed: Printed, text: str) -> str:
        """As `mark`, of a text that was made and escaped already."""
        at = len(self.items)
        index = f"{at:0{_WIDTH}}".translate(_TO_DIGITS)
        self.items.append(printed)
        self.indexes[index] = at
        return f"{MARK_OPEN}{index}{text}{MARK_CLOSE}"


def parted(text: str, marks: PartMarks) -> tuple[list[str], list[Printed]]:
    """The text without marks, in pieces of which every second is a printed number; and the numbers.

    `BrokenMarkError` where a mark was cut.
    """
    pieces = text.split(MARK_OPEN)
    done = [pieces[0]]
    found: list[Printed] = []
    items, indexes = marks.items, marks.indexes
    for piece in pieces[1:]:
        index = indexes.get(piece[:_WIDTH])
        number, close, rest = piece[_WIDTH:].partition(MARK_CLOSE)
        if index is None or not close:
            raise BrokenMarkError
        found.append(items[index])
        done += (number, rest)
    if any(map(PRIVATE.search, done)):
        raise BrokenMarkError
    return done, found


class Figures(Sequence[Printing]):
    """The figures of a document; places are worked out when they are first asked for."""

    def __init__(self, parts: Iterable[tuple[str, Printout]]) -> None:
        self._parts = list(parts)
        self._count = sum(len(printout.figures) for _, printout in self._parts)
        self._done: list[Printing] | None = None
        self._said: dict[str, list[tuple[str, str]]] = {}
        self.parts = {part for part, _ in self._parts}
        """The labels of the printed parts, also of those without a figure."""

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Printing]:
        return iter(self._all())

    @overload
    def __getitem__(self, at: int) -> Printing: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Printing]: ...
    def __getitem__(self, at: int | slice) -> Printing | Sequence[Printing]:
        return self._all()[at]

    def said(self) -> dict[str, list[tuple[str, str]]]:
        """What the paragraphs of each part say, by name, but for those that are always in order.

        Parts that have to be read are left out. It is given out once.
        """
        self._all()
        said, self._said = self._said, {}
        return said

    def _all(self) -> list[Printing]:
        if self._done is None:
            done: list[Printing] = []
            made = tuple.__new__
            for part, printout in self._parts:
                figures = printout.figures
                followed = printout.followed()
                if followed is not None:
                    self._said[part] = followed.paragraphs
                    spots = followed.numbers
                else:
                    places = [place for place, _ in figures]
                    spots = spots_in(printout.pieces, places, printout.known)
                # As `Printing(...)` would, in half the time: there is one for every number.
                done += [
                    made(Printing, (part, spot, item.figure.key, item.text, item.figure, ""))
                    for spot, (_, item) in zip(spots, figures, strict=True)
                ]
            self._done = done
            self._parts = []
        return self._done


__all__ = ["PRIVATE", "Figures", "PartMarks", "Printout", "parted"]
