"""编号 in format.yaml: how headings, tables and figures are numbered, each by its first number.

What a pattern means is in `reportgen.numbering`. Nothing is counted here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final

from reportgen.formats.declaring import Before
from reportgen.numbering import (
    DEFAULT,
    LEVELS,
    SERIES,
    NumberingError,
    Pattern,
    Scheme,
    Series,
    pattern,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

STYLE: Final = "样式"
_CHAPTER: Final = re.compile(r"第\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*章")
_DIGITS: Final = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}


def numbering(value: Any) -> Any:
    """编号 as YAML gives it, made a Scheme; a ValueError says what is wrong."""
    if isinstance(value, Scheme):
        return value
    groups = _mapping(value, "编号")
    unknown = [name for name in groups if name not in ("标题", *SERIES)]
    if unknown:
        raise ValueError(f"里没有“{unknown[0]}”，只有 标题、{'、'.join(SERIES)}")
    levels = list(DEFAULT.levels)
    for name, sample in _mapping(groups.get("标题"), "标题").items():
        if name not in LEVELS:
            raise ValueError(f"的“标题”里没有“{name}”，写 一级 到 九级")
        level = LEVELS.index(name) + 1
        if level > len(levels) + 1:
            raise ValueError(f"的“标题”写了{name}，没有写{LEVELS[level - 2]}")
        levels[level - 1 : level] = [_pattern(f"标题的{name}", sample, level)]
    series = []
    for name, default in DEFAULT.series:
        series.append((name, _series(name, _mapping(groups.get(name), name), default)))
    return Scheme(tuple(levels), tuple(series))


def _series(name: str, entries: Mapping[str, Any], default: Series) -> Series:
    main = default.pattern
    chapters: dict[int, Pattern] = {}
    for key, sample in entries.items():
        if key == STYLE:
            main = _pattern(f"{name}的{STYLE}", sample, 2)
            continue
        found = _CHAPTER.fullmatch(key)
        if found is None:
            raise ValueError(f"的“{name}”里没有“{key}”，写 样式，或 第二章 这样的章")
        chapters[_number(found[1])] = _pattern(f"{name}的{key}", sample, 2)
    return Series(main, tuple(sorted(chapters.items())))


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _pattern(what: str, sample: Any, most: int) -> Pattern:
    if not isinstance(sample, str):
        raise ValueError(f"的“{what}”应是一个值")  # noqa: TRY004 - pydantic wants a ValueError
    try:
        return pattern(sample, most)
    except NumberingError as error:
        raise ValueError(f"的“{what}”{error}") from error


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"的“{what}”应是一组“名称: 内容”")  # noqa: TRY004 - pydantic wants a ValueError
    return value


Numbering = Annotated[Scheme, Before(numbering)]
