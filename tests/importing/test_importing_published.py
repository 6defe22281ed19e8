"""Table sets as provinces publish them: heads, names and notes of their own, and final accounts."""

import zipfile

import docx
import pytest
from importing_builders import HEADER, ROOT, added, export, imported

from reportgen.formats import Library
from reportgen.sources import plain, read
from reportgen.studio.importing.run import run_import

BASIC = [
    ["科目编码", "科目名称", "合计", "人员支出", "公用支出"],
    ["", "合计", "130.00", "120.00", "10.00"],
    ["301", "工资福利支出", "120.00", "120.00", ""],
    ["30101", "基本工资", "120.00", "120.00", ""],
    ["302", "商品和服务支出", "10.00", "", "10.00"],
    ["30201", "办公费", "10.00", "", "10.00"],
]


def general(
    title="一般公共预算支出表", head=("科目编码", "科目名称", "合计", "基本支出", "项目支出")
):
    return [
        [title],
        ["部门：某某局", "", "", "", "单位：万元"],
        list(head),
        ["", "合计", "180.00", "130.00", "50.00"],
        ["201", "一般公共服务支出", "180.00", "130.00", "50.00"],
        ["20103", "政府办公厅（室）及相关机构事务", "180.00", "130.00", "50.00"],
        ["2010301", "行政运行", "130.00", "130.00", ""],
        ["2010302", "一般行政管理事务", "50.00", "", "50.00"],
    ]


def test_an_income_table_by_units_says_nothing_of_subjects(tmp_path):
    path = export(
        tmp_path / "导出.xlsx",
        {
            "2收入总表": [
                ["2024年收入总表"],
                ["单位：某某局", "", "", "", "", "单位：万元"],
                ["部门代码", "部门名称", "合计", "本年收入", "", "上年结转结余"],
                ["", "", "", "小计", "一般公共预算", ""],
                ["", "合计", "180.00", "180.00", "180.00", ""],
                ["101", "某某局", "180.00", "180.00", "180.00", ""],
            ],
            "7一般公共预算支出表": general(),
        },
        {"2收入总表": ["A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4"]},
    )
    result = imported(path)
    assert not [f for f in result.findings if f.severity.value == "错误"]
    assert result.lines("功能科目") == [("2010301", "130.00"), ("2010302", "50.00")]
    assert not [row for row in result.data["支出明细"] if row.get("年度来源") == "上年结转"]
    assert [row["金额"] for row in result.data["收入明细"]] == ["180.00"]


@pytest.mark.parametrize("name", ["[2010301]行政运行", "2010301 行政运行", "2010301-行政运行"])
def test_a_code_beside_the_name_in_the_column_of_names(tmp_path, name):
    rows = [
        ["表5"],
        ["一般公共预算支出情况表（按功能分类科目）"],
        ["单位名称：某某局", "", "", "单位：元"],
        ["功能科目名称", "2024年预算", "", ""],
        ["", "小计", "基本支出", "项目支出"],
        ["合计", "130", "130", ""],
        [name, "130", "130", ""],
    ]
    result = imported(export(tmp_path / "导出.xlsx", {"表5": rows}, {"表5": ["B4:D4", "A4:A5"]}))
    assert result.lines("功能科目", "类型") == [("2010301", "基本支出", "130")]


def test_names_alone_are_read_below_the_names_above_them(tmp_path):
    rows = [
        ["部门支出总体情况表"],
        ["", "", "", "单位：万元"],
        ["支出功能分类科目", "支出合计", "基本支出", "项目支出"],
        ["合计", "180.00", "130.00", "50.00"],
        ["卫生健康支出", "130.00", "130.00", ""],
        ["  行政事业单位医疗", "130.00", "130.00", ""],
        ["    行政单位医疗", "130.00", "130.00", ""],
        ["住房保障支出", "50.00", "", "50.00"],
        ["  住房改革支出", "50.00", "", "50.00"],
        ["    住房公积金", "50.00", "", "50.00"],
    ]
    result = imported(export(tmp_path / "导出.xlsx", {"部门支出总体情况表": rows}))
    assert result.codes.count("G965") == 0
    assert result.lines("功能科目") == [("2101101", "130.00"), ("2210201", "50.00")]


