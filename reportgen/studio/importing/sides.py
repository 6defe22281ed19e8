"""Parts a sheet of sums whose codes, names and amounts stand side by side, two or three times.

基本支出决算表: 人员经费 (科目编码, 科目名称, 决算数) on the left, 公用经费 on the right. Each side is a table
of its own below the same rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.model.ledger import CODED
from reportgen.studio.importing.raw import RawSheet

if TYPE_CHECKING:
    from reportgen.studio.importing.heads import Heads
    from reportgen.studio.importing.mapping import TableRule
    from reportgen.studio.importing.patterns import Synonym


def split_sides(sheet: RawSheet, rule: TableRule, heads: Heads) -> list[tuple[RawSheet, Heads]]:
    """The sides with their heads; none where the sheet holds one table only."""
    starts = _starts(rule, heads)
    if len(starts) < 2:
        return []
    amounts = [name for column in rule.amounts for name in column.heads]
    found = []
    for left, right in zip(starts, [*starts[1:], 0], strict=True):
        own = tuple(
            c for c in heads.columns if c.column >= left and (not right or c.column < right)
        )
        if not any(column.fits(amounts) for column in own):
            return []  # two codes of one row, not two tables
        found.append((_cut(sheet, left, right), replace(heads, columns=own)))
    return found


def _starts(rule: TableRule, heads: Heads) -> list[int]:
    """The columns that hold the code of a row, where several fit alike."""
    for dimension in CODED:
        for names in (rule.heads.get(dimension, ()), rule.heads.get(f"{dimension}.类", ())):
            starts = _alike(names, heads)
            if len(starts) > 1:
                return starts
    return []


def _alike(names: tuple[Synonym, ...], heads: Heads) -> list[int]:
    ranks = {column.column: column.fits(names) for column in heads.columns}
    best = max(ranks.values(), default=0)
    return sorted(at for at, rank in ranks.items() if best and rank == best)


def _cut(sheet: RawSheet, left: int, right: int) -> RawSheet:
    """The columns from `left` up to `right` (0: to the end)."""
    rows = {
        number: {at: cell for at, cell in cells.items() if at >= left and (not right or at < right)}
        for number, cells in sheet.rows.items()
    }
    merges = [
        merge._replace(
            left=max(merge.left, left), right=min(merge.right, right - 1) if right else merge.right
        )
        for merge in sheet.merges
        if merge.right >= left and (not right or merge.left < right)
    ]
    kept = {number: cells for number, cells in rows.items() if cells}
    return RawSheet(sheet.file, sheet.title, kept, merges, sheet.hidden)
