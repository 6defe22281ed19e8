"""Texts of labels and codes as exports write them: 一、…, 其中：…, [2013201]行政运行, 201|32|01."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from reportgen.sources.tree import split_unit
from reportgen.studio.importing.patterns import comparable

_NUMBER: Final = re.compile(
    r"\s*(?:"
    r"(?:附?表|公开)?\s*[0-9]+(?:[.．\-_—][0-9]+)*\s*表?\s*[.．、:：\-_ )）]*"
    r"|附?表[一二三四五六七八九十]+\s*[、:：. ]*"
    r"|[（(][一二三四五六七八九十0-9]+[)）]\s*[、.]?"
    r"|[一二三四五六七八九十]+\s*[、.．]"
    r")"
)
_AMONG: Final = re.compile(r"\s*(?:其中|加|减|小计)\s*[:：]\s*")
_CODE_AND_NAME: Final = re.compile(
    r"\s*[\[【(（]?\s*([0-9][0-9 \-.]*[0-9]|[0-9])\s*[\]】)）]?[\s\-—_:：、.|]*(.*)", re.DOTALL
)
_WIDTHS: Final = {"2": (3, 5, 7), "3": (3, 5), "5": (3, 5)}
UNIT_NOTE: Final = re.compile(
    r"(?:金额|货币|计量)?单位\s*[:：]?\s*(?:人民币)?\s*(元|千元|万元|亿元)"
)


def without_number(text: str) -> str:
    """A label without the number in front: 一、, （一）, 1., 表3, 3.17; and without 其中：."""
    previous = ""
    while previous != text:
        previous = text
        for pattern in (_AMONG, _NUMBER):
            match = pattern.match(text)
            if match and match.end() < len(text):
                text = text[match.end() :]
    return text.strip()


def label(text: str) -> str:
    """A row's label as labels are compared."""
    return comparable(without_number(split_unit(text)[0]))


def code_and_name(text: str) -> tuple[str, str]:
    """The digits of a code and the name beside it in one cell; no code where there are no digits.

    201-32-01, 2013201.0 and 20132 01 are codes too.
    """
    match = _CODE_AND_NAME.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        return "", text.strip()
    return re.sub(r"[^0-9]", "", match[1].removesuffix(".0")), match[2].strip()


def is_subject_code(code: str) -> bool:
    """Whether digits have the length of a code: 类, 款 or 项 by its first digit."""
    return code.isdecimal() and len(code) in _WIDTHS.get(code[:1], ())


def joined_code(parts: tuple[str, str, str]) -> str:
    """One code from the columns 类, 款, 项: 201|32|01, 201|20132|2013201, or 201|32|1."""
    whole = ""
    for index, part in enumerate(parts):
        digits = code_and_name(part)[0]
        if not digits:
            break
        if whole and len(digits) > 2 and digits.startswith(whole):
            whole = digits
        else:
            whole += digits.zfill(2) if index else digits
    return whole


def unit_of(text: str) -> str:
    """The money unit that a note names (单位：万元); empty where it names none."""
    match = UNIT_NOTE.search(unicodedata.normalize("NFKC", text))
    if match:
        return match[1]
    return split_unit(text)[1] or ""
