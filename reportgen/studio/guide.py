"""The sheet 填报说明 of the fill-in workbook: how to fill in, what each sheet and field is, what next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.cell_names import column_letters
from reportgen.studio.cells import cell_text
from reportgen.studio.notes import describe, how, width
from reportgen.studio.palette import RED, print_setup

if TYPE_CHECKING:
    from reportgen.studio.palette import Palette
    from reportgen.studio.workbook_writing import Form

_COLUMNS = (18, 26, 8, 24, 62)


def write_guide(sheet: Any, form: Form, palette: Palette) -> None:
    """Fill the sheet in; it is not read as data."""
    _Guide(sheet, palette).write(form)


class _Guide:
    def __init__(self, sheet: Any, palette: Palette) -> None:
        self.sheet = sheet
        self.palette = palette
        self.row = 1

    def write(self, form: Form) -> None:
        for index, wide in enumerate(_COLUMNS, 1):
            self.sheet.column_dimensions[column_letters(index)].width = wide
        self.line(form.title, "title", 34)
        self.line(f"版式：{form.format_name}。本表不作数据读，可以随意批注。", "note")
        self.chapter("一、怎么填")
        self.steps(_how_to_fill(form))
        self.chapter("二、颜色的意思")
        self.colours(form)
        self.chapter("三、各表")
        self.sheets(form)
        self.chapter("四、检查和生成")
        self.steps(
            [
                "填好后保存并关闭本文件。",
                "在本文件所在的文件夹打开命令行（在资源管理器的地址栏里输入 cmd 再按回车），输入：",
            ]
        )
        self.line(f"    reportgen check {_quoted(form.file_name)}", "command")
        self.steps(
            [
                "程序一次列出全部问题，每条都有位置（表名和单元格）和改法。照着改，保存后再检查，到没有“错误”为止。",
                "“须说明”的问题要改正，或者写明原因：检查时加 --write-explanations，在旁边的说明文件里填写。",
                "没有问题了，生成报告包：",
            ],
            start=3,
        )
        self.line(f"    reportgen build {_quoted(form.file_name)}", "command")
        self.chapter("五、各栏")
        self.fields(form)
        self.finish()

    def line(self, text: str, look: str, height: float = 0) -> None:
        """A text over the whole width."""
        cell = self.sheet.cell(self.row, 1)
        self.palette.paint(cell, look)
        cell.value, cell.data_type = cell_text(text), "s"
        self.sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=1, end_column=len(_COLUMNS)
        )
        lines = -(-width(text) // (sum(_COLUMNS) - 6))
        self.sheet.row_dimensions[self.row].height = height or 16 * lines + 3
        self.row += 1

    def chapter(self, text: str) -> None:
        self.row += 1
        self.line(text, "chapter", 22)

    def steps(self, texts: list[str], start: int = 1) -> None:
        for number, text in enumerate(texts, start):
            self.line(f"{number}. {text}", "text")

    def cells(self, texts: tuple[str, ...], looks: tuple[str, ...]) -> None:
        """A row of a list."""
        lines = 1
        for index, (text, look) in enumerate(zip(texts, looks, strict=True), 1):
            cell = self.sheet.cell(self.row, index)
            self.palette.paint(cell, look)
            cell.value, cell.data_type = cell_text(text) or None, "s"
            lines = max(lines, -(-width(text) // (_COLUMNS[index - 1] - 2)))
        self.sheet.row_dimensions[self.row].height = 14 * lines + 4
        self.row += 1

    def wide(self, texts: tuple[str, str], looks: tuple[str, str]) -> None:
        """A row of two: a name, and a text over the rest."""
        self.cells((*texts, "", "", ""), (*looks, *[looks[1]] * 3))
        self.sheet.merge_cells(
            start_row=self.row - 1, end_row=self.row - 1, start_column=2, end_column=len(_COLUMNS)
        )
        lines = -(-width(texts[1]) // (sum(_COLUMNS[1:]) - 4))
        self.sheet.row_dimensions[self.row - 1].height = 14 * lines + 5

    def colours(self, form: Form) -> None:
        self.wide(
            ("红底白字", "必填的栏。填了一行而必填的格空着，那一格会变成浅红色。"),
            ("required", "cell"),
        )
        self.wide(("浅蓝底", "有就填，没有就空着。"), ("head", "cell"))
        self.wide(("浅红", "还没有填的必填格。"), ("tint", "cell"))
        self.wide(("灰底斜体", "示例，只看样子，程序不读。"), ("example", "cell"))
        if form.carried:
            self.wide(("浅黄底", "从上年的数据带来的，请逐格核对。"), ("carried", "cell"))

    def sheets(self, form: Form) -> None:
        from openpyxl.worksheet.hyperlink import Hyperlink

        self.wide(("表", "填什么"), ("head", "head"))
        for grid in form.grids:
            section = grid.section
            shape = "一项一行" if grid.is_record else "一条一行"
            must = "必填" if section.required else "有就填，没有就空着"
            meaning = f"{section.meaning.rstrip('。')}。" if section.meaning else ""
            self.wide((section.name, f"{meaning}{shape}，{must}。"), ("link", "cell"))
            cell = self.sheet.cell(self.row - 1, 1)
            title = section.name.replace("'", "''")
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{title}'!A1")

    def fields(self, form: Form) -> None:
        self.cells(("表", "栏", "必填", "填什么", "说明"), ("head",) * 5)
        for grid in form.grids:
            top = self.row
            for column in grid.columns:
                spec = column.spec
                texts = (
                    grid.section.name if self.row == top else "",
                    spec.name,
                    "必填" if spec.required else "",
                    how(column),
                    describe(spec),
                )
                self.cells(texts, ("cell",) * 5)
            if self.row - top > 1:
                self.sheet.merge_cells(
                    start_row=top, end_row=self.row - 1, start_column=1, end_column=1
                )

    def finish(self) -> None:
        print_setup(self.sheet, landscape=False)
        self.sheet.sheet_view.showGridLines = False
        self.sheet.sheet_properties.tabColor = RED


def _how_to_fill(form: Form) -> list[str]:
    units = dict.fromkeys(c.unit for grid in form.grids for c in grid.columns if c.unit)
    money = f"金额都按{next(iter(units))}填" if len(units) == 1 else "金额按各栏表头括号里的单位填"
    steps = [
        "先填“部门”，再从左到右填后面各表。没有的表空着。",
        "表里以“示例：”开头的灰色一行只是样子，从它下面一行填起；这一行程序不读，也可以删掉。",
        f"{money}，只写数字，不写“元”“万元”。没有数的格空着，不要填 0；表里要显示“—”的填 —，不适用的填“不适用”。",
        "合计、小计、类、款都不用填，程序由明细加总。",
        "右边有下拉箭头的格从下拉表里选。科目可以选，也可以只打编码。每一格填什么，点中它就有提示。",
        "从别的表粘贴时，用“选择性粘贴”里的“数值”，免得带来别的格式。",
        "标题和表头锁着，免得改错；行可以随意插入、删除、排序、筛选。要解锁：“审阅”里的“撤销工作表保护”，没有密码。",
        "自己的备注写在名称以 # 开头的工作表里，或者表头以 # 开头的栏里（例如 #备注），程序不读。",
    ]
    if form.carried:
        steps.insert(1, "浅黄底的内容是从上年带来的，请逐格核对，特别是写着年份的地方。")
    return steps


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
