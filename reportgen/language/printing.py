"""How a number is printed, and how a printed number is found again in the text of a document.

A `NumberFormat` says how; a `Printed` is a figure with its format. In output text a printed number
is wrapped in private characters with an index (`Marks.mark`); `strip_marks` takes them out and
says where which number stands. Not for reading numbers, and not for the number formats of cells.
"""

from __future__ import annotations

import re
from dataclasses import field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, getcontext
from typing import Any, Final, NoReturn

from reportgen.figure import EXACT, RATIO, YUAN, Blank, Figure, Value, round_half_up
from reportgen.frozen import frozen
from reportgen.language.errors import BrokenMarkError, PrintedMisuseError
from reportgen.language.number_words import capital_amount

MARK_OPEN: Final = "\ue000"
MARK_CLOSE: Final = "\ue001"
_DIGITS: Final = "\ue010\ue011\ue012\ue013\ue014\ue015\ue016\ue017\ue018\ue019"
NUMERAL_OPEN: Final = "\ue002"
NUMERAL_CLOSE: Final = "\ue003"
PRIVATE_CHARACTERS: Final = frozenset(
    MARK_OPEN + MARK_CLOSE + _DIGITS + NUMERAL_OPEN + NUMERAL_CLOSE
)
"""Characters that mark printed numbers and numerals: input that contains one of them is refused."""

_TO_DIGITS: Final = str.maketrans("0123456789", _DIGITS)
_FROM_DIGITS: Final = str.maketrans(_DIGITS, "0123456789")
_MARKED: Final = re.compile(f"{MARK_OPEN}([{_DIGITS}]+)([^\ue000-\ue019]*){MARK_CLOSE}")
_PRIVATE: Final = re.compile("[\ue000-\ue001\ue010-\ue019]")

_MARKUP: Final = frozenset("&<>\"'")
MONEY_UNITS: Final = frozenset({YUAN, "百元", "千元", "万元", "百万元", "亿元"})
ONE: Final = Decimal(1)
_PLAIN_DECIMALS: Final = 6
"""So many decimals `str` writes without an exponent."""


@frozen
class NumberFormat:
    """How numbers are printed.

    `unit` is the unit that is printed (元, 万元, 比, or empty for any), `scale` its divisor (万元:
    10000, percent: 1/100). `decimals` are shown (显示位数; None: as the number is written), `round_to`
    rounds the number itself before that (取位; None: not). `zero`, where given, stands for exactly 0;
    `empty`, `dash`, `not_applicable` for the kinds of blank. `capital` prints 人民币大写.
    """

    name: str
    unit: str = ""
    scale: Decimal = ONE
    decimals: int | None = None
    round_to: int | None = None
    grouping: bool = False
    zero: str | None = None
    empty: str = ""
    dash: str = "—"
    not_applicable: str = "不适用"
    trim_zeros: bool = False
    suffix: str = ""
    plus: bool = False
    capital: bool = False
    markup: bool = field(init=False, compare=False, repr=False)
    """Whether a printed text may hold characters that XML reads as markup."""
    divisor: Decimal | None = field(init=False, compare=False, repr=False)
    """What scales a number where that is all there is to do; None where it is not."""
    as_it_is: bool = field(init=False, compare=False, repr=False)
    """Whether a number is neither scaled nor rounded."""
    _quantum: Decimal | None = field(init=False, compare=False, repr=False)
    """What the last printed digit is worth in the unit of the figure, where one step rounds to it."""
    _factor: Decimal = field(init=False, compare=False, repr=False)
    _plain: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """What is the same for every number is worked out once."""
        texts = (self.zero or "", self.empty, self.dash, self.not_applicable, self.suffix)
        shift = -self.scale.adjusted()
        factor = ONE.scaleb(shift)
        one_step = (
            self.decimals is not None
            and self.scale == ONE.scaleb(-shift)
            and self.round_to is None
            and not self.capital
        )
        known = {
            "markup": not _MARKUP.isdisjoint("".join(texts)),
            "divisor": self.scale if self.scale != ONE and self.round_to is None else None,
            "as_it_is": self.scale == ONE and self.round_to is None,
            "_quantum": ONE.scaleb(-shift - (self.decimals or 0)) if one_step else None,
            "_factor": factor,
            "_plain": not (self.grouping or self.trim_zeros or self.plus)
            and (self.decimals or 0) <= _PLAIN_DECIMALS,
        }
        for name, value in known.items():
            object.__setattr__(self, name, value)

    def accepts(self, unit: str) -> bool:
        """Whether a figure of this unit can be printed so."""
        if not unit or not self.unit:
            return True
        if self.unit in MONEY_UNITS:
            return unit == YUAN
        if self.unit in {RATIO, "%"}:
            return unit == RATIO
        return unit == self.unit

    def scaled(self, value: Value) -> Value:
        """The exact number in the printed unit, after 取位 where it is declared."""
        if isinstance(value, Blank):
            return value
        if self.scale != ONE:
            value = EXACT.divide(value, self.scale)
        return value if self.round_to is None else round_half_up(value, self.round_to)

    def text(self, value: Value) -> str:
        """The number as a sentence or a table prints it."""
        if self._quantum is None or type(value) is not Decimal:
            return self._text(value)
        if not value and self.zero is not None:
            return self.zero
        try:
            number = value.quantize(self._quantum, ROUND_HALF_UP, EXACT)
        except InvalidOperation:  # more digits than are computed with
            return self._text(value)
        # An operator is several times as fast as the method of a context; engines set the context.
        if getcontext().prec == EXACT.prec:
            number = number * self._factor
        else:
            number = EXACT.multiply(number, self._factor)
        if not number:
            number = number.copy_abs()
        return f"{number!s}{self.suffix}" if self._plain else self._dressed(number)

    def _text(self, value: Value) -> str:
        scaled = self.scaled(value)
        if isinstance(scaled, Blank):
            return self._blank(scaled)
        if not scaled and self.zero is not None:
            return self.zero
        if self.capital:
            return capital_amount(scaled)
        number = scaled if self.decimals is None else round_half_up(scaled, self.decimals)
        return self._dressed(number or number.copy_abs())

    def _dressed(self, number: Decimal) -> str:
        text = format(number, ",f" if self.grouping else "f")
        if self.trim_zeros and "." in text:
            text = text.rstrip("0").removesuffix(".")
        sign = "+" if self.plus and number > 0 else ""
        return f"{sign}{text}{self.suffix}"

    def _blank(self, kind: Blank) -> str:
        if kind is Blank.EMPTY:
            return self.empty
        return self.dash if kind is Blank.DASH else self.not_applicable


