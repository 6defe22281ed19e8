"""A progress bar for work that takes long enough to be seen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FEW = 5
"""So few documents are done before a bar could be read."""


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function to be told the document at hand, how many are done and how many there are.

    The bar goes to standard error and only to a terminal.
    """
    import sys

    bar = None
    task = None

    def tell(name: str, done: int, total: int) -> None:
        nonlocal bar, task
        if total <= FEW or not sys.stderr.isatty():
            return
        if bar is None:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            task = bar.add_task("", total=total)
        if task is not None:
            bar.update(task, completed=done, description=name)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()
