"""Exports made in the test: sheets as rows of texts, merged where asked, imported by the general mapping."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from reportgen.formats import Library, load
from reportgen.sources import plain
from reportgen.studio.importing.assemble import Header, import_workbook
from reportgen.studio.importing.loading import load_mapping

ROOT = Path(__file__).resolve().parents[2]
GENERAL = ROOT / "templates" / "national" / "映射.yaml"
HEADER = Header("某局", "某市某区", "2024")


def export(
    path: Path, sheets: dict[str, list[list[object]]], merges: dict[str, list[str]] | None = None
) -> Path:
    """A workbook: a list of rows a sheet; None and "" are blank cells."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value not in (None, ""):
                    sheet.cell(number, column, value)
        for merge in (merges or {}).get(title, []):
            sheet.merge_cells(merge)
    workbook.save(path)
    return path


class Result:
    """What an import gave, in a form that reads well in assertions."""

    def __init__(self, tree, findings):
        self.tree = tree
        self.findings = findings
        self.data = plain(tree) if tree else {}

    @property
    def codes(self):
        return [f.code for f in self.findings]

    def messages(self, code):
        return [f.message for f in self.findings if f.code == code]

    def places(self, code):
        return [str(f.place) for f in self.findings if f.code == code]

    def lines(self, *names):
        """The lines of 支出明细 as tuples of the fields named and the amount."""
        return [
            (*(row.get(name, "") for name in names), row["金额"])
            for row in self.data.get("支出明细", [])
        ]

    def claims(self):
        return {row["名称"]: row["金额"] for row in self.data.get("声明数", [])}


def mapping_of(path: Path = GENERAL):
    return load_mapping(path, Library(ROOT / "templates"))


def imported(path: Path, mapping_file: Path = GENERAL, header: Header = HEADER) -> Result:
    mapping, faults = mapping_of(mapping_file)
    assert not faults, [str(f.place) + f.message for f in faults]
    form, _ = load(Library(ROOT / "templates"), "national")
    return Result(*import_workbook(path, mapping, form.contract, header))


def added(rows, **wanted) -> Decimal:
    return sum(
        (Decimal(r["金额"]) for r in rows if all(r.get(k) == v for k, v in wanted.items())),
        Decimal(0),
    )


DETAIL_HEAD = ["单位", "功能科目", "部门经济分类", "政府经济分类", "项目", "资金来源", "金额"]


def detail_list():
    """A detail list as the platform exports it: two units, subtotals, numbers as text, codes with names."""
    return {
        "Sheet1": [
            ["预算支出明细"],
            ["部门名称：[116]某某局", "", "", "预算年度：2024", "", "", "单位：元"],
            DETAIL_HEAD,
            ["合计", "", "", "", "", "", "3,456,789.10"],
            ["116001某某局本级", "", "", "", "", "小计", "3,000,000.10"],
            [
                "116001某某局本级",
                "2013201 行政运行",
                "30101 基本工资",
                "50101 工资奖金津补贴",
                "",
                "经费拨款",
                "1,200,000.00",
            ],
            [
                "116001某某局本级",
                "[2013201]行政运行",
                "30201-办公费",
                "50201",
                "",
                "经费拨款",
                "300000.10",
            ],
            ["116001某某局本级", "2013202", "30227", "50205", "信息化建设", "经费拨款", "1000000"],
            [
                "116001某某局本级",
                "2013202",
                "30227",
                "50205",
                "信息化建设",
                "上年结转-一般公共预算",
                "500000",
            ],
            ["116002服务中心", "", "", "", "", "小计", "456789"],
            ["116002服务中心", "2013250", "30101", "50501", "", "经费拨款", "400000"],
            ["116002服务中心", "2013250", "30201", "50502", "", "其他资金", "56789"],
        ]
    }


