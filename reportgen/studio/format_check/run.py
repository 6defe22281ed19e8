"""`format check`: everything that is wrong with a format, found at once and each thing once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reportgen.compute.numbers import number_formats
from reportgen.finding import Severity
from reportgen.formats import load
from reportgen.model.values import nearest
from reportgen.place import Place
from reportgen.render.documents import compile_template
from reportgen.studio import format_check_kinds as kinds
from reportgen.studio.format_check.contexts import context_of, scope
from reportgen.studio.format_check.declared import each_item, walk_declarations, walk_outputs
from reportgen.studio.format_check.excel_lint import lint_excel
from reportgen.studio.format_check.excel_names import excel_sheets, walk_excel
from reportgen.studio.format_check.fields import unused_fields
from reportgen.studio.format_check.sums import lint_sums
from reportgen.studio.format_check.trial import try_out
from reportgen.studio.format_check.walker import Seen, Walker
from reportgen.studio.format_check.word_lint import lint_word
from reportgen.studio.format_check.word_names import walk_word, word_parts

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.formats import Format, Library
    from reportgen.language.printing import NumberFormat


@dataclass(frozen=True, slots=True)
class Checked:
    """A format that was checked, and its templates by file name."""

    form: Format | None
    findings: list[Finding]
    templates: dict[str, Path] = field(default_factory=dict)


def check_format(library: Library, format_id: str, given: Context | None = None) -> Checked:
    """Every finding about a format; `given` is the Context of a data set to try it with as well."""
    form, findings = load(library, format_id)
    if form is None:
        return Checked(None, _ordered(findings))
    region, year = scope(library, format_id)
    context, _ = context_of(form, region, year)
    numbers = number_formats(form)
    seen = Seen()
    walker = Walker(context.environment, context.names, seen)
    templates: dict[str, Path] = {}
    findings += walk_declarations(form, walker)
    findings += walk_outputs(form, walker)
    for document in form.documents:
        templates.setdefault(document.template.name, document.template)
        own: dict[str, Any] = {}
        if document.declaration.each:
            before = len(seen.findings)
            own["项"] = each_item(walker, document.declaration.each, document.place)
            del seen.findings[before:]
        _, faults = compile_template(document.template, context.environment)
        findings += faults
        findings += _template(document.template, walker, own, numbers)
    findings += seen.findings
    findings += _notes(seen)
    findings += unused_fields(form, form.folders[0], seen.fields)
    findings += try_out(form, region, year, seen.fields, given)
    return Checked(form, _ordered(findings), templates)


def _template(
    path: Path, walker: Walker, given: dict[str, Any], numbers: dict[str, NumberFormat]
) -> list[Finding]:
    data = path.read_bytes()
    if path.suffix.lower() == ".docx":
        opened, parts = word_parts(data, path.name)
        for part in parts:
            walk_word(part, walker, given)
        return lint_word(opened, parts, numbers) if opened else []
    if path.suffix.lower() != ".xlsx":
        return []
    book, sheets = excel_sheets(data, path.name)
    if book is None:
        return []
    findings = lint_excel(book, sheets, numbers)
    for item in sheets:
        walk_excel(item, walker, given)
        findings += lint_sums(item, walker)
    return findings


def _notes(seen: Seen) -> list[Finding]:
    findings = [
        kinds.NEVER_THERE.at(
            place, hint=error.hint, where=f"“{_short(typed)}”", name=error.values["name"]
        )
        for error, typed, place in seen.never_there
    ]
    findings += [
        kinds.NEVER_EQUAL.at(
            place,
            where=f"“{_short(typed)}”",
            field=spec.name,
            text=text,
            nearest=nearest(text, spec.options),
        )
        for text, spec, typed, place in seen.never_equal
    ]
    findings += [kinds.UNUSED_LOOP.at(place, name=name) for name, place in seen.unused_loops]
    return findings


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


_FOLLOWS: Final = {
    kinds.SPLIT_TAG.code: ("R763", "R764"),
    "L508": (kinds.NO_FIGURE.code,),
    "R740": (kinds.BY_TEXT.code,),
}
"""Findings that say less of a place than another one there."""


def _ordered(findings: list[Finding]) -> list[Finding]:
    """Each once, the gravest first, otherwise in the order they were found.

    What only follows from another finding is left out: what says less of the same place, and what
    is read in documents of a template that has an 错误 of its own.
    """
    at: dict[str, set[object]] = defaultdict(set)
    for finding in findings:
        at[finding.code].add(finding.place)
    faulty = {
        f.place.file
        for f in findings
        if f.place and f.severity is Severity.ERROR and f.code != kinds.TRIAL_READ_BACK.code
    }
    findings = [
        f
        for f in findings
        if not any(f.place in at[cause] for cause in _FOLLOWS.get(f.code, ()))
        and not (f.code == kinds.TRIAL_READ_BACK.code and f.place and f.place.file in faulty)
    ]
    kept: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.code, str(finding.place or Place("")), finding.message), finding)
    order = list(Severity)
    return sorted(kept.values(), key=lambda finding: order.index(finding.severity))
