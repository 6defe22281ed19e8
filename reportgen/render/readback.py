"""Reads each produced document back and holds it against the figure map, before it is installed.

Every printed figure must stand where the map says, nothing may be left over from template or
program, and an amount that is no figure but looks like one is pointed out. Not for judging the
figures themselves: that is done by the checks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Protocol

from reportgen.checks.text_amounts import SURE_DIGITS, Amount, amounts, one_slip
from reportgen.figure import round_half_up
from reportgen.place import Place
from reportgen.render import kinds
from reportgen.render.leftovers import AMOUNT_SIGN, DOUBTFUL, LEFTOVER, PRIVATE, in_order
from reportgen.render.read_parts import HEADING, UnreadableError, spots
from reportgen.render.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.finding import Finding, Kind
    from reportgen.render.rendered import Reading

MOST_OF_A_DOCUMENT: Final = 20
"""Findings of one kind and document: a template gone wrong repeats itself in every row."""
MOST_REMEMBERED: Final = 50_000
"""Texts that were found in order: most cells of a long sheet repeat a few words."""
_NUMBER: Final = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")


class Printing(Protocol):
    """An entry of the figure map: part, spot, key and text."""

    @property
    def part(self) -> str: ...
    @property
    def spot(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def text(self) -> str: ...


def read_back(
    documents: Iterable[tuple[str, bytes, Sequence[Printing]]],
    readings: Iterable[Reading | None] = (),
) -> list[Finding]:
    """What is wrong in produced documents, given as (file name, bytes, figure map).

    `readings` say of each document what its engine knows of it, so that not all of it need be read.
    """
    findings: list[Finding] = []
    pending: list[tuple[str, Spot, Amount]] = []
    maps: list[Sequence[Printing]] = []
    known = iter(readings)
    for name, data, figures in documents:
        maps.append(figures)
        reading = next(known, None)
        said = None if reading is None else reading.spots(data)
        reader = _Reader(name, figures)
        try:
            if said is not None:
                reader.read(said)
                if reader.differs:  # what stands there instead is told from the document itself
                    reader, said = _Reader(name, figures), None
            if said is None:
                reader.read(_all(data, reading))
        except UnreadableError as error:
            findings.append(kinds.UNREADABLE.at(Place(name), reason=error))
            continue
        findings += reader.findings()
        pending += [(name, spot, amount) for spot, amount in reader.amounts]
    return findings + (_nearly(pending, maps) if pending else [])


def _all(data: bytes, reading: Reading | None) -> Iterable[Spot]:
    """What a document says, all of it."""
    if reading is None:
        return spots(data)
    said = list(spots(data))
    reading.learn(data, said)
    return said


class _Reader:
    """One document: its map by spot, and what was found so far."""

    def __init__(self, name: str, figures: Sequence[Printing]) -> None:
        self.name = name
        self.expected: dict[tuple[str, str], list[tuple[int, Printing]]] = {}
        self.amounts: list[tuple[Spot, Amount]] = []
        self._found: dict[str, list[Finding]] = defaultdict(list)
        self._in_order: set[str] = set()
        expected = self.expected
        for item in figures:
            spot, at = item.spot, -1
            if "@" in spot:
                spot, _, offset = spot.rpartition("@")
                at = int(offset)
            key = (item.part, spot)
            known = expected.get(key)
            if known is None:
                expected[key] = [(at, item)]
            else:
                known.append((at, item))

    def read(self, said: Iterable[Spot]) -> None:
        """Go through the cells or paragraphs; what the map still expects then is not there."""
        headings: dict[str, list[str]] = defaultdict(list)
        expected = self.expected
        for spot in said:
            wanted = expected.pop((spot.part, spot.spot), None)
            if spot.kind == "number":
                for _, item in wanted or ():
                    if spot.text != item.text and not _same_number(spot.text, item):
                        self._differs(spot, item)
                continue
            if spot.spot == HEADING:
                headings[spot.part].append(spot.text)
                if wanted:
                    expected[spot.part, spot.spot] = wanted
                wanted = None
            self._text(spot, wanted or [], heading=spot.spot == HEADING)
        for (part, place), items in expected.items():
            words = "\n".join(headings[part]) if place == HEADING else ""
            for _, item in items:
                if item.text not in words and not _is_nothing(item):
                    self._differs(Spot(part, place, "text", words), item)

    @property
    def differs(self) -> bool:
        """Whether a figure does not stand where the map says."""
        return kinds.NOT_AS_MAPPED.code in self._found

    def findings(self) -> list[Finding]:
        """All findings, kind by kind."""
        return [item for group in self._found.values() for item in group]

    def _text(
        self, spot: Spot, wanted: list[tuple[int, Printing]], *, heading: bool = False
    ) -> None:
        text = spot.text
        if not wanted and text in self._in_order:
            return
        for offset, item in wanted:
            there = item.text in text if offset < 0 else text.startswith(item.text, offset)
            if not there:
                self._differs(spot, item)
        if in_order(text):
            if len(self._in_order) < MOST_REMEMBERED:
                self._in_order.add(text)
            return
        hits = [(kind, found) for pattern, kind in _PATTERNS if (found := pattern.search(text))]
        for kind, found in hits:
            self._tell(kind, spot, fragment=found[0], around=_around(text, found))
        if PRIVATE.search(text):
            self._tell(kinds.PRIVATE_LEFT, spot, text=PRIVATE.sub("□", text)[:30])
        if AMOUNT_SIGN in text and not heading:
            covered = [(at, at + len(item.text)) for at, item in wanted]
            own = {item.text for at, item in wanted if at < 0}
            for amount in amounts(text):
                inside = any(start <= amount.start < end for start, end in covered)
                number = format(amount.number, "f")
                if not inside and number not in own and len(amount.digits) >= SURE_DIGITS:
                    self.amounts.append((spot, amount))

    def _differs(self, spot: Spot, item: Printing) -> None:
        self._tell(kinds.NOT_AS_MAPPED, spot, source=item.key, text=item.text, found=spot.text[:40])

    def _tell(self, kind: Kind, spot: Spot, **values: Any) -> None:
        group = self._found[kind.code]
        if len(group) < MOST_OF_A_DOCUMENT:
            key = f"{self.name}/{spot.part}/{spot.spot}"
            group.append(kind.at(_place(self.name, spot), key=key, **values))


_PATTERNS: Final = ((LEFTOVER, kinds.LEFT_OVER), (DOUBTFUL, kinds.DOUBTFUL))


def _place(name: str, spot: Spot) -> Place:
    if name.lower().endswith(".xlsx"):
        return Place(name, sheet=spot.part, cell=spot.spot)
    where = spot.spot if spot.part == "document" else f"{spot.part} {spot.spot}"
    return Place(name, detail=where)


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 10) : found.end() + 10]


def _is_nothing(item: Printing) -> bool:
    """Whether it prints as nothing, so that its cell may be empty."""
    return not item.text.strip()


def _same_number(stored: str, item: Printing) -> bool:
    """Whether a stored number shows as the map says, to the decimals the map gives."""
    match = _NUMBER.match(item.text)
    try:
        number = Decimal(stored)
        if match is None:
            # A sign for nothing, — or 不适用, is text; a zero may be printed as nothing.
            return not number
        text = match[0].replace(",", "")
        decimals = len(text.partition(".")[2])
        return round_half_up(number, decimals) == Decimal(text)
    except InvalidOperation:
        return False


def _digits(text: str) -> str:
    match = _NUMBER.match(text)
    return match[0].replace(",", "").replace(".", "").lstrip("+-0") if match else ""


def _nearly(
    pending: Sequence[tuple[str, Spot, Amount]], maps: Iterable[Sequence[Printing]]
) -> list[Finding]:
    """A hint for each amount that no figure stands behind and that one figure nearly is."""
    printed = {digits for figures in maps for item in figures if (digits := _digits(item.text))}
    by_length: dict[int, list[str]] = defaultdict(list)
    for digits in printed:
        if len(digits) >= SURE_DIGITS:
            by_length[len(digits)].append(digits)
    findings: list[Finding] = []
    for name, spot, amount in pending[: MOST_OF_A_DOCUMENT * 10]:
        digits = amount.digits
        if digits in printed:
            continue
        near = next(
            (
                known
                for length in (len(digits), len(digits) - 1, len(digits) + 1)
                for known in by_length[length]
                if one_slip(digits, known)
            ),
            "",
        )
        if near:
            findings.append(
                kinds.NEARLY_A_FIGURE.at(
                    _place(name, spot), text=amount.words, known=near, around=spot.text[:40]
                )
            )
    return findings[:MOST_OF_A_DOCUMENT]
