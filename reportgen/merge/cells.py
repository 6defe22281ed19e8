"""Decides cell by cell what stands in the merged sheet: hers, the new one, or hers with a note.

It works on what the cells say; `sheet_writing` puts it into her file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.figure import round_half_up
from reportgen.merge.book import BLANK, Cell
from reportgen.merge.cell_text import merged_text
from reportgen.merge.notes import ROW_MARK, cell_note
from reportgen.merge.outcome import Told
from reportgen.merge.shifting import BASE, HERS, NEW, NOWHERE, Carry, canonical, spelt
from reportgen.render.excel.references import Area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.merge.axis import Slot
    from reportgen.merge.book import Sheet
    from reportgen.merge.pairing import Keys, Three
    from reportgen.merge.shifting import Merge, Sheets
    from reportgen.merge.styles import Looks
    from reportgen.render.excel.references import Corner, Piece

KEPT: Final = "保留"
RENEWED: Final = "更新"
CONFLICT: Final = "冲突"
UNMERGED: Final = "未合并"
_LONGEST: Final = 80
_FINEST: Final = 8
"""Decimals to which two numbers are the same: what is pasted has the errors of binary numbers."""


@dataclass(slots=True)
class Outcome:
    """A merged sheet: its cells by place, what was done, and the notes that conflicts get."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    changed: set[tuple[int, int]] = field(default_factory=set)
    """Cells that do not say what hers said: by their place in the merged sheet."""
    told: list[Told] = field(default_factory=list)
    unmerged: list[Told] = field(default_factory=list)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    covered: dict[tuple[int, int], tuple[int, int] | None] = field(default_factory=dict)
    """Cells that a merged range of hers hides, with the cell that shows in their place."""


