"""The numbers of headings, captions and references, put into the values of a workbook's sheets.

Sheets are numbered in the order of their tabs, rows from the top, cells from the left; headers and
footers come after all cells. Most workbooks have none, so nobody looks for them: whoever writes a
text finds the first, and the document is written again. Not for how numbers look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.cell_names import column_letters
from reportgen.language.composed import Composed
from reportgen.language.errors import nearest
from reportgen.language.numerals import Numerals, has_numerals, numerals_in, without_numerals
from reportgen.language.views import Listing
from reportgen.render.excel.rows import arguments
from reportgen.render.numeral_kinds import finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.finding import Finding
    from reportgen.numbering import Scheme
    from reportgen.place import Place
    from reportgen.render.excel.layout import Layout

_SHOWN = 60


class NumeralFoundError(Exception):
    """A text that is written waits for a number: the document is to be numbered first."""


def number_sheets(
    layouts: dict[str, Layout], scheme: Scheme, place: Callable[[str, str], Place]
) -> tuple[Numerals, list[Finding]]:
    """Number the values of all sheets in place; `place` names a cell of a sheet's template."""
    numerals = Numerals(scheme)
    spots: list[tuple[str, str, str]] = []
    for title, emission, column, text in _texts(layouts):
        numerals.take(text)
        layout = layouts[title]
        row = layout.body.rows[layout.positions[emission]]
        spot = f"{column_letters(arguments(row)[column - 1].column)}{row.number}"
        spots += [(title, spot, text)] * sum(1 for _ in numerals_in(text))
    numerals.settle()
    findings = []
    for fault in numerals.faults:
        title, spot, text = spots[fault.at]
        around = without_numerals(text)[:_SHOWN]
        hint = nearest(fault.key, numerals.known)
        findings.append(finding(fault, place(title, spot), around, hint))
    if not findings:
        for title, emission, column, _ in _texts(layouts):
            layout = layouts[title]
            layout.put(emission, column, _numbered(layout.value(emission, column), numerals))
    return numerals, findings


def _texts(layouts: dict[str, Layout]) -> Iterator[tuple[str, int, int, str]]:
    """The values that wait for numbers: sheet, emission, place among the row's values, text."""
    for title, layout in layouts.items():
        for emission in range(len(layout.positions)):
            for column, value in enumerate(layout.values(emission), 1):
                text = _text(value)
                if has_numerals(text):
                    yield title, emission, column, text


def _text(value: object) -> str:
    if isinstance(value, Listing):
        value = value.whole
    if isinstance(value, Composed):
        return "".join(item for item in value.pieces if isinstance(item, str))
    return value if isinstance(value, str) else ""


def _numbered(value: object, numerals: Numerals) -> object:
    if isinstance(value, Listing):
        value = value.whole
    if isinstance(value, Composed):
        return Composed(
            numerals.put(item) if isinstance(item, str) else item for item in value.pieces
        )
    assert isinstance(value, str)
    return numerals.put(value)
