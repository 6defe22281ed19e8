"""`--from-document` with forms of kinds that nobody has seen: what is known, guessed, and told."""

import io

import docx
import openpyxl
import pytest
import unseen_forms as forms
from format_new_tools import cells, rows


def tables(path):
    return [rows(path, n) for n in range(len(docx.Document(str(path)).tables))]


def test_a_label_with_a_colon_gets_its_tag_once_beside_it(started):
    folder, _ = started(表_docx=forms.application())
    assert rows(folder / "表.docx")[0] == [
        "项目名称：",
        "{{ 项.名称 }}",
        "项目类别：",
        "{{ 项.项目类别 }}",
    ]


def test_a_label_nobody_knows_becomes_a_field_of_the_type_its_words_ask_for(started):
    folder, output = started(表_docx=forms.application())
    fields = (folder / "fields.yaml").read_text("utf-8")
    for name, kind in {
        "起始年度": "年度",
        "邮政编码": "文本",
        "项目设立的必要性": "长文本",
        "项目总预算": "金额",
        "财政资金": "金额",
        "上年结转": "金额",
    }.items():
        assert f"名称: {name}, 类型: {kind}," in fields
    assert rows(folder / "表.docx")[3][1] == "{{ 项.项目总预算 | 元 }}"
    assert "请核对  表1 第2行 第4格“邮政编码”：加了栏“项目.邮政编码”（文本）" in output
    assert "程序猜的" in (folder / "待定.md").read_text("utf-8")


def test_two_things_in_one_place_and_a_total_of_other_places_are_left_to_her(started):
    folder, output = started(表_docx=forms.application())
    assert "待定  表1 第4行 第4格“负责人及电话”" in output
    assert "待定  表2 第4行 第2格“合计”" in output
    assert rows(folder / "表.docx", 1)[3] == ["合计", ""]


def test_a_list_becomes_a_section_whose_rows_are_those_of_the_project(started, rendered):
    folder, output = started(表_docx=forms.application())
    found = rows(folder / "表.docx", 2)
    assert found[2] == ["{%tr for 行 in 项目支出明细测算 if 行.项目 == 项.名称 %}"]
    assert found[3] == [
        "{{ 行.项目活动 }}",
        "{{ 行.测算依据及说明 }}",
        "{{ 行.数量 }}",
        "{{ 行.金额 | 元 }}",
    ]
    assert found[5][1] == (
        '{{ 求和(项目支出明细测算 | selectattr("项目", "equalto", 项.名称) | map(attribute="金额")) | 元 }}'
    )
    assert "加了一节“项目支出明细测算”" in output
    printed = rows(rendered()["表/示例项目一.docx"], 2)
    assert printed[2][0] == "示例项目活动"
    assert len(printed) == 4


def test_goals_under_other_heads_are_the_indicators_and_the_form_is_one_of_targets(started):
    folder, _ = started(表_docx=forms.application())
    assert rows(folder / "表.docx", 3)[2] == [
        "{% vm %}{{ 行.一级指标 }}",
        "{% vm %}{{ 行.二级指标 }}",
        "{{ 行.三级指标 }}",
        "{{ 行.指标值 }}",
    ]
    assert "  每: 项目\n" in (folder / "format.yaml").read_text("utf-8")


def test_a_form_about_the_whole_department_is_one_document_with_sections_of_its_own(
    started,
    rendered,
):
    folder, _ = started(表_docx=forms.whole_department())
    declared = (folder / "format.yaml").read_text("utf-8")
    assert "  条件: 整体指标" in declared
    assert "每:" not in declared
    found = rows(folder / "表.docx", 1)
    assert found[0][1] == "{{ 部门.名称 }}"
    assert found[2][2:5] == [
        "{{ 支出.合计 | 万元 }}",
        '{{ 支出.金额(阶段="调整") | 万元 }}',
        '{{ 支出.金额(阶段="执行") | 万元 }}',
    ]
    assert found[3][2] == '{{ 支出.金额(资金性质="政府性基金预算拨款") | 万元 }}'
    assert found[4][1] == "{{ 整体情况.预期目标 }}"
    assert found[6] == ["{%tr for 行 in 整体指标 %}"]
    assert found[7][3:] == [
        "{{ 行.分值 | 分值 }}",
        "{{ 行.实际完成值 }}",
        "{{ 行.得分 | 得分 }}",
    ]
    assert found[9][1] == '{{ 求和(整体指标 | map(attribute="分值")) | 分值 }}'
    printed = rows(rendered()["表.docx"], 1)
    assert printed[2][2:] == ["246.70", "186.70", "186.70", "100.00%"]
    assert printed[-1][1:] == ["6", "", "6.00"]


def test_what_a_whole_department_scored_is_checked_as_that_of_projects_is(started, run, tmp_path):
    started(表_docx=forms.whole_department())
    rows_of = [("甲", 60, 61), ("乙", 30, 29)]
    data = "部门: {名称: 某局, 地区: 某区, 年度: 2024}\n支出明细:\n整体指标:\n"
    data += "".join(f"- {{三级指标: {n}, 分值: {w}, 得分: {p}}}\n" for n, w, p in rows_of)
    (tmp_path / "2024.yaml").write_text(data, "utf-8")
    words = ("check", "2024.yaml", "--format", "own", "--templates", "templates")
    output = run(*words).output
    assert "得分不超过分值（甲）：得分 61分，应不大于 分值 60分" in output
    assert "分值合计 90分，应等于 满分 100" in output
    assert "ZT03" not in output  # the form has no column for reasons


def test_indicators_that_the_bureau_prints_are_kept_for_the_data(started):
    folder, _ = started(表_docx=forms.whole_department())
    page = (folder / "待定.md").read_text("utf-8")
    assert "- {一级指标: 过程（60分）, 三级指标: 预算执行率, 评分标准: 按比例, 分值: 60}" in page


def test_rows_by_stage_and_year_take_the_figures_their_labels_name(started):
    folder, output = started(表_docx=forms.whole_department())
    found = rows(folder / "表.docx")
    assert found[4] == [
        "经费控制情况",
        "{{ 上年度 }}年决算数",
        "{{ 年度 }}年预算数",
        "{{ 年度 }}年决算数",
    ]
    spent = '支出.金额(经济科目=三公科目, 资金性质=财政拨款, 阶段="执行")'
    assert found[5][1:] == [
        f"{{{{ 上年.{spent} | 万元 }}}}",
        "{{ 三公.合计 | 万元 }}",
        f"{{{{ {spent} | 万元 }}}}",
    ]
    assert found[7][2] == ('{{ 支出.金额(类型="基本支出", 经济科目=["30215", "30216"]) | 万元 }}')
    assert found[8] == ["政府采购金额", "——", "", ""]
    assert "待定  表1 第7行 第3格“政府采购金额”" in output
    assert found[9][1] == "{{ 整体情况.厉行节约保障措施 }}"


def test_text_boxes_empty_controls_and_revisions_of_word_are_seen_to(started, rendered):
    folder, output = started(表_docx=forms.with_word_habits())
    xml = docx.Document(str(folder / "表.docx")).element.xml
    assert "填报单位：{{ 部门.名称 }}" in xml
    assert "单击此处" not in xml
    assert "（试行）" in xml
    assert "w:ins " not in xml
    assert "作废" not in xml
    assert "当作全部接受" in output
    found = docx.Document(str(folder / "表.docx")).tables[0]
    assert found.cell(0, 1).text == "{{ 项.名称 }}"
    assert found.cell(1, 1).paragraphs[0].runs[-1].font.name == "仿宋"
    text = docx.Document(io.BytesIO(rendered()["表/示例项目一.docx"])).element.xml
    assert "填报单位：示例局" in text


