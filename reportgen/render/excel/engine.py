"""The Excel engine: a template compiled once, rendered as often as there are departments.

`compile_workbook` reads and checks; `CompiledWorkbook.render` fills. Not for choosing templates,
not for writing files.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from decimal import localcontext
from typing import TYPE_CHECKING, Final

from reportgen.figure import EXACT
from reportgen.finding import Severity, worst
from reportgen.language.printing import Marks
from reportgen.render import kinds
from reportgen.render.excel.assemble import State, sheet_parts, workbook_parts
from reportgen.render.excel.copies import with_copies
from reportgen.render.excel.diagnose import cell_place, run_problems, value_problems
from reportgen.render.excel.emit import Writer
from reportgen.render.excel.figures import FigureMap
from reportgen.render.excel.formulas import Calculator
from reportgen.render.excel.layout import Layout, TooManyRowsError
from reportgen.render.excel.numerals import NumeralFoundError, number_sheets
from reportgen.render.excel.references import Area
from reportgen.render.excel.sheets import references, refuse, rounds
from reportgen.render.excel.template import LAST_ROW, Problems
from reportgen.render.excel.widen import Widened, Widths
from reportgen.render.excel.workbook import open_workbook
from reportgen.render.rendered import Rendered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.finding import Finding
    from reportgen.language.environment import Environment
    from reportgen.language.numerals import Numerals
    from reportgen.office.package import Member
    from reportgen.place import Place
    from reportgen.render.excel.prepare import Prepared
    from reportgen.render.excel.sheets import Round
    from reportgen.render.excel.template import Cell
    from reportgen.render.excel.workbook import Workbook


class CompiledWorkbook:
    """An Excel template ready to be filled; it keeps nothing of one document for the next."""

    def __init__(self, name: str, template: Widened, widths: Widths, env: Environment) -> None:
        self.name = name
        self._template = template
        self._widths = widths
        self._env = env

    def render(self, names: Mapping[str, object]) -> tuple[Rendered | None, list[Finding]]:
        """The document's parts and figure map; nothing where there is an error.

        Every cell that fails is a finding, at its cell in the template.
        """
        template: Widened = self._template
        given: dict[str, dict[str, object]] = {}
        if self._widths.loops:
            problems = Problems(self.name)
            found = self._widths.of(names, problems)
            if found is None:
                return None, problems.found
            template, given = found
        if any(item.loop for item in template.sheets):
            problems = Problems(self.name)
            repeated = _repeated(template, self._env, names, problems)
            if problems.found:
                return None, problems.found
            book, sheets, own = with_copies(template.book, template.sheets, repeated)
            given = {
                item.title: {**given.get(item.sheet.title, {}), **own.get(item.title, {})}
                for item in sheets
            }
            template = Widened(book, sheets)
        rendering = _Rendering(self.name, template, self._env, names, given)
        with _no_collection(), localcontext(EXACT):
            return rendering.run()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the cycle collector: a render makes many objects, none of them in cycles.

    Going through all of them again and again takes a third of the time of a long sheet. Nor are they
    gone through afterwards: they are put with what has been here for long, unless somebody keeps
    things of his own out of the collector's sight.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not _kept_apart():
            gc.freeze()
            gc.unfreeze()
        gc.enable()


def _kept_apart() -> bool:
    """Whether somebody keeps things out of the collector's sight, as the processes of a batch do.

    They are counted one by one, which takes longer than a short workbook: where there are any, they
    are not counted again.
    """
    if not _apart:
        _apart.extend([True] * (gc.get_freeze_count() > 0))
    return bool(_apart)


_apart: Final[list[bool]] = []


class _Rendering:
    """One document on its way."""

    def __init__(
        self,
        name: str,
        template: Widened,
        env: Environment,
        names: Mapping[str, object],
        given: dict[str, dict[str, object]],
    ) -> None:
        self.book = template.book
        self.sheets = {item.title: item for item in template.sheets}
        self.env = env
        self.names = names
        self.given = given
        self.problems = Problems(name)
        self.marks = Marks()
        self.writer = Writer(self.marks)
        self.layouts: dict[str, Layout] = {}

    def run(self) -> tuple[Rendered | None, list[Finding]]:
        found = self.problems.found
        for item in self.sheets.values():
            self._lay_out(item)
        if found:
            return None, found
        try:
            return self._write(None)
        except NumeralFoundError:
            numerals, faults = number_sheets(self.layouts, self.env.numbering, self.problems.place)
            return (None, faults) if faults else self._write(numerals)

    def _write(self, numerals: Numerals | None) -> tuple[Rendered | None, list[Finding]]:
        found = self.problems.found = []
        calculator = Calculator(
            self.problems.file.rpartition(".")[0] or self.problems.file,
            self.layouts,
            {title: item.slots for title, item in self.sheets.items()},
            {title: item.formulas for title, item in self.sheets.items()},
            self._cell_place,
            self.writer.plain,
        )
        self.state = State(self.names, self.marks, self.writer, self.layouts, self.given, numerals)
        written: dict[str, Member] = {}
        for item in self.sheets.values():
            if item.fixed:
                continue
            try:
                parts = sheet_parts(item, self.book, self.state, calculator)
            except NumeralFoundError:
                raise
            except Exception as error:  # noqa: BLE001 - the slow lane says which cells
                found += self._why(item, error)
            else:
                written |= parts
        found += calculator.findings
        if worst(found) is Severity.ERROR:
            return None, found
        written |= workbook_parts(self.book, self.layouts, calculator)
        for layout in self.layouts.values():
            layout.forget()
        members = [written.get(name) or self.book.fixed[name] for name in self.book.order]
        return Rendered(
            members, FigureMap(self.layouts, calculator, self.marks, self.state.extra)
        ), found

    def _lay_out(self, item: Prepared) -> None:
        rows: list[tuple[object, ...]] = []
        begins: list[list[int]] = [[] for _ in item.body.loops]
        if item.program is None:
            rows = [(position,) for position in range(len(item.body.rows))]
        else:

            def begin(loop: int) -> None:
                begins[loop].append(len(rows))

            own = self._names(item)
            names = {**own, "__row": rows.append, "__begin": begin}
            try:
                for _ in item.program.pieces(names, self.marks):
                    pass
            except Exception as error:  # noqa: BLE001 - the slow lane says which cells
                self.problems.found += run_problems(
                    item.sheet, item.body, self.env, self.problems, own, error
                )
                return
        try:
            layout = Layout(item.body, rows, begins)
        except TooManyRowsError as error:
            place = self.problems.place(item.sheet.title)
            self.problems.add(
                kinds.TOO_MANY_ROWS,
                place,
                count=f"{error.args[0]:,}",
                what="行",
                limit=f"{LAST_ROW:,}",
            )
            return
        try:
            layout.evaluate(self.env.getattr)
        except Exception as error:  # noqa: BLE001 - the slow lane says which cells
            self.problems.found += run_problems(
                item.sheet, item.body, self.env, self.problems, self._names(item), error
            )
        else:
            self.layouts[item.title] = layout

    def _names(self, item: Prepared) -> dict[str, object]:
        return {**self.names, **self.given.get(item.title, {})}

    def _why(self, item: Prepared, error: Exception) -> list[Finding]:
        layout = self.layouts[item.title]
        names = self._names(item)
        found = value_problems(item.sheet, layout, self.writer, self.problems, names, self.env)
        if not found:
            from reportgen.language.errors import describe

            found = [describe(error).at(self.problems.place(item.sheet.title))]
        return found

    def _cell_place(self, title: str, cell: Cell, number: int) -> Place:
        item = self.sheets[title]
        row = next(row for row in item.body.rows if row.number == number and cell in row.cells)
        return cell_place(self.problems, item.sheet, row, cell)


def compile_workbook(
    data: bytes, name: str, env: Environment
) -> tuple[CompiledWorkbook | None, list[Finding]]:
    """A template's bytes compiled; `name` is the file as findings name it.

    Nothing where there is an error; all errors are told at once, each at its cell.
    """
    problems = Problems(name)
    book = open_workbook(data, problems)
    if book is None:
        return None, problems.found
    _check_formulas(book, problems)
    _refuse_fetching(book, problems)
    refuse(book, problems)
    try:
        widths = Widths(book, env, problems)
        template = widths.first(problems)
    except (ValueError, KeyError, IndexError):
        # Attributes that are missing or no numbers; what is well written never comes here.
        problems.add(kinds.NOT_A_WORKBOOK, problems.place(), reason="文件内容有误")
        return None, problems.found
    if worst(problems.found) is Severity.ERROR:
        return None, problems.found
    return CompiledWorkbook(name, template, widths, env), problems.found


def _repeated(
    template: Widened, env: Environment, names: Mapping[str, object], problems: Problems
) -> dict[str, list[Round]]:
    """The copies of each sheet that repeats; a workbook without any sheet is refused."""
    found = {
        item.sheet.title: rounds(item.loop, item.sheet, env, names, Marks(), problems)
        for item in template.sheets
        if item.loop is not None
    }
    if not problems.found and len(found) == len(template.sheets) and not any(found.values()):
        problems.add(kinds.NO_SHEET, problems.place())
    return found


_FETCHING: Final = re.compile(
    r"(?<![\w.])((?:_xl\w+\.)*(?:WEBSERVICE|FILTERXML|RTD|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE|STOCKHISTORY"
    r"|CUBE\w+|SQL\.REQUEST|EVALUATE|FOPEN|FWRITE|HYPERLINK(?!\s*\(\s*\"#)))\s*\(",
    re.IGNORECASE,
)
"""Functions that fetch from outside, start programs, or make links of what cells hold."""
_DDE: Final = re.compile(r"""(?<!\|)[\w.]+\|(?:'[^']*'|[^!'"|]+)!""")
_OTHER_BOOK: Final = re.compile(r"\[[^\]\[]+\][^\[\]!,;()]*!")
_STRINGS: Final = re.compile(r'"(?:[^"]|"")*"')


