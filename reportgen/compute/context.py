"""The names that templates, rules and authored text can use for one department's year."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from reportgen.compute import kinds
from reportgen.compute.charts import ChartsView
from reportgen.compute.conditions import BUDGET_STAGE
from reportgen.compute.explained import ExplanationsView
from reportgen.compute.last_year import GivenYear
from reportgen.compute.projects import project_names
from reportgen.compute.reasons import (
    Change,
    Reasons,
    known_last,
    read_reasons,
    reason_function,
    take,
)
from reportgen.compute.rollup import Totals
from reportgen.compute.views import LedgerView, RecordView
from reportgen.figure import YUAN, Figure, blank
from reportgen.formats.phrases import Phrases
from reportgen.formats.scoring import general_scoring
from reportgen.frozen import frozen
from reportgen.language.environment import compile_expression, make_environment
from reportgen.language.errors import UnknownNameError, describe
from reportgen.language.limits import Limits
from reportgen.language.phrases import PhraseBook
from reportgen.language.views import Record as NamesView
from reportgen.language.views import View
from reportgen.model.values import nearest
from reportgen.model.year import Claim

if TYPE_CHECKING:
    from reportgen.compute.evaluation import Evaluation
    from reportgen.compute.scoring import Project
    from reportgen.compute.subjects import Subjects
    from reportgen.finding import Finding
    from reportgen.formats import Expression, Format
    from reportgen.language.environment import Environment
    from reportgen.language.printing import NumberFormat
    from reportgen.model.year import DepartmentYear
    from reportgen.numbering import Scheme
    from reportgen.place import Place


MEANINGS: Final = {
    "部门": "这一套数据是谁的、哪一年的",
    "年度": "预算年度",
    "上年度": "预算年度的上一年",
    "支出": "支出明细：.合计 .金额(…) .按(…) .明细(…)",
    "收入": "收入明细：.合计 .金额(…) .按(…) .明细(…)",
    "上年": "上年的数：上年.支出、上年.收入和取数里的名称",
    "项目": "评过分的项目，一行一个",
    "项目汇总": "全部项目合起来",
    "整体评价": "整体评分表：.指标 .总分 .满分 .等级；版式没有整体评分的，指标是空的",
    "列表": "版式里写好的固定的行",
    "图表": "版式里说明了取哪些数的图表；写在模板里图表的替换文字里",
    "短语": "版式里写好的说法：短语.增减(…) 等",
    "文字": "成段的文字，由各段组成",
    "版别": "报送版、公开版；没有指定的是空的",
    "版本": "部门预算还是单位预算：部门、单位",
    "说明": "须说明的问题写了什么：说明.Y02、说明.C610（关系或问题的编号）、说明.全部",
    "主要原因": "“增减原因”里为这个数写的原因",
}
"""What the general names are; those of a format's own files are explained there."""


@frozen(slots=False)
class Context:
    """The names, the environment they are used in, and the claims with what they stand for.

    `claims` pairs each claim of the data set with the figure computed for its name; `projects` are
    the scored projects behind the name 项目, `evaluation` the scored department behind 整体评价.
    """

    year: DepartmentYear
    format: Format
    environment: Environment
    names: dict[str, object]
    claims: tuple[tuple[Claim, Figure], ...] = ()
    given: GivenYear | None = field(default=None)
    projects: tuple[Project, ...] = ()
    reasons: Reasons = field(default_factory=Reasons)
    evaluation: Evaluation | None = None
    computed_scores: bool = False


