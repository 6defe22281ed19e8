"""Change one leaf amount, and exactly the cells that rest on it change; nothing else does."""

import io
import re

import pytest
from openpyxl import load_workbook
from samples import SAMPLE

from reportgen.figure import leaves
from reportgen.formats import Library
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare


def rendered(path):
    made, findings = prepare(path, Library())
    assert made is not None, findings
    documents, faults = render_pack(made)
    assert not faults
    return made, documents


def workbook(path):
    return next(item for item in rendered(path)[1] if item.name.endswith(".xlsx"))


def cells(document):
    book = load_workbook(io.BytesIO(document.data), data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def leaf_lines(text):
    return [n for n, line in enumerate(text.splitlines()) if "功能科目:" in line and "金额" in line]


ROWS = leaf_lines(SAMPLE.read_text("utf-8"))


@pytest.mark.parametrize("number", ROWS, ids=lambda n: f"line-{n + 1}")
def test_only_the_cells_that_rest_on_a_changed_amount_change(number, tmp_path):
    text = SAMPLE.read_text("utf-8").splitlines()
    text[number] = re.sub(
        r"(金额: *)([\d.]+)", lambda m: f"{m[1]}{float(m[2]) + 7:.2f}", text[number]
    )
    changed = tmp_path / SAMPLE.name
    changed.write_text("\n".join(text), "utf-8")
    old = workbook(SAMPLE)
    new = workbook(changed)
    was, now = cells(old), cells(new)
    differing = {spot for spot in was.keys() | now.keys() if was.get(spot) != now.get(spot)}
    resting = {
        (printing.part, printing.spot)
        for printing in old.figures
        if any(
            place.file == SAMPLE.name and place.line == number + 1
            for leaf in leaves(printing.figure)
            for place in leaf.origin.places
        )
    }
    assert differing == resting
    assert len(differing) >= 10


def test_every_figure_printed_leads_back_to_the_data():
    """The numbers of rows (序号) are counted, not read: they alone rest on no cell."""
    document = workbook(SAMPLE)
    numbers = [p for p in document.figures if p.figure.number]
    assert len(numbers) > 200
    assert all(p.spot.startswith("A") for p in numbers if not list(leaves(p.figure)))
