"""Small workbooks made in a test, filled, and read again by openpyxl."""

import io
import re
from decimal import Decimal

import openpyxl

from reportgen.figure import Figure
from reportgen.language.environment import make_environment
from reportgen.office import package
from reportgen.render.excel import compile_workbook

ENV = make_environment()


def yuan(amount, key=""):
    return Figure(Decimal(amount), "元", key=key or f"数{amount}")


def items(*names, **amounts):
    """Records with 名称 and 金额 (10,000 元 × place)."""
    return [{"名称": name, "金额": yuan(10_000 * place)} for place, name in enumerate(names, 1)]


def book(*, title="表", arrange=None, more=None, **cells):
    """A workbook of one sheet with these cells; `arrange(sheet)` for the rest, `more` other sheets."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = title
    for reference, value in cells.items():
        sheet[reference] = value
    for name, others in (more or {}).items():
        other = made.create_sheet(name)
        for reference, value in others.items():
            other[reference] = value
    if arrange:
        arrange(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def compiled(data, env=ENV):
    found, findings = compile_workbook(data, "模板.xlsx", env)
    assert found is not None, [f"{item.place} {item.message}" for item in findings]
    return found


def compile_faults(data):
    """The findings of a template that cannot be compiled."""
    found, findings = compile_workbook(data, "模板.xlsx", ENV)
    assert found is None
    return findings


def render(data, **names):
    rendered, findings = compiled(data).render(names)
    assert rendered is not None, [f"{item.place} {item.message}" for item in findings]
    return rendered


def faults(data, **names):
    """The findings of a template that cannot be filled with these names."""
    rendered, findings = compiled(data).render(names)
    assert rendered is None
    return findings


def filled(data, *, cached=False, **names):
    """The filled workbook; with `cached` formulas give the values that were stored."""
    document = package.write(render(data, **names).members)
    return openpyxl.load_workbook(io.BytesIO(document), data_only=cached)


def sheet(data, *, cached=False, **names):
    return filled(data, cached=cached, **names).worksheets[0]


def grid(data, *, cached=True, **names):
    """The values of the first sheet, row by row, as far as they are used."""
    return [list(row) for row in sheet(data, cached=cached, **names).iter_rows(values_only=True)]


def part(rendered, name="xl/worksheets/sheet1.xml"):
    """The text of a part."""
    return next(item.content for item in rendered.members if item.name == name).decode()


def changed(data, name, *replacements):
    """The workbook with texts of one part replaced, each of which must be there."""
    members = []
    for item in package.read(data):
        if item.name != name:
            members.append(item)
            continue
        text = item.content.decode()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        members.append(package.Member(name, (text.encode(),)))
    return package.write(members)


def with_part(data, name, text):
    """The workbook with one more part."""
    return package.write([*package.read(data), package.Member(name, (text.encode(),))])


LOOP = {"A1": "表头", "A2": "{%tr for 行 in 行们 %}", "A3": "{{ 行.名称 }}", "B3": "{{ 行.金额 | 万元 }}",
        "A4": "{%tr endfor %}", "A5": "表尾"}  # fmt: skip
"""A head, a loop row of name and amount, a foot."""


def with_shared_strings(data):
    """The workbook as Excel writes it: the texts of cells in a part of their own."""
    strings = []

    def shared(found):
        strings.append(re.sub(r"&#([0-9]+);", lambda code: chr(int(code[1])), found[2]))
        return f'{found[1]} t="s"><v>{len(strings) - 1}</v></c>'

    members = []
    for item in package.read(data):
        text = item.content.decode()
        if item.name.startswith("xl/worksheets/"):
            text = re.sub(r'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>', shared, text)
        if item.name == "[Content_Types].xml":
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
            text = text.replace("</Types>", part)
        if item.name == "xl/_rels/workbook.xml.rels":
            kind = (
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
            )
            link = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/>'
            text = text.replace("</Relationships>", f"{link}</Relationships>")
        members.append(package.Member(item.name, (text.encode(),)))
    listed = "".join(f"<si>{text}</si>" for text in strings)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    table = f'<sst xmlns="{main}" count="{len(strings)}">{listed}</sst>'
    return with_part(package.write(members), "xl/sharedStrings.xml", table)
