"""Charts of hers take in the new figures, wherever she put them and however she made them look.

Which chart is which is told by its name, its data and its place: editors rename parts, and she may have put in
charts of her own or copied one. How one chart is filled is `chart_values`' matter; bringing over charts
that are new is `Importer`'s.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.merge.outcome import Told
from reportgen.merge.word.chart_values import (
    C,
    Fill,
    changed_points,
    fill,
    points_in_words,
    same_chart,
    series_of,
    title_of,
    value_of,
)
from reportgen.merge.word.names import BOX, REL_ID, P, W, serialise
from reportgen.merge.word.telling import CONFLICT, HOMELESS, KEPT, RENEWED, short
from reportgen.office.tree import parse
from reportgen.render.read_charts import chart_spots

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

    from reportgen.merge.word.comments import Comments
    from reportgen.merge.word.parts import Docx
    from reportgen.render.rendered import Printing

_NAMED, _ALIKE, _SAME_PART = 2, 4, 1
_DRAWINGS: Final = frozenset(f"{W}{name}" for name in ("drawing", "object", "pict"))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a body: its part and the name of its drawing (`图表 近年支出`)."""

    part: str
    name: str
    number: int

    @property
    def spot(self) -> str:
        """How it is called in words."""
        return self.name or f"图表{self.number}"

    def paragraph(self, docx: Docx) -> Element | None:
        """The paragraph of the body that it stands in; None where there is no one, or in a text box."""
        ids = {r.id for r in docx.relations(docx.main) if r.target == self.part}
        for element in docx.root(docx.main).iter(f"{C}chart"):
            if element.get(REL_ID, "") in ids:
                boxed = next(element.iterancestors(BOX), None) is not None
                return None if boxed else next(element.iterancestors(P), None)
        return None


def merge_charts(
    base: Docx,
    hers: Docx,
    new: Docx,
    brought: Mapping[str, str],
    fresh: Sequence[Printing],
    comments: Comments,
) -> tuple[list[Told], list[Printing]]:
    """What happened to the charts, and where the figures stand that they show now.

    `brought`: parts of the new document that were copied into hers, with their names there.
    """
    old, own, made = charts_of(base), charts_of(hers), charts_of(new)
    own = [chart for chart in own if chart.part not in brought.values()]
    of_base = _pairs(base, old, hers, own)
    told: list[Told] = []
    shown: dict[Chart, Chart] = {}
    for chart, source in _sources(old, made).items():
        there = None if source is None else of_base.get(source)
        if source is None:
            if chart.part in brought:
                shown[chart] = Chart(brought[chart.part], chart.name, chart.number)
            else:
                told.append(Told(HOMELESS, chart.spot, new="这张图是新的", words=False))
            continue
        if there is not None:
            shown[chart] = there
        if same_chart((base, source.part), (new, chart.part)):
            continue
        places = [c for c in own if c is there or c in _copies(base, source, hers, own, of_base)]
        if not places:
            shows = f"图里现在的数：{points_in_words(series_of(new.root(chart.part)))}"
            told.append(Told(HOMELESS, chart.spot, new=shows, words=False))
        for place in places:
            told += _renewed((base, source), (hers, place), (new, chart), comments)
    told += [
        Told(KEPT, source.spot, hers=_title(hers, there), old=_title(base, source))
        for source, there in of_base.items()
        if _title(hers, there) not in {_title(base, source), ""}
        and _title(hers, there) not in {_title(new, chart) for chart in made}
    ]
    return told, _standing(shown, hers, new, fresh)


def charts_of(docx: Docx) -> list[Chart]:
    """The charts in the order in which they stand in the body."""
    targets = {r.id: r.target for r in docx.relations(docx.main) if r.kind == "chart"}
    found: dict[str, Chart] = {}
    for element in docx.root(docx.main).iter(f"{C}chart") if targets else ():
        part = targets.get(element.get(REL_ID, ""), "")
        if part in docx.members:
            found.setdefault(part, Chart(part, _name(element), len(found) + 1))
    return list(found.values())


def _name(element: Element) -> str:
    """The name of the drawing around a chart."""
    for above in element.iterancestors():
        if above.tag in _DRAWINGS:
            label = next(above.iter("{*}docPr"), None)
            return "" if label is None else label.get("name", "")
    return ""


