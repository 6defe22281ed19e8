"""Times whole commands: start-up, checks, packs, and ledgers of many lines; each run is a process of its own.

Bytecode and the user's cache are as for a clerk: kept from run to run, but where "cold" says that the cache
is empty.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench_forms import data_set
from departments import workbook

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "shanhaiguan-zzb" / "2023.yaml"
RUN = (
    "import sys; from reportgen.cli.main import run\n"
    "try: run()\n"
    "except SystemExit as end: status = end.code\n"
    f"sys.path.append({str(Path(__file__).parent)!r}); from memory import peak\n"
    "print('peak', peak(), file=sys.__stderr__); sys.exit(status)\n"
)


@dataclass(frozen=True)
class Timed:
    """A command: median seconds of CPU and of the clock, the peak in MB, and the goal in milliseconds."""

    label: str
    cpu: float
    wall: float
    peak: int
    goal: int = 0


def _environment(cache: Path, compiled: Path) -> dict[str, str]:
    env = {**os.environ, "REPORTGEN_CACHE": str(cache), "PYTHONPYCACHEPREFIX": str(compiled)}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def _once(env: dict[str, str], *command: str) -> tuple[float, float, int]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command], cwd=ROOT, env=env, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, wall, int(done.stderr.rsplit("peak", 1)[1])


def _timed(
    label: str, command: list[str], env: dict[str, str], runs: int, goal: int = 0, *, cold: str = ""
) -> Timed:
    taken = []
    for number in range(runs + 1):
        if "pack" in cold:
            shutil.rmtree(command[command.index("-o") + 1], ignore_errors=True)
        if "cache" in cold:
            shutil.rmtree(env["REPORTGEN_CACHE"], ignore_errors=True)
        found = _once(env, *command)
        taken += [found] if number else []  # the first writes bytecode and the cache
    return Timed(
        label,
        median(t[0] for t in taken),
        median(t[1] for t in taken),
        max(t[2] for t in taken),
        goal,
    )


def measure(*, quick: bool) -> tuple[list[Timed], list[Timed]]:
    """The commands, and the ledgers by their number of lines."""
    runs = 3 if quick else 7
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        env = _environment(place / "cache", place / "compiled")
        forms = data_set(place / "forms.yaml", "合成地区", 30, 600)
        out = str(place / "out")
        commands = [
            _timed("`reportgen --help`", ["--help"], env, runs, 120),
            _timed("`check` of the sample data set", ["check", str(SAMPLE)], env, runs, 300),
            _timed("`check`, empty cache", ["check", str(SAMPLE)], env, runs, cold="cache"),
            _timed(
                "`build` of 30 score forms",
                ["build", str(forms), "-o", out, "--draft"],
                env,
                runs,
                700,
                cold="pack",
            ),
            _timed(
                "`build` of 30 score forms, empty cache",
                ["build", str(forms), "-o", out, "--draft"],
                env,
                runs,
                cold="pack, cache",
            ),
            _timed(
                "`build` of the sample pack",
                ["build", str(SAMPLE), "-o", out],
                env,
                runs,
                cold="pack",
            ),
        ]
        ledgers = []
        for size in (2_000, 20_000) if quick else (2_000, 20_000, 200_000):
            data = workbook(place / f"{size}.xlsx", size)
            label = f"{size:,} lines from Excel: `build --draft`"
            goal = 5_000 if size == 20_000 else 0
            ledgers.append(
                _timed(
                    label,
                    ["build", str(data), "-o", out, "--draft"],
                    env,
                    1 if size > 20_000 else 2,
                    goal,
                    cold="pack",
                )
            )
        return commands, ledgers
