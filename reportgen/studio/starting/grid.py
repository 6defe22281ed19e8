"""An official form as cells on a grid, whichever file it comes from, and what is to become of it.

The recognisers read a `Grid` and write into its `Plan`; `word_form` and `excel_form` make the one
and carry out the other. Rows and columns count from 0.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK: Final = re.compile(r"[\s\u3000\xa0]+")
_BRACKETS: Final = re.compile(r"[(（][^()（）]*[)）]")
_NUMBERING: Final = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]+[)）、.．]|[(（]?\d{1,2}[)）、.．](?!\d))"
)
Showing = Literal["", "money", "percent", "points"]


@dataclass(slots=True, eq=False)
class Cell:
    """A cell with what is merged into it.

    `name` is what findings call it (`B5`, `第3行 第2格`); `key` is what its file knows it by.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str
    name: str = ""
    key: Any = None
    framed: bool = True
    """Whether lines are drawn around it; False for the lines of text around a form in a sheet."""
    formula: bool = False

    @property
    def right(self) -> int:
        """The first column after it."""
        return self.column + self.columns

    @property
    def bottom(self) -> int:
        """The first row after it."""
        return self.row + self.rows

    @property
    def words(self) -> str:
        """Its text without blanks."""
        return bare(self.text)

    @property
    def label(self) -> str:
        """Its text as a label: without numbering, brackets, colon."""
        return label_of(self.text)


@dataclass(slots=True)
class Loop:
    """One row that repeats: a control row before it, one after it; `column` is where they stand.

    With `outer` there is a loop around it, with control rows of its own.
    """

    row: int
    opening: str
    column: int
    outer: str = ""

    @property
    def openings(self) -> list[str]:
        """The tags of the control rows before it, in order; as many ends stand after it."""
        return [tag for tag in (self.outer, self.opening) if tag]


@dataclass(slots=True)
class Plan:
    """What is to be done to one grid."""

    texts: dict[Cell, str] = field(default_factory=dict)
    showing: dict[Cell, Showing] = field(default_factory=dict)
    """How a number is to be shown where the cell has no number format of its own."""
    loops: list[Loop] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    per_item: str = ""
    """For a sheet that repeats: the tag of its first row."""

    def put(self, cell: Cell | None, text: str, showing: Showing = "") -> bool:
        """A text for a cell; the first that is proposed stands."""
        if cell is None or cell in self.texts:
            return False
        self.texts[cell] = text
        if showing:
            self.showing[cell] = showing
        return True


class Grid:
    """A table of a document or a sheet of a workbook."""

    def __init__(self, title: str, cells: list[Cell], captions: tuple[str, ...] = ()) -> None:
        self.title = title
        self.captions = captions
        """What stands above it, the nearest first: the paragraphs before a table."""
        self.cells = sorted(cells, key=lambda cell: (cell.row, cell.column))
        self.plan = Plan()
        self._at = {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.bottom)
            for column in range(cell.column, cell.right)
        }
        self.height = max((cell.bottom for cell in self.cells), default=0)
        self.width = max((cell.right for cell in self.cells), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place."""
        return self._at.get((row, column))

    def row(self, number: int) -> list[Cell]:
        """The cells that a row shows, those that reach into it from above included."""
        found = (self.at(number, column) for column in range(self.width))
        return list(dict.fromkeys(cell for cell in found if cell is not None))

    def own(self, number: int) -> list[Cell]:
        """The cells that begin in a row."""
        return [cell for cell in self.row(number) if cell.row == number]

    def beside(self, cell: Cell) -> Cell | None:
        """The cell to the right."""
        return self.at(cell.row, cell.right)

    def below(self, cell: Cell) -> Cell | None:
        """The cell underneath."""
        return self.at(cell.bottom, cell.column)

    def shape(self, number: int, start: int) -> tuple[tuple[int, int], ...]:
        """Where the cells of a row begin and end, from a column on."""
        return tuple((c.column, c.right) for c in self.row(number) if c.column >= start)

    def rows(self) -> Iterator[int]:
        """The numbers of the rows."""
        return iter(range(self.height))


def bare(text: str) -> str:
    """A text without blanks, its signs half-width."""
    return unicodedata.normalize("NFKC", _BLANK.sub("", text))


def label_of(text: str) -> str:
    """What a label says: `（一）全年预算数 (A)：` says 全年预算数."""
    words = _BRACKETS.sub("", bare(text))
    return _NUMBERING.sub("", words).strip(":：*. ")
