"""The Excel engine against plain openpyxl, on the same work in the same run.

    python benchmarks/bench_excel.py [S] [M] [L]

S: nine styled sheets, 1,944 cells; M: nine, 17,580; L: one sheet of 20,000 × 12. The template is made
here; the baseline is what a script with openpyxl does (load it, fill the cells with the same values,
copy the styles for the rows that repeat, save). Before timing, both results are read by openpyxl and
must hold the same values. Peak memory of L is taken in a process of its own.
"""

from __future__ import annotations

import copy
import io
import subprocess
import sys
import time
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

import openpyxl
from memory import peak
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from reportgen.figure import Figure
from reportgen.language.environment import make_environment
from reportgen.language.views import Record
from reportgen.office import package
from reportgen.render.excel import compile_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = [f"数{index}" for index in range(1, 11)]
SIZES = {"S": (9, 13), "M": (9, 158), "L": (1, 20_000)}


def records(count: int) -> list[Record]:
    """Rows with a code, a name and ten amounts in 元."""
    found = []
    for row in range(count):
        values: dict[str, object] = {
            "代码": f"{2010000 + row}",
            "名称": f"第{row % 97}项支出（项目）",
        }
        for place, name in enumerate(COLUMNS):
            amount = Decimal((row * 7919 + place * 104729) % 98765432).scaleb(-2)
            values[name] = Figure(amount, "元", key=f"支出/{row}/{name}")
        found.append(Record(values))
    return found


def template(sheets: int) -> bytes:
    """Title, unit line, two head rows, the loop, and a total row."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    side = Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    for number in range(sheets):
        sheet = book.create_sheet(f"表{number + 1}")
        sheet["A1"] = f"{{{{ 部门 }}}}表{number + 1}"
        sheet["A1"].font = Font(name="黑体", size=18, bold=True)
        sheet.merge_cells("A1:L1")
        sheet["L2"] = "单位：万元"
        for column, name in enumerate(["代码", "名称", *COLUMNS], 1):
            cell = sheet.cell(3, column, name)
            cell.fill = PatternFill("solid", fgColor="DDDDDD")
            body = sheet.cell(5, column)
            body.value = f"{{{{ 行.{name} }}}}" if column < 3 else f"{{{{ 行.{name} | 万元 }}}}"
            total = sheet.cell(7, column)
            letter = total.column_letter
            total.value = (
                "合计" if column == 1 else f"=SUM({letter}5:{letter}5)" if column > 2 else None
            )
            for one in (cell, body, total):
                one.border = border
                one.font = Font(name="宋体", size=10)
                one.alignment = Alignment(
                    horizontal="center" if column < 3 else "right", wrap_text=True
                )
                if column > 2:
                    one.number_format = "0.00;-0.00;;@"
        sheet["A4"] = "{%tr for 行 in 行们 %}"
        sheet["A6"] = "{%tr endfor %}"
        sheet.row_dimensions[5].height = 20
        sheet.print_title_rows = "1:3"
        sheet.print_area = "A1:L7"
        sheet.freeze_panes = "C4"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_openpyxl(data: bytes, rows: list[Record], department: str) -> bytes:
    """The baseline: what a careful script does with openpyxl alone."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        sheet["A1"] = sheet["A1"].value.replace("{{ 部门 }}", department)
        pattern = [copy.copy(cell._style) for cell in sheet[5]]  # noqa: SLF001
        total = [(cell.value, copy.copy(cell._style)) for cell in sheet[7]]  # noqa: SLF001
        last = 3 + len(rows)
        for offset, row in enumerate(rows):
            number = 4 + offset
            for column, name in enumerate(["代码", "名称", *COLUMNS], 1):
                value = row.get(name)
                cell = sheet.cell(number, column)
                cell.value = value.value / 10000 if isinstance(value, Figure) else value
                cell._style = pattern[column - 1]  # noqa: SLF001
            sheet.row_dimensions[number].height = 20
        for column, (value, style) in enumerate(total, 1):
            cell = sheet.cell(last + 1, column)
            letter = cell.column_letter
            cell.value = f"=SUM({letter}4:{letter}{last})" if column > 2 else value
            cell._style = style  # noqa: SLF001
        sheet.print_area = f"A1:L{last + 1}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values(data: bytes) -> list[list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


def side_by_side(works: list[Callable[[], object]], seconds: float = 8.0) -> list[list[float]]:
    """CPU seconds of each work, run in turn: the machine's speed drifts, pairs share the drift."""
    times: list[list[float]] = [[] for _ in works]
    begin = time.process_time()
    while time.process_time() - begin < seconds or len(times[0]) < 5:
        for work, taken in zip(works, times, strict=True):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    return times


def measure(size: str) -> None:
    sheets, count = SIZES[size]
    data, rows = template(sheets), records(count)
    environment = make_environment()
    start = time.process_time()
    compiled, findings = compile_workbook(data, "模板.xlsx", environment)
    compiling = time.process_time() - start
    assert compiled is not None, findings

    def ours(compression: package.Compression = "small") -> bytes:
        rendered, problems = compiled.render({"行们": rows, "部门": "组织部"})
        assert rendered is not None, problems
        return package.write(rendered.members, compression)

    assert values(ours()) == values(with_openpyxl(data, rows, "组织部")), "the results differ"
    cells = sum(len(row) for sheet in values(ours()) for row in sheet)
    mine, fast, theirs = side_by_side(
        [ours, lambda: ours("fast"), lambda: with_openpyxl(data, rows, "组织部")]
    )
    ratios = sorted(slow / quick for slow, quick in zip(theirs, mine, strict=True))
    print(
        f"{size}: {cells:,} cells, compile {compiling * 1000:.0f} ms, ours {1 / median(mine):.2f} "
        f"docs/s (fast {1 / median(fast):.2f}), openpyxl {1 / median(theirs):.2f}, "
        f"× {median(ratios):.1f} (of {len(ratios)} pairs {ratios[0]:.1f} to {ratios[-1]:.1f})"
    )
    if size == "L":
        for who in ("ours", "openpyxl"):
            out = subprocess.run(
                [sys.executable, __file__, "--memory", who],
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"   peak memory of {who}: {out.stdout.strip()} MB")


def memory(who: str) -> None:
    """The peak of a process that makes L once, less nothing."""
    sheets, count = SIZES["L"]
    data, rows = template(sheets), records(count)
    if who == "ours":
        compiled, _ = compile_workbook(data, "模板.xlsx", make_environment())
        assert compiled is not None
        rendered, _ = compiled.render({"行们": rows, "部门": "组织部"})
        assert rendered is not None
        package.write(rendered.members)
    else:
        with_openpyxl(data, rows, "组织部")
    print(peak())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        memory(sys.argv[2])
    else:
        for wanted in sys.argv[1:] or list(SIZES):
            measure(wanted)
