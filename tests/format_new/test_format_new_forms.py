"""`--from-document`: a bureau's blank or filled form becomes a template, and nothing else of it changes."""

import io
import zipfile

import docx
import format_forms as forms
import openpyxl
import pytest
from format_builders import document, run, workbook  # noqa: F401
from format_new_tools import cells, rows

from reportgen.formats import Library, load


def test_the_fields_of_a_yunnan_form_are_recognised_in_word(started):
    folder, output = started(表_docx=forms.yunnan_word())
    found = rows(folder / "表.docx")
    assert found[0] == ["项目名称", "{{ 项.名称 }}"]
    assert found[3] == ["{%tr for 行 in 项.资金 %}"]
    assert found[4][1:3] == ["{{ 行.打印 }}", "{{ 行.年初预算数 | 万元 }}"]
    assert found[4][6] == "{{ 行.执行率 | 百分比 }}"
    assert found[7][1:] == ["{{ 项.预期目标 }}", "{{ 项.实际完成情况 }}"]
    assert found[11][1] == "{% vm %}{{ 行.一级指标 }}"
    assert found[11][4:7] == ["{{ 行.目标.性质 }}", "{{ 行.目标.数值 }}", "{{ 行.目标.单位 }}"]
    assert found[14][1:3] == ["{{ 项.分值合计 | 分值 }}", "{{ 项.总分 | 得分 }}"]
    assert found[15][1] == "{{ 项.等级 }}"
    assert "0 处待定" in output


def test_title_unit_line_and_foot_get_their_tags_and_keep_their_tabs(started):
    folder, _ = started(表_docx=forms.yunnan_word())
    texts = [p.text for p in docx.Document(str(folder / "表.docx")).paragraphs]
    assert texts[2:5] == [
        "（{{ 年度 }}年度）",
        "编制单位：{{ 部门.名称 }}\t金额单位：万元",
        "填报人：{{ 项.填报人 }}\t联系电话：{{ 项.联系电话 }}",
    ]


def test_the_same_form_is_recognised_in_excel_and_its_merges_follow(started):
    folder, _ = started(表_xlsx=forms.yunnan_excel())
    found, sheet = cells(folder / "表.xlsx")
    assert found["C5"] == "{{ 项.名称 }}"
    assert found["C8"] == "{%tr for 行 in 项.资金 %}"
    assert found["J9"] == "{{ 行.执行率 | 执行率 }}"
    assert found["B16"] == "{% vm %}{{ 行.一级指标 }}"
    assert found["B17"] == "{%tr endfor %}"
    merges = {str(merge) for merge in sheet.merged_cells.ranges}
    assert {"A7:B10", "A13:A17", "E13:G13", "A19:H19"} <= merges
    assert not any(merge.startswith("B16") for merge in merges)
    assert sheet.print_area == "'公开14表'!$A$1:$K$21"


def test_a_number_cell_without_a_format_shows_two_decimals_and_a_percent_sign(started):
    folder, _ = started(表_xlsx=forms.yunnan_excel())
    _, sheet = cells(folder / "表.xlsx")
    assert sheet["D9"].number_format == "0.00"
    assert sheet["J9"].number_format == '0.00"%"'
    assert sheet["D9"].font.name == "宋体"
    assert sheet["D9"].border.left.style == "thin"


def test_the_rows_of_money_of_the_form_are_printed_with_their_own_labels(started, rendered):
    started(表_docx=forms.sichuan_word())
    found = rows(rendered()["表/示例项目一.docx"])
    money = [row[1] for row in found if row[1:2] and row[1] in FUNDS]
    assert money == FUNDS


def test_the_unit_of_money_beside_the_name_of_the_unit_is_no_value(started):
    cells_of = {
        "A1": "自评表",
        "A2": "填报单位：",
        "C2": "金额单位：万元",
        "A3": "项目名称",
        "B3": None,
    }
    folder, output = started(表_xlsx=workbook(cells_of, merges=("A1:D1", "A2:B2", "C2:D2")))
    found, _ = cells(folder / "表.xlsx")
    assert (found["A2"], found["C2"]) == ("填报单位：{{ 部门.名称 }}", "金额单位：万元")
    assert "0 处待定" in output


