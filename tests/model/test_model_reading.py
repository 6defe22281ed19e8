"""What a clerk types becomes a department's year; every slip is found where she typed it."""

from decimal import Decimal

import pytest

from reportgen.figure import Blank
from reportgen.model.common import COMMON
from reportgen.model.reading import read_year
from reportgen.sources import read

HEAD = """部门:
  名称: 某局
  地区: 某市某区
  年度: 2024
  金额单位: 万元
"""


@pytest.fixture
def year(write):
    def year(text, head=HEAD):
        path = write("预算.yaml", head + text)
        tree, findings = read(path)
        assert findings == []
        return read_year(tree, COMMON, path)

    return year


def lines(*rows):
    body = "".join(f"- {{{row}}}\n" for row in rows)
    return f"支出明细:\n{body}"


LINE = "功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 152.75"


def codes(findings):
    return [finding.code for finding in findings]


def test_an_amount_in_wan_yuan_is_kept_in_yuan(year):
    made, findings = year(lines(LINE))
    assert made.expenditure.lines[0].amount.value == Decimal(1527500)
    assert made.expenditure.lines[0].amount.unit == "元"
    assert findings == []


def test_a_head_with_its_own_unit_overrides_that_of_the_data_set(year):
    made, _ = year(lines(LINE.replace("金额", "金额（元）")))
    assert made.expenditure.lines[0].amount.value == Decimal("152.75")


def test_money_without_a_unit_is_in_yuan(year):
    made, _ = year(lines(LINE), HEAD.replace("  金额单位: 万元\n", ""))
    assert made.expenditure.lines[0].amount.value == Decimal("152.75")


def test_what_is_not_said_of_a_line_has_its_usual_value(year):
    made, _ = year(lines(LINE))
    line = made.expenditure.lines[0]
    assert (line.fund, line.vintage, line.stage) == ("一般公共预算拨款", "当年", "年初")


def test_a_line_knows_the_place_of_its_amount(year):
    made, _ = year(lines(LINE))
    assert str(made.expenditure.lines[0].place).startswith("预算.yaml:7:")


@pytest.mark.parametrize("written", ["1,234.50", "１，２３４．５０", " 1234.5 "])
def test_the_usual_ways_to_write_an_amount_are_read(year, written):
    made, findings = year(lines(LINE.replace("152.75", f'"{written}"')))
    assert made.expenditure.lines[0].amount.value == Decimal(12345000)
    assert findings == []


@pytest.mark.parametrize("written", ["-1,1893.17", "12.3.4", "1e5", "2023-01-05", "约12", "12万"])
def test_an_amount_that_can_be_read_in_two_ways_is_not_guessed(year, written):
    made, findings = year(lines(LINE.replace("152.75", f'"{written}"')))
    assert made.expenditure.lines == ()
    assert codes(findings) == ["M206"]
    assert findings[0].place.line == 7


@pytest.mark.parametrize(
    ("head", "written", "meant"),
    [("元", "12万", "120000"), ("元", "386,400元", "386400"), ("万元", "386400元", "38.64")],
)
def test_an_amount_with_its_unit_behind_it_is_told_in_the_unit_of_the_column(
    year, head, written, meant
):
    data = lines(LINE.replace("152.75", f'"{written}"').replace("金额:", f"金额（{head}）:"))
    _, findings = year(data)
    assert codes(findings) == ["M206"]
    assert f"单位是{head}，请核对后填 {meant}" in findings[0].hint + findings[0].message


def test_every_problem_is_reported_at_once(year):
    _, findings = year(
        lines(
            LINE.replace("基本支出", "基本"),
            LINE.replace("152.75", "12.3.4"),
            "功能科目: 2013201, 类型: 项目支出",
        )
    )
    assert codes(findings) == ["M207", "M206", "M205"]


def test_an_unknown_field_names_the_nearest_right_one(year):
    _, findings = year(lines(LINE.replace("经济科目", "经济科日")))
    assert codes(findings) == ["M204"]
    assert "经济科目" in findings[0].message


