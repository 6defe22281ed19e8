"""Recognises the table of money of a form: 年初预算数, 全年预算数, 全年执行数, 执行率 by kinds of funds.

Of a project the rows are those of `项.资金`; of a whole department they come from the ledgers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.fields import FieldType
from reportgen.studio.starting.conditions import condition_of
from reportgen.studio.starting.found import Fund
from reportgen.studio.starting.grid import Loop, bare, label_of
from reportgen.studio.starting.labels import (
    AMOUNTS,
    FUND,
    MONEY,
    TOTAL_OF_FUNDS,
    Extra,
    meaning_of,
)
from reportgen.studio.starting.part import Part

if TYPE_CHECKING:
    from reportgen.studio.starting.grid import Cell, Showing

_CELLS: Final[dict[str, tuple[str, Showing]]] = {
    "年初预算数": ("{{ 行.年初预算数 | %s }}", "money"),
    "全年预算数": ("{{ 行.全年预算数 | %s }}", "money"),
    "全年执行数": ("{{ 行.全年执行数 | %s }}", "money"),
    "分值": ("{{ 行.分值 | 分值 }}", ""),
    "执行率": ("{{ 行.执行率 | %p }}", "percent"),
    "得分": ("{{ 行.得分 | 得分 }}", ""),
}
_STAGES: Final = {"年初预算数": "年初", "全年预算数": "调整", "全年执行数": "执行"}
_OTHERS: Final = (
    '["财政专户管理资金", "事业收入", "事业单位经营收入", "上级补助收入", '
    '"附属单位上缴收入", "其他收入"]'
)
_NUMBER: Final = re.compile(r"[-—/\d.,%*]*")


class FundTable(Part):
    """One pass; where it finds the table, its rows are taken."""

    first = -1

    def recognise(self) -> None:
        """Looks for the heads."""
        for number in self.grid.rows():
            heads = {
                meaning: cell
                for cell in self.grid.own(number)
                if (meaning := meaning_of(cell.label, MONEY))
            }
            if len(AMOUNTS & heads.keys()) >= 2:
                self._rows(heads)
                return

    def _rows(self, heads: dict[str, Cell]) -> None:
        grid = self.grid
        first = max(cell.bottom for cell in heads.values())
        start = min(cell.column for name, cell in heads.items() if name in AMOUNTS)
        labels: list[Cell] = []
        for number in range(first, grid.height):
            label = grid.at(number, start - 1) if start else None
            if label is None or label.row != number or label.rows != 1:
                break
            if not (TOTAL_OF_FUNDS.fullmatch(label.label) or FUND.fullmatch(label.label)):
                break
            labels.append(label)
        if not labels:
            return
        self.first = labels[0].row
        self.taken |= {cell.row for cell in (*heads.values(), *labels)}
        columns = {cell.column: name for name, cell in heads.items()}
        if TOTAL_OF_FUNDS.fullmatch(_fund_name(labels[0])) is None:
            self.asks(labels[0], "资金各行的最前面没有总额，没有写标签")
        elif not self.found.of_projects:
            self._from_ledgers(labels, columns)
        elif len(labels) > 1 and len({grid.shape(cell.row, cell.column) for cell in labels}) == 1:
            self._loop(labels, columns)
        else:
            for index, label in enumerate(labels):
                self._cells(label, columns, f"项.资金[{index}]")
            self._declare(labels)
            self.asks(
                labels[0],
                "资金各行的格子不一样，没有做成循环，按次序一行一行写的标签；请核对次序",
            )

    def _loop(self, labels: list[Cell], columns: dict[int, str]) -> None:
        first = labels[0]
        self._declare(labels)
        self.put(first, "{{ 行.打印 }}")
        self._cells(first, columns, "行")
        opening = "{%tr for 行 in 项.资金 %}"
        self.plan.loops.append(Loop(first.row, opening, first.column))
        self.plan.removed |= {label.row for label in labels[1:]}
        self.found.did(self.where(first), "、".join(label.words for label in labels), opening)

    def _cells(self, label: Cell, columns: dict[int, str], variable: str) -> None:
        for cell in self.grid.row(label.row):
            if cell.column <= label.column or cell.row != label.row:
                continue
            name = columns.get(cell.column)
            if name and _NUMBER.fullmatch(cell.words):
                tag, showing = _CELLS[name]
                self.put(cell, tag.replace("行.", f"{variable}."), showing)
            elif name or label.row == self.first:
                head = self.grid.at(self.first - 1, cell.column)
                text = head.text if head is not None else cell.text
                self.found.asks(self.where(cell), text, "资金表里认不出这一栏，没有写标签")

    def _declare(self, labels: list[Cell]) -> None:
        self.found.total = _fund_name(labels[0])
        self.found.funds = [Fund(_fund_name(cell), cell.text.strip("\n")) for cell in labels[1:]]

    def _labelled(self, cell: Cell) -> bool:
        """A cell that holds its own label, 其中：一般公共预算： with room behind it."""
        own = _condition(_fund_name(cell)) if cell.words.endswith(":") else None
        if not own:
            return False
        tag = self.spelt(_money(own, "调整"))
        self.put(cell, cell.text.rstrip() + tag)
        self.found.guesses(self.where(cell), cell.text, "取全年预算数（阶段“调整”）")
        return True

    def _from_ledgers(self, labels: list[Cell], columns: dict[int, str]) -> None:
        """The money of a whole department by its lines: 阶段 年初, 调整, 执行."""
        for label in labels:
            name = _fund_name(label)
            asked = "" if label is labels[0] else _condition(name)
            for cell in self.grid.row(label.row):
                column = columns.get(cell.column, "")
                if cell.row != label.row or cell.column <= label.column:
                    continue
                if not column and label is not labels[0] and not cell.words:
                    continue
                if self._labelled(cell):
                    continue
                if asked is None or not _NUMBER.fullmatch(cell.words) or not column:
                    self.asks(cell, "资金表里认不出这一格取什么数，没有写标签")
                elif column in _STAGES:
                    self.put(cell, _money(asked, _STAGES[column]), "money")
                elif column == "执行率":
                    budget, spent = (_figure(asked, stage) for stage in ("调整", "执行"))
                    tag = f'{{{{ ({spent} / {budget}) | %p if {budget} else "" }}}}'
                    self.put(cell, tag, "percent")
                elif label is labels[0]:
                    wanted = Extra(self.found.scope, f"执行率{column}", FieldType.QUANTITY)
                    name = f"{self.found.item}.{self.found.declared(wanted)}"
                    self.put(cell, f"{{{{ {name} | {column} }}}}")
            self.found.did(self.where(label), label.words, self.spelt(_money(asked or "", "执行")))


def _condition(name: str) -> str | None:
    if re.fullmatch(r"其他(资金|收入)?|单位资金|自有资金", name):
        return f"资金性质={_OTHERS}"
    return condition_of(name)


def _figure(asked: str, stage: str) -> str:
    given = [part for part in (asked, "" if stage == "年初" else f'阶段="{stage}"') if part]
    return f"支出.金额({', '.join(given)})" if given else "支出.合计"


def _money(asked: str, stage: str) -> str:
    return f"{{{{ {_figure(asked, stage)} | %s }}}}"


def _fund_name(cell: Cell) -> str:
    """当年财政拨款 of “其中：当年财政拨款”."""
    return re.sub(r"^其中[:：]?", "", bare(label_of(cell.text)))
