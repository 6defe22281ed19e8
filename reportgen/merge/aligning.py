"""Which rows (or columns) of two versions of a table are the same: by what stands in them.

Works on features of rows, never on their numbers. What is found keeps its order, except for rows
that were moved whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

LIKE: Final = 0.4
"""So much of two rows must be the same for them to be taken for one row that was changed."""
MOVED: Final = 0.8
_BLANK: Final = 0.05
_LARGEST: Final = 60_000
"""Pairs that are compared one by one; larger gaps go by equal rows alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column: its features with their weights, and which places in it are filled."""

    features: Mapping[Hashable, float]
    filled: frozenset[int]

    @property
    def exact(self) -> Hashable:
        """Equal for rows that say the same."""
        return frozenset(self.features.items())


def likeness(one: Line, other: Line) -> float:
    """From 0 to 1: the weight of what both have, of the whole."""
    if not one.features and not other.features:
        return _BLANK
    if not one.features or not other.features:
        return 0.0
    small, large = one.features, other.features
    if len(large) < len(small):
        small, large = large, small
    common = sum(min(w, large[f]) for f, w in small.items() if f in large)
    return 2 * common / (sum(small.values()) + sum(large.values()))


def align(old: Sequence[Line], new: Sequence[Line], *, moves: bool = True) -> dict[int, int]:
    """The place in `new` of each line of `old` that is found there; places from 0."""
    found: dict[int, int] = {}
    _between(old, new, (0, len(old)), (0, len(new)), found)
    _sandwiched(old, new, found)
    if moves:
        _moved(old, new, found)
    return found


def _between(
    old: Sequence[Line],
    new: Sequence[Line],
    left: tuple[int, int],
    right: tuple[int, int],
    found: dict[int, int],
) -> None:
    """Aligns a stretch: equal ends first, then lines that stand once on both sides, then the rest."""
    stack = [(left, right)]
    while stack:
        (i1, i2), (j1, j2) = stack.pop()
        while i1 < i2 and j1 < j2 and old[i1].exact == new[j1].exact:
            found[i1] = j1
            i1, j1 = i1 + 1, j1 + 1
        while i1 < i2 and j1 < j2 and old[i2 - 1].exact == new[j2 - 1].exact:
            i2, j2 = i2 - 1, j2 - 1
            found[i2] = j2
        if i1 == i2 or j1 == j2:
            continue
        anchors = _anchors(old, new, (i1, i2), (j1, j2))
        if not anchors:
            if (i2 - i1) * (j2 - j1) <= _LARGEST:
                _pairwise(old, new, (i1, i2), (j1, j2), found)
            continue
        for i, j in [*anchors, (i2, j2)]:
            stack.append(((i1, i), (j1, j)))
            if i < i2:
                found[i] = j
            i1, j1 = i + 1, j + 1


def _anchors(
    old: Sequence[Line], new: Sequence[Line], left: tuple[int, int], right: tuple[int, int]
) -> list[tuple[int, int]]:
    """Lines that stand once on both sides and are equal, the longest run of them in order."""
    once = [Counter(line.exact for line in lines[a:b]) for lines, (a, b) in ((old, left), (new, right))]  # fmt: skip
    at = {new[j].exact: j for j in range(*right) if once[1][new[j].exact] == 1}
    pairs = [
        (i, at[old[i].exact])
        for i in range(*left)
        if old[i].features and once[0][old[i].exact] == 1 and old[i].exact in at
    ]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [number]
        before.append(ends[place - 1] if place else -1)
    chain: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _pairwise(
    old: Sequence[Line],
    new: Sequence[Line],
    left: tuple[int, int],
    right: tuple[int, int],
    found: dict[int, int],
) -> None:
    """The alignment of two short stretches that has most in common."""
    (i1, i2), (j1, j2) = left, right
    height, width = i2 - i1, j2 - j1
    scores = [[likeness(old[i1 + i], new[j1 + j]) for j in range(width)] for i in range(height)]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        row, below, likes = best[i], best[i + 1], scores[i]
        for j in range(width - 1, -1, -1):
            like = likes[j]
            together = below[j + 1] + like if like >= LIKE or like == _BLANK else -1.0
            row[j] = max(together, below[j], row[j + 1])
    i = j = 0
    while i < height and j < width:
        like = scores[i][j]
        if (like >= LIKE or like == _BLANK) and best[i][j] == best[i + 1][j + 1] + like:
            found[i1 + i] = j1 + j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _sandwiched(old: Sequence[Line], new: Sequence[Line], found: dict[int, int]) -> None:
    """Lines that were worded anew: as many on both sides of the same neighbours, alike in shape."""
    edges = [(-1, -1), *sorted(found.items()), (len(old), len(new))]
    for (i1, j1), (i2, j2) in pairwise(edges):
        if i2 - i1 != j2 - j1 or i2 - i1 == 1:
            continue
        for step in range(1, i2 - i1):
            one, other = old[i1 + step], new[j1 + step]
            common = len(one.filled & other.filled)
            if common and 2 * common >= max(len(one.filled), len(other.filled)):
                found[i1 + step] = j1 + step


def _moved(old: Sequence[Line], new: Sequence[Line], found: dict[int, int]) -> None:
    """Lines that are on both sides at another place: equal ones, or nearly so."""
    taken = set(found.values())
    left = [i for i in range(len(old)) if i not in found and old[i].features]
    right = [j for j in range(len(new)) if j not in taken and new[j].features]
    if len(left) * len(right) > _LARGEST:
        return
    pairs = sorted(
        ((likeness(old[i], new[j]), -abs(i - j), i, j) for i in left for j in right), reverse=True
    )
    for like, _, i, j in pairs:
        if like < MOVED:
            break
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
