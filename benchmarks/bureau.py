"""Makes the data sets of a bureau: any number of synthetic departments, each marked as synthetic.

    python benchmarks/bureau.py COUNT FOLDER [--projects 30] [--indicators 8] [--seed 1] [--excel]

A department has a budget, projects with money and indicators, and texts, in the region 合成区, whose format
stands in benchmarks/formats: a report and a form for each project, 31 documents with 30 projects. Figures
agree with each other, so that nothing in a data set is to be mended or explained; the same seed gives the
same departments.
"""

from __future__ import annotations

import argparse
import random
from decimal import Decimal
from pathlib import Path

from departments import FUNCTIONS

FORMATS = Path(__file__).resolve().parent / "formats"
REGION, YEAR = "合成区", 2024
MARK = "本数据由程序合成，只用于测速和试验，不是任何单位的真实数据。"
BASIC = ["30101", "30102", "30103", "30107", "30201", "30202", "30207", "30211", "30217", "30231",
         "30301", "30302"]  # fmt: skip
FUND = "一般公共预算拨款"
GROUPS = (("产出指标", 50, ("数量指标", "质量指标", "时效指标")),
          ("效益指标", 30, ("经济效益指标", "社会效益指标")),
          ("满意度指标", 10, ("服务对象满意度指标",)))  # fmt: skip
TASKS = [
    "设备维护",
    "人员培训",
    "宣传活动",
    "数据整理",
    "场地运行",
    "资料印制",
    "巡查走访",
    "系统升级",
]
GOALS = ["按计划完成全年的工作任务", "保证各项设备正常运行", "让办事群众少跑路", "按时办结收到的申请",
         "把各项资料整理归档"]  # fmt: skip
DUTIES = ["综合管理", "业务指导", "监督检查"]

Row = dict[str, object]
Sections = dict[str, "Row | list[Row]"]


def department(number: int, *, projects: int = 30, indicators: int = 8, seed: int = 1) -> Sections:
    """The sections of one department; amounts in 元."""
    rng = random.Random(f"{seed}/{number}")
    name = f"合成单位{number:05}"
    spent = expenditure(rng)
    total = sum((row["金额"] for row in spent), Decimal(0))
    works = [f"合成项目{at:02}{rng.choice(TASKS)}" for at in range(1, projects + 1)]
    return {
        "部门": {"名称": name, "代码": f"9{number:05}", "地区": REGION, "年度": YEAR, "金额单位": "元"},
        "单位": [{"名称": f"{name}本级", "性质": "行政", "规格": "正科级", "经费保障形式": "财政拨款"}],
        "收入明细": [{"资金性质": FUND, "年度来源": "当年", "金额": total}],
        "支出明细": spent,
        "上年数": given_last_year(spent, total),
        "资产": {"截止日期": f"{YEAR - 1}-12-31"},
        "固定资产": [{"项目": "车辆（台、辆）", "数量": rng.randrange(1, 9), "价值": money(rng)},
                 {"项目": "其他固定资产", "数量": rng.randrange(90, 900), "价值": money(rng)}],
        "项目": [project(work, rng) for work in works],
        "项目资金": [funds(work, rng) for work in works],
        "绩效指标": [row for work in works for row in indicator_rows(work, indicators, rng)],
        "职责": [duty(task, rng) for task in DUTIES],
        "文字说明": texts(name, rng),
    }  # fmt: skip


def expenditure(rng: random.Random) -> list[Row]:
    """Lines of basic expenditure, each function and economic code once, and some of projects."""
    basic = rng.sample([(f, e) for f in FUNCTIONS[:6] for e in BASIC], 30)
    rows: list[Row] = [
        {"功能科目": function, "经济科目": economic, "类型": "基本支出", "资金性质": FUND,
         "年度来源": "当年", "金额": money(rng)}
        for function, economic in sorted(basic)
    ]  # fmt: skip
    return rows + [
        {"功能科目": function, "经济科目": "", "类型": "项目支出", "资金性质": FUND,
         "年度来源": "当年", "金额": money(rng)}
        for function in sorted(rng.sample(FUNCTIONS, 5))
    ]  # fmt: skip


def given_last_year(spent: list[Row], total: Decimal) -> list[Row]:
    """Last year's figures, the same as this year's: a change would ask for a reason."""

    def summed(*codes: str, kind: str = "") -> Decimal:
        return sum((row["金额"] for row in spent
                    if (not codes or row["经济科目"] in codes) and kind in ("", row["类型"])),
                   Decimal(0))  # fmt: skip

    return [
        {"名称": "支出", "金额": total},
        {"名称": "支出/基本支出", "金额": summed(kind="基本支出")},
        {"名称": "支出/项目支出", "金额": summed(kind="项目支出")},
        {"名称": "三公", "金额": summed("30217", "30231")},
        {"名称": "三公/因公出国", "金额": 0},
        {"名称": "三公/公务用车购置费", "金额": 0},
        {"名称": "三公/公务用车运行维护费", "金额": summed("30231")},
        {"名称": "三公/公务接待费", "金额": summed("30217")},
    ]


def money(rng: random.Random) -> Decimal:
    return Decimal(rng.randrange(1_000_000, 900_000_000)) / 100


def project(work: str, rng: random.Random) -> Row:
    done = "，".join(rng.sample(GOALS, 3))
    return {
        "名称": work,
        "预期目标": f"{rng.choice(GOALS)}，做好{work}。",
        "实际完成情况": f"全年{done}。",
    }