def test_numbers_of_rows_stay_and_final_accounts_ask_for_what_was_spent(started, rendered):
    folder, _ = started(表_xlsx=forms.final_accounts())
    found, _ = cells(folder / "表.xlsx")
    assert found["A3"] == "部门：{{ 部门.名称 }}"
    assert (found["B7"], found["E7"], found["B9"]) == ("1", "4", "3")
    assert found["F7"] == '{{ 支出.金额(功能科目="201", 阶段="执行") | 万元 }}'
    assert found["C9"] == '{{ 收入.金额(阶段="执行") | 万元 }}'
    left = '{{ (收入.金额(阶段="执行") - 支出.金额(阶段="执行")) | 万元 }}'
    assert (found["F8"], found["F9"]) == (left, found["C9"])
    assert '条件: 支出.金额(阶段="执行") is not 空' in (folder / "format.yaml").read_text("utf-8")
    values, _ = cells(rendered()["表.xlsx"])
    assert values["F7"] == pytest.approx(151.7)


def test_heads_over_four_rows_and_a_code_in_one_cell(started):
    folder, _ = started(表_xlsx=forms.final_accounts())
    found, _ = cells(folder / "表.xlsx", 1)
    assert found["E8"] == '{{ 支出.金额(阶段="执行") | 万元 }}'
    assert found["A9"] == '{%tr for 行 in 支出.按("功能科目", 阶段="执行") %}'
    assert (found["A10"], found["D10"]) == ("{{ 行.代码 }}", "{{ 行.名称 }}")


def test_subjects_printed_with_their_codes_and_public_money_across(started):
    folder, output = started(表_xlsx=forms.final_accounts())
    found, _ = cells(folder / "表.xlsx", 2)
    base = '阶段="执行", 资金性质="一般公共预算拨款", 类型="基本支出"'
    assert found["C7"] == f'{{{{ 支出.金额(经济科目="30101", {base}) | 万元 }}}}'
    assert (found["D7"], found["E7"]) == ("30201", "办公费")
    assert found["F9"] == f"{{{{ 支出.金额({base}, 经济科目=公用科目) | 万元 }}}}"
    found, _ = cells(folder / "表.xlsx", 3)
    asked = "资金性质=财政拨款"
    assert found["A8"] == f'{{{{ 支出.金额(经济科目=三公科目, {asked}, 阶段="年初") | 万元 }}}}'
    assert found["I8"] == f'{{{{ 支出.金额(经济科目="31013", {asked}, 阶段="执行") | 万元 }}}}'
    assert found["H8"] == (
        f'{{{{ 支出.金额(经济科目=["31013", "30231"], {asked}, 阶段="执行") | 万元 }}}}'
    )
    assert "把“年初”改成“调整”" in output


def test_a_rate_among_the_groups_is_declared_and_a_share_is_shown_as_it_is(started, rendered):
    folder, _ = started(表_xlsx=forms.scored_sheet())
    scoring = (folder / "scoring.yaml").read_text("utf-8")
    assert "执行率: {所在一级指标: 过程, 指标名称: [预算执行率]}" in scoring
    values, sheet = cells(rendered()["表/示例项目一.xlsx"])
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == pytest.approx(98.81))
    assert cell.number_format == '0.00"%"'
    last = [value for value in values.values() if str(value).startswith("填报单位")]
    assert last == ["填报单位：示例局"]


def test_a_table_of_which_nothing_is_known_is_told(started):
    book = openpyxl.load_workbook(io.BytesIO(forms.scored_sheet()))
    other = book.create_sheet("附页")
    thin = openpyxl.styles.Side(style="thin")
    for r, text in enumerate(("甲事项", "乙事项"), start=1):
        other.cell(r, 1, text)
        for c in range(1, 4):
            other.cell(r, c).border = openpyxl.styles.Border(left=thin)
    buffer = io.BytesIO()
    book.save(buffer)
    _, output = started(表_xlsx=buffer.getvalue())
    assert "待定  附页“甲事项”：有 4 个空格，一个也没有认出来" in output


