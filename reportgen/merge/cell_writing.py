"""Writes cells into her sheets: the same element with another content. Formats are not its matter."""

from __future__ import annotations

from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from reportgen.merge.book import decimal_text, string_text
from reportgen.merge.shifting import spelt
from reportgen.office.tree import Element

if TYPE_CHECKING:
    from reportgen.merge.book import Cell


def write_cell(cell: Cell, reference: str, strings: list[Element] | None = None) -> Element:
    """The element of a cell: its own (format and all) with this content.

    With `strings`, a text whose words were formatted one by one keeps those formats.
    """
    old = cell.element
    element = Element("c", {} if old is None else dict(old.attributes))
    attributes = element.attributes
    attributes["r"] = reference
    attributes.pop("s", None)
    attributes.pop("t", None)
    attributes.pop("cm", None)
    attributes.pop("vm", None)
    if cell.style:
        attributes["s"] = str(cell.style)
    if cell.formula:
        head = {"t": "array", "ref": cell.array} if cell.array else {}
        element.children.append(_with_text("f", spelt(cell.formula), head))
    if cell.kind == "s":
        text = str(cell.value)
        if cell.formula:
            attributes["t"] = "str"
            element.children.append(_with_text("v", text))
        else:
            attributes["t"] = "inlineStr"
            runs = _runs(old, strings) if old is not None and strings is not None else []
            inline = Element("is")
            inline.children = list(_rewritten(runs, text)) if runs else [_text(text)]
            element.children.append(inline)
    elif cell.kind:
        if cell.kind != "n":
            attributes["t"] = cell.kind
        value = decimal_text(cell.value) if isinstance(cell.value, Decimal) else str(cell.value)
        element.children.append(_with_text("v", value))
    return element


def _with_text(tag: str, text: str, attributes: dict[str, str] | None = None) -> Element:
    element = Element(tag, attributes or {})
    element.children = [text]
    return element


def _text(text: str) -> Element:
    return _with_text("t", text, {"xml:space": "preserve"} if text != text.strip() else {})


def _runs(element: Element, strings: list[Element]) -> list[Element]:
    """The runs of a text that has formats of its own; none for a plain one."""
    kind = element.attributes.get("t")
    item = element.find("is")
    if kind == "s":
        value = element.find("v")
        item = None if value is None else strings[int(value.text())]
    return [] if item is None else [child for child in item.elements() if child.tag == "r"]


def _rewritten(runs: list[Element], text: str) -> list[Element]:
    """The runs with another text: what stays keeps its format, what is new has its neighbour's."""
    old = [string_text(_item(run)) for run in runs]
    owner = [number for number, piece in enumerate(old) for _ in piece]
    pieces = [""] * len(runs)
    matcher = SequenceMatcher(None, "".join(old), text, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                pieces[owner[i]] += text[j]
        else:
            at = owner[min(i1 if i2 > i1 else max(i1 - 1, 0), len(owner) - 1)] if owner else 0
            pieces[at] += text[j1:j2]
    made = []
    for run, piece in zip(runs, pieces, strict=True):
        if piece:
            copy = Element("r", dict(run.attributes))
            copy.children = [c for c in run.elements() if c.tag != "t"]
            copy.children.append(_with_text("t", piece, {"xml:space": "preserve"}))
            made.append(copy)
    return made


def _item(run: Element) -> Element:
    item = Element("si")
    item.children = [run]
    return item
