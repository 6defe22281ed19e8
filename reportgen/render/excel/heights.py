"""Heights of rows whose wrapped text is longer than its column, worked out from the text.

Excel measures a row when text is typed, not when a file is opened, and never for merged cells: the
text would be cut. Only rows without a height of the author's own grow; none shrinks. An estimate,
from the sizes of fonts and columns: no font file is read.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.language.composed import Composed
from reportgen.language.values import plain
from reportgen.render.excel.rows import arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.office.tree import Element
    from reportgen.render.excel.layout import Layout
    from reportgen.render.excel.references import Box
    from reportgen.render.excel.rows import Body
    from reportgen.render.excel.template import Row, Sheet

TALLEST: Final = 409.5
"""Points: the tallest row that Excel has."""
LEADING: Final = 1.3
"""Points of a line for each point of its font: 宋体 and 仿宋 as Excel and WPS draw them."""
PADDING: Final = 4.0
"""Points above and below the text of a cell together."""

_PIXELS: Final = 96 / 72
_SIDES: Final = 6
"""Pixels of a column that are not for text."""
_WIDE: Final = "\u2000"
"""From here on characters take a whole em in a Chinese font; those before take half of one."""
_TOKEN: Final = re.compile(
    "(?:[!-~\u00a1-\u1fff]+|[^\n])[，。、；：？！）》」』】〕”’…％,.;:?!)]*", re.DOTALL
)
_HEIGHT: Final = re.compile(r' ht="([0-9.]+)"')
_TRUE: Final = frozenset({"1", "true"})


class CellStyle(NamedTuple):
    """What a cell's style says of its text: whether it wraps, and its size in points."""

    wraps: bool
    size: float


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a workbook by number, and the pixels of a digit in its usual font."""

    cells: tuple[CellStyle, ...] = ()
    digit: int = 7


class Spot(NamedTuple):
    """A wrapped cell: a fixed text, or which of its row's values; `room` counts half ems a line.

    `line` is the height of a line in points.
    """

    column: int
    value: int
    text: str
    room: float
    line: float


@dataclass(slots=True)
class HeightPlan:
    """What is known of a sheet's rows before there are values.

    `spots` are the wrapped cells of rows that may grow, by position in the body, without fixed texts
    of one line; `growing` are all rows that may; `bases` the height that each has without growing.
    """

    spots: dict[int, tuple[Spot, ...]]
    growing: frozenset[int]
    bases: list[float]
    known: dict[tuple[str, float], int] = field(default_factory=dict)


def read_styles(root: Element | None) -> Styles:
    """The styles of a workbook's styles part."""
    if root is None:
        return Styles()
    fonts = root.find("fonts")
    sizes = []
    for font in [] if fonts is None else fonts.elements():
        size = font.find("sz")
        sizes.append(float(size.attributes.get("val", "11")) if size is not None else 11.0)
    cells = []
    formats = root.find("cellXfs")
    for item in [] if formats is None else formats.elements():
        alignment = item.find("alignment")
        attributes = {} if alignment is None else alignment.attributes
        wraps = attributes.get("wrapText", "") in _TRUE and not int(
            attributes.get("textRotation", "0")
        )
        number = int(item.attributes.get("fontId", "0"))
        cells.append(CellStyle(wraps, sizes[number] if number < len(sizes) else 11.0))
    usual = sizes[0] if sizes else 11.0
    return Styles(tuple(cells), max(int(usual * _PIXELS / 2), 1))


def plan_heights(sheet: Sheet, body: Body, merges: list[Box], styles: Styles) -> HeightPlan:
    """The wrapped cells of a sheet whose rows may grow."""
    default, widths = _sheet_sizes(sheet)
    wide = {(box.top, box.left): box.right for box in merges if box.left < box.right}
    spots: dict[int, tuple[Spot, ...]] = {}
    growing: list[int] = []
    bases = []
    for position, row in enumerate(body.rows):
        found = _HEIGHT.search(row.attributes)
        bases.append(float(found[1]) if found else default)
        if 'customHeight="1"' not in row.attributes and 'hidden="1"' not in row.attributes:
            wrapped = _spots(row, widths, wide, styles)
            growing += [position] if wrapped else []
            told = [spot for spot in wrapped if spot.value or _lines(spot.text, spot.room, {}) > 1]
            if told:
                spots[position] = tuple(told)
    return HeightPlan(spots, frozenset(growing), bases)


