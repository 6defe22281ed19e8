"""The tree of values that every input file becomes: each value with the place where it stands.

YAML and workbook give equal trees for equal data, places aside. What the values mean (amounts,
codes, options) is decided by the model; nothing is converted here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from reportgen.place import Place

TEXT: Final = "text"
NUMBER: Final = "number"
DATE: Final = "date"
BOOL: Final = "bool"
ERROR: Final = "error"
BLANK: Final = "blank"
PERCENT: Final = "%"
"""Unit of a number whose cell shows it as a percentage; its text is the number itself (0.5)."""


@frozen
class Scalar:
    """One value as it stands in the file.

    `kind` is one of the constants above. YAML values are "text" or "blank"; a date cell holds ISO
    text, a number cell its digits without exponent, a boolean cell TRUE or FALSE, an error cell
    Excel's own sign (#REF!). `unit` comes from a head such as 金额（万元）; None = the data set's.
    """

    text: str
    place: Place
    kind: str = TEXT
    unit: str | None = None


@frozen
class Mapping:
    """Named values in the order of the file; `key_places` says where each name stands."""

    entries: dict[str, Node]
    key_places: dict[str, Place]
    place: Place


@frozen
class Sequence:
    """Values in the order of the file."""

    items: list[Node]
    place: Place


Node: TypeAlias = Scalar | Mapping | Sequence

_UNIT = re.compile(r"(.*?\S)\s*[（(]\s*(?:单位\s*[:：]\s*)?(元|千元|万元|亿元)\s*[）)]")


@lru_cache(maxsize=4096)
def split_unit(name: str) -> tuple[str, str | None]:
    """The bare name and the unit of a head: 金额（万元） → 金额, 万元; None where it has none."""
    name = name.strip()
    if name[-1:] in {"）", ")"} and (match := _UNIT.fullmatch(name)):
        return match[1], match[2]
    return name, None


def plain(node: Node) -> Any:
    """The bare text of a tree as dict, list and str, blanks and places dropped; for comparing."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items if not _is_blank(item)]
    return {name: plain(item) for name, item in node.entries.items() if not _is_blank(item)}


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.kind == BLANK
