"""A data set with two claims that do not hold, and a clerk at the prompt."""

import subprocess
import sys
from io import BytesIO

from openpyxl import Workbook

DATA = """\
部门:
  名称: 合成单位
  地区: 合成区
  年度: 2024
  金额单位: 元
支出明细:
- {{功能科目: 2013201, 经济科目: 30201, 类型: 基本支出, 资金性质: 一般公共预算拨款, 年度来源: 当年, 金额: {amount}}}
收入明细:
- {{资金性质: 一般公共预算拨款, 年度来源: 当年, 金额: {amount}}}
声明数:
- {{名称: 支出, 金额: 7}}
- {{名称: 收入, 金额: 8}}
"""


def yaml_data(folder, amount=100):
    path = folder / "2024.yaml"
    path.write_text(DATA.format(amount=amount), "utf-8")
    return path


def workbook(path, sheets=None):
    """The same data set as a workbook, with more sheets by title as rows."""
    book = Workbook()
    book.remove(book.active)
    line = (2013201, 30201, "基本支出", "一般公共预算拨款", "当年", 100)
    for title, rows in {
        "部门": [("项目", "内容"), ("名称", "合成单位"), ("地区", "合成区"), ("年度", "2024"),
                 ("金额单位", "元")],
        "支出明细": [("功能科目", "经济科目", "类型", "资金性质", "年度来源", "金额"), line],
        "收入明细": [("资金性质", "年度来源", "金额"), ("一般公共预算拨款", "当年", 100)],
        "声明数": [("名称", "金额"), ("支出", 7), ("收入", 8)],
        **(sheets or {}),
    }.items():  # fmt: skip
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
    return path


def check(data, answers, *more):
    """`reportgen check --explain` with answers from a pipe: exit status and what was printed."""
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", "check", str(data), "--explain", *more],
        input=answers, cwd=data.parent, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr
