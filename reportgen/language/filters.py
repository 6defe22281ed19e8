"""The filters and tests on the allow-list: texts, lists, dates, words.

Each is bounded and keeps the marks of printed numbers whole. Number filters are in `numbers`.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from jinja2 import filters as builtin
from jinja2 import tests as builtin_tests
from jinja2.runtime import Undefined
from jinja2.utils import pass_context, pass_environment

from reportgen.figure import Blank, Figure
from reportgen.language import functions
from reportgen.language.errors import BadCallError, WrongValueError
from reportgen.language.number_words import chinese_number
from reportgen.language.numbers import (
    CAPITAL,
    as_figure,
    number_filter,
    shown,
)
from reportgen.language.printing import NumberFormat, Printed
from reportgen.language.values import fail_if_missing, output, rows, scalar, text
from reportgen.language.views import EMPTY_ROW, Group, Listing, View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.language.sandbox import LanguageContext

_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:[ T].*)?")
_DATE_FORMS: Final = {
    "年月日": "{y}年{m}月{d}日",
    "年月": "{y}年{m}月",
    "年": "{y}年",
    "月日": "{m}月{d}日",
    "-": "{y}-{m:02}-{d:02}",
    ".": "{y}.{m}.{d}",
    "/": "{y}/{m}/{d}",
}


def date_text(value: object, form: str = "年月日") -> str:
    """A date or ISO text as 2024年3月5日 (GB/T 9704: no leading zeros); blank stays blank."""
    fail_if_missing(value)
    if form not in _DATE_FORMS:
        raise BadCallError(name="日期", problem="格式只有：" + "、".join(_DATE_FORMS))
    if value is None or isinstance(value, Blank) or value == "":
        return ""
    if isinstance(value, dt.date):
        return _DATE_FORMS[form].format(y=value.year, m=value.month, d=value.day)
    match = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise WrongValueError(problem=f"{shown(value)}不是日期，日期要写成 2024-03-05")
    year, month, day = int(match[1]), int(match[2]), match[3]
    try:
        dt.date(year, month, int(day or 1))
    except ValueError:
        raise WrongValueError(problem=f"没有“{value}”这一天") from None
    if day is None:
        form = {"年月日": "年月"}.get(form, form)
    return _DATE_FORMS[form].format(y=year, m=month, d=int(day or 1))


@pass_context
def capital(context: LanguageContext, value: object) -> str:
    """人民币大写 of an amount in 元, as text that is still known as the figure."""
    item = number_filter(CAPITAL)(value)
    return context.run.mark(item)


def in_chinese(value: object) -> str:
    """11 as 十一."""
    number = as_figure(value, "中文数字").value
    if isinstance(number, Blank):
        return ""
    if number != int(number):
        raise WrongValueError(problem=f"{number} 不是整数，不能写成中文数字")
    return chinese_number(int(number))


def _joined(context: LanguageContext, items: list[Any], between: str) -> str:
    run = context.run
    pieces = [item if isinstance(item, str) else output(item, run) for item in items]
    run.size(sum(map(len, pieces)) + len(between) * len(pieces))
    return str(context.environment.concat_texts(context, _between(pieces, between)))  # type: ignore[attr-defined]


def _between(pieces: list[str], between: str) -> tuple[str, ...]:
    found: list[str] = []
    for piece in pieces:
        found += (between, piece) if found else (piece,)
    return tuple(found)


def _joiner(default: str) -> Callable[..., str]:
    @pass_context
    def join(
        context: LanguageContext,
        value: object,
        间隔: object = default,
        attribute: object = None,
    ) -> str:
        items = rows(value, context.run)
        if attribute is not None:
            items = [context.environment.getitem(item, attribute) for item in items]
        return _joined(context, items, text(间隔))

    return join


@pass_context
def replace(context: LanguageContext, value: object, old: object, new: object) -> str:
    source, before, after = text(value), text(old), text(new)
    found = source.count(before)
    context.run.size(len(source) + found * len(after))
    return source.replace(before, after)


def _changed(change: Callable[[str], str]) -> Callable[[object], str]:
    return lambda value: change(text(value))


@pass_context
def length(context: LanguageContext, value: object) -> int:
    """The number of rows, names or characters."""
    if isinstance(value, list | tuple | dict | range):
        return len(value)
    if isinstance(value, str | Printed):
        return len(text(value))
    return len(rows(value, context.run))


def default(value: object, instead: object = "", empty: object = False) -> object:
    """`instead` where the name is not there; with a second True also where it is empty."""
    if isinstance(value, Undefined) or value is None:
        return instead
    if empty and is_empty(value):
        return instead
    return value


def is_empty(value: object) -> bool:
    """空: nothing there, a blank figure, an empty text or list."""
    if isinstance(value, Printed):
        return value.figure.is_blank
    if isinstance(value, Figure):
        return value.is_blank
    fail_if_missing(value)
    if value is None or isinstance(value, Blank) or value is EMPTY_ROW:
        return True
    return isinstance(value, str | list | tuple | dict | Listing) and not value


@pass_context
def first(context: LanguageContext, value: object) -> object:
    return next(iter(rows(value, context.run)), EMPTY_ROW)


@pass_context
def last(context: LanguageContext, value: object) -> object:
    found = rows(value, context.run)
    return found[-1] if found else EMPTY_ROW


@pass_context
def items_of(context: LanguageContext, value: object) -> list[tuple[object, object]]:
    """The keys and values of a dict, in its order."""
    if not isinstance(value, dict):
        raise WrongValueError(problem=f"{shown(value)}没有一对一对的内容")
    context.run.count(len(value))
    return list(value.items())


@pass_context
def batch(context: LanguageContext, value: object, size: object, fill: object = None) -> list[Any]:
    """Rows of `size`; the last one filled with `fill` where it is given."""
    items = rows(value, context.run)
    if type(size) is not int or size < 1:
        raise BadCallError(name="batch", problem="每行的个数要写正整数")
    context.run.count(min(size, context.run.limits.items + 1))
    found = [items[at : at + size] for at in range(0, len(items), size)]
    if found and fill is not None:
        found[-1] = found[-1] + [fill] * (size - len(found[-1]))
    return found


def _field(context: LanguageContext, item: object, attribute: object) -> Any:
    if attribute is None:
        return item
    if isinstance(attribute, str):
        for part in attribute.split("."):
            item = context.environment.getattr(item, part)
        return item
    return context.environment.getitem(item, attribute)


def _key(value: Any) -> Any:
    found = scalar(value, "排序或分组")
    return found.number if isinstance(found, Figure) else found


@pass_context
def sort(
    context: LanguageContext, value: object, reverse: object = False, attribute: object = None
) -> list[Any]:
    """In order of a field; equal ones stay as they were. Texts by character code."""
    found = rows(value, context.run)
    context.run.step(4 * len(found))
    try:
        return sorted(
            found, key=lambda item: _key(_field(context, item, attribute)), reverse=bool(reverse)
        )
    except TypeError:
        raise WrongValueError(problem="要排序的内容里文字和数混在一起") from None


@pass_context
def unique(context: LanguageContext, value: object, attribute: object = None) -> list[Any]:
    """The first row of each value of a field."""
    found: dict[Any, Any] = {}
    for item in rows(value, context.run):
        found.setdefault(_key(_field(context, item, attribute)), item)
    return list(found.values())


@pass_context
def groupby(context: LanguageContext, value: object, attribute: object) -> list[Group]:
    """Rows with the same value of a field, groups in the order in which they first appear."""
    found: dict[Any, list[Any]] = {}
    for item in rows(value, context.run):
        found.setdefault(_key(_field(context, item, attribute)), []).append(item)
    return [Group(name, members) for name, members in found.items()]


@pass_context
def dictsort(context: LanguageContext, value: object) -> list[Any]:
    pairs = items_of(context, value)
    return sorted(pairs, key=lambda pair: str(pair[0]))


@pass_context
def add_up(context: LanguageContext, value: object, attribute: object = None) -> Figure:
    found = [_field(context, item, attribute) for item in rows(value, context.run)]
    return functions.total_of([as_figure(item, "求和") for item in found])


def whole(value: object, instead: object = 0) -> object:
    """A whole number of a text or number; `instead` where it is none."""
    if isinstance(value, str):
        cleaned = text(value).strip()
        return int(cleaned) if re.fullmatch(r"[+-]?[0-9]{1,15}", cleaned) else instead
    return functions.whole(value)


def _walk(function: Any) -> Callable[..., list[Any]]:
    """A filter of Jinja that walks a list, with the list counted and the result made at once."""

    @pass_context
    def walked(context: LanguageContext, value: object, *args: object, **kwargs: object) -> Any:
        items = rows(value, context.run)
        found = list(function(context, items, *args, **kwargs))
        for item in found:
            fail_if_missing(item)
        return found

    return walked


def _sync(name: str) -> Any:
    return getattr(builtin, f"sync_do_{name}", None) or getattr(builtin, f"do_{name}")


def make_filters(numbers: Mapping[str, NumberFormat]) -> dict[str, Any]:
    """Every filter by its name; number formats may not take the name of another filter."""
    found: dict[str, Any] = {
        "大写": capital,
        "中文数字": in_chinese,
        "绝对值": functions.absolute,
        "abs": functions.absolute,
        "日期": date_text,
        "顿号": _joiner("、"),
        "逗号": _joiner("，"),
        "join": _joiner(""),
        "默认": default,
        "default": default,
        "d": default,
        "replace": replace,
        "trim": _changed(str.strip),
        "upper": _changed(str.upper),
        "lower": _changed(str.lower),
        "string": _changed(str),
        "length": length,
        "count": length,
        "个数": length,
        "first": first,
        "last": last,
        "list": _walk(lambda _, items: items),
        "reverse": _walk(lambda _, items: reversed(items)),
        "items": items_of,
        "batch": batch,
        "sort": sort,
        "unique": unique,
        "groupby": groupby,
        "dictsort": dictsort,
        "sum": add_up,
        "求和": add_up,
        "round": lambda value, decimals=0: functions.rounded(value, decimals, "round"),
        "四舍五入": functions.rounded,
        "取整": functions.whole,
        "int": whole,
    }
    for name in ("map", "select", "reject", "selectattr", "rejectattr"):
        found[name] = _walk(_sync(name))
    return found | {name: number_filter(form) for name, form in numbers.items()}


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal | Figure) and not isinstance(value, bool)


def _compare(operator: str) -> Any:
    @pass_environment
    def test(environment: Any, left: object, right: object) -> bool:
        return bool(environment.compare(None, operator, left, right))

    return test


@pass_context
def _contains(context: LanguageContext, left: object, right: object) -> bool:
    return bool(context.environment.compare(context, "in", left, right))  # type: ignore[attr-defined]


def _divisible(value: object, by: object) -> bool:
    if not isinstance(value, int) or not isinstance(by, int) or not by:
        raise WrongValueError(problem="“divisibleby”前后都要是整数")
    return value % by == 0


def make_tests() -> dict[str, Any]:
    """Every test (`is …`) by its name."""
    found: dict[str, Any] = {
        name: builtin_tests.TESTS[name]
        for name in ("defined", "undefined", "none", "true", "false", "boolean", "integer")
    }
    orders = {
        "==": "eq", "eq": "eq", "equalto": "eq", "!=": "ne", "ne": "ne",
        "<": "lt", "lt": "lt", "lessthan": "lt", "<=": "lteq", "le": "lteq",
        ">": "gt", "gt": "gt", "greaterthan": "gt", ">=": "gteq", "ge": "gteq",
    }  # fmt: skip
    return (
        found
        | {name: _compare(operator) for name, operator in orders.items()}
        | {
            "in": _contains,
            "空": is_empty,
            "number": _is_number,
            "string": lambda value: isinstance(value, str),
            "mapping": lambda value: isinstance(value, dict | View),
            "sequence": lambda value: isinstance(value, list | tuple | range),
            "iterable": lambda value: isinstance(value, list | tuple | range | dict),
            "even": lambda value: _divisible(value, 2),
            "odd": lambda value: not _divisible(value, 2),
            "divisibleby": _divisible,
        }
    )
