"""The formulas of a produced workbook: their text where references are now, and their values.

Values come from the language's evaluator over the printed values, each formula once, in the order
of need with a work list. What cannot be computed is left to Excel, with a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from reportgen.figure import Blank, Derived, Figure
from reportgen.language import formula
from reportgen.language.errors import LanguageError, LimitExceeded
from reportgen.language.formula import FormulaError, UnsupportedFormula
from reportgen.language.printing import Printed
from reportgen.language.values import cell_value, plain
from reportgen.office.tree import escape
from reportgen.render import kinds
from reportgen.render.excel.emit import decimal_text, fit_text
from reportgen.render.excel.layout import join_resolved, nowhere, resolve
from reportgen.render.excel.references import Area, box_of, boxes, join_formula
from reportgen.render.excel.rows import arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportgen.finding import Finding, Kind
    from reportgen.place import Place
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.rows import Body
    from reportgen.render.excel.template import Cell

MOST_READ: Final = 20_000_000
"""Cells that the formulas of a workbook may read together: running totals grow with the square."""

Content: TypeAlias = Figure | Decimal | int | str | bool | Blank | FormulaError | None
Bounds: TypeAlias = tuple[str | None, int, int, int, int]


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


@dataclass(frozen=True, slots=True)
class Slots:
    """What the cells of a template row hold, by column.

    ("value", content), or ("argument" or "formula", index).
    """

    cells: dict[int, tuple[str, object]]
    formulas: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A formula of a template read once; by its references' bounds where these tell them apart.

    Without `areas` the formula is read again for each cell that has it.
    """

    parsed: formula.Formula | None
    areas: dict[Bounds, Area] | None
    problem: str = ""


def slots(body: Body) -> list[Slots]:
    """The slots of each row of a sheet's body."""
    found = []
    for row in body.rows:
        passed = {id(cell): index for index, cell in enumerate(arguments(row), 1)}
        formulas = tuple(cell for cell in row.cells if cell.kind == "formula")
        cells: dict[int, tuple[str, object]] = {}
        for cell in row.cells:
            if cell.kind == "formula":
                cells[cell.column] = ("formula", formulas.index(cell))
            elif id(cell) in passed:
                cells[cell.column] = ("argument", passed[id(cell)])
            elif cell.value is not None:
                cells[cell.column] = ("value", cell.value)
        found.append(Slots(cells, formulas))
    return found


def ready(cell: Cell) -> Ready:
    """A formula cell made ready for evaluation."""
    if cell.array:
        return Ready(None, None, "数组公式")
    try:
        parsed = formula.parse(join_formula(cell.formula))
    except LanguageError as error:
        return Ready(None, None, error.sentence)
    if parsed.unsupported:
        return Ready(None, None, parsed.unsupported)
    areas: dict[Bounds, Area] = {}
    for piece in cell.formula:
        if isinstance(piece, Area):
            bounds = _bounds(piece)
            known = areas.setdefault(bounds, piece)
            if known != piece:
                return Ready(parsed, None)
    # SUMIF reads a range of another size than the one that is written.
    return Ready(parsed, None if "SUMIF(" in parsed.text.upper() else areas)


class Calculator:
    """Computes the formulas of one produced workbook.

    `sheets` gives by title the layout, the slots of its rows and the ready formulas by cell id.
    """

    def __init__(
        self,
        layouts: dict[str, Layout],
        rows: dict[str, list[Slots]],
        formulas: dict[int, Ready],
        place: Callable[[str, Cell, int], Place],
        strip: Callable[[str], str],
    ) -> None:
        self.layouts = layouts
        self.rows = rows
        self.formulas = formulas
        self.place = place
        self.strip = strip
        self.values: dict[Target, Content] = {}
        self.unknown: set[Target] = set()
        self.findings: list[Finding] = []
        self.read = 0
        self._told: set[tuple[int, str]] = set()

    def compute(self, target: Target) -> None:
        """Compute a formula and what it rests on."""
        stack = [target]
        waiting: set[Target] = set()
        while stack:
            current = stack[-1]
            if current in self.values or current in self.unknown:
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
                self.values[current] = value
                if isinstance(value, FormulaError):
                    self._tell(current, kinds.FORMULA_ERROR, value=value.code)

    def bodies(self, title: str) -> dict[int, list[str]]:
        """The bodies of a sheet's formula cells, by emission."""
        layout, rows = self.layouts[title], self.rows[title]
        found: dict[int, list[str]] = {}
        with_formulas = [bool(item.formulas) for item in rows]
        for emission, position in enumerate(layout.positions):
            if with_formulas[position]:
                found[emission] = [
                    self._body(Target(title, emission, index), cell)
                    for index, cell in enumerate(rows[position].formulas)
                ]
        return found

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
            return f">{head}{text}</f></c>"
        kind, value = _cached(self.values[target])
        return f"{kind}>{head}{text}</f><v>{value}</v></c>"

    def _text(self, target: Target, cell: Cell) -> str:
        resolved = resolve(cell.formula, self.layouts, target.title, target.emission)
        return join_resolved(resolved, cell.formula)

    def _evaluate(self, target: Target) -> Content:
        cell = self._cell(target)
        prepared = self.formulas[id(cell)]
        if prepared.parsed is None:
            raise UnsupportedFormula(prepared.problem)
        if prepared.areas is None:
            parsed = formula.parse(self._text(target, cell))
            return parsed.evaluate(lambda *bounds: self._area(bounds, None, target))
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
        return self._cells(title, layout, (top, bottom), (left, right))

    def _cells(
        self, title: str, layout: Layout, rows: tuple[int, int], columns: tuple[int, int]
    ) -> Iterator[Sequence[Content]]:
        slots_of = self.rows[title]
        top, bottom = rows[0], min(rows[1], layout.last)
        left, right = columns
        needed: list[Target] = []
        found: list[list[Content]] = []
        width = max((max(item.cells, default=0) for item in slots_of), default=0)
        right = min(right, width)
        self.read += max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if self.read > MOST_READ:
            raise LimitExceeded(limit="公式引用的单元格", maximum=MOST_READ)
        emission = layout.emission_from(top)
        for final in range(top, bottom + 1):
            if emission >= len(layout.finals) or layout.finals[emission] != final:
                found.append([None] * (right - left + 1))
                continue
            cells = slots_of[layout.positions[emission]].cells
            row: list[Content] = []
            for column in range(left, right + 1):
                kind, item = cells.get(column, ("value", None))
                if kind == "argument":
                    row.append(self._content(layout.rows[emission][item]))  # type: ignore[call-overload]
                elif kind == "value":
                    row.append(item)  # type: ignore[arg-type]
                else:
                    other = Target(title, emission, item)  # type: ignore[arg-type]
                    if other in self.unknown:
                        raise _UnknownError
                    if other in self.values:
                        row.append(self.values[other])
                    else:
                        needed.append(other)
            found.append(row)
            emission += 1
        if needed:
            raise _NeededError(needed)
        return iter(found)

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


def shown_figure(printed: Printed) -> Figure:
    """The figure as the cell holds it: scaled, resting on the figure that was printed."""
    item = printed.figure
    scaled = printed.scaled
    if scaled == item.value:
        return item
    return Figure(scaled, printed.format.unit, Derived("折算", (item,)), item.key)


def _bounds(area: Area) -> Bounds:
    box = box_of(area)
    rows = (box.top, box.bottom) if box.top else (1, 1_048_576)
    columns = (box.left, box.right) if box.left else (1, 16_384)
    return area.title if area.sheet else None, rows[0], columns[0], rows[1], columns[1]


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