class Printed:
    """A figure and the format it is printed in; nothing is computed until it is asked for."""

    __slots__ = ("figure", "format")

    def __init__(self, figure: Figure, form: NumberFormat) -> None:
        self.figure = figure
        self.format = form

    @property
    def scaled(self) -> Value:
        """The exact number in the printed unit, or the kind of blank."""
        return self.format.scaled(self.figure.value)

    @property
    def text(self) -> str:
        """As a sentence prints it."""
        return self.format.text(self.figure.value)

    def __str__(self) -> str:
        return self.format.text(self.figure.value)

    def __repr__(self) -> str:
        return f"Printed({self.text} {self.figure.key})"

    def _compared(self, _: object = None) -> NoReturn:
        raise PrintedMisuseError(text=self.text, action="比较")

    def _computed(self, _: object = None) -> NoReturn:
        raise PrintedMisuseError(text=self.text, action="计算")

    def _measured(self, _: object = None) -> NoReturn:
        raise PrintedMisuseError(text=self.text, action="截取或量长度")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = __bool__ = _compared
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _computed
    __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __neg__ = __abs__ = _computed
    __len__ = __getitem__ = __iter__ = __contains__ = _measured


class Marks:
    """The printed numbers of one rendering, in the order in which they were marked."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[Printed] = []

    def mark(self, printed: Printed) -> str:
        """The printed text, wrapped so that it can be found again."""
        index = str(len(self.items)).translate(_TO_DIGITS)
        self.items.append(printed)
        return f"{MARK_OPEN}{index}{printed.text}{MARK_CLOSE}"


def strip_marks(text: str, marks: Marks) -> tuple[str, list[tuple[int, int, Printed]]]:
    """The text without marks, and for each printed number its offset, length and figure.

    `BrokenMarkError` where a mark was cut or does not belong to `marks`.
    """
    if MARK_OPEN not in text:
        _whole(text)
        return text, []
    pieces: list[str] = []
    found: list[tuple[int, int, Printed]] = []
    end = offset = 0
    for match in _MARKED.finditer(text):
        index = int(match[1].translate(_FROM_DIGITS))
        if index >= len(marks.items):
            raise BrokenMarkError
        before, number = text[end : match.start()], match[2]
        pieces += (before, number)
        offset += len(before)
        found.append((offset, len(number), marks.items[index]))
        offset += len(number)
        end = match.end()
    pieces.append(text[end:])
    result = "".join(pieces)
    _whole(result)
    return result, found


def is_marked(text: str) -> bool:
    """Whether a text holds printed numbers, or waits for the number of a heading or caption."""
    return MARK_OPEN in text or NUMERAL_OPEN in text


def _whole(text: str) -> None:
    if _PRIVATE.search(text):
        raise BrokenMarkError


def defaults(**changes: Any) -> dict[str, NumberFormat]:
    """The number formats that every format has, by name; `changes` go to each of them."""
    wan, yi = Decimal(10_000), Decimal(100_000_000)
    formats = (
        NumberFormat("元", YUAN, decimals=2, **changes),
        NumberFormat("整元", YUAN, decimals=0, **changes),
        NumberFormat("万元", "万元", wan, 2, **changes),
        NumberFormat("整万元", "万元", wan, 0, **changes),
        NumberFormat("亿元", "亿元", yi, 2, **changes),
        NumberFormat("百分比", RATIO, Decimal("0.01"), 2, suffix="%", **changes),
        NumberFormat("数", **changes),
        NumberFormat("整数", decimals=0, **changes),
        NumberFormat("两位", decimals=2, **changes),
    )
    return {item.name: item for item in formats}
