"""Word works for the side-by-side page: one template in each engine's words, the same texts in all.

The peers are given finished texts; docxtpl and reportgen print the numbers themselves.
"""

from __future__ import annotations

import io
import json
from decimal import localcontext
from typing import TYPE_CHECKING, Any

from bench_word import (
    COLUMNS,
    WAN,
    as_figures,
    body,
    bordered,
    by_docxtpl,
    canonical,
    plain_environment,
    report_data,
    report_template,
    saved,
    score_data,
    score_template,
    styled,
)
from docx import Document
from docx.oxml.ns import qn
from pairs import Contender, in_process
from peers import Peer, PeerError

from reportgen.figure import EXACT
from reportgen.language.environment import make_environment
from reportgen.language.limits import Run
from reportgen.office.package import Member, write
from reportgen.render.read_parts import spots
from reportgen.render.readback import read_back
from reportgen.render.word import compile_document
from reportgen.render.word.marks import PartMarks
from reportgen.render.word.values import HELPERS

if TYPE_CHECKING:
    from pathlib import Path

PEERS = ("docxtemplater", "easy-template-x", "docx-templates", "carbone")
LETTERS = "abcdefg"
SCORES = ("一级", "二级", "三级", "目标", "实际", "分值", "得分")


def words(engine: str) -> dict[str, Any]:
    """How an engine writes a value, a value of a row, and the rows around a repeated one."""
    if engine == "carbone":
        return {
            "value": lambda name: f"{{d.{name}}}",
            "cell": lambda rows, name: f"{{d.{rows}[i].{name}}}",
            "before": None,
            "after": lambda rows, name: f"{{d.{rows}[i+1].{name}}}",
        }
    if engine == "docx-templates":
        return {
            "value": lambda name: f"+++INS {name}+++",
            "cell": lambda _, name: f"+++INS $row.{name}+++",
            "before": lambda rows: f"+++FOR row IN {rows}+++",
            "after": "+++END-FOR row+++",
        }
    return {
        "value": lambda name: f"{{{name}}}",
        "cell": lambda _, name: f"{{{name}}}",
        "before": None,
        "after": None,
    }


def loop_rows(table: Any, at: int, engine: str, rows: str, names: str, columns: int) -> None:
    """The repeated row of a table, with the rows around it that the engine asks for."""
    said = words(engine)
    if said["before"]:
        styled(table.cell(at, 0), said["before"](rows))
        at += 1
    for column in range(columns):
        text = said["cell"](rows, names[column])
        if engine in {"docxtemplater", "easy-template-x"}:
            text = (f"{{#{rows}}}" * (column == 0)) + text
            text += ("{/}" if engine == "docxtemplater" else f"{{/{rows}}}") * (
                column == columns - 1
            )
        styled(table.cell(at, column), text)
    if engine == "carbone":
        for column in range(columns):
            styled(table.cell(at + 1, column), said["after"](rows, names[column]))
    elif said["after"]:
        styled(table.cell(at + 1, 0), said["after"])


def extra_rows(engine: str) -> int:
    return {"docx-templates": 2, "carbone": 1}.get(engine, 0)


def report_for(engine: str) -> bytes:
    """The long report in a peer's words."""
    value = words(engine)["value"]
    document = Document()
    document.add_heading(f"{value('department')}{value('year')}年度部门整体绩效评价报告", 1)
    for number in range(8):
        document.add_heading(f"表{number + 1} {value(f'name{number}')}", 2)
        for _ in range(4):
            document.add_paragraph(
                f"{value('department')}本年支出 {value('total')} 万元，{value('change')} {value('difference')} 万元。"
            )
        table = document.add_table(rows=2 + extra_rows(engine), cols=len(COLUMNS) + 1)
        bordered(table)
        for at, name in enumerate(("科目", *COLUMNS)):
            styled(table.cell(0, at), name)
        loop_rows(table, 1, engine, f"rows{number}", LETTERS, len(COLUMNS) + 1)
    return saved(document)


def score_for(engine: str) -> bytes:
    """The score form in a peer's words."""
    value = words(engine)["value"]
    document = Document()
    document.add_heading(f"{value('year')}年度项目支出绩效自评表", 1)
    document.add_paragraph(f"项目名称：{value('project')}　单位：{value('department')}")
    table = document.add_table(rows=3 + extra_rows(engine), cols=7)
    bordered(table)
    for at, name in enumerate(("一级", "二级", "三级指标", "目标值", "实际值", "分值", "得分")):
        styled(table.cell(0, at), name)
    loop_rows(table, 1, engine, "rows", LETTERS, 7)
    last = 2 + extra_rows(engine)
    styled(table.cell(last, 0), "总分")
    styled(table.cell(last, 6), value("sum"))
    return saved(document)


