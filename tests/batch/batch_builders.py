"""Small bureaus for the tests: departments of a line each, and runs over them."""

import os

from reportgen.formats import Library
from reportgen.pack.batch.run import on_this_machine, run_batch
from reportgen.pack.batch.task import Order
from reportgen.pack.build import build
from reportgen.pack.prepare import prepare

DATA = """\
部门:
  名称: {name}
  地区: 合成区
  年度: 2024
  金额单位: 元
{head}支出明细:
- {{功能科目: 2013201, 经济科目: 30201, 类型: 基本支出, 资金性质: 一般公共预算拨款, 年度来源: 当年, 金额: {amount}}}
收入明细:
- {{资金性质: 一般公共预算拨款, 年度来源: 当年, 金额: {amount}}}
{more}"""


def department(folder, number, *, amount=100, head="", more="", name=""):
    """A data set of one line; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"单位{number}.yaml"
    name = name or f"合成单位{number}"
    path.write_text(DATA.format(name=name, amount=amount, head=head, more=more), "utf-8")
    # a file of this very moment might still change, and its pack is not taken for sealed
    earlier = path.stat().st_mtime - 10
    os.utime(path, (earlier, earlier))
    return path


def bureau(folder, count):
    return [department(folder, number, amount=100 + number) for number in range(1, count + 1)]


def run(data, out, *, workers=1, method="", again=False, work=None, **order):
    """A run over data sets: its report, its results by data set, its findings."""
    results = {}

    def tell(_tally, result):
        if result is not None:
            results[result.data] = result

    order = Order(out, **order)
    work = work or on_this_machine(workers, method)
    report, findings = run_batch(data, order, work, again=again, tell=tell)
    return report, [results.get(str(path)) for path in data], findings


def documents(folder):
    """What a person sees of the packs below a folder: every file but the program's own records."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".reportgen" not in path.parts and "批量汇总" not in path.name
    }


def built_alone(data, out):
    for path in data:
        prepared, _ = prepare(path, Library())
        build(prepared, out)
    return documents(out)