def test_columns_of_last_year_and_of_the_change_ask_for_last_years_figures(started, rendered):
    folder, _ = started(表_xlsx=forms.with_last_year())
    found, _ = cells(folder / "表.xlsx")
    assert (found["C4"], found["D4"]) == ("{{ 上年度 }}年执行数", "{{ 年度 }}年预算数")
    last = '上年.支出.金额(功能科目=行.代码, 资金性质="一般公共预算拨款", 阶段="执行")'
    assert found["C8"] == f"{{{{ {last} | 万元 }}}}"
    assert found["F8"] == f"{{{{ 对比(行.金额(), {last}).增减 | 万元 }}}}"
    assert found["G8"] == f"{{{{ 对比(行.金额(), {last}).增减率 | 百分比 }}}}"
    values, sheet = cells(rendered()["表.xlsx"])
    assert (values["C6"], values["D6"], values["F6"]) == (186.7, 246.7, 60)
    assert sheet["G6"].number_format == '0.00"%"'
    found, _ = cells(folder / "表.xlsx", 1)
    assert [found[f"{c}7"] for c in "BCD"] == [
        "{{ 上年.三公.公务接待费 | 万元 }}",
        "{{ 三公.公务接待费 | 万元 }}",
        "{{ 对比(三公.公务接待费, 上年.三公.公务接待费).增减 | 万元 }}",
    ]


def test_a_subject_has_its_money_in_the_column_of_its_kind_only(started, rendered):
    folder, _ = started(表_xlsx=forms.with_last_year())
    found, _ = cells(folder / "表.xlsx", 2)
    assert ("D5" in found, "E5" in found, "D7" in found, "E7" in found) == (
        True,
        False,
        False,
        True,
    )
    values, _ = cells(rendered()["表.xlsx"], 2)
    assert values["C10"] == values["D10"] + values["E10"] == 186.7


def test_a_list_under_two_rows_of_heads_with_its_total_first(started, rendered):
    folder, _ = started(表_xlsx=forms.with_last_year())
    found, _ = cells(folder / "表.xlsx", 3)
    assert found["A3"] == "部门名称：{{ 部门.名称 }}"
    assert found["A7"] == "{%tr for 行 in 政府采购预算表 %}"
    assert [found[f"{c}8"] for c in "BCD"] == [
        "{{ 行.采购数量 }}",
        "{{ 行.采购金额 | 万元 }}",
        "{{ 行.一般公共预算 | 万元 }}",
    ]
    assert found["C6"] == '{{ 求和(政府采购预算表 | map(attribute="采购金额")) | 万元 }}'
    values, _ = cells(rendered()["表.xlsx"], 3)
    assert (values["C6"], values["C7"], values["C8"]) == (25, 12.5, 12.5)


def test_a_table_of_all_projects_has_a_loop_around_that_of_the_indicators(started, rendered):
    folder, _ = started(表_xlsx=forms.with_last_year())
    found, sheet = cells(folder / "表.xlsx", 4)
    assert (found["D6"], found["D7"]) == (
        "{%tr for 项 in 项目 %}",
        "{%tr for 行 in 项.指标 %}",
    )
    assert (found["A8"], found["B8"], found["E8"]) == (
        "{% vm %}{{ 项.名称 }}",
        "{% vm %}{{ 项.总额.年初预算数 | 万元 }}",
        "{{ 行.三级指标 }}{{ 行.指标值 }}",
    )
    assert (found["D9"], found["D10"]) == ("{%tr endfor %}", "{%tr endfor %}")
    assert "A11:E11" in {str(merge) for merge in sheet.merged_cells.ranges}
    assert "每:" not in (folder / "format.yaml").read_text("utf-8")
    values, sheet = cells(rendered()["表.xlsx"], 4)
    assert (values["A6"], values["A12"]) == ("示例项目一", "示例项目二")
    assert "A6:A11" in {str(merge) for merge in sheet.merged_cells.ranges}


def test_a_table_of_all_projects_in_word_is_one_document(started, rendered):
    folder, _ = started(表_docx=forms.all_projects())
    found = rows(folder / "表.docx")
    assert [row[0] for row in found[2:4]] == [
        "{%tr for 项 in 项目 %}",
        "{%tr for 行 in 项.指标 %}",
    ]
    assert found[4][:3] == [
        "{% vm %}{{ 项.名称 }}",
        "{% vm %}{{ 项.总额.年初预算数 | 万元 }}",
        "{% vm %}{{ 项.联系电话 }}",
    ]
    assert "  条件: 项目\n" in (folder / "format.yaml").read_text("utf-8")
    assert rows(rendered()["表.docx"])[2][0] == "示例项目一"


