"""The workbook inside a chart: what Word shows under “编辑数据”, with the exact figures.

Always the same bytes for the same figures. Not for workbooks of a pack.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.cell_names import column_letters
from reportgen.office import package
from reportgen.office.tree import attribute, escape
from reportgen.render.excel.digits import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.compute.charts import ChartData

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_OWN_FORMAT: Final = 164

_TYPES: Final = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="{number}" formatCode="{code}"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def workbook(data: ChartData, sheet: str, code: str) -> bytes:
    """A workbook of one sheet: categories down, series across, numbers shown by `code`."""
    relation = f"{_OFFICE}/"
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(f"{relation}officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{attribute(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            f"{relation}worksheet", "worksheets/sheet1.xml", f"{relation}styles", "styles.xml"
        ),
        "xl/worksheets/sheet1.xml": _sheet(data),
        "xl/styles.xml": _STYLES.format(number=_FIRST_OWN_FORMAT, code=attribute(code)),
    }
    members = [
        package.Member(name, ((_HEAD + content).encode(),)) for name, content in parts.items()
    ]
    return package.write(members)


def _relations(*pairs: str) -> str:
    made = [
        f'<Relationship Id="rId{at // 2 + 1}" Type="{pairs[at]}" Target="{pairs[at + 1]}"/>'
        for at in range(0, len(pairs), 2)
    ]
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(made)}</Relationships>'


def _sheet(data: ChartData) -> str:
    rows = "".join(
        f'<row r="{number}">{"".join(cells)}</row>' for number, cells in enumerate(_rows(data), 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><cols><col min="1" max="1" width="24" customWidth="1"/>'
        f'<col min="2" max="{len(data.series) + 1}" width="16" customWidth="1"/></cols>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _rows(data: ChartData) -> Iterator[list[str]]:
    yield [_text(f"{column_letters(at)}1", item.name) for at, item in enumerate(data.series, 2)]
    for row, category in enumerate(data.categories, 2):
        cells = [_text(f"A{row}", category)]
        for at, series in enumerate(data.series, 2):
            number = series.values[row - 2].scaled
            if isinstance(number, Decimal):
                reference = f"{column_letters(at)}{row}"
                cells.append(f'<c r="{reference}" s="1"><v>{decimal_text(number)}</v></c>')
        yield cells


def _text(reference: str, text: str) -> str:
    words = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return f'<c r="{reference}" t="inlineStr">{words}</c>' if text else ""
