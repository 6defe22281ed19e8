"""How headings, tables and figures are numbered: patterns written by example, and the counting.

A pattern shows the first number as it is to look: `一、` `（一）` `1. ` `表 1` `表 2-1`. Not for finding
the numbers in documents, and not for the functions of templates (`reportgen.language.numerals`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS: Final = ("一级", "二级", "三级", "四级", "五级", "六级", "七级", "八级", "九级")
"""The keys of the levels of headings in format.yaml."""
SERIES: Final = ("表", "图")
"""What has captions with numbers."""

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED: Final = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMERAL: Final = re.compile(
    "[一二三四五六七八九十]+|[0-9]+|[①-⑳]|[⑴-⒇]|[甲乙丙丁戊己庚辛壬癸]|(?<![A-Za-z])[Aa](?![A-Za-z])"
)


class NumberingError(ValueError):
    """A pattern that cannot be used; the text says why, in Chinese."""


def chinese_number(value: int) -> str:
    """1 to 99 as 一 … 九十九; beyond that in digits: no document has so many headings."""
    if not 1 <= value <= 99:
        return str(value)
    tens, ones = divmod(value, 10)
    digits = " 一二三四五六七八九"
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _listed(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 1 <= value <= len(signs) else str(value)


_KINDS: Final[dict[str, Callable[[int], str]]] = {
    "一": chinese_number,
    "1": str,
    "①": _listed(_CIRCLED),
    "⑴": _listed(_BRACKETED),
    "甲": _listed(_STEMS),
    "A": _listed(_CAPITALS),
    "a": _listed(_CAPITALS.lower()),
}


@frozen
class Pattern:
    """The texts around the numbers, and by which first sign each number is written."""

    texts: tuple[str, ...]
    kinds: tuple[str, ...]

    def spelt(self, numbers: tuple[int, ...]) -> str:
        """The pattern with these numbers, as many as it has."""
        words = [_KINDS[kind](number) for kind, number in zip(self.kinds, numbers, strict=True)]
        return "".join(
            piece for pair in zip(self.texts, [*words, ""], strict=True) for piece in pair
        )


def pattern(sample: str, most: int = 1) -> Pattern:
    """The pattern of the first number; it may name up to `most` numbers, the last its own.

    NumberingError where the sample has no number, too many, or does not show the first one.
    """
    found = list(_NUMERAL.finditer(sample))
    if not found:
        raise NumberingError("里没有编号，照第一个编号的样子写，例如“一、”“（1）”“表 1”")
    if len(found) > most:
        raise NumberingError(f"里的数太多，最多 {most} 个")
    kinds = tuple(_kind(item[0]) for item in found)
    if found[-1][0] != kinds[-1]:
        raise NumberingError(f"要写成第一个编号的样子，“{found[-1][0]}”处写“{kinds[-1]}”")
    ends = [0, *(item.end() for item in found)]
    starts = [*(item.start() for item in found), len(sample)]
    texts = (sample[end:start] for end, start in zip(ends, starts, strict=True))
    return Pattern(tuple(texts), kinds)


def _kind(numeral: str) -> str:
    sign = numeral[0]
    for first, signs in (("1", "0123456789"), ("①", _CIRCLED), ("⑴", _BRACKETED), ("甲", _STEMS)):
        if sign in signs:
            return first
    return sign if sign in _KINDS else "一"


class Series(NamedTuple):
    """How tables (or figures) are numbered: the pattern, and those of single chapters."""

    pattern: Pattern
    chapters: tuple[tuple[int, Pattern], ...] = ()

    def of(self, chapter: int) -> Pattern:
        """The pattern in a chapter."""
        return dict(self.chapters).get(chapter, self.pattern)


class Scheme(NamedTuple):
    """The numbering of a format: patterns of the levels of headings, and of tables and figures."""

    levels: tuple[Pattern, ...]
    series: tuple[tuple[str, Series], ...]


DEFAULT: Final = Scheme(
    tuple(pattern(sample) for sample in ("一、", "（一）", "1.", "（1）", "甲.")),
    tuple((name, Series(pattern(f"{name} 1"))) for name in SERIES),
)
"""一、（一）1.（1） as GB/T 9704—2012 has them, then 甲.; tables and figures through the document."""


@dataclass(slots=True)
class Counter:
    """The numbers of one document so far."""

    scheme: Scheme
    levels: list[int] = field(default_factory=list)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def heading(self, level: int) -> str:
        """The next number of a level (from 1); the levels below begin anew."""
        self.levels += [0] * (level - len(self.levels))
        del self.levels[level:]
        self.levels[level - 1] += 1
        found = self.scheme.levels[level - 1]
        return found.spelt(tuple(self.levels[level - len(found.kinds) :]))

    def caption(self, series: str) -> str:
        """The next number of a table or figure; NumberingError where a chapter's is to stand in it."""
        chapter = self.levels[0] if self.levels else 0
        declared = dict(self.scheme.series)[series]
        found = declared.of(chapter)
        names_chapter = len(found.kinds) > 1
        if names_chapter and not chapter:
            raise NumberingError("编号里有章号，前面却没有用 题号(1) 编号的标题")
        by_chapter = names_chapter or chapter in dict(declared.chapters)
        key = (series, chapter if by_chapter else 0)
        self.counts[key] = number = self.counts.get(key, 0) + 1
        return found.spelt((chapter, number) if names_chapter else (number,))
