"""The listing of a workbook: sheets with their widths and merges, cells with text and style."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACROSS: Final = {"center": "居中", "right": "靠右", "left": "靠左", "distributed": "分散"}


def lines(data: bytes) -> list[str]:
    """Every sheet, then every cell that holds something; blank cells have no line."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), rich_text=False)
    found = [f"名称 {name} = {item.attr_text}" for name, item in sorted(book.defined_names.items())]
    for sheet in book.worksheets:
        found += _sheet(sheet)
    return found


def _sheet(sheet: Any) -> Iterator[str]:
    state = "" if sheet.sheet_state == "visible" else "（隐藏）"
    yield f"[工作表 {sheet.title}]{state} {sheet.dimensions}"
    widths = [
        f"{letter}={item.width:g}"
        for letter, item in sorted(sheet.column_dimensions.items(), key=lambda p: (len(p[0]), p[0]))
        if item.width
    ]
    if widths:
        yield f"  列宽 {' '.join(widths)}"
    merges = sorted(sheet.merged_cells.ranges, key=lambda r: (r.min_row, r.min_col))
    if merges:
        yield f"  合并 {' '.join(str(item) for item in merges)}"
    if sheet.print_area:
        yield f"  打印区域 {sheet.print_area}"
    if sheet.print_title_rows:
        yield f"  打印标题 {sheet.print_title_rows}"
    setup = sheet.page_setup
    words = [f"纸 {setup.paperSize}" if setup.paperSize else "", setup.orientation or ""]
    if any(words):
        yield f"  {' '.join(word for word in words if word)}"
    for form in sheet.conditional_formatting:
        yield f"  条件格式 {form.sqref}"
    for rule in sheet.data_validations.dataValidation:
        yield f"  有效性 {rule.sqref} {rule.type} {rule.formula1 or ''}".rstrip()
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield f"  {cell.coordinate}{_looks(cell)} {_value(cell.value)}"


def _value(value: Any) -> str:
    text = str(getattr(value, "text", value))
    return text.replace("\r\n", "\n").replace("\n", "↵")


def _looks(cell: Any) -> str:
    font, alignment = cell.font, cell.alignment
    words = [font.name or "", f"{font.sz:g}磅" if font.sz else ""]
    words += ["粗"] if font.b else []
    words += [_ACROSS[alignment.horizontal]] if alignment.horizontal in _ACROSS else []
    words += ["换行"] if alignment.wrap_text else []
    words += [cell.number_format] if cell.number_format != "General" else []
    return f"[{' '.join(word for word in words if word)}]"
