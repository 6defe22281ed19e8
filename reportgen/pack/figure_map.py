"""The figure map on disk, `.reportgen/figures.json`: which figure stands where (数据来源).

Described in docs/design/figure-map.md. Where a figure comes from is not kept here: it follows from
the data set and the key.
"""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from reportgen.pack.manifest import BrokenError, parse_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VERSION: Final = 1


class Printing(Protocol):
    """A printed figure, as rendering gives it."""

    @property
    def part(self) -> str:
        """Sheet title, or `document` in Word."""

    @property
    def spot(self) -> str:
        """Cell, or paragraph and offset in Word."""

    @property
    def key(self) -> str:
        """The figure's key."""

    @property
    def text(self) -> str:
        """As it is printed."""

    @property
    def exact(self) -> str:
        """The number in the cell, where the text does not say it all."""


class Printed(NamedTuple):
    """A printed figure, read back from the map."""

    part: str
    spot: str
    key: str
    text: str
    exact: str = ""


def figures_to_bytes(documents: Iterable[tuple[str, Sequence[Printing]]]) -> bytes:
    """The figure map of the documents, in their order: one document a line."""
    lines = [
        f"{_text(name)}:[{','.join([_row(p) for p in printings])}]" for name, printings in documents
    ]
    text = f'{{"version":{VERSION},"documents":{{\n' + ",\n".join(lines) + "\n}}\n"
    return text.encode("utf-8", "backslashreplace")


def parse_figures(data: bytes) -> Mapping[str, list[Printed]]:
    """The printed figures of each document.

    Raises:
        BrokenError: it is no figure map.
    """
    content = parse_object(data)
    if content.get("version") != VERSION:
        raise BrokenError("由别的版本的程序写成")
    try:
        found = {
            name: [Printed(*row) for row in rows] for name, rows in content["documents"].items()
        }
    except (AttributeError, KeyError, TypeError) as error:
        raise BrokenError("内容不全") from error
    if not all(isinstance(text, str) for rows in found.values() for row in rows for text in row):
        raise BrokenError("内容不全")
    return found


def _row(item: Printing) -> str:
    exact = f",{_text(item.exact)}" if item.exact else ""
    return f"[{_text(item.part)},{_text(item.spot)},{_text(item.key)},{_text(item.text)}{exact}]"


_text: Final = encode_basestring
