"""What is right is not told: names that only some formats fill, and fractions written in a rule."""

import pytest
from format_check_builders import Mistake, docx, found

SCORED = "{% if 整体评价.指标 %}{{ 整体评价.总分 | 得分 }}{% endif %}"
RULE = "规则:\n- {编号: Y01, 名称: 试, 左: 支出.合计 / 收入.合计, 关系: ≤, 右: 0.1, 级别: 提示}\n"


@pytest.mark.parametrize("more", [{}, {"files": {"checks.yaml": RULE}}], ids=["名称", "小数"])
def test_nothing_is_told(tmp_path, more):
    right = Mistake("对", "", "", word=docx("{{ 部门.名称 }}", SCORED), **more)
    assert [f"{f.code} {f.message}" for f in found(tmp_path, right)] == []