def texts_for(work: str, data: dict) -> dict:
    """The data as texts, as the peers get them."""
    two = plain_environment().filters["两位"]
    if work == "report":
        found = {
            "department": data["部门"]["名称"],
            "year": data["年度"],
            "total": two(data["合计"] / WAN),
            "change": "比上年增加",
            "difference": two(data["增减"] / WAN),
        }
        for number in range(8):
            table = data[f"表{number}"]
            found[f"name{number}"] = table["名称"]
            found[f"rows{number}"] = [
                dict(zip(LETTERS, [row["名称"], *(two(row[c] / WAN) for c in COLUMNS)], strict=True))
                for row in table["行"]
            ]  # fmt: skip
        return found
    return {
        "department": data["部门"]["名称"],
        "year": data["年度"],
        "project": data["项目"]["名称"],
        "sum": two(data["总分"]),
        "rows": [
            dict(zip(LETTERS, [*(row[n] for n in SCORES[:5]), two(row["分值"]), two(row["得分"])], strict=True))
            for row in data["指标"]
        ],
    }  # fmt: skip


def paragraphs(document: bytes) -> list[str]:
    """The texts of a document's paragraphs, empty ones left out."""
    root = Document(io.BytesIO(document)).element.body
    found = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in root.iter(qn("w:p")))
    return [text for text in found if text.strip()]


class WordWork:
    """One work: our document and its floor, docxtpl's, and the peers' that print the same."""

    def __init__(self, name: str, folder: Path, place: Path | None, scale: int = 1) -> None:
        self.name = name
        report = name == "report"
        self.data = report_data() if report else score_data()
        if scale > 1:
            for number in range(8):
                self.data[f"表{number}"]["行"] *= scale
        self.figures = as_figures(self.data)
        self.template = report_template() if report else score_template()
        compiled, findings = compile_document(self.template, f"{name}.docx", make_environment())
        assert compiled is not None, findings
        self.compiled = compiled
        ours = self.ours("small")
        theirs = by_docxtpl(self.template, self.data)
        assert canonical(body(ours)) == canonical(body(theirs)), "the parts differ"
        self.size = len(body(ours))
        self.peers: dict[str, Peer] = {}
        self.left_out: dict[str, str] = {}
        for engine in PEERS if place else ():
            self._add_peer(engine, folder, place, paragraphs(ours))

    def _add_peer(self, engine: str, folder: Path, place: Path, wanted: list[str]) -> None:
        template, data = folder / f"{self.name}-{engine}.docx", folder / f"{self.name}.json"
        template.write_bytes((report_for if self.name == "report" else score_for)(engine))
        data.write_text(json.dumps(texts_for(self.name, self.data), ensure_ascii=False), "utf-8")
        try:
            peer = Peer(place, engine, template, data)
            made = paragraphs(peer.make(folder / f"{self.name}-{engine}-made.docx"))
        except PeerError as error:
            self.left_out[engine] = str(error)
            return
        if made == wanted:
            self.peers[engine] = peer
        else:
            differ = next(
                (pair for pair in zip(made, wanted, strict=False) if pair[0] != pair[1]), ("", "")
            )
            self.left_out[engine] = f"prints other texts: {differ[0][:30]} / {differ[1][:30]}"
            peer.close()

    def ours(self, compression: str) -> bytes:
        rendered, faults = self.compiled.render(self.figures)
        assert rendered is not None, faults
        return write(rendered.members, compression)  # type: ignore[arg-type]

    def floor(self, compression: str) -> bytes:
        """Nothing but evaluating the tags with the same names and marks, joining, deflating, writing."""
        made = {}
        for part in self.compiled.parts:
            run = Run(part.environment.limits, PartMarks())
            with localcontext(EXACT):
                pieces = list(part.template.raw_pieces({**self.figures, **HELPERS}, run))
            made[part.member] = b"".join(
                item
                if isinstance(item, bytes)
                else (item[0] if isinstance(item, tuple) else item).encode()
                for item in pieces
            )
        members = [
            Member(item.name, (made[item.name],)) if item.name in made else item
            for item in self.compiled.members
        ]
        return write(members, compression)  # type: ignore[arg-type]

    def contenders(self, compressions: list[tuple[str, str]]) -> list[Contender]:
        many = 4 if self.name == "report" else 20
        found = [
            Contender("docxtpl", in_process(lambda: by_docxtpl(self.template, self.data)),
                      1 if self.name == "report" else 4)
        ]  # fmt: skip
        for label, compression in compressions:
            ours = in_process(lambda c=compression: self.ours(c))
            floor = in_process(lambda c=compression: self.floor(c))
            found += [
                Contender(f"reportgen, {label}", ours, many),
                Contender(f"floor, {label}", floor, many),
            ]
        found += [Contender(name, peer.seconds) for name, peer in self.peers.items()]
        return found

    def checks(self) -> dict[str, Any]:
        """What follows rendering: the figure map and the reading back, as work of this process."""
        document = self.ours("small")
        rendered, _ = self.compiled.render(self.figures)
        assert rendered is not None
        figures = list(rendered.figures)
        return {
            "render": lambda: self.compiled.render(self.figures),
            "render and figure map": lambda: list(self.compiled.render(self.figures)[0].figures),
            "read back": lambda: read_back([("x.docx", document, figures)]),
            "parse and name paragraphs": lambda: list(spots(document)),
        }

    def close(self) -> None:
        for peer in self.peers.values():
            peer.close()
