"""Styles that a form lacks: the same cell, showing a number as a form prints it.

Every style that was there keeps its number; only a cell without a number format gets another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reportgen.office.package import PackageError

if TYPE_CHECKING:
    from reportgen.office.package import Member
    from reportgen.studio.starting.grid import Showing

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLAIN: Final = frozenset({"0", "49"})
"""General, and text: a number in them shows all its decimals."""
_SHARES: Final = frozenset({"9", "10"})
"""0% and 0.00%: a rate is put in as 95.23, which they would show as 9523%."""
_TWO_DECIMALS: Final = "2"
_PERCENT: Final = '0.00"%"'
_FIRST_OWN: Final = 164


def bordered(content: bytes) -> frozenset[str]:
    """The numbers of the styles that draw a line around a cell: such a cell belongs to the form."""
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    lines = [
        any(side.get("style", "none") != "none" for side in b) for b in root.iter(f"{_S}border")
    ]
    formats = root.find(f"{_S}cellXfs")
    return frozenset(
        str(number)
        for number, item in enumerate(formats if formats is not None else ())
        if (at := int(item.get("borderId", "0"))) < len(lines) and lines[at]
    )


class Styles:
    """The styles of a workbook, with what was added."""

    def __init__(self, member: Member | None) -> None:
        from lxml import etree

        if member is None:
            raise PackageError("里面没有样式")
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        self.root: Any = etree.fromstring(member.content, parser)
        self.formats: Any = self.root.find(f"{_S}cellXfs")
        self.added: dict[tuple[int, str], int] = {}

    def shown(self, style: int, showing: Showing) -> int:
        """The number of the style that shows a number so, else like `style`."""
        from copy import deepcopy

        known = self.added.get((style, showing))
        if known is not None:
            return known
        own = self.formats[style] if style < len(self.formats) else self.formats[0]
        if own.get("numFmtId", "0") not in _PLAIN and not (
            showing == "percent" and self._is_share(own.get("numFmtId", "0"))
        ):
            return style
        made = deepcopy(own)
        made.set("numFmtId", _TWO_DECIMALS if showing == "money" else self._percent())
        made.set("applyNumberFormat", "1")
        self.formats.append(made)
        self.formats.set("count", str(len(self.formats)))
        self.added[style, showing] = len(self.formats) - 1
        return len(self.formats) - 1

    def _is_share(self, number: str) -> bool:
        """Whether a number format multiplies by 100 to show a percentage."""
        own = {item.get("numFmtId"): item.get("formatCode", "") for item in self._own_formats()}
        code = re.sub(r'"[^"]*"|\\.', "", own.get(number, ""))
        return number in _SHARES or "%" in code

    def _own_formats(self) -> Any:
        found = self.root.find(f"{_S}numFmts")
        return () if found is None else found

    def _percent(self) -> str:
        """The id of the number format for a percentage that is kept as 98.81."""
        from lxml import etree

        own = self.root.find(f"{_S}numFmts")
        if own is None:
            own = etree.Element(f"{_S}numFmts")
            self.root.insert(0, own)
        for item in own:
            if item.get("formatCode") == _PERCENT:
                return str(item.get("numFmtId"))
        used = [int(item.get("numFmtId", "0")) for item in own]
        made = etree.SubElement(own, f"{_S}numFmt")
        made.set("numFmtId", str(max([_FIRST_OWN - 1, *used]) + 1))
        made.set("formatCode", _PERCENT)
        own.set("count", str(len(own)))
        return str(made.get("numFmtId"))

    def content(self) -> bytes:
        """The part as bytes."""
        from lxml import etree

        return bytes(
            etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        )
