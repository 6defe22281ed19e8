"""Recognises the tables of a budget set: by subject (科目编码 …), 收支总表, “三公”经费.

Amounts come from the ledgers under the conditions that heads and title name together. A head that
is not known gets no tag and is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.common import KINDS_OF_EXPENDITURE
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
_FISCAL: Final = '["一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款"]'
_CONDITIONS: Final = {
    r"(本年)?(收入|支出|预算|资金)?(合计|总计|小计)|预算数|金额|(本|当)年预算(数)?|.*年预算数": "",
    r"基本支出(小计|合计)?": '类型="基本支出"',
    r"项目支出(小计|合计)?": '类型="项目支出"',
    r"(事业单位)?经营支出": '类型="事业单位经营支出"',
    r"上缴上级(支出)?": '类型="上缴上级支出"',
    r"对?附属单位补助(支出)?": '类型="对附属单位补助支出"',
    r"人员(经费|支出)": '类型="基本支出", 经济科目=人员科目',
    r"(日常)?公用(经费|支出)": '类型="基本支出", 经济科目=公用科目',
    r"财政拨款(收入)?": f"资金性质={_FISCAL}",
    r"一般公共预算(财政)?(拨款)?(收入|资金|支出)?": '资金性质="一般公共预算拨款"',
    r"政府性?基金(预算)?(财政)?(拨款)?(收入|资金|支出)?": '资金性质="政府性基金预算拨款"',
    r"国有资本经营(预算)?(财政)?(拨款)?(收入|资金|支出)?": '资金性质="国有资本经营预算拨款"',
    r"(财政)?专户(管理)?(资金)?(收入)?": '资金性质="财政专户管理资金"',
    r"事业收入": '资金性质="事业收入"',
    r"(事业单位)?经营收入": '资金性质="事业单位经营收入"',
    r"上级补助(收入)?": '资金性质="上级补助收入"',
    r"附属单位上缴(收入)?": '资金性质="附属单位上缴收入"',
    r"其他收入": '资金性质="其他收入"',
    r"上年结转(结余|资金)?": '年度来源="上年结转"',
    r"(本|当)年(收入|支出|预算|拨款)": '年度来源="当年"',
}
_RULES: Final = [(re.compile(pattern), condition) for pattern, condition in _CONDITIONS.items()]
_TITLES: Final = (
    (re.compile(r"财政拨款"), f"资金性质={_FISCAL}"),
    (re.compile(r"一般公共预算"), '资金性质="一般公共预算拨款"'),
    (re.compile(r"政府性?基金"), '资金性质="政府性基金预算拨款"'),
    (re.compile(r"国有资本经营"), '资金性质="国有资本经营预算拨款"'),
    (re.compile(r"基本支出"), '类型="基本支出"'),
)
_PUBLIC: Final = (
    (re.compile(r"因公出国.*"), "三公.因公出国"),
    (re.compile(r"公务用车购置(费)?"), "三公.公务用车购置费"),
    (re.compile(r"公务用车运行(维护)?(费)?"), "三公.公务用车运行维护费"),
    (re.compile(r"公务用车购置及运行.*|公务用车(费)?"), "三公.公务用车"),
    (re.compile(r"公务接待(费)?"), "三公.公务接待费"),
    (re.compile(r"合计|总计|[“\"]?三公[”\"]?经费(合计)?"), "三公.合计"),
)
_INCOME_SUMS: Final = {
    r"本年收入(合计|小计)?": '收入.金额(年度来源="当年")',
    r"收入(总计|合计)": "收入.合计",
    r"上年结转(结余)?|(年初|上年)结转和结余": '收入.金额(年度来源="上年结转")',
}
_EXPENSE_SUMS: Final = {r"(本年)?支出(总计|合计)|本年支出(合计)?": "支出.合计"}
_SUM: Final = re.compile(r"合计|总计|小计")
_WORDS: Final = re.compile(r"[^\W\d_a-zA-Z]{2,}")
_NOTE: Final = re.compile(r"(注|备注|说明)[:：].*")
_ORDINAL: Final = re.compile(r"栏次|\d{1,2}|[a-zA-Z甲乙丙]|\d{1,2}=.*")


def is_ledger(grid: Grid) -> bool:
    """Whether a sheet is a table of the budget set."""
    return _heads(grid) is not None or _is_two_sided(grid) or _is_public(grid)


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
        money = [c for c in own if c.label and _condition(c.label) is not None]
        if named and money and any("科目" in c.label or _CODE.fullmatch(c.label) for c in named):
            last = max(cell.bottom for cell in own if cell.words)
            while last < grid.height and _is_head(grid, last):
                last += 1
            return number, last
    return None


def _is_head(grid: Grid, number: int) -> bool:
    """Whether a row goes on with the heads: 类 款 项, 小计, 栏次 1 2 3."""
    words = [cell.label or cell.words for cell in grid.own(number) if cell.words]
    known = [w for w in words if w in _PARTS or _ORDINAL.fullmatch(w) or _condition(w)]
    return (
        bool(words) and len(known) == len(words) and not any(_SUM.fullmatch(w) for w in words[:1])
    )


def _condition(label: str) -> str | None:
    return next((found for pattern, found in _RULES if pattern.fullmatch(label)), None)


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
        named = [condition for pattern, condition in _TITLES if pattern.search(self.title)]
        self.base = _merged(named)

    def recognise(self) -> None:
        """The head texts, then the table by its kind."""
        heads = _heads(self.grid)
        if _is_public(self.grid):
            self._pairs(self._public)
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
            condition = _condition(head.label)
            if condition is None:
                if head is lowest:
                    self.found.asks(
                        self._where(head), head.text, "认不出这一栏取什么数，没有写标签"
                    )
                    return None
                continue
            found += [condition] if condition and condition not in found else []
        return _merged(found)

    def _row(self, number: int, columns: dict[int, str | None]) -> None:
        for cell in self.grid.own(number):
            kind = columns.get(cell.column)
            if kind is not None and kind.startswith("{{"):
                self.plan.put(cell, kind)
        self._amounts(number, columns, "行")

    def _amounts(self, number: int, columns: dict[int, str | None], source: str) -> None:
        for cell in self.grid.own(number):
            kind = columns.get(cell.column)
            if kind is None or kind.startswith("{{"):
                continue
            base = "" if source == "行" else self.base
            both = _merged([part for part in (base, kind) if part])
            self.plan.put(cell, f"{{{{ {source}.金额({both}) | {self.found.money} }}}}", "money")

    # label and amount ------------------------------------------------------------------------

    def _pairs(self, figure_of: Callable[[Cell], str]) -> None:
        """Tables whose rows are fixed: each known label gets its figure in the next cell."""
        for cell in self.grid.cells:
            value = self.grid.beside(cell)
            if not cell.words or value is None or value.row != cell.row or cell.row < 2:
                continue
            if value.words and not re.fullmatch(r"[-\d.,—]+", value.words):
                continue
            figure = figure_of(cell)
            if figure:
                tag = f"{{{{ {figure} | {self.found.money} }}}}"
                if self.plan.put(value, tag, "money"):
                    self.found.did(self._where(value), cell.words, tag)
                    self.found.ledgers = True
            elif not value.words and cell not in self.plan.texts and _WORDS.search(cell.label):
                self.found.asks(self._where(value), cell.text, "认不出这一行取什么数，没有写标签")

    def _public(self, cell: Cell) -> str:
        label = re.sub(r"^其中[:：]?", "", cell.label)
        return next((name for pattern, name in _PUBLIC if pattern.fullmatch(label)), "")

    def _of_summary(self, cell: Cell) -> str:
        label = re.sub(r"^其中[:：]?", "", label_of(cell.text))
        fiscal = f", 资金性质={_FISCAL}" if "财政拨款" in self.title else ""
        for table, ledger in ((_INCOME_SUMS, "收入"), (_EXPENSE_SUMS, "支出")):
            found = meaning_of(label, [(re.compile(p), name) for p, name in table.items()])
            if found:
                if not fiscal:
                    return found
                inner = re.search(r"\((.*)\)", found)
                both = _merged([part for part in ((inner[1] if inner else ""), fiscal[2:]) if part])
                return f"{ledger}.金额({both})"
        known = next((s for s in self.catalogue.functional.classes() if s.name == label), None)
        if known is not None:
            return f'支出.金额(功能科目="{known.code}"{fiscal})'
        condition = _condition(label)
        if condition and label in KINDS_OF_EXPENDITURE:
            return f"支出.金额({condition}{fiscal})"
        if condition and condition.startswith("资金性质"):
            # Where the money carried over has a row of its own, it is not in these.
            this_year = ', 年度来源="当年"' if self.has_carried else ""
            return f"收入.金额({condition}{this_year})"
        return ""


def _merged(conditions: list[str]) -> str:
    """Conditions side by side, each name once: the last, which is the narrowest, stands."""
    found: dict[str, str] = {}
    for condition in conditions:
        for part in re.findall(r'\w+=(?:\[[^\]]*\]|"[^"]*"|\w+)', condition):
            found[part.partition("=")[0]] = part
    return ", ".join(found.values())
