"""Small Word and Excel files for tests of the commands that make formats."""

import io

import docx
import openpyxl
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from typer.testing import CliRunner

from reportgen.cli.main import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command in a folder of its own; the terminal is wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")

    def run(*words):
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


def workbook(cells, *, merges=(), title="表"):
    """The bytes of a workbook of one sheet: {"A1": "…"}."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for name, value in cells.items():
        sheet[name] = value
    for merge in merges:
        sheet.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def document(*blocks):
    """The bytes of a Word file: a text is a paragraph, a list of lists a table.

    In a table `<` stands in a cell that is one with the cell to its left, `^` with the one above.
    """
    word = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            word.add_paragraph(block).alignment = WD_ALIGN_PARAGRAPH.CENTER
            continue
        table = word.add_table(len(block), len(block[0]))
        table.style = "Table Grid"
        for r, row in enumerate(block):
            for c, text in enumerate(row):
                if text not in ("<", "^"):
                    down = across = 1
                    while r + down < len(block) and block[r + down][c] == "^":
                        down += 1
                    while c + across < len(row) and row[c + across] == "<":
                        across += 1
                    cell = table.cell(r, c)
                    if down * across > 1:
                        cell = cell.merge(table.cell(r + down - 1, c + across - 1))
                    cell.text = text
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()
