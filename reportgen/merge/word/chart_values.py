"""Fills one chart of hers with the new values; what she made of its looks stays.

Series and points go by position. Where she changed the data herself nothing is filled in.
"""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal, InvalidOperation
from enum import Flag, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from reportgen.merge.word.names import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from reportgen.merge.word.parts import Docx

C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SOURCES: Final = tuple(f"{C}{n}" for n in ("tx", "cat", "val", "xVal", "yVal", "bubbleSize"))
_CACHES: Final = (f"{C}numCache", f"{C}strCache", f"{C}multiLvlStrCache")


class Fill(Flag):
    """What became of a chart of hers."""

    NOTHING = 0
    RENEWED = auto()
    DATA_CHANGED = auto()
    """She changed its data, and so did the new document."""
    TITLE_CHANGED = auto()


class Series(NamedTuple):
    """What a series shows: its name, its categories, its values."""

    name: tuple[tuple[str, object], ...]
    categories: tuple[tuple[str, object], ...]
    values: tuple[tuple[str, object], ...]


def series_of(root: Element) -> list[Series]:
    """The series of a chart as they were last shown."""
    found = []
    for series in root.iter(f"{C}ser"):
        parts = {}
        for source in series:
            if source.tag in _SOURCES:
                caches = source.iter(*_CACHES)
                parts[source.tag] = tuple(v for cache in caches for v in _points(cache))
        values = tuple(v for tag in _SOURCES[2:] for v in parts.get(tag, ()))
        found.append(Series(parts.get(_SOURCES[0], ()), parts.get(_SOURCES[1], ()), values))
    return found


def title_of(root: Element) -> str:
    """The words of its title."""
    return "".join(words.text or "" for words in _title_words(root))


def changed_points(old: list[Series], new: list[Series]) -> tuple[str, str]:
    """What charts showed and show now, where they differ, in words."""
    sides: list[list[str]] = [[], []]
    for at in range(max(len(old), len(new))):
        shown = [dict(_points_of(side[at])) if at < len(side) else {} for side in (old, new)]
        for name in dict.fromkeys([*shown[0], *shown[1]]):
            if shown[0].get(name) != shown[1].get(name):
                for side, points in zip(sides, shown, strict=True):
                    side.append(f"{name} {points.get(name, '（无）')}")
    return "；".join(sides[0]), "；".join(sides[1])


def points_in_words(series: list[Series]) -> str:
    """All that a chart shows, in words."""
    return "；".join(f"{name} {value}" for each in series for name, value in _points_of(each))


def _points_of(series: Series) -> Iterator[tuple[str, str]]:
    """Each value with the names of its series and category."""
    names = dict(series.categories)
    label = "".join(str(text) for _, text in series.name)
    for index, value in series.values:
        words = " ".join(word for word in (label, str(names.get(index, ""))) if word)
        yield words, f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def same_chart(one: tuple[Docx, str], other: tuple[Docx, str]) -> bool:
    """Whether two parts are the same chart, whatever their spelling."""
    first, second = (docx.content(part) for docx, part in (one, other))
    if first == second:
        return True
    left, right = (etree.tostring(parse(data, "图表"), method="c14n") for data in (first, second))
    return bool(left == right)


def fill(base: tuple[Docx, str], hers: tuple[Docx, str], new: tuple[Docx, str]) -> Fill:
    """Put what is new in `new` into the chart of hers."""
    docx, there = hers
    if same_chart(base, hers):
        docx.replace(there, new[0].content(new[1]))
        _workbook(base, hers, new)
        return Fill.RENEWED
    done = _titled(base, hers, new)
    before, own, after = (series_of(d.root(part)) for d, part in (base, hers, new))
    if own == after:
        _workbook(base, hers, new)
        return done
    if before == after:
        return done
    if own != before:
        return done | Fill.DATA_CHANGED
    _values(base, hers, new, linked=_workbook(base, hers, new))
    docx.change(there)
    return done | Fill.RENEWED


