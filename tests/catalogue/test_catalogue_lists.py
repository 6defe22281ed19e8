"""The built-in lists: what they hold and how they are asked."""

from pathlib import Path

import pytest

from reportgen.catalogue import lists, load
from reportgen.catalogue.names import comparable

COLUMNS = {
    "functional": 3,
    "economic": 3,
    "gov_economic": 3,
    "aliases": 7,
    "changes": 5,
    "doubtful": 4,
    "budgets": 2,
    "gov_to_dept": 2,
}


def test_every_file_of_data_is_known_and_every_row_has_its_fields():
    files = {path.stem: path for path in (Path(lists.__file__).parent / "data").glob("*.csv")}
    assert set(files) == set(COLUMNS)
    for name, path in files.items():
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line.count(",") == COLUMNS[name] - 1, (name, line)


@pytest.mark.parametrize("kind", lists.FIRST_DIGIT)
def test_every_subject_has_its_parent_in_the_list(kind):
    rows = lists.builtin(kind)
    assert all(code[:-2] in rows for code in rows if len(code) > 3)
    assert all(code.startswith(lists.FIRST_DIGIT[kind]) for code in rows)


def test_codes_in_doubt_are_not_in_the_lists():
    known = {code for kind in lists.FIRST_DIGIT for code in lists.builtin(kind)}
    assert not known & {doubt.code for doubt in lists.doubts()}


def test_an_alias_is_another_name_of_a_known_code_and_of_a_known_kind():
    for alias in lists.aliases():
        name, _ = lists.builtin(lists.kind_of(alias.code))[alias.code]
        assert alias.kind in {"旧名", "疑旧名", "误写", "口语", "新名", "写法"}
        assert alias.kind == "写法" or comparable(alias.name) != comparable(name), alias


def test_the_lists_have_the_rows_that_their_readme_says():
    counts = [sum(len(code) == n for code in lists.builtin("functional")) for n in (3, 5, 7)]
    assert counts == [30, 268, 1198]
    assert [len(lists.builtin(kind)) for kind in ("economic", "gov_economic")] == [109, 77]


def test_a_subject_says_its_name_level_parent_and_evidence(functional):
    subject = functional.find("2013201")
    assert subject is not None
    assert (subject.name, subject.level, subject.parent) == ("行政运行", "项", "20132")
    assert subject.evidence == "一个公开文件"


def test_level_and_parent_follow_from_the_length_also_of_an_unknown_code(functional, economic):
    assert [functional.level(code) for code in ("299", "29999", "2999999", "2999")] == [
        "类",
        "款",
        "项",
        "",
    ]
    assert economic.level("3999999") == ""
    assert [functional.parent(code) for code in ("299", "29999", "2999999")] == ["", "299", "29999"]


def test_an_unknown_code_has_no_subject_and_no_name(functional):
    assert functional.find("2999999") is None
    assert functional.name("2999999") == ""


def test_children_are_the_next_level_only_and_in_order(functional):
    assert [s.code for s in functional.children("20132")] == [
        "2013201",
        "2013202",
        "2013203",
        "2013204",
        "2013250",
        "2013299",
    ]
    assert functional.children("") == []


def test_classes_begin_with_general_services_and_are_all_classes(functional):
    classes = functional.classes()
    assert classes[0].name == "一般公共服务支出"
    assert len(classes) == 30
    assert {s.level for s in classes} == {"类"}


def test_the_nearest_of_swapped_digits_is_the_code_that_was_meant(functional):
    assert functional.nearest("2013021", "行政运行")[0].code == "2013201"


def test_the_nearest_prefers_the_name_that_was_written(functional):
    assert functional.nearest("2013205", "其他组织事务支出")[0].code == "2013299"


def test_the_nearest_of_a_code_without_neighbours_is_the_one_above_it(functional):
    assert [s.code for s in functional.nearest("2278765")] == ["227"]
    assert functional.nearest("2987654") == []


def test_a_search_by_code_gives_all_that_begin_with_it(functional):
    found = functional.search("201 32")
    assert found[0].code == "20132"
    assert all(s.code.startswith("20132") for s in found)


def test_a_search_by_name_gives_the_whole_name_first(functional):
    found = functional.search("组织事务")
    assert [s.code for s in found[:2]] == ["20132", "2013299"]


def test_a_search_finds_an_old_name(functional):
    assert "21305" in [s.code for s in functional.search("扶贫")]


def test_a_search_never_offers_a_code_in_doubt(functional):
    assert "20141" not in [s.code for s in functional.search("2014")]
    assert functional.search("数据事务") == []


def test_similar_names_are_offered_for_a_slip_of_the_pen(functional):
    assert functional.similar("组织事物")[0].code == "20132"


def test_names_are_those_of_the_year():
    names = {year: load(year)[0].functional.name("21305") for year in (2021, 2022)}
    assert names == {2021: "扶贫", 2022: "巩固脱贫攻坚成果衔接乡村振兴"}


def test_a_code_that_was_valid_up_to_a_year_stands_in_the_list_until_then():
    assert load(2023)[0].functional.name("2010308") == "信访事务"
    assert load(2024)[0].functional.find("2010308") is None


def test_the_budget_of_a_subject_follows_from_its_second_level():
    catalogue, _ = load(2023)
    assert catalogue.budget("2013201") == "一般公共预算"
    assert catalogue.budget("2120801") == "政府性基金预算"
    assert catalogue.budget("20141") == ""
    assert catalogue.budget("201") == ""


def test_a_department_class_maps_to_the_government_classes_it_can_stand_under():
    catalogue, _ = load(2023)
    assert catalogue.gov_codes("30101") == ("50101", "50501")
    assert catalogue.dept_codes("50502") == ("302",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("维修（护）费", "维修(护)费"),
        ("“三西”农业建设专项补助", '"三西"农业建设专项补助'),
        ("组 织\n事务", "　组织事务"),
        ("住房保障支出", "住房保障"),
        ("因公出国〔境〕费用", "因公出国（境）费用"),
    ],
)
def test_names_are_the_same_whatever_their_brackets_quotes_and_blanks(one, other):
    assert comparable(one) == comparable(other)


def test_a_name_that_is_only_the_ending_stays():
    assert comparable("支出") == "支出"


def test_the_folder_of_the_user_follows_the_environment(home):
    assert lists.imported_file(2025) == home / "catalogue" / "2025.csv"


@pytest.mark.parametrize(
    ("platform", "variable", "tail"),
    [
        ("win32", "LOCALAPPDATA", "reportgen"),
        ("linux", "XDG_DATA_HOME", "reportgen"),
    ],
)
def test_without_it_the_folder_is_where_the_platform_keeps_data(
    monkeypatch, tmp_path, platform, variable, tail
):
    monkeypatch.delenv("REPORTGEN_HOME")
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert lists.user_folder() == tmp_path / tail


def test_on_a_mac_the_folder_is_in_the_library(monkeypatch):
    monkeypatch.delenv("REPORTGEN_HOME")
    monkeypatch.setattr("sys.platform", "darwin")
    assert lists.user_folder().parts[-3:] == ("Library", "Application Support", "reportgen")
