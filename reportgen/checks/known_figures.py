"""The figures that a text may mean, each with the tag that prints it: headlines before single rows.

Not for texts, and not for judging.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.figure import YUAN, Figure
from reportgen.language.errors import LanguageError
from reportgen.language.views import View
from reportgen.model.common import KINDS_OF_EXPENDITURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.compute.context import Context

MOST_ROWS: Final = 2_000
MOST_NAMES: Final = 5_000
_DEEPEST: Final = 3
_ELSEWHERE: Final = frozenset({"支出", "收入", "上年", "列表", "短语", "图表", "文字"})
"""Names with figures that are listed by themselves, or without any."""


class Known(NamedTuple):
    """A figure a text may mean: the tag to write, the words for it, whether it is a headline."""

    expression: str
    label: str
    figure: Figure
    headline: bool = True

    @property
    def own_name(self) -> str:
        """What it is called, without what it belongs to."""
        return self.label.rpartition("/")[2]


def known_figures(context: Context) -> list[Known]:
    """The figures a text may mean, those of the format's names and claims before single rows."""
    found: list[Known] = []
    for ledger in ("支出", "收入"):
        found += _ledger(ledger, context.names)
    for name in context.format.names:
        value = _value(name.split("."), context.names)
        if isinstance(value, Figure):
            found.append(Known(name, name.replace(".", "/"), value, value.unit == YUAN))
    for claim, figure in context.claims:
        meaning = context.format.meanings.get(claim.name)
        if meaning is not None:
            found.append(Known(meaning.source, claim.name, figure))
    for change in context.reasons.changes:
        meaning = context.format.meanings.get(change.name)
        if meaning is not None and change.last is not None:
            found.append(Known(f"上年.{meaning.source}", f"上年/{change.name}", change.last))
    for key, figure in context.given.given.items() if context.given else ():
        expression = _expression(key)
        if expression:
            found.append(Known(f"上年.{expression}", f"上年/{key}", figure))
    found += list(_named(context.names, ""))[:MOST_NAMES]
    last = context.names.get("上年")
    if isinstance(last, View) and context.given is None:
        names = {name: last.get(name) for name in last.names()}
        found += _ledger("支出", names, "上年")
        found += list(_named(names, "上年."))[:MOST_NAMES]
    return [*found, *_rows(context)]


def _expression(key: str) -> str:
    """The tag for a key: 三公.合计, 支出.金额(类型="基本支出"); empty where it has no short one."""
    first, *rest = key.split("/")
    if first not in {"支出", "收入"}:
        return ".".join((first, *rest))
    if len(rest) != 1:
        return "" if rest else f"{first}.合计"
    if rest[0] in KINDS_OF_EXPENDITURE:
        return f'{first}.金额(类型="{rest[0]}")'
    code = {"2": "功能科目", "3": "经济科目"}.get(rest[0][:1]) if rest[0].isdigit() else None
    return f'{first}.金额({code}="{rest[0]}")' if code else ""


def _value(path: list[str], names: dict[str, object]) -> object:
    value = names.get(path[0])
    for part in path[1:]:
        if not isinstance(value, View):
            return None
        value = value.get(part)
    return value


def _named(names: dict[str, object], before: str) -> Iterator[Known]:
    """Figures that have a name of their own: declared facts of records, 取数, totals of projects."""
    for name, value in names.items():
        if name not in _ELSEWHERE:
            yield from _inside(value, f"{before}{name}", 1)


def _inside(value: object, path: str, depth: int) -> Iterator[Known]:
    if isinstance(value, Figure):
        if not callable(value):
            yield Known(path, path.replace(".", "/"), value, headline=False)
    elif isinstance(value, View) and depth < _DEEPEST:
        for name in value.names():
            with suppress(LanguageError):
                yield from _inside(value.get(name), f"{path}.{name}", depth + 1)


def _ledger(name: str, names: dict[str, object], before: str = "") -> list[Known]:
    ledger = names.get(name)
    if not isinstance(ledger, View):
        return []
    tag, label = (f"{before}.{name}", f"{before}/{name}") if before else (name, name)
    amount = ledger.get("金额")
    found = [Known(f"{tag}.合计", f"{label}合计", ledger.get("合计"))]  # type: ignore[arg-type]
    if name == "支出" and callable(amount):
        found += [
            Known(
                f'{tag}.金额(类型="{kind}")',
                f"{before}/{kind}" if before else kind,
                amount(类型=kind),
            )
            for kind in ("基本支出", "项目支出")
        ]
    return found


def _rows(context: Context) -> list[Known]:
    ledger = context.names["支出"]
    rows = ledger.get("按") if isinstance(ledger, View) else None
    if not callable(rows):
        return []
    return [
        Known(f'支出.金额(功能科目="{row.get("代码")}")', row.get("名称"), row.get("金额")(), False)
        for row in rows("功能科目")[:MOST_ROWS]
    ]