def test_a_table_by_kind_of_expenditure_goes_by_its_heads_and_not_by_its_name(tmp_path):
    rows = [
        ["表3"],
        ["支出总体情况表"],
        ["单位名称：某某局", "单位：万元"],
        ["项目", "2024年预算"],
        ["一、基本支出", "130.00"],
        ["    工资福利支出", "120.00"],
        ["    商品和服务支出", "10.00"],
        ["二、项目支出", "50.00"],
        ["支出总计", "180.00"],
    ]
    path = export(tmp_path / "导出.xlsx", {"表3": rows, "一般公共预算支出表": general()})
    result = imported(path)
    assert [code for code in result.codes if code in {"G953", "G954", "G956"}] == []
    assert result.claims()["支出/基本支出"] == "130.00"
    assert result.claims()["支出"] == "180.00"


def test_columns_of_last_year_and_of_the_change_are_known(tmp_path):
    rows = general(head=("科目编码", "科目名称", "2024年预算数", "", ""))
    rows[2] = ["科目编码", "科目名称", "2023年执行数", "2024年预算数", "", "", "比2023年执行数±%"]
    rows.insert(3, ["", "", "", "合计", "基本支出", "项目支出", ""])
    rows[4:] = [[*row[:2], "99.00", *row[2:], "3.00"] for row in rows[4:]]
    merges = ["A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4"]
    path = export(
        tmp_path / "导出.xlsx",
        {"一般公共预算支出表": rows, "一般公共预算基本支出表": [["单位：万元"], *BASIC]},
        {"一般公共预算支出表": merges},
    )
    result = imported(path)
    assert "G955" not in result.codes
    assert result.lines("功能科目", "经济科目") == [
        ("2010301", "30101", "120.00"),
        ("2010301", "30201", "10.00"),
        ("2010302", "", "50.00"),
    ]


def finals():
    """部门决算公开: the tables 公开01–06, amounts in 万元, a row that counts the columns."""
    note = ["部门：某某局", "", "2023年度", "", "", "金额单位：万元"]
    return {
        "收入支出决算总表": [
            ["收入支出决算总表"],
            note,
            ["收入", "", "", "支出", "", ""],
            ["项目", "行次", "决算数", "项目", "行次", "决算数"],
            ["栏次", "", "1", "栏次", "", "2"],
            ["一、一般公共预算财政拨款收入", "1", "180.00", "一、一般公共服务支出", "31", "183.00"],
            ["八、其他收入", "8", "4.00", "二、外交支出", "32", ""],
            ["本年收入合计", "27", "184.00", "本年支出合计", "57", "183.00"],
            ["年初结转和结余", "28", "9.00", "年末结转和结余", "58", "10.00"],
            ["总计", "30", "193.00", "总计", "60", "193.00"],
        ],
        "收入决算表": [
            ["收入决算表"],
            note,
            ["项目", "", "本年收入合计", "财政拨款收入", "事业收入", "其他收入"],
            ["功能分类科目编码", "科目名称", "", "", "", ""],
            ["合计", "", "184.00", "180.00", "", "4.00"],
            ["201", "一般公共服务支出", "184.00", "180.00", "", "4.00"],
            ["2010301", "行政运行", "184.00", "180.00", "", "4.00"],
        ],
        "支出决算表": [
            ["支出决算表"],
            note,
            ["项目", "", "本年支出合计", "基本支出", "项目支出", "经营支出"],
            ["功能分类科目编码", "科目名称", "", "", "", ""],
            ["栏次", "", "1", "2", "3", "4"],
            ["合计", "", "183.00", "133.00", "50.00", ""],
            ["201", "一般公共服务支出", "183.00", "133.00", "50.00", ""],
            ["20103", "政府办公厅（室）及相关机构事务", "183.00", "133.00", "50.00", ""],
            ["2010301", "行政运行", "133.00", "133.00", "", ""],
            ["2010302", "一般行政管理事务", "50.00", "", "50.00", ""],
        ],
        "一般公共预算财政拨款支出决算表": [
            ["一般公共预算财政拨款支出决算表"],
            note,
            ["项目", "", "本年支出", "", ""],
            ["功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"],
            ["合计", "", "180.00", "130.00", "50.00"],
            ["201", "一般公共服务支出", "180.00", "130.00", "50.00"],
            ["20103", "政府办公厅（室）及相关机构事务", "180.00", "130.00", "50.00"],
            ["2010301", "行政运行", "130.00", "130.00", ""],
            ["2010302", "一般行政管理事务", "50.00", "", "50.00"],
        ],
        "一般公共预算财政拨款基本支出决算表": [
            ["一般公共预算财政拨款基本支出决算表"],
            note,
            ["人员经费", "", "", "公用经费", "", ""],
            ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
            ["301", "工资福利支出", "120.00", "302", "商品和服务支出", "10.00"],
            ["30101", "基本工资", "90.00", "30201", "办公费", "6.00"],
            ["30102", "津贴补贴", "30.00", "30211", "差旅费", "4.00"],
            ["人员经费合计", "", "120.00", "公用经费合计", "", "10.00"],
        ],
        "财政拨款“三公”经费支出决算表": [["财政拨款“三公”经费支出决算表"], ["合计"], ["3.00"]],
    }


