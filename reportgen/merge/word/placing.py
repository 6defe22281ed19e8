"""Where each figure of the new map stands in the merged part, as far as it can be found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.merge.word.forms import only_number, plain
from reportgen.merge.word.names import P
from reportgen.merge.word.wording import NUMBER, char_map

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

    from reportgen.merge.word.matching import Figures
    from reportgen.merge.word.reading import Line, Para
    from reportgen.merge.word.wording import Span
    from reportgen.render.rendered import Printing

_LONGEST: Final = 24
"""More characters than that in place of a figure are a sentence of her own."""


@dataclass(frozen=True, slots=True)
class Overtyped:
    """Another number stands in hers where a figure should."""

    para: Para
    text: str
    item: Printing


def place_figures(
    printed: Sequence[Printing],
    places: Sequence[Para | None],
    spans: Figures,
    homes: tuple[Mapping[Para, Para], Sequence[tuple[Line, Element]]],
    finished: Mapping[Element, Para],
    label: str,
) -> tuple[list[Printing], list[Overtyped]]:
    """The figures with their places in the finished part, and those that hers has otherwise.

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
    result: list[Printing] = []
    overtyped: list[Overtyped] = []
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
        start, text = mapped[0], item.text
        if start < 0 or mapped != list(range(start, start + len(mapped))):
            start, text = _instead(maps[place], span, para)
            if not text or plain(text) != plain(item.text):
                if NUMBER.search(text) and len(text) <= _LONGEST:
                    overtyped.append(Overtyped(para, text, item))
                continue
        spot = f"{para.name}@{para.raw(start)}"
        result.append(item._replace(part=label, spot=spot, text=text))
    return result, overtyped


def _instead(mapped: Sequence[int], span: Span, para: Para) -> tuple[int, str]:
    """What stands in hers where a figure should: from which character, and the text."""
    left = next((mapped[at] for at in range(span.start - 1, -1, -1) if mapped[at] >= 0), -1)
    after = (mapped[at] for at in range(span.end, len(mapped)) if mapped[at] >= 0)
    found = para.text[left + 1 : next(after, len(para.text))]
    start, end = only_number(found)
    return left + 1 + start, found[start:end]
