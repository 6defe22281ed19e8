"""From printed rows to the XML text of a sheet's rows: the lane that every cell goes through.

A row's text is fixed but for its number and its values. A value's text starts behind the cell's
style, so that its type still chooses between number, text and blank.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.cell_names import column_letters
from reportgen.figure import Blank, Figure
from reportgen.language.numerals import has_numerals
from reportgen.language.printing import MARK_OPEN, Marks, Printed, strip_marks
from reportgen.language.values import cell_value, plain
from reportgen.render import kinds
from reportgen.render.excel.digits import decimal_text, digits
from reportgen.render.excel.heights import with_height
from reportgen.render.excel.numerals import NumeralFoundError
from reportgen.render.excel.rows import arguments
from reportgen.render.excel.template import text_body
from reportgen.render.excel.values import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.figure import Value
    from reportgen.finding import Kind
    from reportgen.language.printing import NumberFormat
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.series import Series
    from reportgen.render.excel.template import Cell, Row
    from reportgen.render.excel.values import RowValues

LONGEST_TEXT: Final = 32_767
"""Characters that a cell of Excel can hold."""
CHUNK: Final = TOGETHER
"""So many rows are joined at a time."""
MANY: Final = 4
"""From so many copies of a row on they are made column by column."""

_EMPTY: Final = "/>"
_TEXT: Final = (' t="inlineStr"><is><t>', "</t></is></c>")
_SPECIAL: Final = re.compile(
    "[&<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ue000-\ue019]|^ | $|  |_x[0-9A-Fa-f]{4}_"
    r"|\{[{%]|\bNone\b|\bnan\b|#REF!"
)
_SIGNS: Final = ("&", ">", "  ", "< ", " <", "_x", "{{", "{%", "None", "nan", "#REF!")
"""What is special in texts parted by `<`, or may be, besides what is not printable."""
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEFTOVER: Final = re.compile(r"\{\{|\{%|\bNone\b|\bnan\b|#REF!")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HOLE: Final = "\0"
_BODY: Final = "\1"
_HOLES: Final = re.compile("([\0\1])")
_OPEN: Final = "><v>"
_CLOSE: Final = "</v></c>"
_Bodies: TypeAlias = "tuple[Sequence[str], tuple[str, str] | None]"
"""The bodies of cells; without what is around all of them, if that is given."""


class UnprintableCellError(ValueError):
    """A value that a cell cannot hold: the kind of finding and its values."""

    def __init__(self, kind: Kind, **values: object) -> None:
        super().__init__(kind.title)
        self.kind = kind
        self.values = values


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A row's text (`narrow`), split at its number, with `%s` for each value and formula.

    `formulas` are the formula cells with their place among values and formulas together. For many
    copies at once: the fixed `parts` and what stands between them, `holes`: 0 is the row's number, a
    positive number the place of a value in a printed row, a negative one a formula, counted from −1.
    """

    pieces: tuple[str, ...]
    values: int
    formulas: tuple[tuple[int, Cell], ...]
    parts: tuple[str, ...] = ()
    holes: tuple[int, ...] = ()


def narrow(text: str) -> str:
    """The bytes of a text's UTF-8, a character each, as rows are made of.

    A string with one character beyond Latin 1 takes two bytes for each, and every piece that joins it is
    copied a character at a time; so rows stay narrow until they are bytes.
    """
    return text if text.isascii() else text.encode().decode("latin-1")


def plan(row: Row) -> RowPlan:
    """The plan of a template row; a row that stores nothing gives no text."""
    if not row.cells and not row.attributes:
        return RowPlan(("",), 0, ())
    holes = [cell for cell in row.cells if cell.kind != "static"]
    pieces = [f'<row r="{_HOLE}"{row.attributes}>']
    for cell in row.cells:
        body = _BODY if cell.kind != "static" else cell.body
        pieces.append(f'<c r="{column_letters(cell.column)}{_HOLE}"{cell.style}{body}')
    pieces.append("</row>")
    text = narrow("".join(pieces))
    parts = _HOLES.split(text)
    if holes:
        text = text.replace("%", "%%").replace(_BODY, "%s")
    formulas = tuple((index, cell) for index, cell in enumerate(holes) if cell.kind == "formula")
    places = _places(holes)
    return RowPlan(
        tuple(text.split(_HOLE)),
        len(arguments(row)),
        formulas,
        tuple(parts[::2]),
        tuple(0 if hole == _HOLE else next(places) for hole in parts[1::2]),
    )


