"""Blank forms of kinds that no format in templates/ has: written here as bureaus hand them out."""

import io

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from format_builders import document
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter

W = "<"

# 项目申报表: labels that other forms have not, kinds of money, lists of their own, goals.
APPLICATION = [
    ["项目名称：", "", "项目类别：", ""],
    ["起始年度", "", "邮政编码", ""],
    ["项目设立的必要性", "", W, W],
    ["项目总预算（元）", "", "负责人及电话", ""],
]
SOURCES = [["资金来源", "金额"], ["财政资金", ""], ["其中：上年结转", ""], ["合计", ""]]
COSTS = [
    ["项目支出明细测算", W, W, W],
    ["项目活动", "测算依据及说明", "数量", "金额"],
    ["", "", "", ""],
    ["", "", "", ""],
    ["合计", W, W, ""],
]
GOALS = [
    ["一级目标", "二级目标", "指标内容", "指标目标值"],
    ["产出目标", "数量", "", ""],
    ["效果目标", "社会效益", "", ""],
]


def application():
    return document(
        "2025年项目申报表", "申报单位：", APPLICATION, " ", SOURCES, " ", COSTS, " ", GOALS
    )


# 部门整体支出: basic figures by stage and year, then a form whose indicators are printed.
BASIC = [
    ["财政供养人员情况", "编制数", "2024年实际在职人数", "控制率"],
    ["^", "", "", ""],
    ["经费控制情况", "2023年决算数", "2024年预算数", "2024年决算数"],
    ["三公经费", "", "", ""],
    ["1、公车购置", "", "", ""],
    ["会议费、培训费", "", "", ""],
    ["政府采购金额", "——", "", ""],
    ["厉行节约保障措施", "", W, W],
]
WHOLE = [
    ["部门（单位）名称", W, "", W, W, W],
    ["资金情况", "资金来源", "年初预算数", "全年预算数", "全年执行数", "执行率"],
    ["^", "合计", "", "", "", ""],
    ["^", "政府性基金", "", "", "", ""],
    ["年度总体目标", "", W, W, W, W],
    ["一级指标", "三级指标", "评分标准", "分值", "完成值", "自评得分"],
    ["过程（60分）", "预算执行率", "按比例", "60", "", ""],
    ["履职（40分）", "重点工作完成率", "按比例", "40", "", ""],
    ["合计", W, W, "100", "", ""],
]


def whole_department():
    head = "2024年度部门整体支出绩效自评表"
    return document(head, "填报单位：\t单位：万元", BASIC, " ", WHOLE, "填报人：")


def with_word_habits():
    """A text box, a content control nobody filled in, tracked changes, a cell without a font."""
    data = document("项目支出绩效自评表（2023年度）", [["项目名称", ""], ["主管部门", ""]])
    word = docx.Document(io.BytesIO(data))
    title = word.paragraphs[0]
    title._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>填报单位：</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>"
        )
    )
    kept = f"w:id='7' w:author='某人' w:date='2024-01-01T00:00:00Z' {nsdecls('w')}"
    title._p.append(parse_xml(f"<w:ins {kept}><w:r><w:t>（试行）</w:t></w:r></w:ins>"))
    title._p.append(parse_xml(f"<w:del {kept}><w:r><w:delText>作废</w:delText></w:r></w:del>"))
    cell = word.tables[0].cell(0, 1)
    cell._tc.append(
        parse_xml(
            f"<w:p {nsdecls('w')}><w:sdt><w:sdtPr><w:text/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            "<w:r><w:t>单击此处输入</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        )
    )
    cell._tc.remove(cell.paragraphs[0]._p)
    label = word.tables[0].cell(1, 0).paragraphs[0].runs[0]
    label.font.name = "仿宋"
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _sheet(book, title, table, merges=()):
    sheet = book.create_sheet(title)
    thin = Side(style="thin")
    for r, row in enumerate(table, start=1):
        for c, text in enumerate(row, start=1):
            cell = sheet.cell(r, c, text if text != "" else None)
            if r > 3:
                cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    for merge in merges:
        sheet.merge_cells(merge)
    return sheet


