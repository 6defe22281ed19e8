"""Puts tags into the tree of a part: finds them in the text of paragraphs, joins split ones.

As docxtpl joins them, but within one paragraph, and nothing that has content is dropped unsaid.
Not for what the tags do.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from reportgen.language.errors import LanguageError, describe
from reportgen.language.tags import forbid_private_names
from reportgen.render.word import kinds
from reportgen.render.word.spots import named
from reportgen.render.word.tags import BLOCK, COMMENT, Broken, Tag, has_tags, scan, spans
from reportgen.render.word.tree import TEXT_ELEMENTS, Node, splice

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.finding import Finding
    from reportgen.place import Place

_DELETED: Final = frozenset({"w:delText", "w:delInstrText"})
_WORDS: Final = {
    "w:tab": "制表符",
    "w:br": "换行",
    "w:drawing": "图片",
    "w:pict": "图片",
    "w:fldChar": "域",
    "w:instrText": "域",
    "w:footnoteReference": "脚注",
    "w:endnoteReference": "尾注",
    "w:tbl": "表格",
}


def place_tags(root: Node, at: Callable[[str], Place], findings: list[Finding]) -> bool:
    """Replace the tag text of a part by tags; whether there is any."""
    found = False
    for node, spot in list(named(root)):
        if node.tag == "w:p":
            found = _paragraph(node, spot, at, findings) or found
        elif node.tag in _DELETED and has_tags(text_of(node)):
            where, tag = "修订删掉的文字", _short(text_of(node))
            findings.append(kinds.MISPLACED.at(at(spot), where=where, tag=tag))
        elif node.tag in TEXT_ELEMENTS and node.tag != "w:t":
            found = _text(node, spot, at, findings) or found
        for name, value in node.attributes.items():
            if isinstance(value, str) and ("{{" in value or "{%" in value):
                found = True
                _attribute(node, name, value, at(spot), findings)
    return found


def trim(root: Node, at: Callable[[str], Place], findings: list[Finding]) -> None:
    """Join `{%-` with the text before and `-%}` with the text after, over paragraphs."""
    texts = [node for node in root.walk() if node.tag == "w:t"]
    gone: set[int] = set()
    for index, node in enumerate(texts):
        first = _edge(node, 0)
        if first is None or not first.left:
            continue
        before = next((t for t in reversed(texts[:index]) if id(t) not in gone), None)
        if before is not None:
            first.left = False
            gone.add(id(node))
            _join(before, node, first, at, findings)
    texts = [node for node in texts if id(node) not in gone]
    for index in range(len(texts) - 2, -1, -1):
        last = _edge(texts[index], -1)
        if last is not None and last.right:
            last.right = False
            _join(texts[index], texts[index + 1], last, at, findings)


def _edge(text: Node, end: int) -> Tag | None:
    """The block tag at the beginning (0) or end (-1) of a text, blanks there left out."""
    children = list(text.children)
    while children and isinstance(children[end], str) and not str(children[end]).strip():
        children.pop(end)
    tag = children[end] if children else None
    if not isinstance(tag, Tag) or tag.kind != BLOCK or tag.scope:
        return None
    if tag.left if end == 0 else tag.right:
        text.children = children
    return tag


def _join(
    first: Node, second: Node, tag: Tag, at: Callable[[str], Place], findings: list[Finding]
) -> None:
    dropped = splice(first, second)
    if dropped is None:
        what = "不同层的内容（例如一边在表格里）"
        findings.append(kinds.SPLIT.at(at(tag.spot), tag=tag.typed, what=what))
        return
    what = _content(dropped)
    if what:
        findings.append(kinds.SPLIT.at(at(tag.spot), tag=tag.typed, what=what))


def _paragraph(
    paragraph: Node, spot: str, at: Callable[[str], Place], findings: list[Finding]
) -> bool:
    nodes = _texts(paragraph)
    texts = [text_of(node) for node in nodes]
    full = "".join(texts)
    if not has_tags(full):
        return False
    ends: list[int] = []
    for text in texts:
        ends.append(len(text) + (ends[-1] if ends else 0))
    for start, end in reversed(list(spans(full))):
        first, last = bisect_right(ends, start), bisect_right(ends, end - 1)
        if first == last:
            continue
        texts[first] += "".join(texts[first + 1 : last + 1])
        for at_node in range(first, last + 1):
            nodes[at_node].children = []
        dropped = splice(nodes[first], nodes[last])
        typed = full[start:end]
        if dropped is None:
            findings.append(kinds.SPLIT.at(at(spot), tag=_short(typed), what="超链接或修订的边界"))
            return True
        what = _content(dropped)
        if what:
            findings.append(kinds.SPLIT.at(at(spot), tag=_short(typed), what=what))
        _keep_bookmarks(nodes[first], dropped)
        texts[first + 1 : last + 1] = []
        nodes[first + 1 : last + 1] = []
        ends[first : last + 1] = [ends[last]]
    for node, text in zip(nodes, texts, strict=True):
        node.children = [text]
        if has_tags(text) or "_" in text:
            _scanned(node, spot, at, findings)
    return True


def _keep_bookmarks(text: Node, dropped: list[Node]) -> None:
    """Bookmarks that stood between the pieces go behind the run that holds the tag."""
    run = text.parent
    if run is None or run.parent is None:
        return
    where = run.index + 1
    for node in dropped:
        if node.tag in {"w:bookmarkStart", "w:bookmarkEnd"}:
            run.parent.insert(where, node)
            where += 1


def _texts(paragraph: Node) -> list[Node]:
    """The `w:t` of a paragraph in order, without those of text boxes inside it."""
    found: list[Node] = []
    stack = list(reversed(paragraph.elements()))
    while stack:
        node = stack.pop()
        if node.tag == "w:t":
            found.append(node)
        elif node.tag != "w:p":
            stack.extend(reversed(node.elements()))
    return found


def _text(node: Node, spot: str, at: Callable[[str], Place], findings: list[Finding]) -> bool:
    if not has_tags(text_of(node)):
        return False
    _scanned(node, spot, at, findings)
    return True


def _scanned(node: Node, spot: str, at: Callable[[str], Place], findings: list[Finding]) -> None:
    children: list[Node | Tag | str] = []
    for piece in scan(text_of(node), spot):
        if isinstance(piece, Broken):
            where, reason = at(spot), piece.reason
            findings.append(kinds.BROKEN.at(where, tag=piece.typed, reason=reason))
            continue
        if isinstance(piece, Tag) and piece.kind != COMMENT:
            try:
                forbid_private_names(piece.body)
            except LanguageError as error:
                findings.append(describe(error, piece.typed).at(at(spot)))
                if piece.kind != BLOCK:
                    continue
        children.append(piece)
    node.children = children


def _attribute(node: Node, name: str, value: str, place: Place, findings: list[Finding]) -> None:
    pieces = scan(value, place.detail)
    tag = pieces[0] if len(pieces) == 1 else None
    if isinstance(tag, Tag) and tag.kind == "value":
        node.attributes[name] = tag
        return
    reason = "替换文字、链接提示里只能单独写一个 {{ }}"
    findings.append(kinds.BROKEN.at(place, tag=_short(value), reason=reason))


def text_of(node: Node) -> str:
    """The plain text directly inside."""
    return "".join(item for item in node.children if isinstance(item, str))


def _content(dropped: list[Node]) -> str:
    """What would be lost with these elements; empty where nothing would."""
    for top in dropped:
        for node in top.walk():
            if node.tag == "w:t" and text_of(node).strip():
                return f"文字“{text_of(node).strip()[:20]}”"
            if node.tag == "w:t" and any(
                isinstance(item, Tag) and item.kind != COMMENT for item in node.children
            ):
                return "别的标签"
            if node.tag in _WORDS:
                return _WORDS[node.tag]
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
