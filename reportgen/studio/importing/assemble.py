"""A data set from an export: every sheet by its rule, lines found, totals as claims, the rest listed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen import catalogue as catalogues
from reportgen.figure import EXACT
from reportgen.model.values import MONEY, stripped
from reportgen.place import Place
from reportgen.sources.tree import NUMBER, Mapping, Node, Scalar, Sequence
from reportgen.studio.importing import kinds
from reportgen.studio.importing.claims import claim_row, stated_figures
from reportgen.studio.importing.cross import Solution, solve_expenditure, solve_income
from reportgen.studio.importing.economic import cross_economic
from reportgen.studio.importing.facts import LEDGERS, Fact, Line, matches, said, total
from reportgen.studio.importing.heads import notes_above, titles
from reportgen.studio.importing.raw import read_sheets
from reportgen.studio.importing.tables import Desk, Taken, take_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.model.fields import Contract
    from reportgen.studio.importing.mapping import ImportMap, TableRule
    from reportgen.studio.importing.raw import RawSheet

DEFAULT_UNIT = "元"
STAGE = "阶段"
_TITLED = re.compile(
    r"([\u4e00-\u9fff（）()]{4,28}?(?:局|委员会|委|办公室|厅|部|院|政府|街道办事处|中心|总工会|联合会))(?=20[0-9]{2}年)"
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the caller knows of 部门; blanks are looked for in the export."""

    name: str = ""
    region: str = ""
    year: str = ""


def import_workbook(
    path: Path, mapping: ImportMap, contract: Contract, header: Header | None = None
) -> tuple[Mapping | None, list[Finding]]:
    """The data set that an export holds, as a tree with places in the export.

    None where nothing was understood. Sections that the export says nothing of are not in the tree.
    """
    header = header or Header()
    sheets, findings = read_sheets(path)
    if not sheets:
        return None, findings
    department = _department(sheets, mapping, header, findings)
    number = department.get("年度", "")
    year = int(number) if number.isdecimal() and len(number) == 4 else catalogues.newest_year()
    catalogue, faults = catalogues.load(year)
    findings += faults
    desk = Desk(mapping, catalogue, contract, DEFAULT_UNIT, findings, Taken(), year)
    understood = 0
    for sheet, rule, table in _chosen(sheets, mapping, findings):
        understood += _take(sheet, rule, table, desk)
    if not understood:
        findings.append(kinds.NOTHING.at(Place(path.name), name=path.name))
        return None, findings
    unit = _usual_unit(desk.taken)
    lines, claims_of = _lines(desk, unit)
    usual = {section: _usual(contract, section) for section in LEDGERS}
    claims, faults = stated_figures(claims_of, lines, usual)
    findings += faults
    department["金额单位"] = unit
    place = Place(path.name)
    entries: dict[str, Node] = {"部门": _record(department, place)}
    for section in LEDGERS:
        own = [line for line in lines if line.section == section]
        if own:
            entries[section] = Sequence([_line(line, contract) for line in own], place)
    for section, records in desk.taken.records.items():
        rows: list[Node] = [_mapping(dict(fields), place) for fields in records]
        entries[section] = Sequence(rows, place)
    if any(line.values.get(STAGE) == "执行" for line in lines):
        findings.append(kinds.FINAL_ACCOUNTS.at(place, name=path.name))
    if claims:
        entries["声明数"] = Sequence([claim_row(item) for item in claims], place)
    return Mapping(entries, dict.fromkeys(entries, place), place), findings


def _chosen(
    sheets: list[RawSheet], mapping: ImportMap, findings: list[Finding]
) -> list[tuple[RawSheet, TableRule, int]]:
    """The sheets to take with their rules, in the order of the rules; others are reported."""
    by_rule: dict[str, list[tuple[int, RawSheet]]] = {}
    for sheet in sheets:
        known = titles(sheet)
        if not any(sheet.rows.values()) or mapping.is_ignored(*known):
            continue
        found = mapping.table_of(*known)
        if found is None:
            findings.append(kinds.UNKNOWN_SHEET.at(sheet.place(), sheet=sheet.title))
        else:
            by_rule.setdefault(found[0].name, []).append((found[1], sheet))
    chosen = []
    for order, rule in enumerate(mapping.tables):
        fitting = by_rule.get(rule.name, [])
        best = min((rank for rank, _ in fitting), default=0)
        used = next((sheet.title for rank, sheet in fitting if rank == best), "")
        for rank, sheet in fitting:
            if rank == best:
                chosen.append((sheet, rule, order))
            else:
                findings.append(
                    kinds.OTHER_COPY.at(
                        sheet.place(), sheet=sheet.title, table=rule.name, used=used
                    )
                )
    return chosen


