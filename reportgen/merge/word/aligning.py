"""Which line of one document is which of another: equal ones first, then moved, then reworded.

It compares texts only and knows nothing of Word. The work grows with the number of lines, not with
its square: equal lines are found by hashing, similar ones by the pairs of characters they share.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MUCH: Final = 1_000_000
"""Pairs of lines up to which a stretch without any unique line is compared line by line."""
_COMMON: Final = 24
"""A pair of characters in more lines than this says nothing about which line it is."""
_NEAR: Final = 0.4
_FAR: Final = 0.65
_SHORT: Final = 4


class Item(NamedTuple):
    """A line to be aligned: what must be equal (`key`), what may be similar, its kind and id."""

    key: str
    text: str
    kind: str
    id: str


def align(left: Sequence[Item], right: Sequence[Item]) -> list[int]:
    """For each line on the left the index of its counterpart on the right, or -1."""
    found = [-1] * len(left)
    taken = [-1] * len(right)

    def pair(a: int, b: int) -> None:
        found[a], taken[b] = b, a

    for a, b in _in_order(left, right):
        pair(a, b)
    straight = [(a, b) for a, b in enumerate(found) if b >= 0]
    for a, b in _moved(left, right, found, taken):
        pair(a, b)
    for a, b in _same_id(left, right, found, taken):
        pair(a, b)
    for a0, a1, b0, b1 in _gaps(straight, len(left), len(right)):
        ours = [a for a in range(a0, a1) if found[a] < 0 and left[a].text.strip()]
        theirs = [b for b in range(b0, b1) if taken[b] < 0 and right[b].text.strip()]
        for a, b in _similar(left, right, ours, theirs, _NEAR):
            pair(a, b)
        ours = [a for a in ours if found[a] < 0]
        theirs = [b for b in theirs if taken[b] < 0]
        if len(ours) == len(theirs) == 1 and _could_be(left[ours[0]], right[theirs[0]]):
            pair(ours[0], theirs[0])
    ours = [a for a, b in enumerate(found) if b < 0 and len(left[a].text) >= _SHORT]
    theirs = [b for b, a in enumerate(taken) if a < 0 and len(right[b].text) >= _SHORT]
    for a, b in _similar(left, right, ours, theirs, _FAR):
        pair(a, b)
    return found


def similarity(left: Counter[str], right: Counter[str]) -> float:
    """How much two texts share, 0 to 1; a text that is part of a longer one shares most of it."""
    shared = (left & right).total()
    one, two = left.total(), right.total()
    if not one or not two:
        return 0.0
    even = 2 * shared / (one + two)
    return max(even, 0.85 * shared / min(one, two)) if min(one, two) >= 2 * _SHORT else even


def grams(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a text."""
    return Counter(map("".join, itertools.pairwise(text))) or Counter([text])


def _could_be(left: Item, right: Item) -> bool:
    if left.kind != right.kind:
        return False
    one, two = len(left.text), len(right.text)
    return max(one, two) <= 3 * min(one, two) and left.kind != "row"


