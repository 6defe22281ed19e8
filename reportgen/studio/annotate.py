"""A marked copy of a data set: each finding where it stands, and a list of all of them.

A workbook becomes a copy with notes, colours and a sheet 问题清单 (`annotate_workbook`); a YAML file
becomes a listing of its lines with a caret below what is meant. Nothing is written here.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from reportgen.finding import summary
from reportgen.place import Place
from reportgen.studio import annotate_kinds as kinds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.finding import Finding

LISTING_HEAD: Final = "问题清单："
"""How a listing begins: such a file may be replaced by a new listing."""
_LONGEST_LINE: Final = 300
_ZIP: Final = b"PK\x03\x04"


def default_name(source: Path) -> str:
    """What the marked copy of a file is called: 预算.批注.xlsx, 2024.问题.txt."""
    if is_workbook(source):
        return f"{source.stem}.批注{source.suffix}"
    return f"{source.stem}.问题.txt"


def is_workbook(source: Path) -> bool:
    """Whether a file is a workbook by its content."""
    try:
        with source.open("rb") as file:
            return file.read(4) == _ZIP
    except (OSError, ValueError):
        return False


def annotate(source: Path, findings: Sequence[Finding]) -> tuple[bytes | None, list[Finding]]:
    """The marked copy of a data set; None, and why, where there can be none."""
    try:
        data = source.read_bytes()
    except (OSError, ValueError):
        return None, [kinds.NOT_MARKED.at(Place(source.name), name=source.name, why="读不出来")]
    if data.startswith(_ZIP):
        from reportgen.studio.annotate_workbook import annotate_workbook

        return annotate_workbook(data, source.name, findings)
    text = data.decode("utf-8-sig", "replace")
    return listing(text, source.name, findings).encode(), []


def is_marked_copy(data: bytes) -> bool:
    """Whether a file is a copy made here, so that a new one may take its place."""
    if data.startswith(_ZIP):
        from reportgen.studio.annotate_workbook import is_marked

        return is_marked(data)
    return data.startswith(LISTING_HEAD.encode())


def listing(text: str, name: str, findings: Sequence[Finding]) -> str:
    """The findings of a text file in the order of its lines, each below the line it is about."""
    lines = text.splitlines()
    here = [f for f in findings if f.place and f.place.file == name and f.place.line]
    here.sort(key=lambda f: (f.place.line, f.place.column) if f.place else (0, 0))
    rest = [f for f in findings if f not in here]
    pieces = [f"{LISTING_HEAD}{name}，共 {len(findings)} 条（{summary(findings)}）\n"]
    pieces += [_entry(finding, lines) for finding in here]
    if rest:
        pieces.append("── 不在这个文件的某一行上 ──\n")
        pieces += [_entry(finding, []) for finding in rest]
    return "\n".join(pieces)


def _entry(finding: Finding, lines: list[str]) -> str:
    place = finding.place
    where = f"第 {place.line} 行" if place and lines else str(place or "")
    out = [f"{finding.severity.value} {finding.code}" + (f" {where}" if where else "")]
    if place and 0 < place.line <= len(lines):
        number = f"{place.line:>6} │ "
        written = lines[place.line - 1].expandtabs(1)
        line, before = _window(written, max(place.column - 1, 0))
        out.append(f"{number}{line}")
        out.append(f"{' ' * 7}│ {' ' * _width(before)}^")
    out.append(f"  {finding.message}")
    out += [f"  另见 {other}" for other in finding.related[:6]]
    if advice := finding.advice:
        out.append(f"  怎么办：{advice}")
    return "\n".join(out) + "\n"


def _window(line: str, column: int) -> tuple[str, str]:
    """The line, or of a long one the part around the column; and what stands before the column."""
    start = max(0, column - _LONGEST_LINE // 2) if len(line) > _LONGEST_LINE else 0
    shown = line[start : start + _LONGEST_LINE]
    lead = "…" if start else ""
    tail = "…" if start + _LONGEST_LINE < len(line) else ""
    return f"{lead}{shown}{tail}", f"{lead}{line[start:column]}"


def _width(text: str) -> int:
    """Columns on the screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
