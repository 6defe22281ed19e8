"""Reads the charts of produced documents: their points as numbers, their words as text.

Written against the file formats, not against what fills charts. Not for templates.
"""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING, Final

from reportgen.office.tree import parse
from reportgen.render.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.office.package import Member
    from reportgen.office.tree import Element

_DRAWING: Final = re.compile(
    r'<(?:wp:docPr|xdr:cNvPr|cNvPr)\b[^>]*?\bname="([^"]*)"|<(?:\w+:)?chart\b[^>]*?\br:id="([^"]+)"'
)


def drawn_in(owner: str, members: Mapping[str, Member]) -> Iterator[Spot]:
    """The points and words of every chart that a part shows, under the name of its drawing."""
    folder, slash, file = owner.rpartition("/")
    relations = members.get(f"{folder}{slash}_rels/{file}.rels")
    targets = {
        item.attributes.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, item.attributes.get("Target", ""))
        ).lstrip("/")
        for item in (parse(relations.content).elements() if relations is not None else ())
    }
    name = ""
    for found in _DRAWING.finditer(members[owner].content.decode()):
        if found[2] is None:
            name = unescape(found[1])
        elif targets.get(found[2], "") in members:
            yield from chart_spots(name, parse(members[targets[found[2]]].content))


def chart_spots(part: str, chart: Element) -> Iterator[Spot]:
    """The spots of one chart: `系列1 第2点` with its number, `系列1`, `第2类`, `标题` with their words."""
    series = [item for item in chart.walk() if item.tag == "ser"]
    words: dict[str, str] = {}
    for at, item in enumerate(series, 1):
        words |= {f"系列{at}": "".join(_points(item.find("tx")).values())}
        words |= {f"第{n + 1}类": text for n, text in _points(item.find("cat")).items()}
        for n, number in _points(item.find("val")).items():
            yield Spot(part, f"系列{at} 第{n + 1}点", "number", number)
    title = next((item for item in chart.walk() if item.tag == "title"), None)
    if title is not None:
        words["标题"] = "".join(item.text() for item in title.walk() if item.tag == "a:t")
    for spot, text in words.items():
        if text:
            yield Spot(part, spot, "text", text)


def _points(holder: Element | None) -> dict[int, str]:
    """The cached texts or numbers below an element, by their index."""
    found = {}
    for point in holder.walk() if holder is not None else ():
        if point.tag == "pt":
            value = point.find("v")
            found[int(point.attributes.get("idx", "0"))] = value.text() if value is not None else ""
    return found
