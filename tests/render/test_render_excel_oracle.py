"""The engine against a slow filler on openpyxl that knows nothing of its ways."""

import copy
import io
import re

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from render_builders import ENV, book, filled, items

from reportgen.language.environment import compile_expression
from reportgen.language.printing import Printed

TAG = re.compile(r"\{%tr\s+(.*?)\s*%\}")
CELL = re.compile(r"(\$?[A-Z]+)(\$?)(\d+)(?::(\$?[A-Z]+)(\$?)(\d+))?")


def walk(rows, names):
    """(template row, names, round) for each printed row; `rows` are (number, control or None)."""
    printed = []
    at = 0
    while at < len(rows):
        number, control = rows[at]
        if control is None:
            printed.append((number, names, None))
            at += 1
            continue
        depth, end, other = 1, at + 1, None
        while depth:
            word = (rows[end][1] or "").split(" ")[0]
            depth += (word in {"for", "if"}) - (word in {"endfor", "endif"})
            if word == "else" and depth == 1:
                other = end
            end += 1
        body = rows[at + 1 : (other or end - 1)]
        otherwise = rows[other + 1 : end - 1] if other else []
        if control.startswith("for"):
            target, _, source = control[4:].partition(" in ")
            found = list(compile_expression(ENV, source).evaluate(names))
            for turn, item in enumerate(found):
                inside = walk(body, {**names, target: item})
                printed += [(n, scope, (at, turn, deeper)) for n, scope, deeper in inside]
            printed += walk(otherwise, names) if not found else []
        else:
            chosen = compile_expression(ENV, control[3:]).evaluate(names)
            printed += walk(body if chosen else otherwise, names)
        at = end
    return printed


def slow(data, names):
    """The filled workbook, made cell by cell; one sheet, loops not nested for formulas."""
    source = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rows = []
    for number in range(1, source.max_row + 1):
        found = [TAG.search(str(cell.value)) for cell in source[number] if cell.value]
        rows.append((number, next((item[1] for item in found if item), None)))
    printed = walk(rows, names)
    copies = {}
    for final, (number, _, _) in enumerate(printed, 1):
        copies.setdefault(number, []).append(final)

    def hull(low, high):
        finals = [final for number in range(low, high + 1) for final in copies.get(number, [])]
        return (min(finals), max(finals)) if finals else None

    def moved(text):
        left, top, right, bottom = range_boundaries(text)
        span = hull(top, bottom)
        letter = openpyxl.utils.get_column_letter
        return span and f"{letter(left)}{span[0]}:{letter(right)}{span[1]}"

    made = openpyxl.Workbook()
    target = made.active
    target.title = source.title
    for final, (number, scope, turn) in enumerate(printed, 1):
        target.row_dimensions[final].height = source.row_dimensions[number].height
        for cell in source[number]:
            copied = target.cell(final, cell.column)
            copied.value = value(cell.value, scope, final, number, copies, turn)
            for part in ("font", "border", "fill", "alignment", "number_format", "protection"):
                setattr(copied, part, copy.copy(getattr(cell, part)))
    for merge in source.merged_cells.ranges:
        if merge.min_row == merge.max_row:
            for final in copies.get(merge.min_row, []):
                target.merge_cells(
                    start_row=final,
                    end_row=final,
                    start_column=merge.min_col,
                    end_column=merge.max_col,
                )
        else:
            target.merge_cells(moved(merge.coord))
    for letter, dimension in source.column_dimensions.items():
        target.column_dimensions[letter].width = dimension.width
    for item in source.conditional_formatting:
        target.conditional_formatting.add(moved(str(item.sqref)), item.rules[0])
    for rule in source.data_validations.dataValidation:
        rule.sqref = openpyxl.worksheet.cell_range.MultiCellRange(moved(str(rule.sqref)))
        target.add_data_validation(rule)
    if source.print_area:
        target.print_area = moved(source.print_area.split("!")[1].replace("$", ""))
    target.print_title_rows = source.print_title_rows
    return made


def value(content, scope, final, number, copies, turn):
    if not isinstance(content, str):
        return content
    if content.startswith("="):

        def one(found):
            first, last = int(found[3]), int(found[6] or found[3])
            if turn is not None and first == last == number:
                low = high = final
            else:
                finals = [at for row in range(first, last + 1) for at in copies.get(row, [])]
                low, high = min(finals), max(finals)
            start = f"{found[1]}{found[2]}{low}"
            return f"{start}:{found[4]}{found[5]}{high}" if found[4] else start

        return CELL.sub(one, content)
    single = re.fullmatch(r"\{\{(.*)\}\}", content)
    if single:
        result = compile_expression(ENV, single[1]).evaluate(scope)
        return float(result.scaled) if isinstance(result, Printed) else result
    return re.sub(
        r"\{\{(.*?)\}\}", lambda tag: str(compile_expression(ENV, tag[1]).evaluate(scope)), content
    )


