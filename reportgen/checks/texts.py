"""Looks through authored text before anything is rendered: leftovers, old years, doubled text.

Everything is told at the paragraph where it was written. Figures in a text are held against the
computed ones by `reportgen.checks.text_numbers`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.checks import disclosure_kinds, kinds
from reportgen.checks.campaigns import campaigns_of_other_years, grade_gaps
from reportgen.checks.residue import faults, without_tags
from reportgen.checks.text_numbers import check_numbers
from reportgen.compute.reasons import SECTION as REASONS
from reportgen.model.fields import FieldType
from reportgen.model.texts import parse
from reportgen.sources.tree import Scalar

if TYPE_CHECKING:
    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.model.texts import Text
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.place import Place

SHORTEST_PARAGRAPH: Final = 12
SHORTEST_SENTENCE: Final = 18
"""Characters from which the same words twice are no coincidence."""
SHORTEST_IN_A_ROW: Final = 4
"""The same for a sentence that stands twice in a row."""
_SENTENCE: Final = re.compile(r"[^。；！？]+[。；！？]?")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?=年|[-./]\d{1,2}[-./]\d{1,2})")
_EXEMPT: Final = re.compile(
    r"《[^》]*》|〔[^〕]*〕|截至[^，。；]{0,20}"
    r"|(?:19|20)\d\d\s*年?[^，。；、]{0,10}第[^，。；、届]{1,8}届"
    r"|(?:19|20)\d\d\s*年?\s*[-—–~～至到]+\s*(?:19|20)\d\d\s*年?"
)
"""Titles of documents, their numbers, cut-off dates, sessions, and plans of several years."""
_COMPARES: Final = re.compile(r"较|比|上年|同比|相比|持平|结转|决算|完成|执行|实际|已|截至|以来|起")
_PLANS: Final = re.compile(r"预算|安排|计划|目标|今年|本年|将")
_OWN_YEAR: Final = r"{year}\s*年度?(?:部门|单位|收支|收入|支出|财政拨款|“三公”|三公|机关运行)?[^，。；]{{0,12}}(?:预算|计划|目标)"
_DIGITS: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}


class Written(NamedTuple):
    """A paragraph to be looked at: the name of its text, its words, its place."""

    name: str
    text: str
    place: Place
    carried: bool = False
    column: int = 0
    """Where its words begin in their line; 0 where that is not known."""


def check_texts(context: Context) -> list[Finding]:
    """Everything doubtful in the authored texts and reasons of a data set."""
    year = context.year
    written = [item for text in year.texts.values() for item in _written(text)]
    written += [
        Written(f"增减原因 {item.name}", item.text, item.place)
        for item in context.reasons.by_key.values()
    ]
    findings: list[Finding] = []
    for item in written:
        findings += _left_over(item)
        findings += _years(item, year.year)
    for text in (*year.texts.values(), *long_fields(year)):
        findings += _doubled(text)
        findings += _numbering(text)
        for item in _written(text):
            findings += _campaigns(item, year.year)
            findings += _grades(item)
    return [*findings, *check_numbers(written, context)]


def long_fields(year: DepartmentYear) -> list[Text]:
    """The 长文本 fields of every table, as texts named by record and field."""
    return [
        parse(f"{_name(record)}的{spec.name}", entry)[0]
        for section, records in year.tables.items()
        if section != REASONS and records
        for specs in [[f for f in records[0].section.fields if f.type is FieldType.LONG_TEXT]]
        for record in records
        for spec in specs
        if isinstance(entry := record.node.entries.get(spec.name), Scalar) and entry.text.strip()
    ]


def _name(record: Record) -> str:
    """What a record is called: its 名称 or the first field that identifies it."""
    names = ("名称", *record.section.identity)
    return next((text for name in names if (text := record.text(name))), record.section.name)


def _written(text: Text) -> list[Written]:
    return [
        Written(text.name, item.text, item.place, text.carried, item.column)
        for item in text.paragraphs
    ]


def _campaigns(item: Written, year: int) -> list[Finding]:
    return [
        disclosure_kinds.CAMPAIGN.at(
            item.place,
            key=f"文字/{item.name}/{campaign.name}",
            name=item.name,
            campaign=campaign.name.replace("“", "‘").replace("”", "’"),
            years=campaign.years,
            year=year,
            around=item.text[max(0, at - 8) : at + 20],
        )
        for campaign, at in campaigns_of_other_years(item.text, year)
    ]


def _grades(item: Written) -> list[Finding]:
    return [
        disclosure_kinds.GRADE_GAP.at(
            item.place,
            key=f"文字/{item.name}/{grades}",
            name=item.name,
            unit=unit,
            grades=grades,
            missing="、".join(missing),
        )
        for unit, grades, missing in grade_gaps(item.text)
    ]


def _left_over(item: Written) -> list[Finding]:
    return [
        fault.kind.at(
            item.place,
            key=f"文字/{item.name}/{fault.fragment}",
            where=f"“{item.name}”",
            fragment=fault.fragment,
            around=fault.around,
        )
        for fault in faults(item.text)
    ]


def _years(item: Written, year: int) -> list[Finding]:
    """Years that are neither this nor the last; last year's where a sentence speaks of this one."""
    if not year:
        return []
    plain = _EXEMPT.sub(lambda match: "　" * len(match[0]), without_tags(item.text))
    found = {int(match[1]) for match in _YEAR.finditer(plain)}
    findings: list[Finding] = []
    last = year - 1
    for match in _SENTENCE.finditer(plain) if last in found else ():
        if _speaks_of_this_year(match[0], year, carried=item.carried):
            sentence = match[0].strip()
            findings.append(
                kinds.LAST_YEAR_LEFT.at(
                    item.place,
                    key=f"文字/{item.name}/{last}/{sentence[:30]}",
                    name=item.name,
                    last=last,
                    sentence=sentence[:60],
                )
            )
    others = sorted(found - {year, last})
    if others:
        at = plain.find(str(others[0]))
        findings.append(
            kinds.OTHER_YEAR.at(
                item.place,
                name=item.name,
                years="、".join(f"{other} 年" for other in others),
                year=year,
                last=last,
                around=item.text[max(0, at - 8) : at + 16],
            )
        )
    return findings


def _speaks_of_this_year(sentence: str, year: int, *, carried: bool) -> bool:
    """Whether last year's year in it must be a leftover: a plan, compared with nothing."""
    last = str(year - 1)
    if last not in sentence or str(year) in sentence or _COMPARES.search(sentence):
        return False
    if carried or re.search(_OWN_YEAR.format(year=last), sentence):
        return True
    return bool(re.search(r"今年|本年", sentence) and _PLANS.search(sentence))


def _doubled(text: Text) -> list[Finding]:
    """Paragraphs that stand twice in a text, and sentences that stand twice in a paragraph."""
    findings: list[Finding] = []
    paragraphs: dict[str, Place] = {}
    for item in text.paragraphs:
        words = "".join(item.text.split())
        known = paragraphs.setdefault(words, item.place)
        if known is not item.place and len(words) >= SHORTEST_PARAGRAPH:
            findings.append(_twice(text.name, "这一段", item.text, item.place, known))
            continue
        sentences: set[str] = set()
        told: set[str] = set()
        before = ""
        for match in _SENTENCE.finditer(item.text):
            sentence = match[0].strip().rstrip("。；！？")
            shortest = SHORTEST_IN_A_ROW if sentence == before else SHORTEST_SENTENCE
            before = sentence
            if sentence in sentences and len(sentence) >= shortest and sentence not in told:
                told.add(sentence)
                findings.append(_twice(text.name, "这一句", sentence, item.place, item.place))
            sentences.add(sentence)
    return findings


def _twice(name: str, what: str, words: str, place: Place, first: Place) -> Finding:
    return kinds.DOUBLED_TEXT.at(
        place,
        related=[] if first is place else [first],
        key=f"文字/{name}/重复/{words[:30]}",
        name=name,
        what=what,
        text=words[:40] + ("…" if len(words) > 40 else ""),
    )


def _numbering(text: Text) -> list[Finding]:
    """Numbers of headings that do not follow the one before; a list may begin again with 1."""
    findings: list[Finding] = []
    counts = [0] * 5
    for item in text.paragraphs:
        if not item.level:
            continue
        value, expected = number_value(item.number), counts[item.level] + 1
        if value not in {1, expected}:
            before = f"是第 {expected - 1} 个" if expected > 1 else "没有同级的序号"
            findings.append(
                kinds.NUMBERING.at(
                    item.place,
                    name=text.name,
                    number=item.number,
                    before=before,
                    expected=expected,
                )
            )
        counts[item.level] = value
        counts[item.level + 1 :] = [0] * (4 - item.level)
    return findings


def number_value(number: str) -> int:
    """The value of 一、 （十二） 3. ４、; 0 where it is none."""
    core = number.strip("（）().．、 ")
    if core.isdigit():
        return int(core)
    tens, has_tens, ones = core.rpartition("十")
    if not has_tens:
        digits = [_DIGITS.get(char, -1) for char in core]
        return int("".join(map(str, digits))) if digits and min(digits) >= 0 else 0
    high = _DIGITS.get(tens, 0) if tens else 1
    return high * 10 + _DIGITS.get(ones, 0)
