"""What was recognised in a form, what was not, and what the new format has to declare for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from reportgen.catalogue.catalogue import Classification
    from reportgen.studio.starting.labels import Extra


INDICATORS_OF_WHOLE: Final = "整体指标"
FACTS_OF_WHOLE: Final = "整体情况"
FACTS_OF_FORM: Final = "填报信息"
"""The sections that the format of a form gets that is not about one project."""


_MONTHS: Final = re.compile(r"^(1?\d)[~～—至-](1?\d)月")
_ORDINALS: Final = [
    "〇",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
]


class Note(NamedTuple):
    """A spot of the form, what stands there, and what was done or is to be done."""

    where: str
    text: str
    says: str


class Fund(NamedTuple):
    """A row of the money table: its name in the data, and the label that the form prints."""

    name: str
    label: str


@dataclass(slots=True)
class Found:
    """Grows while the parts of a form are gone through.

    `money` is the unit the form is in, `groups` the level-1 groups it names with their points.
    """

    money: str = "万元"
    proposed: list[Note] = field(default_factory=list)
    pending: list[Note] = field(default_factory=list)
    guessed: list[Note] = field(default_factory=list)
    """What was written without knowing it: a field or a list added for a label, a year put in."""
    extras: dict[tuple[str, str], Extra] = field(default_factory=dict)
    total: str = ""
    funds: list[Fund] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    rate: tuple[str, str] = ("", "")
    """The group and the indicator that are the execution rate, where it is one of the rows."""
    whole: bool = False
    """Whether the form is about a whole department, not about one project."""
    tables_of_indicators: list[str] = field(default_factory=list)
    printed: list[dict[str, str]] = field(default_factory=list)
    """Indicators that the form prints itself, by column."""
    economic: Classification | None = None
    year: int = 0
    """The year that its titles name."""
    names: frozenset[str] = frozenset()
    """Sections and names that are there already: a new section must not be called so."""
    listings: set[str] = field(default_factory=set)
    """Tables that list all projects themselves: no document a project is made for them."""
    of_projects: bool = False
    """Whether a document is made for each project."""
    evaluated: bool = False
    """Whether anything of it is known only when the year is over."""
    ledgers: bool = False
    final: bool = False
    """Whether its ledgers are those of a final account."""

    def declared(self, wanted: Extra) -> str:
        """Declares a field and gives its name, which templates can write after a point."""
        spelt = _MONTHS.sub(
            lambda m: f"{_ORDINALS[int(m[1])]}至{_ORDINALS[int(m[2])]}月", wanted.name
        )
        name = re.sub(r"\W", "", spelt).lstrip("0123456789") or "未命名"
        own = wanted._replace(name=name, meaning=wanted.meaning or wanted.name)
        return self.extras.setdefault((wanted.section, name), own).name

    @property
    def item(self) -> str:
        """What a template calls the thing the form is about."""
        return "项" if self.of_projects else self.scope

    @property
    def scope(self) -> str:
        """The section that its fields are in."""
        if self.of_projects:
            return "项目"
        return FACTS_OF_WHOLE if self.whole else FACTS_OF_FORM

    def section(self, name: str) -> str:
        """A name for a section that is not taken."""
        own = name.lstrip("0123456789")
        taken = {section for section, _ in self.extras}
        free = (own, f"{own}清单", *(f"{own}清单{n}" for n in range(2, 100)))
        return next(text for text in free if text not in self.names and text not in taken)

    def did(self, where: str, text: str, tag: str) -> None:
        """Something that was recognised."""
        note = Note(where, text, tag)
        if note not in self.proposed:
            self.proposed.append(note)

    def replaced(self, where: str, text: str, tag: str) -> None:
        """A value that was filled in and gave way to a tag."""
        shown = " ".join(text.split())[:30]
        self.asks(where, text, f"原来填着“{shown}”，已换成 {tag}")

    def guesses(self, where: str, text: str, why: str) -> None:
        """Something that was done on a guess, for her to look at."""
        note = Note(where, text, why)
        if note not in self.guessed:
            self.guessed.append(note)

    def asks(self, where: str, text: str, why: str) -> None:
        """Something for her to look at; the same is told once."""
        note = Note(where, text, why)
        if note not in self.pending:
            self.pending.append(note)
