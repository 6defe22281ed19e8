"""A data set from YAML to workbook and back: every value, claim and explanation comes along.

Comments do not. Bytes out; the caller writes them to disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen import catalogue as catalogues
from reportgen.checks.explanations import figures_text, read_explanations
from reportgen.finding import Severity
from reportgen.formats import Library, load
from reportgen.model.fields import NUMBERS, Field, FieldType, Section
from reportgen.model.reading import EXPLANATIONS, region_and_year
from reportgen.model.values import Reading, read_value, stripped
from reportgen.place import Place
from reportgen.sources import read
from reportgen.sources.tree import Mapping, Scalar
from reportgen.studio import kinds
from reportgen.studio.cells import faults
from reportgen.studio.fill_in import WORKBOOK_SUFFIX
from reportgen.studio.grid import DEPARTMENT, Column, Grid, lay_out, number
from reportgen.studio.workbook_writing import Form, workbook_bytes
from reportgen.studio.yaml_writing import yaml_data, yaml_explanations

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.checks.explanations import Explanation
    from reportgen.finding import Finding
    from reportgen.model.fields import Contract


@dataclass(frozen=True, slots=True)
class Converted:
    """The file in its other form, and the file of explanations beside it.

    `explanations` is None where there are none, or where they all stand there already.
    """

    data: bytes
    explanations: bytes | None = None


def convert(
    source: Path, target: Path, library: Library, format_id: str = ""
) -> tuple[Converted | None, list[Finding]]:
    """The data set in the form that the suffix of the target names.

    None where something would be lost: what could not be read, or what a sheet cannot hold.
    """
    tree, findings = read(source)
    if tree is None:
        return None, findings
    explanations, more = read_explanations(source)
    explanations = _distinct(explanations)
    findings += more
    if any(f.severity is Severity.ERROR for f in findings):
        findings.append(kinds.NOT_READ_WHOLE.at(Place(source.name), name=source.name))
        return None, findings
    region, year = region_and_year(tree)
    if not format_id:
        format_id, more = library.choose(region, year)
        findings += more if region and year else []
    form, more = load(library, format_id)
    findings += more
    if form is None:
        return None, findings
    workbook = target.suffix.lower() == WORKBOOK_SUFFIX
    grids, broken = lay_out(tree, form.contract, everything=workbook)
    if workbook:
        broken += faults([*grids, _sheet_of(explanations)])
    findings += broken
    if any(f.severity is Severity.ERROR for f in broken):
        return None, findings
    findings += _moved(tree, target) + _texts_left(source, target)
    title = f"{_name(tree)}{year or ''}年部门预算数据" if year else f"{_name(tree)}部门预算数据"
    if not workbook:
        known, _ = read_explanations(target)
        new = {_identity(e) for e in explanations} - {_identity(e) for e in known}
        beside = yaml_explanations(_distinct([*known, *explanations])).encode() if new else None
        converted = Converted(yaml_data(grids, title).encode(), beside)
        return _proved(converted, grids, form.contract, findings)
    catalogue, more = catalogues.load(year or catalogues.newest_year())
    findings += more
    sheets = Form(
        title=title,
        format_name=form.name,
        file_name=target.name,
        grids=tuple(grids),
        catalogue=catalogue,
        explanations=_sheet_of(explanations).rows,
    )
    return _proved(Converted(workbook_bytes(sheets)), grids, form.contract, findings)


def _proved(
    converted: Converted, grids: list[Grid], contract: Contract, findings: list[Finding]
) -> tuple[Converted | None, list[Finding]]:
    """What was written, read again and compared with what it was made from."""
    broken = differences(converted.data, grids, contract)
    return (None if broken else converted), findings + broken


def differences(data: bytes, grids: list[Grid], contract: Contract) -> list[Finding]:
    """What does not come back from a file as the grids it was written from; at most one a section."""
    from reportgen.sources.workbook import read_workbook
    from reportgen.sources.yaml_source import read_yaml

    tree, _ = read_workbook(data, "") if data.startswith(b"PK") else read_yaml(data, "")
    again = lay_out(tree, contract)[0] if tree else []
    found = {grid.section.name: grid for grid in again}
    findings = []
    for grid in grids:
        if grid.is_empty:
            continue
        back = found.get(grid.section.name)
        if (where := _first_difference(grid, back)) is not None:
            row, column = where
            text = stripped(grid.rows[row][column])[:40]
            findings.append(
                kinds.CHANGED.at(
                    None,
                    section=grid.section.name,
                    row="" if grid.is_record else f"第 {row + 1} 条",
                    field=grid.columns[column].spec.name,
                    text=text,
                )
            )
    return findings


def _first_difference(grid: Grid, back: Grid | None) -> tuple[int, int] | None:
    """The row and column where two layouts of a section first differ."""
    if back is None:
        return 0, 0
    columns = {column.spec.name: at for at, column in enumerate(back.columns)}
    for line, row in enumerate(grid.rows):
        for index, (column, text) in enumerate(zip(grid.columns, row, strict=True)):
            at = columns.get(column.spec.name)
            there = at is not None and line < len(back.rows)
            other = back.rows[line][at] if there and at is not None else ""
            if text != other and _value(column, text) != _value(column, other):
                return line, index
            if text and at is not None and back.columns[at].unit != column.unit:
                return line, index
    return (max(0, len(grid.rows) - 1), 0) if len(back.rows) > len(grid.rows) else None


def _value(column: Column, text: str) -> object:
    """What a text means in its field, where several texts mean the same."""
    if column.spec.type in NUMBERS:
        found = number(column.spec, text)
        return stripped(text) if found is None else found
    if column.spec.type in {FieldType.DATE, FieldType.YEAR}:
        return read_value(column.spec, Scalar(text, Place("")), "", Reading()) or stripped(text)
    return stripped(text.replace("\r\n", "\n"))


def _sheet_of(explanations: list[Explanation]) -> Grid:
    """The explanations as a table, so that what a sheet cannot hold is found in them too."""
    names = ("问题", "键", "数", "说明")
    rows = tuple((e.code, e.key, figures_text(e.figures), e.text) for e in explanations)
    return Grid(Section(f"{EXPLANATIONS}文字"), tuple(Column(Field(name)) for name in names), rows)


def _distinct(explanations: list[Explanation]) -> list[Explanation]:
    """Each explanation once: those beside a workbook may stand in its sheet too."""
    return list({_identity(e): e for e in explanations}.values())


def _identity(explanation: Explanation) -> tuple[object, ...]:
    return explanation.code, explanation.key, explanation.figures, explanation.text


def _moved(tree: Mapping, target: Path) -> list[Finding]:
    department = tree.entries.get(DEPARTMENT)
    entry = department.entries.get("上年") if isinstance(department, Mapping) else None
    if not isinstance(entry, Scalar) or not (text := stripped(entry.text)):
        return []
    try:
        there = (target.parent / text).is_file()
    except (OSError, ValueError):
        there = False
    return [] if there else [kinds.LAST_YEAR_MOVED.at(entry.place, text=text)]


def _texts_left(source: Path, target: Path) -> list[Finding]:
    """Authored texts stand in `<stem>/文字` beside a data set, which is not converted."""
    there, wanted = (path.parent / path.stem / "文字" for path in (source, target))
    if not there.is_dir() or wanted.is_dir():
        return []
    return [kinds.TEXTS_STAY.at(Place(source.name), folder=f"{source.stem}/文字")]


def _name(tree: Mapping) -> str:
    department = tree.entries.get(DEPARTMENT)
    entry = department.entries.get("名称") if isinstance(department, Mapping) else None
    return " ".join(entry.text.split()) if isinstance(entry, Scalar) else ""
