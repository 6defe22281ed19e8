"""Understands targets and actual values as clerks write them: `≥336天`, `不超过84万元`, `6次/年`.

Comparator, number, unit, or a date, where the text says just that; every other text stays 定性 and
is never forced into a number. Comparing and scoring are `reportgen.compute.scoring_rules`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.compute.measures import NO_UNIT, UNIT, Unit, unit
from reportgen.compute.target_dates import span
from reportgen.frozen import frozen

if TYPE_CHECKING:
    from datetime import date

LONGEST: Final = 120
"""A longer text is a description, whatever it begins with."""


class Kind(Enum):
    """What a text turned out to be."""

    BLANK = "空"
    NUMBER = "数"
    RANGE = "范围"
    DATE = "日期"
    TEXT = "定性"

    # There is one of each, so nothing need be looked at to tell them apart.
    __hash__ = object.__hash__


@frozen
class Target:
    """What stands in a target or an actual value.

    `comparator` is one of ≥ ≤ > < = ≈ or empty (none is written). `number` (and `upper` of a range)
    are in the written unit; `digits` are the number as written, so that 100.00 keeps its decimals.
    `first` and `last` are the days a date covers: the deadline is `last`. `direction` is 正向, 反向
    or empty where neither the text nor the clerk says it.
    """

    text: str
    kind: Kind
    comparator: str = ""
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    digits: str = ""
    about: str = ""
    direction: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def measure(self) -> Unit:
        """The unit, ready to be compared."""
        return unit(self.unit) if self.unit else NO_UNIT

    @property
    def is_measured(self) -> bool:
        """Whether it is a number, a range or a date."""
        return self.kind in {Kind.NUMBER, Kind.RANGE, Kind.DATE}


_SIGNS: Final = {"≥": "≥", "≧": "≥", ">=": "≥", "=>": "≥", "⩾": "≥", "≤": "≤", "≦": "≤"} | {
    "<=": "≤",
    "=<": "≤",
    "⩽": "≤",
    "﹥": ">",
    "﹤": "<",
    ">": ">",
    "<": "<",
    "==": "=",
    "=": "=",
    "≈": "≈",
    "~": "≈",
}
_WORDS: Final = {
    "≥": "大于或等于 大于等于 高于或等于 高于等于 不得少于 不得低于 不应低于 不应少于 不少于 不低于 "
    "不小于 不短于 至少 最少",
    "≤": "小于或等于 小于等于 低于或等于 低于等于 不得超过 不得高于 不应超过 不能超过 不超过 不高于 "
    "不大于 不多于 不长于 不超 至多 最多 控制在 控制为 限于",
    ">": "大于 高于 多于 超过",
    "<": "小于 低于 少于 不足 不到",
    "=": "等于",
    "≈": "大约 约为 约 接近 近",
}
_COMPARATORS: Final = _SIGNS | {
    word: sign for sign, words in _WORDS.items() for word in words.split()
}
_AFTER: Final = {
    "及以上": "≥",
    "或以上": "≥",
    "(含)以上": "≥",
    "以上": "≥",
    "及以下": "≤",
    "或以下": "≤",
    "(含)以下": "≤",
    "以下": "≤",
    "以内": "≤",
    "之内": "≤",
    "内": "≤",
    "左右": "≈",
    "上下": "≈",
}
_WIDER: Final = {("≈", "≥"): "≥", ("≈", "≤"): "≤", (">", "≥"): ">", ("<", "≤"): "<"}
"""Two comparators in one text that do not contradict each other: 约30人以上, 超过100人以上."""

_NATURE: Final = {
    "定性": "",
    "大于等于": "≥",
    "小于等于": "≤",
    "大于": ">",
    "小于": "<",
    "等于": "=",
    "约等于": "≈",
}
_DIRECTION: Final = {"≥": "正向", ">": "正向", "≤": "反向", "<": "反向"}


def _either(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER: Final = r"[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,10})?|[0-9]{1,20}(?:\.[0-9]{1,10})?"
_WHEN: Final = r"(?:20[0-9]{2}年度?|全年度?|每年度?|年度|本年度?|当年)?"
_ONE: Final = re.compile(
    rf"{_WHEN}(?P<lead>[^0-9,;:。、!?≥≧≤≦<>=⩾⩽≈~()]{{0,30}}?):?(?P<comparator>{_either(_COMPARATORS)})?"
    rf"(?P<sign>[-+])?(?P<number>{_NUMBER})"
    rf"(?:\((?P<bracketed>{UNIT})\)|(?P<early>{_either(_AFTER)})?(?P<unit>{UNIT})?)"
    rf"(?P<after>{_either(_AFTER)})?(?P<about>[^0-9,;:。、!?≥≧≤≦<>=⩾⩽≈~()]{{0,30}})"
)
_RANGE: Final = re.compile(
    rf"(?P<lead>在|控制在|介于)?(?P<lower>{_NUMBER})(?P<one>{UNIT})?(?:-|–|—|~|至|到){{1,2}}"
    rf"(?P<upper>{_NUMBER})(?P<two>{UNIT})?(?:之间|左右)?"
)
_PLAIN_LEADS: Final = frozenset({"", "达到", "达", "完成", "实现", "共", "共计", "为"})
"""What may stand before a bare number without saying something else."""

_CHINESE: Final = re.compile(
    rf"(?P<lead>.{{0,20}}?)(?P<number>[一二两三四五六七八九十百]{{1,5}})"
    rf"(?P<early>{_either(_AFTER)})?(?P<unit>{UNIT})(?P<after>{_either(_AFTER)})?"
)
_HUNDREDTHS: Final = re.compile(
    r"(?P<lead>.{0,20}?)百分之(?P<number>[一二三四五六七八九十百]{1,5})(?P<rest>.{0,4})"
)
_DIGITS: Final = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"两": 2}


@lru_cache(maxsize=8192)  # the score, the checks of wording and those of slips ask for the same one
def parse_target(
    text: str,
    *,
    nature: str = "",
    value: str = "",
    unit: str = "",
    direction: str = "",
    year: int = 0,
) -> Target:
    """What a target says, from its one text or from the three fields 性质, 目标值, 计量单位.

    With a text, `unit` only serves where the text names none. `direction` is the clerk's own word
    and stands above what the comparator implies. `year` is the budget year, for dates without one.
    """
    target = _parse_fields(nature, value, unit, year) if value and not text else _parse(text, year)
    if unit and not target.unit and target.kind in {Kind.NUMBER, Kind.RANGE}:
        target = replace(target, unit=folded(unit))
    if nature and text and not target.comparator and target.kind is Kind.NUMBER:
        target = replace(target, comparator=_comparator(nature))
    return replace(target, direction=direction or _DIRECTION.get(target.comparator, ""))


def parse_actual(text: str, *, year: int = 0) -> Target:
    """What an actual value says; a bare number stays without unit, the comparison judges it."""
    return _parse(text, year)


def composed(nature: str, value: str, unit: str) -> str:
    """One text from three fields: ≥, 336, 天 → ≥336天; 定性 adds no sign."""
    word = folded(nature)
    sign = _comparator(word) if word in _NATURE or word in _COMPARATORS else ""
    return f"{sign}{value}{unit}"


def understood(target: Target) -> str:
    """In words what a target was taken for, to show to the clerk."""
    direction = f"，{target.direction}" if target.direction else ""
    match target.kind:
        case Kind.BLANK:
            return "没有目标"
        case Kind.TEXT:
            return "定性：按文字评，不比较数"
        case Kind.DATE:
            return f"期限：不晚于 {target.last}"
        case Kind.RANGE:
            return f"范围：{target.number:f} 到 {target.upper:f}{_spaced(target.unit)}{direction}"
    words = {"≥": "不少于", "≤": "不超过", ">": "多于", "<": "少于", "≈": "约"}
    about = f"（{target.about}）" if target.about else ""
    number = f"{target.number:f}" if target.number is not None else ""
    return f"数：{words.get(target.comparator, '等于')} {number}{_spaced(target.unit)}{about}{direction}"


def _spaced(unit_text: str) -> str:
    return f" {unit_text}" if unit_text and unit_text not in {"%", "‰"} else unit_text


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text as it is compared: half-width, without any space."""
    plain = unicodedata.normalize("NFKC", text.replace("…", "。"))
    return (
        "".join(plain.split())
        .replace("−", "-")
        .replace("～", "~")
        .replace("–", "-")
        .replace("·", "/")
    )


