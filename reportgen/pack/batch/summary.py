"""批量汇总.xlsx: every data set of a run with what became of it, and all findings on a second sheet.

A working paper of the bureau, rendered through a template like 校验报告. It is written over only where it is
as the program left it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.finding import Severity
from reportgen.formats import load
from reportgen.formats.library import GENERAL
from reportgen.language.environment import make_environment
from reportgen.language.views import Record as Row
from reportgen.pack.batch import kinds
from reportgen.pack.batch.results import MOST_NOTES, Outcome
from reportgen.pack.plan import look
from reportgen.pack.report import quoted, template_among
from reportgen.place import Place
from reportgen.render.documents import render_document
from reportgen.writer import Reason, WriteError, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.pack.batch.record import Record
    from reportgen.pack.batch.results import Note, Result

FILE_NAME: Final = "批量汇总.xlsx"
MOST_ROWS: Final = 20_000
"""So many findings of a whole run are listed, the gravest first: memory stays bounded."""
NOT_DONE: Final = "还没有做"
_OTHERS: Final = 100
_SEVERITIES: Final = [severity.value for severity in Severity]


@dataclass(slots=True)
class _Rows:
    """What the two sheets hold."""

    departments: list[Row] = field(default_factory=list)
    notes: dict[str, list[Row]] = field(default_factory=dict)
    left_out: int = 0

    def add_notes(self, result: Result) -> None:
        name = result.name or Path(result.data).stem
        for note in result.notes:
            rows = self.notes.setdefault(note.severity, [])
            if len(rows) < MOST_ROWS:
                rows.append(_note(note, name, result.data))
            else:
                self.left_out += 1
        told = result.errors + result.open_explanations + result.hints
        self.left_out += max(told - len(result.notes), 0)

    def all_notes(self) -> list[Row]:
        found = [row for severity in _SEVERITIES for row in self.notes.get(severity, ())]
        self.left_out += max(len(found) - MOST_ROWS, 0)
        found = found[:MOST_ROWS]
        if self.left_out:
            more = kinds.MORE.at(None, count=self.left_out, most=MOST_NOTES, total=MOST_ROWS)
            found.append(
                Row({"单位": "", "数据": "", "级别": more.severity.value, "编号": more.code,
                     "位置": "", "问题": more.message, "提示": ""})
            )  # fmt: skip
        return found


def write_summary(
    record: Record,
    out: Path,
    data: Sequence[Path],
    standing: set[Path],
    library: Library,
    seconds: float,
) -> tuple[Path | None, list[Finding]]:
    """Writes the summary of these data sets; None where it could not be written.

    `standing` are those that were left as they were in this run.
    """
    rows = _Rows()
    for path in data:
        result = record.find(path)
        rows.departments.append(_department(path, result, standing=path in standing))
        if result is not None:
            rows.add_notes(result)
    states = [row.get("结果") for row in rows.departments]
    done = sum(state == Outcome.DONE.value for state in states)
    names: dict[str, object] = {
        "单位": rows.departments,
        "问题": rows.all_notes(),
        "总数": len(data),
        "完成数": done,
        "其余数": len(data) - done,
        "秒": Decimal(str(round(seconds, 1))),
    }
    form, findings = load(library, GENERAL)
    template = template_among(form.folders if form else (), FILE_NAME)
    rendered, faults = render_document(template, make_environment(), names)
    findings += faults
    if rendered is None:
        return None, findings
    written, faults = _write(record, out, rendered[0])
    return written, findings + faults


def _write(record: Record, out: Path, content: bytes) -> tuple[Path | None, list[Finding]]:
    """Writes it under its name, or beside a file that is not as the program left it."""
    sha256 = hashlib.sha256(content).hexdigest()
    name, findings = _free_name(record, out)
    if name != FILE_NAME:
        place = Place(FILE_NAME)
        findings.append(kinds.SUMMARY_KEPT.at(place, name=FILE_NAME, other=name))
    try:
        record.add_summary(name, sha256)
        write_atomic(out / name, content)
    except WriteError as error:
        return None, [*findings, kinds.NO_SUMMARY.at(Place(name), why=error)]
    return out / name, findings


def _free_name(record: Record, out: Path) -> tuple[str, list[Finding]]:
    for number in range(1, _OTHERS):
        name = FILE_NAME if number == 1 else f"批量汇总（{number}）.xlsx"
        seen = look(out / name)
        if seen is None or seen.sha256 == record.summary(name):
            return name, []
    raise WriteError(Reason.DENIED, out / FILE_NAME)


def _department(path: Path, result: Result | None, *, standing: bool) -> Row:
    state = NOT_DONE if result is None else result.outcome.value
    remark = "与上次相同，没有重做" if standing else ""
    known = result is not None
    return Row(
        {
            "单位": result.name if result else "",
            "年度": result.year or "" if result else "",
            "数据": path.name,
            "位置": str(path.parent),
            "版式": result.format_id if result else "",
            "结果": state,
            "文档数": result.documents if result else "",
            "错误": result.errors if result else "",
            "须说明": result.open_explanations if result else "",
            "提示": result.hints if result else "",
            "秒": Decimal(str(round(result.seconds, 2))) if result else "",
            "报告包": Path(result.folder).name if result and result.folder else "",
            "备注": remark if known else "",
        }
    )


def _note(note: Note, name: str, data: str) -> Row:
    return Row(
        {
            "单位": name,
            "数据": Path(data).name,
            "级别": note.severity,
            "编号": note.code,
            "位置": quoted(note.place),
            "问题": quoted(note.message),
            "提示": quoted(note.hint),
        }
    )


def gravest(results: Iterable[Outcome]) -> int:
    """The exit status of a run: that of its gravest result."""
    order = [*Outcome]
    found = max(results, key=order.index, default=Outcome.DONE)
    return found.status
