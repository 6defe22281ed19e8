"""Recognises tables whose rows are printed: a label, perhaps a code, and places for amounts.

The figure of a row is known from its label, what of it a place takes from the heads above it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.common import KINDS_OF_EXPENDITURE
from reportgen.studio.starting.conditions import (
    FISCAL,
    Asked,
    asked_of,
    condition_of,
    merged,
    public_figure,
    with_conditions,
)
from reportgen.studio.starting.grid import bare, label_of
from reportgen.studio.starting.labels import meaning_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.catalogue import Catalogue
    from reportgen.studio.starting.found import Found
    from reportgen.studio.starting.grid import Cell, Grid, Plan

SUBJECT: Final = re.compile(r"\d{3}(\d{2})?")
_SUMS_OF_KINDS: Final = {"人员经费合计": "人员科目", "公用经费合计": "公用科目"}
FEWEST_CODES: Final = 5
_INCOME_SUMS: Final = {
    r"本年收入(合计|小计)?": '收入.金额(年度来源="当年")',
    r"收入(总计|合计)": "收入.合计",
    r"上年结转(结余)?|(年初|上年)(财政拨款)?结转和结余": '收入.金额(年度来源="上年结转")',
}
_EXPENSE_SUMS: Final = {r"(本年)?支出(总计|合计)|本年支出(合计)?": "支出.合计"}
_INCOME_OR_EXPENSE: Final = re.compile(r"(本年)?(收入|支出)")
_BUDGET: Final = re.compile(r"(年初)?预算(数|金额)?")
_LEFT: Final = re.compile(r"年末(财政拨款)?结转(和|与)?结余|结转下年(支出)?")
ROW_NUMBER: Final = re.compile(r"行次|序号|栏次")
WORDS: Final = re.compile(r"[^\W\d_a-zA-Z]{2,}")
ORDINAL: Final = re.compile(r"栏次|\*+|\d{1,2}|[a-zA-Z甲乙丙]|\d{1,2}=.*")


def title_of(grid: Grid, end: int = 4) -> str:
    """The name of the sheet and what stands alone in the rows above the heads."""
    alone = [
        cells[0].text
        for row in range(min(end, grid.height))
        if len(cells := [cell for cell in grid.own(row) if cell.words]) == 1
    ]
    return bare("".join([grid.title, *alone, *grid.captions]))


def is_two_sided(grid: Grid) -> bool:
    """Whether income stands on one side and expenditure on the other."""
    words = {cell.words for cell in grid.cells}
    return bool({"收入", "支出"} <= words or re.search(r"收支.{0,4}总?表", title_of(grid)))


def _fits(label: Cell, asked: Asked, grid: Grid) -> bool:
    """Whether a subject has money in a column of 人员经费 or 公用经费: 基本工资 has none in the latter."""
    code = grid.at(label.row, label.column - 1) if label.column else None
    if code is None or not SUBJECT.fullmatch(code.words):
        return True
    wage = code.words[:3] in {"301", "303"}
    return not ("人员科目" in asked.conditions and not wage) and not (
        "公用科目" in asked.conditions and wage
    )


class FixedRows:
    """One pass over a sheet; what it is about is set by the recogniser that goes on from here."""

    grid: Grid
    found: Found
    catalogue: Catalogue
    title: str
    named: list[str]
    """The conditions that its title names."""
    base: str
    numbered: set[int]
    """Columns that only count the rows."""
    has_carried: bool
    plan: Plan

    def _where(self, cell: Cell) -> str:
        return f"{self.grid.title} {cell.name}"

    def _pairs(self, figure_of: Callable[[Cell], str]) -> None:
        """Tables whose rows are fixed: each known label gets its figure in the next cell."""
        for cell in self.grid.cells:
            if cell.row < 2 or not cell.words or cell.words.endswith(":"):
                continue
            if ROW_NUMBER.fullmatch(cell.label):
                continue
            values = self._places(cell)
            if not values:
                continue
            figure = figure_of(cell)
            for value, asked in values if figure else ():
                if not _fits(cell, asked, self.grid):
                    continue
                self._put(value, self._under(figure, asked), cell.words, asked)
            empty = not values[0][0].words and cell not in self.plan.texts
            if not figure and empty and WORDS.search(cell.label):
                where = self._where(values[0][0])
                self.found.asks(where, cell.text, "认不出这一行取什么数，没有写标签")

    def _put(self, place: Cell, expression: str, words: str, asked: Asked) -> None:
        rate = asked.change == "增减率"
        shown = "百分比" if rate else self.found.money
        whole = f"({expression})" if " - " in expression else expression
        tag = f"{{{{ {whole} | {shown} }}}}"
        if self.plan.put(place, tag, "percent" if rate else "money"):
            self.found.did(self._where(place), words, tag)
            self.found.ledgers = True

    def _places(self, label: Cell) -> list[tuple[Cell, Asked]]:
        """The places for the amounts of a row with what their heads ask; row numbers are passed over."""
        found: list[tuple[Cell, Asked]] = []
        cell = self.grid.beside(label)
        while cell is not None and cell.row == label.row:
            if cell.column not in self.numbered:
                filled = not re.fullmatch(r"[-\d.,—]*", cell.words) or SUBJECT.fullmatch(cell.words)
                asked = self._asked(cell)
                if filled or cell.formula or (asked is None and found):
                    break
                found.append((cell, asked or Asked()))
            cell = self.grid.beside(cell)
        return found

    def _asked(self, place: Cell) -> Asked | None:
        """What the heads above a place ask; None where the lowest of them is not known."""
        heads: list[str] = []
        for row in range(min(place.row, 8)):
            head = self.grid.at(row, place.column)
            if head is None or head.row != row or not head.words or head in self.plan.texts:
                continue
            whole = head.columns >= self.grid.width - 1 or not head.framed
            if whole or ORDINAL.fullmatch(head.words) or _INCOME_OR_EXPENSE.fullmatch(head.label):
                continue
            heads.append(head.label or head.words)
        asked = asked_of(heads, self.found.year) if heads else None
        if asked is not None and "决算" in self.title and any(map(_BUDGET.fullmatch, heads)):
            why = "照年初预算取数；要调整后的全年预算，把“年初”改成“调整”"
            self.found.guesses(self._where(place), "".join(heads), why)
            asked = asked._replace(conditions=merged([asked.conditions, '阶段="年初"']))
        return asked

    def _under(self, figure: str, asked: Asked) -> str:
        """A figure under the conditions that the title and the heads above its place name as well."""
        if " - " in figure:
            return asked.of(figure, re.sub(r"(收入|支出)\.", r"上年.\1.", figure))
        both = merged([part for part in (self._stage(), asked.conditions) if part])
        this = with_conditions(figure, both) if both else figure
        last = with_conditions(figure, merged([both, asked.before])) if asked.before else this
        return asked.of(this, f"上年.{last}")

    def _stage(self) -> str:
        return next((c for c in self.named if c.startswith("阶段")), "")

    def _public_row(self) -> None:
        """三公 across: the kinds are heads, the amounts stand in the row below them."""
        for head in self.grid.cells:
            figure = self._public(head)
            above = self.grid.at(head.row - 1, head.column) if head.row else None
            if head.label == "小计" and above is not None:
                figure = self._public(above)
            place = self.grid.below(head)
            while place is not None and place.words and ORDINAL.fullmatch(place.words):
                place = self.grid.below(place)
            if not figure or place is None or place.words or place.columns != head.columns:
                continue
            asked = self._asked(place) or Asked()
            self._put(place, self._under(figure, asked), head.words, asked)

    def _of_code(self, cell: Cell) -> str:
        """The amount of the subject whose code stands before its name."""
        kinds = _SUMS_OF_KINDS.get(cell.label)
        basis = f", {self.base}" if self.base else ""
        if kinds:
            return f"支出.金额({merged([self.base, f'经济科目={kinds}'])})"
        if cell.label in {"合计", "总计"}:
            return f"支出.金额({self.base})" if self.base else "支出.合计"
        code = self.grid.at(cell.row, cell.column - 1) if cell.column else None
        if code is None or not SUBJECT.fullmatch(code.words) or code.row != cell.row:
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
        left_over = any(_LEFT.fullmatch(c.label) for c in self.grid.cells)
        if left_over and label == "支出总计":
            # What was spent and what is left over make what came in.
            return f"收入.金额({fiscal[2:]})" if fiscal else "收入.合计"
        for table, ledger in ((_INCOME_SUMS, "收入"), (_EXPENSE_SUMS, "支出")):
            found = meaning_of(label, [(re.compile(p), name) for p, name in table.items()])
            if found:
                if not fiscal:
                    return found
                inner = re.search(r"\((.*)\)", found)
                both = merged([part for part in ((inner[1] if inner else ""), fiscal[2:]) if part])
                return f"{ledger}.金额({both})"
        if label in {"总计", "合计"} and is_two_sided(self.grid):
            side = next((c.column for c in self.grid.cells if c.words == "支出"), 0)
            if cell.column < (side or self.grid.width // 2):
                return f"收入.金额({fiscal[2:]})" if fiscal else "收入.合计"
            if left_over:
                return f"收入.金额({fiscal[2:]})" if fiscal else "收入.合计"
            return f"支出.金额({fiscal[2:]})" if fiscal else "支出.合计"
        if _LEFT.fullmatch(label):
            given = merged([part for part in (self._stage(), fiscal[2:]) if part])
            why = "照收入减支出取数；有结余分配的，请再减去"
            self.found.guesses(self._where(cell), cell.text, why)
            return f"收入.金额({given}) - 支出.金额({given})" if given else "收入.合计 - 支出.合计"
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
