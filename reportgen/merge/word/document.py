"""Merges a Word document three ways: what changed between two generated ones goes into hers.

Not for deciding whose file it is, nor for writing it: it works on bytes. How it works and what it
leaves out: docs/design/merge.md.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.merge.kinds import OVERTYPED, UNREADABLE
from reportgen.merge.outcome import Merged, Told
from reportgen.merge.word.charts import merge_charts
from reportgen.merge.word.comments import Comments
from reportgen.merge.word.differences import Differences
from reportgen.merge.word.editing import Marker, replace
from reportgen.merge.word.lines import Lines
from reportgen.merge.word.matching import Match, figures_of
from reportgen.merge.word.names import BOX, UnreadableError, W
from reportgen.merge.word.parts import Docx, open_docx, part_kinds
from reportgen.merge.word.pictures import merge_pictures, merge_title, same_title
from reportgen.merge.word.placing import place_figures
from reportgen.merge.word.reading import Reader
from reportgen.merge.word.searching import occurrences
from reportgen.merge.word.styles import Importer
from reportgen.merge.word.telling import CONFLICT, HOMELESS, KEPT, RENEWED, Note, told
from reportgen.place import Place
from reportgen.render.word.contents import STYLE_SHEET, fill_tree, listed
from reportgen.render.word.spots import part_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

    from reportgen.finding import Finding
    from reportgen.merge.word.placing import Overtyped
    from reportgen.merge.word.reading import Para
    from reportgen.render.rendered import Printing

_MOST_TOLD: Final = 20
"""Findings of one part: where she overtyped a whole table, more say nothing more."""


def merge_document(
    base: bytes,
    hers: bytes,
    new: bytes,
    old_figures: Sequence[Printing],
    new_figures: Sequence[Printing],
    *,
    tracked: bool = False,
    date: str = "",
) -> tuple[Merged | None, list[Finding]]:
    """Her document with what changed from `base` to `new`; None and findings where it is unreadable.

    With `tracked`, what is written is marked as tracked changes of `date` (ISO, may be empty).
    Where nothing is to be changed, `Merged.data` is `hers` itself.
    """
    try:
        merge = _Merge(open_docx(base), open_docx(hers), open_docx(new), Marker(tracked, date))
        merge.run(old_figures, new_figures)
        data = merge.hers.to_bytes() if merge.hers.changed else hers
    except UnreadableError as error:
        return None, [UNREADABLE.at(None, reason=str(error))]
    unmerged = tuple(item for item in merge.told if item.kind == HOMELESS)
    made = Merged(data, tuple(merge.told), unmerged, tuple(merge.figures))
    return made, merge.findings


@dataclass(slots=True)
class _Merge:
    """The three documents, and what is gathered while their parts are merged."""

    base: Docx
    hers: Docx
    new: Docx
    marker: Marker
    told: list[Told] = field(default_factory=list)
    figures: list[Printing] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def run(self, old: Sequence[Printing], fresh: Sequence[Printing]) -> None:
        comments = Comments(self.hers, self.marker.date)
        importer = Importer(self.new, self.hers)
        parts = self._parts()
        if self.marker.on:
            for _, name, _ in parts:
                self.marker.see(self.hers.root(name))
        for base, name, new in parts:
            ours = [f for f in old if f.part == _label(base)]
            theirs = [f for f in fresh if f.part == _label(new)]
            body = name == self.hers.main
            self._part((base, name, new), ours, theirs, comments if body else None, importer)
        three = self.base, self.hers, self.new
        told, charted = merge_charts(*three, importer.brought, fresh, comments)
        self.told += told
        self.figures += charted
        for also in (merge_pictures, merge_title):
            self.told += also(*three)
        if same_title(self.hers, self.new):
            self.figures += [f for f in fresh if f.part == "core"]

    def _parts(self) -> list[tuple[str, str, str]]:
        """The parts that hold text, as the three documents call them."""
        result = [(self.base.main, self.hers.main, self.new.main)]
        for kind in part_kinds():
            ours, theirs = self.base.text_parts(kind), self.hers.text_parts(kind)
            fresh = set(self.new.text_parts(kind))
            for name in [name for name in ours if name in fresh]:
                if self.base.content(name) == self.new.content(name):
                    continue
                words = _words(self.base, name)
                alike = [other for other in theirs if _words(self.hers, other) == words]
                if not alike and len(ours) == len(theirs):
                    alike = [theirs[ours.index(name)]]
                result += [(name, other, name) for other in alike]
        return result

    def _part(
        self,
        names: tuple[str, str, str],
        old: Sequence[Printing],
        fresh: Sequence[Printing],
        comments: Comments | None,
        importer: Importer,
    ) -> None:
        base, hers, new = (
            docx.reader(name)
            for docx, name in zip((self.base, self.hers, self.new), names, strict=True)
        )
        old_spans, _ = figures_of(base, old)
        new_spans, places = figures_of(new, fresh)
        match = Match(base, hers, new, old_spans, new_spans)
        differences = Differences(match, old_spans, new_spans)
        own = comments.own if comments else set()
        lines = Lines(match, differences, importer, self.marker, own)
        kept = _kept(match)
        for at, there in enumerate(match.to_new):
            if there >= 0:
                self._line(match, differences, at, there)
        differences.settle()
        lines.remove()
        lines.insert()
        for para, changes in differences.changes.items():
            for change in sorted(changes, reverse=True):
                replace(para, change.start, change.end, change.text, self.marker)
        lines.inside_cells()
        lines.merges()
        self._comment(differences, comments)
        root = self.hers.root(names[1])
        renewed = any(n.kind == RENEWED for n in differences.notes)
        renewed = (comments is not None and self._relist(names)) or renewed
        if renewed or (comments is not None and differences.comments):
            self.hers.change(names[1])
            for mark in hers.contents:
                if any(n.kind == RENEWED and not n.key for n in differences.notes):
                    mark.set(f"{W}dirty", "true")
            finished = Reader(root)
        else:
            finished = hers
        by_element = {para.element: para for para in finished.paras}
        label = _label(names[1])
        self.told += told([*differences.notes, *kept], _spots(finished), label)
        figures, others = place_figures(
            fresh, places, new_spans, (differences.homes, lines.inserted), by_element, label
        )
        self.figures += figures
        beside = {para.element for para in differences.comments}
        self._overtyped([o for o in others if o.para.element not in beside], label)
        if comments is not None:
            self._own_parts(differences.numbers)

    def _relist(self, names: tuple[str, str, str]) -> bool:
        """Lists the headings anew where the contents changed and hers are still the generated ones.

        Contents that Word has filled, or that she touched, stay: Word updates them.
        """
        base, hers, new = (
            listed(docx.root(name))
            for docx, name in zip((self.base, self.hers, self.new), names, strict=True)
        )
        if base == new or hers != base:
            return False
        return (
            fill_tree(self.hers.root(names[1]), self.hers.content(STYLE_SHEET), numbered=False)
            is not None
        )

    def _overtyped(self, others: list[Overtyped], label: str) -> None:
        """Figures that she overtyped and that no comment of this merge tells of."""
        for number, other in enumerate(others):
            if number >= _MOST_TOLD:
                break
            where = " ".join(word for word in (part_words(label), other.para.name) if word)
            self.findings.append(
                OVERTYPED.at(
                    Place("", detail=where),
                    spot=where,
                    found=other.text,
                    made=other.item.text,
                    source=other.item.key,
                    key=f"合并/{where}/{other.item.key}",
                    figures=[(other.item.key, other.item.text)],
                )
            )

    def _own_parts(self, numbers: Mapping[str, Mapping[str, str]]) -> None:
        """Notes, headers and footers of her own that hold a number that changed: told, not touched."""
        for kind in part_kinds() if numbers else ():
            made = {
                line.text
                for name in self.base.text_parts(kind)
                for line in self.base.reader(name).lines
            }
            for name in self.hers.text_parts(kind):
                reader = self.hers.reader(name)
                own = [p for line in reader.lines if line.text not in made for p in line.paras]
                notes = [
                    Note(
                        state,
                        para.element,
                        words,
                        words,
                        "、".join(news),
                        next(iter(news.values())),
                    )
                    for para in own
                    for words, news in numbers.items()
                    if occurrences(words, para.text)
                    for state in (CONFLICT, HOMELESS)
                ]
                self.told += told(notes, _spots(reader), _label(name))

    def _line(self, match: Match, differences: Differences, at: int, there: int) -> None:
        """One line that both generated documents have."""
        line, new = match.base[at], match.new[there]
        hers = {id(old): para for old, para in match.paras(at)}
        if len(line.cells) != len(new.cells):
            note = Note(HOMELESS, None, old=line.text, new=new.text)
            differences.notes.append(note)
            return
        for old_cell, new_cell in zip(line.cells, new.cells, strict=True):
            if len(old_cell.paras) == len(new_cell.paras):
                for old, fresh in zip(old_cell.paras, new_cell.paras, strict=True):
                    differences.paragraph(at, old, fresh, hers.get(id(old)))
            elif old_cell.text != new_cell.text:
                differences.cell(at, old_cell.paras, new_cell.paras, hers)

    def _comment(self, differences: Differences, comments: Comments | None) -> None:
        """The comments beside conflicts; where Word allows none, the text has no place."""
        for para, texts in differences.comments.items():
            if comments is not None and next(para.element.iterancestors(BOX), None) is None:
                comments.drop(para.element)
                comments.add(para.element, texts)
            else:
                differences.notes += [
                    Note(HOMELESS, n.element, n.hers, n.old, n.new, n.key)
                    for n in differences.notes
                    if n.kind == CONFLICT and n.element is para.element
                ]


def _kept(match: Match) -> list[Note]:
    """Her own edits: what she reworded, added and deleted."""
    notes = []
    behind: Element | None = None
    for at, line in enumerate(match.hers):
        source = match.from_hers[at]
        if source < 0 and line.text.strip():
            notes.append(Note(KEPT, line.element, hers=line.text))
        elif source >= 0 and match.base[source].text.rstrip() != line.text.rstrip():
            notes.append(Note(KEPT, line.element, line.text, match.base[source].text))
    for at, line in enumerate(match.base):
        there = match.to_hers[at]
        if there >= 0:
            behind = match.hers[there].element
        elif line.text.strip():
            notes.append(Note(KEPT, behind, old=line.text, behind=True))
    return notes


def _spots(reader: Reader) -> dict[Element, str]:
    names = {para.element: para.name for para in reader.paras}
    for line in reader.lines:
        if line.table is not None and line.paras:
            first: Para = line.paras[0]
            names[line.element] = first.name.rpartition(" 第")[0]
    return names


def _label(name: str) -> str:
    return posixpath.basename(name).removesuffix(".xml")


def _words(docx: Docx, name: str) -> str:
    return "\n".join(line.text for line in docx.reader(name).lines)
