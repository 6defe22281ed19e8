"""What is known of a template's formulas before there are values: read once, used for every copy.

Not for computing: `formulas`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reportgen.cell_names import column_letters
from reportgen.language import formula
from reportgen.language.errors import LanguageError
from reportgen.render.excel.references import Area, box_of, join_formula
from reportgen.render.excel.rows import arguments
from reportgen.render.excel.template import LAST_COLUMN, LAST_ROW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.render.excel.references import Piece
    from reportgen.render.excel.rows import Body
    from reportgen.render.excel.template import Cell

Bounds: TypeAlias = tuple[str | None, int, int, int, int]
"""Sheet, first row, first column, last row, last column, as the evaluator asks for them."""


@dataclass(frozen=True, slots=True)
class Slots:
    """What the cells of a template row hold, by column.

    ("value", content), or ("argument" or "formula", index). `line` is what the formulas are, where all
    of them are totals of the same rows.
    """

    cells: dict[int, tuple[str, object]]
    formulas: tuple[Cell, ...]
    line: TotalLine | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A formula of a template read once; by its references' bounds where these tell them apart.

    Without `areas` the formula is read again for each cell that has it.
    """

    parsed: formula.Formula | None
    areas: dict[Bounds, Area] | None
    problem: str = ""
    summed: Area | None = None
    """The range, where the formula is nothing but its sum."""
    total: Total | None = None


class Total(NamedTuple):
    """A sum of one column of rows of its own sheet without `$`, what nearly every total is.

    The column, the first and last row; the formula's text up to the first row and between the two.
    """

    column: int
    top: int
    bottom: int
    head: str
    middle: str


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


class TotalLine(NamedTuple):
    """Totals of the same rows, of the first to the last.

    `places` gives for a row's position in the body which of its values they add up, where these are all
    values.
    """

    top: int
    bottom: int
    totals: tuple[Total, ...]
    places: dict[int, tuple[int, ...]]


def with_line(item: Slots, known: list[Slots], body: Body, formulas: dict[int, Ready]) -> Slots:
    """The slots of a row with the line of totals that it is, if it is one; `known` are those of all rows."""
    found = [formulas[id(cell)].total for cell in item.formulas]
    totals = tuple(total for total in found if total is not None)
    if not totals or len(totals) < len(found) or len({total[1:3] for total in totals}) > 1:
        return item
    top, bottom = totals[0].top, totals[0].bottom
    places = {}
    for position, row in enumerate(body.rows):
        if top <= row.number <= bottom:
            cells = [known[position].cells.get(total.column, ("", 0)) for total in totals]
            if all(kind == "argument" for kind, _ in cells):
                places[position] = tuple(place for _, place in cells)
    return replace(item, line=TotalLine(top, bottom, totals, places))  # type: ignore[arg-type]


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
    if "SUMIF(" in parsed.text.upper():
        return Ready(parsed, None)
    summed = _summed(cell.formula)
    total = None if summed is None else _total(summed, cell.formula[0])
    return Ready(parsed, areas, summed=summed, total=total)


def sum_up(body: Body, totals: Iterable[Total]) -> None:
    """Note in the rows of a sheet which of them its formulas add up."""
    spans = {(total.top, total.bottom) for total in totals}
    for row in body.rows:
        if row.passing is not None and any(top <= row.number <= end for top, end in spans):
            row.passing = row.passing._replace(summed=True)


def _summed(pieces: tuple[Piece, ...]) -> Area | None:
    if len(pieces) == 3 and pieces[0] in {"SUM(", "sum("} and pieces[2] == ")":
        return pieces[1] if isinstance(pieces[1], Area) else None
    return None


def _total(area: Area, head: Piece) -> Total | None:
    fixed = area.left.fixed or area.right.fixed or area.top.fixed or area.bottom.fixed
    if area.sheet or area.single or fixed or not area.top.number or area.left != area.right:
        return None
    letters = column_letters(area.left.number)
    return Total(
        area.left.number, area.top.number, area.bottom.number, f"{head}{letters}", f":{letters}"
    )


def _bounds(area: Area) -> Bounds:
    box = box_of(area)
    rows = (box.top, box.bottom) if box.top else (1, LAST_ROW)
    columns = (box.left, box.right) if box.left else (1, LAST_COLUMN)
    return area.title if area.sheet else None, rows[0], columns[0], rows[1], columns[1]
