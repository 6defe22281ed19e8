"""Numbers typed into authored text, held against the figures of the data set.

A number that equals a known figure could be a reference; an amount that differs by a single digit, or
only in its unit, is most likely a slip. Years, dates, numbers of documents and lists, and small counts
are left alone (`reportgen.checks.text_amounts`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks import kinds, number_kinds
from reportgen.checks.text_amounts import (
    BARE,
    PERCENT,
    SURE_DIGITS,
    Amount,
    amounts,
    bare_numbers,
    digits_of,
    one_slip,
)
from reportgen.figure import EXACT, RATIO, YUAN, places, round_half_up
from reportgen.model.values import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.checks.known_figures import Known
    from reportgen.checks.texts import Written
    from reportgen.compute.context import Context
    from reportgen.finding import Finding

_DIGIT: Final = re.compile(r"\d")
_CLAUSE: Final = re.compile(r"[^，。；！？]+")
_SCALES: Final = {**MONEY, PERCENT: Decimal("0.01"), BARE: MONEY["万元"]}
_DECIMALS: Final = 2
"""What the usual filters print."""


class Lookup:
    """Finds the known figures that a number equals or nearly equals."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = [item for item in known if item.figure.number]
        self._printed: dict[tuple[str, int], list[tuple[Decimal, Known]]] = {}

    @property
    def units(self) -> frozenset[str]:
        """What counts are counted in."""
        others = MONEY.keys() | {"", RATIO}
        return frozenset(u for item in self._known if (u := item.figure.unit) not in others)

    def equal(self, amount: Amount, clause: str) -> Known | None:
        """The figure that is printed like this: the one that is named, a headline, the shortest tag."""
        return min(
            (
                item
                for value, item in self._values(amount.unit, amount.decimals)
                if value == amount.number
            ),
            key=lambda item: (
                item.own_name not in clause,
                not item.headline,
                len(item.expression),
            ),
            default=None,
        )

    def nearly(self, amount: Amount, clause: str) -> Known | None:
        """The headline that differs by one digit."""
        digits = amount.digits
        if len(digits) < SURE_DIGITS - 1 or amount.unit not in MONEY:
            return None
        for value, item in self._values(amount.unit, amount.decimals):
            enough = len(digits) >= SURE_DIGITS or item.own_name in clause
            if item.headline and enough and one_slip(digits, digits_of(value)):
                return item
        return None

    def perhaps(self, amount: Amount, clause: str) -> Known | None:
        """Any other figure that the clause names and that differs by one digit."""
        digits = amount.digits
        if len(digits) < SURE_DIGITS - 2:
            return None
        return next(
            (
                item
                for value, item in self._values(amount.unit, amount.decimals)
                if item.own_name in clause and one_slip(digits, digits_of(value))
            ),
            None,
        )

    def in_another_unit(self, amount: Amount) -> tuple[Known, str] | None:
        """The headline of the same digits in another unit."""
        if len(amount.digits) < SURE_DIGITS - 1 or amount.unit not in MONEY:
            return None
        for unit in ("万元", "元"):
            for value, item in self._values(unit, amount.decimals) if unit != amount.unit else ():
                if item.headline and value == amount.number:
                    return item, unit
        return None

    def _values(self, unit: str, decimals: int) -> list[tuple[Decimal, Known]]:
        key = (unit, decimals)
        if key not in self._printed:
            self._printed[key] = [
                (scaled(item, unit, decimals), item)
                for item in self._known
                if _fits(item.figure.unit, unit)
            ]
        return self._printed[key]


def scaled(known: Known, unit: str, decimals: int) -> Decimal:
    """A figure as a text says it in a unit, without its sign."""
    number = EXACT.divide(abs(known.figure.number), _SCALES.get(unit, Decimal(1)))
    return round_half_up(number, decimals)


def _fits(own: str, unit: str) -> bool:
    if unit == PERCENT:
        return own == RATIO
    return own == YUAN if unit in _SCALES else own == unit


def check_numbers(written: Sequence[Written], context: Context) -> list[Finding]:
    """A finding for each typed number that equals, or nearly equals, a known figure."""
    from reportgen.checks.known_figures import known_figures

    if not any(_DIGIT.search(item.text) for item in written):
        return []
    lookup = Lookup(known_figures(context))
    units = lookup.units
    return [
        finding
        for item in written
        for amount in (*amounts(item.text), *bare_numbers(item.text, units))
        if (finding := _judged(item, amount, lookup)) is not None
    ]


def _judged(item: Written, amount: Amount, lookup: Lookup) -> Finding | None:
    clause = _clause(item.text, amount.start)
    place = item.place
    if item.column:
        place = place._replace(column=item.column + amount.start)
    equal = lookup.equal(amount, clause)
    if equal is not None:
        if not _telling(amount, equal, clause):
            return None
        return kinds.KNOWN_NUMBER.at(
            place,
            related=places(equal.figure, 3),
            hint=reference(equal, amount),
            name=item.name,
            text=amount.words,
            label=f"“{equal.label}”",
        )
    unit = amount.unit
    near = lookup.nearly(amount, clause)
    kind = kinds.NEARLY_NUMBER
    if near is None and (other := lookup.in_another_unit(amount)) is not None:
        near, unit = other
        kind = kinds.WRONG_UNIT
    if near is None:
        near = lookup.perhaps(amount, clause)
        kind = number_kinds.PERHAPS_NUMBER
    if near is None:
        return None
    printed = scaled(near, unit, amount.decimals)
    return kind.at(
        place,
        related=places(near.figure, 3),
        hint=reference(near, amount),
        key=f"文字/{item.name}/{amount.words}",
        figures=[(near.label, str(near.figure.value))],
        name=item.name,
        text=amount.words,
        label=f"“{near.label}”",
        known=f"{printed}{unit}",
    )


def _telling(amount: Amount, known: Known, clause: str) -> bool:
    """Whether it is no coincidence that a number equals a figure."""
    digits = len(amount.digits)
    if amount.unit in MONEY:
        return digits >= 3 or bool(amount.decimals)
    if known.own_name in clause:
        return True
    return digits >= 3 and (bool(amount.decimals) or amount.unit != PERCENT)


def reference(known: Known, amount: Amount) -> str:
    """What to type in place of a number."""
    options = [str(amount.decimals)] if amount.decimals != _DECIMALS else []
    if amount.unit == PERCENT:
        written = f"({', '.join(options)})" if options else ""
        return f"把 {amount.words} 换成 {{{{ {known.expression} | 百分比{written} }}}}。"
    if amount.unit not in _SCALES:
        return f"把数换成 {{{{ {known.expression} }}}}，单位照写。"
    if "," in amount.words:
        options.append("千分位=True")
    unit = amount.unit if amount.unit in {"元", "万元", "亿元"} else "万元"
    written = f"({', '.join(options)})" if options else ""
    tail = "，单位照写" if amount.unit else ""
    return f"把数换成 {{{{ {known.expression} | {unit}{written} }}}}{tail}。"


def _clause(text: str, at: int) -> str:
    return next((m[0] for m in _CLAUSE.finditer(text) if m.start() <= at < m.end()), text)