@lru_cache(maxsize=8192)
def _parse(text: str, year: int) -> Target:
    plain = folded(text[: LONGEST * 2])
    if not plain:
        return Target(text, Kind.BLANK)
    if len(text) > LONGEST or len(plain) > LONGEST:
        return Target(text, Kind.TEXT)
    if days := span(plain, year):
        return Target(text, Kind.DATE, first=days[0], last=days[1])
    plain = plain.rstrip("。;,")
    return (
        _range(text, plain)
        or _number(text, plain)
        or _in_chinese(text, plain)
        or Target(text, Kind.TEXT)
    )


def _parse_fields(nature: str, value: str, unit: str, year: int) -> Target:
    shown = composed(nature, value, unit)
    if folded(nature) == "定性":
        return Target(shown, Kind.TEXT)
    parsed = _parse(value, year)
    if parsed.kind is Kind.NUMBER and not parsed.comparator:
        parsed = replace(parsed, comparator=_comparator(nature))
    return replace(parsed, text=shown, unit=parsed.unit or folded(unit))


def _comparator(nature: str) -> str:
    plain = folded(nature)
    return _COMPARATORS.get(plain) or _NATURE.get(plain, "")


def _range(text: str, plain: str) -> Target | None:
    match = _RANGE.fullmatch(plain)
    if match is None:
        return None
    one, two = match["one"] or "", match["two"] or ""
    if one and two and unit(one) != unit(two):
        return None
    lower, upper = _decimal(match["lower"]), _decimal(match["upper"])
    if lower >= upper:
        return None
    digits = f"{match['lower']}-{match['upper']}"
    return Target(text, Kind.RANGE, "", lower, upper, two or one, digits)