def _in_order(left: Sequence[Item], right: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Pairs of equal lines, both ascending: stretches are cut at lines that stand only once."""
    stack = [(0, len(left), 0, len(right))]
    while stack:
        a0, a1, b0, b1 = stack.pop()
        while a0 < a1 and b0 < b1 and left[a0].key == right[b0].key:
            yield a0, b0
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and left[a1 - 1].key == right[b1 - 1].key:
            a1, b1 = a1 - 1, b1 - 1
            yield a1, b1
        if a0 == a1 or b0 == b1:
            continue
        anchors = _anchors(left, right, a0, a1, b0, b1)
        if anchors:
            yield from anchors
            stack += list(_gaps(anchors, a1, b1, a0, b0))
        elif (a1 - a0) * (b1 - b0) <= _MUCH:
            matcher = SequenceMatcher(
                None,
                [item.key for item in left[a0:a1]],
                [item.key for item in right[b0:b1]],
                autojunk=False,
            )
            for a, b, size in matcher.get_matching_blocks():
                yield from ((a0 + a + at, b0 + b + at) for at in range(size))


def _anchors(
    left: Sequence[Item], right: Sequence[Item], a0: int, a1: int, b0: int, b1: int
) -> list[tuple[int, int]]:
    """Equal lines that stand once on either side, the longest chain of them in order."""
    counts = Counter(item.key for item in left[a0:a1])
    places: dict[str, int] = {}
    seen: Counter[str] = Counter()
    for b in range(b0, b1):
        key = right[b].key
        seen[key] += 1
        places[key] = b
    pairs = [
        (a, places[left[a].key])
        for a in range(a0, a1)
        if counts[left[a].key] == 1 and seen[left[a].key] == 1
    ]
    return [pairs[at] for at in ascending([b for _, b in pairs])]


def ascending(values: Sequence[int]) -> list[int]:
    """Which of the values make the longest ascending chain."""
    tails: list[int] = []
    chain: list[int] = []
    before = [-1] * len(values)
    for at, value in enumerate(values):
        place = bisect_left(tails, value)
        before[at] = chain[place - 1] if place else -1
        if place == len(tails):
            tails.append(value)
            chain.append(at)
        else:
            tails[place], chain[place] = value, at
    at = chain[-1] if chain else -1
    result = []
    while at >= 0:
        result.append(at)
        at = before[at]
    return result[::-1]


def _gaps(
    pairs: list[tuple[int, int]], a_end: int, b_end: int, a_start: int = 0, b_start: int = 0
) -> Iterator[tuple[int, int, int, int]]:
    """The stretches between pairs that have lines on both sides."""
    a, b = a_start, b_start
    for next_a, next_b in [*pairs, (a_end, b_end)]:
        if next_a > a and next_b > b:
            yield a, next_a, b, next_b
        a, b = next_a + 1, next_b + 1


def _moved(
    left: Sequence[Item], right: Sequence[Item], found: list[int], taken: list[int]
) -> list[tuple[int, int]]:
    """Equal lines that stand elsewhere: those that are left over once, and what stands by them."""
    places: dict[str, list[int]] = defaultdict(list)
    for b, a in enumerate(taken):
        if a < 0:
            places[right[b].key].append(b)
    counts = Counter(left[a].key for a, b in enumerate(found) if b < 0)
    free_a = {a for a, b in enumerate(found) if b < 0}
    free_b = {b for b, a in enumerate(taken) if a < 0}
    pairs: list[tuple[int, int]] = []
    for a in sorted(free_a):
        item = left[a]
        if len(item.text.strip()) < _SHORT or counts[item.key] != 1 or len(places[item.key]) != 1:
            continue
        start = (a, places[item.key][0])
        for step in (1, -1):
            x, y = start
            while x in free_a and y in free_b and left[x].key == right[y].key:
                pairs.append((x, y))
                free_a.discard(x)
                free_b.discard(y)
                x, y = x + step, y + step
            start = (a - 1, places[item.key][0] - 1)
    return pairs


def _same_id(
    left: Sequence[Item], right: Sequence[Item], found: list[int], taken: list[int]
) -> list[tuple[int, int]]:
    """Lines that are left over and carry one id, which no other line carries."""
    ids = Counter(item.id for item in right)
    own = Counter(item.id for item in left)
    places = {right[b].id: b for b, a in enumerate(taken) if a < 0}
    pairs = []
    for a, b in enumerate(found):
        item = left[a]
        if b < 0 and item.id in places and ids[item.id] == own[item.id] == 1 and item.id:
            other = right[places[item.id]]
            if item.kind == other.kind and similarity(grams(item.text), grams(other.text)) > 0:
                pairs.append((a, places[item.id]))
    return pairs


def _similar(
    left: Sequence[Item], right: Sequence[Item], ours: list[int], theirs: list[int], least: float
) -> list[tuple[int, int]]:
    """Pairs of similar lines of one kind, the most similar first."""
    if not ours or not theirs:
        return []
    sides = {b: grams(right[b].text) for b in theirs}
    index: dict[str, list[int]] = defaultdict(list)
    for b, found in sides.items():
        for gram in found:
            index[gram].append(b)
    order = {b: at / len(theirs) for at, b in enumerate(theirs)}
    everything = len(ours) * len(theirs) <= _COMMON**2
    scored: list[tuple[float, float, int, int]] = []
    for at, a in enumerate(ours):
        own = grams(left[a].text)
        near: Counter[int] = Counter()
        for gram in own:
            places = index.get(gram, ())
            if everything or len(places) <= _COMMON:
                near.update(places)
        for b, _ in near.most_common(_COMMON if not everything else None):
            if left[a].kind == right[b].kind:
                score = similarity(own, sides[b])
                if score >= least:
                    apart = abs(at / len(ours) - order[b])
                    scored.append((round(score, 2), -apart, a, b))
    scored.sort(reverse=True)
    used_a: set[int] = set()
    used_b: set[int] = set()
    result = []
    for _, _, a, b in scored:
        if a not in used_a and b not in used_b:
            used_a.add(a)
            used_b.add(b)
            result.append((a, b))
    return result
