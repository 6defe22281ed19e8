"""Whatever a clerk's file holds: findings with places, never a traceback, and the rest still read."""

import re

import hostile_sheet_cases
import hostile_yaml_cases
import pytest
from hostile_builders import run

CASES = hostile_yaml_cases.CASES + hostile_sheet_cases.CASES
PLACELESS = {"F401", "F402"}
"""Findings about the choice of a format, which stands in no cell."""
LONGEST = 600
"""Characters of a sentence that can still be read."""


def broken(said):
    return said.status == 70 or "程序出错了" in said.err or "Traceback" in said.out + said.err


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_input_is_said_at_its_place_and_the_rest_is_read(case, tmp_path):
    path = case.write(tmp_path)
    said = run("check", "--json", path)
    assert not broken(said), said.err
    assert said.status == 1
    assert set(case.codes) <= set(said.codes), said.findings
    assert not set(case.unsaid) & set(said.codes), said.findings
    assert said.canary or case.lost, said.findings
    for finding in said.findings:
        assert finding["place"] or finding["code"] in PLACELESS, finding
        assert re.search("[\u4e00-\u9fff]", finding["message"])
        assert len(finding["message"]) <= LONGEST, finding["code"]


def test_the_cases_are_distinct():
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.content for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES[::3], ids=[case.name for case in CASES[::3]])
def test_the_table_of_findings_shows_every_bad_input(case, tmp_path):
    said = run("check", case.write(tmp_path))
    assert not broken(said), said.err
    assert said.status == 1
    for code in case.codes:
        assert code in said.out


@pytest.mark.parametrize("case", CASES[1::3], ids=[case.name for case in CASES[1::3]])
def test_no_pack_is_built_from_a_bad_input(case, tmp_path):
    said = run("build", case.write(tmp_path), "-o", tmp_path / "out")
    assert not broken(said), said.err
    assert said.status == 1
    assert not (tmp_path / "out").exists()
