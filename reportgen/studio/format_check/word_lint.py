"""What in a Word template will cause trouble although it can be printed."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from reportgen.render.word.repair import _texts, text_of
from reportgen.render.word.spots import named
from reportgen.render.word.tags import VALUE, Tag, scan, spans
from reportgen.render.word.tree import Node, PartError, parse
from reportgen.studio import format_check_kinds as kinds
from reportgen.studio.format_check.units import clash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.finding import Finding
    from reportgen.language.printing import NumberFormat
    from reportgen.place import Place
    from reportgen.render.word.package import Opened
    from reportgen.studio.format_check.word_names import WordPart

USUAL_FONTS: Final = frozenset(
    ["仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋简体", "方正仿宋_GB2312", "华文仿宋", "STFangsong", "黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "华文黑体", "华文细黑", "楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "方正楷体简体", "华文楷体", "STKaiti", "宋体", "SimSun", "新宋体", "NSimSun", "华文宋体", "华文中宋", "STSong", "STZhongsong", "方正书宋_GBK", "方正小标宋简体", "方正小标宋_GBK", "方正大标宋简体", "小标宋", "隶书", "幼圆", "等线", "DengXian", "微软雅黑", "Arial", "Calibri", "Cambria", "Consolas", "Georgia", "Tahoma", "Verdana", "Symbol", "Wingdings", "Courier", "思源宋体", "思源黑体"]
) | frozenset(
    ["Microsoft YaHei", "Microsoft YaHei UI", "Times New Roman", "Courier New", "Arial Narrow",
     "Calibri Light", "Cambria Math", "MS Mincho", "MS Gothic", "Wingdings 2", "Wingdings 3",
     "Segoe UI Symbol", "Arial Unicode MS", "SimSun-ExtB", "宋体-简", "等线 Light", "MS Sans Serif",
     "Noto Sans CJK SC", "Noto Serif CJK SC", "Liberation Serif", "Liberation Sans"]
)  # fmt: skip
"""公文's own (GB/T 9704) with their makers' names, and what every Windows, Office or WPS brings."""

_STYLED: Final = {"w:pStyle": "段落", "w:rStyle": "文字", "w:tblStyle": "表格"}
_FONT_KINDS: Final = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_CHANGES: Final = {"w:ins": "插入", "w:del": "删除", "w:moveFrom": "移动", "w:moveTo": "移动"}
_BETWEEN: Final = {
    "w:proofErr": "拼写检查的记号",
    "w:bookmarkStart": "书签",
    "w:bookmarkEnd": "书签",
    "w:lastRenderedPageBreak": "分页的记号",
    "w:softHyphen": "软连字符",
}


def lint_word(
    opened: Opened, parts: list[WordPart], numbers: Mapping[str, NumberFormat]
) -> list[Finding]:
    """What is found, in the order of the document."""
    findings: list[Finding] = []
    styles = _styles(opened)
    fonts: set[str] = set()
    for part in parts:
        changes: dict[str, Place] = {}
        for node, spot in named(part.root):
            place = part.at(spot)
            if node.tag == "w:p":
                findings += _paragraph(node, place, numbers)
            elif node.tag in _STYLED and styles is not None:
                style = str(node.attributes.get("w:val", ""))
                if style not in styles:
                    findings.append(kinds.NO_STYLE.at(place, style=style))
            elif node.tag == "w:rFonts":
                findings += _fonts(node, place, fonts)
            elif node.tag in _CHANGES and node.parent is not None and node.parent.tag != "w:rPr":
                changes.setdefault(_CHANGES[node.tag], place)
        if changes:
            first = next(iter(changes.values()))
            findings.append(kinds.REVISIONS.at(first, what="、".join(changes)))
        findings += _empty_loops(part)
    return list(dict.fromkeys(findings))


def _styles(opened: Opened) -> set[str] | None:
    try:
        root = parse(opened.content("word/styles.xml") or b"<w:styles/>")
    except PartError:
        return None
    return {str(item.attributes.get("w:styleId", "")) for item in root.elements("w:style")}


def _fonts(node: Node, place: Place, told: set[str]) -> list[Finding]:
    findings = []
    for kind in _FONT_KINDS:
        font = str(node.attributes.get(kind, "")).strip()
        if font and font not in USUAL_FONTS and font not in told:
            told.add(font)
            findings.append(kinds.STRANGE_FONT.at(place, font=font))
    return findings


def _paragraph(node: Node, place: Place, numbers: Mapping[str, NumberFormat]) -> list[Finding]:
    texts = _texts(node)
    parts = [text_of(item) for item in texts]
    full = "".join(parts)
    if "{" not in full and "｛" not in full:
        return []
    findings: list[Finding] = []
    ends: list[int] = []
    for text in parts:
        ends.append(len(text) + (ends[-1] if ends else 0))
    for start, end in spans(full):
        typed = _short(full[start:end])
        first, last = bisect_right(ends, start), bisect_right(ends, end - 1)
        if first != last:
            marks = _marks(node, texts[first], texts[last])
            findings.append(
                kinds.SPLIT_TAG.at(place, tag=typed, count=last - first + 1, marks=marks)
            )
        if any(sign in full[start : start + 2] + full[end - 2 : end] for sign in "｛｝％＃"):
            findings.append(kinds.FULL_WIDTH.at(place, tag=typed))
    pieces = scan(full)
    for piece, after in itertools.pairwise(pieces):
        if isinstance(piece, Tag) and piece.kind == VALUE and isinstance(after, str):
            found = clash(piece.body, after, numbers)
            if found:
                where, (printed, unit) = f"“{piece.typed}”", found
                findings.append(
                    kinds.UNIT_BESIDE.at(place, where=where, printed=printed, typed=unit)
                )
    return findings


def _marks(paragraph: Node, first: Node, last: Node) -> str:
    """What stands between the pieces of a tag, in words."""
    found: dict[str, None] = {}
    inside = False
    for item in paragraph.walk():
        if item is last:
            break
        if inside and item.tag in _BETWEEN:
            found[_BETWEEN[item.tag]] = None
        inside = inside or item is first
    return "、".join(found) or "不同的格式"


def _empty_loops(part: WordPart) -> list[Finding]:
    """A loop over rows or paragraphs that ends where it begins."""
    findings = []
    for tag, following in zip(part.tags, part.tags[1:], strict=False):
        opens = tag.keyword == "for" and tag.scope in {"tr", "p", "tc"}
        if opens and following.keyword == "endfor" and part.source:
            between = part.source.partition(tag.jinja)[2].partition(following.jinja)[0]
            if not between.strip():
                findings.append(kinds.EMPTY_LOOP.at(part.at(tag.spot), tag=tag.typed))
    return findings


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
