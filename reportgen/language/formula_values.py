"""Values of formulas as Excel takes them: numbers, texts, truth values, errors, criteria.

Cells are plain numbers here: units are carried along where they agree and never refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import attrgetter
from typing import Final, TypeAlias

from reportgen.figure import EXACT, RATIO, Blank, Derived, Figure
from reportgen.frozen import frozen


@frozen
class FormulaError:
    """An error value of Excel: `#DIV/0!`, `#VALUE!`, `#NAME?`, `#N/A`, `#NUM!`, `#REF!`."""

    code: str

    def __str__(self) -> str:
        return self.code


CellContent: TypeAlias = Figure | Decimal | int | str | bool | Blank | FormulaError | None
Value: TypeAlias = Figure | str | bool | None

LARGEST: Final = 308
"""Excel's numbers have no more digits before the point."""
LONGEST_TEXT: Final = 32_767
_NUMBER: Final = re.compile(
    r"\s*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)(%?)\s*"
)


class Stop(Exception):  # noqa: N818 - carries an error value to IFERROR or to the cell
    """An error value on its way out."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.error = FormulaError(code)


def cell(content: CellContent) -> Value:
    """The content of a cell as a value; raises `Stop` where it is an error."""
    if isinstance(content, Figure):
        return _unblank(content.value) if isinstance(content.value, Blank) else content
    if content is None or isinstance(content, str | bool):
        return content
    if isinstance(content, FormulaError):
        raise Stop(content.code)
    if isinstance(content, Blank):
        return _unblank(content)
    return constant(Decimal(content))


def _unblank(kind: Blank) -> str | None:
    return None if kind is Blank.EMPTY else kind.value


def constant(number: Decimal | int) -> Figure:
    return Figure(Decimal(number), key=str(number))


def number_in(text: str) -> Decimal | None:
    """The number that a text is for Excel, None where it is none."""
    match = _NUMBER.fullmatch(text) if len(text) <= 64 else None
    if match is None:
        return None
    number = Decimal(match[1])
    return EXACT.divide(number, Decimal(100)) if match[2] else number


def number(value: Value) -> Figure:
    """A value in arithmetic: blank is 0, TRUE is 1, text that is no number is #VALUE!."""
    if isinstance(value, Figure):
        return value
    if value is None:
        return constant(0)
    if isinstance(value, bool):
        return constant(int(value))
    found = number_in(value)
    if found is None:
        raise Stop("#VALUE!")
    return constant(found)


def truth(value: Value) -> bool:
    if isinstance(value, str):
        if value.upper() in {"TRUE", "FALSE"}:
            return value.upper() == "TRUE"
        raise Stop("#VALUE!")
    return bool(value)


def text(value: Value) -> str:
    """A value in a text: numbers without trailing zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Figure):
        written = format(value.number, "f")
        return written.rstrip("0").rstrip(".") if "." in written else written
    return value


_UNIT: Final = attrgetter("unit")


def derived(operation: str, amount: Decimal, operands: tuple[Figure, ...], unit: str) -> Figure:
    """A result with its origin; #NUM! where Excel has no such number."""
    if amount and amount.adjusted() > LARGEST:
        raise Stop("#NUM!")
    keys = ",".join(item.key for item in operands[:4])
    more = f"…{len(operands)}" if len(operands) > 4 else ""
    return Figure(amount, unit, Derived(operation, operands), f"{operation}({keys[:300]}{more})")


def common_unit(operands: Iterable[Figure]) -> str:
    """The unit of figures that are added: theirs where they agree; plain numbers do not count."""
    units = set(map(_UNIT, operands)) - {""}
    return units.pop() if len(units) == 1 else ""


def arithmetic(operator: str, left: Figure, right: Figure) -> Figure:
    """+ − * / on numbers."""
    one, two = left.number, right.number
    pair = (left, right)
    if operator in {"+", "-"}:
        amount = EXACT.add(one, two) if operator == "+" else EXACT.subtract(one, two)
        return derived(operator, amount, pair, common_unit(pair))
    if operator == "*":
        units = {left.unit, right.unit} - {"", RATIO}
        return derived("×", EXACT.multiply(one, two), pair, units.pop() if len(units) == 1 else "")
    if not two:
        raise Stop("#DIV/0!")
    unit = RATIO if left.unit == right.unit and left.unit else left.unit
    return derived("÷", EXACT.divide(one, two), pair, unit)


