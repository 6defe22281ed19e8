"""Charts of a Word template: which are bound to figures, and their parts in a printed document.

A chart is bound by its alternative text (or its title): `{{ 图表.近年支出对比 }}`. A chart that a
condition left out goes with all its parts. Nothing here needs docxtpl or python-docx. Not for what a
chart looks like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from reportgen.compute.charts import NAME, ChartsView
from reportgen.language.errors import nearest
from reportgen.language.tags import normalise_tag
from reportgen.office import package, tree
from reportgen.office.package import Member
from reportgen.place import Place
from reportgen.render import chart_kinds, chart_parts
from reportgen.render.chart_workbook import workbook
from reportgen.render.excel.digits import decimal_text
from reportgen.render.rendered import Printing
from reportgen.render.word import kinds
from reportgen.render.word.package import open_template, relations_of, target_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.compute.charts import ChartData
    from reportgen.finding import Finding
    from reportgen.language.printing import Printed
    from reportgen.office.tree import Element
    from reportgen.render.word.package import Opened

TYPES: Final = "[Content_Types].xml"
_PROPERTIES: Final = re.compile(r"<wp:docPr\b[^>]*>")
_CHART: Final = re.compile(r"<(?:\w+:)?chart\b[^>]*?\br:id=\"([^\"]+)\"[^>]*>")
_ATTRIBUTE: Final = re.compile(r'\s(\w+)="([^"]*)"')
_BOUND: Final = re.compile(r"[{｛]{2}\s*图表\s*[.．。]\s*([^\s{}｛｝|]+)\s*[}｝]{2}")
_TAG: Final = re.compile(r"[{｛][{｛%％].{0,60}")
_LOOP: Final = re.compile(r"[{｛][%％]-?\s*(?:(?:p|tr|tc|r)\s+)?(for|endfor)\b")
_ELEMENT: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart in a template: its part, the part and relation that show it, and what it is bound to.

    `label` is its name in the produced document, and its part in the figure map.
    """

    member: str
    owner: str
    relation: str
    label: str
    name: str = ""
    drawn: Element | None = None
    workbook: str = ""
    place: Place | None = None


@dataclass(slots=True)
class Found:
    """The charts of a template, the parts that are changed for them, and what is wrong."""

    charts: list[PlacedChart] = field(default_factory=list)
    changed: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    hints: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bound:
    """A template without the tags of its charts, its charts, and hints about them."""

    data: bytes
    charts: list[PlacedChart]
    hints: list[Finding]


def bind_charts(data: bytes, name: str) -> tuple[Bound | None, list[Finding]]:
    """The template with its charts taken note of; None where findings say why not."""
    opened, findings = open_template(data, name)
    if opened is None:
        return None, findings
    try:
        found = find_charts(opened, name)
    except tree.MarkupError as error:
        return None, [kinds.NOT_A_DOCUMENT.at(Place(name), reason=error)]
    if found.findings:
        return None, found.findings
    if found.changed:
        members = [
            Member(item.name, (found.changed[item.name],)) if item.name in found.changed else item
            for item in opened.members
        ]
        data = package.write(members)
    return Bound(data, found.charts, found.hints), []


def find_charts(opened: Opened, name: str) -> Found:
    """The charts of the printed parts of a template; `name` is what findings call it."""
    found = Found()
    members = {member.name: member for member in opened.members}
    labels: set[str] = set()
    for owner in (opened.main, *opened.others):
        charts = {
            relation: target
            for relation, kind, target in relations_of(members, owner)
            if kind == "chart" and target in members
        }
        text = members[owner].content.decode()
        pieces: list[str] = []
        end = 0
        for drawing in _CHART.finditer(text):
            member = charts.get(drawing[1])
            before = list(_PROPERTIES.finditer(text, end, drawing.start()))
            if member is None or not before:
                continue
            properties = before[-1]
            loops = _LOOP.findall(_ELEMENT.sub("", text[: properties.start()]))
            in_loop = loops.count("for") > loops.count("endfor")
            placed, written = _placed(members, member, properties[0], labels, found, name)
            found.charts.append(replace(placed, owner=owner, relation=drawing[1]))
            if in_loop and placed.drawn is not None:
                kind = chart_kinds.REPEATED_CHART
                found.findings.append(kind.at(placed.place, name=placed.name))
            pieces += (text[end : properties.start()], written)
            end = properties.end()
        if pieces:
            found.changed[owner] = ("".join(pieces) + text[end:]).encode()
    return found


