"""What stands beside the sheets of her workbook and names their cells: names, drawings, notes, charts.

All of it moves with the cells; charts show the numbers that the cells have now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.merge.book import UnreadableBookError, number
from reportgen.merge.shifting import BASE, HERS, NEW, NOWHERE, Carry
from reportgen.office.tree import Element, MarkupError, document, parse
from reportgen.render.excel.references import Area, box_of, split_formula
from reportgen.render.excel.related import (
    anchors,
    comment_columns,
    comment_shapes,
    comments,
    drawing_columns,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from reportgen.merge.book import Book, Cell
    from reportgen.merge.shifting import Merge, Sheets
    from reportgen.office.parts import Parts

_MOST_POINTS: Final = 10_000


def move_related(parts: Parts, sheet: str, sheets: Sheets, merge: Merge) -> None:
    """Drawings, notes and tables of one of her sheets go where their cells went."""
    if merge.is_still:
        return
    carry = Carry(sheets, merge)

    def column(number: int) -> int | None:
        place = merge.columns.place(HERS, number + 1)
        return place - 1 if place else None

    for kind, part in parts.relations(sheet).values():
        if not parts.has(part):
            continue
        if kind == "vmlDrawing":
            text = comment_shapes(parts.content(part).decode("utf-8"), carry)
            parts.put(part, comment_columns(text, column).encode())
            continue
        if kind not in {"drawing", "comments", "table"}:
            continue
        root = parse(parts.content(part))
        if kind == "drawing":
            root = drawing_columns(anchors(root, carry), column)
        elif kind == "comments":
            root = comments(root, carry)
        else:
            root = table(root, carry)
        parts.put(part, document(root))


def merged_names(
    books: tuple[Book, Book, Book], titles: Sequence[str], sheets: Sheets
) -> Element | None:
    """The defined names of the merged workbook; None where it has none.

    `titles` are the sheets of the merged workbook in their order.
    """
    base, hers, new = (_names(book) for book in books)
    order = {title.casefold(): number for number, title in enumerate(titles)}
    found: dict[tuple[str, str], Element] = {}
    for (name, scope), element in hers.items():
        merge = sheets.find(HERS, scope) if scope else None
        if scope and merge is None:
            continue
        title = merge.title if merge else ""
        text = _name_text(element, HERS, sheets)
        made = _by_title(new, NEW, sheets, name, title)
        before = _by_title(base, BASE, sheets, name, title)
        if made is not None and before is not None:
            old, now = _name_text(before, BASE, sheets), _name_text(made, NEW, sheets)
            if _plain(old) != _plain(now) and _plain(old) == _plain(text):
                text = now
        if text and NOWHERE not in text:
            found[name, title] = _named(element, text)
    for (name, scope), element in new.items():
        merge = sheets.find(NEW, scope) if scope else None
        title = merge.title if merge else ""
        known = _by_title(base, BASE, sheets, name, title) is not None
        if not known and (name, title) not in found and (not scope or title.casefold() in order):
            found[name, title] = _named(element, _name_text(element, NEW, sheets))
    if not found:
        return None
    group = Element("definedNames")
    for (_, title), element in found.items():
        if title:
            if title.casefold() not in order:
                continue
            element.attributes["localSheetId"] = str(order[title.casefold()])
        group.children.append(element)
    return group if group.children else None


def _names(book: Book) -> dict[tuple[str, str], Element]:
    """The names by name and title of the sheet they belong to."""
    listed, group = book.workbook.find("sheets"), book.workbook.find("definedNames")
    titles = [e.attributes.get("name", "") for e in listed.elements()] if listed else []
    found: dict[tuple[str, str], Element] = {}
    for element in group.elements() if group is not None else ():
        local = element.attributes.get("localSheetId", "")
        scope = titles[int(local)] if local.isdigit() and int(local) < len(titles) else ""
        found[element.attributes.get("name", ""), scope] = element
    return found


def _by_title(
    names: Mapping[tuple[str, str], Element], side: int, sheets: Sheets, name: str, title: str
) -> Element | None:
    for (known, scope), element in names.items():
        merge = sheets.find(side, scope) if scope else None
        if known == name and (merge.title if merge else "") == title:
            return element
    return None


def _name_text(element: Element, side: int, sheets: Sheets) -> str:
    return sheets.formula(element.text(), side, None)


def _plain(text: str) -> tuple[object, ...]:
    return tuple(
        (p.title.casefold(), box_of(p)) if isinstance(p, Area) else p for p in split_formula(text)
    )


def _named(element: Element, text: str) -> Element:
    copy = Element(element.tag, dict(element.attributes))
    copy.attributes.pop("localSheetId", None)
    copy.children = [text]
    return copy


def renew_charts(
    parts: Parts, sheets: Sheets, cells: Mapping[str, Mapping[tuple[int, int], Cell]]
) -> None:
    """Every chart over the cells where they are now, showing what they say now."""
    for part in [name for name in parts.members if "/charts/" in name and name.endswith(".xml")]:
        if "/_rels/" in part:
            continue
        try:
            root = parse(parts.content(part))
        except MarkupError:
            continue
        if root.tag == "chartSpace" and _renewed(root, sheets, cells):
            parts.put(part, document(root))


def _renewed(
    root: Element, sheets: Sheets, cells: Mapping[str, Mapping[tuple[int, int], Cell]]
) -> bool:
    changed = False
    for element in root.walk():
        formula = element.find("f")
        if formula is None:
            continue
        text = sheets.formula(formula.text(), HERS, None)
        if text != formula.text():
            formula.children = [text]
            changed = True
        values = _values(text, cells)
        for tag in ("numCache", "strCache"):
            cache = element.find(tag)
            if cache is not None and values is not None:
                changed |= _fill(cache, values, numbers=tag == "numCache")
    return changed


def _values(
    text: str, cells: Mapping[str, Mapping[tuple[int, int], Cell]]
) -> list[Cell | None] | None:
    """The cells of a range in their order; None where it is no single range that is known."""
    pieces = split_formula(text.strip("()"))
    if len(pieces) != 1 or not isinstance(pieces[0], Area):
        return None
    area, box = pieces[0], box_of(pieces[0])
    sheet = cells.get(area.title.casefold())
    size = (box.bottom - box.top + 1) * (box.right - box.left + 1)
    if sheet is None or not (box.top and box.left) or size > _MOST_POINTS:
        return None
    return [
        sheet.get((row, column))
        for row in range(box.top, box.bottom + 1)
        for column in range(box.left, box.right + 1)
    ]


def _fill(cache: Element, values: list[Cell | None], *, numbers: bool) -> bool:
    """Writes the points of a cache; whether one is another now."""
    points: list[tuple[int, str]] = []
    for index, cell in enumerate(values):
        if cell is None or not cell.kind or (numbers and cell.kind != "n"):
            continue
        points.append((index, cell.shown()))
    old = [
        (int(e.attributes.get("idx", "0")), v.text())
        for e in cache.elements()
        if e.tag == "pt" and (v := e.find("v")) is not None
    ]
    if _same(old, points, numbers=numbers):
        return False
    kept: list[Element | str] = [e for e in cache.elements() if e.tag == "formatCode"]
    kept.append(Element("ptCount", {"val": str(len(values))}))
    formats = {
        e.attributes.get("idx"): e.attributes["formatCode"]
        for e in cache.elements()
        if e.tag == "pt" and "formatCode" in e.attributes
    }
    for index, text in points:
        point = Element("pt", {"idx": str(index)})
        if str(index) in formats:
            point.attributes["formatCode"] = formats[str(index)]
        value = Element("v")
        value.children = [text]
        point.children = [value]
        kept.append(point)
    kept += [e for e in cache.elements() if e.tag == "extLst"]
    cache.children = kept
    return True


def _same(old: list[tuple[int, str]], new: list[tuple[int, str]], *, numbers: bool) -> bool:
    if not numbers or [i for i, _ in old] != [i for i, _ in new]:
        return old == new

    def value(text: str) -> Decimal | str:
        try:
            return number(text)
        except UnreadableBookError:
            return text

    return all(value(a) == value(b) for (_, a), (_, b) in zip(old, new, strict=True))
