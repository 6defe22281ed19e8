"""Random days on the workbooks of the samples: no edit lost, no figure stale, nothing broken."""

import random
import re

import pytest
from merge_excel_builders import kinds
from merge_excel_trials import (
    SAMPLES,
    another_amount,
    content,
    differences,
    replaced,
    sample,
    trial,
)
from office_tools import convert, needs_soffice

from reportgen.merge.workbook import merge_workbook


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("samples")


@pytest.mark.parametrize("seed", range(12))
def test_a_random_day_loses_no_edit_and_leaves_no_figure_stale(folder, seed):
    trial(random.Random(seed), folder)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_workbook_that_she_left_alone_becomes_the_new_one(folder, name):
    made, before = sample(name, folder)
    after = made.workbooks(another_amount(random.Random(1), made.lines))
    for title, (base, old) in before.items():
        new, figures = after[title]
        merged, _ = merge_workbook(base, base, new, old, figures)
        assert differences(content(merged.data), content(new)) == {}


@pytest.mark.office
@needs_soffice
def test_a_workbook_that_libreoffice_saved_is_not_edited_by_that(folder, tmp_path):
    made, before = sample(SAMPLES[0], folder)
    [(title, (base, old))] = before.items()
    (tmp_path / title).write_bytes(base)
    hers = convert([tmp_path / title], "xlsx", tmp_path / "saved")[0].read_bytes()
    at = next(at for at, line in enumerate(made.lines) if "功能科目: 2013201" in line)
    line = re.sub(r"金额: *[\d.]+", "金额: 999.5", made.lines[at])
    new, figures = made.workbooks(replaced(made.lines, at, line))[title]
    merged, _ = merge_workbook(base, hers, new, old, figures)
    assert {kind for kind, _ in kinds(merged)} == {"更新"}
    assert len(merged.figures) == len(figures)
