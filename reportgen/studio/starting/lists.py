"""Recognises lists inside a form: a row of heads, empty rows below, perhaps a row 合计.

采购, 测算, 任务 and their like differ from form to form, so each becomes a section of the new format.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.fields import FieldType
from reportgen.studio.starting.grid import Loop, bare, label_of
from reportgen.studio.starting.labels import COLUMNS, SUM, Extra, meaning_of
from reportgen.studio.starting.own_fields import money_unit_of, tag_for, type_of
from reportgen.studio.starting.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.studio.starting.grid import Cell

_FEWEST: Final = 3
_ORDER: Final = "序号"
_HEAD: Final = re.compile(r"[\u4e00-\u9fff]{2}")
_TITLE: Final = re.compile(r"[\u4e00-\u9fff（）()“”、]{2,20}")
_YEAR: Final = re.compile(r"20\d\d年?度?")
_MONEY: Final = re.compile(
    r"单价|.*金额|.*(预算|执行|决算|合同)(数|额)?|.*(基金|资金|拨款|收入|结转)|小计|合计"
)
_COUNT: Final = re.compile(r".*数量|编制数|.*人数|.*面积|.*规模")


class ListTables(Part):
    """One pass over the rows that nothing else has taken."""

    def recognise(self) -> None:
        """Every list."""
        number = 0
        while number < self.grid.height:
            heads = self._heads(number)
            if heads:
                number = self._list(number, heads)
            else:
                number += 1

    def _heads(self, number: int) -> list[Cell]:
        """The heads of a list whose last row this is, where empty rows follow."""
        if number in self.taken or number + 1 >= self.grid.height or number + 1 in self.taken:
            return []
        first = number + 2 if self._is_total(number + 1) else number + 1
        below = self.grid.own(first) if first < self.grid.height else []
        if not below or any(cell.words or cell.formula or cell.rows > 1 for cell in below):
            return []
        start = below[0].column
        heads = [c for c in self.grid.row(number) if c.column >= start and c.bottom == number + 1]
        same_row = all(cell.rows == heads[0].rows for cell in heads)
        if (
            len(heads) < _FEWEST
            or (same_row and heads[0].rows > 1)
            or any(not _HEAD.search(cell.words) or cell in self.plan.texts for cell in heads)
            or self.grid.shape(number, start) != self.grid.shape(first, start)
            or any(meaning_of(cell.label, COLUMNS) in {"一级指标", "三级指标"} for cell in heads)
        ):
            return []
        return heads

    def _is_total(self, number: int) -> bool:
        own = self.grid.own(number) if number < self.grid.height else []
        return any(SUM.fullmatch(cell.label.removeprefix("金额")) for cell in own[:2])

    def _list(self, number: int, heads: list[Cell]) -> int:
        """Writes the tags; the row after the list."""
        start = heads[0].column
        first = number + 2 if self._is_total(number + 1) else number + 1
        rows = list(self._empty(first, start))
        last = rows[-1] + 1
        section = self._name(number, heads)
        if self.found.of_projects:
            # Without it a row would belong to no project and be printed nowhere.
            meaning = "哪个项目的，写项目名称"
            self.found.declared(Extra(section, "项目", FieldType.TEXT, meaning, required=True))
        names = [self._declare(section, head) for head in heads]
        chosen = " if 行.项目 == 项.名称" if self.found.of_projects else ""
        opening = f"{{%tr for 行 in {section}{chosen} %}}"
        for head, (name, kind) in zip(heads, names, strict=True):
            cell = self.grid.at(rows[0], head.column)
            assert cell is not None
            if name == _ORDER:
                self.put(cell, "{{ loop.index }}")
                continue
            money = money_unit_of(head, self.found.money)
            tag = tag_for(f"行.{name}", kind, money)
            self.put(cell, tag, "money" if kind is FieldType.AMOUNT else "")
        self.plan.loops.append(Loop(rows[0], opening, start))
        self.plan.removed |= set(rows[1:])
        self.taken |= {number, *rows}
        self.found.did(self.where(heads[0]), section, opening)
        columns = "、".join(name for name, _ in names if name != _ORDER)
        why = f"当作一张清单，加了一节“{section}”：{columns}"
        self.found.guesses(self.where(heads[0]), heads[0].text, why)
        for row in (first - 1, last):
            if row != number and self._is_total(row):
                self._total(section, heads, names, row)
                self.taken.add(row)
        return last

    def _empty(self, first: int, start: int) -> Iterator[int]:
        shape = self.grid.shape(first, start)
        for row in range(first, self.grid.height):
            own = [c for c in self.grid.row(row) if c.column >= start]
            if any(c.words or c.formula or c.row != row for c in own):
                return
            if self.grid.shape(row, start) != shape:
                return
            yield row

    def _name(self, number: int, heads: list[Cell]) -> str:
        """What the list is called: beside it, above it, before the table."""
        grid = self.grid
        top = min(head.row for head in heads)
        left = grid.at(number, heads[0].column - 1) if heads[0].column else None
        above = [
            c.text for r in range(top) for c in grid.own(r) if len(grid.own(r)) == 1 or not c.framed
        ]
        for text in (left.text if left else "", *reversed(above), *grid.captions, grid.title):
            title = re.sub(r"^附[表件]\d*:?", "", bare(text))
            words = re.sub(r"\W", "", _YEAR.sub("", label_of(title)))
            if _TITLE.fullmatch(words) and not re.search(":|^表.$", title):
                return self.found.section(words)
        words = re.sub(r"\W", "", heads[0].label)
        return self.found.section(f"{words}清单")

    def _declare(self, section: str, head: Cell) -> tuple[str, FieldType]:
        name = _YEAR.sub("", head.label) or head.label
        if name == _ORDER:
            return name, FieldType.TEXT
        kind = type_of(name)
        if _MONEY.fullmatch(name):
            kind = FieldType.AMOUNT
        elif _COUNT.fullmatch(name):
            kind = FieldType.QUANTITY
        elif kind in {FieldType.AMOUNT, FieldType.YEAR} or re.search("率|%", head.text):
            kind = FieldType.TEXT
        return self.found.declared(Extra(section, name, kind)), kind

    def _total(
        self, section: str, heads: list[Cell], names: list[tuple[str, FieldType]], row: int
    ) -> None:
        chosen = ' | selectattr("项目", "equalto", 项.名称)' if self.found.of_projects else ""
        for head, (name, kind) in zip(heads, names, strict=True):
            cell = self.grid.at(row, head.column)
            if cell is None or cell.column != head.column or cell.words or cell.formula:
                continue
            if kind is FieldType.AMOUNT and name != "单价":
                figure = f'求和({section}{chosen} | map(attribute="{name}"))'
                self.put(
                    cell, f"{{{{ {figure} | {money_unit_of(head, self.found.money)} }}}}", "money"
                )
                self.found.did(self.where(cell), head.words, f"{{{{ {figure} }}}}")
