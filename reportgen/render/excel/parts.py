"""What stands around the rows of a sheet and names cells: carried along as the rows move.

Merges, conditional formats, validations, hyperlinks, filters, breaks, views, page furniture; the
sheet's own part only (drawings and names: `related`). One rule for all: see the design note.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from reportgen.office.tree import Element, serialise
from reportgen.render.excel.layout import join_resolved, resolve
from reportgen.render.excel.references import Box, boxes, split_formula, translated
from reportgen.render.excel.template import LAST_ROW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.template import Sheet

_FORMULAS: Final = frozenset({"formula", "formula1", "formula2", "xm:f"})
_AFTER_MERGES: Final = frozenset(
    [
        "phoneticPr",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    ]
)
_REFERENCES: Final = ("ref", "activeCell", "topLeftCell")
_CELLS: Final = frozenset({*_REFERENCES, "sqref", "location"})


class Carrier(Protocol):
    """Where things of one sheet go, along rows or along columns."""

    def moved(self, box: Box) -> Box | None: ...

    def ranges(self, text: str) -> str: ...

    def formula(self, text: str, box: Box | None) -> str: ...


class RowCarrier(Carrier, Protocol):
    """Where the rows of one sheet go."""

    def span(self, first: int, last: int) -> tuple[int, int] | None: ...


@dataclass(frozen=True, slots=True)
class Moves:
    """How one sheet moved, among all: what an element's references are resolved with."""

    title: str
    layouts: dict[str, Layout]

    @property
    def layout(self) -> Layout:
        return self.layouts[self.title]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """The rows from … to that some rows are now; None where none of them was printed."""
        return self.layout.span(first, last)

    def moved(self, box: Box) -> Box | None:
        """Where a box is now; None where nothing of it was printed."""
        return self.layout.moved(box)

    def ranges(self, text: str) -> str:
        """A range list moved; empty where nothing of it was printed."""
        moved = (self.moved(box) for box in boxes(text))
        return " ".join(dict.fromkeys(box.spelt() for box in moved if box is not None))

    def formula(self, text: str, box: Box | None) -> str:
        """A formula that is relative to the top left cell of `box`, moved with it."""
        pieces = split_formula(text)
        origin = None
        if box is not None and box.top:
            layout = self.layout
            found = layout.span(box.top, box.bottom)
            emission = -1 if found is None else layout.emission_at(found[0])
            if emission >= 0:
                origin = emission
                first = layout.body.rows[layout.positions[emission]].number
                pieces = translated(pieces, first - box.top, 0)
        return join_resolved(resolve(pieces, self.layouts, self.title, origin), pieces)


class Moving:
    """An element around the rows that has to be carried in each document.

    What came of it last is kept with the rows that it asked for: mostly those of the head, which stand
    where they stood.
    """

    __slots__ = ("_last", "element")

    def __init__(self, element: Element) -> None:
        self.element = element
        self._last: tuple[_Spans, str] | None = None

    def written(self, moves: Moves) -> str:
        """The element as text, its references moved; nothing where it has none left."""
        if self._last is not None:
            spans, text = self._last
            span = moves.layout.span
            if all([span(*rows) == found for rows, found in spans.items()]):  # noqa: C419 - short, and faster so
                return text
        asked = _Asked(moves.title, moves.layouts)
        tag = self.element.tag
        change = views if tag == "sheetViews" else breaks if tag == "rowBreaks" else carried
        element = change(self.element, asked)
        text = "" if element is None else serialise(element)
        self._last = None if None in asked.spans else (asked.spans, text)  # type: ignore[assignment]
        return text


