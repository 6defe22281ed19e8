"""What may stand under 整体 in scoring.yaml: the 指标体系 a whole department is scored by.

Indicators with their weights and standards, and for each, where it can be computed, a rule made of
parts. The arithmetic is `reportgen.compute.evaluation`; docs/design/format-files.md describes the
same for those who write it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Final

from reportgen.formats.declarations import Flag  # noqa: TC001 - pydantic reads it
from reportgen.formats.declaring import Before, Within, declaration, under

Points = Annotated[Decimal, Within(0, 10000)]

_COMPARISON: Final = re.compile(r"(>=|<=|[≥≤><=])([0-9]+(?:\.[0-9]+)?)(%?)")
_SAME: Final = str.maketrans({"＞": ">", "＜": "<", "＝": "=", "％": "%", "≧": "≥", "≦": "≤"})

Bound = tuple[str, Decimal]


def _bounds(value: Any) -> Any:
    """`≥90%` or `≥90% <95%`: the comparisons that must all hold, shares as plain ratios."""
    if value is None or value == "":
        return ()
    if not isinstance(value, str):
        return value
    text = re.sub(r"[\s,，、且]", "", value.translate(_SAME))
    found = list(_COMPARISON.finditer(text))
    if not found or "".join(match[0] for match in found) != text:
        raise ValueError("写成“≥90%”，或两头都有的“≥80% <90%”")
    signs = {">=": "≥", "<=": "≤"}
    return tuple(
        (signs.get(m[1], m[1]), Decimal(m[2]) / 100 if m[3] else Decimal(m[2])) for m in found
    )


@declaration
class BandDeclaration:
    """One band of a part that is scored by bands; without a condition it always fits."""

    bounds: Annotated[tuple[Bound, ...], Before(_bounds)] = under("条件", default=())
    points: Points = under("得分")


@declaration
class PartDeclaration:
    """A part of an indicator's rule: one way of computing its points, or none (the department judges).

    Every expression is in the language of templates; a part never earns more than its points, nor
    less than 0.
    """

    name: str = under("名称", default="")
    points: Points = under("分值")
    ratio: str = under("比例", default="")
    zero_above: Flag = under("超过得零分", default=False)
    value: str = under("值", default="")
    bands: list[BandDeclaration] = under("分档", default_factory=list)
    count: str = under("扣分次数", default="")
    each: Points = under("每次扣", default=Decimal(1))
    score: str = under("得分", default="")

    @property
    def judged(self) -> bool:
        """Whether only the department itself can say what this part earns."""
        return not (self.ratio or self.value or self.count or self.score)

    def __post_init__(self) -> None:
        """ValueError where there is not just one way, or it earns too much."""
        ways = [
            alias
            for alias, source in (
                ("比例", self.ratio),
                ("值", self.value),
                ("扣分次数", self.count),
                ("得分", self.score),
            )
            if source
        ]
        if len(ways) > 1:
            raise ValueError(f"一项只能有一种算法，这里写了{'、'.join(ways)}")
        if bool(self.value) != bool(self.bands):
            raise ValueError("“值”和“分档”要一起写")
        over = [band.points for band in self.bands if band.points > self.points]
        if over:
            raise ValueError(f"有一档得 {max(over)} 分，高于这一项的分值 {self.points}")


@declaration
class IndicatorDeclaration:
    """One 三级指标 of the framework: where it stands, its weight, its texts and its rule."""

    name: str = under("名称")
    first: str = under("一级指标")
    second: str = under("二级指标", default="")
    points: Points = under("分值")
    meaning: str = under("指标说明", default="")
    standard: str = under("评分标准", default="")
    parts: list[PartDeclaration] = under("规则", default_factory=list)
    veto: str = under("得零分", default="")

    @property
    def computed(self) -> bool:
        """Whether the data can say anything about its score."""
        return bool(self.veto) or any(not part.judged for part in self.parts)

    def __post_init__(self) -> None:
        """ValueError where the parts do not add up."""
        if self.parts:
            summed = sum((part.points for part in self.parts), Decimal(0))
            if summed != self.points:
                raise ValueError(
                    f"“{self.name}”规则各项的分值合计 {summed}，应等于它的分值 {self.points}"
                )


@declaration
class FrameworkDeclaration:
    """整体: the framework of indicators; the weights make the full score."""

    full: Points = under("满分", default=Decimal(100))
    round_to: int = under("取位", default=2, ge=0, le=6)
    indicators: list[IndicatorDeclaration] = under("指标")

    def __post_init__(self) -> None:
        """ValueError where the weights do not add up."""
        summed = sum((item.points for item in self.indicators), Decimal(0))
        if summed != self.full:
            raise ValueError(f"各指标的分值合计 {summed}，应等于满分 {self.full}")