def _number(text: str, plain: str) -> Target | None:
    match = _ONE.fullmatch(plain)
    if match is None:
        return None
    comparator = _joined(match["comparator"], match["early"], match["after"])
    lead, about = match["lead"], match["about"]
    if comparator is None or "每" in lead or about in _AFTER:
        return None
    if not comparator and (about or lead not in _PLAIN_LEADS or match["sign"]):
        return None
    number = _decimal(match["number"])
    if match["sign"] == "-":
        number = -number
    said = " ".join(part for part in (lead if comparator else "", about) if part)
    return Target(
        text,
        Kind.NUMBER,
        comparator,
        number,
        unit=match["bracketed"] or match["unit"] or "",
        digits=match["number"],
        about=said,
    )


def _joined(before: str | None, *after: str | None) -> str | None:
    """The comparator that the words around a number make together; None where they contradict."""
    found = _COMPARATORS[before] if before else ""
    if before in {"控制在", "控制为"} and after[0] is None and after[1] is None:
        return "≤"
    for word in after:
        if not word:
            continue
        sign = _AFTER[word]
        if found and found != sign:
            wider = _WIDER.get((found, sign))
            if wider is None:
                return None
            found = wider
        else:
            found = sign
    return found


def _in_chinese(text: str, plain: str) -> Target | None:
    if match := _HUNDREDTHS.fullmatch(plain):
        number, unit_text = _chinese(match["number"]), "%"
        after = match["rest"]
        if after and after not in _AFTER:
            return None
        words: tuple[str | None, str | None] = (after or None, None)
    elif (match := _CHINESE.fullmatch(plain)) and match["unit"] != "分":
        number, unit_text = _chinese(match["number"]), match["unit"]
        words = (match["early"], match["after"])
    else:
        return None
    lead = match["lead"]
    before = next((w for w in _COMPARATORS if lead.endswith(w)), None) if lead else None
    comparator = _joined(before, *words)
    if number is None or comparator is None:
        return None
    if not comparator and lead not in _PLAIN_LEADS:
        return None
    return Target(
        text,
        Kind.NUMBER,
        comparator,
        Decimal(number),
        unit=unit_text,
        digits=str(number),
        about=lead.removesuffix(before or "") if comparator else "",
    )


def _chinese(text: str) -> int | None:
    """The value of 十二, 两百三十, 九十; None for a row of digits or anything malformed."""
    if not re.fullmatch(
        r"(?:[一二两三四五六七八九]?百)?(?:[一二三四五六七八九]?十)?[一二两三四五六七八九]?", text
    ):
        return None
    value = digit = 0
    for char in text:
        if char in "十百":
            value += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return value + digit


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
