"""Every sample builds, and every document of every pack is sound: in Office's eyes and in ours."""

import shutil
from pathlib import Path

import pytest
from office_lint import lint
from office_tools import convert, needs_soffice, needs_validator, validate
from openpyxl import load_workbook

from reportgen.formats import Library
from reportgen.pack.build import build
from reportgen.pack.manifest import State
from reportgen.pack.prepare import prepare

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted(
    path
    for path in (ROOT / "data").glob("*/*.yaml")
    if path.stem.isdigit() and path.with_suffix(".yaml") == path
)


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def pack(request, tmp_path_factory):
    made, findings = prepare(request.param, Library())
    assert made is not None, findings
    assert not made.blocks, [f.message for f in made.findings]
    report, faults = build(made, tmp_path_factory.mktemp("out"))
    assert report is not None, faults
    assert report.state is State.COMPLETE
    return report.folder


def documents(folder):
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in {".xlsx", ".docx"} and ".reportgen" not in path.parts
    )


def test_every_document_is_sound(pack):
    assert documents(pack)
    for path in documents(pack):
        assert lint(path.read_bytes()) == [], path.name


@pytest.mark.office
@needs_validator
def test_every_document_is_valid_open_xml(pack):
    for path in documents(pack):
        assert validate(path) == [], path.name


@pytest.mark.office
@needs_soffice
def test_libreoffice_computes_every_formula_to_its_stored_value(pack, tmp_path):
    books = [path for path in documents(pack) if path.suffix == ".xlsx"]
    copies = [shutil.copy(path, tmp_path / path.name) for path in books]
    for path, computed in zip(books, convert(copies, "xlsx", tmp_path), strict=True):
        stored = load_workbook(path, data_only=True)
        formulas = load_workbook(path)
        anew = load_workbook(computed, data_only=True)
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        here = stored[sheet.title][cell.coordinate].value
                        there = anew[sheet.title][cell.coordinate].value
                        assert here == pytest.approx(there), (
                            f"{path.name} {sheet.title}!{cell.coordinate}"
                        )


@pytest.mark.office
@needs_soffice
def test_every_document_opens_and_prints(pack, tmp_path):
    copies = [shutil.copy(path, tmp_path / path.name) for path in documents(pack)]
    for pdf in convert(copies, "pdf", tmp_path):
        assert pdf.read_bytes().startswith(b"%PDF")
