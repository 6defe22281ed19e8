"""Merges a workbook three ways: what changed between two generated ones goes into hers.

Her file is changed in place: parts that nothing concerns keep their bytes, and her formats, notes,
charts, pictures, rows and sheets stay. The algorithm and its limits: docs/design/merge-excel.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reportgen.merge import workbook_kinds as kinds
from reportgen.merge.around import merged_names, move_related, renew_charts
from reportgen.merge.book import MOST_COLUMNS, MOST_ROWS, UnreadableBookError, read_book
from reportgen.merge.cells import CONFLICT, KEPT, RENEWED, UNMERGED, CellMerge, Outcome
from reportgen.merge.notes import AUTHOR, MARKS
from reportgen.merge.outcome import Merged, Told
from reportgen.merge.pairing import arrange, pair_sheets, whole
from reportgen.merge.placing import keys_of, placed
from reportgen.merge.recalculating import Recalculation
from reportgen.merge.sheet_copying import add_sheet, remove_sheet
from reportgen.merge.sheet_writing import name_drawing, write_sheet
from reportgen.merge.shifting import BASE, HERS, NEW, Sheets
from reportgen.merge.styles import Looks, StyleSheet
from reportgen.office.notes import Spot, add_notes
from reportgen.office.tree import Element, document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.finding import Finding
    from reportgen.merge.book import Book, Cell, Sheet
    from reportgen.merge.pairing import Three
    from reportgen.render.rendered import Printing

_SHOWN: Final = 3


def merge_workbook(
    base: bytes,
    hers: bytes,
    new: bytes,
    old_figures: Sequence[Printing],
    new_figures: Sequence[Printing],
    *,
    tracked: bool = False,  # noqa: ARG001 - Excel has no tracked changes that a file can carry
    date: str = "",  # noqa: ARG001
) -> tuple[Merged | None, list[Finding]]:
    """Her workbook with what is new; None, and why, where it cannot be read."""
    try:
        books = read_book(base), read_book(hers), read_book(new)
    except UnreadableBookError as error:
        return None, [kinds.UNREADABLE_BOOK.at(None, reason=error)]
    for sheet in books[HERS].sheets:
        if sheet.last_row > MOST_ROWS or sheet.last_column > MOST_COLUMNS:
            rows, columns = sheet.last_row, sheet.last_column
            told = kinds.TOO_LARGE.at(None, sheet=sheet.title, rows=rows, columns=columns)
            return None, [told]
    merging = _Merging(books, new_figures, (keys_of(old_figures), keys_of(new_figures)))
    return merging.run()


@dataclass(slots=True)
class _Merging:
    """One workbook on its way."""

    books: tuple[Book, Book, Book]
    new_figures: Sequence[Printing]
    keys: tuple[dict[str, dict[tuple[int, int], str]], dict[str, dict[tuple[int, int], str]]]
    """The keys of the figures in the cells of base and of new, by sheet."""
    sheets: Sheets = field(default_factory=Sheets)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    unmerged: list[Told] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def run(self) -> tuple[Merged, list[Finding]]:
        """Her workbook merged."""
        hers = self.books[HERS]
        before = document(hers.workbook)
        threes = pair_sheets(*self.books)
        stay, come, go = self._sorted(threes)
        for three in (*stay, *come):
            self._arrange(three)
        here = {id(three) for three in (*stay, *come)}
        for three in threes:
            if id(three) not in here:
                for side, sheet in ((BASE, three.base), (HERS, three.hers), (NEW, three.new)):
                    if sheet is not None:
                        self.sheets.gone[side].add(sheet.title.casefold())
        styles = tuple(StyleSheet(book.parts) for book in self.books)
        for three in stay:
            self._merge(three, styles)
        entries: dict[str, Element] = {}
        for three in come:
            assert three.new is not None
            merge = self.sheets.by_title[NEW][three.new.title.casefold()]
            entry, cells = add_sheet(
                hers, self.books[NEW], three.new, merge, self.sheets, (styles[HERS], styles[NEW])
            )
            entries[three.title] = entry
            self.outcomes[three.title.casefold()] = Outcome(cells)
            self.told.append(Told(RENEWED, f"{three.title}!", new="（新增的工作表）"))
        for three in go:
            assert three.hers is not None
            self.told.append(Told(RENEWED, f"{three.title}!", old="（不再生成的工作表）"))
            remove_sheet(hers, three.hers)
        self._recalculate()
        for three in stay:
            self._write(three)
        for three in come:
            self._write_added(three)
        styles[HERS].result()
        self._workbook(stay, come, threes, entries)
        if document(hers.workbook) != before:
            hers.parts.put(hers.parts.main, document(hers.workbook))
        figures, faults = placed(self.new_figures, self.sheets, self.outcomes)
        self.findings += faults
        data = hers.parts.to_bytes()
        merged = Merged(data, tuple(self.told), tuple(self.unmerged), tuple(figures))
        return merged, self.findings

    def _sorted(self, threes: list[Three]) -> tuple[list[Three], list[Three], list[Three]]:
        """The sheets that stay, those that are new, those that go."""
        stay: list[Three] = []
        come: list[Three] = []
        go: list[Three] = []
        for three in threes:
            if three.hers is not None:
                if three.base is not None and three.new is None:
                    if _says_the_same(three.base, three.hers):
                        go.append(three)
                        continue
                    text = "（新生成的没有这张工作表了）"
                    self.told.append(
                        Told(CONFLICT, f"{three.title}!", "（您改过，留着）", new=text)
                    )
                elif three.base is None and three.new is None:
                    self.told.append(Told(KEPT, f"{three.title}!", "（您加的工作表）"))
                stay.append(three)
            elif three.base is None:
                come.append(three)
            elif three.new is not None:
                self._deleted(three.base, three.new)
        if len(go) == len(threes):
            return go, come, []
        return stay, come, go

    def _deleted(self, base: Sheet, new: Sheet) -> None:
        """A sheet that she deleted stays deleted; what is new in it has no place."""
        spot = f"{new.title}!"
        if _says_the_same(base, new):
            self.told.append(Told(KEPT, spot, "（您删掉的工作表）"))
        else:
            text = "这张工作表您删掉了，新生成的内容有变动。"
            told = Told(UNMERGED, spot, "（您删掉的工作表）", new=text, words=False)
            self.told.append(told)
            self.unmerged.append(told)

    def _arrange(self, three: Three) -> None:
        if three.hers is None or (three.base is None and three.new is None):
            sheet = three.hers or three.new
            assert sheet is not None
            merge = whole(three.title, sheet)
        else:
            base, new = three.base, three.new
            merge = arrange(
                three,
                self.keys[0].get(base.title if base else "", {}),
                self.keys[1].get(new.title if new else "", {}),
            )
        for side, sheet in ((BASE, three.base), (HERS, three.hers), (NEW, three.new)):
            if sheet is not None:
                self.sheets.by_title[side][sheet.title.casefold()] = merge

    def _merge(self, three: Three, styles: tuple[StyleSheet, ...]) -> None:
        assert three.hers is not None
        merge = self.sheets.by_title[HERS][three.hers.title.casefold()]
        title = three.new.title if three.new else ""
        looks = Looks(styles[BASE], styles[HERS], styles[NEW]) if three.new else None
        keys = self.keys[1].get(title, {})
        outcome = CellMerge(three, merge, self.sheets, looks, keys).run()
        self.outcomes[three.title.casefold()] = outcome
        self.told += outcome.told
        self.unmerged += outcome.unmerged

    def _recalculate(self) -> None:
        changed = [
            (title, *place) for title, outcome in self.outcomes.items() for place in outcome.changed
        ]
        by_title = self.sheets.by_title[HERS]
        moved = {merge.title.casefold() for merge in by_title.values() if not merge.is_still}
        cells = {title: outcome.cells for title, outcome in self.outcomes.items()}
        again = Recalculation(cells, changed, moved)
        again.run()
        for title, row, column in (*again.renewed, *again.left):
            self.outcomes[title].changed.add((row, column))
        if again.left:
            titles = {title.casefold(): title for title in self._titles()}
            shown = [
                f"{titles.get(title, title)}!{Spot(row, column).reference}"
                for title, row, column in again.left[:_SHOWN]
            ]
            more = "等" if len(again.left) > _SHOWN else ""
            self.findings.append(
                kinds.LEFT_TO_EXCEL.at(None, count=len(again.left), cells="、".join(shown) + more)
            )
            _calculate_on_load(self.books[HERS].workbook)

    def _titles(self) -> list[str]:
        return [merge.title for merges in self.sheets.by_title for merge in merges.values()]

    def _write(self, three: Three) -> None:
        hers = self.books[HERS]
        assert three.hers is not None
        merge = self.sheets.by_title[HERS][three.hers.title.casefold()]
        outcome = self.outcomes[three.title.casefold()]
        written = write_sheet(three, merge, self.sheets, outcome, hers.strings)
        part, root = three.hers.part, three.hers.root
        move_related(hers.parts, part, self.sheets, merge)
        if outcome.notes:
            legacy = root.find("legacyDrawing")
            named = "" if legacy is None else next(
                (v for k, v in legacy.attributes.items() if k.endswith(":id")), ""
            )  # fmt: skip
            notes = {Spot(row, column): text for (row, column), text in outcome.notes.items()}
            identity = add_notes(hers.parts, part, named, notes, AUTHOR, MARKS)
            if identity:
                name_drawing(root, identity, hers.parts.namespace)
                written = True
        if written:
            hers.parts.put(part, document(root))

    def _write_added(self, three: Three) -> None:
        """A new sheet once more, with what its formulas give now."""
        assert three.new is not None
        outcome = self.outcomes[three.title.casefold()]
        if outcome.changed:
            merge = self.sheets.by_title[NEW][three.new.title.casefold()]
            alone = replace(three, hers=three.new, base=None, new=None)
            write_sheet(alone, merge, Sheets(), outcome, [])
            self.books[HERS].parts.put(three.new.part, document(three.new.root))

    def _workbook(
        self,
        stay: list[Three],
        come: list[Three],
        threes: list[Three],
        entries: dict[str, Element],
    ) -> None:
        """The list of sheets, the names, and what else the workbook part says."""
        hers = self.books[HERS]
        root = hers.workbook
        listed = root.find("sheets")
        assert listed is not None
        for three in stay:
            assert three.hers is not None
            if three.title != three.hers.title:
                for entry in listed.elements():
                    if entry.attributes.get("name") == three.hers.title:
                        entry.attributes["name"] = three.title
        self._insert(listed, come, threes, entries)
        order = [entry.attributes.get("name", "") for entry in listed.elements()]
        names = merged_names(self.books, order, self.sheets)
        old = root.find("definedNames")
        at = root.children.index(listed) + 1
        if old is not None:
            at = root.children.index(old)
            if names is not None or old.elements():
                root.children.remove(old)
        else:
            kept = {"functionGroups", "externalReferences"}
            while at < len(root.children) and getattr(root.children[at], "tag", "") in kept:
                at += 1
        if names is not None:
            root.children.insert(at, names)
        _keep_view(root, len(order))
        cells: dict[str, dict[tuple[int, int], Cell]] = {
            title: outcome.cells for title, outcome in self.outcomes.items()
        }
        renew_charts(hers.parts, self.sheets, cells)
        chain = hers.parts.target(hers.parts.main, "calcChain")
        if chain:
            # It lists the formula cells; Excel makes it anew.
            hers.parts.unrelate(hers.parts.main, chain)
            hers.parts.remove(chain)

    def _insert(
        self,
        listed: Element,
        come: list[Three],
        threes: list[Three],
        entries: dict[str, Element],
    ) -> None:
        """New sheets behind the sheet that they follow in the new workbook."""
        merged = {id(three.new): three.title for three in threes if three.new is not None}
        made = self.books[NEW].sheets
        for three in come:
            assert three.new is not None
            place = made.index(three.new)
            names = [entry.attributes.get("name", "") for entry in listed.elements()]
            before = next(
                (t for s in reversed(made[:place]) if (t := merged.get(id(s), "")) in names), ""
            )
            at = names.index(before) + 1 if before else len(names)
            kids: list[Element | str] = list(listed.elements())
            kids.insert(at, entries[three.title])
            listed.children = kids


def _says_the_same(one: Sheet, other: Sheet) -> bool:
    """Whether two sheets hold the same in the same cells."""
    if (one.last_row, one.last_column) != (other.last_row, other.last_column):
        return False
    return all(
        one.cell(row, column).content == other.cell(row, column).content
        and bool(one.cell(row, column).formula) == bool(other.cell(row, column).formula)
        for row in range(1, one.last_row + 1)
        for column in range(1, one.last_column + 1)
    )


def _calculate_on_load(root: Element) -> None:
    element = root.find("calcPr")
    if element is None:
        element = Element("calcPr", {"calcId": "0"})
        later = {"oleSize", "customWorkbookViews", "pivotCaches", "fileRecoveryPr", "extLst"}
        at = next(
            (
                i
                for i, child in enumerate(root.children)
                if isinstance(child, Element) and child.tag in later
            ),
            len(root.children),
        )
        root.children.insert(at, element)
    element.attributes["fullCalcOnLoad"] = "1"


def _keep_view(root: Element, count: int) -> None:
    """The sheet that is in front when the file is opened must be there."""
    views = root.find("bookViews")
    for view in views.elements() if views is not None else ():
        for name in ("activeTab", "firstSheet"):
            text = view.attributes.get(name, "0")
            if text.isdigit() and int(text) >= count:
                view.attributes[name] = str(max(count - 1, 0))
