# ruff: noqa: SLF001 - the floor is made of the engine's own steps
"""Excel works for the side-by-side page: the workbooks of `bench_excel`, by every engine that can make them."""

from __future__ import annotations

import io
import json
import re
from decimal import localcontext
from typing import TYPE_CHECKING, Any

import openpyxl
from bench_excel import COLUMNS, SIZES, records, template, values, with_openpyxl
from pairs import Contender, in_process
from peers import Peer, PeerError

from reportgen.figure import EXACT, Figure
from reportgen.language.environment import TextTemplate, engine_template, make_environment
from reportgen.language.printing import Marks
from reportgen.office.package import Member, read, write
from reportgen.render.excel import compile_workbook
from reportgen.render.excel.rows import source
from reportgen.render.readback import read_back

if TYPE_CHECKING:
    from pathlib import Path

PEERS = ("exceljs", "xlsx-template", "carbone")
DEPARTMENT = "组织部"
NAMES = "abcdefghijkl"


def plain_rows(rows: list[Any]) -> list[list[Any]]:
    """The values as other engines get them: texts, and numbers in 万元."""
    found = []
    for row in rows:
        line = [row.get(name) for name in ("代码", "名称", *COLUMNS)]
        found.append(
            [float(value.value / 10000) if isinstance(value, Figure) else value for value in line]
        )
    return found


def with_xlsxwriter(sheets: int, rows: list[list[Any]]) -> bytes:
    """The workbook from nothing: XlsxWriter reads no template."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    base = {"border": 1, "font_name": "宋体", "font_size": 10, "text_wrap": True}
    title = book.add_format({"font_name": "黑体", "font_size": 18, "bold": True})
    head = book.add_format({**base, "bg_color": "#DDDDDD", "align": "center"})
    text = book.add_format({**base, "align": "center"})
    number = book.add_format({**base, "align": "right", "num_format": "0.00;-0.00;;@"})
    for index in range(sheets):
        sheet = book.add_worksheet(f"表{index + 1}")
        sheet.merge_range("A1:L1", f"{DEPARTMENT}表{index + 1}", title)
        sheet.write("L2", "单位：万元")
        sheet.write_row(2, 0, ["代码", "名称", *COLUMNS], head)
        for at, line in enumerate(rows, 3):
            sheet.set_row(at, 20)
            sheet.write_string(at, 0, line[0], text)
            sheet.write_string(at, 1, line[1], text)
            for column in range(2, 12):
                sheet.write_number(at, column, line[column], number)
        last = 3 + len(rows)
        sheet.write_string(last, 0, "合计", text)
        sheet.write_blank(last, 1, None, text)
        for column in range(2, 12):
            letter = "CDEFGHIJKL"[column - 2]
            sheet.write_formula(last, column, f"=SUM({letter}4:{letter}{last})", number)
        sheet.print_area(0, 0, last, 11)
        sheet.repeat_rows(0, 2)
        sheet.freeze_panes(3, 2)
    book.close()
    return out.getvalue()


def template_for(engine: str, sheets: int) -> bytes:
    """The template in a peer's words; exceljs fills the cells itself."""
    data = template(sheets)
    if engine == "exceljs":
        return data
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        value = "${department}" if engine == "xlsx-template" else "{d.department}"
        sheet["A1"] = sheet["A1"].value.replace("{{ 部门 }}", value)
        sheet["A4"] = sheet["A6"] = None
        for column, name in enumerate(NAMES, 1):
            if engine == "xlsx-template":
                sheet.cell(5, column).value = f"${{table:rows.{name}}}"
            else:
                more = ":formatN(6)" if column > 2 else ""
                sheet.cell(5, column).value = f"{{d.rows[i].{name}{more}}}"
                sheet.cell(6, column).value = f"{{d.rows[i+1].{name}}}"
    out = io.BytesIO()
    book.save(out)
    return with_shared_strings(out.getvalue()) if engine == "xlsx-template" else out.getvalue()


def with_shared_strings(data: bytes) -> bytes:
    """The workbook as Excel writes it, its texts in a part of their own: xlsx-template reads no other."""
    strings: list[str] = []

    def shared(found: re.Match[str]) -> str:
        strings.append(found[2])
        return f'{found[1]} t="s"><v>{len(strings) - 1}</v></c>'

    base = "http://schemas.openxmlformats.org"
    members = []
    for item in read(data):
        text = item.content.decode()
        if item.name.startswith("xl/worksheets/"):
            text = re.sub(r'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>', shared, text)
        if item.name == "[Content_Types].xml" and "sharedStrings" not in text:
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
            text = text.replace("</Types>", part)
        if item.name == "xl/_rels/workbook.xml.rels":
            text = text.replace('Target="/xl/', 'Target="')
        if item.name == "xl/_rels/workbook.xml.rels" and "sharedStrings" not in text:
            kind = f"{base}/officeDocument/2006/relationships/sharedStrings"
            link = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/>'
            text = text.replace("</Relationships>", f"{link}</Relationships>")
        members.append(Member(item.name, (text.encode(),)))
    listed = "".join(f"<si>{text}</si>" for text in strings)
    table = f'<sst xmlns="{base}/spreadsheetml/2006/main" count="{len(strings)}">{listed}</sst>'
    return write([*members, Member("xl/sharedStrings.xml", (table.encode(),))], "small")


