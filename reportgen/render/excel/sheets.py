"""Sheets that repeat: `{%sheet for 项 in 项目 名称=项.名称 %}` in a row of its own.

`{%sheet if 政府采购 %}` is the same with one copy or none, whose tab keeps its name. A sheet is compiled once; its copies differ in their tab's name, their part and the names they are
given. What is refused of such a sheet stands here too; the package around the copies: `copies`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.language.environment import compile_expression, engine_template
from reportgen.language.errors import describe
from reportgen.language.numerals import forbid_numerals
from reportgen.language.printing import strip_marks
from reportgen.language.values import cell_value, plain
from reportgen.office.tree import Element
from reportgen.render import kinds
from reportgen.render.excel.diagnose import taught
from reportgen.render.excel.references import Area, join_formula, split_formula
from reportgen.render.excel.rows import control_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.language.environment import Environment, TextTemplate
    from reportgen.language.printing import Marks
    from reportgen.render.excel.references import Piece
    from reportgen.render.excel.template import Control, Problems, Sheet
    from reportgen.render.excel.workbook import Workbook

MOST: Final = 1_000
"""Sheets that one workbook may have: Excel opens more only slowly."""
LONGEST: Final = 31
"""Characters of a tab's name, counted as Excel counts them (UTF-16)."""

_LOOP: Final = re.compile(
    r"for\s+(?P<targets>.+?)\s+in\s+(?P<items>.+?)\s+名称\s*=(?!=)\s*(?P<title>.+)"
)
_CONDITION: Final = re.compile(r"if\s+.+")
_FORBIDDEN: Final = str.maketrans(r"[]:*?/\'", "［］：＊？／＼’")
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_FORMULAS: Final = frozenset({"formula", "formula1", "formula2", "xm:f", "f", "definedName"})


@dataclass(frozen=True, slots=True)
class SheetLoop:
    """A compiled sheet loop: the names that it binds, and the source that runs it.

    One without targets is a condition, and its copy is called as the template's sheet is.
    """

    targets: tuple[str, ...]
    program: TextTemplate
    title: str
    control: Control


class Round(NamedTuple):
    """One copy of a sheet: its tab's name and the names that it is given."""

    title: str
    names: dict[str, object]


def compile_loop(sheet: Sheet, env: Environment, problems: Problems) -> SheetLoop | None:
    """The loop of a sheet; None where it has none or it is wrong, which is reported."""
    control = sheet.repeat
    if control is None:
        return None
    place = control_place(problems, sheet, control)
    found = _LOOP.fullmatch(control.source)
    if found is None and _CONDITION.fullmatch(control.source) is None:
        reason = "要写成 {%sheet for 项 in 列表 名称=项.名称 %} 或 {%sheet if 条件 %}"
        problems.add(kinds.SHEET_LOOP, place, tag=control.typed, reason=reason)
        return None
    targets: tuple[str, ...] = ()
    title = ""
    if found is not None:
        title = expression = found["title"]
        targets = tuple(name.strip() for name in found["targets"].split(","))
        source = (
            f"{{% for {found['targets']} in {found['items']} %}}"
            f"{{% if __sheet(({', '.join(targets)},), ({title})) %}}{{% endif %}}{{% endfor %}}"
        )
    else:
        expression = control.source.removeprefix("if")
        source = f"{{% {control.source} %}}{{% if __sheet((), '') %}}{{% endif %}}{{% endif %}}"
    try:
        compile_expression(env, expression)
        return SheetLoop(targets, engine_template(env, source), title, control)
    except Exception as error:  # noqa: BLE001 - whatever Jinja says becomes a finding
        problems.found.append(describe(error, control.typed).at(place))
        return None


def rounds(
    loop: SheetLoop,
    sheet: Sheet,
    env: Environment,
    names: Mapping[str, object],
    marks: Marks,
    problems: Problems,
) -> list[Round]:
    """The copies that a sheet has with these names; tabs are named as the template says."""
    found: list[Round] = []

    def add(values: tuple[object, ...], title: object) -> None:
        text = strip_marks(plain(cell_value(title)), marks)[0] if loop.targets else sheet.title
        forbid_numerals(text)
        found.append(Round(text, dict(zip(loop.targets, values, strict=True))))

    place = control_place(problems, sheet, loop.control)
    try:
        for _ in loop.program.pieces({**names, "__sheet": add}, marks):
            pass
    except Exception as error:  # noqa: BLE001 - whatever it is becomes a finding
        error = taught(error, names, env)
        problems.found.append(describe(error, loop.control.typed).at(place))
    if len(found) > MOST:
        counted = f"{len(found):,}"
        problems.add(kinds.TOO_MANY_ROWS, place, count=counted, what="张工作表", limit=f"{MOST:,}")
    return found


