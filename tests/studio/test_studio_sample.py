"""The sample made anew from a blank form alone, as a clerk would: cell by cell, by the heads."""

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import yaml

from reportgen.checks.explanations import explanations_file
from reportgen.figure import Figure
from reportgen.formats import Library
from reportgen.pack.prepare import prepare
from reportgen.sources import split_unit
from reportgen.sources.workbook import head_text
from reportgen.studio.convert import convert
from reportgen.studio.fill_in import Wish, fill_in

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "shanhaiguan-zzb" / "2023.yaml"
FORMAT = "qinhuangdao-shanhaiguan"
WORDS = {"功能科目", "经济科目", "政府经济科目", "代码", "单位编码", "采购目录序号"}


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    path = tmp_path_factory.mktemp("空白") / "2023.xlsx"
    data, _ = fill_in(Wish(path, FORMAT), Library())
    path.write_bytes(data)
    return path


@pytest.fixture
def texts(tmp_path):
    """The sample's authored texts beside what a test makes."""
    shutil.copytree(SAMPLE.with_suffix(""), tmp_path / "2023")


@pytest.fixture
def explanations(tmp_path):
    """The sample's explanations beside what a test makes."""
    if explanations_file(SAMPLE).is_file():
        shutil.copy(explanations_file(SAMPLE), tmp_path)


def is_free(sheet, cell):
    """Whether she can type there; a cell that is not in the file has the style of its column."""
    return not (
        cell if cell.has_style else sheet.column_dimensions[cell.column_letter]
    ).protection.locked


def typed(name, text):
    """What Excel makes of what a clerk types into a cell of that column."""
    if name in WORDS:
        return text
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(Decimal(text))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return text


def fill(path, target, sections):
    """Types the sections into the form: a head at a time, from the first free row on."""
    workbook = openpyxl.load_workbook(path)
    for section, content in sections.items():
        sheet = workbook[section]
        top = next(row for row in sheet.iter_rows() if sum(c.value is not None for c in row) > 1)
        heads = {split_unit(head_text(c.value))[0]: c for c in top if c.value}
        if isinstance(content, dict):
            rows = {split_unit(head_text(c.value))[0]: c.row for c in sheet["A"] if c.value}
            for name, text in content.items():
                cell = sheet.cell(rows[name], heads["内容"].column)
                cell.value = typed(name, text)
            continue
        row = top[0].row + 1
        while any(c.value is not None for c in sheet[row]):
            row += 1
        for record in content:
            for name, text in record.items():
                cell = sheet.cell(row, heads[name].column)
                assert is_free(sheet, cell)
                cell.value = typed(name, text) if text else None
            row += 1
    workbook.save(target)


def sections():
    """The sample's content as plain texts, from its YAML."""
    loader = type("Texts", (yaml.BaseLoader,), {})
    return yaml.load(SAMPLE.read_text("utf-8"), loader)


def plain(found):
    return (found.value, found.unit) if isinstance(found, Figure) else found


def content(year):
    records = {
        name: [{key: plain(value) for key, value in row.values.items()} for row in rows]
        for name, rows in {**year.tables, **{n: [r] for n, r in year.records.items()}}.items()
    }
    lines = [
        [(plain(line.amount), line.amount.origin.note, line.function, line.economic, line.kind,
          line.project, line.fund, line.vintage, line.stage) for line in ledger.lines]
        for ledger in (year.expenditure, year.income)
    ]  # fmt: skip
    claims = [[(c.name, plain(c.amount), c.remark) for c in year.claims + year.given_last_year]]
    return records, lines, claims


def sentences(findings):
    """Findings without places, and without zeros behind the point, which a cell does not keep."""
    return [(f.code, re.sub(r"(\.\d*?)0+(?!\d)", r"\1", f.message), f.key) for f in findings]


@pytest.mark.usefixtures("texts", "explanations")
def test_the_sample_is_made_anew_from_the_blank_form(blank, tmp_path):
    filled = tmp_path / "2023.xlsx"
    fill(blank, filled, sections())
    original, wanted = prepare(SAMPLE, Library())
    made, found = prepare(filled, Library())
    assert content(made.year) == content(original.year)
    assert sentences(found) == sentences(wanted)
    assert [o.status for o in made.outcomes] == [o.status for o in original.outcomes]


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("ways", [["2023.xlsx"], ["2023.xlsx", "2023.yaml"]])
def test_the_sample_converted_gives_the_same_findings(ways, tmp_path):
    source = SAMPLE
    for name in ways:
        target = tmp_path / name
        converted, _ = convert(source, target, Library())
        target.write_bytes(converted.data)
        if converted.explanations is not None:
            explanations_file(target).write_bytes(converted.explanations)
        source = target
    original, wanted = prepare(SAMPLE, Library())
    made, found = prepare(source, Library())
    assert content(made.year) == content(original.year)
    assert sentences(found) == sentences(wanted)


def test_the_blank_form_has_nothing_wrong_but_what_is_not_filled_in(blank):
    _, findings = prepare(blank, Library())
    cells = [(f.place.sheet, f.place.cell) for f in findings if f.code == "M205"]
    assert cells == [("部门", "B4")]
    assert not [f for f in findings if f.code[0] == "S" or f.code in {"M202", "M204"}]