def body_values(document: bytes) -> list[list[tuple[Any, ...]]]:
    """The repeated rows of each sheet, numbers to the sixth decimal, empty rows and totals left out.

    A number that is stored as text counts as a number: carbone writes no other.
    """
    found = []
    for sheet in values(document):
        rows = [(*row[:2], *map(_number, row[2:])) for row in sheet]
        found.append(
            [row for row in rows if row[0] and len(str(row[0])) == 7 and str(row[0]).isdigit()]
        )
    return found


def _number(value: Any) -> Any:
    try:
        return round(float(value), 6)
    except (TypeError, ValueError):
        return value


class SheetWork:
    """One work: our workbook and its floor, openpyxl's, XlsxWriter's, and the peers' of the same values."""

    def __init__(self, name: str, folder: Path, place: Path | None) -> None:
        self.name = name
        self.sheets, count = SIZES[name]
        self.template, self.rows = template(self.sheets), records(count)
        self.plain = plain_rows(self.rows)
        compiled, findings = compile_workbook(self.template, "模板.xlsx", make_environment())
        assert compiled is not None, findings
        self.compiled = compiled
        ours = self.ours("small")
        slow = with_openpyxl(self.template, self.rows, DEPARTMENT)
        assert values(ours) == values(slow), "the results differ"
        wanted = body_values(ours)
        self.cells = sum(len(row) for sheet in values(ours) for row in sheet)
        self.left_out: dict[str, str] = {}
        assert body_values(with_xlsxwriter(self.sheets, self.plain)) == wanted
        self.peers: dict[str, Peer] = {}
        self.parts = self._parts()
        self.typed = self._typed()
        for engine in PEERS if place else ():
            self._add_peer(engine, folder, place, wanted)

    def _add_peer(self, engine: str, folder: Path, place: Path, wanted: list[Any]) -> None:
        path, data = folder / f"{self.name}-{engine}.xlsx", folder / f"{self.name}-{engine}.json"
        path.write_bytes(template_for(engine, self.sheets))
        rows = self.plain
        if engine != "exceljs":
            rows = [dict(zip(NAMES, row, strict=True)) for row in rows]
        data.write_text(
            json.dumps({"department": DEPARTMENT, "rows": rows}, ensure_ascii=False), "utf-8"
        )
        try:
            peer = Peer(place, engine, path, data)
            made = body_values(peer.make(folder / f"{self.name}-{engine}-made.xlsx"))
        except PeerError as error:
            self.left_out[engine] = str(error)
            return
        except Exception as error:  # noqa: BLE001 - openpyxl raises whatever it meets
            self.left_out[engine] = f"openpyxl cannot read it: {str(error)[:60]}"
            return
        if made == wanted:
            self.peers[engine] = peer
        else:
            self.left_out[engine] = "holds other values"
            peer.close()

    def ours(self, compression: str) -> bytes:
        rendered, problems = self.compiled.render({"行们": self.rows, "部门": DEPARTMENT})
        assert rendered is not None, problems
        return write(rendered.members, compression)  # type: ignore[arg-type]

    def _parts(self) -> dict[str, bytes]:
        rendered, _ = self.compiled.render({"行们": self.rows, "部门": DEPARTMENT})
        assert rendered is not None
        return {item.name: item.content for item in rendered.members if item.packed is None}

    def _typed(self) -> list[TextTemplate]:
        """The sources of the sheets with every tag as it is typed."""
        found = [item for item in self.compiled._template.sheets if item.program is not None]
        env = self.compiled._env
        return [engine_template(env, source(item.body, lambda *_: True)) for item in found]

    def floor(self, compression: str) -> bytes:
        """Nothing but evaluating the tags as they are typed with the same names and marks, deflating the
        parts, writing. The engine itself asks loop rows for their names, and figures for their formats, a
        column at a time."""
        marks = Marks()
        names = {"行们": self.rows, "部门": DEPARTMENT}
        template = self.compiled._template
        for program in self.typed:
            rows: list[Any] = []
            given = {**names, "__row": rows.append, "__begin": lambda _: None}
            with localcontext(EXACT):
                for _ in program.pieces(given, marks):
                    pass
        fixed = template.book.fixed
        members = [
            Member(name, (self.parts[name],)) if name in self.parts else fixed[name]
            for name in template.book.order
        ]
        return write(members, compression)  # type: ignore[arg-type]

    def contenders(self, compressions: list[tuple[str, str]]) -> list[Contender]:
        many = {"S": 10, "M": 3, "L": 1}[self.name]
        found = [
            Contender(
                "openpyxl", in_process(lambda: with_openpyxl(self.template, self.rows, DEPARTMENT))
            )
        ]
        for label, compression in compressions:
            ours = in_process(lambda c=compression: self.ours(c))
            floor = in_process(lambda c=compression: self.floor(c))
            found += [
                Contender(f"reportgen, {label}", ours, many),
                Contender(f"floor, {label}", floor, many),
            ]
        writer = in_process(lambda: with_xlsxwriter(self.sheets, self.plain))
        found.append(Contender("XlsxWriter (no template)", writer))
        found += [Contender(name, peer.seconds) for name, peer in self.peers.items()]
        return found

    def checks(self) -> dict[str, Any]:
        """What follows rendering, as work of this process."""
        names = {"行们": self.rows, "部门": DEPARTMENT}
        document = self.ours("small")
        figures = list(self.compiled.render(names)[0].figures)  # type: ignore[union-attr]
        return {
            "render": lambda: self.compiled.render(names),
            "render and figure map": lambda: list(self.compiled.render(names)[0].figures),  # type: ignore[union-attr]
            "read back": lambda: read_back([("x.xlsx", document, figures)]),
        }

    def close(self) -> None:
        for peer in self.peers.values():
            peer.close()
