"""The functions that formulas may use, as Excel computes them.

Each takes the arguments unevaluated, so that IF and IFERROR compute only what they need.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from reportgen.figure import EXACT, Figure, round_half_up
from reportgen.language.formula_parser import Literal, Node, Reference
from reportgen.language.formula_values import (
    CellContent,
    Stop,
    Test,
    Value,
    cell,
    common_unit,
    constant,
    criterion,
    derived,
    number,
    text,
    truth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Evaluator(Protocol):
    """What a function asks of the evaluation that it is part of."""

    def value(self, node: Node) -> Value: ...

    def area(self, reference: Reference) -> list[list[CellContent]]: ...

    def resized(self, reference: Reference, like: Reference) -> list[list[CellContent]]: ...


Arguments: TypeAlias = tuple[Node, ...]
Function: TypeAlias = "Callable[[Evaluator, Arguments], Value]"


def _numbers(run: Evaluator, arguments: Arguments) -> list[Figure]:
    """Numbers of ranges (texts and truth values in them left out) and of single arguments."""
    found: list[Figure] = []
    for node in arguments:
        if isinstance(node, Reference):
            found += (item for item in map(cell, _cells(run, node)) if isinstance(item, Figure))
        else:
            found.append(number(run.value(node)))
    return found


def _cells(run: Evaluator, reference: Reference) -> Iterator[CellContent]:
    for row in run.area(reference):
        yield from row


def _sum(operation: str, items: list[Figure]) -> Figure:
    amount = Decimal(0)
    for item in items:
        amount = EXACT.add(amount, item.number)
    return derived(operation, amount, tuple(items), common_unit(items))


def _total(run: Evaluator, arguments: Arguments) -> Figure:
    return _sum("SUM", _numbers(run, arguments))


def _average(run: Evaluator, arguments: Arguments) -> Figure:
    items = _numbers(run, arguments)
    if not items:
        raise Stop("#DIV/0!")
    mean = EXACT.divide(_sum("SUM", items).number, Decimal(len(items)))
    return derived("AVERAGE", mean, tuple(items), common_unit(items))


def _extreme(name: str, choose: Callable[..., Figure]) -> Function:
    def extreme(run: Evaluator, arguments: Arguments) -> Figure:
        items = _numbers(run, arguments)
        if not items:
            return constant(0)
        return derived(name, choose(items).number, tuple(items), common_unit(items))

    return extreme


def _count(run: Evaluator, arguments: Arguments) -> Figure:
    found: list[Figure] = []
    for node in arguments:
        if isinstance(node, Reference):
            found += (item for item in map(_quiet, _cells(run, node)) if isinstance(item, Figure))
            continue
        try:
            found.append(number(run.value(node)))
        except Stop:
            continue
    return derived("COUNT", Decimal(len(found)), tuple(found), "")


def _quiet(content: CellContent) -> Value:
    """A cell whose error does not matter."""
    try:
        return cell(content)
    except Stop:
        return "#"


def _count_filled(run: Evaluator, arguments: Arguments) -> Figure:
    found: list[Value] = []
    for node in arguments:
        if isinstance(node, Reference):
            found += (item for item in map(_quiet, _cells(run, node)) if item is not None)
        else:
            found.append(run.value(node))
    figures = tuple(item for item in found if isinstance(item, Figure))
    return derived("COUNTA", Decimal(len(found)), figures, "")


def _range(node: Node) -> Reference:
    if not isinstance(node, Reference):
        raise Stop("#VALUE!")
    return node


def _matching(run: Evaluator, pairs: Arguments) -> tuple[Reference, list[list[bool]]]:
    """The first range, and for each of its cells whether all criteria hold."""
    first = _range(pairs[0])
    found: list[list[bool]] = []
    for at in range(0, len(pairs), 2):
        reference = _range(pairs[at])
        if _shape(reference) != _shape(first):
            raise Stop("#VALUE!")
        test: Test = criterion(run.value(pairs[at + 1]))
        here = [[test(item) for item in row] for row in run.resized(reference, first)]
        if not found:
            found = here
            continue
        height = max(len(found), len(here))
        width = max((len(row) for row in (*found, *here)), default=0)
        blank = test(None)
        found = [
            [
                _at(found, row, column, default=False) and _at(here, row, column, default=blank)
                for column in range(width)
            ]
            for row in range(height)
        ]
    return first, found


def _at(grid: list[list[bool]], row: int, column: int, *, default: bool) -> bool:
    if row < len(grid) and column < len(grid[row]):
        return grid[row][column]
    return default


def _shape(reference: Reference) -> tuple[int, int]:
    top, left, bottom, right = reference.bounds
    return bottom - top, right - left


def _chosen(
    run: Evaluator, target: Reference, like: Reference, matches: list[list[bool]]
) -> list[Figure]:
    grid = run.resized(target, like)
    found = []
    for row, marks in zip(grid, matches, strict=False):
        for content, wanted in zip(row, marks, strict=False):
            if wanted and isinstance(item := cell(content), Figure):
                found.append(item)
    return found


def _sum_if(run: Evaluator, arguments: Arguments) -> Figure:
    like, matches = _matching(run, arguments[:2])
    target = like if len(arguments) == 2 else _range(arguments[2])
    return _sum("SUMIF", _chosen(run, target, like, matches))


def _sum_ifs(run: Evaluator, arguments: Arguments) -> Figure:
    like, matches = _matching(run, arguments[1:])
    target = _range(arguments[0])
    if _shape(target) != _shape(like):
        raise Stop("#VALUE!")
    return _sum("SUMIFS", _chosen(run, target, like, matches))


def _count_ifs(run: Evaluator, arguments: Arguments) -> Figure:
    like, matches = _matching(run, arguments)
    counted = Decimal(sum(map(sum, matches)))
    figures = [
        item
        for row, marks in zip(run.area(like), matches, strict=False)
        for content, wanted in zip(row, marks, strict=False)
        if wanted and isinstance(item := _quiet(content), Figure)
    ]
    return derived("COUNTIFS", counted, tuple(figures), "")


def _rounding(name: str, mode: str | None) -> Function:
    def rounding(run: Evaluator, arguments: Arguments) -> Figure:
        item = number(run.value(arguments[0]))
        digits = int(number(run.value(arguments[1])).number) if len(arguments) > 1 else 0
        if not -30 <= digits <= 30:
            raise Stop("#NUM!")
        if item.number.adjusted() > 28:
            return item
        if mode is None:
            amount = round_half_up(item.number, digits)
        else:
            unit = Decimal(1).scaleb(-digits)
            amount = item.number.quantize(unit, rounding=mode, context=EXACT)
        # ROUND(…, -2) leaves 1.2E+3, which is written 1200 in a cell.
        amount = amount.quantize(Decimal(1), context=EXACT) if digits < 0 else amount
        return derived(name, amount, (item,), item.unit)

    return rounding


def _if(run: Evaluator, arguments: Arguments) -> Value:
    if truth(run.value(arguments[0])):
        return _given(run, arguments[1])
    return _given(run, arguments[2]) if len(arguments) > 2 else False


def _given(run: Evaluator, node: Node) -> Value:
    if isinstance(node, Literal) and node.value is None:
        return constant(0)
    return run.value(node)


def _if_error(run: Evaluator, arguments: Arguments) -> Value:
    try:
        return _given(run, arguments[0])
    except Stop:
        return _given(run, arguments[1])


def _truths(run: Evaluator, arguments: Arguments) -> list[bool]:
    found: list[bool] = []
    for node in arguments:
        if isinstance(node, Reference):
            values = map(cell, _cells(run, node))
            found += (bool(item) for item in values if isinstance(item, bool | Figure))
        else:
            found.append(truth(run.value(node)))
    if not found:
        raise Stop("#VALUE!")
    return found


def _absolute(run: Evaluator, arguments: Arguments) -> Figure:
    item = number(run.value(arguments[0]))
    return derived("ABS", abs(item.number), (item,), item.unit)


def _is_blank(run: Evaluator, arguments: Arguments) -> bool:
    node = arguments[0]
    if not isinstance(node, Reference):
        return False
    return all(_quiet(item) is None for item in _cells(run, node))


def _length(run: Evaluator, arguments: Arguments) -> Figure:
    return constant(len(text(run.value(arguments[0]))))


MANY: Final = 255
FUNCTIONS: Final[dict[str, tuple[int, int, Callable[[Evaluator, Arguments], Value]]]] = {
    "SUM": (1, MANY, _total),
    "SUMIF": (2, 3, _sum_if),
    "SUMIFS": (3, MANY, _sum_ifs),
    "COUNTIF": (2, 2, _count_ifs),
    "COUNTIFS": (2, MANY, _count_ifs),
    "COUNT": (1, MANY, _count),
    "COUNTA": (1, MANY, _count_filled),
    "ROUND": (2, 2, _rounding("ROUND", None)),
    "ROUNDUP": (2, 2, _rounding("ROUNDUP", ROUND_UP)),
    "ROUNDDOWN": (2, 2, _rounding("ROUNDDOWN", ROUND_DOWN)),
    "IF": (2, 3, _if),
    "IFERROR": (2, 2, _if_error),
    "AND": (1, MANY, lambda run, arguments: all(_truths(run, arguments))),
    "OR": (1, MANY, lambda run, arguments: any(_truths(run, arguments))),
    "NOT": (1, 1, lambda run, arguments: not truth(run.value(arguments[0]))),
    "MIN": (1, MANY, _extreme("MIN", min)),
    "MAX": (1, MANY, _extreme("MAX", max)),
    "AVERAGE": (1, MANY, _average),
    "ABS": (1, 1, _absolute),
    "ISBLANK": (1, 1, _is_blank),
    "LEN": (1, 1, _length),
}
"""By name: the fewest and most arguments, and the function."""
