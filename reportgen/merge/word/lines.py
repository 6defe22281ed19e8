"""Lines that came or went between the two generated documents: rows and paragraphs of hers follow.

A new row is formatted as its neighbour in her table, a new paragraph as one of hers of that kind;
a new table is brought over. What she worked on is never deleted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from reportgen.merge.word.blocks import (
    clone_paragraph,
    clone_row,
    mark_new,
    mark_row,
    mend_merges,
    set_merge,
    take_out,
    without_text,
)
from reportgen.merge.word.names import BOX, SECT, TBL, TC, W
from reportgen.merge.word.telling import CONFLICT, HOMELESS, RENEWED, Note

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reportgen.merge.word.differences import Differences
    from reportgen.merge.word.editing import Marker
    from reportgen.merge.word.matching import Match
    from reportgen.merge.word.reading import Cell, Line, Para, Table
    from reportgen.merge.word.styles import Importer

_REACH = 3
"""How many lines away a neighbour may be beside which a new paragraph is put."""


class Lines:
    """Deletes and inserts lines of one part of hers."""

    def __init__(
        self,
        match: Match,
        differences: Differences,
        importer: Importer,
        marker: Marker,
        own: set[str],
    ) -> None:
        self._match, self._differences = match, differences
        self._importer, self._marker, self._own = importer, marker, own
        self._placed: dict[int, Element] = {}
        """Lines of the new document that were put in, with what they became."""
        self._touched: set[Element] = set()
        self._models: dict[str, list[int]] = defaultdict(list)
        """Lines of the new document that hers has, by the style of the paragraph."""
        self._built: dict[tuple[object, ...], list[int]] = defaultdict(list)
        """The same of rows, by how they are built."""
        self.inserted: list[tuple[Line, Element]] = []

    def remove(self) -> None:
        """Take out what is no longer generated, where she left it alone."""
        match = self._match
        gone = [at for at, there in enumerate(match.to_new) if there < 0]
        alive = {match.base[at].table for at, there in enumerate(match.to_new) if there >= 0}
        for at in gone:
            line, there = match.base[at], match.to_hers[at]
            if there < 0:
                if line.text.strip():
                    self._differences.gone(at)
                continue
            hers = match.hers[there]
            if line.table is not None and line.table not in alive:
                continue
            if match.untouched(at, self._own):
                self._take(line, hers)
            else:
                self._keep(line, hers)
        for table, group in groupby(gone, key=lambda at: match.base[at].table):
            if table is not None and table not in alive:
                self._table(list(group))

    def insert(self) -> None:
        """Put in what is newly generated."""
        match = self._match
        fresh = [at for at, source in enumerate(match.from_new) if source < 0]
        alive = {match.new[at].table for at, source in enumerate(match.from_new) if source >= 0} - {
            None
        }
        done: set[Table] = set()
        for at in fresh:
            line = match.new[at]
            if line.table is None:
                self._paragraph(at, line)
            elif line.table in alive:
                self._row(at, line)
            elif line.table not in done:
                done.add(line.table)
                self._new_table(at, line.table)

    def inside_cells(self) -> None:
        """Paragraphs that came or went inside cells."""
        last: dict[Element | None, Element] = {}
        for before, like, new in self._differences.coming:
            made = clone_paragraph(like.element, new.text, self._marker)
            if before is not None:
                last.get(before.element, before.element).addnext(made)
                last[before.element] = made
            elif like.element in last:
                last[like.element].addnext(made)
                last[like.element] = made
            else:
                like.element.addprevious(made)
                last[like.element] = made
        for para in self._differences.leaving:
            take_out(para.element, self._marker)

    def merges(self) -> None:
        """Vertical merges that changed with the data, and those that lost their first row."""
        match = self._match
        for at, there in enumerate(match.to_new):
            if there < 0 or match.to_hers[at] < 0 or match.base[at].table is None:
                continue
            for number, (old, new) in enumerate(
                zip(match.base[at].cells, match.new[there].cells, strict=False)
            ):
                if old.merge != new.merge:
                    cell = match.her_cell(at, number)
                    if cell is not None and cell.merge == old.merge and cell.element is not None:
                        set_merge(cell.element, new.merge)
                        table = match.hers[match.to_hers[at]].table
                        assert table is not None
                        self._touched.add(table.element)
        for table_element in self._touched:
            if table_element.getparent() is not None:
                mend_merges(table_element)

    def _take(self, line: Line, hers: Line) -> None:
        if hers.table is not None:
            self._touched.add(hers.table.element)
        ends = hers.element.find(f".//{SECT}") is not None
        if ends and line.element.find(f".//{SECT}") is None:
            without_text(hers.element)
        else:
            take_out(hers.element, self._marker)
        if line.text.strip() or line.shows_only_pictures:
            self._note(Note(RENEWED, hers.element, old=line.text or picture_name(line.element)))

    def _keep(self, line: Line, hers: Line) -> None:
        what = "这一行" if line.table is not None else "这一段"
        if not line.text.strip() or not hers.text.strip():
            return
        self._note(Note(CONFLICT, hers.element, hers.text, line.text, ""))
        paras = [para for para in hers.paras if para.text.strip()]
        self._differences.comments[paras[0]].append(
            f"新生成的文档里已经没有{what}；您改过，所以保留。"
        )

    def _table(self, lines: list[int]) -> None:
        """A whole table is no longer generated."""
        match = self._match
        found = [at for at in lines if match.to_hers[at] >= 0]
        if not found:
            return
        table = match.hers[match.to_hers[found[0]]].table
        assert table is not None
        if table in match.replaced.values():
            return
        if len(table.lines) == len(found) and all(match.untouched(at, self._own) for at in found):
            take_out(table.element, self._marker)
            self._note(Note(RENEWED, table.lines[0].element, old=match.base[found[0]].text))
            return
        changed = [at for at in found if not match.untouched(at, self._own)] or found
        self._keep(match.base[changed[0]], match.hers[match.to_hers[changed[0]]])

    def _row(self, at: int, line: Line) -> None:
        """A row in a table that she has."""
        place = self._beside(at, line.table)
        donor = self._donor(at, line)
        row = None if place is None else self._made_row(line, donor, place[0])
        if place is None or row is None:
            self._homeless(line)
            return
        neighbour, behind = place
        if behind:
            neighbour.addnext(row)
        else:
            neighbour.addprevious(row)
        self._touched.add(next(row.iterancestors(TBL)))
        self._put(at, line, row)
        if donor is not None and len(donor[1].cells) < len(line.cells):
            self._homeless(line)

    def _made_row(
        self, line: Line, donor: tuple[int, Line] | None, neighbour: Element
    ) -> Element | None:
        """The row for her table: like one of hers, else as it is in the new document."""
        if donor is None:
            width = len(next(neighbour.iterancestors(TBL)).findall(f"{W}tblGrid/{W}gridCol"))
            if width != sum(cell.span for cell in line.cells):
                return None
            row = self._importer.copy(line.element)
            mark_row(row, "ins", self._marker)
            return row
        source, hers = donor
        texts: list[str | None] = []
        merges = []
        for cell in hers.cells:
            number = self._number(source, cell)
            texts.append(line.cells[number].text if number is not None else None)
            merges.append(line.cells[number].merge if number is not None else "")
        return clone_row(hers.element, texts, merges, self._marker)

    def _number(self, source: int, cell: Cell) -> int | None:
        """Which cell of a line of the last generated document a cell of hers is."""
        found = [
            number
            for number in range(len(self._match.base[source].cells))
            if self._match.her_cell(source, number) is cell
        ]
        return found[0] if found else None

    def _donor(self, at: int, line: Line) -> tuple[int, Line] | None:
        """A row of hers whose counterpart is built like the new one, the nearest."""
        match = self._match
        if not self._built:
            for other, source in enumerate(match.from_new):
                found = match.new[other]
                if found.table is None or source < 0 or match.to_hers[source] < 0:
                    continue
                if len(match.base[source].cells) == len(found.cells):
                    for key in ((*_build(found), True), (*_build(found)[:2], (), False)):
                        self._built[key].append(other)
        for key in ((*_build(line), True), (*_build(line)[:2], (), False)):
            near = _nearest(self._built.get(key, []), at)
            if near is not None:
                source = match.from_new[near]
                return source, match.hers[match.to_hers[source]]
        return None

    def _paragraph(self, at: int, line: Line) -> None:
        """A paragraph of the body."""
        place = self._beside(at, None) if line.kind == "body" else None
        if place is None:
            self._homeless(line)
            return
        neighbour, behind = place
        donor = self._like(at, line)
        if donor is None or line.paras[0].pictures:
            made = self._importer.copy(line.element)
            mark_new(made, self._marker)
        else:
            made = clone_paragraph(donor.element, line.text, self._marker)
            section = line.element.find(f".//{SECT}")
            if section is not None:
                made = self._importer.copy(line.element)
        if behind:
            neighbour.addnext(made)
        else:
            neighbour.addprevious(made)
        self._put(at, line, made)

    def _like(self, at: int, line: Line) -> Para | None:
        """The nearest paragraph of hers whose counterpart has the style of the new one."""
        match = self._match
        if not self._models:
            for other, source in enumerate(match.from_new):
                there = match.to_hers[source] if source >= 0 else -1
                body = there >= 0 and match.new[other].kind == "body"
                if body and match.hers[there].paras[0].text:
                    self._models[match.new[other].paras[0].style()].append(other)
        near = _nearest(self._models.get(line.paras[0].style(), []), at)
        if near is None:
            return None
        return match.hers[match.to_hers[match.from_new[near]]].paras[0]

    def _new_table(self, at: int, table: Table) -> None:
        old = self._match.replaced.get(table)
        place = (old.element, False) if old else self._beside(at, None)
        inside = table.element.getparent()
        if place is None or inside is None or inside.tag == TC:
            self._homeless(table.lines[0])
            return
        neighbour, behind = place
        made = self._importer.copy(table.element)
        mark_new(made, self._marker)
        if behind:
            if neighbour.tag == TBL:
                neighbour.addnext(made)
                neighbour.addnext(made.makeelement(f"{W}p"))
            else:
                neighbour.addnext(made)
        else:
            neighbour.addprevious(made)
        if old is not None:
            take_out(old.element, self._marker)
        rows = list(made.iter(f"{W}tr"))
        own = list(table.element.iter(f"{W}tr"))
        for number, line in enumerate(self._match.new):
            if line.table is table and line.element in own:
                self._placed[number] = made
                self.inserted.append((line, rows[own.index(line.element)]))
        self._note(Note(RENEWED, rows[0], new=table.lines[0].text))
        following = made.getnext()
        if following is None or following.tag == TBL:
            made.addnext(made.makeelement(f"{W}p"))

    def _beside(self, at: int, table: Table | None) -> tuple[Element, bool] | None:
        """The element of hers behind (or before) which a new line belongs."""
        reach = len(self._match.new) if table is not None else _REACH
        for distance in range(1, reach + 1):
            for other, behind in ((at - distance, True), (at + distance, False)):
                if 0 <= other < len(self._match.new):
                    found = self._there(other, table)
                    if found is not None:
                        return found, behind
            if table is not None and at - distance < 0 and at + distance >= len(self._match.new):
                break
        return None

    def _there(self, at: int, table: Table | None) -> Element | None:
        match = self._match
        line = match.new[at]
        if table is not None and line.table is not table:
            return None
        element = self._placed.get(at)
        if element is None:
            source = match.from_new[at]
            if source < 0 or match.to_hers[source] < 0:
                return None
            hers = match.hers[match.to_hers[source]]
            element = hers.element
            if table is None:
                if line.kind not in {"body", "row"} or not line.text.strip():
                    return None
                element = _outermost(hers.table.element if hers.table else element)
            elif hers.table is None:
                return None
        return element if element.getparent() is not None else None

    def _put(self, at: int, line: Line, element: Element) -> None:
        self._placed[at] = element
        self.inserted.append((line, element))
        if line.text.strip() or line.shows_only_pictures:
            self._note(Note(RENEWED, element, new=line.text or picture_name(line.element)))

    def _homeless(self, line: Line) -> None:
        if line.text.strip():
            self._note(Note(HOMELESS, None, new=line.text))
        elif line.shows_only_pictures:
            name = picture_name(line.element)
            self._note(Note(HOMELESS, None, new=name, words=False))

    def _note(self, note: Note) -> None:
        self._differences.notes.append(note)


def picture_name(element: Element) -> str:
    """What a picture or chart is called by whoever drew it."""
    label = next(element.iter("{*}docPr"), None)
    return "图" if label is None else label.get("name", "") or "图"


def _build(line: Line) -> tuple[Table | None, tuple[tuple[int, int], ...], tuple[str, ...]]:
    """How a row is built: in which table, of which cells, with which styles."""
    return line.table, line.shape, tuple(para.style() for para in line.paras)


def _nearest(places: list[int], at: int) -> int | None:
    """Of ascending places the one nearest to another."""
    place = bisect_left(places, at)
    near = places[max(0, place - 1) : place + 1]
    return min(near, key=lambda other: abs(other - at)) if near else None


def _outermost(element: Element) -> Element:
    """The element itself, or the table or content control around it that stands in the body."""
    found = element
    parent = found.getparent()
    while parent is not None and parent.tag not in {f"{W}body", f"{W}hdr", f"{W}ftr", BOX}:
        found = parent
        parent = found.getparent()
    return found
