"""Times `reportgen batch` for a bureau: departments a second with one process and with two.

    python benchmarks/bench_batch.py [DEPARTMENTS]        200 unless told otherwise
    python benchmarks/bench_batch.py 5000 --whole         the whole measure, not projected

A department is synthetic: a report and 30 self-evaluation forms, 31 documents, with all checks and the
校验报告. Each run is a process of its own on an empty folder, in turn with one process and two, so that a
machine that slows down slows both; the median of the runs counts. What 5,000 departments take follows from
the slope between a fifth of the departments and all of them, so that starting is not counted 5,000 times.
Compression is zlib's, and isal's where it is installed. Then the same command again, which has nothing to do.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bureau import FORMATS, write_bureau

ROOT = Path(__file__).resolve().parent.parent
MEASURE = 5_000
GOALS = {"zlib": 240.0, "isal": 180.0}
RATIO = 1.7
RUNS = 3
RUN = (
    "import sys\n"
    "if sys.argv.pop(1) == 'zlib': sys.modules['isal'] = None\n"
    "from reportgen.cli.main import run\n"
    "try: run()\n"
    "except SystemExit as end: status = end.code\n"
    f"sys.path.append({str(Path(__file__).parent)!r}); from memory import peak\n"
    "print('peak', peak(), file=sys.__stderr__); sys.exit(status)\n"
)


def run(data: list[Path], out: Path, workers: int, compression: str) -> dict[str, float]:
    """Wall seconds, seconds of CPU and the parent's peak memory of one run."""
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", RUN, compression, "batch", *map(str, data), "-o", str(out),
         "--templates", str(FORMATS), "--workers", str(workers), "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds, after = time.perf_counter() - start, os.times()
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    told = json.loads(done.stdout)
    assert told["done"] == len(data), told
    return {
        "seconds": seconds,
        "cpu": after.children_user + after.children_system
        - before.children_user - before.children_system,
        "peak": float(done.stderr.rsplit("peak", 1)[1]),
        "documents": told["documents"],
    }  # fmt: skip


def empty(folder: Path) -> Path:
    """A folder for one run: making files is slow for seconds after many were deleted."""
    return Path(tempfile.mkdtemp(dir=folder))


def measured(data: list[Path], folder: Path, compression: str, runs: int) -> dict[int, float]:
    """Seconds that a department takes with one process and with two, without starting."""
    few = data[: max(len(data) // 5, 1)]
    found: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(runs):
        for workers, slopes in found.items():
            small = run(few, empty(folder), workers, compression)
            large = run(data, empty(folder), workers, compression)
            slopes.append((large["seconds"] - small["seconds"]) / (len(data) - len(few)))
            print(f"  {compression}, {workers} process(es), {len(data)} departments: "
                  f"{large['seconds']:.1f} s, {large['cpu']:.1f} s of CPU, {large['peak']:.0f} MB in "
                  f"the parent, {large['documents']:.0f} documents", flush=True)  # fmt: skip
    return {workers: statistics.median(slopes) for workers, slopes in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Times reportgen batch.")
    parser.add_argument("departments", nargs="?", type=int, default=200)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--whole", action="store_true", help="no projection: all of them, once")
    asked = parser.parse_args()
    choices = ["zlib", *(["isal"] if importlib.util.find_spec("isal") else [])]
    missed = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = write_bureau(folder / "data", asked.departments)
        for compression in choices:
            if asked.whole:
                whole = run(data, last := empty(folder), 2, compression)
                print(f"{compression}: {len(data)} departments in {whole['seconds']:.0f} s "
                      f"with two processes, {whole['peak']:.0f} MB in the parent")  # fmt: skip
                total = whole["seconds"] * MEASURE / len(data)
            else:
                each = measured(data, folder, compression, asked.runs)
                ratio, total = each[1] / each[2], each[2] * MEASURE
                print(f"{compression}: {1 / each[1]:.1f} and {1 / each[2]:.1f} departments a second, "
                      f"{ratio:.2f} times with two; {MEASURE} departments in {total:.0f} s")  # fmt: skip
                if ratio < RATIO:
                    missed.append(f"{compression}: two processes {ratio:.2f} times one")
            if total > GOALS[compression]:
                missed.append(
                    f"{compression}: {total:.0f} s, the goal is {GOALS[compression]:.0f} s"
                )
        if not asked.whole:
            run(data, last := empty(folder), 2, choices[-1])
        idle = run(data, last, 2, choices[-1])
        print(f"again, nothing to do: {idle['seconds']:.1f} s for {len(data)} departments")
    if missed:
        raise SystemExit("missed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
