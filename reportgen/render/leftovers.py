"""What a produced document must not say: rests of templates and programs, slips that are always wrong.

Not for finding where it says so: that is done when a document is read back.
"""

from __future__ import annotations

import re
from typing import Final

_ALONE: Final = r"(?<![A-Za-z0-9_]){}(?![A-Za-z0-9_])"
LEFTOVER: Final = re.compile(
    r"\{\{|\}\}|\{%|%\}|#REF!|#NAME\?|#VALUE!|#DIV/0!|#NUM!|#N/A|#NULL!"
    rf"|{_ALONE.format('(?:None|nan|NaN|Undefined)')}"
)
DOUBTFUL: Final = re.compile(
    rf"{_ALONE.format('X{2,}')}|×{{2,}}|(?:亿元|万元|千元)\s*(?:亿元|万元|千元|元)|元\s*万元"
    r"|[%％]\s*[%％]|原因(?:是|为)\s*[。；，]"
)
PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
AMOUNT_SIGN: Final = "元"
_SUSPECT: Final = re.compile(
    r"[{}#元\ue000-\uf8ff]|[%％]\s*[%％}]|XX|××|原因[是为]|None|nan|NaN|Undefined"
)
"""What has a say in any of them: most texts have nothing of it."""


def in_order(text: str) -> bool:
    """Whether nothing is to be told of a text, wherever it stands: also no amount is in it."""
    return _SUSPECT.search(text) is None


__all__ = ["AMOUNT_SIGN", "DOUBTFUL", "LEFTOVER", "PRIVATE", "in_order"]
