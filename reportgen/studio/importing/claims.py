"""Facts as 声明数: named by what they are the amount of, each name once.

A figure that two tables state differently is a finding; so is a total of which there is no line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.model.ledger import CODED, DIMENSIONS
from reportgen.model.values import MONEY
from reportgen.sources.tree import NUMBER, Mapping, Scalar
from reportgen.studio.importing import kinds
from reportgen.studio.importing.facts import LEDGERS, matches, said

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.studio.importing.facts import Fact, Line

MARK: Final = "导入自"
"""How the 说明 of a claim begins that an import put there: the next import may replace it."""


@dataclass(slots=True)
class Stated:
    """One claim: its name, its amount as written, where it stands, where else it stands."""

    name: str
    fact: Fact
    also: list[Fact]


def stated_figures(
    facts: list[Fact], lines: list[Line], usual: dict[str, dict[str, str]]
) -> tuple[list[Stated], list[Finding]]:
    """The claims in the order of the tables, and what could not be made one.

    `usual`: what a blank field of a section means (年度来源: 当年).
    """
    known = {
        section: {
            dimension: {
                line.values.get(dimension, "") or usual[section].get(dimension, "")
                for line in lines
                if line.section == section
            }
            for dimension in DIMENSIONS
        }
        for section in LEDGERS
    }
    found: dict[str, Stated] = {}
    findings: list[Finding] = []
    for fact in facts:
        if fact.amount is None:
            continue
        name = fact.stated or _name(fact, known)
        if not name:
            continue
        if not fact.stated and not _has_lines(fact, known):
            if fact.yuan and not _undivided(fact, lines):
                amount = said(fact.amount, fact.unit)
                findings.append(kinds.NOT_STATED.at(fact.place, name=name, amount=amount))
            continue
        earlier = found.get(name)
        if earlier is None:
            found[name] = Stated(name, fact, [])
        elif agree(earlier.fact, fact):
            earlier.also.append(fact)
            if MONEY.get(fact.unit, 1) < MONEY.get(earlier.fact.unit, 1):
                earlier.also[-1], earlier.fact = earlier.fact, fact
        else:
            findings.append(_contradiction(name, earlier.fact, fact))
            earlier.also.append(fact)
    return list(found.values()), findings


def agree(one: Fact, other: Fact) -> bool:
    """Whether two statements of a figure are the same.

    In one unit exactly, else as far as the coarser unit tells: a cell drops the zeros of 586.90 万元,
    so that its digits are no measure.
    """
    difference = abs(one.yuan - other.yuan)
    if not difference or one.unit == other.unit:
        return not difference
    coarser = one if MONEY.get(one.unit, 1) > MONEY.get(other.unit, 1) else other
    return difference < min(coarser.quantum, MONEY.get(coarser.unit, Decimal(1)) / 100)


def claim_row(stated: Stated) -> Mapping:
    """The claim as a record of 声明数."""
    place = stated.fact.place
    spots = dict.fromkeys(_spot(fact.place) for fact in (stated.fact, *stated.also))
    remark = f"{MARK}{'；'.join(list(spots)[:4])}"
    entries = {
        "名称": Scalar(stated.name, place),
        "金额": _scalar(stated.fact.amount, stated.fact.unit, place),
        "说明": Scalar(remark, place),
    }
    return Mapping(dict(entries), dict.fromkeys(entries, place), place)


def _scalar(amount: Decimal | None, unit: str, place: Place) -> Scalar:
    return Scalar("" if amount is None else f"{amount:f}", place, NUMBER, unit)


def _spot(place: Place) -> str:
    return f"{place.sheet} {place.cell}"


def _contradiction(name: str, first: Fact, second: Fact) -> Finding:
    return kinds.CONTRADICTION.at(
        second.place,
        name=name,
        first=said(second.amount, second.unit),
        second=said(first.amount, first.unit),
        related=[first.place],
        key=f"导入/{name}",
        figures=[("一处", f"{first.yuan:f}"), ("另一处", f"{second.yuan:f}")],
    )


def _name(fact: Fact, known: dict[str, dict[str, set[str]]]) -> str:
    """支出/2013201/基本支出; empty where a dimension has several values that occur."""
    ledger = LEDGERS.get(fact.section)
    if ledger is None:
        return ""
    parts = [ledger]
    for dimension in DIMENSIONS:
        values = dict(fact.values).get(dimension, ())
        if len(values) > 1:
            values = tuple(v for v in values if v in known[fact.section][dimension])
            if len(values) > 1:
                return ""
        parts += values
    return "/".join(parts)


def _undivided(fact: Fact, lines: list[Line]) -> bool:
    """Whether an economic code is one that could not be told apart (G961 says so once for all)."""
    if not fact.single("经济科目"):
        return False
    rest = replace(fact, values=tuple(pair for pair in fact.values if pair[0] != "经济科目"))
    return any("经济科目" not in line.values and matches(line.values, rest) for line in lines)


def _has_lines(fact: Fact, known: dict[str, dict[str, set[str]]]) -> bool:
    """Whether some line has each of the values: a name of others leads nowhere."""
    for dimension, values in fact.values:
        there = known[fact.section].get(dimension, set())
        if dimension in CODED:
            if not any(value.startswith(values) for value in there):
                return False
        elif not there & set(values):
            return False
    return True