def _places(holes: list[Cell]) -> Iterator[int]:
    """Where the contents of a row's cells come from, in order; see `RowPlan.holes`."""
    values = formulas = 0
    for cell in holes:
        if cell.kind == "formula":
            formulas += 1
            yield -formulas
        else:
            values += 1
            yield values


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
    ) -> Iterator[bytes]:
        """The sheet's rows in chunks; `formulas` and `heights` are by emission."""
        for begin in range(0, len(layout.positions), CHUNK):
            end = min(begin + CHUNK, len(layout.positions))
            texts = self._texts(plans, layout, formulas, begin, end)
            if heights:
                for index, emission in enumerate(range(begin, end)):
                    if emission in heights:
                        texts[index] = with_height(texts[index], heights[emission])
            yield "".join(texts).encode("latin-1")

    def _texts(
        self,
        plans: list[RowPlan],
        layout: Layout,
        formulas: Mapping[int, list[str]],
        begin: int,
        end: int,
    ) -> list[str]:
        """The rows of the emissions begin … end − 1; those of one template row are made together."""
        texts = [""] * (end - begin)
        for position in dict.fromkeys(layout.positions[begin:end]):
            copies, row = layout.copies[position], plans[position]
            first, last = bisect_left(copies, begin), bisect_left(copies, end)
            if last - first < MANY or not (row.values or row.formulas):
                for emission in copies[first:last]:
                    texts[emission - begin] = self._one(row, layout, emission, formulas)
                continue
            made = self._many(row, layout, position, first, last, formulas)
            for emission, text in zip(copies[first:last], made, strict=True):
                texts[emission - begin] = text
        return texts

    def _one(
        self, row: RowPlan, layout: Layout, emission: int, formulas: Mapping[int, list[str]]
    ) -> str:
        text = str(layout.finals[emission]).join(row.pieces)
        if not row.values and not row.formulas:
            return text
        found = self.bodies(layout.values(emission))
        if row.formulas:
            for (index, _), body in zip(row.formulas, formulas[emission], strict=True):
                found.insert(index, body)
        return text % tuple(found)

    def _many(
        self,
        row: RowPlan,
        layout: Layout,
        position: int,
        first: int,
        last: int,
        formulas: Mapping[int, list[str]],
    ) -> Iterator[str]:
        """The texts of some copies of a template row, made column by column."""
        emissions = layout.copies[position][first:last]
        finals = layout.finals
        numbers = [str(finals[emission]) for emission in emissions]
        results: list[Sequence[str]] = []
        if row.formulas:
            results = list(zip(*[formulas[emission] for emission in emissions], strict=True))
        made = self._blocks(layout.values_of(position), first, last)
        parts = list(row.parts)
        columns: list[Iterable[str]] = []
        for index, hole in enumerate(row.holes):
            column: Sequence[str]
            if not hole:
                column = numbers
            elif hole < 0:
                column = results[-1 - hole]
            else:
                found = made.get(hole)
                if found is None:
                    found = self._column(layout.series(position, hole), first, last)
                column, around = found
                if around:
                    parts[index] += around[0]
                    parts[index + 1] = around[1] + parts[index + 1]
            columns += (repeat(parts[index]), column)
        columns.append(repeat(parts[-1]))
        # The fixed parts have no end of their own.
        return map("".join, zip(*columns, strict=False))

    def _blocks(self, values: RowValues | None, first: int, last: int) -> dict[int, _Bodies]:
        """The bodies of the copies from … up to in the columns of figures that are printed alike."""
        made: dict[int, _Bodies] = {}
        for block in () if values is None else values.blocks:
            width = block.width
            amounts = block.amounts[first * width : last * width]
            bodies, around = self._numbers(block.form, amounts, whole=block.whole)
            for at, place in enumerate(block.places):
                made[place] = bodies[at::width], around
        return made

    def _column(self, series: Series, first: int, last: int) -> _Bodies:
        """The bodies of a column's cells from … up to."""
        if series.form is not None:
            return self._numbers(series.form, series.amounts[first:last], whole=series.whole)
        values = series.values[first:last]
        if set(map(type, values)) != {str}:
            return self.bodies(values), None
        texts: Sequence[str] = values  # type: ignore[assignment]
        found = _plain_texts(texts)
        return (self.bodies(texts), None) if found is None else (found, _TEXT)

    def _numbers(self, form: NumberFormat, amounts: list[Value], *, whole: bool) -> _Bodies:
        """The bodies of cells that hold amounts; `whole`: none of them is a kind of blank."""
        if whole:
            return digits(form, amounts), (_OPEN, _CLOSE)  # type: ignore[arg-type]
        found = iter(digits(form, [item for item in amounts if type(item) is Decimal]))
        # By identity: neither a Decimal nor a member of an Enum is hashed or compared fast.
        present = set(map(id, amounts))
        blanks = {id(kind): self.text(form.text(kind)) for kind in Blank if id(kind) in present}
        return [
            f"{_OPEN}{next(found)}{_CLOSE}" if type(item) is Decimal else blanks[id(item)]
            for item in amounts
        ], None

    def bodies(self, values: Iterable[object]) -> list[str]:
        """What follows the style of each value's cell, `narrow`; raises where a cell cannot hold one."""
        out: list[str] = []
        append = out.append
        texts = self.texts
        for value in values:
            kind = type(value)
            if kind is Printed:
                form, number = value.format, value.figure.value  # type: ignore[attr-defined]
                if type(number) is Decimal:
                    # The context is the exact one: an operator rounds as it would, and is faster.
                    if form.divisor is not None:
                        number = number / form.divisor
                    elif not form.as_it_is:
                        number = form.scaled(number)
                    append(f"><v>{decimal_text(number)}</v></c>")
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
        """The body of a text cell, `narrow`; raises UnprintableCellError."""
        known = self.texts.get(text)
        if known is None:
            known = self.texts[text] = narrow(_text(self.plain(text)))
        return known

    def plain(self, text: str) -> str:
        """The text without the marks of printed numbers; NumeralFoundError where it waits for one."""
        if has_numerals(text):
            raise NumeralFoundError
        return strip_marks(text, self.marks)[0] if MARK_OPEN in text else text


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