FINAL_MERGES = {
    "收入支出决算总表": ["A3:C3", "D3:F3"],
    "收入决算表": ["A3:B3", "C3:C4", "D3:D4", "E3:E4", "F3:F4"],
    "支出决算表": ["A3:B3", "C3:C4", "D3:D4", "E3:E4", "F3:F4"],
    "一般公共预算财政拨款支出决算表": ["A3:B3", "C3:E3"],
    "一般公共预算财政拨款基本支出决算表": ["A3:C3", "D3:F3"],
}


def test_final_accounts_become_lines_of_their_own_stage(tmp_path):
    result = imported(export(tmp_path / "决算.xlsx", finals(), FINAL_MERGES))
    assert {f.code for f in result.findings if f.severity.value != "提示"} == {"G961"}
    assert "G976" in result.codes
    rows = result.data["支出明细"]
    assert {row["阶段"] for row in rows} == {"执行"}
    assert added(rows, 资金性质="一般公共预算拨款") == 180
    assert added(rows) == 183
    assert result.lines("功能科目", "经济科目")[:4] == [
        ("2010301", "30101", "90.00"),
        ("2010301", "30102", "30.00"),
        ("2010301", "30201", "6.00"),
        ("2010301", "30211", "4.00"),
    ]
    assert [(r["资金性质"], r["年度来源"], r["金额"]) for r in result.data["收入明细"][:1]] == [
        ("一般公共预算拨款", "当年", "180.00")
    ]
    assert added(result.data["收入明细"]) == 193
    claims = result.claims()
    assert claims["支出/执行"] == "183.00"
    assert claims["支出/201/基本支出/一般公共预算拨款/执行"] == "130.00"
    assert not [name for name in claims if not name.endswith("/执行")]


def test_final_accounts_that_contradict_each_other_are_told(tmp_path):
    sheets = finals()
    sheets["收入支出决算总表"][5][5] = "138.00"
    result = imported(export(tmp_path / "决算.xlsx", sheets, FINAL_MERGES))
    (message,) = result.messages("G960")
    assert "支出/201/执行" in message
    assert "138.00万元" in message


def test_economic_codes_that_cannot_be_told_apart_are_told_once(tmp_path):
    sheets = {"一般公共预算支出表": general(), "一般公共预算基本支出表": [["单位：万元"], *BASIC]}
    sheets["一般公共预算支出表"][6:] = [
        ["2010301", "行政运行", "65.00", "65.00", ""],
        ["2010350", "事业运行", "65.00", "65.00", ""],
        ["2010302", "一般行政管理事务", "50.00", "", "50.00"],
    ]
    result = imported(export(tmp_path / "导出.xlsx", sheets))
    assert len(result.messages("G961")) == 1
    assert "G967" not in result.codes