@dataclass(slots=True)
class CellMerge:
    """One sheet on its way: its three versions, how they are arranged, and the looks of cells."""

    three: Three
    merge: Merge
    sheets: Sheets
    looks: Looks | None
    keys: Keys
    """The keys of the figures in the new sheet, by its cells."""
    outcome: Outcome = field(default_factory=Outcome)

    def run(self) -> Outcome:
        """The merged cells."""
        self._learn()
        self._cover()
        columns = list(enumerate(self.merge.columns.slots, 1))
        self._tell_columns()
        for row, slot in enumerate(self.merge.rows.slots, 1):
            if slot.new and not slot.hers:
                self._told_row(RENEWED, row, new=self._row_text(slot.new))
            elif slot.base and not slot.new and slot.hers and self.three.new is not None:
                self._conflict_row(row, slot)
            elif slot.hers and not slot.base and not slot.new:
                self._told_row(KEPT, row, hers=self._row_text(slot.hers, HERS))
            for column, across in columns:
                self._cell(row, column, slot, across)
        self._behind()
        self._left_out()
        return self.outcome

    def _cover(self) -> None:
        for at, shown in self.three.hers.covered().items() if self.three.hers else ():
            place = self.merge.at(HERS, *at)
            if place:
                self.outcome.covered[place] = self.merge.at(HERS, *shown)

    def _tell_columns(self) -> None:
        """The columns that she added, and those that are new."""
        hers, new = self.three.hers, self.three.new
        for column, across in enumerate(self.merge.columns.slots, 1):
            spot = f"{self.merge.title}!{column_letters(column)}列"
            if across.hers and not across.base and not across.new and hers is not None:
                text = _column_text(hers, across.hers)
                if text and self.three.base is not None:
                    self.outcome.told.append(Told(KEPT, spot, _short(text)))
            elif across.new and not across.hers and new is not None:
                text = _column_text(new, across.new)
                self.outcome.told.append(Told(RENEWED, spot, new=_short(text)))

    def _learn(self) -> None:
        """How cells that were generated look in her file now."""
        base, hers = self.three.base, self.three.hers
        if self.looks is None or base is None or hers is None:
            return
        made_in = self.looks.base
        for slot in self.merge.rows.slots:
            for across in self.merge.columns.slots:
                if slot.base and slot.hers and across.base and across.hers:
                    made = base.rows.get(slot.base, {}).get(across.base)
                    mine = hers.rows.get(slot.hers, {}).get(across.hers)
                    if made is not None and mine is not None:
                        self.looks.learn(across.hers, made_in.description(made.style), mine.style)

    def _cell(self, row: int, column: int, slot: Slot, across: Slot) -> None:
        three = self.three
        base = three.base.cell(slot.base, across.base) if three.base else BLANK
        new = three.new.cell(slot.new, across.new) if three.new else BLANK
        stored = three.hers.rows.get(slot.hers, {}).get(across.hers) if three.hers else None
        hers = stored or BLANK
        made = bool(slot.new and across.new and three.new)
        if not made:
            self._keep(row, column, hers, stored)
            return
        mine = self._moved(hers, HERS)
        key = self.keys.get((slot.new, across.new), "")
        if not (slot.hers and across.hers):
            taken = self._moved(new, NEW)
            if self.looks is not None:
                style = self.looks.style(across.hers or column, new.style)
                stored_new = across.new in (three.new.rows.get(slot.new, {}) if three.new else {})
                taken = replace(taken, style=style if stored_new else 0, element=None)
            if not taken.is_blank or taken.style:
                self.outcome.cells[row, column] = taken
                self.outcome.changed.add((row, column))
            return
        cell = self._three_ways(
            row, column, self._moved(base, BASE), mine, self._moved(new, NEW), key
        )
        cell = self._restyled(cell, base, new, across.hers)
        if stored is not None or not cell.is_blank:
            self.outcome.cells[row, column] = cell

    def _keep(self, row: int, column: int, hers: Cell, stored: Cell | None) -> None:
        if stored is not None:
            self.outcome.cells[row, column] = self._moved(hers, HERS)

    def _restyled(self, cell: Cell, base: Cell, new: Cell, column: int) -> Cell:
        """The look that the program gave the cell, where she left its look alone."""
        if self.looks is None or base is BLANK or new is BLANK:
            return cell
        before = self.looks.base.description(base.style)
        after = self.looks.new.description(new.style)
        if before == after or self.looks.known(column, before) != cell.style:
            return cell
        return replace(cell, style=self.looks.style(column, new.style))

    def _three_ways(
        self, row: int, column: int, base: Cell, hers: Cell, new: Cell, key: str
    ) -> Cell:
        renewed = not self._same(base, new) or (bool(base.formula) and base.content != new.content)
        # What a merged range hides is dropped by some programs: no edit of hers.
        if hers.is_blank and not base.is_blank and (row, column) in self.outcome.covered:
            return self._taken(row, column, hers, new)
        edited = not self._same(base, hers)
        if not renewed:
            if edited:
                self._tell(KEPT, row, column, hers=hers.shown(), old=base.shown(), key=key)
            return hers
        if self._same(hers, new):
            return self._taken(row, column, hers, new) if new.formula else hers
        if not edited:
            if NOWHERE in new.formula:
                return self._conflict(row, column, base, hers, new, key)
            if key or new.formula or not (_is_count(base) and _is_count(new)):
                self._tell(RENEWED, row, column, old=base.shown(), new=new.shown(), key=key)
            return self._taken(row, column, hers, new)
        if hers.kind == base.kind == new.kind == "s" and not (hers.formula or new.formula):
            text = merged_text(str(base.value), str(hers.value), str(new.value))
            if text is not None:
                self._tell(RENEWED, row, column, hers=text, old=base.shown(), new=new.shown())
                return self._taken(row, column, hers, replace(new, value=text))
        if base.formula and hers.formula and new.formula:
            formula = _widest(base.formula, hers.formula, new.formula)
            if formula is not None and NOWHERE not in formula:
                self._tell(RENEWED, row, column, hers=spelt(formula), key=key)
                return self._taken(row, column, hers, replace(new, formula=formula))
            if self._same(base, new):
                # Only its result is another: her own formula is computed anew.
                return hers
        if _is_number(base, hers) and new.kind == "n":
            # She pasted what the formula gave, or the number as text: it is still the old number.
            self._tell(RENEWED, row, column, old=base.shown(), new=new.shown(), key=key)
            return self._taken(row, column, hers, replace(new, formula=()))
        return self._conflict(row, column, base, hers, new, key)

    def _taken(self, row: int, column: int, hers: Cell, new: Cell) -> Cell:
        self.outcome.changed.add((row, column))
        return replace(new, style=hers.style, element=hers.element)

    def _conflict(self, row: int, column: int, base: Cell, hers: Cell, new: Cell, key: str) -> Cell:
        texts = [cell.shown() for cell in (hers, base, new)]
        self._tell(CONFLICT, row, column, *texts, key=key)
        self.outcome.notes[row, column] = cell_note(texts[2], texts[1])
        return hers

    def _same(self, one: Cell, other: Cell) -> bool:
        if one.formula or other.formula:
            own = self.merge.title
            return canonical(one.formula, own) == canonical(other.formula, own)
        return one.content == other.content

    def _moved(self, cell: Cell, side: int) -> Cell:
        if not cell.formula:
            return cell
        formula = self.sheets.pieces(cell.formula, side, self.merge)
        array = cell.array
        if array and side == HERS:
            array = Carry(self.sheets, self.merge).ranges(array) or array
        return replace(cell, formula=formula, array=array)

    def _conflict_row(self, row: int, slot: Slot) -> None:
        """A row that is no longer made but that she worked on stays."""
        old = self._row_text(slot.base, BASE)
        hers = self._row_text(slot.hers, HERS)
        self._told_row(CONFLICT, row, hers=hers, old=old, new="（新生成的没有这一行了）")
        first = next(
            (c for c, s in enumerate(self.merge.columns.slots, 1) if s.hers and not self._hers(slot, s).is_blank),
            1,
        )  # fmt: skip
        self.outcome.notes[row, first] = ROW_MARK

    def _hers(self, slot: Slot, across: Slot) -> Cell:
        return self.three.hers.cell(slot.hers, across.hers) if self.three.hers else BLANK

    def _behind(self) -> None:
        """Cells of hers beyond the last filled row or column: only formats, carried along."""
        hers = self.three.hers
        if hers is None:
            return
        rows, columns = self.merge.rows, self.merge.columns
        for number, cells in hers.rows.items():
            for across, cell in cells.items():
                if number > hers.last_row or across > hers.last_column:
                    place = rows.place(HERS, number), columns.place(HERS, across)
                    if all(place):
                        self.outcome.cells[place] = self._moved(cell, HERS)

    def _left_out(self) -> None:
        """New text whose row or column she deleted: it has no place."""
        base, new = self.three.base, self.three.new
        if base is None or new is None:
            return
        kept = {slot.base for slot in self.merge.rows.slots}
        new_of = self.merge.new_of
        for row in range(1, base.last_row + 1):
            made = new_of.get(row)
            if row in kept or made is None:
                continue
            old, text = self._row_text(row, BASE), self._row_text(made)
            if old != text:
                spot = f"{self.merge.title}!原第{row}行"
                told = Told(UNMERGED, spot, "（您删掉了这一行）", _short(old), text)
                self.outcome.unmerged.append(told)
                self.outcome.told.append(replace(told, new=_short(text)))

    def _row_text(self, row: int, side: int = NEW) -> str:
        sheet = (self.three.base, self.three.hers, self.three.new)[side]
        if sheet is None:
            return ""
        cells = sorted(sheet.rows.get(row, {}).items())
        return " ".join(text for _, cell in cells if (text := cell.shown()))

    def _tell(
        self, kind: str, row: int, column: int, hers: str = "", old: str = "", new: str = "", *, key: str = ""
    ) -> None:  # fmt: skip
        spot = f"{self.merge.title}!{column_letters(column)}{row}"
        self.outcome.told.append(Told(kind, spot, _short(hers), _short(old), _short(new), key))

    def _told_row(self, kind: str, row: int, hers: str = "", old: str = "", new: str = "") -> None:
        spot = f"{self.merge.title}!第{row}行"
        self.outcome.told.append(Told(kind, spot, _short(hers), _short(old), _short(new)))