def final_accounts():
    """决算公开表: a column of row numbers, heads over four rows, codes printed, 三公 across."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    top = [["收入支出决算总表"], ["公开01表"], ["部门：", "", "", "", "", "金额单位：万元"]]
    _sheet(
        book,
        "GK01",
        [
            *top,
            ["收入", "", "", "支出", "", ""],
            ["项目", "行次", "决算数", "项目", "行次", "决算数"],
            ["栏次", "", "1", "栏次", "", "2"],
            ["一、一般公共预算财政拨款收入", "1", "", "一、一般公共服务支出", "4", ""],
            ["年初结转和结余", "2", "", "年末结转和结余", "5", ""],
            ["总计", "3", "", "总计", "6", ""],
        ],
        ["A1:F1", "A4:C4", "D4:F4"],
    )
    _sheet(
        book,
        "GK03",
        [
            ["支出决算表"],
            ["公开03表"],
            ["部门："],
            ["项目", "", "", "", "本年支出合计", "基本支出", "项目支出"],
            ["功能分类科目编码", "", "", "科目名称", "", "", ""],
            ["", "", "", "", "", "", ""],
            ["类", "款", "项", "栏次", "1", "2", "3"],
            ["", "", "", "合计", "", "", ""],
            ["", "", "", "", "", "", ""],
            ["", "", "", "", "", "", ""],
        ],
        [
            "A1:G1",
            "A4:D4",
            "A5:C6",
            "D5:D6",
            "E4:E6",
            "F4:F6",
            "G4:G6",
            "A7:A8",
            "B7:B8",
            "C7:C8",
            "A9:C9",
            "A10:C10",
        ],
    )
    _sheet(
        book,
        "GK06",
        [
            ["一般公共预算财政拨款基本支出决算明细表"],
            ["公开06表"],
            ["部门："],
            ["人员经费", "", "", "公用经费", "", ""],
            ["经济分类科目编码", "科目名称", "决算数"] * 2,
            ["301", "工资福利支出", "", "302", "商品和服务支出", ""],
            ["30101", "基本工资", "", "30201", "办公费", ""],
            ["30102", "津贴补贴", "", "30202", "印刷费", ""],
            ["人员经费合计", "", "", "公用经费合计", "", ""],
        ],
        ["A1:F1", "A4:C4", "D4:F4", "A9:B9", "D9:E9"],
    )
    public = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "公务接待费"]
    _sheet(
        book,
        "GK07",
        [
            ["“三公”经费支出决算表"],
            ["公开07表"],
            ["部门："],
            ["预算数", "", "", "", "", "决算数", "", "", "", ""],
            [*public, *public],
            ["", "", "小计", "公务用车购置费", "", "", "", "小计", "公务用车购置费", ""],
            [str(n) for n in range(1, 11)],
            [""] * 10,
        ],
        [
            "A1:J1",
            "A4:E4",
            "F4:J4",
            *(f"{c}5:{c}6" for c in "ABEFGJ"),
            "C5:D5",
            "H5:I5",
        ],
    )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def scored_sheet():
    """A form in Excel whose groups make 100, the rate among them, and whose rate is a share."""
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["项目支出绩效自评表", "", "", "", ""],
        ["项目名称", "", "", "", ""],
        ["资金", "年初预算数", "全年预算数", "全年执行数", "执行率"],
        ["资金总额", "", "", "", ""],
        ["其中：财政拨款", "", "", "", ""],
        ["一级指标", "三级指标", "指标值", "分值", "得分"],
        ["过程（20分）", "预算执行率", "", "", ""],
        ["产出（80分）", "", "", "", ""],
    ]
    thin = Side(style="thin")
    for r, row in enumerate(rows, start=1):
        for c, text in enumerate(row, start=1):
            cell = sheet.cell(r, c, text or None)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("B2:E2")
    sheet["E4"].number_format = "0.00%"
    sheet["E5"].number_format = "0.00%"
    for column in range(1, 6):
        sheet.column_dimensions[get_column_letter(column)].width = 16
    sheet["A9"] = "填报单位："
    sheet.merge_cells("A9:C9")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_last_year():
    """Budget tables that hold this year against the last, a purchase list and a table of all projects."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    _sheet(
        book,
        "表4",
        [
            ["2025年一般公共预算支出情况表"],
            ["表4"],
            ["部门名称：", "", "", "", "", "", "单位：万元"],
            ["功能分类科目", "", "2024年执行数", "2025年预算数", "", "2025年比2024年执行数", ""],
            ["科目编码", "科目名称", "", "小计", "基本支出", "增减额", "增减%"],
            ["合计", "", "", "", "", "", ""],
            ["", "", "", "", "", "", ""],
        ],
        ["A1:G1", "A4:B4", "C4:C5", "D4:E4", "F4:G4", "A6:B6"],
    )
    _sheet(
        book,
        "表6",
        [
            ["2025年“三公”经费支出情况表"],
            ["表6"],
            ["部门名称："],
            ["项目", "2024年预算数", "2025年预算数", "增减额"],
            ["合计", "", "", ""],
            ["因公出国（境）费", "", "", ""],
            ["公务接待费", "", "", ""],
        ],
        ["A1:D1"],
    )
    _sheet(
        book,
        "表5",
        [
            ["2025年一般公共预算基本支出情况表"],
            ["表5"],
            ["部门名称："],
            ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
            ["301", "工资福利支出", "", "", ""],
            ["30101", "基本工资", "", "", ""],
            ["302", "商品和服务支出", "", "", ""],
            ["30201", "办公费", "", "", ""],
            ["30202", "印刷费", "", "", ""],
            ["合计", "", "", "", ""],
        ],
        ["A1:E1", "A10:B10"],
    )
    _sheet(
        book,
        "表8",
        [
            ["2025年政府采购预算表"],
            ["表8"],
            ["部门名称："],
            ["采购品目", "采购数量", "采购金额", "资金来源", ""],
            ["", "", "", "一般公共预算", "其他资金"],
            ["合计", "", "", "", ""],
            ["", "", "", "", ""],
            ["", "", "", "", ""],
        ],
        ["A1:E1", "A4:A5", "B4:B5", "C4:C5", "D4:E4"],
    )
    _sheet(
        book,
        "表10",
        [
            ["2025年项目支出绩效目标表"],
            ["表10"],
            ["部门名称："],
            ["项目名称", "预算数", "年度绩效目标", "绩效指标", ""],
            ["", "", "", "一级指标", "三级指标及指标值"],
            *[[""] * 5 for _ in range(3)],
            ["注：无项目的空表列示。", "", "", "", ""],
        ],
        ["A1:E1", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "A6:A8", "B6:B8", "C6:C8", "A9:E9"],
    )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def all_projects():
    """The same table of all projects in Word."""
    table = [
        ["项目名称", "预算数（万元）", "联系电话", "绩效指标", W, W],
        ["^", "^", "^", "一级指标", "二级指标", "三级指标"],
        ["", "", "", "", "", ""],
        ["^", "^", "^", "", "", ""],
    ]
    return document("部门：", "项目支出绩效目标表", table)


