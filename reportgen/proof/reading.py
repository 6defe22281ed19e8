"""Reads a finished document (.docx, .xlsx, .txt, .md; the text of a .pdf) into paragraphs and tables.

Cells of a workbook are read as they are shown: a number with as many decimals as its format has.
What cannot be read is a finding.
"""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from reportgen.figure import round_half_up
from reportgen.place import Place
from reportgen.proof import kinds
from reportgen.proof.document import Cell, Document, Paragraph, Table, joined, squeezed
from reportgen.studio.word_blocks import PARAGRAPH, W, blocks, reach
from reportgen.unread import why_unread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.finding import Finding

LARGEST: Final = 64 * 2**20
MOST_CELLS: Final = 400_000
_RULE: Final = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
_DECIMALS: Final = re.compile(r"0\.(0+)")
_NOTE: Final = re.compile(
    r"单位[:：]|截[止至]时间|^(?:部门)?公开\d+表|^表\s*\d|^[（(]20\d\d年度?[)）]"
)
LONGEST_NOTE: Final = 60
"""So long is a line of number, unit and department between a title and its table at most."""
_OLD: Final = "不是 Word、Excel 或文字文件（旧格式的 .doc、.xls 请先另存为 .docx、.xlsx）"
_CLOSED: Final = re.compile(
    r"(?<=[\u4e00-\u9fff\d，。、：；（）“”%.])\s+(?=[\u4e00-\u9fff\d，。、：；（）“”%.])"
)
_ITEM: Final = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.．、](?!\d)|20\d\d年|注：|说明：)"
)
_CELLS: Final = re.compile(
    r"\d\.\d\d[\d-]|\d,\d{3},?\d{0,2}[\u4e00-\u9fff]{2,}支出\d|[\u4e00-\u9fff]\d{5,7}[\u4e00-\u9fff]"
)
"""Figures that run into each other: cells of a table, one behind the other."""
_BREAK: Final = re.compile(r"<br\s*/?>|</?p>", re.IGNORECASE)


def read_document(path: Path) -> tuple[Document | None, list[Finding]]:
    """The document in a file; None, and why, where there is none."""
    place = Place(path.name)
    try:
        if path.stat().st_size > LARGEST:
            return None, [kinds.UNREADABLE.at(place, name=path.name, why="文件太大")]
        data = path.read_bytes()
    except OSError as error:
        return None, [kinds.UNREADABLE.at(place, name=path.name, why=why_unread(error))]
    try:
        if data.startswith(b"PK"):
            blocks = list(_package(path))
        elif data.startswith(b"%PDF"):
            blocks = list(_pages(path))
        elif b"\0" in data[:4096]:
            return None, [kinds.UNREADABLE.at(place, name=path.name, why=_OLD)]
        else:
            blocks = list(_lines(_decoded(data), path.name))
    except (ValueError, KeyError, zipfile.BadZipFile, SyntaxError, OSError) as error:
        why = str(error) if isinstance(error, ValueError) and _chinese(str(error)) else "文件损坏"
        return None, [kinds.UNREADABLE.at(place, name=path.name, why=why)]
    return Document(path.name, joined([b for b in blocks if _says(b)])), []


def _chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def _says(block: Paragraph | Table) -> bool:
    return bool(block.rows) if isinstance(block, Table) else bool(block.text.strip())


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("看不出是哪种文字编码")


def _package(path: Path) -> Iterator[Paragraph | Table]:
    with zipfile.ZipFile(path) as opened:
        names = set(opened.namelist())
        if sum(item.file_size for item in opened.infolist()) > 8 * LARGEST:
            raise ValueError("解开后太大")
    if "word/document.xml" in names:
        yield from _word(path)
    elif "xl/workbook.xml" in names:
        yield from _workbook(path)
    else:
        raise ValueError("不是 Word 或 Excel 文件")


def _word(path: Path) -> Iterator[Paragraph | Table]:
    import docx

    body = docx.Document(str(path)).element.body
    paragraphs = tables = 0
    above = ""
    for element in blocks(body):
        if element.tag == PARAGRAPH:
            paragraphs += 1
            text = _text(element)
            above = _title(above, text)
            yield Paragraph(text, Place(path.name, detail=f"第{paragraphs}段"))
        else:
            tables += 1
            rows = _word_rows(element, path.name, f"表{tables}")
            yield Table(_even(rows, path.name), Place(path.name, detail=f"表{tables}"), above)


def _title(above: str, text: str) -> str:
    """The words above a table: the last paragraph, with the one before where it names unit or number."""
    if not text:
        return above
    if above and len(text) <= LONGEST_NOTE and _NOTE.search(squeezed(text)):
        return f"{above[-LONGEST_NOTE * 2 :]} {text}"
    return text


def _text(element: Any) -> str:
    """The text of a paragraph or cell; deleted text of tracked changes is left out."""
    pieces: list[str] = []
    for item in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}p"):
        if item.tag == f"{W}t":
            pieces.append(item.text or "")
        elif item.tag == f"{W}p":
            if pieces:
                pieces.append("\n")
        else:
            pieces.append(" ")
    return "".join(pieces).strip()


