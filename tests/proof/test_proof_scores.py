"""Scoring tables: points, weights, full marks, execution rates."""

import pytest
from proof_builders import codes, found, table

HEAD = "三级指标 指标值 实际完成值 分值 得分"
ROWS = ("甲 ≥10场 12场 40 40", "乙 100% 100% 30 28.5", "丙 ≤5天 3天 20 20", "丁 显著 显著 10 10")


def form(*rows, total="100 98.50"):
    return table(HEAD, *rows, f"总分 . . {total}")


def test_a_form_that_is_right_raises_nothing(tmp_path):
    assert codes(tmp_path, form(*ROWS)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("12场 40 40", "12场 40 42", "E109"),
        ("12场 40 40", "8场 40 40", "E121"),
        ("3天 20 20", "— 20 20", "E122"),
        ("显著 10 10", "显著 12 10", "E110"),
    ],
)
def test_each_slip_of_an_indicator_is_found(tmp_path, old, new, code):
    rows = [row.replace(old, new) for row in ROWS]
    assert rows != list(ROWS)
    assert code in codes(tmp_path, form(*rows))


def test_a_total_that_the_scores_do_not_reach_is_found(tmp_path):
    (finding,) = found(tmp_path, form(*ROWS, total="100 99.50"))
    assert finding.code == "E123"
    assert "98.5" in finding.message


def test_the_execution_rate_of_the_money_table_counts_into_the_total(tmp_path):
    money = table(
        "项目资金 预算数 执行数 分值 执行率 得分", "年度资金总额 100.00 95.00 10 95% 9.50"
    )
    rows = ("甲 ≥10场 12场 50 50", "乙 100% 100% 30 30", "丙 ≤5天 3天 10 10")
    assert codes(tmp_path, money + form(*rows, total="100 99.50")) == []
    wrong = money.replace("9.50", "9.80")
    assert "E120" in codes(tmp_path, wrong + form(*rows, total="100 99.80"))