def _take(sheet: RawSheet, rule: TableRule, table: int, desk: Desk) -> bool:
    """Takes a sheet by its rule, or by another rule of its name where its heads are that one's."""
    before = len(desk.findings)
    if take_sheet(sheet, rule, table, desk):
        return True
    told = desk.findings[before:]
    known = titles(sheet)
    for order, other in enumerate(desk.mapping.tables):
        if other is rule or not other.is_called(*known):
            continue
        del desk.findings[before:]
        if take_sheet(sheet, other, order, desk):
            return True
    desk.findings[before:] = told
    return False


def _lines(desk: Desk, unit: str) -> tuple[list[Line], list[Fact]]:
    """Every leaf line, and the facts that are claims: of each 阶段 by itself."""
    taken = desk.taken
    stages = dict.fromkeys(fact.single(STAGE) for fact in taken.facts)
    stages |= dict.fromkeys(line.values.get(STAGE, "") for line in taken.lines)
    lines: list[Line] = []
    claims: list[Fact] = []
    for stage in stages:
        found, stated = _of_stage(desk, unit, stage)
        lines += found
        claims += stated
    return lines, claims


def _of_stage(desk: Desk, unit: str, stage: str) -> tuple[list[Line], list[Fact]]:
    taken = desk.taken
    facts = [fact for fact in taken.facts if fact.single(STAGE) == stage]
    own = [line for line in taken.lines if line.values.get(STAGE, "") == stage]
    details = [line for line in own if line.section == "支出明细"]
    income = [line for line in own if line.section == "收入明细"]
    tables = {fact.table for fact in facts}
    columns = {table: values for table, values in taken.columns.items() if table in tables}
    solved = solve_expenditure(facts, columns, details, unit, stage)
    spending, unused, faults = cross_economic(
        solved.lines, facts, {} if not solved.lines else desk.mapping.pairs
    )
    desk.findings += [*solved.findings, *faults]
    earned = Solution() if income else solve_income(facts, unit, stage)
    details += spending
    earned = _carried(earned, details, desk)
    desk.findings += earned.findings
    refused = [*solved.refused, *earned.refused, *unused]
    given = _Given(details, desk.contract)
    claims = [
        fact
        for fact in facts
        if not fact.leaf
        or fact in refused
        or not _used(fact, solved, earned)
        or not given.holds(fact)
    ]
    return [*income, *earned.lines, *details], claims


def _usual(contract: Contract, section: str) -> dict[str, str]:
    """What the blank fields of a section mean."""
    fields = contract.sections[section].by_name
    return {name: spec.default for name, spec in fields.items() if spec.default}


class _Given:
    """The lines of expenditure as a reader of the data set takes them: blank fields at their usual values."""

    def __init__(self, lines: list[Line], contract: Contract) -> None:
        usual = _usual(contract, "支出明细")
        self._by_code: dict[str, list[Line]] = {}
        for line in lines:
            read = replace(line, values={**usual, **line.values})
            self._by_code.setdefault(line.values.get("功能科目", ""), []).append(read)

    def holds(self, fact: Fact) -> bool:
        """Whether the lines give what a leaf fact states of one function code; true for other facts.

        A fact that was taken may still be lost where lines were put down undivided.
        """
        code = fact.single("功能科目")
        if fact.section != "支出明细" or not code or fact.amount is None:
            return True
        own = [line for line in self._by_code.get(code, ()) if matches(line.values, fact)]
        difference = abs(EXACT.subtract(total(own), fact.yuan))
        if all(line.unit == fact.unit for line in own):
            return not difference
        return difference < EXACT.multiply(MONEY.get(fact.unit, Decimal(1)), Decimal("0.01"))


def _used(fact: Fact, solved: Solution, earned: Solution) -> bool:
    """Whether a leaf fact went into lines: then it is no claim, it is the data."""
    return bool(earned.lines if fact.section == "收入明细" else solved.lines)


