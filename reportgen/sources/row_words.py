"""Knows the words of rows that stand around the data of a sheet: unit notes above, notes below.

Not for heads and records: these are `workbook`'s.
"""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 40
"""These patterns take the square of a text's length, so they see no more of it than this."""

_UNIT_NOTE = re.compile(
    r"[（(]?\s*(?:金额|货币)?单位\s*[:：]\s*(?:人民币)?\s*(元|千元|万元|亿元)\s*[）)]?"
)
_NOTE = re.compile(
    r"[（(]?(?:注|备注|附注|注释|说明|填[表报]说明|编制说明|填[表报]人|制表人?|审核人?|复核人?|"
    r"(?:单位|财务|部门)?负责人|联系电话|填[表报]日期|填[表报]单位|编制单位)\s*[0-9]*\s*[:：]"
)


def unit_note(text: str) -> str | None:
    """The unit that a cell such as （单位：万元） gives to its whole sheet; None for any other text."""
    match = _UNIT_NOTE.fullmatch(text.strip()[:_LONGEST])
    return match[1] if match else None


def is_note(text: str) -> bool:
    """Whether a text that stands alone in its row is a remark to the reader: 注：…, 填表人：…."""
    return _NOTE.match(text.lstrip()[:_LONGEST]) is not None


def row_ranges(numbers: list[int]) -> str:
    """Row numbers in short: 3–5、8; at most ten stretches."""
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    shown = [f"{low}" if low == high else f"{low}–{high}" for low, high in stretches[:10]]
    return "、".join(shown) + ("……" if len(stretches) > 10 else "")
