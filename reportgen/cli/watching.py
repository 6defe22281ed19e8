"""Waits for files to be saved: their times are asked for again and again, which works everywhere."""

from __future__ import annotations

import stat
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

INTERVAL: Final = 0.5
SETTLED: Final = 0.2
"""Seconds without a further change: Excel writes a file in several steps."""
_MOST: Final = 2_000
_IGNORED: Final = ("~$", ".~", "._", "~WRD", "~WRL")
_TEMPORARY: Final = (".tmp", ".part", ".swp", "~")
"""Files that Office, WPS and editors put beside the file that is being saved."""


def states(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Time and size of every file there is, folders gone through; owner and temporary files aside."""
    found: dict[Path, tuple[int, int]] = {}
    for path in paths:
        try:
            inner = sorted(path.rglob("*")) if path.is_dir() else [path]
        except OSError:
            continue
        for file in inner:
            if len(found) >= _MOST or file.name.startswith(_IGNORED):
                continue
            if file.name.endswith(_TEMPORARY):
                continue
            try:
                state = file.stat()
            except OSError:
                continue
            if stat.S_ISDIR(state.st_mode):  # its time changes with every owner file
                continue
            found[file] = (state.st_mtime_ns, state.st_size)
    return found


def wait_for_change(
    paths: Iterable[Path],
    before: dict[Path, tuple[int, int]],
    sleep: Callable[[float], None] = time.sleep,
    *,
    interval: float = INTERVAL,
    settled_after: float = SETTLED,
) -> list[Path]:
    """Returns once something differs from `before` and is at rest; the files that changed.

    `interval` and `settled_after` are in seconds: how often is looked, and how long nothing may
    change before a save is over.
    """
    paths = list(paths)
    while True:
        now = states(paths)
        if now != before:
            sleep(settled_after)
            settled = states(paths)
            while settled != now:
                now = settled
                sleep(settled_after)
                settled = states(paths)
            changed = {*before.items()} ^ {*now.items()}
            return sorted({path for path, _ in changed})
        sleep(interval)
