"""Where a printed figure comes from, and where an input is printed (数据来源).

Origins hang on the figures themselves; this only walks them, within bounds. Documents are made again
in memory (`remaking`), so a figure explained is the figure of the present data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.checks.wording import wording
from reportgen.compute.context import follow
from reportgen.figure import Figure, Read
from reportgen.language.environment import compile_expression
from reportgen.language.errors import describe
from reportgen.language.printing import Printed
from reportgen.pack import change_kinds as kinds
from reportgen.pack.manifest import Left
from reportgen.pack.remaking import printings
from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reportgen.finding import Finding
    from reportgen.pack.plan import Document
    from reportgen.pack.remaking import Remade
    from reportgen.render.rendered import Printing

WIDTH: Final = 8
"""So many operands of one operation are shown unless all are asked for."""
DEPTH: Final = 30
MOST: Final = 400
"""Nodes of a tree that a person may want to read; with `--all` there is no such bound."""
_CELL: Final = re.compile(r"(.+)[!！]\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LINE: Final = re.compile(r"(.+?)[:：]([0-9]+)(?:[:：]([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Node:
    """One figure of a tree of origins, in the order of reading; `depth` 0 is the figure asked for.

    `operation` is how it was computed, empty where it was read; `more` how many operands are not
    shown, `again` whether it stands above already with all that is below it.
    """

    depth: int
    key: str
    text: str
    operation: str = ""
    places: tuple[Place, ...] = ()
    note: str = ""
    operands: int = 0
    more: int = 0
    again: bool = False

    def as_dict(self) -> dict[str, object]:
        """As it is written to JSON."""
        return {
            "depth": self.depth,
            "key": self.key,
            "value": self.text,
            "operation": self.operation,
            "places": [str(place) for place in self.places],
            "note": self.note,
            "operands": self.operands,
            "not_shown": self.more,
            "see_above": self.again,
        }


@dataclass(frozen=True, slots=True)
class Spot:
    """A printed figure and the document it stands in."""

    document: str
    printing: Printing

    @property
    def where(self) -> str:
        """Sheet and cell, or paragraph."""
        part, spot = self.printing.part, self.printing.spot
        return spot if part in {"", "document"} else f"{part}!{spot}"


@dataclass(frozen=True, slots=True)
class Use:
    """Where an input is printed: as it is (`direct`), or as a part of another figure."""

    spot: Spot
    direct: bool


def tree(figure: Figure, money_unit: str, *, everything: bool = False) -> list[Node]:
    """The figure, what it was computed from, and so on down to the inputs, parents first.

    Blank operands are left out, further ones beyond `WIDTH` counted; with `everything` none is.
    """
    nodes: list[Node] = []
    seen: set[int] = set()
    stack: list[tuple[Figure, int]] = [(figure, 0)]
    while stack:
        item, depth = stack.pop()
        text = wording(item, money_unit, item.unit)
        origin = item.origin
        if isinstance(origin, Read):
            nodes.append(Node(depth, item.key, text, "", origin.places, origin.note))
            continue
        again = id(item) in seen and bool(origin.operands)
        seen.add(id(item))
        shown: Sequence[Figure] = origin.operands
        if not everything:
            filled = [part for part in shown if not part.is_blank]
            shown = filled[:WIDTH] if len(nodes) < MOST and depth < DEPTH else []
        more = 0 if again else len(origin.operands) - len(shown)
        count = len(origin.operands)
        nodes.append(
            Node(depth, item.key, text, origin.operation, (), "", count, more, again=again)
        )
        if not again:
            stack += [(part, depth + 1) for part in reversed(shown)]
    return nodes


def printed_at(remade: Remade, document: str, wanted: str) -> tuple[list[Spot], list[Finding]]:
    """The figures of a document at a cell (`收支总表!C35`), at a paragraph, or printed like that."""
    place = Place(document)
    findings = _left(remade, document)
    found = remade.find(document)
    if found is None:
        near = "程序现在不生成这份文档。"
        return [], [
            *findings,
            kinds.NOTHING_THERE.at(place, name=document, spot=wanted, near=near),
        ]
    spots = [Spot(document, item) for item in _standing(remade, found) if item.key]
    cell = _CELL.fullmatch(wanted.strip())
    if cell:
        at = (cell[1].strip("'‘’“”\""), f"{cell[2].upper()}{cell[3]}")
        hits = [s for s in spots if (s.printing.part, s.printing.spot) == at]
    else:
        number = _plain(wanted)
        hits = [s for s in spots if wanted in {s.where, s.printing.spot}]
        hits = hits or [s for s in spots if number and _plain(s.printing.text) == number]
        hits = hits or [s for s in spots if wanted in {s.where.partition("@")[0], s.printing.part}]
    if not hits:
        titles = list(dict.fromkeys(s.printing.part for s in spots))
        near = f"这份文档的工作表有：{'、'.join(titles)}。" if cell and titles else ""
        if cell and cell[1] in titles:
            near = ""
        findings.append(kinds.NOTHING_THERE.at(place, name=document, spot=wanted, near=near))
    return hits, findings


def _standing(remade: Remade, document: Document) -> Sequence[Printing]:
    """The figures of a document where they stand on disk: she may have moved them."""
    made = printings(document)
    record = remade.recorded.merges.get(document.name) if remade.recorded else None
    entry = remade.recorded.manifest.find(document.name) if remade.recorded else None
    if record is None or entry is None or not entry.merged:
        return made
    figures: dict[tuple[str, str], Printing] = {}
    for item in made:
        figures.setdefault((item.key, item.text), item)
        figures.setdefault((item.key, ""), item)
    found = []
    for stands in record.figures:
        figure = figures.get((stands.key, stands.text)) or figures.get((stands.key, ""))
        if figure is not None:
            found.append(figure._replace(part=stands.part, spot=stands.spot))
    return found


def named(remade: Remade, target: str) -> tuple[Figure | None, list[Finding]]:
    """The figure that an expression (`支出.合计`) or a key (`支出/2013201/基本支出`) stands for."""
    context, source = remade.prepared.context, remade.prepared.year.source.name
    place = Place(source)
    value: object = None
    findings: list[Finding] = []
    if "/" in target:
        meaning = context.format.meanings.get(target)
        try:
            value = follow(target, context.names) if meaning is None else None
        except Exception as error:  # noqa: BLE001 - whatever a path raises is a finding
            findings = [describe(error, target).at(place)]
        if value is None:
            value = next(_with_key(remade.documents, target), None)
        target = meaning.source if value is None and meaning is not None else target
    if value is None:
        try:
            value = compile_expression(context.environment, target).evaluate(context.names)
        except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
            return None, findings or [describe(error, target).at(place)]
    if isinstance(value, Printed):
        value = value.figure
    if isinstance(value, Figure):
        return value, []
    what = "文字" if isinstance(value, str) else "一组内容，要写到其中一个数"
    return None, [kinds.NOT_A_FIGURE.at(place, target=target, what=what)]


def input_at(target: str, cell: str = "") -> tuple[Callable[[Place], bool] | None, str]:
    """A test for the places that `2023.yaml:31[:78]`, or a workbook and a cell, stand for.

    Also the file that was named; None for what is neither.
    """
    match = _CELL.fullmatch(cell.strip()) if cell else None
    if match:
        file, sheet, spot = target, match[1].strip("'‘’“”\""), f"{match[2]}{match[3]}".upper()
        name = _name(file)
        return lambda place: (place.file, place.sheet, place.cell) == (name, sheet, spot), file
    line = _LINE.fullmatch(target.strip())
    if cell or line is None:
        return None, target
    file, number, column = line[1], int(line[2]), int(line[3] or 0)
    name = _name(file)
    return (
        lambda place: (place.file, place.line) == (name, number) and column in {0, place.column}
    ), file


def uses(documents: Iterable[Document], wanted: Callable[[Place], bool]) -> list[Use]:
    """Every printed figure that rests on the places asked for, in the order of the documents."""
    known: dict[int, bool] = {}
    found: list[Use] = []
    for document in documents:
        found += [
            Use(Spot(document.name, item), _is_direct(item.figure))
            for item in printings(document)
            if item.key and _rests(item.figure, wanted, known)
        ]
    return found


def _rests(figure: Figure, wanted: Callable[[Place], bool], known: dict[int, bool]) -> bool:
    """Whether a figure rests on a wanted place; `known` remembers what was found."""
    stack: list[tuple[Figure, bool]] = [(figure, False)]
    while stack:
        item, done = stack.pop()
        if id(item) in known:
            continue
        origin = item.origin
        if isinstance(origin, Read):
            known[id(item)] = any(map(wanted, origin.places))
        elif done:
            known[id(item)] = any(known[id(part)] for part in origin.operands)
        else:
            stack.append((item, True))
            stack += [(part, False) for part in origin.operands]
    return known[id(figure)]


def _is_direct(figure: Figure) -> bool:
    """Whether the figure is an input itself, only scaled or the sum of one line."""
    while not isinstance(figure.origin, Read):
        filled = [part for part in figure.origin.operands if not part.is_blank]
        if len(filled) != 1 or filled[0].value != figure.value:
            return False
        figure = filled[0]
    return True


def _with_key(documents: Iterable[Document], key: str) -> Iterator[Figure]:
    return (p.figure for document in documents for p in printings(document) if p.key == key)


def _left(remade: Remade, document: str) -> list[Finding]:
    entry = remade.recorded.manifest.find(document) if remade.recorded else None
    if entry is None or entry.left is None:
        return []
    why = "在生成时正打开着" if entry.left is Left.OPEN else entry.left.value
    return [kinds.LEFT_DOCUMENT.at(Place(document), name=document, why=why)]


def _plain(text: str) -> str:
    """A number as it is compared: without grouping and space."""
    return re.sub(r"[,，\s]", "", text)


def _name(file: str) -> str:
    return re.split(r"[\\/]", file)[-1]
