"""Recognises the tables of a budget set: by subject (科目编码 …), 收支总表, “三公”经费.

Amounts come from the ledgers under the conditions that heads and title name together. A head that
is not known gets no tag and is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.common import KINDS_OF_EXPENDITURE
from reportgen.studio.starting.conditions import (
    FISCAL,
    condition_of,
    merged,
    public_figure,
    with_conditions,
)
from reportgen.studio.starting.grid import Loop, bare, label_of
from reportgen.studio.starting.labels import meaning_of
from reportgen.studio.starting.pieces import with_labels, with_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.catalogue import Catalogue
    from reportgen.studio.starting.found import Found
    from reportgen.studio.starting.grid import Cell, Grid

_CODE: Final = re.compile(r"(支出)?(功能|经济|部门预算经济|政府预算经济)?(分类)?(科目)?(编码|代码)")
_NAME: Final = re.compile(
    r"(支出)?(功能|经济|部门预算支出经济|政府预算支出经济)?(分类)?科目(名称)?|(单位)?(科目|项目)?名称|项目"
)
_PARTS: Final = {"类": "[:3]", "款": "[3:5]", "项": "[5:7]"}
_TITLES: Final = (
    (re.compile(r"决算"), '阶段="执行"'),
    (re.compile(r"财政拨款"), f"资金性质={FISCAL}"),
    (re.compile(r"一般公共预算"), '资金性质="一般公共预算拨款"'),
    (re.compile(r"政府性?基金"), '资金性质="政府性基金预算拨款"'),
    (re.compile(r"国有资本经营"), '资金性质="国有资本经营预算拨款"'),
    (re.compile(r"基本支出"), '类型="基本支出"'),
)
_ROW_NUMBER: Final = re.compile(r"行次|序号|栏次")
_SUBJECT: Final = re.compile(r"\d{3}(\d{2})?")
_SUMS_OF_KINDS: Final = {"人员经费合计": "人员科目", "公用经费合计": "公用科目"}
_FEWEST_CODES: Final = 5
_INCOME_SUMS: Final = {
    r"本年收入(合计|小计)?": '收入.金额(年度来源="当年")',
    r"收入(总计|合计)": "收入.合计",
    r"上年结转(结余)?|(年初|上年)(财政拨款)?结转和结余": '收入.金额(年度来源="上年结转")',
}
_EXPENSE_SUMS: Final = {r"(本年)?支出(总计|合计)|本年支出(合计)?": "支出.合计"}
_SUM: Final = re.compile(r"合计|总计|小计")
_WORDS: Final = re.compile(r"[^\W\d_a-zA-Z]{2,}")
_INCOME_OR_EXPENSE: Final = re.compile(r"(本年)?(收入|支出)")
_BUDGET: Final = re.compile(r"(年初)?预算(数|金额)?")
_NOTE: Final = re.compile(r"(注|备注|说明)[:：].*")
_ORDINAL: Final = re.compile(r"栏次|\d{1,2}|[a-zA-Z甲乙丙]|\d{1,2}=.*")


def is_ledger(grid: Grid) -> bool:
    """Whether a sheet is a table of the budget set."""
    known = _heads(grid) is not None or _is_two_sided(grid) or _is_public(grid)
    return known or _is_by_code(grid)


def _is_by_code(grid: Grid) -> bool:
    """Whether the codes of subjects are printed in the form, each with a place for its amount."""
    codes = [cell for cell in grid.cells if _SUBJECT.fullmatch(cell.words)]
    named = [c for c in codes if (name := grid.beside(c)) is not None and _WORDS.search(name.label)]
    return len(named) >= _FEWEST_CODES


def _title(grid: Grid, end: int = 4) -> str:
    """The name of the sheet and what stands alone in the rows above the heads."""
    alone = [
        cells[0].text
        for row in range(min(end, grid.height))
        if len(cells := [cell for cell in grid.own(row) if cell.words]) == 1
    ]
    return bare("".join([grid.title, *alone]))


def _is_public(grid: Grid) -> bool:
    return sum(1 for cell in grid.cells if cell.label.startswith(("因公出国", "公务接待"))) >= 2


def _is_two_sided(grid: Grid) -> bool:
    words = {cell.words for cell in grid.cells}
    return bool({"收入", "支出"} <= words or re.search(r"收支.{0,4}总?表", _title(grid)))


def _heads(grid: Grid) -> tuple[int, int] | None:
    """The rows of the heads of a table by subject: the first, and the one after the last."""
    for number in range(min(10, grid.height)):
        own = grid.own(number)
        named = [c for c in own if _NAME.fullmatch(c.label) or _CODE.fullmatch(c.label)]
        money = [c for c in grid.row(number) if c.label and condition_of(c.label) is not None]
        if named and money and any("科目" in c.label or _CODE.fullmatch(c.label) for c in named):
            last = max(cell.bottom for cell in own if cell.words)
            while last < grid.height and _is_head(grid, last):
                last += 1
            return number, last
    return None


def _is_head(grid: Grid, number: int) -> bool:
    """Whether a row goes on with the heads: 类 款 项, 小计, 栏次 1 2 3."""
    words = [cell.label or cell.words for cell in grid.own(number) if cell.words]
    known = [w for w in words if w in _PARTS or _ORDINAL.fullmatch(w) or condition_of(w)]
    return (
        bool(words) and len(known) == len(words) and not any(_SUM.fullmatch(w) for w in words[:1])
    )


class LedgerSheet:
    """One pass over a sheet."""

    def __init__(self, grid: Grid, found: Found, catalogue: Catalogue) -> None:
        self.grid = grid
        self.plan = grid.plan
        self.found = found
        self.catalogue = catalogue
        heads = _heads(grid)
        self.title = _title(grid, heads[0] if heads else 4)
        self.has_carried = any("结转" in cell.label for cell in grid.cells)
        only_income = "收入" in self.title and "支出" not in self.title and "收支" not in self.title
        self.ledger = "收入" if only_income else "支出"
        self.named = [condition for pattern, condition in _TITLES if pattern.search(self.title)]
        self.base = merged(self.named)
        self.numbered = {
            c.column
            for c in grid.cells
            if c.row < 8 and _ROW_NUMBER.fullmatch(c.label) and c.words != "栏次"
        }
        """Columns that only count the rows."""

    def recognise(self) -> None:
        """The head texts, then the table by its kind."""
        heads = _heads(self.grid)
        if _is_public(self.grid):
            self._pairs(self._public)
            self._public_row()
        elif _is_by_code(self.grid):
            self._by_code()
        elif heads is not None:
            self._by_subject(*heads)
        else:
            self._pairs(self._of_summary)
        for cell in self.grid.cells:
            if cell.row < 5 and cell.words and cell not in self.plan.texts:
                made = with_labels(cell.text, self.found, self._where(cell)) or with_year(cell.text)
                if made != cell.text and self.plan.put(cell, made):
                    self.found.did(self._where(cell), cell.words, made)

    def _where(self, cell: Cell) -> str:
        return f"{self.grid.title} {cell.name}"

    # by subject ----------------------------------------------------------------------------

    def _by_subject(self, first: int, body: int) -> None:
        grid = self.grid
        columns = {c: self._column(first, body, c) for c in range(grid.width)}
        names = [c for c, kind in columns.items() if kind and kind.startswith("{{ 行.")]
        rows: list[int] = []
        totals: list[int] = []
        for number in range(body, grid.height):
            own = grid.own(number)
            label = "".join(c.words for c in own if c.column in names)
            if any(_NOTE.fullmatch(c.words) for c in own):
                break
            if label and all(_SUM.fullmatch(c.label) for c in own if c.column in names and c.words):
                totals.append(number)
            else:
                rows.append(number)
        if not rows or not names:
            self.found.asks(
                grid.title, self.title[:30], "表头下面没有空行，或没有科目一栏，没有做成循环"
            )
            return
        for number in totals:
            self._amounts(number, columns, self.ledger)
        self._row(rows[0], columns)
        dimension = (
            "经济科目"
            if re.search(r"经济(分类)?科目", self._head_words(first, body))
            else "功能科目"
        )
        if "基本支出" in self.title and not re.search("功能", self._head_words(first, body)):
            dimension = "经济科目"
        given = f", {self.base}" if self.base else ""
        opening = f'{{%tr for 行 in {self.ledger}.按("{dimension}"{given}) %}}'
        self.plan.loops.append(Loop(rows[0], opening, min(names)))
        self.plan.removed |= set(rows[1:])
        self.found.did(f"{grid.title} 第{rows[0] + 1}行", f"{len(rows)} 行", opening)
        self.found.ledgers = True

    def _head_words(self, first: int, body: int) -> str:
        return "".join(c.words for row in range(first, body) for c in self.grid.own(row))

    def _column(self, first: int, body: int, column: int) -> str | None:
        """What a column prints: `{{ 行.… }}`, the conditions of its amount, or None."""
        cells = dict.fromkeys(self.grid.at(row, column) for row in range(first, body))
        heads = [c for c in cells if c is not None and c.words and not _ORDINAL.fullmatch(c.words)]
        lowest = heads[-1] if heads else None
        if lowest is None:
            return None
        if lowest.words in _PARTS:
            return f"{{{{ 行.代码{_PARTS[lowest.words]} }}}}"
        if _CODE.fullmatch(lowest.label):
            return "{{ 行.代码 }}"
        if _NAME.fullmatch(lowest.label):
            return "{{ 行.名称 }}"
        if lowest.label == "序号":
            return "{{ loop.index }}"
        found: list[str] = []
        for head in heads:
            condition = condition_of(head.label)
            if condition is None:
                if head is lowest:
                    self.found.asks(
                        self._where(head), head.text, "认不出这一栏取什么数，没有写标签"
                    )
                    return None
                continue
            found += [condition] if condition and condition not in found else []
        return merged(found)

    def _row(self, number: int, columns: dict[int, str | None]) -> None:
        for cell in self.grid.own(number):
            kind = columns.get(cell.column)
            if kind is not None and kind.startswith("{{"):
                # One cell for 类, 款 and 项 together holds the whole code.
                self.plan.put(
                    cell, "{{ 行.代码 }}" if "代码[" in kind and cell.columns > 1 else kind
                )
        self._amounts(number, columns, "行")

    def _amounts(self, number: int, columns: dict[int, str | None], source: str) -> None:
        for cell in self.grid.own(number):
            kind = columns.get(cell.column)
            if kind is None or kind.startswith("{{"):
                continue
            base = "" if source == "行" else self.base
            both = merged([part for part in (base, kind) if part])
            self.plan.put(cell, f"{{{{ {source}.金额({both}) | {self.found.money} }}}}", "money")

    # label and amount ------------------------------------------------------------------------

    def _pairs(self, figure_of: Callable[[Cell], str]) -> None:
        """Tables whose rows are fixed: each known label gets its figure in the next cell."""
        for cell in self.grid.cells:
            if cell.row < 2 or not cell.words or cell.words.endswith(":"):
                continue
            if _ROW_NUMBER.fullmatch(cell.label):
                continue
            values = self._places(cell)
            if not values:
                continue
            figure = figure_of(cell)
            for value in values if figure else ():
                own = self._under(figure, value)
                tag = f"{{{{ {own} | {self.found.money} }}}}"
                if self.plan.put(value, tag, "money"):
                    self.found.did(self._where(value), cell.words, tag)
                    self.found.ledgers = True
            empty = not values[0].words and cell not in self.plan.texts
            if not figure and empty and _WORDS.search(cell.label):
                self.found.asks(
                    self._where(values[0]), cell.text, "认不出这一行取什么数，没有写标签"
                )

    def _places(self, label: Cell) -> list[Cell]:
        """The places for the amounts of a row: beside its label, a column of row numbers passed over."""
        found: list[Cell] = []
        cell = self.grid.beside(label)
        while cell is not None and cell.row == label.row:
            if cell.column not in self.numbered:
                if cell.words and not re.fullmatch(r"[-\d.,—]+", cell.words):
                    break
                if cell.formula:
                    break
                found.append(cell)
                if not self._column_words(cell):
                    break
            cell = self.grid.beside(cell)
        return found

    def _column_words(self, cell: Cell) -> str:
        """The conditions that the heads above a place name; "" where they name none."""
        found: list[str] = []
        for row in range(min(cell.row, 8)):
            head = self.grid.at(row, cell.column)
            if head is None or head.row != row or _INCOME_OR_EXPENSE.fullmatch(head.label):
                continue
            if _BUDGET.fullmatch(head.label) and "决算" in self.title:
                found.append('阶段="年初"')
                why = "照年初预算取数；要调整后的全年预算，把“年初”改成“调整”"
                self.found.guesses(self._where(head), head.text, why)
            found += [own] if (own := condition_of(head.label)) else []
        return merged(found)

    def _under(self, figure: str, place: Cell) -> str:
        """A figure under the conditions that the title and the heads above its place name as well."""
        stage = [c for c in self.named if c.startswith("阶段")]
        asked = merged([*stage, *([own] if (own := self._column_words(place)) else [])])
        return with_conditions(figure, asked) if asked else figure

    def _public_row(self) -> None:
        """三公 across: the kinds are heads, the amounts stand in the row below them."""
        for head in self.grid.cells:
            figure = self._public(head)
            above = self.grid.at(head.row - 1, head.column) if head.row else None
            if head.label == "小计" and above is not None:
                figure = self._public(above)
            place = self.grid.below(head)
            while place is not None and place.words and _ORDINAL.fullmatch(place.words):
                place = self.grid.below(place)
            if not figure or place is None or place.words or place.columns != head.columns:
                continue
            tag = f"{{{{ {self._under(figure, place)} | {self.found.money} }}}}"
            if self.plan.put(place, tag, "money"):
                self.found.did(self._where(place), head.words, tag)
                self.found.ledgers = True

    def _by_code(self) -> None:
        """Tables that print the codes of the subjects, each with a place behind its name."""
        for cell in self.grid.cells:
            place = self.grid.beside(cell)
            if place is None or place.words or place.formula or not cell.words:
                continue
            if figure := self._of_code(cell):
                tag = f"{{{{ {figure} | {self.found.money} }}}}"
                self.plan.put(place, tag, "money")
                self.found.did(self._where(place), cell.words, tag)
                self.found.ledgers = True

    def _of_code(self, cell: Cell) -> str:
        """The amount of the subject whose code stands before its name."""
        kinds = _SUMS_OF_KINDS.get(cell.label)
        basis = f", {self.base}" if self.base else ""
        if kinds:
            return f"支出.金额({merged([self.base, f'经济科目={kinds}'])})"
        code = self.grid.at(cell.row, cell.column - 1) if cell.column else None
        if code is None or not _SUBJECT.fullmatch(code.words) or code.row != cell.row:
            return ""
        known = self.catalogue.economic.find(code.words)
        dimension = "经济科目" if known is not None and known.name == cell.label else ""
        if not dimension and self.catalogue.functional.find(code.words) is not None:
            dimension = "功能科目"
        dimension = dimension or "经济科目"
        return f'支出.金额({dimension}="{code.words}"{basis})'

    def _is_carried(self, cell: Cell) -> bool:
        """Whether a kind of fund stands below 年初结转和结余: it is what was carried over of it."""
        for row in range(cell.row - 1, 3, -1):
            above = self.grid.at(row, cell.column)
            if above is None or "结转" in above.label:
                return above is not None
            if not (condition_of(above.label) or "").startswith("资金性质"):
                return False
        return False

    def _public(self, cell: Cell) -> str:
        return public_figure(re.sub(r"^其中[:：]?", "", cell.label))

    def _of_summary(self, cell: Cell) -> str:
        label = re.sub(r"^其中[:：]?", "", label_of(cell.text))
        fiscal = f", 资金性质={FISCAL}" if "财政拨款" in self.title else ""
        for table, ledger in ((_INCOME_SUMS, "收入"), (_EXPENSE_SUMS, "支出")):
            found = meaning_of(label, [(re.compile(p), name) for p, name in table.items()])
            if found:
                if not fiscal:
                    return found
                inner = re.search(r"\((.*)\)", found)
                both = merged([part for part in ((inner[1] if inner else ""), fiscal[2:]) if part])
                return f"{ledger}.金额({both})"
        if label in {"总计", "合计"} and _is_two_sided(self.grid):
            side = next((c.column for c in self.grid.cells if c.words == "支出"), 0)
            if cell.column < (side or self.grid.width // 2):
                return f"收入.金额({fiscal[2:]})" if fiscal else "收入.合计"
            kept = any(re.search(r"年末|结转下年", c.label) for c in self.grid.cells)
            return "" if kept else (f"支出.金额({fiscal[2:]})" if fiscal else "支出.合计")
        known = next((s for s in self.catalogue.functional.classes() if s.name == label), None)
        if known is not None:
            return f'支出.金额(功能科目="{known.code}"{fiscal})'
        condition = condition_of(label)
        if condition and label in KINDS_OF_EXPENDITURE:
            return f"支出.金额({condition}{fiscal})"
        if condition and condition.startswith("资金性质"):
            if self._is_carried(cell):
                return f'收入.金额({condition}, 年度来源="上年结转")'
            # Where the money carried over has a row of its own, it is not in these.
            this_year = ', 年度来源="当年"' if self.has_carried else ""
            return f"收入.金额({condition}{this_year})"
        return ""