def order(left: Value, right: Value) -> int:
    """-1, 0, 1 as Excel compares: numbers before texts before truth values, case ignored."""
    left, right = _alike(left, right), _alike(right, left)
    one, two = _rank(left), _rank(right)
    return (one > two) - (one < two)


def _alike(value: Value, other: Value) -> Value:
    if value is not None:
        return value
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else constant(0)


def _rank(value: Value) -> tuple[int, Decimal | str | bool]:
    if isinstance(value, bool):
        return (2, value)
    if isinstance(value, str):
        return (1, value.lower())
    return (0, value.number if value is not None else Decimal(0))


COMPARISONS: Final[dict[str, Callable[[int], bool]]] = {
    "=": lambda sign: sign == 0,
    "<>": lambda sign: sign != 0,
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}
Test: TypeAlias = Callable[[CellContent], bool]


def criterion(wanted: Value) -> Test:
    """The test that SUMIF and its like make of a criterion."""
    if wanted is None:
        return _numeric("=", Decimal(0))
    if isinstance(wanted, bool):
        return lambda content: isinstance(content, bool) and content == wanted
    if isinstance(wanted, Figure):
        return _numeric("=", wanted.number)
    match = re.match(r"<>|<=|>=|[=<>]", wanted)
    operator = match[0] if match else "="
    operand = wanted[len(match[0]) :] if match else wanted
    if not operand:
        return _emptiness(operator, written=match is not None)
    as_number = number_in(operand)
    if as_number is not None:
        return _numeric(operator, as_number)
    if operand.upper() in {"TRUE", "FALSE"} and operator in {"=", "<>"}:
        sought = operand.upper() == "TRUE"
        equal = operator == "="
        return lambda content: (isinstance(content, bool) and content == sought) == equal
    if operator in {"=", "<>"}:
        pattern = glob(operand)
        equal = operator == "="
        return lambda content: (
            (isinstance(found := _safe(content), str) and pattern(found)) == equal
        )
    compared = COMPARISONS[operator]
    lowered = operand.lower()
    return lambda content: (
        isinstance(found := _safe(content), str)
        and compared((found.lower() > lowered) - (found.lower() < lowered))
    )


def _safe(content: CellContent) -> Value | FormulaError:
    return content if isinstance(content, FormulaError) else cell(content)


def _emptiness(operator: str, *, written: bool) -> Test:
    if operator == "<>":
        return lambda content: _safe(content) is not None
    if operator == "=":
        # "=" finds cells with nothing in them, "" also those with an empty text.
        return lambda content: (found := _safe(content)) is None or (not written and found == "")
    return lambda _: False


def _numeric(operator: str, wanted: Decimal) -> Test:
    compared = COMPARISONS[operator]

    def test(content: CellContent) -> bool:
        found = _safe(content)
        if isinstance(found, Figure):
            return compared((found.number > wanted) - (found.number < wanted))
        if isinstance(found, str) and operator in {"=", "<>"}:
            return (number_in(found) == wanted) == (operator == "=")
        return operator == "<>"

    return test


def glob(pattern: str) -> Callable[[str], bool]:
    """Whether a whole text is like a pattern: `?` one character, `*` any, `~` the next as it is."""
    parts: list[str | None] = []  # None: any one; "*": any number; "=x": the character x
    at = 0
    lowered = pattern.lower()
    while at < len(lowered):
        sign = lowered[at]
        if sign == "~" and at + 1 < len(lowered):
            at += 1
            parts.append("=" + lowered[at])
        elif sign == "?":
            parts.append(None)
        elif sign == "*":
            if not parts or parts[-1] != "*":
                parts.append("*")
        else:
            parts.append("=" + sign)
        at += 1
    return lambda subject: _like(subject.lower(), parts)


def _like(subject: str, parts: list[str | None]) -> bool:
    # On a mismatch only the last star takes one more character: the work is length × pattern.
    at = part = 0
    star, resume = -1, 0
    while at < len(subject):
        wanted = parts[part] if part < len(parts) else ""
        if wanted == "*":
            star, resume = part, at
            part += 1
        elif part < len(parts) and (wanted is None or wanted == "=" + subject[at]):
            part += 1
            at += 1
        elif star >= 0:
            resume += 1
            part, at = star + 1, resume
        else:
            return False
    return all(rest == "*" for rest in parts[part:])