def _word_rows(table: Any, name: str, label: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for number, row in enumerate(table.iterchildren(f"{W}tr"), 1):
        cells: list[Cell] = []
        for at, cell in enumerate(row.iterchildren(f"{W}tc"), 1):
            place = Place(name, detail=f"{label} 第{number}行第{at}格")
            span, down = reach(cell)
            column = len(cells)
            if down and rows and column < len(rows[-1]):
                cells += [Cell(rows[-1][column].text, place, copy=True)] * min(span, 60)
            else:
                cells.append(Cell(_text(cell), place))
                cells += [Cell(_text(cell), place, copy=True)] * (min(span, 60) - 1)
        rows.append(cells)
    return rows


def _even(rows: list[list[Cell]], name: str) -> list[list[Cell]]:
    width = max((len(row) for row in rows), default=0)
    blank = Cell("", Place(name), copy=True)
    return [[*row, *[blank] * (width - len(row))] for row in rows]


def _workbook(path: Path) -> Iterator[Paragraph | Table]:
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True)
    total = 0
    for sheet in book.worksheets:
        total += (sheet.max_row or 0) * (sheet.max_column or 0)
        if total > MOST_CELLS:
            raise ValueError("格子太多")
        covered = {
            (row, column): (area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        rows: list[list[Cell]] = []
        for cells in sheet.iter_rows():
            row: list[Cell] = []
            for cell in cells:
                own = (cell.row or 0, cell.column or 0)
                first = covered.get(own, own)
                shown = _shown(sheet.cell(*first))
                place = Place(path.name, sheet=sheet.title, cell=cell.coordinate)
                row.append(Cell(shown, place, copy=first != own))
            rows.append(row)
        title = next(
            (cell.text for row in rows[:5] for cell in row if squeezed(cell.text)), sheet.title
        )
        yield from _apart(rows, Place(path.name, sheet=sheet.title), f"{sheet.title} {title}")


def _apart(rows: list[list[Cell]], place: Place, title: str) -> Iterator[Paragraph | Table]:
    """The rows of a sheet as a table; rows of one long text are paragraphs besides."""
    kept: list[list[Cell]] = []
    for row in rows:
        said = [cell for cell in row if cell.text.strip() and not cell.copy]
        if len(said) == 1 and len(said[0].text) > 40:
            yield Paragraph(said[0].text, said[0].place)
        elif said:
            kept.append(row)
    yield Table(kept, place, title)


def _shown(cell: Any) -> str:
    """The value of a cell as it is shown: percentages with their sign, decimals as formatted."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    style = str(cell.number_format or "")
    positive = style.split(";", maxsplit=1)[0]
    decimals = _DECIMALS.search(positive)
    if re.search(r'"[^"]*%[^"]*"|\\%', positive):  # the sign is only written behind
        return f"{round_half_up(number, len(decimals[1]) if decimals else 0):f}%"
    if "%" in positive:
        return f"{round_half_up(number * 100, len(decimals[1]) if decimals else 0):f}%"
    if decimals:
        return f"{round_half_up(number, len(decimals[1])):f}"
    if re.fullmatch(r"#,##0|0", positive):
        return f"{round_half_up(number, 0):f}"
    return f"{round_half_up(number, 8).normalize():f}"


def _pages(path: Path) -> Iterator[Paragraph | Table]:
    """The running text of a PDF; its tables are passed over, since blank cells leave no trace in it."""
    try:
        import pypdf
    except ImportError:
        raise ValueError("读 PDF 还要一个部件，请先运行 pip install pypdf") from None
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    except (pypdf.errors.PyPdfError, RecursionError) as error:
        raise ValueError("文件损坏，或加了密码") from error
    if not any(text.strip() for text in pages):
        raise ValueError("里面没有文字，像是扫描的图片")
    for number, text in enumerate(pages, 1):
        yield from _running(text, path.name, number)


def _running(text: str, name: str, page: int) -> Iterator[Paragraph]:
    """The paragraphs of a page: titles, and lines put together to their full stop; the rest are cells."""
    held: list[str] = []
    first = 0
    for number, line in enumerate(text.splitlines(), 1):
        words = _CLOSED.sub("", line.strip()).replace("“”", "")  # quotes drawn in another font
        if not words:
            continue
        if _ITEM.match(words) and held and not held[-1].endswith(("，", "、")):
            held = []  # what came before had no full stop: a title, or cells
        first = first if held else number
        held.append(words)
        if re.search(r"[。：:]$", words):
            joined_text = "".join(held)
            if re.search(r"[，。；]", joined_text) and not _CELLS.search(joined_text):
                yield Paragraph(joined_text, Place(name, detail=f"第{page}页第{first}行"))
            held = []


def _lines(text: str, name: str) -> Iterator[Paragraph | Table]:
    """Plain text; lines between upright strokes are tables, as Markdown writes them."""
    rows: list[list[Cell]] = []
    start = Place(name, line=1)
    above = ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        fields = _fields(line, rows)
        if fields:
            if not rows:
                start = Place(name, line=number)
            if len(rows) > 1 or not _RULE.fullmatch(bare):
                rows.append(_cells(fields, name, number))
            continue
        if rows:
            yield Table(_even(rows, name), start, above)
            rows, above = [], ""
        if bare:
            words = bare.lstrip("#").replace("**", "").strip()
            above = _title(above, words)
            yield Paragraph(words, Place(name, line=number))
    if rows:
        yield Table(_even(rows, name), start, above)


def _fields(line: str, rows: list[list[Cell]]) -> list[str]:
    """The cells of a line of a table: between upright strokes, or tabs as a copied table has them."""
    bare = line.strip()
    if bare.startswith("|") and bare.count("|") > 1:
        return bare.removeprefix("|").removesuffix("|").split("|")
    tabs = line.count("\t")
    if tabs > 1 or (tabs and rows):
        return line.rstrip("\n").split("\t")
    return []


def _cells(texts: list[str], name: str, number: int) -> list[Cell]:
    texts = [_BREAK.sub("", part).strip() for part in texts]
    return [
        Cell(text, Place(name, line=number, detail=f"第{at}格")) for at, text in enumerate(texts, 1)
    ]
