"""What a mapping file says: which sheets, heads and words of an export are which of a data set.

The keys are described in docs/design/mapping-file.md. Nothing of an export is read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from reportgen.studio.importing.labels import label, without_number
from reportgen.studio.importing.patterns import Synonym, first_fit

if TYPE_CHECKING:
    from collections.abc import Iterable


_OF_DEPARTMENT: Final = re.compile(r"[^0-9]{2,30}(?:19|20)[0-9]{2}年度?\s*(?:部门|单位)?")
_YEAR: Final = re.compile(r"^\s*(?:19|20)[0-9]{2}年度?\s*")


class Manner(Enum):
    """What the rows of a table are."""

    DETAIL = "明细"
    """Each row a record; totals among them are claims."""
    SUMS = "汇总"
    """Sums by subject: leaf lines are looked for across several such tables."""
    LABELS = "项目"
    """Rows known by their label; one sheet may hold two such tables side by side."""


Values = tuple[tuple[str, tuple[str, ...]], ...]
"""Fields and what they may be: several where a column is the sum of several."""


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts, and what the amounts in it are.

    `stated` is the name that its grand total goes by; `whole` says that it is the sum of the row.
    """

    heads: tuple[Synonym, ...]
    values: Values = ()
    stated: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A row known by its label: a claim, a record of a section, or nothing."""

    names: tuple[Synonym, ...]
    after: tuple[Synonym, ...] = ()
    stated: str = ""
    section: str = ""
    values: Values = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One side of a table of labels: its label column, its amounts, its rows.

    With `subject` (功能科目), a label that no row names is looked up in the catalogue.
    """

    label: tuple[Synonym, ...]
    amounts: tuple[AmountColumn, ...]
    rows: tuple[LabelRow, ...]
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a blank field is where another field is one of these; no `when` fits everything."""

    field: str
    source: str
    when: tuple[Synonym, ...]
    blank: bool
    value: str


@dataclass(frozen=True, slots=True)
class Word:
    """Ways a value is written, what it is, and what it says of other fields."""

    written: tuple[Synonym, ...]
    value: str
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TableRule:
    """One table of an export."""

    name: str
    sheets: tuple[Synonym, ...]
    manner: Manner
    section: str = ""
    heads: dict[str, tuple[Synonym, ...]] = field(default_factory=dict)
    amounts: tuple[AmountColumn, ...] = ()
    fixed: Values = ()
    guesses: tuple[Guess, ...] = ()
    blocks: tuple[Block, ...] = ()
    ignored: tuple[Synonym, ...] = ()
    grand_to: str = ""
    """The section that the grand total's columns are facts of as well (收入总表 → 收入明细)."""
    unit: str = ""

    def is_called(self, *titles: str) -> bool:
        """Whether a sheet of these titles may be this table."""
        return any(
            first_fit(self.sheets, text) is not None
            for title in titles
            for text in _bare_titles(title)
        )


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A mapping file, with what it inherits."""

    name: str = ""
    tables: tuple[TableRule, ...] = ()
    words: dict[str, tuple[Word, ...]] = field(default_factory=dict)
    totals: tuple[Synonym, ...] = ()
    ignored: tuple[Synonym, ...] = ()
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields of 部门, and the words before the colon where they are found (预算年度：2023)."""
    pairs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Function codes whose basic expenditure is usually just these economic codes."""
    unit: str = ""
    known: dict[tuple[str, str], Word | None] = field(default_factory=dict, compare=False)
    """What was asked before: the same words stand in thousands of rows."""

    def table_of(self, *titles: str) -> tuple[TableRule, int] | None:
        """The table that a sheet of these titles is, and which of its synonyms fitted."""
        for title in titles:
            for rule in self.tables:
                for text in _bare_titles(title):
                    found = first_fit(rule.sheets, text)
                    if found is not None:
                        return rule, found
        return None

    def is_ignored(self, *titles: str) -> bool:
        """Whether a sheet is known and not wanted."""
        texts = [text for title in titles for text in _bare_titles(title)]
        return any(first_fit(self.ignored, text) is not None for text in texts)

    def word(self, name: str, text: str) -> Word | None:
        """What a written value of a field means; None where the file does not say."""
        key = (name, text)
        if key not in self.known:
            words = self.words.get(name, ())
            found = (word for word in words if first_fit(word.written, text) is not None)
            self.known[key] = next(found, None)
        return self.known[key]

    def is_total(self, text: str) -> bool:
        """Whether a text is the label of a total."""
        key = ("", text)
        if key not in self.known:
            fits = first_fit(self.totals, label(text)) is not None
            self.known[key] = Word((), "合计") if fits else None
        return self.known[key] is not None

    def inheriting(self, parent: ImportMap) -> ImportMap:
        """With what the parent says besides; own tables and words come first."""
        own = {rule.name for rule in self.tables}
        names = dict.fromkeys((*self.words, *parent.words))
        return ImportMap(
            self.name or parent.name,
            (*self.tables, *(rule for rule in parent.tables if rule.name not in own)),
            {name: (*self.words.get(name, ()), *parent.words.get(name, ())) for name in names},
            (*self.totals, *parent.totals),
            (*self.ignored, *parent.ignored),
            {**parent.labels, **self.labels},
            {**parent.pairs, **self.pairs},
            self.unit or parent.unit,
        )


def _bare_titles(title: str) -> Iterable[str]:
    """A title as it stands, without the year and the number in front, and without department and year.

    2026年…, 3.17…, 表2-1 …; 某县司法局2026年….
    """
    yield title
    without_year = _YEAR.sub("", title)
    named = _OF_DEPARTMENT.match(title)
    if named and named.end() < len(title):
        yield title[named.end() :]
    bare = _YEAR.sub("", without_number(without_year))
    yield from (text for text in dict.fromkeys((without_year, bare)) if text and text != title)
