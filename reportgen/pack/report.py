"""校验报告.xlsx: every relation with both sides, every finding, every explanation.

A working paper, not an official document: it carries places, so it may differ between YAML and
workbook. It is rendered through a template like every other document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.checks.wording import wording
from reportgen.compute.evaluation import NAME as EVALUATION
from reportgen.figure import EXACT, places
from reportgen.formats.library import GENERAL, built_in
from reportgen.language.views import Record
from reportgen.pack.plan import Document
from reportgen.render.documents import render_document

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.checks import Outcome
    from reportgen.finding import Finding
    from reportgen.pack.prepare import Prepared

FILE_NAME = "校验报告.xlsx"
_SHOWN_PLACES = 50
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")


def check_report(
    prepared: Prepared, findings: list[Finding], *, draft: bool
) -> tuple[Document | None, list[Finding]]:
    """The report over the prepared data set and what rendering found besides."""
    unit = prepared.year.money_unit
    names: dict[str, object] = {
        "部门": prepared.context.names["部门"],
        "年度": prepared.year.year,
        "草稿": draft,
        "版式": prepared.context.format.name,
        "关系": [_relation(outcome, unit) for outcome in prepared.outcomes],
        "问题": [_problem(finding) for finding in [*prepared.findings, *findings]],
        "已说明": [_explained(finding, text) for finding, text in prepared.explained],
        "整体评分": _scores(prepared),
    }
    template = general_template(prepared, FILE_NAME)
    rendered, faults = render_document(template, prepared.context.environment, names)
    if rendered is None:
        return None, faults
    return Document(FILE_NAME, rendered[0], official=False), faults


def general_template(prepared: Prepared, name: str) -> Path:
    """The template of a working paper: a format may bring its own; else the general one."""
    return template_among(prepared.context.format.folders, name)


def template_among(folders: tuple[Path, ...], name: str) -> Path:
    """The same by the folders of a format."""
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    return built_in() / GENERAL / name


def _scores(prepared: Prepared) -> list[object]:
    """整体评价, for a sheet of its own: a list of one, so that a pack without it has no such sheet."""
    if prepared.context.evaluation is None:
        return []
    return [prepared.context.names[EVALUATION]]


def _relation(outcome: Outcome, unit: str) -> Record:
    left, right = outcome.left, outcome.right
    shown = left is not None and right is not None
    measure = left.unit or right.unit if left is not None and right is not None else ""
    return Record(
        {
            "编号": outcome.number,
            "名称": outcome.name,
            "对象": outcome.subject,
            "左名": outcome.left_name,
            "左": wording(left, unit, measure) if left is not None else "",
            "关系": outcome.relation,
            "右名": outcome.right_name,
            "右": wording(right, unit, measure) if right is not None else "",
            "差": wording(EXACT.subtract(left.number, right.number), unit, measure)
            if left is not None and right is not None
            else "",
            "结果": outcome.status.value,
            "左来源": _places(outcome.left) if shown and outcome.finding else "",
            "右来源": _places(outcome.right) if shown and outcome.finding else "",
        }
    )


def _places(figure: object) -> str:
    from reportgen.figure import Figure

    if not isinstance(figure, Figure):
        return ""
    found = places(figure, _SHOWN_PLACES + 1)
    more = "…" if len(found) > _SHOWN_PLACES else ""
    return "；".join(map(str, found[:_SHOWN_PLACES])) + more


def _problem(finding: Finding) -> Record:
    return Record(
        {
            "级别": finding.severity.value,
            "编号": finding.code,
            "位置": quoted(str(finding.place) if finding.place else ""),
            "问题": quoted(finding.message),
            "提示": quoted(finding.hint),
            "相关位置": quoted("；".join(map(str, finding.related))),
        }
    )


def quoted(text: str) -> str:
    """A text from elsewhere, with tags set apart: a tag in a finished sheet is one that was not filled."""
    text = _PRIVATE.sub("□", text)
    return text.replace("{{", "{ {").replace("}}", "} }").replace("{%", "{ %").replace("%}", "% }")


def _explained(finding: Finding, text: str) -> Record:
    return Record({**{n: _problem(finding).get(n) for n in ("编号", "位置", "问题")}, "说明": text})
