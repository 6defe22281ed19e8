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
from itertools import compress, count, repeat
from operator import not_, truediv
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
    texts, few = None, False
    if form.as_it_is:
        texts = list(map(str, amounts))
    elif form.divisor is not None:
        texts, few = _quotients(amounts, form.divisor)
    if texts is None or not (few or max(map(len, texts), default=0) <= DIGITS):
        return [decimal_text(form.scaled(item)) for item in amounts]  # type: ignore[arg-type]
    if "E" in "".join(texts):
        return [decimal_text(form.scaled(item)) for item in amounts]  # type: ignore[arg-type]
    if not all(amounts):
        for at in compress(count(), map(not_, amounts)):
            texts[at] = "0"
    return texts


def _quotients(amounts: list[Decimal], divisor: Decimal) -> tuple[list[str], bool]:
    """The exact quotients, and whether all of them have few digits.

    None of them is kept: the next one takes its room, which is near the processor.
    """
    exact = getcontext()
    setcontext(_FEW)
    try:
        return list(map(str, map(truediv, amounts, repeat(divisor)))), True
    except Rounded:
        pass
    finally:
        setcontext(exact)
    return list(map(str, map(truediv, amounts, repeat(divisor)))), False


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
