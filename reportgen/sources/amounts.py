"""Reads a number as a clerk writes it: exactly, or not at all and with the reason.

Not for units or blanks: a head names the unit (金额（万元）), and the caller decides what an empty
value, — or 不适用 means. Printing numbers is the language's affair.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from reportgen.frozen import frozen

MAX_DIGITS: Final = 30
"""No amount of money has more; sums of such numbers stay exact in `reportgen.figure.EXACT`."""

_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:(,)[0-9]{3}(?:,[0-9]{3})*|( )[0-9]{3}(?: [0-9]{3})*)(?:\.[0-9]+)?"
)
_FULL_WIDTH = str.maketrans(
    "０１２３４５６７８９，．－＋−﹣＂（）％\u00a0\u3000\u202f\u2009",
    '0123456789,.-+--"()%    ',
)
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}\s*(?:[-/.年]\s*[0-9]{1,2}(?:\s*[-/.月]\s*[0-9]{1,2}\s*日?|\s*月)?|年)(?:[ T].*)?"
)
_EXPONENT = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))[eE]([+-]?[0-9]{1,2})")
_EUROPEAN = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[+-]?[0-9]+,[0-9]{1,2}")
_UNIT_AFTER = re.compile(
    r"([+-]?[0-9][0-9, ]*(?:\.[0-9]+)?) *([十百千万亿]+元?整?|元整?|[Ww]|人民币|RMB)"
)
_CURRENCY = re.compile(r"(?:人民币|RMB|[¥￥$]) *([+-]?[0-9][0-9, ]*(?:\.[0-9]+)?) *元?")
_ABOUT = re.compile(
    r"(?:约|大约|近|超过?|不足|大于|小于|[≈~～<>≤≥=]) *([+-]?[0-9][0-9, ]*(?:\.[0-9]+)?).*|([+-]?[0-9][0-9,]*(?:\.[0-9]+)?) *(?:左右|余|多|以上|以下)"
)
_ACCOUNTING = re.compile(r"\(([0-9][0-9,]*(?:\.[0-9]+)?)\)")
_DIGITS: Final = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
}
_STEPS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_CHINESE = re.compile("[" + "".join(_DIGITS) + "".join(_STEPS) + "万亿]+")


@frozen
class AmountProblem:
    """Why a text is not a number, and what to write instead; both are parts of a sentence."""

    reason: str
    suggestion: str
    number: str = ""
    unit: str = ""
    """The number and the unit, where a unit stood behind a number (12, 万)."""


def parse_number(text: str) -> Decimal | AmountProblem:
    """The exact number that stands in a text.

    Takes 1234.5, 1,234.50, 1 234.50, full-width digits and signs, a leading + or − and stray
    space around. Anything doubtful is an `AmountProblem`: a wrong guess would be printed. An empty
    text is the caller's affair and is refused here.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text) if len(text) <= MAX_DIGITS else _too_long(text)
    written = text.translate(_FULL_WIDTH).strip()
    bare = re.sub(r"^([+-]) +", r"\1", written)
    if _PLAIN.fullmatch(bare):
        number = bare
    elif _GROUPED.fullmatch(bare):
        number = bare.replace(",", "").replace(" ", "")
    else:
        return _problem(written, text.strip())
    return Decimal(number) if len(number) <= MAX_DIGITS else _too_long(text)


def _too_long(text: str) -> AmountProblem:
    if len(text) > MAX_DIGITS + 10:
        text = text[:MAX_DIGITS] + "…"
    return AmountProblem(f"数字的位数太多（{text}）", "请核对是不是粘贴错了，或把两个数连在了一起")


def _problem(written: str, shown: str) -> AmountProblem:
    if len(written) > 60:
        return AmountProblem("内容太长，不是一个数", "这里只写一个数字，例如 1234.50")
    return (
        _known_shape(written, shown)
        or _wrong_separators(written, shown)
        or AmountProblem(_strange_characters(written, shown), "只写一个数字，例如 1234.50")
    )


