"""Puts a merged sheet into her file: rows and cells where they belong, all else as she has it.

Elements that did not change are taken as they are. What stands around the cells (merges, breaks,
widths, conditional formats …) moves with them, by the carrying of `render.excel.parts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.merge.book import BLANK
from reportgen.merge.cell_writing import write_cell
from reportgen.merge.cells import cells_of
from reportgen.merge.shifting import BASE, HERS, NEW, Carry
from reportgen.office.tree import Element
from reportgen.render.excel.parts import carried, views
from reportgen.render.excel.references import Box, boxes

if TYPE_CHECKING:
    from reportgen.merge.axis import Axis
    from reportgen.merge.book import Cell, Sheet
    from reportgen.merge.cells import Outcome
    from reportgen.merge.pairing import Three
    from reportgen.merge.shifting import Merge, Sheets

_BEFORE_MERGES: Final = frozenset(
    ["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
     "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
     "dataConsolidate", "customSheetViews"]
)  # fmt: skip
"""What stands before mergeCells in a worksheet (ECMA-376 part 1, 18.3.1.99)."""
_AFTER_NOTES: Final = frozenset(
    ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
     "tableParts", "extLst"]
)  # fmt: skip
_HEIGHT: Final = 0.8
"""Points by which a program may round a row's height when it saves."""


def write_sheet(
    three: Three, merge: Merge, sheets: Sheets, outcome: Outcome, strings: list[Element]
) -> bool:
    """Brings her sheet's tree up to the outcome; whether anything in it is another now."""
    hers = three.hers
    assert hers is not None
    still = sheets.are_still
    merges = _merged_ranges(three, merge)
    heights = _heights(three, merge)
    headings = _headings(three)
    if (
        still
        and not outcome.changed
        and not heights
        and not headings
        and set(merges) == set(hers.merges())
        and len(merge.rows.slots) == hers.last_row
    ):
        return False
    carry = Carry(sheets, merge)
    if not merge.columns.is_still:
        _widths(hers, merge.columns)
    data = hers.find("sheetData")
    assert data is not None
    data.children = list(_rows(three, merge, outcome, strings, heights))
    root = hers.root
    kept: list[Element | str] = []
    for child in root.children:
        if isinstance(child, str) or child.tag in {"sheetData", "cols"}:
            kept.append(child)
            continue
        moved = child if still else _carried(child, merge, carry)
        if moved is not None:
            kept.append(moved)
    root.children = kept
    _put_merges(root, merges)
    for tag, texts in headings.items():
        _set_heading(root, tag, texts)
    _dimension(root, outcome)
    return True


def _carried(child: Element, merge: Merge, carry: Carry) -> Element | None:
    if child.tag == "dimension":
        return child
    if child.tag in {"rowBreaks", "colBreaks"}:
        return _breaks(child, merge.rows if child.tag == "rowBreaks" else merge.columns)
    if child.tag == "sheetViews":
        moved = views(child, carry)
        for view in moved.elements():
            for pane in view.elements():
                split = pane.attributes.get("xSplit", "")
                if pane.attributes.get("state", "").startswith("frozen") and split.isdigit():
                    found = merge.columns.span(HERS, 1, int(split), grows=False)
                    pane.attributes["xSplit"] = str(found[1] or split)
        return moved
    if child.tag == "mergeCells":
        return child
    return carried(child, carry)


def _rows(
    three: Three,
    merge: Merge,
    outcome: Outcome,
    strings: list[Element],
    heights: dict[int, dict[str, str]],
) -> list[Element]:
    hers, new = three.hers, three.new
    assert hers is not None
    stored: dict[int, dict[int, Cell]] = dict(cells_of(outcome.cells))
    heads: dict[int, dict[str, str]] = {}
    for number, element in hers.elements.items():
        place = merge.rows.place(HERS, number)
        if place:
            heads[place] = dict(element.attributes)
    for place, slot in enumerate(merge.rows.slots, 1):
        if not slot.hers and slot.new and new is not None and slot.new in new.elements:
            attributes = new.elements[slot.new].attributes
            heads[place] = {n: v for n, v in attributes.items() if n in {"ht", "customHeight"}}
    rows: list[Element] = []
    for place in sorted(heads.keys() | stored.keys()):
        attributes = heads.get(place, {}) | heights.get(place, {})
        attributes["r"] = str(place)
        if not merge.columns.is_still:
            attributes.pop("spans", None)
        row = Element("row", attributes)
        row.children = [
            _cell(cell, f"{column_letters(column)}{place}", (place, column) in outcome.changed, strings)
            for column, cell in stored.get(place, {}).items()
        ]  # fmt: skip
        rows.append(row)
    return rows


def _cell(cell: Cell, reference: str, changed: bool, strings: list[Element]) -> Element:
    element = cell.element
    if changed or element is None or cell.formula:
        return write_cell(cell, reference, strings)
    if element.attributes.get("r") != reference or element.attributes.get("s", "0") != str(
        cell.style
    ):
        element = Element("c", {**element.attributes, "r": reference})
        element.children = cell.element.children if cell.element else []
        if cell.style:
            element.attributes["s"] = str(cell.style)
        else:
            element.attributes.pop("s", None)
    return element


