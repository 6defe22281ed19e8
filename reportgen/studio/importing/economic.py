"""Which economic codes belong to which function codes, where two tables give only the sums of each.

Rows and columns of two tables say what belongs together only where one side has a single entry.
Beyond that, a mapping file may name pairs (住房公积金 2210201 ↔ 30113); they count where the amounts
agree to the last digit, and are marked as assumed. The rest stays undivided, with a finding.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.studio.importing import kinds
from reportgen.studio.importing.facts import Line, in_unit, matches, said, total

if TYPE_CHECKING:
    from decimal import Decimal

    from reportgen.finding import Finding
    from reportgen.studio.importing.facts import Fact


def cross_economic(
    lines: list[Line], facts: list[Fact], pairs: dict[str, tuple[str, ...]]
) -> tuple[list[Line], list[Fact], list[Finding]]:
    """The lines with economic codes where these are certain, the facts not used, what is to be said."""
    groups: dict[tuple[int, tuple[tuple[str, tuple[str, ...]], ...]], list[Fact]] = {}
    for fact in facts:
        if fact.leaf and fact.single("经济科目") and not fact.single("功能科目") and fact.amount:
            rest = tuple(pair for pair in fact.values if pair[0] != "经济科目")
            groups.setdefault((fact.table, rest), []).append(fact)
    unused: list[Fact] = []
    findings: list[Finding] = []
    for (_, rest), group in groups.items():
        asked = replace(group[0], values=rest)
        targets = [
            line for line in lines if "经济科目" not in line.values and matches(line.values, asked)
        ]
        if not targets:
            unused += group
            continue
        made, over = _Crossing(targets, group, pairs).cross(findings)
        unused += over
        position = lines.index(targets[0])
        kept = [line for line in lines if line not in targets]
        lines = [*kept[:position], *made, *kept[position:]]
    return lines, unused, findings


class _Crossing:
    def __init__(
        self, lines: list[Line], facts: list[Fact], pairs: dict[str, tuple[str, ...]]
    ) -> None:
        self.lines = lines
        self.facts = facts
        self.pairs = pairs
        self.made: dict[int, list[Line]] = {}

    def cross(self, findings: list[Finding]) -> tuple[list[Line], list[Fact]]:
        lines, facts = list(self.lines), list(self.facts)
        if len(lines) > 1 and len(facts) > 1:
            lines, facts = self._take_pairs(lines, facts, findings)
        if len(lines) == 1 and facts:
            self._all_to(lines[0], facts, findings)
            facts = []
        elif len(facts) == 1 and lines and total(lines) == facts[0].yuan:
            for line in lines:
                self.made[id(line)] = [self._coded(line, facts[0], line.amount, line.unit)]
            facts = []
        elif lines and facts:
            self._undivided(lines, facts, findings)
        return [new for line in self.lines for new in self.made.get(id(line), [line])], facts

    def _take_pairs(
        self, lines: list[Line], facts: list[Fact], findings: list[Finding]
    ) -> tuple[list[Line], list[Fact]]:
        found = []
        for line in list(lines):
            code = line.values.get("功能科目", "")
            wanted = self.pairs.get(code, ())
            own = [fact for fact in facts if fact.single("经济科目") in wanted]
            alone = sum(other.values.get("功能科目") == code for other in self.lines) == 1
            chosen = next(
                (c for c in (own, *([fact] for fact in own)) if c and _sum(c) == line.yuan), None
            )
            if not chosen or not alone:
                continue
            names = "、".join(fact.single("经济科目") for fact in chosen)
            note = f"公开表没有写明功能科目 {code} 对应的经济科目；{names} 与它的金额相同，按通常的对应推定。"
            self.made[id(line)] = [
                self._coded(line, fact, fact.amount, fact.unit, note)
                for fact in chosen
                if fact.amount is not None
            ]
            lines.remove(line)
            facts = [fact for fact in facts if fact not in chosen]
            found.append(f"{code} 对 {names}")
        if found:
            rest = (
                f"；其余的都归 {lines[0].values.get('功能科目', '')}"
                if len(lines) == 1 and facts
                else ""
            )
            findings.append(
                kinds.PAIRED.at(self.facts[0].place, count=len(found), what="，".join(found) + rest)
            )
        return lines, facts

    def _all_to(self, line: Line, facts: list[Fact], findings: list[Finding]) -> None:
        """All economic codes belong to the only function code; what they leave over stays undivided."""
        made = [
            self._coded(line, fact, fact.amount, fact.unit)
            for fact in facts
            if fact.amount is not None
        ]
        over = line.yuan - _sum(facts)
        if over:
            written = said(in_unit(abs(over), line.unit), line.unit)
            code = line.values.get("功能科目", "")
            findings.append(
                kinds.NOT_CROSSED.at(
                    line.place,
                    what=f"功能科目 {code} 是 {said(line.amount, line.unit)}，各经济科目加起来"
                    f"{'少' if over > 0 else '多'} {written}，两张表对不上。",
                    related=[fact.place for fact in facts[:5]],
                )
            )
        if over > 0:
            note = "两张表相差的部分，经济科目不明"
            made.append(replace(line, amount=in_unit(over, line.unit), note=note))
        self.made[id(line)] = made

    def _undivided(self, lines: list[Line], facts: list[Fact], findings: list[Finding]) -> None:
        note = "公开表的经济科目没有按功能科目分列，没有填"
        for line in lines:
            self.made[id(line)] = [replace(line, note=line.note or note)]
        findings.append(
            kinds.NOT_CROSSED.at(
                facts[0].place,
                what=f"{len(lines)} 个功能科目和 {len(facts)} 个经济科目之间，哪一笔对哪一笔公开表没有写明，"
                "没有分开：经济科目没有填。",
                related=[line.place for line in lines[:5]],
            )
        )

    def _coded(self, line: Line, fact: Fact, amount: Decimal, unit: str, note: str = "") -> Line:
        values = {**line.values, "经济科目": fact.single("经济科目")}
        place = fact.place if fact.amount == amount else line.place
        return Line(line.section, values, amount, unit, place, note or line.note)


def _sum(facts: list[Fact]) -> Decimal:
    from reportgen.figure import EXACT

    amount = EXACT.create_decimal(0)
    for fact in facts:
        amount = EXACT.add(amount, fact.yuan)
    return amount
