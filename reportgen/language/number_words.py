"""Numbers in words: 壹佰元整 and 一百零五.

Amounts follow the rule for bills (零壹贰叁…, ends at 元 or 角 with 整).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.figure import round_half_up
from reportgen.language.errors import NotANumberError

if TYPE_CHECKING:
    from decimal import Decimal

CAPITALS: Final = "零壹贰叁肆伍陆柒捌玖"
PLAIN: Final = "零一二三四五六七八九"
LARGEST: Final = 10**16
"""Numbers in words end before 亿亿."""


def capital_amount(amount: Decimal) -> str:
    """人民币大写 of an amount in 元, to the 分; `NotANumberError` from 亿亿 on."""
    rounded = round_half_up(amount, 2)
    fen = int(abs(rounded) * 100)
    whole, rest = divmod(fen, 100)
    if whole >= LARGEST:
        raise NotANumberError(filter="大写", got="太大的数")
    jiao, cents = divmod(rest, 10)
    text = _in_words(whole, CAPITALS, "拾佰仟") + "元" if whole or not rest else ""
    if not rest:
        text += "整"
    else:
        text += f"{CAPITALS[jiao]}角" if jiao else ("零" if whole else "")
        text += f"{CAPITALS[cents]}分" if cents else "整"
    return f"负{text}" if rounded < 0 else text


def chinese_number(value: int) -> str:
    """一, 十一, 三十一, 一百零五 of a whole number; `NotANumberError` for one that is too large."""
    if abs(value) >= LARGEST:
        raise NotANumberError(filter="中文数字", got="太大的数")
    text = _in_words(abs(value), PLAIN, "十百千")
    if text.startswith("一十"):
        text = text[1:]
    return f"负{text}" if value < 0 else text


def _in_words(number: int, digits: str, units: str) -> str:
    if number == 0:
        return digits[0]
    sections = []
    while number:
        number, section = divmod(number, 10_000)
        sections.append(section)
    text = ""
    gap = False
    for power in range(len(sections) - 1, -1, -1):
        section = sections[power]
        if not section:
            gap = bool(text)
            # 万亿 keeps its 亿 where the section of 亿 itself is empty.
            if power == 2 and text:
                text += "亿"
            continue
        if text and (gap or section < 1000):
            text += digits[0]
        gap = False
        text += _section(section, digits, units) + ("", "万", "亿", "万")[power]
    return text


def _section(number: int, digits: str, units: str) -> str:
    text = ""
    gap = False
    for place, digit in enumerate(f"{number:04d}"):
        if digit == "0":
            gap = bool(text)
            continue
        if gap:
            text += digits[0]
            gap = False
        text += digits[int(digit)] + ("" if place == 3 else units[2 - place])
    return text
