"""Times what follows a data fix: unchanged and changed rebuilds warm, and what origins and map cost.

    python benchmarks/bench_rebuild.py [RUNS]

Ratios are taken in the same run, turn by turn, so that a busy machine weighs on both sides alike.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from reportgen.formats import Library
from reportgen.pack.build import build, render_pack
from reportgen.pack.changes import load_recorded, since
from reportgen.pack.explain import tree, uses
from reportgen.pack.figure_map import figures_to_bytes
from reportgen.pack.inputs import inputs_of, inputs_to_bytes
from reportgen.pack.prepare import prepare
from reportgen.pack.remaking import printings

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "shanhaiguan-zzb" / "2023.yaml"
CELL = "152.75"


def timed(function):
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def rebuild(data: Path, out: Path):
    made, _ = prepare(data, Library())
    assert made is not None
    report, findings = build(made, out, draft=True)
    assert report is not None, findings
    assert report.state is not None, findings
    return report


def records(data: Path, folder: Path) -> tuple[float, float, float, float]:
    """Seconds of preparing, rendering, the figure map, and of inputs and the comparison."""
    preparing, (made, _) = timed(lambda: prepare(data, Library()))
    assert made is not None
    rendering, (documents, _) = timed(lambda: render_pack(made))
    mapping, _ = timed(lambda: figures_to_bytes((d.name, d.figures) for d in documents))

    def compare():
        inputs = inputs_of(made.year, folder)
        inputs_to_bytes(inputs)
        recorded, _ = load_recorded(folder)
        assert recorded is not None
        return since(recorded, documents, inputs, recorded.manifest.meta)

    comparing, _ = timed(compare)
    return preparing, rendering, mapping, comparing


def show(label: str, seconds: list[float]) -> float:
    median = statistics.median(seconds)
    print(f"{label:<52}{median:8.3f} s   best {min(seconds):.3f} s", flush=True)
    return median


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(SAMPLE.parent, Path(name, "data"))
        data, out = Path(name, "data", SAMPLE.name), Path(name, "out")
        text = data.read_text("utf-8")
        folder = rebuild(data, out).folder
        rebuild(data, out)
        unchanged, changed, parts = [], [], []
        for run in range(runs):
            unchanged.append(timed(lambda: rebuild(data, out))[0])
            data.write_text(text.replace(CELL, f"{152 + run}.76"), "utf-8")
            seconds, report = timed(lambda: rebuild(data, out))
            assert report.changes is not None
            assert len(report.changes.inputs) == 1
            changed.append(seconds)
            parts.append(records(data, folder))
        show("rebuild, warm, nothing changed", unchanged)
        whole = show("rebuild, warm, one figure changed", changed)
        for at, label in enumerate(("read, compute, check", "render", "figure map", "compare")):
            show(f"  {label}", [part[at] for part in parts])
        kept = statistics.median(part[2] + part[3] for part in parts)
        print(f"{'map and comparison, share of the build':<52}{kept / whole:8.1%}")
        made, _ = prepare(data, Library())
        assert made is not None
        documents, _ = render_pack(made)
        figures = [item.figure for d in documents for item in printings(d) if item.key]
        seconds, _ = timed(lambda: [tree(figure, "万元", everything=True) for figure in figures])
        print(f"{f'explaining all {len(figures)} figures':<52}{seconds:8.3f} s")
        place = made.year.expenditure.lines[0].place
        seconds, found = timed(lambda: uses(documents, place.__eq__))
        print(f"{f'finding the {len(found)} places of one input':<52}{seconds:8.3f} s")


if __name__ == "__main__":
    main()
