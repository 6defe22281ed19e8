"""What is said of a code and a name in a data set."""

import pytest

from reportgen.catalogue import check_subject, load
from reportgen.finding import Severity
from reportgen.place import Place

HERE = Place("2023.yaml", line=7)

PUBLISHED = """
208 社会保障和就业支出; 20808 抚恤; 2080899 其他优抚支出; 20132 组织事务; 2013201 行政运行
2013299 其他组织事务支出; 20805 行政事业单位养老支出; 2080501 行政单位离退休
2080505 机关事业单位基本养老保险缴费支出; 21011 行政事业单位医疗; 2101101 行政单位医疗
2101103 公务员医疗补助; 21301 农业农村; 2130152 对高校毕业生到基层任职补助; 22102 住房改革支出
2210201 住房公积金; 30101 基本工资; 30102 津贴补贴; 30103 奖金; 30107 绩效工资
30108 机关事业单位基本养老保险缴费; 30110 职工基本医疗保险缴费; 30111 公务员医疗补助缴费
30112 其他社会保障缴费; 30113 住房公积金; 30201 办公费; 30213 维修(护)费; 30216 培训费
30217 公务接待费; 30228 工会经费; 30231 公务用车运行维护费; 30239 其他交通费用
30299 其他商品和服务支出; 30301 离休费; 30305 生活补助; 30309 奖励金; 30399 其他对个人和家庭的补助
"""


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize("entry", PUBLISHED.replace("\n", ";").strip("; ").split(";"))
def test_a_published_subject_of_2023_passes_and_keeps_its_writing(functional, economic, entry):
    code, name = entry.split()
    part = functional if code.startswith("2") else economic
    assert check_subject(part, code, name, HERE) == (code, name, [])


@pytest.mark.parametrize(
    "text", ["201 32 01", "201-32-01", "２０１３２０１", " 2013201 ", "201—32—01"]
)
def test_a_code_is_understood_however_it_is_spaced(functional, text):
    assert check_subject(functional, text, None, HERE)[0] == "2013201"


def test_a_name_left_out_comes_from_the_list(functional):
    assert check_subject(functional, "2013201", None, HERE) == ("2013201", "行政运行", [])
    assert check_subject(functional, "2013201", "　", HERE)[1] == "行政运行"


def test_the_writing_of_a_tolerated_variant_is_kept_without_its_blanks(functional):
    assert check_subject(functional, "22102", " 住房 改革", HERE) == ("22102", "住房改革", [])


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("2013201.0", "小数点", "改为 2013201 行政运行。"),
        ("2013201.5", "小数点", ""),
        ("20132O1", "只能有数字", "改为 2013201 行政运行。"),
        ("201320", "6 位", ""),
        ("20132011", "8 位", "2013201"),
        ("30101", "部门预算支出经济分类", ""),
        ("101", "应以 2 开头", ""),
    ],
)
def test_a_malformed_code_is_an_error_with_its_reason(functional, text, reason, hint):
    _, _, [finding] = check_subject(functional, text, None, HERE)
    assert (finding.code, finding.severity) == ("K301", Severity.ERROR)
    assert finding.place == HERE
    assert reason in finding.message
    assert hint in finding.hint


def test_a_code_left_out_is_an_error_that_names_the_code_of_the_name(functional):
    code, name, [finding] = check_subject(functional, "", "组织事务", HERE)
    assert (code, name) == ("", "组织事务")
    assert (finding.code, finding.severity) == ("K311", Severity.ERROR)
    assert "20132" in finding.hint


def test_a_very_long_code_is_cut_short_in_the_sentence(functional):
    _, _, [finding] = check_subject(functional, "9" * 100_000, None, HERE)
    assert len(finding.message) < 200


def test_an_unknown_code_is_a_hint_with_the_nearest_one(functional):
    code, name, [finding] = check_subject(functional, "2013298", "其他组织事务支出", HERE)
    assert (code, name) == ("2013298", "其他组织事务支出")
    assert (finding.code, finding.severity) == ("K302", Severity.HINT)
    assert "2013299 其他组织事务支出" in finding.message


def test_an_unknown_code_without_a_name_is_printed_as_its_code(functional):
    assert check_subject(functional, "2999999", "", HERE)[1] == "2999999"


def test_a_code_in_doubt_is_a_hint_that_says_what_is_in_doubt(functional):
    _, name, [finding] = check_subject(functional, "20141", None, HERE)
    assert name == "数据事务"
    assert (finding.code, finding.severity) == ("K304", Severity.HINT)
    assert "2025" in finding.message