def build_context(
    year: DepartmentYear,
    form: Format,
    subjects: Subjects,
    *,
    last_year: Context | None = None,
    limits: Limits | None = None,
    computed_scores: bool = False,
) -> tuple[Context, list[Finding]]:
    """The Context of a department's year in a format, and what could not be computed.

    `last_year` is the Context of last year's data set; without it the figures given in 上年数 stand in.
    `computed_scores`: the scores that rules give are printed instead of the department's own.
    """
    from reportgen.compute.numbers import number_faults

    environment = environment_of(form, limits)
    names: dict[str, object] = {
        "支出": _ledger_view(Totals(year.expenditure), subjects),
        "收入": _ledger_view(Totals(year.income), subjects),
        "年度": year.year,
        "版别": "",
        "版本": year.department.text("版本") or "部门",
        "上年度": year.year - 1,
        "列表": NamesView(dict(form.lists)),
        "图表": ChartsView(form.charts, environment),
        "说明": ExplanationsView(),
    }
    for section, record in year.records.items():
        names[section] = RecordView(record)
    for section, records in year.tables.items():
        names[section] = [RecordView(record) for record in records]
    projects: tuple[Project, ...] = ()
    scoring = form.scoring or general_scoring()
    if year.tables.get("项目"):
        from reportgen.compute.scoring import score_projects

        projects = score_projects(year, scoring)
    names.update(project_names(projects, scoring, year.year, year.contract))
    reasons = Reasons()
    phrases = form.phrases or Phrases()
    names["短语"] = PhraseBook(phrases.phrases, names, environment)
    names["主要原因"] = reason_function(reasons, phrases)
    groups: dict[str, dict[str, object]] = {}
    findings = number_faults(form)
    faults, waiting = _compute_names(form.names, names, environment, groups)
    findings += faults
    given: GivenYear | None = None
    if last_year is not None:
        names["上年"] = NamesView(last_year.names)
    else:
        figures, faults = _stated(year.given_last_year, "上年数", form, names, environment)
        findings += faults
        given = GivenYear(
            {key: claim.amount.named(f"上年/{key}") for key, claim in figures},
            groups=frozenset(groups),
        )
        names["上年"] = given
    findings += _compute_names(waiting, names, environment, groups)[0]
    evaluation, faults = _evaluate(year, form, names, environment, use_computed=computed_scores)
    findings += faults
    stated, faults = _stated(year.claims, "声明数", form, names, environment, compute=True)
    findings += faults
    findings += _fill_reasons(reasons, phrases, year, form, names, environment, last_year, given)
    if year.texts or "文字说明" in year.contract.sections:
        from reportgen.compute.texts import text_names

        names.pop("文字说明", None)
        names["文字"], faults = text_names(year, names, environment)
        findings += faults
    claims = tuple((claim, computed) for computed, claim in stated if isinstance(computed, Figure))
    return Context(
        year,
        form,
        environment,
        names,
        claims,
        given,
        projects,
        reasons,
        evaluation,
        computed_scores,
    ), findings


def evaluate(
    context: Context, expression: Expression, names: dict[str, object] | None = None
) -> tuple[Any, list[Finding]]:
    """The value of an expression of a format's file, or None and why there is none."""
    try:
        compiled = compile_expression(context.environment, expression.source)
        return compiled.evaluate(context.names if names is None else names), []
    except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
        return None, [describe(error, expression.source).at(expression.place)]


def _evaluate(
    year: DepartmentYear,
    form: Format,
    names: dict[str, object],
    environment: Environment,
    *,
    use_computed: bool,
) -> tuple[Evaluation | None, list[Finding]]:
    """The department scored by the framework of its format, and the name 整体评价."""
    from reportgen.compute.evaluation import (
        NAME,
        NOT_EVALUATED,
        evaluate_department,
        evaluation_view,
    )

    evaluation, findings = evaluate_department(
        year, form, names, environment, use_computed=use_computed
    )
    names[NAME] = evaluation_view(evaluation or NOT_EVALUATED)
    return evaluation, findings


def environment_of(form: Format, limits: Limits | None = None) -> Environment:
    """The environment of a format: the same for all its data sets."""
    from reportgen.compute.numbers import number_formats

    return _environment(tuple(number_formats(form).values()), limits or Limits(), form.numbering)


@lru_cache(maxsize=32)
def _environment(
    numbers: tuple[NumberFormat, ...], limits: Limits, numbering: Scheme
) -> Environment:
    """One environment for all data sets of a format: what was compiled once stays compiled."""
    named = {number.name: number for number in numbers}
    return make_environment(named, limits, numbering=numbering)


def _ledger_view(totals: Totals, subjects: Subjects) -> LedgerView:
    return LedgerView(totals, subjects.name, subjects.classes, BUDGET_STAGE)


def _compute_names(
    expressions: dict[str, Expression],
    names: dict[str, object],
    environment: Environment,
    groups: dict[str, dict[str, object]],
) -> tuple[list[Finding], dict[str, Expression]]:
    """Computes 取数 in whatever order their mutual use asks for, and adds them to the names.

    While 上年 is not there yet, what cannot be computed is given back for a second round: the figures
    of 上年数 are named by 取数 of this year.
    """
    waiting = dict(expressions)
    findings: list[Finding] = []
    while waiting:
        before = len(waiting)
        postponed: dict[str, Exception] = {}
        for name, expression in list(waiting.items()):
            try:
                compiled = compile_expression(environment, expression.source)
                value = compiled.evaluate(names)
            except UnknownNameError as error:
                postponed[name] = error
                continue
            except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
                findings.append(describe(error, expression.source).at(expression.place))
                del waiting[name]
                continue
            if isinstance(value, Figure):
                value = value.named(name.replace(".", "/"))
            del waiting[name]
            group, _, own = name.rpartition(".")
            if group:
                groups.setdefault(group, {})[own] = value
                names[group] = NamesView(groups[group])
            else:
                names[name] = value
        if len(waiting) == before:
            if "上年" not in names:
                return findings, waiting
            findings += _postponed(postponed, waiting)
            break
    return findings, {}


