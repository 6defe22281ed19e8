"""Totals that formulas make are held against the ledger in every build."""

import pytest
from format_check_builders import xlsx

from reportgen.formats import Library
from reportgen.pack.build import build
from reportgen.pack.prepare import prepare

DATA = """
部门: {名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 元}
收入明细:
- {资金性质: 一般公共预算拨款, 金额: 111111}
支出明细:
- {功能科目: 2010301, 经济科目: 30101, 类型: 基本支出, 金额: 1}
- {功能科目: 2010302, 经济科目: 30201, 类型: 项目支出, 金额: 10}
- {功能科目: 2080501, 经济科目: 30101, 类型: 基本支出, 金额: 100}
- {功能科目: 2080502, 经济科目: 30101, 类型: 基本支出, 金额: 1000}
- {功能科目: 2080505, 经济科目: 30108, 类型: 基本支出, 金额: 100000}
- {功能科目: 2210201, 经济科目: 30113, 类型: 基本支出, 金额: 10000}
"""


def built(tmp_path, **cells):
    home = tmp_path / "forms" / "test"
    home.mkdir(parents=True)
    (home / "表.xlsx").write_bytes(xlsx(cells))
    text = "名称: 试验\n适用地区: [某市某区]\n文档:\n- {名称: 表, 模板: 表.xlsx, 输出: 表.xlsx}\n"
    (home / "format.yaml").write_text(text, "utf-8")
    (tmp_path / "2024.yaml").write_text(DATA, "utf-8")
    prepared, _ = prepare(tmp_path / "2024.yaml", Library(tmp_path / "forms"))
    report, findings = build(prepared, tmp_path / "out")
    return report, [f for f in findings if f.code.startswith("T")]


def listing(source, total):
    return {
        "A1": f"{{%tr for 行 in {source} %}}",
        "A2": "{{ 行.代码 }}",
        "B2": "{{ 行.金额() | 元 }}",
        "A3": "{%tr endfor %}",
        "A4": "合计",
        "B4": total,
    }


def test_a_total_over_all_levels_stops_the_build(tmp_path):
    report, findings = built(tmp_path, **listing('支出.按("功能科目")', "=SUM(B2:B2)"))
    assert report is None
    assert [(f.code, f.place.sheet, f.place.cell) for f in findings] == [("T160", "表", "B13")]
    assert "它下级的" in findings[0].message


def test_a_total_over_one_level_is_fine(tmp_path):
    report, findings = built(tmp_path, **listing('支出.按("功能科目", 到="类")', "=SUM(B2:B2)"))
    assert report is not None
    assert findings == []


def test_a_total_that_leaves_one_code_out_is_told(tmp_path):
    source = '支出.按("功能科目", 到="项") if 行.级次 == "项" and 行.代码 != "2080501"'
    report, findings = built(tmp_path, **listing(source, "=SUM(B2:B2)"))
    assert report is not None
    assert [f.code for f in findings] == ["T161"]
    assert "支出/2080501" in findings[0].message
    assert "100.00" in findings[0].message


def test_a_total_that_leaves_several_codes_out_is_told_once_with_all_of_them(tmp_path):
    source = '支出.按("功能科目", 到="项") if 行.级次 == "项" and 行.代码 < "2080505"'
    _, findings = built(tmp_path, **listing(source, "=SUM(B2:B2)"))
    assert [f.code for f in findings] == ["T161"]
    assert (
        "加了 4 个科目，没有加“支出/2080505”、“支出/2210201”（共 110,000.00元）"
        in findings[0].message
    )


def test_a_sum_of_the_codes_under_one_code_is_a_subtotal(tmp_path):
    source = '支出.按("功能科目", 到="项", 类型="基本支出") if 行.级次 == "项" and 行.代码[:5] == "20805"'
    _, findings = built(tmp_path, **listing(source, "=SUM(B2:B2)"))
    assert findings == []


def test_a_sum_of_fewer_codes_than_it_leaves_out_is_a_choice(tmp_path):
    source = '支出.按("功能科目", 到="项") if 行.代码 in ["2010301", "2080501"]'
    _, findings = built(tmp_path, **listing(source, "=SUM(B2:B2)"))
    assert findings == []


@pytest.mark.parametrize("total", ["=B2", "=SUM(B2:B2)*2", "=MAX(B2:B2)"])
def test_what_is_no_sum_is_left_alone(tmp_path, total):
    _, findings = built(tmp_path, **listing('支出.按("功能科目", 到="类")', total))
    assert findings == []


def test_conditions_are_asked_of_the_ledger_too(tmp_path):
    cells = listing('支出.按("功能科目", 到="类", 类型="基本支出")', "=SUM(B2:B2)")
    report, findings = built(tmp_path, **cells)
    assert report is not None
    assert findings == []
