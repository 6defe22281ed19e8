"""A drawn chart (DrawingML) filled with other figures: its caches, references, points and series.

What the author drew stays: fonts, colours, labels, gaps. A series more than there were looks like
one of them, in a lighter or darker colour. Not for packages: which parts a chart has is known to the engines.
"""

from __future__ import annotations

import re
from copy import deepcopy
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.office.tree import Element
from reportgen.render.excel.digits import decimal_text
from reportgen.render.excel.references import Area, split_formula

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.compute.charts import ChartData

SHEET: Final = "Sheet1"
GENERAL: Final = "General"
_FILLED: Final = frozenset(
    ["barChart", "bar3DChart", "lineChart", "line3DChart", "pieChart", "pie3DChart",
     "doughnutChart", "areaChart", "area3DChart", "radarChart", "ofPieChart"]
)  # fmt: skip
_WORDS: Final = {
    "scatterChart": "散点图",
    "bubbleChart": "气泡图",
    "stockChart": "股价图",
    "surfaceChart": "曲面图",
    "surface3DChart": "曲面图",
}
_BEFORE_CATEGORIES: Final = frozenset(
    ["idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "marker", "explosion",
     "dPt", "dLbls", "trendline", "errBars"]
)  # fmt: skip


class ChartError(ValueError):
    """A chart that cannot be filled; the text says why, in Chinese."""


def series_of(chart: Element) -> list[tuple[Element, Element]]:
    """The series of a chart, each with the plot that it stands in, in the order of the part."""
    plots = [plot for plot in _plot_area(chart) if plot.tag.endswith("Chart")]
    return [(plot, item) for plot in plots for item in plot.elements() if item.tag == "ser"]


def check(chart: Element, *, has_workbook: bool) -> None:
    """ChartError where a chart cannot be filled."""
    plots = [plot.tag for plot in _plot_area(chart) if plot.tag.endswith("Chart")]
    wrong = next((tag for tag in plots if tag not in _FILLED), "")
    if wrong:
        raise ChartError(f"是{_WORDS.get(wrong, '不认识的图')}")
    if not series_of(chart):
        raise ChartError("里面没有数据系列")
    if not has_workbook or chart.find("externalData") is None:
        raise ChartError("没有自己的数据表")


def sheet_name(chart: Element) -> str:
    """The sheet of the embedded workbook that the chart reads."""
    for _, series in series_of(chart):
        for element in series.walk():
            if element.tag == "f":
                area = next((p for p in split_formula(element.text()) if isinstance(p, Area)), None)
                if area is not None and area.title:
                    return area.title
    return SHEET


