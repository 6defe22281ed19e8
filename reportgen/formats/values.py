"""A loaded format as plain values that can be kept in a file, and back.

Only objects of the classes listed here are made. Whether the values may be believed is for `cache`
to say; whether they are still those of the format, for `kept`.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen.formats import declarations, evaluation, phrases, scoring
from reportgen.formats import format as formats
from reportgen.model.common import COMMON
from reportgen.model.fields import Contract, Field, FieldType, Section, SectionKind
from reportgen.numbering import Pattern, Scheme, Series
from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable

_CLASSES: Final[tuple[type[Any], ...]] = (
    Place,
    Contract,
    Section,
    Field,
    Scheme,
    Series,
    Pattern,
    formats.Format,
    formats.Expression,
    formats.Rule,
    formats.Chart,
    formats.Document,
    declarations.ScopeDeclaration,
    declarations.DocumentDeclaration,
    declarations.NumberDeclaration,
    declarations.SeriesDeclaration,
    declarations.ChartDeclaration,
    declarations.RuleDeclaration,
    scoring.ScoringDeclaration,
    scoring.RateDeclaration,
    scoring.ScoreDeclaration,
    scoring.GroupDeclaration,
    scoring.SchemeDeclaration,
    scoring.FundRowDeclaration,
    scoring.FundsDeclaration,
    scoring.QuantitativeDeclaration,
    scoring.BandDeclaration,
    scoring.NotApplicableDeclaration,
    scoring.GradeDeclaration,
    evaluation.FrameworkDeclaration,
    evaluation.IndicatorDeclaration,
    evaluation.PartDeclaration,
    evaluation.BandDeclaration,
    phrases.Phrases,
    phrases.Phrase,
    phrases.PhraseDeclaration,
    phrases.VariantDeclaration,
    phrases.ChangeDeclaration,
)
_TUPLE, _COMMON, _DECIMAL, _PATH, _TYPE, _KIND = range(6)
_FIRST: Final = 6


def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(item.name for item in fields(cls)) if is_dataclass(cls) else cls._fields


_NAMES: Final = {cls: _names(cls) for cls in _CLASSES}
_NUMBERS: Final = {cls: number for number, cls in enumerate(_CLASSES, _FIRST)}


def as_values(item: Any) -> Any:
    """An object of those classes as tuples, lists, dicts, texts and numbers; TypeError for others."""
    if item is None or type(item) in (str, int, bool):
        return item
    if type(item) is list:
        return [as_values(each) for each in item]
    if type(item) is dict:
        return {name: as_values(each) for name, each in item.items()}
    if type(item) is tuple:
        return (_TUPLE, *map(as_values, item))
    if isinstance(item, Decimal):
        return (_DECIMAL, str(item))
    if isinstance(item, Path):
        return (_PATH, str(item))
    if isinstance(item, Enum):
        return (_TYPE if isinstance(item, FieldType) else _KIND, item.value)
    if isinstance(item, Section) and COMMON.sections.get(item.name) is item:
        return (_COMMON, item.name)
    names = _NAMES.get(type(item))
    if names is None:
        raise TypeError(f"{type(item).__name__} is not kept")
    return (_NUMBERS[type(item)], *(as_values(getattr(item, name)) for name in names))


def from_values(value: Any) -> Any:
    """The object again; LookupError, TypeError, ValueError or ArithmeticError for any other values."""
    kind = type(value)
    if kind is tuple:
        return _MAKERS[value[0]](
            *[from_values(each) if type(each) in _NESTED else each for each in value[1:]]
        )
    if kind is list:
        return [from_values(each) for each in value]
    if kind is dict:
        return {name: from_values(each) for name, each in value.items()}
    return value


def _maker(cls: type[Any]) -> Callable[..., Any]:
    names = _NAMES[cls]
    return lambda *values: cls(**dict(zip(names, values, strict=True)))


_NESTED: Final = frozenset({tuple, list, dict})
_MAKERS: Final[tuple[Callable[..., Any], ...]] = (
    lambda *values: values,
    COMMON.sections.__getitem__,
    Decimal,
    Path,
    FieldType,
    SectionKind,
    *map(_maker, _CLASSES),
)