def test_a_code_below_one_in_doubt_is_in_doubt_too(functional):
    _, _, [finding] = check_subject(functional, "2014101", "行政运行", HERE)
    assert finding.code == "K304"
    assert "20141 数据事务" in finding.message


def test_another_name_has_to_be_explained_and_is_kept(functional):
    code, name, [finding] = check_subject(functional, "2013201", "其他组织事务支出", HERE)
    assert (code, name) == ("2013201", "其他组织事务支出")
    assert (finding.code, finding.severity) == ("K305", Severity.EXPLAIN)
    assert "“行政运行”" in finding.message
    assert "2013299" in finding.hint


def test_an_explanation_is_asked_again_when_the_name_changes(functional):
    found = [check_subject(functional, "2013201", name, HERE)[2][0] for name in ("甲", "乙")]
    assert found[0].key == found[1].key != ""
    assert found[0].figures != found[1].figures


def test_an_old_name_has_to_be_explained_with_the_name_of_the_year(functional):
    _, name, [finding] = check_subject(functional, "20805", "行政事业单位离退休", HERE)
    assert name == "行政事业单位离退休"
    assert (finding.code, finding.severity) == ("K306", Severity.EXPLAIN)
    assert "旧名" in finding.message
    assert "“行政事业单位养老支出”" in finding.message


def test_an_old_name_is_right_while_it_was_in_force():
    part = load(2019)[0].functional
    assert check_subject(part, "20805", "行政事业单位离退休", HERE)[2] == []


def test_a_name_of_later_years_is_a_hint():
    part = load(2021)[0].functional
    _, _, [finding] = check_subject(part, "21305", "巩固脱贫攻坚成果衔接乡村振兴", HERE)
    assert (finding.code, finding.severity) == ("K310", Severity.HINT)
    assert "“扶贫”" in finding.message


def test_an_old_name_is_a_hint_in_the_years_when_it_may_have_been_in_force():
    severities = {}
    for year in (2019, 2020, 2021):
        found = check_subject(load(year)[0].functional, "215", "资源勘探信息等支出", HERE)[2]
        severities[year] = [finding.severity for finding in found]
    assert severities == {2019: [], 2020: [Severity.HINT], 2021: [Severity.EXPLAIN]}


def test_a_misspelt_name_has_to_be_explained(functional):
    found = check_subject(functional, "2082899", "其他退役军人管理事务支出", HERE)[2]
    assert codes(found) == ["K306"]
    assert "误写" in found[0].message


def test_a_colloquial_name_is_a_hint(economic):
    [finding] = check_subject(economic, "30231", "公务用车运行费", HERE)[2]
    assert (finding.code, finding.severity) == ("K307", Severity.HINT)


def test_a_mere_variant_of_writing_is_no_finding():
    part = load(2023)[0].gov_economic
    assert check_subject(part, "50999", "其他对个人和家庭的补助", HERE)[2] == []


@pytest.mark.parametrize(("code", "level"), [("20132", "款"), ("201", "类")])
def test_a_code_above_the_level_wanted_has_to_be_explained(functional, code, level):
    [finding] = check_subject(functional, code, None, HERE, level="项")[2]
    assert (finding.code, finding.severity) == ("K308", Severity.EXPLAIN)
    assert f"“{level}”级" in finding.message
    assert "7 位" in finding.message


def test_a_code_below_the_level_wanted_has_to_be_explained(functional):
    assert codes(check_subject(functional, "2013201", None, HERE, level="款")[2]) == ["K308"]


def test_a_code_of_the_level_wanted_passes(functional):
    assert check_subject(functional, "2013201", None, HERE, level="项")[2] == []


def test_a_subject_that_has_nothing_below_it_passes_for_the_lowest_level(functional):
    assert check_subject(functional, "227", None, HERE, level="项")[2] == []


@pytest.mark.parametrize(("year", "found"), [(2023, ["K309"]), (2024, [])])
def test_a_code_before_the_year_it_was_made_is_a_hint(year, found):
    part = load(year)[0].functional
    assert codes(check_subject(part, "2013901", None, HERE)[2]) == found


def test_a_code_after_the_year_it_was_given_up_is_a_hint():
    [finding] = check_subject(load(2025)[0].functional, "21006", None, HERE)[2]
    assert "已停用" in finding.message
