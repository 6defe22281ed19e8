"""Whole paragraphs, rows and tables of hers: put in, cloned from a neighbour, or taken out."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from reportgen.merge.word.editing import Marker, fill, run_properties
from reportgen.merge.word.names import (
    DEL,
    PPR,
    RPR,
    SECT,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    VMERGE,
    P,
    R,
    T,
    W,
    detach,
    make,
)
from reportgen.merge.word.styles import clean, without_section

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PAIRED: Final = {
    f"{W}bookmarkStart": f"{W}bookmarkEnd",
    f"{W}bookmarkEnd": f"{W}bookmarkStart",
    f"{W}permStart": f"{W}permEnd",
    f"{W}permEnd": f"{W}permStart",
    f"{W}commentRangeStart": f"{W}commentRangeEnd",
    f"{W}commentRangeEnd": f"{W}commentRangeStart",
}
_AFTER_MERGE: Final = frozenset(
    f"{W}{name}"
    for name in (
        "tcBorders", "shd", "noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark",
        "headers", "cellIns", "cellDel", "cellMerge", "tcPrChange",
    )
)  # fmt: skip


def clone_paragraph(donor: Element, text: str, marker: Marker) -> Element:
    """A paragraph formatted as another one, with this text."""
    made = deepcopy(donor)
    made.tail = None
    clean(made)
    without_section(made)
    fill(made, text, run_properties(made))
    _mark_paragraph(made, marker)
    return made


def clone_row(
    donor: Element, texts: list[str | None], merges: list[str], marker: Marker
) -> Element:
    """A row formatted as another one, with these texts (`None`: empty) and vertical merges."""
    made = deepcopy(donor)
    made.tail = None
    clean(made)
    for cell, text, merge in zip(made.iter(TC), texts, merges, strict=True):
        set_merge(cell, merge)
        paragraphs = [child for child in cell if child.tag == P]
        lines = (text or "").split("\n") if len(paragraphs) > 1 else [text or ""]
        for table in [child for child in cell if child.tag not in {P, TCPR}]:
            cell.remove(table)
        for paragraph in paragraphs[1:]:
            cell.remove(paragraph)
        if not paragraphs:
            paragraphs = [make("p")]
            cell.append(paragraphs[0])
        model = run_properties(paragraphs[0])
        fill(paragraphs[0], lines[0], model)
        last = paragraphs[0]
        for line in lines[1:]:
            another = deepcopy(paragraphs[0])
            fill(another, line, model)
            last.addnext(another)
            last = another
    mark_row(made, "ins", marker)
    return made


def mark_row(row: Element, tag: str, marker: Marker) -> None:
    """Say that a row is a tracked insertion or deletion, with all that stands in it."""
    if not marker.on:
        return
    properties = row.find(TRPR)
    if properties is None:
        properties = make("trPr")
        before = row.find(f"{W}tblPrEx")
        row.insert(0 if before is None else 1, properties)
    properties.append(marker.mark(tag))
    for paragraph in row.iter(P):
        _mark_runs(paragraph, tag, marker)


def mark_new(element: Element, marker: Marker) -> None:
    """Say that a copied paragraph or table is a tracked insertion."""
    if element.tag == TBL:
        for row in element.iter(TR):
            mark_row(row, "ins", marker)
    else:
        _mark_paragraph(element, marker)


def set_merge(cell: Element, merge: str) -> None:
    """Give a cell this vertical merge: restart, continue, or none."""
    properties = cell.find(TCPR)
    old = None if properties is None else properties.find(VMERGE)
    if not merge:
        if old is not None:
            detach(old)
        return
    if properties is None:
        properties = make("tcPr")
        cell.insert(0, properties)
    if old is None:
        old = make("vMerge")
        following = [child for child in properties if child.tag in _AFTER_MERGE]
        if following:
            following[0].addprevious(old)
        else:
            properties.append(old)
    old.set(VAL, merge)


def take_out(element: Element, marker: Marker) -> None:
    """Delete a paragraph, row or table; one-sided marks in it move to what stands beside it."""
    if marker.on:
        for row in element.iter(TR):
            mark_row(row, "del", marker)
        if element.tag == P:
            _mark_runs(element, "del", marker)
            _paragraph_mark(element).insert(0, marker.mark("del"))
        return
    if element.tag == P and not _removable(element):
        without_text(element)
        return
    _save_marks(element)
    parent = element.getparent()
    detach(element)
    if element.tag == TR and parent is not None and parent.find(f".//{TR}") is None:
        table = parent
        while table.tag != TBL:
            upper = table.getparent()
            assert upper is not None
            table = upper
        take_out(table, marker)
    elif parent is not None and parent.tag == f"{W}sdtContent" and not len(parent):
        control = parent.getparent()
        assert control is not None
        detach(control)


def without_text(paragraph: Element) -> None:
    """Empty a paragraph that has to stay."""
    for found in list(paragraph.iter(R)):
        if found.find(T) is not None:
            detach(found)


def mend_merges(table: Element) -> None:
    """Vertical merges that lost their first row begin anew."""
    open_above: dict[int, bool] = {}
    rows = [row for row in table.iter(TR) if _table_of(row) is table]
    for row in rows:
        column = 0
        properties = row.find(TRPR)
        skipped = None if properties is None else properties.find(f"{W}gridBefore")
        column += int(skipped.get(VAL, "0")) if skipped is not None else 0
        open_here: dict[int, bool] = {}
        for cell in row.iter(TC):
            if cell.getparent() is None or _row_of(cell) is not row:
                continue
            own = cell.find(TCPR)
            merge = None if own is None else own.find(VMERGE)
            span = None if own is None else own.find(f"{W}gridSpan")
            if merge is not None:
                if merge.get(VAL, "continue") == "continue" and not open_above.get(column):
                    merge.set(VAL, "restart")
                open_here[column] = True
            column += int(span.get(VAL, "1")) if span is not None else 1
        open_above = open_here


def _table_of(row: Element) -> Element:
    found = row.getparent()
    while found is not None and found.tag != TBL:
        found = found.getparent()
    assert found is not None
    return found


def _row_of(cell: Element) -> Element | None:
    found = cell.getparent()
    while found is not None and found.tag != TR:
        found = found.getparent()
    return found


def _removable(paragraph: Element) -> bool:
    """A paragraph stays, emptied, where its container needs one or it ends a section."""
    if paragraph.find(f"{PPR}/{SECT}") is not None or paragraph.find(f".//{W}fldChar") is not None:
        return False
    following = paragraph.getnext()
    before = paragraph.getprevious()
    parent = paragraph.getparent()
    tables = before is not None and before.tag == TBL
    if tables and (following is None or following.tag == TBL):
        return False
    alone = parent is not None and len([c for c in parent if c.tag in {P, TBL}]) == 1
    return not (alone and parent is not None and parent.tag != f"{W}sdtContent")


def _save_marks(element: Element) -> None:
    """Move bookmarks and the like whose other end stands elsewhere to a paragraph nearby."""
    ids: dict[tuple[str, str], Element] = {}
    for mark in element.iter(*_PAIRED):
        ids[mark.tag, mark.get(f"{W}id", "")] = mark
    alone = [m for (tag, number), m in ids.items() if (_PAIRED[tag], number) not in ids]
    if not alone:
        return
    root = element.getroottree().getroot()
    inside = set(element.iter(P)) | {element}
    paragraphs = list(root.iter(P))
    places = [at for at, paragraph in enumerate(paragraphs) if paragraph in inside]
    nearby = paragraphs[places[-1] + 1 :][:1] if places else []
    target = nearby[0] if nearby else paragraphs[max(0, places[0] - 1 if places else 0)]
    for mark in reversed(alone):
        detach(mark)
        properties = target.find(PPR)
        target.insert(0 if properties is None else 1, mark)


def _mark_paragraph(paragraph: Element, marker: Marker) -> None:
    if marker.on:
        _mark_runs(paragraph, "ins", marker)
        _paragraph_mark(paragraph).insert(0, marker.mark("ins"))


def _paragraph_mark(paragraph: Element) -> Element:
    properties = paragraph.find(PPR)
    if properties is None:
        properties = make("pPr")
        paragraph.insert(0, properties)
    mark = properties.find(RPR)
    if mark is None:
        mark = make("rPr")
        after = [c for c in properties if c.tag in {SECT, f"{W}pPrChange"}]
        if after:
            after[0].addprevious(mark)
        else:
            properties.append(mark)
    return mark


def _mark_runs(paragraph: Element, tag: str, marker: Marker) -> None:
    for found in [r for r in paragraph.iter(R) if _inside_mark(r) is None]:
        mark = marker.mark(tag)
        found.addprevious(mark)
        mark.append(found)
        if tag == "del":
            for words in found.iter(T):
                words.tag = f"{W}delText"


def _inside_mark(element: Element) -> Element | None:
    parent = element.getparent()
    while parent is not None and parent.tag != P:
        if parent.tag == DEL:
            return parent
        parent = parent.getparent()
    return None
