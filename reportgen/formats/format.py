"""A loaded format: one district's (and year's) forms, with everything inherited laid together."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.numbering import DEFAULT

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.formats.declarations import (
        ChartDeclaration,
        DocumentDeclaration,
        NumberDeclaration,
        Row,
        RuleDeclaration,
    )
    from reportgen.formats.phrases import Phrases
    from reportgen.formats.scoring import ScoringDeclaration
    from reportgen.model.fields import Contract
    from reportgen.numbering import Scheme
    from reportgen.place import Place

UNSEEN: Final = ("~$", ".")
"""What names begin with of files that are no part of a format: Office's locks, the system's own."""


@frozen
class Expression:
    """An expression of the language as a format's file states it, with its place."""

    source: str
    place: Place


@frozen
class Rule:
    """One relation of checks.yaml with its place."""

    declaration: RuleDeclaration
    place: Place


@frozen
class Chart:
    """Which figures a chart shows, with the place of its declaration."""

    name: str
    declaration: ChartDeclaration
    place: Place


@frozen
class Document:
    """One document the pack will hold, with the path of its template."""

    declaration: DocumentDeclaration
    template: Path
    place: Place


@frozen
class Format:
    """Declarations of a format, ready to use.

    `folders` are its own first, then those it inherits from; `identity` is a hash over all their
    files, so that a manifest can name just this state of the format. `indicator_places` says where
    each indicator of the framework (整体 in scoring.yaml) is declared.
    """

    id: str
    name: str
    folders: tuple[Path, ...]
    contract: Contract
    documents: tuple[Document, ...] = ()
    numbers: dict[str, NumberDeclaration] = field(default_factory=dict)
    lists: dict[str, list[Row]] = field(default_factory=dict)
    names: dict[str, Expression] = field(default_factory=dict)
    meanings: dict[str, Expression] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    scoring: ScoringDeclaration | None = None
    indicator_places: dict[str, Place] = field(default_factory=dict)
    phrases: Phrases | None = None
    numbering: Scheme = DEFAULT
    charts: dict[str, Chart] = field(default_factory=dict)
    identity: str = ""
