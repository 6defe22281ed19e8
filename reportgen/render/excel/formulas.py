"""The formulas of a produced workbook: their text where references are now, and their values.

Values come from the language's evaluator over the printed values, each formula once, in the order
of need with a work list. What cannot be computed is left to Excel, with a finding.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from reportgen.cell_names import column_letters
from reportgen.figure import Blank, Figure
from reportgen.language import formula
from reportgen.language.errors import LanguageError, LimitExceeded
from reportgen.language.formula import FormulaError, UnsupportedFormula
from reportgen.language.formula_values import LARGEST
from reportgen.language.printing import Printed
from reportgen.language.values import cell_value, plain
from reportgen.office.tree import escape
from reportgen.render import kinds
from reportgen.render.excel.digits import decimal_text
from reportgen.render.excel.emit import fit_text
from reportgen.render.excel.layout import join_resolved, nowhere, resolve
from reportgen.render.excel.references import Area, boxes, spelt_at
from reportgen.render.excel.row_plans import narrow
from reportgen.render.excel.totals import Line, Sum, line, shown_figure, summed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportgen.finding import Finding, Kind
    from reportgen.place import Place
    from reportgen.render.excel.formula_plans import Bounds, Ready, Slots, TotalLine
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.template import Cell

MOST_READ: Final = 20_000_000
"""Cells that the formulas of a workbook may read together: running totals grow with the square."""

_NOTHING: Final = ("value", None)

Content: TypeAlias = Figure | Decimal | int | str | bool | Blank | FormulaError | None


class Target(NamedTuple):
    """A formula cell of the produced workbook: sheet, emission, place among the row's formulas."""

    title: str
    emission: int
    place: int


class _NeededError(Exception):
    """Formulas that must be computed first."""

    def __init__(self, targets: list[Target]) -> None:
        super().__init__()
        self.targets = targets


class _UnknownError(Exception):
    """A cell whose formula is left to Excel."""


NOT_READY: Final = (_NeededError, _UnknownError, LimitExceeded)
"""What reading cells raises where they are not all known."""


