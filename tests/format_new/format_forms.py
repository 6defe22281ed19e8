"""Blank official forms, as bureaus hand them out: written here from what such forms have in common.

In a table `<` is one with the cell to its left, `^` with the one above (`format_builders.document`).
"""

import io

import openpyxl
from docx import Document
from format_builders import document
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

W = "<"
REASON = "偏差原因分析及改进措施"

# A form as Yunnan prints it (公开14表): target in three columns under one head, a table number.
YUNNAN_HEAD = ["公开14表", "项目支出绩效自评表", "（2023年度）"]
YUNNAN_UNIT = "编制单位：\t金额单位：万元"
YUNNAN = [
    ["项目名称", W, "", *W * 8],
    ["主管部门", W, "", W, W, "实施单位", W, "", W, W, W],
    [
        "项目资金\n（万元）",
        W,
        "",
        "年初预算数",
        "全年预算数（A）",
        W,
        "全年执行数（B）",
        W,
        "分值",
        "执行率（B/A）",
        "得分",
    ],
    ["^", W, "年度资金总额", "", "", W, "", W, "10", "", ""],
    ["^", W, "其中：当年财政拨款", "", "", W, "", W, "—", "", "—"],
    ["^", W, "上年结转资金", "", "", W, "", W, "—", "", "—"],
    ["^", W, "其他资金", "", "", W, "", W, "—", "", "—"],
    ["年度总体目标", "预期目标", *W * 5, "实际完成情况", *W * 3],
    ["^", "", *W * 5, "", *W * 3],
    [
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        W,
        W,
        "实际完成值",
        "分值",
        "得分",
        REASON,
    ],
    ["^", "^", "^", "^", "指标性质", "指标值", "度量单位", "^", "^", "^", "^"],
    ["^", "产出指标", "数量指标", *[""] * 8],
    ["^", "^", "质量指标", *[""] * 8],
    ["^", "^", "时效指标", *[""] * 8],
    ["^", "^", "成本指标", *[""] * 8],
    ["^", "效益指标", "经济效益指标", *[""] * 8],
    ["^", "^", "社会效益指标", *[""] * 8],
    ["^", "^", "可持续影响指标", *[""] * 8],
    ["^", "满意度指标", "服务对象满意度指标", *[""] * 8],
    ["其他需要说明事项", W, W, "", *W * 7],
    ["总分", *W * 7, "100", "", ""],
    ["自评等级", W, W, "", *W * 7],
]
YUNNAN_FOOT = "填报人：\t联系电话："

# A form as Sichuan prints it: 10 + 90 points, conclusion, problems, measures, tick boxes, signatures.
SICHUAN_HEAD = ["510000_0013zp", "部门预算项目支出绩效自评表（2023年度）"]
SICHUAN = [
    ["项目名称", "", W, W, W, "项目编码", W, "", W],
    ["主管部门", "", W, W, W, "实施单位（盖章）", W, "", W],
    ["项目类别", "□一次性项目　□经常性项目", W, W, W, "是否涉密", W, "是□　否□", W],
    ["项目基本情况", "1.项目年度目标完成情况", "项目年度目标", W, W, "年度目标完成情况", W, W, W],
    ["^", "^", "", W, W, "", W, W, W],
    ["^", "2.项目实施内容及过程概述", "", *W * 6],
    [
        "预算执行情况\n（10分）",
        "资金来源（万元）",
        "年初预算",
        "调整后预算数",
        "预算执行数",
        "预算执行率",
        "权重",
        "得分",
        "原因",
    ],
    ["^", "总额", "", "", "", "", "10", "", ""],
    ["^", "其中：财政资金", "", "", "", "", "/", "/", ""],
    ["^", "财政专户管理资金", "", "", "", "", "/", "/", ""],
    ["^", "单位资金", "", "", "", "", "/", "/", ""],
    [
        "绩效指标\n（90分）",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "实际完成值",
        "权重",
        "得分",
        "未完成原因分析",
    ],
    ["^", "产出指标", "数量指标", "", "", "", "", "", ""],
    ["^", "^", "质量指标", "", "", "", "", "", ""],
    ["^", "效益指标", "社会效益指标", "", "", "", "", "", ""],
    ["^", "满意度指标", "满意度指标", "", "", "", "", "", ""],
    ["合计", W, W, W, W, W, "100", "", ""],
    ["评价结论", "", *W * 7],
    ["存在问题", "", *W * 7],
    ["改进措施", "", *W * 7],
]
SICHUAN_FOOT = "项目负责人：　　　　　　财务负责人：　　　　　　单位负责人（签字）："


