"""What a ledger is asked: conditions on its dimensions, in one canonical form.

The canonical form makes keys: `支出/2013201/基本支出` is the ledger, then the values asked for in the
order of the dimensions. A code condition takes in everything below the code.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from reportgen.figure import Figure
from reportgen.model.ledger import CODED, DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

Conditions: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""(dimension, values) pairs in the order of `DIMENSIONS`."""


class UnknownDimensionError(ValueError):
    """A ledger was asked by a name that is no dimension of it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(DIMENSIONS)


def conditions(asked: dict[str, Any], base: Conditions = ()) -> Conditions:
    """The canonical form of what was asked, on top of conditions that hold already."""
    if not asked:
        return base
    for value in asked.values():
        if type(value) is not str:
            return _combined(asked.items(), base)
    return _of_texts(tuple(asked.items()), base)


@lru_cache(maxsize=4096)
def _of_texts(asked: tuple[tuple[str, str], ...], base: Conditions) -> Conditions:
    """Relations and templates ask the same of every department."""
    return _combined(asked, base)


def _combined(asked: Iterable[tuple[str, Any]], base: Conditions) -> Conditions:
    wanted = dict(base)
    for name, value in asked:
        if name not in DIMENSIONS:
            raise UnknownDimensionError(name)
        if value is None:
            continue
        values = values_of(value)
        wanted[name] = _narrowed(name, values, wanted.get(name))
    return tuple((name, wanted[name]) for name in DIMENSIONS if name in wanted)


def values_of(value: Any) -> tuple[str, ...]:
    """The values asked for; none at all for None and the blank of an empty row, which nothing matches."""
    if value is None or isinstance(value, Figure):
        return ()
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


def _narrowed(name: str, values: tuple[str, ...], known: tuple[str, ...] | None) -> tuple[str, ...]:
    """Both what held already and what is asked now; nothing at all where they exclude each other."""
    if known is None:
        return values
    if name in CODED:
        inner = tuple(v for v in values if v.startswith(known))
        return inner or tuple(v for v in known if values and v.startswith(values))
    return tuple(v for v in values if v in known)


BUDGET_STAGE: Conditions = (("阶段", ("年初",)),)
"""What a ledger is asked by unless 阶段 is named; it is left out of keys."""


def suffix(wanted: Conditions) -> str:
    """The conditions as the end of a key, empty where there are none."""
    return "".join(f"/{'+'.join(pair[1]) or '无'}" for pair in wanted if pair not in BUDGET_STAGE)


def matching(name: str, values: tuple[str, ...], known: Iterable[str]) -> list[str]:
    """Those of the known values of a dimension that a condition takes in; codes by their beginning."""
    if name not in CODED:
        return [value for value in known if value in values]
    prefixes = tuple(filter(None, values))
    return [value for value in known if prefixes and value.startswith(prefixes)]
