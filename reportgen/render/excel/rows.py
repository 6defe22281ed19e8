"""The structure of a sheet's rows: loops and conditions paired, and the Jinja source that runs them.

Not for where printed rows end up: that is the layout. A sheet's source prints nothing; each row that
is printed is a call `__row((position, values…))`, each iteration that its first row does not give
away a call `__begin(loop)`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.render import kinds
from reportgen.render.excel.template import Control, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.place import Place
    from reportgen.render.excel.template import Cell, Problems, Sheet

_ENDS: Final = {"endfor": "for", "endif": "if"}
_CHINESE: Final = {"for": "{%tr endfor %}", "if": "{%tr endif %}"}


@dataclass(slots=True)
class Loop:
    """A `{%tr for %}`; `first` is the position of the row that begins each iteration, or −1.

    With −1 the source marks where iterations begin.
    """

    control: Control
    first: int = -1


@dataclass(slots=True)
class Body:
    """The rows of a sheet that can be printed, and the order in which they are run.

    `steps` holds positions in `rows`, and controls with their loop's number (−1: not a loop).
    `numbers` and `paths` are of all stored rows, control rows as well, in template order.
    """

    rows: list[Row] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    steps: list[int | tuple[Control, int]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    paths: list[tuple[int, ...]] = field(default_factory=list)
    _between: dict[tuple[int, int], tuple[int, int] | None] = field(default_factory=dict)

    def between(self, top: int, bottom: int) -> tuple[int, int] | None:
        """The positions from … up to of rows top…bottom; None where one of their edges is not stored."""
        key = (top, bottom)
        if key not in self._between:
            numbers = [row.number for row in self.rows]
            low, end = bisect_left(numbers, top), bisect_right(numbers, bottom)
            stored = (
                low < end
                and not self.rows[low].gap
                and bottom <= numbers[-1]
                and (end == len(numbers) or not self.rows[end].gap)
            )
            self._between[key] = (low, end) if stored else None
        return self._between[key]

    @property
    def runs(self) -> bool:
        """Whether Jinja has anything to do here."""
        return any(not isinstance(step, int) for step in self.steps) or any(
            arguments(row) for row in self.rows
        )


@dataclass(slots=True)
class _Open:
    control: Control
    loop: int
    otherwise: bool = False


def arrange(sheet: Sheet, problems: Problems) -> Body:
    """Pair the control rows of a sheet; what does not pair is reported and left out."""
    body = Body()
    opened: list[_Open] = []
    for row in sheet.rows:
        path = _path(opened)
        if row.control is None:
            _print(body, row, path)
            continue
        if row.gap:
            _print(body, Row(row.number - 1, "", [], gap=row.gap - 1), path)
        reason = "" if row.control.axis == "sheet" else _control(body, opened, row.control)
        body.numbers.append(row.number)
        # A control row belongs to what is around its loop, on both sides.
        body.paths.append(min(path, _path(opened), key=len))
        if reason:
            problems.add(
                kinds.UNBALANCED,
                control_place(problems, sheet, row.control),
                tag=row.control.typed,
                reason=reason,
            )
    for item in opened:
        problems.add(
            kinds.UNBALANCED,
            control_place(problems, sheet, item.control),
            tag=item.control.typed,
            reason=f"没有对应的 {_CHINESE[item.control.keyword]}",
        )
    return body


def control_place(problems: Problems, sheet: Sheet, control: Control) -> Place:
    """The cell of a control."""
    cell = f"{column_letters(control.column)}{control.row}"
    return problems.place(sheet.title, cell, control.typed)


def arguments(row: Row) -> list[Cell]:
    """The cells of a row whose values the source passes, in order."""
    return [cell for cell in row.cells if cell.kind in {"value", "text"}]


def source(body: Body, keep: Callable[[Row, Cell], bool] | None = None) -> str:
    """The Jinja source of a sheet once it is known what its rows pass (`lifting`).

    With `keep`, the tags as they are typed: only those cells are evaluated, the rest is None.
    """
    # Naming the callables once at the top lets loops reach them without a look-up of their own.
    pieces = ["{% if __row and __begin %}{% endif %}"]
    for step in body.steps:
        if isinstance(step, int):
            pieces.append(_row_source(body.rows[step], step, keep))
            continue
        control, loop = step
        pieces.append(f"{{% {control.source} %}}")
        if control.keyword == "for" and body.loops[loop].first < 0:
            pieces.append(f"{{% if __begin({loop}) %}}{{% endif %}}")
    return "".join(pieces)


def _path(opened: list[_Open]) -> tuple[int, ...]:
    return tuple(item.loop for item in opened if item.loop >= 0 and not item.otherwise)


def _print(body: Body, row: Row, path: tuple[int, ...]) -> None:
    row.path = path
    position = len(body.rows)
    if path and _fresh(body, path[-1]):
        body.loops[path[-1]].first = position
    body.steps.append(position)
    body.rows.append(row)
    body.numbers.append(row.number)
    body.paths.append(path)


def _fresh(body: Body, loop: int) -> bool:
    """Whether nothing but `set` stands between the loop's start and here."""
    for step in reversed(body.steps):
        if isinstance(step, int):
            return False
        if step[1] == loop:
            return step[0].keyword == "for"
        if step[0].keyword != "set":
            return False
    return False


def _control(body: Body, opened: list[_Open], control: Control) -> str:
    """Take a control into account; the reason where it does not fit, else nothing."""
    keyword = control.keyword
    loop = -1
    if keyword == "for":
        loop = len(body.loops)
        body.loops.append(Loop(control))
        opened.append(_Open(control, loop))
    elif keyword == "if":
        opened.append(_Open(control, -1))
    elif keyword in _ENDS:
        if not opened or opened[-1].control.keyword != _ENDS[keyword]:
            return f"前面没有对应的 {{%tr {_ENDS[keyword]} … %}}，或者和别的循环、条件交叉了"
        loop = opened.pop().loop
    elif keyword in {"else", "elif"}:
        inside = opened[-1] if opened else None
        if (
            inside is None
            or inside.otherwise
            or (keyword, inside.control.keyword) == ("elif", "for")
        ):
            return "不在循环或条件里面"
        inside.otherwise = keyword == "else"
        loop = inside.loop
    body.steps.append((control, loop))
    return ""


def captured(cell: Cell) -> bool:
    """Whether a value is evaluated before its row is passed: it is a text, or in a repeated column."""
    return cell.kind == "text" or cell.bound is not None


def _row_source(row: Row, position: int, keep: Callable[[Row, Cell], bool] | None) -> str:
    before: list[str] = []
    values = []
    for place, cell in enumerate(arguments(row), 1):
        if keep is not None and not keep(row, cell):
            values.append("none")
            continue
        if cell.bound is not None:
            name, _, index = cell.bound[0].partition("@")
            before.append(f"{{% set {name} = __tc{index}[{cell.bound[1]}] %}}")
        if cell.kind == "text":
            before.append(f"{{% set __c{place} %}}{cell.source}{{% endset %}}")
        elif cell.bound is not None:
            before.append(f"{{% set __c{place} = ({cell.source}) %}}")
        if cell.bound is not None:
            # Outside its columns the name is unknown again.
            before.append(f"{{% set {name} = __no{index} %}}")
        values.append(f"__c{place}" if captured(cell) else f"({cell.source})")
    if keep is None and row.passing is not None:
        values = list(row.passing.sources)
    passed = "".join(f"{item}, " for item in (position, *values))
    return f"{''.join(before)}{{% if __row(({passed})) %}}{{% endif %}}"
