"""The two editions of a pack: 报送版 for the bureau, 公开版 for the public (财预〔2016〕143号: 涉密 excepted).

The public edition is made from a data set in which what is not to be published is not there any
more, so that no template can print it; what is found in the documents all the same is a finding.
Totals stay: ledgers and the figures under 取数 still hold the money of secret projects.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from reportgen import catalogue as catalogues
from reportgen.checks.explanations import read_explanations, settle
from reportgen.checks.wording import wording
from reportgen.compute.context import Context, build_context
from reportgen.compute.explained import ExplanationsView
from reportgen.compute.subjects import Subjects
from reportgen.figure import Figure, blank, total
from reportgen.frozen import frozen
from reportgen.language.views import Record as NamesView
from reportgen.language.views import View
from reportgen.pack import edition_kinds as kinds
from reportgen.place import Place
from reportgen.render.read_parts import UnreadableError, spots

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.catalogue import Catalogue
    from reportgen.finding import Finding
    from reportgen.model.fields import Field
    from reportgen.model.ledger import Ledger
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.pack.plan import Document
    from reportgen.pack.prepare import Prepared

NAME: Final = "版别"
"""The name templates test: `版别 == "报送版"`; an empty text where no edition was asked for."""
SECRET: Final = "涉密"  # noqa: S105 - the name of a field
_PROJECT_FIELDS: Final = ("项目", "项目名称")
_TELEPHONE_FIELD: Final = re.compile(r"电话|手机|联系方式|传真")
_TELEPHONE: Final = re.compile(r"(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}[-－—]\d{7,8})(?![\d.])")
_SHORTEST: Final = {"name": 2, "text": 4}
"""A shorter withheld text is looked for nowhere: it stands in any document."""


class Edition(Enum):
    """Which edition of a pack is made; PLAIN is the pack as it always was."""

    PLAIN = ""
    FILING = "报送版"
    PUBLIC = "公开版"


@frozen
class Withheld:
    """What the public edition leaves out: secret records, and texts of fields, with their places."""

    projects: tuple[tuple[str, Place], ...] = ()
    texts: tuple[tuple[str, str, Place], ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names of secret projects."""
        return frozenset(name for name, _ in self.projects)


def edition_named(text: str) -> Edition | None:
    """The edition of that name; None where there is none."""
    return next((edition for edition in Edition if edition.value == text), None)


def for_edition(prepared: Prepared, edition: Edition) -> tuple[Prepared, Withheld, list[Finding]]:
    """The data set as an edition prints it, and what was left out of it."""
    if edition is Edition.PUBLIC:
        return _public(prepared)
    names = {**prepared.context.names, NAME: edition.value}
    context = replace(prepared.context, names=names)
    return replace(prepared, context=context), Withheld(), []


def check_published(
    prepared: Prepared, documents: Sequence[Document], withheld: Withheld
) -> list[Finding]:
    """Where a document of the public edition still says what it should not."""
    findings: list[Finding] = []
    names, texts = sorted(withheld.names), withheld.texts
    wanted = [(name, "涉密项目的名称") for name in names if len(name) >= _SHORTEST["name"]]
    wanted += [(t, f"不公开的“{f}”") for t, f, _ in texts if len(t) >= _SHORTEST["text"]]
    sought = list(dict.fromkeys(wanted))
    for document in documents:
        try:
            found = list(spots(document.data))
        except UnreadableError:
            continue
        for spot in found:
            place = _place(document, spot.part, spot.spot)
            key = f"{document.name}/{spot.part}/{spot.spot}"
            findings += [
                kinds.STILL_THERE.at(place, key=key, what=what, text=text)
                for text, what in sought
                if text in spot.text
            ]
            number = _TELEPHONE.search(spot.text)
            if number:
                findings.append(kinds.TELEPHONE.at(place, text=number[0]))
    explanations, _ = read_explanations(prepared.year.source)
    remaining, _ = settle(findings, explanations)
    return remaining


def _place(document: Document, part: str, spot: str) -> Place:
    if document.name.lower().endswith(".xlsx"):
        return Place(document.name, sheet=part, cell=spot)
    return Place(document.name, detail=spot)


def _public(prepared: Prepared) -> tuple[Prepared, Withheld, list[Finding]]:
    withheld = _withheld(prepared.year)
    catalogue, _ = catalogues.load(prepared.year.year or catalogues.newest_year())
    context, findings = _public_context(prepared.context, catalogue)
    context.names["说明"] = ExplanationsView(
        [
            (finding, text)
            for finding, text in prepared.explained
            if not any(n in f"{finding.key}\n{finding.message}\n{text}" for n in withheld.names)
        ]
    )
    unit = prepared.year.money_unit
    for name, place in withheld.projects:
        lines = [line.amount for line in prepared.year.expenditure.lines if line.project == name]
        if lines:
            amount = wording(total(lines, f"支出/{name}"), unit)
            findings.append(kinds.LEFT_OUT.at(place, name=name, amount=amount))
        else:
            findings.append(kinds.LEFT_OUT_WHOLLY.at(place, name=name))
    return replace(prepared, year=context.year, context=context), withheld, findings


