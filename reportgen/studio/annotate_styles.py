"""Adds to a workbook's styles the same cells in colour, and what the list of findings needs.

Every style that was there keeps its number; new ones come behind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reportgen.finding import Severity
from reportgen.office.scan import (
    Element,
    Patch,
    ScanError,
    scan,
    with_attribute,
)

COLOURS: Final = {
    Severity.ERROR: "FFFFC7CE",
    Severity.EXPLAIN: "FFFFEB9C",
    Severity.HINT: "FFDDEBF7",
}
_LISTS: Final = ("fonts", "fills", "cellXfs")
_ALIGNED: Final = '<{p}alignment vertical="top" wrapText="1"/>'


@dataclass(slots=True)
class Styles:
    """The styles part, and the styles asked for so far."""

    data: bytes
    lists: dict[str, Element] = field(default_factory=dict)
    formats: list[Element] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    fills: list[str] = field(default_factory=list)
    added: list[bytes] = field(default_factory=list)
    _known: dict[tuple[int, Severity], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Finds the lists; raises ScanError where one is missing."""
        parents: list[tuple[Element, int]] = []

        def on(element: Element, depth: int) -> None:
            if depth == 1 and element.name in _LISTS:
                self.lists[element.name] = element
            elif element.name == "xf" and depth == 2:
                parents.append((element, depth))

        scan(self.data, (*_LISTS, "xf"), on)
        if set(_LISTS) - self.lists.keys():
            raise ScanError("缺少样式")
        own = self.lists["cellXfs"]
        self.formats = [e for e, _ in parents if own.start < e.start < own.end]

    @property
    def prefix(self) -> str:
        """The prefix of the part's elements."""
        return self.lists["cellXfs"].prefix

    def coloured(self, style: int, severity: Severity) -> int:
        """The number of a style that is another one in the colour of a severity."""
        known = self._known.get((style, severity))
        if known is None:
            fill = self._fill(COLOURS[severity])
            if style < len(self.formats):
                element = self.formats[style]
                head = self.data[element.start : element.head_end]
                rest = self.data[element.head_end : element.end]
            else:
                head, rest = (
                    f'<{self.prefix}xf numFmtId="0" fontId="0" borderId="0"/>'.encode(),
                    b"",
                )
            head = with_attribute(with_attribute(head, "fillId", str(fill)), "applyFill", "1")
            known = self._known[style, severity] = self._format(head + rest)
        return known

    def plain(self, font: str = "", colour: str = "") -> int:
        """The number of a new style for the list: wrapped text, perhaps with a font and a fill."""
        p = self.prefix
        fonts = self._font(font) if font else 0
        fill = self._fill(colour) if colour else 0
        return self._format(
            f'<{p}xf numFmtId="0" fontId="{fonts}" fillId="{fill}" borderId="0" applyFont="1" '
            f'applyFill="1" applyAlignment="1">{_ALIGNED.format(p=p)}</{p}xf>'.encode()
        )

    def result(self) -> bytes:
        """The part with what was added."""
        patch = Patch(self.data)
        for name, new in (
            ("fonts", [text.encode() for text in self.fonts]),
            ("fills", [text.encode() for text in self.fills]),
            ("cellXfs", self.added),
        ):
            if not new:
                continue
            element = self.lists[name]
            count = self._count(name) + len(new)
            head = with_attribute(self.data[element.start : element.head_end], "count", str(count))
            patch.replace(element.start, element.head_end, head)
            patch.insert(element.tail, b"".join(new))
        return patch.result()

    def _count(self, name: str) -> int:
        if name == "cellXfs":
            return len(self.formats)
        element = self.lists[name]
        child = name.removesuffix("s")
        inner = self.data[element.head_end : element.tail]
        tag = f"<{self.prefix}{child}".encode()
        return inner.count(tag + b">") + inner.count(tag + b" ") + inner.count(tag + b"/>")

    def _format(self, xml: bytes) -> int:
        self.added.append(xml)
        return len(self.formats) + len(self.added) - 1

    def _font(self, content: str) -> int:
        p = self.prefix
        text = f"<{p}font>{content.format(p=p)}</{p}font>"
        return self._listed("fonts", self.fonts, text)

    def _fill(self, colour: str) -> int:
        p = self.prefix
        text = (
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
        )
        return self._listed("fills", self.fills, text)

    def _listed(self, name: str, added: list[str], text: str) -> int:
        if text not in added:
            added.append(text)
        return self._count(name) + added.index(text)
