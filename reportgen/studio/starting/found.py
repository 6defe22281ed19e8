"""What was recognised in a form, what was not, and what the new format has to declare for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reportgen.studio.starting.labels import Extra


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
    extras: dict[tuple[str, str], Extra] = field(default_factory=dict)
    total: str = ""
    funds: list[Fund] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    per_project: bool = False
    ledgers: bool = False

    def declared(self, wanted: Extra) -> str:
        """Declares a field and gives its name, which templates can write after a point."""
        name = re.sub(r"\W", "", wanted.name).lstrip("0123456789") or "未命名"
        own = wanted._replace(name=name, meaning=wanted.meaning or wanted.name)
        return self.extras.setdefault((wanted.section, name), own).name

    def did(self, where: str, text: str, tag: str) -> None:
        """Something that was recognised."""
        self.proposed.append(Note(where, text, tag))

    def replaced(self, where: str, text: str, tag: str) -> None:
        """A value that was filled in and gave way to a tag."""
        shown = " ".join(text.split())[:30]
        self.asks(where, text, f"原来填着“{shown}”，已换成 {tag}")

    def asks(self, where: str, text: str, why: str) -> None:
        """Something for her to look at; the same is told once."""
        note = Note(where, text, why)
        if note not in self.pending:
            self.pending.append(note)