class Calculator:
    """Computes the formulas of one produced workbook.

    By title: the layouts, the slots of their rows, and by cell id the ready formulas. `name` is the
    template's, without suffix: what is computed here is named by its cell there.
    """

    def __init__(
        self,
        name: str,
        layouts: dict[str, Layout],
        rows: dict[str, list[Slots]],
        formulas: dict[str, dict[int, Ready]],
        place: Callable[[str, Cell, int], Place],
        strip: Callable[[str], str],
    ) -> None:
        self.name = name
        self.layouts = layouts
        self.rows = rows
        self.formulas = formulas
        self.place = place
        self.strip = strip
        self.values: dict[tuple[str, int, int], Content] = {}
        self._waiting: dict[tuple[str, int, int], Sum] = {}
        """Totals whose figures nobody asked for yet."""
        self._lines: dict[tuple[str, int], Line] = {}
        """The same of rows of totals, by sheet and emission."""
        self.unknown: set[Target] = set()
        self.findings: list[Finding] = []
        self.read = 0
        self.widths: dict[str, int] = {}
        self._told: set[tuple[int, str]] = set()

    def compute(self, target: Target) -> None:
        """Compute a formula and what it rests on."""
        stack = [target]
        waiting: set[Target] = set()
        while stack:
            current = stack[-1]
            if current in self.values or current in self.unknown or self._is_total(current):
                stack.pop()
                continue
            try:
                value = self._evaluate(current)
            except _NeededError as needed:
                waiting.add(current)
                if any(item in waiting for item in needed.targets):
                    self._leave(current, kinds.CIRCULAR)
                else:
                    stack += needed.targets
            except _UnknownError:
                self.unknown.add(current)
            except UnsupportedFormula as error:
                self._leave(current, kinds.NOT_EVALUATED, what=error.name)
            except LimitExceeded:
                self._leave(current, kinds.FORMULA_TOO_LARGE, limit=f"{MOST_READ:,}")
            except LanguageError as error:
                self._leave(current, kinds.NOT_EVALUATED, what=error.sentence)
            else:
                if type(value) is Figure:
                    value = self._named(value, current)
                self.values[current] = value
                if isinstance(value, FormulaError):
                    self._tell(current, kinds.FORMULA_ERROR, value=value.code)

    def bodies(self, title: str) -> dict[int, list[str]]:
        """The bodies of a sheet's formula cells by emission, `narrow`."""
        layout, rows = self.layouts[title], self.rows[title]
        found: dict[int, list[str]] = {}
        emissions = [
            emission
            for item, copies in zip(rows, layout.copies, strict=True)
            if item.formulas
            for emission in copies
        ]
        for emission in sorted(emissions):
            item = rows[layout.positions[emission]]
            found[emission] = self._line(title, emission, layout, item.line) or [
                self._totalled(title, emission, index, layout, cell)
                or self._body(Target(title, emission, index), cell)
                for index, cell in enumerate(item.formulas)
            ]
        return found

    def _line(
        self, title: str, emission: int, layout: Layout, plan: TotalLine | None
    ) -> list[str] | None:
        """The bodies of a row of totals over the same rows, else None.

        Their figures are made when somebody asks for them.
        """
        span = None if plan is None else layout.span(plan.top, plan.bottom, emission)
        found = None if span is None or plan is None else line(layout, span, plan)
        if found is None or max(map(Decimal.adjusted, found.amounts)) > LARGEST:
            return None
        self._lines[title, emission] = found
        top, bottom = span  # type: ignore[misc]
        return [
            f"><f>{total.head}{top}{total.middle}{bottom})</f><v>{text}</v></c>"
            for total, text in zip(plan.totals, found.texts(), strict=True)  # type: ignore[union-attr]
        ]

    def _totalled(
        self, title: str, emission: int, index: int, layout: Layout, cell: Cell
    ) -> str | None:
        """The body of a cell that adds up one column of numbers printed in one format, else None.

        Its figure is made when somebody asks for it.
        """
        total = self.formulas[title][id(cell)].total
        if total is None:
            return None
        span = layout.span(total.top, total.bottom, emission)
        if span is None:
            return None
        found = summed(self.rows[title], layout, span, total.column)
        target = (title, emission, index)
        if found is None or found.amount.adjusted() > LARGEST or target in self.values:
            return None
        self._waiting[target] = found
        text = f"{total.head}{span[0]}{total.middle}{span[1]})"
        return f"><f>{text}</f><v>{decimal_text(found.scaled)}</v></c>"

    def content(self, target: Target) -> Content:
        """What a formula gave; None as well where it was not computed."""
        if target not in self.values and self._is_total(target):
            row = self._lines.get(target[:2])
            total = self._waiting[target] if row is None else row.total(target.place)
            self.values[target] = self._named(total.figure(), target)
        return self.values.get(target)

    def _is_total(self, target: Target) -> bool:
        """Whether a formula was added up already, alone or with its row."""
        return target[:2] in self._lines or target in self._waiting

    def _body(self, target: Target, cell: Cell) -> str:
        self.compute(target)
        layout = self.layouts[target.title]
        text = escape(self._text(target, cell))
        head = "<f>"
        if cell.array:
            moved = [layout.moved(box) for box in boxes(cell.array)]
            reference = " ".join(box.spelt() for box in moved if box is not None)
            head = f'<f t="array" ref="{reference}">'
        if target in self.unknown:
            return narrow(f">{head}{text}</f></c>")
        kind, value = _cached(self.content(target))
        return narrow(f"{kind}>{head}{text}</f><v>{value}</v></c>")

    def _text(self, target: Target, cell: Cell) -> str:
        area = self.formulas[target.title][id(cell)].summed
        if area is not None and not area.sheet and area.top.number and not area.single:
            box = self.layouts[target.title].box(area, target.emission)
            if box is not None:
                return f"{cell.formula[0]}{spelt_at(area, box)})"
        resolved = resolve(cell.formula, self.layouts, target.title, target.emission)
        return join_resolved(resolved, cell.formula)

    def _named(self, value: Figure, target: Target) -> Figure:
        """The result under a key that stays when other operands join: its cell in the template.

        Inside loops the row's first figure (or text) tells the copies apart. A formula that only
        points to another cell shows the figure there.
        """
        cell, layout = self._cell(target), self.layouts[target.title]
        if len(cell.formula) == 1:
            return value
        row = layout.body.rows[layout.positions[target.emission]]
        key = f"公式/{self.name}/{target.title}/{column_letters(cell.column)}{row.number}"
        if row.path:
            key += f"@{_label(layout.values(target.emission), self.strip)}"
        return value.named(key)

    def _evaluate(self, target: Target) -> Content:
        cell = self._cell(target)
        prepared = self.formulas[target.title][id(cell)]
        if prepared.parsed is None:
            raise UnsupportedFormula(prepared.problem)
        if prepared.areas is None:
            parsed = formula.parse(self._text(target, cell))
            return parsed.evaluate(lambda *bounds: self._area(bounds, None, target))
        if prepared.summed is not None:
            total = self._sum(prepared.summed, target)
            if total is not None:
                return total
        areas = prepared.areas
        return prepared.parsed.evaluate(lambda *bounds: self._area(bounds, areas[bounds], target))

    def _area(
        self, bounds: Bounds, area: Area | None, target: Target
    ) -> Iterator[Sequence[Content]]:
        """The cells of a reference; `area` is the template's, without it bounds are final."""
        title = bounds[0] or target.title
        layout = self.layouts.get(title)
        if layout is None:
            raise UnsupportedFormula(f"工作表“{title}”")
        _, top, left, bottom, right = bounds
        if area is not None:
            own = title == target.title
            box = layout.box(area, target.emission if own else None) or nowhere(area)
            if box.top:
                top, bottom = box.top, box.bottom
        return self.cells(title, layout, (top, bottom), (left, right))

    def cells(
        self, title: str, layout: Layout, rows: tuple[int, int], columns: tuple[int, int]
    ) -> Iterator[Sequence[Content]]:
        """The contents of cells, row by row, as far as the sheet stores any; raises `NOT_READY`."""
        top, bottom = rows[0], min(rows[1], layout.last)
        left, right = columns[0], min(columns[1], self.width(title))
        self.read += max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if self.read > MOST_READ:
            raise LimitExceeded(limit="公式引用的单元格", maximum=MOST_READ)
        needed: list[Target] = []
        found = [
            self._column(title, layout, top, bottom, column, needed)
            for column in range(left, right + 1)
        ]
        if needed:
            raise _NeededError(needed)
        return zip(*found, strict=True)

    def _column(
        self, title: str, layout: Layout, top: int, bottom: int, column: int, needed: list[Target]
    ) -> list[Content]:
        """The contents of a column from row to row; formulas not computed yet go to `needed`."""
        by_position = [item.cells.get(column, _NOTHING) for item in self.rows[title]]
        first, last = layout.emission_from(top), layout.emission_from(bottom + 1)
        positions, finals = layout.positions, layout.finals
        gaps = bottom - top + 1 != last - first
        found: list[Content] = []
        for emission in range(first, last):
            if gaps:
                found += [None] * (finals[emission] - top - len(found))
            kind, item = by_position[positions[emission]]
            if kind == "argument":
                value = layout.value(emission, item)  # type: ignore[arg-type]
                found.append(
                    shown_figure(value) if type(value) is Printed else self._content(value)
                )
            elif kind == "value":
                found.append(item)  # type: ignore[arg-type]
            else:
                target = Target(title, emission, item)  # type: ignore[arg-type]
                if target in self.unknown:
                    raise _UnknownError
                found.append(self.content(target))
                if target not in self.values:
                    needed.append(target)
        found += [None] * (bottom - top + 1 - len(found))
        return found

    def _sum(self, area: Area, target: Target) -> Figure | None:
        """The sum of one column of numbers printed in one format, added up before it is scaled.

        What nearly every total is; None for anything else, which the evaluator takes.
        """
        title = area.title or target.title
        layout = self.layouts.get(title)
        if layout is None or not area.top.number or area.left != area.right:
            return None
        box = layout.box(area, target.emission if title == target.title else None)
        if box is None:
            return None
        found = summed(self.rows[title], layout, (box.top, box.bottom), box.left)
        return None if found is None else found.figure()

    def width(self, title: str) -> int:
        """The last column that a sheet stores."""
        if title not in self.widths:
            columns = (max(item.cells, default=0) for item in self.rows[title])
            self.widths[title] = max(columns, default=0)
        return self.widths[title]

    def _content(self, value: object) -> Content:
        if isinstance(value, Printed):
            return shown_figure(value)
        if isinstance(value, str):
            return self.strip(value)
        value = cell_value(value)
        if isinstance(value, bool):
            return plain(value)
        return value if isinstance(value, Figure | Decimal | int | Blank) else plain(value)

    def _cell(self, target: Target) -> Cell:
        layout = self.layouts[target.title]
        return self.rows[target.title][layout.positions[target.emission]].formulas[target.place]

    def _leave(self, target: Target, kind: Kind, **values: str) -> None:
        self.unknown.add(target)
        self._tell(target, kind, **values)

    def _tell(self, target: Target, kind: Kind, **values: str) -> None:
        """One finding for all copies of a formula."""
        cell = self._cell(target)
        if (id(cell), kind.code) not in self._told:
            self._told.add((id(cell), kind.code))
            position = self.layouts[target.title].positions[target.emission]
            number = self.layouts[target.title].body.rows[position].number
            place = self.place(target.title, cell, number)
            finding = kind.at(place, formula=cell.typed, **values)  # type: ignore[arg-type]
            self.findings.append(finding)


def _label(values: list[object], strip: Callable[[str], str]) -> str:
    """What tells a printed row from the other copies: its first figure's key, else its first text."""
    text = ""
    for value in values:
        item = value.figure if isinstance(value, Printed) else value
        if isinstance(item, Figure) and item.key:
            return item.key
        if not text and isinstance(value, str):
            text = strip(value).strip()
    return text


def _cached(value: Content) -> tuple[str, str]:
    """The type attribute and the text of a cached value."""
    if isinstance(value, bool):
        return ' t="b"', "1" if value else "0"
    if isinstance(value, Figure):
        value = value.value
    if isinstance(value, Decimal | int):
        return "", decimal_text(Decimal(value))
    if isinstance(value, FormulaError):
        return ' t="e"', value.code
    text = value.value if isinstance(value, Blank) else (value or "")
    return ' t="str"', escape(fit_text(text))
