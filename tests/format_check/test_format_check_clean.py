"""What is right is not told: names that a format may lack, and fractions written in a rule."""

import pytest
from format_check_builders import Mistake, docx, found

GUARDED = "{% if 整体评价 is defined %}{{ 整体评价.总分 | 得分 }}{% endif %}"
RULE = "规则:\n- {编号: Y01, 名称: 试, 左: 支出.合计 / 收入.合计, 关系: ≤, 右: 0.1, 级别: 提示}\n"


@pytest.mark.parametrize("more", [{}, {"files": {"checks.yaml": RULE}}], ids=["名称", "小数"])
def test_nothing_is_told(tmp_path, more):
    right = Mistake("对", "", "", word=docx("{{ 部门.名称 }}", GUARDED), **more)
    assert [f"{f.code} {f.message}" for f in found(tmp_path, right)] == []


def test_a_name_that_is_nowhere_is_told_outside_its_condition_too(tmp_path):
    guarded = "{% if 另一表 is defined %}{{ 另一表.总分 }}{% endif %}"
    wrong = Mistake("错", "", "", word=docx(guarded, "{{ 另一表.总分 }}"))
    told = [(f.code, str(f.place)) for f in found(tmp_path, wrong)]
    assert ("T101", "模板.docx 第1段") in told
    assert told.count(("L502", "模板.docx 第2段")) == 1
