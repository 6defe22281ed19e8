"""Two data sets, or two packs on disk, or one of each, compared without building anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.checks.wording import wording
from reportgen.compute.views import LedgerView
from reportgen.figure import Figure
from reportgen.language.views import View
from reportgen.model.ledger import DIMENSIONS
from reportgen.pack import change_kinds as kinds
from reportgen.pack.changes import (
    Changes,
    FigureChange,
    Recorded,
    between,
    compare_inputs,
    load_recorded,
)
from reportgen.pack.inputs import Inputs, inputs_of
from reportgen.pack.prepare import Prepared, prepare
from reportgen.pack.remaking import pack_of
from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.formats import Library

_CROSSED: Final = (("功能科目", "类型"), ("经济科目", "类型"))
_DEEPEST: Final = 4
_MOST: Final = 200_000


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a pack's records, or a data set that was read and computed."""

    name: str
    department: str
    year: int
    inputs: Inputs | None
    recorded: Recorded | None = None
    prepared: Prepared | None = None


def open_side(
    path: Path, library: Library, format_id: str = ""
) -> tuple[Side | None, list[Finding]]:
    """A pack's folder, or a Word document in one; anything else is read as a data set."""
    if path.is_dir() or path.suffix.lower() == ".docx":
        folder = pack_of(path)
        recorded, findings = load_recorded(folder) if folder else (None, [])
        if folder is None or recorded is None:
            return None, [*findings, kinds.NOT_A_PACK.at(Place(path.name), name=path.name)]
        values = recorded.inputs.values if recorded.inputs else {}
        known = [values[k].value if k in values else "" for k in ("部门/名称", "部门/年度")]
        number = int(known[1]) if known[1].isdecimal() else 0
        return Side(folder.name, known[0], number, recorded.inputs, recorded), findings
    prepared, findings = prepare(path, library, format_id)
    if prepared is None:
        return None, findings
    year = prepared.year
    return Side(path.name, year.name, year.year, inputs_of(year), None, prepared), []


def compare(old: Side, new: Side) -> tuple[Changes, list[Finding]]:
    """What differs, from the first to the second; figures of data sets have no document."""
    findings: list[Finding] = []
    if old.department and new.department and old.department != new.department:
        findings.append(kinds.OTHER_DEPARTMENT.at(None, one=old.department, other=new.department))
    if old.recorded and new.recorded:
        return between(old.recorded, new.recorded), findings
    inputs = tuple(compare_inputs(old.inputs, new.inputs)) if old.inputs and new.inputs else ()
    if old.prepared is None or new.prepared is None:
        pack, data = (old, new) if old.recorded else (new, old)
        return Changes(inputs), [*findings, kinds.MIXED.at(None, one=pack.name, other=data.name)]
    return Changes(inputs, tuple(_figures(old.prepared, new.prepared))), findings


def _figures(old: Prepared, new: Prepared) -> Iterator[FigureChange]:
    before, after = named_figures(old.context), named_figures(new.context)
    unit = new.year.money_unit
    for key in {**after, **before}:
        one, two = before.get(key), after.get(key)
        if one is not None and two is not None and (one.value, one.unit) == (two.value, two.unit):
            continue
        texts = ["" if f is None or f.is_blank else wording(f, unit, f.unit) for f in (one, two)]
        if texts[0] != texts[1]:
            yield FigureChange("", "", "", key, *texts)


def named_figures(context: Context) -> dict[str, Figure]:
    """The figures that the names of a context stand for, by key: last year's left aside.

    Of a ledger: its total, every code of every dimension, and codes by 类型.
    """
    found: dict[str, Figure] = {}
    for name, value in context.names.items():
        if name in {"上年", "短语"}:
            continue
        if isinstance(value, LedgerView):
            found.update((figure.key, figure) for figure in _ledger(value))
        else:
            found.update((figure.key, figure) for figure in _walk(value) if figure.key)
    return found


def _ledger(view: LedgerView) -> Iterator[Figure]:
    yield view.amount()
    used = {name for line in view.lines() for name in DIMENSIONS if line.get(name)} - {"阶段"}
    for dimension in DIMENSIONS:
        if dimension in used:
            for row in view.by(dimension):
                yield row.amount()
    for dimension, other in _CROSSED:
        if used >= {dimension, other}:
            values = [str(row.get("代码")) for row in view.by(other)]
            for row in view.by(dimension):
                yield from (row.amount(**{other: value}) for value in values)


def _walk(value: object) -> Iterator[Figure]:
    """The figures within views and lists, in order, within bounds."""
    stack: list[tuple[object, int]] = [(value, 0)]
    steps = 0
    while stack and steps < _MOST:
        item, depth = stack.pop()
        steps += 1
        if isinstance(item, Figure):
            yield item
        elif depth >= _DEEPEST:
            continue
        elif isinstance(item, list | tuple):
            stack += [(part, depth + 1) for part in reversed(item)]
        elif isinstance(item, View) and not isinstance(item, LedgerView):
            for name in reversed(list(item.names())):
                try:
                    stack.append((item.get(name), depth + 1))
                except Exception:  # noqa: BLE001, S112 - a name that needs more than its view
                    continue
