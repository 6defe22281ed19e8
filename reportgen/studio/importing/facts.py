"""Facts: amounts that an export states, each with what it is the amount of.

A leaf row is the amount of one subject; a total is a claim. Facts of several tables together give
the leaf lines (`cross`), or are held against them as 声明数.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.figure import EXACT
from reportgen.model.ledger import CODED
from reportgen.model.values import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.place import Place

LEDGERS: Final = {"支出明细": "支出", "收入明细": "收入"}


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount, what it is the amount of, and where it stands.

    `values` gives each dimension the values it may have (several: their sum). `amount` is None for
    a blank. `stated` names it outright (三公/公务接待费); `table` is the order of its table.
    """

    section: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    amount: Decimal | None
    unit: str
    place: Place
    table: int
    leaf: bool = False
    stated: str = ""

    @property
    def yuan(self) -> Decimal:
        """The amount in 元; a blank is nothing."""
        return in_yuan(self.amount, self.unit)

    @property
    def quantum(self) -> Decimal:
        """What one unit of its last digit is worth, in 元."""
        if self.amount is None:
            return Decimal(0)
        exponent = self.amount.as_tuple().exponent
        digits = exponent if isinstance(exponent, int) else 0
        return EXACT.multiply(Decimal(1).scaleb(digits), MONEY.get(self.unit, Decimal(1)))

    def single(self, dimension: str) -> str:
        """The only value of a dimension; empty where it has none or several."""
        values = dict(self.values).get(dimension, ())
        return values[0] if len(values) == 1 else ""


@dataclass(slots=True)
class Line:
    """A leaf line: its fields, its amount in the unit it is to be written in, and where it stands."""

    section: str
    values: dict[str, str]
    amount: Decimal
    unit: str
    place: Place
    note: str = ""

    @property
    def yuan(self) -> Decimal:
        """The amount in 元."""
        return in_yuan(self.amount, self.unit)


def in_yuan(amount: Decimal | None, unit: str) -> Decimal:
    """An amount in 元, exactly."""
    return EXACT.multiply(amount or Decimal(0), MONEY.get(unit, Decimal(1)))


def in_unit(yuan: Decimal, unit: str) -> Decimal:
    """An amount of 元 in another unit, exactly, without zeros that say nothing."""
    shift = MONEY.get(unit, Decimal(1)).adjusted()
    value = yuan.scaleb(-shift, EXACT)
    plain = value.normalize(EXACT)
    exponent = plain.as_tuple().exponent
    return plain if isinstance(exponent, int) and exponent <= 0 else plain.quantize(Decimal(1))


def said(amount: Decimal | None, unit: str) -> str:
    """An amount in a sentence: 1029.59万元; 空白 where there is none."""
    return "空白" if amount is None else f"{amount:f}{unit}"


def matches(values: dict[str, str], fact: Fact) -> bool:
    """Whether a line belongs to what a fact is the amount of; codes by their beginning."""
    for dimension, wanted in fact.values:
        value = values.get(dimension, "")
        if dimension in CODED:
            if not value.startswith(wanted):
                return False
        elif value not in wanted:
            return False
    return True


def total(lines: Iterable[Line]) -> Decimal:
    """The sum of lines in 元."""
    amount = Decimal(0)
    for line in lines:
        amount = EXACT.add(amount, line.yuan)
    return amount