def _is_number(base: Cell, hers: Cell) -> bool:
    """Whether hers is the number that a generated cell shows, whatever became of its formula or kind."""
    if base.kind != "n" or hers.formula or not isinstance(base.value, Decimal):
        return False
    try:
        value = Decimal(str(hers.value).replace(",", "").strip())
    except InvalidOperation:
        return False
    return value.is_finite() and round_half_up(value - base.value, _FINEST) == 0


def _is_count(cell: Cell) -> bool:
    """Whether it is a running number, which changes with every row that comes: nothing to tell."""
    value = cell.value
    return isinstance(value, Decimal) and value == value.to_integral_value() and not cell.formula


def _column_text(sheet: Sheet, column: int) -> str:
    cells = (sheet.cell(row, column) for row in range(1, sheet.last_row + 1))
    return " ".join(text for cell in cells if (text := cell.shown()))


def _widest(
    base: tuple[Piece, ...], hers: tuple[Piece, ...], new: tuple[Piece, ...]
) -> tuple[Piece, ...] | None:
    """A formula of which both only moved the ends of ranges: each end as whoever moved it has it."""
    if not len(base) == len(hers) == len(new):
        return None
    found: list[Piece] = []
    for one, mine, made in zip(base, hers, new, strict=True):
        if isinstance(one, Area) and isinstance(mine, Area) and isinstance(made, Area):
            if len({a.title for a in (one, mine, made)}) > 1 or mine.single != made.single:
                return None
            ends = [_end(a, b, c) for a, b, c in zip(one[1:5], mine[1:5], made[1:5], strict=True)]
            left, top, right, bottom = ends
            if left is None or top is None or right is None or bottom is None:
                return None
            found.append(Area(mine.sheet, left, top, right, bottom, mine.single))
        elif one == mine:
            found.append(made)
        elif one == made:
            found.append(mine)
        else:
            return None
    return tuple(found)


def _end(base: Corner, hers: Corner, new: Corner) -> Corner | None:
    if hers == base:
        return new
    return hers if new in (base, hers) else None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def cells_of(cells: dict[tuple[int, int], Cell]) -> Iterator[tuple[int, dict[int, Cell]]]:
    """The cells row by row, in order."""
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(cells.items(), key=lambda item: item[0]):
        rows.setdefault(row, {})[column] = cell
    yield from rows.items()
