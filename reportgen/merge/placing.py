"""Where the figures of a generated workbook stand in the merged one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import cell_at, column_letters
from reportgen.figure import round_half_up
from reportgen.merge import workbook_kinds as kinds
from reportgen.merge.shifting import NEW
from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.finding import Finding
    from reportgen.merge.book import Cell
    from reportgen.merge.cells import Outcome
    from reportgen.merge.shifting import Sheets
    from reportgen.render.rendered import Printing

_MOST_TOLD: Final = 10


def keys_of(figures: Sequence[Printing]) -> dict[str, dict[tuple[int, int], str]]:
    """By sheet, the key of the figure in each cell; a cell with several has all of them."""
    found: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for item in figures:
        if item.key and (at := cell_at(item.spot)) is not None:
            known = found[item.part].get(at)
            found[item.part][at] = f"{known}、{item.key}" if known else item.key
    return found


def placed(
    figures: Sequence[Printing], sheets: Sheets, outcomes: Mapping[str, Outcome]
) -> tuple[list[Printing], list[Finding]]:
    """The figures that are found in the merged workbook, and formulas that give something else."""
    found: list[Printing] = []
    findings: list[Finding] = []
    for item in figures:
        merge = sheets.find(NEW, item.part)
        outcome = outcomes.get(merge.title.casefold()) if merge else None
        if merge is None or outcome is None:
            continue
        at = cell_at(item.spot)
        if at is None:
            found.append(item._replace(part=merge.title))
            continue
        place = merge.at(NEW, *at)
        cell = outcome.cells.get(place) if place else None
        if place in outcome.covered and (cell is None or not cell.kind):
            place = outcome.covered[place]
            cell = outcome.cells.get(place) if place else None
        if place is None or cell is None:
            continue
        spot = f"{column_letters(place[1])}{place[0]}"
        if says(cell, item):
            found.append(item._replace(part=merge.title, spot=spot))
        elif _is_text_of(cell, item):
            continue  # the number is right, kept as text
        elif cell.kind and place not in outcome.notes and len(findings) < _MOST_TOLD:
            where = f"{merge.title}!{spot}"
            kind = kinds.OTHER_RESULT if cell.formula else kinds.OVERTYPED
            findings.append(
                kind.at(
                    Place("", merge.title, spot),
                    cell=where,
                    found=cell.shown() or "空白",
                    made=item.text,
                    source=item.key,
                    key=f"合并/{where}",
                    figures=[(item.key, item.text)],
                )
            )
    return found, findings


def _is_text_of(cell: Cell, item: Printing) -> bool:
    """Whether a cell holds the number of a figure as text, grouped otherwise or with other decimals."""
    try:
        value = Decimal(cell.shown().replace(",", "").strip())
    except InvalidOperation:
        return False
    number = value.is_finite() and cell.kind == "s"
    return number and says(replace(cell, kind="n", value=value), item)


def says(cell: Cell, item: Printing) -> bool:
    """Whether a cell shows a figure, to the decimals with which it is printed."""
    if cell.kind != "n" or not isinstance(cell.value, Decimal):
        return item.text in cell.shown() if item.text.strip() else not cell.shown().strip()
    try:
        expected = Decimal((item.exact or item.text).replace(",", "").rstrip("%"))
    except InvalidOperation:
        return not cell.value
    decimals = len(item.text.partition(".")[2].rstrip("%"))
    if round_half_up(cell.value, decimals) == round_half_up(expected, decimals):
        return True
    return item.text.endswith("%") and round_half_up(cell.value * 100, decimals) == expected