def test_tables_by_unit_go_through_the_units_of_the_ledger(started):
    folder, output = started(表_xlsx=forms.by_unit())
    found, _ = cells(folder / "表.xlsx")
    assert found["C5"] == "{{ 收入.合计 | 万元 }}"
    assert found["B6"] == '{%tr for 行 in 收入.按("单位") %}'
    assert [found[f"{c}7"] for c in "BCD"] == [
        "{{ 行.名称 }}",
        "{{ 行.金额() | 万元 }}",
        '{{ 行.金额(年度来源="上年结转") | 万元 }}',
    ]
    assert "待定  表2 A4“单位编码”" in output
    found, _ = cells(folder / "表.xlsx", 1)
    assert (found["A8"], found["B8"]) == ("{{ 行.代码 }}", "{{ 行.名称 }}")


def test_gaps_of_a_text_are_told_and_its_years_follow_the_data(started, rendered):
    folder, output = started(表_docx=forms.narrative())
    texts = [p.text for p in docx.Document(str(folder / "表.docx")).paragraphs]
    assert texts[2].startswith("{{ 年度 }}年度收、支总计均为XX万元。与{{ 上年度 }}年度相比")
    assert "《预算法（2018年修正）》" in texts[2]
    assert texts[11] == "截至{{ 年度 }}年12月31日，共有车辆××辆。"
    assert [number for number in range(1, 14) if f"待定  第{number}段" in output] == [3, 12]
    assert rows(folder / "表.docx")[2] == [
        "{{ loop.index }}",
        "{{ 行.单位名称 }}",
        "{{ 行.单位性质 }}",
    ]
    fields = (folder / "fields.yaml").read_text("utf-8")
    assert "机构设置情况:" in fields
    assert "填报信息:\n  形式: 记录" in fields
    assert "{{ 填报信息.部门负责人 }}" in texts[-1]
    printed = docx.Document(io.BytesIO(rendered()["表.docx"]))
    assert [row.cells[0].text for row in printed.tables[0].rows] == ["序号", "1", "2"]


def test_a_row_of_a_list_that_names_no_project_is_told(started, run, tmp_path):
    started(表_docx=forms.application())
    rows_of = [("古镇节庆活动", 1), ("古镇节庆活功", 2)]
    data = "部门: {名称: 某局, 地区: 某区, 年度: 2025}\n支出明细:\n项目:\n- {名称: 古镇节庆活动}\n"
    data += "项目支出明细测算:\n" + "".join(f"- {{项目: {n}, 金额: {a}}}\n" for n, a in rows_of)
    words = ("check", "2025.yaml", "--format", "own", "--templates", "templates")
    (tmp_path / "2025.yaml").write_text(data, "utf-8")
    output = run(*words).output
    assert "C683" in output
    assert "“项目支出明细测算”里的项目“古镇节庆活功”不在“项目”里，是不是“古镇节庆活动”" in output
    (tmp_path / "2025.yaml").write_text(data.replace("古镇节庆活功", "古镇节庆活动"), "utf-8")
    assert "C683" not in run(*words).output


def test_months_points_and_blank_spans_are_read_as_the_form_writes_them(started, run):
    folder, output = started(表_docx=forms.monitoring())
    assert "T105" not in run("format", "check", "templates/own").output
    found = rows(folder / "表.docx")
    assert found[0][3] == "{{ 项.项目起止时间 }}"
    assert "原来填着" not in output
    assert found[1][1] == "{{ 项.预期目标 }}"
    assert found[4][0] == "{% vm %}{{ 行.一级指标 }}({{ 行.一级分值 | 分值 }})"
    assert found[4][3] == "{{ 行.一至七月执行情况 }}"
    assert "加了栏“绩效目标.一至七月执行情况”" in output
    assert "{名称: 产出指标, 分值: 60}" in (folder / "scoring.yaml").read_text("utf-8")
