"""Adds a ledger up: over a tree of codes (类, 款, 项) or by any dimension, under any conditions.

Each amount is computed once: the figures of one question about one dimension are made in a single
pass from the leaves up, so that a 类 rests on its 款, a 款 on its 项, a 项 on its lines.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from reportgen.compute.conditions import Conditions, matching, suffix
from reportgen.figure import Figure, blank, total
from reportgen.model.ledger import CODED, DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.model.ledger import BudgetLine, Ledger

LEVELS = ("类", "款", "项")
_WIDTHS = (3, 5, 7)


def level_of(code: str) -> str:
    """类, 款 or 项 by the length of a code (3, 5, 7 digits); 其他 for any other length."""
    return dict(zip(_WIDTHS, LEVELS, strict=True)).get(len(code), "其他")


@lru_cache(maxsize=4096)
def ancestors(code: str) -> tuple[str, ...]:
    """The codes above a code, the 类 first, and the code itself."""
    return (*(code[:width] for width in _WIDTHS if width < len(code)), code)


@dataclass(slots=True)
class Node:
    """One code (or value) of a tree, and what stands below it."""

    code: str
    name: str
    depth: int
    children: list[Node] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        """Whether nothing stands below it."""
        return not self.children

    def walk(self, depth: int) -> Iterable[Node]:
        """The node and those below it down to a depth, each before its own children."""
        yield self
        if self.depth < depth:
            for child in self.children:
                yield from child.walk(depth)


class Totals:
    """Answers every question about one ledger and remembers each answer."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._index: dict[str, dict[str, set[int]]] = {}
        self._sums: dict[Conditions, Figure] = {}
        self._by_code: dict[tuple[str, Conditions], dict[str, Figure]] = {}
        self._trees: dict[tuple[str, Conditions], list[Node]] = {}

    def lines(self, wanted: Conditions) -> list[BudgetLine]:
        """The lines that meet the conditions, in the order of the data set."""
        lines = self.ledger.lines
        if not wanted:
            return list(lines)
        found = sorted((self._numbers(name, values) for name, values in wanted), key=len)
        return [lines[number] for number in sorted(found[0].intersection(*found[1:]))]

    def _numbers(self, name: str, values: tuple[str, ...]) -> set[int]:
        """The numbers of the lines that one condition takes in."""
        index = self._index.get(name)
        if index is None:
            index = self._index[name] = defaultdict(set)
            attribute = DIMENSIONS[name]
            for number, line in enumerate(self.ledger.lines):
                index[getattr(line, attribute)].add(number)
        taken = matching(name, values, index)
        return index[taken[0]] if len(taken) == 1 else set().union(*(index[v] for v in taken))

    def amount(self, wanted: Conditions) -> Figure:
        """The sum of the lines that meet the conditions, in 元; blank where there is none."""
        known = self._sums.get(wanted)
        if known is None:
            known = self._sums[wanted] = total(
                (line.amount for line in self.lines(wanted)), self.ledger.name + suffix(wanted)
            )
        return known

    def by_code(self, dimension: str, wanted: Conditions) -> dict[str, Figure]:
        """The amounts of every code of a dimension, the levels above the lines included."""
        known = self._by_code.get((dimension, wanted))
        if known is not None:
            return known
        attribute = DIMENSIONS[dimension]
        below: dict[str, list[Figure]] = defaultdict(list)
        for line in self.lines(wanted):
            below[getattr(line, attribute)].append(line.amount)
        below.pop("", None)
        end = suffix(wanted)
        amounts: dict[str, Figure] = {}
        coded = dimension in CODED
        # the longest codes first, so that what stands below a code is complete when its turn comes
        for code in _downwards(below, coded=coded):
            amounts[code] = made = total(below[code], f"{self.ledger.name}/{code}{end}")
            above = ancestors(code)[-2:-1] if coded else ()
            for parent in above:
                below[parent].append(made)
        self._by_code[dimension, wanted] = amounts
        return amounts

    def tree(self, dimension: str, wanted: Conditions, name_of: Callable[[str], str]) -> list[Node]:
        """The codes that carry money under the conditions, as a tree in the order of codes."""
        known = self._trees.get((dimension, wanted))
        if known is not None:
            return known
        amounts = self.by_code(dimension, wanted)
        roots: list[Node] = []
        nodes: dict[str, Node] = {}
        ordered = sorted(amounts) if dimension in CODED else list(reversed(amounts))
        for code in ordered:
            path = ancestors(code) if dimension in CODED else (code,)
            node = nodes[code] = Node(code, name_of(code), len(path))
            (nodes[path[-2]].children if len(path) > 1 else roots).append(node)
        self._trees[dimension, wanted] = roots
        return roots

    def amount_of(self, dimension: str, code: str, wanted: Conditions) -> Figure:
        """The amount of one code under the conditions; blank where it carries no money."""
        found = self.by_code(dimension, wanted).get(code)
        if found is not None:
            return found
        return blank(unit="元", key=f"{self.ledger.name}/{code}{suffix(wanted)}")


def _downwards(below: dict[str, list[Figure]], *, coded: bool) -> Iterable[str]:
    if not coded:
        yield from reversed(list(below))
        return
    for code in list(below):
        for parent in ancestors(code)[:-1]:
            below.setdefault(parent, [])
    yield from sorted(below, key=lambda code: (-len(code), code))
