"""A blank form of a format's data set, as workbook or commented YAML, begun from last year's data.

Everything follows the format's data contract. Bytes out; the caller writes them to disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen import catalogue as catalogues
from reportgen.finding import Severity
from reportgen.formats import Library, load
from reportgen.model.reading import region_and_year
from reportgen.place import Place
from reportgen.sources import read
from reportgen.sources.tree import Mapping, Scalar
from reportgen.studio import kinds
from reportgen.studio.cells import faults
from reportgen.studio.grid import DEPARTMENT, lay_out
from reportgen.studio.last_year import carried_over, reference
from reportgen.studio.workbook_writing import Form, workbook_bytes
from reportgen.studio.yaml_writing import yaml_form

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.model.fields import Contract
    from reportgen.sources.tree import Node

USUAL_UNIT: Final = "万元"
"""What amounts are typed in where nobody says otherwise: the published forms print 万元."""
WORKBOOK_SUFFIX: Final = ".xlsx"
YAML_SUFFIXES: Final = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What form is wanted; "" and 0 where the format or last year's data decide."""

    target: Path
    format_id: str = ""
    region: str = ""
    year: int = 0
    unit: str = ""
    last: Path | None = None


def fill_in(wish: Wish, library: Library) -> tuple[bytes | None, list[Finding]]:
    """The form as a file by the suffix of its target; None where there is no such format.

    What of last year's data has no place any more, or has to be looked at, is a finding.
    """
    findings: list[Finding] = []
    last: Mapping | None = None
    last_year = 0
    region, year = wish.region, wish.year
    if wish.last is not None:
        last, findings = read(wish.last)
        if last is None:
            return None, findings
        last_region, last_year = region_and_year(last)
        region = region or last_region
        year = year or (last_year + 1 if last_year else 0)
    format_id = wish.format_id
    if not format_id:
        format_id, more = library.choose(region, year)
        findings += more
    form, more = load(library, format_id)
    findings += more
    if form is None:
        return None, findings
    if not (region and year):
        own_region, own_year = _scope(library, format_id)
        region, year = region or own_region, year or own_year
    entries, more = _begun(wish, last, last_year, year, form.contract)
    findings += more
    tree = _with_department(entries, wish, region, year, begun=last is not None)
    grids, more = lay_out(tree, form.contract)
    findings += more
    workbook = wish.target.suffix.lower() == WORKBOOK_SUFFIX
    if workbook:
        findings += (broken := faults(grids))
        if any(f.severity is Severity.ERROR for f in broken):
            return None, findings
    title = f"{year or ''}年部门预算数据填报表".lstrip("年")
    if not workbook:
        return yaml_form(grids, title, form.name, wish.target.name).encode(), findings
    catalogue, more = catalogues.load(year or catalogues.newest_year())
    findings += more
    sheets = Form(
        title=title,
        format_name=form.name,
        file_name=wish.target.name,
        grids=tuple(grids),
        catalogue=catalogue,
        carried=last is not None,
    )
    return workbook_bytes(sheets), findings


def _begun(
    wish: Wish, last: Mapping | None, last_year: int, year: int, contract: Contract
) -> tuple[dict[str, Node], list[Finding]]:
    """What comes from last year's data set, the reference to it included."""
    if last is None or wish.last is None:
        return {}, []
    entries, findings = carried_over(last, contract)
    if last_year == year - 1:
        department = entries.get(DEPARTMENT)
        own = dict(department.entries) if isinstance(department, Mapping) else {}
        own["上年"] = Scalar(reference(wish.last, wish.target), Place(wish.last.name))
        entries[DEPARTMENT] = Mapping(own, {}, Place(wish.last.name))
    else:
        found = f" {last_year} 年" if last_year else "没有写明年度"
        findings.append(kinds.OTHER_YEAR.at(Place(wish.last.name), found=found, year=year))
    return entries, findings


def _with_department(
    entries: dict[str, Node], wish: Wish, region: str, year: int, *, begun: bool
) -> Mapping:
    place = Place(wish.target.name)
    department = entries.get(DEPARTMENT)
    own: dict[str, Node] = dict(department.entries) if isinstance(department, Mapping) else {}
    unit = wish.unit or ("" if begun else USUAL_UNIT)
    for name, text in (("地区", region), ("年度", str(year or "")), ("金额单位", unit)):
        if text:
            own[name] = Scalar(text, place)
    return Mapping({**entries, DEPARTMENT: Mapping(own, {}, place)}, {}, place)


def _scope(library: Library, format_id: str) -> tuple[str, int]:
    """The one district and the one year a format is for; blank where there are several or none."""
    regions: list[str] = []
    years: list[tuple[int, int]] = []
    around = format_id
    while around and not (regions and years):
        folder, _ = library.folder(around)
        if folder is None:
            break
        regions = regions or folder.declaration.regions
        years = years or folder.declaration.years
        around, _, own = around.rpartition("/")
        if around and not years and own.isdigit():
            years = [(int(own), int(own))]
    only = years[0] if len(years) == 1 else (0, 1)
    return (
        regions[0] if len(regions) == 1 else "",
        only[0] if only[0] == only[1] else 0,
    )
