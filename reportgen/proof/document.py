"""A finished document as proof-reading sees it: paragraphs and tables, each with its place.

A table is a grid: a merged cell stands in each grid cell it covers, the copies marked. Nothing is
judged here, and no file is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.place import Place

_UNIT: Final = re.compile(r"单位\s*[:：]\s*(?:人民币)?\s*(亿元|万元|千元|元)")
_UNIT_IN_HEAD: Final = re.compile(r"[（(](亿元|万元|千元|元)[)）]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid; `copy`: it is covered by the cell to its left or above."""

    text: str
    place: Place
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside of tables."""

    text: str
    place: Place


@dataclass(frozen=True)
class Table:
    """A table: its rows of cells, all of one length, and the words above it."""

    rows: list[list[Cell]]
    place: Place
    title: str = ""

    @property
    def width(self) -> int:
        """Columns of the grid."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def unit(self) -> str:
        """The money unit its title or first rows name; empty where none is named."""
        texts = [self.title, *(cell.text for row in self.rows[:4] for cell in row)]
        for text in texts:
            found = _UNIT.search(text) or _UNIT_IN_HEAD.search(text)
            if found:
                return found[1]
        return ""


@dataclass(frozen=True)
class Document:
    """What a file says, in order."""

    name: str
    blocks: list[Paragraph | Table] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs in order."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def tables(self) -> list[Table]:
        """The tables in order."""
        return [block for block in self.blocks if isinstance(block, Table)]


_HEAD_WORDS: Final = re.compile(
    r"指标|分值|权重|得分|执行率|执行数|预算数|金额|名称|目标值|完成值|合计|项目|科目|年度|类别"
)


def sections(table: Table) -> list[Table]:
    """A form as the tables it is made of: each begins with a row of heads inside the form."""
    found: list[list[list[Cell]]] = [[]]
    numbers_seen = False
    for at, row in enumerate(table.rows):
        heads = _is_head(row)
        following = table.rows[at + 1 : at + 4]
        if heads and numbers_seen and any(_has_number(other) for other in following):
            found.append([])
            numbers_seen = False
        numbers_seen = numbers_seen or _has_number(row)
        found[-1].append(row)
    if len(found) == 1:
        return [table]
    return [Table(rows, rows[0][0].place, table.title) for rows in found if rows]


def _has_number(row: list[Cell]) -> bool:
    return any(re.fullmatch(r"-?\d[\d,]*(?:\.\d+)?%?", cell.text.strip()) for cell in row)


def _is_head(row: list[Cell]) -> bool:
    """Whether a row says nothing but heads: three and more short texts, most with the words of heads."""
    texts = [squeezed(cell.text) for cell in row if cell.text.strip() and not cell.copy]
    if len(texts) < 3 or _has_number(row) or any(len(text) > 24 for text in texts):
        return False
    return sum(1 for text in texts if _HEAD_WORDS.search(text)) * 2 >= len(texts)


def squeezed(text: str) -> str:
    """A label without blanks and line breaks."""
    return re.sub(r"\s+", "", text)


def joined(tables_and_paragraphs: list[Paragraph | Table]) -> list[Paragraph | Table]:
    """The blocks with tables put together that a page break had cut in two.

    A table right after another of the same width goes on with it; a head row that is repeated, or
    blank, is left out.
    """
    found: list[Paragraph | Table] = []
    for block in tables_and_paragraphs:
        last = found[-1] if found else None
        if (
            isinstance(block, Table)
            and isinstance(last, Table)
            and block.width == last.width
            and (block.title in {"", last.title})
        ):
            known = {tuple(squeezed(cell.text) for cell in row) for row in last.rows[:3]}
            rows = [
                row
                for at, row in enumerate(block.rows)
                if any(cell.text.strip() for cell in row)
                and not (at < 3 and tuple(squeezed(cell.text) for cell in row) in known)
            ]
            found[-1] = Table([*last.rows, *rows], last.place, last.title)
        else:
            found.append(block)
    return found
