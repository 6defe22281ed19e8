"""Each mistake has its one finding, at its place; none passes in silence."""

import format_check_excel_cases
import format_check_file_cases
import format_check_word_cases
import pytest
from format_check_builders import Mistake, docx, found

CASES = [
    *format_check_word_cases.CASES,
    *format_check_excel_cases.CASES,
    *format_check_file_cases.CASES,
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_mistake_has_its_one_finding_at_its_place(case, tmp_path):
    findings = found(tmp_path, case)
    told = [f"{f.code} {f.place} {f.message}" for f in findings]
    assert [f.code for f in findings] == [case.code], told
    assert case.place in str(findings[0].place), told
    assert case.words in findings[0].message + findings[0].hint, told


def test_the_table_has_more_than_fifty_different_mistakes():
    assert len({case.name for case in CASES}) == len(CASES) >= 50
    assert len({(case.code, case.word, case.excel, str(case)) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("share", ["0.1", "10 / 100", "绝对值(0.1)"])
def test_a_share_written_as_a_number_is_a_side_of_a_rule(share, tmp_path):
    rule = f"规则:\n- {{编号: Y01, 名称: 试, 左: 支出.合计 / 收入.合计, 关系: ≥, 右: {share}}}\n"
    page = docx("{{ 部门.名称 }}")
    assert found(tmp_path, Mistake("", "", "", word=page, files={"checks.yaml": rule})) == []