def filled(chart: Element, data: ChartData, sheet: str) -> Element:
    """A copy of the chart that shows these figures, referring to cells of `sheet`."""
    copy = deepcopy(chart)
    drawn = series_of(copy)
    for plot, item in drawn[len(data.series) :]:
        plot.children.remove(item)
    drawn = drawn[: len(data.series)]
    models = list(drawn)
    for at in range(len(drawn), len(data.series)):
        plot, last = drawn[-1]
        more = _another(models[at % len(models)][1], at // len(models))
        plot.children.insert(plot.children.index(last) + 1, more)
        drawn.append((plot, more))
    quoted = f"'{sheet}'!" if not re.fullmatch(r"[A-Za-z_]\w*", sheet) else f"{sheet}!"
    last_row = len(data.categories) + 1
    for at, ((_, item), series) in enumerate(zip(drawn, data.series, strict=True)):
        column = column_letters(at + 2)
        _set_number(item, "idx", at)
        _set_number(item, "order", at)
        _set_name(item, f"{quoted}${column}$1", series.name)
        _set_categories(item, f"{quoted}$A$2:$A${last_row}", data.categories)
        numbers = [printed.scaled for printed in series.values]
        points = [
            (index, decimal_text(number))
            for index, number in enumerate(numbers)
            if isinstance(number, Decimal)
        ]
        code = number_format(item, data)
        reference = f"{quoted}${column}$2:${column}${last_row}"
        _set_values(item, reference, points, len(numbers), code)
        _drop_points(item, len(numbers))
    _drop_legend_entries(copy, len(data.series))
    _let_go_of_bounds(copy, data)
    if data.title:
        _set_title(copy, data.title)
    return copy


def number_format(series: Element, data: ChartData) -> str:
    """How the numbers of a series are shown: declared, else as drawn, else as they are printed."""
    if data.number_format:
        return data.number_format
    drawn = next((item.text() for item in series.walk() if item.tag == "formatCode"), GENERAL)
    if drawn != GENERAL or not data.series or not data.series[0].values:
        return drawn
    form = data.series[0].values[0].format
    if form.decimals is None:
        return GENERAL
    whole = "#,##0" if form.grouping else "0"
    return whole + ("." + "0" * form.decimals if form.decimals else "")


def _plot_area(chart: Element) -> list[Element]:
    body = chart.find("chart")
    area = body.find("plotArea") if body is not None else None
    return [] if area is None else area.elements()


def _another(series: Element, again: int) -> Element:
    """A series that looks like this one, its colours lighter the first time, darker after that."""
    copy = deepcopy(series)
    copy.children = [
        child
        for child in copy.children
        if not (isinstance(child, Element) and child.tag == "extLst")
    ]
    shade = [("a:lumMod", 60_000), ("a:lumOff", 40_000)] if again == 1 else [("a:lumMod", 50_000)]
    for holder in (copy.find("spPr"), copy.find("marker")):
        for element in holder.walk() if holder is not None else ():
            if element.tag in {"a:schemeClr", "a:srgbClr"} and not element.children:
                element.children = [Element(tag, {"val": str(value)}) for tag, value in shade]
    return copy


def _set_number(series: Element, tag: str, value: int) -> None:
    element = series.find(tag)
    if element is None:
        element = Element(tag)
        series.children.insert(0 if tag == "idx" else 1, element)
    element.attributes = {"val": str(value)}


def _set_name(series: Element, reference: str, name: str) -> None:
    made = _with(Element("tx"), _reference("strRef", reference, _texts("strCache", [name])))
    _put(series, made, after=frozenset({"idx", "order"}))


def _set_categories(series: Element, reference: str, names: Iterable[str]) -> None:
    made = _with(Element("cat"), _reference("strRef", reference, _texts("strCache", names)))
    _put(series, made, after=_BEFORE_CATEGORIES)


def _set_values(
    series: Element, reference: str, points: list[tuple[int, str]], count: int, code: str
) -> None:
    cache = numbers_cache(points, count, code)
    made = _with(Element("val"), _reference("numRef", reference, cache))
    _put(series, made, after=_BEFORE_CATEGORIES | {"cat"})


def _put(series: Element, made: Element, after: frozenset[str]) -> None:
    """Put an element in the place of the one of its name, or behind those named."""
    for index, child in enumerate(series.children):
        if isinstance(child, Element) and child.tag == made.tag:
            series.children[index] = made
            return
    before = [
        index
        for index, child in enumerate(series.children)
        if isinstance(child, Element) and child.tag in after
    ]
    series.children.insert(before[-1] + 1 if before else 0, made)


def _reference(tag: str, reference: str, cache: Element) -> Element:
    return _with(Element(tag), _with(Element("f"), reference), cache)


def texts_cache(texts: Iterable[str]) -> Element:
    """A cache of texts, blank ones left out."""
    return _texts("strCache", texts)


def _texts(tag: str, texts: Iterable[str]) -> Element:
    listed = list(texts)
    points = [(index, text) for index, text in enumerate(listed) if text]
    return _with(Element(tag), *_points(points, len(listed)))


def numbers_cache(points: list[tuple[int, str]], count: int, code: str) -> Element:
    """A cache of numbers by their index; those left out are gaps."""
    shown = _with(Element("formatCode"), code or GENERAL)
    return _with(Element("numCache"), shown, *_points(points, count))


def _points(points: list[tuple[int, str]], count: int) -> list[Element]:
    made = [Element("ptCount", {"val": str(count)})]
    for index, text in points:
        made.append(_with(Element("pt", {"idx": str(index)}), _with(Element("v"), text)))
    return made


def _with(element: Element, *children: Element | str) -> Element:
    element.children = list(children)
    return element


def _drop_points(series: Element, count: int) -> None:
    """Looks and labels of points that are no more."""
    for holder in (series, series.find("dLbls")):
        if holder is not None:
            holder.children = [
                child
                for child in holder.children
                if not (
                    isinstance(child, Element)
                    and child.tag in {"dPt", "dLbl"}
                    and _value(child.find("idx")) >= count
                )
            ]


def _drop_legend_entries(chart: Element, count: int) -> None:
    body = chart.find("chart")
    legend = body.find("legend") if body is not None else None
    if legend is not None:
        legend.children = [
            child
            for child in legend.children
            if not (
                isinstance(child, Element)
                and child.tag == "legendEntry"
                and _value(child.find("idx")) >= count
            )
        ]


def _let_go_of_bounds(chart: Element, data: ChartData) -> None:
    """An axis whose fixed bounds would cut the figures off gets bounds of its own."""
    numbers = [
        number
        for series in data.series
        for printed in series.values
        if isinstance(number := printed.scaled, Decimal)
    ]
    if not numbers:
        return
    for axis in _plot_area(chart):
        scaling = axis.find("scaling") if axis.tag == "valAx" else None
        if scaling is None:
            continue
        top, bottom = scaling.find("max"), scaling.find("min")
        cuts_top = top is not None and max(numbers) > _decimal(top)
        cuts_bottom = bottom is not None and min(numbers) < _decimal(bottom)
        if cuts_top or cuts_bottom:
            scaling.children = [
                item for item in scaling.children if item is not top and item is not bottom
            ]
            units = {"majorUnit", "minorUnit"}
            axis.children = [
                item
                for item in axis.children
                if not (isinstance(item, Element) and item.tag in units)
            ]


def _set_title(chart: Element, text: str) -> None:
    """The title's words, in the font of its first; a chart that was drawn without one gets none."""
    body = chart.find("chart")
    title = body.find("title") if body is not None else None
    if title is None:
        return
    holder = title.find("tx")
    rich = holder.find("rich") if holder is not None else None
    if rich is None:
        rich = _rich_of(title)
    paragraphs = [item for item in rich.elements() if item.tag == "a:p"]
    first = paragraphs[0]
    runs = [item for item in first.elements() if item.tag == "a:r"]
    properties = runs[0].find("a:rPr") if runs else None
    run = Element("a:r")
    run.children = [properties or Element("a:rPr", {"lang": "zh-CN"}), _with(Element("a:t"), text)]
    before: list[Element | str] = [item for item in first.elements() if item.tag == "a:pPr"]
    after = [item for item in first.elements() if item.tag == "a:endParaRPr"]
    first.children = [*before, run, *after]
    rich.children = [item for item in rich.children if item not in paragraphs[1:]]


def _rich_of(title: Element) -> Element:
    """A title that Word made up by itself, given words of its own in the same font."""
    properties = title.find("txPr")
    rich = Element("rich")
    if properties is not None:
        rich.children = deepcopy(properties.children)
        title.children.remove(properties)
    else:
        rich.children = [Element("a:bodyPr"), Element("a:lstStyle"), Element("a:p")]
    title.children = [item for item in title.elements() if item.tag != "tx"]
    title.children.insert(0, _with(Element("tx"), rich))
    return rich


def _value(element: Element | None) -> int:
    text = "" if element is None else element.attributes.get("val", "")
    return int(text) if text.isdigit() else 0


def _decimal(element: Element) -> Decimal:
    try:
        return Decimal(element.attributes.get("val", "0"))
    except ArithmeticError:
        return Decimal(0)
