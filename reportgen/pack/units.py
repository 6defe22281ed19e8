"""Reads the data sets of a department's units (section 下属) and puts the department together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.checks import check_claims
from reportgen.checks.explanations import read_explanations, settle
from reportgen.finding import Severity
from reportgen.model import unit_kinds as kinds
from reportgen.model.units import UNITS, Unit, merge_units, once, own_part, unit_name
from reportgen.model.values import shown
from reportgen.sources.files import named_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.place import Place

    Loader = Callable[
        [Path, str, tuple[Path, ...]],
        tuple[tuple[DepartmentYear, Context] | None, list[Finding]],
    ]


@dataclass(frozen=True, slots=True)
class Merged:
    """A department put together: the whole, its own part, and its units with their Contexts."""

    year: DepartmentYear
    own: DepartmentYear
    units: tuple[tuple[Unit, Context], ...]


def with_units(
    department: DepartmentYear, load: Loader, above: tuple[Path, ...]
) -> tuple[Merged | None, list[Finding]]:
    """The department with its units; None where it has none.

    `load` reads a data set that may not be one of `above`. What is to be mended in a unit's data set
    is passed on with its place there; what the unit has explained is not.
    """
    rows = department.tables.get(UNITS, ())
    if not rows:
        return None, []
    here = department.source.resolve()
    findings: list[Finding] = []
    found: list[Unit] = []
    contexts: dict[int, Context] = {}
    for row in rows:
        text, place = row.text("数据"), row.place("数据")
        if not text:
            continue
        path = department.source.parent / text
        resolved = named_file(department.source.parent, text)
        if resolved is None:
            findings.append(kinds.NO_FILE.at(place, text=shown(text)))
            continue
        if resolved in (*above, here):
            findings.append(kinds.CIRCLE.at(place, text=shown(text)))
            continue
        loaded, faults = load(path, _label(text), (*above, here))
        if loaded is None:
            findings += [*faults, kinds.UNREADABLE.at(place, text=shown(text))]
            continue
        year, context = loaded
        findings += _open_faults(path, context, faults)
        unit = _unit(department, row, year, findings)
        if unit is not None:
            found.append(unit)
            contexts[id(unit)] = context
    units, faults = once(found)
    findings += faults
    own, faults = own_part(department, units)
    findings += faults
    whole, faults = merge_units(own, units)
    findings += faults
    return Merged(whole, own, tuple((unit, contexts[id(unit)]) for unit in units)), findings


def relocated(findings: list[Finding], name: str, label: str) -> list[Finding]:
    """The findings of a file with the name it goes by in the department."""
    return [
        replace(
            finding,
            place=finding.place and _moved(finding.place, name, label),
            related=tuple(_moved(place, name, label) for place in finding.related),
        )
        for finding in findings
    ]


def _moved(place: Place, name: str, label: str) -> Place:
    return place._replace(file=label) if place.file == name else place


def _label(text: str) -> str:
    """How a unit's file is called in places: its name, with its folder where it has another."""
    path = Path(text)
    return path.name if path.is_absolute() or path.parent == Path() else path.as_posix()


def _unit(
    department: DepartmentYear, row: Record, year: DepartmentYear, findings: list[Finding]
) -> Unit | None:
    place = row.place("数据")
    name = unit_name(department, row.text("名称"), year)
    if year.year and department.year and year.year != department.year:
        findings.append(
            kinds.OTHER_YEAR.at(place, name=name, found=year.year, expected=department.year)
        )
        return None
    if year.money_unit != department.money_unit:
        findings.append(
            kinds.OTHER_MONEY.at(
                place, name=name, found=year.money_unit, expected=department.money_unit
            )
        )
    return Unit(name, year, place)


def _open_faults(path: Path, context: Context, faults: list[Finding]) -> list[Finding]:
    """What is still to be mended or explained in a unit's data set, its claims included."""
    stated = [outcome.finding for outcome in check_claims(context) if outcome.finding]
    explanations, more = read_explanations(path)
    remaining, _ = settle([*faults, *stated, *more], explanations)
    return [finding for finding in remaining if finding.severity is not Severity.HINT]
