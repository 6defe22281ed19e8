"""Finds text of the last generated document that she put elsewhere: in another sentence or cell.

Only characters of hers that are nobody else's counterpart are looked through, and what stands
around the text decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.merge.word.aligning import grams

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.merge.word.reading import Para

TAKEN: Final = "\x01"
_AROUND: Final = 12
_SAME_LINE: Final = 4
_ELSEWHERE: Final = 9
_TELLING: Final = 3
"""Digits that a number must have to be recognised without anything around it."""


class Free:
    """The text of her paragraphs that has no counterpart; what has one is blotted out."""

    def __init__(self) -> None:
        self.texts: dict[Para, str] = {}

    def add(self, para: Para, mapped: list[int]) -> None:
        """A paragraph of which these characters have a counterpart."""
        text = list(para.text)
        for at in mapped:
            if at >= 0:
                text[at] = TAKEN
        left = "".join(text)
        if left.strip(TAKEN + " \n\t"):
            self.texts[para] = left

    def take(self, para: Para, start: int, end: int) -> None:
        """These characters have found their counterpart."""
        text = self.texts.get(para)
        if text is not None:
            self.texts[para] = text[:start] + TAKEN * (end - start) + text[end:]

    def occurrences(self, words: str) -> Iterator[tuple[Para, int]]:
        """Where the words stand; a number only where it is the whole number."""
        pattern = re.compile(whole(words))
        for para, text in self.texts.items():
            if words in text:
                yield from ((para, found.start()) for found in pattern.finditer(text))

    def find(
        self, words: str, text: str, start: int, near: set[Para], *, count: int = 1
    ) -> tuple[Para, int] | None:
        """The place of hers that the words at `start` of a text went to; None where it is unclear.

        `near`: her paragraphs of the same line; `count`: how many equal words look for a place there.
        """
        end = start + len(words)
        left, right = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        scored = [
            (likeness(text, start, para.text, at, len(words)), para in near, para, at)
            for para, at in self.occurrences(words)
        ]
        if not scored:
            return None
        here = [item for item in scored if item[1]]
        best = max(here or scored, key=lambda item: item[0])
        if here:
            enough = best[0] >= _SAME_LINE or len(here) <= count or _telling(words)
        else:
            wanted = min(_ELSEWHERE, max(2, len(left) + len(right) - 4))
            enough = best[0] >= wanted and len(left) + len(right) >= 4
        return (best[2], best[3]) if enough else None


def likeness(text: str, start: int, other: str, at: int, length: int) -> int:
    """How much of what stands around words in one text stands around them in another."""
    left, before = text[max(0, start - _AROUND) : start], other[max(0, at - _AROUND) : at]
    right, after = (t[e : e + _AROUND] for t, e in ((text, start + length), (other, at + length)))
    score = _shared(left, before) + _shared(right, after)
    # What stands right before a number says most: its name. Behind it there is mostly 万元.
    score += 2 * _common(left[::-1], before[::-1]) + _common(right, after)
    return score + (not left and not before) + (not right and not after)


def occurrences(words: str, text: str) -> list[int]:
    """Where words stand in a text; a number only where it is the whole number."""
    if words not in text:
        return []
    return [found.start() for found in re.finditer(whole(words), text)]


def whole(words: str) -> str:
    """A pattern for the words that does not stop inside a number."""
    head = r"(?<![\d.,])" if words[:1].isdigit() else ""
    tail = r"(?![\d%]|[.,]\d)" if words[-1:].isdigit() else ""
    return head + re.escape(words) + tail


def _telling(words: str) -> bool:
    return sum(map(str.isdigit, words)) >= _TELLING


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike, up to six."""
    count = 0
    for a, b in zip(one[:6], other[:6], strict=False):
        if a != b:
            break
        count += 1
    return count


def _shared(one: str, other: str) -> int:
    return (grams(one) & grams(other)).total() if one and other else 0
