"""Builds data sets with one thing wrong in them, and runs the real command on them.

Every data set holds one more fault besides: the canary, a misspelt 类型 in the last line. Where it is
found too, the one thing wrong has not kept the rest from being read.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from unittest import mock
from xml.sax.saxutils import escape, quoteattr

ROOT = Path(__file__).resolve().parents[2]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CANARY = ("M207", "基本支岀")

DEPARTMENT = """\
部门:
  名称: 某局
  地区: 秦皇岛市山海关区
  年度: 2023
  金额单位: 万元
"""
INCOME = "收入明细:\n- {资金性质: 一般公共预算拨款, 金额: 15}\n"
LINES = """\
支出明细:
- {功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 10}
- {功能科目: 2013201, 经济科目: 30102, 类型: 基本支岀, 金额: 5}
"""
YAML = DEPARTMENT + INCOME + LINES

HEAD = ("功能科目", "经济科目", "类型", "金额（万元）")
FIRST = ("2013201", "30101", "基本支出", 10)
LAST = ("2013201", "30102", "基本支岀", 5)
RECORD = (
    ("项目", "内容"),
    ("名称", "某局"),
    ("地区", "秦皇岛市山海关区"),
    ("年度", 2023),
    ("金额单位", "万元"),
)


def cell(reference: str, content: object) -> str:
    """A cell: text inline, a number as it is written, inner XML where it begins with <c."""
    if isinstance(content, str) and content.startswith("<c"):
        return content.replace("<c", f'<c r="{reference}"', 1)
    if isinstance(content, str):
        text = f'<t xml:space="preserve">{escape(content)}</t>'
        return f'<c r="{reference}" t="inlineStr"><is>{text}</is></c>'
    return f'<c r="{reference}"><v>{content}</v></c>'


def rows(
    *lines: tuple[object, ...], before: str = "", after: str = "", hidden: set[int] = frozenset()
) -> str:
    """Sheet XML from rows of contents; `hidden` are the numbers of hidden rows."""
    xml = ""
    for number, line in enumerate(lines, 1):
        cells = "".join(
            cell(f"{chr(65 + column)}{number}", content)
            for column, content in enumerate(line)
            if content is not None
        )
        mark = ' hidden="1"' if number in hidden else ""
        xml += f'<row r="{number}"{mark}>{cells}</row>'
    return f"{before}<sheetData>{xml}</sheetData>{after}"


def package(
    sheets: dict[str, str | None],
    *,
    styles: str = "",
    strings: str = "",
    properties: str = "",
    prolog: str = "",
    extra: dict[str, bytes | str] | None = None,
) -> bytes:
    """A workbook from the inner XML of its sheets; a title may end in |hidden."""
    listed = relations = ""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    }
    for index, (title, xml) in enumerate(sheets.items(), 1):
        name, _, state = title.partition("|")
        attribute = f' state="{state}"' if state else ""
        listed += f'<sheet name={quoteattr(name)} sheetId="{index}" r:id="r{index}"{attribute}/>'
        relations += f'<Relationship Id="r{index}" Type="{RELS}/worksheet" Target="worksheets/s{index}.xml"/>'
        if xml is not None:
            members[f"xl/worksheets/s{index}.xml"] = (
                f'{prolog}<worksheet xmlns="{MAIN}">{xml}</worksheet>'
            )
    for kind, root, xml in (("styles", "styleSheet", styles), ("sharedStrings", "sst", strings)):
        if xml:
            relations += f'<Relationship Id="{kind}" Type="{RELS}/{kind}" Target="{kind}.xml"/>'
            members[f"xl/{kind}.xml"] = f'<{root} xmlns="{MAIN}">{xml}</{root}>'
    members["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{properties}<sheets>{listed}</sheets></workbook>'
    )
    members["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (members | (extra or {})).items():
            archive.writestr(name, content)
    return stream.getvalue()


def book(
    lines: str | None = None,
    *,
    department: str | None = None,
    more: dict[str, str | None] | None = None,
    **options: object,
) -> bytes:
    """The data set as a workbook; `lines` is the sheet 支出明细."""
    return package(
        {
            "部门": department or rows(*RECORD),
            "收入明细": rows(("资金性质", "金额（万元）"), ("一般公共预算拨款", 15)),
            "支出明细": lines or rows(HEAD, FIRST, LAST),
            **(more or {}),
        },
        **options,  # type: ignore[arg-type]
    )


def line(amount: object = 10, code: object = "2013201", **options: object) -> bytes:
    """The workbook with one cell of its first line changed."""
    return book(rows(HEAD, (code, "30101", "基本支出", amount), LAST), **options)


def yaml_line(amount: object = 10, code: object = "2013201", kind: str = "基本支出") -> str:
    """The YAML text with one value of its first line changed."""
    first = "{功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 10}"
    changed = f"{{功能科目: {code}, 经济科目: 30101, 类型: {kind}, 金额: {amount}}}"
    return YAML.replace(first, changed)


@dataclass(frozen=True)
class Case:
    """A bad input: what it is called, what it holds, the codes of what has to be said about it.

    `lost` where the fault leaves nothing of 支出明细 to be read: then the canary is not asked for.
    `unsaid` are the codes of what would only confuse beside it.
    """

    name: str
    content: bytes | str
    codes: tuple[str, ...]
    lost: bool = False
    unsaid: tuple[str, ...] = ()

    def write(self, folder: Path) -> Path:
        """The input as a file of the kind that it pretends to be."""
        data = self.content
        if isinstance(data, str):
            data = data.encode("utf-8", "surrogatepass")
        path = folder / ("data.xlsx" if data.startswith(b"PK") else "data.yaml")
        path.write_bytes(data)
        return path


@dataclass(frozen=True)
class Said:
    """What the command answered: exit status, both streams, the findings where it gave JSON."""

    status: int
    out: str
    err: str

    @property
    def findings(self) -> list[dict[str, object]]:
        return json.loads(self.out)["findings"]

    @property
    def codes(self) -> list[str]:
        return [str(finding["code"]) for finding in self.findings]

    @property
    def canary(self) -> bool:
        code, word = CANARY
        return any(f["code"] == code and word in str(f["message"]) for f in self.findings)


def run(*arguments: object) -> Said:
    """The program's own entry, in this process, as `python -m reportgen ARGUMENTS`."""
    from reportgen.cli.main import run as entry

    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    status = 0
    with (
        mock.patch.object(sys, "argv", ["reportgen", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            entry()
        except SystemExit as done:
            status = done.code if isinstance(done.code, int) else 1
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
    return Said(status, *texts)


_MEASURE = """
import json, resource, subprocess, sys
cpu, memory, *command = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_CPU, (int(cpu), int(cpu) + 2))
resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
done = subprocess.run(command, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "status": done.returncode, "out": done.stdout.decode(), "err": done.stderr.decode(),
    "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1000,
}))
"""


@dataclass(frozen=True)
class Measured(Said):
    """What a process of its own answered, and what it took: seconds of CPU, peak MB."""

    cpu: float = 0
    peak: float = 0


def measured(
    *arguments: object, cwd: Path | None = None, cpu: int = 30, memory: int = 1500
) -> Measured:
    """`python -m reportgen ARGUMENTS` in a process of its own with limits on CPU (s) and memory (MB).

    A small process stands between: the peak of a child counts that of the process it was forked from.
    """
    command = [sys.executable, "-m", "reportgen", *map(str, arguments)]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _MEASURE, str(cpu), str(memory * 1_000_000), *command],
        capture_output=True,
        check=True,
        timeout=300,
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    return Measured(**json.loads(done.stdout))
