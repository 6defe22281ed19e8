"""Whether the unit that stands beside a printed number is the one that it is printed in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.figure import RATIO, YUAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.language.printing import NumberFormat

_FILTER: Final = re.compile(r"\|\s*(\w+)\s*(?:\([^|()]*\))?\s*$")
_WORDS: Final = re.compile(r"\s*(亿元|百万元|万元|千元|百元|元|[%％])")
_NOTE: Final = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(亿元|万元|千元|元)")
_NUMBERED: Final = frozenset({"亿元", "百万元", "万元", "千元", "百元", YUAN})


def printed_unit(body: str, numbers: Mapping[str, NumberFormat]) -> tuple[str, str] | None:
    """The filter that ends a tag and the unit it prints in (% with a sign: 带%); None without."""
    found = _FILTER.search(body)
    form = numbers.get(found[1]) if found else None
    if found is None or form is None or form.capital or not form.unit:
        return None
    if form.unit == RATIO:
        return found[1], "带%" if "%" in form.suffix else "%"
    if form.unit not in _NUMBERED:
        return None
    return found[1], f"带{form.unit}" if form.suffix.strip() in _NUMBERED else form.unit


def clash(body: str, after: str, numbers: Mapping[str, NumberFormat]) -> tuple[str, str] | None:
    """The filter of a tag and the unit behind it where they disagree; None where they agree."""
    printed = printed_unit(body, numbers)
    words = _WORDS.match(after)
    if printed is None or words is None:
        return None
    name, unit = printed
    typed = words[1].replace("％", "%")
    return (name, words[1]) if unit != typed else None


def is_rate(body: str, numbers: Mapping[str, NumberFormat]) -> bool:
    """Whether a tag prints a percentage."""
    printed = printed_unit(body, numbers)
    return printed is not None and "%" in printed[1]


def noted_unit(text: str) -> str:
    """The unit of money that a note above a table names; empty where it names none or two."""
    found = set(_NOTE.findall(text))
    return found.pop() if len(found) == 1 else ""


def money_unit(body: str, numbers: Mapping[str, NumberFormat]) -> str:
    """The unit of money that a tag prints in; empty for other tags."""
    printed = printed_unit(body, numbers)
    unit = printed[1].removeprefix("带") if printed else ""
    return unit if unit in _NUMBERED else ""
