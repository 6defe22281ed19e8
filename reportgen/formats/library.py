"""Finds formats on disk and chooses the one for a district and year.

A format is a folder with a `format.yaml`; a sub-folder named by a year is that year's overlay. Own
folders (given, or `templates` beside the user's work) come before those that come with the program.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.formats import kinds
from reportgen.formats.declarations import ScopeDeclaration
from reportgen.formats.kept import Scopes
from reportgen.formats.validation import validate
from reportgen.frozen import frozen
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
_PLACE_ENDINGS = ("省", "市", "区", "县", "州", "盟", "旗")


@frozen
class Folder:
    """One folder of a format, read: its id (`shenzhen-luohu/2025`) and tree.

    `declaration` says only what it is for: 名称, 继承, 适用地区, 适用年度.
    """

    id: str
    path: Path
    tree: Mapping
    declaration: ScopeDeclaration


class Library:
    """The formats within reach.

    With `remember`, each is read once: for a run over many data sets, while no format changes.
    """

    def __init__(self, *own: Path, remember: bool = False) -> None:
        self.roots = tuple(dict.fromkeys(p.resolve() for p in (*own, built_in()) if p.is_dir()))
        self.loaded: dict[str, tuple[Format | None, list[Finding]]] | None = (
            {} if remember else None
        )
        self._folders: dict[str, tuple[Folder | None, list[Finding]]] = {}
        self._chosen: dict[tuple[str, int], tuple[str, list[Finding]]] = {}
        self._scopes = Scopes(self.roots)

    def for_one_run(self) -> Library:
        """This library, each format read once: for a time in which no format changes."""
        return self if self.loaded is not None else Library(*self.roots, remember=True)

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
        if self.loaded is None:
            return self._folder(format_id)
        if format_id not in self._folders:
            self._folders[format_id] = self._folder(format_id)
        folder, findings = self._folders[format_id]
        return folder, list(findings)

    def _folder(self, format_id: str) -> tuple[Folder | None, list[Finding]]:
        path = self.path(format_id)
        if path is None:
            return None, [
                kinds.NO_FORMAT.at(None, name=format_id, nearest=nearest(format_id, self.ids()))
            ]
        tree, findings = read(path / "format.yaml", called=f"{format_id}/format.yaml")
        if tree is None:
            return None, findings
        from reportgen.formats.overlay import complete, scope_of

        # The rest may be a change of what it inherits: it is checked once it is merged.
        declaration, faults = validate(ScopeDeclaration, scope_of(complete(tree, format_id)))
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
                place = Place(f"{chain[-1].id}/format.yaml")
                findings.append(kinds.INHERITANCE_CIRCLE.at(place, limit=DEPTH, chain=names))
                break
            seen.append(current)
            folder, faults = self.folder(current)
            findings += faults
            if folder is None:
                break
            chain.append(folder)
            current = _around(current, folder.declaration)
        return chain, findings

    def lineage(self, format_id: str) -> tuple[Path, ...]:
        """The folders of `chain`; none where anything is wrong with it."""
        seen: dict[str, Path] = {}
        current = format_id
        while current:
            path = self.path(current)
            scope, faults = self.scope(current)
            if path is None or scope is None or faults or current in seen or len(seen) == DEPTH:
                return ()
            seen[current] = path
            current = _around(current, scope)
        self._scopes.save()
        return tuple(seen.values())

    def scope(self, format_id: str) -> tuple[ScopeDeclaration | None, list[Finding]]:
        """What a format says of itself, read again only where its file has changed."""
        path = self.path(format_id)
        if path is None:
            return None, self.folder(format_id)[1]
        scope, mark = self._scopes.find(format_id, path / "format.yaml")
        if scope is not None:
            return scope, []
        folder, findings = self.folder(format_id)
        if folder is None:
            return None, findings
        if not findings:
            self._scopes.add(format_id, path / "format.yaml", mark, folder.declaration)
        return folder.declaration, findings

    def choose(self, region: str, year: int) -> tuple[str, list[Finding]]:
        """The id of the format for a district and year.

        Where the district has none, the one of its city or province; else the general one. Where
        only other years have one, that of the nearest year before.
        """
        if self.loaded is None:
            return self._choose(region, year)
        if (region, year) not in self._chosen:
            self._chosen[region, year] = self._choose(region, year)
        return self._chosen[region, year]

    def _choose(self, region: str, year: int) -> tuple[str, list[Finding]]:
        scopes = {format_id: self._scope(format_id) for format_id in self.ids()}
        self._scopes.save()
        broken = [fault for _, _, faults in scopes.values() for fault in faults]
        wanted = _nearest_region(region, {r for regions, _, _ in scopes.values() for r in regions})
        meant = [format_id for format_id, (regions, _, _) in scopes.items() if wanted in regions]
        fitting = [f for f in meant if _holds(scopes[f][1], year)]
        inner = [f for f in fitting if not any(g.startswith(f + "/") for g in fitting)]
        if inner and wanted != region:
            # One that cannot be read may be the district's own.
            above = kinds.FORMAT_OF_ABOVE.at(None, region=region, above=wanted, name=inner[0])
            broken = [*broken, above]
        elif inner:
            broken = []
        if len(inner) == 1:
            return inner[0], broken
        if inner:
            return inner[0], [
                *broken,
                kinds.AMBIGUOUS_FORMAT.at(None, region=region, year=year, names="、".join(inner)),
            ]
        instead = GENERAL
        if meant:
            instead = max(meant, key=lambda f: (*_nearness(scopes[f][1], year), f))
        # One that cannot be read may be the one that was meant.
        general = kinds.GENERAL_FORMAT.at(None, region=region, year=year, name=instead)
        return instead, [*broken, general]

    def _scope(self, format_id: str) -> tuple[list[str], list[tuple[int, int]], list[Finding]]:
        """The districts and years a format names itself; an overlay has those around it.

        With what is wrong where that cannot be read.
        """
        scope, faults = self.scope(format_id)
        if scope is None:
            return [], [], faults
        around, _, own = format_id.rpartition("/")
        if not around:
            return scope.regions, scope.years, []
        regions = scope.regions or self._scope(around)[0]
        return regions, scope.years or [(int(own), int(own))], []


def _around(format_id: str, scope: ScopeDeclaration) -> str:
    """What a format inherits from: the one it names, else the folder around it; "" for none."""
    return scope.parent or format_id.rpartition("/")[0]


def _nearest_region(region: str, known: set[str]) -> str:
    """The region itself where a format names it, else the longest that it lies in.

    `广东省深圳市罗湖区` lies in 广东省深圳市 and in 广东省; `深圳市罗湖区` is the same place said shorter.
    """
    if region in known or not region:
        return region
    named = [name for name in known if name.endswith(_PLACE_ENDINGS)]
    same = [
        n for n in named if region.removesuffix(n).endswith(_PLACE_ENDINGS) and region.endswith(n)
    ]
    around = [name for name in named if region.startswith(name)]
    return max(same or around, key=len, default=region)


def _holds(years: list[tuple[int, int]], year: int) -> bool:
    return not years or any(first <= year <= last for first, last in years)


def _nearness(years: list[tuple[int, int]], year: int) -> tuple[bool, int]:
    """Greater for what suits a year better that is in none of the spans: years before come first."""
    before = [last for _, last in years if last < year]
    return (True, max(before)) if before else (False, -min(first for first, _ in years))


def built_in() -> Path:
    """The folder of formats that comes with the program: in the wheel, else in the source tree."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"