def by_unit():
    """Income by unit, expenditure by unit and subject under one head."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    top = [["部门收入总体情况表"], ["表2"], ["部门名称："]]
    heads = ["单位编码", "单位名称", "合计", "上年结转"]
    rest = [["合计", "", "", ""], ["", "", "", ""]]
    _sheet(book, "表2", [*top, heads, *rest], ["A1:D1", "A5:B5"])
    top[0] = ["部门支出总体情况表"]
    heads = ["单位（科目）编码", "单位名称（科目）", "合计", "基本支出"]
    _sheet(book, "表3", [*top, heads, ["**", "**", "1", "2"], *rest], ["A1:D1", "A6:B6"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def narrative():
    """The text of a disclosure with gaps for figures, and a list below a caption."""
    return document(
        "2024年度某局部门决算公开情况说明",
        "一、收入支出决算总体情况说明",
        "2024年度收、支总计均为XX万元。与2023年度相比增加____万元，按《预算法（2018年修正）》执行。",
        *["正文。"] * 8,
        "截至2024年12月31日，共有车辆××辆。",
        "附表1：机构设置情况",
        [["序号", "单位名称", "单位性质"], ["", "", ""], ["", "", ""]],
        "部门负责人：        填报日期：   年  月  日",
    )


def monitoring():
    """A form of the middle of the year: months in its heads, points in brackets without a word."""
    table = [
        ["项目名称", "", "项目起止时间", "   年  月至   年  月"],
        ["绩效目标", "", W, W],
        ["一级指标", "三级指标", "指标值", "1～7月执行情况"],
        ["产出指标(60)", "", "", ""],
        ["效益指标(30)", "", "", ""],
    ]
    return document("2025年项目支出绩效运行监控表", table)
