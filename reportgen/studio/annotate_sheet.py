"""Colours cells of a worksheet part and ties it to its notes; all else stays byte for byte."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.office.notes import Spot
from reportgen.office.scan import Element, Patch, scan, with_attribute, without_attribute

if TYPE_CHECKING:
    from collections.abc import Callable

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
_AFTER_NOTES: Final = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
"""What may follow legacyDrawing in a worksheet (ECMA-376 part 1, 18.3.1.99)."""


def spot(reference: str) -> Spot | None:
    """The cell of a reference; None where it is none."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return Spot(int(match[2]), column)


@dataclass(slots=True)
class SheetPart:
    """A worksheet part and where its rows and cells stand."""

    data: bytes
    root: Element
    sheet_data: Element
    rows: list[tuple[int, Element]]
    cells: dict[Spot, Element]
    columns: list[tuple[int, int, int]]
    legacy: Element | None
    following: Element | None


def read_sheet_part(data: bytes, rows: set[int]) -> SheetPart | None:
    """The part, with the cells of the rows that matter; None where it is no worksheet."""
    found_rows: list[tuple[int, Element]] = []
    cells: dict[Spot, Element] = {}
    columns: list[tuple[int, int, int]] = []
    single: dict[str, Element] = {}
    waiting: list[Element] = []
    last = 0

    def on(element: Element, depth: int) -> None:
        nonlocal last
        name = element.name
        if name == "c" and depth == 3:
            waiting.append(element)
        elif name == "row" and depth == 2:
            last = int(element.attributes.get("r", last + 1))
            found_rows.append((last, element))
            if last in rows:
                column = 0
                for cell in waiting:
                    known = spot(cell.attributes.get("r", ""))
                    column = known.column if known else column + 1
                    cells[Spot(last, column)] = cell
            waiting.clear()
        elif name == "col":
            style = int(element.attributes.get("style", "0"))
            low, high = int(element.attributes["min"]), int(element.attributes["max"])
            columns.append((low, high, style))
        elif depth <= 1 and name not in single:
            single[name] = element

    names = ("worksheet", "sheetData", "row", "c", "col", "legacyDrawing", *_AFTER_NOTES)
    scan(data, names, on)
    root, body = single.get("worksheet"), single.get("sheetData")
    if root is None or body is None:
        return None
    behind = [single[name] for name in _AFTER_NOTES if name in single]
    return SheetPart(
        data,
        root,
        body,
        found_rows,
        cells,
        columns,
        single.get("legacyDrawing"),
        min(behind, key=lambda e: e.start, default=None),
    )


def coloured_sheet(
    part: SheetPart, styles: dict[Spot, Callable[[int], int]], drawing_id: str, namespace: str
) -> bytes:
    """The part with cells restyled, missing ones added, and a drawing of notes where it had none.

    `styles` gives for a cell the new style from the one it has; `drawing_id` is empty where there is
    nothing to tie.
    """
    patch = Patch(part.data)
    missing: dict[int, list[tuple[Spot, Callable[[int], int]]]] = {}
    for where, restyle in styles.items():
        cell = part.cells.get(where)
        if cell is None:
            missing.setdefault(where.row, []).append((where, restyle))
            continue
        patch.set_attribute(cell, "s", str(restyle(int(cell.attributes.get("s", "0")))))
    known = dict(part.rows)
    behind = b""
    for row, cells in sorted(missing.items(), key=lambda item: item[0]):
        cells.sort(key=lambda pair: pair[0].column)
        if row in known:
            _into_row(patch, part, row, known[row], cells)
            continue
        text = _new_row(part, row, cells)
        after = next((element for number, element in part.rows if number > row), None)
        if after is not None:
            patch.insert(after.start, text)
        else:
            behind += text
    if behind:
        patch.append(part.sheet_data, behind)
    if drawing_id and part.legacy is None:
        p = part.root.prefix
        tag = f'<{p}legacyDrawing xmlns:r="{namespace}" r:id="{drawing_id}"/>'.encode()
        at = part.following.start if part.following else part.root.tail
        patch.insert(at, tag)
    return patch.result()


def _into_row(
    patch: Patch,
    part: SheetPart,
    number: int,
    row: Element,
    cells: list[tuple[Spot, Callable[[int], int]]],
) -> None:
    own = row.attributes.get("s") if row.attributes.get("customFormat") in {"1", "true"} else None
    written = [(where, _cell(part, where, restyle, own)) for where, restyle in cells]
    head = without_attribute(part.data[row.start : row.head_end], "spans")
    if row.is_closed:
        content = b"".join(text for _, text in written)
        opened = head[:-2].rstrip() + b">"
        patch.replace(row.start, row.head_end, opened + content + f"</{row.tag}>".encode())
        return
    patch.replace(row.start, row.head_end, head)
    there = sorted(
        (where.column, element) for where, element in part.cells.items() if where.row == number
    )
    numbers = [column for column, _ in there]
    for where, text in written:
        index = bisect_right(numbers, where.column)
        patch.insert(there[index][1].start if index < len(there) else row.tail, text)


def _new_row(part: SheetPart, number: int, cells: list[tuple[Spot, Callable[[int], int]]]) -> bytes:
    p = part.root.prefix
    content = b"".join(_cell(part, where, restyle, None) for where, restyle in cells)
    return f'<{p}row r="{number}">'.encode() + content + f"</{p}row>".encode()


def _cell(
    part: SheetPart, where: Spot, restyle: Callable[[int], int], row_style: str | None
) -> bytes:
    style = int(row_style) if row_style else 0
    if row_style is None:
        style = next((s for low, high, s in part.columns if low <= where.column <= high), 0)
    p = part.root.prefix
    head = f'<{p}c r="{where.reference}"/>'.encode()
    return with_attribute(head, "s", str(restyle(style)))