def test_blank_rows_that_are_only_drawn_are_rows_of_the_form(started):
    """Nothing is written below them: only their lines tell that they are there."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "公开05表"
    for row in (["一般公共预算支出表"], ["科目编码", "科目名称", "合计"], ["合计", "", ""]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:B3")
    thin = openpyxl.styles.Side(style="thin")
    for row in sheet["A2:C6"]:
        for cell in row:
            cell.border = openpyxl.styles.Border(thin, thin, thin, thin)
    buffer = io.BytesIO()
    book.save(buffer)
    folder, _ = started(表_xlsx=buffer.getvalue())
    found, _ = cells(folder / "表.xlsx")
    assert found["A4"].startswith('{%tr for 行 in 支出.按("功能科目"')
    assert (found["A5"], found["B5"], found["A6"]) == (
        "{{ 行.代码 }}",
        "{{ 行.名称 }}",
        "{%tr endfor %}",
    )


def test_a_head_of_subjects_beside_a_label_is_no_value(started):
    head = {"A1": "项目名称", "B1": "功能科目", "C1": "采购品目", "A2": "合计", "B2": "", "C2": ""}
    folder, _ = started(表_xlsx=workbook(head))
    found, _ = cells(folder / "表.xlsx")
    assert [found[name] for name in ("A1", "B1", "C1")] == ["项目名称", "功能科目", "采购品目"]


FUNDS = ["总额", "其中：财政资金", "财政专户管理资金", "单位资金"]


def test_tick_boxes_become_options_and_are_ticked_as_the_form_has_them(started, rendered):
    folder, _ = started(表_docx=forms.sichuan_word())
    fields = (folder / "fields.yaml").read_text("utf-8")
    assert "{名称: 项目类别, 类型: 选项, 选项: [一次性项目, 经常性项目]" in fields
    found = rows(rendered()["表/示例项目一.docx"])
    assert found[2][1] == "☑一次性项目　□经常性项目"
    assert found[2][3] == "是☑　否□"


def test_what_the_form_asks_beyond_the_model_is_declared_and_asked_for(started, run, tmp_path):  # noqa: F811
    started(表_docx=forms.sichuan_word())
    assert (
        run("init", "--format", "own", "--templates", "templates", "-o", "2024.xlsx").exit_code == 0
    )
    sheet = openpyxl.load_workbook(tmp_path / "2024.xlsx")["项目"]
    heads = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"评价结论", "存在问题", "改进措施", "项目类别"} <= heads


def test_a_place_to_sign_by_hand_stays_empty(started):
    folder, _ = started(表_docx=forms.sichuan_word())
    last = docx.Document(str(folder / "表.docx")).paragraphs[-1].text
    assert last.endswith("单位负责人（签字）：")
    assert "项目负责人：{{ 项.项目负责人 }}" in last


def test_a_column_nobody_knows_is_told_and_not_guessed(started):
    folder, output = started(表_docx=forms.sichuan_word())
    assert "资金表里认不出这一栏" in output
    assert rows(folder / "表.docx")[8][8] == ""
    assert "表1 第8行 第9格" in (folder / "待定.md").read_text("utf-8")


def test_an_own_column_of_the_indicators_is_declared(started, rendered):
    table = [
        [*row[:4], "是否核心指标", *row[4:]]
        if i == 11
        else [*row[:4], "<" if row[4] == "<" else "", *row[4:]]
        for i, row in enumerate(forms.SICHUAN)
    ]
    folder, _ = started(表_docx=document("自评表", table))
    assert "{名称: 是否核心指标, 类型: 是否" in (folder / "fields.yaml").read_text("utf-8")
    assert any("{{ 行.是否核心指标 }}" in row for row in rows(folder / "表.docx"))
    assert rendered()


@pytest.mark.parametrize("name", ["yunnan_word", "sichuan_word", "yunnan_excel", "sichuan_excel"])
def test_every_other_part_of_the_form_keeps_its_bytes(started, name):
    data = getattr(forms, name)()
    suffix = "docx" if "word" in name else "xlsx"
    folder, _ = started(**{f"表_{suffix}": data})
    before = zipfile.ZipFile(io.BytesIO(data))
    after = zipfile.ZipFile(folder / f"表.{suffix}")
    assert set(after.namelist()) == set(before.namelist())
    changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
    allowed = {"word/document.xml"}
    if suffix == "xlsx":
        allowed = {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"}
    assert changed <= allowed


@pytest.mark.parametrize("name", ["yunnan_word", "sichuan_word", "yunnan_excel", "sichuan_excel"])
def test_the_begun_format_prints_every_project_without_a_finding(started, rendered, name):
    suffix = "docx" if "word" in name else "xlsx"
    started(**{f"表_{suffix}": getattr(forms, name)()})
    documents = rendered()
    assert {f"表/示例项目一.{suffix}", f"表/示例项目二.{suffix}"} <= set(documents)
    data = documents[f"表/示例项目一.{suffix}"]
    text = str(rows(data)) if suffix == "docx" else str(cells(data)[0])
    assert "示例项目一" in text
    assert "{{" not in text


def test_fonts_and_underlines_of_a_line_stay_where_a_tag_is_put_in(started):
    word = docx.Document()
    line = word.add_paragraph()
    line.add_run("填报单位：").bold = True
    line.add_run("        ").underline = True
    line.add_run("年度：2023年")
    word.add_table(1, 2).cell(0, 0).text = "项目名称"
    buffer = io.BytesIO()
    word.save(buffer)
    folder, _ = started(表_docx=buffer.getvalue())
    runs = docx.Document(str(folder / "表.docx")).paragraphs[0].runs
    assert runs[0].text == "填报单位：{{ 部门.名称 }}"
    assert runs[0].bold
    assert (runs[1].text, runs[1].underline) == ("        ", True)


def test_values_of_a_filled_form_give_way_and_are_told(started):
    data = forms.filled(forms.yunnan_word(), {"项目名称": "某项工作经费", "主管部门": "某局"})
    folder, output = started(表_docx=data)
    assert rows(folder / "表.docx")[0] == ["项目名称", "{{ 项.名称 }}"]
    assert "某项工作经费" not in str(rows(folder / "表.docx"))
    assert "原来填着“某项工作经费”" in output


def test_a_label_is_no_value_of_the_label_before_it(started):
    folder, _ = started(
        表_docx=document("表", [["项目名称", "年预算安排资金（万元）", "一级指标"], ["", "", ""]])
    )
    assert rows(folder / "表.docx")[0][1] == "年预算安排资金（万元）"


def test_a_table_by_subject_gets_a_loop_with_the_conditions_of_its_heads(started, rendered):
    folder, _ = started(公开05表_xlsx=forms.guangxi_ledger())
    found, _ = cells(folder / "公开05表.xlsx")
    assert found["A8"] == '{%tr for 行 in 支出.按("功能科目", 资金性质="一般公共预算拨款") %}'
    assert [found[f"{c}9"] for c in "ABCD"] == [
        "{{ 行.代码[:3] }}",
        "{{ 行.代码[3:5] }}",
        "{{ 行.代码[5:7] }}",
        "{{ 行.名称 }}",
    ]
    assert found["G9"] == '{{ 行.金额(类型="基本支出", 经济科目=人员科目) | 元 }}'
    assert found["E7"] == '{{ 支出.金额(资金性质="一般公共预算拨款") | 元 }}'
    values, _ = cells(rendered()["公开05表.xlsx"])
    assert values["E7"] == 2467000
    assert (values["A8"], values["D8"]) == ("201", "一般公共服务支出")


def test_a_summary_of_income_and_expenditure_gets_figures_by_its_labels(started, rendered):
    folder, output = started(公开01表_xlsx=forms.guangxi_summary())
    found, _ = cells(folder / "公开01表.xlsx")
    assert found["D8"] == '{{ 支出.金额(功能科目="208") | 元 }}'
    assert found["B6"] == '{{ 收入.金额(资金性质="一般公共预算拨款", 年度来源="当年") | 元 }}'
    assert found["B12"] == "{{ 收入.合计 | 元 }}"
    assert "四、别的来源" in output
    assert "B9" not in found
    values, _ = cells(rendered()["公开01表.xlsx"])
    assert values["D12"] == values["B12"] == 2467000


def test_a_formula_of_the_form_follows_its_rows(started):
    data = forms.yunnan_excel()
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active["L25"] = "=SUM(I16:I23)"
    buffer = io.BytesIO()
    book.save(buffer)
    folder, _ = started(表_xlsx=buffer.getvalue())
    assert cells(folder / "表.xlsx")[0]["L19"] == "=SUM(I16:I16)"


def test_a_second_filled_copy_of_the_same_form_is_told(started):
    book = openpyxl.load_workbook(io.BytesIO(forms.yunnan_excel()))
    book.copy_worksheet(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    _, output = started(表_xlsx=buffer.getvalue())
    assert "同样的表" in output


def test_the_year_goes_from_the_name_of_the_template(started):
    folder, _ = started(**{"2023年度自评表_docx": forms.sichuan_word()})
    assert (folder / "自评表.docx").is_file()


def test_two_forms_of_one_name_make_two_documents(started, rendered):
    started(表_docx=forms.yunnan_word(), 表_xlsx=forms.yunnan_excel())
    assert {"表/示例项目一.docx", "表（工作簿）/示例项目一.xlsx"} <= set(rendered())


def test_a_form_in_which_nothing_is_known_is_kept_as_it_is_and_told(run, tmp_path):  # noqa: F811
    data = workbook({"A1": "甲", "B2": "乙"})
    (tmp_path / "别的.xlsx").write_bytes(data)
    result = run("format", "new", "own", "--from-document", "别的.xlsx")
    assert "T201" in result.output
    assert cells(tmp_path / "templates/own/别的.xlsx")[0] == {"A1": "甲", "B2": "乙"}


@pytest.mark.parametrize(
    ("name", "data"),
    [("表.doc", b"\xd0\xcf\x11\xe0"), ("表.xlsx", b"no"), ("表.docx", b"PK\x05\x06" + b"\0" * 18)],
)
def test_a_file_that_cannot_be_read_is_refused(run, tmp_path, name, data):  # noqa: F811
    (tmp_path / name).write_bytes(data)
    result = run("format", "new", "own", "--from-document", name)
    assert (result.exit_code, "T200" in result.output) == (2, True)
    assert not (tmp_path / "templates").exists()


def test_a_template_is_no_form(run, tmp_path):  # noqa: F811
    (tmp_path / "模板.xlsx").write_bytes(workbook({"A1": "项目名称", "B1": "{{ 项.名称 }}"}))
    result = run("format", "new", "own", "--from-document", "模板.xlsx")
    assert (result.exit_code, "里面已经有标签" in result.output) == (2, True)
    assert not (tmp_path / "templates").exists()


def test_a_form_that_is_not_there_is_refused(run, tmp_path):  # noqa: F811
    result = run("format", "new", "own", "--from-document", "没有.xlsx")
    assert (result.exit_code, "T200" in result.output) == (2, True)
    assert "“没有.xlsx”读不出来：没有这个文件。" in result.output


def test_points_that_the_form_prints_become_the_weights(started, rendered):
    named = {
        "产出指标": "产出指标\n（40分）",
        "效益指标": "效益指标（40分）",
        "满意度指标": "满意度指标（10分）",
    }
    table = [[named.get(text, text) for text in row] for row in forms.YUNNAN]
    folder, _ = started(表_docx=document("自评表", table))
    form, findings = load(Library(folder.parent), "own")
    assert findings == []
    weights = {group.name: int(group.points) for group in form.scoring.groups}
    assert weights == {"产出指标": 40, "效益指标": 40, "满意度指标": 10}
    assert any("效益指标（40分）" in row for row in rows(rendered()["表/示例项目一.docx"]))


def test_points_that_do_not_add_up_are_told_and_not_declared(started):
    table = [
        [
            "产出指标（80分）"
            if t == "产出指标"
            else "效益指标（30分）"
            if t == "效益指标"
            else "满意度指标（10分）"
            if t == "满意度指标"
            else t
            for t in row
        ]
        for row in forms.YUNNAN
    ]
    folder, output = started(表_docx=document("自评表", table))
    assert "是 130，不是 100" in output
    assert "是 130，不是 100" in (folder / "待定.md").read_text("utf-8")
    form, _ = load(Library(folder.parent), "own")
    assert [int(group.points) for group in form.scoring.groups] == [50, 30, 10]


def test_label_and_value_in_one_cell_of_a_sheet_are_told_apart(started):
    data = workbook(
        {
            "A1": "项目支出绩效自评表（20××年度）",
            "A2": "项目名称：",
            "A3": "填报日期：    年  月  日",
            "A4": "一级指标", "B4": "二级指标", "C4": "三级指标", "D4": "年度指标值", "E4": "实际完成值",
        },
        merges=["A1:E1", "A2:E2", "A3:E3"],
    )  # fmt: skip
    folder, output = started(表_xlsx=data)
    found, _ = cells(folder / "表.xlsx")
    assert found["A1"] == "项目支出绩效自评表（{{ 年度 }}年度）"
    assert found["A2"] == "项目名称：{{ 项.名称 }}"
    assert found["A3"] == "填报日期：    {{ 项.填报日期 | 日期 }}"
    assert "指标表头下面没有空行" in output
