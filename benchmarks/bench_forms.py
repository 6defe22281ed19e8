"""Times all forms of a department with many projects, from a cold start, in Word and in Excel.

    python benchmarks/bench_forms.py [PROJECTS [INDICATORS]]

60 projects and 1,200 indicators unless told otherwise, in the forms of 罗湖 (a document a project, one
of all, a workbook with a sheet a project) and in the general ones. Each figure is the median of
several runs as a process of its own, with its seconds of CPU; the goal is 6 s on two idle cores, so CPU is
what counts on a busy machine. The data set is synthetic.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL = 6.0
RUNS = 3
GROUPS = (("产出指标", 50, ("数量指标", "质量指标", "时效指标", "成本指标")),
          ("效益指标", 30, ("经济效益指标", "社会效益指标")),
          ("满意度指标", 10, ("服务对象满意度指标",)))  # fmt: skip


def data_set(path: Path, region: str, projects: int, indicators: int) -> Path:
    """A department with so many projects and indicators, as YAML; every score is given."""
    rng = random.Random(1)
    each = max(indicators // projects, 3)
    lines = [
        "部门:",
        "  名称: 合成部门",
        f"  地区: {region}",
        "  年度: 2024",
        "  金额单位: 元",
        "支出明细:",
        "项目:",
    ]
    funds, rows = ["项目资金:"], ["绩效指标:"]
    for number in range(1, projects + 1):
        name = f"合成项目{number}"
        lines += [f"- 名称: {name}", f"  编码: '4403030000000000{number:05}'", "  实施单位: 合成单位",
                  "  预期目标: |-", f"    一、{sentence(rng)}", f"    二、{sentence(rng)}",
                  "  实际完成情况: |-", "    " + "".join(sentence(rng) for _ in range(12))]  # fmt: skip
        if region == "深圳市罗湖区":
            lines.append(f"  表样: {'下属单位' if number % 3 == 0 else '本级'}")
        budget = rng.randrange(100_000, 9_000_000)
        funds.append(
            f"- {{项目: {name}, 资金: 当年财政拨款, 年初预算数: {budget}, 全年预算数: {budget}, "
            f"全年执行数: {budget * rng.randrange(70, 100) // 100}.{number:02}}}"
        )
        rows += [f"- {{项目: {name}, {row}}}" for row in indicator_rows(each, rng)]
    path.write_text("\n".join([*lines, *funds, *rows, ""]), "utf-8")
    return path


def sentence(rng: random.Random) -> str:
    """A sentence that no other project has; its characters mean nothing."""
    return "".join(chr(rng.randrange(0x4E00, 0x5E00)) for _ in range(14)) + "。"


def indicator_rows(count: int, rng: random.Random) -> list[str]:
    """Rows of indicators whose weights add up to 90."""
    left = count
    found = []
    for place, (group, points, kinds) in enumerate(GROUPS):
        own = left if place == len(GROUPS) - 1 else max(count * points // 90, 1)
        left -= own
        share, rest = divmod(points * 100, own)
        for index in range(own):
            weight = (share + (rest if index == 0 else 0)) / 100
            kind = kinds[index * len(kinds) // own]
            sign = "≤" if kind == "成本指标" else "≥"
            found.append(
                f"一级指标: {group}, 二级指标: {kind}, 三级指标: {sentence(rng)[:9]}, "
                f"指标值: {sign}{index + 2}次, 实际完成值: {index + 2}次, 权重: {weight:g}, 得分: {weight:g}"
            )
    return found


def measured(data: Path, out: Path) -> tuple[float, float, str]:
    """Seconds and seconds of CPU of a cold build, and its last line."""
    before = os.times()
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", "build", str(data), "-o", str(out)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    after = os.times()
    used = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    return seconds, used, done.stdout.strip().splitlines()[-1]


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:]]
    projects = numbers[0] if numbers else 60
    indicators = numbers[1] if len(numbers) > 1 else projects * 20
    slow = False
    for region in ("深圳市罗湖区", "合成地区"):
        with tempfile.TemporaryDirectory() as folder:
            data = data_set(Path(folder) / "2024.yaml", region, projects, indicators)
            cold, warm = [], []
            for run in range(RUNS):
                out = Path(folder) / f"out{run}"
                cold.append(measured(data, out))
                warm.append(measured(data, out))
            documents = sum(1 for path in (Path(folder) / "out0").rglob("*.docx")) // 2
            print(
                f"{region}: {projects} projects, {indicators} indicators, {documents} Word documents"
            )
            for label, runs in (("nothing there", cold), ("nothing changed", warm)):
                wall, used = (statistics.median(run[place] for run in runs) for place in (0, 1))
                print(f"  {label:<16} {wall:6.2f} s  {used:6.2f} s of CPU")
            print(f"  {cold[-1][2]}")
            slow |= statistics.median(run[0] for run in cold) > GOAL
    if slow:
        raise SystemExit(f"slower than {GOAL} s")


if __name__ == "__main__":
    main()
