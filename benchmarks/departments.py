"""Makes synthetic data sets of any size. Every one of them says in its name that it is synthetic."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FUNCTIONS = ["2013201", "2013299", "2050205", "2080501", "2080505", "2080899", "2101101", "2101103",
             "2120201", "2130152", "2140106", "2210201"]  # fmt: skip
BASIC = ["30101", "30102", "30103", "30107", "30108", "30110", "30113", "30201", "30202", "30207",
         "30211", "30217", "30231", "30301", "30302"]  # fmt: skip
HEADS = ["单位", "功能科目", "经济科目", "类型", "项目", "资金性质", "年度来源", "金额"]


def lines(count: int, seed: int = 1) -> list[tuple[str, ...]]:
    """So many budget lines in 元, no two alike in everything."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        basic = number % 3 != 0
        amount = rng.randrange(100, 90_000_000)
        made.append(
            (
                f"合成单位{number % 40 + 1}",
                rng.choice(FUNCTIONS),
                rng.choice(BASIC) if basic else "",
                "基本支出" if basic else "项目支出",
                "" if basic else f"合成项目{number}",
                "一般公共预算拨款" if number % 11 else "政府性基金预算拨款",
                "当年" if number % 13 else "上年结转",
                f"{amount // 100}.{amount % 100:02d}",
            )
        )
    return made


def workbook(path: Path, count: int) -> Path:
    """A data set of so many lines as an Excel workbook, income and expenditure in balance."""
    from openpyxl import Workbook

    rows = lines(count)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("部门")
    for row in (
        ("项目", "内容"),
        ("名称", "合成部门"),
        ("地区", "合成地区"),
        ("年度", "2023"),
        ("金额单位", "元"),
    ):
        sheet.append(row)
    sheet = book.create_sheet("收入明细")
    sheet.append(("资金性质", "年度来源", "金额"))
    from decimal import Decimal

    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        key = row[5], row[6]
        sums[key] = sums.get(key, Decimal(0)) + Decimal(row[7])
    for (fund, vintage), amount in sums.items():
        sheet.append((fund, vintage, amount))
    sheet = book.create_sheet("支出明细")
    sheet.append(HEADS)
    for row in rows:
        sheet.append((*row[:7], Decimal(row[7])))
    book.save(path)
    return path