def _carried(earned: Solution, spending: list[Line], desk: Desk) -> Solution:
    """Income carried over whose fund no table names has the fund it is spent from, if there is one."""
    lines = []
    findings = earned.findings
    for line in earned.lines:
        carried = [s for s in spending if s.values.get("年度来源") == "上年结转"]
        funds = {s.values.get("资金性质", "") for s in carried}
        vague = "资金性质" not in line.values and line.values.get("年度来源") == "上年结转"
        if vague and len(funds) == 1 and all(funds) and total(carried) == line.yuan:
            fund = funds.pop()
            findings = [f for f in findings if f.place != line.place]
            amount = said(line.amount, line.unit)
            desk.findings.append(kinds.CARRIED_INCOME.at(line.place, amount=amount, fund=fund))
            note = "收入表没有写明资金性质，取自用上年结转安排的支出"
            line = replace(line, values={"资金性质": fund, **line.values}, note=note)  # noqa: PLW2901
        lines.append(line)
    return replace(earned, lines=lines, findings=findings)


def _usual_unit(taken: Taken) -> str:
    """The unit that most amounts stand in: that of the lines, else that of the facts."""
    counts = Counter(line.unit for line in taken.lines) or Counter(f.unit for f in taken.facts)
    return counts.most_common(1)[0][0] if counts else DEFAULT_UNIT


def _line(line: Line, contract: Contract) -> Mapping:
    fields = contract.sections[line.section].by_name
    order = [name for name in fields if name in line.values and name != "金额"]
    entries: dict[str, Scalar] = {name: Scalar(line.values[name], line.place) for name in order}
    entries["金额"] = Scalar(f"{line.amount:f}", line.place, NUMBER, line.unit)
    if line.note and "假定" in fields:
        entries["假定"] = Scalar(line.note, line.place)
    return _mapping(entries, line.place)


def _mapping(entries: dict[str, Scalar], place: Place) -> Mapping:
    return Mapping(dict(entries), {name: entry.place for name, entry in entries.items()}, place)


def _record(fields: dict[str, str], place: Place) -> Mapping:
    return _mapping({name: Scalar(text, place) for name, text in fields.items() if text}, place)


def _department(
    sheets: list[RawSheet], mapping: ImportMap, header: Header, findings: list[Finding]
) -> dict[str, str]:
    """The fields of 部门: as the caller says, else as notes above the heads say (预算年度：2023)."""
    found = {"名称": header.name, "代码": "", "地区": header.region, "年度": header.year}
    for sheet in sheets:
        for _, _, text in notes_above(sheet, 8)[:40]:
            for name, words in mapping.labels.items():
                if not found.get(name) and (value := _labelled(text, words)):
                    found[name] = value
        if not found["名称"]:
            found["名称"] = _beside_notes(sheet)
    found["名称"] = found["名称"] or _in_titles(sheets)
    code, name = _split_department(found["名称"])
    found["名称"], found["代码"] = name, found["代码"] or code
    digits = "".join(char for char in found["年度"] if char.isdecimal())
    found["年度"] = digits[:4]
    findings.extend(
        kinds.FILL_IN.at(Place(sheets[0].file), field=name)
        for name in ("名称", "地区", "年度")
        if not found[name]
    )
    return found


def _beside_notes(sheet: RawSheet) -> str:
    """A code and name without a word in front, in the row of 预算年度：2023 and 单位：万元."""
    rows: dict[int, list[str]] = {}
    for row, _, text in notes_above(sheet, 8):
        rows.setdefault(row, []).append(text)
    for texts in rows.values():
        if any("：" in text or ":" in text for text in texts):
            for text in texts:
                if all(_split_department(text)) and "：" not in text and ":" not in text:
                    return text
    return ""


def _in_titles(sheets: list[RawSheet]) -> str:
    """The department before the year in the titles: 某县司法局2026年收支总表."""
    named: dict[str, int] = {}
    for sheet in sheets:
        for title in titles(sheet):
            match = _TITLED.match(title)
            if match:
                named[match[1]] = named.get(match[1], 0) + 1
    return max(named, key=lambda name: named[name], default="")


def _labelled(text: str, words: tuple[str, ...]) -> str:
    """What follows one of the words and a colon, up to the next wide gap."""
    for word in words:
        for colon in ("：", ":"):
            _, sign, rest = text.partition(f"{word}{colon}")
            if sign and (value := stripped(rest)):
                return re.split(r"\s{2,}|\u3000|\n", value)[0].strip()
    return ""


def _split_department(text: str) -> tuple[str, str]:
    from reportgen.studio.importing.labels import code_and_name

    code, name = code_and_name(text) if text else ("", "")
    return (code, name) if code and name else ("", text)
