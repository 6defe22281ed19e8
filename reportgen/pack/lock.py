"""One build at a time in a pack folder. The system lets go when the process ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from reportgen.writer import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _acquire(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _acquire(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_HELD: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK})


class BusyError(Exception):
    """Another build holds the lock."""


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the lock file while the block runs; False where this disk knows no locks.

    Raises:
        BusyError: another build holds it.
        WriteError: the lock file cannot be made.
    """
    with refusals(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            _acquire(handle)
        except OSError as error:
            if error.errno in _HELD:
                raise BusyError from error
            yield False
        else:
            yield True
    finally:
        os.close(handle)
