"""Printed numbers in the text of a part: taken out of their marks, and where they stand.

Offsets are kept while rendering; the names of places are worked out when the figure map is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final, overload

from reportgen.language.errors import BrokenMarkError
from reportgen.language.printing import MARK_CLOSE, MARK_OPEN, Marks
from reportgen.render.rendered import Printing
from reportgen.render.word.spots import spots_of

if TYPE_CHECKING:
    from reportgen.language.printing import Printed

_ZERO: Final = 0xE010


def unmark(text: str, marks: Marks) -> tuple[str, list[tuple[int, Printed]]]:
    """The text without marks, and each printed number with its offset in it.

    `BrokenMarkError` where a mark was cut. Parts are long and numbers many, so the text is split at
    the marks rather than searched.
    """
    pieces = text.split(MARK_OPEN)
    if len(pieces) == 1:
        return text, []
    found: list[Printed] = []
    items = marks.items
    for at in range(1, len(pieces)):
        piece = pieces[at]
        end = 0
        index = 0
        while (digit := ord(piece[end]) - _ZERO if end < len(piece) else -1) >= 0 and digit < 10:
            index = index * 10 + digit
            end += 1
        number, close, rest = piece[end:].partition(MARK_CLOSE)
        if not close or not end or index >= len(items):
            raise BrokenMarkError
        found.append(items[index])
        pieces[at] = number + rest
    lengths = accumulate(map(len, pieces))
    return "".join(pieces), list(zip(lengths, found, strict=False))


def has_private(content: bytes) -> bool:
    """Whether private characters of marks are left in an encoded part."""
    at = content.find(b"\xee\x80")
    while at >= 0:
        if content[at + 2] in {0x80, 0x81} or 0x90 <= content[at + 2] <= 0x99:
            return True
        at = content.find(b"\xee\x80", at + 2)
    return False


class Figures(Sequence[Printing]):
    """The figures of a document; places are worked out when they are first asked for."""

    def __init__(self, parts: list[tuple[str, str, list[tuple[int, Printed]]]]) -> None:
        self._parts = parts
        self._count = sum(len(found) for _, _, found in parts)
        self._done: list[Printing] | None = None

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Printing: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Printing]: ...
    def __getitem__(self, at: int | slice) -> Printing | Sequence[Printing]:
        return self._all()[at]

    def _all(self) -> list[Printing]:
        if self._done is None:
            done: list[Printing] = []
            for part, text, found in self._parts:
                spots = spots_of(text, [offset for offset, _ in found])
                done += [
                    Printing(part, spot, item.figure.key, item.text, item.figure)
                    for spot, (_, item) in zip(spots, found, strict=True)
                ]
            self._done = done
            self._parts = []
        return self._done


__all__ = ["Figures", "has_private", "unmark"]