def funds(work: str, rng: random.Random) -> Row:
    budget = Decimal(rng.randrange(100, 900)) * 1000
    spent = budget * rng.randrange(80, 101) / 100
    return {"项目": work, "资金": "当年财政拨款", "年初预算数": budget, "全年预算数": budget,
            "全年执行数": spent}  # fmt: skip


def indicator_rows(work: str, count: int, rng: random.Random) -> list[Row]:
    """Indicators that are reached, whose weights are those of the groups."""
    left = max(count, len(GROUPS))
    rows: list[Row] = []
    for place, (group, points, kinds) in enumerate(GROUPS):
        rest = len(GROUPS) - 1 - place
        own = left if not rest else min(max(count * points // 90, 1), left - rest)
        left -= own
        share = points // own
        for index in range(own):
            weight = points - share * (own - 1) if index == 0 else share
            kind = kinds[index * len(kinds) // own]
            name, value, unit = what(kind, rng)
            rows.append(
                {"项目": work, "一级指标": group, "二级指标": kind, "三级指标": f"{name}（{len(rows) + 1}）",
                 "绩效指标描述": name, "指标值": f"≥{value}{unit}", "指标值确定依据": "上年实际数",
                 "实际完成值": f"{value}{unit}", "权重": weight, "得分": weight}
            )  # fmt: skip
    return rows


def what(kind: str, rng: random.Random) -> tuple[str, int, str]:
    """What an indicator of a kind counts, how much is reached, and its unit."""
    if kind == "满意度指标" or kind.startswith("服务对象"):
        return "服务对象满意度", rng.randrange(90, 99), "%"
    task = rng.choice(TASKS)
    if kind == "数量指标":
        return f"{task}次数", rng.randrange(3, 90), "次"
    return f"{task}{'及时率' if kind == '时效指标' else '达标率'}", rng.randrange(90, 99), "%"


def duty(task: str, rng: random.Random) -> Row:
    first, second = rng.sample(GOALS, 2)
    return {"名称": task, "主要职责": f"承担本单位的{task}。", "职责目标": f"{first}。", "绩效目标": f"{second}。",
            "绩效指标": f"{task}任务完成率；{task}任务及时率。",
            "绩效标准": "90%以上的为优；80%-90%的为良；70%-80%的为中；70%以下的为差。"}  # fmt: skip


def texts(name: str, rng: random.Random) -> Row:
    return {
        "职能": f"一、综合管理\n{name}承担合成区的综合管理。\n二、业务指导\n{rng.choice(GOALS)}。",
        "名词解释": "一、基本支出\n为保证机构正常运转而发生的支出。\n二、项目支出\n为完成特定任务而发生的支出。",
        "机关运行经费用途": "办公费、水电费、差旅费、会议费",
        "总体绩效目标": f"{YEAR}年，{name}按预算安排做好各项工作。\n一、{rng.choice(GOALS)}。",
        "保障措施": "一、按月核对执行进度。\n二、专人管理各项资料。",
        "其他说明": MARK,
    }


def yaml_text(sections: Sections) -> str:
    """A data set as YAML: records a key a line, tables a row a line."""
    lines = [f"# {MARK}"]
    for name, content in sections.items():
        lines.append(f"{name}:")
        if isinstance(content, dict):
            lines += [f"  {key}: {scalar(value)}" for key, value in content.items()]
        else:
            lines += [
                "- {" + ", ".join(f"{key}: {scalar(value)}" for key, value in row.items()) + "}"
                for row in content
            ]
    return "\n".join([*lines, ""])


def scalar(value: object) -> str:
    text = str(value)
    return '"' + text.replace("\n", "\\n") + '"' if isinstance(value, str) else text


def write_workbook(path: Path, sections: Sections) -> None:
    """A data set as a workbook: a sheet a section."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, content in sections.items():
        sheet = book.create_sheet(name)
        if isinstance(content, dict):
            sheet.append(("项目", "内容"))
            for item in content.items():
                sheet.append(item)
        else:
            heads = list(content[0])
            sheet.append(heads)
            for row in content:
                sheet.append([row[head] for head in heads])
    note = book.create_sheet("#合成数据")
    note.append((MARK,))
    book.save(path)


def write_bureau(folder: Path, count: int, *, projects: int = 30, indicators: int = 8, seed: int = 1,
                 excel: bool = False) -> list[Path]:  # fmt: skip
    """So many departments, a file each; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(1, count + 1):
        sections = department(number, projects=projects, indicators=indicators, seed=seed)
        path = folder / f"合成单位{number:05}-{YEAR}.{'xlsx' if excel else 'yaml'}"
        if excel:
            write_workbook(path, sections)
        else:
            path.write_text(yaml_text(sections), "utf-8")
        paths.append(path)
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes synthetic departments.")
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--projects", type=int, default=30)
    parser.add_argument("--indicators", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--excel", action="store_true")
    asked = vars(parser.parse_args())
    made = write_bureau(asked.pop("folder"), asked.pop("count"), **asked)
    print(f"{len(made)} synthetic departments in {made[0].parent if made else '-'}")
    print(f"reportgen batch {made[0].parent if made else '-'} --templates {FORMATS}")


if __name__ == "__main__":
    main()
