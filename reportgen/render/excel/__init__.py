"""Excel templates with tags in cells → filled workbooks."""

from reportgen.render.excel.engine import CompiledWorkbook, compile_workbook

__all__ = ["CompiledWorkbook", "compile_workbook"]
