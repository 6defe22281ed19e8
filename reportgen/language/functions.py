"""The functions of the language: 求和, 并列, 对比, 范围, 四舍五入 and their like.

All are exact: Decimal, 四舍五入, blanks as `reportgen.figure` has them.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any, Final

from jinja2.utils import Namespace, pass_context

from reportgen.figure import (
    EXACT,
    Blank,
    Derived,
    Figure,
    UnitMismatchError,
    round_half_up,
    total,
)
from reportgen.language import shares
from reportgen.language.errors import BadCallError, LimitExceeded
from reportgen.language.numbers import MOST_DECIMALS, as_figure
from reportgen.language.ticks import ticks
from reportgen.language.values import rows
from reportgen.language.views import EMPTY_ROW, Record, exposed

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.language.limits import Limits, Run

COLUMNS: Final = "甲乙丙丁戊己庚辛壬癸"
COMPARED: Final = {
    "本年": "本年的数",
    "上年": "上年的数",
    "增减": "本年减上年，减少的带负号",
    "增减额": "增减了多少，不带正负号",
    "增减率": "增减百分之几，减少的带负号；上年是零的不适用",
    "增减幅度": "增减百分之几，不带正负号",
    "方向": "增加、减少或持平",
    "升降": "增长、下降或持平",
}


def numbers_of(values: tuple[object, ...], run: Run, name: str) -> list[Figure]:
    """The numbers of one list or of several arguments."""
    if len(values) == 1 and not isinstance(values[0], Figure | int | Decimal | Blank):
        return [as_figure(item, name) for item in rows(values[0], run)]
    return [as_figure(item, name) for item in values]


def total_of(items: list[Figure], operation: str = "合计") -> Figure:
    """The sum of figures of one unit; `UnitMismatchError` where the units differ."""
    units = dict.fromkeys(item.unit for item in items if item.unit)
    if len(units) > 1:
        raise UnitMismatchError(" + ".join(units))
    key = f"{operation}({_keys(items)})"
    return total(items, key, next(iter(units), ""), operation)


def _keys(items: list[Figure]) -> str:
    keys = ",".join(item.key for item in items[:8])
    return keys[:400] + (f"…{len(items)}" if len(items) > 8 else "")


def rounded(value: object, decimals: object = 0, name: str = "四舍五入") -> Any:
    """四舍五入 of a number to `decimals` (0 to 10); a figure stays a figure."""
    if type(decimals) is not int or not -MOST_DECIMALS <= decimals <= MOST_DECIMALS:
        raise BadCallError(name=name, problem=f"位数要写 0 到 {MOST_DECIMALS} 的整数")
    return _on_number(value, name, lambda number: round_half_up(number, decimals))


def whole(value: object) -> Any:
    """取整: the number without its decimals."""
    return _on_number(
        value, "取整", lambda number: number.quantize(Decimal(1), ROUND_DOWN, context=EXACT)
    )


def _on_number(value: object, name: str, operation: Callable[[Decimal], Decimal]) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return int(operation(Decimal(value)))
    if isinstance(value, Decimal):
        return operation(value)
    item = as_figure(value, name)
    if isinstance(item.value, Blank):
        return item
    return Figure(operation(item.value), item.unit, Derived(name, (item,)), f"{name}({item.key})")


def extreme(items: list[Figure], name: str) -> Figure:
    """最大 or 最小 of the numbers; blank where there is none."""
    numbers = [item for item in items if isinstance(item.value, Decimal)]
    units = dict.fromkeys(item.unit for item in numbers if item.unit)
    if len(units) > 1:
        raise UnitMismatchError(f" {name} ".join(units))
    if not numbers:
        return Figure(Blank.EMPTY)
    chosen = max(numbers) if name == "最大" else min(numbers)
    return Figure(
        chosen.value, chosen.unit, Derived(name, tuple(numbers)), f"{name}({_keys(numbers)})"
    )


def average(items: list[Figure]) -> Figure:
    """The mean of the numbers; blanks and 不适用 do not count."""
    numbers = [item for item in items if isinstance(item.value, Decimal)]
    if not numbers:
        return Figure(Blank.EMPTY)
    whole_sum = total_of(numbers)
    mean = EXACT.divide(whole_sum.number, Decimal(len(numbers)))
    return Figure(mean, whole_sum.unit, Derived("平均", tuple(numbers)), f"平均({_keys(numbers)})")


def absolute(value: object) -> Figure:
    """The number without its sign."""
    return abs(as_figure(value, "绝对值"))


def compare(this: object, last: object) -> Record:
    """对比: this year with last year.

    `.增减` (signed), `.增减额` (its absolute value), `.增减率` (signed, 不适用 on a zero base), `.增减幅度`
    (its absolute value, as 增长…% and 下降…% print it), `.方向` 增加 减少 持平, `.升降` 增长 下降 持平.
    """
    now, before = as_figure(this, "对比"), as_figure(last, "对比")
    change = now - before
    rate = change / abs(before)
    sign = (change.number > 0) - (change.number < 0)
    return Record(
        {
            "本年": now,
            "上年": before,
            "增减": change,
            "增减额": abs(change),
            "增减率": rate,
            "增减幅度": abs(rate),
            "方向": ("持平", "增加", "减少")[sign],
            "升降": ("持平", "增长", "下降")[sign],
        },
        COMPARED,
    )


def side_by_side(lists: dict[str, list[Any]]) -> list[Record]:
    """并列: rows of several lists; a list that ends first gives empty rows."""
    count = max(map(len, lists.values()), default=0)
    return [
        Record(
            {name: items[at] if at < len(items) else EMPTY_ROW for name, items in lists.items()}
            | {"序号": at + 1}
        )
        for at in range(count)
    ]


def _counted_range(limits: Limits, *bounds: object) -> range:
    if not 1 <= len(bounds) <= 3 or any(type(bound) is not int for bound in bounds):
        raise BadCallError(name="范围", problem="要写整数")
    numbers = [bound for bound in bounds if isinstance(bound, int)]
    if any(abs(number) > 10**12 for number in numbers) or (len(numbers) == 3 and not numbers[2]):
        raise LimitExceeded(limit="一列的项数", maximum=limits.items)
    found = range(*numbers)
    if len(found) > limits.items:
        raise LimitExceeded(limit="一列的项数", maximum=limits.items)
    return found


def make_functions(limits: Limits) -> dict[str, Any]:
    """The functions by the names that templates use; each takes the run where it walks lists."""

    def python_range(*bounds: object) -> range:
        return _counted_range(limits, *bounds)

    def from_one(*bounds: object) -> range:
        """范围(5): 1 to 5; 范围(3, 5): 3 to 5."""
        if len(bounds) == 1:
            bounds = (1, *bounds)
        if len(bounds) == 2 and type(bounds[1]) is int:
            bounds = (bounds[0], bounds[1] + 1)
        return _counted_range(limits, *bounds)

    @pass_context
    def add_up(context: Any, *values: object) -> Figure:
        return total_of(numbers_of(values, context.run, "求和"))

    @pass_context
    def largest(context: Any, *values: object) -> Figure:
        return extreme(numbers_of(values, context.run, "最大"), "最大")

    @pass_context
    def smallest(context: Any, *values: object) -> Figure:
        return extreme(numbers_of(values, context.run, "最小"), "最小")

    @pass_context
    def mean(context: Any, *values: object) -> Figure:
        return average(numbers_of(values, context.run, "平均"))

    @pass_context
    def beside(context: Any, *lists: object, **named: object) -> list[Record]:
        if len(lists) > len(COLUMNS):
            raise BadCallError(name="并列", problem=f"最多并列 {len(COLUMNS)} 列")
        columns = dict(zip(COLUMNS, lists, strict=False)) | named
        return side_by_side({name: rows(items, context.run) for name, items in columns.items()})

    @pass_context
    def shares_of(
        context: Any,
        parts: object,
        合计: object = None,
        凑整: object = False,
        位数: object = shares.DECIMALS,
    ) -> list[Figure]:
        """占比: the share of each amount in their sum, or in 合计."""
        items = [as_figure(item, "占比") for item in rows(parts, context.run)]
        whole_amount = total_of(items) if 合计 is None else as_figure(合计, "占比")
        if type(位数) is not int:
            raise BadCallError(name="占比", problem="位数要写整数")
        return shares.shares(items, whole_amount, exact_sum=bool(凑整), decimals=位数)

    @pass_context
    def count_of(context: Any, items: object, 名称: object = "", 单位: object = "个") -> Figure:
        """计数: how many rows there are, as a figure."""
        return shares.count(len(rows(items, context.run)), str(名称)[:100], str(单位)[:20])

    functions: dict[str, Any] = {
        "占比": shares_of,
        "计数": count_of,
        "求和": add_up,
        "并列": beside,
        "范围": from_one,
        "四舍五入": rounded,
        "取整": whole,
        "最大": largest,
        "最小": smallest,
        "平均": mean,
        "对比": compare,
        "绝对值": absolute,
        "勾选": ticks,
        "range": python_range,
    }
    named: dict[str, Any] = {name: exposed(function) for name, function in functions.items()}
    return named | {"namespace": Namespace}
