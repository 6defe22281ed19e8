"""A report of 120 pages, 40 tables of 120 rows: time and memory, against plain docxtpl on the same template.

    python benchmarks/bench_pages.py

Texts are compared first. Each engine then renders in a process of its own, which tells its CPU time and its peak
of memory; ours with figure map and zip. The pages are counted by LibreOffice where it is there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_word import (
    as_figures,
    body,
    by_docxtpl,
    canonical,
    report_data,
    report_template,
)
from memory import peak

TABLES, ROWS = 40, 120
MOST_MB = 300
ENGINES = ("docxtpl", "reportgen")


def by_reportgen(template: bytes, data: dict) -> tuple[bytes, float]:
    """The document, and the CPU seconds of rendering it once more after compiling."""
    from reportgen.language.environment import make_environment
    from reportgen.office.package import write
    from reportgen.render.word import compile_document

    compiled, faults = compile_document(template, "报告.docx", make_environment())
    assert compiled is not None, faults
    names = as_figures(data)
    rendered, faults = compiled.render(names)
    assert rendered is not None, faults
    start = time.process_time()
    rendered, _ = compiled.render(names)
    assert rendered is not None
    list(rendered.figures)
    document = write(rendered.members)
    return document, time.process_time() - start


def one(engine: str, target: Path) -> None:
    """Renders in this process, writes the document, and prints seconds and megabytes."""
    template, data = report_template(TABLES), report_data(TABLES, ROWS)
    if engine == "reportgen":
        document, seconds = by_reportgen(template, data)
    else:
        start = time.process_time()
        document = by_docxtpl(template, data)
        seconds = time.process_time() - start
    target.write_bytes(document)
    print(f"{seconds:.3f} {peak()}")


def pages(document: Path) -> str:
    office = shutil.which("soffice")
    if office is None or not shutil.which("pdfinfo"):
        return "?"
    profile = document.parent / "profile"
    call = [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*call, "--outdir", document.parent, document], check=True, capture_output=True)
    told = subprocess.run(
        ["pdfinfo", document.with_suffix(".pdf")], check=True, capture_output=True, text=True
    )
    return next(line.split()[-1] for line in told.stdout.splitlines() if line.startswith("Pages"))


def main() -> int:
    if len(sys.argv) > 1:
        one(sys.argv[1], Path(sys.argv[2]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made, told = {}, {}
        for engine in ENGINES:
            made[engine] = Path(folder) / f"{engine}.docx"
            done = subprocess.run(
                [sys.executable, __file__, engine, made[engine]],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            told[engine] = tuple(map(float, done.stdout.split()))
        one_text, other = (canonical(body(made[engine].read_bytes())) for engine in ENGINES)
        assert one_text == other, "the two documents differ"
        print(
            f"{TABLES} tables of {ROWS} rows, {pages(made['reportgen'])} pages, parts equal after C14N"
        )
        for engine, (seconds, megabytes) in told.items():
            print(f"{engine:10} {seconds:7.2f} s of CPU, peak {megabytes:.0f} MB")
        ratio = told["docxtpl"][0] / told["reportgen"][0]
        print(f"{ratio:.1f} times docxtpl")
    return int(told["reportgen"][1] > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
