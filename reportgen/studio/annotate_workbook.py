"""A copy of a workbook with a note and a colour at each cell that a finding is about.

The parts are patched where something is added; all other parts, and all other bytes of these, are
those of the original: formulas, styles, drawings, other sheets. What the copy does not keep: a
digital signature no longer holds, and where a cell already had a note, ours stands below its text.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from reportgen.finding import Severity
from reportgen.office.package import Member, PackageError, read, write
from reportgen.place import Place
from reportgen.studio import annotate_kinds as kinds
from reportgen.studio.annotate_list import TITLE, list_sheet
from reportgen.studio.annotate_notes import AUTHOR, comments_part, noted_cells, vml_part
from reportgen.studio.annotate_scan import Patch, ScanError, elements, escaped
from reportgen.studio.annotate_sheet import Spot, coloured_sheet, read_sheet_part, spot
from reportgen.studio.annotate_styles import Styles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.finding import Finding

MOST_NOTES: Final = 2_000
_TYPES: Final = "[Content_Types].xml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_LIST_PART: Final = "xl/worksheets/reportgen-findings.xml"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
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
    """Whether a workbook is a copy made here, also when Excel has saved it since."""
    try:
        members = read(data)
        return any(
            member.name == _LIST_PART
            or (
                re.match(r"xl/(?:comments/)?comments?\d*\.xml$", member.name) is not None
                and AUTHOR.encode() in member.content
            )
            for member in members
        )
    except PackageError:
        return False


class _Marking:
    """One workbook on its way to a marked copy: its parts by name, changed ones replaced."""

    def __init__(self, members: list[Member], name: str, findings: Sequence[Finding]) -> None:
        self.members = {member.name: member for member in members}
        self.lower = {member.name.lower(): member.name for member in members}
        self.name = name
        self.findings = list(findings)
        self.faults: list[Finding] = []
        self.workbook = self._workbook_part()
        strict = _STRICT.encode() in self.content(self.workbook)
        self.namespace = _STRICT if strict else _RELATION
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
            self.put(self._target("styles"), self.styles.result())
        return write(self.members.values()), self.faults

    def content(self, part: str) -> bytes:
        """The bytes of a part, whatever the case of its name."""
        return self.members[self.lower[part.lower()]].content

    def put(self, part: str, data: bytes) -> None:
        """A part with new bytes."""
        part = self.lower.setdefault(part.lower(), part)
        self.members[part] = Member(part, (data,))

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self.lower

    def _workbook_part(self) -> str:
        for element in elements(self.content("_rels/.rels"), "Relationship"):
            if element.attributes.get("Type", "").endswith("/officeDocument"):
                return element.attributes["Target"].lstrip("/")
        raise ScanError("缺少工作簿的主要部分")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The relations of a part: id → last word of the type, target part."""
        rels = _rels(part)
        found = {}
        for element in elements(self.content(rels), "Relationship") if self.has(rels) else ():
            attributes = element.attributes
            if attributes.get("TargetMode") == "External":
                continue
            target = unquote(attributes.get("Target", ""))
            whole = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
            )
            found[attributes.get("Id", "")] = (attributes["Type"].rpartition("/")[2], whole)
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relation of a part; its id."""
        rels = _rels(part)
        if not self.has(rels):
            self.put(
                rels,
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode(),
            )
        data = self.content(rels)
        known = {e.attributes.get("Id") for e in elements(data, "Relationship")}
        identity = next(f"rIdRg{n}" for n in range(1, 100_000) if f"rIdRg{n}" not in known)
        root = elements(data, "Relationships")[-1]
        patch = Patch(data)
        patch.append(
            root,
            f'<{root.prefix}Relationship Id="{identity}" Type="{self.namespace}/{kind}" '
            f'Target="/{escaped(target)}"/>'.encode(),
        )
        self.put(rels, patch.result())
        return identity

    def declare(self, part: str, content_type: str) -> None:
        """The content type of a part that was added."""
        data = self.content(_TYPES)
        root = elements(data, "Types")[-1]
        patch = Patch(data)
        extension = part.rpartition(".")[2]
        if extension == "vml":
            known = [e.attributes.get("Extension", "").lower() for e in elements(data, "Default")]
            text = f'<{root.prefix}Default Extension="vml" ContentType="{content_type}"/>'
            if "vml" not in known:
                first = elements(data, "Default", "Override")
                patch.insert(min(e.start for e in first), text.encode())
        else:
            text = f'<{root.prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
            patch.append(root, text.encode())
        self.put(_TYPES, patch.result())

    def _target(self, kind: str) -> str:
        return next((t for k, t in self.relations(self.workbook).values() if k == kind), "")

    def _styles(self) -> Styles | None:
        part = self._target("styles")
        try:
            return Styles(self.content(part)) if part and self.has(part) else None
        except ScanError:
            return None

    def _sheets(self) -> dict[str, tuple[str, str]]:
        """Worksheets by title as findings name them: the title as written, and the part."""
        relations = self.relations(self.workbook)
        found = {}
        for element in elements(self.content(self.workbook), "sheet"):
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
        relations = self.relations(part)
        comments = next((t for kind, t in relations.values() if kind == "comments"), "")
        old = self.content(comments) if comments and self.has(comments) else None
        hers = noted_cells(old)
        notes = {where: _note(found) for where, found in wanted.items()}
        boxes = {where: note for where, note in notes.items() if where.reference not in hers}
        identity = ""
        drawing = ""
        if sheet.legacy is not None:
            ids = [v for k, v in sheet.legacy.attributes.items() if k.rpartition(":")[2] == "id"]
            drawing = relations.get(ids[0] if ids else "", ("", ""))[1]
        vml = self.content(drawing) if drawing and self.has(drawing) else None
        if not drawing:
            drawing = self._free("xl/drawings/vmlDrawingRg{}.vml")
            identity = self.relate(part, "vmlDrawing", drawing)
            self.declare(drawing, _VML_TYPE)
        self.put(drawing, vml_part(vml, boxes))
        if old is None:
            comments = self._free("xl/commentsRg{}.xml")
            self.relate(part, "comments", comments)
            self.declare(comments, _COMMENTS_TYPE)
        self.put(comments, comments_part(old, notes))
        restyled = {where: self._restyle(found) for where, found in wanted.items()}
        self.put(part, coloured_sheet(sheet, restyled, identity, self.namespace))

    def _restyle(self, findings: list[Finding]) -> Callable[[int], int]:
        severity = min((f.severity for f in findings), key=_ORDER.index)
        styles = self.styles
        if styles is None:
            return lambda style: style
        return lambda style: styles.coloured(style, severity)

    def _free(self, pattern: str) -> str:
        return next(part for n in range(1, 100_000) if not self.has(part := pattern.format(n)))

    def _add_sheet(self, titles: set[str]) -> None:
        identity = self.relate(self.workbook, "worksheet", _LIST_PART)
        self.declare(_LIST_PART, _SHEET_TYPE)
        data = self.content(self.workbook)
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
        self.put(self.workbook, patch.result())


def _rels(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _note(findings: list[Finding]) -> str:
    """The text of a cell's note: every finding about it, the gravest first."""
    ordered = sorted(findings, key=lambda finding: _ORDER.index(finding.severity))
    return "\n\n".join(
        f"【{finding.severity.value} {finding.code}】{finding.message}"
        + (f"\n{finding.hint}" if finding.hint else "")
        for finding in ordered
    )
