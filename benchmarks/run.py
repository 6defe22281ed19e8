# ruff: noqa: E402 - the program of this tree is what is measured
"""Everything side by side in one run, and the page that tells of it: docs/performance.md.

    python benchmarks/run.py [--quick] [--only word|excel|commands] [--out FOLDER]

Needs the extra `bench`; the JavaScript peers are installed with npm where node is there (benchmarks/peers.py).
Texts are compared before anything is timed. Times are CPU; every engine has its turn in every round, and a
factor is the median over the rounds of the ratio within a round. Some ten minutes; `--quick` two.
What is written about figures that were not reached stands in benchmarks/remarks.md and goes into the page.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
os.environ["REPORTGEN_CACHE"] = "off"  # the commands are given caches of their own

import commands
import peers
import plots
import profiles
from bench_word import by_docxtpl
from pairs import Contender, Result, in_process, side_by_side
from sheet_work import SheetWork
from word_work import WordWork

COMPRESSIONS = [("zlib", "small"), ("isal", "fast")]
GOALS = {"report": (25, 40), "score": (25, 40), "S": (7, 14), "M": (7, 14), "L": (7, 14)}
TITLES = {
    "report": "Word: a long report (8 tables, 352 looped rows, {size:.2f} MB of document.xml)",
    "score": "Word: a score form (24 looped rows, {size:.2f} MB of document.xml)",
    "S": "Excel S: nine styled sheets, {cells:,} cells",
    "M": "Excel M: nine styled sheets, {cells:,} cells",
    "L": "Excel L: one sheet, {cells:,} cells",
}


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def results_table(results: list[Result]) -> str:
    return table(
        [
            "",
            "ms of CPU",
            "documents a second",
            f"× {results[0].name}",
            "rounds (lowest, highest ×)",
        ],
        [
            [
                r.name,
                f"{r.ms:,.2f}",
                f"{1000 / r.ms:,.1f}",
                f"{r.ratio:.1f}",
                f"{r.rounds} ({r.low:.1f}, {r.high:.1f})",
            ]
            for r in results
        ],
    )


def verdict(name: str, results: list[Result]) -> str:
    found = {r.name: r for r in results}
    words = []
    for (label, _), goal in zip(COMPRESSIONS, GOALS[name], strict=True):
        ours, floor = found[f"reportgen, {label}"], found[f"floor, {label}"]
        limit = 2.0 if label == "zlib" else 2.5
        reached = "reached" if ours.ratio >= goal else "**not reached**"
        over = ours.ms / floor.ms
        close = "reached" if over <= limit else "**not reached**"
        words.append(
            f"{label}: × {ours.ratio:.1f} of the wanted {goal} ({reached}); {over:.2f} times the floor, wanted at most {limit} ({close})."
        )
    ahead = [
        r.name
        for r in results
        if r.name not in found or not r.name.startswith(("reportgen", "floor"))
    ]
    behind = [name for name in ahead if found[name].ms <= found["reportgen, zlib"].ms]
    words.append(f"Ahead of us: {'、'.join(behind)}." if behind else "No peer is ahead of us.")
    return "\n".join(f"- {line}" for line in words) + "\n"


def one_work(work: Any, budget: float, pictures: dict[str, str], least: int) -> str:
    results = side_by_side(work.contenders(COMPRESSIONS), budget, least)
    size = getattr(work, "size", 0) / 1e6
    title = TITLES[work.name].format(size=size, cells=getattr(work, "cells", 0))
    name = f"performance-{work.name}.svg"
    shown = sorted(((r.name, 1000 / r.ms) for r in results), key=lambda item: -item[1])
    pictures[name] = plots.bars(f"{title}: documents a second", shown, "/s")
    page = f"### {title}\n\n![]({f'images/{name}'})\n\n{results_table(results)}\n{verdict(work.name, results)}\n"
    if work.left_out:
        page += (
            "Not timed, since the result is not the same: "
            + "; ".join(f"{n} ({w})" for n, w in work.left_out.items())
            + ".\n\n"
        )
    print(page, flush=True)
    return page


def cost_of_checks(work: Any, budget: float) -> str:
    steps = work.checks()
    results = side_by_side([Contender(n, in_process(f), 2) for n, f in steps.items()], budget, 5)
    rows = [[r.name, f"{r.ms:.2f}", f"{r.ms / results[0].ms:.2f}"] for r in results]
    return f"**{work.name}**\n\n{table(['', 'ms of CPU', '÷ render'], rows)}\n"


def lanes(budget: float) -> str:
    """The lane of docxtpl, for pictures, against docxtpl alone."""
    from bench_word import score_data
    from lane_work import lane_contenders

    results = side_by_side(lane_contenders(score_data()), budget, 5)
    return f"### Word: the score form with a picture (our lane through docxtpl)\n\n{results_table(results)}\n"


def sizes(folder: Path, budget: float, pictures: dict[str, str], *, quick: bool) -> str:
    """The long report with its rows multiplied."""
    ours: dict[str, list[tuple[float, float]]] = {
        "reportgen, zlib": [],
        "reportgen, isal": [],
        "docxtpl": [],
    }
    for scale in (1, 2, 4) if quick else (1, 2, 4, 8):
        work = WordWork("report", folder, None, scale)
        for result in side_by_side(work.contenders(COMPRESSIONS), budget, 3):
            if result.name in ours:
                ours[result.name].append((352 * scale, result.ms))
    pictures["performance-sizes.svg"] = plots.lines(
        "The long report by its rows", ours, "looped rows", "ms of CPU a document"
    )
    rows = [[name, *[f"{ms:,.1f}" for _, ms in points]] for name, points in ours.items()]
    head = ["ms of CPU", *[f"{int(x):,} rows" for x, _ in ours["docxtpl"]]]
    return f"![](images/performance-sizes.svg)\n\n{table(head, rows)}\n"


def where_time_goes(word: WordWork, sheet: SheetWork) -> str:
    parts = [
        (
            "docxtpl, long report",
            profiles.shares(lambda: by_docxtpl(word.template, word.data), profiles.DOCXTPL, 2),
        ),
        (
            "reportgen, long report, zlib",
            profiles.shares(lambda: word.ours("small"), profiles.WORD, 10),
        ),
        (
            "reportgen, workbook M, zlib",
            profiles.shares(lambda: sheet.ours("small"), profiles.EXCEL, 5),
        ),
    ]
    return "".join(
        f"**{label}**\n\n{table(['step', '%'], [[step, f'{share:.1f}'] for step, share in found])}\n"
        for label, found in parts
    )


def command_pages(quick: bool) -> str:
    found, ledgers = commands.measure(quick=quick)
    page = "## Commands\n\n"
    for timed in (found, ledgers):
        rows = [
            [
                t.label,
                f"{t.cpu * 1000:,.0f}",
                f"{t.wall * 1000:,.0f}",
                str(t.peak),
                f"{t.goal:,}" if t.goal else "",
            ]
            for t in timed
        ]
        page += table(["", "ms of CPU", "ms by the clock", "peak, MB", "wanted, ms"], rows) + "\n"
    print(page, flush=True)
    return page


def machine(place: Path | None) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    names = ("docxtpl", "python-docx", "jinja2", "lxml", "openpyxl", "XlsxWriter", "isal")
    libraries = [f"{name} {version(name)}" for name in names]
    if place:
        libraries += [f"{name} {number}" for name, number in peers.versions(place).items()]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return (
        f"Measured on {date.today().isoformat()} at {commit}: Python {platform.python_version()}, "  # noqa: DTZ011
        f"{os.cpu_count()} processors, load {load:.1f} when it began. {', '.join(libraries)}.\n\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=["word", "excel", "commands"])
    parser.add_argument("--out", type=Path, default=HERE.parent / "docs")
    asked = parser.parse_args()
    quick: bool = asked.quick
    gc.set_threshold(100_000, 20, 20)  # as the command line sets it, for all alike
    budget = 6.0 if quick else 30.0
    pictures: dict[str, str] = {}
    place = peers.folder()
    page = (
        "# Performance\n\nThis page is written by `python benchmarks/run.py`; what it measures and how is said there. "
        "The floor is what cannot be saved: evaluating the tags with the same names and marks, deflating, writing the zip.\n\n"
        + machine(place)
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        word = sheet = None
        if asked.only in {None, "word"}:
            page += "## Documents side by side\n\n"
            for work_name in ("report", "score"):
                work = WordWork(work_name, folder, place)
                page += one_work(work, budget, pictures, 5)
                work.close()
                word = word or work
            page += lanes(budget / 3)
        if asked.only in {None, "excel"}:
            for work_name in ("S", "M") if quick else ("S", "M", "L"):
                book = SheetWork(work_name, folder, place)
                page += one_work(book, budget, pictures, 3 if work_name == "L" else 5)
                book.close()
                sheet = book if work_name == "M" else sheet
        if word and sheet:
            page += "## What the checks cost\n\n"
            page += cost_of_checks(word, budget / 4) + cost_of_checks(sheet, budget / 4)
            page += "## Growing\n\n" + sizes(folder, budget / 6, pictures, quick=quick)
            page += "## Where the time goes\n\nShares under a profiler, which weighs on small functions.\n\n"
            page += where_time_goes(word, sheet)
    if asked.only in {None, "commands"}:
        page += command_pages(quick)
    page += (HERE / "remarks.md").read_text("utf-8")
    (asked.out / "images").mkdir(parents=True, exist_ok=True)
    (asked.out / "performance.md").write_text(page, "utf-8")
    for name, picture in pictures.items():
        (asked.out / "images" / name).write_text(picture, "utf-8")
    print(f"written: {asked.out / 'performance.md'}")


if __name__ == "__main__":
    main()
