"""The sheet 问题清单 of a marked copy: every finding in a row, with a link to its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.finding import summary
from reportgen.office.notes import MAIN
from reportgen.office.scan import escaped
from reportgen.studio.annotate_styles import COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.finding import Finding, Severity
    from reportgen.place import Place
    from reportgen.studio.annotate_styles import Styles

TITLE: Final = "问题清单"
MOST_ROWS: Final = 20_000
_LONGEST: Final = 30_000
_HEADS: Final = (
    ("序号", 6), ("级别", 8), ("编号", 8), ("位置", 28), ("问题", 70), ("怎么办", 56), ("另见", 36),
)  # fmt: skip
_FIRST: Final = 3
_BOLD: Final = '<{p}b/><{p}sz val="11"/><{p}name val="宋体"/>'
_LINK: Final = '<{p}u/><{p}sz val="11"/><{p}color rgb="FF0563C1"/><{p}name val="宋体"/>'
_TEXT: Final = '<{p}sz val="11"/><{p}name val="宋体"/>'


def list_sheet(
    name: str, findings: Sequence[Finding], sheets: dict[str, str], styles: Styles | None
) -> bytes:
    """The worksheet part. `sheets` are the titles as findings name them, and as the workbook does."""
    looks = _Looks(styles)
    title = f"{TITLE}：{name}，共 {len(findings)} 条（{summary(findings)}）"
    rows = [_row(1, [(title, looks.bold)]), _row(2, [(head, looks.bold) for head, _ in _HEADS])]
    links = []
    for number, finding in enumerate(findings[:MOST_ROWS], 1):
        at = number + _FIRST - 1
        target = _target(finding.place, name, sheets)
        if target:
            links.append(f'<hyperlink ref="D{at}" location="{escaped(target)}" display="去看"/>')
        severity = looks.of(finding.severity)
        others = "\n".join(str(place) for place in finding.related[:10])
        cells = [
            (str(number), looks.text),
            (finding.severity.value, severity),
            (finding.code, looks.text),
            (str(finding.place or ""), looks.link if target else looks.text),
            (finding.message, looks.text),
            (finding.advice, looks.text),
            (others, looks.text),
        ]
        rows.append(_row(at, cells))
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, (_, width) in enumerate(_HEADS, 1)
    )
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FFC00000"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>{linked}</worksheet>"
    ).encode()


class _Looks:
    """The styles of the list; all 0 where the workbook has no styles to add to."""

    def __init__(self, styles: Styles | None) -> None:
        self.text = styles.plain(_TEXT) if styles else 0
        self.bold = styles.plain(_BOLD) if styles else 0
        self.link = styles.plain(_LINK) if styles else 0
        self._severities = {
            severity: styles.plain(_TEXT, colour) if styles else 0
            for severity, colour in COLOURS.items()
        }

    def of(self, severity: Severity) -> int:
        """The style in the colour of a severity."""
        return self._severities[severity]


def _row(number: int, cells: list[tuple[str, int]]) -> str:
    written = "".join(
        f'<c r="{"ABCDEFG"[i]}{number}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escaped(text[:_LONGEST])}</t></is></c>'
        for i, (text, style) in enumerate(cells)
    )
    return f'<row r="{number}">{written}</row>'


def _target(place: Place | None, name: str, sheets: dict[str, str]) -> str:
    """Where a link leads: 'sheet'!F12; empty where the place is not in this workbook."""
    if place is None or place.file != name or place.sheet not in sheets:
        return ""
    quoted = sheets[place.sheet].replace("'", "''")
    return f"'{quoted}'!{place.cell or 'A1'}"