def test_final_accounts_stand_beside_the_budget_they_are_imported_into(tmp_path):
    file = tmp_path / "2024.yaml"

    def into(path):
        done, _ = run_import(path, Library(ROOT / "templates"), into=file, header=HEADER)
        file.write_text(done.text, "utf-8")
        return plain(read(file)[0])

    file.write_text("部门: {名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 万元}\n", "utf-8")
    budget = export(tmp_path / "预算.xlsx", {"一般公共预算支出表": general()})
    before = into(budget)
    both = into(export(tmp_path / "决算.xlsx", finals(), FINAL_MERGES))
    stages = [row.get("阶段", "") for row in both["支出明细"]]
    assert both["支出明细"][: stages.index("执行")] == before["支出明细"]
    assert set(stages) == {"", "执行"}
    claims = [row["名称"] for row in both["声明数"]]
    assert "支出/基本支出/一般公共预算拨款" in claims
    assert "支出/基本支出/一般公共预算拨款/执行" in claims
    again = into(budget)
    assert [r for r in again["支出明细"] if r.get("阶段")] == [r for r in both["支出明细"] if r.get("阶段")]  # fmt: skip
    assert len(again["支出明细"]) == len(both["支出明细"])


def test_two_classifications_of_one_row_are_not_two_tables(tmp_path):
    rows = [
        ["一般公共预算基本支出表"],
        ["部门：某某局", "", "", "", "", "单位：万元"],
        ["部门预算支出经济分类科目", "", "", "政府预算支出经济分类科目", "", "", "预算数"],
        ["科目编码", "", "科目名称", "科目编码", "", "科目名称", ""],
        ["类", "款", "", "类", "款", "", ""],
        ["", "", "合计", "", "", "", "130.00"],
        ["301", "", "工资福利支出", "501", "", "机关工资福利支出", "120.00"],
        ["301", "01", "基本工资", "501", "01", "工资奖金津补贴", "120.00"],
        ["302", "", "商品和服务支出", "502", "", "机关商品和服务支出", "10.00"],
        ["302", "01", "办公费", "502", "01", "办公经费", "10.00"],
    ]
    merges = ["A3:C3", "D3:F3", "G3:G5", "A4:B4", "C4:C5", "D4:E4", "F4:F5"]
    path = export(
        tmp_path / "导出.xlsx",
        {"5一般公共预算支出表": general(), "6一般公共预算基本支出表": rows},
        {"6一般公共预算基本支出表": merges},
    )
    result = imported(path)
    assert "G957" not in result.codes
    assert result.lines("功能科目", "经济科目")[:2] == [
        ("2010301", "30101", "120.00"),
        ("2010301", "30201", "10.00"),
    ]


def test_subjects_above_the_rows_of_a_unit_are_totals(tmp_path):
    rows = [
        ["政府性基金预算支出预算表"],
        ["", "", "", "", "", "单位：万元"],
        ["单位名称", "科目编码", "科目名称", "本年政府性基金预算支出", "", ""],
        ["", "", "", "合计", "基本支出", "项目支出"],
        ["", "212", "城乡社区支出", "25.00", "", "25.00"],
        ["", "21208", "国有土地使用权出让收入安排的支出", "25.00", "", "25.00"],
        ["某某局", "2120803", "城市建设支出", "25.00", "", "25.00"],
        ["合  计", "", "", "25.00", "", "25.00"],
    ]
    merges = ["A3:A4", "B3:B4", "C3:C4", "D3:F3"]
    path = export(
        tmp_path / "导出.xlsx",
        {"政府性基金预算支出预算表": rows},
        {"政府性基金预算支出预算表": merges},
    )
    assert imported(path).lines("功能科目") == [("2120803", "25.00")]


