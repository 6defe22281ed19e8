"""Leaf lines from tables that give only sums: 支出总表, 一般公共预算支出表, 收入总表, 收支总表.

Per function code the tables state sums over 类型, 资金性质 and 年度来源. A line is made where only one
amount is possible (`bounds`); what several amounts fit is put down undivided, with a note and a
finding. Nothing is invented.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Final

from reportgen.figure import EXACT
from reportgen.studio.importing import kinds
from reportgen.studio.importing.bounds import Solver, Sum
from reportgen.studio.importing.facts import Fact, Line, in_unit, said

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.studio.importing.mapping import Values

DIMENSIONS: Final = ("单位", "类型", "资金性质", "年度来源")
VINTAGES: Final = ("当年", "上年结转")
SCALE: Final = 6
"""Amounts are solved as millionths of 元: no table states finer."""


@dataclass(slots=True)
class Solution:
    """Lines that were found, facts that contradict those before them, and what is to be said."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def solve_expenditure(
    facts: list[Fact],
    columns: dict[int, list[Values]],
    details: list[Line],
    unit: str,
    stage: str = "",
) -> Solution:
    """The lines of 支出明细 by function code; kinds that detail lines cover are left out."""
    solution = Solution()
    covered = {line.values.get("类型", "") for line in details}
    if "" in covered:
        return solution
    leaves = [
        f
        for f in facts
        if f.leaf and f.section == "支出明细" and f.single("功能科目") and not _has(f, "经济科目")
    ]
    by_code: dict[str, list[Fact]] = defaultdict(list)
    for fact in leaves:
        by_code[fact.single("功能科目")].append(fact)
    tables = [table for table in columns if any(f.table == table for f in leaves)]
    tables += [table for table in columns if table not in tables]
    for code, own in by_code.items():
        absent = [
            Fact("支出明细", values, None, unit, own[0].place, table, leaf=True)
            for table in tables
            if not any(f.table == table for f in own)
            for values in columns[table]
        ]
        known = _from_details(code, details)
        _Group("支出明细", {"功能科目": code, **_stage(stage)}, unit, solution, covered).solve(
            known, own, absent
        )
    return solution


def solve_income(facts: list[Fact], unit: str, stage: str = "") -> Solution:
    """The lines of 收入明细 by 资金性质 and 年度来源."""
    solution = Solution()
    own = [f for f in facts if f.leaf and f.section == "收入明细"]
    if own:
        _Group("收入明细", _stage(stage), unit, solution, set()).solve([], own, [])
    return solution


def _stage(stage: str) -> dict[str, str]:
    return {"阶段": stage} if stage else {}


def _has(fact: Fact, dimension: str) -> bool:
    return any(name == dimension for name, _ in fact.values)


def _from_details(code: str, details: list[Line]) -> list[Fact]:
    """What the detail lines of a function code add up to, as facts that stand before all others."""
    sums: dict[tuple[tuple[str, tuple[str, ...]], ...], Line] = {}
    for line in details:
        if line.values.get("功能科目") != code:
            continue
        key = tuple((d, (line.values[d],)) for d in DIMENSIONS if line.values.get(d))
        known = sums.get(key)
        amount = EXACT.add(known.yuan if known else Decimal(0), line.yuan)
        sums[key] = Line("支出明细", {}, amount, "元", line.place)
    return [
        Fact("支出明细", key, line.amount, "元", line.place, -1, leaf=True)
        for key, line in sums.items()
    ]


