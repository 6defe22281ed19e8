"""Takes over a bureau's list of subjects for one year, and removes it again.

The list is written only where nothing in it is wrong; kinds of list that the file does not hold
stay as they were imported before.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.catalogue import kinds, lists
from reportgen.catalogue.names import (
    MalformedCode,
    bare_code,
    comparable,
    read_code,
    shown,
    tidy,
)
from reportgen.catalogue.reading import Sheet, UnreadableError, read_sheets
from reportgen.finding import Severity
from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.finding import Finding

HEAD_WITHIN: Final = 30
"""The head row is looked for in so many filled rows."""

_LEVELS: Final = ("类", "款", "项")
_OF_SUBJECTS: Final = ("科目", "分类", "功能", "经济")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    `counts`: subjects of each kind that the file holds; `kept`: kinds that stay from an earlier
    import; `passed_over`: rows that are no subjects; `written`: whether the list is now in force.
    """

    year: int
    counts: dict[str, int]
    kept: tuple[str, ...]
    passed_over: int
    written: bool


@dataclass(slots=True)
class _Found:
    """What has been read so far: kind → code → (name, place), and what was passed over."""

    subjects: dict[str, dict[str, tuple[str, Place]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    passed_over: list[tuple[Place, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Heads:
    """Where codes and names stand: pairs of columns, or the columns of 类 款 项 and of the name."""

    first_row: int
    pairs: tuple[tuple[int, int], ...]
    levels: tuple[int, ...] = ()


def import_list(
    path: Path, year: int, kind: str | None = None
) -> tuple[ImportReport, list[Finding]]:
    """Read a list of subjects and put it over the built-in one for that year.

    Columns are found by their heads: 科目编码 and 科目名称, several such pairs side by side, or 类, 款,
    项 and 科目名称. `kind` ("functional", "economic", "gov_economic") takes only that kind.
    """
    if not lists.FIRST_YEAR <= year <= lists.LAST_YEAR:
        return _nothing(year), [_out_of_range(year)]
    place = Place(path.name)
    try:
        sheets = read_sheets(path)
    except UnreadableError as error:
        return _nothing(year), [kinds.UNREADABLE_LIST.at(place, file=path.name, reason=error)]
    found = _Found()
    headed = False
    for sheet in sheets:
        if heads := _heads(sheet):
            headed = True
            for number, column, code, name in _entries(sheet, heads):
                _take(found, kind, sheet.place(number, column), code, name)
    if not headed:
        return _nothing(year), [kinds.NO_HEAD_ROW.at(place, file=path.name, rows=HEAD_WITHIN)]
    findings = found.findings + _orphans(found) + _passed_over(found)
    if not found.subjects and not found.findings:
        title = lists.TITLES[kind] if kind else "支出"
        findings.append(kinds.EMPTY_LIST.at(place, file=path.name, title=title))
    kept: tuple[str, ...] = ()
    written = not any(finding.severity is Severity.ERROR for finding in findings)
    if written:
        kept, problems = _store(found, year)
        written = not problems
        findings += problems
    counts = {kind: len(rows) for kind, rows in found.subjects.items()}
    return ImportReport(year, counts, kept, len(found.passed_over), written), findings


def remove_list(year: int) -> tuple[bool, list[Finding]]:
    """Remove the imported list of a year; whether there was one."""
    from reportgen import writer

    path = lists.imported_file(year)
    if not path.is_file():
        return False, []
    try:
        writer.remove_file(path)
    except writer.WriteError as error:
        return False, [kinds.CANNOT_STORE.at(Place(str(path)), reason=error)]
    return True, []


def _nothing(year: int) -> ImportReport:
    return ImportReport(year, {}, (), 0, written=False)


def _out_of_range(year: int) -> Finding:
    return kinds.YEAR_OUT_OF_RANGE.at(None, year=year, first=lists.FIRST_YEAR, last=lists.LAST_YEAR)


def _heads(sheet: Sheet) -> _Heads | None:
    rows = [
        [unicodedata.normalize("NFKC", "".join(cell.split())) for cell in cells]
        for _, cells in sheet.rows[: HEAD_WITHIN + 1]
    ]
    for index, row in enumerate(rows):
        names = [column for column, head in enumerate(row) if _is_head(head, "名称")]
        if "类" in row and "款" in row:
            above = rows[index - 1] if index else []
            names += [column for column, head in enumerate(above) if _is_head(head, "名称")]
            if names:
                levels = tuple(row.index(level) for level in _LEVELS if level in row)
                return _Heads(index + 1, ((levels[0], min(names)),), levels)
        codes = [column for column, head in enumerate(row) if _is_head(head, "编码", "代码")]
        pairs = tuple(
            (code, min(after))
            for code, end in zip(codes, [*codes[1:], len(row)], strict=False)
            if (after := [name for name in names if code < name < end])
        )
        if not pairs and len(codes) == len(names) == 1:
            pairs = ((codes[0], names[0]),)
        below = rows[index + 1] if index + 1 < len(rows) else []
        if pairs and not ("类" in below and "款" in below):
            return _Heads(index + 1, pairs)
    return None


def _is_head(text: str, *words: str) -> bool:
    if text in words:
        return True
    return (
        len(text) <= 20
        and any(word in text for word in words)
        and any(word in text for word in _OF_SUBJECTS)
    )


def _entries(sheet: Sheet, heads: _Heads) -> Iterator[tuple[int, int, str, str]]:
    """Row number, column of the code, text of the code, name: of all rows below the head."""
    above = ["", ""]
    for number, cells in sheet.rows[heads.first_row :]:
        for code_column, name_column in heads.pairs:
            name = cells[name_column] if name_column < len(cells) else ""
            if heads.levels:
                parts = [cells[column] if column < len(cells) else "" for column in heads.levels]
                code = _joined(parts, above)
            else:
                code = cells[code_column] if code_column < len(cells) else ""
            yield number, code_column, code, name


def _joined(parts: list[str], above: list[str]) -> str:
    """One code from the cells 类 款 项; a 类 or 款 left blank is that of the rows above."""
    upper, middle, lower = [bare_code(part) for part in (*parts, "")][:3]
    if len(upper) > 3 or not (upper or middle or lower):
        return upper
    if upper and upper != above[0]:
        above[:] = [upper, ""]
    if middle:
        above[1] = middle.removeprefix(above[0]).zfill(2)
    if lower:
        lower = lower.removeprefix(above[0] + above[1]).zfill(2)
        return f"{above[0]}{above[1] or '?'}{lower}"
    return above[0] + above[1] if middle else above[0]


def _take(found: _Found, wanted: str | None, place: Place, text: str, name: str) -> None:
    code = bare_code(text)
    name = tidy("".join(char if char.isprintable() else " " for char in name))
    if not code and not name:
        return
    if not any(char.isdigit() for char in code) or _is_revenue(code):
        found.passed_over.append((place, f"{text} {name}".strip()))
        return
    kind = lists.kind_of(code)
    if wanted and kind and kind != wanted:
        found.passed_over.append((place, f"{text} {name}".strip()))
        return
    read = read_code(kind, code) if kind else MalformedCode("应以 2、3 或 5 开头")
    if isinstance(read, MalformedCode):
        finding = kinds.BAD_LIST_CODE.at(
            place, code=shown(text), name=shown(name), reason=read.reason
        )
        found.findings.append(finding)
        return
    if not name:
        found.findings.append(kinds.NO_LIST_NAME.at(place, code=read))
        return
    rows = found.subjects.setdefault(kind, {})
    first, where = rows.setdefault(read, (name, place))
    if comparable(first) != comparable(name):
        found.findings.append(
            kinds.TWO_NAMES.at(place, related=[where], code=read, first=first, second=name)
        )


def _is_revenue(code: str) -> bool:
    return code.isascii() and code.isdigit() and code.startswith("1") and len(code) >= 3


def _orphans(found: _Found) -> list[Finding]:
    findings = []
    for rows in found.subjects.values():
        reported = set()
        for code, (name, place) in rows.items():
            parent = code[:-2] if len(code) > 3 else ""
            if parent and parent not in rows and parent not in reported:
                reported.add(parent)
                findings.append(kinds.ORPHAN_CODE.at(place, code=code, name=name, parent=parent))
    return findings


def _passed_over(found: _Found) -> list[Finding]:
    if not found.passed_over:
        return []
    place, text = found.passed_over[0]
    count = len(found.passed_over)
    reason = "没有代码，或者不是要导入的支出科目"
    return [kinds.ROWS_PASSED_OVER.at(place, count=count, example=shown(text), reason=reason)]


def _store(found: _Found, year: int) -> tuple[tuple[str, ...], list[Finding]]:
    import csv
    import io

    from reportgen import writer

    earlier, _ = lists.read_imported(year)
    rows = {code: name for names in earlier.values() for code, name in names.items()}
    rows = {code: name for code, name in rows.items() if lists.kind_of(code) not in found.subjects}
    kept = tuple(kind for kind in earlier if kind not in found.subjects)
    for subjects in found.subjects.values():
        rows |= {code: name for code, (name, _) in subjects.items()}
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([lists.HEAD, *sorted(rows.items())])
    path = lists.imported_file(year)
    try:
        writer.write_atomic(path, text.getvalue().encode("utf-8-sig"))
    except writer.WriteError as error:
        return kept, [kinds.CANNOT_STORE.at(Place(str(path)), reason=error)]
    return kept, []
