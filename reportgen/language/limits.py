"""What one rendering may use up, counted: steps, texts, lists, output. Never timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.frozen import frozen
from reportgen.language.errors import LimitExceeded

if TYPE_CHECKING:
    from reportgen.language.printing import Marks, Printed


@frozen
class Limits:
    """The most that one rendering may use: counts, and sizes in characters."""

    steps: int = 2_000_000
    depth: int = 50
    text: int = 1_000_000
    items: int = 1_000_000
    output: int = 200_000_000
    digits: int = 60


class Run:
    """The counters and the marks of one rendering."""

    __slots__ = ("depth", "limits", "marks", "output", "steps")

    def __init__(self, limits: Limits, marks: Marks | None = None) -> None:
        self.limits = limits
        self.marks = marks
        self.steps = 0
        self.output = 0
        self.depth = 0

    def step(self, count: int = 1) -> None:
        """Count steps of loops, calls and work on long texts and lists."""
        self.steps += count
        if self.steps > self.limits.steps:
            raise LimitExceeded(limit="循环和计算的步数", maximum=self.limits.steps)

    def write(self, size: int) -> None:
        """Count characters of output."""
        self.output += size
        if self.output > self.limits.output:
            raise LimitExceeded(limit="输出的文字", maximum=f"{self.limits.output} 字")

    def size(self, length: int) -> None:
        """Check the length of a text that is about to be made, and count the work."""
        if length > self.limits.text:
            raise LimitExceeded(limit="一段文字的长度", maximum=f"{self.limits.text} 字")
        self.step(1 + (length >> 9))

    def count(self, length: int) -> None:
        """Check the length of a list that is about to be walked, and count the work."""
        if length > self.limits.items:
            raise LimitExceeded(limit="一列的项数", maximum=self.limits.items)
        self.step(1 + length)

    def mark(self, printed: Printed) -> str:
        """The printed text; marked, where this rendering collects marks."""
        return printed.text if self.marks is None else self.marks.mark(printed)
