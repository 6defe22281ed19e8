"""Amounts typed into authored text, held against the figures of the data set.

An amount that equals a known figure could be a reference; one that differs by a single digit, or
only in its unit, is most likely a slip. Numbers without a money unit are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.checks import kinds
from reportgen.checks.residue import without_tags
from reportgen.figure import EXACT, YUAN, Figure, places, round_half_up
from reportgen.language.views import View
from reportgen.model.common import KINDS_OF_EXPENDITURE
from reportgen.model.values import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.checks.texts import Written
    from reportgen.compute.context import Context
    from reportgen.finding import Finding

_AMOUNT: Final = re.compile(
    r"(?<![\d.,，])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(亿元|万元|千元|元)(?!/|每)"
)
_CLAUSE: Final = re.compile(r"[^，。；！？]+")
SURE_DIGITS: Final = 5
"""From so many digits on, one that differs is a slip; with one fewer, the figure must be named."""
MOST_ROWS: Final = 2_000


class Known(NamedTuple):
    """A figure a text may mean: the tag to write, the words for it, whether it is a headline."""

    expression: str
    label: str
    figure: Figure
    headline: bool = True


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a text: the words, its digits, decimals, unit and where it begins."""

    words: str
    number: Decimal
    unit: str
    start: int

    @property
    def decimals(self) -> int:
        """Decimals as written."""
        return -int(self.number.as_tuple().exponent)

    @property
    def digits(self) -> str:
        """The digits without point and leading zeros."""
        return _digits(self.number)


def amounts(text: str) -> Iterator[Amount]:
    """The amounts with a money unit that stand outside of tags."""
    for match in _AMOUNT.finditer(without_tags(text)):
        number = Decimal(match[1].replace(",", "") + (match[2] or ""))
        yield Amount(match[0], number, match[3], match.start())


class Lookup:
    """Finds the known figures that an amount equals or nearly equals."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = [item for item in known if item.figure.number]
        self._printed: dict[tuple[str, int], list[tuple[Decimal, Known]]] = {}

    def equal(self, amount: Amount) -> Known | None:
        """The figure that is printed like this; headlines first."""
        return next(
            (
                item
                for value, item in self._values(amount.unit, amount.decimals)
                if value == amount.number
            ),
            None,
        )

    def nearly(self, amount: Amount, clause: str) -> Known | None:
        """The headline that differs by one digit."""
        digits = amount.digits
        if len(digits) < SURE_DIGITS - 1:
            return None
        for value, item in self._values(amount.unit, amount.decimals):
            named = item.label.rpartition("/")[2] in clause
            enough = len(digits) >= SURE_DIGITS or named
            if item.headline and enough and one_slip(digits, _digits(value)):
                return item
        return None

    def in_another_unit(self, amount: Amount) -> tuple[Known, str] | None:
        """The headline of the same digits in another unit."""
        if len(amount.digits) < SURE_DIGITS - 1:
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
                (round_half_up(EXACT.divide(abs(item.figure.number), MONEY[unit]), decimals), item)
                for item in self._known
            ]
        return self._printed[key]


def check_numbers(written: Sequence[Written], context: Context) -> list[Finding]:
    """A finding for each typed amount that equals, or nearly equals, a known figure."""
    found = [(item, amount) for item in written for amount in amounts(item.text)]
    if not found:
        return []
    lookup = Lookup(known_figures(context))
    return [
        finding for item, amount in found if (finding := _judged(item, amount, lookup)) is not None
    ]


def _judged(item: Written, amount: Amount, lookup: Lookup) -> Finding | None:
    equal = lookup.equal(amount)
    if equal is not None:
        if len(amount.digits) < 3 and not amount.decimals:
            return None
        return kinds.KNOWN_NUMBER.at(
            item.place,
            related=places(equal.figure, 3),
            hint=_reference(equal, amount),
            name=item.name,
            text=amount.words,
            label=f"“{equal.label}”",
        )
    unit = amount.unit
    near = lookup.nearly(amount, _clause(item.text, amount.start))
    kind = kinds.NEARLY_NUMBER
    if near is None:
        other = lookup.in_another_unit(amount)
        if other is None:
            return None
        near, unit = other
        kind = kinds.WRONG_UNIT
    printed = round_half_up(EXACT.divide(abs(near.figure.number), MONEY[unit]), amount.decimals)
    return kind.at(
        item.place,
        related=places(near.figure, 3),
        hint=_reference(near, amount),
        key=f"文字/{item.name}/{amount.words}",
        figures=[(near.label, str(near.figure.value))],
        name=item.name,
        text=amount.words,
        label=f"“{near.label}”",
        known=f"{printed}{unit}",
    )


def _reference(known: Known, amount: Amount) -> str:
    unit = amount.unit if amount.unit in {"元", "万元", "亿元"} else "万元"
    return f"把数换成 {{{{ {known.expression} | {unit} }}}}，单位照写。"


def _clause(text: str, at: int) -> str:
    return next((m[0] for m in _CLAUSE.finditer(text) if m.start() <= at < m.end()), text)


def one_slip(typed: str, known: str) -> bool:
    """Whether one digit is wrong, missing or too many, or two neighbours are exchanged."""
    if typed == known or abs(len(typed) - len(known)) > 1:
        return False
    if len(typed) == len(known):
        wrong = [at for at, pair in enumerate(zip(typed, known, strict=True)) if pair[0] != pair[1]]
        if len(wrong) == 1:
            return True
        first, second = wrong[0], wrong[-1]
        return (
            len(wrong) == 2
            and second == first + 1
            and typed[first] == known[second]
            and (typed[second] == known[first])
        )
    short, long = sorted((typed, known), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def known_figures(context: Context) -> list[Known]:
    """The figures a text may mean, those of the format's names and claims before single rows."""
    found: list[Known] = []
    for ledger in ("支出", "收入"):
        found += _ledger(ledger, context)
    for name in context.format.names:
        value = _value(name.split("."), context.names)
        if isinstance(value, Figure) and value.unit == YUAN:
            found.append(Known(name, name.replace(".", "/"), value))
    for claim, figure in context.claims:
        meaning = context.format.meanings.get(claim.name)
        if meaning is not None:
            found.append(Known(meaning.source, claim.name, figure))
    for change in context.reasons.changes:
        meaning = context.format.meanings.get(change.name)
        if meaning is not None and change.last is not None:
            found.append(Known(f"上年.{meaning.source}", f"上年/{change.name}", change.last))
    for key, figure in context.given.given.items() if context.given else ():
        expression = _expression(key)
        if expression:
            found.append(Known(f"上年.{expression}", f"上年/{key}", figure))
    return [*found, *_rows(context)]


