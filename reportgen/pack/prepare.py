"""From a data file to everything a build or a check needs: the whole route up to the findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen import catalogue as catalogues
from reportgen.checks import check_claims, run_rules
from reportgen.checks.explanations import read_explanations, settle
from reportgen.checks.reasons import check_reasons
from reportgen.compute.context import Context, build_context
from reportgen.compute.explained import ExplanationsView
from reportgen.compute.subjects import Subjects, check_subjects
from reportgen.finding import Severity
from reportgen.formats import Format, Library, load
from reportgen.frozen import frozen
from reportgen.model import kinds as model_kinds
from reportgen.model.authoring import reading_contract, with_texts
from reportgen.model.reading import read_year, region_and_year
from reportgen.model.units import UNITS, relabelled, with_unit_rows
from reportgen.sources import read
from reportgen.sources.files import named_file

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.catalogue import Catalogue
    from reportgen.checks import Outcome
    from reportgen.finding import Finding
    from reportgen.model.year import DepartmentYear
    from reportgen.place import Place

OLDEST_CHAIN = 3
"""How far back 上年 is followed: last year's own comparison needs the year before at most."""


@frozen(slots=False)
class Prepared:
    """A data set, its Context, what every relation gave, and all findings in order of gravity.

    `explained` holds the texts of 须说明 findings that have an explanation, beside the finding. `files`
    are the data sets that were read: its own, earlier years', units'.
    """

    year: DepartmentYear
    context: Context
    outcomes: list[Outcome]
    findings: list[Finding]
    explained: list[tuple[Finding, str]]
    files: tuple[Path, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether a final build is refused: an 错误, or a 须说明 without explanation."""
        return any(f.severity is not Severity.HINT for f in self.findings)

    def let_go(self) -> None:
        """Nothing is asked of it any more: the names hold the phrases, which hold the names.

        Taken out of each other they go at once; to find such a circle a collection goes through all the
        data set, which takes as long as reading it.
        """
        self.context.names.clear()


def prepare(
    source: Path, library: Library, format_id: str = "", *, computed_scores: bool = False
) -> tuple[Prepared | None, list[Finding]]:
    """Reads, computes and checks a data set; None where not even the department is readable.

    `computed_scores`: the scores that rules give are printed instead of the department's own.
    """
    library = library.for_one_run()
    loaded, findings = _load(source, library, format_id, depth=0, computed_scores=computed_scores)
    if loaded is None:
        return None, sorted_findings(findings)
    year, context = loaded.year, loaded.context
    claims = check_claims(context)
    if loaded.parts:
        from reportgen.checks.units import check_units

        claims += check_units(context, loaded.parts, _listed_at(year))
    outcomes, faults = run_rules(context)
    findings += faults
    outcomes = [*outcomes, *claims]
    findings += [outcome.finding for outcome in outcomes if outcome.finding]
    findings += check_reasons(context)
    if year.texts or context.reasons.by_key or year.tables.get("项目"):
        from reportgen.checks.texts import check_texts

        findings += check_texts(context)
    if year.tables.get("单位"):
        from reportgen.checks.unit_names import check_unit_names

        findings += check_unit_names(year)
    if year.tables.get("项目") or year.tables.get("绩效指标") or year.tables.get("项目资金"):
        from reportgen.checks.performance import check_projects

        findings += check_projects(context)
    from reportgen.checks.slips import check_slips
    from reportgen.checks.target_rows import indicator_rows
    from reportgen.checks.target_sets import check_targets

    indicators = indicator_rows(year)
    findings += check_targets(context, indicators)
    findings += check_slips(year, indicators)
    if context.evaluation is not None:
        from reportgen.checks.evaluation import check_evaluation

        findings += check_evaluation(context)
    explanations, faults = read_explanations(source)
    findings += faults
    remaining, texts = settle(findings, explanations)
    explained = [(f, texts[id(f)]) for f in findings if id(f) in texts]
    context.names["说明"] = ExplanationsView(explained)
    ordered = sorted_findings(remaining)
    return Prepared(year, context, outcomes, ordered, explained, loaded.files), ordered


def compute_only(
    source: Path, library: Library, format_id: str
) -> tuple[Prepared | None, list[Finding]]:
    """Reads and computes a data set in a format without holding it against any rule.

    For trying a format: of the rules only those that cannot be evaluated are told.
    """
    loaded, findings = _load(source, library.for_one_run(), format_id, depth=0)
    if loaded is None:
        return None, sorted_findings(findings)
    _, faults = run_rules(loaded.context)
    ordered = sorted_findings(findings + faults)
    return Prepared(loaded.year, loaded.context, [], ordered, []), ordered


def sorted_findings(findings: list[Finding]) -> list[Finding]:
    """The gravest first, each once, otherwise in the order they were found."""
    order = list(Severity)
    return sorted(dict.fromkeys(findings), key=lambda finding: order.index(finding.severity))


@frozen
class _Loaded:
    """A data set and its Context; of one merged from units, the Contexts of its parts as well."""

    year: DepartmentYear
    context: Context
    files: tuple[Path, ...]
    parts: tuple[Context, ...] = ()


def _load(
    source: Path,
    library: Library,
    format_id: str,
    depth: int,
    above: tuple[Path, ...] = (),
    label: str = "",
    *,
    computed_scores: bool = False,
) -> tuple[_Loaded | None, list[Finding]]:
    """Reads one data set with all it refers to; `label` is what its file is called in places."""
    tree, findings = read(source)
    if tree is None:
        return None, findings
    tree = with_unit_rows(relabelled(tree, label) if label else tree)
    region, number = region_and_year(tree)
    if not format_id:
        format_id, faults = library.choose(region, number)
        if region and number:
            findings += faults
    form, faults = load(library, format_id)
    findings += faults
    if form is None:
        return None, findings
    year, faults = read_year(tree, reading_contract(form.contract), source)
    findings += faults
    catalogue, faults = catalogues.load(year.year or number or catalogues.newest_year())
    findings += faults
    findings += check_subjects(year, catalogue)
    last, faults = _last_year(year, library, form, depth)
    findings += faults
    if last is not None:
        year = replace(year, last_year=last.year)
    year, faults = with_texts(year, tree, form.contract, year.last_year, ask=not depth)
    findings += faults
    parts: tuple[Context, ...] = ()
    files = [source, *(last.files if last else ())]
    if year.tables.get(UNITS):
        year, parts, faults = _with_units(year, library, form, catalogue, above, files)
        findings += faults
    subjects = Subjects(catalogue, year.expenditure, year.income)
    context, faults = build_context(
        year,
        form,
        subjects,
        last_year=last.context if last else None,
        computed_scores=computed_scores,
    )
    findings += faults
    return _Loaded(year, context, tuple(files), parts), findings


def _with_units(
    year: DepartmentYear,
    library: Library,
    form: Format,
    catalogue: Catalogue,
    above: tuple[Path, ...],
    files: list[Path],
) -> tuple[DepartmentYear, tuple[Context, ...], list[Finding]]:
    """The department put together from its units, and the Contexts of its own part and of each.

    The files of the units are added to `files`.
    """
    from reportgen.pack.units import relocated, with_units

    def load_unit(
        path: Path, label: str, above: tuple[Path, ...]
    ) -> tuple[tuple[DepartmentYear, Context] | None, list[Finding]]:
        loaded, faults = _load(path, library, form.id, OLDEST_CHAIN, above, label)
        faults = relocated(faults, path.name, label)
        files.extend(loaded.files if loaded else ())
        return (loaded.year, loaded.context) if loaded else None, faults

    merged, findings = with_units(year, load_unit, above)
    if merged is None:
        return year, (), findings
    own = replace(merged.own, claims=(), given_last_year=())
    subjects = Subjects(catalogue, own.expenditure, own.income)
    context, _ = build_context(own, form, subjects)
    return merged.year, (context, *(context for _, context in merged.units)), findings


def _listed_at(year: DepartmentYear) -> Place:
    """Where the units are listed."""
    return year.tables[UNITS][0].place("数据")


def _last_year(
    year: DepartmentYear, library: Library, form: Format, depth: int
) -> tuple[_Loaded | None, list[Finding]]:
    """Last year's data set in this year's format, its own findings left aside."""
    written = year.department.text("上年")
    if not written or depth >= OLDEST_CHAIN:
        return None, []
    path = named_file(year.source.parent, written)
    place = year.department.place("上年")
    if path is None:
        return None, [model_kinds.MISSING_FILE.at(place, text=written)]
    loaded, findings = _load(path, library, form.id, depth + 1)
    if loaded is None:
        return None, findings
    last = loaded.year
    if last.year and year.year and last.year != year.year - 1:
        return None, [
            model_kinds.LAST_YEAR_MISMATCH.at(
                place, found=f"{last.name} {last.year} 年", expected=f"{year.year - 1} 年"
            )
        ]
    return loaded, [f for f in findings if f.severity is Severity.ERROR]
