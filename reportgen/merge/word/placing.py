"""Where each figure of the new map stands in the merged part, as far as it can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.merge.word.names import P
from reportgen.merge.word.wording import char_map

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

    from reportgen.merge.word.matching import Figures
    from reportgen.merge.word.reading import Line, Para
    from reportgen.render.rendered import Printing


def place_figures(
    printed: Sequence[Printing],
    places: Sequence[Para | None],
    spans: Figures,
    homes: tuple[Mapping[Para, Para], Sequence[tuple[Line, Element]]],
    finished: Mapping[Element, Para],
    label: str,
) -> list[Printing]:
    """The figures with their places in the finished part.

    `places`: the paragraph of each in the new part; `homes`: paragraphs with hers, and lines that
    were put in; `finished`: her paragraphs as they are now.
    """
    there: dict[Para, Para] = {}
    for new, hers in homes[0].items():
        if hers.element in finished:
            there[new] = finished[hers.element]
    for line, element in homes[1]:
        own = [element] if element.tag == P else list(element.iter(P))
        for new, paragraph in zip(line.paras, own, strict=False):
            if paragraph in finished:
                there[new] = finished[paragraph]
    maps: dict[Para, list[int]] = {}
    seen: dict[Para, int] = {}
    result = []
    for item, place in zip(printed, places, strict=True):
        if place is None or place not in there:
            continue
        order = seen.get(place, 0)
        seen[place] = order + 1
        span = spans[place][order]
        para = there[place]
        if place not in maps:
            maps[place] = char_map(place.text, para.text)
        mapped = maps[place][span.start : span.end]
        if not mapped:
            before = maps[place][span.start - 1] if span.start else -1
            mapped = [before + 1]
        if mapped[0] >= 0 and mapped == list(range(mapped[0], mapped[0] + len(mapped))):
            spot = f"{para.name}@{para.raw(mapped[0])}"
            result.append(item._replace(part=label, spot=spot))
    return result
