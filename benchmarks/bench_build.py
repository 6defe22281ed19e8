"""Times whole builds: the sample cold and warm, and ledgers of many lines from Excel.

    python benchmarks/bench_build.py [LINES …]

Each figure is the median of several runs as a process of its own, with its peak memory.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from departments import workbook

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "shanhaiguan-zzb" / "2023.yaml"
RUNS = 5


RUN = (
    "import sys; from reportgen.cli.main import run\n"
    "try: run()\n"
    "except SystemExit as end: status = end.code\n"
    f"sys.path.append({str(Path(__file__).parent)!r}); from memory import peak\n"
    "print('peak', peak(), file=sys.__stderr__); sys.exit(status)\n"
)


def measured(*command: str) -> tuple[float, float, int]:
    """Seconds, peak memory in MB and exit status of one run."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", RUN, *command], cwd=ROOT, check=False,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # fmt: skip
    seconds = time.perf_counter() - start
    return seconds, float(done.stderr.rsplit("peak", 1)[1]), done.returncode


def show(label: str, *command: str, runs: int = RUNS, before=lambda: None) -> None:
    results = []
    for _ in range(runs):
        before()
        results.append(measured(*command))
    seconds = statistics.median(r[0] for r in results)
    print(
        f"{label:<44}{seconds:8.2f} s {max(r[1] for r in results):8.0f} MB  exit {results[-1][2]}",
        flush=True,
    )


def warm(out: str) -> None:
    """One build after another in one process, as `--watch` does."""
    code = (
        "import sys, time, statistics\nfrom pathlib import Path\n"
        "from reportgen.formats import Library\nfrom reportgen.pack.build import build\n"
        "from reportgen.pack.prepare import prepare\ntimes = []\n"
        f"for n in range(12):\n    start = time.perf_counter()\n    made, _ = prepare(Path({str(SAMPLE)!r}), Library())\n"
        f"    build(made, Path({out!r}))\n    times.append(time.perf_counter() - start)\n"
        "print(f'{statistics.median(times[2:]):.3f}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    print(f"{'build of the sample, warm in one process':<44}{float(done.stdout):8.2f} s")


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [2_000, 20_000]
    with tempfile.TemporaryDirectory() as folder:
        out = f"{folder}/out"
        show("reportgen --help", "--help")
        show("check of the sample", "check", str(SAMPLE))
        show("build of the sample, cold, nothing there", "build", str(SAMPLE), "-o", out,
             before=lambda: subprocess.run(["rm", "-rf", out], check=True))  # fmt: skip
        show("build of the sample, cold, nothing changed", "build", str(SAMPLE), "-o", out)
        warm(out)
        for size in sizes:
            data = workbook(Path(folder) / f"{size}.xlsx", size)
            show(f"check of {size} lines from Excel", "check", str(data), runs=1)
            show(
                f"build of {size} lines from Excel",
                "build",
                str(data),
                "-o",
                out,
                "--draft",
                runs=2,
            )


if __name__ == "__main__":
    main()
