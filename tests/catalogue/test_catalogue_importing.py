"""A bureau's list over the built-in one."""

import io

import openpyxl
import pytest

from reportgen.catalogue import check_subject, lists, load
from reportgen.catalogue.importing import import_list, remove_list
from reportgen.finding import Severity
from reportgen.place import Place

HEAD = "科目编码,科目名称\n"
SMALL = HEAD + "201,一般公共服务支出\n20132,组织事务\n2013201,行政运行\n"


@pytest.fixture
def text(tmp_path):
    def write(content, encoding="utf-8", name="科目表.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    def write(*rows, title="科目"):
        book = openpyxl.Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(row)
        path = tmp_path / "科目表.xlsx"
        book.save(path)
        return path

    return write


def names(year=2025, kind="functional"):
    return lists.read_imported(year)[0].get(kind, {})


def codes(findings):
    return [finding.code for finding in findings]


def test_an_imported_list_takes_the_place_of_the_built_in_one(text):
    report, findings = import_list(text(SMALL), 2025)
    assert (report.written, report.counts, findings) == (True, {"functional": 3}, [])
    catalogue, problems = load(2025)
    assert problems == []
    assert [s.code for s in catalogue.functional.classes()] == ["201"]
    assert catalogue.functional.find("2013201").evidence == "导入的科目表"


def test_other_kinds_and_other_years_keep_the_built_in_list(text):
    import_list(text(SMALL), 2025)
    assert not load(2025)[0].economic.imported
    assert not load(2024)[0].functional.imported


def test_an_unknown_code_is_an_error_where_a_list_was_imported(text):
    import_list(text(SMALL), 2025)
    [finding] = check_subject(load(2025)[0].functional, "2013202", None, None)[2]
    assert (finding.code, finding.severity) == ("K303", Severity.ERROR)


def test_an_imported_name_settles_what_may_be_a_new_name(text):
    import_list(text(HEAD + "211,节能环保支出\n21112,可再生能源\n"), 2025)
    part = load(2025)[0].functional
    assert codes(check_subject(part, "21112", "清洁能源", None)[2]) == ["K305"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_that_excel_writes(text, encoding):
    assert import_list(text(SMALL, encoding), 2025)[0].written
    assert names()["20132"] == "组织事务"


@pytest.mark.parametrize("mark", ["\t", ";", "，", "  "])
def test_the_fields_of_a_text_file_may_be_parted_in_several_ways(text, mark):
    assert import_list(text(SMALL.replace(",", mark), name="科目表.txt"), 2025)[0].written
    assert names()["2013201"] == "行政运行"


def test_a_workbook_may_have_a_title_and_indented_names(workbook):
    path = workbook(
        ["2025年政府收支分类科目"],
        [],
        ["序号", "功能科目代码", "功能科目名称"],
        [1, 201, "一般公共服务支出"],
        [2, 20132.0, "　组织事务"],
        [3, "2013201", "　　行政运行"],
    )
    assert import_list(path, 2025)[0].written
    assert list(names().items()) == [
        ("201", "一般公共服务支出"),
        ("20132", "组织事务"),
        ("2013201", "行政运行"),
    ]


def test_codes_in_three_columns_take_what_is_left_blank_from_above(workbook):
    path = workbook(
        ["科目编码", None, None, "科目名称"],
        ["类", "款", "项"],
        [201, None, None, "一般公共服务支出"],
        [None, 5, None, "统计信息事务"],
        [201, 32, None, "组织事务"],
        [201, 32, 1, "行政运行"],
        [201, None, 2, "一般行政管理事务"],
        [None, None, "99", "其他组织事务支出"],
    )
    assert import_list(path, 2025)[0].written
    assert list(names()) == ["201", "20105", "20132", "2013201", "2013202", "2013299"]


def test_two_lists_side_by_side_are_both_read(text):
    path = text(
        "政府经济分类科目编码,政府经济分类科目名称,部门经济分类科目编码,部门经济分类科目名称\n"
        "501,机关工资福利支出,301,工资福利支出\n,,30101,基本工资\n"
    )
    report, _ = import_list(path, 2025)
    assert report.counts == {"gov_economic": 1, "economic": 2}


def test_a_kind_imported_before_stays_when_another_is_imported(text):
    import_list(text(SMALL), 2025)
    report, _ = import_list(text(HEAD + "301,工资福利支出\n"), 2025)
    assert report.kept == ("functional",)
    assert len(names()) == 3
    assert names(kind="economic") == {"301": "工资福利支出"}


def test_only_the_kind_asked_for_is_taken(text):
    report, findings = import_list(text(SMALL + "301,工资福利支出\n"), 2025, "economic")
    assert report.counts == {"economic": 1}
    assert codes(findings) == ["K331"]


def test_all_problems_are_told_at_once_and_nothing_is_written(text):
    path = text(HEAD + "201,一般公共服务支出\n2O132,组织\n201,公共服务\n20105,\n401,旧科目\n")
    report, findings = import_list(path, 2025)
    assert not report.written
    assert [(f.code, f.place) for f in findings] == [
        ("K323", Place("科目表.csv", line=3)),
        ("K324", Place("科目表.csv", line=4)),
        ("K326", Place("科目表.csv", line=5)),
        ("K323", Place("科目表.csv", line=6)),
    ]
    assert findings[1].related == (Place("科目表.csv", line=2),)
    assert lists.imported_years() == []


def test_a_failed_import_leaves_the_list_that_was_there(text):
    import_list(text(SMALL), 2025)
    import_list(text(HEAD + "20x,组织\n"), 2025)
    assert len(names()) == 3


def test_the_place_of_a_problem_in_a_workbook_is_its_cell(workbook):
    path = workbook(["编号", "科目编码", "科目名称"], ["1", "20x", "组织"], title="支出")
    [finding] = import_list(path, 2025)[1]
    assert finding.place == Place("科目表.xlsx", "支出", "B2")


def test_the_same_row_twice_is_no_problem(text):
    assert import_list(text(SMALL + "20132, 组织事务\n"), 2025)[1] == []


def test_a_missing_parent_is_told_once_and_the_list_is_written(text):
    report, findings = import_list(text(HEAD + "2013201,行政运行\n2013202,其他\n"), 2025)
    assert report.written
    assert codes(findings) == ["K325"]
    assert "20132" in findings[0].message


def test_notes_and_revenue_are_passed_over_and_counted(text):
    report, findings = import_list(text(SMALL + "1010101,增值税\n注：略\n,合计\n"), 2025)
    assert (report.written, report.passed_over) == (True, 3)
    assert "3 行" in findings[0].message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "K322"),
        ("甲,乙\n1,2\n", "K322"),
        (HEAD, "K327"),
        (b"PK\x03\x04rubbish", "K321"),
        (b"\xd0\xcf\x11\xe0old", "K321"),
        (b"\xff\xfe\x00", "K321"),
        (b"\x00\x01\x02" * 50, "K321"),
        (HEAD + '201,"一般' + "x" * 200_000, "K321"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(text, content, code):
    report, [finding] = import_list(text(content), 2025)
    assert not report.written
    assert (finding.code, finding.severity) == (code, Severity.ERROR)


def test_a_workbook_cut_short_is_refused(workbook, text):
    data = workbook(["科目编码", "科目名称"], ["201", "甲"]).read_bytes()
    [finding] = import_list(text(data[:-60], name="断.xlsx"), 2025)[1]
    assert finding.code == "K321"


def test_a_zip_that_is_no_workbook_is_refused(text):
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")
    [finding] = import_list(text(stream.getvalue(), name="a.xlsx"), 2025)[1]
    assert finding.code == "K321"


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    assert codes(import_list(tmp_path / "无.xlsx", 2025)[1]) == ["K321"]
    assert codes(import_list(tmp_path, 2025)[1]) == ["K321"]


def test_more_rows_than_any_list_has_are_refused(text, monkeypatch):
    monkeypatch.setattr("reportgen.catalogue.reading.MOST_ROWS", 3)
    [finding] = import_list(text(SMALL), 2025)[1]
    assert "超过 3 行" in finding.message


@pytest.mark.parametrize("year", [25, 20255, -1])
def test_a_year_that_is_none_is_refused(text, year):
    assert codes(import_list(text(SMALL), year)[1]) == ["K329"]


def test_a_damaged_list_is_told_and_the_built_in_one_used(text, home):
    import_list(text(SMALL), 2025)
    (home / "catalogue" / "2025.csv").write_bytes(b"\xff\xff")
    catalogue, [finding] = load(2025)
    assert finding.code == "K330"
    assert len(catalogue.functional.classes()) == 30


def test_a_name_with_commas_and_quotes_comes_back_as_it_was(workbook):
    import_list(workbook(["科目编码", "科目名称"], ["201", '甲,"乙"']), 2025)
    assert names() == {"201": '甲,"乙"'}


def test_a_list_that_cannot_be_stored_is_told(text, home):
    home.write_text("", encoding="utf-8")
    report, [finding] = import_list(text(SMALL), 2025)
    assert not report.written
    assert finding.code == "K328"


def test_removing_a_list_brings_the_built_in_one_back(text):
    import_list(text(SMALL), 2025)
    assert lists.imported_years() == [2025]
    assert remove_list(2025) == (True, [])
    assert remove_list(2025) == (False, [])
    assert not load(2025)[0].functional.imported
