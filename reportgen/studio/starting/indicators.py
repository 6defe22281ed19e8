"""Recognises the table of indicators of a form: one row that repeats, under heads that are known.

Of a project the rows are `项.指标`; of a whole department those of a section of the new format.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.fields import FieldType
from reportgen.studio.starting.found import INDICATORS_OF_WHOLE
from reportgen.studio.starting.grid import Loop, label_of
from reportgen.studio.starting.labels import COLUMNS, PROJECT, TAIL, Extra, meaning_of
from reportgen.studio.starting.own_fields import money_unit_of, own_field, tag_for
from reportgen.studio.starting.part import Part
from reportgen.studio.starting.pieces import with_ticks

if TYPE_CHECKING:
    from reportgen.studio.starting.grid import Cell, Grid, Showing

_POINTS: Final = re.compile(r"[(（]\s*(\d+(?:\.\d+)?)\s*分?\s*[)）]")
_GROUP_NAME: Final = re.compile(r"[\s\d一二三四五六七八九十、.．]*")
_PROJECT_NAME: Final = re.compile(r"项目(名称)?")
_FLAGS: Final = re.compile(r"是否.{1,10}")
_RATE: Final = re.compile(r"(部门)?(预算|资金)?执行率")
_TEMPLATE_TEXT: Final = re.compile(r"(指标)?\d*[:：]?|…+|\.{2,}")
_OF_PROJECT: Final[dict[str, tuple[str, Showing]]] = {
    "一级指标": ("{% vm %}{{ 行.一级指标 }}", ""),
    "二级指标": ("{% vm %}{{ 行.二级指标 }}", ""),
    "三级指标": ("{{ 行.三级指标 }}", ""),
    "三级指标及值": ("{{ 行.三级指标 }}{{ 行.指标值 }}", ""),
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
_OF_WHOLE: Final[dict[str, tuple[str, FieldType, str]]] = {
    "一级指标": ("一级指标", FieldType.TEXT, "{% vm %}{{ 行.一级指标 }}"),
    "二级指标": ("二级指标", FieldType.TEXT, "{% vm %}{{ 行.二级指标 }}"),
    "三级指标": ("三级指标", FieldType.TEXT, "{{ 行.三级指标 }}"),
    "三级指标及值": ("三级指标", FieldType.TEXT, "{{ 行.三级指标 }}"),
    "性质": ("性质", FieldType.TEXT, "{{ 行.性质 }}"),
    "指标值": ("目标值", FieldType.TEXT, "{{ 行.目标值 }}"),
    "单位": ("计量单位", FieldType.TEXT, "{{ 行.计量单位 }}"),
    "实际完成值": ("实际完成值", FieldType.TEXT, "{{ 行.实际完成值 }}"),
    "权重": ("分值", FieldType.QUANTITY, "{{ 行.分值 | 分值 }}"),
    "得分": ("得分", FieldType.QUANTITY, "{{ 行.得分 | 得分 }}"),
    "得分系数": ("得分系数", FieldType.TEXT, "{{ 行.得分系数 }}"),
    "完成率": ("完成率", FieldType.TEXT, "{{ 行.完成率 }}"),
    "偏差原因": ("偏差原因", FieldType.LONG_TEXT, "{{ 行.偏差原因 }}"),
}


def lists_projects(grid: Grid) -> bool:
    """Whether a table lists all projects: their names stand before the indicators, under a head."""
    for number in grid.rows():
        row = grid.row(number)
        group = next((c for c in row if _kind(c) == "一级指标"), None)
        if group is not None:
            return any(_PROJECT_NAME.fullmatch(c.label) for c in row if c.right <= group.column)
    return False


class IndicatorTable(Part):
    """One pass; where it finds the table, its rows are taken."""

    @property
    def whole(self) -> bool:
        """Whether the indicators are those of the department itself."""
        return not self.found.of_projects and not lists_projects(self.grid)

    points = ""
    """How the form prints the points of a group behind its name: （50分）, (50)."""
    section = "绩效指标"
    """Where its own columns are typed: 绩效目标 where nothing is asked that only the end of the year tells."""

    def recognise(self) -> None:
        """Looks for the heads."""
        for number in self.grid.rows():
            names = [meaning_of(cell.label, COLUMNS) for cell in self.grid.own(number)]
            if "一级指标" in names and {"二级指标", "三级指标", "三级指标及值"} & set(names):
                self._table(number)
                return

    def _table(self, head: int) -> None:
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
            (c.column for c in own if _kind(c)[1:4] == "级指标"),
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
            self.asks(group, "指标表头下面没有空行，没有做成循环")
            return
        self.taken |= {*range(head, body), *rows}
        self._groups(group.column, rows)
        self._printed(columns, rows)
        self._cells(rows[0], columns)
        opening = f"{{%tr for 行 in {self._list()} %}}"
        outer = self._projects(head, group, rows[0])
        self.plan.loops.append(Loop(rows[0], opening, group.column, outer))
        self.plan.removed |= set(rows[1:])
        self.found.did(self.where(group), f"指标各行（{len(rows)} 行）", opening)
        if self.found.tables_of_indicators:
            first = self.found.tables_of_indicators[0]
            self.asks(
                group,
                f"“{first}”也是指标表，两张表现在列同样的指标；要分开的，在指标里加一栏"
                "（如“期限”），两张表的循环各写 if 行.期限 == …",
            )
        self.found.tables_of_indicators.append(grid.title)

    def _projects(self, head: int, group: Cell, row: int) -> str:
        """The loop around a table that lists all projects, its columns before the indicators filled in."""
        heads = [c for c in self.grid.row(head) if c.right <= group.column and c.words]
        if self.whole or not any(_PROJECT_NAME.fullmatch(c.label) for c in heads):
            return ""
        self.found.listings.add(self.grid.title)
        for cell in heads:
            place = self.grid.at(row, cell.column)
            if place is None or place.row != row:
                continue
            tag = meaning_of(cell.label, PROJECT)
            if not tag and re.search(r"预算|金额|资金|执行", cell.label):
                column = "全年执行数" if "执行" in cell.label else "年初预算数"
                tag = f"{{{{ 项.总额.{column} | {money_unit_of(cell, self.found.money)} }}}}"
                self.found.guesses(self.where(cell), cell.text, f"取{column}")
            elif not tag and (wanted := own_field(cell, "")) is not None:
                name = self.found.declared(wanted)
                tag = tag_for(f"项.{name}", wanted.type, money_unit_of(cell, self.found.money))
                self.found.guesses(self.where(cell), cell.text, f"加了栏“项目.{name}”")
            elif not tag:
                self.asks(cell, "认不出这一栏要填什么，没有写标签")
                continue
            self.put(place, f"{{% vm %}}{tag}")
            self.found.did(self.where(place), cell.words, tag)
        listed = "项目" if self.section == "绩效目标" else "已自评项目"
        return f"{{%tr for 项 in {listed} %}}"

    def _list(self) -> str:
        return INDICATORS_OF_WHOLE if self.whole else "项.指标"

    def _groups(self, column: int, rows: list[int]) -> None:
        name = ""
        for number in rows:
            cell = self.grid.at(number, column)
            if cell is not None and cell.row == number and label_of(cell.text):
                points = _POINTS.search(cell.text)
                if points and not self.points:
                    self.points = points[0].replace(points[1], "{{ 行.一级分值 | 分值 }}")
                name = _GROUP_NAME.sub("", label_of(cell.text))
                self.found.groups.setdefault(name, points[1] if points else "")
            rate = next((c for c in self.grid.own(number) if _RATE.fullmatch(c.label)), None)
            if rate is not None and name:
                self.found.rate = (name, rate.label)

    def _printed(self, columns: dict[int, Cell], rows: list[int]) -> None:
        """Indicators that the form prints itself: kept for the page of what is pending."""
        third = next((c for c, h in columns.items() if _kind(h) == "三级指标"), None)
        if third is None:
            return
        for number in rows:
            cell = self.grid.at(number, third)
            if cell is None or not cell.words or _TEMPLATE_TEXT.fullmatch(cell.words):
                continue
            row = {}
            for column, head in columns.items():
                name = self._field_name(head)
                shown = self.grid.at(number, column)
                if name and shown is not None and shown.words and not shown.formula:
                    row[name] = " ".join(shown.text.split())
            self.found.printed.append(row)

    def _field_name(self, head: Cell) -> str:
        kind = _kind(head)
        if not kind:
            return re.sub(r"\W", "", head.label)
        return _OF_WHOLE[kind][0] if self.whole else kind

    def _cells(self, number: int, columns: dict[int, Cell]) -> None:
        if not {_kind(head) for head in columns.values()} & {"实际完成值", "得分"}:
            self.section = "绩效目标"
        threefold = any(_kind(head) == "性质" for head in columns.values())
        for cell in self.grid.row(number):
            head = columns.get(cell.column)
            if head is None:
                continue
            kind = _kind(head)
            if not kind:
                self._own_column(cell, head)
                continue
            showing: Showing = ""
            if self.whole:
                name, type_, tag = _OF_WHOLE[kind]
                self.found.declared(Extra(INDICATORS_OF_WHOLE, name, type_, head.words))
            else:
                tag, showing = _OF_PROJECT[kind]
                if kind == "指标值" and threefold:
                    tag = "{{ 行.目标.数值 }}"
                elif kind == "单位" and not threefold:
                    tag = "{{ 行.计量单位 }}"
                elif kind == "一级指标" and any(self.found.groups.values()):
                    tag += self.points
            self.put(cell, tag, showing)
            self.found.did(self.where(cell), head.words, self.spelt(tag))

    def _own_column(self, cell: Cell, head: Cell) -> None:
        """A column that the common model has not: a field of the section of the indicators."""
        name = head.label
        if not name:
            self.asks(head, "这一栏没有表头，没有写标签")
            return
        scope = INDICATORS_OF_WHOLE if self.whole else self.section
        made = with_ticks(cell.text, name, self.found, self.where(cell), scope=scope)
        if not made:
            kind = FieldType.FLAG if _FLAGS.fullmatch(name) else FieldType.TEXT
            name = self.found.declared(Extra(scope, name, kind))
            made = f"{{{{ 行.{name} }}}}"
            self.found.did(self.where(cell), head.words, made)
        self.put(cell, made)
        if not self.whole:
            self.found.guesses(self.where(head), head.text, f"加了栏“{scope}.{name}”")


def _kind(head: Cell) -> str:
    return meaning_of(head.label, COLUMNS)
