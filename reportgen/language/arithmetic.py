"""Arithmetic in tags: exact on Decimals and figures, and never larger than the limits allow."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from reportgen.figure import EXACT, Blank, Figure
from reportgen.language.errors import DivisionError, LimitExceeded, WrongValueError
from reportgen.language.numbers import shown
from reportgen.language.values import fail_if_missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.language.limits import Limits

LONGEST_KEY: Final = 2_000
"""A key made in a template is shortened beyond this: repeated doubling would fill the memory."""


def calculate(operator: str, left: object, right: object, limits: Limits) -> Any:
    """One operation on two numbers.

    Raises `WrongValueError`, `DivisionError`, `LimitExceeded`, `UnitMismatchError`.
    """
    left, right = operand(left), operand(right)
    if isinstance(left, Figure) or isinstance(right, Figure):
        return _bounded(_figures(operator, left, right), limits)
    return _bounded(_numbers(operator, left, right, limits), limits)


def operand(value: Any) -> Any:
    """A number that can be computed with; `WrongValueError` for anything else."""
    if isinstance(value, bool) or not isinstance(value, Figure | int | Decimal | Blank):
        fail_if_missing(value)
        raise WrongValueError(problem=f"{shown(value)}不能参加计算")
    return Figure(value) if isinstance(value, Blank) else value


def _short(value: Any) -> Any:
    if isinstance(value, Figure) and len(value.key) > LONGEST_KEY:
        import hashlib

        digest = hashlib.sha256(value.key.encode()).hexdigest()[:16]
        return value.named(f"{value.key[:100]}…{digest}")
    return value


def _figures(operator: str, left: Any, right: Any) -> Figure:
    left, right = _short(left), _short(right)
    match operator:
        case "+":
            result = left + right
        case "-":
            result = left - right
        case "*":
            result = left * right
        case "/":
            result = left / right
        case _:
            raise WrongValueError(problem=f"金额不能用“{operator}”计算")
    if not isinstance(result, Figure):
        raise WrongValueError(problem="这两个值不能计算")
    return result


def _numbers(operator: str, left: Any, right: Any, limits: Limits) -> Any:
    whole = isinstance(left, int) and isinstance(right, int)
    if operator in {"/", "//", "%"} and not right:
        raise DivisionError
    if operator == "**":
        return _power(left, right, limits)
    if whole and operator != "/":
        return _WHOLE[operator](left, right)
    return _EXACT[operator](Decimal(left), Decimal(right))


_WHOLE: Final[dict[str, Callable[[int, int], int]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "//": lambda left, right: left // right,
    "%": lambda left, right: left % right,
}
_EXACT: Final[dict[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
    "//": EXACT.divide_int,
    "%": EXACT.remainder,
}


def _power(base: Any, exponent: Any, limits: Limits) -> Any:
    if not isinstance(exponent, int) or not 0 <= exponent <= limits.digits:
        raise LimitExceeded(limit="乘方的次数", maximum=limits.digits)
    if isinstance(base, int):
        return base**exponent
    return EXACT.power(base, exponent)


def _bounded(value: Any, limits: Limits) -> Any:
    number = value.value if isinstance(value, Figure) else value
    large = (
        abs(number) >= 10**limits.digits
        if isinstance(number, int)
        else isinstance(number, Decimal) and bool(number) and abs(number.adjusted()) > limits.digits
    )
    if large:
        raise LimitExceeded(limit="一个数的位数", maximum=limits.digits)
    return value
