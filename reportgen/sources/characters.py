"""Finds the characters that no input may hold.

Control characters and lone surrogates cannot stand in Word or Excel files; private-use characters
are the program's own marks while it renders. Not for judging words or spelling.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.sources import kinds

if TYPE_CHECKING:
    from reportgen.place import Place
    from reportgen.sources.collector import Collector

# \x85, U+2028 and U+2029 count as line ends in YAML 1.1 but in no editor: line numbers would be off.
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
REPLACEMENT: Final = "\ufffd"
MAX_TEXT: Final = 32_767
"""Characters of one value; Excel lets a cell hold no more."""


def report(char: str, place: Place, collector: Collector) -> None:
    """Record the finding for one forbidden character."""
    code = f"U+{ord(char):04X}"
    if "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000":
        collector.add(kinds.PRIVATE_CHARACTER, place, code=code)
    else:
        collector.add(kinds.CHARACTER, place, code=code, what=_name(char))


def clean(text: str, place: Place, collector: Collector) -> str:
    """The text with forbidden characters replaced, each reported at the one place.

    A text that is too long is cut, and reported too.
    """
    if len(text) > MAX_TEXT:
        collector.add(kinds.TOO_LONG, place, count=len(text), limit=MAX_TEXT)
        text = text[:MAX_TEXT]
    if not FORBIDDEN.search(text):
        return text
    for char in dict.fromkeys(FORBIDDEN.findall(text)):
        report(char, place, collector)
    return FORBIDDEN.sub(REPLACEMENT, text)


def _name(char: str) -> str:
    if char == "\ufeff":
        return "文件中间的 BOM 标记，多半是几个文件接在了一起"
    if "\ud800" <= char <= "\udfff":
        return "半个字，原来的字已经损坏"
    if char in "\x85\u2028\u2029":
        return "特殊的换行符"
    return "看不见的控制字符"
