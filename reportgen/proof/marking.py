"""A marked copy of a document that was proof-read: each finding as a comment where it stands.

A Word document gets comments in the margin; a workbook notes, colours and a list, a text a listing of
its lines, as data sets do. Only the places are worked out here, as `reading` names them.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any, Final

from reportgen.studio.annotate import annotate
from reportgen.studio.annotate_word import annotate_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.finding import Finding

_MAIN: Final = "word/document.xml"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def marked_copy(source: Path, findings: Sequence[Finding]) -> tuple[bytes | None, list[Finding]]:
    """The copy; None, and why, where there can be none."""
    try:
        with zipfile.ZipFile(source) as opened:
            is_word = _MAIN in opened.namelist()
    except (OSError, zipfile.BadZipFile):
        is_word = False
    if not is_word:
        return annotate(source, findings)
    return annotate_document(source.read_bytes(), source.name, findings, _spots(source))


def _spots(source: Path) -> dict[str, int]:
    """The number of the paragraph for each place, counted over all paragraphs of the body."""
    import docx

    body = docx.Document(str(source)).element.body
    numbers: dict[Any, int] = {p: n for n, p in enumerate(body.iter(f"{_WORD}p"))}
    found: dict[str, int] = {}
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