def test_the_lists_of_the_platform_that_are_published_as_they_are(tmp_path):
    head = ["项目分类", "项目代码", "项目名称", "项目单位", "功能科目编码", "功能科目名称", "经济科目编码", "经济科目名称", "资金来源", "", ""]  # fmt: skip
    below = ["", "", "", "", "", "", "", "", "总计", "一般公共预算", "政府性基金预算"]
    title = "部门项目支出预算表（其他运转类.特定目标类项目）"
    rows = [
        [title],
        ["", "", "", "", "", "", "", "", "", "", "单位：万元"],
        head,
        below,
        ["特定目标类", "53", "培训", "某某局", "2010302", "一般行政管理事务", "30216", "培训费", "50.00", "50.00", ""],
        ["合  计", "", "", "", "", "", "", "", "50.00", "50.00", ""],
    ]  # fmt: skip
    merges = [*(f"{letter}3:{letter}4" for letter in "ABCDEFGH"), "I3:K3"]
    result = imported(export(tmp_path / "导出.xlsx", {title[:31]: rows}, {title[:31]: merges}))
    assert result.lines("功能科目", "经济科目", "项目", "类型", "单位") == [
        ("2010302", "30216", "培训", "项目支出", "某某局", "50.00")
    ]
    assert [code for code in result.codes if code in {"G953", "G955", "G956"}] == []


def test_of_two_columns_the_one_named_first_is_meant(tmp_path):
    rows = general(head=("科目编码", "科目名称", "2024年预算数", "", ""))
    rows.insert(3, ["", "", "合计", "基本支出", "", "项目支出"])
    rows.insert(4, ["", "", "", "小计", "人员经费", ""])
    rows[5:] = [[*row[:4], row[3], row[4]] for row in rows[5:]]
    merges = ["A3:A5", "B3:B5", "C3:F3", "C4:C5", "D4:E4", "F4:F5"]
    path = export(tmp_path / "导出.xlsx", {"一般公共预算支出表": rows}, {"一般公共预算支出表": merges})  # fmt: skip
    result = imported(path)
    assert "G959" not in result.codes
    assert result.claims()["支出/一般公共预算拨款"] == "180.00"


def as_document(path, tables, after=""):
    """A Word document: each table below the lines that name it, its heads merged as given."""
    document = docx.Document()
    for above, rows, merges in tables:
        for line in above:
            document.add_paragraph(line)
        table = document.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
        for top, left, bottom, right in merges:
            text = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = text
        document.add_paragraph(after)
    document.save(path)
    return path


def in_word(path, unit="单位：万元"):
    rows = general()[2:]
    rows.insert(1, ["", "", "", "", ""])
    return as_document(
        path,
        [
            (["公开05表", "一般公共预算支出表", f"部门：某某局　　{unit}"], rows, [(0, at, 1, at) for at in range(5)]),
            (["公开06表", "一般公共预算基本支出表", unit], BASIC[:4], []),
            ([], BASIC[4:], []),
        ],
    )  # fmt: skip


def test_tables_of_a_word_document(tmp_path):
    sheets = {"一般公共预算支出表": general(), "一般公共预算基本支出表": [["单位：万元"], *BASIC]}
    workbook = imported(export(tmp_path / "导出.xlsx", sheets))
    result = imported(in_word(tmp_path / "公开.docx"))
    assert result.codes == workbook.codes
    assert result.claims() == workbook.claims()
    fields = ("功能科目", "经济科目", "类型")
    assert result.lines(*fields) == workbook.lines(*fields)
    assert result.claims()["支出/一般公共预算拨款"] == "180.00"


def test_a_cell_of_a_word_document_is_named_by_its_row(tmp_path):
    rows = general()[2:]
    rows[4][3] = "1,30.00"
    path = as_document(tmp_path / "公开.docx", [(["一般公共预算支出表", "单位：万元"], rows, [])])
    (finding,) = [f for f in imported(path).findings if f.code == "G957"]
    assert str(finding.place) == "公开.docx 表1 第5行第4格"


def test_a_damaged_word_document_and_one_without_figures(tmp_path):
    path = tmp_path / "公开.docx"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("word/document.xml", "<w:document")
    tree, findings = run_import(path, Library(ROOT / "templates"), header=HEADER)
    assert (tree, [f.code for f in findings]) == (None, ["S150"])
    as_document(path, [(["一般公共预算支出表", "单位：万元"], general()[2:3], [])])
    _, findings = run_import(path, Library(ROOT / "templates"), header=HEADER)
    assert "G977" in [f.code for f in findings]
