"""Why figures changed from last year: the reasons of the data set, and which changes need one.

`主要原因(本年, 上年)` gives templates the reason that section 增减原因 holds for a figure, and notes
where one was asked for and is missing. Not for judging reasons: see `reportgen.checks.reasons`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jinja2.utils import pass_context

from reportgen.compute.texts import evaluated
from reportgen.figure import EXACT, Blank, Figure
from reportgen.frozen import frozen
from reportgen.language.composed import Composed
from reportgen.language.numbers import as_figure
from reportgen.language.views import exposed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from reportgen.finding import Finding
    from reportgen.formats.phrases import Phrases
    from reportgen.language.environment import Environment
    from reportgen.language.sandbox import LanguageContext
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.place import Place

SECTION: Final = "增减原因"
_OPENING: Final = re.compile(
    r"^(?:增减(?:变化)?(?:的)?)?(?:主要)?(?:原因|是由于)\s*(?:是|为|系|：|:)?\s*(?:：|:)?\s*"
)
_CLOSING: Final = "。；;，,.、 \t\n"
_NONE: Final = frozenset({"", "无", "/", "-", "—", "——", "不适用", "无变化"})


@frozen
class Reason:
    """What the clerk wrote for a figure: its name for it, and the bare reason without 主要原因是."""

    name: str
    text: str
    place: Place

    @property
    def says_nothing(self) -> bool:
        """Whether 无 or a dash stands there."""
        return self.text in _NONE


@frozen
class Change:
    """A figure beside last year's; `last` is None where last year's is not known.

    `threshold` is in 元, `rate` in percent; a change needs a reason when it passes both.
    """

    name: str
    this: Figure
    last: Figure | None
    place: Place | None
    threshold: Decimal
    rate: Decimal
    wanted: bool = True

    @property
    def difference(self) -> Decimal:
        """This year less last year, in 元; 0 where last year is not known."""
        if self.last is None:
            return EXACT.create_decimal(0)
        return EXACT.subtract(self.this.number, self.last.number)

    @property
    def needs_reason(self) -> bool:
        """Whether the format asks for a reason."""
        if self.last is None or not self.wanted or not self.difference:
            return False
        size, before = abs(self.difference), abs(self.last.number)
        return size > self.threshold and (not before or size * 100 > self.rate * before)


@dataclass(slots=True)
class Reasons:
    """The reasons by the key of their figure, the changes to be looked at, and what was asked in vain.

    `texts` are the reasons with their tags evaluated. `asked` grows while documents are rendered: key
    → this year's figure beside last year's.
    """

    by_key: dict[str, Reason] = field(default_factory=dict)
    texts: dict[str, str | Composed] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    asked: dict[str, Change] = field(default_factory=dict)


def read_reasons(year: DepartmentYear) -> list[Reason]:
    """The rows of 增减原因 that name a figure."""
    return [_reason(row) for row in year.tables.get(SECTION, ()) if row.text("名称")]


def _reason(row: Record) -> Reason:
    text = _OPENING.sub("", row.text("原因").strip()).strip(_CLOSING)
    return Reason(row.text("名称"), text, row.place("原因"))


def take(
    reasons: Reasons,
    key: str,
    reason: Reason,
    names: Mapping[str, object],
    environment: Environment,
) -> list[Finding]:
    """Keep a reason for the figure of that key; what is wrong with the tags in it."""
    findings: list[Finding] = []
    reasons.by_key[key] = reason
    reasons.texts[key] = evaluated(reason.text, reason.place, names, environment, findings)
    return findings


def reason_function(reasons: Reasons, phrases: Phrases) -> Callable[..., str]:
    """The function `主要原因(本年, 上年)`: the reason; empty where nothing changed or none is given.

    A change that needs a reason and has none is noted in `reasons.asked`.
    """

    @exposed
    @pass_context
    def main_reason(context: LanguageContext, 本年: object, 上年: object = None) -> str:
        this = as_figure(本年, "主要原因")
        last: Figure | None = None if 上年 is None else as_figure(上年, "主要原因")
        change = Change(this.key, this, last, None, phrases.threshold, phrases.rate)
        if last is not None and not change.difference:
            return ""
        reason = reasons.by_key.get(this.key)
        if reason is None or reason.says_nothing:
            if change.needs_reason:
                reasons.asked.setdefault(this.key, change)
            return ""
        text = reasons.texts[this.key]
        return text.marked(context.run.mark) if isinstance(text, Composed) else text

    return main_reason


def known_last(figure: object) -> Figure | None:
    """Last year's figure where it says something: a blank that was never given is not known."""
    if isinstance(figure, Figure) and figure.value is not Blank.EMPTY:
        return figure
    return None
