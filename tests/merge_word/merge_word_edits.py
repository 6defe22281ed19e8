"""Edits as a person makes them, told by what stands there, so that they can be made on two versions.

What the merge has to give is then known: the same edits, made on the newly generated document.
"""

import io
import re
import zipfile
from collections import Counter
from copy import deepcopy

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P, R, T, TBL, TR, TC, PPR = (f"{W}{n}" for n in ("p", "r", "t", "tbl", "tr", "tc", "pPr"))
BODY = "word/document.xml"
GONE = {f"{W}del", f"{W}moveFrom"}
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n"}


class Paper:
    """A document whose body is changed."""

    def __init__(self, data: bytes):
        self.package = zipfile.ZipFile(io.BytesIO(data))
        self.name = next(
            n for n in self.package.namelist() if re.fullmatch(r"word/document\d*\.xml", n)
        )
        self.root = etree.fromstring(self.package.read(self.name))
        self.body = self.root.find(f"{W}body")

    def to_bytes(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for name in self.package.namelist():
                content = self.package.read(name)
                made.writestr(name, etree.tostring(self.root) if name == self.name else content)
        return out.getvalue()

    def blocks(self):
        """Body paragraphs and rows in order, with their labels; not the entries of the contents."""
        return [
            (label(element), element)
            for element in self.root.iter(P, TR)
            if element.tag == TR
            or (next(element.iterancestors(TC), None) is None and not listed(element))
        ]

    def entries(self):
        """The entries of the contents."""
        return [p for p in self.root.iter(P) if listed(p)]

    def find(self, name):
        return next(e for label, e in self.numbered() if label == name)

    def numbered(self):
        seen = Counter()
        for name, element in self.blocks():
            seen[name] += 1
            yield (name, seen[name]), element

    def texts(self):
        """Every paragraph and row that says something, as text."""
        found = (text(e) for _, e in self.blocks() if e.find(f"{W}trPr/{W}del") is None)
        return [t for t in found if t.strip(" |\n")]


def listed(paragraph) -> bool:
    links = paragraph.iter(f"{W}hyperlink")
    return any(link.get(f"{W}anchor", "").startswith("_Toc") for link in links)


def text(element) -> str:
    if element.tag == TR:
        return "|".join("\n".join(text(p) for p in c.iter(P)) for c in element.iter(TC))
    pieces = []
    for node in element.iter(T, *SIGNS):
        if node.getparent().tag != R:
            continue
        if not any(a.tag in GONE for a in node.iterancestors()):
            pieces.append(SIGNS.get(node.tag, node.text or ""))
    return "".join(pieces)


def label(element) -> tuple:
    """What an element is whatever the figures: its text without digits and directions."""
    return element.tag == TR, re.sub(r"[\d.,%]+|增加|减少|持平|增长|下降", "~", text(element))


def set_text(paragraph, words):
    runs = [r for r in paragraph.iter(R) if r.find(T) is not None]
    model = deepcopy(runs[0]) if runs else etree.Element(R)
    for child in list(paragraph):
        if child.tag != PPR:
            paragraph.remove(child)
    for child in list(model):
        if child.tag != f"{W}rPr":
            model.remove(child)
    add_text(model, words)
    paragraph.append(model)


def add_text(run, words):
    for piece in re.findall(r"[\t\n]|[^\t\n]+", words):
        if piece in "\t\n":
            etree.SubElement(run, f"{W}tab" if piece == "\t" else f"{W}br")
        else:
            node = etree.SubElement(run, T)
            node.text = piece
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def insert_at(paragraph, offset, words):
    """Words put in at an offset, inside the run that stands there."""
    at = 0
    for node in paragraph.iter(T, *SIGNS):
        if node.getparent().tag != R:
            continue
        length = 1 if node.tag != T else len(node.text or "")
        if at < offset <= at + length and node.tag == T:
            node.text = node.text[: offset - at] + words + node.text[offset - at :]
            return
        at += length
    raise AssertionError(offset)


def cut(paragraph, start, end):
    """Characters taken out."""
    at = 0
    for node in list(paragraph.iter(T, *SIGNS)):
        if node.getparent().tag != R:
            continue
        length = 1 if node.tag != T else len(node.text or "")
        one, two = max(start, at), min(end, at + length)
        if one < two:
            if node.tag == T:
                node.text = node.text[: one - at] + node.text[two - at :]
            else:
                node.getparent().remove(node)
        at += length
