"""From printed rows to the XML text of a sheet's rows: the lane that every cell goes through.

A row's text is fixed but for its number and its values. A value's text starts behind the cell's
style, so that its type still chooses between number, text and blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.figure import Blank, Figure, round_half_up
from reportgen.language.numerals import has_numerals
from reportgen.language.printing import MARK_OPEN, Marks, Printed, strip_marks
from reportgen.language.values import cell_value, plain
from reportgen.render import kinds
from reportgen.render.excel.heights import with_height
from reportgen.render.excel.numerals import NumeralFoundError
from reportgen.render.excel.references import column_letters
from reportgen.render.excel.rows import arguments
from reportgen.render.excel.template import text_body

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.finding import Kind
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.template import Cell, Row

LONGEST_TEXT: Final = 32_767
"""Characters that a cell of Excel can hold."""
DIGITS: Final = 17
"""Significant digits of a number that was divided: more than a double holds, and than Excel shows."""
CHUNK: Final = 4_000
"""So many rows are joined at a time."""

_EMPTY: Final = "/>"
_SPECIAL: Final = re.compile(
    "[&<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ue000-\ue019]|^ | $|  |_x[0-9A-Fa-f]{4}_"
    r"|\{[{%]|\bNone\b|\bnan\b|#REF!"
)
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEFTOVER: Final = re.compile(r"\{\{|\{%|\bNone\b|\bnan\b|#REF!")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HOLE: Final = "\0"


class UnprintableCellError(ValueError):
    """A value that a cell cannot hold: the kind of finding and its values."""

    def __init__(self, kind: Kind, **values: object) -> None:
        super().__init__(kind.title)
        self.kind = kind
        self.values = values


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A row's text, split at its number, with `%s` for each value and formula.

    `formulas` are the formula cells with their place among values and formulas together.
    """

    pieces: tuple[str, ...]
    values: int
    formulas: tuple[tuple[int, Cell], ...]


def plan(row: Row) -> RowPlan:
    """The plan of a template row; a row that stores nothing gives no text."""
    if not row.cells and not row.attributes:
        return RowPlan(("",), 0, ())
    holes = [cell for cell in row.cells if cell.kind != "static"]
    pieces = [f'<row r="{_HOLE}"{row.attributes}>']
    for cell in row.cells:
        body = "\1" if cell.kind != "static" else cell.body
        pieces.append(f'<c r="{column_letters(cell.column)}{_HOLE}"{cell.style}{body}')
    pieces.append("</row>")
    text = "".join(pieces)
    if holes:
        text = text.replace("%", "%%").replace("\1", "%s")
    formulas = tuple((index, cell) for index, cell in enumerate(holes) if cell.kind == "formula")
    return RowPlan(tuple(text.split(_HOLE)), len(arguments(row)), formulas)


class Writer:
    """Turns values into the bodies of cells; texts are kept, for most of them come again."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.texts: dict[str, str] = {"": _EMPTY}

    def rows(
        self,
        plans: list[RowPlan],
        layout: Layout,
        formulas: Mapping[int, list[str]],
        heights: Mapping[int, float],
    ) -> Iterator[str]:
        """The sheet's rows as text in chunks; `formulas` and `heights` are by emission."""
        out: list[str] = []
        texts, bodies = self.texts, self.bodies
        for emission, (values, final) in enumerate(zip(layout.rows, layout.finals, strict=True)):
            row = plans[values[0]]  # type: ignore[call-overload]
            text = str(final).join(row.pieces)
            if emission in heights:
                text = with_height(text, heights[emission])
            if row.values or row.formulas:
                found = bodies(values, texts)
                if row.formulas:
                    for (index, _), body in zip(row.formulas, formulas[emission], strict=True):
                        found.insert(index, body)
                text %= tuple(found)
            out.append(text)
            if len(out) >= CHUNK:
                yield "".join(out)
                out.clear()
        yield "".join(out)

    def bodies(self, values: tuple[object, ...], texts: dict[str, str]) -> list[str]:
        """What follows the style of each value's cell; raises where a cell cannot hold one.

        `values` begin with the row's position, which is passed over.
        """
        out: list[str] = []
        append = out.append
        for value in values[1:]:
            kind = type(value)
            if kind is Printed:
                form, number = value.format, value.figure.value  # type: ignore[attr-defined]
                if type(number) is Decimal:
                    # The context is the exact one: an operator rounds as it would, and is faster.
                    if form.divisor is not None:
                        number = number / form.divisor
                    elif not form.as_it_is:
                        number = form.scaled(number)
                    digits = str(number)
                    if len(digits) > DIGITS or "E" in digits or not number:
                        digits = _long_decimal(number)
                    append(f"><v>{digits}</v></c>")
                else:
                    append(self.text(value.text))  # type: ignore[attr-defined]
            elif kind is str:
                append(texts.get(value) or self.text(value))  # type: ignore[call-overload, arg-type]
            else:
                append(self.other(value))
        return out

    def other(self, value: object) -> str:
        """The body for the rarer types."""
        value = cell_value(value)
        if isinstance(value, Printed):
            number = value.scaled
            return _number(number) if isinstance(number, Decimal) else self.text(value.text)
        if isinstance(value, Figure):
            value = value.value
        if isinstance(value, Decimal):
            return _number(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"><v>{value}</v></c>"
        return self.text(value.value if isinstance(value, Blank) else plain(value))

    def text(self, text: str) -> str:
        """The body of a text cell; raises UnprintableCellError."""
        known = self.texts.get(text)
        if known is None:
            known = self.texts[text] = _text(self.plain(text))
        return known

    def plain(self, text: str) -> str:
        """The text without the marks of printed numbers; NumeralFoundError where it waits for one."""
        if has_numerals(text):
            raise NumeralFoundError
        return strip_marks(text, self.marks)[0] if MARK_OPEN in text else text


def decimal_text(number: Decimal) -> str:
    """The exact digits without exponent, without a negative zero."""
    text = str(number)
    if len(text) > DIGITS or "E" in text or not number:
        return _long_decimal(number)
    return text


def fit_text(text: str) -> str:
    """The text as Excel stores it; raises UnprintableCellError for what it cannot."""
    found = _ILLEGAL.search(text)
    if found:
        raise UnprintableCellError(
            kinds.FORBIDDEN_CHARACTER,
            text=_ILLEGAL.sub("□", text)[:30],
            code=f"U+{ord(found[0]):04X}",
        )
    left = _LEFTOVER.search(text)
    if left:
        raise UnprintableCellError(kinds.LEFTOVER, what=left[0])
    # _x0041_ would be read as an escaped A.
    return _ESCAPED.sub("_x005F_", text.replace("\r\n", "\n").replace("\r", "\n"))


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UnprintableCellError(kinds.TEXT_TOO_LONG, length=len(text), limit=LONGEST_TEXT)
    if not text or _SPECIAL.search(text):
        return text_body(fit_text(text))
    return f' t="inlineStr"><is><t>{text}</t></is></c>'


def _number(number: Decimal) -> str:
    if not number.is_finite():
        raise UnprintableCellError(kinds.LEFTOVER, what=str(number))
    return f"><v>{decimal_text(number)}</v></c>"


def _long_decimal(number: Decimal) -> str:
    if not number:
        return "0"
    if len(number.as_tuple().digits) > DIGITS:
        number = round_half_up(number, DIGITS - 1 - number.adjusted())
    return format(number, "f")
