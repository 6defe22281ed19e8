"""Pictures and the title of hers take in what was newly generated, where she left them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.merge.outcome import Told
from reportgen.merge.word.telling import RENEWED

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reportgen.merge.word.parts import Docx

_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"


def merge_pictures(base: Docx, hers: Docx, new: Docx) -> list[Told]:
    """Pictures that the program made are replaced wherever hers still holds the old one."""
    told = []
    for name in [n for n in base.members if n.startswith("word/media/") and n in new.members]:
        old, fresh = base.content(name), new.content(name)
        if old == fresh:
            continue
        for own in [n for n in hers.members if n.startswith("word/media/")]:
            if hers.content(own) == old:
                hers.replace(own, fresh)
                told.append(Told(RENEWED, "图片"))
    return told


def merge_title(base: Docx, hers: Docx, new: Docx) -> list[Told]:
    """The title in the properties."""
    found = [_title(docx) for docx in (base, hers, new)]
    if any(item is None for item in found):
        return []
    old, own, fresh = (item[1].text or "" if item else "" for item in found)
    if old == fresh or own != old or found[1] is None:
        return []
    name, element = found[1]
    element.text = fresh
    hers.change(name)
    return [Told(RENEWED, "文档标题", old=old, new=fresh)]


def same_title(hers: Docx, new: Docx) -> bool:
    """Whether hers has the new title."""
    found = [_title(docx) for docx in (hers, new)]
    return all(found) and len({item[1].text for item in found if item}) == 1


def _title(docx: Docx) -> tuple[str, Element] | None:
    name = next((r.target for r in docx.relations("") if r.kind == "core-properties"), "")
    found = docx.root(name).find(_TITLE) if name in docx.members else None
    return None if found is None else (name, found)
