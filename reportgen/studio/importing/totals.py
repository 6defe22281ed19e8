"""Totals among the rows of a detail list: told from leaves by code, by label, or by adding up.

A total that is taken for a leaf counts money twice; a leaf taken for a total loses it. So where only
adding up could tell, and the sum does not agree, the row stays a leaf and is reported.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.figure import EXACT
from reportgen.model.ledger import CODED
from reportgen.studio.importing import kinds
from reportgen.studio.importing.facts import in_yuan, said

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.studio.importing.rows import TableRow

_DIMENSIONS: Final = ("单位", *CODED, "类型", "项目", "资金性质", "年度来源")
_BELOW_ENOUGH: Final = 2


def mark_totals(rows: list[TableRow], sheet: str) -> list[Finding]:
    """Marks the rows that are totals of others; what only looks like one is reported."""
    leaves = [row for row in rows if not row.is_total]
    _mark_higher_codes(leaves)
    leaves = [row for row in leaves if not row.is_total]
    return _mark_sums(leaves, sheet)


def _mark_higher_codes(rows: list[TableRow]) -> None:
    """A 类 or 款 above rows of its 款 or 项."""
    below: dict[tuple[str, str], list[TableRow]] = defaultdict(list)
    for row in rows:
        for dimension in CODED:
            code = row.text(dimension)
            for length in (3, 5):
                if length < len(code):
                    below[dimension, code[:length]].append(row)
    for row in rows:
        for dimension in CODED:
            code = row.text(dimension)
            if code and any(covers(row, other) for other in below.get((dimension, code), ())):
                row.is_total = True


def covers(row: TableRow, other: TableRow) -> bool:
    """Whether all that a row says of itself holds for the other, which says more."""
    for dimension in _DIMENSIONS:
        text, theirs = row.text(dimension), other.text(dimension)
        if text and not (theirs.startswith(text) if dimension in CODED else theirs == text):
            return False
    return row is not other


def _mark_sums(rows: list[TableRow], sheet: str) -> list[Finding]:
    """A row with fewer fields than the rows around it, and just their sum."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[row.text("单位"), row.text("功能科目")].append(index)
    findings: list[Finding] = []
    for indexes in groups.values():
        filled = {i: sum(bool(rows[i].text(name)) for name in _DIMENSIONS) for i in indexes}
        fewest, most = min(filled.values()), max(filled.values())
        if fewest == most:
            continue
        for index in indexes:
            if filled[index] == fewest:
                _judge(index, indexes, rows, sheet, findings)
    return findings


def _judge(
    index: int, indexes: list[int], rows: list[TableRow], sheet: str, findings: list[Finding]
) -> None:
    row = rows[index]
    others = [i for i in indexes if i != index and not rows[i].is_total and covers(row, rows[i])]
    if not others:
        return
    follows = others[0] == index + 1
    sums = [_column_sum(rows, others, column) for column in range(len(row.amounts))]
    own = [in_yuan(amount.value, amount.unit) for amount in row.amounts]
    if own == sums and any(own) and (follows or len(others) >= _BELOW_ENOUGH):
        row.is_total = True
    elif follows and len(others) >= _BELOW_ENOUGH and any(own):
        column = next(i for i, value in enumerate(own) if value)
        amount = row.amounts[column]
        unit = amount.unit
        below = sum((rows[i].amounts[column].value or Decimal(0) for i in others), Decimal(0))
        findings.append(
            kinds.LOOKS_LIKE_SUBTOTAL.at(
                amount.place,
                sheet=sheet,
                row=row.number,
                label=row.label,
                count=len(others),
                total=said(amount.value, unit),
                sum=said(below, unit),
                related=[rows[i].place for i in others[:5]],
            )
        )


def _column_sum(rows: list[TableRow], indexes: list[int], column: int) -> Decimal:
    amount = Decimal(0)
    for index in indexes:
        cells = rows[index].amounts
        if column < len(cells):
            amount = EXACT.add(amount, in_yuan(cells[column].value, cells[column].unit))
    return amount
