"""Cells and columns by the names that a spreadsheet gives them: C35, AB."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """1 → A, 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """A → 1, ab → 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=100_000)
def cell_at(name: str) -> tuple[int, int] | None:
    """Row and column of `C35`; None for what is no cell."""
    found = _CELL.fullmatch(name)
    return (int(found[2]), column_number(found[1])) if found else None
