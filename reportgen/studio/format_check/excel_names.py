"""The tags of an Excel template as one text a sheet that the walker can go through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.render.excel import tags
from reportgen.render.excel.columns import column_loops
from reportgen.render.excel.diagnose import cell_place
from reportgen.render.excel.rows import Body, arguments, arrange, control_place
from reportgen.render.excel.sheets import _LOOP
from reportgen.render.excel.template import Problems, block
from reportgen.render.excel.workbook import open_workbook
from reportgen.studio.format_check.walker import UNKNOWN

if TYPE_CHECKING:
    from reportgen.place import Place
    from reportgen.render.excel.columns import ColumnLoop
    from reportgen.render.excel.template import Cell, Row, Sheet
    from reportgen.render.excel.workbook import Workbook
    from reportgen.studio.format_check.walker import Walker


@dataclass(slots=True)
class ExcelSheet:
    """A worksheet of a template, its rows with loops and conditions paired."""

    sheet: Sheet
    body: Body
    loops: list[ColumnLoop]
    paired: bool
    problems: Problems = field(default_factory=lambda: Problems(""))


class _Lines:
    """A Jinja source that knows of each line where it stands."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.places: list[tuple[Place, str]] = []

    def add(self, source: str, place: Place, typed: str) -> None:
        self.text.append(source)
        self.places += [(place, typed)] * (source.count("\n") + 1)

    def at(self, line: int) -> tuple[Place, str]:
        return self.places[min(max(line - 1, 0), len(self.places) - 1)]


def excel_sheets(data: bytes, name: str) -> tuple[Workbook | None, list[ExcelSheet]]:
    """The worksheets of a template; none where it cannot be read."""
    book = open_workbook(data, Problems(name))
    if book is None:
        return None, []
    found = []
    for sheet in book.sheets:
        problems = Problems(name)
        body = arrange(sheet, problems)
        paired = not problems.found
        found.append(ExcelSheet(sheet, body, column_loops(sheet, problems), paired, Problems(name)))
    return book, found


def walk_excel(item: ExcelSheet, walker: Walker, given: dict[str, object] | None = None) -> None:
    """Go through the tags of a sheet; where loops do not pair, each by itself."""
    lines = _Lines()
    sheet, problems = item.sheet, item.problems
    repeat = _LOOP.fullmatch(sheet.repeat.source) if sheet.repeat else None
    if repeat and sheet.repeat:
        place = control_place(problems, sheet, sheet.repeat)
        typed = sheet.repeat.typed
        lines.add(f"{{% for {repeat['targets']} in {repeat['items']} %}}", place, typed)
        lines.add(f"{{{{ {repeat['title']} }}}}", place, typed)
    condition = sheet.repeat if sheet.repeat and sheet.repeat.keyword == "if" else None
    if condition:
        place = control_place(problems, sheet, condition)
        lines.add(f"{{% {condition.source} %}}", place, condition.typed)
    loose: set[str] = set()
    loops: list[str] = []
    if sheet.repeat and not repeat and not condition:
        loops.append(sheet.repeat.source.partition("名称")[0])
    for step in item.body.steps:
        if isinstance(step, int):
            _row(lines, item, item.body.rows[step])
            continue
        control = step[0]
        place = control_place(problems, sheet, control)
        if item.paired:
            lines.add(f"{{% {control.source} %}}", place, control.typed)
        elif control.keyword == "for":
            loops.append(control.source)
            lines.add(f"{{% {control.source} %}}{{% endfor %}}", place, control.typed)
        elif control.keyword in {"if", "elif"}:
            source = control.source.removeprefix("el")
            lines.add(f"{{% {source} %}}{{% endif %}}", place, control.typed)
        elif control.keyword == "set":
            loose.add(control.source.removeprefix("set").partition("=")[0].strip())
    _furniture(lines, item)
    if repeat and sheet.repeat:
        lines.add("{% endfor %}", control_place(problems, sheet, sheet.repeat), sheet.repeat.typed)
    if condition:
        lines.add("{% endif %}", control_place(problems, sheet, condition), condition.typed)
    if not lines.text:
        return
    scope = {**(given or {}), **dict.fromkeys(loose, UNKNOWN), **walker.loose(loops, given)}
    before = len(walker.seen.findings)
    walker.template("\n".join(lines.text), lines.at, scope)
    if any(f.code == "L501" for f in walker.seen.findings[before:]):
        # The engine tells what cannot be read; the rest is gone through tag by tag.
        del walker.seen.findings[before:]
        _each(lines, walker, scope)


def _each(lines: _Lines, walker: Walker, scope: dict[str, object]) -> None:
    loops = [text[3:].partition("%}")[0] for text in lines.text if text.startswith("{% for ")]
    scope = {**scope, **walker.loose(loops, scope)}
    number = 1
    for source in lines.text:
        place = lines.at(number)
        number += source.count("\n") + 1
        for ending in ("", "{% endfor %}", "{% endif %}"):
            before = len(walker.seen.findings)
            walker.template(
                source + ending,
                lambda _, p=place: p,  # type: ignore[misc]
                scope,
            )
            failed = any(f.code == "L501" for f in walker.seen.findings[before:])
            walker.seen.findings[before:] = [
                f for f in walker.seen.findings[before:] if f.code != "L501"
            ]
            if not failed:
                break


def _row(lines: _Lines, item: ExcelSheet, row: Row) -> None:
    for cell in arguments(row):
        place = cell_place(item.problems, item.sheet, row, cell)
        loop = next((x for x in item.loops if x.first <= cell.column <= x.last), None)
        source = cell_source(cell)
        if loop is not None:
            source = f"{{% for {loop.targets} in {loop.items} %}}{source}{{% endfor %}}"
        lines.add(source, place, cell.typed)


def cell_source(cell: Cell) -> str:
    """What a cell prints, as Jinja reads it."""
    return cell.source if cell.kind == "text" else f"{{{{ ({cell.source}) }}}}"


def _furniture(lines: _Lines, item: ExcelSheet) -> None:
    for element in [*item.sheet.head, *item.sheet.tail]:
        for child in element.elements() if element.tag == "headerFooter" else ():
            text = child.text()
            if tags.has_tags(text):
                try:
                    source = block(tags.scan(text))
                except tags.TagError:
                    continue
                place = item.problems.place(item.sheet.title, "页眉页脚", text)
                lines.add(source, place, text)
