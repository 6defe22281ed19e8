"""The listing of a Word file: paragraphs and table cells in order, named as findings name them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reportgen.office import package

if TYPE_CHECKING:
    from collections.abc import Iterator

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS: Final = re.compile(r"word/((?:document|header\d*|footer\d*|footnotes|endnotes))\.xml")
_JUSTIFY: Final = {"center": "居中", "right": "靠右", "both": "两端", "distribute": "分散"}
_OFF: Final = ("0", "false", "off", "none")
_SIGNS: Final = {f"{_W}tab": "→", f"{_W}br": "↵", f"{_W}cr": "↵", f"{_W}drawing": "【图】"}
_CONTAINERS: Final = (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag")


def lines(data: bytes) -> list[str]:
    """Every paragraph and cell with its text, style and merges."""
    members = {member.name: member for member in package.read(data)}
    styles = _styles(members)
    found: list[str] = []
    order = {"document": 0, "header": 1, "footer": 2}
    parts = [(match[1], name) for name in members if (match := _PARTS.fullmatch(name))]
    for label, name in sorted(parts, key=lambda p: (order.get(p[0].rstrip("0123456789"), 3), p)):
        found.append(f"[{label}]")
        root = _parse(members[name].content)
        body = root.find(f"{_W}body")
        found += _blocks(root if body is None else body, "", styles)
        found += [_section(item) for item in root.iter(f"{_W}sectPr")]
    return found


def _parse(content: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _styles(members: dict[str, package.Member]) -> dict[str, str]:
    if "word/styles.xml" not in members:
        return {}
    root = _parse(members["word/styles.xml"].content)
    return {
        style.get(f"{_W}styleId", ""): style.find(f"{_W}name").get(f"{_W}val", "")
        for style in root.iter(f"{_W}style")
        if style.find(f"{_W}name") is not None
    }


def _children(container: Any) -> Iterator[Any]:
    """Paragraphs and tables, those inside content controls included."""
    for child in container:
        if child.tag in _CONTAINERS:
            yield from _children(child)
        elif child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child


def _blocks(container: Any, indent: str, styles: dict[str, str]) -> Iterator[str]:
    paragraphs = tables = 0
    for child in _children(container):
        if child.tag == f"{_W}p":
            paragraphs += 1
            yield f"{indent}第{paragraphs}段{_looks(child, styles)} {_text(child)}".rstrip()
        else:
            tables += 1
            yield from _table(child, f"{indent}表{tables}", indent, styles)


def _table(table: Any, name: str, indent: str, styles: dict[str, str]) -> Iterator[str]:
    widths = [item.get(f"{_W}w", "") for item in table.iter(f"{_W}gridCol")]
    yield f"{name} 列宽 {' '.join(widths)}"
    rows = [row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]
    for number, row in enumerate(rows, start=1):
        properties = row.find(f"{_W}trPr")
        marks = []
        if properties is not None:
            height = properties.find(f"{_W}trHeight")
            marks += [] if height is None else [f"高{height.get(f'{_W}val', '')}"]
            marks += ["重复表头"] if properties.find(f"{_W}tblHeader") is not None else []
            marks += ["不跨页"] if properties.find(f"{_W}cantSplit") is not None else []
        yield f"{indent}  第{number}行{_bracketed(marks)}"
        for column, cell in enumerate(row.iter(f"{_W}tc"), start=1):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue
            yield from _cell(cell, f"{indent}    第{column}格", styles)


def _cell(cell: Any, name: str, styles: dict[str, str]) -> Iterator[str]:
    properties = cell.find(f"{_W}tcPr")
    marks = []
    if properties is not None:
        span = properties.find(f"{_W}gridSpan")
        down = properties.find(f"{_W}vMerge")
        marks += [] if span is None else [f"跨{span.get(f'{_W}val', '')}列"]
        if down is not None:
            marks.append("向下合并" if down.get(f"{_W}val") == "restart" else "并入上格")
    blocks = list(_children(cell))
    paragraphs = [item for item in blocks if item.tag == f"{_W}p"]
    looks = _looks(paragraphs[0], styles) if paragraphs else ""
    yield f"{name}{_bracketed(marks)}{looks} {'¶'.join(map(_text, paragraphs))}".rstrip()
    if len(paragraphs) < len(blocks):
        yield from _blocks(cell, "      ", styles)


def _looks(paragraph: Any, styles: dict[str, str]) -> str:
    """Style, alignment, and the fonts of the runs that say something."""
    marks = []
    properties = paragraph.find(f"{_W}pPr")
    if properties is not None:
        style = properties.find(f"{_W}pStyle")
        justify = properties.find(f"{_W}jc")
        if style is not None:
            identifier = style.get(f"{_W}val", "")
            marks.append(styles.get(identifier, identifier))
        if justify is not None:
            word = justify.get(f"{_W}val", "")
            marks += [_JUSTIFY[word]] if word in _JUSTIFY else []
    fonts = [_font(run) for run in paragraph.iter(f"{_W}r") if run.find(f"{_W}t") is not None]
    marks += [font for font in dict.fromkeys(fonts) if font]
    return _bracketed(marks)


def _font(run: Any) -> str:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return ""
    words = []
    fonts = properties.find(f"{_W}rFonts")
    if fonts is not None:
        words.append(fonts.get(f"{_W}eastAsia") or fonts.get(f"{_W}ascii") or "")
    size = properties.find(f"{_W}sz")
    if size is not None:
        words.append(f"{int(size.get(f'{_W}val', '0')) / 2:g}磅")
    words += ["粗"] if _is_on(properties.find(f"{_W}b")) else []
    words += ["下划线"] if _is_on(properties.find(f"{_W}u")) else []
    return " ".join(word for word in words if word)


def _is_on(mark: Any) -> bool:
    """Whether a mark of a style is set; Word writes one that was taken away as well."""
    return mark is not None and mark.get(f"{_W}val", "") not in _OFF


def _text(paragraph: Any) -> str:
    pieces = []
    for element in paragraph.iter(f"{_W}t", f"{_W}instrText", *_SIGNS):
        if element.tag in _SIGNS:
            if element.getparent().tag == f"{_W}r":
                pieces.append(_SIGNS[element.tag])
        else:
            pieces.append(element.text or "")
    return "".join(pieces)


def _section(properties: Any) -> str:
    size, margins = properties.find(f"{_W}pgSz"), properties.find(f"{_W}pgMar")
    words = ["节"]
    if size is not None:
        words.append(f"纸 {size.get(f'{_W}w', '')}×{size.get(f'{_W}h', '')}")
        words += ["横向"] if size.get(f"{_W}orient") == "landscape" else []
    if margins is not None:
        sides = (margins.get(f"{_W}{side}", "") for side in ("top", "right", "bottom", "left"))
        words.append(f"边距 {' '.join(sides)}")
    return " ".join(words)


def _bracketed(marks: list[str]) -> str:
    return f"[{'，'.join(marks)}]" if marks else ""
