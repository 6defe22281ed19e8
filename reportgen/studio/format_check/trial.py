"""Renders the documents of a format with made-up data sets and tells what fails or disappears.

Nothing is written. What the usual data set finds is told as every build tells it; what only an odd
one finds is told with its name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reportgen.checks import run_rules
from reportgen.compute.context import Context, evaluate
from reportgen.finding import Finding, Severity
from reportgen.formats import Expression
from reportgen.language.environment import compile_block
from reportgen.language.errors import describe
from reportgen.language.kinds import LIMIT
from reportgen.model.fields import SectionKind
from reportgen.place import Place
from reportgen.render.documents import render_document
from reportgen.render.read_parts import UnreadableError, spots
from reportgen.render.readback import read_back
from reportgen.studio import format_check_kinds as kinds
from reportgen.studio.format_check.contexts import context_of
from reportgen.studio.format_check.example import ODD, USUAL, Variant, groups_of, marked, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.formats import Document, Format
    from reportgen.model.fields import Field, Section

MOST_EACH: Final = 4
"""So many items of 每 are rendered: the first ones and the last."""

Key = tuple[str, str, str]


@dataclass(slots=True)
class Trial:
    """What one data set gave: findings by place, and the texts of the documents by template."""

    variant: Variant
    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    built: set[str] = field(default_factory=set)


def try_out(
    form: Format, region: str, year: int, used: Iterable[tuple[str, str]], given: Context | None
) -> list[Finding]:
    """The findings of all made-up data sets, and of the one given."""
    usual = run_trial(form, USUAL, context_of(form, region, year))
    findings = list(usual.findings)
    told = {_key(f) for f in findings}
    trials = [usual]
    if given is not None:
        own = run_trial(form, Variant("给的数据"), (given, []))
        findings += [f for f in own.findings if _key(f) not in told]
        told |= {_key(f) for f in own.findings}
        trials.append(own)
    odd: dict[tuple[str, str], Finding] = {}
    # What never ends with usual data need not be tried eight times more.
    endless = any(f.code == LIMIT.code for f in usual.findings)
    for variant in () if endless else ODD:
        trial = run_trial(form, variant, context_of(form, region, year, variant))
        trials.append(trial)
        for finding in trial.findings:
            if finding.severity is Severity.ERROR and _key(finding) not in told:
                made = _odd(finding, variant)
                odd.setdefault((str(finding.place), finding.code), made)
    findings += odd.values()
    built = set().union(*(trial.built for trial in trials))
    for document in form.documents:
        name = document.declaration.name
        failed = any(f.place and f.place.file == document.template.name for f in findings)
        at_fault = any(f.place == document.place for f in findings)
        if name not in built and not failed and not at_fault:
            findings.append(kinds.NOT_BUILT.at(document.place, document=name))
    return findings + _lost(form, trials, used)


def _key(finding: Finding) -> Key:
    place = finding.place
    return finding.code, str(place or ""), ""


def _odd(finding: Finding, variant: Variant) -> Finding:
    if finding.code == kinds.TRIAL_READ_BACK.code:
        message = finding.message.replace(USUAL.name, variant.name, 1)
        return Finding(finding.code, finding.severity, message, finding.place, hint=finding.hint)
    return kinds.TRIAL_FAILS.at(
        finding.place, hint=finding.hint, variant=variant.name, message=finding.message
    )


def run_trial(form: Format, variant: Variant, made: tuple[Context, list[Finding]]) -> Trial:
    """Every document with one data set: rendered and read back."""
    context, faults = made
    trial = Trial(variant, list(faults))
    outcomes, faults = run_rules(context)
    del outcomes
    trial.findings += faults
    for document in form.documents:
        _document(document, context, trial)
    trial.findings = list(dict.fromkeys(trial.findings))
    return trial


def _document(document: Document, context: Context, trial: Trial) -> None:
    declared, place = document.declaration, document.place
    if declared.condition:
        wanted, faults = evaluate(context, Expression(declared.condition, place))
        trial.findings += faults
        if not wanted:
            return
    items: list[Any] = [None]
    if declared.each:
        value, faults = evaluate(context, Expression(declared.each, place))
        trial.findings += faults
        found = list(value or ())
        items = found if len(found) <= MOST_EACH else [*found[: MOST_EACH - 1], found[-1]]
    texts: list[str] = []
    named: set[str] = set()
    for item in items:
        names = context.names if item is None else {**context.names, "项": item}
        try:
            output = compile_block(context.environment, declared.output).render(names).strip()
        except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
            trial.findings.append(describe(error, declared.output).at(place))
            return
        if output in named and "{" in declared.output:
            trial.findings.append(
                kinds.SAME_OUTPUT.at(place, document=declared.name, output=declared.output)
            )
            return
        named.add(output)
        rendered, faults = render_document(document.template, context.environment, names)
        trial.findings += faults
        if rendered is None:
            return
        trial.built.add(declared.name)
        data, figures, _ = rendered
        template = document.template.name
        for finding in read_back([(template, data, figures)]):
            if finding.severity is not Severity.HINT:
                trial.findings.append(_read(finding, trial.variant, template))
        texts.append(_text(data))
    known = trial.texts.get(document.template.name, "")
    trial.texts[document.template.name] = "\n".join([known, *texts])


def _read(finding: Finding, variant: Variant, template: str) -> Finding:
    where = finding.place
    spot = f"生成的文档 {where.sheet}{where.cell} {where.detail}".strip() if where else ""
    return kinds.TRIAL_READ_BACK.at(
        Place(template, detail=spot), variant=variant.name, message=finding.message
    )


def _text(data: bytes) -> str:
    try:
        return "\n".join(spot.text for spot in spots(data))
    except UnreadableError:
        return ""


def _lost(form: Format, trials: list[Trial], used: Iterable[tuple[str, str]]) -> list[Finding]:
    """Rows and texts that were there and are not printed."""
    findings: list[Finding] = []
    whole = {trial.variant.name: trial for trial in trials}
    many = max(trials, key=lambda trial: trial.variant.rows)
    for section, spec in _fields(form, used):
        findings += _rows_lost(form, section, spec, many)
        for variant in ODD:
            if variant.name in whole and (variant.before or variant.after):
                findings += _text_lost(section, spec, whole[variant.name], whole[USUAL.name])
    return list({(f.code, str(f.place), f.message): f for f in findings}.values())


def _fields(form: Format, used: Iterable[tuple[str, str]]) -> Iterable[tuple[Section, Field]]:
    for name, own in sorted(used):
        section = form.contract.sections.get(name)
        spec = section.by_name.get(own) if section else None
        if section is not None and spec is not None:
            yield section, spec


def _rows_lost(form: Format, section: Section, spec: Field, trial: Trial) -> list[Finding]:
    if section.kind is not SectionKind.TABLE:
        return []
    count = rows_of(section.name, trial.variant, len(groups_of(form)))
    single = {d.template.name for d in form.documents if d.declaration.each}
    for template, text in trial.texts.items():
        there = [marked(section.name, spec.name, row) in text for row in range(1, count + 1)]
        if template in single or not there[0] or all(there):
            continue
        return [
            kinds.ROWS_LOST.at(
                Place(template),
                variant=trial.variant.name,
                section=section.name,
                field=spec.name,
                shown=sum(there),
                count=count,
            )
        ]
    return []


def _text_lost(section: Section, spec: Field, trial: Trial, usual: Trial) -> list[Finding]:
    plain = marked(section.name, spec.name, 1)
    wanted = f"{trial.variant.before}{plain}{trial.variant.after}"
    for template, text in trial.texts.items():
        if plain in usual.texts.get(template, "") and wanted not in text:
            return [
                kinds.TEXT_LOST.at(
                    Place(template),
                    variant=trial.variant.name,
                    section=section.name,
                    field=spec.name,
                )
            ]
    return []