def _public_context(context: Context, catalogue: Catalogue) -> tuple[Context, list[Finding]]:
    """The Context made anew from what may be published; last year's likewise."""
    year = public_year(context.year)
    last: Context | None = None
    before = context.names.get("上年")
    if context.year.last_year is not None and isinstance(before, View):
        names = {name: before.get(name) for name in before.names()}
        whole = replace(context, year=context.year.last_year, names=names, given=None)
        last, _ = _public_context(whole, catalogue)
    subjects = Subjects(catalogue, year.expenditure, year.income)
    made, findings = build_context(
        year,
        context.format,
        subjects,
        last_year=last,
        computed_scores=context.computed_scores,
    )
    groups: dict[str, dict[str, object]] = {}
    for name in context.format.names:
        group, _, own = name.rpartition(".")
        whole_of = context.names.get(group or name)
        value = _member(whole_of, own) if group else whole_of
        if not isinstance(value, Figure):
            continue
        if group:
            groups.setdefault(group, {})[own] = value
        else:
            made.names[name] = value
    for group, figures in groups.items():
        public = made.names.get(group)
        known = {n: public.get(n) for n in public.names()} if isinstance(public, View) else {}
        made.names[group] = NamesView({**known, **figures})
    made.names[NAME] = Edition.PUBLIC.value
    return made, findings


def _member(group: object, name: str) -> object:
    return group.get(name) if isinstance(group, View) and name in set(group.names()) else None


def public_year(year: DepartmentYear) -> DepartmentYear:
    """A data set without secret records, withheld fields, and names of secret projects."""
    secret = {name for name, _ in _secret(year)}
    return replace(
        year,
        records={name: _public_record(record) for name, record in year.records.items()},
        tables={
            name: tuple(_public_record(row) for row in rows if not _is_left_out(name, row, secret))
            for name, rows in year.tables.items()
        },
        expenditure=_public_ledger(year.expenditure, secret),
        income=_public_ledger(year.income, secret),
        last_year=public_year(year.last_year) if year.last_year else None,
    )


def _public_ledger(ledger: Ledger, secret: set[str]) -> Ledger:
    """The amounts stay, under no project."""
    if not any(line.project in secret for line in ledger.lines if line.project):
        return ledger
    lines = tuple(
        replace(line, project="") if line.project and line.project in secret else line
        for line in ledger.lines
    )
    return replace(ledger, lines=lines)


def _is_withheld(field: Field) -> bool:
    return field.withheld or bool(_TELEPHONE_FIELD.search(field.name))


def _public_record(record: Record) -> Record:
    fields = [field for field in record.section.fields if _is_withheld(field)]
    if not fields:
        return record
    values = dict(record.values)
    for field in fields:
        value = values.get(field.name)
        values[field.name] = (
            blank(unit=value.unit, key=value.key) if isinstance(value, Figure) else None
        )
    return replace(record, values=values)


def _is_left_out(section: str, row: Record, secret: set[str]) -> bool:
    if row.values.get(SECRET) is True:
        return True
    fields = ("名称",) if section == "项目" else _PROJECT_FIELDS
    return any(row.text(field) in secret for field in fields if row.text(field))


def _secret(year: DepartmentYear) -> Iterator[tuple[str, Place]]:
    """The names of secret projects, this year's and, for comparisons, last year's."""
    for row in year.tables.get("项目", ()):
        if row.values.get(SECRET) is True and row.text("名称"):
            yield row.text("名称"), row.place("名称")
    if year.last_year is not None:
        yield from _secret(year.last_year)


def _withheld(year: DepartmentYear) -> Withheld:
    own = replace(year, last_year=None)
    names = {name for name, _ in _secret(own)}
    older = [(name, place) for name, place in _secret(year) if name not in names]
    texts = [
        (value, field.name, record.place(field.name))
        for record in _records(year)
        for field in record.section.fields
        if _is_withheld(field) and (value := record.text(field.name))
    ]
    return Withheld((*_secret(own), *dict(older).items()), tuple(texts))


def _records(year: DepartmentYear) -> Iterable[Record]:
    yield from year.records.values()
    for rows in year.tables.values():
        yield from rows
