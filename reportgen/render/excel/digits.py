"""Numbers as the cells of a workbook hold them: exact digits without an exponent, many at once."""

from __future__ import annotations

from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    Rounded,
    getcontext,
    setcontext,
)
from itertools import repeat
from operator import truediv
from typing import TYPE_CHECKING, Final

from reportgen.figure import round_half_up

if TYPE_CHECKING:
    from reportgen.language.printing import NumberFormat

DIGITS: Final = 17
"""Significant digits of a number that was divided: more than a double holds, and than Excel shows."""
_FEW: Final = Context(
    prec=13,
    rounding=ROUND_HALF_UP,
    traps=[InvalidOperation, DivisionByZero, Overflow, Rounded],
)
"""Enough for nearly every amount, and a quotient takes two thirds of the time that it takes with 60
digits; what has more is told, not rounded."""


def digits(form: NumberFormat, amounts: list[Decimal]) -> list[str]:
    """The amounts as cells hold them, scaled; the context must be the exact one."""
    numbers, few = amounts, False
    if form.divisor is not None:
        numbers, few = _divided(amounts, form.divisor)
    elif not form.as_it_is:
        numbers = list(map(form.scaled, amounts))  # type: ignore[arg-type]
    texts = list(map(str, numbers))
    short = few or max(map(len, texts), default=0) <= DIGITS
    if short and "E" not in "".join(texts):
        if all(numbers):
            return texts
        return [text if number else "0" for text, number in zip(texts, numbers, strict=True)]
    return list(map(decimal_text, numbers))


def _divided(amounts: list[Decimal], divisor: Decimal) -> tuple[list[Decimal], bool]:
    """The exact quotients, and whether all of them have few digits."""
    exact = getcontext()
    setcontext(_FEW)
    try:
        return list(map(truediv, amounts, repeat(divisor))), True
    except Rounded:
        pass
    finally:
        setcontext(exact)
    return list(map(truediv, amounts, repeat(divisor))), False


def decimal_text(number: Decimal) -> str:
    """The exact digits without exponent, without a negative zero."""
    text = str(number)
    if len(text) > DIGITS or "E" in text or not number:
        return _long_decimal(number)
    return text


def _long_decimal(number: Decimal) -> str:
    if not number:
        return "0"
    if len(number.as_tuple().digits) > DIGITS:
        number = round_half_up(number, DIGITS - 1 - number.adjusted())
    return format(number, "f")
