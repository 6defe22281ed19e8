"""What is known of a row's tags before it is printed: which of them Jinja need not look at row by row.

`{{ 行.名称 }}` in a loop over 行 is a name of the loop's row: the source passes the row, and the name is
asked of all copies together. `{{ 行.金额 | 万元 }}` and `{{ 行.金额(…) | 万元 }}` are such a name, or a call
of it, and a number format and nothing else: the figure is passed as it is, and whether the format can
print it is asked of all copies together. What is no figure, or of another unit, goes through the filter one by one, which converts it or raises what it
always raises. Not for the values themselves: `values`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reportgen.figure import Figure
from reportgen.render.excel.rows import arguments, captured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.language.environment import Environment
    from reportgen.language.printing import NumberFormat, Printed
    from reportgen.render.excel.rows import Body
    from reportgen.render.excel.template import Cell, Row

_NAME: Final = r"\s*([^\W\d]\w*(?:\.[^\W\d]\w*)+)\s*"
_NAME_ALONE: Final = re.compile(_NAME)
_CALL: Final = r"(?:\([^()]*\)\s*)?"
_NUMBER: Final = re.compile(f"({_NAME}{_CALL})" + r"\|\s*([^\W\d]\w*)\s*(?:\(\s*([0-9])\s*\)\s*)?")
_TARGETS: Final = re.compile(r"for\s+(.+?)\s+in\s")
_CHANGING: Final = re.compile(r"\bnamespace\b|\bloop\b(?!\s*\.)")
"""What gives a thing whose names change while the sheet runs: its names cannot be asked afterwards."""


class Lifted(NamedTuple):
    """A value that is printed in a number format: its own source, the filter, the format."""

    source: str
    convert: Callable[[object], Printed]
    form: NumberFormat


class Fetch(NamedTuple):
    """Names that are asked of one thing: which of what the source passes, the names, and their places.

    With a `form` all of them are printed in that one.
    """

    at: int
    names: tuple[str, ...]
    places: tuple[int, ...]
    form: NumberFormat | None


class Passing(NamedTuple):
    """What the source of a row passes behind its position, and what becomes of it.

    `sources` are the expressions; `direct` gives the places of the values among them (place, index of
    what is passed), `fetches` what is asked of the others; `lifted` the values with a number format,
    `alike` those among the direct ones that share one.
    """

    sources: tuple[str, ...]
    direct: tuple[tuple[int, int], ...]
    fetches: tuple[Fetch, ...]
    lifted: dict[int, Lifted]
    alike: tuple[tuple[NumberFormat, tuple[int, ...]], ...]
    summed: bool = False
    """Whether a formula of the sheet adds up columns of figures."""


def lift(body: Body, env: Environment) -> None:
    """Note in each row what its source passes, and what is asked of it afterwards."""
    fetching = not any(map(_CHANGING.search, _sources(body)))
    for row in body.rows:
        row.passing = _passing(row, _targets(body, row) if fetching else frozenset(), env)


def _passing(row: Row, targets: frozenset[str], env: Environment) -> Passing:
    lifted: dict[int, Lifted] = {}
    direct: list[tuple[int, str]] = []
    asked: dict[str, list[tuple[int, str]]] = {}
    for place, cell in enumerate(arguments(row), 1):
        if captured(cell):
            direct.append((place, f"__c{place}"))
            continue
        item = _lifted(cell, env) if row.path else None
        if item is not None:
            lifted[place] = item
        source = cell.source if item is None else item.source
        base, name = _parted(source)
        if base.partition(".")[0] in targets:
            asked.setdefault(base, []).append((place, name))
        else:
            direct.append((place, f"({source})"))
    sources = [*(f"({base})" for base in asked), *(source for _, source in direct)]
    fetches = [
        Fetch(at, tuple(name for _, name in items), tuple(place for place, _ in items), form)
        for at, names in enumerate(asked.values(), 1)
        for form, items in _alike(names, lifted)
    ]
    formatted = _alike([item for item in direct if item[0] in lifted], lifted)
    return Passing(
        tuple(sources),
        tuple((place, at) for at, (place, _) in enumerate(direct, len(asked) + 1)),
        tuple(fetches),
        lifted,
        tuple((form, tuple(place for place, _ in items)) for form, items in formatted if form),
    )


def _alike(
    items: list[tuple[int, str]], lifted: dict[int, Lifted]
) -> list[tuple[NumberFormat | None, list[tuple[int, str]]]]:
    """Places with their sources or names, those together that are printed in one format."""
    found: list[tuple[NumberFormat | None, list[tuple[int, str]]]] = []
    for item in items:
        form = lifted[item[0]].form if item[0] in lifted else None
        others = next((others for other, others in found if other == form), None)
        if others is None:
            found.append((form, others := []))
        others.append(item)
    return found


def _parted(source: str) -> tuple[str, str]:
    """The thing and its name, where a source is nothing else: 行, 名称."""
    if _NAME_ALONE.fullmatch(source) is None:
        return "", ""
    base, _, name = source.strip().rpartition(".")
    return base, name


def _targets(body: Body, row: Row) -> frozenset[str]:
    """The names that the loops around a row bind."""
    found: set[str] = set()
    for loop in row.path:
        match = _TARGETS.match(body.loops[loop].control.source)
        if match is not None:
            found |= {name.strip(" ()") for name in match[1].split(",")}
    return frozenset(found)


def _sources(body: Body) -> Iterable[str]:
    for step in body.steps:
        if not isinstance(step, int):
            yield step[0].source
    for row in body.rows:
        yield from (cell.source for cell in arguments(row))


def _lifted(cell: Cell, env: Environment) -> Lifted | None:
    match = _NUMBER.fullmatch(cell.source)
    if match is None:
        return None
    number_filter: Any = env.filters.get(match[3])
    if getattr(number_filter, "number_format", None) is None:
        return None
    decimals = () if match[4] is None else (int(match[4]),)
    form: NumberFormat = number_filter(Figure(Decimal(0)), *decimals).format
    return Lifted(match[1], lambda value: number_filter(value, *decimals), form)
