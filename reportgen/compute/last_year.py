"""Last year's figures where there is no data set of last year: those that were given.

A given figure answers the question that its name stands for, under the key that the same question
about this year has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.compute.conditions import BUDGET_STAGE, conditions, suffix
from reportgen.figure import Figure, blank
from reportgen.language.views import UnknownNameError, View, exposed

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEDGERS = ("支出", "收入")


class GivenYear(View):
    """`上年` made of given figures: `上年.支出.金额(类型="基本支出")`, `上年.三公.合计`.

    What was not given is blank; the names that were asked for in vain stand in `missing`. `groups`
    are the names that have names below them (三公), also where nothing below them was given.
    """

    __slots__ = ("given", "groups", "missing", "prefix")

    def __init__(
        self,
        given: dict[str, Figure],
        missing: dict[str, None] | None = None,
        prefix: str = "",
        groups: frozenset[str] = frozenset(),
    ) -> None:
        self.given = given
        self.prefix = prefix
        self.groups = groups
        self.missing = {} if missing is None else missing

    def names(self) -> Iterable[str]:
        start = f"{self.prefix}/" if self.prefix else ""
        inner = {k[len(start) :].split("/")[0] for k in self.given if k.startswith(start)}
        return (*_LEDGERS, *sorted(inner)) if not self.prefix else sorted(inner)

    def get(self, name: str) -> object:
        if not self.prefix and name in _LEDGERS:
            return GivenLedger(name, self)
        key = f"{self.prefix}/{name}" if self.prefix else name
        if key in self.given:
            return self.given[key]
        if key in self.groups or any(known.startswith(f"{key}/") for known in self.given):
            return GivenYear(self.given, self.missing, key, self.groups)
        return self.answer(key)

    def answer(self, key: str) -> Figure:
        """The given figure under a key; blank, and noted as missing, where there is none."""
        found = self.given.get(key)
        if found is not None:
            return found
        self.missing.setdefault(key)
        return blank(unit="元", key=f"上年/{key}")


class GivenLedger(View):
    """A ledger of last year of which only some sums are known."""

    __slots__ = ("_name", "_year")

    def __init__(self, name: str, year: GivenYear) -> None:
        self._name = name
        self._year = year

    def names(self) -> Iterable[str]:
        return ("合计", "金额")

    def get(self, name: str) -> object:
        if name == "合计":
            return self._year.answer(self._name)
        if name == "金额":
            return self.amount
        raise UnknownNameError(name, self.names())

    @exposed
    def amount(self, **asked: Any) -> Figure:
        """The given sum under these conditions, in 元; blank where it was not given."""
        return self._year.answer(self._name + suffix(conditions(asked, BUDGET_STAGE)))
