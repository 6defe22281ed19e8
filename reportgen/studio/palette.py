"""How the cells of the fill-in workbook look: fonts, fills, number formats, which are locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.model.fields import FieldType

if TYPE_CHECKING:
    from openpyxl import Workbook

SONG: Final = "宋体"
HEI: Final = "黑体"
RED: Final = "C00000"
TINT: Final = "FBE3E1"
CARRIED: Final = "FFF8E1"
_LINE: Final = "BFBFBF"
_HEAD: Final = "DCE6F1"
_GREY: Final = "7F7F7F"
_PALE: Final = "F5F5F5"

FORMATS: Final = {
    FieldType.AMOUNT: "#,##0.00####",
    FieldType.QUANTITY: "General",
    FieldType.INTEGER: "0",
    FieldType.RATIO: "0.00##%",
    FieldType.DATE: "yyyy-mm-dd",
    FieldType.YEAR: "0",
}
"""Number formats; every other field is text, so that Excel changes nothing in it."""

_LEFT: Final = {"horizontal": "left", "vertical": "center", "wrap_text": True}
_CENTER: Final = {"horizontal": "center", "vertical": "center", "wrap_text": True}

_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"font": {"name": HEI, "size": 16}, "align": _CENTER},
    "note": {"font": {"name": SONG, "size": 10, "color": _GREY}, "align": _LEFT},
    "unit": {
        "font": {"name": SONG, "size": 10},
        "align": {"horizontal": "right", "vertical": "center"},
    },
    "head": {"font": {"name": HEI, "size": 11}, "fill": _HEAD, "line": True, "align": _CENTER},
    "required": {
        "font": {"name": HEI, "size": 11, "color": "FFFFFF"},
        "fill": RED,
        "line": True,
        "align": _CENTER,
    },
    "example": {
        "font": {"name": SONG, "size": 10, "italic": True, "color": _GREY},
        "fill": _PALE,
        "line": True,
        "align": {"vertical": "center"},
        "format": "@",
        "free": True,
    },
    "remark": {
        "font": {"name": SONG, "size": 10, "color": "595959"},
        "fill": _PALE,
        "line": True,
        "align": _LEFT,
    },
    "chapter": {"font": {"name": HEI, "size": 12, "color": RED}, "align": {"vertical": "center"}},
    "text": {"font": {"name": SONG, "size": 11}, "align": {**_LEFT, "vertical": "top"}},
    "cell": {"font": {"name": SONG, "size": 10}, "line": True, "align": _LEFT},
    "link": {
        "font": {"name": SONG, "size": 10, "color": "0563C1", "underline": "single"},
        "line": True,
        "align": _LEFT,
    },
    "command": {"font": {"name": "Consolas", "size": 11}, "fill": _PALE, "align": _LEFT},
    "tint": {"fill": TINT, "line": True},
    "carried": {"fill": CARRIED, "line": True},
    "blank": {"line": True},
}


class Palette:
    """Gives cells their looks; each look is made once for a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._scratch = workbook.create_sheet("scratch")
        self._workbook = workbook
        self._styles: dict[str, Any] = {}

    def close(self) -> None:
        """Remove what the looks were made on."""
        self._workbook.remove(self._scratch)

    def paint(self, cell: Any, look: str) -> None:
        """Give a cell (or a column) a look by its name."""
        cell._style = self._styles.get(look) or self._make(look, _LOOKS[look])  # noqa: SLF001 - one shared style, as openpyxl copies sheets

    def entry(
        self,
        field_type: FieldType,
        *,
        carried: bool = False,
        column: bool = False,
        left: bool = False,
    ) -> str:
        """The name of the look of a cell for typing: free, in the format of its field.

        `column`: for the cells of a whole column, which have no frame. `left`: numbers as well
        stand on the left, as in a list of single values.
        """
        look = f"{field_type.name} {carried} {column} {left}"
        if look not in self._styles:
            align = {"horizontal": "left"} if left else {}
            wrap = field_type in {FieldType.TEXT, FieldType.LONG_TEXT}
            self._make(
                look,
                {
                    "font": {"name": SONG, "size": 11},
                    "fill": CARRIED if carried else "",
                    "line": not column,
                    "align": {**align, "vertical": "center", "wrap_text": wrap},
                    "format": FORMATS.get(field_type, "@"),
                    "free": True,
                },
            )
        return look

    def _make(self, name: str, look: dict[str, Any]) -> Any:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        cell: Any = self._scratch.cell(len(self._styles) + 1, 1)
        if "font" in look:
            cell.font = Font(**look["font"])
        if look.get("fill"):
            cell.fill = PatternFill("solid", fgColor=look["fill"])
        if look.get("line"):
            side = Side(style="thin", color=_LINE)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        if "align" in look:
            cell.alignment = Alignment(**look["align"])
        cell.number_format = look.get("format", "General")
        cell.protection = Protection(locked=not look.get("free"))
        self._styles[name] = cell._style  # noqa: SLF001
        return cell._style  # noqa: SLF001


def frame() -> Any:
    """The border that a row gets when something is typed in it."""
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color=_LINE)
    return Border(left=side, right=side, top=side, bottom=side)


def protect(sheet: Any) -> None:
    """Heads are safe from slips; everything a clerk does with rows stays free. No password."""
    guard = sheet.protection
    guard.sheet = True
    for allowed in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "sort",
        "autoFilter",
    ):
        setattr(guard, allowed, False)


def print_setup(sheet: Any, *, landscape: bool) -> None:
    """A4, as wide as the page, pages numbered."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