def platform_tables():
    """One sheet a table, heads in two rows, other figures than the sample; amounts in 元."""
    note = ["部门名称：某某局", "", "", "", "", "单位：元"]
    return (
        {
            "3.15部门收支总表": [
                ["部门收支总表"],
                [*note[:4], "单位：元"],
                ["收入", "", "支出", ""],
                ["项目", "本年预算数", "项目（按功能分类）", "本年预算数"],
                ["一、一般公共预算拨款收入", 5000000, "一、一般公共服务支出", 4700000],
                ["二、政府性基金预算拨款收入", "", "八、社会保障和就业支出", 600000],
                ["五、事业收入", 200000, "二十、住房保障支出", 200000],
                ["本年收入合计", 5200000, "本年支出合计", 5500000],
                ["上年结转结余", 300000, "年终结转结余", ""],
                ["收入总计", 5500000, "支出总计", 5500000],
            ],
            "3.16部门收入总表": [
                ["部门收入总表"],
                note,
                ["科目编码", "", "", "科目名称", "合计", "本年收入", "", "", "上年结转结余"],
                ["类", "款", "项", "", "", "小计", "一般公共预算", "事业收入", ""],
                ["", "", "", "合计", "5500000", "5200000", "5000000", "200000", "300000"],
                [
                    "201",
                    "",
                    "",
                    "一般公共服务支出",
                    "4700000",
                    "4400000",
                    "4200000",
                    "200000",
                    "300000",
                ],
                ["201", "32", "", "组织事务", "4700000", "4400000", "4200000", "200000", "300000"],
                ["201", "32", "01", "行政运行", "3000000", "3000000", "3000000", "", ""],
                [
                    "201",
                    "32",
                    "02",
                    "一般行政管理事务",
                    "1700000",
                    "1400000",
                    "1200000",
                    "200000",
                    "300000",
                ],
                ["208", "", "", "社会保障和就业支出", "600000", "600000", "600000", "", ""],
                ["208", "05", "", "行政事业单位养老支出", "600000", "600000", "600000", "", ""],
                [
                    "208",
                    "05",
                    "05",
                    "机关事业单位基本养老保险缴费支出",
                    "600000",
                    "600000",
                    "600000",
                    "",
                    "",
                ],
                ["221", "", "", "住房保障支出", "200000", "200000", "200000", "", ""],
                ["221", "02", "", "住房改革支出", "200000", "200000", "200000", "", ""],
                ["221", "02", "01", "住房公积金", "200000", "200000", "200000", "", ""],
            ],
            "3.17部门支出总表": [
                ["部门支出总表"],
                note,
                ["科目编码", "", "", "科目名称", "合计", "基本支出", "项目支出"],
                ["类", "款", "项", "", "", "", ""],
                ["", "", "", "合计", "5500000", "3800000", "1700000"],
                ["201", "", "", "一般公共服务支出", "4700000", "3000000", "1700000"],
                ["201", "32", "", "组织事务", "4700000", "3000000", "1700000"],
                ["201", "32", "01", "　　行政运行", "3000000", "3000000", ""],
                ["201", "32", "02", "　　一般行政管理事务", "1700000", "", "1700000"],
                ["208", "", "", "社会保障和就业支出", "600000", "600000", ""],
                ["208", "05", "", "行政事业单位养老支出", "600000", "600000", ""],
                ["208", "05", "05", "机关事业单位基本养老保险缴费支出", "600000", "600000", ""],
                ["221", "", "", "住房保障支出", "200000", "200000", ""],
                ["221", "02", "", "住房改革支出", "200000", "200000", ""],
                ["221", "02", "01", "住房公积金", "200000", "200000", ""],
            ],
            "3.19一般公共预算支出表": [
                ["一般公共预算支出表"],
                note,
                ["功能分类科目", "", "合计", "基本支出", "", "", "项目支出"],
                ["科目编码", "科目名称", "", "小计", "人员经费", "公用经费", ""],
                ["", "合计", 5300000, 3800000, 3500000, 300000, 1500000],
                ["201", "一般公共服务支出", 4500000, 3000000, 2700000, 300000, 1500000],
                ["20132", "组织事务", 4500000, 3000000, 2700000, 300000, 1500000],
                ["2013201", "行政运行", 3000000, 3000000, 2700000, 300000, ""],
                ["2013202", "一般行政管理事务", 1500000, "", "", "", 1500000],
                ["208", "社会保障和就业支出", 600000, 600000, 600000, "", ""],
                ["20805", "行政事业单位养老支出", 600000, 600000, 600000, "", ""],
                ["2080505", "机关事业单位基本养老保险缴费支出", 600000, 600000, 600000, "", ""],
                ["221", "住房保障支出", 200000, 200000, 200000, "", ""],
                ["22102", "住房改革支出", 200000, 200000, 200000, "", ""],
                ["2210201", "住房公积金", 200000, 200000, 200000, "", ""],
            ],
            "3.20一般公共预算基本支出表": [
                ["一般公共预算基本支出表"],
                note,
                ["部门预算支出经济分类科目", "", "本年一般公共预算基本支出", "", ""],
                ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
                ["", "合计", 3800000, 3500000, 300000],
                ["301", "工资福利支出", 3500000, 3500000, ""],
                ["30101", "基本工资", 1500000, 1500000, ""],
                ["30102", "津贴补贴", 1200000, 1200000, ""],
                ["30108", "机关事业单位基本养老保险缴费", 600000, 600000, ""],
                ["30113", "住房公积金", 200000, 200000, ""],
                ["302", "商品和服务支出", 300000, "", 300000],
                ["30201", "办公费", 300000, "", 300000],
            ],
            "3.23部门项目支出表": [
                ["部门项目支出表"],
                note,
                ["功能科目", "项目名称", "合计", "本年拨款", "", "事业收入", "上年结转"],
                ["", "", "", "一般公共预算", "政府性基金预算", "", "一般公共预算"],
                ["合计", "", 1700000, 1200000, "", 200000, 300000],
                ["2013202", "档案整理", 900000, 700000, "", 200000, ""],
                ["2013202", "培训班", 800000, 500000, "", "", 300000],
            ],
            "目录": [["目录", "页码"], ["部门收支总表", 1]],
            "临时表": [["随手", "记的"], ["甲", 5]],
        },
        {
            "3.15部门收支总表": ["A1:D1", "A3:B3", "C3:D3"],
            "3.16部门收入总表": ["A1:I1", "A3:C3", "D3:D4", "E3:E4", "F3:H3", "I3:I4"],
            "3.17部门支出总表": ["A1:G1", "A3:C3", "D3:D4", "E3:E4", "F3:F4", "G3:G4"],
            "3.19一般公共预算支出表": ["A1:G1", "A3:B3", "C3:C4", "D3:F3", "G3:G4"],
            "3.20一般公共预算基本支出表": ["A1:E1", "A3:B3", "C3:E3"],
            "3.23部门项目支出表": ["A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4"],
        },
    )
