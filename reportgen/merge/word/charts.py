"""Charts, pictures and the title of hers take in what was newly generated, where she left them alone.

A chart that an editor rewrote keeps its looks and gets the new cached values by position. Not for
charts that came or went: those are told.
"""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from lxml import etree

from reportgen.merge.outcome import Told
from reportgen.merge.word.names import REL_ID, parse
from reportgen.merge.word.telling import CONFLICT, HOMELESS, RENEWED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from reportgen.merge.word.parts import Docx

C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SOURCES: Final = tuple(f"{C}{n}" for n in ("tx", "cat", "val", "xVal", "yVal", "bubbleSize"))
_CACHES: Final = (f"{C}numCache", f"{C}strCache", f"{C}multiLvlStrCache")
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"


def merge_charts(base: Docx, hers: Docx, new: Docx) -> list[Told]:
    """Charts of hers with the new values, and what happened to them."""
    old, own, fresh = _charts(base), _charts(hers), _charts(new)
    told = []
    for at, name in enumerate(fresh):
        spot = f"图表{at + 1}"
        if name not in old:
            told.append(Told(HOMELESS, spot, new="新的图表"))
            continue
        if base.content(name) == new.content(name):
            continue
        there = name if name in own else own[old.index(name)] if len(own) == len(old) else ""
        if not there:
            told.append(Told(HOMELESS, spot, new="图表的新数据"))
        elif _same(base.content(name), hers.content(there)):
            hers.replace(there, new.content(name))
            _workbook(new, name, hers, there)
            told.append(Told(RENEWED, spot))
        elif _values(base, name, hers, there, new):
            told.append(Told(RENEWED, spot))
        else:
            told.append(Told(CONFLICT, spot, hers="您改过图表的数据", new="图表的新数据"))
    return told


def merge_pictures(base: Docx, hers: Docx, new: Docx) -> list[Told]:
    """Pictures that the program made are replaced wherever hers still holds the old one."""
    told = []
    for name in [n for n in base.members if n.startswith("word/media/") and n in new.members]:
        old, fresh = base.content(name), new.content(name)
        if old == fresh:
            continue
        for own in [n for n in hers.members if n.startswith("word/media/")]:
            if hers.content(own) == old:
                hers.replace(own, fresh)
                told.append(Told(RENEWED, "图片"))
    return told


def merge_title(base: Docx, hers: Docx, new: Docx) -> list[Told]:
    """The title in the properties."""
    found = [_title(docx) for docx in (base, hers, new)]
    if any(item is None for item in found):
        return []
    old, own, fresh = (item[1].text or "" if item else "" for item in found)
    if old == fresh or own != old or found[1] is None:
        return []
    name, element = found[1]
    element.text = fresh
    hers.change(name)
    return [Told(RENEWED, "文档标题", old=old, new=fresh)]


def same_title(hers: Docx, new: Docx) -> bool:
    """Whether hers has the new title."""
    found = [_title(docx) for docx in (hers, new)]
    return all(found) and len({item[1].text for item in found if item}) == 1


def _title(docx: Docx) -> tuple[str, Element] | None:
    name = next((r.target for r in docx.relations("") if r.kind == "core-properties"), "")
    found = docx.root(name).find(_TITLE) if name in docx.members else None
    return None if found is None else (name, found)


def _charts(docx: Docx) -> list[str]:
    """The charts in the order in which they stand in the body."""
    targets = {r.id: r.target for r in docx.relations(docx.main) if r.kind == "chart"}
    if not targets:
        return []
    found = [targets.get(e.get(REL_ID, ""), "") for e in docx.root(docx.main).iter(f"{C}chart")]
    return [name for name in dict.fromkeys(found) if name in docx.members]


def _same(one: bytes, other: bytes) -> bool:
    if one == other:
        return True
    first, second = (etree.tostring(parse(data, "图表"), method="c14n") for data in (one, other))
    return bool(first == second)


def _workbook(new: Docx, name: str, hers: Docx, there: str) -> bool:
    """Put the new workbook of a chart in place of hers; whether both have one."""
    source = [r.target for r in new.relations(name) if r.kind == "package"]
    target = [r.target for r in hers.relations(there) if r.kind == "package"]
    if not source or not target or source[0] not in new.members:
        return False
    if hers.content(target[0]) != new.content(source[0]):
        hers.replace(target[0], new.content(source[0]))
    return True


def _values(base: Docx, name: str, hers: Docx, there: str, new: Docx) -> bool:
    """Put the new cached values in, by position; False where she changed data or series."""
    sides = [list(_caches(docx.root(part))) for docx, part in ((base, name), (hers, there), (new, name))]  # fmt: skip
    names = [[place for place, _ in side] for side in sides]
    if names[0] != names[1] or names[0] != names[2]:
        return False
    triples = list(zip(*([cache for _, cache in side] for side in sides), strict=True))
    if any(_points(old) != _points(own) for old, own, _ in triples):
        return False
    linked = _workbook(new, name, hers, there)
    for _, own, fresh in triples:
        if _points(own) == _points(fresh):
            continue
        holder = own.getparent()
        assert holder is not None
        made = deepcopy(fresh)
        code = own.find(f"{C}formatCode")
        mine = made.find(f"{C}formatCode")
        if code is not None and mine is not None:
            mine.text = code.text
        holder.replace(own, made)
        formula, source = holder.find(f"{C}f"), fresh.getparent()
        written = None if source is None else source.find(f"{C}f")
        if linked and formula is not None and written is not None:
            formula.text = written.text
    hers.change(there)
    return True


def _caches(root: Element) -> Iterator[tuple[tuple[int, str], Element]]:
    """The caches of each series with what they are for."""
    for number, series in enumerate(root.iter(f"{C}ser")):
        for source in series:
            if source.tag in _SOURCES:
                for cache in source.iter(*_CACHES):
                    yield (number, str(source.tag)), cache


def _points(cache: Element) -> list[tuple[str, object]]:
    return [
        (point.get("idx", ""), _value(point.findtext(f"{C}v") or ""))
        for point in cache.iter(f"{C}pt")
    ]


def _value(text: str) -> object:
    try:
        return round(Decimal(text), 6)
    except InvalidOperation:
        return text
