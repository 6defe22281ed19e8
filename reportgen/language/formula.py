"""Excel formulas over the figures in cells, so that a result has its value and its origin.

`parse` reads a formula once; `Formula.rewrite` gives it other references; `Formula.evaluate` computes
it over cells that the caller looks up. Functions that are not known are left for Excel
(`UnsupportedFormula`). Not for writing cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.figure import EXACT, Figure
from reportgen.language.errors import LimitExceeded
from reportgen.language.formula_functions import FUNCTIONS
from reportgen.language.formula_parser import (
    Call,
    Corner,
    FormulaSyntaxError,
    Literal,
    Node,
    Operation,
    Parsed,
    Reference,
    UnsupportedFormula,
    parse_formula,
)
from reportgen.language.formula_values import (
    COMPARISONS,
    LONGEST_TEXT,
    CellContent,
    FormulaError,
    Stop,
    Value,
    arithmetic,
    cell,
    constant,
    derived,
    number,
    order,
    text,
)

if TYPE_CHECKING:
    from decimal import Decimal

Resolver: TypeAlias = Callable[[str | None, int, int, int, int], Iterable[Iterable[CellContent]]]
"""Sheet (None: the formula's own), first row, first column, last row, last column → rows of cells.

Rows and columns beyond the used range may be left out at the end, in every range alike.
"""
Result: TypeAlias = Figure | str | bool | FormulaError

MOST_CELLS: Final = 5_000_000
"""Cells that one evaluation may look up."""
LARGEST_EXPONENT: Final = 100


class Formula:
    """A formula that has been read."""

    __slots__ = ("_parsed", "text")

    def __init__(self, formula: str, parsed: Parsed) -> None:
        self.text = formula
        self._parsed = parsed

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references in the order in which they stand, also of a formula left for Excel."""
        return self._parsed.references

    @property
    def unsupported(self) -> str:
        """The first thing in it that only Excel computes; empty where there is none."""
        return self._parsed.unsupported or _unknown(self._parsed.tree)

    def rewrite(self, mapper: Callable[[Reference], Reference | str]) -> str:
        """The formula with each reference replaced; a str (such as `#REF!`) stands as it is."""
        pieces: list[str] = []
        end = 0
        for reference in self.references:
            pieces += (self.text[end : reference.start], str(mapper(reference)))
            end = reference.end
        pieces.append(self.text[end:])
        return "".join(pieces)

    def evaluate(self, resolver: Resolver) -> Result:
        """The value over the cells that `resolver` gives.

        Error values of Excel are returned. Raises `UnsupportedFormula` where only Excel computes it,
        `LimitExceeded` where it looks up more than `MOST_CELLS`.
        """
        if self._parsed.tree is None or self.unsupported:
            raise UnsupportedFormula(self.unsupported)
        try:
            value = _Evaluation(resolver).value(self._parsed.tree)
        except Stop as stop:
            return stop.error
        except RecursionError:
            raise UnsupportedFormula("多层嵌套") from None
        return constant(0) if value is None else value


@lru_cache(maxsize=20_000)
def parse(formula: str) -> Formula:
    """Read a formula, with or without its `=`; `FormulaSyntaxError` where it is none."""
    return Formula(formula, parse_formula(formula))


def _unknown(node: Node | None) -> str:
    stack: list[Node] = [] if node is None else [node]
    while stack:
        current = stack.pop()
        if isinstance(current, Call):
            if current.name not in FUNCTIONS:
                return current.name
            stack.extend(current.arguments)
        elif isinstance(current, Operation):
            stack.extend(current.operands)
    return ""


class _Evaluation:
    """One evaluation: looks cells up and counts them."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.cells = 0

    def area(self, reference: Reference) -> list[list[CellContent]]:
        return self._cells(reference.sheet, *reference.bounds)

    def resized(self, reference: Reference, like: Reference) -> list[list[CellContent]]:
        """The area from the reference's first cell, in the size of another one."""
        top, left, _, _ = reference.bounds
        first_row, first_column, last_row, last_column = like.bounds
        return self._cells(
            reference.sheet,
            top,
            left,
            top + last_row - first_row,
            left + last_column - first_column,
        )

    def _cells(self, sheet: str | None, *bounds: int) -> list[list[CellContent]]:
        found = []
        for row in self.resolver(sheet, *bounds):
            found.append(list(row))
            self.cells += len(found[-1])
            if self.cells > MOST_CELLS:
                raise LimitExceeded(limit="公式引用的单元格", maximum=MOST_CELLS)
        return found

    def value(self, node: Node) -> Value:
        if isinstance(node, Reference):
            return self._single(node)
        if isinstance(node, Literal):
            return _literal(node)
        if isinstance(node, Call):
            fewest, most, function = FUNCTIONS[node.name]
            if not fewest <= len(node.arguments) <= most or (
                node.name in {"COUNTIFS", "SUMIFS"}
                and len(node.arguments) % 2 != (node.name == "SUMIFS")
            ):
                raise FormulaSyntaxError(problem=f"{node.name} 的参数个数不对")
            return function(self, node.arguments)
        return self._operation(node)

    def _single(self, reference: Reference) -> Value:
        top, left, bottom, right = reference.bounds
        if (top, left) != (bottom, right):
            raise UnsupportedFormula("数组运算")
        for row in self.area(reference):
            for content in row:
                return cell(content)
        return None

    def _operation(self, node: Operation) -> Value:
        # a + b + c + … leans to the left, as deep as it is long: walked, not recursed into.
        spine = [node]
        while isinstance(spine[-1].operands[0], Operation):
            spine.append(spine[-1].operands[0])
        left = self.value(spine[-1].operands[0])
        for step in reversed(spine):
            left = self._applied(step.operator, [left, *map(self.value, step.operands[1:])])
        return left

    def _applied(self, operator: str, values: list[Value]) -> Value:
        if len(values) == 1:
            if operator == "+":
                return values[0]
            item = number(values[0])
            if operator == "-":
                return derived("取负", EXACT.minus(item.number), (item,), item.unit)
            return derived("%", EXACT.divide(item.number, constant(100).number), (item,), item.unit)
        left, right = values
        if operator in COMPARISONS:
            return COMPARISONS[operator](order(left, right))
        if operator == "&":
            joined = text(left) + text(right)
            if len(joined) > LONGEST_TEXT:
                raise Stop("#VALUE!")
            return joined
        if operator == "^":
            return _power(number(left), number(right))
        return arithmetic(operator, number(left), number(right))


def _literal(node: Literal) -> Value:
    if node.is_error:
        raise Stop(str(node.value))
    value: Decimal | str | bool | None = node.value
    return value if value is None or isinstance(value, str | bool) else constant(value)


def _power(base: Figure, exponent: Figure) -> Figure:
    power = exponent.number
    if power != power.to_integral_value() or abs(power) > LARGEST_EXPONENT:
        raise UnsupportedFormula("^")
    if not base.number and power <= 0:
        raise Stop("#NUM!" if not power else "#DIV/0!")
    return derived("^", EXACT.power(base.number, power), (base, exponent), base.unit)


__all__ = [
    "CellContent",
    "Corner",
    "Formula",
    "FormulaError",
    "FormulaSyntaxError",
    "Reference",
    "Resolver",
    "UnsupportedFormula",
    "parse",
]