_Spans: TypeAlias = dict[tuple[int, int], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class _Asked(Moves):
    """Moves that note which rows were asked for; with None among them where it was more than rows."""

    spans: dict[tuple[int, int] | None, tuple[int, int] | None] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        self.spans[None] = None
        return self.layouts[self.title]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        found = self.spans[first, last] = self.layouts[self.title].span(first, last)
        return found

    def moved(self, box: Box) -> Box | None:
        if box.top:
            self.span(box.top, box.bottom)
        return self.layouts[self.title].moved(box)

    def formula(self, text: str, box: Box | None) -> str:
        self.spans[None] = None
        return Moves.formula(self, text, box)


def is_fixed(element: Element, *, moving: bool) -> bool:
    """Whether an element is the same in every document: nothing of it can move."""
    if not moving:
        return "!" not in serialise(element)
    return not any(_names_cells(item) for item in element.walk())


def _names_cells(element: Element) -> bool:
    return (
        element.tag in _FORMULAS
        or element.tag in {"xm:sqref", "sheetViews", "rowBreaks"}
        or not _CELLS.isdisjoint(element.attributes)
        # A count that is not true is put right.
        or element.attributes.get("count", f"{len(element.elements())}")
        != f"{len(element.elements())}"
    )


def carried(element: Element, moves: Carrier, box: Box | None = None) -> Element | None:
    """The element with its references moved; None where what it is about was not printed."""
    copy = Element(element.tag, dict(element.attributes))
    attributes = copy.attributes
    ranges = attributes.get("sqref")
    extended = element.find("xm:sqref")
    if ranges is None and extended is not None:
        ranges = extended.text()
    if ranges is not None:
        old = boxes(ranges)
        box = _first_printed(old, moves) if old else None
        moved = moves.ranges(ranges)
        if not moved:
            return None
        if "sqref" in attributes:
            attributes["sqref"] = moved
    for name in _REFERENCES:
        if name in attributes:
            attributes[name] = moves.ranges(attributes[name])
            if not attributes[name]:
                return None
    if "location" in attributes:
        attributes["location"] = moves.formula(attributes["location"], None)
    if element.tag in _FORMULAS:
        copy.children = [moves.formula(element.text(), box)]
        return copy
    if element.tag == "xm:sqref":
        copy.children = [moves.ranges(element.text())]
        return copy
    for child in element.children:
        kept = child if isinstance(child, str) else carried(child, moves, box)
        if kept is not None:
            copy.children.append(kept)
    return _counted(copy, element)


def _first_printed(old: list[Box], moves: Carrier) -> Box:
    """The first range of which something was printed: formulas are relative to its corner."""
    for box in old:
        if moves.moved(box) is not None:
            return box
    return old[0]


def _counted(copy: Element, element: Element) -> Element | None:
    """A list of things without any left is not written; a count is kept true."""
    if (
        element.elements()
        and not copy.elements()
        and element.tag in {"hyperlinks", "dataValidations", "protectedRanges", "ignoredErrors"}
    ):
        return None
    if "count" in copy.attributes:
        copy.attributes["count"] = str(len(copy.elements()))
    return copy


def views(element: Element, moves: RowCarrier) -> Element:
    """The sheet views: frozen rows counted anew, selections where their cells are now."""
    copy = Element(element.tag, dict(element.attributes))
    for view in element.elements():
        kept = Element(view.tag, dict(view.attributes))
        _place(kept, "topLeftCell", moves)
        for child in view.elements():
            item = Element(child.tag, dict(child.attributes))
            item.children = list(child.children)
            if item.tag == "pane" and "ySplit" in item.attributes:
                _freeze(item, moves)
            else:
                _place(item, "topLeftCell", moves)
            for name in ("activeCell", "sqref"):
                _place(item, name, moves)
            kept.children.append(item)
        copy.children.append(kept)
    return copy


def _place(element: Element, name: str, moves: RowCarrier) -> None:
    if name in element.attributes:
        moved = moves.ranges(element.attributes[name])
        if moved:
            element.attributes[name] = moved
        else:
            del element.attributes[name]


def _freeze(pane: Element, moves: RowCarrier) -> None:
    rows = pane.attributes["ySplit"]
    if not pane.attributes.get("state", "").startswith("frozen") or not rows.isdigit():
        return
    found = moves.span(1, int(rows))
    if found is not None:
        pane.attributes["ySplit"] = str(found[1])
        top = boxes(pane.attributes.get("topLeftCell", ""))
        if top and moves.moved(top[0]) is None:
            # It stood on a control row: the first row below the frozen ones.
            below = top[0]._replace(top=found[1] + 1, bottom=found[1] + 1)
            pane.attributes["topLeftCell"] = below.spelt()
            return
    _place(pane, "topLeftCell", moves)


def breaks(element: Element, moves: Moves) -> Element | None:
    """Page breaks: after each copy of a loop's row, or after the last row above."""
    layout = moves.layout
    numbers = {row.number: position for position, row in enumerate(layout.body.rows)}
    found: dict[int, dict[str, str]] = {}
    for item in element.elements():
        row = int(item.attributes.get("id", "0"))
        position = numbers.get(row, -1)
        if position >= 0 and layout.body.rows[position].path:
            after = [layout.finals[emission] for emission in layout.copies[position]]
        else:
            span = layout.span(1, row)
            after = [] if span is None else [span[1]]
        for final in after:
            found[final] = {**item.attributes, "id": str(final)}
    copy = Element(element.tag, dict(element.attributes))
    copy.children = [Element("brk", found[final]) for final in sorted(found) if final < LAST_ROW]
    copy.attributes |= {
        "count": str(len(copy.children)),
        "manualBreakCount": str(sum(item.get("man") in {"1", "true"} for item in found.values())),
    }
    return copy if copy.children else None


def merge_element(merges: Iterable[Box]) -> str:
    """The `<mergeCells>` of a sheet, or nothing."""
    spelling = [f'<mergeCell ref="{box.spelt()}"/>' for box in merges]
    if not spelling:
        return ""
    return f'<mergeCells count="{len(spelling)}">{"".join(spelling)}</mergeCells>'


def split_tail(sheet: Sheet) -> tuple[list[Element], list[Element], list[Box]]:
    """The elements before and after the place of the merges, and the merges of the template."""
    before: list[Element] = []
    after: list[Element] = []
    merges: list[Box] = []
    for element in sheet.tail:
        if element.tag == "mergeCells":
            for item in element.elements():
                merges += boxes(item.attributes.get("ref", ""))
        elif after or element.tag in _AFTER_MERGES:
            after.append(element)
        else:
            before.append(element)
    return before, after, merges
