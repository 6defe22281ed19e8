"""What a blank form offers and protects, and what it takes over from last year."""

import io
import zipfile

import openpyxl
import pytest

from reportgen.formats import Library, load
from reportgen.sources import plain, read
from reportgen.studio.fill_in import Wish, fill_in

FIELDS = """
项目清单:
  形式: 表
  主键: [名称]
  说明: 一行一个
  字段:
  - {名称: 名称, 必填: 是, 示例: 培训经费}
  - {名称: 科目, 类型: 代码, 目录: 功能科目, 示例: "2013201"}
  - {名称: 性质, 类型: 选项, 选项: [新增, 延续], 默认: 延续}
  - {名称: 预算, 类型: 金额, 示例: "12.50"}
  - {名称: 面积, 类型: 数量, 单位: 平方米}
  - {名称: 说明文字, 类型: 长文本}
长选项:
  形式: 表
  字段:
  - {名称: 甲, 类型: 选项, 选项: [%s]}
职能:
  形式: 表
  字段:
  - {名称: 标题}
  - {名称: 正文, 类型: 长文本}
资产:
  形式: 记录
  字段:
  - {名称: 截止日期, 类型: 日期, 必填: 是, 示例: "2022-12-31"}
  - {名称: 存放地点}
""".replace("%s", ", ".join(f"很长很长的选项第{n}号" for n in range(30)))
LAST = """
部门: {名称: 某局, 代码: "007", 地区: 某市某区, 年度: 2023, 金额单位: 元}
职能:
- {标题: 职责, 正文: 落实2023年任务}
项目清单:
- {名称: 甲项目, 科目: 2013201, 性质: 新增, 预算: 5, 面积: 3, 说明文字: 去年的话, 旧栏: 一}
支出明细:
- {功能科目: 2013201, 类型: 基本支出, 金额: 5}
资产: {截止日期: 2022-12-31, 存放地点: 仓库}
旧表:
- {甲: 一}
"""


@pytest.fixture
def library(write):
    path = write("forms/test/format.yaml", "名称: 试验\n适用地区: [某市某区]\n")
    write("forms/test/fields.yaml", FIELDS)
    return Library(path.parent.parent)


@pytest.fixture
def form(library, tmp_path):
    def form(name="2024.xlsx", **wish):
        wish = {"format_id": "test"} | wish
        target = tmp_path / name
        data, findings = fill_in(Wish(target, **wish), library)
        target.write_bytes(data)
        return target, findings

    return form


@pytest.fixture
def book(form):
    def book(**wish):
        return openpyxl.load_workbook(form(**wish)[0])

    return book


def rows(sheet):
    return [row for row in sheet.iter_rows() if sum(c.value is not None for c in row) > 1]


def heads(sheet):
    return {cell.value: cell for cell in rows(sheet)[0] if cell.value}


def rules(sheet):
    """The typing rule of each column by the name above it."""
    names = {cell.column_letter: name for name, cell in heads(sheet).items()}
    return {names[str(rule.sqref)[0]]: rule for rule in sheet.data_validations.dataValidation}


def test_a_sheet_stands_for_each_section_in_the_order_of_the_contract(book, library):
    sections = load(library, "test")[0].contract.sections
    assert book().sheetnames == ["填报说明", *sections, "#目录"]


def test_heads_of_amounts_carry_the_unit(book):
    assert "预算\n（万元）" in heads(book()["项目清单"])
    assert "预算\n（元）" in heads(book(unit="元")["项目清单"])


def test_required_heads_are_red_and_others_not(book):
    found = heads(book()["项目清单"])
    assert found["名称"].fill.fgColor.rgb == "00C00000"
    assert found["科目"].fill.fgColor.rgb != "00C00000"


