"""What is left over in a text: placeholders, empty reasons, doubled units and words, loose choices.

Plain patterns over one text, for authored text and for produced documents alike. Not for figures
and years.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.checks import kinds

if TYPE_CHECKING:
    from reportgen.finding import Kind

TAG: Final = re.compile(r"[{｛]{2}.*?[}｝]{2}|[{｛][%％].*?[%％][}｝]", re.DOTALL)
_UNIT: Final = "亿元|万元|千元|元"
_UP: Final = "增加|增长|上升|提高|大于|高于|增"
_DOWN: Final = "减少|下降|降低|小于|低于|减"
_PATTERNS: Final = (
    (
        kinds.PLACEHOLDER,
        re.compile(
            r"(?<![A-Za-z0-9])[Xx]{2,}(?![A-Za-z0-9])|[×✕╳]{2,}|[＊*]{3,}|待填写?|待补充|待定稿"
            r"|此处填写?|请填写|(?<![{｛])[{｛][\u4e00-\u9fff]{1,12}[}｝](?![}｝])|【[^】]{0,20}填[^】]{0,20}】"
            r"|_{3,}|＿{2,}|[○〇□△]{2,}|[?？]{3,}"
        ),
    ),
    (
        kinds.EMPTY_REASON,
        # “深入分析原因，找出…” gives no reason and owes none: 主要, or a word that leads to one
        re.compile(
            r"(?:(?<=主要)原因|原因\s*[:：]|原因(?:主要)?(?:是由于|是因为|为|是|系|在于))"
            r"\s*(?:是由于|是因为|为|是|系|在于)?\s*[:：]?\s*(?:[。；;，,、]|$)"
        ),
    ),
    (
        kinds.LOOSE_CHOICE,
        re.compile(
            rf"(?:{_UP})\s*(?:[（(]\s*(?:{_DOWN})\s*[）)]|[/／]\s*(?:{_DOWN}))"
            rf"|(?:{_DOWN})\s*(?:[（(]\s*(?:{_UP})\s*[）)]|[/／]\s*(?:{_UP}))"
            r"|大小于|大[（(]小[）)]于|增减(?:加|少)"
        ),
    ),
    (
        kinds.UNUSED_INDICATOR,
        re.compile(r"指标\s*[0-9０-９]{1,2}\s*[:：]?\s*(?=[。；;，,、]|$)"),
    ),
    (
        kinds.DOUBLED_UNIT,
        re.compile(rf"(?:{_UNIT})\s*(?:{_UNIT})(?![旦宵钱])|[%％]\s*[%％]|平方米\s*平方米|㎡\s*㎡"),
    ),
    (
        kinds.DOUBLED_WORD,
        re.compile(
            r"(原因是?|其中[:：]?|主要)\1|([\u4e00-\u9fff]{2,6}(?:省|市|县|区|镇|乡|街道))\2"
        ),
    ),
    (
        kinds.DOUBLED_SIGN,
        re.compile(r"[，。；：、,;][，。；：、,;]|。\.|\.。|（\s*）|\(\s*\)|“\s*”|《\s*》"),
    ),
)


class Fault(NamedTuple):
    """Something left over: its kind, what it is, and the words around it."""

    kind: Kind
    fragment: str
    around: str


def faults(text: str) -> list[Fault]:
    """Everything left over in a text, each wording once; tags are passed over."""
    plain = without_tags(text)
    found: dict[tuple[str, str], Fault] = {}
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            fragment = match[0].strip()
            around = text[max(0, match.start() - 10) : match.end() + 10].strip()
            found.setdefault((kind.code, fragment), Fault(kind, fragment, around))
    return list(found.values())


def without_tags(text: str) -> str:
    """The text with the tags blotted out, every other character where it was."""
    if "{" not in text and "｛" not in text:
        return text
    return TAG.sub(lambda match: "\0" * len(match[0]), text)
