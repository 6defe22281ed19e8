"""Finds the amounts of cells from sums over them, where only one solution is possible.

Amounts are whole numbers here and none is negative, so each sum narrows what its cells can be; a
cell is known when its bounds meet. Nothing is ever chosen among several possibilities.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

MOST_SUMS: Final = 300
"""Differences of sums are sums again; beyond so many none is added, and a cell may stay open."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells (by index) and what they add up to."""

    cells: frozenset[int]
    amount: int


@dataclass(slots=True)
class Solver:
    """The bounds of so many cells under the sums accepted so far."""

    count: int
    low: list[int] = field(default_factory=list)
    high: list[int | None] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    _of: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """No cell is bounded at first."""
        self.low = [0] * self.count
        self.high = [None] * self.count
        self._of = [[] for _ in range(self.count)]

    def accept(self, added: Sum) -> bool:
        """Adds a sum; False, and nothing changed, where it contradicts those accepted before."""
        low, high, before = self.low.copy(), self.high.copy(), len(self.sums)
        new = self._with_differences(added)
        for item in new:
            self.sums.append(item)
            for cell in item.cells:
                self._of[cell].append(len(self.sums) - 1)
        if self._narrow(deque(range(before, len(self.sums)))):
            return True
        self.low, self.high = low, high
        del self.sums[before:]
        for known in self._of:
            while known and known[-1] >= before:
                known.pop()
        return False

    def _with_differences(self, added: Sum) -> list[Sum]:
        """The sum, and what it leaves over beside each sum that it contains or is contained in."""
        new = [added]
        seen = {item.cells for item in self.sums}
        for item in new:
            for other in (*self.sums, *new):
                if other.cells < item.cells:
                    rest = Sum(item.cells - other.cells, item.amount - other.amount)
                elif item.cells < other.cells:
                    rest = Sum(other.cells - item.cells, other.amount - item.amount)
                else:
                    continue
                if rest.cells not in seen and len(self.sums) + len(new) < MOST_SUMS:
                    seen.add(rest.cells)
                    new.append(rest)
        return new

    def known(self, cell: int) -> int | None:
        """The amount of a cell; None where several are possible."""
        return self.low[cell] if self.low[cell] == self.high[cell] else None

    def _narrow(self, waiting: deque[int]) -> bool:
        queued = set(waiting)
        while waiting:
            index = waiting.popleft()
            queued.discard(index)
            changed = self._apply(self.sums[index])
            if changed is None:
                return False
            for cell in changed:
                for other in self._of[cell]:
                    if other != index and other not in queued:
                        queued.add(other)
                        waiting.append(other)
        return True

    def _apply(self, item: Sum) -> list[int] | None:
        """The cells whose bounds became narrower; None where the sum cannot hold."""
        low = sum(self.low[cell] for cell in item.cells)
        tops = [self.high[cell] for cell in item.cells]
        open_tops = sum(top is None for top in tops)
        high = sum(top for top in tops if top is not None)
        if low > item.amount or (not open_tops and high < item.amount):
            return None
        changed = []
        for cell in item.cells:
            top, bottom = self.high[cell], self.low[cell]
            most = item.amount - (low - bottom)
            if top is None or most < top:
                self.high[cell] = most
                changed.append(cell)
            if not open_tops or (open_tops == 1 and top is None):
                least = item.amount - (high - (top or 0))
                if least > bottom:
                    self.low[cell] = least
                    changed.append(cell)
        return changed
