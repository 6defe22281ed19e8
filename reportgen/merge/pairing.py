"""Which sheets, rows and columns of the last generated, her and the new workbook are the same.

It says what belongs together and changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.merge.aligning import Line, align, likeness
from reportgen.merge.axis import merged_axis
from reportgen.merge.book import BLANK
from reportgen.merge.shifting import Merge

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from typing import TypeAlias

    from reportgen.merge.axis import Slot
    from reportgen.merge.book import Book, Cell, Sheet

    Keys: TypeAlias = Mapping[tuple[int, int], str]
    """The key of the figure in each cell of a generated sheet."""

SAME_SHEET: Final = 0.5
LONE_SHEET: Final = 0.2
"""So much of the only sheet that is not accounted for must be in the only one that is new."""
OWN: Final = 0.6
"""So much alike must a row that she added be to one that is new, to be taken for the same."""
_SAMPLE: Final = 400
_KEY, _TEXT, _NUMBER, _COUNT, _FORMULA = 3.0, 2.0, 1.0, 0.1, 0.3
_MOST_COUNTED: Final = 1000


@dataclass(slots=True)
class Three:
    """A sheet in the three versions; None where a version has none. `title` it has when merged."""

    base: Sheet | None
    hers: Sheet | None
    new: Sheet | None
    title: str = ""


def pair_sheets(base: Book, hers: Book, new: Book) -> list[Three]:
    """The sheets that belong together: hers in their order, then those she does not have."""
    her_base = _pairs(base.sheets, hers.sheets)
    new_base = _pairs(base.sheets, new.sheets)
    found: list[Three] = []
    by_hers = {id(h): b for b, h in her_base}
    by_base = {id(b): n for b, n in new_base}
    old = {id(n) for _, n in new_base}
    for sheet in hers.sheets:
        before = by_hers.get(id(sheet))
        made = by_base.get(id(before)) if before is not None else None
        if before is None:
            made = next((n for n in new.sheets if id(n) not in old and _called(n, sheet)), None)
            if made is not None:
                old.add(id(made))
        found.append(Three(before, sheet, made))
    with_her = {id(b) for b, _ in her_base}
    found += [Three(b, None, n) for b, n in new_base if id(b) not in with_her]
    found += [Three(None, None, n) for n in new.sheets if id(n) not in old]
    _name(found, hers)
    return found


def _pairs(old: Sequence[Sheet], new: Sequence[Sheet]) -> list[tuple[Sheet, Sheet]]:
    """By title; those renamed, by what stands in them."""
    titles = {sheet.title.casefold(): sheet for sheet in new}
    pairs = [(b, titles[b.title.casefold()]) for b in old if b.title.casefold() in titles]
    known = {id(sheet) for pair in pairs for sheet in pair}
    left = [sheet for sheet in old if id(sheet) not in known]
    right = [sheet for sheet in new if id(sheet) not in known]
    if left and right:
        lines = {id(sheet): _whole(sheet) for sheet in (*left, *right)}
        ranked = sorted(
            ((likeness(lines[id(b)], lines[id(h)]), i, j) for i, b in enumerate(left) for j, h in enumerate(right)),
            key=lambda item: -item[0],
        )  # fmt: skip
        enough = LONE_SHEET if len(left) == len(right) == 1 else SAME_SHEET
        for like, i, j in ranked:
            if like >= enough and not {id(left[i]), id(right[j])} & known:
                pairs.append((left[i], right[j]))
                known |= {id(left[i]), id(right[j])}
    return pairs


def _called(one: Sheet, other: Sheet) -> bool:
    return one.title.casefold() == other.title.casefold()


def _name(found: list[Three], hers: Book) -> None:
    """The titles that the merged sheets have: hers, unless only the program changed it."""
    taken = {title.casefold() for title in hers.others}
    for item in found:
        if item.hers is not None:
            item.title = item.hers.title
            taken.add(item.title.casefold())
    for item in found:
        base, mine, new = item.base, item.hers, item.new
        if new is None or (mine is not None and (base is None or mine.title != base.title)):
            continue
        if mine is None and base is not None:
            continue
        title = new.title
        if mine is not None and title.casefold() == mine.title.casefold():
            item.title = title
            continue
        if title.casefold() in taken:
            if mine is not None:
                continue
            title = next(
                t for n in range(2, 1000) if (t := f"{title[:27]}（{n}）").casefold() not in taken
            )
        taken.add(title.casefold())
        item.title = title


def _whole(sheet: Sheet) -> Line:
    features: dict[Hashable, float] = defaultdict(float)
    for cells in sheet.rows.values():
        for cell in cells.values():
            if not cell.is_blank:
                features[cell.content] += _TEXT if cell.kind == "s" else _NUMBER
    return Line(features, frozenset())


def arrange(three: Three, base_keys: Keys, new_keys: Keys) -> Merge:
    """How a sheet that all three have (or hers and one other) is put together."""
    base, hers, new = three.base, three.hers, three.new
    assert hers is not None
    nothing: dict[int, int] = {}
    if base is None or new is None:
        base = base or new
    assert base is not None
    her_rows = _align_rows(base, hers, {}, {}) if three.base else nothing
    new_rows = _align_rows(base, new, base_keys, new_keys) if three.base and new else nothing
    her_columns = _align_columns(base, hers, her_rows, {}, {}) if three.base else nothing
    if len(her_columns) < max(base.last_column, hers.last_column) and her_columns:
        # Rows are known better by the columns that both have.
        both = set(her_columns), set(her_columns.values())
        her_rows = _align_rows(base, hers, {}, {}, both)
        her_columns = _align_columns(base, hers, her_rows, {}, {})
    new_columns = (
        _align_columns(base, new, new_rows, base_keys, new_keys) if three.base and new else nothing
    )
    if new is None:
        # No longer made: whatever she has stays.
        new_rows = {row: row for row in range(1, base.last_row + 1)}
        new_columns = {column: column for column in range(1, base.last_column + 1)}
        new = base
    if three.base is None:
        her_rows, her_columns, base = nothing, nothing, new
    own = _own(hers, new, set(her_rows.values()), set(new_rows.values()))

    def removable(row: int, mine: int) -> bool:
        return _left_alone(base, hers, row, mine, her_columns)

    lengths = (base.last_row, hers.last_row, new.last_row)
    rows = merged_axis(her_rows, new_rows, own, lengths, removable)
    profile = _profiles(new)
    rows.alike = lambda one, other: _is_alike(one, other, profile)

    def droppable(column: int, mine: int) -> bool:
        return all(
            _same_as_made(base.cell(row, column), hers.cell(her_row, mine))
            for row, her_row in her_rows.items()
        )

    if three.base is None:
        own_columns = {
            column: column for column in range(1, min(hers.last_column, new.last_column) + 1)
        }
    else:
        own_columns = {}
    wide = (base.last_column, hers.last_column, new.last_column)
    columns = merged_axis(her_columns, new_columns, own_columns, wide, droppable)
    return Merge(three.title, rows, columns, dict(new_rows))


def whole(title: str, sheet: Sheet) -> Merge:
    """The arrangement of a sheet of which only one version is: as it is."""
    rows, columns = ({n: n for n in range(1, last + 1)} for last in (sheet.last_row, sheet.last_column))  # fmt: skip
    size, wide = (sheet.last_row,) * 3, (sheet.last_column,) * 3
    return Merge(
        title,
        merged_axis(rows, rows, {}, size, lambda _b, _h: False),
        merged_axis(columns, columns, {}, wide, lambda _b, _h: False),
    )


def _is_alike(one: Slot, other: Slot, profile: Callable[[int], object]) -> bool:
    return bool(one.new and other.new) and profile(one.new) == profile(other.new)


def _profiles(sheet: Sheet) -> Callable[[int], object]:
    """The look of each generated row: its cells' styles."""
    known: dict[int, object] = {}

    def profile(row: int) -> object:
        if row not in known:
            cells = sheet.rows.get(row, {})
            known[row] = tuple(sorted((column, cell.style) for column, cell in cells.items()))
        return known[row]

    return profile


