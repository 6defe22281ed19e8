"""变更清单.xlsx: inputs changed, figures changed and where they stand, documents rewritten.

A working paper, not an official document: it carries places, and it depends on the build before. It
stays as it is until something changes again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.language.views import Record
from reportgen.pack.changes import CHANGE_LIST
from reportgen.pack.layout import Layout
from reportgen.pack.manifest import read_limited
from reportgen.pack.merging import UNMERGED_FILE
from reportgen.pack.plan import Document
from reportgen.pack.report import quoted, template_among
from reportgen.render.documents import render_document
from reportgen.writer import WriteError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Format
    from reportgen.language.environment import Environment
    from reportgen.merge.outcome import Told
    from reportgen.pack.changes import Changes, Recorded
    from reportgen.pack.merging import Edited
    from reportgen.pack.prepare import Prepared

LONGEST: Final = 20_000
"""Rows of a kind in the list: where more changed, everything did."""


@frozen
class Paper:
    """What the list is printed with: the format, and the names 部门 and 年度."""

    format: Format
    environment: Environment
    department: object
    year: int

    @staticmethod
    def of(prepared: Prepared) -> Paper:
        """For a data set at hand."""
        context = prepared.context
        return Paper(context.format, context.environment, context.names["部门"], prepared.year.year)


def change_list(
    paper: Paper, changes: Changes, edits: Sequence[Edited] = (), *, draft: bool
) -> tuple[Document | None, list[Finding]]:
    """The list of what changed since the last build, and what became of hand edits."""
    names: dict[str, object] = {
        "部门": paper.department,
        "年度": paper.year,
        "草稿": draft,
        "版式": paper.format.name,
        "数据变动": [
            Record({"名称": i.key, "位置": i.place, "原值": i.old, "现值": i.new})
            for i in changes.inputs[:LONGEST]
        ],
        "数字变动": [
            Record(
                {"文档": f.document, "位置": f.where, "名称": f.key, "原值": f.old, "现值": f.new}
            )
            for f in changes.figures[:LONGEST]
        ],
        "文档变动": [
            Record({"文档": document.name, "变动": document.what}) for document in changes.documents
        ],
        "手工修改": [
            Record(
                {
                    "文档": edited.name,
                    "情况": told.kind,
                    "位置": quoted(told.spot),
                    "您的": quoted(told.hers),
                    "原生成": quoted(told.old),
                    "现生成": quoted(told.new),
                }
            )
            for edited in edits
            for told in edited.told
        ][:LONGEST],
    }
    template = template_among(paper.format.folders, CHANGE_LIST)
    rendered, faults = render_document(template, paper.environment, names)
    if rendered is None:
        return None, faults
    return Document(CHANGE_LIST, rendered[0], official=False), faults


def unmerged_list(
    paper: Paper, unmerged: Sequence[tuple[str, Told]]
) -> tuple[Document | None, list[Finding]]:
    """未合并的修改.docx: new text that has no place in documents that she edited."""
    names: dict[str, object] = {
        "部门": paper.department,
        "年度": paper.year,
        "未合并": [
            Record(
                {
                    "文档": name,
                    "位置": quoted(told.spot),
                    "原生成": quoted(told.old),
                    "现生成": quoted(told.new),
                }
            )
            for name, told in unmerged
        ],
    }
    template = template_among(paper.format.folders, UNMERGED_FILE)
    rendered, faults = render_document(template, paper.environment, names)
    if rendered is None:
        return None, faults
    return Document(UNMERGED_FILE, rendered[0], official=False), faults


def last_list(folder: Path, recorded: Recorded | None) -> Document | None:
    """The list of an earlier build as it was generated; None where there is none."""
    if recorded is None or recorded.manifest.find(CHANGE_LIST) is None:
        return None
    try:
        data = read_limited(Layout.of(folder).generated(CHANGE_LIST))
    except (WriteError, OSError, ValueError):
        return None
    return None if data is None else Document(CHANGE_LIST, data, official=False)
