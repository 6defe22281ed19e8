"""Gives cells of the new workbook the looks they have in hers; what she has none of is added.

Her styles keep their numbers: new ones come behind. Not for changing how her own cells look.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from reportgen.office.tree import Element, document, parse, serialise

if TYPE_CHECKING:
    from reportgen.office.parts import Parts

_PARTS: Final = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_FIRST_OWN_FORMAT: Final = 164
"""Number formats below are Excel's own and mean the same everywhere (ECMA-376 part 1, 18.8.30)."""


class StyleSheet:
    """The cell styles of one workbook."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.part = parts.target(parts.main, "styles")
        self.root = parse(parts.content(self.part)) if self.part else Element("styleSheet")
        self.formats = {
            item.attributes.get("numFmtId", ""): item.attributes.get("formatCode", "")
            for item in self._list("numFmts")
        }
        self.changed = False
        self._described: dict[int, str] = {}

    def _list(self, tag: str) -> list[Element]:
        found = self.root.find(tag)
        return [] if found is None else found.elements()

    def _format(self, style: int) -> Element:
        known = self._list("cellXfs")
        return known[style] if style < len(known) else Element("xf", {"numFmtId": "0"})

    def description(self, style: int) -> str:
        """What the style looks like; equal for equal looks in workbooks of one program."""
        if style not in self._described:
            item = self._format(style)
            number = item.attributes.get("numFmtId", "0")
            pieces = [self.formats.get(number, number)]
            for name, tag in _PARTS:
                found = self._list(tag)
                index = int(item.attributes.get(name, "0") or 0)
                pieces.append(serialise(found[index]) if index < len(found) else "")
            pieces += [serialise(child) for child in item.elements()]
            self._described[style] = "|".join(pieces)
        return self._described[style]

    def take(self, other: StyleSheet, style: int) -> int:
        """The number here of a style of another workbook, added where there is none like it."""
        wanted = other.description(style)
        for known in range(len(self._list("cellXfs"))):
            if self.description(known) == wanted:
                return known
        item = other._format(style)
        attributes = dict(item.attributes)
        attributes["numFmtId"] = self._number(other, attributes.get("numFmtId", "0"))
        for name, tag in _PARTS:
            found = other._list(tag)
            index = int(attributes.get(name, "0") or 0)
            attributes[name] = str(self._add(tag, found[index]) if index < len(found) else 0)
        attributes["xfId"] = "0"
        for name in ("Font", "Fill", "Border", "NumberFormat", "Alignment"):
            attributes[f"apply{name}"] = "1"
        made = Element("xf", attributes)
        made.children = list(item.children)
        return self._append("cellXfs", made)

    def result(self) -> None:
        """Puts the styles back where something was added."""
        if self.changed and self.part:
            self.parts.put(self.part, document(self.root))

    def _number(self, other: StyleSheet, number: str) -> str:
        code = other.formats.get(number)
        if code is None:
            return number
        known = next((n for n, c in self.formats.items() if c == code), None)
        if known is not None:
            return known
        free = max([_FIRST_OWN_FORMAT - 1, *(int(n) for n in self.formats if n.isdigit())]) + 1
        self.formats[str(free)] = code
        listed = self.root.find("numFmts")
        if listed is None:
            listed = Element("numFmts", {"count": "0"})
            self.root.children.insert(0, listed)
        listed.children.append(Element("numFmt", {"numFmtId": str(free), "formatCode": code}))
        listed.attributes["count"] = str(len(listed.elements()))
        self.changed = True
        return str(free)

    def _add(self, tag: str, item: Element) -> int:
        text = serialise(item)
        for index, known in enumerate(self._list(tag)):
            if serialise(known) == text:
                return index
        return self._append(tag, item)

    def _append(self, tag: str, item: Element) -> int:
        listed = self.root.find(tag)
        if listed is None:
            listed = Element(tag)
            self.root.children.append(listed)
        listed.children.append(item)
        listed.attributes["count"] = str(len(listed.elements()))
        self.changed = True
        return len(listed.elements()) - 1


class Looks:
    """Which style of hers stands for which of the new workbook, learnt from cells both have."""

    def __init__(self, base: StyleSheet, hers: StyleSheet, new: StyleSheet) -> None:
        self.base, self.hers, self.new = base, hers, new
        self._seen: dict[tuple[int, str], Counter[int]] = defaultdict(Counter)
        self._anywhere: dict[str, Counter[int]] = defaultdict(Counter)

    def learn(self, column: int, description: str, hers: int) -> None:
        """A cell that was generated in this look has that style of hers now."""
        self._seen[column, description][hers] += 1
        self._anywhere[description][hers] += 1

    def known(self, column: int, description: str) -> int | None:
        """Her style for a look: what most cells of that column have; None where there is none."""
        for counts in (self._seen.get((column, description)), self._anywhere.get(description)):
            if counts:
                return counts.most_common(1)[0][0]
        return None

    def style(self, column: int, style: int) -> int:
        """Her style for a cell of the new workbook."""
        found = self.known(column, self.new.description(style))
        return self.hers.take(self.new, style) if found is None else found
