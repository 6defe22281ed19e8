"""The expressions in a format's YAML files, tried as those in its templates are.

取数, 口径, 条件, 每, 输出, the rules of checks.yaml, the phrases, 增减说明; and what scoring.yaml, 数字
and fields.yaml say of each other. Shapes and keys are checked where the files are loaded.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from reportgen.compute.charts import CATEGORY
from reportgen.figure import Blank, Figure
from reportgen.language.values import rows
from reportgen.model.common import FUNDS, VINTAGES
from reportgen.model.values import nearest
from reportgen.place import Place
from reportgen.studio import format_check_kinds as kinds
from reportgen.studio.format_check.walker import UNKNOWN

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.formats import Format, Rule
    from reportgen.formats.format import Chart
    from reportgen.formats.phrases import Phrase
    from reportgen.studio.format_check.walker import Walker

_NUMBERS: Final = (Figure, int, Decimal, Blank)


def walk_declarations(form: Format, walker: Walker) -> list[Finding]:
    """Go through every expression of the format's files; what is found beyond names and calls."""
    findings: list[Finding] = []
    for name in form.names:
        # What cannot be computed is told at its place, not again wherever it is used.
        walker.names.setdefault(name.partition(".")[0], UNKNOWN)
    for expression in form.names.values():
        walker.expression(expression.source, expression.place)
    for name, expression in form.meanings.items():
        value = walker.expression(expression.source, expression.place)
        if not _is_number(value):
            findings.append(kinds.NO_FIGURE.at(expression.place, what=f"口径“{name}”"))
    for rule in form.rules:
        findings += _rule(rule, walker)
    for chart in form.charts.values():
        _chart(chart, walker)
    if form.phrases:
        for phrase in form.phrases.phrases.values():
            _phrase(phrase, walker)
    return findings + _scoring(form)


def walk_outputs(form: Format, walker: Walker) -> list[Finding]:
    """条件, 每 and 输出 of each document."""
    findings: list[Finding] = []
    for document in form.documents:
        declared, place = document.declaration, document.place
        if declared.condition:
            walker.expression(declared.condition, place)
        given: dict[str, Any] = {}
        if declared.each:
            given["项"] = each_item(walker, declared.each, place)
            if "{" not in declared.output and "｛" not in declared.output:
                findings.append(
                    kinds.SAME_OUTPUT.at(place, document=declared.name, output=declared.output)
                )
        walker.text(declared.output, place, given)
    return findings


def each_item(walker: Walker, source: str, place: Place) -> Any:
    """The first item of 每, as the name 项 stands for it."""
    found = walker.expression(source, place)
    return _first(found, walker)


def _first(found: Any, walker: Walker) -> Any:
    if found is UNKNOWN:
        return UNKNOWN
    try:
        items = rows(found, walker._run)  # noqa: SLF001 - the counters of the walk
    except Exception:  # noqa: BLE001 - no list: told where the expression is
        return UNKNOWN
    return items[0] if items else UNKNOWN


def _is_number(value: Any) -> bool:
    return value is UNKNOWN or (isinstance(value, _NUMBERS) and not isinstance(value, bool))


def _rule(rule: Rule, walker: Walker) -> list[Finding]:
    declared, place = rule.declaration, rule.place
    findings: list[Finding] = []
    given: dict[str, Any] = {}
    if declared.each:
        given["行"] = _first(walker.expression(declared.each, place), walker)
    if declared.condition:
        walker.expression(declared.condition, place, given)
    for side, source in (("左", declared.left), ("右", declared.right)):
        before = len(walker.seen.findings)
        value = walker.expression(source, place, given)
        if not _is_number(value) and len(walker.seen.findings) == before:
            what = f"规则 {declared.number} 的“{side}”"
            findings.append(kinds.NO_FIGURE.at(place, what=what))
    for text in (declared.subject,):
        if text:
            walker.text(text, place, given)
    if declared.left == declared.right:
        findings.append(kinds.SAME_SIDES.at(place, number=declared.number))
    return findings


def _chart(chart: Chart, walker: Walker) -> None:
    declared = chart.declaration
    place = chart.place._replace(detail=f"图表“{chart.name}”")
    given = {CATEGORY: _first(walker.expression(declared.categories, place), walker)}
    if declared.label:
        walker.expression(declared.label, place, given)
    for series in declared.series:
        walker.text(series.name, place)
        walker.expression(series.values, place, given)
    walker.text(declared.title, place)


def _phrase(phrase: Phrase, walker: Walker) -> None:
    declared, place = phrase.declaration, phrase.place
    place = place._replace(detail=f"短语“{phrase.name}”")
    given: dict[str, Any] = dict.fromkeys([*declared.parameters, *declared.optional], UNKNOWN)
    for name, source in declared.names.items():
        given[name] = walker.expression(source, place, given)
    for variant in declared.variants.values():
        if variant.condition:
            walker.expression(variant.condition, place, given)
        walker.text(variant.text.strip(), place, given)
    walker.text(declared.text.strip(), place, given)


def _scoring(form: Format) -> list[Finding]:
    scoring = form.scoring
    path = next((f / "scoring.yaml" for f in form.folders if (f / "scoring.yaml").is_file()), None)
    if scoring is None or path is None:
        return []
    place = Place(path.name)
    groups = [group.name for group in scoring.groups]
    names = [*groups, *(alias for group in scoring.groups for alias in group.aliases)]
    asked = [("执行率的“所在一级指标”", scoring.rate.inside)] if scoring.rate.inside else []
    for scheme in scoring.schemes:
        asked += [(f"方案“{scheme.name}”的“含一级指标”", name) for name in scheme.when]
    findings = [
        kinds.REFERS_TO_NOTHING.at(
            place, what=what, name=name, where="“一级指标”", nearest=nearest(name, names)
        )
        for what, name in asked
        if groups and name not in {*names, *_of_schemes(form)}
    ]
    for row in scoring.funds.rows:
        for what, values, known in (
            ("资金性质", row.funds, _options(form, "资金性质", FUNDS)),
            ("年度来源", row.vintages, _options(form, "年度来源", VINTAGES)),
        ):
            findings += [
                kinds.REFERS_TO_NOTHING.at(
                    place,
                    what=f"资金行“{row.name}”的“{what}”",
                    name=value,
                    where=f"“支出明细”的“{what}”",
                    nearest=nearest(value, known),
                )
                for value in values
                if value not in known
            ]
    return findings + _grades(form, place)


def _of_schemes(form: Format) -> set[str]:
    """Groups that only a scheme gives points to: 成本指标 of 财预〔2021〕101号."""
    return (
        {name for scheme in form.scoring.schemes for name in scheme.points}
        if form.scoring
        else set()
    )


def _options(form: Format, name: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    spec = form.contract.sections["支出明细"].by_name.get(name)
    return spec.options if spec and spec.options else usual


def _grades(form: Format, place: Place) -> list[Finding]:
    if form.scoring is None or not form.scoring.grades:
        return []
    lowers = [grade.lower for grade in form.scoring.grades]
    findings = []
    if min(lowers) > 0:
        lowest = min(form.scoring.grades, key=lambda grade: grade.lower)
        findings.append(
            kinds.BAD_GRADES.at(
                place, reason=f"最低一等“{lowest.name}”从 {lowest.lower} 分起，再低的没有等级"
            )
        )
    if len(set(lowers)) != len(lowers) or max(lowers) > form.scoring.full:
        findings.append(kinds.BAD_GRADES.at(place, reason="有两等的下限相同，或下限超过满分"))
    return findings
