"""A template with column loops, made into the template that one document needs.

Lists are evaluated once, on the names of the document alone; the widened template is kept by their
lengths. Not for the rules of moving columns: `columns`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.language.environment import compile_expression
from reportgen.language.errors import describe
from reportgen.language.limits import Limits, Run
from reportgen.language.values import Missing, rows
from reportgen.office.tree import Element
from reportgen.render import kinds
from reportgen.render.excel.columns import (
    ColumnMap,
    ColumnMoves,
    column_loops,
    merge_problems,
    widened,
)
from reportgen.render.excel.diagnose import taught
from reportgen.render.excel.parts import carried
from reportgen.render.excel.prepare import prepare
from reportgen.render.excel.references import boxes, join_formula, split_formula
from reportgen.render.excel.related import comment_columns, drawing_columns
from reportgen.render.excel.rows import control_place
from reportgen.render.excel.template import LAST_COLUMN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.language.environment import Environment
    from reportgen.render.excel.columns import ColumnLoop
    from reportgen.render.excel.prepare import Prepared
    from reportgen.render.excel.related import Related
    from reportgen.render.excel.template import Problems, Sheet
    from reportgen.render.excel.workbook import Workbook

KEPT: Final = 16
"""Widened templates that are kept: departments differ little in the length of their lists."""


@dataclass(frozen=True, slots=True)
class Widened:
    """A template as one document needs it, its sheets ready."""

    book: Workbook
    sheets: list[Prepared]


class Widths:
    """The column loops of a template, and what was made of it for lists of given lengths."""

    def __init__(self, book: Workbook, env: Environment, problems: Problems) -> None:
        self.book = book
        self.env = env
        self.loops: dict[str, list[ColumnLoop]] = {}
        for sheet in book.sheets:
            known = len(problems.found)
            found = column_loops(sheet, problems)
            if found:
                self.loops[sheet.title] = found
                merge_problems(sheet, found, problems)
                self._check(sheet, found, problems)
            if len(problems.found) > known:
                self.loops.pop(sheet.title, None)
        self._made: dict[tuple[tuple[int, ...], ...], Widened] = {}

    def first(self, problems: Problems) -> Widened:
        """The template with each loop going once: every fault of compiling shows in it."""
        return self._make(tuple(tuple(1 for _ in loops) for loops in self.loops.values()), problems)

    def of(
        self, names: Mapping[str, object], problems: Problems
    ) -> tuple[Widened, dict[str, dict[str, object]]] | None:
        """The template for these names, and the names that its sheets are given besides."""
        given: dict[str, dict[str, object]] = {}
        counts = []
        for sheet in self.book.sheets:
            if sheet.title not in self.loops:
                continue
            own = given[sheet.title] = {}
            lengths = []
            for number, loop in enumerate(self.loops[sheet.title]):
                items = self._items(sheet, loop, names, problems)
                own[f"__tc{number}"] = items
                unknown = [Missing(name=name.strip()) for name in loop.targets.split(",")]
                own[f"__no{number}"] = unknown[0] if len(unknown) == 1 else tuple(unknown)
                lengths.append(len(items))
            counts.append(tuple(lengths))
        if problems.found:
            return None
        key = tuple(counts)
        if key not in self._made:
            if len(self._made) >= KEPT:
                self._made.clear()
            made = self._make(key, problems)
            if problems.found:
                return None
            self._made[key] = made
        return self._made[key], given

    def _items(
        self, sheet: Sheet, loop: ColumnLoop, names: Mapping[str, object], problems: Problems
    ) -> list[object]:
        try:
            value = compile_expression(self.env, loop.items).evaluate(names)
            return rows(value, Run(Limits()))
        except Exception as error:  # noqa: BLE001 - whatever it is becomes a finding
            place = control_place(problems, sheet, loop.control)
            error = taught(error, names, self.env)
            problems.found.append(describe(error, loop.control.typed).at(place))
            return []

    def _check(self, sheet: Sheet, loops: list[ColumnLoop], problems: Problems) -> None:
        for loop in loops:
            place = control_place(problems, sheet, loop.control)
            try:
                compile_expression(self.env, loop.items)
            except Exception as error:  # noqa: BLE001 - whatever it is becomes a finding
                problems.found.append(describe(error, loop.control.typed).at(place))
            if any(item.kind == "table" for item in self.book.related[sheet.title]):
                reason = "所在的工作表里有“表格”（套用表格格式），请先转换为区域"
                problems.add(kinds.COLUMN_LOOP, place, tag=loop.control.typed, reason=reason)

    def _make(self, counts: tuple[tuple[int, ...], ...], problems: Problems) -> Widened:
        if not self.loops:
            styles = self.book.styles
            return Widened(
                self.book, [prepare(s, self.env, problems, styles) for s in self.book.sheets]
            )
        maps = {
            title: ColumnMap(tuple(loops), lengths)
            for (title, loops), lengths in zip(self.loops.items(), counts, strict=True)
        }
        for sheet in self.book.sheets:
            width = max((row.cells[-1].column for row in sheet.rows if row.cells), default=0)
            grown = width + maps[sheet.title].growth if sheet.title in maps else width
            if grown > LAST_COLUMN:
                place = problems.place(sheet.title)
                problems.add(
                    kinds.TOO_MANY_ROWS,
                    place,
                    count=f"{grown:,}",
                    what="列",
                    limit=f"{LAST_COLUMN:,}",
                )
        if problems.found:
            return Widened(self.book, [])
        sheets = [widened(sheet, ColumnMoves(sheet.title, maps)) for sheet in self.book.sheets]
        book = _widened_book(self.book, sheets, maps)
        return Widened(book, [prepare(sheet, self.env, problems, book.styles) for sheet in sheets])


def _widened_book(book: Workbook, sheets: list[Sheet], maps: dict[str, ColumnMap]) -> Workbook:
    everywhere = ColumnMoves("", maps)
    root = Element(book.root.tag, book.root.attributes)
    for child in book.root.children:
        if isinstance(child, Element) and child.tag == "definedNames":
            child = _renamed(child, everywhere)  # noqa: PLW2901
        root.children.append(child)
    related = {
        title: [
            _related(item, ColumnMoves(title, maps)) if title in maps else item for item in items
        ]
        for title, items in book.related.items()
    }
    charts = [
        replace(item, tree=None if item.tree is None else _recharted(item.tree, everywhere))
        for item in book.charts
    ]
    return replace(book, root=root, sheets=sheets, related=related, charts=charts, widened=True)


def _renamed(names: Element, moves: ColumnMoves) -> Element:
    copy = Element(names.tag, dict(names.attributes))
    for item in names.elements():
        name = Element(item.tag, dict(item.attributes))
        name.children = [join_formula(moves.pieces(split_formula(item.text()), (-1, 0)))]
        copy.children.append(name)
    return copy


def _recharted(element: Element, moves: ColumnMoves) -> Element:
    copy = Element(element.tag, dict(element.attributes))
    if element.tag == "f":
        copy.children = [join_formula(moves.pieces(split_formula(element.text()), (-1, 0)))]
        return copy
    copy.children = [
        child if isinstance(child, str) else _recharted(child, moves) for child in element.children
    ]
    return copy


def _related(item: Related, moves: ColumnMoves) -> Related:
    def column(old: int) -> int | None:
        """The new column of one counted from 0, None where it was taken out."""
        found = moves.maps[moves.title].copies(old + 1)
        return found[0] - 1 if found else None

    if item.kind == "vml":
        return replace(item, text=comment_columns(item.text, column))
    if item.tree is None:
        return item
    if item.kind == "drawing":
        return replace(item, tree=drawing_columns(item.tree, column))
    tree = carried(item.tree, moves)
    for element in [] if tree is None else tree.walk():
        found = boxes(element.attributes.get("ref", "")) if element.tag == "comment" else []
        if found:
            element.attributes["ref"] = found[0]._replace(right=found[0].left).spelt()
    return replace(item, tree=tree or item.tree)