def _sources(old: list[Chart], made: list[Chart]) -> dict[Chart, Chart | None]:
    """Each new chart with the one it was in the last generated document: by name, else by part."""
    names = Counter(chart.name for chart in [*old, *made])
    by_name = {chart.name: chart for chart in old if names[chart.name] == 2}
    by_part = {chart.part: chart for chart in old if chart.name not in by_name}
    return {chart: by_name.get(chart.name) or by_part.get(chart.part) for chart in made}


def _pairs(base: Docx, old: list[Chart], hers: Docx, own: list[Chart]) -> dict[Chart, Chart]:
    """Each chart of the last generated document with hers, the likest first."""
    names = Counter(chart.name for chart in own)
    ranked = []
    for at, chart in enumerate(old):
        mine = series_of(base.root(chart.part))
        for there, other in enumerate(own):
            theirs = series_of(hers.root(other.part))
            score = _ALIKE * (mine == theirs)
            score += _NAMED * (
                bool(chart.name) and chart.name == other.name and names[other.name] == 1
            )
            if not score and [len(s.values) for s in mine] != [len(s.values) for s in theirs]:
                continue
            score += _SAME_PART * (chart.part == other.part)
            ranked.append((-score, abs(at - there), at, there))
    found: dict[Chart, Chart] = {}
    for _, _, at, there in sorted(ranked):
        if old[at] not in found and own[there] not in found.values():
            found[old[at]] = own[there]
    return found


def _copies(
    base: Docx, source: Chart, hers: Docx, own: list[Chart], pairs: Mapping[Chart, Chart]
) -> list[Chart]:
    """Further charts of hers that show what a chart showed: she copied it."""
    wanted = series_of(base.root(source.part))
    taken = set(pairs.values())
    return [c for c in own if c not in taken and series_of(hers.root(c.part)) == wanted]


def _renewed(
    base: tuple[Docx, Chart], hers: tuple[Docx, Chart], new: tuple[Docx, Chart], comments: Comments
) -> list[Told]:
    before = [series_of(docx.root(chart.part)) for docx, chart in (base, new)]
    sides = [(docx, chart.part) for docx, chart in (base, hers, new)]
    done = fill(sides[0], sides[1], sides[2])
    # Some programs call every chart 对象1: it is told under the name that it was made with.
    spot, told, notes = new[1].spot, [], []
    if done & Fill.RENEWED:
        old, fresh = changed_points(*before)
        told.append(Told(RENEWED, spot, old=short(old), new=short(fresh)))
    if done & Fill.DATA_CHANGED:
        fresh = points_in_words(before[1])
        told.append(Told(CONFLICT, spot, "您改过图里的数", "", fresh))
        notes.append(f"这张图里的数您改过，所以没有动；现在新生成的数是：{fresh}。")
    if done & Fill.TITLE_CHANGED:
        titles = [title_of(docx.root(part)) for docx, part in (sides[1], sides[0], sides[2])]
        told.append(Told(CONFLICT, spot, titles[0], titles[1], titles[2]))
        notes.append(f"图的标题您改过；现在新生成的标题是：{titles[2]}")
    if notes:
        paragraph = hers[1].paragraph(hers[0])
        if paragraph is None:
            told += [replace(t, kind=HOMELESS, words=False) for t in told if t.kind == CONFLICT]
        else:
            comments.drop(paragraph)
            comments.add(paragraph, notes)
            hers[0].change(hers[0].main)
    return told


def _title(docx: Docx, chart: Chart) -> str:
    return title_of(docx.root(chart.part))


def _standing(
    shown: Mapping[Chart, Chart], hers: Docx, new: Docx, fresh: Sequence[Printing]
) -> list[Printing]:
    """The figures of charts as far as hers shows them, under the name that she knows."""
    found = []
    for chart, there in shown.items():
        mine = [item for item in fresh if item.part == chart.name]
        if not mine or not there.name:
            continue
        now, wanted = _spots(hers, there), _spots(new, chart)
        for item in mine:
            spot = item.spot.partition("@")[0]
            if spot in now and value_of(now[spot]) == value_of(wanted.get(spot, "")):
                found.append(item._replace(part=there.name))
    return found


def _spots(docx: Docx, chart: Chart) -> dict[str, str]:
    root = parse(serialise(docx.root(chart.part)))
    return {spot.spot: spot.text for spot in chart_spots(chart.name, root)}