def _refuse_fetching(book: Workbook, problems: Problems) -> None:
    """Report formulas that reach outside the workbook, wherever they stand."""
    for sheet, cell, text in references(book):
        bare = _STRINGS.sub('""', text)
        found = _FETCHING.search(text) if _FETCHING.search(bare) else None
        what = f"会取外面内容的函数 {found[1].upper()}" if found else ""
        if _DDE.search(bare):
            what = "运行别的程序的公式（DDE）"
        elif _OTHER_BOOK.search(bare):
            what = "引用其他工作簿的公式"
        if what:
            problems.add(kinds.ACTIVE_CONTENT, problems.place(sheet, cell, text), what=what)


def _check_formulas(book: Workbook, problems: Problems) -> None:
    """Report formulas that speak of what is not there."""
    listed = book.root.find("sheets")
    titles = {item.attributes.get("name", "") for item in listed.elements()} if listed else set()
    for sheet in book.sheets:
        for row in sheet.rows:
            for cell in row.cells:
                missing = [
                    f"工作表“{piece.title}”"
                    for piece in cell.formula
                    if isinstance(piece, Area) and piece.sheet and piece.title not in titles
                    if "[" not in piece.title  # another workbook's: told as such
                ]
                if "#REF!" in cell.typed and cell.formula:
                    missing.append("单元格（#REF!）")
                if missing:
                    place = cell_place(problems, sheet, row, cell)
                    problems.add(kinds.MISSING_SHEET, place, formula=cell.typed, what=missing[0])
