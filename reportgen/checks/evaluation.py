"""What is wrong with a department's own scores: names, range, grounds, and what the rules give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.checks import evaluation_kinds as kinds
from reportgen.checks.performance_indicators import inner, points
from reportgen.checks.wording import merged
from reportgen.compute.evaluation import NAME, working
from reportgen.figure import EXACT, places
from reportgen.model.evaluation import EVALUATION
from reportgen.model.values import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.compute.context import Context
    from reportgen.compute.evaluation import Evaluation, IndicatorScore
    from reportgen.finding import Finding
    from reportgen.model.year import Record
    from reportgen.place import Place


def check_evaluation(context: Context) -> list[Finding]:
    """Every finding about 整体自评; none where the format has no framework."""
    if context.evaluation is None:
        return []
    rows = context.year.tables.get(EVALUATION.name, ())
    findings = [*_names(rows, context.evaluation)]
    if not rows:
        return findings  # a data set that is not evaluated yet
    place = rows[0].place()
    for item in context.evaluation.indicators:
        findings += _indicator(item, place)
    return findings


def _names(rows: tuple[Record, ...], evaluation: Evaluation) -> Iterator[Finding]:
    known = {item.declaration.name: item.declaration for item in evaluation.indicators}
    for record in rows:
        name, part = record.text("三级指标"), record.text("分项")
        declared = known.get(name)
        if declared is None:
            yield kinds.UNKNOWN_INDICATOR.at(
                record.place("三级指标"), name=inner(name), nearest=nearest(name, known)
            )
        elif part and part not in (parts := [item.name for item in declared.parts]):
            yield kinds.UNKNOWN_PART.at(
                record.place("分项"),
                indicator=inner(name),
                name=inner(part),
                nearest=nearest(part, parts),
            )


def _indicator(item: IndicatorScore, listed: Place) -> Iterator[Finding]:
    name = inner(item.declaration.name)
    place = item.record.place("得分") if item.record else listed
    key = f"{NAME}/{item.declaration.name}"
    missing = [
        part.declaration.name or "得分"
        for part in item.parts
        if part.value is not None and part.value.is_blank
    ]
    if missing:
        yield kinds.NO_FACT.at(place, indicator=name, parts="、".join(missing))
    if item.given.is_blank:
        if item.computed.is_blank:
            yield kinds.NO_SCORE.at(place, indicator=name)
        else:
            yield kinds.BY_RULE.at(
                place,
                indicator=name,
                computed=points(item.computed),
                working=working(item),
                related=merged(places(item.computed, 20)),
            )
        return
    if not 0 <= item.given.number <= item.weight.number:
        yield kinds.OUT_OF_RANGE.at(
            place, indicator=name, score=points(item.given), weight=points(item.weight)
        )
        return
    if not item.computed.is_blank and item.given != item.computed:
        yield kinds.DIFFERS.at(
            place,
            indicator=name,
            given=points(item.given),
            computed=points(item.computed),
            working=working(item),
            difference=points(abs(item.given - item.computed)),
            related=merged(places(item.computed, 20)),
            key=key,
            figures=[("自评", points(item.given)), ("算出", points(item.computed))],
        )
    if EXACT.compare(item.given.number, item.weight.number) < 0 and not item.ground:
        yield kinds.NO_GROUND.at(
            place,
            indicator=name,
            weight=points(item.weight),
            score=points(item.given),
            key=f"{key}/依据",
            figures=[("分值", points(item.weight)), ("自评", points(item.given))],
        )
