"""A number written otherwise: she took the grouping out, or typed it in full-width digits.

Only the writing is judged; a number that was rounded or put in another unit is another number.
"""

from __future__ import annotations

import re
from typing import Final

_WIDE: Final = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．，％－−", "0123456789.,%--", strict=True)}  # fmt: skip
_TO_WIDE: Final = {ord(narrow): wide for wide, narrow in zip("０１２３４５６７８９．，％－", "0123456789.,%-", strict=True)}  # fmt: skip
_NUMBER: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_THREE: Final = re.compile(r"(?<=\d)(?=(?:\d{3})+(?!\d))")


def plain(text: str) -> str:
    """A number without grouping, in ASCII digits; empty for what is no number."""
    found = text.strip().translate(_WIDE)
    return found.replace(",", "") if _NUMBER.fullmatch(found) else ""


def only_number(text: str) -> tuple[int, int]:
    """From where to where the one number in a text stands; all of it where there is none or more."""
    found = list(_NUMBER.finditer(text.translate(_WIDE)))
    return found[0].span() if len(found) == 1 else (0, len(text))


def in_her_form(old: str, hers: str, new: str) -> str | None:
    """A new number written as she wrote the old one; None where hers is not the old number."""
    value, fresh = plain(old), plain(new)
    if not value or not fresh or plain(hers) != value:
        return None
    own = hers.strip()
    narrow = own.translate(_WIDE)
    if "," in narrow:
        whole, dot, rest = fresh.partition(".")
        made = f"{_THREE.sub(',', whole)}{dot}{rest}"
    else:
        made = fresh if "," in old else new
    wide = any(char in own for char in "０１２３４５６７８９")
    return made.translate(_TO_WIDE) if wide and "." not in own else _digits_only(made, wide=wide)


def _digits_only(text: str, *, wide: bool) -> str:
    """Full-width digits with the signs as they are, where she left those alone."""
    return "".join(_TO_WIDE[ord(c)] if wide and c.isdigit() else c for c in text)
