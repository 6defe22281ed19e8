"""Fields for labels that nobody knows: every form asks something that no other form asks.

A label with one empty place of its own becomes a field of the new format; its type is read off its
words, and she is asked to look at it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.compute.projects import ProjectView
from reportgen.model.fields import FieldType
from reportgen.studio.starting.grid import bare
from reportgen.studio.starting.labels import MONEY, SIGNED, SUM, Extra, meaning_of

if TYPE_CHECKING:
    from reportgen.studio.starting.grid import Cell

_LONGEST: Final = 24
_SENTENCE: Final = re.compile(r"[。；;！？]|.*[:：].+")
_UNIT: Final = re.compile(r"[(（](元|千元|万元|亿元)[)）]")
_TYPES: Final = (
    (re.compile(r".*(日期|时间)"), FieldType.DATE),
    (re.compile(r".*(年度|年份)"), FieldType.YEAR),
    (
        re.compile(
            r".*(概况|概述|内容|依据|必要性|可行性|措施|计划|方案|目标|情况|说明|理由|职责|职能|结论|问题|建议|分析|安排|结果|用途)"
        ),
        FieldType.LONG_TEXT,
    ),
    (
        re.compile(
            r".*(预算|金额|经费|资金|拨款|投入|投资|总额|支出|收入|结转|结余)(数|额|执行数|总额)?"
        ),
        FieldType.AMOUNT,
    ),
    (re.compile(r".*(人数|个数|次数|数量|面积|编制数)"), FieldType.QUANTITY),
)


def own_field(label: Cell, head: str) -> Extra | None:
    """The field a label asks for; `head` is what the column of its place is called, if anything.

    None where the label reads like a sentence, or is the name of something computed.
    """
    name = re.sub(r"^其中[:：]?", "", label.label)
    words = re.sub(r"\W", "", name)
    if not 2 <= len(words) <= _LONGEST or _SENTENCE.match(bare(name)) or SIGNED.search(label.text):
        return None
    if re.search(r"[及和与](联系)?(电话|方式)$", words):
        return None  # two things in one place: she has to say how they are parted
    if (
        words in ProjectView.meanings
        or SUM.fullmatch(words)
        or not re.search(r"[\u4e00-\u9fff]{2}", words)
    ):
        return None
    if _UNIT.search(label.text) or meaning_of(head, MONEY) or head == "金额":
        return Extra("项目", name, FieldType.AMOUNT)
    return Extra("项目", name, type_of(name))


def type_of(name: str) -> FieldType:
    """The type that the words of a name ask for."""
    words = name.rstrip("0123456789")
    return next((kind for pattern, kind in _TYPES if pattern.fullmatch(words)), FieldType.TEXT)


def money_unit_of(label: Cell, default: str) -> str:
    """The unit that a label names in brackets: 项目总预算（元）."""
    match = _UNIT.search(label.text)
    return match[1] if match else default


def tag_for(name: str, kind: FieldType, money: str) -> str:
    """What prints a field, given as a template names it: `项.总预算`."""
    if kind is FieldType.AMOUNT:
        return f"{{{{ {name} | {money} }}}}"
    if kind is FieldType.DATE:
        return f"{{{{ {name} | 日期 }}}}"
    return f"{{{{ {name} }}}}"
