"""Names of elements and how a part is parsed: the only place of this package that calls lxml's parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W: Final = f"{{{NS}}}"
P, R, T, TBL, TR, TC = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
PPR, RPR, TRPR, TCPR = (f"{W}{name}" for name in ("pPr", "rPr", "trPr", "tcPr"))
VAL, ID = f"{W}val", f"{W}id"
INS, DEL, SECT = f"{W}ins", f"{W}del", f"{W}sectPr"
VMERGE, SPAN = f"{W}vMerge", f"{W}gridSpan"
BOX: Final = f"{W}txbxContent"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
REL_ID, REL_EMBED = f"{{{REL}}}id", f"{{{REL}}}embed"
AUTHOR: Final = "reportgen"


class UnreadableError(ValueError):
    """A document cannot be read; the text says why, in Chinese."""


def parse(content: bytes, name: str) -> Element:
    """The root of a part; raises UnreadableError. No entity is resolved, nothing is fetched."""
    if b"<!DOCTYPE" in content:
        raise UnreadableError(f"部件 {name} 里有文档类型声明")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"部件 {name} 的内容已损坏") from error


def serialise(root: Element) -> bytes:
    """The part as bytes, with its declaration."""
    data: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return data


def make(tag: str, attributes: dict[str, str] | None = None) -> Element:
    """A new element of the WordprocessingML namespace, by its name without prefix."""
    return etree.Element(
        f"{W}{tag}",
        {f"{W}{name}": value for name, value in (attributes or {}).items()},
        nsmap={"w": NS},
    )


def add(parent: Element, tag: str, attributes: dict[str, str] | None = None) -> Element:
    """A new last child."""
    made = make(tag, attributes)
    parent.append(made)
    return made


def detach(element: Element) -> None:
    """Take an element out of its parent; text after it (there is none in Word's parts) goes too."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
