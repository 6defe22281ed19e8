"""Times contenders turn by turn: the machine's speed drifts, and those of one round share the drift."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Contender:
    """`seconds(times)` gives the CPU seconds of one document; `times` so many are made a round."""

    name: str
    seconds: Callable[[int], float]
    times: int = 1


@dataclass(frozen=True)
class Result:
    """Milliseconds of CPU for a document (median), and how many times as fast as the first (median of rounds)."""

    name: str
    ms: float
    ratio: float
    rounds: int
    low: float
    high: float


def in_process(work: Callable[[], object]) -> Callable[[int], float]:
    """Seconds of CPU of a function of this process."""

    def seconds(times: int) -> float:
        start = time.process_time()
        for _ in range(times):
            work()
        return (time.process_time() - start) / times

    return seconds


def side_by_side(contenders: list[Contender], budget: float, least: int = 5) -> list[Result]:
    """The results of all, in rounds until the budget (seconds) is used up; the first is what others are
    compared with."""
    taken: list[list[float]] = [[] for _ in contenders]
    for contender in contenders:
        contender.seconds(1)  # warm
    begin = time.perf_counter()
    while time.perf_counter() - begin < budget or len(taken[0]) < least:
        for contender, times in zip(contenders, taken, strict=True):
            times.append(contender.seconds(contender.times))
    results = []
    for contender, times in zip(contenders, taken, strict=True):
        ratios = sorted(first / own for first, own in zip(taken[0], times, strict=True))
        results.append(
            Result(contender.name, median(times) * 1000, median(ratios), len(times), ratios[0], ratios[-1])
        )  # fmt: skip
    return results
