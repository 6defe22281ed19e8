"""Merged cells: those of the template where their rows went, and equal neighbours merged on request.

A merge inside a loop repeats, one around a loop grows, one that crosses its edge is a finding.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.cell_names import column_letters
from reportgen.language.printing import Printed
from reportgen.language.values import plain
from reportgen.render import kinds
from reportgen.render.excel.references import Box
from reportgen.render.excel.rows import arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.rows import Body
    from reportgen.render.excel.template import Cell, Problems, Sheet


@dataclass(frozen=True, slots=True)
class MergePlan:
    """The merges of a sheet with the loop that each repeats with (−1: none), and `{% vm %}` cells.

    `down` gives for each position in the body its marked cells: column → (last column of the merge
    that it stands in, index of its value in a printed row; 0 for a fixed text, then the text).
    """

    merges: tuple[tuple[Box, int], ...]
    down: dict[int, dict[int, tuple[int, int, str]]]


def plan_merges(sheet: Sheet, body: Body, merges: list[Box], problems: Problems) -> MergePlan:
    """How the merges of a sheet will be carried; what cannot be is reported."""
    planned = []
    for box in merges:
        upper, lower = _path(body, box.top), _path(body, box.bottom)
        if upper != lower:
            place = problems.place(sheet.title, box.spelt())
            problems.add(kinds.CROSSING_MERGE, place, merge=box.spelt())
        else:
            planned.append((box, upper[-1] if upper else -1))
    down = {}
    for position, row in enumerate(body.rows):
        marked = {}
        values = {id(cell): index for index, cell in enumerate(arguments(row), 1)}
        for cell in row.cells:
            if cell.merge_down:
                wide = _around(merges, row.number, cell.column)
                reason = "" if row.path else "这一行不在循环里"
                if wide is not None and wide.top != wide.bottom:
                    reason = f"这一格已经在跨行合并的 {wide.spelt()} 里"
                if reason:
                    place = problems.place(
                        sheet.title, f"{column_letters(cell.column)}{row.number}"
                    )
                    problems.add(kinds.MERGE_DOWN, place, reason=reason)
                right = cell.column if wide is None else wide.right
                marked[cell.column] = (right, values.get(id(cell), 0), _fixed(cell))
        if marked:
            down[position] = marked
    return MergePlan(tuple(planned), down)


def merged(plan: MergePlan, layout: Layout, strip: Callable[[str], str]) -> list[Box]:
    """The merges of the printed sheet, top to bottom within each of the template's."""
    found: list[Box] = []
    for box, loop in plan.merges:
        if loop < 0:
            spans = [layout.span(box.top, box.bottom)]
        else:
            spans = [layout.within(box.top, box.bottom, *item) for item in layout.iterations(loop)]
        found += [
            Box(box.left, span[0], box.right, span[1])
            for span in spans
            if span is not None and (span[0] < span[1] or box.left < box.right)
        ]
    if not plan.down:
        return found
    down = _merged_down(plan, layout, strip)
    covered = {(row, box.left) for box in down for row in range(box.top, box.bottom + 1)}
    kept = [box for box in found if box.top != box.bottom or (box.top, box.left) not in covered]
    return kept + down


def _merged_down(plan: MergePlan, layout: Layout, strip: Callable[[str], str]) -> list[Box]:
    found: list[Box] = []
    run: list[int] = []
    loop = -1
    for emission, position in enumerate(layout.positions):
        marked = position in plan.down
        outer = layout.body.rows[position].path[:1]
        adjacent = run and layout.finals[emission] == layout.finals[run[-1]] + 1
        if run and not (marked and outer == (loop,) and adjacent):
            found += _merge_run(plan, layout, run, strip)
            run = []
        if marked and outer:
            loop = outer[0]
            run.append(emission)
    return found + _merge_run(plan, layout, run, strip)


def _merge_run(
    plan: MergePlan, layout: Layout, run: list[int], strip: Callable[[str], str]
) -> list[Box]:
    """The merges among rows that follow each other, column by column from the left."""
    rows = [plan.down[layout.positions[emission]] for emission in run]
    found = []
    parted = [True] + [False] * (len(run) - 1) + [True]
    for column in sorted({column for row in rows for column in row}):
        texts = [
            _text(layout, emission, row.get(column), strip)
            for emission, row in zip(run, rows, strict=True)
        ]
        start = 0
        for index in range(1, len(run) + 1):
            if index < len(run) and texts[index] != texts[index - 1]:
                parted[index] = True
            if parted[index]:
                if index - start > 1 and texts[start]:
                    right = max(row[column][0] for row in rows[start:index] if column in row)
                    top, bottom = layout.finals[run[start]], layout.finals[run[index - 1]]
                    found.append(Box(column, top, right, bottom))
                start = index
    return found


def _text(
    layout: Layout, emission: int, marked: tuple[int, int, str] | None, strip: Callable[[str], str]
) -> str | None:
    if marked is None:
        return None
    _, index, fixed = marked
    if not index:
        return fixed
    value = layout.value(emission, index)
    if isinstance(value, Printed):
        return value.text
    return strip(value) if isinstance(value, str) else plain(value)


def _fixed(cell: Cell) -> str:
    return cell.value if isinstance(cell.value, str) else ""


def _around(merges: list[Box], row: int, column: int) -> Box | None:
    for box in merges:
        if box.top <= row <= box.bottom and box.left <= column <= box.right:
            return box
    return None


def _path(body: Body, number: int) -> tuple[int, ...]:
    index = bisect_left(body.numbers, number)
    return body.paths[index] if index < len(body.paths) else ()
