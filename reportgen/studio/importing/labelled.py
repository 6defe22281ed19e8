"""Tables whose rows are known by their labels: 收支总表, 财政拨款收支总表, “三公”经费表.

One sheet may hold two of them side by side, each with a label column and its amounts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.catalogue.names import comparable as comparable_name
from reportgen.compute.subjects import classification
from reportgen.model.ledger import CODED
from reportgen.model.values import shown, stripped
from reportgen.studio.importing import kinds
from reportgen.studio.importing.across import take_across
from reportgen.studio.importing.facts import Fact, said
from reportgen.studio.importing.heads import data_rows, find_heads
from reportgen.studio.importing.labels import code_and_name, label, without_number
from reportgen.studio.importing.patterns import first_fit
from reportgen.studio.importing.rows import TableReader

if TYPE_CHECKING:
    from reportgen.studio.importing.heads import HeadColumn, Heads
    from reportgen.studio.importing.mapping import Block, LabelRow, TableRule
    from reportgen.studio.importing.patterns import Synonym
    from reportgen.studio.importing.raw import RawSheet
    from reportgen.studio.importing.rows import Amount
    from reportgen.studio.importing.tables import Desk


_YEAR: Final = re.compile(r"20[0-9]{2}")


def _year(column: HeadColumn) -> int:
    """The year a head names; 0 for none."""
    found = _YEAR.search("".join(column.path))
    return int(found[0]) if found else 0


def take_labels(sheet: RawSheet, rule: TableRule, table: int, desk: Desk) -> bool:
    """Takes the blocks of a sheet as facts; False where no block's head is found."""
    wanted = [b.label for b in rule.blocks]
    wanted += [column.heads for b in rule.blocks for column in b.amounts]
    heads = find_heads(sheet, wanted, at_least=2)
    if heads is None and take_across(sheet, rule, table, desk):
        return True
    if heads is None:
        desk.findings.append(
            kinds.NO_HEADS.at(
                sheet.place(),
                sheet=sheet.title,
                what="要找的有" + "、".join(names[0].text for names in wanted[:8]),
            )
        )
        return False
    reader = _LabelReader(sheet, rule, table, desk, heads)
    for block in rule.blocks:
        reader.take(block)
    return True


class _LabelReader:
    def __init__(
        self, sheet: RawSheet, rule: TableRule, table: int, desk: Desk, heads: Heads
    ) -> None:
        self.sheet = sheet
        self.rule = rule
        self.table = table
        self.desk = desk
        self.heads = heads
        self.reader = TableReader(sheet, rule, desk.mapping, desk.findings)
        self.unit = heads.unit or rule.unit or desk.mapping.unit
        if not self.unit:
            self.unit = desk.default_unit
            desk.findings.append(
                kinds.NO_UNIT.at(sheet.place(1, heads.top), sheet=sheet.title, unit=self.unit)
            )

    def take(self, block: Block) -> None:
        labels = self._column(block.label, 0)
        if labels is None:
            return
        amounts = []
        taken = {labels.column}
        for rule in block.amounts:
            column = self._column(rule.heads, labels.column, taken)
            if column is not None:
                taken.add(column.column)
                amounts.append((rule, column))
        seen: list[str] = []
        for number in data_rows(self.sheet, self.heads):
            text = stripped(self.sheet.text(number, labels.column))
            if not text:
                continue
            name = label(text)
            cells = []
            for rule, column in amounts:
                amount = self.reader.amount(number, rule, column, self.unit)
                if amount is not None:
                    cells.append(amount)
            self._row(block, number, text, name, seen, cells)
            seen.append(name)

    def _column(
        self,
        synonyms: tuple[Synonym, ...],
        after: int,
        taken: set[int] | None = None,
    ) -> HeadColumn | None:
        """The best fitting column; of equals the first to the right of the block's labels.

        Of columns that differ by their year (2023年预算数, 2024年预算数) the newest.
        """
        ranked = [
            (c.fits(synonyms), c) for c in self.heads.columns if c.column not in (taken or ())
        ]
        best = max((rank for rank, _ in ranked), default=0)
        fitting = [c for rank, c in ranked if rank == best] if best else []
        right = [c for c in fitting if c.column > after]
        if len({_year(c) for c in right}) > 1:
            return max(right, key=lambda c: (_year(c) == self.desk.year, _year(c), -c.column))
        return next(iter(right or fitting), None)

    def _row(
        self,
        block: Block,
        number: int,
        text: str,
        name: str,
        seen: list[str],
        amounts: list[Amount],
    ) -> None:
        rule = self._rule(block, name, seen)
        for amount in amounts:
            if rule is not None:
                self._fact(rule, amount)
            elif block.subject:
                code = self._code(block.subject, text)
                if code:
                    values = ((block.subject, (code,)), *self.rule.fixed, *amount.rule.values)
                    self._add("支出明细", values, amount)
                elif amount.value:
                    self._unknown(number, text, amount)
                    return
            elif amount.value:
                self._unknown(number, text, amount)
                return

    def _rule(self, block: Block, name: str, seen: list[str]) -> LabelRow | None:
        """The rule of a row; one that has to stand below a certain label goes before one that has not."""
        fitting = [row for row in block.rows if first_fit(row.names, name) is not None]
        for row in fitting:
            if row.after and any(first_fit(row.after, above) is not None for above in seen):
                return row
        return next((row for row in fitting if not row.after), None)

    def _fact(self, rule: LabelRow, amount: Amount) -> None:
        values = (*self.rule.fixed, *rule.values, *amount.rule.values)
        if rule.stated:
            if not amount.rule.values or amount.rule.whole:
                self._add("", (), amount, stated=rule.stated)
        elif rule.section:
            self._add(rule.section, values, amount, leaf=rule.section == "收入明细")

    def _add(
        self,
        section: str,
        values: tuple[tuple[str, tuple[str, ...]], ...],
        amount: Amount,
        *,
        leaf: bool = False,
        stated: str = "",
    ) -> None:
        self.desk.taken.facts.append(
            Fact(
                section,
                values,
                amount.value,
                amount.unit,
                amount.place,
                self.table,
                leaf=leaf,
                stated=stated,
            )
        )

    def _code(self, dimension: str, text: str) -> str:
        code, name = code_and_name(text)
        if code and not name:
            return code
        subjects = classification(self.desk.catalogue, dimension)
        wanted = comparable_name(without_number(text))
        found = [s.code for s in subjects.classes() if comparable_name(s.name) == wanted]
        if not found:
            found = [s.code for s in subjects.named(without_number(text)) if len(s.code) == 3]
        if not found:
            found = [a.code for a in subjects.aliases() if comparable_name(a.name) == wanted]
        return found[0] if len(found) == 1 and dimension in CODED else ""

    def _unknown(self, number: int, text: str, amount: Amount) -> None:
        self.desk.findings.append(
            kinds.UNKNOWN_ROW.at(
                amount.place,
                sheet=self.sheet.title,
                row=number,
                label=shown(text.strip()),
                why="映射文件里没有这一行",
                amount=said(amount.value, amount.unit),
            )
        )
