"""The documents of a sample, rendered in memory, and what stands in their rows, merged cells filled in."""

import io
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
import yaml
from docx.oxml.ns import qn

from reportgen.formats import Library
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"


def transcription(name):
    text = (Path(__file__).parent / name).read_text("utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


def prepared(source):
    made, findings = prepare(source, Library(ROOT / "templates"))
    assert made is not None, findings
    return made


def documents(source):
    """The official documents of a data set by file name, as bytes."""
    found, faults = render_pack(prepared(source))
    assert not faults, faults
    return {item.name: item.data for item in found}


def word(data):
    return docx.Document(io.BytesIO(data))


def sheet(data):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]


def joined(text):
    return re.sub(r"\s", "", text)


def cell_text(cell):
    return joined("".join(node.text or "" for node in cell.iter(qn("w:t"))))


def word_rows(table):
    """Each row as the texts of its grid columns; what merges downwards is repeated."""
    rows, above = [], []
    for tr in table._tbl.tr_lst:
        row = []
        for tc in tr.tc_lst:
            merge = tc.tcPr.find(qn("w:vMerge"))
            goes_on = merge is not None and merge.get(qn("w:val")) in {None, "continue"}
            text = above[len(row)] if goes_on else cell_text(tc)
            row += [text] * tc.grid_span
        rows.append(row)
        above = row
    return rows


def shown(cell):
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return joined(cell.value)
    number = Decimal(repr(cell.value))
    if cell.number_format == "#,##0":
        return f"{number.quantize(Decimal(1), ROUND_HALF_UP):,}"
    assert cell.number_format == "General", f"{cell.coordinate}: {cell.number_format}"
    return f"{number:f}"


def sheet_rows(ws):
    """Each row as the texts of its cells; what is merged is repeated."""
    grid = {(c.row, c.column): shown(c) for row in ws.iter_rows() for c in row}
    for merge in ws.merged_cells.ranges:
        first = grid[merge.min_row, merge.min_col]
        for row, column in merge.cells:
            grid[row, column] = first
    return [
        [grid[row, column] for column in range(1, ws.max_column + 1)]
        for row in range(1, ws.max_row + 1)
    ]


def told(made, source):
    """(code, the line of the data set that the finding points at) of all findings, explained or not."""
    lines = source.read_text("utf-8").splitlines()
    findings = [*made.findings, *(finding for finding, _ in made.explained)]
    return [
        (f.code, lines[f.place.line - 1].strip() if f.place and f.place.line else "")
        for f in findings
    ]
