"""From printed rows to the XML text of a sheet's rows: the lane that every cell goes through.

A value's text starts behind the cell's style, so that its type still chooses between number, text and
blank. Not for what is fixed in a row: `row_plans`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.figure import Blank, Figure
from reportgen.language.numerals import has_numerals
from reportgen.language.printing import MARK_OPEN, Marks, Printed, strip_marks
from reportgen.language.values import cell_value, plain
from reportgen.render import kinds
from reportgen.render.excel.digits import decimal_text, digits
from reportgen.render.excel.heights import with_height
from reportgen.render.excel.numerals import NumeralFoundError
from reportgen.render.excel.row_plans import AROUND, NUMBER, TEXT, WHOLE, narrow
from reportgen.render.excel.template import text_body
from reportgen.render.excel.values import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.figure import Value
    from reportgen.finding import Kind
    from reportgen.language.printing import NumberFormat
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.row_plans import RowPlan
    from reportgen.render.excel.series import Series
    from reportgen.render.excel.values import Block

LONGEST_TEXT: Final = 32_767
"""Characters that a cell of Excel can hold."""
CHUNK: Final = TOGETHER
"""So many rows are joined at a time."""
MANY: Final = 4
"""From so many copies of a row on they are made column by column."""

_EMPTY: Final = "/>"
_SPECIAL: Final = re.compile(
    "[&<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ue000-\ue019]|^ | $|  |_x[0-9A-Fa-f]{4}_"
    r"|\{[{%]|\bNone\b|\bnan\b|#REF!"
)
_SIGNS: Final = ("&", ">", "  ", "< ", " <", "_x", "{{", "{%", "None", "nan", "#REF!")
"""What is special in texts parted by `<`, or may be, besides what is not printable."""
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEFTOVER: Final = re.compile(r"\{\{|\{%|\bNone\b|\bnan\b|#REF!")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_Bodies: TypeAlias = "tuple[Sequence[str], str]"
"""The bodies of cells, and which of `AROUND` they lack."""


class UnprintableCellError(ValueError):
    """A value that a cell cannot hold: the kind of finding and its values."""

    def __init__(self, kind: Kind, **values: object) -> None:
        super().__init__(kind.title)
        self.kind = kind
        self.values = values


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
        whole = end - begin == len(layout.positions)
        for position, copies in enumerate(layout.copies):
            first, last = 0, len(copies)
            if not whole:
                first, last = bisect_left(copies, begin), bisect_left(copies, end)
            if first == last:
                continue
            row = plans[position]
            made: Iterable[str]
            if last - first < MANY or not row.bodies:
                made = [self._one(row, layout, item, formulas) for item in copies[first:last]]
            else:
                made = self._many(row, layout, position, first, last, formulas)
            if type(copies) is range:
                texts[copies[first] - begin : copies[last - 1] + 1 - begin] = made
                continue
            for emission, text in zip(copies[first:last], made, strict=True):
                texts[emission - begin] = text
        return texts

    def _one(
        self, row: RowPlan, layout: Layout, emission: int, formulas: Mapping[int, list[str]]
    ) -> str:
        text = str(layout.finals[emission]).join(row.pieces)
        if not row.values:
            return text % tuple(formulas[emission]) if row.formulas else text
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
        results: list[Sequence[str]] = []
        if row.formulas:
            results = list(zip(*[formulas[emission] for emission in emissions], strict=True))
        made = self._blocks(layout.blocks(position), first, last)
        kinds = ""
        bodies: list[Sequence[str]] = []
        for hole in row.bodies:
            if hole < 0:
                found: Sequence[str] = results[-1 - hole]
                kind = WHOLE
            elif hole in made:
                found, kind = made[hole]
            else:
                found, kind = self._column(layout.series(position, hole), first, last)
            bodies.append(found)
            kinds += kind
        finals = layout.finals
        return row.joined([str(finals[emission]) for emission in emissions], bodies, kinds)

    def _blocks(self, blocks: Sequence[Block], first: int, last: int) -> dict[int, _Bodies]:
        """The bodies of the copies from … up to in the columns of figures that are printed alike."""
        made: dict[int, _Bodies] = {}
        for block in blocks:
            width = block.width
            amounts = block.amounts[first * width : last * width]
            bodies, kind = self._numbers(block.form, amounts, whole=block.whole)
            for at, place in enumerate(block.places):
                made[place] = bodies[at::width], kind
        return made

    def _column(self, series: Series, first: int, last: int) -> _Bodies:
        """The bodies of a column's cells from … up to."""
        if series.form is not None:
            return self._numbers(series.form, series.amounts[first:last], whole=series.whole)
        values = series.values[first:last]
        if set(map(type, values)) == {str}:
            texts: Sequence[str] = values  # type: ignore[assignment]
            found = _plain_texts(texts)
            if found is not None:
                return found, TEXT
        return self.bodies(values), WHOLE

    def _numbers(self, form: NumberFormat, amounts: list[Value], *, whole: bool) -> _Bodies:
        """The bodies of cells that hold amounts; `whole`: none of them is a kind of blank."""
        if whole:
            return digits(form, amounts), NUMBER  # type: ignore[arg-type]
        opening, closing = AROUND[NUMBER]
        found = iter(digits(form, [item for item in amounts if type(item) is Decimal]))
        # By identity: neither a Decimal nor a member of an Enum is hashed or compared fast.
        present = set(map(id, amounts))
        blanks = {id(kind): self.text(form.text(kind)) for kind in Blank if id(kind) in present}
        return [
            f"{opening}{next(found)}{closing}" if type(item) is Decimal else blanks[id(item)]
            for item in amounts
        ], WHOLE

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
    return text.join(AROUND[TEXT])


def _number(number: Decimal) -> str:
    if not number.is_finite():
        raise UnprintableCellError(kinds.LEFTOVER, what=str(number))
    return f"><v>{decimal_text(number)}</v></c>"
