"""Campaigns that belong to certain years, and grades that leave a gap: slips of old documents.

Plain patterns over one text. Not for years written as digits: see `reportgen.checks.texts`.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Campaign(NamedTuple):
    """A campaign by its usual name, and the first and last year in which documents plan it."""

    name: str
    pattern: re.Pattern[str]
    first: int
    last: int

    @property
    def years(self) -> str:
        """Its years, as a sentence names them."""
        if self.first == self.last:
            return f"{self.first} 年"
        return f"{self.first} 年至 {self.last} 年"


def _campaign(name: str, pattern: str, first: int, last: int) -> Campaign:
    return Campaign(name, re.compile(pattern), first, last)


_OPEN: Final = "[“\"‘']?"
_CLOSE: Final = "[”\"’']?"
CAMPAIGNS: Final = (
    _campaign("党的群众路线教育实践活动", "群众路线教育实践活动", 2013, 2014),
    _campaign("“三严三实”专题教育", f"三严三实{_CLOSE}专题教育", 2015, 2016),
    _campaign("“两学一做”学习教育", f"两学一做{_CLOSE}学习教育", 2016, 2019),
    _campaign(
        "“不忘初心、牢记使命”主题教育", f"不忘初心[、，]牢记使命{_CLOSE}主题教育", 2019, 2020
    ),
    _campaign("党史学习教育", "党史学习教育", 2021, 2022),
    _campaign("疫情要防住", f"{_OPEN}疫情要防住", 2022, 2022),
    _campaign(
        "学习贯彻习近平新时代中国特色社会主义思想主题教育",
        "新时代中国特色社会主义思想主题教育",
        2023,
        2024,
    ),
    _campaign("党纪学习教育", "党纪学习教育", 2024, 2024),
)
"""Campaigns of the whole party, by the notices that opened and closed them."""
_GRADE: Final = re.compile(
    r"(?<![\d%-])(\d{1,3})(篇|次|个|项|件|场)为(优秀?|良好?|中|合格|差|不合格)"
)


def campaigns_of_other_years(text: str, year: int) -> Iterator[tuple[Campaign, int]]:
    """Each campaign that a text names and that is not of the year, with the place in the text."""
    for campaign in CAMPAIGNS:
        if campaign.first <= year <= campaign.last:
            continue
        found = campaign.pattern.search(text)
        if found:
            yield campaign, found.start()


def grade_gaps(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Grades by single counts (5篇为优；4篇为良；1篇为差) that leave one out.

    Gives the unit, the grades as written, and what is missing.
    """
    found = [(match[2], int(match[1]), match[0]) for match in _GRADE.finditer(text)]
    for unit, group in groupby(found, key=lambda item: item[0]):
        grades = list(group)
        counts = [count for _, count, _ in grades]
        missing = [
            f"{count}{unit}" for count in range(min(counts) + 1, max(counts)) if count not in counts
        ]
        if len(grades) > 2 and missing and len(missing) < len(grades):
            yield unit, "；".join(words for _, _, words in grades), missing