def _expression(key: str) -> str:
    """The tag for a key: 三公.合计, 支出.金额(类型="基本支出"); empty where it has no short one."""
    first, *rest = key.split("/")
    if first not in {"支出", "收入"}:
        return ".".join((first, *rest))
    if len(rest) != 1:
        return "" if rest else f"{first}.合计"
    if rest[0] in KINDS_OF_EXPENDITURE:
        return f'{first}.金额(类型="{rest[0]}")'
    code = {"2": "功能科目", "3": "经济科目"}.get(rest[0][:1]) if rest[0].isdigit() else None
    return f'{first}.金额({code}="{rest[0]}")' if code else ""


def _value(path: list[str], names: dict[str, object]) -> object:
    value = names.get(path[0])
    for part in path[1:]:
        if not isinstance(value, View):
            return None
        value = value.get(part)
    return value


def _ledger(name: str, context: Context) -> list[Known]:
    ledger = context.names[name]
    if not isinstance(ledger, View):
        return []
    amount = ledger.get("金额")
    found = [Known(f"{name}.合计", f"{name}合计", ledger.get("合计"))]  # type: ignore[arg-type]
    if name == "支出" and callable(amount):
        found += [
            Known(f'支出.金额(类型="{kind}")', kind, amount(类型=kind))
            for kind in ("基本支出", "项目支出")
        ]
    return found


def _rows(context: Context) -> list[Known]:
    ledger = context.names["支出"]
    rows = ledger.get("按") if isinstance(ledger, View) else None
    if not callable(rows):
        return []
    return [
        Known(f'支出.金额(功能科目="{row.get("代码")}")', row.get("名称"), row.get("金额")(), False)
        for row in rows("功能科目")[:MOST_ROWS]
    ]


def _digits(number: Decimal) -> str:
    return format(number, "f").replace(".", "").lstrip("0")
