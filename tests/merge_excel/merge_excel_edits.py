"""Edits of a workbook as a person makes them in Excel: rows and columns go where Excel puts them.

Made with openpyxl, which drops what formulas gave (as some programs do); where rows are inserted or
deleted, formulas and merges are moved here, apart from the program under test.
"""

import io
import re

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formula import Tokenizer
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, range_boundaries

CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
LINE = re.compile(r"(\$?)(\d+)")


class Desk:
    """Her workbook while she works on it; `touched` are the generated cells that are hers
    now, `columns` the generated columns that she deleted.
    """

    def __init__(self, data):
        self.book = load_workbook(io.BytesIO(data))
        self.origin = {
            sheet.title: {
                (row, column): (row, column)
                for row in range(1, sheet.max_row + 1)
                for column in range(1, sheet.max_column + 1)
            }
            for sheet in self.book
        }
        self.first = {sheet.title: sheet.title for sheet in self.book}
        self.touched = set()
        self.columns = set()
        self.words = []

    def save(self):
        data = io.BytesIO()
        self.book.save(data)
        return data.getvalue()

    def mark(self, rng):
        word = f"她写的{len(self.words)}号{rng.randrange(1000)}"
        self.words.append(word)
        return word

    def touch(self, sheet, row, column):
        where = self.origin[sheet.title].get((row, column))
        if where:
            self.touched.add((self.first[sheet.title], *where))


def write(desk, rng, sheet, places):
    """Something of hers in one of the places that is empty."""
    free = [
        at
        for at in places
        if type(cell := sheet.cell(*at)).__name__ == "Cell" and cell.value is None
    ]
    if free:
        at = rng.choice(free)
        desk.touch(sheet, *at)
        sheet.cell(*at).value = desk.mark(rng)


def any_sheet(desk, rng):
    return rng.choice([s for s in desk.book if s.title in desk.first])


def filled(sheet, kind):
    return [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, kind) and not isinstance(cell.value, bool)
        and not (isinstance(cell.value, str) and cell.value.startswith("="))
    ]  # fmt: skip


def rewords(desk, rng):
    sheet = any_sheet(desk, rng)
    cells = filled(sheet, str)
    if cells:
        cell = rng.choice(cells)
        desk.touch(sheet, cell.row, cell.column)
        cell.value = desk.mark(rng)


def overtypes(desk, rng):
    sheet = any_sheet(desk, rng)
    cells = filled(sheet, int | float)
    if cells:
        cell = rng.choice(cells)
        desk.touch(sheet, cell.row, cell.column)
        cell.value = rng.randrange(100_000, 999_999)


def overtypes_a_formula(desk, rng):
    sheet = any_sheet(desk, rng)
    cells = [c for r in sheet.iter_rows() for c in r if isinstance(c.value, str) and c.value.startswith("=")]  # fmt: skip
    if cells:
        cell = rng.choice(cells)
        desk.touch(sheet, cell.row, cell.column)
        cell.value = rng.randrange(100_000, 999_999)


def clears(desk, rng):
    sheet = any_sheet(desk, rng)
    cells = filled(sheet, int | float)
    if cells:
        cell = rng.choice(cells)
        desk.touch(sheet, cell.row, cell.column)
        cell.value = None


def adds_a_row(desk, rng):
    sheet = any_sheet(desk, rng)
    row = rng.randrange(4, sheet.max_row + 2)
    shift(desk, sheet, row, 1, rows=True)
    write(desk, rng, sheet, [(row, column) for column in range(1, sheet.max_column + 1)])


def adds_a_column(desk, rng):
    sheet = any_sheet(desk, rng)
    column = rng.randrange(2, sheet.max_column + 2)
    shift(desk, sheet, column, 1, rows=False)
    for _ in range(3):
        write(desk, rng, sheet, [(row, column) for row in range(3, sheet.max_row + 1)])


def adds_remarks_beside(desk, rng):
    sheet = any_sheet(desk, rng)
    sheet.cell(rng.randrange(1, sheet.max_row + 1), sheet.max_column + 2).value = desk.mark(rng)


def deletes_a_row(desk, rng):
    sheet = any_sheet(desk, rng)
    row = rng.randrange(3, sheet.max_row + 1)
    for column in range(1, sheet.max_column + 1):
        if str(sheet.cell(row, column).value) in desk.words:
            return
        desk.touch(sheet, row, column)
    shift(desk, sheet, row, -1, rows=True)


def deletes_a_column(desk, rng):
    sheet = any_sheet(desk, rng)
    column = rng.randrange(2, sheet.max_column + 1)
    across = [m for m in sheet.merged_cells.ranges if m.min_col <= column <= m.max_col > m.min_col]
    if sheet.max_column < 5 or len(across) > 5:
        return  # a form whose cells are merged across has no columns to speak of
    for row in range(1, sheet.max_row + 1):
        if str(sheet.cell(row, column).value) in desk.words:
            return
        desk.touch(sheet, row, column)
        where = desk.origin[sheet.title].get((row, column))
        if where:
            desk.columns.add((desk.first[sheet.title], where[1]))
    shift(desk, sheet, column, -1, rows=False)


