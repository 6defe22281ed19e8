"""Dates as they stand in targets: `2024年12月底前`, `2024年1月份`, `年底前`, `6月30日前`.

A date in a text is a span of days; a deadline is its last day. Not for dates of the data set,
which are written in full.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, TypeAlias

Span: TypeAlias = tuple[date, date]

_END: Final = r"(?P<before>以前|之前|前|以内|之内|内)?(?:完成|完工|实施完毕|办结)?"
_YEAR: Final = r"(?:(?P<year>20\d\d)年度?)?"
_LEAD: Final = r"(?:≤|不晚于|不迟于|截至|截止|于|在|应于|需在)?"
_MONTH: Final = re.compile(
    rf"{_LEAD}{_YEAR}(?P<month>\d{{1,2}})月份?"
    rf"(?:(?P<day>\d{{1,2}})日?|(?P<part>底|末|初|上旬|中旬|下旬|中))?{_END}",
    re.ASCII,
)
_PLAIN: Final = re.compile(
    rf"{_LEAD}(?P<year>20\d\d)(?P<sign>[-/.])(?P<month>\d{{1,2}})(?:(?P=sign)(?P<day>\d{{1,2}}))?"
    rf"(?P<part>)日?{_END}",
    re.ASCII,
)
_LONG: Final = re.compile(
    rf"{_LEAD}(?:(?P<year>20\d\d)年度?|当年|本年度?|年)"
    rf"(?P<part>底|末|上半年|下半年|第?[一二三四1-4]季度|内)?{_END}",
    re.ASCII,
)
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def span(text: str, year: int) -> Span | None:
    """The days that a text names, first and last; None where it is not a date alone.

    `text` is half-width and without spaces; `year` is meant where none is written (0: none is).
    """
    if match := _PLAIN.fullmatch(text) or _MONTH.fullmatch(text):
        return _in_month(match, year)
    if match := _LONG.fullmatch(text):
        return _in_year(match, year)
    return None


def _in_month(match: re.Match[str], year: int) -> Span | None:
    year, month = int(match["year"] or year), int(match["month"])
    part, day = match["part"], match["day"]
    if not year or not 1 <= month <= 12:
        return None
    try:
        first, last = date(year, month, 1), _month_end(year, month)
        if day:
            first = last = date(year, month, int(day))
    except ValueError:
        return None
    if day:
        return first, last
    match part:
        case "初" | "上旬":
            last = date(year, month, 10)
        case "中" | "中旬":
            first, last = date(year, month, 11), date(year, month, 20)
        case "下旬" | "底" | "末":
            first = date(year, month, 21)
        case _:
            if match["before"] in {"前", "之前", "以前"}:
                # 12月前 ends with November
                last = first - timedelta(days=1)
                first = last
    return first, last


def _in_year(match: re.Match[str], year: int) -> Span | None:
    written, part = match["year"], match["part"] or ""
    if match[0] == "年" or (match[0].endswith("年") and not written and not part):
        return None
    year = int(written or year)
    if not year:
        return None
    first, last = date(year, 1, 1), date(year, 12, 31)
    if part in {"底", "末"}:
        first = date(year, 12, 1)
    elif part == "上半年":
        last = date(year, 6, 30)
    elif part == "下半年":
        first = date(year, 7, 1)
    elif part.endswith("季度"):
        quarter = _QUARTERS[part.removeprefix("第")[0]]
        first = date(year, quarter * 3 - 2, 1)
        last = _month_end(year, quarter * 3)
    if part not in {"底", "末"} and match["before"] in {"前", "之前", "以前"}:
        last = first = first - timedelta(days=1)
    return first, last


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
