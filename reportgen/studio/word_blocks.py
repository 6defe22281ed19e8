"""The paragraphs and tables of a finished Word document in order, and how far a cell of a table reaches.

For those that read documents of others: tables inside tables are not gone into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH: Final = f"{W}p"
TABLE: Final = f"{W}tbl"


def blocks(body: Any) -> Iterator[Any]:
    """The paragraphs that stand in no table, and the tables that do not, from top to bottom."""
    for element in body.iter(PARAGRAPH, TABLE):
        if not any(ancestor.tag == TABLE for ancestor in element.iterancestors()):
            yield element


def reach(cell: Any) -> tuple[int, bool]:
    """How many columns a cell covers as it is written, and whether it goes on with the one above."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, False
    grid = properties.find(f"{W}gridSpan")
    merge = properties.find(f"{W}vMerge")
    columns = int(grid.get(f"{W}val", "1")) if grid is not None else 1
    return columns, merge is not None and merge.get(f"{W}val") != "restart"
