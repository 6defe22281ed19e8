"""What a cell of the fill-in workbook holds for a text of a data set, and what no cell can hold.

A cell is read back by `reportgen.sources.workbook`: what is written here must come back as the
same value. Nothing is painted here.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from reportgen.figure import EXACT
from reportgen.model.fields import NUMBERS, FieldType
from reportgen.model.reading import EXPLANATIONS
from reportgen.model.values import Reading, read_value
from reportgen.place import Place
from reportgen.sources.sheet_xml import SIGNIFICANT
from reportgen.sources.tree import Scalar, split_unit
from reportgen.sources.workbook import (
    EXAMPLE,
    GUIDE_SHEET,
    NOT_READ,
    RECORD_HEADS,
    RECORD_NOTE,
    head_text,
)
from reportgen.studio import kinds
from reportgen.studio.grid import number

if TYPE_CHECKING:
    from decimal import Decimal

    from reportgen.finding import Finding
    from reportgen.model.fields import Field, Section
    from reportgen.studio.grid import Column, Grid

LONGEST: Final = 32_767
"""Characters of a cell, counted as Excel does: in UTF-16."""
LONGEST_TITLE: Final = 31
MOST_ROWS: Final = 1_000_000
OWN_COLUMN: Final = "#备注"
"""A column that is not read, for sheets that would otherwise not be known as tables."""
_FIRST_SAFE_DAY: Final = date(1900, 3, 1)
"""Before it, Excel's days are off by one (it knows a 29 February 1900)."""
_ESCAPED: Final = re.compile(r"_x[0-9A-Fa-f]{4}_")
_NOT_IN_A_TITLE: Final = re.compile(r"[\\/*?:\[\]]")


def cell_value(spec: Field, text: str) -> Decimal | date | str:
    """A number for a field of numbers, a day for a date; text where a cell could not keep them.

    Excel keeps 15 digits: a longer number stays text, so that nothing of it is lost.
    """
    if spec.type in NUMBERS:
        found = number(spec, text)
        if found is not None and len(found.normalize(EXACT).as_tuple().digits) <= SIGNIFICANT:
            return found
    elif spec.type in {FieldType.DATE, FieldType.YEAR}:
        value = read_value(spec, Scalar(text, Place("")), "", Reading())
        if isinstance(value, int):
            return EXACT.create_decimal(value)
        if isinstance(value, str) and (day := date.fromisoformat(value)) >= _FIRST_SAFE_DAY:
            return day
    return text


def cell_text(text: str) -> str:
    """Text as a cell has to hold it: carriage returns, and what looks like an escape, escaped."""
    escaped = _ESCAPED.sub(lambda match: f"_x005F{match[0]}", text)
    return escaped.replace("\r", "_x000D_")


def head(column: Column) -> str:
    """The head of a column (the name of a row in a record), with the unit of an amount."""
    return f"{column.spec.name}（{column.unit}）" if column.unit else column.spec.name


def needs_own_column(grid: Grid) -> bool:
    """Whether a table would be taken for a record, or have no head row (that needs two cells)."""
    names = tuple(column.spec.name for column in grid.columns)
    return not grid.is_record and (
        len(names) == 1 or (names[:2] == RECORD_HEADS and names[2:] in {(), (RECORD_NOTE,)})
    )


def faults(grids: list[Grid]) -> list[Finding]:
    """Everything in the sections that would not come back from a workbook as it is."""
    found: list[Finding] = []
    titles: dict[str, str] = {}
    for grid in grids:
        name = grid.section.name
        why = _title_fault(name)
        if not why and titles.setdefault(name.casefold(), name) != name:
            why = f"和“{titles[name.casefold()]}”只差大小写"
        if why:
            found.append(kinds.BAD_NAME.at(None, name=name, what="工作表名", why=why))
        found += _head_faults(grid)
        found += _cell_faults(grid)
    return found


def _title_fault(name: str) -> str:
    units = len(name.encode("utf-16-le")) // 2
    if units > LONGEST_TITLE:
        return f"有 {units} 个字，最多 {LONGEST_TITLE} 个"
    if _NOT_IN_A_TITLE.search(name) or name.startswith("'") or name.endswith("'"):
        return "有工作表名不允许的符号（\\ / * ? : [ ] 或两头的单引号）"
    if name.startswith(NOT_READ) or name in {GUIDE_SHEET, EXPLANATIONS}:
        return "这样的工作表另有用处，不作数据读"
    if name.casefold() == "history":
        return "Excel 不允许这个名字"
    return _reading_fault(name)


def _reading_fault(name: str, unit: str | None = None) -> str:
    """Why a name does not come back from a sheet as it is."""
    written = name if unit is None else f"{name}（{unit}）"
    if split_unit(head_text(written)) != (name, unit):
        return "末尾的（元）、（万元）等会被当作单位，空格和换行会被去掉"
    return ""


def _head_faults(grid: Grid) -> list[Finding]:
    found = []
    for column in grid.columns:
        name = column.spec.name
        why = _reading_fault(name, column.unit or None)
        if not grid.is_record and name.startswith(NOT_READ):
            why = "以 # 开头的栏不作数据读"
        if grid.is_record and name.startswith(EXAMPLE):
            why = "以“示例：”开头的行不作数据读"
        if why:
            found.append(kinds.BAD_NAME.at(None, name=name, what="表头", why=why))
    return found


def _cell_faults(grid: Grid) -> list[Finding]:
    found = []
    for row in grid.rows:
        for column, text in zip(grid.columns, row, strict=True):
            if (length := len(text)) > LONGEST // 2:
                length = len(cell_text(text).encode("utf-16-le")) // 2
            if length > LONGEST:
                found.append(_no_room(grid.section, column.spec.name, f"有 {length} 个字"))
        first = next(((c, text) for c, text in zip(grid.columns, row, strict=True) if text), None)
        if first and not grid.is_record and first[1].startswith(EXAMPLE):
            why = "以“示例：”开头，工作表里这样的行不作数据读"
            found.append(_no_room(grid.section, first[0].spec.name, why))
    if len(grid.rows) > MOST_ROWS:
        why = f"有 {len(grid.rows)} 行，超过了工作表的行数"
        found.append(_no_room(grid.section, grid.section.name, why))
    return found


def _no_room(section: Section, field: str, why: str) -> Finding:
    return kinds.NO_ROOM.at(None, section=section.name, field=field, why=why)
