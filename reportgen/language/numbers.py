"""The filters that give a number its printed form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.figure import Blank, Figure
from reportgen.language.errors import BadOptionError, NotANumberError, WrongUnitError
from reportgen.language.printing import NumberFormat, Printed

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_DECIMALS: Final = 10
CAPITAL: Final = NumberFormat("大写", "元", decimals=2, capital=True)


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
