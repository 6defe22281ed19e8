"""The Context of a made-up data set: what a template of the format would see."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen import catalogue as catalogues
from reportgen.compute.context import build_context
from reportgen.compute.subjects import Subjects
from reportgen.model.authoring import reading_contract, with_texts
from reportgen.model.reading import read_year
from reportgen.studio.format_check.example import FILE, USUAL, Variant, made_up

if TYPE_CHECKING:
    from reportgen.catalogue import Catalogue
    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.formats import Format, Library
    from reportgen.language.limits import Limits

REGION: Final = "试印市试印区"
YEAR: Final = 2024


def scope(library: Library, format_id: str) -> tuple[str, int]:
    """A district and a year that the format is for."""
    region, year = "", 0
    while format_id and not (region and year):
        folder, _ = library.folder(format_id)
        if folder is not None:
            region = region or next(iter(folder.declaration.regions), "")
            spans = folder.declaration.years
            own = format_id.rpartition("/")[2]
            if not year and spans:
                first, last = spans[0]
                year = first if last == first else min(max(first, YEAR), last)
            elif not year and "/" in format_id and own.isdigit():
                year = int(own)
        format_id = format_id.rpartition("/")[0]
    return region or REGION, year or YEAR


def context_of(
    form: Format,
    region: str,
    year: int,
    variant: Variant = USUAL,
    *,
    limits: Limits | None = None,
) -> tuple[Context, list[Finding]]:
    """The Context of a variant, beside that of a made-up last year; and what cannot be computed.

    Findings about the made-up data itself are left out.
    """
    last, _ = _built(form, region, year - 1, variant, None, limits, last=True)
    context, findings = _built(form, region, year, variant, last, limits)
    return context, [f for f in findings if f.place is None or f.place.file != FILE]


@lru_cache(maxsize=8)
def _catalogue(year: int) -> Catalogue:
    """The classification of a year, read once for all the data sets of a check."""
    return catalogues.load(year)[0]


def _built(
    form: Format,
    region: str,
    year: int,
    variant: Variant,
    before: Context | None,
    limits: Limits | None,
    *,
    last: bool = False,
) -> tuple[Context, list[Finding]]:
    catalogue = _catalogue(year)
    tree = made_up(form, catalogue, region, year, variant, last=last)
    read, _ = read_year(tree, reading_contract(form.contract), Path(FILE))
    read, _ = with_texts(read, tree, form.contract, before.year if before else None, ask=False)
    subjects = Subjects(catalogue, read.expenditure, read.income)
    return build_context(read, form, subjects, last_year=before, limits=limits)