def _known_shape(written: str, shown: str) -> AmountProblem | None:
    if not written:
        return AmountProblem("这里是空的", "写一个数字；没有就不填")
    if _DATE.fullmatch(written) and not re.fullmatch(r"[0-9]{4}\.[0-9]{1,2}", written):
        return AmountProblem(f"“{shown}”像一个日期，不是数", "写数字，并把单元格格式改为“数值”")
    if match := _EXPONENT.fullmatch(written):
        value = Decimal(match[1]).scaleb(int(match[2]))
        return AmountProblem(f"“{shown}”是科学计数法", f"写全数字，例如 {value:f}")
    if written.endswith("%"):
        return AmountProblem(f"“{shown}”带有百分号，不是一个数量", "去掉百分号，写数字本身")
    if match := _ACCOUNTING.fullmatch(written):
        return AmountProblem(f"“{shown}”用括号表示负数", f"写成 -{match[1]}")
    if match := _UNIT_AFTER.fullmatch(written):
        return AmountProblem(
            f"“{shown}”在数字后面写了单位“{match[2]}”",
            f"只写 {match[1].strip()}，单位写在表头里，例如 金额（万元）",
            match[1].strip(),
            match[2],
        )
    if match := _CURRENCY.fullmatch(written):
        return AmountProblem(f"“{shown}”带有货币符号", f"只写 {match[1].strip()}")
    if match := _ABOUT.fullmatch(written):
        return AmountProblem(
            f"“{shown}”不是确切的数", f"只写 {(match[1] or match[2]).strip()}，说明写到备注里"
        )
    chinese = re.sub(r"(?:人民币)?(.+?)[元圆]?整?", r"\1", written)
    if _CHINESE.fullmatch(chinese):
        return AmountProblem(
            f"“{shown}”是中文数字", f"写成阿拉伯数字，例如 {_chinese_value(chinese)}"
        )
    return None


def _wrong_separators(written: str, shown: str) -> AmountProblem | None:
    if not re.fullmatch(r"[-+0-9,. '_]*[0-9][-+0-9,. '_]*", written):
        return None
    if re.match(r"[+-]\s*[+-]", written):
        return AmountProblem(
            f"“{shown}”前面有两个正负号", f"只留一个，例如 -{written.lstrip('+- ')}"
        )
    if re.fullmatch(r"[0-9][0-9,.]*[+-]", written):
        return AmountProblem(f"“{shown}”的正负号写在了后面", f"写成 {written[-1]}{written[:-1]}")
    if re.search(r".[+-]", written):
        return AmountProblem(f"“{shown}”中间有正负号", "这里只写一个数；是算式就写算好的结果")
    if _EUROPEAN.fullmatch(written):
        swapped = written.replace(".", "").replace(",", ".")
        return AmountProblem(
            f"“{shown}”把逗号用作了小数点",
            f"小数点写“.”，例如 {swapped}；如果逗号是千分位，请去掉它",
        )
    if written.count(".") > 1:
        return AmountProblem(
            f"“{shown}”有 {written.count('.')} 个小数点", "只留一个小数点，并核对原数"
        )
    if written.endswith(".") or re.match(r"[+-]?\.", written):
        return AmountProblem(f"“{shown}”的小数点一边没有数字", "核对是不是漏了数字，例如 0.5")
    joined = re.sub(r"[, '_]", "", written)
    if "," in written:
        return AmountProblem(
            f"“{shown}”的千分位逗号位置不对，可能多了或少了一位",
            f"核对原数；去掉逗号就是 {joined}",
        )
    return AmountProblem(
        f"“{shown}”的数字中间有空格或别的符号", f"核对是不是两个数；如果是一个数，写成 {joined}"
    )


def _strange_characters(written: str, shown: str) -> str:
    if not re.search(r"[0-9]", written):
        return f"“{shown}”不是数字"
    invisible = [char for char in written if not char.isprintable()]
    if invisible:
        return f"“{shown}”里夹有看不见的字符（U+{ord(invisible[0]):04X}）"
    others = dict.fromkeys(re.findall(r"[^0-9,.\s+-]", written))
    return f"“{shown}”里夹有不是数字的字：{''.join(others)}"


def _chinese_value(text: str) -> int:
    """The value of 壹拾贰万伍仟, for the suggestion only; 二〇二二 is read digit by digit."""
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _STEPS:
            section += (digit or 1) * _STEPS[char]
            digit = 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit
