"""Text that already holds printed numbers: made before a document is rendered, marked while it is.

Authored text is evaluated once for a data set but printed in many documents, each with marks of its
own. Not for texts without numbers: these are plain `str`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.language.printing import Marks, Printed, strip_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Composed:
    """Pieces of text and printed numbers, in order."""

    __slots__ = ("pieces",)

    def __init__(self, pieces: Iterable[str | Printed]) -> None:
        self.pieces = tuple(pieces)

    @property
    def text(self) -> str:
        """The text as it is read."""
        return "".join(item if isinstance(item, str) else item.text for item in self.pieces)

    @property
    def numbers(self) -> list[Printed]:
        """The printed numbers in it."""
        return [item for item in self.pieces if isinstance(item, Printed)]

    def marked(self, mark: Callable[[Printed], str]) -> str:
        """The text with its numbers as `mark` gives them."""
        return "".join(item if isinstance(item, str) else mark(item) for item in self.pieces)

    def __repr__(self) -> str:
        return f"Composed({self.text!r})"


def composed(text: str, marks: Marks) -> str | Composed:
    """A rendered text in which `marks` stand; a plain text where there is none.

    `BrokenMarkError` where a mark was cut.
    """
    plain, found = strip_marks(text, marks)
    if not found:
        return plain
    pieces: list[str | Printed] = []
    end = 0
    for offset, length, printed in found:
        pieces += [plain[end:offset], printed]
        end = offset + length
    pieces.append(plain[end:])
    return Composed(piece for piece in pieces if piece.__class__ is Printed or piece)


def join(between: str, texts: Iterable[str | Composed]) -> str | Composed:
    """Texts one after the other; plain where all of them are."""
    pieces: list[str | Printed] = []
    for at, item in enumerate(texts):
        if at:
            pieces.append(between)
        pieces += [item] if isinstance(item, str) else item.pieces
    if any(isinstance(piece, Printed) for piece in pieces):
        return Composed(pieces)
    return "".join(piece for piece in pieces if isinstance(piece, str))
