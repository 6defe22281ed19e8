"""`reportgen format show` and `listing`: where everything comes from, and what a template looks like."""

import json

import docx
import pytest
from format_builders import document, run, workbook  # noqa: F401


@pytest.fixture
def chain(write, tmp_path):
    """A province, a city, a district and a year of it, below national."""

    def put(name, parent, rest="", **files):
        write(f"templates/{name}/format.yaml", f"名称: {name}\n{parent}\n" + rest)
        for file, text in files.items():
            write(f"templates/{name}/{file}.yaml", text)

    put("province", "继承: national", "数字:\n  金额: {同: 元, 位数: 2}\n")
    put(
        "city",
        "继承: province",
        scoring="执行率: {分值: 0}\n一级指标:\n- {名称: 产出指标, 分值: 60}\n方案: [{名称: 设成本指标, 删除: 是}]\n",
    )
    put(
        "district",
        "继承: city",
        "适用地区: [某市某区]\n适用年度: [2023-]\n",
        checks="规则:\n- {编号: Y01, 级别: 须说明}\n",
        fields="项目:\n  字段:\n  - {名称: 联系电话}\n",
        phrases="短语:\n  增减: {变体: {持平: {文字: 一样}}}\n",
    )
    put("district/2024", "", "数字:\n  金额: {千分位: 是}\n")
    (tmp_path / "templates/district/2024/部门预算表.xlsx").write_bytes(workbook({"A1": "合计"}))
    return tmp_path / "templates"


@pytest.fixture
def shown(run, chain):  # noqa: F811
    """The JSON of `format show`, items by group and name."""

    def shown(*words):
        result = run("format", "show", *words, "--json")
        found = json.loads(result.output)
        items = {(i["group"], i["name"]): i for i in (found["format"] or {"items": ()})["items"]}
        return result.exit_code, found, items

    return shown


def test_each_thing_is_told_with_the_folder_and_line_that_it_comes_from(shown):
    status, found, items = shown("district", "--year", "2024")
    assert status == 0, found["findings"]
    assert [f["id"] for f in found["format"]["chain"]] == [
        "district/2024",
        "district",
        "city",
        "province",
        "national",
    ]
    assert items["评分", "一级指标.产出指标"]["place"].startswith("city/scoring.yaml:3")
    assert items["数据栏目", "项目.联系电话"]["place"].startswith("district/fields.yaml:3")
    assert items["列表", "支出类"]["place"].startswith("national/format.yaml:")


def test_a_rule_that_was_changed_in_one_key_tells_both_places(shown):
    _, _, items = shown("district")
    rule = next(i for (group, name), i in items.items() if name.startswith("Y01 "))
    places = {rule["place"].split(":")[0], *(p.split(":")[0] for p in rule["changes"].values())}
    assert places == {"district/checks.yaml", "national/checks.yaml"}


def test_a_year_changes_one_key_of_a_number_format_and_the_rest_comes_from_above(shown):
    _, _, items = shown("district", "--year", "2024")
    amount = items["数字格式", "金额"]
    assert amount["place"].startswith("district/2024/format.yaml:")
    assert amount["changes"]["位数"].startswith("province/format.yaml:")
    assert "千分位 是" in amount["says"]


def test_a_document_tells_whose_template_it_is_and_its_lane(shown):
    _, found, _ = shown("district", "--year", "2024")
    documents = {d["name"]: d for d in found["format"]["documents"]}
    assert documents["部门预算表"]["from"] == "district/2024"
    assert documents["项目支出绩效自评表"]["from"] == "national"
    assert documents["项目支出绩效自评表"]["lane"] == "Word，快速"


def test_a_year_the_format_is_not_for_is_told(run, chain):  # noqa: F811
    result = run("format", "show", "district", "--year", "2020")
    assert "2023 年以后" in result.output
    assert "F451" in result.output


def test_a_template_that_cannot_be_compiled_is_a_finding_and_status_1(run, chain):  # noqa: F811
    bad = workbook({"A1": "{{ 部门.名称"})
    (chain / "district/2024/部门预算表.xlsx").write_bytes(bad)
    result = run("format", "show", "district/2024")
    assert result.exit_code == 1
    assert "有错，不能生成" in result.output


def test_without_a_name_all_formats_are_listed(run, chain):  # noqa: F811
    result = run("format", "show")
    line = next(line for line in result.output.splitlines() if line.startswith("district/2024"))
    assert "2024" in line
    assert "程序自带" not in line
    assert "shenzhen-luohu" in result.output


def test_a_misspelt_name_is_answered_with_the_nearest(run):  # noqa: F811
    result = run("format", "show", "shenzhen-louhu")
    assert result.exit_code == 1
    assert "shenzhen-luohu" in result.output


def test_the_listing_of_a_document_holds_text_tags_styles_and_merges(run, tmp_path):  # noqa: F811
    path = tmp_path / "表.docx"
    path.write_bytes(document("{{ 年度 }}年表", [["甲", "<", "乙"], ["^", "^", "{{ 项.名称 }}"]]))
    lines = run("format", "listing", path).output.splitlines()
    assert "第1段[居中] {{ 年度 }}年表" in lines
    assert any("第1格[跨2列，向下合并] 甲" in line for line in lines)
    assert any("并入上格" in line for line in lines)
    assert any(line.endswith("第2格 {{ 项.名称 }}") for line in lines)


def test_the_listing_of_a_workbook_holds_cells_formats_and_merges(run, tmp_path):  # noqa: F811
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"A1": "甲\n乙", "B2": "{{ 支出.合计 | 万元 }}"}, merges=["A1:B1"]))
    output = run("format", "listing", path).output
    assert "合并 A1:B1" in output
    assert "甲↵乙" in output
    assert "B2[Calibri 11磅] {{ 支出.合计 | 万元 }}" in output


def test_a_file_that_is_no_office_file_is_one_sentence(run, tmp_path):  # noqa: F811
    path = tmp_path / "坏.docx"
    path.write_text("不是")
    result = run("format", "listing", path)
    assert result.exit_code == 1
    assert "坏.docx" in result.output


def test_show_lists_the_templates_on_request(run):  # noqa: F811
    result = run("format", "show", "example-district", "--listing")
    assert "=== 项目支出绩效自评表.docx（example-district）" in result.output
    assert "{%tr for 行 in 项.指标 %}" in result.output


def test_a_change_of_one_cell_changes_one_line_of_the_listing(run, tmp_path):  # noqa: F811
    listings = []
    for text in ("旧", "新"):
        (tmp_path / "a.xlsx").write_bytes(workbook({"A1": text, "A2": "同"}))
        listings.append(run("format", "listing", "a.xlsx").output.splitlines())
    changed = set(listings[0]) ^ set(listings[1])
    assert {line[-1] for line in changed} == {"旧", "新"}


def test_bold_that_was_taken_away_is_not_listed(run, tmp_path):  # noqa: F811
    word = docx.Document()
    word.add_paragraph().add_run("粗的").bold = True
    word.add_paragraph().add_run("不粗的").bold = False
    word.save(tmp_path / "a.docx")
    lines = run("format", "listing", tmp_path / "a.docx").output.splitlines()
    assert [("粗]" in line) for line in lines if "粗的" in line] == [True, False]