class Titles:
    """Names of tabs as Excel accepts them, no two alike; `taken` are those that stay."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {title.casefold() for title in taken} | {"history"}

    def make(self, text: str) -> str:
        """A name as near to the text as can be."""
        whole = _UNPRINTABLE.sub("", text.translate(_FORBIDDEN)).strip() or "表"
        title = _cut(whole, LONGEST)
        number = 2
        while title.casefold() in self._taken:
            mark = f"（{number}）"
            title = _cut(whole, LONGEST - len(mark)) + mark
            number += 1
        self._taken.add(title.casefold())
        return title


def _cut(text: str, limit: int) -> str:
    """The text within a limit of UTF-16 units; characters are never parted."""
    while len(text.encode("utf-16-le")) > 2 * limit:
        text = text[:-1]
    return text.rstrip()


def own_references(sheet: Sheet) -> Sheet:
    """The sheet with references to itself by name made plain: each copy then means itself."""
    if sheet.repeat is None:
        return sheet

    def plain_area(piece: Piece) -> Piece:
        own = isinstance(piece, Area) and piece.sheet and piece.title == sheet.title
        return piece._replace(sheet="") if own else piece  # type: ignore[union-attr]

    def element(item: Element) -> Element:
        copy = Element(item.tag, dict(item.attributes))
        copy.attributes.pop("tabSelected", None)
        copy.attributes.pop("codeName", None)
        if item.tag == "pageSetup":
            # The settings of the author's printer are a part that copies cannot share.
            copy.attributes = {k: v for k, v in copy.attributes.items() if not k.endswith(":id")}
        if item.tag in _FORMULAS:
            pieces = tuple(map(plain_area, split_formula(item.text())))
            copy.children = [join_formula(pieces)]
        else:
            copy.children = [c if isinstance(c, str) else element(c) for c in item.children]
        return copy

    rows = [
        replace(
            row,
            cells=[
                replace(cell, formula=tuple(map(plain_area, cell.formula)))
                if cell.formula
                else cell
                for cell in row.cells
            ],
        )
        for row in sheet.rows
    ]
    head, tail = [element(item) for item in sheet.head], [element(item) for item in sheet.tail]
    return replace(sheet, rows=rows, head=head, tail=tail)


def refuse(book: Workbook, problems: Problems) -> None:
    """Report what a sheet that repeats cannot have, and references to it from elsewhere."""
    repeated = {sheet.title: sheet for sheet in book.sheets if sheet.repeat is not None}
    for title, sheet in repeated.items():
        related = {item.kind for item in book.related[title]}
        what = next((name for kind, name in _UNCOPIED.items() if kind in related), "")
        if what and sheet.repeat is not None:
            place = control_place(problems, sheet, sheet.repeat)
            reason = f"所在的工作表里有{what}，不能重复，也不能有时不要"
            problems.add(kinds.SHEET_LOOP, place, tag=sheet.repeat.typed, reason=reason)
    if not repeated:
        return
    for where, cell, text in references(book):
        for piece in split_formula(text):
            if isinstance(piece, Area) and piece.sheet and piece.title in repeated:
                if where == piece.title:
                    continue
                place = problems.place(where, cell, text)
                problems.add(kinds.REPEATED_SHEET, place, formula=text, title=piece.title)
                break


_UNCOPIED: Final = {
    "table": "“表格”（套用表格格式）",
    "chart": "图表",
    "drawing": "图片或图表",
    "comments": "批注",
    "vml": "批注或控件",
}


def references(book: Workbook) -> Iterator[tuple[str, str, str]]:
    """Every formula of the workbook with its sheet and cell, as far as they are known."""
    titles = [item.attributes.get("name", "") for item in _listed(book)]
    for sheet in book.sheets:
        for row in sheet.rows:
            for cell in row.cells:
                if cell.formula:
                    from reportgen.cell_names import column_letters

                    yield sheet.title, f"{column_letters(cell.column)}{row.number}", cell.typed
        for item in (*sheet.head, *sheet.tail):
            for element in (item, *item.walk()):
                if element.tag in _FORMULAS:
                    yield sheet.title, "", element.text()
                if "location" in element.attributes:
                    yield sheet.title, "", element.attributes["location"]
    names = book.root.find("definedNames")
    for item in names.elements() if names is not None else ():
        index = item.attributes.get("localSheetId", "")
        yield titles[int(index)] if index.isdigit() else "", "", item.text()
    for chart in book.charts:
        for element in chart.tree.walk() if chart.tree is not None else ():
            if element.tag == "f":
                yield "", "", element.text()


def _listed(book: Workbook) -> list[Element]:
    found = book.root.find("sheets")
    return [] if found is None else found.elements()
