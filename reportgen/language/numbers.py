"""Numbers in words, and the filters that give a number its printed form.

Amounts in words follow the rule for bills (零壹贰叁…, ends at 元 or 角 with 整).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.figure import Blank, Figure, round_half_up
from reportgen.language.errors import BadOptionError, NotANumberError, WrongUnitError
from reportgen.language.printing import NumberFormat, Printed

if TYPE_CHECKING:
    from collections.abc import Callable

CAPITALS: Final = "零壹贰叁肆伍陆柒捌玖"
PLAIN: Final = "零一二三四五六七八九"
LARGEST: Final = 10**16
"""Numbers in words end before 亿亿."""
MOST_DECIMALS: Final = 10
CAPITAL: Final = NumberFormat("大写", "元", decimals=2, capital=True)


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


def shown(value: object) -> str:
    """A value in a sentence to the author: its kind, and the text where it is one."""
    if isinstance(value, Printed):
        return f"已经定了格式的“{value.text}”"
    if isinstance(value, str):
        return f"“{value[:30]}”"
    if value is None:
        return "空值"
    if isinstance(value, bool):
        return "是否判断的结果"
    if isinstance(value, list | tuple | dict):
        return "一列记录"
    return "这里的内容"


def as_figure(value: object, name: str) -> Figure:
    """A number of the language as a figure; `NotANumberError` for anything else."""
    if isinstance(value, Figure):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Figure(Decimal(value), key=str(value))
    if isinstance(value, Blank):
        return Figure(value)
    fail = getattr(value, "language_error", None)
    if fail is not None:
        raise fail()
    hint = "一个数只定一次格式，去掉前一个竖线。" if isinstance(value, Printed) else ""
    raise NotANumberError(hint, filter=name, got=shown(value))


def number_filter(form: NumberFormat) -> Callable[..., Printed]:
    """The filter of a number format: `| 万元`, `| 万元(1)`, `| 万元(千分位=True, 空="—")`.

    It takes a Figure, int, Decimal or Blank of a unit that the format can print. Its attribute
    `number_format` is the format, for engines that print many figures at once.
    """
    units = {
        unit for unit in (form.unit, "元", "比", "") if form.accepts(unit)
    }  # the usual ones; others are asked for
    variants: dict[tuple[int | None, bool | None, str | None], NumberFormat] = {}

    def print_number(
        value: object,
        小数: int | None = None,
        千分位: bool | None = None,
        空: str | None = None,
    ) -> Printed:
        chosen = form
        if 小数 is not None or 千分位 is not None or 空 is not None:
            options = (小数, 千分位, 空)
            try:
                known = variants.get(options)
            except TypeError:
                known = None
            chosen = known or _variant(form, *options)
            if len(variants) < 100:
                variants[options] = chosen
        item = value if type(value) is Figure else as_figure(value, form.name)
        if item.unit not in units and not form.accepts(item.unit):
            raise WrongUnitError(
                problem=f"单位是“{'比率' if item.unit == '比' else item.unit}”的数不能印成“{form.name}”"
            )
        return Printed(item, chosen)

    print_number.number_format = form  # type: ignore[attr-defined]
    return print_number


def _variant(form: NumberFormat, decimals: object, grouping: object, empty: object) -> NumberFormat:
    changes: dict[str, object] = {}
    if decimals is not None:
        if type(decimals) is not int or not 0 <= decimals <= MOST_DECIMALS:
            raise BadOptionError(
                filter=form.name, problem=f"小数位数要写 0 到 {MOST_DECIMALS} 的整数"
            )
        changes["decimals"] = decimals
    if grouping is not None:
        if type(grouping) is not bool:
            raise BadOptionError(filter=form.name, problem="千分位要写 True 或 False")
        changes["grouping"] = grouping
    if empty is not None:
        if not isinstance(empty, str) or len(empty) > 100:
            raise BadOptionError(filter=form.name, problem="“空”要写一小段带引号的文字")
        changes["empty"] = empty
    return replace(form, **changes)  # type: ignore[arg-type]
