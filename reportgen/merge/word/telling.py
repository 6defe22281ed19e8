"""Collects what happened while a document is merged; places are named once it is finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.merge.outcome import Told
from reportgen.render.word.spots import part_words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KEPT, RENEWED, CONFLICT, HOMELESS = "保留", "更新", "冲突", "未合并"
_SHORT: Final = 120


@dataclass(slots=True)
class Note:
    """Something that happened at an element of hers (a paragraph or row), or behind it."""

    kind: str
    element: Element | None
    hers: str = ""
    old: str = ""
    new: str = ""
    key: str = ""
    behind: bool = False
    words: bool = True
    """Whether `new` is text of the new document; else a picture is meant."""


def told(notes: list[Note], names: dict[Element, str], part: str) -> list[Told]:
    """The notes in words; `names` of the paragraphs and rows of the finished part."""
    prefix = part_words(part)
    result = []
    for note in notes:
        name = names.get(note.element, "") if note.element is not None else ""
        spot = f"{name}之后" if name and note.behind else name
        spot = " ".join(word for word in (prefix, spot) if word) or "正文"
        hers, old, new = short(note.hers), short(note.old), short(note.new)
        if note.kind == HOMELESS:
            new = _cells_apart(note.new)  # all of it: it stands nowhere else
        result.append(Told(note.kind, spot, hers, old, new, note.key, note.words))
    return result


def short(text: str) -> str:
    """A text in one line, its cells parted by a bar; a long one by its beginning."""
    line = _cells_apart(text).replace("\n", " ")
    return line if len(line) <= _SHORT else f"{line[:_SHORT]}…"


def _cells_apart(text: str) -> str:
    return text.replace("\x1f", "｜").strip()
