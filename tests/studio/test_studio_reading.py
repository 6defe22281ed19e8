"""What the readers know of the fill-in workbook: examples, own columns, picked codes, explanations."""

import openpyxl
import pytest

from reportgen.checks.explanations import figures_text, read_explanations, read_figures
from reportgen.model.common import COMMON
from reportgen.model.fields import Field, Section, SectionKind
from reportgen.model.reading import read_year
from reportgen.sources import plain, read, read_sheet


@pytest.fixture
def book(tmp_path):
    """Writes a workbook of {title: rows} and gives its path."""

    def book(**sheets):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "数据.xlsx"
        workbook.save(path)
        return path

    return book


DEPARTMENT = [("项目", "内容"), ("名称", "某局"), ("地区", "某区"), ("年度", 2024)]
LINES = ("功能科目", "类型", "金额（元）")


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize("sign", ["示例：", "示例:"])
def test_a_row_that_begins_as_an_example_is_not_read(book, sign):
    tree, findings = read(book(表=[("甲", "乙"), (f"{sign}一", "二"), ("三", "四")]))
    assert findings == []
    assert plain(tree) == {"表": [{"甲": "三", "乙": "四"}]}


def test_an_example_counts_by_the_first_cell_that_is_filled(book):
    tree, _ = read(book(表=[("甲", "乙"), (None, "示例：一"), ("三", "示例：四")]))
    assert plain(tree) == {"表": [{"甲": "三", "乙": "示例：四"}]}


def test_a_column_whose_head_begins_with_the_sign_is_the_clerks_own(book):
    tree, findings = read(book(表=[("甲", "#备注", "＃乙"), ("一", "二", "三")]))
    assert findings == []
    assert plain(tree) == {"表": [{"甲": "一"}]}


def test_an_own_column_makes_a_table_of_what_looks_like_a_record(book):
    tree, _ = read(book(表=[("项目", "内容", "#备注"), ("一", "二", None)]))
    assert plain(tree) == {"表": [{"项目": "一", "内容": "二"}]}


def test_one_sheet_can_be_read_alone(book):
    path = book(甲=[("一", "二"), ("三", "四")], 乙=[("五", "六"), ("七", "八")])
    assert plain(read_sheet(path, "乙")) == [{"五": "七", "六": "八"}]
    assert read_sheet(path, "丙") is None


def test_a_sheet_of_what_is_no_workbook_is_nothing(write):
    assert read_sheet(write("数据.yaml", "甲: 一\n"), "甲") is None


def test_a_code_may_carry_the_name_it_was_picked_with(book):
    path = book(部门=DEPARTMENT, 支出明细=[LINES, ("2013201 行政运行", "基本支出", 5)])
    year, findings = read_year(read(path)[0], COMMON, path)
    assert findings == []
    (line,) = year.expenditure.lines
    assert line.function == "2013201"
    assert year.expenditure.names["功能科目"]["2013201"][0] == "行政运行"


def test_a_name_behind_another_code_is_found(book, tmp_path):
    from reportgen.formats import Library
    from reportgen.pack.prepare import prepare

    path = book(部门=DEPARTMENT, 支出明细=[LINES, ("2013299 行政运行", "基本支出", 5)])
    _, findings = prepare(path, Library())
    assert any("行政运行" in finding.message for finding in findings)


def test_a_code_with_letters_behind_it_is_no_picked_code(book):
    path = book(部门=DEPARTMENT, 支出明细=[LINES, ("2013201*", "基本支出", 5)])
    _, findings = read_year(read(path)[0], COMMON, path)
    assert "M211" in codes(findings)


def test_an_optional_record_of_blanks_misses_nothing(book):
    section = Section("资产", SectionKind.RECORD, (Field("截止日期", required=True), Field("丙")))
    contract = COMMON.extended((section,))
    rows = [("项目", "内容"), ("截止日期", None), ("丙", None)]
    path = book(部门=DEPARTMENT, 支出明细=[LINES], 资产=rows)
    assert read_year(read(path)[0], contract, path)[1] == []
    path = book(部门=DEPARTMENT, 支出明细=[LINES], 资产=[*rows[:2], ("丙", "有")])
    assert codes(read_year(read(path)[0], contract, path)[1]) == ["M205"]


def test_explanations_are_read_from_the_sheet_of_a_workbook(book):
    rows = [("问题", "键", "数", "说明"), ("M219", "支出/201", "支出/201 = -5\n三公 = 1", "退回")]
    path = book(部门=DEPARTMENT, 说明=rows)
    (found,), findings = read_explanations(path)
    assert findings == []
    assert (found.code, found.key, found.text) == ("M219", "支出/201", "退回")
    assert found.figures == (("支出/201", "-5"), ("三公", "1"))
    assert str(found.place).endswith("「说明」A2")


def test_the_sheet_of_explanations_is_no_unknown_section(book):
    rows = [("问题", "键", "数", "说明"), ("M219", "支出", "", "退回")]
    path = book(部门=DEPARTMENT, 支出明细=[LINES], 说明=rows)
    assert read_year(read(path)[0], COMMON, path)[1] == []


@pytest.mark.parametrize(
    "figures",
    [(), (("支出/a = b", "1=2"),), (("甲\n乙\\n", "\\"), ("丙", "")), ((" 丁 ", " 1 "),)],
)
def test_figures_of_an_explanation_come_back_as_they_were(figures):
    assert read_figures(figures_text(figures)) == figures


def test_a_line_that_is_no_figure_fits_no_finding():
    assert read_figures("随手写的") == (("随手写的", ""),)
