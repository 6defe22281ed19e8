"""Waits for files to be saved: their times are asked for again and again, which works everywhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

INTERVAL: Final = 0.5
SETTLED: Final = 0.2
"""Seconds without a further change: Excel writes a file in several steps."""
_MOST: Final = 2_000
_IGNORED: Final = ("~$", ".~", "._")


def states(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Time and size of every file there is, folders gone through; owner files left aside."""
    found: dict[Path, tuple[int, int]] = {}
    for path in paths:
        try:
            inner = sorted(path.rglob("*")) if path.is_dir() else [path]
        except OSError:
            continue
        for file in inner:
            if len(found) >= _MOST or file.name.startswith(_IGNORED):
                continue
            try:
                state = file.stat()
            except OSError:
                continue
            found[file] = (state.st_mtime_ns, state.st_size)
    return found


def wait_for_change(
    paths: Iterable[Path],
    before: dict[Path, tuple[int, int]],
    sleep: Callable[[float], None] = time.sleep,
) -> list[Path]:
    """Returns once something differs from `before` and is at rest; the files that changed."""
    paths = list(paths)
    while True:
        now = states(paths)
        if now != before:
            sleep(SETTLED)
            settled = states(paths)
            while settled != now:
                now = settled
                sleep(SETTLED)
                settled = states(paths)
            changed = {*before.items()} ^ {*now.items()}
            return sorted({path for path, _ in changed})
        sleep(INTERVAL)
