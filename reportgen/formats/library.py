"""Finds formats on disk and chooses the one for a district and year.

A format is a folder with a `format.yaml`; a sub-folder named by a year is that year's overlay. Own
folders (given, or `templates` beside the user's work) come before those that come with the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.formats import kinds
from reportgen.formats.declarations import FormatDeclaration
from reportgen.formats.validation import validate
from reportgen.model.values import nearest
from reportgen.place import Place
from reportgen.sources import read

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.formats.format import Format
    from reportgen.sources.tree import Mapping

GENERAL = "national"
"""The format that is used where a district has none of its own."""

DEPTH = 8


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of a format, read: its id (`shenzhen-luohu/2025`) and tree.

    `declaration` says only what it is for: 名称, 继承, 适用地区, 适用年度.
    """

    id: str
    path: Path
    tree: Mapping
    declaration: FormatDeclaration


class Library:
    """The formats within reach.

    With `remember`, each is read once: for a run over many data sets, while no format changes.
    """

    def __init__(self, *own: Path, remember: bool = False) -> None:
        self.roots = tuple(dict.fromkeys(p.resolve() for p in (*own, built_in()) if p.is_dir()))
        self.loaded: dict[str, tuple[Format | None, list[Finding]]] | None = (
            {} if remember else None
        )
        self._chosen: dict[tuple[str, int], tuple[str, list[Finding]]] = {}

    def ids(self) -> list[str]:
        """The ids of all formats, year overlays included, in order."""
        found = {
            path.parent.relative_to(root).as_posix()
            for root in self.roots
            for pattern in ("*/format.yaml", "*/[12][0-9][0-9][0-9]/format.yaml")
            for path in root.glob(pattern)
        }
        return sorted(found)

    def path(self, format_id: str) -> Path | None:
        """The folder of a format: the user's own before the built-in one."""
        parts = Path(format_id).parts
        if not parts or Path(format_id).is_absolute() or ".." in parts:
            return None
        for root in self.roots:
            try:
                if (root / format_id / "format.yaml").is_file():
                    return root / format_id
            except (OSError, ValueError):  # a name no disk can hold names no format
                return None
        return None

    def folder(self, format_id: str) -> tuple[Folder | None, list[Finding]]:
        """The folder read; a year's overlay may leave 名称 to the folder around it."""
        path = self.path(format_id)
        if path is None:
            return None, [
                kinds.NO_FORMAT.at(None, name=format_id, nearest=nearest(format_id, self.ids()))
            ]
        tree, findings = read(path / "format.yaml")
        if tree is None:
            return None, findings
        from reportgen.formats.overlay import complete, scope_of

        # The rest may be a change of what it inherits: it is checked once it is merged.
        declaration, faults = validate(FormatDeclaration, scope_of(complete(tree, format_id)))
        findings += faults
        if declaration is None:
            return None, findings
        return Folder(format_id, path, tree, declaration), findings

    def chain(self, format_id: str) -> tuple[list[Folder], list[Finding]]:
        """The folder and those it inherits from, its own first."""
        chain: list[Folder] = []
        findings: list[Finding] = []
        seen: list[str] = []
        current = format_id
        while current:
            if current in seen or len(seen) == DEPTH:
                names = " → ".join([*seen, current])
                place = Place(str(chain[-1].path / "format.yaml"))
                findings.append(kinds.INHERITANCE_CIRCLE.at(place, limit=DEPTH, chain=names))
                break
            seen.append(current)
            folder, faults = self.folder(current)
            findings += faults
            if folder is None:
                break
            chain.append(folder)
            around = current.rpartition("/")[0]
            current = folder.declaration.parent or around
        return chain, findings

    def choose(self, region: str, year: int) -> tuple[str, list[Finding]]:
        """The id of the format for a district and year; the general one where there is none."""
        if self.loaded is None:
            return self._choose(region, year)
        if (region, year) not in self._chosen:
            self._chosen[region, year] = self._choose(region, year)
        return self._chosen[region, year]

    def _choose(self, region: str, year: int) -> tuple[str, list[Finding]]:
        fitting: list[str] = []
        other_years: list[str] = []
        broken: list[Finding] = []
        for format_id in self.ids():
            regions, years, faults = self._scope(format_id)
            broken += faults
            if region not in regions:
                continue
            if not years or any(first <= year <= last for first, last in years):
                fitting.append(format_id)
            else:
                other_years.append(format_id)
        inner = [f for f in fitting if not any(g.startswith(f + "/") for g in fitting)]
        if len(inner) == 1:
            return inner[0], []
        if inner:
            return inner[0], [
                kinds.AMBIGUOUS_FORMAT.at(None, region=region, year=year, names="、".join(inner))
            ]
        instead = other_years[-1] if other_years else GENERAL
        # One that cannot be read may be the one that was meant.
        general = kinds.GENERAL_FORMAT.at(None, region=region, year=year, name=instead)
        return instead, [*broken, general]

    def _scope(self, format_id: str) -> tuple[list[str], list[tuple[int, int]], list[Finding]]:
        """The districts and years a format names itself; an overlay has those around it.

        With what is wrong where that cannot be read.
        """
        folder, faults = self.folder(format_id)
        if folder is None:
            return [], [], faults
        around, _, own = format_id.rpartition("/")
        if not around:
            return folder.declaration.regions, folder.declaration.years, []
        regions = folder.declaration.regions or self._scope(around)[0]
        return regions, folder.declaration.years or [(int(own), int(own))], []


def built_in() -> Path:
    """The folder of formats that comes with the program: in the wheel, else in the source tree."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"
