"""Last year beside this year: the 增减 table of every line of a ledger, with its reasons.

The base of the 说明. Nothing is checked here: `reportgen.checks.reasons` asks for missing reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.compute.views import LedgerView
from reportgen.figure import EXACT, YUAN, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from reportgen.compute.context import Context

_DIMENSIONS: Final = {"收入": ("资金性质",), "支出": ("功能科目", "经济科目")}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the 增减 table, amounts in 元; `last` is None where last year's is not known.

    `depth` is 0 for a total, 1 … 3 for 类 款 项, one more for the 类型 (基本支出 …) of a code.
    """

    section: str
    key: str
    code: str
    name: str
    depth: int
    this: Figure
    last: Figure | None
    reason: str = ""

    @property
    def difference(self) -> Decimal | None:
        """This year less last year, in 元."""
        if self.last is None:
            return None
        return EXACT.subtract(self.this.number, self.last.number)

    @property
    def rate(self) -> Decimal | None:
        """The difference by last year's amount, as a ratio; None where that is 0 or not known."""
        if self.last is None or not self.last.number:
            return None
        return EXACT.divide(EXACT.subtract(self.this.number, self.last.number), self.last.number)

    def as_dict(self) -> dict[str, str | int | None]:
        """As it is written to JSON; amounts as digits in 元."""
        return {
            "section": self.section,
            "key": self.key,
            "code": self.code,
            "name": self.name,
            "depth": self.depth,
            "this": str(self.this.value) if not self.this.is_blank else None,
            "last": str(self.last.value) if self.last and not self.last.is_blank else None,
            "difference": None if self.difference is None else str(self.difference),
            "rate": None if self.rate is None else str(self.rate),
            "reason": self.reason,
        }


def table(this: Context, last: Context | None) -> list[Line]:
    """Every line of both years by code and kind; without last year's data set, the figures given.

    Given figures (上年数) are few: a line whose figure was not given is left out, never taken for 0.
    """
    lines: list[Line] = []
    for ledger, dimensions in _DIMENSIONS.items():
        new = this.names[ledger]
        old = last.names[ledger] if last else None
        if not isinstance(new, LedgerView) or not (old is None or isinstance(old, LedgerView)):
            continue
        lines += _part(this, ledger, ("", "合计", 0, {}), new, old)
        for dimension in dimensions:
            for row in _rows(dimension, new, old):
                lines += _part(this, f"{ledger}（按{dimension}）", row, new, old)
    known = {line.key for line in lines}
    lines += [
        Line("其他", c.this.key, "", c.name, 0, c.this, c.last, _reason(this, c.this.key))
        for c in this.reasons.changes
        if c.this.key not in known
    ]
    if last is None and this.given is not None:
        known |= {line.key for line in lines}
        lines = [line for line in lines if line.last is not None or line.reason]
        lines += _given(this, known)
    return lines


def _rows(
    dimension: str, new: LedgerView, old: LedgerView | None
) -> Iterator[tuple[str, str, int, dict[str, str]]]:
    """Code, name, depth and condition of each row that is in either year, in the order of codes."""
    rows = {str(row.get("代码")): row for view in (old, new) if view for row in view.by(dimension)}
    codes = sorted(rows) if dimension != "资金性质" else list(rows)
    for code in codes:
        row = rows[code]
        depth = row.get("深度")
        yield code, str(row.get("名称")), depth if isinstance(depth, int) else 1, {dimension: code}


def _part(
    this: Context,
    section: str,
    row: tuple[str, str, int, dict[str, str]],
    new: LedgerView,
    old: LedgerView | None,
) -> Iterator[Line]:
    """A row, and below it its kinds where there are several."""
    code, name, depth, asked = row
    yield _line(this, section, (code, name, depth), asked, new, old)
    found = dict.fromkeys(
        str(line.get("类型")) for view in (old, new) if view for line in view.lines(**asked)
    )
    kinds = [kind for kind in found if kind]
    if len(kinds) > 1 or (kinds and asked.get("功能科目", "")[5:]):
        for kind in kinds:
            below = {**asked, "类型": kind}
            yield _line(this, section, ("", kind, depth + 1), below, new, old)


def _line(
    this: Context,
    section: str,
    label: tuple[str, str, int],
    asked: dict[str, str],
    new: LedgerView,
    old: LedgerView | None,
) -> Line:
    amount = new.amount(**asked)
    last = old.amount(**asked) if old is not None else None
    if old is None and this.given is not None:
        last = this.given.given.get(amount.key)
    code, name, depth = label
    return Line(section, amount.key, code, name, depth, amount, last, _reason(this, amount.key))


def _given(this: Context, known: set[str]) -> Iterator[Line]:
    """The figures of 上年数 that no line of a ledger answers."""
    from reportgen.compute.context import evaluate, follow

    for claim in this.year.given_last_year:
        meaning = this.format.meanings.get(claim.name)
        try:
            value = evaluate(this, meaning)[0] if meaning else follow(claim.name, this.names)
        except Exception:  # noqa: BLE001, S112 - the check names what cannot be followed
            continue
        if isinstance(value, Figure) and value.unit == YUAN and value.key not in known:
            last = this.given.given.get(value.key) if this.given else None
            reason = _reason(this, value.key)
            yield Line("其他", value.key, "", claim.name, 0, value, last, reason)


def _reason(this: Context, key: str) -> str:
    text = this.reasons.texts.get(key, "")
    return text if isinstance(text, str) else text.text
