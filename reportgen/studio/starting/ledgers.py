"""Recognises the tables of a budget set: by subject (科目编码 …), 收支总表, “三公”经费.

Amounts come from the ledgers under the conditions that heads and title name together. A head that
is not known gets no tag and is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.studio.starting.conditions import FISCAL, Asked, asked_of, is_head, merged
from reportgen.studio.starting.fixed_rows import (
    FEWEST_CODES,
    ORDINAL,
    ROW_NUMBER,
    SUBJECT,
    WORDS,
    FixedRows,
    is_two_sided,
    title_of,
)
from reportgen.studio.starting.grid import Loop
from reportgen.studio.starting.pieces import with_labels, with_year

if TYPE_CHECKING:
    from reportgen.catalogue import Catalogue
    from reportgen.studio.starting.found import Found
    from reportgen.studio.starting.grid import Grid

_CODE: Final = re.compile(r"(支出)?(功能|经济|部门预算经济|政府预算经济)?(分类)?(科目)?(编码|代码)")
_NAME: Final = re.compile(
    r"(支出)?(功能|经济|部门预算支出经济|政府预算支出经济)?(分类)?科目(名称)?|(单位)?(科目|项目)?名称|项目"
)
_OF_ROWS: Final = re.compile(r"科目|编码|代码|(单位|部门)名称")
_UNIT_NAME: Final = re.compile(r"(预算)?(单位|部门)名称")
_PARTS: Final = {"类": "[:3]", "款": "[3:5]", "项": "[5:7]"}
_TITLES: Final = (
    (re.compile(r"决算"), '阶段="执行"'),
    (re.compile(r"财政拨款"), f"资金性质={FISCAL}"),
    (re.compile(r"一般公共预算"), '资金性质="一般公共预算拨款"'),
    (re.compile(r"政府性?基金"), '资金性质="政府性基金预算拨款"'),
    (re.compile(r"国有资本经营"), '资金性质="国有资本经营预算拨款"'),
    (re.compile(r"基本支出"), '类型="基本支出"'),
)
_SUM: Final = re.compile(r"合计|总计|小计")
_NOTE: Final = re.compile(r"(注|备注|说明)[:：].*")


def is_ledger(grid: Grid) -> bool:
    """Whether a sheet is a table of the budget set."""
    known = _heads(grid) is not None or is_two_sided(grid) or _is_public(grid)
    return known or _is_by_code(grid)


def _is_by_code(grid: Grid) -> bool:
    """Whether the codes of subjects are printed in the form, each with a place for its amount."""
    codes = [cell for cell in grid.cells if SUBJECT.fullmatch(cell.words)]
    named = [c for c in codes if (name := grid.beside(c)) is not None and WORDS.search(name.label)]
    return len(named) >= FEWEST_CODES


def _is_public(grid: Grid) -> bool:
    return sum(1 for cell in grid.cells if cell.label.startswith(("因公出国", "公务接待"))) >= 2


def _heads(grid: Grid) -> tuple[int, int] | None:
    """The rows of the heads of a table by subject: the first, and the one after the last."""
    for number in range(min(10, grid.height)):
        own = grid.own(number)
        named = [c for c in own if any(p.fullmatch(c.label) for p in (_NAME, _CODE, _UNIT_NAME))]
        money = [c for c in grid.row(number) if c.label and is_head(c.label)]
        if named and money and any(_OF_ROWS.search(c.label) for c in named):
            last = max(cell.bottom for cell in own if cell.words)
            while last < grid.height and _is_head(grid, last):
                last += 1
            return number, last
    return None


def _is_head(grid: Grid, number: int) -> bool:
    """Whether a row goes on with the heads: 类 款 项, 小计, 栏次 1 2 3."""
    words = [cell.label or cell.words for cell in grid.own(number) if cell.words]
    known = [w for w in words if w in _PARTS or ORDINAL.fullmatch(w) or is_head(w)]
    return (
        bool(words) and len(known) == len(words) and not any(_SUM.fullmatch(w) for w in words[:1])
    )


class LedgerSheet(FixedRows):
    """One pass over a sheet."""

    def __init__(self, grid: Grid, found: Found, catalogue: Catalogue) -> None:
        self.grid = grid
        self.plan = grid.plan
        self.found = found
        self.catalogue = catalogue
        heads = _heads(grid)
        self.title = title_of(grid, heads[0] if heads else 4)
        self.has_carried = any("结转" in cell.label for cell in grid.cells)
        only_income = "收入" in self.title and "支出" not in self.title and "收支" not in self.title
        self.ledger = "收入" if only_income else "支出"
        self.named = [condition for pattern, condition in _TITLES if pattern.search(self.title)]
        if self.ledger == "收入" and "决算" in self.title:
            self.named.append('年度来源="当年"')
        self.base = merged(self.named)
        self.numbered = {
            c.column
            for c in grid.cells
            if c.row < 8 and ROW_NUMBER.fullmatch(c.label) and c.words != "栏次"
        }
        """Columns that only count the rows."""

    def recognise(self) -> None:
        """The head texts, then the table by its kind."""
        heads = _heads(self.grid)
        if _is_public(self.grid):
            self._pairs(self._public)
            self._public_row()
        elif _is_by_code(self.grid):
            self._pairs(self._of_code)
        elif heads is not None:
            self._by_subject(*heads)
        else:
            self._pairs(self._of_summary)
        for cell in self.grid.cells:
            if cell.row < 5 and cell.words and cell not in self.plan.texts:
                made = with_labels(cell.text, self.found, self._where(cell)) or with_year(
                    cell.text, self.found.year
                )
                if made != cell.text and self.plan.put(cell, made):
                    self.found.did(self._where(cell), cell.words, made)

    # by subject ----------------------------------------------------------------------------

    def _by_subject(self, first: int, body: int) -> None:
        grid = self.grid
        columns = {c: self._column(first, body, c) for c in range(grid.width)}
        names = [c for c, kind in columns.items() if isinstance(kind, str) and "行." in kind]
        rows: list[int] = []
        totals: list[int] = []
        for number in range(body, grid.height):
            own = grid.own(number)
            labels = [c for c in own if names and c.column <= max(names) and c.words]
            if any(_NOTE.fullmatch(c.words) for c in own):
                break
            if labels and all(_SUM.fullmatch(c.label) for c in labels):
                totals.append(number)
            else:
                rows.append(number)
        if not rows or not names:
            self.found.asks(
                grid.title, self.title[:30], "表头下面没有空行，或没有科目一栏，没有做成循环"
            )
            return
        for number in totals:
            self._amounts(number, columns)
        dimension = (
            "经济科目"
            if re.search(r"经济(分类)?科目", self._head_words(first, body))
            else "功能科目"
        )
        if "基本支出" in self.title and not re.search("功能", self._head_words(first, body)):
            dimension = "经济科目"
        words = self._head_words(first, body)
        if "科目" not in words and re.search(r"(单位|部门)名称", words):
            dimension = "单位"
        self._row(rows[0], columns, dimension)
        given = f", {self.base}" if self.base else ""
        opening = f'{{%tr for 行 in {self.ledger}.按("{dimension}"{given}) %}}'
        self.plan.loops.append(Loop(rows[0], opening, min(names)))
        self.plan.removed |= set(rows[1:])
        self.found.did(f"{grid.title} 第{rows[0] + 1}行", f"{len(rows)} 行", opening)
        self.found.ledgers = True

    def _head_words(self, first: int, body: int) -> str:
        return "".join(c.words for row in range(first, body) for c in self.grid.own(row))

    def _column(self, first: int, body: int, column: int) -> str | Asked | None:
        """What a column prints: `{{ 行.… }}`, what its amount is asked for, or None."""
        cells = dict.fromkeys(self.grid.at(row, column) for row in range(first, body))
        heads = [c for c in cells if c is not None and c.words and not ORDINAL.fullmatch(c.words)]
        lowest = heads[-1] if heads else None
        if lowest is None:
            return None
        if lowest.words in _PARTS:
            return f"{{{{ 行.代码{_PARTS[lowest.words]} }}}}"
        if _CODE.fullmatch(lowest.label) or re.search(r"科目.{0,2}(编码|代码)", lowest.words):
            return "{{ 行.代码 }}"
        if _NAME.fullmatch(lowest.label) or _UNIT_NAME.fullmatch(lowest.label):
            return "{{ 行.名称 }}"
        if lowest.label == "序号":
            return "{{ loop.index }}"
        asked = asked_of([head.label or head.words for head in heads], self.found.year)
        if asked is None:
            self.found.asks(self._where(lowest), lowest.text, "认不出这一栏取什么数，没有写标签")
        return asked

    def _row(self, number: int, columns: dict[int, str | Asked | None], dimension: str) -> None:
        for cell in self.grid.own(number):
            kind = columns.get(cell.column)
            if isinstance(kind, str):
                # One cell for 类, 款 and 项 together holds the whole code.
                whole = "代码[" in kind and cell.columns > 1
                self.plan.put(cell, "{{ 行.代码 }}" if whole else kind)
        self._amounts(number, columns, dimension)

    def _amounts(
        self, number: int, columns: dict[int, str | Asked | None], dimension: str = ""
    ) -> None:
        """The amounts of a row: of the subject that `行` is, by its dimension, or of all of them."""
        for cell in self.grid.own(number):
            asked = columns.get(cell.column)
            if not isinstance(asked, Asked):
                continue
            both = merged([part for part in (self.base, asked.conditions) if part])
            this = f"{self.ledger}.金额({both})" if both else f"{self.ledger}.合计"
            if dimension:
                this = f"行.金额({asked.conditions})"
            by = "名称" if dimension == "单位" else "代码"
            row = f"{dimension}=行.{by}" if dimension else ""
            last = merged([part for part in (row, both, asked.before) if part])
            before = f"上年.{self.ledger}.金额({last})" if last else f"上年.{self.ledger}.合计"
            self._put(cell, asked.of(this, before), "", asked)
