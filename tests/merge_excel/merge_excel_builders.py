"""Small workbooks written as text, and what stands in one; hers is edited with openpyxl."""

import io

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from reportgen.merge.book import read_book
from reportgen.merge.workbook import merge_workbook
from reportgen.office import package


class Printed:
    """A figure at a cell, as a figure map has it."""

    exact = ""
    figure = None

    def __init__(self, part, spot, key, text):
        self.part, self.spot, self.key, self.text = part, spot, key, text

    def _replace(self, **changes):
        made = Printed(self.part, self.spot, self.key, self.text)
        for name, value in changes.items():
            setattr(made, name, value)
        return made


def workbook(**sheets):
    """A workbook of sheets, each a list of rows; numbers and formulas as Python and Excel have them."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book):
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def edited(data, edit):
    """The workbook after `edit(book)`."""
    book = load_workbook(io.BytesIO(data))
    edit(book)
    return saved(book)


def figures(data, keys=2):
    """Every number behind the first column as a figure, its key made of its row's first words and its column."""
    found = []
    for sheet in read_book(data).sheets:
        for row, cells in sheet.rows.items():
            words = [str(c.value) for _, c in sorted(cells.items())[:keys] if c.kind == "s"]
            for column, cell in cells.items():
                if column > 1 and cell.kind == "n" and not cell.formula and words:
                    key = f"{sheet.title}/{'/'.join(words)}/{column}"
                    spot = f"{get_column_letter(column)}{row}"
                    found.append(Printed(sheet.title, spot, key, cell.shown()))
    return found


def merged(base, hers, new):
    """The merge, with every number a figure."""
    made, findings = merge_workbook(base, hers, new, figures(base), figures(new))
    assert made is not None, findings
    return made


def rows(data, title=None):
    """What stands in a sheet, row by row; formulas as they are spelt."""
    book = read_book(data)
    sheet = book.find(title) if title else book.sheets[0]
    made = []
    for row in range(1, sheet.last_row + 1):
        cells = [sheet.cell(row, column) for column in range(1, sheet.last_column + 1)]
        made.append([_shown(cell) for cell in cells])
    return made


def _shown(cell):
    if cell.formula:
        return "=" + "".join(p if isinstance(p, str) else p.spelt() for p in cell.formula)
    return cell.shown()


def value(data, where):
    """The stored value of a cell (`表!B3`)."""
    title, _, spot = where.rpartition("!")
    book = read_book(data)
    left, top, _, _ = range_boundaries(spot)
    return (book.find(title) if title else book.sheets[0]).cell(top, left).shown()


def kinds(made):
    return {(t.kind, t.spot) for t in made.told}


def part(data, name):
    """A part of a package as text."""
    return next(m.content for m in package.read(data) if m.name == name).decode("utf-8")


def patched(data, name, old, new):
    """The package with some bytes of a part replaced."""
    return package.write(
        package.Member(m.name, (m.content.replace(old, new),)) if m.name == name else m
        for m in package.read(data)
    )
