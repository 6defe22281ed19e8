"""The rows (or columns) of a merged sheet: hers in her order, new ones at their place among them.

Each of the three versions knows where its own rows are in the merged sheet. Numbers are from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Slot(NamedTuple):
    """One row of the merged sheet: its number in each version, 0 where that one has none."""

    base: int
    hers: int
    new: int


@dataclass(slots=True)
class Axis:
    """The merged rows, and for each version where its rows are; `gone` are base rows in none."""

    slots: list[Slot]
    lengths: tuple[int, int, int]
    alike: Callable[[Slot, Slot], bool] = lambda _one, _other: False
    """Whether a new row is of a kind with its neighbour, so that ranges over that one take it in."""
    places: tuple[dict[int, int], dict[int, int], dict[int, int]] = field(
        default_factory=lambda: ({}, {}, {})
    )
    gone: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Looks up where each version's rows are."""
        for place, slot in enumerate(self.slots, 1):
            for side, number in enumerate(slot):
                if number:
                    self.places[side][number] = place

    @property
    def is_still(self) -> bool:
        """Whether her rows stand where they stood and none came or went."""
        return len(self.slots) == self.lengths[1] and all(
            slot.hers == place for place, slot in enumerate(self.slots, 1)
        )

    def place(self, side: int, number: int) -> int:
        """Where a row of a version is; 0 where it is not. Rows behind the last keep their distance."""
        if number > self.lengths[side]:
            return len(self.slots) + number - self.lengths[side]
        return self.places[side].get(number, 0)

    def span(self, side: int, first: int, last: int, *, grows: bool = True) -> tuple[int, int]:
        """Where rows from … to are, (0, 0) where none is left; new rows of their kind come in."""
        inside = [
            place
            for number in range(first, min(last, self.lengths[side]) + 1)
            if (place := self.places[side].get(number, 0))
        ]
        if last > self.lengths[side]:
            inside.append(self.place(side, last))
            if first > self.lengths[side]:
                inside.append(self.place(side, first))
        if not inside:
            return 0, 0
        low, high = min(inside), max(inside)
        return self._grown(low, high) if grows and side < 2 else (low, high)

    def _grown(self, low: int, high: int) -> tuple[int, int]:
        slots = self.slots
        if high <= len(slots):
            last = slots[high - 1]
            while high < len(slots) and not slots[high].hers and self.alike(slots[high], last):
                high += 1
        # Above only where what stands before is of another kind: else it belongs to that one.
        first, top = slots[low - 1] if low <= len(slots) else None, low
        while first and top > 1 and not slots[top - 2].hers and self.alike(slots[top - 2], first):
            top -= 1
        if first and top < low and (top == 1 or not self.alike(slots[top - 2], first)):
            low = top
        return low, high


def merged_axis(
    hers_of: Mapping[int, int],
    new_of: Mapping[int, int],
    own_of: Mapping[int, int],
    lengths: tuple[int, int, int],
    removable: Callable[[int, int], bool],
) -> Axis:
    """The merged rows.

    Args:
        hers_of: her row of each base row that she still has.
        new_of: the new row of each base row that is still made.
        own_of: the new row that is the same as one she added herself, by her row.
        lengths: how many rows base, hers and new have.
        removable: whether her row (second) of a base row (first) may go with it: she left it alone.
    """
    base_of = {hers: base for base, hers in hers_of.items()}
    slots: list[Slot] = []
    for hers in range(1, lengths[1] + 1):
        base = base_of.get(hers, 0)
        new = new_of.get(base, 0) if base else own_of.get(hers, 0)
        if base and not new and removable(base, hers):
            continue
        slots.append(Slot(base, hers, new))
    old = set(new_of.values()) | set(own_of.values())
    _insert(slots, (n for n in range(1, lengths[2] + 1) if n not in old), lengths[2])
    return Axis(slots, lengths)


def _insert(slots: list[Slot], numbers: Iterable[int], last: int) -> None:
    """Puts new rows behind the row that they follow in the new version."""
    for new in numbers:
        at = {slot.new: place for place, slot in enumerate(slots) if slot.new}
        before = next((at[n] for n in range(new - 1, 0, -1) if n in at), None)
        behind = next((at[n] for n in range(new + 1, last + 1) if n in at), None)
        place = before + 1 if before is not None else behind if behind is not None else len(slots)
        slots.insert(place, Slot(0, 0, new))
