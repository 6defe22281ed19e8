"""X11: the department is the sum of its units, table by table (standards of 部门预算公开).

The figures of the whole are held against those computed for each part alone; and what the
department states (声明数) against what its units state under the same name.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.comparing import Status, compare, precision
from reportgen.checks.outcome import Outcome
from reportgen.checks.wording import merged, wording
from reportgen.compute import kinds
from reportgen.compute.context import evaluate
from reportgen.compute.views import LedgerView
from reportgen.figure import EXACT, Figure, places, total
from reportgen.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.place import Place

NUMBER: Final = "X11"
NAME: Final = "部门预算 = 本级 + 所属单位"
_REMARK: Final = (
    "部门的数应等于本级和各下属单位的数之和。请核对是哪个单位的数不对，或者漏了、多了哪个单位。"
)


def check_units(whole: Context, parts: Sequence[Context], place: Place) -> list[Outcome]:
    """One outcome a figure; `parts` are the department's own part and each unit, in order."""
    outcomes = []
    for name, figure in _figures(whole):
        shares = [share for part in parts for n, share in _named(part, name) if n == name]
        outcomes.append(_outcome(name, figure, total(shares, name, figure.unit), whole, place))
    outcomes += _stated(whole, parts)
    return outcomes


def _stated(whole: Context, parts: Sequence[Context]) -> list[Outcome]:
    """The department's claims that some unit makes too."""
    outcomes = []
    quantum = precision(claim.amount for claim, _ in whole.claims)
    told = [{claim.name: claim for claim, _ in part.claims} for part in parts[1:]]
    for claim, computed in whole.claims:
        if not any(claim.name in claims for claims in told):
            continue
        shares = [figure for n, figure in _named(parts[0], claim.name) if n == claim.name]
        for part, claims in zip(parts[1:], told, strict=True):
            if claim.name in claims:
                shares.append(claims[claim.name].amount)
            else:
                shares += [figure for _, figure in _named(part, claim.name)]
        right = total(shares, claim.name, computed.unit)
        outcomes.append(
            _outcome(claim.name, claim.amount, right, whole, claim.place, quantum, stated=True)
        )
    return outcomes


def _figures(context: Context) -> Iterator[tuple[str, Figure]]:
    """The figures that add up: the ledgers by their columns, and what 口径 names."""
    for ledger in ("收入", "支出"):
        view = context.names[ledger]
        if not isinstance(view, LedgerView):
            continue
        yield ledger, view.amount()
        lines = view.totals.ledger.lines
        paths: dict[tuple[str, ...], None] = {}
        paths |= dict.fromkeys((line.function[:3],) for line in lines if line.function)
        paths |= dict.fromkeys((line.kind,) for line in lines if line.kind)
        paths |= dict.fromkeys((line.fund, line.vintage) for line in lines if line.fund)
        for path in paths:
            figure = view.amount_at(list(path))
            if figure is not None:
                yield "/".join((ledger, *path)), figure
    for name in context.format.meanings:
        if name not in {"收入", "支出"}:
            yield from _named(context, name)


def _named(context: Context, name: str) -> Iterator[tuple[str, Figure]]:
    """The figure of a name in one Context; nothing where it has none."""
    expression = context.format.meanings.get(name)
    value: object = None
    if expression is not None:
        value, _ = evaluate(context, expression)
    else:
        first, *rest = name.split("/")
        view = context.names.get(first)
        if isinstance(view, LedgerView):
            value = view.amount_at(rest)
    if isinstance(value, Figure):
        yield name, value


def _outcome(
    name: str,
    left: Figure,
    right: Figure,
    context: Context,
    place: Place,
    quantum: Decimal | None = None,
    *,
    stated: bool = False,
) -> Outcome:
    status = compare(left, "=", right, Decimal(0), quantum)
    left_name = "部门写明的数" if stated else "部门"
    right_name = "本级与各单位之和"
    finding = None
    if status is Status.FAILS:
        finding = _finding(name, left, right, left_name, right_name, context, place, stated)
    return Outcome(
        NUMBER, NAME, name, left_name, "=", right_name, left, right, status, finding, place
    )


def _finding(
    name: str,
    left: Figure,
    right: Figure,
    left_name: str,
    right_name: str,
    context: Context,
    place: Place,
    stated: bool,
) -> Finding:
    unit = context.year.money_unit
    difference = EXACT.abs(EXACT.subtract(left.number, right.number))
    return kinds.RELATION_FAILS.at(
        place,
        related=merged(places(left, 20), places(right, 20)),
        severity=Severity.EXPLAIN if stated else Severity.ERROR,
        key=f"{NUMBER}/{'声明数/' if stated else ''}{name}",
        figures=[("部门", str(left.value)), ("各单位", str(right.value))],
        label=f"{NUMBER} {NAME}（{name}）",
        left_name=left_name,
        right_name=right_name,
        left=wording(left, unit),
        right=wording(right, unit),
        difference=wording(difference, unit),
        relation="等于",
        remark=_REMARK,
    )
