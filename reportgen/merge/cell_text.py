"""Three versions of one text put together, where she and the data changed different words of it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD: Final = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?|[A-Za-z]+|\s+|.", re.DOTALL)
_LONGEST: Final = 20_000


class Edit(NamedTuple):
    """Words first … last − 1 of the old text become `words`."""

    first: int
    last: int
    words: tuple[str, ...]


def merged_text(base: str, hers: str, new: str) -> str | None:
    """Her text with what is new in the generated one; None where both changed the same words."""
    if max(map(len, (base, hers, new))) > _LONGEST:
        return None
    words = [_WORD.findall(text) for text in (base, hers, new)]
    mine, made = (_edits(words[0], other) for other in words[1:])
    edits: list[Edit] = list(mine)
    for edit in made:
        if edit in mine:
            continue
        if any(_meet(edit, other) for other in mine):
            return None
        edits.append(edit)
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        pieces += [*words[0][at : edit.first], *edit.words]
        at = edit.last
    return "".join([*pieces, *words[0][at:]])


def _edits(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        Edit(i1, i2, tuple(new[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def _meet(one: Edit, other: Edit) -> bool:
    """Whether two changes touch the same words; at one point, two insertions meet as well."""
    if one.first == one.last or other.first == other.last:
        return (
            one.first <= other.last
            and other.first <= one.last
            and not (one.last <= other.first and one.first != one.last)
            and not (other.last <= one.first and other.first != other.last)
        )
    return one.first < other.last and other.first < one.last
