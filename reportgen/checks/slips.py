"""Slips of the hand that published reports contain: names cut short, titles twice, commas astray.

Only what can be told from one text, or from names beside each other. Leftovers of a template are
`reportgen.checks.residue`; the wording of targets is `reportgen.checks.target_rows`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.checks import slip_kinds as kinds
from reportgen.checks.performance_indicators import inner
from reportgen.checks.residue import without_tags
from reportgen.checks.wording import merged
from reportgen.model.authoring import TEXTS
from reportgen.model.common import CLAIMS
from reportgen.model.fields import FieldType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.checks.target_rows import Row
    from reportgen.finding import Finding
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.place import Place

_SENTENCE: Final = re.compile(r"[^。；！？\n]+")
_TITLE: Final = re.compile(r"《[^《》]{2,80}》")
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_GROUPED: Final = re.compile(r"(?<![\d,，.])\d{1,3}(?:,\d+)+(?:\.\d+)?(?![\d,])")
_HALF_PAIR: Final = re.compile(r"(?:[及与、](?!等)|和(?![谐平解睦美气善风]))[\u4e00-\u9fff]")
_DOCUMENT_NUMBER: Final = re.compile(r"([【\[(（])\s*20\d\d\s*[】\])）]\s*\d{1,5}\s*号")
_BRACKETS: Final = {"【": "【】", "[": "[]", "(": "()", "（": "（）"}
_ITEM: Final = re.compile(r"(?:^|[。；;\n])\s*(\d{1,2})\s*(?:[、：:．]|\.(?!\d))")
_NUMBER_SIGN: Final = re.compile(r"\d\s*[,、：:．.]")
"""Without it neither groups of digits nor numbered items are in a text, as in nearly all of them."""
_DEADLINE: Final = re.compile(r"[^元万亿]*\d+\s*(?:日|号|月底|月份?)\s*(?:之?前|内|底)?[）)。]*")
LONG_NAME: Final = 20
TAIL: Final = 8
"""A name of at least so many characters whose last ones go on in another name was cut."""
_WORDS: Final = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})


class _Written(NamedTuple):
    """A text with what it is called and where it stands."""

    name: str
    text: str
    place: Place


def check_slips(year: DepartmentYear, indicators: Mapping[str, list[Row]]) -> list[Finding]:
    """Every slip in the texts, names and indicators (by section) of a data set."""
    findings: list[Finding] = []
    for text in year.texts.values():
        for paragraph in text.paragraphs:
            item = _Written(text.name, without_tags(paragraph.text), paragraph.place)
            findings += _titles_twice(item)
            findings += _later_titles(item, year.year)
            findings += _grouping(item)
    for item in _fields(year):
        findings += _grouping(item)
        findings += _skipped(item)
    names = _names(year)
    findings += _cut(names)
    findings += _document_numbers(names)
    for rows in indicators.values():
        for row in rows:
            findings += _target_in_name(row.record, row.name, row.text, row.key)
            if row.levels[1].startswith("成本") and _DEADLINE.fullmatch(row.text):
                findings.append(
                    kinds.DATE_AS_COST.at(
                        row.record.place("二级指标"),
                        name=inner(row.name),
                        group=row.levels[1],
                        target=inner(row.text),
                    )
                )
    return findings


def _fields(year: DepartmentYear) -> Iterator[_Written]:
    """The words typed in records and tables, and the remarks on claims, where they may hold a slip."""
    for claim in year.claims:
        yield _Written(f"{CLAIMS.name}“{claim.name}”的说明", claim.remark, claim.place)
    sections = [(record,) for record in year.records.values()]
    for records in [*sections, *year.tables.values()]:
        section = records[0].section if records else None
        if section is None or section.name == TEXTS:
            continue
        names = [spec.name for spec in section.fields if spec.type in _WORDS]
        for record in records:
            for name in names:
                text = record.text(name)
                if text and _NUMBER_SIGN.search(text):
                    yield _Written(f"{section.name}的{name}", text, record.place(name))


def _titles_twice(item: _Written) -> Iterable[Finding]:
    for match in _SENTENCE.finditer(item.text):
        for title, count in Counter(_TITLE.findall(match[0])).items():
            if count > 1:
                at = match[0].find(title)
                yield kinds.TITLE_TWICE.at(
                    item.place,
                    name=item.name,
                    title=title,
                    around=match[0][max(0, at - 4) : at + 2 * len(title) + 6],
                    key=f"文字/{item.name}/{title}",
                    figures=[("次数", str(count))],
                )


def _later_titles(item: _Written, year: int) -> Iterable[Finding]:
    for title in dict.fromkeys(_TITLE.findall(item.text)):
        years = [int(found) for found in _YEAR.findall(title)]
        if year and years and min(years) > year:
            yield kinds.LATER_TITLE.at(
                item.place, name=item.name, title=title, found=min(years), year=year
            )


def _grouping(item: _Written) -> Iterable[Finding]:
    if "," not in item.text:
        return
    for match in _GROUPED.finditer(item.text):
        groups = match[0].partition(".")[0].split(",")[1:]
        if all(len(group) == 3 for group in groups) or not any(len(g) >= 3 for g in groups):
            continue
        whole, point, decimals = match[0].replace(",", "").partition(".")
        yield kinds.GROUPING.at(
            item.place,
            where=item.name,
            number=match[0],
            guess=f"，像是 {int(whole):,}{point}{decimals}",
            key=f"{item.name}/{match[0]}",
            figures=[("写作", match[0])],
        )


def _skipped(item: _Written) -> Iterable[Finding]:
    numbers = [int(match[1]) for match in _ITEM.finditer(item.text)]
    if not numbers or numbers[0] != 1:
        return
    for before, after in pairwise(numbers):
        if after > before + 1:
            yield kinds.SKIPPED_NUMBER.at(item.place, name=item.name, before=before, after=after)
            return


def _names(year: DepartmentYear) -> dict[str, Place]:
    """The names of projects and tasks, each with its first place."""
    found: dict[str, Place] = {}
    for line in year.expenditure.lines:
        if line.project:
            found.setdefault(line.project, line.place)
    for rows in year.tables.values():
        for record in rows:
            for field in ("名称", "项目名称", "任务名称"):
                if name := record.text(field):
                    found.setdefault(name, record.place(field))
    return found


def _cut(names: dict[str, Place]) -> Iterable[Finding]:
    longs = [name for name in names if len(name) >= LONG_NAME]
    for name, place in names.items():
        guess = ""
        if _HALF_PAIR.fullmatch(name[-2:]) is None:
            tail = name[-TAIL:]
            whole = next((n for n in longs if n != name and tail in n and not n.endswith(tail)), "")
            if len(name) < LONG_NAME or not whole:
                continue
            guess = f"，另有一个是“{inner(whole)}”"
        yield kinds.CUT_NAME.at(
            place, name=inner(name), guess=guess, key=f"名称/{name}", figures=[("名称", name)]
        )


def _document_numbers(names: dict[str, Place]) -> Iterable[Finding]:
    found = [
        (name, place, match[1])
        for name, place in names.items()
        for match in _DOCUMENT_NUMBER.finditer(name)
    ]
    if not found:
        return
    distinct = list(dict.fromkeys(name for name, _, _ in found))
    used = dict.fromkeys(_BRACKETS[sign] for _, _, sign in found)
    yield kinds.NUMBER_BRACKETS.at(
        found[0][1],
        related=merged(tuple(place for _, place, _ in found[1:])),
        example=inner(found[0][0][:30]),
        more=f"等 {len(distinct)} 个名称" if len(distinct) > 1 else "",
        count=len(found),
        used="、".join(used),
    )


def _target_in_name(record: Record, name: str, target: str, key: str) -> Iterable[Finding]:
    head, _, tail = name.rpartition(" ")
    if head and len(tail) >= 2 and len(target) > len(tail) and target.startswith(tail):
        yield kinds.TARGET_IN_NAME.at(
            record.place("三级指标"),
            name=inner(name),
            tail=inner(tail),
            target=inner(target),
            key=key,
            figures=[("名称", name)],
        )
