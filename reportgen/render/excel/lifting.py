"""Numbers of repeated rows printed without a call for each: `{{ 行.金额 | 万元 }}` in a loop.

Such a tag is a name and a number format and nothing else; so the source passes the figure as it is, and
whether the format can print it is asked of all copies of the cell together. What is no figure, or of
another unit, goes through the filter one by one, which converts it or raises what it always raises.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reportgen.figure import Figure
from reportgen.render.excel.rows import arguments
from reportgen.render.excel.series import Series

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.language.environment import Environment
    from reportgen.language.printing import NumberFormat, Printed
    from reportgen.render.excel.rows import Body
    from reportgen.render.excel.template import Cell

_NAME_AND_FORMAT: Final = re.compile(
    r"\s*([^\W\d]\w*(?:\.[^\W\d]\w*)+)\s*\|\s*([^\W\d]\w*)\s*(?:\(\s*([0-9])\s*\)\s*)?"
)


class Lifted(NamedTuple):
    """A value that is a name and a number format: the name's source, the filter, the format."""

    source: str
    convert: Callable[[object], Printed]
    form: NumberFormat


def lift(body: Body, env: Environment) -> None:
    """Note in each row of a loop which of its values are but a name and a number format."""
    for row in body.rows:
        if row.path:
            cells = enumerate(arguments(row), 1)
            found = ((place, _lifted(cell, env)) for place, cell in cells)
            row.lifted = {place: item for place, item in found if item is not None}


def _lifted(cell: Cell, env: Environment) -> Lifted | None:
    match = _NAME_AND_FORMAT.fullmatch(cell.source)
    if cell.kind != "value" or cell.bound is not None or match is None:
        return None
    number_filter: Any = env.filters.get(match[2])
    if getattr(number_filter, "number_format", None) is None:
        return None
    decimals = () if match[3] is None else (int(match[3]),)
    form: NumberFormat = number_filter(Figure(Decimal(0)), *decimals).format
    return Lifted(match[1], lambda value: number_filter(value, *decimals), form)


def taken(lifted: Lifted, column: Sequence[object]) -> Series | None:
    """The column where it is nothing but figures that the format can print, else None."""
    if set(map(type, column)) != {Figure}:
        return None
    figures: Sequence[Figure] = column  # type: ignore[assignment]
    unit = figures[0].unit
    # One pass: a long column is read from memory each time.
    amounts = [item.value for item in figures if item.unit == unit]
    if len(amounts) == len(figures):
        return Series.of(figures, amounts, lifted.form) if lifted.form.accepts(unit) else None
    if all(map(lifted.form.accepts, {item.unit for item in figures})):
        return Series.of(figures, [item.value for item in figures], lifted.form)
    return None


def converted(lifted: Lifted, column: Sequence[object]) -> list[object]:
    """The values of a column with those printed that the format does not take as they are.

    Raises what the filter raises.
    """
    return [
        value
        if type(value) is Figure and lifted.form.accepts(value.unit)
        else lifted.convert(value)
        for value in column
    ]
