"""The grid of tables whose number of columns comes from the data.

As docxtpl counts and scales it, with `gridBefore` and `gridAfter` counted, and each table by itself.
Widths are twips of the layout, not amounts. Tables of a fixed shape are left as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.render.word.structure import GRID, GRID_END, width_of
from reportgen.render.word.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP: Final = re.compile(
    r'<(/?)w:(tbl|tr|tc|gridBefore|gridAfter|gridSpan|gridCol)(?=[ />])(?:[^>]*? w:(?:val|w)="(\d+)")?'
    r"[^>]*?(/?)>"
)
_OPENING: Final = f"<{GRID}/>"
_CLOSING: Final = f"<{GRID_END}/>"


def fit_grids(text: str) -> str:
    """Each table that is signed gets as many grid columns as its widest row needs."""
    while (end := text.find(_CLOSING)) >= 0:
        # The first to end is innermost, so that a nested one is done before the one around it.
        start = text.rfind(_OPENING, 0, end)
        table = text[start + len(_OPENING) : end]
        text = text[:start] + _fit(table) + text[end + len(_CLOSING) :]
    return text


def fit_fixed_tables(root: Node) -> None:
    """The grids of tables whose columns the template fixes, put right where they do not fit."""
    for table in root.walk():
        grid = table.find("w:tblGrid") if table.tag == "w:tbl" else None
        if grid is None or table.find(GRID) is not None:
            continue
        columns = [_width(column) for column in grid.elements("w:gridCol")]
        rows = [node for node in table.walk() if node.tag == "w:tr"]
        rows = [row for row in rows if row.above("w:tbl") is table]
        cells = [list(_cells(row)) for row in rows]
        spans = [
            sum(width_of(cell.find("w:tcPr"), "w:gridSpan", 1) for cell in found)
            + width_of(row.find("w:trPr"), "w:gridBefore", 0)
            + width_of(row.find("w:trPr"), "w:gridAfter", 0)
            for row, found in zip(rows, cells, strict=True)
        ]
        fitted = _columns(columns, max(map(len, cells), default=0), max(spans, default=0))
        if fitted != columns:
            grid.children = []
            for width in fitted:
                grid.append(Node("w:gridCol", {"w:w": str(width)}))


def _cells(row: Node) -> Iterator[Node]:
    for node in row.elements():
        if node.tag == "w:tc":
            yield node
        elif node.tag in {"w:sdt", "w:sdtContent", "w:ins", "w:customXml"}:
            yield from _cells(node)


def _width(column: Node) -> int:
    value = column.attributes.get("w:w")
    return int(value) if isinstance(value, str) and value.isdecimal() else 0


def _fit(table: str) -> str:
    """The content of a table, without its own tag, with its grid made to fit."""
    columns: list[int] = []
    depth = cells = spans = most_cells = most_spans = 0
    for step in _STEP.finditer(table):
        closing, name, value, _ = step.groups()
        if name == "tbl":
            depth += -1 if closing else 1
        elif depth:
            continue
        elif name == "gridCol":
            columns.append(int(value or 0))
        elif name == "tr":
            if closing:
                most_cells, most_spans = max(most_cells, cells), max(most_spans, spans)
            cells = spans = 0
        elif name == "tc" and not closing:
            cells += 1
            spans += 1
        elif name == "gridSpan":
            spans += int(value or 1) - 1
        elif name in {"gridBefore", "gridAfter"}:
            spans += int(value or 0)
    grid = _columns(columns, most_cells, most_spans)
    if grid == columns:
        return table
    start = table.find("<w:tblGrid>")
    end = table.find("</w:tblGrid>", start)
    if start < 0 or end < 0:
        return table
    inside = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"{table[:start]}<w:tblGrid>{inside}{table[end:]}"


def _columns(columns: list[int], cells: int, spans: int) -> list[int]:
    """The widths of the grid: more columns share its width, fewer take over what goes."""
    widths = list(columns)
    more = cells - len(widths)
    if more > 0:
        total = float(sum(widths))
        if total > 0:
            before = total / len(widths)
            after = total / (len(widths) + more)
            widths = [int(float(width) * after / before) for width in widths]
            widths += [int(after)] * more
        else:
            widths += [0] * more
    less = len(widths) - spans
    if 0 < less < len(widths):
        extra = int(float(sum(widths[-less:])) / (len(widths) - less))
        widths = [width + extra for width in widths[:-less]]
    return widths
