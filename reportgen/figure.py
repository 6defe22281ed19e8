"""Exact numbers that know where they come from.

A `Figure` is a Decimal (money in 元, shares as plain ratios) or a kind of blank, with a unit, an
origin and a key. Arithmetic on figures makes figures whose origin names the operation and the
operands, so that any printed number can be traced to the cells it was read from.
Rounding is not done here: 四舍五入 happens once, when a number is printed.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.place import Place

EXACT: Final = Context(
    prec=60, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow]
)
"""The one decimal context of the program: sums of money never reach 60 digits."""

YUAN: Final = "元"
RATIO: Final = "比"
"""Unit of a share: 0.5908 is printed as 59.08%."""


class Blank(Enum):
    """What stands where there is no number; each is printed as the format says."""

    EMPTY = ""
    DASH = "—"
    NOT_APPLICABLE = "不适用"


Value: TypeAlias = Decimal | Blank


class UnitMismatchError(ValueError):
    """Figures of different units were added or compared."""


class Read:
    """Origin of a figure that was read: its places, and a note where it rests on an assumption.

    `quantum` is what one unit of the last digit written is worth, in the unit of the figure: 100
    (元) for 152.75 typed in 万元. Differences no larger than rounding explains are told by it.
    """

    __slots__ = ("note", "places", "quantum")

    def __init__(self, *places: Place, note: str = "", quantum: Decimal | None = None) -> None:
        self.places = places
        self.note = note
        self.quantum = quantum


class Derived:
    """Origin of a figure that was computed: the operation, and the figures it came from."""

    __slots__ = ("operands", "operation")

    def __init__(self, operation: str, operands: tuple[Figure, ...]) -> None:
        self.operation = operation
        self.operands = operands


Origin: TypeAlias = Read | Derived
CONSTANT: Final = Derived("常数", ())


class Figure:
    """An exact value or a kind of blank, its unit, its origin and its key.

    Blank + 5 = 5, a sum of blanks is blank, a product with a blank is blank; what cannot be divided
    is 不适用. Ordering takes a blank as 0.
    """

    __slots__ = ("key", "origin", "unit", "value")

    def __init__(
        self, value: Value, unit: str = "", origin: Origin = CONSTANT, key: str = ""
    ) -> None:
        self.value = value
        self.unit = unit
        self.origin = origin
        self.key = key

    def __repr__(self) -> str:
        return f"Figure({self.value!s}{self.unit} {self.key})"

    @property
    def is_blank(self) -> bool:
        """Whether there is no number here."""
        return isinstance(self.value, Blank)

    @property
    def number(self) -> Decimal:
        """The number, a blank counted as 0."""
        return self.value if isinstance(self.value, Decimal) else Decimal(0)

    def named(self, key: str) -> Figure:
        """The same figure under a key of its own."""
        return Figure(self.value, self.unit, self.origin, key)

    def __bool__(self) -> bool:
        return bool(self.number)

    def __hash__(self) -> int:
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Figure):
            return self.value == other.value
        if isinstance(other, Decimal | int) and not isinstance(other, bool):
            return self.value == other
        return NotImplemented

    def __lt__(self, other: Figure | Decimal | int) -> bool:
        return self.number < _number(other)

    def __le__(self, other: Figure | Decimal | int) -> bool:
        return self.number <= _number(other)

    def __gt__(self, other: Figure | Decimal | int) -> bool:
        return self.number > _number(other)

    def __ge__(self, other: Figure | Decimal | int) -> bool:
        return self.number >= _number(other)

    def __add__(self, other: Figure | Decimal | int) -> Figure:
        return _additive("+", self, figure(other))

    __radd__ = __add__

    def __sub__(self, other: Figure | Decimal | int) -> Figure:
        return _additive("-", self, figure(other))

    def __rsub__(self, other: Figure | Decimal | int) -> Figure:
        return _additive("-", figure(other), self)

    def __neg__(self) -> Figure:
        value = self.value if isinstance(self.value, Blank) else EXACT.minus(self.value)
        return Figure(value, self.unit, Derived("取负", (self,)), f"-{self.key}")

    def __pos__(self) -> Figure:
        return self

    def __abs__(self) -> Figure:
        if isinstance(self.value, Blank) or self.value >= 0:
            return self
        return Figure(EXACT.abs(self.value), self.unit, Derived("绝对值", (self,)), f"|{self.key}|")

    def __mul__(self, other: Figure | Decimal | int) -> Figure:
        return _multiply(self, figure(other))

    __rmul__ = __mul__

    def __truediv__(self, other: Figure | Decimal | int) -> Figure:
        return _divide(self, figure(other))

    def __rtruediv__(self, other: Figure | Decimal | int) -> Figure:
        return _divide(figure(other), self)


def figure(value: Figure | Decimal | int) -> Figure:
    """A figure as it is; a plain number as a constant."""
    if isinstance(value, Figure):
        return value
    return Figure(Decimal(value), key=str(value))


def blank(kind: Blank = Blank.EMPTY, unit: str = "", key: str = "") -> Figure:
    """A figure without a number."""
    return Figure(kind, unit, CONSTANT, key)


def total(figures: Iterable[Figure], key: str, unit: str = YUAN, operation: str = "合计") -> Figure:
    """The sum of figures of one unit; blank where all are blank, 不适用 left out."""
    operands = tuple(figures)
    amount: Decimal | None = None
    for item in operands:
        if isinstance(item.value, Decimal):
            amount = item.value if amount is None else EXACT.add(amount, item.value)
    value: Value = Blank.EMPTY if amount is None else amount
    return Figure(value, unit, Derived(operation, operands), key)


def leaves(item: Figure) -> Iterator[Figure]:
    """The figures that were read and on which this one rests, each once."""
    seen: set[int] = set()
    stack = [item]
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current.origin, Read):
            yield current
        else:
            stack.extend(reversed(current.origin.operands))


def places(item: Figure, limit: int | None = None) -> tuple[Place, ...]:
    """The places that a figure was read from, in order, each once; at most `limit`."""
    found: dict[Place, None] = {}
    for leaf in leaves(item):
        if isinstance(leaf.origin, Read):
            found.update(dict.fromkeys(leaf.origin.places))
        if limit is not None and len(found) >= limit:
            break
    return tuple(found)[:limit]


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """四舍五入 to so many decimals: the only rounding in the program."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)


