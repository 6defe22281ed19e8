"""A marked copy of a document that was proof-read: each finding as a comment where it stands.

A Word document gets comments in the margin; a workbook notes, colours and a list, a text a listing of
its lines, as data sets do (`studio.annotate`). The places are those that `reading` gives. Nothing is
written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.finding import Severity
from reportgen.office.package import PackageError, read, write
from reportgen.office.word_comments import Comment, add_comments
from reportgen.place import Place
from reportgen.studio import annotate_kinds as kinds
from reportgen.studio.annotate import annotate, is_marked_copy, remedy
from reportgen.studio.annotate_workbook import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.finding import Finding

_MAIN: Final = "word/document.xml"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHOWN: Final = 6
_ORDER: Final = list(Severity)


def marked_copy(source: Path, findings: Sequence[Finding]) -> tuple[bytes | None, list[Finding]]:
    """The copy; None, and why, where there can be none."""
    place = Place(source.name)
    try:
        members = read(source.read_bytes())
    except (OSError, PackageError):
        return annotate(source, findings)
    content = next((m.content for m in members if m.name == _MAIN), b"")
    if not content:
        return annotate(source, findings)
    if is_marked_copy(source.read_bytes()):
        return None, [kinds.ALREADY_MARKED.at(place, name=source.name)]
    try:
        return write(add_comments(members, _comments(content, findings))), []
    except (PackageError, SyntaxError, ValueError, KeyError):
        why = "文档的内部写法不认识"
        return None, [kinds.NOT_MARKED.at(place, name=source.name, why=why)]


def _comments(content: bytes, findings: Sequence[Finding]) -> list[Comment]:
    """A comment for each finding; one whose place is not in the body stands at the beginning."""
    spots = _spots(content)
    made = []
    for finding in sorted(findings, key=lambda item: _ORDER.index(item.severity)):
        where = finding.place.detail if finding.place else ""
        number = spots.get(where)
        told = finding.message if number is not None or not where else f"{where}：{finding.message}"
        lines = [f"【{finding.severity.value} {finding.code}】{told}"]
        lines += [f"另见 {other.detail or other}" for other in finding.related[:_SHOWN]]
        lines += [remedy(finding)] if remedy(finding) else []
        made.append(Comment(number or 0, AUTHOR, "\n".join(lines)))
    return sorted(made, key=lambda comment: comment.paragraph)


def _spots(content: bytes) -> dict[str, int]:
    """The number of the paragraph for each place, counted over all paragraphs of the body."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    body = etree.fromstring(content, parser).find(f"{_WORD}body")
    found: dict[str, int] = {}
    if body is None:
        return found
    numbers: dict[Any, int] = {p: n for n, p in enumerate(body.iter(f"{_WORD}p"))}
    paragraphs = tables = 0
    for element in body.iter(f"{_WORD}p", f"{_WORD}tbl"):
        if next(element.iterancestors(f"{_WORD}tbl"), None) is not None:
            continue
        if element.tag == f"{_WORD}p":
            paragraphs += 1
            found[f"第{paragraphs}段"] = numbers[element]
            continue
        tables += 1
        for r, row in enumerate(element.iterchildren(f"{_WORD}tr"), 1):
            for c, cell in enumerate(row.iterchildren(f"{_WORD}tc"), 1):
                first = next(cell.iter(f"{_WORD}p"), None)
                if first is not None:
                    found[f"表{tables} 第{r}行第{c}格"] = numbers[first]
                    found.setdefault(f"表{tables}", numbers[first])
    return found
