"""Two wordings of one paragraph: what differs, in stretches that mean something.

A figure of the map is one piece, known by its key; a number is never cut; a sentence that was
written anew is one difference, not a patchwork of the characters that happen to be in both.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|[A-Za-z]+|.", re.DOTALL)
_SENTENCE: Final = re.compile(r"[^。；！？\n]*[。；！？\n]?")
NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ALIKE: Final = 0.5
_APART: Final = 2
"""Differences with fewer equal characters between them are one difference."""


class Span(NamedTuple):
    """A figure in a paragraph: from, to, its key."""

    start: int
    end: int
    key: str


class Edit(NamedTuple):
    """The characters from `start` to `end` of the old wording became `text`.

    `key` is set where exactly one figure changed.
    """

    start: int
    end: int
    text: str
    key: str = ""


class _Token(NamedTuple):
    start: int
    text: str
    same: str
    """What must be equal: the text, or a figure's key behind a sign that no text holds."""
    key: str = ""


def edits(
    old: str, new: str, old_figures: Sequence[Span], new_figures: Sequence[Span]
) -> list[Edit]:
    """What made the new wording of the old one, ascending and apart from each other."""
    if old == new:
        return []
    ours, theirs = _tokens(old, old_figures), _tokens(new, new_figures)
    if [t.same for t in ours] == [t.same for t in theirs]:
        return _figures(ours, theirs)
    result: list[Edit] = []
    one, two = _sentences(ours), _sentences(theirs)
    names = [["".join(t.same for t in part) for part in side] for side in (one, two)]
    matcher = SequenceMatcher(None, names[0], names[1], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and i2 - i1 == j2 - j1):
            for a, b in zip(one[i1:i2], two[j1:j2], strict=True):
                result += _within(a, b, len(old))
        else:
            before = [t for part in one[i1:i2] for t in part]
            after = [t for part in two[j1:j2] for t in part]
            at = one[i1][0].start if i1 < len(one) else len(old)
            result += _within(before, after, at)
    return [edit for edit in result if old[edit.start : edit.end] != edit.text]


def char_map(old: str, new: str) -> list[int]:
    """For each character of the old wording where it stands in the new one, or -1."""
    if old == new:
        return list(range(len(old)))
    ours, theirs = _tokens(old, ()), _tokens(new, ())
    result = [-1] * len(old)
    for a, b, size in _blocks(ours, theirs):
        for at in range(size):
            token = ours[a + at]
            start = theirs[b + at].start
            for step in range(len(token.text)):
                result[token.start + step] = start + step
    return result


def _within(ours: list[_Token], theirs: list[_Token], end: int) -> list[Edit]:
    """The differences of two stretches; one for all where hardly anything is the same."""
    start = ours[0].start if ours else end
    if not ours or not theirs:
        return [_whole(start, ours, theirs)]
    matcher = _matcher(ours, theirs)
    codes = matcher.get_opcodes()
    same = sum(i2 - i1 for tag, i1, i2, _, _ in codes if tag == "equal")
    if 2 * same < _ALIKE * (len(ours) + len(theirs)):
        return [_whole(start, ours, theirs)]
    result: list[Edit] = []
    open_from: tuple[int, int] | None = None
    closed = (0, 0)
    for tag, i1, i2, j1, j2 in codes:
        if tag != "equal":
            if open_from is None:
                open_from = (i1, j1)
            closed = (i2, j2)
            continue
        last = i2 == len(ours)
        figures = any(t.key or t.text[0].isdigit() for t in ours[i1:i2])
        if open_from and (i2 - i1 >= _APART or figures or last):
            result.append(_between(ours, theirs, open_from, closed))
            open_from = None
        if open_from is None:
            result += _figures(ours[i1:i2], theirs[j1:j2])
    if open_from:
        result.append(_between(ours, theirs, open_from, closed))
    return result


def _between(
    ours: list[_Token], theirs: list[_Token], start: tuple[int, int], end: tuple[int, int]
) -> Edit:
    before, after = ours[start[0] : end[0]], theirs[start[1] : end[1]]
    if not before:
        at = ours[start[0]].start if start[0] < len(ours) else _end(ours[-1])
        return Edit(at, at, "".join(t.text for t in after))
    return _whole(before[0].start, before, after)


def _whole(start: int, ours: list[_Token], theirs: list[_Token]) -> Edit:
    end = _end(ours[-1]) if ours else start
    single = len(ours) == len(theirs) == 1
    return Edit(start, end, "".join(t.text for t in theirs), theirs[0].key if single else "")


def _figures(ours: Sequence[_Token], theirs: Sequence[_Token]) -> list[Edit]:
    """Figures that only changed their text."""
    return [
        Edit(a.start, _end(a), b.text, b.key or a.key)
        for a, b in zip(ours, theirs, strict=True)
        if a.text != b.text
    ]


def _end(token: _Token) -> int:
    return token.start + len(token.text)


def _tokens(text: str, figures: Sequence[Span]) -> list[_Token]:
    result: list[_Token] = []
    at = 0
    for figure in [*figures, Span(len(text), len(text), "")]:
        if figure.start < at:
            continue
        result += [_Token(m.start(), m[0], m[0]) for m in _TOKEN.finditer(text, at, figure.start)]
        if figure.end > figure.start:
            words = text[figure.start : figure.end]
            same = f"\x00{figure.key.strip('|()')}" if figure.key else words
            result.append(_Token(figure.start, words, same, figure.key))
        at = figure.end
    return result


def _sentences(tokens: list[_Token]) -> list[list[_Token]]:
    result: list[list[_Token]] = [[]]
    for token in tokens:
        result[-1].append(token)
        if token.text in "。；！？\n":
            result.append([])
    return [part for part in result if part]


def _matcher(ours: list[_Token], theirs: list[_Token]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [t.same for t in ours], [t.same for t in theirs], autojunk=False)


def _blocks(ours: list[_Token], theirs: list[_Token]) -> list[tuple[int, int, int]]:
    """Equal stretches; what is the same at both ends is not searched for."""
    head = 0
    while head < min(len(ours), len(theirs)) and ours[head].text == theirs[head].text:
        head += 1
    tail = 0
    while (
        tail < min(len(ours), len(theirs)) - head and ours[-1 - tail].text == theirs[-1 - tail].text
    ):
        tail += 1
    middle = _matcher(ours[head : len(ours) - tail], theirs[head : len(theirs) - tail])
    blocks = [(head + a, head + b, size) for a, b, size in middle.get_matching_blocks() if size]
    return [(0, 0, head), *blocks, (len(ours) - tail, len(theirs) - tail, tail)]