def _number(value: Figure | Decimal | int) -> Decimal:
    return value.number if isinstance(value, Figure) else Decimal(value)


def _additive(operation: str, left: Figure, right: Figure) -> Figure:
    unit = left.unit or right.unit
    if left.unit and right.unit and left.unit != right.unit:
        raise UnitMismatchError(f"{left.unit} {operation} {right.unit}")
    value: Value
    if isinstance(right.value, Blank):
        value = left.value
    elif isinstance(left.value, Blank):
        value = right.value if operation == "+" else EXACT.minus(right.value)
    elif operation == "+":
        value = EXACT.add(left.value, right.value)
    else:
        value = EXACT.subtract(left.value, right.value)
    key = f"({left.key}{operation}{right.key})"
    return Figure(value, unit, Derived(operation, (left, right)), key)


def _multiply(left: Figure, right: Figure) -> Figure:
    units = {left.unit, right.unit} - {"", RATIO}
    unit = units.pop() if len(units) == 1 else ""
    value: Value
    if isinstance(left.value, Blank):
        value = left.value
    elif isinstance(right.value, Blank):
        value = right.value
    else:
        value = EXACT.multiply(left.value, right.value)
    return Figure(value, unit, Derived("×", (left, right)), f"({left.key}×{right.key})")


def _divide(left: Figure, right: Figure) -> Figure:
    unit = RATIO if left.unit == right.unit else left.unit
    value: Value
    if isinstance(left.value, Blank) or isinstance(right.value, Blank) or not right.value:
        value = Blank.NOT_APPLICABLE
    else:
        value = EXACT.divide(left.value, right.value)
    return Figure(value, unit, Derived("÷", (left, right)), f"({left.key}÷{right.key})")