def test_heads_are_locked_and_the_cells_below_are_free(book):
    sheet = book()["项目清单"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    head = heads(sheet)["名称"]
    assert head.protection.locked
    assert not sheet.cell(head.row + 5, 1).protection.locked
    assert not sheet.column_dimensions["B"].protection.locked
    for allowed in ("insertRows", "deleteRows", "sort", "autoFilter", "formatColumns"):
        assert getattr(sheet.protection, allowed) is False


def test_codes_are_text_and_amounts_are_numbers(book):
    sheet = book()["项目清单"]
    row = rows(sheet)[-1][0].row + 1
    formats = [sheet.cell(row, column).number_format for column in (2, 4)]
    assert formats == ["@", "#,##0.00####"]


def test_short_options_stand_in_the_rule_and_long_ones_on_the_hidden_sheet(book):
    workbook = book()
    assert rules(workbook["项目清单"])["性质"].formula1 == '"新增,延续"'
    sheet = workbook["长选项"]
    (rule,) = sheet.data_validations.dataValidation
    assert workbook.defined_names[rule.formula1].attr_text.startswith("'#目录'!")
    assert workbook["#目录"].sheet_state == "hidden"


def test_codes_are_offered_with_their_names(book):
    workbook = book()
    name = rules(workbook["项目清单"])["科目"].formula1
    sheet, cells = workbook.defined_names[name].attr_text.split("!")
    items = [row[0].value for row in workbook[sheet.strip("'")][cells.replace("$", "")]]
    assert "2013201 行政运行" in items
    assert not any(item.startswith("201 ") for item in items)


def test_any_code_may_be_typed_but_only_the_options_may(book):
    found = rules(book()["项目清单"])
    assert not found["科目"].showErrorMessage
    assert found["性质"].showErrorMessage
    assert found["预算\n（万元）"].errorStyle == "warning"


def test_each_field_says_what_it_wants_when_it_is_chosen(book):
    found = rules(book()["项目清单"])
    assert found["名称"].prompt.startswith("【必填】")
    assert "单位" not in found["面积"].promptTitle
    assert "平方米" in found["面积"].prompt
    assert "不填就是“延续”" in found["性质"].prompt


def test_names_of_projects_are_offered_where_lines_name_them(book):
    workbook = book()
    rule = rules(workbook["支出明细"])["项目"]
    assert workbook.defined_names[rule.formula1].attr_text.startswith("OFFSET('项目'!$A$")


def test_an_empty_sheet_shows_an_example_that_is_not_read(book, form):
    sheet = book()["项目清单"]
    example = [cell.value for cell in rows(sheet)[1]][:4]
    assert example == ["示例：培训经费", "2013201 行政运行", "延续", "12.50"]
    tree, findings = read(form()[0])
    assert findings == []
    assert plain(tree)["项目清单"] == []


def test_no_sum_of_a_column_takes_the_example_in(book):
    sheet = book()["项目清单"]
    assert all(isinstance(c.value, str) for c in rows(sheet)[1] if c.value is not None)


def test_the_first_rows_stay_when_the_sheet_is_scrolled(book):
    sheet = book()["项目清单"]
    assert sheet.freeze_panes == f"A{heads(sheet)['名称'].row + 1}"


def test_the_unit_of_the_data_set_cannot_be_changed_in_one_place_only(book):
    sheet = book()["部门"]
    cells = {row[0].value: row[1] for row in rows(sheet)}
    assert cells["金额单位"].value == "万元"
    assert cells["金额单位"].protection.locked
    assert not cells["名称"].protection.locked


def test_the_guide_names_the_commands_and_every_field(book):
    text = "\n".join(str(c.value) for row in book()["填报说明"] for c in row if c.value)
    assert "reportgen check 2024.xlsx" in text
    assert "reportgen build 2024.xlsx" in text
    for name in ("项目清单", "说明文字", "浅红"):
        assert name in text


def test_the_region_of_the_format_is_filled_in(form):
    tree, _ = read(form(year=2024)[0])
    department = plain(tree)["部门"]
    assert (department["地区"], department["年度"]) == ("某市某区", "2024")


def test_the_same_form_is_the_same_file(form):
    assert form()[0].read_bytes() == form()[0].read_bytes()


def test_fonts_stand_in_the_order_of_the_standard(form):
    with zipfile.ZipFile(io.BytesIO(form()[0].read_bytes())) as archive:
        styles = archive.read("xl/styles.xml").decode()
    font = styles.split("<font>")[2].split("</font>")[0]
    assert font.index("<sz") < font.index("<name")


@pytest.fixture
def begun(form, write):
    write("2023.yaml", LAST)

    def begun(name="2024.xlsx", **wish):
        path, findings = form(name, last=write("2023.yaml", LAST), **wish)
        return plain(read(path)[0]), findings

    return begun


@pytest.mark.parametrize("name", ["2024.xlsx", "2024.yaml"])
def test_the_department_comes_over_with_the_next_year(begun, name):
    department = begun(name)[0]["部门"]
    assert department == {
        "名称": "某局", "代码": "007", "地区": "某市某区", "年度": "2024", "金额单位": "元",
        "上年": "./2023.yaml",
    }  # fmt: skip


def test_words_come_over_and_figures_do_not(begun):
    tree, _ = begun()
    assert tree["职能"] == [{"标题": "职责", "正文": "落实2023年任务"}]
    assert tree["项目清单"] == [{"名称": "甲项目", "科目": "2013201", "性质": "新增"}]
    assert tree["支出明细"] == []
    assert tree["资产"] == {"存放地点": "仓库"}


def test_what_has_no_place_any_more_is_named(begun):
    messages = [f.message for f in begun()[1] if f.code == "G906"]
    assert len(messages) == 2
    assert "旧表" in messages[0] + messages[1]
    assert "项目清单/旧栏" in messages[0] + messages[1]


def test_a_year_in_a_carried_text_is_pointed_out_where_it_stands(begun):
    (finding,) = [f for f in begun()[1] if f.code == "G907"]
    assert "2023年" in finding.message
    assert finding.place.line == 4


def test_what_was_carried_is_tinted(form, write):
    workbook = openpyxl.load_workbook(form(last=write("2023.yaml", LAST))[0])
    row = rows(workbook["项目清单"])[1]
    assert row[0].value == "甲项目"
    assert row[0].fill.fgColor.rgb == "00FFF8E1"


def test_a_year_that_does_not_follow_is_not_made_last_year(begun):
    tree, findings = begun(year=2026)
    assert "上年" not in tree["部门"]
    assert "G905" in [f.code for f in findings]


def test_a_form_in_another_folder_points_back_at_last_year(begun, tmp_path):
    (tmp_path / "新").mkdir()
    assert begun("新/2024.xlsx")[0]["部门"]["上年"] == "../2023.yaml"


def test_the_yaml_form_explains_each_field_and_reads_back_clean(form):
    path, _ = form("2024.yaml", year=2024)
    text = path.read_text("utf-8")
    assert "#   【名称】：文字。例：培训经费" in text
    assert "#   面积：数（平方米）" in text
    tree, findings = read(path)
    assert findings == []
    assert plain(tree)["部门"] == {"地区": "某市某区", "年度": "2024", "金额单位": "万元"}


def test_a_name_that_no_sheet_can_have_is_a_finding(write, tmp_path):
    path = write("forms/test/format.yaml", "名称: 试验\n")
    write("forms/test/fields.yaml", "甲/乙:\n  字段:\n  - {名称: 丙}\n  - {名称: 丁（元）}\n")
    data, findings = fill_in(Wish(tmp_path / "a.xlsx", "test"), Library(path.parent.parent))
    assert data is None
    assert [f.code for f in findings] == ["G903", "G903"]


def test_an_unknown_format_is_a_finding(library, tmp_path):
    data, findings = fill_in(Wish(tmp_path / "a.xlsx", "tset"), library)
    assert data is None
    assert [f.code for f in findings] == ["F401"]
