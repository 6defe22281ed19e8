"""How codes and names of subjects are written, and when two writings mean the same.

Knows nothing of any list: whether a code exists is the business of `catalogue`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from reportgen.catalogue import lists

_LONGEST: Final = 40
"""Longer texts are no codes and are cut short in a sentence."""

_BRACKETS: Final = str.maketrans("〔【[〈{", "(((((") | str.maketrans("〕】]〉}", ")))))")
_DROPPED: Final = dict.fromkeys(map(ord, "\"'`“”‘’„‟「」『』《》＂＇·•"))
_LOOKALIKES: Final = str.maketrans("OoQIl|〇○", "00011100")
_DASHES: Final = re.compile(r"[\s\-‐‑‒–—―−_]+")


class MalformedCode(NamedTuple):
    """Why a text is no code of its list, and the code it was probably meant to be ("" unknown)."""

    reason: str
    suggestion: str = ""


def shown(text: str) -> str:
    """A text as a sentence shows it: on one line, cut short where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def comparable(name: str) -> str:
    """A name with all that does not matter taken away: two names are one where these are equal.

    Brackets of any kind become half-width, quotes and blanks fall away, full-width letters become
    half-width, a trailing 支出 falls away.
    """
    text = unicodedata.normalize("NFKC", name).translate(_BRACKETS).translate(_DROPPED)
    text = "".join(text.split())
    return text.removesuffix("支出") or text


def tidy(name: str) -> str:
    """A name as it is printed: no indentation, no line breaks, no blanks between Chinese characters."""
    parts = name.split()
    text = parts[0] if parts else ""
    for part in parts[1:]:
        text += part if max(text[-1], part[0]) >= "一" else f" {part}"
    return text


def bare_code(text: str) -> str:
    """The text with full-width digits made half-width, blanks and dashes taken out."""
    return _DASHES.sub("", unicodedata.normalize("NFKC", text[: _LONGEST * 5]))


def read_code(kind: str, text: str) -> str | MalformedCode:
    """The code of a list as plain digits: `201 32 01`, `201-32-01`, full-width digits are understood."""
    code = bare_code(text)
    if not code:
        return MalformedCode("没有填代码")
    if not (code.isascii() and code.isdigit()):
        head, point, tail = code.partition(".")
        if point and head.isascii() and head.isdigit():
            return MalformedCode("带了小数点", _if_code(kind, head if not tail.strip("0") else ""))
        return MalformedCode("代码里只能有数字", _if_code(kind, code.translate(_LOOKALIKES)))
    digit = lists.FIRST_DIGIT[kind]
    if not code.startswith(digit):
        other = lists.kind_of(code)
        what = f"{code[0]} 开头的是{lists.TITLES[other]}，" if other else ""
        return MalformedCode(f"{what}{lists.TITLES[kind]}科目代码应以 {digit} 开头")
    if not lists.level(kind, code):
        lengths = "3、5 或 7 位" if kind == lists.FUNCTIONAL else "3 或 5 位"
        return MalformedCode(f"有 {len(code)} 位，{lists.TITLES[kind]}科目代码应为 {lengths}")
    return code


def _if_code(kind: str, text: str) -> str:
    """The text where it is a well-formed code, else ""."""
    right = text.isascii() and text.isdigit() and text.startswith(lists.FIRST_DIGIT[kind])
    return text if right and lists.level(kind, text) else ""
