"""A sheet of a template made ready to be rendered many times.

Pairs its rows, compiles their Jinja source, plans rows and merges, and keeps as text whatever is the
same in every document. Not for values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.language.environment import engine_template
from reportgen.language.errors import describe
from reportgen.language.tags import forbid_private_names, normalise_tag
from reportgen.office.tree import Element, serialise
from reportgen.render import kinds
from reportgen.render.excel import tags
from reportgen.render.excel.diagnose import compile_problems
from reportgen.render.excel.formula_plans import ready, slots, sum_up, with_line
from reportgen.render.excel.heights import plan_heights
from reportgen.render.excel.lifting import lift
from reportgen.render.excel.merges import plan_merges
from reportgen.render.excel.parts import Moving, is_fixed, split_tail
from reportgen.render.excel.row_plans import plan
from reportgen.render.excel.rows import arrange, source
from reportgen.render.excel.sheets import compile_loop, own_references
from reportgen.render.excel.template import block, shown

if TYPE_CHECKING:
    from reportgen.language.environment import Environment, TextTemplate
    from reportgen.render.excel.formula_plans import Ready, Slots
    from reportgen.render.excel.heights import HeightPlan, Styles
    from reportgen.render.excel.merges import MergePlan
    from reportgen.render.excel.row_plans import RowPlan
    from reportgen.render.excel.rows import Body
    from reportgen.render.excel.sheets import SheetLoop
    from reportgen.render.excel.template import Problems, Sheet

_TAG: Final = re.compile(r"\{[{%].{0,40}")
AMPERSAND: Final = "\ue0ff"
"""Stands for the & of a header's own codes while it is rendered: an & from data is doubled."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A header or footer with tags: its element's tag, attributes as text, and its template."""

    tag: str
    template: TextTemplate
    typed: str


@dataclass(slots=True)
class Prepared:
    """A sheet ready to be rendered; `head`, `before` and `after` hold fixed text and what moves.

    `program` is None where Jinja has nothing to do. `moving`: rows can stand elsewhere than in the
    template. `fixed`: the whole part is the same in every document.
    """

    sheet: Sheet
    body: Body
    program: TextTemplate | None
    plans: list[RowPlan]
    slots: list[Slots]
    formulas: dict[int, Ready]
    merges: MergePlan
    head: list[str | Moving | Element]
    before: list[str | Moving | Element]
    after: list[str | Moving | Element]
    furniture: list[Furniture]
    moving: bool
    fixed: bool
    heights: HeightPlan
    title: str
    """The name of its tab: the template's, or that of a copy."""
    loop: SheetLoop | None = None


def prepare(sheet: Sheet, env: Environment, problems: Problems, styles: Styles) -> Prepared:
    """The sheet made ready; what is wrong in it is added to the problems."""
    known = len(problems.found)
    loop = compile_loop(sheet, env, problems)
    sheet = own_references(sheet)
    body = arrange(sheet, problems)
    before, after, boxes = split_tail(sheet)
    merges = plan_merges(sheet, body, boxes, problems)
    _refuse_arrays(sheet, body, problems)
    _refuse_tags_around(sheet, problems)
    furniture = [
        item
        for element in after
        if element.tag == "headerFooter"
        for item in _furniture(sheet, element, env, problems)
    ]
    program = None
    if body.runs and len(problems.found) == known:
        lift(body, env)
        try:
            program = engine_template(env, source(body))
        except Exception as error:  # noqa: BLE001 - whatever Jinja says becomes a finding
            problems.found += compile_problems(sheet, body, env, problems, error)
    moving = sheet.repeat is not None or any(not isinstance(step, int) for step in body.steps)
    row_slots = slots(body)
    formulas = {id(cell): ready(cell) for item in row_slots for cell in item.formulas}
    row_slots = [with_line(item, row_slots, body, formulas) for item in row_slots]
    sum_up(body, (item.total for item in formulas.values() if item.total is not None))
    prepared = Prepared(
        sheet,
        body,
        program,
        [plan(row) for row in body.rows],
        row_slots,
        formulas,
        merges,
        _texts(sheet.head, moving=moving),
        _texts(before, moving=moving),
        _texts(after, moving=moving),
        furniture,
        moving,
        fixed=False,
        heights=plan_heights(sheet, body, boxes, styles),
        title=sheet.title,
        loop=loop,
    )
    prepared.fixed = not (sheet.tagged or body.runs or formulas or furniture) and all(
        isinstance(item, str) for item in prepared.head + prepared.before + prepared.after
    )
    return prepared


def _texts(elements: list[Element], *, moving: bool) -> list[str | Moving | Element]:
    """Fixed elements as text, those that can move made ready; headers and footers with tags as they are."""
    found: list[str | Moving | Element] = []
    for element in elements:
        if element.tag == "headerFooter" and tags.has_tags(serialise(element)):
            found.append(element)
        elif not is_fixed(element, moving=moving):
            found.append(Moving(element))
        elif found and isinstance(found[-1], str):
            found[-1] += serialise(element)
        else:
            found.append(serialise(element))
    return found


def _refuse_arrays(sheet: Sheet, body: Body, problems: Problems) -> None:
    for row in body.rows:
        for cell in row.cells if row.path else ():
            if cell.array:
                place = problems.place(sheet.title, f"{column_letters(cell.column)}{row.number}")
                problems.add(kinds.LOOPED_ARRAY, place, formula=shown(cell), what="数组公式")


def _refuse_tags_around(sheet: Sheet, problems: Problems) -> None:
    """Tags in validations, formats and the like; headers are filled."""
    for element in [*sheet.head, *sheet.tail]:
        if element.tag == "headerFooter":
            continue
        text = serialise(element)
        found = _TAG.search(text) if "{{" in text or "{%" in text else None
        if found:
            place = problems.place(sheet.title)
            problems.add(kinds.MISPLACED_TAG, place, where="数据验证、条件格式等设置", tag=found[0])


def _furniture(
    sheet: Sheet, element: Element, env: Environment, problems: Problems
) -> list[Furniture]:
    """The headers and footers that hold tags, compiled."""
    found = []
    for child in element.elements():
        text = child.text()
        if not tags.has_tags(text):
            continue
        place = problems.place(sheet.title, "页眉页脚", text)
        try:
            pieces = tags.scan(text)
            for tag in pieces:
                if tag.prefix:
                    problems.add(kinds.FOREIGN_TAG, place, tag=tag.typed)
                elif tag.kind != "text":
                    forbid_private_names(normalise_tag(tag.body))
            kept = [
                tag._replace(body=tag.body.replace("&", AMPERSAND)) if tag.kind == "text" else tag
                for tag in pieces
            ]
            found.append(Furniture(child.tag, engine_template(env, block(kept)), text))
        except tags.TagError as error:
            problems.add(kinds.BROKEN_TAG, place, tag=error.tag, reason=error.reason)
        except Exception as error:  # noqa: BLE001 - whatever Jinja says becomes a finding
            problems.found.append(describe(error, text).at(place))
    return found