def grown(
    plan: HeightPlan, layout: Layout, merges: list[Box], strip: Callable[[str], str]
) -> dict[int, float]:
    """The heights in points of the printed rows that must grow, by emission."""
    if not plan.spots:
        return {}
    tall = {(box.top, box.left): box.bottom for box in merges if box.top < box.bottom}
    covered = {(row, left) for (top, left), end in tall.items() for row in range(top + 1, end + 1)}
    heights: dict[int, float] = {}
    waiting: list[tuple[int, int, int, float]] = []
    for position, spot in [(key, spot) for key, spots in plan.spots.items() for spot in spots]:
        for emission, text in _texts(spot, layout, position, strip):
            final = layout.finals[emission]
            lines = _lines(text, spot.room, plan.known)
            if lines < 2 or (final, spot.column) in covered:
                continue
            need = lines * spot.line + PADDING
            bottom = tall.get((final, spot.column))
            if bottom is not None:
                waiting.append((emission, spot.column, bottom, need))
            elif need > heights.get(emission, plan.bases[position]):
                heights[emission] = min(need, TALLEST)
    for emission, _, bottom, need in sorted(waiting):
        _stretch(plan, layout, heights, (emission, layout.emission_from(bottom + 1)), need)
    return heights


def _texts(
    spot: Spot, layout: Layout, position: int, strip: Callable[[str], str]
) -> Iterator[tuple[int, str]]:
    """The texts of a cell in the copies of its row, without those that are short at a glance."""
    copies = layout.copies[position]
    if not spot.value:
        yield from ((emission, spot.text) for emission in copies)
        return
    room = spot.room
    # Marks only make a text longer.
    for emission, value in zip(copies, layout.column(position, spot.value), strict=False):
        if isinstance(value, str):
            if 2 * len(value) > room or "\n" in value:
                yield emission, strip(value)
        elif isinstance(value, Composed):
            yield emission, strip(plain(value))


def _stretch(
    plan: HeightPlan, layout: Layout, heights: dict[int, float], rows: tuple[int, int], need: float
) -> None:
    """Let the last row of a tall merge that may grow take what the text lacks."""
    bases, positions = plan.bases, layout.positions
    have = sum(heights.get(row, bases[positions[row]]) for row in range(*rows))
    for row in reversed(range(*rows)):
        if need > have and positions[row] in plan.growing:
            base = heights.get(row, bases[positions[row]])
            heights[row] = min(base + need - have, TALLEST)
            return


def with_height(text: str, height: float) -> str:
    """A row's XML with a height of its own."""
    end = text.index(">")
    head = _HEIGHT.sub("", text[:end])
    points = math.ceil(height * 4) / 4
    return f'{head} ht="{points:g}" customHeight="1"{text[end:]}'


def count_lines(text: str, room: float) -> int:
    """The lines of a text in a cell that has room for so many half ems; words are not broken."""
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0
        for token in _TOKEN.findall(paragraph):
            width = len(token)
            if not token.isascii():
                width += sum(character >= _WIDE for character in token)
            if used and used + width > room:
                lines += 1
                used = 0
            if width > room:
                lines += int((width - 1) // room)
                width = int(width % room) or int(room)
            used += width
    return lines


def _lines(text: str, room: float, known: dict[tuple[str, float], int]) -> int:
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    key = (text, room)
    if key not in known:
        known[key] = count_lines(text, room)
    return known[key]


def _sheet_sizes(sheet: Sheet) -> tuple[float, list[tuple[int, int, float]]]:
    """The usual height of a row, and the widths of columns in characters: from, to, width."""
    default, usual = 15.0, 8.43
    widths: list[tuple[int, int, float]] = []
    for element in sheet.head:
        if element.tag == "sheetFormatPr":
            default = float(element.attributes.get("defaultRowHeight", default))
            usual = float(element.attributes.get("defaultColWidth", usual))
        elif element.tag == "cols":
            for item in element.elements():
                given = item.attributes
                hidden = given.get("hidden", "") in _TRUE
                width = 0.0 if hidden else float(given.get("width", usual))
                widths.append((int(given["min"]), int(given["max"]), width))
    return default, [*widths, (1, 1 << 14, usual)]


def _spots(
    row: Row,
    widths: list[tuple[int, int, float]],
    wide: dict[tuple[int, int], int],
    styles: Styles,
) -> list[Spot]:
    found = []
    passed = {id(cell): index for index, cell in enumerate(arguments(row), 1)}
    for cell in row.cells:
        number = cell.style[4:-1]
        style = (
            styles.cells[int(number)]
            if number.isdigit() and int(number) < len(styles.cells)
            else None
        )
        index = passed.get(id(cell), 0)
        text = cell.value if isinstance(cell.value, str) and not index else ""
        if style is None or not style.wraps or not (index or text):
            continue
        last = wide.get((row.number, cell.column), cell.column)
        characters = sum(_width(widths, column) for column in range(cell.column, last + 1))
        room = (characters * styles.digit - _SIDES) / (style.size * _PIXELS / 2)
        if room >= 2:
            found.append(Spot(cell.column, index, text, room, style.size * LEADING))
    return found


def _width(widths: list[tuple[int, int, float]], column: int) -> float:
    return next(width for first, last, width in widths if first <= column <= last)
