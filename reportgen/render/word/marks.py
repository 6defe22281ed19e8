"""Printed numbers in the text of a part: taken out of their marks, and where they stand.

Offsets are kept while rendering; the names of places are worked out when the figure map is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final, overload

from reportgen.language.errors import BrokenMarkError
from reportgen.language.printing import MARK_CLOSE, MARK_OPEN, Marks
from reportgen.render.rendered import Printing
from reportgen.render.word.spots import spots_of

if TYPE_CHECKING:
    from reportgen.language.printing import Printed

_WIDTH: Final = 7
_PRIVATE: Final = re.compile("[\ue000-\ue001\ue010-\ue019]")
_PRIVATE_BYTES: Final = b"\xee\x80"
"""How the private characters begin in UTF-8."""
_TO_DIGITS: Final = str.maketrans("0123456789", "".join(chr(0xE010 + at) for at in range(10)))


class PartMarks(Marks):
    """Marks whose index has a fixed width, so that a long text need not be searched for its end."""

    __slots__ = ("breaks", "indexes")

    def __init__(self) -> None:
        super().__init__()
        self.breaks = False
        """Whether a text with a line break or tab was printed."""
        self.indexes: dict[str, int] = {}

    def mark(self, printed: Printed) -> str:
        """The printed text, wrapped so that it can be found again."""
        at = len(self.items)
        index = f"{at:0{_WIDTH}}".translate(_TO_DIGITS)
        self.items.append(printed)
        self.indexes[index] = at
        return f"{MARK_OPEN}{index}{printed.text}{MARK_CLOSE}"


def unmark(text: str, marks: PartMarks) -> tuple[str, list[tuple[int, Printed]]]:
    """The text without marks, and each printed number with its offset in it.

    `BrokenMarkError` where a mark was cut.
    """
    pieces = text.split(MARK_OPEN)
    if len(pieces) == 1:
        return text, []
    found: list[Printed] = []
    items, indexes = marks.items, marks.indexes
    for at in range(1, len(pieces)):
        piece = pieces[at]
        index = indexes.get(piece[:_WIDTH])
        number, close, rest = piece[_WIDTH:].partition(MARK_CLOSE)
        if index is None or not close:
            raise BrokenMarkError
        found.append(items[index])
        pieces[at] = number + rest
    lengths = accumulate(map(len, pieces))
    return "".join(pieces), list(zip(lengths, found, strict=False))


def encode(
    pieces: list[str], fixed: dict[str, bytes], marks: PartMarks
) -> tuple[bytes, list[tuple[int, Printed]]]:
    """Printed pieces as UTF-8 without marks, and each number with its offset in characters.

    `fixed` keeps the encoded text of the template: of a long part nearly all is the template's, so
    it is encoded once and never held as one string.
    """
    done: list[bytes] = []
    found: list[tuple[int, Printed]] = []
    items, indexes = marks.items, marks.indexes
    offset = 0
    for piece in pieces:
        content = fixed.get(piece)
        if content is not None:
            done.append(content)
            offset += len(piece)
            continue
        text = piece
        if MARK_OPEN in piece:
            # Nearly always a tag prints one number and nothing else.
            index = indexes.get(piece[1 : _WIDTH + 1])
            text = piece[_WIDTH + 1 : -1]
            if index is not None and piece[-1] == MARK_CLOSE and MARK_OPEN not in text:
                found.append((offset, items[index]))
            else:
                text, inside = unmark(piece, marks)
                found += [(offset + at, printed) for at, printed in inside]
        content = text.encode()
        if _PRIVATE_BYTES in content and _PRIVATE.search(text) is not None:
            raise BrokenMarkError
        done.append(content)
        offset += len(text)
    return b"".join(done), found


class Figures(Sequence[Printing]):
    """The figures of a document; places are worked out when they are first asked for."""

    def __init__(self, parts: list[tuple[str, bytes, list[tuple[int, Printed]]]]) -> None:
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
            for part, content, found in self._parts:
                spots = spots_of(content.decode(), [offset for offset, _ in found])
                done += [
                    Printing(part, spot, item.figure.key, item.text, item.figure)
                    for spot, (_, item) in zip(spots, found, strict=True)
                ]
            self._done = done
            self._parts = []
        return self._done


__all__ = ["Figures", "PartMarks", "encode", "unmark"]
