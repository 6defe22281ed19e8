"""The money of a project by row (当年财政拨款, 上年结转 …) and column (年初, 全年, 执行), in 元.

Where the ledger holds lines of the project at a stage, the column is rolled up from them and what
was typed is a claim; else the typed amounts stand. The row of the total is the sum of the others.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from reportgen.figure import YUAN, Derived, Figure, blank, total
from reportgen.frozen import frozen
from reportgen.model.projects import AMOUNTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.formats.scoring import FundRowDeclaration, FundsDeclaration, ScoringDeclaration
    from reportgen.model.ledger import BudgetLine
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.place import Place

STAGES: Final = {"年初预算数": "年初", "全年预算数": "调整", "全年执行数": "执行"}


@frozen
class FundLine:
    """One row: its name, how the form prints it, and the three amounts in 元."""

    name: str
    label: str
    initial: Figure
    budget: Figure
    executed: Figure

    def amount(self, column: str) -> Figure:
        """The amount of a column by its name in the form."""
        return (self.initial, self.budget, self.executed)[AMOUNTS.index(column)]


@frozen
class TypedAmount:
    """An amount that was typed although it is computed: to be held against `computed`."""

    row: str
    column: str
    stated: Figure
    computed: Figure
    place: Place


@frozen
class Funds:
    """The total, its parts, and what was typed beside what is computed.

    `only_total` names the columns whose parts are blank, so that the typed total is all there is.
    """

    key: str
    total: FundLine
    parts: tuple[FundLine, ...]
    claims: tuple[TypedAmount, ...]
    only_total: tuple[str, ...]
    place: Place | None
    executed_typed: bool

    def budget(self, scoring: ScoringDeclaration) -> Figure:
        """The money the execution rate is a share of."""
        return self.total.amount(scoring.rate.denominator)


def fund_lines(
    year: DepartmentYear, declared: FundsDeclaration, typed: Mapping[str, list[Record]]
) -> Callable[[str], Funds]:
    """A function from a project's name to its money; the ledger is gone through once."""
    lines: dict[str, dict[str, list[BudgetLine]]] = defaultdict(lambda: defaultdict(list))
    for line in year.expenditure.lines:
        if line.project:
            lines[line.project][line.stage].append(line)

    def of(name: str) -> Funds:
        return _funds(name, declared, typed.get(name, []), lines.get(name, {}))

    return of


def _funds(
    name: str,
    declared: FundsDeclaration,
    typed: list[Record],
    lines: Mapping[str, list[BudgetLine]],
) -> Funds:
    key = f"项目/{name}"
    totals = {declared.total, *declared.total_aliases}
    rows = {row.name: row for row in declared.rows}
    stated = {record.text("资金"): record for record in typed if record.text("资金") not in totals}
    names = list(dict.fromkeys([*rows, *stated]))
    columns: dict[str, dict[str, Figure]] = {}
    claims: list[TypedAmount] = []
    for column in AMOUNTS:
        own = {row: _typed(stated.get(row), column, f"{key}/{row}/{column}") for row in names}
        rolled = _rolled_up(key, column, names, declared.rows, lines)
        if rolled is None and not any(not f.is_blank for f in own.values()):
            rolled = _unadjusted(key, column, columns, lines)
        columns[column] = rolled or own
        if rolled is not None:
            for row, figure in own.items():
                if not figure.is_blank:
                    record = stated[row]
                    claims.append(
                        TypedAmount(row, column, figure, rolled[row], record.place(column))
                    )
    claimed = next((record for record in typed if record.text("资金") in totals), None)
    sums, only_total = _sums(key, declared.total, columns, claimed, claims)
    parts = tuple(
        FundLine(
            row,
            (rows[row].label if row in rows else "") or row,
            *(columns[column][row] for column in AMOUNTS),
        )
        for row in names
    )
    return Funds(
        key,
        FundLine(declared.total, declared.total, *sums),
        parts,
        tuple(claims),
        only_total,
        (typed[0].place() if typed else None),
        any(not _typed(record, AMOUNTS[2], "").is_blank for record in typed),
    )


def _typed(record: Record | None, column: str, key: str) -> Figure:
    value = record.values.get(column) if record else None
    return value.named(key) if isinstance(value, Figure) else blank(unit=YUAN, key=key)


def _rolled_up(
    key: str,
    column: str,
    names: list[str],
    rows: list[FundRowDeclaration],
    lines: Mapping[str, list[BudgetLine]],
) -> dict[str, Figure] | None:
    at_stage = lines.get(STAGES[column])
    if not at_stage or not rows:
        return None
    members: dict[str, list[Figure]] = defaultdict(list)
    for line in at_stage:
        # a line that no row asks for still belongs to the project: it goes to the last row
        row = next((r for r in rows if _belongs(line, r)), rows[-1])
        members[row.name].append(line.amount)
    return {name: total(members[name], f"{key}/{name}/{column}") for name in names}


def _belongs(line: BudgetLine, row: FundRowDeclaration) -> bool:
    return (not row.funds or line.fund in row.funds) and (
        not row.vintages or line.vintage in row.vintages
    )


def _unadjusted(
    key: str,
    column: str,
    columns: dict[str, dict[str, Figure]],
    lines: Mapping[str, list[BudgetLine]],
) -> dict[str, Figure] | None:
    """The budget of the whole year where the ledger shows execution and no adjustment."""
    if column != "全年预算数" or not (lines.get("年初") and lines.get("执行")):
        return None
    return {
        row: Figure(figure.value, YUAN, Derived("未调整", (figure,)), f"{key}/{row}/{column}")
        for row, figure in columns["年初预算数"].items()
    }


def _sums(
    key: str,
    name: str,
    columns: dict[str, dict[str, Figure]],
    claimed: Record | None,
    claims: list[TypedAmount],
) -> tuple[list[Figure], tuple[str, ...]]:
    sums: list[Figure] = []
    only_total: list[str] = []
    for column in AMOUNTS:
        own = f"{key}/{name}/{column}"
        computed = total(columns[column].values(), own)
        stated = _typed(claimed, column, own)
        if claimed is not None and not stated.is_blank:
            if computed.is_blank:
                only_total.append(column)
                computed = stated
            else:
                claims.append(TypedAmount(name, column, stated, computed, claimed.place(column)))
        sums.append(computed)
    return sums, tuple(only_total)
