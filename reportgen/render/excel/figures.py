"""Which figure stands in which cell, worked out when it is asked for.

A long sheet has as many figures as cells; keeping the printed rows costs nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, overload

from reportgen.cell_names import column_letters
from reportgen.figure import CONSTANT, EXACT, Figure, Read
from reportgen.language.composed import Composed
from reportgen.language.printing import MARK_OPEN, Marks, Printed, strip_marks
from reportgen.render.excel.digits import decimal_text
from reportgen.render.excel.formulas import Target
from reportgen.render.excel.rows import arguments
from reportgen.render.rendered import Printing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.render.excel.formulas import Calculator
    from reportgen.render.excel.layout import Layout


@dataclass(slots=True)
class FigureMap(Sequence[Printing]):
    """The printings of a workbook, sheet by sheet, row by row; `extra` those of headers."""

    layouts: dict[str, Layout]
    calculator: Calculator
    marks: Marks
    extra: list[Printing]
    known: list[Printing] | None = None

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> Printing: ...

    @overload
    def __getitem__(self, index: slice) -> list[Printing]: ...

    def __getitem__(self, index: int | slice) -> Printing | list[Printing]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Printing]:
        return iter(self._all())

    def _all(self) -> list[Printing]:
        if self.known is None:
            self.known = [item for title in self.layouts for item in self._sheet(title)]
            self.known += self.extra
        return self.known

    def _sheet(self, title: str) -> Iterator[Printing]:
        layout = self.layouts[title]
        letters = [
            [column_letters(cell.column) for cell in arguments(row)] for row in layout.body.rows
        ]
        formulas = [item.formulas for item in self.calculator.rows[title]]
        for emission in range(len(layout.positions)):
            values = layout.values(emission)
            position, final = layout.positions[emission], layout.finals[emission]
            for column, value in zip(letters[position], values, strict=True):
                yield from self._printings(title, f"{column}{final}", value)
            for index, cell in enumerate(formulas[position]):
                value = self.calculator.content(Target(title, emission, index))
                if isinstance(value, Figure) and rests_on_figures(value):
                    spot = f"{column_letters(cell.column)}{final}"
                    text = decimal_text(value.number.normalize(EXACT))
                    yield Printing(title, spot, value.key, text, value)

    def _printings(self, title: str, spot: str, value: object) -> Iterator[Printing]:
        if isinstance(value, Printed):
            exact = value.scaled
            cell = decimal_text(exact) if isinstance(exact, Decimal) else ""
            text = value.text
            yield Printing(
                title, spot, value.figure.key, text, value.figure, "" if cell == text else cell
            )
        elif isinstance(value, Figure):
            text = value.value.value if value.is_blank else decimal_text(value.number)  # type: ignore[union-attr]
            yield Printing(title, spot, value.key, text, value)
        elif isinstance(value, str) and MARK_OPEN in value:
            yield from marked(title, spot, value, self.marks)
        elif isinstance(value, Composed):
            for item in value.numbers:
                yield Printing(title, spot, item.figure.key, item.text, item.figure)


def marked(part: str, spot: str, text: str, marks: Marks) -> list[Printing]:
    """The printings inside a text with marks."""
    return [
        Printing(part, spot, item.figure.key, item.text, item.figure)
        for _, _, item in strip_marks(text, marks)[1]
    ]


def rests_on_figures(value: Figure) -> bool:
    """Whether a formula's result is more than a count of rows: not made of constants alone.

    A sum of blanks, or of no cell, counts: it is the figure that has no lines yet.
    """
    stack = [value]
    seen: set[int] = set()
    while stack:
        item = stack.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if item.origin is CONSTANT and not item.is_blank and not item.unit:
            continue
        if isinstance(item.origin, Read) or not item.origin.operands:
            return True
        stack.extend(reversed(item.origin.operands))
    return False