def test_an_unknown_field_in_many_rows_is_reported_once(year):
    _, findings = year(lines(*[LINE.replace("经济科目", "经济科日") + str(n) for n in range(5)]))
    assert codes(findings).count("M204") == 1


def test_an_unknown_section_names_the_nearest_right_one(year):
    _, findings = year(lines(LINE) + "支出明佃:\n- {}\n")
    assert "支出明细" in findings[0].message
    assert codes(findings) == ["M202"]


def test_a_missing_section_is_reported(year):
    _, findings = year("")
    assert codes(findings) == ["M201"]


def test_a_missing_required_field_is_reported_at_its_record(year):
    _, findings = year(lines(LINE), HEAD.replace("  名称: 某局\n", ""))
    assert codes(findings) == ["M205"]
    assert findings[0].place.line == 2


def test_a_wrong_option_names_the_nearest_right_one(year):
    _, findings = year(lines(LINE.replace("基本支出", "基木支出")))
    assert "是不是“基本支出”" in findings[0].message


def test_an_option_in_full_width_signs_is_understood(year):
    made, findings = year(lines(LINE + "， 资金性质: x").replace("， 资金性质: x", ""))
    assert findings == []
    assert made.expenditure.lines[0].kind == "基本支出"


def test_the_same_line_twice_is_to_be_explained(year):
    made, findings = year(lines(LINE, LINE))
    assert codes(findings) == ["M214"]
    assert findings[0].related[0].line == 7
    assert len(made.expenditure.lines) == 2


def test_the_keys_of_repeated_lines_differ(year):
    made, _ = year(lines(LINE, LINE, LINE))
    assert len({line.amount.key for line in made.expenditure.lines}) == 3


def test_lines_of_the_same_kind_with_other_amounts_are_only_pointed_out(year):
    _, findings = year(lines(LINE, LINE.replace("152.75", "1.00")))
    assert codes(findings) == ["M215"]


def test_an_assumption_is_pointed_out(year):
    made, findings = year(lines(LINE + ", 假定: 由合计倒推"))
    assert codes(findings) == ["M216"]
    assert made.expenditure.lines[0].amount.origin.note == "由合计倒推"


def test_a_negative_budget_line_is_to_be_explained(year):
    _, findings = year(lines(LINE.replace("152.75", "-152.75")))
    assert codes(findings) == ["M219"]


def test_a_table_written_as_one_value_is_reported(year):
    _, findings = year("支出明细: 12\n")
    assert codes(findings) == ["M203"]


def test_a_line_that_is_no_record_is_reported(year):
    _, findings = year("支出明细:\n- 12\n")
    assert codes(findings) == ["M203"]


def test_claims_stand_apart_from_the_ledger(year):
    made, _ = year(lines(LINE) + "声明数:\n- {名称: 支出, 金额: 152.75}\n")
    assert made.claims[0].amount.value == Decimal(1527500)
    assert "声明数" not in made.tables


def test_a_claim_that_stands_twice_is_reported(year):
    stated = "声明数:\n- {名称: 支出, 金额: 1}\n- {名称: 支出, 金额: 2}\n"
    _, findings = year(lines(LINE) + stated)
    assert codes(findings) == ["M213"]


@pytest.mark.parametrize(("written", "kind"), [("—", Blank.DASH), ("不适用", Blank.NOT_APPLICABLE)])
def test_a_sign_for_no_number_keeps_its_kind(year, written, kind):
    made, _ = year(lines(LINE) + f"声明数:\n- {{名称: 支出, 金额: {written}}}\n")
    assert made.claims[0].amount.value is kind


def test_a_year_must_have_four_digits(year):
    _, findings = year(lines(LINE), HEAD.replace("2024", "24"))
    assert "M209" in codes(findings)


def test_the_last_digit_written_is_remembered_in_yuan(year):
    made, _ = year(lines(LINE))
    assert made.expenditure.lines[0].amount.origin.quantum == Decimal(100)
