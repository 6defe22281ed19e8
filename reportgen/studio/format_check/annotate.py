"""A copy of a template with a comment or note at each finding about it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from reportgen.office.package import PackageError
from reportgen.place import Place
from reportgen.render.word.package import open_template
from reportgen.render.word.spots import named
from reportgen.render.word.tree import PartError, parse
from reportgen.studio import annotate_kinds
from reportgen.studio.annotate_word import commented
from reportgen.studio.annotate_workbook import annotate_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.finding import Finding


def annotated_template(
    data: bytes, name: str, findings: Sequence[Finding]
) -> tuple[bytes | None, list[Finding]]:
    """The copy; None where nothing is to be said of the template, or where it cannot be marked."""
    own = [f for f in findings if f.place is not None and f.place.file == name]
    if not own:
        return None, []
    if posixpath.splitext(name)[1].lower() == ".xlsx":
        return annotate_workbook(data, name, own)
    try:
        return _document(data, name, own), []
    except (PackageError, PartError, ValueError) as error:
        why = str(error) or "文件打不开"
        return None, [annotate_kinds.NOT_MARKED.at(Place(name), name=name, why=why)]


def _document(data: bytes, name: str, findings: list[Finding]) -> bytes:
    """Findings at the paragraphs of the body; those elsewhere at the first one, with their place."""
    opened, _ = open_template(data, name)
    if opened is None:
        raise PartError("不是 Word 文档")
    spots: dict[str, int] = {}
    number = -1
    for node, spot in named(parse(opened.content(opened.main))):
        if node.tag == "w:p":
            number += 1
            spots.setdefault(spot, number)
    return commented(data, findings, spots)
