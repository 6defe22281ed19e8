"""The drop-downs, prompts and typing rules of the fill-in workbook, and its hidden sheet #目录.

Long lists stand on that sheet under a defined name; the catalogue's are `编码 名称`, which the model
reads as the code. Rules only warn where the reader takes more than Excel can check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.cell_names import column_letters
from reportgen.model.fields import FieldType
from reportgen.studio.notes import describe, how

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    from reportgen.catalogue import Catalogue, Classification, Subject
    from reportgen.model.fields import Field, Section
    from reportgen.studio.grid import Column, Grid

LISTS_SHEET: Final = "#目录"
_LONGEST_LIST: Final = 255
_LONGEST_MESSAGE: Final = 250
_LONGEST_TITLE: Final = 30
_SIGNS: Final = ("—", "——", "-", "不适用", "/")
_NAMED_RECORDS: Final = "名称"


class Lists:
    """The lists of a workbook, each once, and the names that cells know them by."""

    def __init__(
        self, workbook: Workbook, grids: tuple[Grid, ...], catalogue: Catalogue | None
    ) -> None:
        self._workbook = workbook
        self._named = {
            grid.section.name: f"名单{index}"
            for index, grid in enumerate(grids, 1)
            if not grid.is_record and grid.columns[0].spec.name == _NAMED_RECORDS
        }
        self._catalogue = catalogue
        self._columns: list[tuple[str, str, list[str]]] = []
        self._formulas: dict[object, str] = {}
        self._places: dict[str, str] = {}

    def of_options(self, options: tuple[str, ...]) -> str:
        """The formula of a list of options: in the cell's rule itself where it is short enough."""
        inline = ",".join(options)
        if len(inline) <= _LONGEST_LIST and not any(set(',"') & set(item) for item in options):
            return f'"{inline}"'
        return self._listed(options, f"选项{len(self._columns) + 1}", list(options))

    def of_catalogue(self, title: str) -> str:
        """The formula of the subjects that lines are coded by: the lowest there are."""
        if self._catalogue is None:
            return ""
        part = self._classification(title)
        if title not in self._formulas:
            lowest = [s for s in _all(part) if not part.children(s.code)]
            self._listed(title, title, [f"{s.code} {s.name}" for s in lowest])
        return self._formulas[title]

    def subject(self, title: str, code: str) -> str:
        """The name of a code in the catalogue of the year; "" where it has none."""
        return self._classification(title).name(code) if self._catalogue else ""

    def of_records(self, spec: Field, section: Section) -> str:
        """The formula of the names in the section that a field points at (项目, 单位); "" for none."""
        if spec.type is not FieldType.TEXT or section.identity == (spec.name,):
            return ""
        return self._named.get(spec.name, "") if spec.name != section.name else ""

    def stand(self, section: str, first: str, last: str) -> None:
        """Say between which cells the names of a section's records stand."""
        if section in self._named:
            title = section.replace("'", "''")
            whole = f"'{title}'!{first}:{last}"
            start = f"'{title}'!{first}"
            self._places[section] = f"OFFSET({start},0,0,MAX(1,COUNTA({whole})),1)"

    def finish(self) -> None:
        """Write the sheet of lists and the defined names."""
        from openpyxl.workbook.defined_name import DefinedName

        names = self._workbook.defined_names
        for section, formula in self._places.items():
            names.add(DefinedName(self._named[section], attr_text=formula))
        if not self._columns:
            return
        sheet: Any = self._workbook.create_sheet(LISTS_SHEET)
        for index, (name, head, items) in enumerate(self._columns, 1):
            letter = column_letters(index)
            for row, text in enumerate([head, *items], 1):
                cell = sheet.cell(row, index)
                cell.value, cell.data_type = text, "s"
            sheet.column_dimensions[letter].width = 40
            reference = f"'{LISTS_SHEET}'!${letter}$2:${letter}${max(2, len(items) + 1)}"
            names.add(DefinedName(name, attr_text=reference))
        sheet.sheet_state = "hidden"
        sheet.protection.sheet = True

    def _classification(self, title: str) -> Classification:
        assert self._catalogue is not None
        return {
            "功能科目": self._catalogue.functional,
            "部门经济科目": self._catalogue.economic,
            "政府经济科目": self._catalogue.gov_economic,
        }[title]

    def _listed(self, key: object, head: str, items: list[str]) -> str:
        if key not in self._formulas:
            name = self._formulas[key] = f"目录_{head}"
            self._columns.append((name, head, items))
        return self._formulas[key]


