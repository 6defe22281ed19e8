"""A copy of a Word document with a comment at each finding about it.

Where a place stands is told by the caller, who named it: `spots` are the numbers of paragraphs in the
body, counted from 0 over all of them, by `Place.detail`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.finding import Severity
from reportgen.office.package import PackageError, read, write
from reportgen.office.word_comments import Comment, add_comments
from reportgen.place import Place
from reportgen.studio import annotate_kinds as kinds
from reportgen.studio.annotate import is_marked_copy
from reportgen.studio.annotate_workbook import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.finding import Finding

_ORDER: Final = list(Severity)
_SHOWN: Final = 6


def annotate_document(
    data: bytes, name: str, findings: Sequence[Finding], spots: Mapping[str, int]
) -> tuple[bytes | None, list[Finding]]:
    """The marked copy; None, and why, where it is one already or cannot be patched."""
    if is_marked_copy(data):
        return None, [kinds.ALREADY_MARKED.at(Place(name), name=name)]
    try:
        return commented(data, findings, spots), []
    except (PackageError, ValueError, KeyError):
        why = "文档的内部写法不认识"
        return None, [kinds.NOT_MARKED.at(Place(name), name=name, why=why)]


def commented(data: bytes, findings: Sequence[Finding], spots: Mapping[str, int]) -> bytes:
    """The document with its comments; a finding elsewhere stands at the first paragraph, with its place."""
    made = []
    for finding in sorted(findings, key=lambda item: _ORDER.index(item.severity)):
        where = finding.place.detail if finding.place else ""
        at = spots.get(where)
        told = finding.message if at is not None or not where else f"{where}：{finding.message}"
        lines = [f"【{finding.severity.value} {finding.code}】{told}"]
        lines += [f"另见 {other.detail or other}" for other in finding.related[:_SHOWN]]
        lines += [finding.advice] if finding.advice else []
        made.append(Comment(at or 0, AUTHOR, "\n".join(lines)))
    made.sort(key=lambda comment: comment.paragraph)
    return write(add_comments(read(data), made))