def described(page):
    """Everything that is compared, in a form that shows differences well."""
    cells = {}
    for row in page.iter_rows():
        for cell in row:
            look = (cell.font.b, cell.font.sz, cell.font.name, cell.border.left.style, cell.fill.fgColor.rgb,
                    cell.alignment.horizontal, cell.alignment.wrap_text, cell.number_format)  # fmt: skip
            cells[cell.coordinate] = (cell.value, look)
    heights = {row: page.row_dimensions[row].height for row in range(1, page.max_row + 1)}
    widths = {key: item.width for key, item in page.column_dimensions.items()}
    formats = {str(item.sqref) for item in page.conditional_formatting}
    rules = {(str(item.sqref), item.formula1) for item in page.data_validations.dataValidation}
    merges = sorted(map(str, page.merged_cells.ranges))
    return {
        "cells": cells, "heights": heights, "widths": widths, "merges": merges, "formats": formats,
        "rules": rules, "area": page.print_area, "titles": page.print_title_rows,
    }  # fmt: skip


def styled(page):
    side = Side(style="thin")
    for row in page.iter_rows(min_row=1, max_row=12, max_col=4):
        for cell in row:
            cell.font = Font(name="宋体", size=9 + cell.row % 3, bold=cell.column == 1)
            cell.border = Border(left=side)
            cell.number_format = "0.00" if cell.column > 1 else "General"
            cell.alignment = Alignment(
                horizontal="center" if cell.row % 2 else "right", wrap_text=True
            )
            cell.fill = PatternFill("solid", fgColor=f"FF{cell.row:02d}{cell.column:02d}AA")
    for row in range(1, 13):
        page.row_dimensions[row].height = 10 + row
    page.column_dimensions["A"].width = 31


def full(page):
    styled(page)
    page.merge_cells("A1:D1")
    page.merge_cells("C3:D3")
    page.merge_cells("D2:D2")
    page.conditional_formatting.add("B3:C3", FormulaRule(formula=["$B2>0"]))
    rule = DataValidation(type="list", formula1='"是,否"')
    rule.add("D3")
    page.add_data_validation(rule)
    page.print_area = "A1:D6"
    page.print_title_rows = "1:1"


LOOP = {
    "A1": "{{ 题 }}表", "A2": "{%tr for 行 in 行们 %}", "A3": "{{ 行.名称 }}", "B3": "{{ 行.金额 | 万元 }}",
    "C3": "=B3*2", "A4": "{%tr endfor %}", "A5": "合计", "B5": "=SUM(B3:B3)", "A6": "注：{{ 题 }}，{{ 行们[0].金额 | 元 }}。",
}  # fmt: skip
TEMPLATES = {
    "没有循环": {"A1": "{{ 题 }}", "B2": "=A1", "A4": 5, "B4": "=A4*2"},
    "循环": LOOP,
    "两个循环": {**LOOP, "A7": "{%tr for 行 in 行们 %}", "A8": "又{{ 行.名称 }}", "A9": "{%tr endfor %}", "B10": "=SUM(B3:B3)+B5"},
    "条件": {"A1": "{%tr if 题 == '甲' %}", "A2": "是", "A3": "{%tr else %}", "A4": "否", "A5": "{%tr endif %}", "A6": "尾", "B6": 3, "C6": "=B6"},
    "循环里的条件": {"A1": "{%tr for 行 in 行们 %}", "A2": "{%tr if 行.名称 == '乙' %}", "A3": "{{ 行.名称 }}", "A4": "{%tr endif %}", "A5": "{%tr endfor %}", "A6": "尾"},
    "套用的循环": {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行.名称 }}", "A3": "{%tr for 数 in [1, 2] %}", "A4": "{{ 数 }}", "A5": "{%tr endfor %}", "A6": "{%tr endfor %}", "A7": "尾"},
    "空循环": {"A1": "头", "A2": "{%tr for 行 in [] %}", "A3": "{{ 行.名称 }}", "A4": "{%tr else %}", "A5": "无", "A6": "{%tr endfor %}", "A7": "尾"},
}  # fmt: skip


@pytest.mark.parametrize("rows", [1, 2, 7])
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_engine_gives_what_a_slow_filler_gives(name, rows):
    arrange = full if name in {"循环", "两个循环"} else styled
    data = book(arrange=arrange, **TEMPLATES[name])
    names = {"题": "甲", "行们": items(*"甲乙丙丁戊己庚"[:rows])}
    ours = described(filled(data, **names).worksheets[0])
    out = io.BytesIO()
    slow(data, names).save(out)
    theirs = described(openpyxl.load_workbook(out).worksheets[0])
    for part, expected in theirs.items():
        assert ours[part] == expected, part
