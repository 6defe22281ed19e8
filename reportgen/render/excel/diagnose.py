"""The slow lane: when a sheet fails, every cell is tried on its own, so that all faults are told.

Not used where all is well.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.cell_names import column_letters
from reportgen.language.environment import engine_template
from reportgen.language.errors import UnknownNameError, describe
from reportgen.language.printing import Marks
from reportgen.render.excel.emit import UnprintableCellError, Writer
from reportgen.render.excel.rows import arguments, control_place, source
from reportgen.render.excel.template import Control

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.finding import Finding
    from reportgen.language.environment import Environment
    from reportgen.place import Place
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.rows import Body
    from reportgen.render.excel.template import Cell, Problems, Row, Sheet

Keep: TypeAlias = "Callable[[Row, Cell], bool]"
_Output: TypeAlias = tuple[list[tuple[object, ...]], Marks]
_ENDS: Final = {"for": "endfor", "if": "endif"}

MOST: Final = 200
"""So many findings of one sheet are told; a template that fails everywhere has one cause."""


def compile_problems(
    sheet: Sheet, body: Body, env: Environment, problems: Problems, error: Exception
) -> list[Finding]:
    """Why a sheet's source does not compile: each tag tried on its own."""
    found: list[Finding] = []

    def attempt(text: str, place: Place, typed: str) -> None:
        try:
            engine_template(env, text)
        except Exception as inner:  # noqa: BLE001 - whatever Jinja says becomes a finding
            found.append(describe(inner, typed).at(place))

    for step in body.steps:
        if isinstance(step, int):
            row = body.rows[step]
            for cell in arguments(row):
                text = cell.source if cell.kind == "text" else f"{{{{ ({cell.source}) }}}}"
                attempt(text, cell_place(problems, sheet, row, cell), cell.typed)
            continue
        control = step[0]
        ends = {"for": "{% endfor %}", "if": "{% endif %}", "set": ""}
        if control.keyword in {"elif", "for", "if", "set"}:
            text = (
                control.source.removeprefix("el") if control.keyword == "elif" else control.source
            )
            keyword = control.keyword.removeprefix("el")
            attempt(
                f"{{% {text} %}}{ends[keyword]}",
                control_place(problems, sheet, control),
                control.typed,
            )
    return found or [describe(error).at(problems.place(sheet.title))]


def run_problems(
    sheet: Sheet,
    body: Body,
    env: Environment,
    problems: Problems,
    names: Mapping[str, object],
    error: Exception,
) -> list[Finding]:
    """Why a sheet fails with these names: its controls, then each of its cells on its own."""
    found: list[Finding] = []
    while (failed := _failing_control(body, env, names)) is not None:
        index, inner = failed
        control = body.steps[index][0]  # type: ignore[index]
        place = control_place(problems, sheet, control)
        found.append(describe(taught(inner, names, env), control.typed).at(place))
        # What stands inside cannot be tried; the rest can.
        body = replace(body, steps=body.steps[:index] + body.steps[_end(body, index) :])
    for position in [step for step in body.steps if isinstance(step, int)]:
        row = body.rows[position]
        for index, cell in enumerate(arguments(row), 1):
            inner_error = _try_cell(body, env, names, (position, index), cell)
            if inner_error is not None and len(found) < MOST:
                place = cell_place(problems, sheet, row, cell)
                found.append(problem_of(inner_error, cell, names, env, place))
    return found or [describe(taught(error, names, env)).at(problems.place(sheet.title))]


def value_problems(
    sheet: Sheet,
    layout: Layout,
    writer: Writer,
    problems: Problems,
    names: Mapping[str, object],
    env: Environment,
) -> list[Finding]:
    """Which printed values a cell cannot hold; one finding for each cell of the template and kind."""
    found: dict[tuple[int, str], Finding] = {}
    for emission, position in enumerate(layout.positions):
        row = layout.body.rows[position]
        for cell, value in zip(arguments(row), layout.values(emission), strict=True):
            try:
                writer.bodies((value,))
            except Exception as error:  # noqa: BLE001 - every value is told
                place = cell_place(problems, sheet, row, cell)
                finding = problem_of(error, cell, names, env, place)
                found.setdefault((id(cell), finding.code), finding)
        if len(found) >= MOST:
            break
    return list(found.values())


def cell_place(problems: Problems, sheet: Sheet, row: Row, cell: Cell) -> Place:
    """A cell of the template, with its tag as typed."""
    place = f"{column_letters(cell.column)}{row.number}"
    return problems.place(sheet.title, place, cell.typed)


def problem_of(
    error: Exception, cell: Cell, names: Mapping[str, object], env: Environment, place: Place
) -> Finding:
    """Any exception about a cell as a finding."""
    if isinstance(error, UnprintableCellError):
        return error.kind.at(place, **error.values)  # type: ignore[arg-type]
    return describe(taught(error, names, env), cell.typed).at(place)


def taught(error: Exception, names: Mapping[str, object], env: Environment) -> Exception:
    """An unknown name with the names that are known, for a suggestion."""
    if isinstance(error, UnknownNameError) and not error.known:
        error.learn([*(name for name in names if not name.startswith("_")), *env.globals])
    return error


def _execute(body: Body, env: Environment, names: Mapping[str, object], keep: Keep) -> _Output:
    rows: list[tuple[object, ...]] = []
    marks = Marks()
    callables = {"__row": rows.append, "__begin": _nothing}
    program = engine_template(env, source(body, keep))
    for _ in program.pieces({**names, **callables}, marks):
        pass
    return rows, marks


def _nothing(_: int) -> None:
    """Iterations are of no interest here."""


def _none(_row: Row, _cell: Cell) -> bool:
    return False


def _failing_control(
    body: Body, env: Environment, names: Mapping[str, object]
) -> tuple[int, Exception] | None:
    """The first control that fails, by its index among the steps; None where none does."""
    opened: list[str] = []
    for index, step in enumerate(body.steps):
        if isinstance(step, int):
            continue
        keyword = step[0].keyword
        if keyword in _ENDS:
            opened.append(_ENDS[keyword])
        elif keyword in {"endfor", "endif"}:
            opened.pop()
        closing = [(Control("tr", end, end, "", 0, 0), -1) for end in reversed(opened)]
        try:
            _execute(replace(body, steps=[*body.steps[: index + 1], *closing]), env, names, _none)
        except Exception as error:  # noqa: BLE001 - the error is what is asked for
            return index, error
    return None


def _end(body: Body, index: int) -> int:
    """The index behind the block that the control at `index` opens or stands in."""
    step = body.steps[index]
    if isinstance(step, int) or step[0].keyword == "set":
        return index + 1
    depth = 0
    for at in range(index, len(body.steps)):
        other = body.steps[at]
        if isinstance(other, int):
            continue
        if other[0].keyword in _ENDS:
            depth += 1
        elif other[0].keyword in {"endfor", "endif"}:
            depth -= 1
            if depth <= 0:
                return at + 1 if step[0].keyword in _ENDS else at
    return len(body.steps)


def _try_cell(
    body: Body,
    env: Environment,
    names: Mapping[str, object],
    spot: tuple[int, int],
    wanted: Cell,
) -> Exception | None:
    """The error of a cell evaluated alone, None where it has none."""
    try:
        rows, marks = _execute(body, env, names, lambda _, cell: cell is wanted)
        writer = Writer(marks)
        for row in rows:
            if row[0] == spot[0]:
                writer.bodies((row[spot[1]],))
    except Exception as error:  # noqa: BLE001 - the error is what is asked for
        return error
    return None