def formats(desk, rng):
    sheet = any_sheet(desk, rng)
    row = rng.randrange(1, sheet.max_row + 1)
    for cell in sheet[row]:
        cell.font = Font(name="楷体", bold=True)
    sheet.column_dimensions[get_column_letter(rng.randrange(1, 6))].width = 31
    sheet.row_dimensions[rng.randrange(6, 20)].hidden = rng.random() < 0.5


def comments(desk, rng):
    sheet = any_sheet(desk, rng)
    cell = sheet.cell(rng.randrange(1, sheet.max_row + 1), 2)
    if type(cell).__name__ == "Cell":
        cell.comment = Comment(desk.mark(rng), "她")


def adds_a_sheet(desk, rng):
    sheet = desk.book.create_sheet(f"我的表{len(desk.book.sheetnames)}", rng.randrange(3))
    other = any_sheet(desk, rng)
    sheet["A1"] = desk.mark(rng)
    sheet["B2"] = f"='{other.title}'!D7"


def renames_a_sheet(desk, rng):
    sheet = any_sheet(desk, rng)
    title = f"改名{len(desk.words)}{rng.randrange(100)}"
    desk.first[title] = desk.first.pop(sheet.title)
    desk.origin[title] = desk.origin.pop(sheet.title)
    old = sheet.title
    sheet.title = title
    for each in desk.book:
        for row in each.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.value = cell.value.replace(f"'{old}'!", f"'{title}'!").replace(f"{old}!", f"'{title}'!")  # fmt: skip


EDITS = [
    rewords, rewords, overtypes, overtypes_a_formula, clears, adds_a_row, adds_a_row, adds_a_column,
    adds_remarks_beside, deletes_a_row, deletes_a_column, formats, comments, adds_a_sheet,
    renames_a_sheet,
]  # fmt: skip


def shift(desk, sheet, at, by, *, rows):
    """Insert a row or column before `at`, or delete that one, as Excel does."""
    merges = [str(m) for m in sheet.merged_cells.ranges]
    for text in merges:
        sheet.unmerge_cells(text)
        left, top, right, bottom = range_boundaries(text)
        if by < 0 and at == (top if rows else left) and at < (bottom if rows else right):
            # Excel keeps what a merged range shows when its first row goes.
            below = sheet.cell(top + rows, left + (not rows))
            below.value = sheet.cell(top, left).value
    breadth = {n: (d.height, d.hidden) for n, d in sheet.row_dimensions.items()} if rows else {
        n: d.width for n, d in sheet.column_dimensions.items()
    }  # fmt: skip
    if rows:
        (sheet.insert_rows if by > 0 else sheet.delete_rows)(at)
        for number in breadth:
            height, hidden = breadth.get(number - by if number >= at else number, (None, False))
            sheet.row_dimensions[number].height = height
            sheet.row_dimensions[number].hidden = hidden
    else:
        (sheet.insert_cols if by > 0 else sheet.delete_cols)(at)
    for each in desk.book:
        for row in each.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.value = moved_formula(cell.value, each.title, sheet.title, at, by, rows)
    for text in merges:
        left, top, right, bottom = range_boundaries(text)
        one = moved_span(left, right, at, by) if not rows else moved_span(top, bottom, at, by)
        if one is None:
            continue
        if rows:
            top, bottom = one
        else:
            left, right = one
        if (left, top) != (right, bottom):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    origin = desk.origin[sheet.title]
    new = {}
    for (row, column), where in origin.items():
        place = row if rows else column
        if by < 0 and place == at:
            continue
        place += by if place >= at else 0
        new[(place, column) if rows else (row, place)] = where
    desk.origin[sheet.title] = new


def moved_span(first, last, at, by):
    if by > 0:
        return first + (first >= at), last + (last >= at)
    if first == last == at:
        return None
    return first - (first > at), last - (last >= at)


def moved_formula(formula, own, title, at, by, rows):
    tokens = Tokenizer(formula)
    pieces = ["="]
    for token in tokens.items:
        text = token.value
        if token.type == "OPERAND" and token.subtype == "RANGE":
            head, bang, ref = text.rpartition("!")
            named = head.strip("'") if bang else own
            if named == title:
                moved = moved_reference(ref, at, by, rows)
                text = moved if moved == "#REF!" else head + bang + moved
        pieces.append(text)
    return "".join(pieces)


def moved_reference(text, at, by, rows):
    found = CELL.findall(text)
    if not found or CELL.sub("", text) not in {"", ":"}:
        return text
    numbers = [int(f[3]) if rows else column_number(f[1]) for f in found]
    span = moved_span(numbers[0], numbers[-1], at, by)
    if span is None:
        return "#REF!"
    made = []
    for (one, letters, two, digits), number in zip(found, (span[0], span[-1]), strict=False):
        made.append(f"{one}{letters}{two}{number}" if rows else f"{one}{get_column_letter(number)}{two}{digits}")  # fmt: skip
    return ":".join(made)


def column_number(letters):
    return range_boundaries(f"{letters}1")[0]
