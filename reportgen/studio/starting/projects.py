"""Recognises a form about one project: head fields, money, overall goals, indicators, the end.

What it finds goes into the plan of the grid and into `Found`. A label is trusted only where it is
known whole; whatever stands empty beside an unknown one is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.fields import FieldType
from reportgen.studio.starting.found import Fund
from reportgen.studio.starting.grid import Loop, bare, label_of
from reportgen.studio.starting.labels import (
    AMOUNTS,
    COLUMNS,
    FUND,
    MONEY,
    PROJECT,
    SIGNED,
    SUM,
    TAIL,
    TOTAL_OF_FUNDS,
    Extra,
    extra_of,
    is_label,
    meaning_of,
)
from reportgen.studio.starting.pieces import tag_of, with_labels, with_ticks, with_year

if TYPE_CHECKING:
    from reportgen.studio.starting.found import Found
    from reportgen.studio.starting.grid import Cell, Grid, Showing

_POINTS: Final = re.compile(r"[(（]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]")
_GROUP_NAME: Final = re.compile(r"[\s\d一二三四五六七八九十、.．]*")
_CELLS: Final[dict[str, tuple[str, Showing]]] = {
    "年初预算数": ("{{ 行.年初预算数 | %s }}", "money"),
    "全年预算数": ("{{ 行.全年预算数 | %s }}", "money"),
    "全年执行数": ("{{ 行.全年执行数 | %s }}", "money"),
    "分值": ("{{ 行.分值 | 分值 }}", ""),
    "执行率": ("{{ 行.执行率 | %p }}", "percent"),
    "得分": ("{{ 行.得分 | 得分 }}", ""),
}
_INDICATOR: Final[dict[str, tuple[str, Showing]]] = {
    "一级指标": ("{% vm %}{{ 行.一级指标 }}", ""),
    "二级指标": ("{% vm %}{{ 行.二级指标 }}", ""),
    "三级指标": ("{{ 行.三级指标 }}", ""),
    "性质": ("{{ 行.目标.性质 }}", ""),
    "指标值": ("{{ 行.指标值 }}", ""),
    "单位": ("{{ 行.目标.单位 }}", ""),
    "实际完成值": ("{{ 行.实际完成值 }}", ""),
    "权重": ("{{ 行.权重 | 分值 }}", ""),
    "得分": ("{{ 行.得分 | 得分 }}", ""),
    "得分系数": ("{{ 行.得分系数 | %p }}", "percent"),
    "完成率": ("{{ 行.完成率 | %p }}", "percent"),
    "偏差原因": ("{{ 行.偏差原因 }}", ""),
}
_FLAGS: Final = re.compile(r"是否.{1,10}")


def is_project_form(grid: Grid) -> bool:
    """Whether a grid is (a part of) a form about one project."""
    labels = {cell.label for cell in grid.cells}
    return bool(
        labels & {"项目名称", "一级指标", "三级指标"}
        or sum(meaning_of(label, MONEY) in AMOUNTS for label in labels) >= 2
        or sum(1 for label in labels if extra_of(label)) >= 2
    )


class ProjectForm:
    """One pass over a grid; `where` names a cell as findings do."""

    def __init__(self, grid: Grid, found: Found, *, excel: bool) -> None:
        self.grid = grid
        self.plan = grid.plan
        self.found = found
        self.excel = excel
        self.first = -1
        """The first row of the money."""
        self.taken: set[int] = set()
        """Rows that belong to the money or to the indicators."""

    def recognise(self) -> None:
        """Everything, from what is surest to what is left over."""
        self._money()
        self._indicators()
        for number in self.grid.rows():
            if number not in self.taken:
                self._sum_row(number)
                for cell in self.grid.own(number):
                    self._labelled(cell)
        self._running_texts()
        self._left_over()

    def where(self, cell: Cell) -> str:
        """A cell in words."""
        return f"{self.grid.title} {cell.name}"

    # money ---------------------------------------------------------------------------------

    def _money(self) -> None:
        for number in self.grid.rows():
            heads = {
                meaning: cell
                for cell in self.grid.own(number)
                if (meaning := meaning_of(cell.label, MONEY))
            }
            if len(AMOUNTS & heads.keys()) >= 2:
                self._fund_rows(heads)
                return

    def _fund_rows(self, heads: dict[str, Cell]) -> None:
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
        shapes = {grid.shape(label.row, label.column) for label in labels}
        total = labels[0] if TOTAL_OF_FUNDS.fullmatch(_fund_name(labels[0])) else None
        if total is None:
            self.found.asks(
                self.where(labels[0]), labels[0].text, "资金各行的最前面没有总额，没有写标签"
            )
            return
        if len(labels) > 1 and len(shapes) == 1:
            self._fund_loop(labels, columns)
            return
        for index, label in enumerate(labels):
            self._fund_cells(label, columns, f"项.资金[{index}]")
        self._declare_funds(labels, total)
        self.found.asks(
            self.where(labels[0]), labels[0].text,
            "资金各行的格子不一样，没有做成循环，按次序一行一行写的标签；请核对次序",
        )  # fmt: skip

    def _fund_loop(self, labels: list[Cell], columns: dict[int, str]) -> None:
        first = labels[0]
        self._declare_funds(labels, first)
        self._put(first, "{{ 行.打印 }}")
        self._fund_cells(first, columns, "行")
        opening = "{%tr for 行 in 项.资金 %}"
        self.plan.loops.append(Loop(first.row, opening, first.column))
        self.plan.removed |= {label.row for label in labels[1:]}
        self.found.did(self.where(first), "、".join(label.words for label in labels), opening)

    def _fund_cells(self, label: Cell, columns: dict[int, str], variable: str) -> None:
        for cell in self.grid.row(label.row):
            name = columns.get(cell.column)
            if name and cell.row == label.row:
                tag, showing = _CELLS[name]
                self._put(cell, tag.replace("行.", f"{variable}."), showing)
            elif cell.column > label.column and cell.row == label.row and label.row == self.first:
                self.found.asks(self.where(cell), cell.text, "资金表里认不出这一栏，没有写标签")

    def _declare_funds(self, labels: list[Cell], total: Cell | None) -> None:
        if total is not None:
            self.found.total = _fund_name(total)
        parts = [label for label in labels if label is not total]
        self.found.funds = [Fund(_fund_name(label), label.text.strip("\n")) for label in parts]

    # indicators ----------------------------------------------------------------------------

    def _indicators(self) -> None:
        for number in self.grid.rows():
            names = [meaning_of(cell.label, COLUMNS) for cell in self.grid.own(number)]
            if "一级指标" in names and ("三级指标" in names or "二级指标" in names):
                self._indicator_table(number)
                return

    def _indicator_table(self, head: int) -> None:
        grid = self.grid
        own = [c for c in grid.own(head) if meaning_of(c.label, COLUMNS)]
        group = next(c for c in own if meaning_of(c.label, COLUMNS) == "一级指标")
        body = max([cell.bottom for cell in own if cell.rows < grid.height - head], default=0)
        body = max(body, group.bottom)
        columns = {}
        for column in range(group.column, grid.width):
            cell = grid.at(body - 1, column)
            if cell is not None and cell.column == column:
                columns[column] = cell
        third = max(
            (c.column for c in own if meaning_of(c.label, COLUMNS).endswith("级指标")),
            default=group.column,
        )
        rows: list[int] = []
        for number in range(body, grid.height):
            cells = [c for c in grid.row(number) if c.row == number]
            if any(TAIL.fullmatch(cell.label) for cell in cells[:2]) or (
                rows and grid.shape(number, third) != grid.shape(body, third)
            ):
                break
            rows.append(number)
        if not rows:
            self.found.asks(self.where(group), group.text, "指标表头下面没有空行，没有做成循环")
            return
        self.taken |= {*range(head, body), *rows}
        self._groups(group.column, rows)
        self._indicator_cells(rows[0], columns)
        opening = "{%tr for 行 in 项.指标 %}"
        self.plan.loops.append(Loop(rows[0], opening, group.column))
        self.plan.removed |= set(rows[1:])
        self.found.did(self.where(group), f"指标各行（{len(rows)} 行）", opening)

    def _groups(self, column: int, rows: list[int]) -> None:
        for number in rows:
            cell = self.grid.at(number, column)
            if cell is not None and cell.row == number and (name := label_of(cell.text)):
                points = _POINTS.search(cell.text)
                self.found.groups.setdefault(_GROUP_NAME.sub("", name), points[1] if points else "")

    def _indicator_cells(self, number: int, columns: dict[int, Cell]) -> None:
        kinds = {column: meaning_of(head.label, COLUMNS) for column, head in columns.items()}
        threefold = "性质" in kinds.values()
        for cell in self.grid.row(number):
            head = columns.get(cell.column)
            if head is None:
                continue
            kind = kinds[cell.column]
            if not kind:
                self._own_column(cell, head)
                continue
            tag, showing = _INDICATOR[kind]
            if kind == "指标值" and threefold:
                tag = "{{ 行.目标.数值 }}"
            elif kind == "单位" and not threefold:
                tag = "{{ 行.计量单位 }}"
            elif kind == "一级指标" and any(self.found.groups.values()):
                tag += "（{{ 行.一级分值 | 分值 }}分）"
            self._put(cell, tag, showing)
            self.found.did(self.where(cell), head.words, self._spelt(tag))

    def _own_column(self, cell: Cell, head: Cell) -> None:
        """A column that the common model has not: a field of 绩效指标."""
        name = head.label
        if not name:
            self.found.asks(self.where(head), head.text, "这一栏没有表头，没有写标签")
            return
        made = with_ticks(cell.text, name, self.found, self.where(cell), scope="绩效指标")
        if not made:
            kind = FieldType.FLAG if _FLAGS.fullmatch(name) else FieldType.TEXT
            made = f"{{{{ 行.{self.found.declared(Extra('绩效指标', name, kind))} }}}}"
            self.found.did(self.where(cell), head.words, made)
        self._put(cell, made)
        self.found.asks(
            self.where(head),
            head.text,
            f"通用的栏里没有，在 fields.yaml 的绩效指标里加了“{name}”，请核对类型",
        )

    # the rest ------------------------------------------------------------------------------

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
        done = False
        for meaning, tag in (
            ("权重", "{{ 项.分值合计 | 分值 }}"),
            ("得分", "{{ 项.总分 | 得分 }}"),
        ):
            head = heads.get(meaning)
            cell = self.grid.at(number, head.column) if head else None
            if cell is not None and cell.row == number and cell is not label:
                self._put(cell, tag)
                self.found.did(self.where(cell), f"{label.words}的{meaning}", tag)
                done = True
        if (
            not done
            and (beside := self.grid.beside(label)) is not None
            and not is_label(beside.text)
        ):
            self._put(beside, "{{ 项.总分 | 得分 }}")
            self.found.did(self.where(beside), label.words, "{{ 项.总分 | 得分 }}")

    def _labelled(self, cell: Cell) -> None:
        label = cell.label
        if not label or cell in self.plan.texts or SUM.fullmatch(label):
            return
        value = self._value_of(cell)
        if value is None or (SIGNED.search(cell.words) and "负责人" in label):
            return
        ticked = with_ticks(value.text, label, self.found, self.where(value))
        if ticked:
            self._put(value, ticked)
            return
        tag = meaning_of(label, PROJECT)
        if not tag and (wanted := extra_of(label)) is not None:
            tag = tag_of(wanted, self.found)
        if not tag:
            return
        filled = value.words
        if self._put(value, tag):
            self.found.did(self.where(value), cell.words, tag)
            if filled:
                self.found.replaced(self.where(value), value.text, tag)

    def _value_of(self, label: Cell) -> Cell | None:
        """The cell that a label is for: beside it, or below it where a label stands beside."""
        beside = self.grid.beside(label)
        if beside is not None and beside.row == label.row and not is_label(beside.text):
            return beside
        below = self.grid.below(label)
        spans = below is not None and (below.column, below.right) == (label.column, label.right)
        if below is not None and spans and below.row not in self.taken and not is_label(below.text):
            return below
        return None

    def _running_texts(self) -> None:
        for cell in self.grid.cells:
            if cell in self.plan.texts or cell.row in self.taken or not cell.words:
                continue
            where = self.where(cell)
            made = with_labels(cell.text, self.found, where) or with_ticks(
                cell.text, "", self.found, where
            )
            if not made and (cell.columns >= self.grid.width - 1 or self.excel) and cell.row < 4:
                dated = with_year(cell.text)
                made = dated if dated != cell.text else ""
                if made:
                    self.found.did(where, cell.words, made)
            if made:
                self._put(cell, made)

    def _left_over(self) -> None:
        """Empty cells beside a label that is not known."""
        for cell in self.grid.cells:
            if cell.words or cell in self.plan.texts or cell.row in self.taken:
                continue
            left = self.grid.at(cell.row, cell.column - 1) if cell.column else None
            if left is not None and left.words and left not in self.plan.texts:
                self.found.asks(self.where(cell), left.text, "认不出这一栏要填什么，没有写标签")

    def _put(self, cell: Cell, text: str, showing: Showing = "") -> bool:
        return self.plan.put(cell, self._spelt(text), showing)

    def _spelt(self, tag: str) -> str:
        """A tag with the filters of this form: its unit of money, and how it shows a rate."""
        percent = "执行率" if self.excel else "百分比"
        return tag.replace("%s", self.found.money).replace("%p", percent)


def _fund_name(cell: Cell) -> str:
    """当年财政拨款 of “其中：当年财政拨款”."""
    return re.sub(r"^其中[:：]?", "", bare(label_of(cell.text)))