def _postponed(postponed: dict[str, Exception], waiting: dict[str, Expression]) -> list[Finding]:
    """What names are to be blamed where none can be computed any more: circles, or unknown names."""
    unknown = {
        name: error
        for name, error in postponed.items()
        if isinstance(error, UnknownNameError)
        and not any(n == error.name or error.name in n.split(".") for n in waiting)
    }
    if not unknown:
        first = next(iter(waiting.values()))
        return [kinds.CIRCLE.at(first.place, names="、".join(waiting))]
    return [
        describe(error, waiting[name].source).at(waiting[name].place)
        for name, error in unknown.items()
    ]


def _stated(
    claims: tuple[Claim, ...],
    section: str,
    form: Format,
    names: dict[str, object],
    environment: Environment,
    *,
    compute: bool = False,
) -> tuple[list[tuple[Any, Claim]], list[Finding]]:
    """Each stated figure with the key (or with `compute` the Figure) that its name stands for."""
    found: list[tuple[Any, Claim]] = []
    findings: list[Finding] = []
    for claim in claims:
        expression = form.meanings.get(claim.name)
        try:
            if expression is not None:
                value = compile_expression(environment, expression.source).evaluate(names)
            else:
                value = follow(claim.name, names)
        except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
            if expression is not None:
                findings.append(describe(error, expression.source).at(expression.place))
                continue
            value = None
        if isinstance(value, Figure):
            found.append((value if compute else value.key, claim))
        else:
            known = [*form.meanings, "支出/功能科目编码/基本支出"]
            findings.append(
                kinds.NO_MEANING.at(
                    claim.place,
                    section=section,
                    name=claim.name,
                    nearest=nearest(claim.name, known),
                )
            )
    return found, findings


def _fill_reasons(
    reasons: Reasons,
    phrases: Phrases,
    year: DepartmentYear,
    form: Format,
    names: dict[str, object],
    environment: Environment,
    last_year: Context | None,
    given: GivenYear | None,
) -> list[Finding]:
    """Ties reasons, and the changes the format wants explained, to their figures by name."""
    written = {reason.name: reason for reason in read_reasons(year)}
    wanted = {item.name: (item, place) for item, place in phrases.changes}
    findings: list[Finding] = []

    def figures(section: str, places: dict[str, Place], among: Context | None) -> dict[str, Figure]:
        claims = tuple(Claim(name, blank(unit=YUAN), place) for name, place in places.items())
        where = names if among is None else among.names
        found, faults = _stated(claims, section, form, where, environment, compute=True)
        if among is None:
            findings.extend(faults)
        return {claim.name: figure for figure, claim in found}

    named = {name: reason.place for name, reason in written.items()}
    asked = {name: place for name, (_, place) in wanted.items()}
    this = {**figures("增减说明", asked, None), **figures("增减原因", named, None)}
    last: dict[str, Figure] = {}
    if last_year is not None:
        last = figures("增减说明", {**asked, **named}, last_year)
    for name, amount in this.items():
        item = wanted[name][0] if name in wanted else None
        before = last.get(name) if given is None else known_last(given.given.get(amount.key))
        threshold = item.threshold if item else None
        rate = item.rate if item else None
        reasons.changes.append(
            Change(
                name,
                amount,
                before,
                named.get(name),
                phrases.threshold if threshold is None else threshold,
                phrases.rate if rate is None else rate,
                wanted=item is not None,
            )
        )
        if name in written:
            findings += take(reasons, amount.key, written[name], names, environment)
    return findings


def follow(path: str, names: dict[str, object]) -> object:
    """What a path such as `支出/2013201/基本支出` or `三公/公务接待费` leads to; None where nowhere."""
    first, *rest = (part.strip() for part in path.split("/"))
    value = names.get(first)
    if isinstance(value, LedgerView):
        return value.amount_at(rest)
    for part in rest:
        if not isinstance(value, View):
            return None
        value = value.get(part)
    return value
