"""What is wrong with the target tables of projects (绩效目标表) and with how the text names them.

Looks at the fields that a district's form declares (绩效指标描述, 指标值描述, 指标值确定依据, 说明次序,
说明中的名称) and passes over those it does not have. Weights and scores are
`reportgen.checks.performance`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.checks import disclosure_kinds as kinds
from reportgen.checks.performance_indicators import inner
from reportgen.compute.targets import folded
from reportgen.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.compute.context import Context
    from reportgen.compute.scoring import Indicator, Project
    from reportgen.finding import Finding

BASIS: Final = "指标值确定依据"
DESCRIPTION: Final = "绩效指标描述"
WORDS: Final = "指标值描述"
ORDER: Final = "说明次序"
NAME_IN_TEXT: Final = "说明中的名称"
FEWEST: Final = 4
"""From so many indicators on, one value for all of them is no coincidence."""
MOST_NAMES: Final = 12
_RATIO: Final = re.compile(r"率|比重|比例|占比|之比|程度|满意|性$|水平")


def check_target_tables(context: Context) -> list[Finding]:
    """The findings about the target tables of a data set and the names of its projects."""
    findings: list[Finding] = []
    for project in context.projects:
        findings += _copied_basis(project)
        findings += _one_value(project)
        findings += _single_rows(project)
        findings += _names(project)
    findings += _copied_tables(context.projects)
    findings += _listed(context.projects)
    return findings


def _copied_basis(project: Project) -> Iterable[Finding]:
    copied = [
        item
        for item in project.indicators
        if (basis := item.source.text(BASIS))
        and folded(basis) in {folded(item.levels[2]), folded(item.source.text(DESCRIPTION))}
    ]
    if copied:
        yield kinds.EMPTY_BASIS.at(
            copied[0].source.place(BASIS),
            related=[item.source.place(BASIS) for item in copied[1:6]],
            project=inner(project.name),
            count=len(copied),
            example=inner(copied[0].source.text(BASIS)),
        )


def _one_value(project: Project) -> Iterable[Finding]:
    """All indicators with one number and no unit, though some of them count things."""
    rows = project.indicators
    if len(rows) < FEWEST or any(item.source.text("计量单位") for item in rows):
        return
    values = {folded(item.text) for item in rows}
    counted = next((item for item in rows if not _RATIO.search(item.levels[2])), None)
    if len(values) != 1 or counted is None or not re.fullmatch(r"[≥≤=<>]?[\d.]+", min(values)):
        return
    yield kinds.SAME_VALUE.at(
        counted.source.place("目标值" if counted.source.text("目标值") else "指标值"),
        project=inner(project.name),
        count=len(rows),
        value=rows[0].text,
        example=inner(counted.levels[2]),
    )


def _single_rows(project: Project) -> Iterable[Finding]:
    names = {folded(item.levels[2]) for item in project.indicators}
    for item in project.indicators:
        label = f"“{inner(project.name)}”的“{inner(item.label)}”"
        basis, words = item.source.text(BASIS), item.source.text(WORDS)
        own = {folded(item.levels[2]), folded(item.source.text(DESCRIPTION))}
        if basis and folded(basis) in names - own:
            yield kinds.BASIS_OF_ANOTHER.at(
                item.source.place(BASIS),
                key=f"{item.key}/{BASIS}",
                figures=[("依据", basis)],
                label=label,
                basis=inner(basis),
            )
        if words and folded(words) not in own and re.search(r"\d", item.text):
            yield kinds.NUMBER_AND_WORDS.at(
                item.source.place(WORDS),
                key=f"{item.key}/{WORDS}",
                figures=[("指标值", item.text + words)],
                label=label,
                value=item.text,
                words=inner(words),
            )


def _names(project: Project) -> Iterable[Finding]:
    record = project.record
    other = record.text(NAME_IN_TEXT)
    if other and folded(other) != folded(project.name):
        yield kinds.OTHER_NAME.at(
            record.place(NAME_IN_TEXT),
            related=[record.place("名称")],
            key=f"{project.key}/{NAME_IN_TEXT}",
            figures=[("表里", project.name), ("文字里", other)],
            project=inner(project.name),
            other=inner(other),
        )


def _copied_tables(projects: Sequence[Project]) -> Iterable[Finding]:
    """Projects whose indicators, targets included, are another project's word for word."""
    known: dict[tuple[tuple[str, ...], ...], Project] = {}
    for project in projects:
        rows = tuple(map(_row, project.indicators))
        if len(rows) < FEWEST:
            continue
        first = known.setdefault(rows, project)
        if first is not project:
            yield kinds.SAME_INDICATORS.at(
                project.indicators[0].source.place("三级指标"),
                related=[first.indicators[0].source.place("三级指标")],
                key=f"{project.key}/指标",
                figures=[("同", first.name)],
                project=inner(project.name),
                other=inner(first.name),
                count=len(rows),
            )


def _row(item: Indicator) -> tuple[str, ...]:
    return (*map(folded, item.levels), folded(item.text))


def _listed(projects: Sequence[Project]) -> Iterable[Finding]:
    if not any(_order(project) for project in projects):
        return
    missing = [project for project in projects if not _order(project)]
    if missing:
        names = "、".join(inner(project.name) for project in missing[:MOST_NAMES])
        yield kinds.NOT_LISTED.at(
            missing[0].record.place("名称"),
            related=[project.record.place("名称") for project in missing[1:6]],
            listed=len(projects) - len(missing),
            count=len(projects),
            names=names + (" 等" if len(missing) > MOST_NAMES else ""),
        )


def _order(project: Project) -> bool:
    value = project.record.values.get(ORDER)
    return bool(value.number) if isinstance(value, Figure) else bool(value)