def _merged_ranges(three: Three, merge: Merge) -> list[str]:
    """Her merged ranges, with those that the program added and without those it gave up."""
    base, hers, new = three.base, three.hers, three.new
    assert hers is not None

    def moved(sheet: Sheet | None, side: int) -> list[Box]:
        texts = sheet.merges() if sheet is not None else []
        found = (merge.box(side, box, grows=False) for text in texts for box in boxes(text))
        return [b for b in dict.fromkeys(found) if b is not None and b[:2] != b[2:]]

    mine = moved(hers, HERS)
    if new is None:
        return [box.spelt() for box in mine]
    before, after = moved(base, BASE), moved(new, NEW)
    kept = [box for box in mine if box in after or box not in before]
    for box in after:
        if box not in before and not any(_meet(box, other) for other in kept):
            kept.append(box)
    return [box.spelt() for box in kept]


def _meet(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right
        and other.left <= one.right
        and one.top <= other.bottom
        and other.top <= one.bottom
    )


def _put_merges(root: Element, merges: list[str]) -> None:
    element = root.find("mergeCells")
    if not merges:
        if element is not None:
            root.children.remove(element)
        return
    if element is None:
        element = Element("mergeCells")
        at = next(
            (
                i
                for i, child in enumerate(root.children)
                if isinstance(child, Element) and child.tag not in _BEFORE_MERGES
            ),
            len(root.children),
        )
        root.children.insert(at, element)
    element.attributes["count"] = str(len(merges))
    element.children = [Element("mergeCell", {"ref": ref}) for ref in merges]


def _heights(three: Three, merge: Merge) -> dict[int, dict[str, str]]:
    """Heights that the program set anew, in rows whose height she left alone."""
    base, hers, new = three.base, three.hers, three.new
    found: dict[int, dict[str, str]] = {}
    if base is None or hers is None or new is None:
        return found
    for place, slot in enumerate(merge.rows.slots, 1):
        if slot.base and slot.hers and slot.new:
            old, mine, made = (
                _height(sheet, row)
                for sheet, row in ((base, slot.base), (hers, slot.hers), (new, slot.new))
            )
            if made is not None and made != old and abs((mine or 0) - (old or 0)) < _HEIGHT:
                attributes = new.elements[slot.new].attributes
                found[place] = {n: v for n, v in attributes.items() if n in {"ht", "customHeight"}}
    return found


def _height(sheet: Sheet, row: int) -> float | None:
    element = sheet.elements.get(row)
    text = "" if element is None else element.attributes.get("ht", "")
    return float(text) if text else None


def _headings(three: Three) -> dict[str, str]:
    """Page headers and footers that the program wrote anew, where she left them alone."""
    base, hers, new = three.base, three.hers, three.new
    if base is None or hers is None or new is None:
        return {}
    old, mine, made = (_heading_texts(sheet) for sheet in (base, hers, new))
    return {
        tag: text
        for tag, text in made.items()
        if text != old.get(tag, "") and mine.get(tag, "") == old.get(tag, "")
    }


def _heading_texts(sheet: Sheet) -> dict[str, str]:
    element = sheet.find("headerFooter")
    return {} if element is None else {e.tag: e.text() for e in element.elements()}


def _set_heading(root: Element, tag: str, text: str) -> None:
    group = root.find("headerFooter")
    element = None if group is None else group.find(tag)
    if element is not None:
        element.children = [text]


def _breaks(element: Element, axis: Axis) -> Element | None:
    kept: list[Element | str] = []
    for item in element.elements():
        number = int(item.attributes.get("id", "0"))
        found = axis.span(HERS, 1, number, grows=False)
        if found[1]:
            kept.append(Element("brk", {**item.attributes, "id": str(found[1])}))
    copy = Element(element.tag, dict(element.attributes))
    copy.children = kept
    copy.attributes["count"] = str(len(kept))
    manual = sum(item.attributes.get("man") in {"1", "true"} for item in copy.elements())
    copy.attributes["manualBreakCount"] = str(manual)
    return copy if kept else None


def _widths(sheet: Sheet, axis: Axis) -> None:
    element = sheet.find("cols")
    if element is None:
        return
    runs: list[tuple[int, int, dict[str, str]]] = []
    for item in element.elements():
        low, high = int(item.attributes["min"]), int(item.attributes["max"])
        for column in range(low, min(high, axis.lengths[HERS]) + 1):
            place = axis.place(HERS, column)
            if place:
                runs.append((place, place, item.attributes))
        low = max(low, axis.lengths[HERS] + 1)
        if low <= high:
            runs.append((axis.place(HERS, low), axis.place(HERS, high), item.attributes))
    element.children = [
        Element("col", {**attributes, "min": str(low), "max": str(min(high, 16_384))})
        for low, high, attributes in sorted(runs, key=lambda run: run[0])
        if low <= 16_384
    ]


def _dimension(root: Element, outcome: Outcome) -> None:
    element = root.find("dimension")
    filled = [at for at, cell in outcome.cells.items() if cell is not BLANK]
    if element is None or not filled:
        return
    rows, columns = [row for row, _ in filled], [column for _, column in filled]
    element.attributes["ref"] = Box(min(columns), min(rows), max(columns), max(rows)).spelt()


def name_drawing(root: Element, identity: str, namespace: str) -> None:
    """Ties a sheet to the drawing of its notes."""
    element = Element("legacyDrawing", {"xmlns:r": namespace, "r:id": identity})
    at = next(
        (
            i
            for i, child in enumerate(root.children)
            if isinstance(child, Element) and child.tag in _AFTER_NOTES
        ),
        len(root.children),
    )
    root.children.insert(at, element)
