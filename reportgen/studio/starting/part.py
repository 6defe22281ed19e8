"""What every recogniser of a part of a form has: the grid, what was found, the rows that are taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.studio.starting.found import Found
    from reportgen.studio.starting.grid import Cell, Grid, Plan, Showing


@dataclass(slots=True)
class Part:
    """One pass over a grid; `taken` are rows that belong to a table inside it."""

    grid: Grid
    found: Found
    excel: bool
    taken: set[int] = field(default_factory=set)

    @property
    def plan(self) -> Plan:
        return self.grid.plan

    def where(self, cell: Cell) -> str:
        """A cell in words."""
        return f"{self.grid.title} {cell.name}"

    def put(self, cell: Cell, text: str, showing: Showing = "") -> bool:
        """A tag for a cell."""
        return self.plan.put(cell, self.spelt(text), showing)

    def spelt(self, tag: str) -> str:
        """A tag with the filters of this form: its unit of money, and how it shows a rate."""
        percent = "执行率" if self.excel else "百分比"
        return tag.replace("%s", self.found.money).replace("%p", percent)

    def asks(self, cell: Cell, why: str) -> None:
        """Something about a cell for her to look at."""
        self.found.asks(self.where(cell), cell.text, why)
