"""Holds the reasons for changes against the changes: none missing, none against its direction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.checks import kinds
from reportgen.checks.wording import merged, wording
from reportgen.figure import EXACT, places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.compute.context import Context
    from reportgen.compute.reasons import Change, Reason
    from reportgen.finding import Finding

_UP: Final = (
    "增加", "增长", "新增", "提高", "上调", "上升", "上涨", "扩大", "增多", "提升", "追加", "增大",
)  # fmt: skip
_DOWN: Final = (
    "减少", "下降", "降低", "压减", "压缩", "削减", "缩减", "下调", "减小", "节约", "节省", "取消",
    "不再安排", "不再列支", "停止",
)  # fmt: skip
_TURNED: Final = re.compile(
    r"(?:不再|不得|不|未|没有|无|严控|控制|防止|避免|杜绝|减少|停止|取消)(?:了)?"
    r"(?:新增|增加|增长|扩大|提高|追加)"
)
"""不再新增, 控制增长: words of growth that say the opposite."""


def check_reasons(context: Context) -> list[Finding]:
    """A finding for each change without a reason, and each reason that does not fit its change.

    Only where last year's figure is known (财预〔2016〕143号: 公开要说明增减变化的原因).
    """
    unit = context.year.money_unit
    findings: list[Finding] = []
    for change in context.reasons.changes:
        finding = _judged(change, context.reasons.by_key.get(change.this.key), unit)
        if finding is not None:
            findings.append(finding)
    return findings


def missing_reasons(changes: Iterable[Change], unit: str) -> list[Finding]:
    """The findings for changes whose reason a document asked for in vain."""
    return [_missing(change, unit) for change in changes]


def _judged(change: Change, reason: Reason | None, unit: str) -> Finding | None:
    if change.last is None:
        return None
    if reason is None or reason.says_nothing:
        return _missing(change, unit) if change.needs_reason else None
    figures = _figures(change)
    if not change.difference:
        return kinds.REASON_FOR_NOTHING.at(
            reason.place,
            key=f"增减原因/{change.name}/持平",
            figures=figures,
            related=merged(places(change.this), places(change.last)),
            name=change.name,
            amount=wording(change.this, unit),
            text=reason.text,
        )
    word = contradiction(reason.text, up=change.difference > 0)
    if not word:
        return None
    return kinds.REASON_CONTRADICTS.at(
        reason.place,
        key=f"增减原因/{change.name}/方向",
        figures=[*figures, ("原因", reason.text)],
        related=merged(places(change.this), places(change.last)),
        name=change.name,
        direction="增加" if change.difference > 0 else "减少",
        amount=wording(abs(change.difference), unit),
        word=word,
        text=reason.text,
    )


def contradiction(text: str, *, up: bool) -> str:
    """The word of a reason that speaks against the direction; empty where one speaks for it too."""
    turned = _TURNED.search(text)
    plain = _TURNED.sub("", text)
    ups = [word for word in _UP if word in plain]
    downs = [word for word in _DOWN if word in plain] + ([turned[0]] if turned else [])
    for_it, against = (ups, downs) if up else (downs, ups)
    return against[0] if against and not for_it else ""


def _missing(change: Change, unit: str) -> Finding:
    last = change.last
    assert last is not None
    this_places = places(change.this, 20)
    return kinds.MISSING_REASON.at(
        change.place or (this_places[0] if this_places else None),
        key=f"增减原因/{change.name}",
        figures=_figures(change),
        related=merged(this_places, places(last, 20)),
        hint=f"在“增减原因”里加一行：名称写“{change.name}”，原因写变化的原因。",
        name=change.name,
        direction="增加" if change.difference > 0 else "减少",
        amount=wording(EXACT.abs(change.difference), unit),
        this=wording(change.this, unit),
        last=wording(last, unit),
    )


def _figures(change: Change) -> list[tuple[str, str]]:
    last = change.last
    return [("本年", str(change.this.value)), ("上年", str(last.value) if last else "")]
