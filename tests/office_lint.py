"""Faults of Word and Excel files that validators pass over: what makes Office repair, or lies.

`lint(data)` gives a sentence for each fault; an empty list means none was found.
"""

import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree as ET

from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RESIDUE = re.compile(r"\{\{|\}\}|\{%|%\}|#REF!|#NAME\?|\bNone\b|\bnan\b|[\ue000-\uf8ff]")
NAME_LIMIT = 31


def lint(data: bytes) -> list[str]:
    package = zipfile.ZipFile(io.BytesIO(data))
    names = package.namelist()
    faults = [f"{name} stands twice" for name, count in Counter(names).items() if count > 1]
    parts = {n: ET.fromstring(package.read(n)) for n in names if n.endswith((".xml", ".rels"))}
    faults += _relations(parts, set(names))
    faults += _residue(parts)
    if "word/document.xml" in parts:
        faults += _word(parts)
    else:
        faults += _excel(parts)
    return faults


def _relations(parts, names):
    for name, root in parts.items():
        if not name.endswith(".rels"):
            continue
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for relation in root:
            target = relation.get("Target")
            if relation.get("TargetMode") == "External":
                if not relation.get("Type").endswith("/hyperlink"):
                    yield f"{name}: an external relation to {target}"
                continue
            path = (
                target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
            )
            while re.search(r"[^/]+/\.\./", path):
                path = re.sub(r"[^/]+/\.\./", "", path, count=1)
            if path not in names:
                yield f"{name}: no part {path}"


def _residue(parts):
    for name, root in parts.items():
        for element in root.iter():
            if element.tag not in {f"{W}p", f"{S}si", f"{S}is"}:
                continue
            text = "".join(t.text or "" for t in element.iter() if t.tag in {f"{W}t", f"{S}t"})
            if RESIDUE.search(text):
                yield f"{name}: left over: {text[:60]}"


def _word(parts):
    styles = {s.get(f"{W}styleId") for s in parts["word/styles.xml"].iter(f"{W}style")}
    numbering = parts.get("word/numbering.xml")
    lists = {"0"} | {
        n.get(f"{W}numId") for n in (numbering.iter(f"{W}num") if numbering is not None else ())
    }
    for name, root in parts.items():
        if not re.fullmatch(
            r"word/(document|header\d+|footer\d+|footnotes|endnotes|comments)\.xml", name
        ):
            continue
        for tag in ("pStyle", "rStyle", "tblStyle"):
            for element in root.iter(f"{W}{tag}"):
                if element.get(f"{W}val") not in styles:
                    yield f"{name}: style {element.get(f'{W}val')} is not defined"
        for element in root.iter(f"{W}numId"):
            if element.get(f"{W}val") not in lists:
                yield f"{name}: list {element.get(f'{W}val')} is not defined"
        depth = 0
        for element in root.iter(f"{W}fldChar"):
            depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType"), 0)
            if depth < 0:
                yield f"{name}: a field ends that did not begin"
                depth = 0
        if depth:
            yield f"{name}: a field has no end"
        begun = Counter(e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart"))
        ended = Counter(e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd"))
        if begun != ended or any(count > 1 for count in begun.values()):
            yield f"{name}: bookmarks do not pair"
        for number, table in enumerate(root.iter(f"{W}tbl"), start=1):
            yield from (f"{name}: table {number}: {fault}" for fault in _table(table))


def _table(table):
    grid = table.find(f"{W}tblGrid")
    columns = 0 if grid is None else len(grid.findall(f"{W}gridCol"))
    if table.find(f"{W}tr") is None:
        yield "no row"
    merged: set[int] = set()
    for number, row in enumerate(table.iterfind(f"{W}tr"), start=1):
        column = _skipped(row, "gridBefore")
        open_here: set[int] = set()
        for cell in row.iterfind(f"{W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield f"row {number}: a cell does not end in a paragraph"
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                if merge.get(f"{W}val", "continue") == "continue" and column not in merged:
                    yield f"row {number}: a merged cell has none above it"
                open_here.add(column)
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            column += 1 if span is None else int(span.get(f"{W}val"))
        if column + _skipped(row, "gridAfter") != columns:
            yield f"row {number}: {column} columns in a grid of {columns}"
        merged = open_here


def _skipped(row, tag):
    found = row.find(f"{W}trPr/{W}{tag}")
    return 0 if found is None else int(found.get(f"{W}val"))


def _excel(parts):
    book = parts["xl/workbook.xml"]
    titles = [sheet.get("name") for sheet in book.iter(f"{S}sheet")]
    for title, count in Counter(title.casefold() for title in titles).items():
        if count > 1:
            yield f"sheet {title} stands twice"
    for title in titles:
        if (
            len(title) > NAME_LIMIT
            or re.search(r"[\\/*?:\[\]]", title)
            or title.strip("'") != title
        ):
            yield f"bad sheet name {title}"
    shared = parts.get("xl/sharedStrings.xml")
    strings = 0 if shared is None else len(shared.findall(f"{S}si"))
    if any(name.startswith("xl/externalLinks/") for name in parts):
        yield "an external link"
    for name, root in parts.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield from (f"{name}: {fault}" for fault in _sheet(root, titles, strings))


def _sheet(root, titles, strings):
    last = 0
    for row in root.iter(f"{S}row"):
        number = int(row.get("r"))
        if number <= last:
            yield f"row {number} is out of order"
        last, before = number, 0
        for cell in row.iterfind(f"{S}c"):
            column, at, _, _ = range_boundaries(cell.get("r"))
            if at != number or column <= before:
                yield f"{cell.get('r')} is out of order"
            before = column
            yield from (f"{cell.get('r')}: {fault}" for fault in _cell(cell, titles, strings))
    ranges = [range_boundaries(m.get("ref")) for m in root.iter(f"{S}mergeCell")]
    for number, (left, top, right, bottom) in enumerate(ranges):
        if any(
            x <= right and left <= z and y <= bottom and top <= w for x, y, z, w in ranges[:number]
        ):
            yield f"merged cells overlap at row {top}"


def _cell(cell, titles, strings):
    value, formula, kind = cell.findtext(f"{S}v"), cell.findtext(f"{S}f"), cell.get("t", "n")
    if kind == "s" and not (value and 0 <= int(value) < strings):
        yield "no such shared string"
    if kind == "n" and value:
        try:
            float(value)
        except ValueError:
            yield f"not a number: {value[:20]}"
    if formula is None:
        return
    if value is None:
        yield "a formula without a value"
    if formula.startswith("="):
        yield "a formula that begins with ="
    try:
        items = Tokenizer(f"={formula}").items
    except Exception as error:  # noqa: BLE001 - whatever it cannot read is a fault
        yield f"an unreadable formula: {error}"
        return
    if sum((i.subtype == "OPEN") - (i.subtype == "CLOSE") for i in items):
        yield "brackets that do not pair"
    for item in items:
        if item.subtype == "RANGE" and "!" in item.value:
            sheet = item.value.rpartition("!")[0].strip("'").replace("''", "'")
            if sheet not in titles:
                yield f"no sheet {sheet}"
