"""A data fix gives a list of changes that is complete and exact: documents compared by openpyxl and python-docx."""

import random

import pytest
from changes_fixes import FIXES, LUOHU, LUOHU_FIXES, Desk, check_fix
from openpyxl import load_workbook


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return Desk(tmp_path_factory.mktemp("desk"))


# scripts/soak runs many more; each fix is compared with the one before
@pytest.mark.parametrize("seed", [0, 4, 6, 10, 14, 16])
def test_the_list_of_changes_is_what_the_documents_differ_in(desk, seed):
    check_fix(desk, random.Random(seed), FIXES[seed % len(FIXES)])
    assert desk.report.changes.figures


@pytest.fixture(scope="module")
def luohu(tmp_path_factory):
    return Desk(tmp_path_factory.mktemp("luohu"), LUOHU)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 7])
def test_the_same_of_a_report_with_a_chart(luohu, seed):
    check_fix(luohu, random.Random(seed), LUOHU_FIXES[seed % len(LUOHU_FIXES)])
    changed = luohu.report.changes.figures
    assert changed
    if seed == 7:
        assert "图表 近年支出" in {figure.part for figure in changed}


def test_the_list_in_the_pack_says_the_same(desk):
    check_fix(desk, random.Random(2), FIXES[0])
    book = load_workbook(desk.report.folder / "变更清单.xlsx")
    changes = desk.report.changes
    inputs, figures, documents, _ = (
        [[value or "" for value in row] for row in sheet.iter_rows(min_row=4, values_only=True)]
        for sheet in book
    )
    assert [row[:4] for row in inputs] == [[i.key, i.place, i.old, i.new] for i in changes.inputs]
    assert figures == [[f.document, f.where, f.key, f.old, f.new] for f in changes.figures]
    assert documents == [[d.name, d.what] for d in changes.documents]


def test_a_build_without_changes_leaves_list_and_documents_alone(desk):
    check_fix(desk, random.Random(3), FIXES[0])
    folder = desk.report.folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    report = desk.build()
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert not report.changes
    assert report.written == []
    assert {p for p in after if before.get(p) != after[p]} <= {folder / ".reportgen" / "lock"}


def test_the_first_build_has_nothing_to_compare_with(tmp_path):
    report = Desk(tmp_path).report
    assert report.changes is None
    assert not (report.folder / "变更清单.xlsx").exists()
