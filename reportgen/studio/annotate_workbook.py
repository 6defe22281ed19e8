"""A copy of a workbook with a note and a colour at each cell that a finding is about.

The parts are patched where something is added; all other parts, and all other bytes of these, are
those of the original: formulas, styles, drawings, other sheets. What the copy does not keep: a
digital signature no longer holds, and where a cell already had a note, ours stands below its text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from reportgen.finding import Severity
from reportgen.office.notes import Spot, add_notes
from reportgen.office.package import PackageError, read
from reportgen.office.parts import Parts
from reportgen.office.scan import Patch, ScanError, elements
from reportgen.place import Place
from reportgen.studio import annotate_kinds as kinds
from reportgen.studio.annotate_list import TITLE, list_sheet
from reportgen.studio.annotate_sheet import coloured_sheet, read_sheet_part, spot
from reportgen.studio.annotate_styles import Styles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.finding import Finding
    from reportgen.office.package import Member

AUTHOR: Final = "reportgen 检查"
MOST_NOTES: Final = 2_000
_LIST_PART: Final = "xl/worksheets/reportgen-findings.xml"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_ORDER: Final = list(Severity)


def annotate_workbook(
    data: bytes, name: str, findings: Sequence[Finding]
) -> tuple[bytes | None, list[Finding]]:
    """The marked copy; None, and why, where the workbook cannot be patched."""
    if is_marked(data):
        return None, [kinds.ALREADY_MARKED.at(Place(name), name=name)]
    try:
        return _Marking(read(data), name, findings).result()
    except (PackageError, ScanError) as error:
        return None, [kinds.NOT_MARKED.at(Place(name), name=name, why=str(error))]
    except (KeyError, ValueError):
        why = "工作簿的内部写法不认识"
        return None, [kinds.NOT_MARKED.at(Place(name), name=name, why=why)]


def is_marked(data: bytes) -> bool:
    """Whether a workbook or document is a copy made here, also when Excel or Word has saved it since."""
    try:
        members = read(data)
        return any(
            member.name == _LIST_PART
            or (
                re.match(r"(?:xl|word)/(?:comments/)?comments?\d*\.xml$", member.name) is not None
                and AUTHOR.encode() in member.content
            )
            for member in members
        )
    except PackageError:
        return False


class _Marking(Parts):
    """One workbook on its way to a marked copy: its parts by name, changed ones replaced."""

    def __init__(self, members: list[Member], name: str, findings: Sequence[Finding]) -> None:
        super().__init__(members)
        self.name = name
        self.findings = list(findings)
        self.faults: list[Finding] = []
        self.styles = self._styles()

    def result(self) -> tuple[bytes, list[Finding]]:
        """The copy and what is to be said about it."""
        sheets = self._sheets()
        by_sheet: dict[str, dict[Spot, list[Finding]]] = defaultdict(lambda: defaultdict(list))
        for finding in self.findings:
            place = finding.place
            where = spot(place.cell) if place and place.file == self.name else None
            if place and where and place.sheet in sheets:
                by_sheet[place.sheet][where].append(finding)
        for title, cells in by_sheet.items():
            self._mark(title, sheets[title][1], cells)
        titles = {title: written for title, (written, _) in sheets.items()}
        self.put(_LIST_PART, list_sheet(self.name, self.findings, titles, self.styles))
        self._add_sheet({written for written, _ in sheets.values()})
        if self.styles is not None:
            self.put(self.target(self.main, "styles"), self.styles.result())
        return self.to_bytes(), self.faults

    def _styles(self) -> Styles | None:
        part = self.target(self.main, "styles")
        try:
            return Styles(self.content(part)) if part and self.has(part) else None
        except ScanError:
            return None

    def _sheets(self) -> dict[str, tuple[str, str]]:
        """Worksheets by title as findings name them: the title as written, and the part."""
        relations = self.relations(self.main)
        found = {}
        for element in elements(self.content(self.main), "sheet"):
            identity = next(
                (v for k, v in element.attributes.items() if k.rpartition(":")[2] == "id"), ""
            )
            kind, part = relations.get(identity, ("", ""))
            title = element.attributes.get("name", "")
            if kind == "worksheet" and self.has(part):
                found[title.strip()] = (title, part)
        return found

    def _mark(self, title: str, part: str, cells: dict[Spot, list[Finding]]) -> None:
        if len(cells) > MOST_NOTES:
            self.faults.append(
                kinds.TOO_MANY_NOTES.at(
                    Place(self.name, title), sheet=title, count=len(cells), shown=MOST_NOTES
                )
            )
        wanted = dict(list(cells.items())[:MOST_NOTES])
        sheet = read_sheet_part(self.content(part), {where.row for where in wanted})
        if sheet is None:
            return
        notes = {where: _note(found) for where, found in wanted.items()}
        ids = sheet.legacy.attributes.items() if sheet.legacy is not None else ()
        named = next((v for k, v in ids if k.rpartition(":")[2] == "id"), "")
        identity = add_notes(self, part, named, notes, AUTHOR)
        restyled = {where: self._restyle(found) for where, found in wanted.items()}
        self.put(part, coloured_sheet(sheet, restyled, identity, self.namespace))

    def _restyle(self, findings: list[Finding]) -> Callable[[int], int]:
        severity = min((f.severity for f in findings), key=_ORDER.index)
        styles = self.styles
        if styles is None:
            return lambda style: style
        return lambda style: styles.coloured(style, severity)

    def _add_sheet(self, titles: set[str]) -> None:
        identity = self.relate(self.main, "worksheet", _LIST_PART)
        self.declare(_LIST_PART, _SHEET_TYPE)
        data = self.content(self.main)
        found = elements(data, "sheets", "sheet")
        group = next(e for e in found if e.name == "sheets")
        number = max(int(e.attributes.get("sheetId", "0")) for e in found if e.name == "sheet") + 1
        lower = {title.lower() for title in titles}
        title = next(
            t for n in range(1, 1000) if (t := f"{TITLE}{n if n > 1 else ''}") not in lower
        )
        patch = Patch(data)
        patch.append(
            group,
            f'<{group.prefix}sheet xmlns:r="{self.namespace}" name="{title}" sheetId="{number}" '
            f'r:id="{identity}"/>'.encode(),
        )
        self.put(self.main, patch.result())


def _note(findings: list[Finding]) -> str:
    """The text of a cell's note: every finding about it, the gravest first."""
    ordered = sorted(findings, key=lambda finding: _ORDER.index(finding.severity))
    return "\n\n".join(
        f"【{finding.severity.value} {finding.code}】{finding.message}"
        + (f"\n{finding.hint}" if finding.hint else "")
        for finding in ordered
    )
