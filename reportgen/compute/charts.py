"""What a chart of the format shows: categories and series worked out with a document's names.

`图表.近年支出对比` in a template names one; the engines ask for its data. Not for how charts look,
and not for their files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.frozen import frozen
from reportgen.language.composed import Composed
from reportgen.language.environment import compile_block, compile_expression
from reportgen.language.errors import (
    BadCallError,
    UnknownFilterError,
    WrongValueError,
    describe,
    nearest,
)
from reportgen.language.limits import Run
from reportgen.language.numbers import as_figure
from reportgen.language.printing import Printed
from reportgen.language.values import AS_IT_IS, output, plain, rows
from reportgen.language.views import UnknownNameError, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.finding import Finding
    from reportgen.formats.declarations import SeriesDeclaration
    from reportgen.formats.format import Chart
    from reportgen.language.environment import Environment

NAME: Final = "图表"
CATEGORY: Final = "类别"
MOST_POINTS: Final = 1_000
"""Points of a series: a chart with more cannot be read."""


@frozen
class SeriesData:
    """One series: its name, and a printed number for each category (a blank one leaves a gap)."""

    name: str
    values: tuple[Printed, ...]


@frozen
class ChartData:
    """What a chart shows; `title` and `number_format` are empty where the template's stay."""

    name: str
    categories: tuple[str, ...]
    series: tuple[SeriesData, ...]
    title: str = ""
    number_format: str = ""


class ChartName(View):
    """`图表.近年支出对比` in a text: there is nothing to print, the chart itself is drawn."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class ChartsView(View):
    """The charts of a format by name."""

    __slots__ = ("_charts", "_environment")

    def __init__(self, charts: Mapping[str, Chart], environment: Environment) -> None:
        self._charts = charts
        self._environment = environment

    def names(self) -> Iterable[str]:
        return self._charts.keys()

    def get(self, name: str) -> object:
        if name not in self._charts:
            raise UnknownNameError(name, self._charts)
        return ChartName(name)

    def data(
        self, name: str, names: Mapping[str, object]
    ) -> tuple[ChartData | None, list[Finding]]:
        """The data of a declared chart with these names, or None and what is wrong."""
        chart = self._charts[name]
        working = _Working(self._environment, names)
        try:
            return working.data(chart), []
        except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
            return None, [describe(error, working.source).at(chart.place)]


class _Working:
    """One chart being worked out; `source` is the expression at hand."""

    def __init__(self, environment: Environment, names: Mapping[str, object]) -> None:
        self.environment = environment
        self.names = names
        self.run = Run(environment.limits)
        self.source = ""

    def data(self, chart: Chart) -> ChartData:
        declared = chart.declaration
        found = rows(self._value(declared.categories), self.run)
        if len(found) > MOST_POINTS:
            raise WrongValueError(problem=f"有 {len(found)} 个类别，一张图最多 {MOST_POINTS} 个")
        series = tuple(self._series(item, found, declared.unit) for item in declared.series)
        label = declared.label or CATEGORY
        categories = tuple(self._words(self._value(label, item)) for item in found)
        title = self._text(declared.title)
        return ChartData(chart.name, categories, series, title, declared.number_format)

    def _series(self, declared: SeriesDeclaration, found: list[Any], unit: str) -> SeriesData:
        name = self._text(declared.name)
        compiled = compile_expression(self.environment, declared.values)
        if any(item.partition(".")[0] == CATEGORY for item in compiled.names):
            values = [self._value(declared.values, item) for item in found]
        else:
            values = rows(self._value(declared.values), self.run)
            if len(values) != len(found):
                problem = f"系列“{name}”有 {len(values)} 个值，类别有 {len(found)} 个"
                raise WrongValueError(problem=problem)
        return SeriesData(name, tuple(self._printed(value, unit) for value in values))

    def _printed(self, value: object, unit: str) -> Printed:
        if isinstance(value, Printed):
            return value
        figure = as_figure(value, NAME)
        if unit:
            number_filter = self.environment.filters.get(unit)
            if number_filter is None:
                raise UnknownFilterError(nearest(unit, self.environment.filters), name=unit)
            special = getattr(number_filter, "jinja_pass_arg", None) is not None
            found = None if special else number_filter(figure)
            if not isinstance(found, Printed):
                raise BadCallError(name="单位", problem=f"“{unit}”不是打印数的格式")
            return found
        output(figure, self.run)  # money without a format is refused here
        return Printed(figure, AS_IT_IS)

    def _value(self, source: str, *category: object) -> Any:
        self.source = source
        names = {**self.names, CATEGORY: category[0]} if category else self.names
        return compile_expression(self.environment, source).evaluate(names, within=self.run)

    def _text(self, source: str) -> str:
        self.source = source
        if "{" not in source and "｛" not in source:
            return source
        return compile_block(self.environment, source).render(self.names, within=self.run)

    def _words(self, value: object) -> str:
        return value.text if isinstance(value, Printed | Composed) else plain(value)
