"""Running text: changes and their rates, parts, leftovers, figures that the tables print otherwise."""

import pytest
from proof_builders import codes, found, table


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("预算收支20,089.17万元，比上年增加7,440.47万元，增长58.82%。", None),
        ("预算收支20,089.17万元，比上年增加7,440.47万元，增长59%。", None),
        ("预算收支20,089.17万元，比上年增加7,440.47万元，增长37.04%。", "E134"),
        ("预算收支20,089.17万元，比上年增加7,440.47万元，增长85.82%。", "E111"),
        ("预算收支20,089.17万元，比上年增加7,440.47万元，下降58.82%。", "E111"),
        ("本年预算100万元，上年预算80万元，减少20万元。", "E111"),
        ("本年预算100万元，上年预算80万元，增加20万元。", None),
        ("本年预算100.00万元，上年预算80.00万元，增加21.00万元。", "E111"),
        ("支出1,029.59万元，其中：基本支出586.94万元、项目支出442.65万元。", None),
        ("支出1,029.59万元，其中：基本支出586.94万元、项目支出446.65万元。", "E112"),
        ("支出1,029.59万元，主要包括：基本支出586.94万元、项目支出400.00万元。", None),
        ("申报采购计划146.29万元，实际完成146.08万元，采购执行率99.86%。", None),
        ("申报采购计划146.29万元，实际完成146.08万元，采购执行率98.96%。", "E113"),
        ("调减11,893.17万元，减少-1,1893.17万元。", "E104"),
        ("增加（减少）12.00万元，主要原因是。", "E117"),
        ("我们深入分析原因，找出办法。", None),
        ("依据《国家信访条例》、《广东省信访条例》、《广东省信访条例》开展工作。", "E116"),
        ("根据罗财函〔2023〕232号通知，2022年8月对29个项目开展监控，其中2个项目调整。", None),
    ],
)
def test_a_sentence(tmp_path, text, code):
    found_codes = codes(tmp_path, text)
    assert (code in found_codes) if code else found_codes == []


def test_a_figure_one_digit_from_its_table_is_found_by_the_name_before_it(tmp_path):
    rows = table(
        "项目 预算数", "基本支出 586.94", "项目支出 442.65", "合计 1029.59", head="单位：万元"
    )
    assert codes(tmp_path, rows + "\n今年安排基本支出586.94万元。") == []
    (finding,) = found(tmp_path, rows + "\n今年安排基本支出586.84万元。")
    assert finding.code == "E114"
    assert "586.94" in finding.message


def test_a_paragraph_that_stands_twice_is_told_with_both_places(tmp_path):
    words = "我部严格按照预算编制的有关规定和要求，结合单位实际，规范编制年度预算。"
    (finding,) = found(tmp_path, f"{words}\n\n其他。\n\n{words}\n")
    assert finding.code == "E116"
    assert str(finding.place) == "稿.md:5"
    assert [str(place) for place in finding.related] == ["稿.md:1"]


def test_a_budget_of_years_ago_is_told(tmp_path):
    text = "2023年部门预算已批复。2023年部门预算支出如下。2021年部门预算执行平稳。"
    assert codes(tmp_path, text) == ["E118"]
