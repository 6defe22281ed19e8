"""What the operations of the language accept: rows, texts, scalars, things that can be printed.

Every filter, function and operator takes its operands through here, so that limits and the
marks of printed numbers hold everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from jinja2.runtime import StrictUndefined, Undefined
from jinja2.utils import Namespace, missing
from markupsafe import Markup

from reportgen.figure import RATIO, Blank, Figure
from reportgen.language.composed import Composed
from reportgen.language.errors import (
    BrokenMarkError,
    LanguageError,
    PrintedMisuseError,
    UnknownNameError,
    UnprintableError,
    WrongValueError,
)
from reportgen.language.numbers import shown
from reportgen.language.printing import MONEY_UNITS, NumberFormat, Printed, is_marked
from reportgen.language.views import NOTHING, EmptyRow, Group, Listing, View

if TYPE_CHECKING:
    from reportgen.language.limits import Run

CellValue: TypeAlias = Printed | Composed | Figure | Decimal | int | str | bool | Blank | dt.date

AS_IT_IS = NumberFormat("数")
_NO_ELSE = "写了 if 却没有写 else"


class Missing(StrictUndefined):
    """A name that is not there: an error as soon as it is used, fine under `默认` and `is defined`."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None
    ) -> None:
        super().__init__(hint, obj, name)
        # A mistake in the line of a name is told with the names that are known there.
        known = exc if isinstance(exc, UnknownNameError) else None
        self._undefined_exception = lambda _: known or self._error()  # type: ignore[assignment]

    def _error(self) -> LanguageError:
        if self._undefined_name is None:
            return UnprintableError(problem=f"没有内容：{_NO_ELSE}")
        return UnknownNameError(str(self._undefined_name))

    def language_error(self) -> LanguageError:
        """What using the name is answered with."""
        return self._undefined_exception("")  # type: ignore[return-value]


def fail_if_missing(value: object) -> None:
    if isinstance(value, Undefined):
        _raise(value)


def _raise(value: Undefined) -> NoReturn:
    if isinstance(value, Missing):
        raise value.language_error()
    # Jinja's own: what `a if b` is where b does not hold.
    raise UnprintableError(problem=f"没有内容：{_NO_ELSE}")


def rows(value: object, run: Run) -> list[Any]:
    """A list of records or values; its length is counted before anything is copied."""
    if isinstance(value, list | tuple | range):
        run.count(len(value))
        return value if isinstance(value, list) else list(value)
    if isinstance(value, dict):
        run.count(len(value))
        return list(value)
    if value is NOTHING or isinstance(value, EmptyRow):
        return []
    fail_if_missing(value)
    if isinstance(value, Group):
        return list(value)
    if isinstance(value, Listing):
        run.count(len(value))
        return value.rows
    if isinstance(value, Iterator) and not isinstance(value, View):
        found = []
        for item in value:
            run.step()
            found.append(item)
        run.count(len(found))
        return found
    raise WrongValueError(problem=f"这里要一列记录或一列值，得到的是{shown(value)}")


def text(value: object, *, marks: bool = False) -> str:
    """A text to work on; numbers as they are written.

    Only where `marks` is set may it hold printed numbers: what keeps them whole.
    """
    if isinstance(value, Markup):
        if "&" in value or "<" in value:
            raise WrongValueError(problem="由模板片段生成的文字不能再加工")
        value = str(value)
    if isinstance(value, str):
        if not marks and is_marked(value):
            raise BrokenMarkError
        return value
    if isinstance(value, Printed):
        raise PrintedMisuseError(text=value.text, action="截取或量长度")
    if isinstance(value, Composed):
        raise BrokenMarkError
    return plain(value)


def plain(value: object) -> str:
    """The text of a value that is not a printed number; `UnprintableError` where it has none."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Blank):
        return value.value
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    fail_if_missing(value)
    if isinstance(value, EmptyRow):
        return ""
    if isinstance(value, Figure):
        return AS_IT_IS.text(value.value)
    if isinstance(value, Composed):
        return value.text
    raise UnprintableError(problem=_why_not(value))


def output(value: object, run: Run) -> str:
    """The text that a tag leaves in a document; printed numbers marked."""
    if isinstance(value, Printed):
        return run.mark(value)
    if isinstance(value, Figure):
        return run.mark(Printed(value, _unmarked(value)))
    if isinstance(value, Composed):
        return value.marked(run.mark)
    if isinstance(value, Listing):
        return output(value.whole, run)
    return plain(value)


def cell_value(value: object) -> CellValue:
    """What a tag leaves in a cell of its own; `UnprintableError` or `UnknownNameError` otherwise."""
    if isinstance(
        value, Printed | Figure | str | int | Decimal | Blank | dt.date | Composed
    ):  # bool is an int
        return value
    fail_if_missing(value)
    if isinstance(value, EmptyRow):
        return Blank.EMPTY
    if isinstance(value, Listing):
        return cell_value(value.whole)
    raise UnprintableError(problem=_why_not(value))


def scalar(value: object, what: str) -> object:
    """A value that can be ordered or compared; lists and records cannot."""
    if isinstance(value, list | tuple | dict | Namespace):
        raise WrongValueError(problem=f"不能按一列记录{what}，要写明其中哪一项")
    fail_if_missing(value)
    if isinstance(value, Printed):
        raise PrintedMisuseError(text=value.text, action="比较")
    return value


def _unmarked(value: Figure) -> NumberFormat:
    if value.value is not Blank.EMPTY and (value.unit in MONEY_UNITS or value.unit == RATIO):
        name = "| 百分比" if value.unit == RATIO else "| 万元”或“| 元"
        raise UnprintableError(problem=f"是一个数，没有写打印格式，请在后面加“{name}”")
    return AS_IT_IS


def _why_not(value: object) -> str:
    if value is None:
        return "是空值，没有可以打印的内容"
    if isinstance(value, View):
        return "是整条记录，要写明打印其中哪一项"
    if callable(value):
        return "是一个函数，后面要带括号"
    return f"是{shown(value)}，不能直接打印"
