"""The vocabulary as a page: in Markdown, or as a Word or Excel sheet to copy tags from."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportgen.studio.vocabulary.entries import Entry, entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.compute.context import Context
    from reportgen.studio.vocabulary.uses import Use

HEADS: Final = ("标签", "意思", "单位", "例子", "用在哪里")
SUFFIXES: Final = (".md", ".xlsx", ".docx")
_SHOWN: Final = 3
_WIDTHS: Final = (44, 56, 8, 26, 60)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with the places that use it."""

    entry: Entry
    uses: tuple[str, ...]

    @property
    def where(self) -> str:
        """The first few places, and how many more there are."""
        shown, last = [], ""
        for use in self.uses[:_SHOWN]:
            file = use.partition("「")[0]
            shown.append(use.removeprefix(last) if last and file == last else use)
            last = file if "「" in use else ""
        text = "；".join(shown)
        return f"{text} 等 {len(self.uses)} 处" if len(self.uses) > _SHOWN else text

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        entry = self.entry
        return (entry.tag, entry.meaning, entry.unit, entry.example, self.where)

    def as_dict(self) -> dict[str, object]:
        entry = self.entry
        return {
            "group": entry.group,
            "tag": entry.tag,
            "meaning": entry.meaning,
            "unit": entry.unit,
            "example": entry.example,
            "uses": list(self.uses),
        }


def rows(context: Context, uses: Iterable[Use]) -> list[Row]:
    """The vocabulary of a Context, each entry with where it is used."""
    where: dict[str, list[str]] = {}
    for use in uses:
        for path in use.paths:
            where.setdefault(path, []).append(use.where)
    return [
        Row(entry, tuple(dict.fromkeys(where.get(entry.path, ())))) for entry in entries(context)
    ]


def in_groups(found: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The rows by group, in order."""
    for group, members in groupby(found, key=lambda row: row.entry.group):
        yield group, list(members)


def page(found: list[Row], title: str, suffix: str) -> bytes:
    """The page as a file of that kind: one of `SUFFIXES`."""
    if suffix == ".md":
        return _markdown(found, title).encode()
    return _workbook(found, title) if suffix == ".xlsx" else _document(found, title)


def _markdown(found: list[Row], title: str) -> str:
    lines = [f"# {title}", "", "由程序生成（`reportgen format names`），不要手工修改。"]
    for group, members in in_groups(found):
        lines += ["", f"## {group}", "", f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|"]
        for row in members:
            tag, *rest = (text.replace("|", "\\|") for text in row.cells)
            lines.append(f"| `{tag}` | {' | '.join(rest)} |")
    return "\n".join([*lines, ""])


def _workbook(found: list[Row], title: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.properties import PageSetupProperties

    from reportgen.studio.notes import width
    from reportgen.studio.workbook_writing import settled

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名称表"
    sheet.append(["一组", *HEADS])
    widths = (30, *_WIDTHS)
    for number, row in enumerate(found, start=2):
        texts = [row.entry.group.partition("：")[0], *row.cells]
        sheet.append(texts)
        lines = max(-(-width(text) // (of - 2)) for text, of in zip(texts, widths, strict=True))
        sheet.row_dimensions[number].height = 14 * max(1, lines)
    for line in sheet.iter_rows():
        for cell in line:
            cell.data_type = "s" if cell.value is not None else "n"  # never a formula
            cell.font = Font(name="宋体", size=10, bold=cell.row == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for cell in sheet[1]:
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
    for letter, of in zip("ABCDEF", widths, strict=True):
        sheet.column_dimensions[letter].width = of
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    book.properties.title = title
    stream = io.BytesIO()
    book.save(stream)
    return settled(stream.getvalue())


def _document(found: list[Row], title: str) -> bytes:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    from reportgen.office import package
    from reportgen.office.core import CORE_PART, fixed_core

    word = Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    normal = word.styles["Normal"]
    normal.font.size = Pt(9)
    normal.font.name = "宋体"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    normal.paragraph_format.space_after = Pt(0)
    word.add_heading(title, level=1)
    widths = [Cm(26.7 * width / sum(_WIDTHS)) for width in _WIDTHS]
    for group, members in in_groups(found):
        word.add_heading(group, level=2)
        table = word.add_table(1 + len(members), len(HEADS))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        head = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
        head.append(head.makeelement(qn("w:tblHeader"), {}))
        for line, texts in zip(table.rows, (HEADS, *(row.cells for row in members)), strict=True):
            for cell, text, width in zip(line._tr.tc_lst, texts, widths, strict=True):  # noqa: SLF001
                cell.width = width
                cell.p_lst[0].add_r().text = text
    word.core_properties.title = title
    stream = io.BytesIO()
    word.save(stream)
    members_of = [
        package.Member(m.name, (fixed_core(m.content),)) if m.name == CORE_PART else m
        for m in package.read(stream.getvalue())
    ]
    return package.write(members_of)