def _placed(
    members: Mapping[str, Member],
    member: str,
    properties: str,
    labels: set[str],
    found: Found,
    name: str,
) -> tuple[PlacedChart, str]:
    """One chart, and its properties as they are printed: without the tag, with its label."""
    given = {key: unescape(value) for key, value in _ATTRIBUTE.findall(properties)}
    drawn = tree.parse(members[member].content)
    words = given.get("descr", "")
    bound = _BOUND.search(words)
    titled = _title_tag(drawn)
    chart = (bound or titled or [""])[1] if bound or titled else ""
    place = Place(name, detail=f"图表 {chart or given.get('name', '')}")
    _stray(drawn, found, place)
    if not chart:
        title = _title(drawn) or given.get("name", "") or "没有标题"
        found.hints.append(chart_kinds.UNBOUND_CHART.at(place, where="模板", title=title))
        return PlacedChart(member, "", "", given.get("name", "")), properties
    label = _label(chart, labels)
    book = next((t for _, kind, t in relations_of(members, member) if kind == "package"), "")
    placed = PlacedChart(member, "", "", label, chart, drawn, book, place)
    try:
        chart_parts.check(drawn, has_workbook=bool(book))
    except chart_parts.ChartError as error:
        found.findings.append(chart_kinds.UNSUPPORTED_CHART.at(place, name=chart, reason=error))
    written = {"descr": _BOUND.sub(chart, words) if bound else words or chart, "name": label}
    return placed, _with_attributes(properties, written)


def _label(chart: str, labels: set[str]) -> str:
    """The name of a chart in the document; the second of one name is told apart."""
    label = base = f"{NAME} {chart}"
    number = 2
    while label in labels:
        label = f"{base}（{number}）"
        number += 1
    labels.add(label)
    return label


def _with_attributes(tag: str, values: dict[str, str]) -> str:
    for key, value in values.items():
        written = f' {key}="{tree.attribute(value)}"'
        known = re.compile(rf'\s{key}="[^"]*"')
        if known.search(tag):
            tag = known.sub(lambda _, written=written: written, tag, count=1)  # type: ignore[misc]
        else:
            tag = tag.replace("<wp:docPr", f"<wp:docPr{written}", 1)
    return tag


def _paragraphs(element: Element) -> list[str]:
    return [
        "".join(text.text() for text in item.walk() if text.tag == "a:t")
        for item in element.walk()
        if item.tag == "a:p"
    ]


def _title(chart: Element) -> str:
    body = chart.find("chart")
    title = body.find("title") if body is not None else None
    return "".join(_paragraphs(title)) if title is not None else ""


def _title_tag(chart: Element) -> re.Match[str] | None:
    return _BOUND.search(_title(chart))


def _stray(chart: Element, found: Found, place: Place) -> None:
    """Tags in a chart's own words that nothing replaces."""
    for text in _paragraphs(chart):
        tag = _TAG.search(normalise_tag(_BOUND.sub("", text)))
        if tag:
            kind = chart_kinds.CHART_TAG
            found.findings.append(kind.at(place, where="的文字", tag=tag[0]))


class Filled(NamedTuple):
    """The members of a document with its charts in them, and the figures in these."""

    members: list[Member]
    figures: list[Printing]


