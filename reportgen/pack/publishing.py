"""公开检查表.xlsx: whether the public edition has what must be published, and by which day.

Required tables (the list 公开表 of a format), notes under empty ones, and the 20 days after approval:
财预〔2016〕143号. A working paper; what it finds are 提示, since districts name their tables differently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from reportgen.language.views import Record
from reportgen.pack import edition_kinds as kinds
from reportgen.pack.plan import Document
from reportgen.pack.report import general_template
from reportgen.place import Place
from reportgen.render.documents import render_document
from reportgen.render.read_parts import UnreadableError, spots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.finding import Finding
    from reportgen.pack.editions import Withheld
    from reportgen.pack.prepare import Prepared

FILE_NAME: Final = "公开检查表.xlsx"
LIST: Final = "公开表"
APPROVED: Final = "批复日期"
PUBLISHED: Final = "公开日期"
DAYS: Final = 20
_SECTIONS: Final = ("公开", "部门")
_LONGEST_TITLE: Final = 50
_BLANKS: Final = re.compile(r"\s+")
_AFTER_TITLE: Final = re.compile(r"[（(][^（()）]*[)）]$")
_NOT_ZERO: Final = re.compile(r"[1-9]")
_NOTE: Final = re.compile(r"^\s*(注|备注|说明)\s*[：:]|空表|无数据|没有数据|本表无")


@dataclass(slots=True)
class Table:
    """A table that stands in a document: its printed name, and whether it has figures and a note."""

    document: str
    name: str
    filled: bool = False
    note: str = ""


@dataclass(slots=True)
class Checklist:
    """The rows of the list, and what is to be told."""

    tables: list[Record] = field(default_factory=list)
    others: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def checklist(
    prepared: Prepared, documents: Sequence[Document], withheld: Withheld
) -> tuple[Document | None, list[Finding]]:
    """The checklist of a public edition, and what is missing in it."""
    found = Checklist()
    _check_tables(prepared, list(_tables(documents)), found)
    _check_dates(prepared, found)
    secrets, texts = len(withheld.projects), len(withheld.texts)
    _row(found, "涉密项目", f"{secrets} 个没有列出" if secrets else "没有标明涉密的项目", "")
    _row(found, "电话等不公开的内容", f"{texts} 处留空" if texts else "没有", "")
    names: dict[str, object] = {
        "部门": prepared.context.names["部门"],
        "年度": prepared.year.year,
        LIST: found.tables,
        "其他事项": found.others,
    }
    template = general_template(prepared, FILE_NAME)
    rendered, faults = render_document(template, prepared.context.environment, names)
    findings = [*found.findings, *faults]
    if rendered is None:
        return None, findings
    return Document(FILE_NAME, rendered[0], official=False), findings


def deadline(approved: date) -> date:
    """The last day for publishing after approval."""
    return approved + timedelta(days=DAYS)


def _check_tables(prepared: Prepared, tables: list[Table], found: Checklist) -> None:
    for row in prepared.context.format.lists.get(LIST, ()):
        name = str(row.get("名称") or "")
        wanted = [name, *_texts(row.get("叫法"))]
        not_this = _texts(row.get("不含"))
        matching = [t for t in tables if _is_called(t.name, wanted, not_this)]
        table = next((t for t in matching if t.filled), matching[0] if matching else None)
        if table is None:
            state, note = "没有找到", "缺的补上；叫法不同的请核对"
            found.findings.append(kinds.NO_TABLE.at(None, name=name))
        elif table.filled:
            state, note = "有", ""
        elif table.note:
            state, note = "空表，有说明", table.note
        else:
            state, note = "空表，没有说明", "在表下加一行说明"
            found.findings.append(kinds.NO_NOTE.at(Place(table.document), name=table.name))
        found.tables.append(
            Record(
                {
                    "名称": name,
                    "印作": table.name if table else "",
                    "文档": table.document if table else "",
                    "情况": state,
                    "说明": note,
                }
            )
        )


def _check_dates(prepared: Prepared, found: Checklist) -> None:
    approved, place = _date(prepared, APPROVED)
    published, published_place = _date(prepared, PUBLISHED)
    if approved is None:
        found.findings.append(kinds.NO_APPROVAL.at(prepared.year.department.place()))
        _row(found, "批复日期", "没有填", "填了才算得出最迟公开的日子")
        return
    last = deadline(approved)
    _row(found, "批复日期", _day(approved), str(place))
    _row(found, "最迟公开", _day(last), f"批复后 {DAYS} 日内")
    if published is None:
        _row(found, "公开日期", "没有填", "公开后填上")
    elif published > last:
        _row(found, "公开日期", _day(published), f"晚了 {(published - last).days} 天")
        found.findings.append(
            kinds.LATE.at(
                published_place,
                approved=_day(approved),
                deadline=_day(last),
                published=_day(published),
                days=(published - last).days,
            )
        )
    else:
        _row(found, "公开日期", _day(published), "在期限以内")


def _date(prepared: Prepared, name: str) -> tuple[date | None, Place | None]:
    for section in _SECTIONS:
        record = prepared.year.records.get(section)
        if record is not None and record.text(name):
            try:
                return date.fromisoformat(record.text(name)), record.place(name)
            except ValueError:
                continue
    return None, None


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _row(found: Checklist, item: str, result: str, remark: str) -> None:
    found.others.append(Record({"事项": item, "结果": result, "说明": remark}))


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []


def _is_called(title: str, wanted: Iterable[str], not_this: Iterable[str]) -> bool:
    plain = _plain(title)
    return any(_plain(name) in plain for name in wanted) and not any(
        _plain(word) in plain for word in not_this
    )


def _plain(text: str) -> str:
    return re.sub(r"[“”\"‘’《》]", "", _BLANKS.sub("", text))


def _tables(documents: Sequence[Document]) -> Iterable[Table]:
    """The tables of the documents: a sheet each, or what stands below a title in Word."""
    for document in documents:
        if not document.official:
            continue
        printed = {
            (figure.part, figure.spot.partition("@")[0])
            for figure in document.figures
            if _NOT_ZERO.search(figure.text)
        }
        try:
            yield from _in_document(document, printed)
        except UnreadableError:
            continue


def _in_document(document: Document, printed: set[tuple[str, str]]) -> Iterable[Table]:
    in_excel = document.name.lower().endswith(".xlsx")
    table: Table | None = None
    for spot in spots(document.data):
        if in_excel:
            starts = table is None or table.name != spot.part
            title = spot.part
        else:
            title = _BLANKS.sub("", spot.text)
            bare = _AFTER_TITLE.sub("", title)
            starts = len(title) <= _LONGEST_TITLE and bare.endswith("表") and "格" not in spot.spot
        if starts:
            if table is not None:
                yield table
            table = Table(document.name, title)
        if table is not None and not (starts and not in_excel):
            table.filled |= (spot.part, spot.spot) in printed
            if not table.note and _NOTE.search(spot.text):
                table.note = spot.text.strip()
    if table is not None:
        yield table
