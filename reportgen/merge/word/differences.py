"""The difference between the two generated documents, paragraph by paragraph, put into hers.

It decides where in her text each difference belongs and what is a conflict; the writing is done by
`editing` once all is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.merge.word.aligning import Item, align, ascending
from reportgen.merge.word.forms import in_her_form, only_number, plain
from reportgen.merge.word.searching import Free, likeness, occurrences
from reportgen.merge.word.telling import CONFLICT, HOMELESS, RENEWED, Note
from reportgen.merge.word.wording import NUMBER, Edit, char_map, edits

if TYPE_CHECKING:
    from reportgen.merge.word.matching import Figures, Match
    from reportgen.merge.word.reading import Para

_LONG: Final = 8
_TELLING: Final = 3
_CLAUSE: Final = 4
"""Characters of a clause that is recognised without anything around it."""
_CLEARLY: Final = 2


class Change(NamedTuple):
    """Characters of a paragraph of hers that are replaced."""

    start: int
    end: int
    text: str
    key: str


class Open(NamedTuple):
    """A difference whose words are not where they were."""

    edit: Edit
    old: Para
    new: Para
    line: int
    hers: Para | None

    @property
    def words(self) -> str:
        """The words that changed, as they were."""
        return self.old.text[self.edit.start : self.edit.end]


@dataclass(slots=True)
class Differences:
    """What is to be written into her paragraphs, and what is to be told beside them."""

    match: Match
    old_figures: Figures
    new_figures: Figures
    changes: dict[Para, list[Change]] = field(default_factory=lambda: defaultdict(list))
    comments: dict[Para, list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: list[Note] = field(default_factory=list)
    homes: dict[Para, Para] = field(default_factory=dict)
    """Each paragraph of the new document with hers."""
    leaving: list[Para] = field(default_factory=list)
    """Paragraphs of hers inside cells that go."""
    coming: list[tuple[Para | None, Para, Para]] = field(default_factory=list)
    """New paragraphs inside cells: hers that stands before, one to be formatted as, the new one."""
    _open: list[Open] = field(default_factory=list)
    _told_rows: set[int] = field(default_factory=set)
    _alike: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How many equal words of a line look for a place."""
    _free: Free | None = None
    _maps: dict[tuple[Para, Para], list[int]] = field(default_factory=dict)
    _done: dict[Para, list[tuple[Para, Para, list[Edit]]]] = field(default_factory=dict)
    """By old paragraph: what became of it, for copies that she made."""

    def paragraph(self, line: int, old: Para, new: Para, hers: Para | None) -> None:
        """One paragraph that both generated documents have."""
        if hers is not None:
            self.homes[new] = hers
        if old.text == new.text:
            return
        found = edits(
            old.text, new.text, self.old_figures.get(old, ()), self.new_figures.get(new, ())
        )
        self._done.setdefault(old, []).append((old, new, found))
        if hers is not None and hers.text == new.text:
            return
        for edit in found:
            place = None if hers is None else self._placed(edit, old, hers)
            if place is None or hers is None or not self._change(hers, *place, edit, old):
                self._open.append(Open(edit, old, new, line, hers))

    def cell(
        self, line: int, ours: list[Para], theirs: list[Para], hers: dict[int, Para | None]
    ) -> None:
        """A cell that has more or fewer paragraphs than before."""
        own = [para for old in ours if (para := hers.get(id(old))) is not None]
        words = ["\n".join(para.text for para in side) for side in (ours, own, theirs)]
        if words[1] == words[2]:
            return
        if words[0] != words[1] or len(own) != len(ours):
            kind = CONFLICT if own else HOMELESS
            element = own[0].element if own else None
            self.notes.append(Note(kind, element, words[1], words[0], words[2]))
            if own:
                self.comments[own[0]].append(f"新生成的内容：{words[2]}")
            return
        found = align(*([Item(p.text, p.text, "", "") for p in side] for side in (ours, theirs)))
        found = [at if at in ascending_of(found) else -1 for at in found]
        for at, there in enumerate(found):
            if there < 0:
                self.leaving.append(own[at])
            else:
                self.paragraph(line, ours[at], theirs[there], own[at])
        before: Para | None = None
        for at, para in enumerate(theirs):
            if at in found:
                before = own[found.index(at)]
            else:
                self.coming.append((before, own[0], para))
        self.notes.append(Note(RENEWED, own[0].element, old=words[0], new=words[2]))

    def settle(self) -> None:
        """Look for the differences whose words have moved; what has no place is told."""
        self._copies()
        self._alike = Counter((item.line, item.words) for item in self._open)
        lost: dict[Para, list[Open]] = defaultdict(list)
        for item in self._open:
            if not self._elsewhere(item):
                lost[item.old].append(item)
        for items in lost.values():
            self._lost(items)
        self._own_numbers()

    def gone(self, line: int) -> bool:
        """Text that is no longer generated, in a paragraph of hers that joins several: taken out."""
        words = self.match.base[line].text.strip()
        if len(words) < _LONG or "\x1f" in words or "\n" in words:
            return False
        for para, at in list(self.free.occurrences(words)):
            self._change(para, at, at + len(words), Edit(0, len(words), ""), self.match.base[line].paras[0])  # fmt: skip
            return True
        return False

    @property
    def free(self) -> Free:
        """Her text without counterpart."""
        if self._free is None:
            self._free = Free()
            match = self.match
            for at, line in enumerate(match.hers):
                source = match.from_hers[at]
                if source >= 0 and match.base[source].text == line.text:
                    continue
                partners = {}
                if source >= 0:
                    partners = {h: b for b, h in match.paras(source) if h is not None}
                for para in line.paras:
                    old = partners.get(para)
                    self._free.add(para, self._map(old, para) if old is not None else [])
        return self._free

    def _map(self, old: Para, hers: Para) -> list[int]:
        key = (old, hers)
        if key not in self._maps:
            self._maps[key] = char_map(old.text, hers.text)
        return self._maps[key]

    def _placed(self, edit: Edit, old: Para, hers: Para) -> tuple[int, int] | None:
        """Where the edited characters stand in hers, if they stand there as they were."""
        mapped = self._map(old, hers)
        start, end = edit.start, edit.end
        if not old.text:
            return (0, 0) if not hers.text else None
        left = mapped[start - 1] if start else -1
        right = mapped[end] if end < len(mapped) else -1
        if start == end:
            if left >= 0:
                return left + 1, left + 1
            return (right, right) if right >= 0 else None
        words = old.text[start:end]
        there = occurrences(words, hers.text)
        if len(there) == 1 and _distinct(words) and len(occurrences(words, old.text)) == 1:
            return there[0], there[0] + len(words)
        first, last = mapped[start], mapped[end - 1]
        if first < 0 or mapped[start:end] != list(range(first, last + 1)):
            return None
        number = NUMBER.fullmatch(words) is not None
        beside = left == first - 1 >= 0 or right == last + 1 or (not start and not first)
        sure = beside or end - start == len(old.text) or (not number and end - start >= _CLAUSE)
        if number and len(there) > 1 and self._better(edit, old, hers, first, there):
            sure = False
        if not sure:
            mapped[start:end] = [-1] * (end - start)  # what stands there is free for others
        return (first, last + 1) if sure else None

    def _better(self, edit: Edit, old: Para, hers: Para, first: int, there: list[int]) -> bool:
        """Whether an equal number elsewhere in the paragraph stands among words more like the old."""
        length = edit.end - edit.start
        scores = {
            at: likeness(old.text, edit.start, hers.text, at, length) for at in {first, *there}
        }
        return max(scores.values()) >= scores[first] + _CLEARLY

    def _change(self, hers: Para, start: int, end: int, edit: Edit, old: Para) -> bool:
        """Note what is to be replaced; False where something else is replaced there already."""
        others = self.changes[hers]
        if any(c.start < end and start < c.end for c in others):
            return False
        others.append(Change(start, end, edit.text, edit.key))
        if self._free is not None:
            self._free.take(hers, start, end)
        was = old.text[edit.start : edit.end] if edit.end > edit.start else ""
        self.notes.append(Note(RENEWED, hers.element, old=was, new=edit.text, key=edit.key))
        return True

    def _elsewhere(self, item: Open) -> bool:
        edit, old = item.edit, item.old
        words = item.words
        if len(words.strip()) < 1 or (len(words) == 1 and not words.isdigit()):
            return False
        there = self.match.to_hers[item.line]
        near = set(self.match.hers[there].paras) if there >= 0 else set()
        count = self._alike[item.line, words]
        found = self.free.find(words, old.text, edit.start, near, count=count)
        if found is None:
            return False
        return self._change(found[0], found[1], found[1] + len(words), edit, old)

    def _lost(self, items: list[Open]) -> None:
        """Differences of one paragraph that found no place."""
        old, new, hers = items[0].old, items[0].new, items[0].hers
        if hers is None and self._row_lost(items[0]):
            return
        if hers is None:
            there = self.match.to_hers[items[0].line]
            element = self.match.hers[there].element if there >= 0 else None
            keys = {item.edit.key for item in items}
            key = keys.pop() if len(keys) == 1 else ""
            self.notes.append(Note(HOMELESS, element, old=old.text, new=new.text, key=key))
            return
        rewritten = False
        for item in items:
            words = item.words
            left, right = self._region(item.edit, old, hers)
            if plain(words):
                start, end = only_number(hers.text[left:right])
                left, right = left + start, left + end
            theirs = hers.text[left:right]
            form = in_her_form(words, theirs, item.edit.text)
            edit = item.edit if form is None else item.edit._replace(text=form)
            if form is not None and self._change(hers, left, right, edit, old):
                continue
            if item.edit.text and item.edit.text in theirs:
                continue
            note = Note(CONFLICT, hers.element, theirs or hers.text, words, item.edit.text, item.edit.key)  # fmt: skip
            if not theirs.strip() and words and not item.edit.text:
                continue  # she deleted what is no longer generated
            if words and NUMBER.fullmatch(words) and not NUMBER.search(theirs):
                note.kind = HOMELESS
            elif words and NUMBER.fullmatch(words):
                self.comments[hers].append(
                    f"原来的“{words}”现在是“{item.edit.text}”，您改成了“{theirs.strip()}”。"
                )
            else:
                rewritten = True
            self.notes.append(note)
        if rewritten:
            self.comments[hers].append(f"新生成的内容：{new.text}")

    def _row_lost(self, item: Open) -> bool:
        """A row that she deleted got another text: the row is told, once, not its cells."""
        match = self.match
        line = match.base[item.line]
        if line.table is None or match.to_hers[item.line] >= 0:
            return False
        if item.line not in self._told_rows:
            self._told_rows.add(item.line)
            new = match.new[match.to_new[item.line]]
            self.notes.append(Note(HOMELESS, None, old=line.text, new=new.text))
        return True

    def _region(self, edit: Edit, old: Para, hers: Para) -> tuple[int, int]:
        """Where in hers the edited words were."""
        mapped = self._map(old, hers)
        left = next((mapped[at] for at in range(edit.start - 1, -1, -1) if mapped[at] >= 0), -1)
        right = next(
            (mapped[at] for at in range(edit.end, len(mapped)) if mapped[at] >= 0), len(hers.text)
        )
        return left + 1, max(right, left + 1)

    def _copies(self) -> None:
        """Lines that she copied get what the line they were copied from gets."""
        match = self.match
        extra = [at for at, source in enumerate(match.from_hers) if source < 0]
        if not extra or not self._done:
            return
        outcomes: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(match.base):
            if match.to_new[at] >= 0:
                outcomes[f"{line.kind}{line.text}"].append(at)
        for at in extra:
            line = match.hers[at]
            sources = outcomes.get(f"{line.kind}{line.text}", [])
            results = {match.new[match.to_new[source]].text for source in sources}
            if len(line.text) < _LONG or len(results) != 1:
                continue
            source = match.base[sources[0]]
            for old, hers in zip(source.paras, line.paras, strict=False):
                for _, _, found in self._done.get(old, ()):
                    for edit in found:
                        self._change(hers, edit.start, edit.end, edit, old)
                # What was copied is hers no more than what it was copied from.
                self.free.texts.pop(hers, None)

    @property
    def numbers(self) -> dict[str, dict[str, str]]:
        """Numbers of three digits or more that figures were printed as, with what they are now and their keys."""
        changed: dict[str, dict[str, str]] = defaultdict(dict)
        for results in self._done.values():
            for old, _, found in results:
                for edit in found:
                    words = old.text[edit.start : edit.end]
                    if edit.key and sum(map(str.isdigit, words)) >= _TELLING:
                        changed[words][edit.text] = edit.key
        return changed

    def _own_numbers(self) -> None:
        """Numbers in text of her own that equal a figure that changed: told, not touched."""
        for words, news in self.numbers.items():
            for para, at in list(self.free.occurrences(words)):
                self.free.take(para, at, at + len(words))
                new = "、".join(news)
                self.comments[para].append(
                    f"您写的“{words}”与原来的一个数相同，这个数现在是“{new}”。请看是否要改。"
                )
                key = next(iter(news.values())) if len(news) == 1 else ""
                self.notes.append(Note(CONFLICT, para.element, words, words, new, key))


def _distinct(words: str) -> bool:
    """Whether words that stand once in a paragraph can be recognised by themselves."""
    return len(words) >= _CLAUSE or sum(map(str.isdigit, words)) >= _TELLING


def ascending_of(found: list[int]) -> set[int]:
    """Of indices (-1: none) those that make the longest ascending chain."""
    matched = [there for there in found if there >= 0]
    return {matched[at] for at in ascending(matched)}


__all__ = ["Change", "Differences", "Open"]
