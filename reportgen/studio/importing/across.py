"""A table whose labels are heads: the “三公”经费 table of many districts, one row of amounts.

The rows that the mapping file names are looked for among the heads instead; of two years side by
side, this year's columns are taken. Rows known by their labels are `labelled`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.studio.importing.facts import Fact
from reportgen.studio.importing.heads import data_rows, find_heads
from reportgen.studio.importing.mapping import AmountColumn
from reportgen.studio.importing.rows import TableReader

if TYPE_CHECKING:
    from reportgen.studio.importing.heads import HeadColumn, Heads
    from reportgen.studio.importing.mapping import LabelRow, TableRule
    from reportgen.studio.importing.raw import RawSheet
    from reportgen.studio.importing.tables import Desk

FEWEST: Final = 3
"""So many of the rows must be found among the heads."""
_SUBTOTAL: Final = re.compile(r"小计|合计")
_YEAR: Final = re.compile(r"(20\d\d)")
_LAST: Final = re.compile(r"上年|去年")


def take_across(sheet: RawSheet, rule: TableRule, table: int, desk: Desk) -> bool:
    """Takes the amounts below heads that are the rule's rows; False where there are no such heads."""
    stated = [row for block in rule.blocks for row in block.rows if row.stated]
    heads = find_heads(sheet, [row.names for row in stated], at_least=FEWEST)
    if heads is None:
        return False
    columns = _columns(sheet, heads, stated, desk.year)
    rows = [
        number
        for number in data_rows(sheet, heads)
        if sum(1 for _, column in columns if sheet.text(number, column.column).strip()) > 1
    ]
    number = next((row for row in rows if _is_total(sheet, row, desk)), None)
    if number is None and len(rows) == 1:
        number = rows[0]
    if number is None:
        return False
    reader = TableReader(sheet, rule, desk.mapping, desk.findings)
    unit = heads.unit or rule.unit or desk.mapping.unit or desk.default_unit
    for row, column in columns:
        amount = reader.amount(number, AmountColumn(row.names), column, unit)
        if amount is not None and amount.value is not None:
            desk.taken.facts.append(
                Fact("", (), amount.value, amount.unit, amount.place, table, stated=row.stated)
            )
    return True


def _is_total(sheet: RawSheet, row: int, desk: Desk) -> bool:
    return any(desk.mapping.is_total(cell.text) for cell in sheet.rows[row].values())


def _columns(
    sheet: RawSheet, heads: Heads, rows: list[LabelRow], year: int
) -> list[tuple[LabelRow, HeadColumn]]:
    """For each row the column that is it: the best fitting, this year's before the others."""
    found: list[tuple[LabelRow, HeadColumn]] = []
    taken: set[int] = set()
    for row in rows:
        ranked = [
            (_of_year(sheet, heads, column, year), _fits(column, row), -column.column, column)
            for column in heads.columns
            if column.column not in taken and _fits(column, row)
        ]
        if ranked:
            column = max(ranked, key=lambda item: item[:3])[3]
            taken.add(column.column)
            found.append((row, column))
    return found


def _fits(column: HeadColumn, row: LabelRow) -> int:
    """How well a column is a row; a subtotal is what stands above it."""
    path = column.path
    if len(path) > 1 and _SUBTOTAL.fullmatch(path[-1]) and not _YEAR.search(path[-2]):
        path = path[:-1]
    texts = ["/".join(path[start:]) for start in range(len(path))]
    return max(
        (2 if not at else 1 for at, text in enumerate(texts) for s in row.names if s.fits(text)),
        default=0,
    )


def _of_year(sheet: RawSheet, heads: Heads, column: HeadColumn, year: int) -> int:
    """2 where the heads name this year, 0 where they name another, 1 where they name none.

    A year may stand over a whole group of heads, above those that name the columns.
    """
    above = [sheet.text(heads.top - 1, column.column)] if heads.top > 1 else []
    parts = [*above, *column.path]
    years = {int(found) for part in parts for found in _YEAR.findall(part)}
    if years:
        return 2 if year in years else 0
    return 0 if any(map(_LAST.search, parts)) else 1