def _plain_texts(texts: Sequence[str]) -> list[str] | None:
    """Texts that can stand in cells as they are, `narrow`; None where any of them cannot.

    They are looked at and made narrow as one text, parted by what none of them may hold.
    """
    joined = "<".join(texts)
    if (
        joined.count("<") != len(texts) - 1
        or not all(texts)
        or (len(joined) > LONGEST_TEXT and max(map(len, texts)) > LONGEST_TEXT)
        or not _is_plain(joined)
    ):
        return None
    return narrow(joined).split("<")


def _is_plain(joined: str) -> bool:
    """Whether nothing in texts parted by `<` has to be looked at: a quick word for nearly all.

    Each of these is found much faster than one pattern for all of them, and what is not printable
    takes in the characters that XML cannot hold and the marks of numbers.
    """
    return (
        joined.isprintable()
        and joined[0] != " " != joined[-1]
        and not any([sign in joined for sign in _SIGNS])  # noqa: C419 - short, and faster so
    )


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UnprintableCellError(kinds.TEXT_TOO_LONG, length=len(text), limit=LONGEST_TEXT)
    if not text or _SPECIAL.search(text):
        return text_body(fit_text(text))
    return text.join(_TEXT)


def _number(number: Decimal) -> str:
    if not number.is_finite():
        raise UnprintableCellError(kinds.LEFTOVER, what=str(number))
    return f"><v>{decimal_text(number)}</v></c>"