def _all(part: Classification) -> list[Subject]:
    """Every subject, each before those below it."""
    found = []
    waiting = list(reversed(part.classes()))
    while waiting:
        subject = waiting.pop()
        found.append(subject)
        waiting.extend(reversed(part.children(subject.code)))
    return found


def rule(column: Column, section: Section, lists: Lists, cell: str) -> DataValidation:
    """The prompt of a field, its drop-down, and what is said when something else is typed.

    `cell` is the first cell it is for, for formulas that look at the cell itself.
    """
    from openpyxl.worksheet.datavalidation import DataValidation

    spec = column.spec
    settings: dict[str, Any] = {"allow_blank": True, "showInputMessage": True}
    settings |= _checked(spec, section, lists, cell)
    prompt = ("【必填】" if spec.required else "") + how(column)
    if text := describe(spec):
        prompt += f"。{text}"
    settings |= {"promptTitle": _cut(spec.name, _LONGEST_TITLE), "prompt": _cut(prompt)}
    return DataValidation(**settings)


def _checked(spec: Field, section: Section, lists: Lists, cell: str) -> dict[str, Any]:
    if spec.catalogue:
        return _list(lists.of_catalogue(spec.catalogue))
    match spec.type:
        case FieldType.OPTION if spec.options:
            error = "只能填：" + "、".join(spec.options)
            return _list(lists.of_options(spec.options), error)
        case FieldType.FLAG:
            return _list('"是,否"', "只能填“是”或“否”。")
        case FieldType.AMOUNT | FieldType.QUANTITY | FieldType.INTEGER | FieldType.RATIO:
            signs = ",".join(f'{cell}="{sign}"' for sign in _SIGNS)
            right = f"ISNUMBER({cell})"
            if spec.type is FieldType.INTEGER:
                right = f"IF(ISNUMBER({cell}),INT({cell})={cell},FALSE)"
            what = "整数" if spec.type is FieldType.INTEGER else "数"
            error = f"这里填{what}，只写数字，不写单位；没有就不填，不适用的填“不适用”。"
            return _custom(f"OR({right},{signs})", error)
        case FieldType.DATE:
            return _custom(f"ISNUMBER({cell})", "这里填日期，如 2023-12-31。")
        case FieldType.YEAR:
            right = f"IF(ISNUMBER({cell}),AND({cell}>=1900,{cell}<=2099),FALSE)"
            return _custom(right, "这里填四位年份，如 2023。")
        case _:
            return _list(lists.of_records(spec, section))


def _list(formula: str, error: str = "") -> dict[str, Any]:
    if not formula:
        return {}
    found: dict[str, Any] = {"type": "list", "formula1": formula}
    if error:
        found |= {"showErrorMessage": True, "errorTitle": "不在可选项里", "error": _cut(error)}
    return found


def _custom(formula: str, error: str) -> dict[str, Any]:
    return {
        "type": "custom",
        "formula1": formula,
        "showErrorMessage": True,
        "errorStyle": "warning",
        "errorTitle": "请核对",
        "error": error,
    }


def _cut(text: str, longest: int = _LONGEST_MESSAGE) -> str:
    """A text cut to what a prompt can hold, in UTF-16 as Excel counts."""
    while len(text.encode("utf-16-le")) // 2 > longest:
        text = text[:-2] + "…"
    return text
