"""The three readings of one part side by side: which line, cell and paragraph is which.

Between the two generated documents figures count by their keys and running numbers do not count;
between the generated one and hers only the text counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from reportgen.merge.word.aligning import Item, align, ascending
from reportgen.merge.word.wording import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.merge.word.reading import Cell, Line, Para, Reader, Table
    from reportgen.render.rendered import Printing

Figures = dict["Para", list[Span]]

_RUNNING: Final = re.compile(r"\d{1,3}")
_ENUMERATED: Final = re.compile(r"\d{1,3}(?=[、.．）)])")
_PARA_ID: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


def figures_of(reader: Reader, printed: Iterable[Printing]) -> tuple[Figures, list[Para | None]]:
    """The figures in each paragraph, and the paragraph of each figure in the order of the map."""
    names = {para.name: para for para in reader.paras}
    found: Figures = defaultdict(list)
    places: list[Para | None] = []
    for item in printed:
        name, _, offset = item.spot.rpartition("@")
        para = names.get(name)
        places.append(None)
        if para is None or not offset.isdigit():
            continue
        start = para.offset(int(offset))
        if para.text[start : start + len(item.text)] == item.text:
            found[para].append(Span(start, start + len(item.text), item.key))
            places[-1] = para
    for spans in found.values():
        spans.sort()
    return found, places


class Match:
    """The lines of the last generated, her and the newly generated part, and their counterparts."""

    def __init__(
        self, base: Reader, hers: Reader, new: Reader, old: Figures, fresh: Figures
    ) -> None:
        self.base, self.hers, self.new = base.lines, hers.lines, new.lines
        before = [_by_text(line) for line in self.base]
        after = [_by_text(line) for line in self.hers]
        self.to_hers = align(before, after)
        self._keep_tables_together()
        self.to_new = align(
            [_by_keys(line, old) for line in self.base],
            [_by_keys(line, fresh) for line in self.new],
        )
        self._one_table_each()
        self.in_new_order()
        self.replaced: dict[Table, Table] = {}
        """New tables with other columns than before, with the table of hers that they replace."""
        self._reshaped()
        self.from_hers = _turned(self.to_hers, len(self.hers))
        self.from_new = _turned(self.to_new, len(self.new))
        self._cells: dict[int, list[tuple[Para, Para | None]]] = {}
        self._columns: dict[tuple[Table, Table], dict[int, int]] = {}

    def in_new_order(self) -> None:
        """A line that the new document has elsewhere goes and comes, unless she worked on it."""
        matched = [at for at, there in enumerate(self.to_new) if there >= 0]
        kept = {matched[at] for at in ascending([self.to_new[at] for at in matched])}
        for at in matched:
            if at not in kept and self.untouched(at):
                self.to_new[at] = -1

    def _reshaped(self) -> None:
        """A table that got other columns is another table, unless she worked on it."""
        rows: dict[Table, list[int]] = defaultdict(list)
        for at, line in enumerate(self.base):
            if line.table is not None:
                rows[line.table].append(at)
        for found in rows.values():
            pairs = [(at, self.to_new[at]) for at in found if self.to_new[at] >= 0]
            others = [
                there
                for at, there in pairs
                if len(self.base[at].cells) != len(self.new[there].cells)
            ]
            if others and all(self.untouched(at) for at in found):
                table = self.new[others[0]].table
                hers = self.hers[self.to_hers[found[0]]].table
                assert table is not None
                assert hers is not None
                self.replaced[table] = hers
                for at in found:
                    self.to_new[at] = -1

    def untouched(self, at: int, own: Iterable[str] = ()) -> bool:
        """Whether she left a line of the last generated document as it was."""
        there = self.to_hers[at]
        if there < 0:
            return False
        line, hers = self.base[at], self.hers[there]
        return line.text.rstrip() == hers.text.rstrip() and not marked(line, hers, own)

    def paras(self, at: int) -> list[tuple[Para, Para | None]]:
        """The paragraphs of a line of the last generated document, each with hers."""
        if at not in self._cells:
            there = self.to_hers[at]
            line = self.base[at]
            pairs: list[tuple[Para, Para | None]] = []
            for number, cell in enumerate(line.cells):
                hers = self.her_cell(at, number) if there >= 0 else None
                theirs = hers.paras if hers else []
                pairs += paired(cell.paras, theirs)
            self._cells[at] = pairs
        return self._cells[at]

    def her_cell(self, at: int, number: int) -> Cell | None:
        """Her counterpart of a cell; None where she deleted the column or the row."""
        line, hers = self.base[at], self.hers[self.to_hers[at]]
        if self.to_hers[at] < 0:
            return None
        if len(line.cells) == len(hers.cells) or line.table is None or hers.table is None:
            return hers.cells[number] if number < len(hers.cells) else None
        columns = self.columns(line.table, hers.table)
        cell = line.cells[number]
        wanted = [columns[c] for c in range(cell.column, cell.column + cell.span) if c in columns]
        for other in hers.cells:
            if wanted and other.column <= wanted[0] < other.column + other.span:
                return other
        return None

    def columns(self, table: Table, hers: Table) -> dict[int, int]:
        """Which grid column is which where she deleted or added one: by what stands in them."""
        key = (table, hers)
        if key not in self._columns:
            rows = {line: at for at, line in enumerate(self.base) if line.table is table}
            pairs = [
                (line, self.hers[self.to_hers[at]])
                for line, at in rows.items()
                if self.to_hers[at] >= 0 and self.hers[self.to_hers[at]].table is hers
            ]
            self._columns[key] = _columns(pairs)
        return self._columns[key]

    def _one_table_each(self) -> None:
        """A table of the old document is one of the new, and no row goes to another one."""
        best: dict[Table, Table] = {}
        taken: set[Table] = set()
        votes = _votes(self.base, self.new, self.to_new)
        ranked = sorted(
            ((count, one, other) for one, found in votes.items() for other, count in found.items()),
            key=lambda item: -item[0],
        )
        for _, one, other in ranked:
            if one not in best and other not in taken:
                best[one] = other
                taken.add(other)
        for at, there in enumerate(self.to_new):
            table = self.base[at].table
            if there >= 0 and table is not None and self.new[there].table is not best.get(table):
                self.to_new[at] = -1

    def _keep_tables_together(self) -> None:
        """A row that is not equal belongs to the table that most rows of its table belong to."""
        votes = _votes(self.base, self.hers, self.to_hers)
        for at, there in enumerate(self.to_hers):
            table = self.base[at].table
            if there >= 0 and table is not None and self.base[at].text != self.hers[there].text:
                best, _ = votes[table].most_common(1)[0]
                if self.hers[there].table is not best:
                    self.to_hers[at] = -1


def marked(line: Line, hers: Line, own: Iterable[str] = ()) -> bool:
    """Whether she put a comment, a tracked change or a picture on a line."""
    mine, theirs = line.paras, hers.paras
    return (
        any(para.comments.difference(own) or para.tracked for para in theirs)
        or sum(p.pictures for p in theirs) > sum(p.pictures for p in mine)
    )  # fmt: skip


def paired(ours: Sequence[Para], theirs: Sequence[Para]) -> list[tuple[Para, Para | None]]:
    """The paragraphs of a cell with those of its counterpart."""
    if len(ours) == len(theirs):
        return list(zip(ours, theirs, strict=True))
    found = align(*([Item(p.text, p.text, "", "") for p in side] for side in (ours, theirs)))
    return [(para, theirs[at] if at >= 0 else None) for para, at in zip(ours, found, strict=True)]


def _votes(
    left: Sequence[Line], right: Sequence[Line], found: list[int]
) -> dict[Table, Counter[Table]]:
    """How many rows of each table on the left have their counterpart in which one on the right."""
    votes: dict[Table, Counter[Table]] = defaultdict(Counter)
    for at, there in enumerate(found):
        table = left[at].table
        if there >= 0 and table is not None:
            other = right[there].table
            assert other is not None
            votes[table][other] += 1
    return votes


def _turned(found: list[int], count: int) -> list[int]:
    result = [-1] * count
    for at, there in enumerate(found):
        if there >= 0:
            result[there] = at
    return result


def _by_text(line: Line) -> Item:
    text = line.text
    key = f"{_kind(line)}\x1e{text.rstrip()}"
    return Item(key, text, line.kind, line.element.get(_PARA_ID, ""))


def _kind(line: Line) -> str:
    """What a line is; a paragraph that only shows a picture is no empty one."""
    return f"{line.kind}图" if line.shows_only_pictures else line.kind


def _by_keys(line: Line, figures: Figures) -> Item:
    cells = []
    for cell in line.cells:
        words = "\n".join(_masked(para, figures.get(para, ())) for para in cell.paras)
        if line.kind == "row":
            words = "#" if _RUNNING.fullmatch(words) else words
        else:
            words = _ENUMERATED.sub("#", words, count=1) if words[:1].isdigit() else words
        cells.append(words)
    text = "\x1f".join(cells)
    return Item(f"{_kind(line)}\x1e{text.rstrip()}", text, line.kind, "")


def _masked(para: Para, spans: Sequence[Span]) -> str:
    pieces = []
    at = 0
    for start, end, key in spans:
        pieces += [para.text[at:start], "\x00", key.strip("|()")]
        at = end
    return "".join([*pieces, para.text[at:]])


def _columns(pairs: list[tuple[Line, Line]]) -> dict[int, int]:
    """The order-keeping assignment of columns under which most cells of the rows are equal."""
    width = max((c.column + c.span for line, _ in pairs for c in line.cells), default=0)
    other = max((c.column + c.span for _, line in pairs for c in line.cells), default=0)
    score = [[0.0] * other for _ in range(width)]
    for line, hers in pairs:
        texts = [[("", 0)] * size for size in (width, other)]
        for side, cells in zip(texts, (line.cells, hers.cells), strict=True):
            for cell in cells:
                for step in range(cell.span):
                    side[cell.column + step] = (cell.text, cell.span)
        for a, (text, span) in enumerate(texts[0]):
            for b, (their, their_span) in enumerate(texts[1]):
                if text == their:
                    score[a][b] += (1.0 if text else 0.1) * (1.0 if span == their_span else 0.5)
    best = [[0.0] * (other + 1) for _ in range(width + 1)]
    for a in range(1, width + 1):
        for b in range(1, other + 1):
            both = best[a - 1][b - 1] + score[a - 1][b - 1]
            best[a][b] = max(best[a - 1][b], best[a][b - 1], both)
    result: dict[int, int] = {}
    a, b = width, other
    while a and b:
        if score[a - 1][b - 1] and best[a][b] == best[a - 1][b - 1] + score[a - 1][b - 1]:
            result[a - 1] = b - 1
            a, b = a - 1, b - 1
        elif best[a][b] == best[a - 1][b]:
            a -= 1
        else:
            b -= 1
    return result