class _Group:
    """The cells of one function code (or of all income) and what is stated about them."""

    def __init__(
        self, section: str, own: dict[str, str], unit: str, solution: Solution, covered: set[str]
    ) -> None:
        self.section = section
        self.own = own
        self.unit = unit
        self.solution = solution
        self.covered = covered
        self.cells: list[dict[str, str]] = []

    def solve(self, known: list[Fact], stated: list[Fact], absent: list[Fact]) -> None:
        facts = [*known, *_added(stated), *absent]
        negative = any(fact.yuan < 0 for fact in facts)
        self.cells = self._cells(facts)
        solver = Solver(len(self.cells))
        accepted: list[tuple[Sum, Fact]] = []
        order = sorted(facts, key=lambda f: (f.table, -_narrowness(f)))
        for fact in order:
            cells = frozenset(i for i, cell in enumerate(self.cells) if _inside(cell, fact))
            item = Sum(cells, int(fact.yuan.scaleb(SCALE)))
            if negative or not cells:
                if fact.amount is not None:
                    self.solution.refused.append(fact)
            elif solver.accept(item):
                accepted.append((item, fact))
            else:
                self.solution.refused.append(fact)
        if negative:
            self._negative(stated)
            return
        self._take(solver, accepted)

    def _cells(self, facts: list[Fact]) -> list[dict[str, str]]:
        """Every combination of values that the facts speak of; "" is what no column names."""
        ways: list[tuple[str, ...]] = []
        for dimension in DIMENSIONS:
            named = dict.fromkeys(
                value
                for fact in facts
                for name, vs in fact.values
                if name == dimension
                for value in vs
            )
            if not named:
                ways.append(("",))
            elif dimension == "年度来源":
                ways.append(VINTAGES)
            elif dimension == "单位":
                ways.append(tuple(named))
            else:
                ways.append((*named, ""))
        return [dict(zip(DIMENSIONS, way, strict=True)) for way in product(*ways)]

    def _take(self, solver: Solver, accepted: list[tuple[Sum, Fact]]) -> None:
        open_cells: set[int] = set()
        for index, cell in enumerate(self.cells):
            amount = solver.known(index)
            if amount is None:
                open_cells.add(index)
            elif amount and cell["类型"] not in self.covered:
                self._line(cell, amount, self._fact_of(index, amount, accepted))
        done: set[int] = set()
        for item, fact in accepted:
            rest = item.cells & open_cells
            if not rest or rest & done:
                continue
            amount = item.amount - sum(solver.known(i) or 0 for i in item.cells - rest)
            done |= rest
            if amount:
                self._undivided([self.cells[i] for i in sorted(rest)], amount, fact)

    def _fact_of(self, cell: int, amount: int, accepted: list[tuple[Sum, Fact]]) -> Fact:
        fitting = [(s, f) for s, f in accepted if cell in s.cells and f.amount is not None]
        exact = [(s, f) for s, f in fitting if s.amount == amount]
        return min(exact or fitting, key=lambda pair: len(pair[0].cells))[1]

    def _line(self, cell: dict[str, str], amount: int, fact: Fact, note: str = "") -> None:
        yuan = Decimal(amount).scaleb(-SCALE, EXACT)
        same = fact.amount is not None and fact.yuan == yuan
        value = fact.amount if same and fact.amount is not None else in_unit(yuan, self.unit)
        values = {name: text for name, text in {**self.own, **cell}.items() if text}
        unit = fact.unit if same else self.unit
        self.solution.lines.append(Line(self.section, values, value, unit, fact.place, note))

    def _undivided(self, cells: list[dict[str, str]], amount: int, fact: Fact) -> None:
        common = {
            name: cells[0][name] if len({cell[name] for cell in cells}) == 1 else ""
            for name in DIMENSIONS
        }
        if common["类型"] and common["类型"] in self.covered:
            return
        unclear = [n for n in DIMENSIONS if len({cell[n] for cell in cells}) > 1]
        what = "、".join(unclear)
        yuan = Decimal(amount).scaleb(-SCALE, EXACT)
        written = said(in_unit(yuan, fact.unit), fact.unit)
        label = " ".join(filter(None, (*self.own.values(), *common.values())))
        self.solution.findings.append(
            kinds.NOT_CROSSED.at(
                fact.place,
                what=f"{label or self.section} {written} 的{what}，各张表的数对不出唯一的分法，"
                f"没有分开：{what}没有填。",
            )
        )
        self._line(common, amount, fact, f"各表只给出合计，{what}分不开，没有填")

    def _negative(self, facts: list[Fact]) -> None:
        """With negative amounts sums narrow nothing: the finest column of the first table stands."""
        first = [f for f in facts if f.table == min(f.table for f in facts)]
        narrow = max(map(_narrowness, first))
        for fact in first:
            if fact.amount and _narrowness(fact) == narrow:
                if fact in self.solution.refused:
                    self.solution.refused.remove(fact)
                cell = {name: fact.single(name) for name in DIMENSIONS}
                if cell["类型"] not in self.covered:
                    self._line(cell, int(fact.yuan.scaleb(SCALE)), fact, "有负数，只按这一列取数")


def _added(facts: list[Fact]) -> list[Fact]:
    """Facts of one table about the same thing added up: a table may list a subject twice."""
    found: dict[tuple[int, Values], Fact] = {}
    for fact in facts:
        key = (fact.table, fact.values)
        known = found.get(key)
        if known is None:
            found[key] = fact
        elif fact.amount is not None:
            amount = EXACT.add(known.yuan, fact.yuan)
            found[key] = Fact(
                fact.section,
                fact.values,
                in_unit(amount, fact.unit),
                fact.unit,
                fact.place,
                fact.table,
                leaf=True,
            )
    return list(found.values())


def _narrowness(fact: Fact) -> int:
    return sum(10 - min(len(v), 9) for name, v in fact.values if name in DIMENSIONS)


def _inside(cell: dict[str, str], fact: Fact) -> bool:
    return all(cell[name] in values for name, values in fact.values if name in DIMENSIONS)