def yunnan_word():
    return document(*YUNNAN_HEAD, YUNNAN_UNIT, YUNNAN, YUNNAN_FOOT)


def sichuan_word():
    return document(*SICHUAN_HEAD, SICHUAN, SICHUAN_FOOT)


def sheet_of(head, table, foot, *, title="Sheet1", widths=12):
    """The same form as a workbook: head rows merged over the whole width, then the table."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    width = len(table[0])
    last = get_column_letter(width)
    thin = Side(style="thin")
    for number, text in enumerate(head, start=1):
        sheet.cell(number, 1, text).alignment = Alignment(horizontal="center")
        sheet.cell(number, 1).font = Font(name="宋体", size=16 if number == 2 else 11)
        sheet.merge_cells(f"A{number}:{last}{number}")
    for r, row in enumerate(table):
        for c, text in enumerate(row):
            cell = sheet.cell(len(head) + 1 + r, c + 1)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.font = Font(name="宋体", size=10)
            if text not in ("<", "^"):
                cell.value = text or None
                down = across = 1
                while r + down < len(table) and table[r + down][c] == "^":
                    down += 1
                while c + across < width and row[c + across] == "<":
                    across += 1
                if down * across > 1:
                    at = len(head) + 1 + r
                    sheet.merge_cells(
                        start_row=at,
                        end_row=at + down - 1,
                        start_column=c + 1,
                        end_column=c + across,
                    )
    number = len(head) + len(table) + 1
    sheet.cell(number, 1, foot)
    sheet.merge_cells(f"A{number}:{last}{number}")
    for column in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = widths
    sheet.print_area = f"A1:{last}{number}"
    sheet.page_setup.orientation = "landscape"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def yunnan_excel():
    unit = YUNNAN_UNIT.replace("\t", "　　　　　　")
    foot = YUNNAN_FOOT.replace("\t", "　　　　")
    return sheet_of([*YUNNAN_HEAD, unit], YUNNAN, foot, title="公开14表")


def sichuan_excel():
    return sheet_of(SICHUAN_HEAD, SICHUAN, SICHUAN_FOOT, title="自评表")


LEDGER = [
    ["科目编码", W, W, "科目名称", "合计", "基本支出", W, W, "项目支出"],
    ["类", "款", "项", "^", "^", "小计", "人员经费", "公用经费", "^"],
    ["栏次", W, W, W, "1", "2", "3", "4", "5"],
    ["合计", W, W, W, "", "", "", "", ""],
    *[[""] * 9 for _ in range(6)],
]


def guangxi_ledger():
    return sheet_of(
        ["公开05表", "一般公共预算支出情况表（2023年）", "部门名称：　　　　　　　　　　单位：元"],
        LEDGER,
        "注：本表反映部门一般公共预算财政拨款支出情况。",
        title="公开05表",
    )


SUMMARY = [
    ["收入", W, "支出", W],
    ["项目", "预算数", "项目", "预算数"],
    ["一、一般公共预算拨款收入", "", "一、一般公共服务支出", ""],
    ["二、政府性基金预算拨款收入", "", "二、外交支出", ""],
    ["三、事业收入", "", "八、社会保障和就业支出", ""],
    ["四、别的来源", "", "十、卫生健康支出", ""],
    ["本年收入合计", "", "本年支出合计", ""],
    ["上年结转", "", "", ""],
    ["收入总计", "", "支出总计", ""],
]


def guangxi_summary():
    return sheet_of(
        ["公开01表", "收支总表", "部门名称：　　　　　　　单位：元"], SUMMARY, "", title="公开01表"
    )


def filled(data, changes):
    """A form with cells filled in: {text of a label in the table: value of the cell beside it}."""
    word = Document(io.BytesIO(data))
    for table in word.tables:
        for row in table.rows:
            cells = row.cells
            for index, cell in enumerate(cells[:-1]):
                if cell.text in changes:
                    beside = next(c for c in cells[index:] if c._tc is not cell._tc)
                    beside.text = changes[cell.text]
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()