def fill_charts(
    charts: Sequence[PlacedChart],
    members: list[Member],
    names: Mapping[str, object],
) -> tuple[Filled, list[Finding]]:
    """The members with bound charts filled and left out ones taken out; or what is wrong."""
    parts = {member.name: member for member in members}
    texts = {owner: parts[owner].content for owner in {chart.owner for chart in charts}}
    findings: list[Finding] = []
    figures: list[Printing] = []
    for chart in charts:
        if f'r:id="{chart.relation}"'.encode() not in texts[chart.owner]:
            _take_out(parts, chart)
        elif chart.drawn is not None:
            data, faults = _data(chart, names)
            findings += faults
            if data is not None:
                _fill(parts, chart, chart.drawn, data)
                figures += printings(chart.label, data)
    kept = [parts[member.name] for member in members if member.name in parts]
    return Filled(kept, figures), findings


def _data(
    chart: PlacedChart, names: Mapping[str, object]
) -> tuple[ChartData | None, list[Finding]]:
    view = names.get(NAME)
    known = list(view.names()) if isinstance(view, ChartsView) else []
    if not isinstance(view, ChartsView) or chart.name not in known:
        hint = nearest(chart.name, known)
        return None, [chart_kinds.UNKNOWN_CHART.at(chart.place, hint=hint, name=chart.name)]
    data, findings = view.data(chart.name, names)
    if data is not None and not data.categories:
        return None, [chart_kinds.NO_POINTS.at(chart.place, name=chart.name)]
    return data, findings


def _fill(parts: dict[str, Member], chart: PlacedChart, drawn: Element, data: ChartData) -> None:
    sheet = chart_parts.sheet_name(drawn)
    if not data.title and _title_tag(drawn):
        data = replace(data, title=data.name)
    made = chart_parts.filled(drawn, data, sheet)
    code = chart_parts.number_format(chart_parts.series_of(drawn)[0][1], data)
    parts[chart.member] = Member(chart.member, (tree.document(made),))
    parts[chart.workbook] = Member(chart.workbook, (workbook(data, sheet, code),))


def printings(label: str, data: ChartData) -> list[Printing]:
    """The figures of a chart as the figure map has them: `系列1 第2点` of the part `图表 …`."""
    return [
        _printing(label, f"系列{at} 第{point}点", printed)
        for at, series in enumerate(data.series, 1)
        for point, printed in enumerate(series.values, 1)
        if not printed.figure.is_blank
    ]


def _printing(label: str, spot: str, printed: Printed) -> Printing:
    number = decimal_text(printed.scaled)  # type: ignore[arg-type]
    text = printed.text
    exact = "" if number == text else number
    return Printing(label, spot, printed.figure.key, text, printed.figure, exact)


def _take_out(parts: dict[str, Member], chart: PlacedChart) -> None:
    """The chart's part and what it alone needs, with relations and content types."""
    gone = [chart.member, *(target for _, _, target in relations_of(parts, chart.member))]
    gone += [_relations_name(name) for name in gone]
    gone = [name for name in gone if name in parts]
    for name in gone:
        del parts[name]
    types = tree.parse(parts[TYPES].content)
    types.children = [
        item
        for item in types.elements()
        if item.attributes.get("PartName", "").lstrip("/") not in gone
    ]
    parts[TYPES] = Member(TYPES, (tree.document(types),))
    name = _relations_name(chart.owner)
    relations = tree.parse(parts[name].content)
    relations.children = [
        item
        for item in relations.elements()
        if target_of(item.attributes.get("Target", ""), chart.owner) not in gone
    ]
    parts[name] = Member(name, (tree.document(relations),))


def _relations_name(member: str) -> str:
    folder, slash, name = member.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


class Joined(Sequence[Printing]):
    """The figures of the text, worked out when they are asked for, and those of the charts."""

    def __init__(self, texts: Sequence[Printing], charts: Sequence[Printing]) -> None:
        self._texts = texts
        self._charts = charts

    def __len__(self) -> int:
        return len(self._texts) + len(self._charts)

    @overload
    def __getitem__(self, at: int) -> Printing: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Printing]: ...
    def __getitem__(self, at: int | slice) -> Printing | Sequence[Printing]:
        return [*self._texts, *self._charts][at]