def _titled(base: tuple[Docx, str], hers: tuple[Docx, str], new: tuple[Docx, str]) -> Fill:
    """Her title follows the new one where she left it alone."""
    root = hers[0].root(hers[1])
    old, own, fresh = (title_of(docx.root(part)) for docx, part in (base, hers, new))
    if fresh in {old, own}:
        return Fill.NOTHING
    words = _title_words(root)
    if own != old or not words:
        return Fill.TITLE_CHANGED
    words[0].text = fresh
    for word in words[1:]:
        word.text = ""
    hers[0].change(hers[1])
    return Fill.RENEWED


def _title_words(root: Element) -> list[Element]:
    title = root.find(f"{C}chart/{C}title")
    return [] if title is None else list(title.iter(f"{_A}t"))


def _values(
    base: tuple[Docx, str], hers: tuple[Docx, str], new: tuple[Docx, str], *, linked: bool
) -> None:
    """The new cached values, by position; series come and go at the end."""
    roots = [docx.root(part) for docx, part in (base, hers, new)]
    before, own, after = (list(root.iter(f"{C}ser")) for root in roots)
    for series in own[len(after) :]:
        _take_out(series)
    for series in after[len(own) :]:
        made = deepcopy(series)
        own[-1].addnext(made)
        own.append(made)
    for old, mine, fresh in zip(before, own, after, strict=False):
        _fill_series(old, mine, fresh, linked=linked)


def _fill_series(old: Element, mine: Element, fresh: Element, *, linked: bool) -> None:
    sides = [dict(_caches(series)) for series in (old, mine, fresh)]
    for key, cache in sides[1].items():
        new = sides[2].get(key)
        if new is None or _points(cache) == _points(new):
            continue
        holder = cache.getparent()
        assert holder is not None
        made = deepcopy(new)
        code, its = cache.find(f"{C}formatCode"), made.find(f"{C}formatCode")
        if code is not None and its is not None:
            its.text = code.text
        holder.replace(cache, made)
        source, former = new.getparent(), sides[0].get(key)
        texts = [
            None if element is None else element.find(f"{C}f")
            for element in (None if former is None else former.getparent(), holder, source)
        ]
        was, formula, written = texts
        untouched = was is not None and formula is not None and was.text == formula.text
        if linked and untouched and formula is not None and written is not None:
            formula.text = written.text


def _caches(series: Element) -> Iterator[tuple[tuple[str, str], Element]]:
    """The caches of a series with what they are for."""
    for source in series:
        if source.tag in _SOURCES:
            for cache in source.iter(*_CACHES):
                yield (str(source.tag), str(cache.tag)), cache


def _take_out(series: Element) -> None:
    parent = series.getparent()
    if parent is not None:
        parent.remove(series)


def _workbook(base: tuple[Docx, str], hers: tuple[Docx, str], new: tuple[Docx, str]) -> bool:
    """Bring the workbook of a chart of hers up to date; whether it has one."""
    found = [
        next((r.target for r in docx.relations(part) if r.kind == "package"), "")
        for docx, part in (base, hers, new)
    ]
    old, own, fresh = (
        docx.content(name) if name else b""
        for (docx, _), name in zip((base, hers, new), found, strict=True)
    )
    if found[1] and fresh and found[1] not in hers[0].members:
        # Some programs name the workbook and leave it out.
        hers[0].replace(found[1], fresh)
        hers[0].declare(found[1], new[0].content_type(found[2]))
        return True
    if not own or not fresh:
        return False
    if own == old:
        if own != fresh:
            hers[0].replace(found[1], fresh)
        return True
    # She worked in it: what she added beside the figures stays.
    from reportgen.merge.workbook import merge_workbook

    merged, _ = merge_workbook(old, own, fresh, (), ())
    if merged is None:
        return False
    if merged.data != own:
        hers[0].replace(found[1], merged.data)
    return True


def _points(cache: Element) -> list[tuple[str, object]]:
    return [
        (point.get("idx", ""), value_of(point.findtext(f"{C}v") or ""))
        for point in cache.iter(f"{C}pt")
    ]


def value_of(text: str) -> object:
    """What a point shows: a number, else its text."""
    try:
        return round(Decimal(text), 6)
    except InvalidOperation:
        return text