def _row_lines(sheet: Sheet, keys: Keys, columns: set[int] | None = None) -> list[Line]:
    """The rows as lines, of some columns if given.

    Without keys, only what can be seen counts: some programs drop the rest.
    """
    lines = []
    hidden = sheet.covered() if not keys else {}
    keyed: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), key in keys.items():
        keyed[row][column] = key
    for row in range(1, sheet.last_row + 1):
        features: dict[Hashable, float] = defaultdict(float)
        filled: set[int] = set()
        cells = sheet.rows.get(row, {})
        for column, cell in cells.items():
            if cell.is_blank or (row, column) in hidden or (columns and column not in columns):
                continue
            filled.add(column)
            if column not in keyed[row]:
                feature, weight = _feature(cell)
                features[feature] += weight
        for column, key in keyed[row].items():
            filled.add(column)
            features["key", key, column] += _KEY
        lines.append(Line(features, frozenset(filled)))
    return lines


def _feature(cell: Cell) -> tuple[Hashable, float]:
    if cell.formula:
        return ("formula", sum(not isinstance(p, str) for p in cell.formula)), _FORMULA
    if cell.kind == "n" and cell.value is not None:
        whole = not isinstance(cell.value, str) and cell.value == cell.value.to_integral_value()
        count = whole and 0 <= int(cell.value) < _MOST_COUNTED
        return cell.content, _COUNT if count else _NUMBER
    return cell.content, _TEXT


