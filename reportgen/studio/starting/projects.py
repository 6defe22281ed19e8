"""Recognises a form about one project or a whole department: head fields, goals, the end.

Its money, indicators and lists are recognised before. What is found goes into the plan of the grid
and into `Found`. A label is trusted only where it is known whole; one that is not, with one empty
place of its own, becomes a field that the new format declares.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.fields import FieldType
from reportgen.studio.starting.found import INDICATORS_OF_WHOLE
from reportgen.studio.starting.funds import FundTable
from reportgen.studio.starting.indicators import IndicatorTable
from reportgen.studio.starting.labels import (
    AMOUNTS,
    COLUMNS,
    MONEY,
    SIGNED,
    SUM,
    Extra,
    extra_of,
    is_label,
    meaning_of,
)
from reportgen.studio.starting.lists import ListTables
from reportgen.studio.starting.matrix import MatrixTable
from reportgen.studio.starting.own_fields import money_unit_of, own_field, tag_for
from reportgen.studio.starting.part import Part
from reportgen.studio.starting.pieces import known_tag, tag_of, with_labels, with_ticks, with_year

if TYPE_CHECKING:
    from reportgen.studio.starting.found import Found
    from reportgen.studio.starting.grid import Cell, Grid

_BLANK_SPAN: Final = re.compile(r"[年月日至到~—-]+")
"""What is left of   年  月至   年  月 that nobody filled in."""
_NUMBER: Final = re.compile(r"[-—/\d.,%*]+")
_WHOLE_SUM: Final = '{{ 求和(%s | map(attribute="%s")) | %s }}'


def is_project_form(grid: Grid) -> bool:
    """Whether a grid is (a part of) a form about one project or one department."""
    labels = {cell.label for cell in grid.cells}
    return bool(
        "项目名称" in labels
        or any(meaning_of(label, COLUMNS) in {"一级指标", "三级指标"} for label in labels)
        or sum(meaning_of(label, MONEY) in AMOUNTS for label in labels) >= 2
        or sum(1 for label in labels if extra_of(label)) >= 2
    )


class ProjectForm(Part):
    """One pass over a grid."""

    def __init__(self, grid: Grid, found: Found, *, excel: bool) -> None:
        super().__init__(grid, found, excel)
        self.spent: set[Cell] = set()
        """Labels whose place got its tag."""

    def recognise(self) -> None:
        """Everything, from what is surest to what is left over."""
        for part in (FundTable, IndicatorTable, MatrixTable, ListTables):
            part(self.grid, self.found, self.excel, self.taken).recognise()
        for number in self.grid.rows():
            if number not in self.taken:
                self._sum_row(number)
                for cell in self.grid.own(number):
                    self._labelled(cell)
        self._running_texts()
        self._left_over()

    def _sum_row(self, number: int) -> None:
        """总分: under the head 分值 what the weights add up to, under 得分 the total."""
        cells = self.grid.own(number)
        label = next((c for c in cells if SUM.fullmatch(c.label)), None)
        if label is None or not self.taken:
            return
        heads = {
            meaning: cell
            for row in sorted(self.taken)
            for cell in self.grid.own(row)
            if (meaning := meaning_of(cell.label, COLUMNS)) in {"权重", "得分"}
            and cell not in self.plan.texts
        }
        weights, total = "{{ 项.分值合计 | 分值 }}", "{{ 项.总分 | 得分 }}"
        if self.grid.title in self.found.listings:
            self.asks(label, "这张表列出全部项目，合计没有写标签")
            return
        if not self.found.of_projects:
            weights = _WHOLE_SUM % (INDICATORS_OF_WHOLE, "分值", "分值")
            total = _WHOLE_SUM % (INDICATORS_OF_WHOLE, "得分", "得分")
            if (self.found.scope, "执行率得分") in self.found.extras:
                weights = weights.replace(")) |", f")) + {self.found.item}.执行率分值) |")
                total = total.replace(")) |", f")) + {self.found.item}.执行率得分) |")
                weights, total = (text.replace("{{ ", "{{ (") for text in (weights, total))
        done = False
        for meaning, tag in (("权重", weights), ("得分", total)):
            head = heads.get(meaning)
            cell = self.grid.at(number, head.column) if head else None
            if cell is not None and cell.row == number and cell is not label:
                self.put(cell, tag)
                self.found.did(self.where(cell), f"{label.words}的{meaning}", tag)
                done = True
        beside = self.grid.beside(label)
        if not done and beside is not None and not is_label(beside.text) and not beside.formula:
            self.put(beside, total)
            self.found.did(self.where(beside), label.words, total)

    def _labelled(self, cell: Cell) -> None:
        label = cell.label
        if not label or cell in self.plan.texts or SUM.fullmatch(label):
            return
        value = self._value_of(cell)
        if value is None or (SIGNED.search(cell.words) and "负责人" in label):
            return
        ticked = with_ticks(value.text, label, self.found, self.where(value))
        if ticked:
            self.put(value, ticked)
            self.spent.add(cell)
            return
        tag = known_tag(label, self.found)
        if not tag and (wanted := extra_of(label)) is not None:
            tag = tag_of(wanted, self.found)
        if not tag:
            return
        filled = _BLANK_SPAN.sub("", value.words)
        if self.put(value, tag):
            self.spent.add(cell)
            self.found.did(self.where(value), cell.words, tag)
            if filled:
                self.found.replaced(self.where(value), value.text, tag)

    def _value_of(self, label: Cell) -> Cell | None:
        """The cell that a label is for: beside it, or below it where a label stands beside.

        Outside the lines of a sheet `填报单位：` over several columns has its place in itself.
        """
        if not label.framed and label.columns > 1 and label.words.endswith(":"):
            return None
        beside = self.grid.beside(label)
        if beside is not None and beside.row == label.row and not is_label(beside.text):
            return None if beside.formula else beside
        below = self.grid.below(label)
        spans = below is not None and (below.column, below.right) == (label.column, label.right)
        if below is not None and spans and below.row not in self.taken and not is_label(below.text):
            return below
        return None

    def _running_texts(self) -> None:
        for cell in self.grid.cells:
            if cell in self.plan.texts or cell in self.spent or cell.row in self.taken:
                continue
            if not cell.words:
                continue
            where = self.where(cell)
            made = with_labels(cell.text, self.found, where) or with_ticks(
                cell.text, "", self.found, where
            )
            if not made and (cell.columns >= self.grid.width - 1 or self.excel) and cell.row < 4:
                dated = with_year(cell.text, self.found.year)
                made = dated if dated != cell.text else ""
                if made:
                    self.found.did(where, cell.words, made)
            if made:
                self.put(cell, made)

    def _left_over(self) -> None:
        """Empty cells beside a label that is not known."""
        for cell in self.grid.cells:
            if cell.words or cell.formula or cell in self.plan.texts or cell.row in self.taken:
                continue
            left = self.grid.at(cell.row, cell.column - 1) if cell.column else None
            if left is None or not left.words or left in self.plan.texts or not cell.framed:
                continue
            wanted = self._own(left, cell)
            if wanted is None:
                why = "认不出这一栏要填什么，没有写标签"
                self.found.asks(self.where(cell), left.text, why)
                continue
            wanted = wanted._replace(section=self.found.scope)
            name = self.found.declared(wanted)
            money = money_unit_of(left, self.found.money)
            tag = tag_for(f"{self.found.item}.{name}", wanted.type, money)
            self.put(cell, tag, "money" if wanted.type is FieldType.AMOUNT else "")
            self.found.did(self.where(cell), left.words, tag)
            why = f"加了栏“{wanted.section}.{name}”（{wanted.type.value}）"
            self.found.guesses(self.where(cell), left.text, why)

    def _own(self, label: Cell, place: Cell) -> Extra | None:
        """The field of a label that has this one place: what stands next to it is no place as well."""
        after = self.grid.beside(place)
        if after is not None and after.row == place.row and not after.words:
            return None
        if label.row != place.row or label.rows != place.rows:
            return None
        head = ""
        for row in range(place.row - 1, -1, -1):
            above = self.grid.at(row, place.column)
            if above is None or (above.column, above.right) != (place.column, place.right):
                break
            if above.words:
                head = above.label
                break
        return own_field(label, head)
