"""The notes of empty tables: each must speak of the table it stands below.

A table without figures is published with a note that says so (财预〔2016〕143号).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.proof import table_kinds
from reportgen.proof.document import Table, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.document import Document

_FUNDS: Final = ("政府性基金", "政府基金", "国有资本经营", "“三公”", "一般公共预算")
_EMPTY: Final = re.compile(r"空表|无数据|没有数据|没有使用|无.{0,12}(?:预算|支出|收入)")


def check_notes(document: Document) -> Iterator[Finding]:
    """The note of an empty table that names another fund than the table's title."""
    tables: dict[str, Table] = {}
    last: Table | None = None
    for table in document.tables:
        if table.place.sheet:
            tables[table.place.sheet] = table
    for block in document.blocks:
        if isinstance(block, Table):
            last = block
            for row in block.rows[-3:]:
                said = [cell for cell in row if cell.text.strip() and not cell.copy]
                if len(said) == 1:
                    yield from _note(said[0].text, said[0].place, block)
            continue
        yield from _note(block.text, block.place, tables.get(block.place.sheet or "", last))


def _note(text: str, place: Place, table: Table | None) -> Iterator[Finding]:
    words = squeezed(text)
    if table is None or len(words) > 120 or not re.match(r"(?:注|说明|备注)[:：]", words):
        return
    if not _EMPTY.search(words):
        return
    named = {fund.replace("性", "") for fund in _FUNDS if fund in words}
    title = squeezed(table.title)
    owned = {fund.replace("性", "") for fund in _FUNDS if fund in title}
    if named and owned and not named & owned:
        yield table_kinds.WRONG_NOTE.at(place, note=words[:40], title=title[:30])
