"""What tags do to the tree: control rows, paragraphs, cells and runs go; cell tags become attributes.

Elements whose names begin with `fx-` are signs for the printed text (docs/design/word-engine.md).
Not for pairing blocks, and not for finding tags.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.render.word import kinds
from reportgen.render.word.repair import text_of, trim
from reportgen.render.word.tags import BLOCK, COMMENT, VALUE, Raw, Tag
from reportgen.render.word.tree import Node, cell_property

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.finding import Finding
    from reportgen.place import Place

END: Final = "fx-c"
EMPTY_ROW: Final = "fx-r"
EMPTY_TABLE: Final = "fx-t"
GRID: Final = "fx-g"
GRID_END: Final = "fx-h"
MERGED: Final = "fx-v"
MERGED_ROW: Final = "fx-w"
LOOP: Final = "fx-l"
LINE: Final = "fx-n"
TAB: Final = "fx-b"

_UNITS: Final = {"tr": "行", "tc": "格", "p": "段", "r": "段"}
_CONTAINERS: Final = frozenset(
    {"w:tc", "w:hdr", "w:ftr", "w:txbxContent", "w:footnote", "w:endnote"}
)
_SHOWN: Final = frozenset({"w:drawing", "w:pict", "w:object", "w:footnoteReference"})


@dataclass(slots=True)
class Structure:
    """What the tags of a part need after printing."""

    at: Callable[[str], Place]
    findings: list[Finding]
    signs: set[str] = field(default_factory=set)
    printed: list[Tag] = field(default_factory=list)
    """`{{p …}}`, `{{r …}}`: tags that print more than text."""


def arrange(root: Node, structure: Structure) -> None:
    """Do to the tree what its tags ask for, in the order in which docxtpl does it."""
    _cell_tags(root, structure)
    _preserve(root)
    for text, tag in reversed(_placed(root)):
        if tag.scope == "r":
            _split_run(text, tag, structure)
    trim(root, structure.at, structure.findings)
    for scope in ("tr", "tc", "p"):
        for text, tag in _placed(root):
            if tag.scope == scope:
                _replace_unit(text, tag, structure)
    _merge_across(root, structure)
    _merge_down(root, structure)
    _sign_containers(root, structure)


def _placed(root: Node) -> list[tuple[Node, Tag]]:
    """The tags of a part with the element that they stand in, in document order."""
    return [(node, item) for node in root.walk() for item in node.children if isinstance(item, Tag)]


def _cell_tags(root: Node, structure: Structure) -> None:
    for text, tag in _placed(root):
        if tag.keyword not in {"colspan", "cellbg"}:
            continue
        _take_out(text, tag)
        cell = text.above("w:tc")
        if cell is None:
            structure.findings.append(
                kinds.NO_UNIT.at(structure.at(tag.spot), tag=tag.typed, unit="表格的格")
            )
            continue
        if tag.keyword == "colspan":
            value = tag.like(VALUE, f"__span({tag.rest})")
            cell_property(cell, "w:gridSpan", {"w:val": value})
            structure.signs.add(GRID)
            _sign_grid(cell)
        else:
            value = tag.like(VALUE, f"__colour({tag.rest})")
            attributes: dict[str, str | Tag] = {"w:val": "clear", "w:color": "auto"}
            cell_property(cell, "w:shd", attributes | {"w:fill": value})
        # As docxtpl: a run that held the tag alone goes.
        run = text.parent
        if run is not None and not text.attributes and not any(text.children):
            run.replace()


def _take_out(text: Node, tag: Tag) -> None:
    text.children = [item for item in text.children if item is not tag]


def _preserve(root: Node) -> None:
    """`xml:space="preserve"` on a text that is followed by a tag, as docxtpl sets it."""
    pending: Node | None = None
    for node in root.walk():
        if node.tag == "w:t" and not node.attributes:
            pending = node
        items = [*node.children, *node.attributes.values()]
        tags = [item for item in items if isinstance(item, Tag | Raw)]
        if pending is not None and any(isinstance(t, Raw) or t.kind != COMMENT for t in tags):
            pending.attributes["xml:space"] = "preserve"
            pending = None


def _split_run(text: Node, tag: Tag, structure: Structure) -> None:
    """`{{r x}}`: the run ends before the tag and goes on behind it with its properties."""
    run = text.above("w:r")
    if run is None or run.parent is None or text.parent is not run:
        structure.findings.append(
            kinds.NO_UNIT.at(structure.at(tag.spot), tag=tag.typed, unit="一段文字")
        )
        return
    at = next(index for index, item in enumerate(text.children) if item is tag)
    behind = Node("w:r")
    properties = run.find("w:rPr")
    if properties is not None:
        behind.append(properties.copy())
    rest = Node("w:t", {"xml:space": "preserve"})
    rest.children = text.children[at + 1 :]
    text.children = text.children[:at]
    behind.append(rest)
    where = text.index + 1
    for item in run.children[where:]:
        if isinstance(item, Node):
            behind.append(item)
    del run.children[where:]
    if tag.kind == COMMENT:
        run.replace(run, behind)
        return
    run.replace(run, tag, behind)
    if tag.kind == VALUE:
        _printed(tag, structure)


def _printed(tag: Tag, structure: Structure) -> None:
    tag.body = f"__rich({tag.body})"
    structure.printed.append(tag)


def _replace_unit(text: Node, tag: Tag, structure: Structure) -> None:
    unit = text.above(f"w:{tag.scope}")
    at = structure.at(tag.spot)
    if unit is None:
        words = "表格" if tag.scope != "p" else "段落"
        structure.findings.append(kinds.NO_UNIT.at(at, tag=tag.typed, unit=words))
        return
    if tag.kind != COMMENT:
        other = _beside(unit, tag)
        if other:
            structure.findings.append(
                kinds.LOST.at(at, tag=tag.typed, unit=_UNITS[tag.scope], other=other)
            )
        if any(node.tag == "w:sectPr" for node in unit.walk()):
            structure.findings.append(kinds.SECTION.at(at, tag=tag.typed))
    if tag.kind == VALUE:
        _printed(tag, structure)
    unit.replace(tag)


def _beside(unit: Node, tag: Tag) -> str:
    """What else a unit holds that would be lost with it; empty where nothing is."""
    for node in unit.walk():
        if node.tag in _SHOWN:
            return "图片、对象或脚注"
        if node.tag == "w:t" and text_of(node).strip():
            return f"文字“{text_of(node).strip()[:20]}”"
        for item in node.children:
            if isinstance(item, Tag) and item is not tag and item.kind != COMMENT:
                return f"标签 {item.typed}"
    return ""


def _merge_across(root: Node, structure: Structure) -> None:
    for text, tag in _placed(root):
        if tag.keyword != "hm" or tag.rest:
            continue
        _take_out(text, tag)
        cell = text.above("w:tc")
        if cell is None or cell.parent is None:
            structure.findings.append(
                kinds.NO_UNIT.at(structure.at(tag.spot), tag=tag.typed, unit="表格的格")
            )
            continue
        properties = cell.find("w:tcPr")
        span = properties.find("w:gridSpan") if properties else None
        width = span.attributes.get("w:val") if span else None
        times = f"{width} * " if isinstance(width, str) and width.isdecimal() else ""
        value = tag.like(VALUE, f"__span({times}loop.length)")
        cell_property(cell, "w:gridSpan", {"w:val": value})
        structure.signs.add(GRID)
        _sign_grid(cell)
        cell.replace(tag.like(BLOCK, "if loop.first"), cell, tag.like(BLOCK, "endif"))


def _merge_down(root: Node, structure: Structure) -> None:
    rows: dict[int, Node] = {}
    for text, tag in _placed(root):
        if tag.keyword != "vm" or tag.rest:
            continue
        _take_out(text, tag)
        cell = text.above("w:tc")
        row = cell.above("w:tr") if cell else None
        if cell is None or row is None or row.parent is None:
            structure.findings.append(
                kinds.NO_UNIT.at(structure.at(tag.spot), tag=tag.typed, unit="表格的格")
            )
            continue
        if any(node.tag == "w:tbl" for node in cell.walk()):
            reason = "这一格里还套着表格"
            structure.findings.append(
                kinds.MERGE.at(structure.at(tag.spot), tag=tag.typed, reason=reason)
            )
            continue
        attributes: dict[str, str | Tag] = {"tag": tag, "c": str(_column(row, cell))}
        cell_property(cell, "w:vMerge", attributes).tag = MERGED
        structure.signs.add(MERGED)
        table = row.above("w:tbl")
        for other in table.walk() if table else ():
            if other.tag == "w:tr" and other.above("w:tbl") is table:
                rows[id(other)] = other
    for row in rows.values():
        row.insert(0, Node(MERGED_ROW))


def _column(row: Node, cell: Node) -> int:
    """The column of the grid in which a cell begins, as far as the template tells."""
    column = width_of(row.find("w:trPr"), "w:gridBefore", 0)
    for item in row.elements("w:tc"):
        if item is cell:
            break
        column += width_of(item.find("w:tcPr"), "w:gridSpan", 1)
    return column


def width_of(properties: Node | None, name: str, otherwise: int) -> int:
    """The number of columns that a property of a cell or row names."""
    found = properties.find(name) if properties else None
    value = found.attributes.get("w:val") if found else None
    return int(value) if isinstance(value, str) and value.isdecimal() else otherwise


def _sign_grid(inside: Node) -> None:
    table = inside.above("w:tbl")
    if table is not None and table.find(GRID) is None:
        table.insert(0, Node(GRID))
        table.append(Node(GRID_END))


def _sign_containers(root: Node, structure: Structure) -> None:
    """Where a loop or condition may leave a container, row or table empty."""
    for node in list(root.walk()):
        controlled = any(isinstance(item, Tag) for item in node.children)
        if node.tag in _CONTAINERS:
            last = next(_last_elements(node), None)
            if controlled:
                if last is None or last.tag != "w:p" or not _stays_last(node, last):
                    _end_with(node, END, structure)
            elif last is None or last.tag not in {"w:p", "w:sdt"}:
                node.append(Node("w:p"))
        elif controlled and node.tag == "w:tr":
            structure.signs.add(GRID)
            _sign_grid(node)
            if not any(item.tag == "w:tc" for item in _always(node)):
                _end_with(node, EMPTY_ROW, structure)
        elif node.tag == "w:tbl" and not any(
            item.tag in {"w:tr", "w:sdt"} for item in _always(node) if item.find(EMPTY_ROW) is None
        ):
            structure.signs.add(EMPTY_TABLE)
            ends_grid = node.find(GRID_END)
            at = ends_grid.index if ends_grid else len(node.children)
            node.insert(at, Node(EMPTY_TABLE))


def _stays_last(node: Node, last: Node) -> bool:
    """Whether the last element is printed whatever the data, and nothing is printed behind it."""
    behind = node.children[last.index + 1 :]
    return last in _always(node) and not any(
        isinstance(item, Tag) and item.kind == VALUE for item in behind
    )


def _always(node: Node) -> list[Node]:
    """The child elements that are printed whatever the data, once or more."""
    found: list[Node] = []
    depth = 0
    for item in node.children:
        if isinstance(item, Node):
            found += [] if depth else [item]
        elif isinstance(item, Tag) and item.keyword in {"for", "if"}:
            depth += 1
        elif isinstance(item, Tag) and item.keyword in {"endfor", "endif"}:
            depth -= 1
    return found


def _last_elements(node: Node) -> Iterator[Node]:
    return (item for item in reversed(node.elements()) if item.tag != "w:bookmarkEnd")


def _end_with(node: Node, sign: str, structure: Structure) -> None:
    structure.signs.add(sign)
    node.append(Node(sign))