def _align_rows(
    old: Sheet,
    new: Sheet,
    old_keys: Keys,
    new_keys: Keys,
    columns: tuple[set[int], set[int]] | tuple[None, None] = (None, None),
) -> dict[int, int]:
    found = align(_row_lines(old, old_keys, columns[0]), _row_lines(new, new_keys, columns[1]))
    return {i + 1: j + 1 for i, j in found.items()}


def _align_columns(
    old: Sheet, new: Sheet, rows: Mapping[int, int], old_keys: Keys, new_keys: Keys
) -> dict[int, int]:
    sample = list(rows.items())[:_SAMPLE]
    lines: list[list[Line]] = [[], []]
    for side, (sheet, keys) in enumerate(((old, old_keys), (new, new_keys))):
        hidden = sheet.covered() if not old_keys else {}
        spread = {shown for at, shown in sheet.covered().items() if at[1] != shown[1]}
        for column in range(1, sheet.last_column + 1):
            features: dict[Hashable, float] = {}
            filled: set[int] = set()
            for number, pair in enumerate(sample):
                cell = sheet.cell(pair[side], column)
                key = keys.get((pair[side], column))
                feature, weight = (("key", key), _KEY) if key else _feature(cell)
                if (pair[side], column) in spread:
                    # A heading over several columns stands over whichever of them is the first.
                    weight = _COUNT
                if (key or not cell.is_blank) and (pair[side], column) not in hidden:
                    features[number, feature] = weight
                    filled.add(number)
            lines[side].append(Line(features, frozenset(filled)))
    found = align(*lines)
    return {i + 1: j + 1 for i, j in found.items()}


def _own(hers: Sheet, new: Sheet, known: set[int], made: set[int]) -> dict[int, int]:
    """Rows that she added herself and that are made now: her row → new row."""
    left = [row for row in range(1, hers.last_row + 1) if row not in known]
    right = [row for row in range(1, new.last_row + 1) if row not in made]
    found: dict[int, int] = {}
    if not left or not right or len(left) * len(right) > 40_000:
        return found
    mine, made_lines = _row_lines(hers, {}), _row_lines(new, {})
    pairs = [(likeness(mine[i - 1], made_lines[j - 1]), i, j) for i in left for j in right]
    for like, i, j in sorted(pairs, key=lambda pair: -pair[0]):
        if like >= OWN and i not in found and j not in found.values():
            found[i] = j
    return found


def _left_alone(base: Sheet, hers: Sheet, row: int, mine: int, columns: Mapping[int, int]) -> bool:
    """Whether her row says what was generated, and nothing besides."""
    expected = {columns.get(c): cell for c, cell in base.rows.get(row, {}).items()}
    return all(
        _same_as_made(expected.get(column, BLANK), cell)
        for column, cell in hers.rows.get(mine, {}).items()
    ) and all(
        cell.is_blank or (column is not None and not hers.cell(mine, column).is_blank)
        for column, cell in expected.items()
    )


def _same_as_made(one: Cell, other: Cell) -> bool:
    if one.formula or other.formula:
        return [p for p in one.formula if isinstance(p, str)] == [
            p for p in other.formula if isinstance(p, str)
        ]
    return one.content == other.content
