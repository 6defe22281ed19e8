"""Authored text: what the clerk writes in words, as paragraphs with heading levels and places.

A text stands in the section 文字说明 (YAML block or sheet) or in a file `文字/<名称>.md`. Each line is
a paragraph; 一、 （一） 1. （1） or Markdown's `#` make its level. Nothing is computed here: tags in a
text stay as they were written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.model import kinds
from reportgen.model.values import stripped
from reportgen.numbering import chinese_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.sources.tree import Scalar

DEEPEST: Final = 4
_CHINESE: Final = "一二三四五六七八九十百零〇"
_NUMBERS: Final = (
    re.compile(rf"([{_CHINESE}]{{1,5}}[、．])\s*"),
    re.compile(rf"([（(][{_CHINESE}]{{1,5}}[）)])\s*"),
    re.compile(r"([0-9０-９]{1,3}(?:[、．]|\.(?![0-9０-９])))\s*"),
    re.compile(r"([（(][0-9０-９]{1,3}[）)])\s*"),
)
"""What a paragraph of level 1, 2, 3, 4 begins with (GB/T 9704—2012, 7.3.3)."""
_HASHES: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_BULLET: Final = re.compile(r"[-*•·]\s+")
_SENTENCE_END: Final = "。！？；：，、.!?;:"
_INEXPRESSIBLE: Final = (
    ("图片", re.compile(r"!\[[^\]]*\]\([^)]*\)")),
    ("HTML 标记", re.compile(r"</?[A-Za-z][^<>]*>|<!--")),
    ("表格", re.compile(r"\s*\|.*\|\s*|\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*")),
    ("网页链接", re.compile(r"(?<!!)\[[^\]]+\]\([^)]+\)")),
    ("加粗或斜体的星号", re.compile(r"\*\*[^*]+\*\*|__[^_]+__|(?<![*\w])\*[^*\s][^*]*\*(?!\*)")),
    ("代码框", re.compile(r"\s*(?:```|~~~).*")),
    ("引用符号", re.compile(r"\s*>\s.*")),
)
_WHOLE_LINE: Final = frozenset({"表格", "代码框", "引用符号"})
_TAG: Final = re.compile(r"[{｛]{2}.*?[}｝]{2}|[{｛][%％].*?[%％][}｝]")


@frozen
class Paragraph:
    """One paragraph: level 0 for body text, 1 to 4 for 一、 （一） 1. （1）.

    `number` is the number as written, or for a Markdown heading without one the number its position
    gives; `text` is what follows it, tags as they were written. `bullet` is an item of a list.
    """

    level: int
    number: str
    text: str
    place: Place
    bullet: bool = False
    column: int = 0
    """Where `text` begins in its line of a text file, from 1; 0 where that is not known."""

    @property
    def whole(self) -> str:
        """Number and text, as the paragraph is printed."""
        return f"{self.number}{self.text}"

    @property
    def is_heading(self) -> bool:
        """Whether it is nothing but a heading; a heading that runs into its text ends as one."""
        return self.level > 0 and not self.text.endswith(tuple(_SENTENCE_END))


@frozen
class Text:
    """One authored text by its name (职能, 名词解释); `carried` where it is last year's."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    place: Place
    carried: bool = False


@dataclass(slots=True)
class _Numbering:
    """Numbers for Markdown headings that have none of their own."""

    counts: list[int] = field(default_factory=lambda: [0] * DEEPEST)

    def next(self, level: int) -> str:
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (DEEPEST - level)
        count = self.counts[level - 1]
        chinese = chinese_number(count)
        return (f"{chinese}、", f"（{chinese}）", f"{count}.", f"（{count}）")[level - 1]


def parse(name: str, scalar: Scalar) -> tuple[Text, list[Finding]]:
    """The text of a scalar as paragraphs, and what a document cannot show as it was written.

    A YAML block and a text file give each paragraph its line; a cell gives its address and which
    paragraph of the cell it is.
    """
    findings: list[Finding] = []
    paragraphs: list[Paragraph] = []
    numbering = _Numbering()
    for line, place in _lines(scalar):
        findings += [
            kinds.INEXPRESSIBLE.at(place, name=name, what=what, text=line[:30])
            for what in inexpressible(line)
        ]
        paragraphs.append(_located(_paragraph(line, place, numbering), line))
    return Text(name, tuple(paragraphs), scalar.place), findings


def inexpressible(line: str) -> list[str]:
    """What in a line would be printed as bare signs: tables, pictures, HTML, links, stars."""
    outside = _TAG.sub("", line)
    return [
        what
        for what, pattern in _INEXPRESSIBLE
        if (pattern.fullmatch(outside) if what in _WHOLE_LINE else pattern.search(outside))
    ]


def split_number(text: str) -> tuple[int, str, str]:
    """Level, number and rest of a paragraph that begins with a number; 0 and no number otherwise."""
    for level, pattern in enumerate(_NUMBERS, start=1):
        match = pattern.match(text)
        if match:
            return level, match[1], text[match.end() :]
    return 0, "", text


def _located(paragraph: Paragraph, line: str) -> Paragraph:
    """The paragraph with the column of its words; in a text file alone is that known."""
    place = paragraph.place
    if not place.column:
        return paragraph
    column = place.column + line.rfind(paragraph.text)
    return replace(paragraph, place=place._replace(column=0), column=column)


def _lines(scalar: Scalar) -> Iterator[tuple[str, Place]]:
    """The lines that are not blank, each with its place."""
    lines = scalar.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [(at, stripped(line)) for at, line in enumerate(lines) if stripped(line)]
    place = scalar.place
    if not place.line:
        for count, (_, line) in enumerate(filled, start=1):
            yield line, place._replace(detail=f"第{count}段") if len(filled) > 1 else place
        return
    # A block (| or >) begins on the line below its key; a text in one line stands beside it.
    first = place.line + (1 if place.column and "\n" in scalar.text else 0)
    for at, line in filled:
        column = 0 if place.column else lines[at].index(line[:1]) + 1
        yield line, place._replace(line=first + at, column=column)


def _paragraph(line: str, place: Place, numbering: _Numbering) -> Paragraph:
    hashes = _HASHES.fullmatch(line)
    if hashes:
        level, number, text = split_number(hashes[2])
        if not level:
            level = min(len(hashes[1]), DEEPEST)
            number = numbering.next(level)
        return Paragraph(level, number, text, place)
    bullet = _BULLET.match(line)
    if bullet:
        return Paragraph(0, "", line[bullet.end() :], place, bullet=True)
    level, number, text = split_number(line)
    return Paragraph(level, number, text, place)
